import type { Transition, Workflow } from '../../kernel/workflow/workflow.ts';
import { reportActions, reportStates } from './contract.ts';

type State = (typeof reportStates)[number];
type Action = (typeof reportActions)[number];
export type ReportEffect = 'keep_sent' | 'keep_receipt' | 'forget_sent';

/** 待报 →（已起草）→ 已上报 → 已回执. What was sent stays as evidence; a receipt is a number, a stamp or who took it. */
const transitions = [
  { action: 'draft', from: ['to_report'], to: 'drafted', permission: 'paper.write' },
  { action: 'send', from: ['to_report', 'drafted'], to: 'sent', permission: 'paper.write', requires: ['evidence'], fields: ['sent_at'], effects: ['keep_sent'] },
  { action: 'receipt', from: ['sent'], to: 'receipted', permission: 'paper.write', requires: ['note'], effects: ['keep_receipt'] },
  { action: 'recall', from: ['sent', 'receipted'], to: 'drafted', permission: 'paper.write', requires: ['note'], effects: ['forget_sent'] },
  { action: 'cancel', from: ['to_report', 'drafted'], to: 'cancelled', permission: 'paper.write', requires: ['note'] },
] as const satisfies readonly Transition<State, Action, ReportEffect>[];

export const reportFlow: Workflow<State, Action, ReportEffect> = { type: 'upward_report', states: reportStates, initial: 'to_report', terminal: ['receipted', 'cancelled'], transitions };
