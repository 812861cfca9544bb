import { today } from '../../kernel/clock.ts';
import { isUniqueViolation, sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { DueKind } from './calendar.ts';
import type { planKinds } from './contract.ts';
import { demandVisible, inScope, loadObjects } from './queries.ts';

defineErrors({
  'mlps.plan_twice': '这个对象今年的这项工作已在计划里。',
  'mlps.plan_other_year': '日期应在计划的年度之内。',
}, {
  'mlps.plan_twice': 'This is planned for the object in this year already.',
  'mlps.plan_other_year': 'The day must be in the year of the plan.',
});

type PlanKind = (typeof planKinds)[number];
const kindOf: Record<DueKind, PlanKind> = { grade: 'grade', file: 'file', refile: 'file', certificate: 'file', assess: 'assess', self_check: 'self_check', repair: 'repair' };
interface Row { id: string; year: number; object_id: string; object_name: string; unit_name: string; level: number | null; kind: PlanKind; due_on: string; responsible: string; note: string; version: number; done_on: string | null; overdue: boolean }

/** What each object does in a year; whether it is done follows from what happened, not from a tick. */
export async function readPlan(db: Reader, actor: Actor, f: { year: number; unit_id?: string | undefined }) {
  const first = `${f.year}-01-01`;
  const last = `${f.year}-12-31`;
  const { rows } = await sql<Row>`select p.id, p.year, p.object_id, o.name as object_name, u.name as unit_name, o.level, p.kind, p.due_on, p.responsible, p.note, p.version, d.done_on, coalesce(d.done_on is null and p.due_on < ${today()}::date, false) as overdue
    from mlps_plan p join mlps_object o on o.id = p.object_id join work_case c on c.id = o.id join unit u on u.id = c.unit_id
    left join lateral (select case p.kind
      when 'grade' then (select o.graded_on where c.state <> 'grading' and o.graded_on between ${first}::date and ${last}::date)
      when 'file' then (select o.issued_on where o.certificate_number <> '' and o.form_edition = '2025' and o.issued_on between ${first}::date and ${last}::date)
      when 'assess' then (select max(a.finished_on) from mlps_assessment a where a.object_id = o.id and a.conclusion is not null and a.finished_on between ${first}::date and ${last}::date)
      when 'self_check' then (select max(k.finished_on) from mlps_check k where k.object_id = o.id and k.finished_on between ${first}::date and ${last}::date)
      else (select (max(ic.closed_at) at time zone 'Asia/Shanghai')::date from mlps_item i join work_case ic on ic.id = i.id where i.object_id = o.id having count(*) > 0 and count(*) filter (where ic.state in ('open', 'reported')) = 0) end as done_on) d on true
    where p.year = ${f.year} and ${inScope(actor)} and (${f.unit_id ?? null}::uuid is null or c.unit_id = ${f.unit_id ?? null}::uuid) order by p.due_on, u.sort, o.name, p.kind`.execute(db);
  const units = unitsFor(actor, 'mlps.read');
  const { rows: [u] } = await sql<{ n: number }>`select count(*)::int as n from info_system s where s.state <> 'cancelled' and s.mlps_level is null and s.ungraded_reason = '' and ${units === 'all' ? sql`true` : sql`s.unit_id = any(${[...units]}::uuid[])`} and (${f.unit_id ?? null}::uuid is null or s.unit_id = ${f.unit_id ?? null}::uuid)`.execute(db);
  return { rows, done: rows.filter((r) => r.done_on !== null).length, ungraded: u!.n };
}
/** From the calendar: what falls due by the year's end and is not planned yet; what is late already, by the end of its first quarter or month to come. */
export async function makePlan(tx: Tx, actor: Actor, year: number): Promise<number> {
  const last = `${year}-12-31`;
  const first = `${year}-01-01`;
  // late work is planned soon, not in the past
  const late = today() > `${year}-03-31` ? (today() > last ? last : endOfMonth(today())) : `${year}-03-31`;
  const objects = await loadObjects(tx, actor);
  const rows = new Map<string, { id: string; year: number; object_id: string; kind: PlanKind; due_on: string }>();
  for (const o of objects) for (const d of o.dues) {
    if (d.due_on > last) continue;
    const kind = kindOf[d.kind];
    const key = `${o.id} ${kind}`;
    if (!rows.has(key)) rows.set(key, { id: newId(), year, object_id: o.id, kind, due_on: d.due_on < first || d.overdue ? (late > last ? last : late) : d.due_on });
  }
  if (rows.size === 0) return 0;
  const added = await tx.insertInto('mlps_plan').values([...rows.values()]).onConflict((c) => c.columns(['year', 'object_id', 'kind']).doNothing()).returning('id').execute();
  return added.length;
}
const endOfMonth = (day: string): string => new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10);
const demandYear = (day: string, year: number): void => { if (!day.startsWith(`${year}-`)) throw new AppError('invalid', 'mlps.plan_other_year', {}, [{ path: 'due_on', message: '请核对时间' }]); };

/** Throws object.not_found, mlps.plan_twice, mlps.plan_other_year. */
export async function addPlanRow(tx: Tx, actor: Actor, b: { year: number; object_id: string; kind: PlanKind; due_on: string; responsible?: string | undefined; note?: string | undefined }): Promise<string> {
  await demandVisible(tx, actor, b.object_id);
  demandYear(b.due_on, b.year);
  const id = newId();
  try { await tx.insertInto('mlps_plan').values({ id, year: b.year, object_id: b.object_id, kind: b.kind, due_on: b.due_on, responsible: b.responsible ?? '', note: b.note ?? '' }).execute(); } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('conflict', 'mlps.plan_twice', {}, [{ path: 'kind', message: '已登记过' }]);
    throw error;
  }
  return id;
}
export async function updatePlanRow(tx: Tx, id: string, b: { version: number; due_on?: string | undefined; responsible?: string | undefined; note?: string | undefined }) {
  const before = await tx.selectFrom('mlps_plan').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!before) throw new AppError('not_found', 'object.not_found');
  if (before.version !== b.version) throw new AppError('conflict', 'object.changed_meanwhile');
  if (b.due_on) demandYear(b.due_on, before.year);
  await tx.updateTable('mlps_plan').set((e) => ({ ...(b.due_on && { due_on: b.due_on }), ...(b.responsible !== undefined && { responsible: b.responsible }), ...(b.note !== undefined && { note: b.note }), version: e('version', '+', 1) })).where('id', '=', id).execute();
  return before;
}
export async function removePlanRow(tx: Tx, id: string) {
  const before = await tx.deleteFrom('mlps_plan').where('id', '=', id).returningAll().executeTakeFirst();
  if (!before) throw new AppError('not_found', 'object.not_found');
  return before;
}
