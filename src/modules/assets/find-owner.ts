import { sql, type Reader } from '../../kernel/database.ts';

export interface Asked { host: string; ip: string | null; /** Name of a system, as a notice tells it. */ system?: string }
/** Who answers for a host: the system it belongs to, or the unit whose range it is in, or nobody. */
export interface Owner { system_id: string | null; unit_id: string | null }

/** Finds the owners of many hosts in one statement: domain (the nearest parent that is registered with a star), address (the smallest range), name of a system; then the unit's range.
 *  The answer stands in the order of the question. */
export async function findOwners(db: Reader, hosts: readonly Asked[]): Promise<Owner[]> {
  if (hosts.length === 0) return [];
  const { rows } = await sql<{ i: number; system_id: string | null; system_unit: string | null; range_unit: string | null }>`
    with asked as (select * from unnest(${hosts.map((_, i) => i)}::int[], ${hosts.map((h) => h.host.toLowerCase())}::text[], ${hosts.map((h) => h.ip)}::text[], ${hosts.map((h) => h.system ?? '')}::text[]) as t(i, host, ip, name))
    select a.i, coalesce(d.system_id, p.system_id, n.system_id) as system_id, coalesce(d.unit_id, p.unit_id, n.unit_id) as system_unit, r.unit_id as range_unit
    from asked a
    left join lateral (select s.id as system_id, s.unit_id from system_place sp join info_system s on s.id = sp.system_id where s.state <> 'cancelled' and (sp.domain = a.host or (a.host like '%.%' and sp.domain = '*.' || substr(a.host, strpos(a.host, '.') + 1))) order by sp.domain = a.host desc, s.id limit 1) d on true
    left join lateral (select s.id as system_id, s.unit_id from system_place sp join info_system s on s.id = sp.system_id where d.system_id is null and a.ip is not null and s.state <> 'cancelled' and sp.first_ip <= a.ip::inet and sp.last_ip >= a.ip::inet and family(sp.first_ip) = family(a.ip::inet)
      order by case when sp.first_ip = sp.last_ip then 0 else sp.last_ip - sp.first_ip end, s.id limit 1) p on true
    left join lateral (select s.id as system_id, s.unit_id from info_system s where d.system_id is null and p.system_id is null and a.name <> '' and s.state <> 'cancelled' and lower(s.name) = lower(a.name) and (select count(*) from info_system o where o.state <> 'cancelled' and lower(o.name) = lower(a.name)) = 1 limit 1) n on true
    left join lateral (select u.unit_id from unit_range u where a.ip is not null and u.first_ip <= a.ip::inet and u.last_ip >= a.ip::inet and family(u.first_ip) = family(a.ip::inet) order by u.last_ip - u.first_ip, u.id limit 1) r on true
    order by a.i`.execute(db);
  return rows.map((r) => ({ system_id: r.system_id, unit_id: r.system_unit ?? r.range_unit }));
}
