import type { ImportTable } from './map-columns.ts';
import type { SelectQueryBuilder } from 'kysely';
import { today } from '../../kernel/clock.ts';
import { sql, type Database, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { allowed } from '../../kernel/workflow/workflow.ts';
import type { hazardStates, severities, sorts, sources } from './contract.ts';
import { handActions, severities as levels } from './contract.ts';
import { scannedAt } from './scan-scope.ts';
import { twinsOf } from './twins.ts';
import { hazardFlow, owing, takesFindings } from './workflow.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
const orNone = (ids: Iterable<string>): string[] => { const list = [...ids]; return list.length ? list : [nobody]; };
type State = (typeof hazardStates)[number];
export interface HazardFilter {
  q?: string | undefined; unit_id?: string | undefined; system_id?: string | undefined; problem_id?: string | undefined; import_id?: string | undefined; state?: State | undefined; severity?: (typeof severities)[number] | undefined; source?: (typeof sources)[number] | undefined;
  open?: 'true' | 'false' | undefined; overdue?: 'true' | undefined; owned?: 'true' | 'false' | undefined; reopened?: 'true' | undefined; once?: 'true' | undefined; told?: 'true' | undefined; answered?: 'true' | 'false' | undefined; found_from?: string | undefined; found_to?: string | undefined; cleared_from?: string | undefined; cleared_to?: string | undefined; sort?: (typeof sorts)[number] | undefined;
}
/** The only way to hazards: scoped to the actor's units before any other filter. What nobody answers for yet is for those who see everything. */
export function visibleHazards(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'hazard.read');
  const all = db.selectFrom('hazard as h');
  return units === 'all' ? all : all.where('h.unit_id', 'in', orNone(units)).where('h.owned', '=', true);
}
/** Written out, so that the partial index is seen to fit. */
export const lateStates = sql.raw(owing.map((s) => `'${s}'`).join(', '));
const isOverdue = () => sql<boolean>`(h.open and h.state = any(${[...owing]}::text[]) and coalesce(h.due_on < ${today()}::date, false))`;
type Q<O = object> = SelectQueryBuilder<Database & { h: Database['hazard'] }, 'h', O>;

/** Words are looked for in what hazards share (problems, systems), which are few; then hazards by key. */
async function whereWords(db: Reader, q: string): Promise<(query: Q) => Q> {
  const like = `%${q.replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%`;
  const { rows: [found] } = await sql<{ problems: string[]; systems: string[]; units: string[] }>`select
    coalesce((select array_agg(id) from (select id from problem where lower(title) like ${like} or lower(rule_id) like ${like} or ${q.toUpperCase()} = any(cve) or ${q.toUpperCase()} = any(cnnvd) or ${q.toUpperCase()} = any(cnvd) limit 5000) p), '{}') as problems,
    coalesce((select array_agg(id) from (select id from info_system where lower(name) like ${like} or initials like ${like} limit 5000) s), '{}') as systems,
    coalesce((select array_agg(id) from (select id from unit where lower(name) like ${like} limit 500) u), '{}') as units`.execute(db);
  const start = `${q.replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%`;
  return (query) => query.where((e) => e.or([sql<boolean>`h.problem_id = any(${found!.problems}::uuid[])`, sql<boolean>`h.system_id = any(${found!.systems}::uuid[])`, sql<boolean>`h.unit_id = any(${found!.units}::uuid[])`, sql<boolean>`h.host like ${start}`, sql<boolean>`h.number = ${q.toUpperCase()}`, ...(/^[\d.]+$|:/.test(q) && isAddress(q) ? [sql<boolean>`h.ip = ${q}::inet`] : [])])) as Q;
}
const isAddress = (q: string): boolean => /^(?:\d{1,3}\.){3}\d{1,3}$/.test(q) && q.split('.').every((n) => Number(n) < 256);

