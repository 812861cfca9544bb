import { sql, type Tx } from '../../kernel/database.ts';
import type { severities } from './contract.ts';
import { scannedAt, scannedPorts, type ScanScope } from './scan-scope.ts';

type Severity = (typeof severities)[number];
export const rank: Record<Severity, number> = { critical: 1, high: 2, medium: 3, low: 4 };
const letters: Record<Severity, string> = { critical: 'h', high: 'h', medium: 'm', low: 'l' };

/** Hazards of the same scanner that this file would show if they were still there, and does not. Every doubt is in favour of the hazard:
 *  the host was reported whole; the scan is later than the one that last showed it; same policy, no less signed in, its port was scanned, its level was neither hidden by the report nor left out by the user;
 *  and the same problem was not shown at the same address under another name. */
export async function findAbsent(tx: Tx, m: { id: string; scanner: string; least: Severity; scope: ScanScope }): Promise<{ id: string; version: number }[]> {
  const at = scannedAt(m.scope.when);
  if (!at || m.scope.whole.length === 0) return [];
  const hidden = m.scope.least ? (Object.keys(rank) as Severity[]).filter((s) => !m.scope.least!.includes(letters[s])) : [];
  const ports = scannedPorts(m.scope.ports);
  const same = sql<boolean>`coalesce(l.scope->>'ports', '') = ${m.scope.ports}`;
  const { rows } = await sql<{ id: string; version: number }>`select c.id, c.version from hazard h join work_case c on c.id = h.id join problem p on p.id = h.problem_id left join scan_import l on l.id = h.last_import_id
    where h.open and h.state in ('to_verify', 'confirmed', 'notified', 'signed', 'fixing', 'reported', 'retesting', 'shut') and p.scanner = ${m.scanner} and h.source = 'scan'
      and h.host = any(${m.scope.whole}::text[]) and coalesce(h.scanned_at, h.last_seen_at) < ${at.toISOString()}::timestamptz
      and h.rank <= ${rank[m.least]} and h.severity <> all(${hidden}::text[])
      and coalesce(l.scope->>'policy', '') = ${m.scope.policy}
      and (h.port is null or ${ports ? sql<boolean>`(h.port <@ case h.protocol when 'udp' then ${ports.udp}::int4multirange else ${ports.tcp}::int4multirange end)` : same})
      and (${m.scope.credentialed === true} or (l.scope->>'credentialed')::boolean is false or ((l.scope->>'credentialed') is null and ${m.scope.credentialed === null}))
      and not exists (select 1 from scan_row r where r.import_id = ${m.id} and r.hazard_id = h.id)
      and not exists (select 1 from scan_row r where r.import_id = ${m.id} and r.rule_id = p.rule_id and r.port is not distinct from h.port and r.path is not distinct from h.path and r.parameter is not distinct from h.parameter and (r.ip = host(h.ip) or r.host = h.host))
    order by c.id`.execute(tx);
  return rows;
}
