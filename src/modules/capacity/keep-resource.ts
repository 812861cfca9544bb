import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { resourceKinds } from './contract.ts';

defineErrors({
  'resource.unit_not_active': '所选单位不存在或已撤销，请重新选择。',
}, {
  'resource.unit_not_active': 'The unit is not there or is no more; choose again.',
});

interface Fields { year: number; kind: (typeof resourceKinds)[number]; title: string; unit_id: string; planned: number; provided?: number | undefined; measure: string; basis?: string | undefined }
const rowOf = (f: Fields) => ({ year: f.year, kind: f.kind, title: f.title, unit_id: f.unit_id, planned: f.planned, provided: f.provided ?? 0, measure: f.measure, basis: f.basis ?? '' });
async function demandUnit(tx: Tx, id: string): Promise<void> {
  if (!await tx.selectFrom('unit').select('id').where('id', '=', id).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'resource.unit_not_active', {}, [{ path: 'unit_id', message: '单位不存在或已撤销' }]);
}
async function demandResource(tx: Tx, id: string) {
  const row = await tx.selectFrom('resource').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}

export async function createResource(tx: Tx, actor: Actor, f: Fields): Promise<string> {
  await demandUnit(tx, f.unit_id);
  const id = newId();
  await tx.insertInto('resource').values({ id, ...rowOf(f), created_by_name: actor.name }).execute();
  return id;
}
/** Throws object.not_found, object.changed_meanwhile, resource.unit_not_active. */
export async function updateResource(tx: Tx, id: string, f: Fields & { version: number }) {
  const before = await demandResource(tx, id);
  if (before.version !== f.version) throw new AppError('conflict', 'object.changed_meanwhile');
  if (f.unit_id !== before.unit_id) await demandUnit(tx, f.unit_id);
  await tx.updateTable('resource').set((e) => ({ ...rowOf(f), version: e('version', '+', 1) })).where('id', '=', id).execute();
  return before;
}
export async function removeResource(tx: Tx, id: string) {
  const before = await demandResource(tx, id);
  await tx.deleteFrom('file').where('owner_type', '=', 'resource').where('owner_id', '=', id).execute();
  await tx.deleteFrom('resource').where('id', '=', id).execute();
  return before;
}
export async function attachToResource(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandResource(tx, id);
  return attachFile(tx, file, 'resource', id, actor);
}
