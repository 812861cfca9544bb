import { now, today } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { recordKinds } from './contract.ts';
import { mayWriteFor, readRecord } from './queries.ts';

defineErrors({
  'duty_record.not_yet': '日期还没有到。履职记录登记已经做过的工作，请核对日期。',
  'duty_record.unit_not_active': '所选单位不存在或已撤销，请重新选择。',
}, {
  'duty_record.not_yet': 'The day has not come yet: records are of what was done.',
  'duty_record.unit_not_active': 'The unit is not there or is no more; choose again.',
});

interface Fields { kind: (typeof recordKinds)[number]; held_on: string; title: string; unit_id: string | null; chaired_by: string; attendees?: string | undefined; content?: string | undefined }

/** A unit writes for itself; the whole organisation's records are the office's. */
function demandFor(actor: Actor, unitId: string | null): void {
  if (!mayWriteFor(actor, unitId)) throw new AppError('forbidden', 'permission.denied');
}
async function demandActive(tx: Tx, unitId: string | null): Promise<void> {
  if (unitId && !await tx.selectFrom('unit').select('id').where('id', '=', unitId).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'duty_record.unit_not_active', {}, [{ path: 'unit_id', message: '单位不存在或已撤销' }]);
}
function demandPast(held_on: string): void {
  if (held_on > today()) throw new AppError('invalid', 'duty_record.not_yet', {}, [{ path: 'held_on', message: '日期还没有到' }]);
}
/** Throws object.not_found for one that is not there and for another unit's alike, permission.denied for one that the actor may only read. */
async function demandRecord(tx: Tx, actor: Actor, id: string) {
  const record = await readRecord(tx, actor, id);
  demandFor(actor, record.unit_id);
  // edits, files and removal of one record wait for each other
  if (!await tx.selectFrom('duty_record').select('id').where('id', '=', id).forUpdate().executeTakeFirst()) throw new AppError('not_found', 'object.not_found');
  return record;
}

/** Throws permission.denied, duty_record.unit_not_active, duty_record.not_yet. */
export async function createRecord(tx: Tx, actor: Actor, fields: Fields): Promise<string> {
  demandFor(actor, fields.unit_id);
  await demandActive(tx, fields.unit_id);
  demandPast(fields.held_on);
  const id = newId();
  const { kind, held_on, title, unit_id, chaired_by, attendees = '', content = '' } = fields;
  await tx.insertInto('duty_record').values({ id, kind, held_on, title, unit_id, chaired_by, attendees, content, created_by_name: actor.name, created_at: now().toISOString() }).execute();
  return id;
}

/** Throws also object.changed_meanwhile. */
export async function updateRecord(tx: Tx, actor: Actor, id: string, change: { [K in keyof Fields]?: Fields[K] | undefined } & { version: number }) {
  const before = await demandRecord(tx, actor, id);
  if (change.unit_id !== undefined && change.unit_id !== before.unit_id) { demandFor(actor, change.unit_id); await demandActive(tx, change.unit_id); }
  if (change.held_on !== undefined) demandPast(change.held_on);
  const { kind, held_on, title, unit_id, chaired_by, attendees, content } = change;
  const set = Object.fromEntries(Object.entries({ kind, held_on, title, unit_id, chaired_by, attendees, content }).filter(([, v]) => v !== undefined));
  // the unit is asked again: the record may have moved out of reach since it was read
  const saved = await tx.updateTable('duty_record').set((e) => ({ ...set, version: e('version', '+', 1) })).where('id', '=', id).where('version', '=', change.version).where('unit_id', 'is not distinct from', before.unit_id).executeTakeFirst();
  if (saved.numUpdatedRows !== 1n) throw new AppError('conflict', 'object.changed_meanwhile');
  return before;
}

/** Its files go with it: without an owner nobody could reach them. */
export async function removeRecord(tx: Tx, actor: Actor, id: string) {
  const before = await demandRecord(tx, actor, id);
  await tx.deleteFrom('file').where('owner_type', '=', 'duty_record').where('owner_id', '=', id).execute();
  await tx.deleteFrom('duty_record').where('id', '=', id).execute();
  return before;
}

export async function attachToRecord(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandRecord(tx, actor, id);
  return attachFile(tx, file, 'duty_record', id, actor);
}
export async function detachFromRecord(tx: Tx, actor: Actor, id: string, fileId: string): Promise<void> {
  await demandRecord(tx, actor, id);
  const gone = await tx.deleteFrom('file').where('id', '=', fileId).where('owner_type', '=', 'duty_record').where('owner_id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
