import type { Transition, Workflow } from '../../kernel/workflow/workflow.ts';
import { itemActions, itemStates, objectActions, objectStates } from './contract.ts';

type State = (typeof objectStates)[number];
type Action = (typeof objectActions)[number];
export type ObjectEffect = 'keep_review' | 'keep_approval' | 'keep_filing' | 'end_links' | 'renew_links' | 'tell';
const either = ['mlps.write', 'mlps.manage'] as const;
const live = ['grading', 'expert_review', 'authority_review', 'filing', 'rectifying', 'assessing', 'fixing', 'retesting', 'running'] as const satisfies readonly State[];
const after = ['rectifying', 'assessing', 'fixing', 'retesting', 'running'] as const satisfies readonly State[];

/** 定级 → 专家评审 → 主管部门审核 → 备案 → 建设整改 → 测评 → 问题整改 → 复测 → 运行. Level 1 is graded and runs; what is filed anew with its level unchanged needs no experts.
 *  Facts: level_two (第二级及以上), must_assess (第三级及以上), open_items (还有没整改完的), unanswered (还有没反馈的), sound (测评有结论且无未整改). */
export const objectTransitions = [
  { action: 'submit', from: ['grading'], to: 'expert_review', permission: either, when: { fact: 'level_two', is: true }, effects: ['tell'] },
  { action: 'submit', from: ['grading'], to: 'running', permission: either, when: { fact: 'level_two', is: false }, effects: ['tell'] },
  { action: 'pass_review', from: ['expert_review'], to: 'authority_review', permission: 'mlps.manage', fields: ['experts', 'opinion', 'reviewed_on'], effects: ['keep_review'] },
  { action: 'approve', from: ['authority_review'], to: 'filing', permission: 'mlps.manage', fields: ['authority', 'approved_on'], effects: ['keep_approval', 'tell'] },
  { action: 'file', from: ['filing'], to: 'rectifying', permission: 'mlps.manage', fields: ['certificate_number', 'issued_on'], when: { fact: 'sound', is: false }, effects: ['keep_filing', 'tell'] },
  { action: 'file', from: ['filing'], to: 'running', permission: 'mlps.manage', fields: ['certificate_number', 'issued_on'], when: { fact: 'sound', is: true }, effects: ['keep_filing', 'tell'] },
  { action: 'assess', from: ['rectifying', 'running'], to: 'assessing', permission: either },
  { action: 'conclude', from: ['assessing', 'retesting'], to: 'fixing', permission: 'mlps.manage', when: { fact: 'open_items', is: true }, effects: ['tell'] },
  { action: 'conclude', from: ['assessing', 'retesting'], to: 'running', permission: 'mlps.manage', when: { fact: 'open_items', is: false }, effects: ['tell'] },
  { action: 'retest', from: ['fixing'], to: 'retesting', permission: either, when: { fact: 'unanswered', is: false }, effects: ['tell'] },
  { action: 'run', from: ['rectifying'], to: 'running', permission: 'mlps.manage', requires: ['note'], when: { fact: 'must_assess', is: false } },
  { action: 'return', from: ['expert_review', 'authority_review', 'filing'], to: 'grading', permission: 'mlps.manage', requires: ['note'], effects: ['tell'] },
  { action: 'regrade', from: [...after], to: 'grading', permission: either, requires: ['note'], effects: ['tell'] },
  { action: 'refile', from: [...after], to: 'filing', permission: 'mlps.manage', requires: ['note'], when: { fact: 'level_two', is: true }, effects: ['tell'] },
  { action: 'cancel', from: [...live], to: 'cancelled', permission: 'mlps.manage', requires: ['note'], effects: ['end_links', 'tell'] },
  { action: 'restore', from: ['cancelled'], to: 'grading', permission: 'mlps.manage', requires: ['note'], effects: ['renew_links'] },
] as const satisfies readonly Transition<State, Action, ObjectEffect>[];
export const objectFlow: Workflow<State, Action, ObjectEffect> = { type: 'mlps_object', states: objectStates, initial: 'grading', terminal: ['cancelled'], transitions: objectTransitions };

type ItemState = (typeof itemStates)[number];
type ItemAction = (typeof itemActions)[number];
export type ItemEffect = 'keep_feedback' | 'count_round' | 'tell';
/** 待整改 → 已反馈 → 已整改; who reported it repaired does not pass it himself. */
export const itemTransitions = [
  { action: 'report', from: ['open'], to: 'reported', permission: 'mlps.write', requires: ['note'], effects: ['keep_feedback', 'tell'] },
  { action: 'recall', from: ['reported'], to: 'open', permission: 'mlps.write' },
  { action: 'pass', from: ['reported'], to: 'done', permission: 'mlps.manage', not_by: 'report', effects: ['tell'] },
  { action: 'fail', from: ['reported'], to: 'open', permission: 'mlps.manage', requires: ['note'], effects: ['count_round', 'tell'] },
  { action: 'drop', from: ['open', 'reported'], to: 'dropped', permission: 'mlps.manage', requires: ['note'], effects: ['tell'] },
  { action: 'reopen', from: ['done', 'dropped'], to: 'open', permission: 'mlps.manage', requires: ['note'], effects: ['count_round', 'tell'] },
] as const satisfies readonly Transition<ItemState, ItemAction, ItemEffect>[];
export const itemFlow: Workflow<ItemState, ItemAction, ItemEffect> = { type: 'mlps_item', states: itemStates, initial: 'open', terminal: ['done', 'dropped'], transitions: itemTransitions };
