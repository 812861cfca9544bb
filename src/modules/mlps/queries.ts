import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { duesOf, type Due } from './calendar.ts';
import type { conclusions, formEditions, objectStates, standings } from './contract.ts';
import { markOf, suggestFor, type Suggestion } from './levels.ts';
import { defaultRules, type RuleKey, type Rules } from './rules.ts';

type Standing = (typeof standings)[number];
/** Days before a date within which it is near. */
export const soonDays = 30;
export async function readRules(db: Reader): Promise<Rules> {
  const rows = await db.selectFrom('mlps_rule').selectAll().execute();
  return { ...defaultRules, ...Object.fromEntries(rows.filter((r) => r.key in defaultRules).map((r) => [r.key as RuleKey, r.value])) };
}
export const readSuggestions = (db: Reader): Promise<Suggestion[]> => db.selectFrom('mlps_suggestion').select(['id', 'keywords', 'level', 's_level', 'a_level', 'example', 'basis']).orderBy('sort').execute();

/** The only way to objects: those of the actor's units, and to look at, those that one of his units' systems is graded in. */
export function inScope(actor: Actor) {
  const units = unitsFor(actor, 'mlps.read');
  const mine = units === 'all' ? [] : [...units];
  return units === 'all' ? sql<boolean>`true` : sql<boolean>`(c.unit_id = any(${mine}::uuid[]) or exists (select 1 from mlps_object_system sl join info_system ss on ss.id = sl.system_id where sl.object_id = o.id and sl.live and ss.unit_id = any(${mine}::uuid[])))`;
}
export interface Loaded {
  id: string; name: string; unit_id: string; unit_name: string; state: (typeof objectStates)[number]; version: number; created_on: string; level: number | null; s_level: number | null; a_level: number | null; differs_reason: string; systems: { id: string; name: string; state: string }[];
  certificate_number: string; issued_on: string | null; expires_on: string | null; form_edition: (typeof formEditions)[number]; online_on: string | null; graded_on: string | null; assessed_on: string | null; conclusion: (typeof conclusions)[number] | null; checked_on: string | null; score: number | null; items: number; items_open: number; items_unanswered: number; repair_due: string | null;
}
export type ObjectRow = Omit<Loaded, 'items_unanswered' | 'repair_due' | 's_level' | 'a_level' | 'created_on' | 'differs_reason'> & { mark: string; suggested_level: number | null; doubtful: boolean; dues: Due[] };
export interface ObjectFilter { q?: string | undefined; unit_id?: string | undefined; level?: number | undefined; state?: (typeof objectStates)[number] | undefined; standing?: Standing | undefined }

