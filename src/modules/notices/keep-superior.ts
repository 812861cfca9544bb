import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { findOwners } from '../assets/index.ts';
import { registerHazard } from '../hazards/index.ts';
import { matchUnits } from '../organisation/index.ts';
import { hostOf, readRows, type SplitRow } from './read-rows.ts';
import { ownDay } from './rules.ts';

defineErrors({
  'superior_notice.dates': '反馈期限不能早于收到日期。',
  'superior_notice.closed': '这份通报已经办结，不能再改。',
  'superior_notice.told_already': '这处隐患已经写进报告，不能移出。',
  'superior_notice.no_import': '没有找到这次导入，或其中没有登记隐患。',
  'superior_notice.unfinished': '还有 {n} 处隐患没有整改并报告上级，不能办结。请先整改、生成报告并登记已报出。',
}, {
  'superior_notice.dates': 'The day to answer by cannot be before the day of receipt.',
  'superior_notice.closed': 'This notice is closed and stays as it is.',
  'superior_notice.told_already': 'A report speaks of this hazard; it stays.',
  'superior_notice.no_import': 'There is no such import, or it registered no hazard.',
  'superior_notice.unfinished': '{n} hazards were not repaired and reported upward. Write the report and note that it was sent first.',
});
export interface SuperiorFields { issuer: string; number: string; title: string; received_on: string; due_on: string | null; report_how: string; contact: string; note: string; lead_days: number }
type Change = { [K in keyof SuperiorFields]?: SuperiorFields[K] | undefined };
const demandDates = (received: string, due: string | null): void => { if (due && due < received) throw new AppError('invalid', 'superior_notice.dates', {}, [{ path: 'due_on', message: '不能早于收到日期' }]); };

