import { now, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { backupEvents, frequencies } from './contract.ts';
import { demandSystem } from './queries.ts';

defineErrors({
  'protection.not_yet': '日期还没有到，请核对。',
}, {
  'protection.not_yet': 'The day has not come yet.',
});
export function demandPast(day: string | null | undefined, path: string): void {
  if (day && day > today()) throw new AppError('invalid', 'protection.not_yet', {}, [{ path, message: '日期还没有到' }]);
}
export interface BackupFields { what: string; frequency: (typeof frequencies)[number]; medium?: string | undefined; place?: string | undefined; offsite: boolean; keep_days: number; responsible?: string | undefined }
const values = (f: BackupFields) => ({ what: f.what, frequency: f.frequency, medium: f.medium ?? '', place: f.place ?? '', offsite: f.offsite, keep_days: f.keep_days, responsible: f.responsible ?? '' });

export async function createBackup(tx: Tx, actor: Actor, f: BackupFields & { system_id: string }): Promise<string> {
  await demandSystem(tx, actor, f.system_id);
  const id = newId();
  await tx.insertInto('backup_plan').values({ id, system_id: f.system_id, ...values(f), last_ok_on: null, last_drill_on: null }).execute();
  return id;
}
async function demandBackup(tx: Tx, actor: Actor, id: string) {
  const b = await tx.selectFrom('backup_plan').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!b) throw new AppError('not_found', 'object.not_found');
  await demandSystem(tx, actor, b.system_id);
  return b;
}
/** Throws object.not_found, object.changed_meanwhile. */
export async function updateBackup(tx: Tx, actor: Actor, id: string, f: BackupFields & { version: number }) {
  const before = await demandBackup(tx, actor, id);
  if (before.version !== f.version) throw new AppError('conflict', 'object.changed_meanwhile');
  await tx.updateTable('backup_plan').set((e) => ({ ...values(f), version: e('version', '+', 1) })).where('id', '=', id).execute();
  return before;
}
export async function removeBackup(tx: Tx, actor: Actor, id: string) {
  const before = await demandBackup(tx, actor, id);
  await tx.deleteFrom('file').where('owner_type', '=', 'backup_plan').where('owner_id', '=', id).execute();
  await tx.deleteFrom('backup_plan').where('id', '=', id).execute();
  return before;
}
/** A run or a restore drill; the plan remembers the last that went well. Throws protection.not_yet. */
export async function noteBackup(tx: Tx, actor: Actor, id: string, e: { kind: (typeof backupEvents)[number]; on_day: string; ok: boolean; note?: string | undefined }): Promise<void> {
  await demandBackup(tx, actor, id);
  demandPast(e.on_day, 'on_day');
  await tx.insertInto('backup_event').values({ id: newId(), plan_id: id, kind: e.kind, on_day: e.on_day, ok: e.ok, note: e.note ?? '', by_name: actor.name, at: now().toISOString() }).execute();
  const column = e.kind === 'run' ? 'last_ok_on' : 'last_drill_on';
  if (e.ok) await tx.updateTable('backup_plan').set({ [column]: sql`greatest(${sql.ref(column)}, ${e.on_day}::date)` }).where('id', '=', id).execute();
}
export async function attachToBackup(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandBackup(tx, actor, id);
  return attachFile(tx, file, 'backup_plan', id, actor);
}
