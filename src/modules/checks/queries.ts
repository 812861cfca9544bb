import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { Permission } from '../../kernel/permissions.ts';
import { allowed } from '../../kernel/workflow/workflow.ts';
import type { authorisationStates, grades, patrolStates, runStates, tamperStates, verdicts } from './contract.ts';
import { infoOf } from './catalogue.ts';
import { missingOf, originsOf, portsOf } from './scope.ts';
import { unmarked } from './unmarked.ts';
import { authorisationFlow } from './workflow.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
export const orNone = (units: Set<string>): string[] => (units.size ? [...units] : [nobody]);
const titleOf = (id: string) => { const c = infoOf(id); return { title: c?.title.zh ?? id, area: c?.area ?? 'web' as const }; };

/** The only way to what was checked: systems of the actor's units, before any other filter. */
export function visibleSystems(db: Reader, actor: Actor, permission: Permission = 'check.read') {
  const units = unitsFor(actor, permission);
  const all = db.selectFrom('info_system as s').innerJoin('unit as u', 'u.id', 's.unit_id').where('s.state', '!=', 'cancelled');
  return units === 'all' ? all : all.where((e) => e.or([e('s.unit_id', 'in', orNone(units)), e('s.operating_unit_id', 'in', orNone(units))]));
}
/** Throws object.not_found, also for a system of somebody else. */
export async function demandSystem(db: Reader, actor: Actor, id: string, permission: Permission = 'check.read') {
  const s = await visibleSystems(db, actor, permission).select(['s.id', 's.name', 's.unit_id', 'u.name as unit_name', 's.ports', 's.state']).where('s.id', '=', id).executeTakeFirst();
  if (!s) throw new AppError('not_found', 'object.not_found');
  return s;
}
interface Paged { q?: string | undefined; unit_id?: string | undefined; system_id?: string | undefined; page: number; size: number }
const likeOf = (q: string): string => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%`;
/** Words of the system or its unit, one unit, one system. */
function narrowed<Q extends ReturnType<typeof visibleSystems>>(q: Q, f: Omit<Paged, 'page' | 'size'>): Q {
  let r = q as ReturnType<typeof visibleSystems>;
  if (f.unit_id) r = r.where('s.unit_id', '=', f.unit_id);
  if (f.system_id) r = r.where('s.id', '=', f.system_id);
  if (f.q) { const like = likeOf(f.q); r = r.where((e) => e.or([sql<boolean>`lower(s.name) like ${like}`, sql<boolean>`s.initials like ${like}`, sql<boolean>`lower(u.name) like ${like}`])); }
  return r as Q;
}
async function paged<T extends { total: number }>(rows: T[], f: { page: number; size: number }, count: () => Promise<number>) {
  return { items: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? (f.page > 1 ? await count() : 0), page: f.page, size: f.size };
}

const authorisationOf = () => sql<'none' | 'pending' | 'valid' | 'ending' | 'over'>`coalesce((select case when bool_or(c.state = 'valid' and a.valid_from <= ${today()} and a.valid_until >= ${today()}::date + 30) then 'valid' when bool_or(c.state = 'valid' and a.valid_from <= ${today()} and a.valid_until >= ${today()}) then 'ending' when bool_or(c.state in ('draft', 'to_confirm', 'to_approve')) then 'pending' when count(*) > 0 then 'over' end from check_authorisation a join work_case c on c.id = a.id where a.system_id = s.id and c.state <> 'withdrawn'), 'none')`;
const lastRun = sql`(select r.id from check_run r where r.system_id = s.id and r.state = 'done' and r.only_checks = '{}' order by r.created_at desc limit 1)`;
const found = (severity: string) => sql<number>`(select count(*)::int from check_finding f where f.system_id = s.id and f.state = 'open' and f.verdict = 'fail' and f.severity = ${severity} and ${unmarked()})`;
export type SystemFilter = Omit<Paged, 'page' | 'size'> & { grade?: (typeof grades)[number] | undefined; authorisation?: 'none' | 'pending' | 'valid' | 'ending' | 'over' | undefined; down?: 'true' | undefined; tampered?: 'true' | undefined };
const systemRows = (db: Reader, actor: Actor, f: SystemFilter) => {
  const inner = narrowed(visibleSystems(db, actor), f).leftJoin('check_run as r', (j) => j.on('r.id', '=', sql<string>`${lastRun}`)).select(['s.id', 's.name', 's.unit_id', 'u.name as unit_name', 's.state', 'u.sort', sql<string>`coalesce(r.grade, '')`.as('grade'), 'r.finished_at as checked_at', 'r.id as run_id', authorisationOf().as('authorisation'),
    sql<string | null>`(select max(a.valid_until)::text from check_authorisation a join work_case c on c.id = a.id where a.system_id = s.id and c.state = 'valid')`.as('valid_until'),
    sql<(typeof patrolStates)[number]>`coalesce((select case when bool_or(t.state = 'down') then 'down' when bool_or(t.state = 'up') then 'up' end from patrol_target t where t.system_id = s.id), 'unknown')`.as('availability'),
    sql<number>`(select count(*)::int from check_tamper x join check_page p on p.id = x.page_id where p.system_id = s.id and x.state = 'alarm')`.as('tampered')]);
  let q = db.selectFrom(inner.as('x')).selectAll();
  if (f.grade) q = q.where('x.grade', '=', f.grade);
  if (f.authorisation) q = q.where('x.authorisation', '=', f.authorisation);
  if (f.down) q = q.where('x.availability', '=', 'down');
  if (f.tampered) q = q.where('x.tampered', '>', 0);
  return q;
};
/** The worst first. Counts of findings are worked out for the page's rows alone. */
export async function listSystems(db: Reader, actor: Actor, f: SystemFilter & { page: number; size: number }) {
  const page = systemRows(db, actor, f).orderBy(sql`x.grade = ''`).orderBy('x.grade', 'desc').orderBy('x.sort').orderBy('x.name').orderBy('x.id').limit(f.size).offset((f.page - 1) * f.size);
  const rows = await db.selectFrom(page.as('s')).selectAll('s').select([found('critical').as('critical'), found('high').as('high'), found('medium').as('medium'), found('low').as('low'), sql<number>`(select count(*)::int from check_finding f where f.system_id = s.id and f.state = 'open' and f.verdict = 'warn' and ${unmarked()})`.as('warn'), sql<number>`coalesce((select (r.counts->>'not_tested')::int from check_run r where r.id = s.run_id), 0)`.as('not_tested')]).execute();
  const { total } = await db.selectFrom(systemRows(db, actor, f).as('y')).select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  return { items: rows.map(({ sort: _, ...r }) => r), total: Number(total), page: f.page, size: f.size };
}

export async function readFigures(db: Reader, actor: Actor) {
  const rows = systemRows(db, actor, {});
  const cases = visibleAuthorisations(db, actor);
  const [all, waiting, findings, running] = await Promise.all([
    db.selectFrom(rows.as('y')).select([sql<number>`count(*)::int`.as('systems'), sql<number>`(count(*) filter (where authorisation in ('valid', 'ending')))::int`.as('authorised'), sql<number>`(count(*) filter (where authorisation = 'ending'))::int`.as('ending'), sql<number>`(count(*) filter (where authorisation in ('none', 'over')))::int`.as('unauthorised'), sql<number>`(count(*) filter (where checked_at > now() - interval '7 days'))::int`.as('checked_7d'), sql<number>`(count(*) filter (where availability = 'down'))::int`.as('down'), sql<number>`coalesce(sum(tampered), 0)::int`.as('tampered'), ...(['A', 'B', 'C', 'D', 'E'] as const).map((g) => sql<number>`(count(*) filter (where grade = ${g}))::int`.as(g))]).executeTakeFirstOrThrow(),
    cases.select([sql<number>`(count(*) filter (where c.state = 'to_confirm'))::int`.as('to_confirm'), sql<number>`(count(*) filter (where c.state = 'to_approve'))::int`.as('to_approve')]).executeTakeFirstOrThrow(),
    visibleSystems(db, actor).innerJoin('check_finding as f', 'f.system_id', 's.id').select(sql<number>`count(*)::int`.as('n')).where('f.state', '=', 'open').where('f.verdict', '=', 'fail').where(unmarked()).executeTakeFirstOrThrow(),
    visibleSystems(db, actor).innerJoin('check_run as r', 'r.system_id', 's.id').select(sql<number>`count(*)::int`.as('n')).where('r.state', 'in', ['waiting', 'running', 'stopping']).executeTakeFirstOrThrow(),
  ]);
  const { A, B, C, D, E, ...rest } = all;
  return { ...rest, ...waiting, grades: { A, B, C, D, E }, fails: findings.n, running: running.n };
}

export function visibleAuthorisations(db: Reader, actor: Actor) {
  return visibleSystems(db, actor).innerJoin('check_authorisation as a', 'a.system_id', 's.id').innerJoin('work_case as c', 'c.id', 'a.id');
}
const authorisationColumns = (db: Reader, actor: Actor) => visibleAuthorisations(db, actor).select(['a.id', 'a.number', 'a.system_id', 's.name as system_name', 'c.unit_id', 'u.name as unit_name', sql<(typeof authorisationStates)[number]>`c.state`.as('state'), 'a.valid_from', 'a.valid_until', sql<boolean>`c.state = 'valid' and a.valid_from <= ${today()} and a.valid_until >= ${today()}`.as('in_force'), 'a.confirmed_by_name', 'a.approved_by_name', 'c.version']);
export async function listAuthorisations(db: Reader, actor: Actor, f: Paged & { state?: (typeof authorisationStates)[number] | undefined }) {
  let q = narrowed(authorisationColumns(db, actor) as never, f) as ReturnType<typeof authorisationColumns>;
  if (f.state) q = q.where('c.state', '=', f.state);
  const count = async (): Promise<number> => Number((await db.selectFrom(q.as('y')).select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n);
  const rows = await q.orderBy(sql`array_position(array['to_approve', 'to_confirm', 'draft', 'valid', 'revoked', 'withdrawn'], c.state)`).orderBy('a.created_at', 'desc').orderBy('a.id').limit(f.size).offset((f.page - 1) * f.size).execute();
  return { items: rows, total: await count(), page: f.page, size: f.size };
}
/** Throws object.not_found. */
export async function readAuthorisation(db: Reader, actor: Actor, id: string) {
  const a = await authorisationColumns(db, actor).select(['a.purpose', 'a.hosts', 'a.networks', 'a.ports', 'a.windows', 'a.rates', 'a.office', 'a.contact', 'a.confirmed_at', 'a.approved_at', 'a.signed']).where('a.id', '=', id).executeTakeFirst();
  if (!a) throw new AppError('not_found', 'object.not_found');
  const { signed, ...shown } = a;
  const timeline = await db.selectFrom('case_event').select(['id', 'at', 'action', 'actor_name', 'from_state', 'to_state', 'note']).where('case_id', '=', id).orderBy('at').orderBy('id').execute();
  return { ...shown, signature: signed?.signature ?? null, can: allowed(authorisationFlow, actor, a, {}), can_edit: a.state === 'draft' && mayIn(actor, 'check.manage', a.unit_id), missing: a.state === 'draft' ? missingOf(a) : [], timeline };
}

const runColumns = (db: Reader, actor: Actor) => visibleSystems(db, actor).innerJoin('check_run as r', 'r.system_id', 's.id').select(['r.id', 'r.system_id', 's.name as system_name', 's.unit_id', 'u.name as unit_name', 'r.profile', 'r.state', 'r.stage', 'r.done', 'r.total', 'r.counts', 'r.grade', 'r.requests', 'r.error', 'r.asked_by_name', 'r.created_at', 'r.started_at', 'r.finished_at']);
export async function listRuns(db: Reader, actor: Actor, f: Paged & { state?: (typeof runStates)[number] | undefined }) {
  let q = narrowed(runColumns(db, actor) as never, f) as ReturnType<typeof runColumns>;
  if (f.state) q = q.where('r.state', '=', f.state);
  const { total } = await db.selectFrom(q.as('y')).select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const items = await q.orderBy(sql`r.finished_at is not null`).orderBy('r.created_at', 'desc').orderBy('r.id').limit(f.size).offset((f.page - 1) * f.size).execute();
  return { items, total: Number(total), page: f.page, size: f.size };
}
/** Throws object.not_found. What fails stands first. */
export async function readRun(db: Reader, actor: Actor, id: string, f: { verdict?: (typeof verdicts)[number] | undefined }) {
  const r = await runColumns(db, actor).innerJoin('check_authorisation as a', 'a.id', 'r.authorisation_id').select(['r.only_checks', 'r.reasons', 'r.eta_seconds', 'r.authorisation_id', 'a.number as authorisation_number', 'r.log_sha256']).where('r.id', '=', id).executeTakeFirst();
  if (!r) throw new AppError('not_found', 'object.not_found');
  let q = db.selectFrom('check_result as x').leftJoin('check_finding as f', (j) => j.on('f.system_id', '=', r.system_id).onRef('f.fingerprint', '=', 'x.fingerprint')).select(['x.i', 'x.check_id', 'x.version', 'x.verdict', 'x.severity', 'x.note', 'x.confidence', 'x.place', 'x.evidence', 'f.hazard_id', sql<boolean>`exists (select 1 from check_mark m where m.system_id = ${r.system_id} and m.check_id = x.check_id and (m.fingerprint is null or m.fingerprint = x.fingerprint) and m.removed_at is null and m.until >= ${today()})`.as('marked')]).where('x.run_id', '=', id);
  if (f.verdict) q = q.where('x.verdict', '=', f.verdict);
  const results = await q.orderBy(sql`array_position(array['fail', 'warn', 'error', 'not_tested', 'info', 'pass', 'not_applicable'], x.verdict)`).orderBy(sql`array_position(array['critical', 'high', 'medium', 'low', 'info'], x.severity)`).orderBy('x.check_id').orderBy('x.i').limit(3000).execute();
  const eta = r.state === 'running' && r.done > 0 && r.total > r.done ? r.eta_seconds : null;
  return { ...r, eta_seconds: eta, can_stop: ['waiting', 'running'].includes(r.state) && mayIn(actor, 'check.manage', r.unit_id), results: results.map((x) => ({ ...x, ...titleOf(x.check_id) })) };
}

/** Everything of one system. Throws object.not_found. */
export async function readSystem(db: Reader, actor: Actor, id: string) {
  const s = await demandSystem(db, actor, id);
  const { items: [row] } = await listSystems(db, actor, { system_id: id, page: 1, size: 1 });
  const page = { page: 1, size: 30 };
  const places = await db.selectFrom('system_place').select(['written', 'domain']).where('system_id', '=', id).execute();
  const registered = portsOf(s.ports);
  const findings = await findingsOf(db, id);
  const reasons = row!.run_id ? (await db.selectFrom('check_run').select('reasons').where('id', '=', row!.run_id).executeTakeFirstOrThrow()).reasons : [];
  const ports = await db.selectFrom('check_port').select([sql<string>`host(ip)`.as('ip'), 'port', 'open', 'service', 'product', 'first_seen_at', 'changed_at']).where('system_id', '=', id).orderBy('open', 'desc').orderBy('ip').orderBy('port').limit(2000).execute();
  const port_events = await db.selectFrom('check_port_event').select(['id', 'at', sql<string>`host(ip)`.as('ip'), 'port', 'what', 'before', 'after']).where('system_id', '=', id).orderBy('at', 'desc').orderBy('port').limit(200).execute();
  return {
    ...row!, reasons, origins: originsOf(places.map((p) => p.written), places.flatMap((p) => p.domain ?? []), registered), registered_ports: s.ports, can_run: mayIn(actor, 'check.manage', s.unit_id), findings, runs: (await listRuns(db, actor, { ...page, system_id: id })).items,
    retests: await retestsOf(db, { system_id: id }), tampers: (await listTampers(db, actor, { ...page, system_id: id })).items, targets: (await listTargets(db, actor, { ...page, system_id: id })).items, outages: (await listOutages(db, actor, { ...page, system_id: id })).items, ports: ports.map((p) => ({ ...p, registered: registered.includes(p.port) })), port_events,
  };
}
export async function findingsOf(db: Reader, systemId: string) {
  const rows = await db.selectFrom('check_finding as f').leftJoin('hazard as h', 'h.id', 'f.hazard_id').select(['f.id', 'f.check_id', 'f.verdict', 'f.severity', 'f.note', 'f.place', 'f.state', 'f.first_seen_at', 'f.last_seen_at', 'f.gone_at', 'f.last_run_id', 'f.hazard_id', 'h.number as hazard_number', 'h.state as hazard_state',
    sql<{ id: string; reason: string; until: string; created_by_name: string } | null>`(select json_build_object('id', m.id, 'reason', m.reason, 'until', m.until, 'created_by_name', m.created_by_name) from check_mark m where m.system_id = f.system_id and m.check_id = f.check_id and (m.fingerprint is null or m.fingerprint = f.fingerprint) and m.removed_at is null and m.until >= ${today()} order by m.created_at desc limit 1)`.as('mark')])
    .where('f.system_id', '=', systemId).orderBy('f.state', 'desc').orderBy('f.verdict').orderBy(sql`array_position(array['critical', 'high', 'medium', 'low', 'info'], f.severity)`).orderBy('f.check_id').orderBy('f.id').limit(1000).execute();
  return rows.map((f) => ({ ...f, ...titleOf(f.check_id) }));
}
export async function retestsOf(db: Reader, of: { system_id?: string; hazard_id?: string }) {
  let q = db.selectFrom('check_retest as t').innerJoin('check_finding as f', 'f.id', 't.finding_id').innerJoin('hazard as h', 'h.id', 't.hazard_id').select(['t.id', 't.hazard_id', 'h.number as hazard_number', 'f.check_id', 't.state', sql<string | null>`case when t.finished_at is null then t.next_at end`.as('next_at'), 't.tries', 't.note', 't.created_at', 't.finished_at']);
  if (of.system_id) q = q.where('f.system_id', '=', of.system_id);
  if (of.hazard_id) q = q.where('t.hazard_id', '=', of.hazard_id);
  return (await q.orderBy('t.created_at', 'desc').orderBy('t.id').limit(100).execute()).map((t) => ({ ...t, title: titleOf(t.check_id).title }));
}
export async function listTampers(db: Reader, actor: Actor, f: Paged & { state?: (typeof tamperStates)[number] | undefined }) {
  let q = narrowed(visibleSystems(db, actor), f).innerJoin('check_page as p', 'p.system_id', 's.id').innerJoin('check_tamper as x', 'x.page_id', 'p.id').select(['x.id', 's.id as system_id', 's.name as system_name', 'u.name as unit_name', 'p.url', 'x.at', 'x.severity', 'x.changes', 'x.state', 'x.decided_at', 'x.decided_by_name', 'x.note']);
  if (f.state) q = q.where('x.state', '=', f.state);
  const rows = await q.select(sql<number>`(count(*) over ())::int`.as('total')).orderBy(sql`x.state <> 'alarm'`).orderBy('x.at', 'desc').orderBy('x.id').limit(f.size).offset((f.page - 1) * f.size).execute();
  return paged(rows, f, async () => Number((await db.selectFrom(q.as('y')).select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n));
}
/** Availability of the last thirty days, of the time it was watched. */
const uptime = sql<number | null>`case when t.last_at is null then null else greatest(0, 1 - coalesce((select sum(extract(epoch from least(coalesce(o.ended_at, now()), now()) - greatest(o.began_at, now() - interval '30 days'))) from patrol_outage o where o.target_id = t.id and not o.maintenance and coalesce(o.ended_at, now()) > now() - interval '30 days'), 0) / (30 * 86400.0))::float8 end`;
export async function listTargets(db: Reader, actor: Actor, f: Paged & { state?: (typeof patrolStates)[number] | undefined }) {
  let q = narrowed(visibleSystems(db, actor), f).innerJoin('patrol_target as t', 't.system_id', 's.id').select(['t.id', 's.id as system_id', 's.name as system_name', 's.unit_id', 'u.name as unit_name', 't.origin', 't.state', 't.since', 't.last_at', 't.last_ms', 't.last_note', uptime.as('uptime')]);
  if (f.state) q = q.where('t.state', '=', f.state);
  const rows = await q.select(sql<number>`(count(*) over ())::int`.as('total')).orderBy(sql`t.state <> 'down'`).orderBy('u.sort').orderBy('s.name').orderBy('t.origin').limit(f.size).offset((f.page - 1) * f.size).execute();
  return paged(rows, f, async () => Number((await db.selectFrom(q.as('y')).select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n));
}
export async function listOutages(db: Reader, actor: Actor, f: Paged & { open?: 'true' | undefined; unexplained?: 'true' | undefined }) {
  let q = narrowed(visibleSystems(db, actor), f).innerJoin('patrol_target as t', 't.system_id', 's.id').innerJoin('patrol_outage as o', 'o.target_id', 't.id').select(['o.id', 's.id as system_id', 's.name as system_name', 's.unit_id', 'u.name as unit_name', 't.origin', 'o.began_at', 'o.ended_at', 'o.note', 'o.maintenance', 'o.cause', 'o.cause_by_name']);
  if (f.open) q = q.where('o.ended_at', 'is', null);
  if (f.unexplained) q = q.where('o.cause', '=', '').where('o.maintenance', '=', false);
  const rows = await q.select(sql<number>`(count(*) over ())::int`.as('total')).orderBy(sql`o.ended_at is not null`).orderBy('o.began_at', 'desc').orderBy('o.id').limit(f.size).offset((f.page - 1) * f.size).execute();
  const answer = await paged(rows, f, async () => Number((await db.selectFrom(q.as('y')).select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n));
  return { ...answer, items: answer.items.map((o) => ({ ...o, can_explain: mayIn(actor, 'check.confirm', o.unit_id) })) };
}