/** Objects with what their dates follow from, in one statement. */
export async function load(db: Reader, actor: Actor, f: ObjectFilter & { id?: string }): Promise<Loaded[]> {
  const like = f.q ? `%${f.q.replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%` : null;
  const { rows } = await sql<Loaded>`select o.id, o.name, c.unit_id, u.name as unit_name, c.state, c.version, (c.created_at at time zone 'Asia/Shanghai')::date as created_on, o.level, o.s_level, o.a_level, o.differs_reason, o.certificate_number, o.issued_on, o.expires_on, o.form_edition, o.graded_on,
      coalesce(o.online_on, (select min(s.state_on) from mlps_object_system l join info_system s on s.id = l.system_id where l.object_id = o.id and s.state = 'online')) as online_on,
      coalesce((select json_agg(json_build_object('id', s.id, 'name', s.name, 'state', s.state) order by s.name) from mlps_object_system l join info_system s on s.id = l.system_id where l.object_id = o.id), '[]'::json) as systems,
      a.finished_on as assessed_on, a.conclusion, a.score::float as score, k.finished_on as checked_on, coalesce(i.items, 0) as items, coalesce(i.items_open, 0) as items_open, coalesce(i.items_unanswered, 0) as items_unanswered, i.repair_due
    from mlps_object o join work_case c on c.id = o.id join unit u on u.id = c.unit_id
    left join lateral (select finished_on, conclusion, score from mlps_assessment where object_id = o.id and finished_on is not null and conclusion is not null order by finished_on desc, id desc limit 1) a on true
    left join lateral (select max(finished_on) as finished_on from mlps_check where object_id = o.id) k on true
    left join (select x.object_id, (count(*) filter (where ic.state <> 'dropped'))::int as items, (count(*) filter (where ic.state in ('open', 'reported')))::int as items_open, (count(*) filter (where ic.state = 'open'))::int as items_unanswered, min(ic.due_on) filter (where ic.state = 'open') as repair_due from mlps_item x join work_case ic on ic.id = x.id group by x.object_id) i on i.object_id = o.id
    where ${inScope(actor)} and (${f.id ?? null}::uuid is null or o.id = ${f.id ?? null}::uuid) and (${f.unit_id ?? null}::uuid is null or c.unit_id = ${f.unit_id ?? null}::uuid) and (${f.level ?? null}::int is null or o.level = ${f.level ?? null}::int) and (${f.state ?? null}::text is null or c.state = ${f.state ?? null}::text)
      and (${like}::text is null or lower(o.name) like ${like} or o.initials like ${like} or lower(u.name) like ${like} or o.certificate_number like ${like} or exists (select 1 from mlps_object_system l join info_system s on s.id = l.system_id where l.object_id = o.id and lower(s.name) like ${like}))
    order by u.sort, u.name, o.name, o.id limit 20000`.execute(db);
  return rows;
}
export const shown = (o: Loaded, rules: Rules, suggestions: Suggestion[], day: string): ObjectRow => {
  const { items_unanswered: _n, repair_due: _d, s_level, a_level, created_on: _c, differs_reason, ...row } = o;
  const suggested = suggestFor(o.name, suggestions)?.level ?? o.systems.map((s) => suggestFor(s.name, suggestions)?.level).find((l) => l !== undefined) ?? null;
  return { ...row, mark: markOf({ s_level, a_level, level: o.level }), suggested_level: suggested, doubtful: o.state !== 'cancelled' && o.level !== null && suggested !== null && o.level !== suggested && !differs_reason.trim(), dues: duesOf(o, rules, day) };
};
export async function loadObjects(db: Reader, actor: Actor, f: ObjectFilter = {}): Promise<ObjectRow[]> {
  const rows = await load(db, actor, f);
  const [rules, suggestions] = [await readRules(db), await readSuggestions(db)];
  const day = today();
  return rows.map((o) => shown(o, rules, suggestions, day)).filter((o) => (f.standing ? stands(o, f.standing) : true));
}
const live = (o: ObjectRow): boolean => o.state !== 'cancelled';
const toFile = (o: ObjectRow): boolean => live(o) && o.level !== null && o.level >= 2;
/** One meaning for each figure, wherever it is counted and wherever its rows are listed. */
export function stands(o: ObjectRow, s: Standing): boolean {
  switch (s) {
    case 'to_grade': return live(o) && (o.level === null || o.state === 'grading');
    case 'graded': return live(o) && o.level !== null;
    case 'filed': return toFile(o) && o.certificate_number !== '';
    case 'unfiled': return toFile(o) && o.certificate_number === '';
    case 'assessed': return toFile(o) && o.assessed_on !== null && !o.dues.some((d) => d.kind === 'assess' && d.overdue);
    case 'unassessed': return toFile(o) && !stands(o, 'assessed');
    case 'to_repair': return live(o) && o.items_open > 0;
    case 'overdue': return o.dues.some((d) => d.overdue);
    case 'doubtful': return o.doubtful;
    case 'certificate_ends': return toFile(o) && o.dues.some((d) => d.kind === 'certificate' && d.days <= 90);
  }
}
export async function listObjects(db: Reader, actor: Actor, f: ObjectFilter & { page: number; size: number }) {
  const all = await loadObjects(db, actor, f);
  const list = f.state === 'cancelled' ? all : all.filter(live);
  return { items: list.slice((f.page - 1) * f.size, f.page * f.size), total: list.length, page: f.page, size: f.size };
}

/** What the workflow asks of an object. */
export async function factsOf(db: Reader, id: string): Promise<{ level_two: boolean; must_assess: boolean; open_items: boolean; unanswered: boolean; sound: boolean }> {
  const { rows: [f] } = await sql<{ level: number | null; open: number; unanswered: number; concluded: boolean }>`select o.level, (select count(*)::int from mlps_item i join work_case c on c.id = i.id where i.object_id = o.id and c.state in ('open', 'reported')) as open,
    (select count(*)::int from mlps_item i join work_case c on c.id = i.id where i.object_id = o.id and c.state = 'open') as unanswered, exists (select 1 from mlps_assessment a where a.object_id = o.id and a.finished_on is not null and a.conclusion is not null) as concluded from mlps_object o where o.id = ${id}`.execute(db);
  if (!f) throw new AppError('not_found', 'object.not_found');
  return { level_two: (f.level ?? 0) >= 2, must_assess: (f.level ?? 0) >= 3, open_items: f.open > 0, unanswered: f.unanswered > 0, sound: f.concluded && f.open === 0 };
}
/** Throws object.not_found; another unit's is like none. */
export async function demandVisible(db: Reader, actor: Actor, id: string): Promise<{ id: string; unit_id: string; state: (typeof objectStates)[number]; name: string; level: number | null; version: number }> {
  const { rows: [o] } = await sql<{ id: string; unit_id: string; state: (typeof objectStates)[number]; name: string; level: number | null; version: number }>`select o.id, c.unit_id, c.state, o.name, o.level, c.version from mlps_object o join work_case c on c.id = o.id where o.id = ${id} and ${inScope(actor)}`.execute(db);
  if (!o) throw new AppError('not_found', 'object.not_found');
  return o;
}
