import type { Transition, Workflow } from '../../kernel/workflow/workflow.ts';
import { reportActions, reportStates } from './contract.ts';

type State = (typeof reportStates)[number];
type Action = (typeof reportActions)[number];

/** 待报 →（已起草）→ 已上报 → 已回执. What was sent stays as evidence; a receipt is a number, a stamp or who took it. */
const transitions = [
  { action: 'draft', from: ['to_report'], to: 'drafted', permission: 'paper.write' },
  { action: 'send', from: ['to_report', 'drafted'], to: 'sent', permission: 'paper.write', requires: ['evidence'] },
  { action: 'receipt', from: ['sent'], to: 'receipted', permission: 'paper.write', requires: ['note'] },
  { action: 'recall', from: ['sent', 'receipted'], to: 'drafted', permission: 'paper.write', requires: ['note'] },
  { action: 'cancel', from: ['to_report', 'drafted'], to: 'cancelled', permission: 'paper.write', requires: ['note'] },
] as const satisfies readonly Transition<State, Action>[];

export const reportFlow: Workflow<State, Action> = { type: 'upward_report', states: reportStates, initial: 'to_report', terminal: ['receipted', 'cancelled'], transitions };
