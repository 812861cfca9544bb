import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { visibleItems } from './item-queries.ts';
import type { claimStates, importances, networkZones, systemKinds, systemMarks, systemStates } from './contract.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
const orNone = (ids: Iterable<string>): string[] => { const list = [...ids]; return list.length ? list : [nobody]; };
export interface SystemFilter { q?: string | undefined; unit_id?: string | undefined; kind?: (typeof systemKinds)[number] | undefined; state?: (typeof systemStates)[number] | undefined; importance?: (typeof importances)[number] | undefined; gaps?: 'true' | undefined; zone?: (typeof networkZones)[number] | undefined; mark?: (typeof systemMarks)[number] | undefined }

/** The only way to systems: scoped to the actor's units, owning, operating or using, before any other filter. */
export function visibleSystems(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'asset.read');
  const all = db.selectFrom('info_system as s').innerJoin('unit as u', 'u.id', 's.unit_id').leftJoin('person as m', 'm.id', 's.manager_id');
  return units === 'all' ? all : all.where((e) => e.or([e('s.unit_id', 'in', orNone(units)), e('s.operating_unit_id', 'in', orNone(units)), e('s.using_unit_id', 'in', orNone(units))]));
}
/** 公文收发、财务等特殊系统: in the internal zone, no name that the world can ask for, no address but private ones (RFC 1918, 6598, 4193). */
const exposed = sql<boolean>`(s.special and (s.network_zone <> 'internal' or exists (select 1 from system_place x where x.system_id = s.id and ((x.domain !~ '\\.(local|lan|internal|intranet|corp|home)$') or (not exists (select 1 from unnest(array['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']::inet[]) n where x.first_ip << n and x.last_ip << n) and x.domain is null)))))`;
/** True of a place (alias p) outside of what the organisation calls its own; nothing is said while it has named none. */
const isOutside = sql<boolean>`case when p.domain is not null then exists (select 1 from own_domain) and not exists (select 1 from own_domain d where p.domain = d.domain or right(p.domain, length(d.domain) + 1) = '.' || d.domain) else exists (select 1 from unit_range) and not exists (select 1 from unit_range r where r.first_ip <= p.first_ip and r.last_ip >= p.last_ip) end`;
const outsidePlaces = sql<string[]>`array(select p.written from system_place p where p.system_id = s.id and ${isOutside} order by p.written)`;
/** The systems of all such places at once: addresses in one sorted pass beside the ranges, where asking each range for each address would be a product. */
const systemsOutside = sql`(select p.system_id from system_place p where p.domain is not null and ${isOutside} union all
  select x.system_id from (select system_id, last_ip, max(range_end) over (order by first_ip, range_end nulls last rows unbounded preceding) as covered_to from (select null::uuid as system_id, first_ip, null::inet as last_ip, last_ip as range_end from unit_range union all select system_id, first_ip, last_ip, null from system_place where domain is null) y) x
  where x.system_id is not null and exists (select 1 from unit_range) and (x.covered_to < x.last_ip or x.covered_to is null))`;
/** What a live system must have and has not: an officer's to-do, in the words of the page. */
const gaps = sql<string[]>`array_remove(array[case when s.manager_id is null then 'manager' end, case when s.mlps_level is null and s.ungraded_reason = '' then 'mlps' end, case when s.kind = 'website' and s.icp_number = '' and 'icp_number' <> all(s.exempt) then 'icp' end, case when s.kind = 'website' and s.police_number = '' and 'police_number' <> all(s.exempt) then 'police' end, case when not exists (select 1 from system_place g where g.system_id = s.id) then 'places' end, case when ${exposed} then 'exposed' end], null)`;
const rowColumns = (db: Reader, actor: Actor) => visibleSystems(db, actor).leftJoin('unit as o', 'o.id', 's.operating_unit_id').leftJoin('unit as w', 'w.id', 's.using_unit_id').select(['s.id', 's.name', 's.kind', 's.unit_id', 'u.name as unit_name', 'o.name as operating_unit_name', 'w.name as using_unit_name', 's.network_zone', 's.special', 's.cii', 's.site_group', outsidePlaces.as('outside_places'), 'm.name as manager_name', 's.operator', 's.importance', 's.mlps_level', 's.ungraded_reason', 's.outside', 's.state', 's.version', gaps.as('gaps'),
  sql<string[]>`coalesce((select array_agg(p.written order by p.written) from system_place p where p.system_id = s.id), '{}')`.as('places')]);