/** Days of the trade begin at midnight of Asia/Shanghai. */
const dayBegins = (day: string, plus = 0): string => new Date(Date.parse(`${day}T00:00:00+08:00`) + plus * 86_400_000).toISOString();
function filtered(query: Q, f: HazardFilter): Q {
  let r = query;
  if (f.unit_id) r = r.where('h.unit_id', '=', f.unit_id);
  if (f.system_id) r = r.where('h.system_id', '=', f.system_id);
  if (f.problem_id) r = r.where('h.problem_id', '=', f.problem_id);
  if (f.import_id) r = r.where('h.last_import_id', '=', f.import_id);
  if (f.state) r = r.where('h.state', '=', f.state);
  if (f.severity) r = r.where('h.severity', '=', f.severity).where('h.rank', '=', levels.indexOf(f.severity) + 1);
  if (f.source) r = r.where('h.source', '=', f.source);
  if (f.open) r = r.where(f.open === 'true' ? sql<boolean>`h.open` : sql<boolean>`not h.open`);
  if (f.owned) r = r.where(f.owned === 'true' ? sql<boolean>`h.owned` : sql<boolean>`not h.owned`);
  if (f.reopened) r = r.where('h.reopened', '>', 0);
  if (f.once) r = r.where('h.lead_id', 'is', null);
  if (f.told) r = r.where('h.notified_at', 'is not', null);
  if (f.answered) r = f.answered === 'true' ? r.where('h.notified_at', 'is not', null).where('h.feedback', 'is not', null) : r.where('h.notified_at', 'is not', null).where('h.feedback', 'is', null);
  if (f.found_from) r = r.where(sql<boolean>`h.first_seen_at >= ${dayBegins(f.found_from)}::timestamptz`);
  if (f.found_to) r = r.where(sql<boolean>`h.first_seen_at < ${dayBegins(f.found_to, 1)}::timestamptz`);
  if (f.cleared_from) r = r.where(sql<boolean>`h.cleared_at >= ${dayBegins(f.cleared_from)}::timestamptz`);
  if (f.cleared_to) r = r.where(sql<boolean>`h.cleared_at < ${dayBegins(f.cleared_to, 1)}::timestamptz`);
  if (f.overdue) r = r.where(sql<boolean>`h.open and h.state in (${lateStates}) and h.due_on < ${today()}::date`);
  return r;
}
/** `plain` leaves out what only a page needs to act on a row: its version and how many twins it has. */
const rowColumns = <O>(q: Q<O>, plain = false) => q.innerJoin('problem as p', 'p.id', 'h.problem_id').innerJoin('unit as u', 'u.id', 'h.unit_id').leftJoin('info_system as s', 's.id', 'h.system_id')
  .select(['h.id', 'h.number', 'p.title', 'h.severity', 'h.state', 'h.unit_id', 'u.name as unit_name', 'h.system_id', 's.name as system_name', 'h.owned', 'h.host', sql<string | null>`host(h.ip)`.as('ip'), 'h.port', 'h.path', 'h.parameter', 'h.due_on', isOverdue().as('overdue'), 'h.rounds', 'h.reopened', 'h.first_seen_at', 'h.last_seen_at', 'h.rank', (plain ? sql<number>`0` : sql<number>`(select c.version from work_case c where c.id = h.id)`).as('version'), 'h.lead_id', (plain ? sql<number>`0` : sql<number>`case when h.lead_id is not null then 1 else (select count(*)::int from hazard t where t.lead_id = h.id) end`).as('twins'), sql<boolean>`coalesce(s.state = 'shut', false)`.as('system_shut')]);

