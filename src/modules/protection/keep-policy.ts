import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { policyEvents } from './contract.ts';
import { demandPast } from './keep-backup.ts';
import { visiblePolicies } from './queries.ts';

defineErrors({
  'policy.ended': '这条策略已停用，不能再变更或复核。',
  'policy.approver_needed': '变更和停用要写明批准人。',
  'policy.unit_not_active': '单位不存在或已撤销，请重新选择。',
}, {
  'policy.ended': 'This policy has ended.',
  'policy.approver_needed': 'Say who approved the change or the end.',
  'policy.unit_not_active': 'This unit is not there or is no more.',
});
/** Throws policy.unit_not_active, permission.denied. */
export async function createPolicy(tx: Tx, actor: Actor, f: { unit_id: string; name: string; zone?: string | undefined; content?: string | undefined; effective_on: string }): Promise<string> {
  demandIn(actor, 'protection.write', f.unit_id);
  if (!await tx.selectFrom('unit').select('id').where('id', '=', f.unit_id).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'policy.unit_not_active', {}, [{ path: 'unit_id', message: '请重新选择' }]);
  const id = newId();
  await tx.insertInto('security_policy').values({ id, unit_id: f.unit_id, name: f.name, zone: f.zone ?? '', content: f.content ?? '', effective_on: f.effective_on, last_review_on: null, ended_on: null }).execute();
  return id;
}
async function demandPolicy(tx: Tx, actor: Actor, id: string) {
  const y = await visiblePolicies(tx, actor, 'protection.write').selectAll('y').where('y.id', '=', id).executeTakeFirst();
  if (!y) throw new AppError('not_found', 'object.not_found');
  return y;
}
/** A change with its approval, a review, or the end; what it said before stays in the trail. Throws policy.*, protection.not_yet. */
export async function notePolicy(tx: Tx, actor: Actor, id: string, e: { kind: (typeof policyEvents)[number]; on_day: string; note: string; approved_by?: string | undefined; content?: string | undefined; version: number }) {
  const before = await demandPolicy(tx, actor, id);
  if (before.ended_on) throw new AppError('rule', 'policy.ended');
  if (e.kind !== 'review' && !e.approved_by) throw new AppError('invalid', 'policy.approver_needed', {}, [{ path: 'approved_by', message: '请填写' }]);
  demandPast(e.on_day, 'on_day');
  const saved = await tx.updateTable('security_policy').set((x) => ({
    version: x('version', '+', 1), last_review_on: sql<string>`greatest(last_review_on, ${e.on_day}::date)`,
    ...(e.kind === 'change' && e.content !== undefined && { content: e.content }), ...(e.kind === 'end' && { ended_on: e.on_day }),
  })).where('id', '=', id).where('version', '=', e.version).executeTakeFirst();
  if (saved.numUpdatedRows !== 1n) throw new AppError('conflict', 'object.changed_meanwhile');
  await tx.insertInto('policy_event').values({ id: newId(), policy_id: id, kind: e.kind, on_day: e.on_day, note: e.note, approved_by: e.approved_by ?? '', by_name: actor.name, at: now().toISOString() }).execute();
  return { content: before.content, last_review_on: before.last_review_on };
}
export async function attachToPolicy(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandPolicy(tx, actor, id);
  return attachFile(tx, file, 'security_policy', id, actor);
}