const marks: Record<(typeof systemMarks)[number], typeof exposed> = { special: sql`s.special`, exposed, cii: sql`s.cii`, outside: sql`s.outside`, outside_suspected: sql`(not s.outside and s.id in ${systemsOutside})`, in_group: sql`(s.kind = 'website' and s.site_group)`, not_in_group: sql`(s.kind = 'website' and s.site_group is not true)` };
function filtered<Q extends ReturnType<typeof visibleSystems>>(q: Q, f: SystemFilter): Q {
  let r = q as ReturnType<typeof visibleSystems>;
  if (f.unit_id) r = r.where('s.unit_id', '=', f.unit_id);
  if (f.kind) r = r.where('s.kind', '=', f.kind);
  if (f.importance) r = r.where('s.importance', '=', f.importance);
  r = f.state ? r.where('s.state', '=', f.state) : r.where('s.state', '!=', 'cancelled');
  if (f.zone) r = r.where('s.network_zone', '=', f.zone);
  if (f.mark) r = r.where(marks[f.mark]);
  if (f.gaps) r = r.where(sql<boolean>`cardinality(${gaps}) > 0`).where('s.state', '!=', 'cancelled');
  if (f.q) {
    const like = `%${f.q.replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%`;
    r = r.where((e) => e.or([sql<boolean>`lower(s.name) like ${like}`, sql<boolean>`s.initials like ${like}`, sql<boolean>`lower(u.name) like ${like}`, sql<boolean>`lower(s.operator) like ${like}`, e('s.id', 'in', e.selectFrom('system_place as p').select('p.system_id').where(sql<boolean>`lower(p.written) like ${like}`))]));
  }
  return r as Q;
}
/** The page's ids first: what is computed for a row is computed for the rows that are shown. */
export async function listSystems(db: Reader, actor: Actor, f: SystemFilter & { page: number; size: number }) {
  const chosen = () => filtered(visibleSystems(db, actor), f);
  const page = await chosen().select(['s.id', sql<number>`(count(*) over ())::int`.as('total')]).orderBy('u.sort').orderBy('u.name').orderBy('s.name').orderBy('s.id').limit(f.size).offset((f.page - 1) * f.size).execute();
  const total = page[0]?.total ?? (f.page === 1 ? 0 : Number((await chosen().select((e) => e.fn.countAll<string>().as('n')).executeTakeFirstOrThrow()).n));
  const ids = page.map((r) => r.id);
  const rows = new Map((await rowColumns(db, actor).where('s.id', 'in', orNone(ids)).execute()).map((r) => [r.id, r]));
  return { items: ids.flatMap((id) => rows.get(id) ?? []), total, page: f.page, size: f.size };
}
const fullColumns = (db: Reader, actor: Actor) => rowColumns(db, actor).select(['s.operating_unit_id', 's.using_unit_id', 's.manager_id', 's.operator_contact', 's.operator_phone', 's.purpose', 's.users', 's.data_held', 's.location', 's.ports', 's.icp_number', 's.police_number', 's.exempt', 's.breach_effect', 's.middleware']);
/** Whole systems at once, for sheets. */
export const systemsWhole = (db: Reader, actor: Actor, f: SystemFilter) => (filtered(fullColumns(db, actor) as never, f) as ReturnType<typeof fullColumns>).orderBy('u.sort').orderBy('u.name').orderBy('s.name').orderBy('s.id').execute();
export const systemsById = (db: Reader, actor: Actor, ids: readonly string[]) => fullColumns(db, actor).where('s.id', 'in', orNone(ids)).execute();
/** Throws object.not_found. */
export async function readSystem(db: Reader, actor: Actor, id: string) {
  const s = await fullColumns(db, actor).select(['s.state_reason', 's.state_paper', 's.state_on', 'm.phone as manager_phone']).where('s.id', '=', id).executeTakeFirst();
  if (!s) throw new AppError('not_found', 'object.not_found');
  const history = await db.selectFrom('system_change').select(['at', 'by_name', 'field', 'before', 'after']).where('system_id', '=', id).orderBy('at', 'desc').orderBy('id', 'desc').limit(200).execute();
  const linked = await visibleItems(db, actor).innerJoin('ledger_link as k', 'k.item_id', 'i.id').select(['i.id', 'i.ledger', 'i.name']).where('k.system_id', '=', id).where('i.state', '!=', 'retired').orderBy('i.ledger').orderBy('i.name').limit(500).execute();
  return { ...s, linked, history, can_write: mayIn(actor, 'asset.write', s.unit_id), can_manage: mayIn(actor, 'asset.manage', s.unit_id) };
}
/** The same name in two units, or the same domain or address in two systems. */
export async function findDuplicates(db: Reader, actor: Actor) {
  const names = await visibleSystems(db, actor).select([sql<string>`lower(s.name)`.as('what'), sql<{ id: string; name: string; unit_name: string }[]>`json_agg(json_build_object('id', s.id, 'name', s.name, 'unit_name', u.name) order by u.name)`.as('systems')]).where('s.state', '!=', 'cancelled').groupBy(sql`lower(s.name)`).having(sql<boolean>`count(*) > 1`).limit(200).execute();
  const places = await visibleSystems(db, actor).innerJoin('system_place as p', 'p.system_id', 's.id').select([sql<string>`coalesce(p.domain, host(p.first_ip))`.as('what'), sql<{ id: string; name: string; unit_name: string }[]>`json_agg(json_build_object('id', s.id, 'name', s.name, 'unit_name', u.name) order by u.name)`.as('systems')]).where('s.state', '!=', 'cancelled').where(sql<boolean>`p.first_ip is not distinct from p.last_ip`).groupBy(sql`coalesce(p.domain, host(p.first_ip))`).having(sql<boolean>`count(distinct s.id) > 1`).limit(200).execute();
  return [...names.map((n) => ({ why: 'name' as const, ...n })), ...places.map((p) => ({ why: 'place' as const, ...p }))];
}

