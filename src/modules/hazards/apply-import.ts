import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { openCases } from '../../kernel/workflow/workflow.ts';
import { findOwners, openClaims } from '../assets/index.ts';
import type { severities } from './contract.ts';
import { addPortFindings } from './find-ports.ts';
import { moveHazards } from './move-hazards.ts';
import { findAbsent, rank } from './note-absent.ts';
import { takeNumbers, topUnit } from './register.ts';
import { scannedAt, type ScanScope } from './scan-scope.ts';
import { linkNew } from './find-links.ts';
import { hazardFlow } from './workflow.ts';

export interface Applied { kept: number; merged: number; below: number; added: number; seen_again: number; reopened: number; absent: number; unowned: number; claims: number; linked: number }
interface Import { id: string; sha256: string; least: (typeof severities)[number]; close_absent: boolean; scanner: string; format: string; source: 'scan' | 'superior' | 'self_check' | 'inspection'; scope: ScanScope }
/** So many new ones make the planner's figures stale: its lists would be slow until the vacuum comes by. */
const many = 5000;

/** Takes what was staged: problems, new instances, sightings, what came back, what was not seen. Set by set, so that a hundred thousand cost little more than one. */
export async function applyImport(tx: Tx, actor: Actor, m: Import): Promise<Applied> {
  const result: Applied = { kept: 0, merged: 0, below: 0, added: 0, seen_again: 0, reopened: 0, absent: 0, unowned: 0, claims: 0, linked: 0 };
  // one import at a time, or two would make the same instance twice
  await sql`select pg_advisory_xact_lock(hashtext('hazard-import'))`.execute(tx);
  await sql`analyze scan_row`.execute(tx);
  // the very same file again shows nothing new, whatever has happened to its hazards since
  const again = await tx.selectFrom('scan_import').select('id').where('sha256', '=', m.sha256).where('state', '=', 'done').where('id', '!=', m.id).executeTakeFirst() !== undefined;
  // what an import that ended meanwhile has registered
  await sql`update scan_row r set hazard_id = h.id from hazard h where r.import_id = ${m.id} and r.hazard_id is null and h.key = r.key`.execute(tx);
  const told = (await sql<{ n: number }>`select count(*)::int as n from scan_row where import_id = ${m.id} and not suppressed`.execute(tx)).rows[0]!.n;
  const derived = await addPortFindings(tx, m.id, rank[m.least]);
  // what is registered already is seen, however little its scanner makes of it now; only what is new must be grave enough
  const { rows: [below] } = await sql<{ n: number }>`with gone as (delete from scan_row where import_id = ${m.id} and hazard_id is null and (rank > ${rank[m.least]} or suppressed) returning suppressed) select (count(*) filter (where not suppressed))::int as n from gone`.execute(tx);
  result.below = below!.n;
  // one row an instance: the gravest, then the first
  await sql`delete from scan_row r using (select ctid as c, row_number() over (partition by key order by suppressed, rank, i) as n from scan_row where import_id = ${m.id}) d where r.import_id = ${m.id} and r.ctid = d.c and d.n > 1`.execute(tx);
  result.kept = (await sql<{ n: number }>`select count(*)::int as n from scan_row where import_id = ${m.id} and not suppressed`.execute(tx)).rows[0]!.n - derived;
  result.merged = told - result.below - result.kept;
  const scanned = scannedAt(m.scope.when)?.toISOString() ?? null;
  if (!again) {
    result.reopened = await reopen(tx, actor, m.id, scanned);
    // an older scan proves that it was there, and takes nothing back of what a later one told
    const seen = await sql`update hazard h set sightings = h.sightings + 1, last_seen_at = ${now().toISOString()}, scanned_at = greatest(h.scanned_at, ${scanned}::timestamptz), last_import_id = case when h.scanned_at is null or ${scanned}::timestamptz >= h.scanned_at then ${m.id}::uuid else h.last_import_id end
      from scan_row r where r.import_id = ${m.id} and not r.suppressed and h.id = r.hazard_id`.execute(tx);
    result.seen_again = Number(seen.numAffectedRows ?? 0);
    await sql`insert into sighting (hazard_id, import_id, seen_at, severity, evidence_hash, place) select hazard_id, ${m.id}::uuid, ${now().toISOString()}::timestamptz, severity, evidence_hash, place from scan_row where import_id = ${m.id} and hazard_id is not null and not suppressed on conflict do nothing`.execute(tx);
  }
  Object.assign(result, await registerNew(tx, actor, m, scanned));
  if (result.added > many) for (const table of ['hazard', 'work_case', 'problem'] as const) await sql`analyze ${sql.table(table)}`.execute(tx);
  if (result.added > 0) result.linked = await linkNew(tx, actor, m.id);
  if (!again && m.close_absent) {
    const absent = await findAbsent(tx, m);
    if (absent.length) {
      await moveHazards(tx, actor, absent, 'not_seen', '在扫描范围内未再出现，请复测确认');
      await sql`update hazard set unseen_at = ${scanned}::timestamptz where id = any(${absent.map((a) => a.id)}::uuid[])`.execute(tx);
    }
    result.absent = absent.length;
  }
  return result;
}

