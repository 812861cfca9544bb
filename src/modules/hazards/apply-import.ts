import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { openCases } from '../../kernel/workflow/workflow.ts';
import { findOwners, openClaims } from '../assets/index.ts';
import type { severities } from './contract.ts';
import { moveHazards } from './move-hazards.ts';
import { takeNumbers, topUnit } from './register.ts';
import { hazardFlow } from './workflow.ts';

export interface Applied { kept: number; merged: number; below: number; added: number; seen_again: number; reopened: number; absent: number; unowned: number; claims: number }
interface Import { id: string; sha256: string; least: (typeof severities)[number]; close_absent: boolean; scanner: string; format: string; source: 'scan' | 'superior' | 'self_check' | 'inspection'; scope: { hosts: string[]; credentialed: boolean | null; least: string | null; when: string } }
const rank = { critical: 1, high: 2, medium: 3, low: 4 } as const;
/** Only what these reports leave out says something: they list every host that was scanned, also those without a finding. */
const tellsScope = new Set(['nessus-xml', 'openvas-xml', 'rsas-xml', 'rsas-html']);

/** Takes what was staged: problems, new instances, sightings, what came back, what was not seen. Set by set, so that a hundred thousand cost little more than one. */
export async function applyImport(tx: Tx, actor: Actor, m: Import): Promise<Applied> {
  const result: Applied = { kept: 0, merged: 0, below: 0, added: 0, seen_again: 0, reopened: 0, absent: 0, unowned: 0, claims: 0 };
  // one import at a time, or two would make the same instance twice
  await sql`select pg_advisory_xact_lock(hashtext('hazard-import'))`.execute(tx);
  await sql`analyze scan_row`.execute(tx);
  const below = await sql<{ n: number; total: number }>`select count(*) filter (where rank > ${rank[m.least]})::int as n, count(*)::int as total from scan_row where import_id = ${m.id}`.execute(tx);
  result.below = below.rows[0]!.n;
  // the very same file again shows nothing new, whatever has happened to its hazards since
  const before = await tx.selectFrom('scan_import').select('id').where('sha256', '=', m.sha256).where('state', '=', 'done').where('id', '!=', m.id).orderBy('created_at', 'desc').executeTakeFirst();
  const again = before !== undefined;
  await sql`delete from scan_row r where import_id = ${m.id} and rank > ${rank[m.least]}`.execute(tx);
  await keepProblems(tx, m.id);
  // one row an instance: the gravest, then the first
  await sql`delete from scan_row r using (select ctid as c, row_number() over (partition by key order by rank, i) as n from scan_row where import_id = ${m.id}) d where r.import_id = ${m.id} and r.ctid = d.c and d.n > 1`.execute(tx);
  const staged = below.rows[0]!.total - result.below;
  result.kept = (await sql<{ n: number }>`select count(*)::int as n from scan_row where import_id = ${m.id}`.execute(tx)).rows[0]!.n;
  result.merged = staged - result.kept;
  await sql`update scan_row r set hazard_id = h.id from hazard h where r.import_id = ${m.id} and h.key = r.key`.execute(tx);
  if (!again) {
    result.reopened = await reopen(tx, actor, m);
    const seen = await sql`update hazard h set last_seen_at = ${now().toISOString()}, last_import_id = ${m.id}, sightings = h.sightings + 1 from scan_row r where r.import_id = ${m.id} and h.id = r.hazard_id`.execute(tx);
    result.seen_again = Number(seen.numAffectedRows ?? 0);
  }
  Object.assign(result, await registerNew(tx, actor, m));
  if (!again) await sql`insert into sighting (hazard_id, import_id, seen_at, severity, evidence_hash, place) select hazard_id, ${m.id}::uuid, ${now().toISOString()}::timestamptz, severity, evidence_hash, place from scan_row where import_id = ${m.id} and hazard_id is not null on conflict do nothing`.execute(tx);
  // what came in at once is not yet known to the planner: its lists would be slow until the vacuum comes by
  if (result.added > 5000) { await sql`analyze hazard`.execute(tx); await sql`analyze work_case`.execute(tx); }
  if (!again && m.close_absent) result.absent = await noteAbsent(tx, actor, m);
  return result;
}

