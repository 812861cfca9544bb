import type { Transition, Workflow } from '../../kernel/workflow/workflow.ts';
import { assignmentStates, moveActions } from './contract.ts';

type State = (typeof assignmentStates)[number];
type Action = (typeof moveActions)[number];
export type AssignmentEffect = 'keep_feedback' | 'tell' | 'announce';
const news = ['tell', 'announce'] as const;
const open = ['to_sign', 'doing', 'to_sign_off', 'to_review', 'returned'] as const satisfies readonly State[];

/** 待签收 → 办理中 →（待签批）→ 待审核 → 已完成 / 退回. Sending an answer signs for the task as well: one step less at 22:00. Whoever handed in the answer does not review it. */
export const assignmentTransitions = [
  { action: 'sign', from: ['to_sign'], to: 'doing', permission: 'assignment.answer', effects: news },
  { action: 'submit', from: ['to_sign', 'doing', 'returned'], to: 'to_sign_off', permission: 'assignment.answer', requires: ['note'], when: { fact: 'sign_off', is: true }, effects: ['keep_feedback', 'tell', 'announce'] },
  { action: 'submit', from: ['to_sign', 'doing', 'returned'], to: 'to_review', permission: 'assignment.answer', requires: ['note'], when: { fact: 'sign_off', is: false }, effects: ['keep_feedback', 'tell', 'announce'] },
  { action: 'recall', from: ['to_sign_off', 'to_review'], to: 'doing', permission: 'assignment.answer', effects: news },
  { action: 'sign_off', from: ['to_sign_off'], to: 'to_review', permission: 'assignment.sign_off', effects: news },
  { action: 'refuse', from: ['to_sign_off'], to: 'returned', permission: 'assignment.sign_off', requires: ['note'], effects: news },
  { action: 'approve', from: ['to_review'], to: 'done', permission: 'assignment.review', not_by: 'submit', effects: news },
  { action: 'return', from: ['to_review'], to: 'returned', permission: 'assignment.review', requires: ['note'], effects: news },
  { action: 'withdraw', from: open, to: 'withdrawn', permission: 'assignment.review', requires: ['note'], effects: news },
  { action: 'reopen', from: ['done', 'withdrawn'], to: 'doing', permission: 'assignment.review', requires: ['note'], effects: news },
] as const satisfies readonly Transition<State, Action, AssignmentEffect>[];

export const assignmentFlow: Workflow<State, Action, AssignmentEffect> = { type: 'assignment', states: assignmentStates, initial: 'to_sign', terminal: ['done', 'withdrawn'], transitions: assignmentTransitions };
/** States in which the unit still owes something; past the due date these are overdue. Waiting for the office's review is not the unit's delay. */
export const owing = ['to_sign', 'doing', 'returned', 'to_sign_off'] as const satisfies readonly State[];
