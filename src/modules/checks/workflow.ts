import type { Transition, Workflow } from '../../kernel/workflow/workflow.ts';
import { authorisationActions, authorisationStates } from './contract.ts';

type State = (typeof authorisationStates)[number];
type Action = (typeof authorisationActions)[number];
export type AuthorisationEffect = 'demand_whole' | 'forget_answers' | 'keep_confirmation' | 'sign' | 'stop_runs' | 'tell_unit' | 'tell_approvers' | 'tell_office';

/** 检测授权: the office drafts, the unit whose system it is agrees, another person signs. Without it nothing is looked at. */
export const authorisationTransitions = [
  { action: 'submit', from: ['draft'], to: 'to_confirm', permission: 'check.manage', effects: ['demand_whole', 'tell_unit'] },
  { action: 'confirm', from: ['to_confirm'], to: 'to_approve', permission: 'check.confirm', effects: ['keep_confirmation', 'tell_approvers'] },
  { action: 'object', from: ['to_confirm'], to: 'draft', permission: 'check.confirm', requires: ['note'], effects: ['tell_office'] },
  { action: 'approve', from: ['to_approve'], to: 'valid', permission: 'check.approve', not_by: 'submit', effects: ['sign', 'tell_office'] },
  { action: 'refuse', from: ['to_approve'], to: 'draft', permission: 'check.approve', requires: ['note'], effects: ['forget_answers', 'tell_office'] },
  { action: 'withdraw', from: ['draft', 'to_confirm', 'to_approve'], to: 'withdrawn', permission: 'check.manage' },
  // the unit may take back what it agreed to, at once
  { action: 'revoke', from: ['valid'], to: 'revoked', permission: ['check.manage', 'check.confirm'], requires: ['note'], effects: ['stop_runs', 'tell_office'] },
] as const satisfies readonly Transition<State, Action, AuthorisationEffect>[];
export const authorisationFlow: Workflow<State, Action, AuthorisationEffect> = { type: 'check_authorisation', states: authorisationStates, initial: 'draft', terminal: ['revoked', 'withdrawn'], transitions: authorisationTransitions };
