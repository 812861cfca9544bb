import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { allowed } from '../../kernel/workflow/workflow.ts';
import { listOf, readChecks } from './checklist.ts';
import { filingMoves, type applicationKinds, type applicationStates, type FilingKind, type filingStates } from './contract.ts';
import { applicationFlow, filingFlow, owing } from './workflow.ts';
import { missingFor } from './missing.ts';
import type * as z from 'zod';

const nobody = '00000000-0000-0000-0000-000000000000';
export const orNone = (ids: Iterable<string>): string[] => { const list = [...ids]; return list.length ? list : [nobody]; };
const likeOf = (q: string): string => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%`;
export interface FilingFilter { q?: string | undefined; unit_id?: string | undefined; system_id?: string | undefined; kind?: string | undefined; state?: (typeof filingStates)[number] | undefined; owing?: 'true' | undefined; overdue?: 'true' | undefined }

/** The only way to filings: scoped to the actor's units before any other filter. */
export function visibleFilings(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'filing.read');
  const all = db.selectFrom('filing as f').innerJoin('work_case as c', 'c.id', 'f.id').innerJoin('info_system as s', 's.id', 'f.system_id').innerJoin('filing_kind as k', 'k.key', 'f.kind').innerJoin('unit as u', 'u.id', 'c.unit_id');
  return units === 'all' ? all : all.where('c.unit_id', 'in', orNone(units));
}
/** Where the ledger has a field for it the number stands there. */
export const numberOf = sql<string>`case k.ledger_field when 'icp_number' then s.icp_number when 'police_number' then s.police_number else f.own_number end`;
export const oddNumber = sql<boolean>`(${numberOf} <> '' and k.number_pattern <> '' and ${numberOf} !~ k.number_pattern)`;
const isOwing = sql<boolean>`c.state = any(${[...owing]}::text[])`;
export const isOverdue = () => sql<boolean>`(c.state = any(${[...owing]}::text[]) and coalesce(c.due_on < ${today()}::date, false))`;
const rowColumns = (db: Reader, actor: Actor) => visibleFilings(db, actor).select(['f.id', 'f.kind', 'k.name as kind_name', 'f.system_id', 's.name as system_name', 's.kind as system_kind', 's.state as system_state', 'c.unit_id', 'u.name as unit_name', sql<(typeof filingStates)[number]>`c.state`.as('state'), 'c.due_on', isOverdue().as('overdue'), 'k.before_online', numberOf.as('number'), oddNumber.as('number_odd'),
  'f.subject', 'f.filed_on', 'f.approved_on', 'f.expires_on', 'f.duty', 'c.version', sql<number>`(select count(*)::int from file x where x.owner_type = 'filing' and x.owner_id = f.id)`.as('files')]);

function filtered<Q extends ReturnType<typeof visibleFilings>>(q: Q, f: FilingFilter): Q {
  let r = q as ReturnType<typeof visibleFilings>;
  if (f.unit_id) r = r.where('c.unit_id', '=', f.unit_id);
  if (f.system_id) r = r.where('f.system_id', '=', f.system_id);
  if (f.kind) r = r.where('f.kind', '=', f.kind);
  if (f.state) r = r.where('c.state', '=', f.state);
  if (f.owing) r = r.where(isOwing);
  if (f.overdue) r = r.where(isOverdue());
  if (f.q) { const like = likeOf(f.q); r = r.where((e) => e.or([sql<boolean>`lower(s.name) like ${like}`, sql<boolean>`s.initials like ${like}`, sql<boolean>`lower(u.name) like ${like}`, sql<boolean>`lower(${numberOf}) like ${like}`, sql<boolean>`lower(f.subject) like ${like}`])); }
  return r as Q;
}
/** What is owed first, the soonest first. */
export async function listFilings(db: Reader, actor: Actor, f: FilingFilter & { page: number; size: number }) {
  const { total } = await filtered(visibleFilings(db, actor), f).select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const items = await (filtered(rowColumns(db, actor) as never, f) as ReturnType<typeof rowColumns>).orderBy(sql`c.due_on nulls last`).orderBy('u.sort').orderBy('s.name').orderBy('k.sort').orderBy('f.id').limit(f.size).offset((f.page - 1) * f.size).execute();
  return { items, total: Number(total), page: f.page, size: f.size };
}

const filesOf = (db: Reader, type: string, id: string) => db.selectFrom('file as x').select(['x.id', 'x.name', 'x.size_bytes', sql<boolean>`exists (select 1 from case_event v where v.case_id = ${id} and x.id = any(v.file_ids))`.as('handed_in')]).where('x.owner_type', '=', type).where('x.owner_id', '=', id).orderBy('x.created_at').execute();
async function timelineOf(db: Reader, id: string, files: { id: string; name: string; size_bytes: number }[]) {
  const events = await db.selectFrom('case_event').select(['id', 'at', 'action', 'actor_name', 'from_state', 'to_state', 'note', 'file_ids']).where('case_id', '=', id).orderBy('at').orderBy('id').execute();
  const byId = new Map(files.map((f) => [f.id, { id: f.id, name: f.name, size_bytes: f.size_bytes }]));
  return events.map(({ file_ids, ...e }) => ({ ...e, files: file_ids.flatMap((f) => byId.get(f) ?? []) }));
}
const placesOf = sql<string[]>`coalesce((select array_agg(p.written order by p.written) from system_place p where p.system_id = s.id), '{}')`;

/** Throws object.not_found. */
export async function readFiling(db: Reader, actor: Actor, id: string) {
  const f = await rowColumns(db, actor).select(['k.basis', 'k.number_example', 'f.authority', 'f.cancelled_on', 'f.note', placesOf.as('places')]).where('f.id', '=', id).executeTakeFirst();
  if (!f) throw new AppError('not_found', 'object.not_found');
  const attachments = await filesOf(db, 'filing', id);
  const closes = f.state.startsWith('cancel');
  return { ...f, attachments, closing: closes ? await readChecks(db, 'closing', f.system_id) : [], timeline: await timelineOf(db, id, attachments), can: allowed(filingFlow, actor, f, {}).filter((a): a is (typeof filingMoves)[number] => (filingMoves as readonly string[]).includes(a)), can_write: mayIn(actor, 'filing.write', f.unit_id) };
}

export interface ApplicationFilter { q?: string | undefined; unit_id?: string | undefined; system_id?: string | undefined; kind?: (typeof applicationKinds)[number] | undefined; state?: (typeof applicationStates)[number] | undefined; open?: 'true' | undefined }
export function visibleApplications(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'filing.read');
  const all = db.selectFrom('system_application as a').innerJoin('work_case as c', 'c.id', 'a.id').innerJoin('info_system as s', 's.id', 'a.system_id').innerJoin('unit as u', 'u.id', 'c.unit_id');
  return units === 'all' ? all : all.where('c.unit_id', 'in', orNone(units));
}
const applicationColumns = (db: Reader, actor: Actor) => visibleApplications(db, actor).select(['a.id', 'a.number', 'a.kind', 'a.system_id', 's.name as system_name', 's.state as system_state', 'c.unit_id', 'u.name as unit_name', sql<(typeof applicationStates)[number]>`c.state`.as('state'), 'a.internet', 'a.planned_on', 'a.submitted_at', 'a.decided_at', 'a.decided_by_name', 'a.created_at', 'a.created_by_name', 'c.version']);
function filteredApplications<Q extends ReturnType<typeof visibleApplications>>(q: Q, f: ApplicationFilter): Q {
  let r = q as ReturnType<typeof visibleApplications>;
  if (f.unit_id) r = r.where('c.unit_id', '=', f.unit_id);
  if (f.system_id) r = r.where('a.system_id', '=', f.system_id);
  if (f.kind) r = r.where('a.kind', '=', f.kind);
  if (f.state) r = r.where('c.state', '=', f.state);
  if (f.open) r = r.where('c.closed_at', 'is', null);
  if (f.q) { const like = likeOf(f.q); r = r.where((e) => e.or([sql<boolean>`lower(s.name) like ${like}`, sql<boolean>`s.initials like ${like}`, sql<boolean>`lower(u.name) like ${like}`, sql<boolean>`lower(a.number) like ${like}`])); }
  return r as Q;
}
export async function listApplications(db: Reader, actor: Actor, f: ApplicationFilter & { page: number; size: number }) {
  const { total } = await filteredApplications(visibleApplications(db, actor), f).select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const items = await (filteredApplications(applicationColumns(db, actor) as never, f) as ReturnType<typeof applicationColumns>).orderBy(sql`c.closed_at is not null`).orderBy(sql`coalesce(a.submitted_at, a.created_at)`, 'desc').orderBy('a.id').limit(f.size).offset((f.page - 1) * f.size).execute();
  return { items, total: Number(total), page: f.page, size: f.size };
}
const filingsOf = sql<{ id: string; kind_name: string; state: (typeof filingStates)[number]; number: string }[]>`coalesce((select json_agg(json_build_object('id', f.id, 'kind_name', k.name, 'state', fc.state, 'number', ${numberOf}) order by k.sort) from filing f join filing_kind k on k.key = f.kind join work_case fc on fc.id = f.id where f.system_id = s.id), '[]')`;
/** `evenDecided`: what is missing is told of a decided one too. Throws object.not_found. */
export async function readApplication(db: Reader, actor: Actor, id: string, evenDecided = false) {
  const a = await applicationColumns(db, actor).leftJoin('person as m', 'm.id', 's.manager_id').select(['a.content', 'a.purpose', 'a.users', 'a.data_held', 'a.contact_name', 'a.contact_phone', 'a.report_ref', 'a.tested_on', 'a.tested_by_name', 'a.done_at', 's.mlps_level', 's.ungraded_reason', 's.ports', 'm.name as manager_name', placesOf.as('places'), filingsOf.as('filings')]).where('a.id', '=', id).executeTakeFirst();
  if (!a) throw new AppError('not_found', 'object.not_found');
  const { mlps_level, ungraded_reason, ports, manager_name, places, ...shown } = a;
  const list = listOf[a.kind];
  const checks = await readChecks(db, list, list === 'closing' ? a.system_id : id);
  const attachments = await filesOf(db, 'system_application', id);
  const own = mayIn(actor, 'filing.write', a.unit_id);
  const editable = ['draft', 'returned'].includes(a.state);
  return {
    ...shown, list, checks, attachments, system: { mlps_level, ungraded_reason, manager_name, places, ports }, missing: !evenDecided && ['approved', 'withdrawn'].includes(a.state) ? [] : await missingFor(db, a, checks, attachments.length),
    can: allowed(applicationFlow, actor, a, {}), can_edit: own && editable, can_attach: own && !['approved', 'withdrawn'].includes(a.state), timeline: await timelineOf(db, id, attachments),
  };
}

export const listKinds = async (db: Reader) => (await db.selectFrom('filing_kind').select(['key', 'name', 'basis', 'system_kinds', 'before_online', 'due_days', 'change_days', 'cancel_days', 'change_fields', 'number_pattern', 'number_example', 'ledger_field', 'active', 'version']).orderBy('sort').orderBy('key').execute()) as z.output<typeof FilingKind>[];

/** What waits, in one statement: the workbench asks it at every visit. */
export async function readFigures(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'filing.read');
  const mine = units === 'all' ? sql`true` : sql`c.unit_id = any(${orNone(units)}::uuid[])`;
  const manages = mayManage(actor);
  const { rows: [row] } = await sql<{ owing: number; overdue: number; returned: number; applied: number; testing: number; to_approve: number; reports: number }>`select
      (count(*) filter (where c.type = 'filing' and ${isOwing}))::int as owing, (count(*) filter (where c.type = 'filing' and ${isOverdue()}))::int as overdue,
      (count(*) filter (where c.type = 'go_live' and c.state = 'returned'))::int as returned, (count(*) filter (where c.type = 'go_live' and c.state = 'applied'))::int as applied, (count(*) filter (where c.type = 'go_live' and c.state = 'testing'))::int as testing, (count(*) filter (where c.type = 'go_live' and c.state = 'to_approve'))::int as to_approve,
      (select count(*)::int from system_report r where ${manages} and r.document_id is null and r.dropped_at is null) as reports
    from work_case c where c.type in ('filing', 'go_live') and c.closed_at is null and ${mine}`.execute(db);
  return row!;
}
const mayManage = (actor: Actor): boolean => unitsFor(actor, 'filing.manage') === 'all';