/** Problems of what is new. The gravest level that the file gives it anywhere; the words of the first place that has any. */
async function keepProblems(tx: Tx, importId: string): Promise<void> {
  const fresh = await sql<{ scanner: string; rule_id: string }>`select distinct r.scanner, r.rule_id from scan_row r where r.import_id = ${importId} and r.hazard_id is null and not exists (select 1 from problem p where p.scanner = r.scanner and p.rule_id = r.rule_id)`.execute(tx);
  if (fresh.rows.length === 0) return;
  await sql`insert into problem (id, scanner, rule_id, title, severity, cve, cwe, description, remedy, refs, score, cnnvd, cnvd, first_seen_at)
    select n.id, d.scanner, d.rule_id, d.title, d.severity, d.cve, d.cwe, t.description, t.remedy, t.refs, d.score, ${idsIn('CNNVD-\\d{6}-\\d{3,6}')}, ${idsIn('CNVD-\\d{4}-\\d{4,7}')}, ${now().toISOString()}::timestamptz
    from (select distinct on (scanner, rule_id) * from scan_row where import_id = ${importId} and hazard_id is null order by scanner, rule_id, rank, i) d
    join (select distinct on (scanner, rule_id) scanner, rule_id, description, remedy, refs from scan_row where import_id = ${importId} order by scanner, rule_id, (description = '' and remedy = ''), i) t on t.scanner = d.scanner and t.rule_id = d.rule_id
    join unnest(${fresh.rows.map(() => newId())}::uuid[], ${fresh.rows.map((f) => f.scanner)}::text[], ${fresh.rows.map((f) => f.rule_id)}::text[]) as n(id, scanner, rule_id) on n.scanner = d.scanner and n.rule_id = d.rule_id
    on conflict (scanner, rule_id) do nothing`.execute(tx);
}
/** Numbers of the national databases stand in no field of most reports, but in their words and references. */
const idsIn = (pattern: string) => sql`array(select distinct upper(m[1]) from regexp_matches(concat_ws(' ', d.title, d.rule_id, t.description, t.remedy, d.evidence, array_to_string(t.refs, ' ')), ${`(${pattern})`}, 'gi') m)`;

/** What was cleared or not seen and is there again. A scan from before the clearing, or from before the one that did not show it, proves nothing. */
async function reopen(tx: Tx, actor: Actor, importId: string, scanned: string | null): Promise<number> {
  const { rows } = await sql<{ id: string; version: number; state: string }>`select c.id, c.version, case when c.state = 'absent' and h.notified_at is null then 'unnotified' else c.state end as state from scan_row r join hazard h on h.id = r.hazard_id join work_case c on c.id = h.id
    where r.import_id = ${importId} and not r.suppressed and ((h.state = 'absent' and (${scanned}::timestamptz is null or h.unseen_at is null or h.unseen_at < ${scanned}::timestamptz)) or (h.state = 'cleared' and (${scanned}::timestamptz is null or h.cleared_at is null or h.cleared_at < ${scanned}::timestamptz)))`.execute(tx);
  const [known, unnotified] = [rows.filter((r) => r.state !== 'unnotified'), rows.filter((r) => r.state === 'unnotified')];
  if (known.length) await moveHazards(tx, actor, known, 'seen_again', '再次扫描时出现');
  if (unnotified.length) await moveHazards(tx, actor, unnotified, 'seen_still', '再次扫描时出现');
  // one hole is open again as soon as one of its scanners shows it
  const { rows: leads } = await sql<{ id: string; version: number }>`select distinct c.id, c.version from hazard h join hazard l on l.id = h.lead_id join work_case c on c.id = l.id where h.id = any(${rows.map((r) => r.id)}::uuid[]) and l.state = 'cleared' and l.id <> all(${rows.map((r) => r.id)}::uuid[])`.execute(tx);
  if (leads.length) await moveHazards(tx, actor, leads, 'seen_again', '同一处隐患由另一扫描器再次发现');
  return rows.filter((r) => r.state === 'cleared').length;
}

