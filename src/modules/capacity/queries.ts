import { daysBetween, today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { Permission } from '../../kernel/permissions.ts';
import { certifiedShare, renewWithinDays, type promiseKinds, type reviewResults } from './contract.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
const orNone = (ids: Iterable<string>): string[] => { const list = [...ids]; return list.length ? list : [nobody]; };
const scopeOf = (actor: Actor, permission: Permission): string[] | 'all' => { const units = unitsFor(actor, permission); return units === 'all' ? units : orNone(units); };
export const thisYear = (): number => Number(today().slice(0, 4));
/** The day a year is looked at: its last one, or today while it runs. */
export const dayOf = (year: number): string => (year >= thisYear() ? today() : `${year}-12-31`);
interface FileRef { id: string; name: string; size_bytes: number }
const filesOf = (type: 'certificate' | 'promise' | 'resource', id: string) => sql<FileRef[]>`coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'size_bytes', f.size_bytes) order by f.created_at, f.id) from file f where f.owner_type = ${type} and f.owner_id = ${sql.ref(id)}), '[]'::json)`;

/** Who bears which duty is known to everybody who answers for a unit; how it was judged only to that unit and those above. */
export async function listDuties(db: Reader, actor: Actor, f: { year: number; unit_id?: string | undefined; id?: string }) {
  const scope = scopeOf(actor, 'capacity.read');
  const judged = scope === 'all' ? sql`true` : sql`b.unit_id = any(${scope}::uuid[])`;
  type Bearer = { unit_id: string; unit_name: string; part: 'lead' | 'support'; post: string; review: { result: (typeof reviewResults)[number]; note: string; by_name: string } | null };
  let q = db.selectFrom('duty_item as d').select(['d.id', 'd.title', 'd.content', 'd.basis', 'd.sort', 'd.version', sql<Bearer[]>`coalesce((select json_agg(json_build_object('unit_id', b.unit_id, 'unit_name', u.name, 'part', b.part, 'post', b.post,
      'review', case when r.id is not null and ${judged} then json_build_object('result', r.result, 'note', r.note, 'by_name', r.by_name) end) order by b.part, u.sort, u.name)
    from duty_bearer b join unit u on u.id = b.unit_id left join duty_review r on r.duty_id = b.duty_id and r.unit_id = b.unit_id and r.year = ${f.year} where b.duty_id = d.id), '[]'::json)`.as('bearers')]).orderBy('d.sort').orderBy('d.title').orderBy('d.id');
  if (f.id) q = q.where('d.id', '=', f.id);
  if (f.unit_id) q = q.where((e) => e.exists(e.selectFrom('duty_bearer as x').select('x.unit_id').whereRef('x.duty_id', '=', 'd.id').where('x.unit_id', '=', f.unit_id!)));
  return q.execute();
}

/** The only way to people's security work: those of the actor's units. */
export function visibleStaff(db: Reader, actor: Actor, permission: Permission) {
  const scope = scopeOf(actor, permission);
  const all = db.selectFrom('security_staff as s').innerJoin('person as p', 'p.id', 's.person_id').innerJoin('unit as u', 'u.id', 'p.unit_id');
  return scope === 'all' ? all : all.where('p.unit_id', 'in', scope);
}
export function visibleCertificates(db: Reader, actor: Actor, permission: Permission) {
  const scope = scopeOf(actor, permission);
  const all = db.selectFrom('certificate as c').innerJoin('person as p', 'p.id', 'c.person_id');
  return scope === 'all' ? all : all.where('p.unit_id', 'in', scope);
}
export async function listStaff(db: Reader, actor: Actor, day: string) {
  const rows = await visibleStaff(db, actor, 'capacity.read').select(['s.id', 's.person_id', 'p.name as person_name', 'p.unit_id', 'u.name as unit_name', 's.kind', 's.work', 's.since', 's.until', 's.version'])
    .where('s.since', '<=', day).where((e) => e.or([e('s.until', 'is', null), e('s.until', '>=', day)])).orderBy('u.sort').orderBy('u.name').orderBy('p.name').orderBy('s.id').execute();
  const held = await db.selectFrom('certificate as c').select(['c.id', 'c.person_id', 'c.name', 'c.level', 'c.number', 'c.issuer', 'c.issued_on', 'c.expires_on', filesOf('certificate', 'c.id').as('files')]).where('c.person_id', 'in', orNone(rows.map((r) => r.person_id))).orderBy('c.issued_on', 'desc').orderBy('c.id').execute();
  const byPerson = Map.groupBy(held, (c) => c.person_id);
  return rows.map((r) => {
    const certificates = (byPerson.get(r.person_id) ?? []).map(({ person_id: _, ...c }) => ({ ...c, state: c.expires_on && c.expires_on < today() ? 'ended' as const : c.expires_on && daysBetween(today(), c.expires_on) <= renewWithinDays ? 'ending' as const : 'valid' as const }));
    return { ...r, certificates, certified: certificates.some((c) => c.issued_on <= day && (!c.expires_on || c.expires_on >= day)), can_write: mayIn(actor, 'capacity.write', r.unit_id) };
  });
}

/** Of those who did security work on the last day of a year, how many held a certificate that was valid then: five years, oldest first. */
export async function listRates(db: Reader, actor: Actor) {
  const scope = scopeOf(actor, 'capacity.read');
  const years = Array.from({ length: 5 }, (_, i) => thisYear() - 4 + i);
  const { rows } = await sql<{ day: string; staff: number; certified: number }>`select d.day::text as day, count(distinct s.person_id)::int as staff, count(distinct c.person_id)::int as certified
    from unnest(${years.map(dayOf)}::date[]) as d(day)
    left join (security_staff s join person p on p.id = s.person_id) on s.since <= d.day and (s.until is null or s.until >= d.day) and ${scope === 'all' ? sql`true` : sql`p.unit_id = any(${scope}::uuid[])`}
    left join certificate c on c.person_id = s.person_id and c.issued_on <= d.day and (c.expires_on is null or c.expires_on >= d.day)
    group by d.day order by d.day`.execute(db);
  let before: number | null = null;
  return rows.map((r) => {
    const share = r.staff === 0 ? null : Math.round((r.certified * 1000) / r.staff) / 10;
    const verdict = share === null ? 'unknown' as const : share >= certifiedShare ? 'met' as const : before !== null && share > before ? 'rising' as const : 'not_met' as const;
    before = share;
    return { year: Number(r.day.slice(0, 4)), on: r.day, staff: r.staff, certified: r.certified, share, verdict };
  });
}

/** The only way to promises: those of the actor's units that were not withdrawn. A person's goes with him to his unit of today. */
export function visiblePromises(db: Reader, actor: Actor, permission: Permission) {
  const scope = scopeOf(actor, permission);
  const all = db.selectFrom('promise as m').leftJoin('person as p', 'p.id', 'm.person_id').innerJoin('unit as u', (j) => j.on(sql<boolean>`u.id = coalesce(p.unit_id, m.unit_id)`)).where('m.withdrawn_at', 'is', null);
  return scope === 'all' ? all : all.where('u.id', 'in', scope);
}
/** Who must promise: for 保密 everybody in security work or in one of the four posts; for 网络安全 every active unit straight below the top. */
async function owed(db: Reader, actor: Actor, kind: (typeof promiseKinds)[number]): Promise<{ id: string; name: string; unit_name: string }[]> {
  const scope = scopeOf(actor, 'capacity.read');
  if (kind === 'security') {
    const units = db.selectFrom('unit as u').innerJoin('unit as top', 'top.id', 'u.parent_id').select(['u.id', 'u.name', 'u.name as unit_name']).where('u.status', '=', 'active').where('top.parent_id', 'is', null).orderBy('u.sort').orderBy('u.name').orderBy('u.id');
    return (scope === 'all' ? units : units.where('u.id', 'in', scope)).execute();
  }
  const people = db.selectFrom('person as p').innerJoin('unit as u', 'u.id', 'p.unit_id').select(['p.id', 'p.name', 'u.name as unit_name']).where('p.status', '=', 'active')
    .where((e) => e.or([
      e.exists(e.selectFrom('security_staff as s').select('s.id').whereRef('s.person_id', '=', 'p.id').where('s.until', 'is', null)),
      e.exists(e.selectFrom('post_holder as h').innerJoin('post as o', 'o.id', 'h.post_id').select('h.id').whereRef('h.person_id', '=', 'p.id').where('h.until', 'is', null).where('o.duty', '<>', 'other')),
    ])).orderBy('u.sort').orderBy('u.name').orderBy('p.name').orderBy('p.id');
  return (scope === 'all' ? people : people.where('p.unit_id', 'in', scope)).execute();
}
export async function listPromises(db: Reader, actor: Actor, kind: (typeof promiseKinds)[number]) {
  const day = today();
  const rows = await visiblePromises(db, actor, 'capacity.read').select(['m.id', 'm.kind', 'u.id as unit_id', 'u.name as unit_name', 'm.person_id', 'p.name as person_name', 'm.signed_on', 'm.valid_until', filesOf('promise', 'm.id').as('files')])
    .where('m.kind', '=', kind).orderBy('u.sort').orderBy('u.name').orderBy('p.name').orderBy('m.id').execute();
  const promises = rows.map((r) => ({ ...r, expired: r.valid_until !== null && r.valid_until < day, can_write: mayIn(actor, 'capacity.write', r.unit_id) }));
  const has = new Set(promises.filter((p) => !p.expired).map((p) => p.person_id ?? p.unit_id));
  const due = await owed(db, actor, kind);
  const missing = due.filter((d) => !has.has(d.id));
  return { kind, due: due.length, signed: due.length - missing.length, promises, missing };
}

export function visibleResources(db: Reader, actor: Actor, permission: Permission) {
  const scope = scopeOf(actor, permission);
  const all = db.selectFrom('resource as r').innerJoin('unit as u', 'u.id', 'r.unit_id');
  return scope === 'all' ? all : all.where('r.unit_id', 'in', scope);
}
export async function listResources(db: Reader, actor: Actor, year: number) {
  const rows = await visibleResources(db, actor, 'capacity.read').select(['r.id', 'r.year', 'r.kind', 'r.title', 'r.unit_id', 'u.name as unit_name', 'r.planned', 'r.provided', 'r.measure', 'r.basis', 'r.version', filesOf('resource', 'r.id').as('files')])
    .where('r.year', '=', year).orderBy('r.kind').orderBy('u.sort').orderBy('u.name').orderBy('r.title').orderBy('r.id').execute();
  return rows.map((r) => ({ ...r, planned: Number(r.planned), provided: Number(r.provided) }));
}
