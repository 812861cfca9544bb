import type { Transition, Workflow } from '../../kernel/workflow/workflow.ts';
import { hazardActions, hazardStates } from './contract.ts';

type State = (typeof hazardStates)[number];
type Action = (typeof hazardActions)[number];
export type HazardEffect = 'begin_deadline' | 'end_deadline' | 'keep_feedback' | 'count_round' | 'note_cleared' | 'note_reopened' | 'keep_dismissal' | 'end_dismissal' | 'pause_clock' | 'go_on_clock' | 'stop_pause' | 'tell';
/** With the unit, which still owes something. */
const withUnit = ['notified', 'signed', 'fixing'] as const satisfies readonly State[];
const before = ['to_verify', 'confirmed', ...withUnit, 'reported', 'retesting'] as const satisfies readonly State[];

/** 待核实 → 已确认 → 已通报 → 已签收 → 整改中 → 已反馈 → 复测中 → 已清零; nothing is cleared without a retest, and not by whoever reported it repaired. */
export const hazardTransitions = [
  { action: 'confirm', from: ['to_verify'], to: 'confirmed', permission: 'hazard.manage' },
  { action: 'notify', from: ['to_verify', 'confirmed'], to: 'notified', permission: 'hazard.manage', effects: ['begin_deadline'] },
  { action: 'sign', from: ['notified'], to: 'signed', permission: 'hazard.answer' },
  { action: 'start', from: ['notified', 'signed'], to: 'fixing', permission: 'hazard.answer' },
  { action: 'report', from: [...withUnit, 'shut'], to: 'reported', permission: 'hazard.answer', requires: ['note', 'evidence'], effects: ['keep_feedback', 'pause_clock', 'tell'] },
  // what is one hole with a reported one is reported with it; the evidence lies there
  { action: 'report_with', from: [...withUnit, 'shut'], to: 'reported', permission: 'hazard.answer', effects: ['keep_feedback', 'pause_clock'] },
  { action: 'recall', from: ['reported'], to: 'fixing', permission: 'hazard.answer', effects: ['stop_pause'] },
  { action: 'retest', from: ['reported', 'absent'], to: 'retesting', permission: 'hazard.manage' },
  { action: 'pass', from: ['retesting', 'absent'], to: 'cleared', permission: 'hazard.manage', requires: ['note'], not_by: 'report', effects: ['note_cleared', 'tell'] },
  { action: 'fail', from: ['reported', 'retesting', 'absent'], to: 'fixing', permission: 'hazard.manage', requires: ['note'], effects: ['count_round', 'go_on_clock', 'tell'] },
  { action: 'not_seen', from: [...before, 'shut'], to: 'absent', permission: 'hazard.manage' },
  { action: 'seen_again', from: ['cleared'], to: 'confirmed', permission: 'hazard.manage', effects: ['note_reopened', 'tell'] },
  { action: 'seen_again', from: ['absent'], to: 'fixing', permission: 'hazard.manage', effects: ['go_on_clock', 'tell'] },
  { action: 'seen_still', from: ['absent'], to: 'confirmed', permission: 'hazard.manage' },
  { action: 'ask_dismiss', from: [...before, 'absent'], to: 'to_approve', permission: ['hazard.answer', 'hazard.manage'], requires: ['note'], fields: ['dismissal', 'until'], effects: ['keep_dismissal', 'pause_clock', 'tell'] },
  { action: 'dismiss', from: ['to_approve'], to: 'dismissed', permission: 'hazard.approve', not_by: 'ask_dismiss', effects: ['tell'] },
  { action: 'refuse', from: ['to_approve'], to: 'confirmed', when: { fact: 'told', is: false }, permission: 'hazard.approve', requires: ['note'], effects: ['end_dismissal', 'tell'] },
  // the unit has its notice: it goes on where it stood
  { action: 'refuse', from: ['to_approve'], to: 'fixing', when: { fact: 'told', is: true }, permission: 'hazard.approve', requires: ['note'], effects: ['end_dismissal', 'go_on_clock', 'tell'] },
  { action: 'revive', from: ['dismissed'], to: 'confirmed', permission: 'hazard.manage', requires: ['note'], effects: ['end_dismissal', 'tell'] },
  { action: 'unnotify', from: withUnit, to: 'confirmed', permission: 'hazard.manage', requires: ['note'], effects: ['end_deadline'] },
  { action: 'shut', from: withUnit, to: 'shut', permission: 'hazard.manage', requires: ['note'], effects: ['tell'] },
] as const satisfies readonly Transition<State, Action, HazardEffect>[];

export const hazardFlow: Workflow<State, Action, HazardEffect> = { type: 'hazard', proof: 'hazard', states: hazardStates, initial: 'to_verify', terminal: ['cleared', 'dismissed'], transitions: hazardTransitions };
/** States in which the unit owes something; past the due date these are overdue. */
export const owing = ['notified', 'signed', 'fixing', 'shut'] as const satisfies readonly State[];
/** What a unit found itself may be shown until the office has verified it. */
export const takesFindings = (h: { state: string; source: string }): boolean => h.state === 'to_verify' && h.source === 'self_check';
