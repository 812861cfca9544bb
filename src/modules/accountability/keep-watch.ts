import { today } from '../../kernel/clock.ts';
import { isUniqueViolation, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { countOverdue, readPunctuality } from '../campaigns/index.ts';
import { accountsToTell, unitsWithGaps } from '../organisation/index.ts';
import type { watchRules } from './contract.ts';
import { countDecided, orNone } from './queries.ts';

defineErrors({
  'watch.already': '这个单位已在重点督导名单上。',
  'watch.no_unit': '单位不存在或已撤销，请重新选择。',
}, {
  'watch.already': 'The unit is on the watch list already.',
  'watch.no_unit': 'The unit is not there or was dissolved. Choose another.',
});

/** By these a unit is proposed: tasks late now; the share on time in so many days, where enough fell due; posts empty; decisions this year. */
export const watchRule = { overdue: 3, days: 90, rate: 0.6, due: 3 } as const;
export interface Reason { rule: (typeof watchRules)[number]; n: number; of: number | null; link: string }
const dayBefore = (day: string, n: number): string => new Date(Date.parse(`${day}T00:00:00Z`) - n * 86_400_000).toISOString().slice(0, 10);

export async function readReasons(db: Reader): Promise<Map<string, Reason[]>> {
  const day = today();
  const year = day.slice(0, 4);
  const [late, kept, gaps, decided] = await Promise.all([countOverdue(db), readPunctuality(db, dayBefore(day, watchRule.days), dayBefore(day, 1)), unitsWithGaps(db), countDecided(db, `${year}-01-01`, day)]);
  const reasons = new Map<string, Reason[]>();
  const put = (unit: string, r: Reason): void => { reasons.set(unit, [...(reasons.get(unit) ?? []), r]); };
  for (const u of late) if (u.n >= watchRule.overdue) put(u.unit_id, { rule: 'overdue', n: u.n, of: null, link: `/assignments?unit_id=${u.unit_id}&overdue=true` });
  for (const u of kept) if (u.due >= watchRule.due && u.on_time / u.due < watchRule.rate) put(u.unit_id, { rule: 'late', n: u.on_time, of: u.due, link: `/assignments?unit_id=${u.unit_id}` });
  for (const u of gaps) put(u.unit_id, { rule: 'gaps', n: u.missing, of: null, link: `/organisation?tab=duties&unit=${u.unit_id}` });
  for (const u of decided) put(u.unit_id, { rule: 'decided', n: u.n, of: null, link: `/accountability?tab=clues&unit_id=${u.unit_id}&state=decided&year=${year}` });
  return reasons;
}
/** The office and leaders see the proposals; a unit sees whether it is on the list itself. */
export async function readWatch(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'accountability.read');
  const all = db.selectFrom('watch_entry as w').innerJoin('unit as u', 'u.id', 'w.unit_id').select(['w.id', 'w.unit_id', 'u.name as unit_name', 'w.reasons', 'w.note', 'w.put_on', 'w.put_by_name', 'w.taken_off_on', 'w.taken_off_note', 'w.taken_off_by_name']).orderBy('w.put_on', 'desc').orderBy('w.id', 'desc');
  const entries = await (units === 'all' ? all : all.where('w.unit_id', 'in', orNone(units))).execute();
  const on = entries.filter((e) => !e.taken_off_on);
  const past = entries.filter((e) => e.taken_off_on);
  if (units !== 'all') return { on, past, proposed: [] };
  const reasons = await readReasons(db);
  const names = await db.selectFrom('unit').select(['id', 'name']).where('id', 'in', orNone(reasons.keys())).where('status', '=', 'active').orderBy('sort').orderBy('name').execute();
  const listed = new Set(on.map((e) => e.unit_id));
  return { on, past, proposed: names.filter((u) => !listed.has(u.id)).map((u) => ({ unit_id: u.id, unit_name: u.name, reasons: reasons.get(u.id)! })).sort((a, b) => b.reasons.length - a.reasons.length) };
}
async function tellUnit(tx: Tx, unitId: string, title: string, body: string, key: string): Promise<void> {
  const people = await accountsToTell(tx, [unitId]);
  await tell(tx, people.map(({ account_id }) => ({ account_id, kind: 'accountability', title, body, link: '/accountability?tab=watch', once_key: `watch:${key}` })));
}
/** With the reasons of that day. Throws watch.no_unit, watch.already. */
export async function putOnWatch(tx: Tx, actor: Actor, unitId: string, note: string) {
  const unit = await tx.selectFrom('unit').select(['id', 'name']).where('id', '=', unitId).where('status', '=', 'active').forKeyShare().executeTakeFirst();
  if (!unit) throw new AppError('invalid', 'watch.no_unit', {}, [{ path: 'unit_id', message: '请重新选择' }]);
  const row = { id: newId(), unit_id: unitId, reasons: JSON.stringify((await readReasons(tx)).get(unitId) ?? []), note, put_on: today(), put_by_name: actor.name, taken_off_on: null, taken_off_note: null, taken_off_by_name: null };
  try { await tx.insertInto('watch_entry').values(row).execute(); } catch (error) {
    if (isUniqueViolation(error, 'watch_entry_open')) throw new AppError('conflict', 'watch.already');
    throw error;
  }
  await tellUnit(tx, unitId, '您单位被列入重点督导名单', note, `${row.id}:on`);
  return row;
}
export async function takeOffWatch(tx: Tx, actor: Actor, id: string, note: string): Promise<void> {
  const row = await tx.updateTable('watch_entry').set({ taken_off_on: today(), taken_off_note: note, taken_off_by_name: actor.name }).where('id', '=', id).where('taken_off_on', 'is', null).returning(['unit_id']).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  await tellUnit(tx, row.unit_id, '您单位已解除重点督导', note, `${id}:off`);
}