/** Page by key: a cursor says where the last page ended, so the thousandth page costs what the first does. */
export async function listHazards(db: Reader, actor: Actor, f: HazardFilter & { after?: string | undefined; size: number; /** A piece of an export: no total, and only what is written. */ plain?: boolean }) {
  const words = f.q ? await whereWords(db, f.q) : undefined;
  const base = (): Q => { const q = filtered(visibleHazards(db, actor) as unknown as Q, f); return words ? words(q) : q; };
  const cursor = f.after ? readCursor(f.after) : undefined;
  const items = await rowColumns(orders[f.sort ?? 'due'](base(), cursor), f.plain).limit(f.size + 1).execute();
  const more = items.length > f.size;
  const page = items.slice(0, f.size);
  const last = page.at(-1);
  return { items: page, next: more && last ? Buffer.from(JSON.stringify([f.sort === 'newest' ? last.first_seen_at : last.due_on, last.rank, last.id])).toString('base64url') : null, total: f.after || f.plain ? null : await countHazards(db, actor, f, base) };
}
type Cursor = [string | null, number, string];
function readCursor(text: string): Cursor {
  try {
    const [d, r, i] = JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor;
    if ((d === null || /^\d{4}-\d{2}-\d{2}/.test(d)) && Number.isInteger(r) && /^[0-9a-f-]{36}$/.test(i)) return [d, r, i];
  } catch { /* said below */ }
  throw new AppError('invalid', 'request.invalid');
}
/** What has no due date yet comes after all that has. */
const due = sql<string>`coalesce(h.due_on, 'infinity'::date)`;
const day = (d: string | null) => sql`${d ?? 'infinity'}::date`;
const orders: Record<(typeof sorts)[number], (q: Q, c: Cursor | undefined) => Q> = {
  due: (q, c) => (c ? q.where(sql<boolean>`(${due}, h.rank, h.id) > (${day(c[0])}, ${c[1]}::smallint, ${c[2]}::uuid)`) : q).orderBy(due).orderBy('h.rank').orderBy('h.id'),
  severity: (q, c) => (c ? q.where(sql<boolean>`(h.rank, ${due}, h.id) > (${c[1]}::smallint, ${day(c[0])}, ${c[2]}::uuid)`) : q).orderBy('h.rank').orderBy(due).orderBy('h.id'),
  newest: (q, c) => (c ? q.where(sql<boolean>`(h.first_seen_at, h.id) < (${c[0]}::timestamptz, ${c[2]}::uuid)`) : q).orderBy('h.first_seen_at', 'desc').orderBy('h.id', 'desc'),
};

/** Exact from the kept counts where the filter allows; else counted up to ten thousand; null: more. */
async function countHazards(db: Reader, actor: Actor, f: HazardFilter, base: () => Q): Promise<number | null> {
  const simple = !f.q && !f.system_id && !f.problem_id && !f.import_id && !f.source && !f.overdue && !f.found_from && !f.found_to && !f.cleared_from && !f.cleared_to && !(f.reopened && (f.told || f.answered));
  if (simple) {
    const units = unitsFor(actor, 'hazard.read');
    const [column, sign] = f.reopened ? ['again', 1] as const : f.answered === 'true' ? ['answered', 1] as const : f.answered === 'false' ? ['answered', -1] as const : f.told ? ['told', 1] as const : ['n', 1] as const;
    let q = db.selectFrom('hazard_count').select((e) => e.fn.coalesce(e.fn.sum<string>(sign > 0 ? column : sql<number>`told - answered`), sql<string>`'0'`).as('n'));
    if (units !== 'all') q = q.where('unit_id', 'in', orNone(units)).where('owned', '=', true);
    if (f.once) q = q.where('linked', '=', false);
    if (f.unit_id) q = q.where('unit_id', '=', f.unit_id);
    if (f.state) q = q.where('state', '=', f.state);
    if (f.severity) q = q.where('severity', '=', f.severity);
    if (f.owned) q = q.where('owned', '=', f.owned === 'true');
    if (f.open) q = q.where('state', f.open === 'true' ? 'not in' : 'in', [...hazardFlow.terminal]);
    return Number((await q.executeTakeFirstOrThrow()).n);
  }
  const { rows: [row] } = await sql<{ n: number }>`select count(*)::int as n from (${base().select('h.id').limit(10_001)}) x`.execute(db);
  return row!.n > 10_000 ? null : row!.n;
}
/** Every row of a filter, a piece at a time, for exports; the next piece is on its way while one is written. */
export async function* eachHazard(db: Reader, actor: Actor, f: HazardFilter) {
  const ask = (after?: string) => { const piece = listHazards(db, actor, { ...f, after, size: 2000, plain: true }); piece.catch(() => undefined); return piece; };
  let coming: ReturnType<typeof ask> | undefined = ask();
  while (coming) {
    const page: Awaited<ReturnType<typeof ask>> = await coming;
    coming = page.next ? ask(page.next) : undefined;
    yield page.items;
  }
}

