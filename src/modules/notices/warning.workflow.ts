import type { Transition, Workflow } from '../../kernel/workflow/workflow.ts';
import { warningActions, warningStates } from './contract.ts';

type State = (typeof warningStates)[number];
type Action = (typeof warningActions)[number];
export type WarningEffect = 'keep_judgement' | 'notify_units' | 'keep_lifting';

/** 情报收集 → 研判 → 发布预警 → 解除; what is judged to be of no concern is dropped, with the reason on record. */
const warningTransitions = [
  { action: 'judge', from: ['collected', 'judged'], to: 'judged', permission: 'hazard.manage', requires: ['note'], effects: ['keep_judgement'] },
  { action: 'drop', from: ['collected', 'judged'], to: 'dropped', permission: 'hazard.manage', requires: ['note'], effects: ['keep_judgement'] },
  { action: 'reopen', from: ['dropped'], to: 'collected', permission: 'hazard.manage' },
  { action: 'publish', from: ['judged'], to: 'published', permission: 'hazard.manage', effects: ['notify_units'] },
  { action: 'lift', from: ['published'], to: 'lifted', permission: 'hazard.manage', requires: ['note'], effects: ['keep_lifting'] },
] as const satisfies readonly Transition<State, Action, WarningEffect>[];
export const warningFlow: Workflow<State, Action, WarningEffect> = { type: 'warning', states: warningStates, initial: 'collected', terminal: ['lifted', 'dropped'], transitions: warningTransitions };
