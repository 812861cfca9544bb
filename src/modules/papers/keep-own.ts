import { now, today } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { ownKinds } from './contract.ts';

defineErrors({
  'own.period': '有效期的止日早于起日，请核对。',
  'milestone.no_evidence': '请先上传完成材料，再标记完成。',
  'milestone.not_yet': '完成日期还没有到，请核对。',
  'milestone.unit_not_active': '所选单位不存在或已撤销，请重新选择。',
}, {
  'own.period': 'It ends before it begins.',
  'milestone.no_evidence': 'Upload what shows it first.',
  'milestone.not_yet': 'The day has not come yet.',
  'milestone.unit_not_active': 'The unit is not there or is no more; choose again.',
});
interface Fields { kind: (typeof ownKinds)[number]; title: string; number: string | null; valid_from: string | null; valid_until: string | null; note: string }
interface Milestone { title: string; due_on: string; unit_id: string | null; note: string; done_on: string | null }
type Change<T> = { [K in keyof T]?: T[K] | undefined };
const given = (change: object): Record<string, unknown> => Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined));

function demandPeriod(from: string | null, until: string | null): void {
  if (from && until && until < from) throw new AppError('invalid', 'own.period', {}, [{ path: 'valid_until', message: '早于起日' }]);
}
export async function createOwn(tx: Tx, actor: Actor, d: Change<Fields> & { kind: Fields['kind']; title: string }): Promise<string> {
  demandPeriod(d.valid_from ?? null, d.valid_until ?? null);
  const id = newId();
  await tx.insertInto('own_document').values({ id, kind: d.kind, title: d.title, number: d.number || null, valid_from: d.valid_from ?? null, valid_until: d.valid_until ?? null, note: d.note ?? '', created_by_name: actor.name, created_at: now().toISOString() }).execute();
  return id;
}
async function lockOwn(tx: Tx, id: string) {
  const row = await tx.selectFrom('own_document').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}
/** Throws object.not_found, object.changed_meanwhile, own.period. */
export async function updateOwn(tx: Tx, id: string, { version, ...change }: Change<Fields> & { version: number }) {
  const before = await lockOwn(tx, id);
  if (before.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  const after = { ...before, ...given(change) };
  demandPeriod(after.valid_from, after.valid_until);
  await tx.updateTable('own_document').set({ ...given(change), version: version + 1 }).where('id', '=', id).execute();
  return before;
}
/** Its editions, milestones and files go with it. */
export async function removeOwn(tx: Tx, id: string) {
  const before = await lockOwn(tx, id);
  const milestones = (await tx.selectFrom('plan_milestone').select('id').where('document_id', '=', id).execute()).map((m) => m.id);
  await tx.deleteFrom('own_document').where('id', '=', id).execute();
  await tx.deleteFrom('file').where('owner_type', 'in', ['own_document', 'plan_milestone']).where('owner_id', 'in', [id, ...milestones]).execute();
  return before;
}
/** Editions count up; the last one is in force. */
export async function addEdition(tx: Tx, actor: Actor, id: string, file: SavedBytes, text: string, note = ''): Promise<void> {
  await lockOwn(tx, id);
  const { last } = await tx.selectFrom('own_document_version').select((e) => e.fn.max('edition').as('last')).where('document_id', '=', id).executeTakeFirstOrThrow();
  const kept = await attachFile(tx, file, 'own_document', id, actor);
  await tx.insertInto('own_document_version').values({ id: newId(), document_id: id, edition: (last ?? 0) + 1, file_id: kept.id, text, note, created_by_name: actor.name, created_at: now().toISOString() }).execute();
}

async function demandUnit(tx: Tx, unitId: string | null | undefined): Promise<void> {
  if (unitId && !await tx.selectFrom('unit').select('id').where('id', '=', unitId).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'milestone.unit_not_active', {}, [{ path: 'unit_id', message: '单位不存在或已撤销' }]);
}
export async function addMilestone(tx: Tx, documentId: string, m: Change<Milestone> & { title: string; due_on: string }): Promise<string> {
  await lockOwn(tx, documentId);
  await demandUnit(tx, m.unit_id);
  const id = newId();
  await tx.insertInto('plan_milestone').values({ id, document_id: documentId, title: m.title, due_on: m.due_on, unit_id: m.unit_id ?? null, note: m.note ?? '', done_on: null }).execute();
  return id;
}
async function lockMilestone(tx: Tx, id: string) {
  const row = await tx.selectFrom('plan_milestone').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}
/** Done needs a paper that shows it. Throws milestone.*, object.changed_meanwhile. */
export async function updateMilestone(tx: Tx, id: string, { version, ...change }: Change<Milestone> & { version: number }) {
  const before = await lockMilestone(tx, id);
  if (before.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  await demandUnit(tx, change.unit_id);
  if (change.done_on) {
    if (change.done_on > today()) throw new AppError('invalid', 'milestone.not_yet', {}, [{ path: 'done_on', message: '日期还没有到' }]);
    if (!await tx.selectFrom('file').select('id').where('owner_type', '=', 'plan_milestone').where('owner_id', '=', id).executeTakeFirst()) throw new AppError('invalid', 'milestone.no_evidence');
  }
  await tx.updateTable('plan_milestone').set({ ...given(change), version: version + 1 }).where('id', '=', id).execute();
  return before;
}
export async function removeMilestone(tx: Tx, id: string) {
  const before = await lockMilestone(tx, id);
  await tx.deleteFrom('file').where('owner_type', '=', 'plan_milestone').where('owner_id', '=', id).execute();
  await tx.deleteFrom('plan_milestone').where('id', '=', id).execute();
  return before;
}
export async function attachToMilestone(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await lockMilestone(tx, id);
  return attachFile(tx, file, 'plan_milestone', id, actor);
}