/** Throws superior_notice.dates. */
export async function createSuperior(tx: Tx, actor: Actor, f: Change & { issuer: string; title: string; received_on: string }): Promise<string> {
  const due = f.due_on ?? null;
  demandDates(f.received_on, due);
  const lead_days = f.lead_days ?? (await tx.selectFrom('notice_rule').select('lead_days').executeTakeFirstOrThrow()).lead_days;
  const id = newId();
  await tx.insertInto('superior_notice').values({ id, issuer: f.issuer, number: f.number ?? '', title: f.title, received_on: f.received_on, due_on: due, own_due_on: await ownDay(tx, due, lead_days, f.received_on), lead_days, report_how: f.report_how ?? '', contact: f.contact ?? '', note: f.note ?? '', closed_at: null, closed_note: null, created_by_name: actor.name, created_at: now().toISOString() }).execute();
  return id;
}
export async function demandOpen(tx: Tx, id: string) {
  const s = await tx.selectFrom('superior_notice').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!s) throw new AppError('not_found', 'object.not_found');
  if (s.closed_at) throw new AppError('rule', 'superior_notice.closed');
  return s;
}
/** A new day of theirs is a new day of ours, also for hazards that are with the units already. Throws superior_notice.dates, superior_notice.closed, object.changed_meanwhile. */
export async function updateSuperior(tx: Tx, id: string, { version, ...change }: Change & { version: number }): Promise<void> {
  const s = await demandOpen(tx, id);
  if (s.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  const set = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined)) as Partial<SuperiorFields>;
  const next = { ...s, ...set };
  demandDates(next.received_on, next.due_on);
  const own_due_on = await ownDay(tx, next.due_on, next.lead_days, next.received_on);
  await tx.updateTable('superior_notice').set((e) => ({ ...set, own_due_on, version: e('version', '+', 1) })).where('id', '=', id).execute();
  if (own_due_on && own_due_on !== s.own_due_on) await sql`update work_case c set due_on = ${own_due_on}, due_rule = null from superior_item i where i.superior_id = ${id} and c.id = i.hazard_id and c.state in ('notified', 'signed', 'fixing') and c.due_on > ${own_due_on}::date`.execute(tx);
}
export async function attachToSuperior(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandOpen(tx, id);
  return attachFile(tx, file, 'superior_notice', id, actor);
}
export async function detachFromSuperior(tx: Tx, id: string, fileId: string): Promise<void> {
  await demandOpen(tx, id);
  const gone = await tx.deleteFrom('file').where('id', '=', fileId).where('owner_type', '=', 'superior_notice').where('owner_id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}

export type OwnedRow = SplitRow & { unit_id: string | null; system_id: string | null };
/** Who answers for each row: by address and domain, by the system's name, by the unit as the table calls it. */
async function withOwners(tx: Tx, rows: readonly SplitRow[]): Promise<OwnedRow[]> {
  const owners = await findOwners(tx, rows.map((r) => ({ ...hostOf(r.where), system: r.system })));
  const names = [...new Set(rows.map((r) => r.unit).filter(Boolean))];
  const units = new Map((await matchUnits(tx, names)).map((m) => [m.name, m.unit_ids?.length === 1 ? m.unit_ids[0]! : null]));
  return rows.map((r, i) => {
    const o = owners[i]!;
    return { ...r, system_id: o.system_id, unit_id: o.unit_id ?? units.get(r.unit) ?? null };
  });
}
export async function readPasted(tx: Tx, id: string, text: string) {
  await demandOpen(tx, id);
  const { rows, missed } = readRows(text);
  return { rows: await withOwners(tx, rows), missed };
}

/** Each row a hazard of the superior's; what finds nobody lies with the whole organisation until it is assigned. Throws superior_notice.closed. */
export async function splitSuperior(tx: Tx, actor: Actor, id: string, rows: readonly OwnedRow[]) {
  const s = await demandOpen(tx, id);
  const { rows: [last] } = await sql<{ sort: number }>`select coalesce(max(sort), 0)::int as sort from superior_item where superior_id = ${id}`.execute(tx);
  const found = await withOwners(tx, rows);
  let unowned = 0;
  for (const [i, r] of rows.entries()) {
    const unit_id = r.unit_id ?? found[i]!.unit_id;
    const system_id = r.system_id ?? (found[i]!.unit_id === unit_id ? found[i]!.system_id : null);
    if (!unit_id) unowned++;
    const hazard_id = await registerHazard(tx, actor, { title: r.title, severity: r.severity, source: 'superior', unit_id, system_id, where: r.where || r.system, description: r.description, remedy: r.remedy, evidence: `${s.issuer}${s.number ? ` ${s.number}` : ''}${r.mark ? ` 第 ${r.mark} 项` : ''}`, unowned: !unit_id });
    await tx.insertInto('superior_item').values({ superior_id: id, hazard_id, mark: r.mark, sort: last!.sort + i + 1 }).execute();
  }
  return { added: rows.length, unowned };
}
/** Hazards that an import of the notice's table registered belong to it. Throws superior_notice.no_import. */
export async function linkImport(tx: Tx, id: string, importId: string): Promise<number> {
  await demandOpen(tx, id);
  const { numAffectedRows } = await sql`insert into superior_item (superior_id, hazard_id, mark, sort) select ${id}::uuid, h.id, '', (select coalesce(max(sort), 0) from superior_item where superior_id = ${id}) + row_number() over (order by h.number) from hazard h where h.last_import_id = ${importId} on conflict do nothing`.execute(tx);
  if (!numAffectedRows) throw new AppError('invalid', 'superior_notice.no_import', {}, [{ path: 'import_id', message: '请重新选择' }]);
  return Number(numAffectedRows);
}
/** The hazard itself stays. Throws superior_notice.told_already. */
export async function unlinkHazard(tx: Tx, id: string, hazardId: string): Promise<void> {
  await demandOpen(tx, id);
  if (await tx.selectFrom('superior_report_item as k').innerJoin('superior_report as r', 'r.id', 'k.report_id').select('k.report_id').where('r.superior_id', '=', id).where('k.hazard_id', '=', hazardId).executeTakeFirst()) throw new AppError('rule', 'superior_notice.told_already');
  const gone = await tx.deleteFrom('superior_item').where('superior_id', '=', id).where('hazard_id', '=', hazardId).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
/** 办结: when every hazard stands as answered in a report that was sent since the superior last wanted it done again. Throws superior_notice.unfinished. */
export async function closeSuperior(tx: Tx, id: string, version: number, note: string): Promise<void> {
  const s = await demandOpen(tx, id);
  if (s.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  const { rows: [left] } = await sql<{ n: number }>`select count(*)::int as n from superior_item i where i.superior_id = ${id} and not exists (select 1 from superior_report r join superior_report_item k on k.report_id = r.id where r.superior_id = ${id} and r.sent_at is not null and k.hazard_id = i.hazard_id and k.answered and r.sent_at > coalesce((select max(f.created_at) from superior_feedback f join superior_feedback_item a on a.feedback_id = f.id where f.superior_id = ${id} and a.hazard_id = i.hazard_id and a.again), '-infinity'))`.execute(tx);
  if (left!.n) throw new AppError('rule', 'superior_notice.unfinished', { n: left!.n });
  await tx.updateTable('superior_notice').set((e) => ({ closed_at: now().toISOString(), closed_note: note, version: e('version', '+', 1) })).where('id', '=', id).execute();
}