export const listRanges = (db: Reader, actor: Actor) => {
  const units = unitsFor(actor, 'asset.read');
  const q = db.selectFrom('unit_range as r').innerJoin('unit as u', 'u.id', 'r.unit_id').select(['r.id', 'r.unit_id', 'u.name as unit_name', 'r.written', 'r.note']).orderBy('r.first_ip').orderBy('r.id');
  return (units === 'all' ? q : q.where('r.unit_id', 'in', orNone(units))).execute();
};
/** Claims offered to a unit are for its people; those offered to nobody are for all, but not for who has said no. */
export function visibleClaims(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'asset.read');
  const all = db.selectFrom('asset_claim as c').leftJoin('unit as u', 'u.id', 'c.unit_id').leftJoin('info_system as s', 's.id', 'c.system_id');
  if (units === 'all') return all;
  const mine = orNone(units);
  return all.where((e) => e.or([e('c.unit_id', 'in', mine), e.and([e('c.unit_id', 'is', null), e('c.state', '=', 'open'), sql<boolean>`not (${mine}::uuid[] <@ c.declined)`])]));
}
export async function listClaims(db: Reader, actor: Actor, state?: (typeof claimStates)[number]) {
  const writes = unitsFor(actor, 'asset.write');
  let q = visibleClaims(db, actor).select(['c.id', 'c.host', sql<string | null>`host(c.ip)`.as('ip'), 'c.found_by', 'c.found_at', 'c.last_seen_at', 'c.unit_id', 'u.name as unit_name', 'c.state', 'c.system_id', 's.name as system_name', sql<number>`cardinality(c.declined)`.as('declined'), 'c.note', 'c.version'])
    .orderBy(sql`c.state = 'open' desc`).orderBy('c.found_at', 'desc').orderBy('c.id').limit(1000);
  if (state) q = q.where('c.state', '=', state);
  return (await q.execute()).map((c) => ({ ...c, hazards: 0, can_claim: c.state === 'open' && (writes === 'all' || writes.size > 0) }));
}