/** Throws object.not_found. */
export async function readHazard(db: Reader, actor: Actor, id: string) {
  const h = await rowColumns(visibleHazards(db, actor) as unknown as Q).select(['h.problem_id', 'p.scanner', 'p.rule_id', 'p.cve', 'p.cwe', 'p.cnnvd', 'p.cnvd', 'h.superior_due_on', 'h.superior_number', 'h.paused_on', 'p.description', 'p.remedy', 'p.refs', 'p.score', 'h.protocol', 'h.source', 'h.evidence', 'h.place', 'h.sightings', 'h.feedback', 'h.dismissal', 'h.dismissed_until', 'h.notified_at', 'h.cleared_at']).where('h.id', '=', id).executeTakeFirst();
  if (!h) throw new AppError('not_found', 'object.not_found');
  const kept = await db.selectFrom('file as f').select(['f.owner_type', 'f.id', 'f.name', 'f.size_bytes', sql<boolean>`exists (select 1 from case_event v where v.case_id = ${id} and f.id = any(v.file_ids))`.as('handed_in')]).where('f.owner_type', 'in', ['hazard', 'hazard_finding']).where('f.owner_id', '=', id).orderBy('f.created_at').execute();
  const events = await db.selectFrom('case_event').select(['id', 'at', 'action', 'actor_name', 'from_state', 'to_state', 'note', 'file_ids']).where('case_id', '=', id).orderBy('at').orderBy('id').execute();
  const extension = await db.selectFrom('case_extension as x').leftJoin('hazard_plan as l', 'l.extension_id', 'x.id').select(['x.id', 'x.requested_due_on', 'x.reason', 'x.state', 'x.requested_by_name as requested_by', 'x.created_at', 'l.measures', 'l.responsible', 'l.milestones', 'l.expert_opinion']).where('x.case_id', '=', id).orderBy('x.created_at', 'desc').limit(1).executeTakeFirst();
  const seen = await db.selectFrom('sighting as g').innerJoin('scan_import as i', 'i.id', 'g.import_id').select(['g.import_id', 'i.name', 'g.seen_at as at', 'g.place']).where('g.hazard_id', '=', id).orderBy('g.seen_at', 'desc').limit(50).execute();
  const notices = await db.selectFrom('hazard_notice_item as t').innerJoin('hazard_notice as n', 'n.id', 't.notice_id').select(['n.id', 'n.number', 'n.kind', 'n.issued_at']).where('t.hazard_id', '=', id).where('n.withdrawn_at', 'is', null).orderBy('n.issued_at').execute();
  const same = await twinsOf(db, id, h.lead_id);
  const byId = new Map(kept.map((f) => [f.id, f]));
  const of = (owner: string) => kept.filter((f) => f.owner_type === owner).map(({ owner_type: _owner, ...f }) => f);
  const answers = mayIn(actor, 'hazard.answer', h.unit_id);
  const { rank: _rank, ...shown } = h;
  return {
    ...shown, files: of('hazard'), findings: of('hazard_finding').map(({ handed_in: _in, ...f }) => f), can_add_finding: takesFindings(h) && mayIn(actor, 'hazard.register', h.unit_id), notices, same: same.filter((x) => x.relation !== 'proposed' || mayIn(actor, 'hazard.manage', h.unit_id)), can_link: mayIn(actor, 'hazard.manage', h.unit_id) && h.owned, seen: mayIn(actor, 'hazard.manage', h.unit_id) ? seen : [], can: h.lead_id ? [] : allowed(hazardFlow, actor, h, { told: h.notified_at !== null }).filter((a) => (handActions as readonly string[]).includes(a)), can_attach: answers && ['notified', 'signed', 'fixing', 'shut'].includes(h.state), can_extend: answers && h.due_on !== null && (owing as readonly string[]).includes(h.state) && extension?.state !== 'pending', can_decide_extension: mayIn(actor, 'hazard.manage', h.unit_id) && extension?.state === 'pending',
    timeline: events.map(({ file_ids, ...e }) => ({ ...e, files: file_ids.flatMap((f) => { const file = byId.get(f); return file ? [{ id: file.id, name: file.name, size_bytes: file.size_bytes }] : []; }) })),
    extension: extension ? { ...extension, measures: extension.measures ?? '', responsible: extension.responsible ?? '', milestones: extension.milestones ?? '', expert_opinion: extension.expert_opinion ?? '' } : null,
  };
}

