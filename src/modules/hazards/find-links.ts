import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';

interface Pair { hazard_id: string; lead_id: string; reason: 'cve' | 'rules' | 'name'; certain: boolean; number: string; told: boolean }

/** New hazards that are one hole with another: same place (address, or a name that the ledger gives to this one address), same port, and
 *  the same rule under another name of the host, rules that are known to tell of one hole, or the same CVE numbers. These are linked.
 *  Some CVE numbers in common, or another page, is only proposed. Neither where a person has already said no. */
export async function linkNew(tx: Tx, actor: Actor, importId: string): Promise<number> {
  const { rows } = await sql<Pair>`
    with alias as (select d.domain, min(host(a.first_ip)) as ip from system_place d join system_place a on a.system_id = d.system_id and a.first_ip is not null where d.domain is not null group by d.id, d.domain having count(*) = 1 and bool_and(a.first_ip = a.last_ip)),
    fresh as (select h.id, h.unit_id, h.host, h.port, h.path, h.parameter, h.problem_id, p.scanner, p.cve, s.hole, coalesce(h.ip, (select a.ip::inet from alias a where a.domain = h.host limit 1)) as ip
      from hazard h join problem p on p.id = h.problem_id left join same_hole s on s.scanner = p.scanner and s.rule_id = p.rule_id
      where h.last_import_id = ${importId} and h.sightings = 1 and h.lead_id is null and h.owned),
    near as (
      select f.id, e.id as other from fresh f join hazard e on e.ip = f.ip and e.port is not distinct from f.port and e.problem_id = f.problem_id and e.id < f.id and e.host <> f.host and (e.host = host(e.ip) or f.host = host(f.ip)) and e.path is not distinct from f.path and e.parameter is not distinct from f.parameter where f.ip is not null
      union select f.id, e.id from fresh f join hazard e on e.ip = f.ip and e.port is not distinct from f.port and e.id < f.id where f.ip is not null and (f.cve <> '{}' or f.hole is not null)
      union select f.id, e.id from fresh f join alias a on a.ip::inet = f.ip join hazard e on e.host = a.domain and e.ip is null and e.port is not distinct from f.port and e.id < f.id),
    pair as (select f.id as hazard_id, coalesce(e.lead_id, e.id) as lead_id,
        case when e.problem_id = f.problem_id then 'name' when s.hole = f.hole then 'rules' else 'cve' end as reason,
        case when e.problem_id = f.problem_id then e.path is not distinct from f.path and e.parameter is not distinct from f.parameter
          when s.hole = f.hole then true else q.cve <@ f.cve and f.cve <@ q.cve and (e.path is null or f.path is null or e.path = f.path) end as certain
      from near n join fresh f on f.id = n.id join hazard e on e.id = n.other join problem q on q.id = e.problem_id left join same_hole s on s.scanner = q.scanner and s.rule_id = q.rule_id
      where e.unit_id = f.unit_id and e.owned and (e.problem_id = f.problem_id or (q.scanner <> f.scanner and (s.hole = f.hole or q.cve && f.cve))))
    select distinct on (x.hazard_id) x.hazard_id, x.lead_id, x.reason, x.certain, l.number, l.notified_at is not null as told from pair x join hazard l on l.id = x.lead_id
    where x.hazard_id <> x.lead_id and not exists (select 1 from hazard_link k where least(k.hazard_id, k.lead_id) = least(x.hazard_id, x.lead_id) and greatest(k.hazard_id, k.lead_id) = greatest(x.hazard_id, x.lead_id))
    order by x.hazard_id, x.certain desc, x.lead_id`.execute(tx);
  if (rows.length === 0) return 0;
  const at = now().toISOString();
  await sql`insert into hazard_link (id, hazard_id, lead_id, state, reason, created_at) select * from unnest(${rows.map(() => newId())}::uuid[], ${rows.map((r) => r.hazard_id)}::uuid[], ${rows.map((r) => r.lead_id)}::uuid[], ${rows.map((r) => (r.certain ? 'linked' : 'proposed'))}::text[], ${rows.map((r) => r.reason)}::text[], ${rows.map(() => at)}::timestamptz[])`.execute(tx);
  const certain = rows.filter((r) => r.certain);
  if (certain.length === 0) return 0;
  await sql`update hazard h set lead_id = x.l from unnest(${certain.map((r) => r.hazard_id)}::uuid[], ${certain.map((r) => r.lead_id)}::uuid[]) as x(h, l) where h.id = x.h`.execute(tx);
  // a lead that has just got one itself: its followers follow that one
  for (;;) { const { numAffectedRows } = await sql`update hazard h set lead_id = l.lead_id from hazard l where h.lead_id = l.id and l.lead_id is not null and h.id <> l.lead_id`.execute(tx); if (!numAffectedRows) break; }
  await sql`insert into case_event (id, case_id, at, action, actor_id, actor_name, note) select e, h, ${at}::timestamptz, 'link', ${actor.id}, ${actor.name}, n from unnest(${certain.map(() => newId())}::uuid[], ${certain.map((r) => r.hazard_id)}::uuid[], ${certain.map((r) => r.number)}::text[]) as x(e, h, n)`.execute(tx);
  return certain.length;
}
