import type { Transition, Workflow } from '../../kernel/workflow/workflow.ts';
import { applicationActions, applicationStates, filingActions, filingStates } from './contract.ts';

type State = (typeof filingStates)[number];
type Action = (typeof filingActions)[number];
export type FilingEffect = 'keep' | 'demand_proof' | 'demand_closing' | 'begin_change' | 'begin_cancel' | 'begin_anew' | 'end_duty' | 'keep_exemption' | 'tell';
const beforeFiled = ['todo', 'submitted', 'returned'] as const satisfies readonly State[];

/** 待办理 → 已提交 → 已备案 or 退回; a filed one is changed or cancelled when its system is. What the ledger of systems says is followed by `enter`, `lost`, `drop`. */
export const filingTransitions = [
  { action: 'submit', from: ['todo', 'returned'], to: 'submitted', permission: 'filing.write', fields: ['filed_on'], effects: ['keep'] },
  { action: 'submit', from: ['change_due'], to: 'change_submitted', permission: 'filing.write', fields: ['filed_on'], effects: ['keep'] },
  { action: 'submit', from: ['cancel_due'], to: 'cancel_submitted', permission: 'filing.write', fields: ['filed_on'], effects: ['keep'] },
  { action: 'send_back', from: ['submitted'], to: 'returned', permission: 'filing.write', requires: ['note'], effects: ['tell'] },
  { action: 'send_back', from: ['change_submitted'], to: 'change_due', permission: 'filing.write', requires: ['note'], effects: ['tell'] },
  { action: 'send_back', from: ['cancel_submitted'], to: 'cancel_due', permission: 'filing.write', requires: ['note'], effects: ['tell'] },
  { action: 'record', from: [...beforeFiled, 'change_due', 'change_submitted'], to: 'filed', permission: 'filing.write', fields: ['number', 'approved_on'], effects: ['demand_proof', 'keep', 'end_duty', 'tell'] },
  { action: 'no_change', from: ['change_due'], to: 'filed', permission: 'filing.manage', requires: ['note'], effects: ['end_duty', 'tell'] },
  { action: 'close', from: ['cancel_due', 'cancel_submitted'], to: 'cancelled', permission: 'filing.write', fields: ['cancelled_on'], effects: ['demand_closing', 'demand_proof', 'keep', 'end_duty', 'tell'] },
  { action: 'begin_change', from: ['filed'], to: 'change_due', permission: 'filing.write', requires: ['note'], effects: ['begin_change', 'tell'] },
  { action: 'begin_cancel', from: ['filed', 'change_due', 'change_submitted'], to: 'cancel_due', permission: 'filing.write', requires: ['note'], effects: ['begin_cancel', 'tell'] },
  { action: 'exempt', from: ['todo', 'returned'], to: 'void', permission: 'filing.manage', requires: ['note'], effects: ['end_duty', 'keep_exemption', 'tell'] },
  { action: 'reopen', from: ['void', 'cancelled'], to: 'todo', permission: 'filing.manage', effects: ['begin_anew', 'keep_exemption', 'tell'] },
  { action: 'enter', from: beforeFiled, to: 'filed', permission: 'filing.manage', effects: ['end_duty'] },
  { action: 'lost', from: ['filed'], to: 'todo', permission: 'filing.manage', effects: ['begin_anew'] },
  { action: 'drop', from: beforeFiled, to: 'void', permission: 'filing.manage', effects: ['end_duty'] },
] as const satisfies readonly Transition<State, Action, FilingEffect>[];

export const filingFlow: Workflow<State, Action, FilingEffect> = { type: 'filing', states: filingStates, initial: 'todo', terminal: ['cancelled', 'void'], transitions: filingTransitions };
/** The unit owes a step; past the due date these are overdue. */
export const owing = ['todo', 'returned', 'change_due', 'cancel_due'] as const satisfies readonly State[];
/** The authority has it on its books. */
export const onBooks = ['filed', 'change_due', 'change_submitted', 'cancel_due', 'cancel_submitted'] as const satisfies readonly State[];

type Stage = (typeof applicationStates)[number];
type Step = (typeof applicationActions)[number];
export type ApplicationEffect = 'demand_complete' | 'note_submitted' | 'keep_test' | 'carry_out' | 'tell';

/** 草稿 → 待受理 → 检测中 → 待审批 → 已批准; whoever handed it in does not approve it. What is approved is carried out in the same transaction. */
export const applicationTransitions = [
  { action: 'submit', from: ['draft', 'returned'], to: 'applied', permission: 'filing.write', effects: ['demand_complete', 'note_submitted', 'tell'] },
  { action: 'accept', from: ['applied'], to: 'testing', permission: 'filing.manage', effects: ['tell'] },
  { action: 'pass', from: ['testing'], to: 'to_approve', permission: 'filing.manage', fields: ['tested_on', 'report_ref'], effects: ['keep_test', 'tell'] },
  { action: 'approve', from: ['to_approve'], to: 'approved', permission: 'filing.approve', not_by: 'submit', effects: ['carry_out', 'tell'] },
  { action: 'send_back', from: ['applied', 'testing'], to: 'returned', permission: 'filing.manage', requires: ['note'], effects: ['tell'] },
  { action: 'send_back', from: ['to_approve'], to: 'returned', permission: ['filing.manage', 'filing.approve'], requires: ['note'], effects: ['tell'] },
  { action: 'withdraw', from: ['draft', 'returned', 'applied', 'testing', 'to_approve'], to: 'withdrawn', permission: 'filing.write' },
] as const satisfies readonly Transition<Stage, Step, ApplicationEffect>[];

export const applicationFlow: Workflow<Stage, Step, ApplicationEffect> = { type: 'go_live', states: applicationStates, initial: 'draft', terminal: ['approved', 'withdrawn'], transitions: applicationTransitions };