export async function listProblems(db: Reader, actor: Actor, f: { q?: string | undefined; severity?: (typeof severities)[number] | undefined }) {
  const units = unitsFor(actor, 'hazard.read');
  const scope = units === 'all' ? sql`true` : sql`h.unit_id = any(${[...units]}::uuid[]) and h.owned`;
  const like = f.q ? `%${f.q.replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%` : undefined;
  const asked = sql`(${like ?? null}::text is null or lower(p.title) like ${like ?? ''} or lower(p.rule_id) like ${like ?? ''} or ${f.q?.toUpperCase() ?? ''} = any(p.cve) or ${f.q?.toUpperCase() ?? ''} = any(p.cnnvd) or ${f.q?.toUpperCase() ?? ''} = any(p.cnvd)) and (${f.severity ?? null}::text is null or p.severity = ${f.severity ?? ''})`;
  // counted by problem and unit first, then by problem: a million rows are neither sorted nor kept
  const { rows } = await sql<{ id: string; title: string; scanner: string; rule_id: string; severity: string; cve: string[]; total: number; open: number; cleared: number; units: number }>`
    select p.id, p.title, p.scanner, p.rule_id, p.severity, p.cve, x.total, x.open, x.cleared, x.units from problem p join (
      select problem_id, sum(total)::int as total, sum(open)::int as open, sum(cleared)::int as cleared, count(*)::int as units from (
        select h.problem_id, h.unit_id, count(*) as total, count(*) filter (where h.open) as open, count(*) filter (where h.state = 'cleared') as cleared from hazard h
        where ${scope} ${f.q || f.severity ? sql`and h.problem_id in (select p.id from problem p where ${asked})` : sql``} group by h.problem_id, h.unit_id) one group by problem_id) x on x.problem_id = p.id
    where ${asked} order by x.open desc, array_position(array['critical','high','medium','low','info'], p.severity), p.title limit 500`.execute(db);
  return rows;
}

const importColumns = (db: Reader) => db.selectFrom('scan_import').select(['id', 'name', 'size_bytes', 'least', 'state', 'read_bytes', 'format', 'scanner', 'counts', 'refused', 'error', 'close_absent', 'same_as', sql<string>`coalesce(scope->>'when', '')`.as('scanned'), sql<{ hosts: number; whole: number; some_hosts: string[]; ports: string; credentialed: boolean | null; least: string | null; policy: string; target: string }>`jsonb_build_object('hosts', coalesce(jsonb_array_length(scope->'hosts'), 0), 'whole', coalesce(jsonb_array_length(scope->'whole'), 0), 'some_hosts', coalesce(jsonb_path_query_array(scope, '$.hosts[0 to 199]'), '[]'), 'ports', coalesce(scope->>'ports', ''), 'credentialed', scope->'credentialed', 'least', scope->>'least', 'policy', coalesce(scope->>'policy', ''), 'target', coalesce(scope->>'target', ''))`.as('scope'), 'created_by_name', 'created_at', 'finished_at', 'tables']);
/** A day without an hour stays as it is written. */
const shownImport = <T extends { scanned: string; size_bytes: unknown; read_bytes: unknown; counts: unknown; refused: unknown; tables: unknown }>({ counts, refused, size_bytes, read_bytes, tables, ...r }: T) => ({ ...r, scanned_at: /\d:\d/.test(r.scanned) || /^\d{10}/.test(r.scanned) ? scannedAt(r.scanned)?.toISOString() ?? null : null, tables: tables as ImportTable[], size_bytes: Number(size_bytes), read_bytes: Number(read_bytes), counts: counts as Record<string, number>, refused: refused as { place: string; why: string }[] });
export const listImports = async (db: Reader) => (await importColumns(db).orderBy('created_at', 'desc').limit(200).execute()).map((r) => shownImport({ ...r, refused: [], scope: { ...r.scope, some_hosts: [] }, tables: [] }));
export async function readImport(db: Reader, id: string) {
  const row = await importColumns(db).where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return shownImport(row);
}