async function registerNew(tx: Tx, actor: Actor, m: Import, scanned: string | null): Promise<Pick<Applied, 'added' | 'unowned' | 'claims'>> {
  const hosts = (await sql<{ host: string; ip: string | null; system: string; unit_name: string; n: number }>`select host, ip, system, unit_name, count(*)::int as n from scan_row where import_id = ${m.id} and hazard_id is null group by host, ip, system, unit_name`.execute(tx)).rows;
  if (hosts.length === 0) return { added: 0, unowned: 0, claims: 0 };
  await keepProblems(tx, m.id);
  const found = await findOwners(tx, hosts);
  // a notice may name the unit where it names no address that is known
  const named = new Map((await sql<{ id: string; name: string }>`select name, (array_agg(id))[1] as id from unit where status = 'active' and name = any(${hosts.map((h) => h.unit_name)}::text[]) group by name having count(*) = 1`.execute(tx)).rows.map((u) => [u.name, u.id]));
  const owners = found.map((o, i) => ({ ...o, unit_id: o.unit_id ?? named.get(hosts[i]!.unit_name) ?? null }));
  await sql`create temp table scan_owner on commit drop as select * from unnest(${hosts.map((h) => h.host)}::text[], ${hosts.map((h) => h.ip)}::text[], ${hosts.map((h) => h.system)}::text[], ${hosts.map((h) => h.unit_name)}::text[], ${owners.map((o) => o.system_id)}::uuid[], ${owners.map((o) => o.unit_id)}::uuid[]) as o(host, ip, system, unit_name, system_id, unit_id)`.execute(tx);
  await sql`analyze scan_owner`.execute(tx);
  const top = await topUnit(tx);
  let last = -1;
  for (;;) {
    // in slices, so that a file of any size costs the memory of one
    const rows = (await sql<{ i: number; key: string; system_id: string | null; unit_id: string | null }>`select r.i, r.key, o.system_id, o.unit_id from scan_row r left join scan_owner o on o.host = r.host and o.ip is not distinct from r.ip and o.system = r.system and o.unit_name = r.unit_name where r.import_id = ${m.id} and r.hazard_id is null and r.i > ${last} order by r.i limit ${slice}`.execute(tx)).rows;
    if (rows.length === 0) break;
    last = rows.at(-1)!.i;
    await registerSlice(tx, actor, m, rows, top, scanned);
  }
  await sql`drop table scan_owner`.execute(tx);
  // a range's unit is asked first; a host that has a unit but no system is no stranger to it
  const strangers = hosts.map((h, i) => ({ host: h.host || h.ip || h.system, ip: h.ip, system_id: owners[i]!.system_id, unit_id: owners[i]!.unit_id })).filter((h) => h.system_id === null && h.host && /[.:]/.test(h.host));
  const claims = await openClaims(tx, m.scanner, [...new Map(strangers.map((h) => [`${h.host} ${h.ip}`, h])).values()]);
  return { added: hosts.reduce((sum, h) => sum + h.n, 0), unowned: hosts.reduce((sum, h, i) => sum + (owners[i]!.unit_id === null ? h.n : 0), 0), claims };
}
const slice = 10_000;
async function registerSlice(tx: Tx, actor: Actor, m: Pick<Import, 'id' | 'source'>, rows: { i: number; system_id: string | null; unit_id: string | null }[], top: string, scanned: string | null): Promise<void> {
  const ids = rows.map(() => newId());
  await openCases(tx, hazardFlow, actor, rows.map((r, i) => ({ id: ids[i]!, unit_id: r.unit_id ?? top, due_on: null })));
  const numbers = await takeNumbers(tx, rows.length);
  const at = now().toISOString();
  const [first, last] = [rows[0]!.i, rows.at(-1)!.i];
  await sql`with made as (insert into hazard (id, number, key, problem_id, system_id, unit_id, state, due_on, open, severity, rank, owned, source, host, ip, port, protocol, path, parameter, evidence, place, first_seen_at, last_seen_at, scanned_at, last_import_id)
    select n.id, n.number, r.key, p.id, n.system_id, coalesce(n.unit_id, ${top}::uuid), ${hazardFlow.initial}, null, true, r.severity, r.rank, n.unit_id is not null, ${m.source}, r.host, r.ip::inet, r.port, r.protocol, r.path, r.parameter, r.evidence, r.place, ${at}::timestamptz, ${at}::timestamptz, ${scanned}::timestamptz, ${m.id}::uuid
    from unnest(${ids}::uuid[], ${numbers}::text[], ${rows.map((r) => r.i)}::int[], ${rows.map((r) => r.system_id)}::uuid[], ${rows.map((r) => r.unit_id)}::uuid[]) as n(id, number, i, system_id, unit_id)
    join scan_row r on r.i = n.i join problem p on p.scanner = r.scanner and p.rule_id = r.rule_id where r.import_id = ${m.id} and r.i between ${first} and ${last})
    insert into sighting (hazard_id, import_id, seen_at, severity, evidence_hash, place) select n.id, ${m.id}::uuid, ${at}::timestamptz, r.severity, r.evidence_hash, r.place
    from unnest(${ids}::uuid[], ${rows.map((r) => r.i)}::int[]) as n(id, i) join scan_row r on r.i = n.i where r.import_id = ${m.id} and r.i between ${first} and ${last}`.execute(tx);
}
