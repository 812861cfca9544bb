import type { Transition, Workflow } from '../../kernel/workflow/workflow.ts';
import { repairActions, repairStates } from './contract.ts';

type State = (typeof repairStates)[number];
type Action = (typeof repairActions)[number];
export type RepairEffect = 'hand_in' | 'keep_signature' | 'reopen' | 'tell';

/** 填写 → 单位负责人签字 → 递交 → 接收. Without a head who could sign in the system, the paper is handed in for signature by hand. */
const repairTransitions = [
  { action: 'submit', from: ['draft'], to: 'to_sign', permission: 'hazard.answer', when: { fact: 'has_head', is: true }, effects: ['tell'] },
  { action: 'submit', from: ['draft'], to: 'handed_in', permission: 'hazard.answer', when: { fact: 'has_head', is: false }, effects: ['hand_in', 'tell'] },
  { action: 'recall', from: ['to_sign'], to: 'draft', permission: 'hazard.answer' },
  { action: 'sign', from: ['to_sign'], to: 'handed_in', permission: 'hazard.sign_off', effects: ['keep_signature', 'hand_in', 'tell'] },
  { action: 'refuse', from: ['to_sign'], to: 'draft', permission: 'hazard.sign_off', requires: ['note'], effects: ['tell'] },
  { action: 'accept', from: ['handed_in'], to: 'accepted', permission: 'hazard.manage', effects: ['tell'] },
  { action: 'send_back', from: ['handed_in', 'accepted'], to: 'draft', permission: 'hazard.manage', requires: ['note'], effects: ['reopen', 'tell'] },
] as const satisfies readonly Transition<State, Action, RepairEffect>[];
export const repairFlow: Workflow<State, Action, RepairEffect> = { type: 'repair_report', states: repairStates, initial: 'draft', terminal: ['accepted'], transitions: repairTransitions };
