import type { Transition, Workflow } from '../../kernel/workflow/workflow.ts';
import { clueActions, clueStates } from './contract.ts';

type State = (typeof clueStates)[number];
type Action = (typeof clueActions)[number];
/** 待核实 → 核实中（单位说明）→ 已说明 → 待批准 → 已处理 / 不予追究. Nobody is held to account before the unit was asked. */
const transitions = [
  { action: 'ask', from: ['to_check', 'answered'], to: 'checking', permission: 'accountability.write', requires: ['note'], fields: ['answer_by'] },
  { action: 'answer', from: ['checking'], to: 'answered', permission: 'accountability.answer', requires: ['note'] },
  { action: 'propose', from: ['checking', 'answered'], to: 'to_approve', permission: 'accountability.write', requires: ['note'], fields: ['responsible', 'measures'] },
  { action: 'approve', from: ['to_approve'], to: 'decided', permission: 'accountability.approve', not_by: 'propose' },
  { action: 'refuse', from: ['to_approve'], to: 'answered', permission: 'accountability.approve', requires: ['note'] },
  { action: 'drop', from: ['to_check', 'checking', 'answered'], to: 'dropped', permission: 'accountability.write', requires: ['note'] },
  { action: 'reopen', from: ['dropped'], to: 'to_check', permission: 'accountability.write', requires: ['note'] },
] as const satisfies readonly Transition<State, Action>[];

export const clueFlow: Workflow<State, Action> = { type: 'clue', states: clueStates, initial: 'to_check', terminal: ['decided', 'dropped'], transitions };
