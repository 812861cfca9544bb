import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { parts, reviewResults } from './contract.ts';

defineErrors({
  'duty.unit_not_active': '承担单位中有不存在或已撤销的，请重新选择。',
  'duty.unit_twice': '同一个单位不能既牵头又配合，请保留一处。',
  'duty.not_a_bearer': '该单位不承担这项职责，不能考核。请先在职责分工中登记。',
}, {
  'duty.unit_not_active': 'One of the units is not there or is no more; choose again.',
  'duty.unit_twice': 'A unit cannot both lead and support; keep one.',
  'duty.not_a_bearer': 'The unit does not bear this duty and cannot be judged by it. Register it in the division of duties first.',
});

interface Fields { title: string; content?: string | undefined; basis?: string | undefined; sort?: number | undefined; bearers: { unit_id: string; part: (typeof parts)[number]; post?: string | undefined }[] }

async function writeBearers(tx: Tx, id: string, bearers: Fields['bearers']): Promise<void> {
  const ids = bearers.map((b) => b.unit_id);
  if (new Set(ids).size !== ids.length) throw new AppError('invalid', 'duty.unit_twice', {}, [{ path: 'bearers', message: '单位重复' }]);
  const active = await tx.selectFrom('unit').select('id').where('id', 'in', ids).where('status', '=', 'active').orderBy('id').forKeyShare().execute();
  if (active.length !== ids.length) throw new AppError('invalid', 'duty.unit_not_active', {}, [{ path: 'bearers', message: '有单位不存在或已撤销' }]);
  await tx.deleteFrom('duty_bearer').where('duty_id', '=', id).execute();
  await tx.insertInto('duty_bearer').values(bearers.map((b) => ({ duty_id: id, unit_id: b.unit_id, part: b.part, post: b.post ?? '' }))).execute();
}
/** Throws duty.unit_not_active, duty.unit_twice. */
export async function createDuty(tx: Tx, f: Fields): Promise<string> {
  const id = newId();
  await tx.insertInto('duty_item').values({ id, title: f.title, content: f.content ?? '', basis: f.basis ?? '', sort: f.sort ?? 0 }).execute();
  await writeBearers(tx, id, f.bearers);
  return id;
}
/** Throws also object.not_found, object.changed_meanwhile. What was judged stays, also of a unit that bears it no more. */
export async function updateDuty(tx: Tx, id: string, f: Fields & { version: number }): Promise<void> {
  const saved = await tx.updateTable('duty_item').set((e) => ({ title: f.title, content: f.content ?? '', basis: f.basis ?? '', sort: f.sort ?? 0, version: e('version', '+', 1) })).where('id', '=', id).where('version', '=', f.version).executeTakeFirst();
  if (saved.numUpdatedRows !== 1n) throw await tx.selectFrom('duty_item').select('id').where('id', '=', id).executeTakeFirst() ? new AppError('conflict', 'object.changed_meanwhile') : new AppError('not_found', 'object.not_found');
  await writeBearers(tx, id, f.bearers);
}
export async function removeDuty(tx: Tx, id: string): Promise<void> {
  const gone = await tx.deleteFrom('duty_item').where('id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
/** 岗位责任考核: one judgement a duty, unit and year; null takes it back. */
export async function reviewDuty(tx: Tx, actor: Actor, id: string, r: { unit_id: string; year: number; result: (typeof reviewResults)[number] | null; note?: string | undefined }): Promise<void> {
  const bears = await tx.selectFrom('duty_bearer').select('unit_id').where('duty_id', '=', id).where('unit_id', '=', r.unit_id).forUpdate().executeTakeFirst();
  if (!bears) throw await tx.selectFrom('duty_item').select('id').where('id', '=', id).executeTakeFirst() ? new AppError('rule', 'duty.not_a_bearer') : new AppError('not_found', 'object.not_found');
  if (r.result === null) { await tx.deleteFrom('duty_review').where('duty_id', '=', id).where('unit_id', '=', r.unit_id).where('year', '=', r.year).execute(); return; }
  await sql`insert into duty_review (id, duty_id, unit_id, year, result, note, by_name, at) values (${newId()}, ${id}, ${r.unit_id}, ${r.year}, ${r.result}, ${r.note ?? ''}, ${actor.name}, ${now().toISOString()})
    on conflict (duty_id, unit_id, year) do update set result = excluded.result, note = excluded.note, by_name = excluded.by_name, at = excluded.at`.execute(tx);
}