async function keepProblems(tx: Tx, importId: string): Promise<void> {
  const fresh = await sql<{ scanner: string; rule_id: string }>`select distinct r.scanner, r.rule_id from scan_row r where r.import_id = ${importId} and not exists (select 1 from problem p where p.scanner = r.scanner and p.rule_id = r.rule_id)`.execute(tx);
  if (fresh.rows.length === 0) return;
  await sql`insert into problem (id, scanner, rule_id, title, severity, cve, cwe, description, remedy, refs, score, first_seen_at)
    select n.id, d.scanner, d.rule_id, d.title, d.severity, d.cve, d.cwe, d.description, d.remedy, d.refs, d.score, ${now().toISOString()}::timestamptz
    from (select distinct on (scanner, rule_id) * from scan_row where import_id = ${importId} order by scanner, rule_id, rank, i) d
    join unnest(${fresh.rows.map(() => newId())}::uuid[], ${fresh.rows.map((f) => f.scanner)}::text[], ${fresh.rows.map((f) => f.rule_id)}::text[]) as n(id, scanner, rule_id) on n.scanner = d.scanner and n.rule_id = d.rule_id
    on conflict (scanner, rule_id) do nothing`.execute(tx);
}

/** What was cleared or not seen and is there again. A scan from before the clearing proves nothing. */
async function reopen(tx: Tx, actor: Actor, m: Import): Promise<number> {
  const scanned = Date.parse(m.scope.when);
  const { rows } = await sql<{ id: string; version: number; state: string }>`select c.id, c.version, case when c.state = 'absent' and h.notified_at is null then 'unnotified' else c.state end as state from scan_row r join hazard h on h.id = r.hazard_id join work_case c on c.id = h.id
    where r.import_id = ${m.id} and (h.state = 'absent' or (h.state = 'cleared' and (${Number.isNaN(scanned) ? null : new Date(scanned).toISOString()}::timestamptz is null or h.cleared_at is null or h.cleared_at < ${Number.isNaN(scanned) ? null : new Date(scanned).toISOString()}::timestamptz)))`.execute(tx);
  const [known, unnotified] = [rows.filter((r) => r.state !== 'unnotified'), rows.filter((r) => r.state === 'unnotified')];
  if (known.length) await moveMany(tx, actor, known, 'seen_again');
  if (unnotified.length) await moveMany(tx, actor, unnotified, 'seen_still');
  return rows.filter((r) => r.state === 'cleared').length;
}
const moveMany = (tx: Tx, actor: Actor, list: { id: string; version: number }[], action: 'seen_again' | 'seen_still' | 'not_seen') => moveHazards(tx, actor, list.map(({ id, version }) => ({ id, version })), action, action === 'not_seen' ? '在扫描范围内未再出现，请复测确认' : '再次扫描时出现');

async function registerNew(tx: Tx, actor: Actor, m: Import): Promise<Pick<Applied, 'added' | 'unowned' | 'claims'>> {
  const hosts = (await sql<{ host: string; ip: string | null; system: string }>`select distinct host, ip, system from scan_row where import_id = ${m.id} and hazard_id is null`.execute(tx)).rows;
  const n = Number((await sql<{ n: number }>`select count(*)::int as n from scan_row where import_id = ${m.id} and hazard_id is null`.execute(tx)).rows[0]!.n);
  if (n === 0) return { added: 0, unowned: 0, claims: 0 };
  const owners = await findOwners(tx, hosts);
  await sql`update scan_row r set system_id = o.s, unit_id = o.u from unnest(${hosts.map((h) => h.host)}::text[], ${hosts.map((h) => h.ip)}::text[], ${hosts.map((h) => h.system)}::text[], ${owners.map((o) => o.system_id)}::uuid[], ${owners.map((o) => o.unit_id)}::uuid[]) as o(h, p, y, s, u)
    where r.import_id = ${m.id} and r.hazard_id is null and r.host = o.h and r.ip is not distinct from o.p and r.system = o.y`.execute(tx);
  // a notice may name the unit where it names no address that is known
  await sql`update scan_row r set unit_id = u.id from (select name, (array_agg(id))[1] as id from unit where status = 'active' group by name having count(*) = 1) u where r.import_id = ${m.id} and r.hazard_id is null and r.unit_id is null and r.unit_name <> '' and u.name = r.unit_name`.execute(tx);
  const top = await topUnit(tx);
  let unowned = 0;
  let last = -1;
  for (;;) {
    // in slices, so that a file of any size costs the memory of one
    const rows = (await sql<{ i: number; key: string; unit_id: string | null }>`select i, key, unit_id from scan_row where import_id = ${m.id} and hazard_id is null and i > ${last} order by i limit ${slice}`.execute(tx)).rows;
    if (rows.length === 0) break;
    last = rows.at(-1)!.i;
    unowned += rows.filter((r) => r.unit_id === null).length;
    await registerSlice(tx, actor, m, rows, top);
  }
  // a range's unit is asked first; a host that has a unit but no system is no stranger to it
  const strangers = hosts.map((h, i) => ({ host: h.host || h.ip || h.system, ip: h.ip, system_id: owners[i]!.system_id, unit_id: owners[i]!.unit_id })).filter((h) => h.system_id === null && h.host && /[.:]/.test(h.host));
  const claims = await openClaims(tx, m.scanner, [...new Map(strangers.map((h) => [`${h.host} ${h.ip}`, h])).values()]);
  return { added: n, unowned, claims };
}
const slice = 10_000;
async function registerSlice(tx: Tx, actor: Actor, m: Import, rows: { key: string; unit_id: string | null }[], top: string): Promise<void> {
  const ids = rows.map(() => newId());
  await openCases(tx, hazardFlow, actor, rows.map((r, i) => ({ id: ids[i]!, unit_id: r.unit_id ?? top, due_on: null })));
  const numbers = await takeNumbers(tx, rows.length);
  const at = now().toISOString();
  await sql`insert into hazard (id, number, key, problem_id, system_id, unit_id, state, due_on, open, severity, rank, owned, source, host, ip, port, protocol, path, parameter, evidence, place, first_seen_at, last_seen_at, last_import_id)
    select n.id, n.number, r.key, p.id, r.system_id, coalesce(r.unit_id, ${top}::uuid), ${hazardFlow.initial}, null, true, r.severity, r.rank, r.unit_id is not null, ${m.source}, r.host, r.ip::inet, r.port, r.protocol, r.path, r.parameter, r.evidence, r.place, ${at}::timestamptz, ${at}::timestamptz, ${m.id}::uuid
    from unnest(${ids}::uuid[], ${numbers}::text[], ${rows.map((r) => r.key)}::text[]) as n(id, number, key)
    join scan_row r on r.import_id = ${m.id} and r.key = n.key join problem p on p.scanner = r.scanner and p.rule_id = r.rule_id`.execute(tx);
  await sql`update scan_row r set hazard_id = h.id from unnest(${ids}::uuid[]) as n(id) join hazard h on h.id = n.id where r.import_id = ${m.id} and h.key = r.key`.execute(tx);
}

/** Hosts that the report says it scanned, and hazards of the same scanner there that it does not show: not cleared, but to be retested. */
async function noteAbsent(tx: Tx, actor: Actor, m: Import): Promise<number> {
  if (!tellsScope.has(m.format) || m.scope.hosts.length === 0) return 0;
  const hosts = m.scope.hosts.map((h) => h.toLowerCase());
  // a scan from outside proves nothing of what was found from inside; one that leaves out a level proves nothing of that level
  const hidden = m.scope.least ? (['critical', 'high', 'medium', 'low'] as const).filter((s) => !m.scope.least!.includes(s === 'critical' ? 'h' : s[0]!)) : [];
  const { rows } = await sql<{ id: string; version: number }>`select c.id, c.version from hazard h join work_case c on c.id = h.id join problem p on p.id = h.problem_id left join scan_import last on last.id = h.last_import_id
    where h.open and h.state in ('to_verify', 'confirmed', 'notified', 'signed', 'fixing', 'reported', 'retesting', 'shut') and p.scanner = ${m.scanner} and h.rank <= ${rank[m.least]} and h.severity <> all(${[...hidden]}::text[])
      and (h.host = any(${hosts}::text[]) or host(h.ip) = any(${hosts}::text[])) and not exists (select 1 from scan_row r where r.import_id = ${m.id} and r.hazard_id = h.id)
      and (coalesce((last.scope->>'credentialed')::boolean, false) = false or ${m.scope.credentialed === true})`.execute(tx);
  if (rows.length) await moveMany(tx, actor, rows, 'not_seen');
  return rows.length;
}
