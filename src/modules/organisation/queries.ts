import { now, today } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { Permission } from '../../kernel/permissions.ts';
import { duties as dutyNames, requiredDuties } from './contract.ts';

type Duty = (typeof dutyNames)[number];
const nobody = '00000000-0000-0000-0000-000000000000';
const orNone = (ids: Iterable<string>): string[] => { const list = [...ids]; return list.length ? list : [nobody]; };

const unitColumns = (db: Reader) => db.selectFrom('unit as u').select(['u.id', 'u.parent_id', 'u.name', 'u.short_name', 'u.kind', 'u.sort', 'u.status', 'u.version', sql<string[]>`coalesce((select json_agg(a.alias order by a.alias) from unit_alias a where a.unit_id = u.id), '[]'::json)`.as('aliases')]);
/** Names of units are known to everybody who is signed in; `all` adds those that are no more. */
export const listUnits = (db: Reader, all: boolean) => {
  const q = unitColumns(db).orderBy('u.sort').orderBy('u.name').orderBy('u.id');
  return (all ? q : q.where('u.status', '=', 'active')).execute();
};
export async function readUnits(db: Reader, ids: string[]) {
  return unitColumns(db).where('u.id', 'in', orNone(ids)).orderBy('u.created_at').orderBy('u.id').execute();
}
export async function readUnit(db: Reader, id: string) {
  const unit = await unitColumns(db).where('u.id', '=', id).executeTakeFirst();
  if (!unit) throw new AppError('not_found', 'object.not_found');
  return unit;
}
export async function readUnitHistory(db: Reader, id: string) {
  await readUnit(db, id);
  return db.selectFrom('unit_change').select(['at', 'what', 'before', 'after', 'by_name as by']).where('unit_id', '=', id).orderBy('at', 'desc').orderBy('id', 'desc').execute();
}

/** The only way to people: scoped to the actor's units before any other filter. */
function peopleOf(db: Reader, actor: Actor, permission: Permission) {
  const units = unitsFor(actor, permission);
  const all = db.selectFrom('person as p');
  return units === 'all' ? all : all.where('p.unit_id', 'in', orNone(units));
}
/** Throws object.not_found for one who is not there and one who is not the actor's alike. */
export async function demandPerson(db: Reader, actor: Actor, permission: Permission, id: string) {
  const person = await peopleOf(db, actor, permission).select(['p.id', 'p.name', 'p.unit_id', 'p.email', 'p.status', 'p.version']).where('p.id', '=', id).executeTakeFirst();
  if (!person) throw new AppError('not_found', 'object.not_found');
  return person;
}
/** True of a person (alias p) whose account works for the whole organisation: its mail must not be turned elsewhere by a unit. */
export const hasWideAccount = () => sql<boolean>`exists (select 1 from account a join account_role r on r.account_id = a.id where a.person_id = p.id and a.status = 'active' and r.unit_id is null)`;
interface HeldPost { post_id: string; unit_id: string; unit_name: string; duty: Duty; title: string }
const personColumns = (db: Reader, actor: Actor, permission: Permission) => peopleOf(db, actor, permission).innerJoin('unit as u', 'u.id', 'p.unit_id')
  .select(['p.id', 'p.name', 'p.unit_id', 'u.name as unit_name', 'p.phone', 'p.email', 'p.employee_no', 'p.status', 'p.version']);
/** The posts that people hold now; one statement however many. */
async function withPosts<T extends { id: string }>(db: Reader, people: T[]): Promise<(T & { posts: HeldPost[] })[]> {
  if (people.length === 0) return [];
  const rows = await db.selectFrom('post_holder as h').innerJoin('post as o', 'o.id', 'h.post_id').innerJoin('unit as w', 'w.id', 'o.unit_id').select(['h.person_id', 'o.id as post_id', 'o.unit_id', 'w.name as unit_name', 'o.duty', 'o.title'])
    .where('h.until', 'is', null).where(sql<boolean>`h.person_id = any(${people.map((p) => p.id)}::uuid[])`).orderBy('w.sort').orderBy('w.name').orderBy('o.duty').execute();
  const held = new Map<string, HeldPost[]>();
  for (const { person_id, ...post } of rows) held.set(person_id, [...(held.get(person_id) ?? []), post]);
  return people.map((p) => ({ ...p, posts: held.get(p.id) ?? [] }));
}

export async function listPeople(db: Reader, actor: Actor, f: { page: number; size: number; unit_id?: string | undefined; id?: string | undefined; q?: string | undefined; all?: 'true' | 'false' | undefined }) {
  let q = personColumns(db, actor, 'person.read');
  if (f.id) q = q.where('p.id', '=', f.id);
  if (f.unit_id) q = q.where('p.unit_id', '=', f.unit_id);
  if (f.all !== 'true') q = q.where('p.status', '=', 'active');
  const word = f.q?.trim();
  if (word) {
    const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    q = q.where((e) => e.or([e('p.name', 'ilike', like), e('p.employee_no', 'ilike', like), e('p.phone', 'ilike', like), e('u.name', 'ilike', like)]));
  }
  const { total } = await q.clearSelect().select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const items = await withPosts(db, await q.orderBy('u.sort').orderBy('u.name').orderBy('p.name').orderBy('p.id').limit(f.size).offset((f.page - 1) * f.size).execute());
  return { items, total, page: f.page, size: f.size };
}
export async function readPerson(db: Reader, actor: Actor, id: string) {
  const [person] = await withPosts(db, await personColumns(db, actor, 'person.write').where('p.id', '=', id).execute());
  if (!person) throw new AppError('not_found', 'object.not_found');
  return person;
}
/** A person as the trail may keep him: which telephone and mail, without being a second place to find them. */
export const forTrail = <T extends { phone: string | null; email: string | null }>(p: T): T => ({ ...p, phone: p.phone && `${'*'.repeat(Math.max(0, p.phone.length - 4))}${p.phone.slice(-4)}`, email: p.email && p.email.replace(/^(.).*@/, '$1***@') });

const postColumns = (db: Reader) => db.selectFrom('post as p').leftJoin('post_holder as h', (j) => j.onRef('h.post_id', '=', 'p.id').on('h.until', 'is', null)).leftJoin('person as w', 'w.id', 'h.person_id')
  .select(['p.id', 'p.unit_id', 'p.duty', 'p.title', 'p.version', 'h.since', 'w.id as holder_id', 'w.name as holder_name', 'w.phone as holder_phone', 'w.employee_no as holder_no']);
type PostRow = Awaited<ReturnType<ReturnType<typeof postColumns>['execute']>>[number];
const asPost = ({ holder_id, holder_name, holder_phone, holder_no, ...post }: PostRow) => ({ ...post, holder: holder_id ? { id: holder_id, name: holder_name!, phone: holder_phone, employee_no: holder_no } : null });
export const readPost = async (db: Reader, id: string) => asPost(await postColumns(db).where('p.id', '=', id).executeTakeFirstOrThrow());

/** Every active unit of the actor's with its posts, and the required duties that nobody fills. */
export async function listDuties(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'person.read');
  const active = db.selectFrom('unit').select(['id', 'name']).where('status', '=', 'active').orderBy('sort').orderBy('name').orderBy('id');
  const mine = await (units === 'all' ? active : active.where('id', 'in', orNone(units))).execute();
  const posts = Map.groupBy(await postColumns(db).where('p.unit_id', 'in', orNone(mine.map((u) => u.id))).orderBy('p.duty').orderBy('p.title').orderBy('p.id').execute(), (p) => p.unit_id);
  return mine.map((u) => {
    const own = (posts.get(u.id) ?? []).map(asPost);
    return { unit_id: u.id, unit_name: u.name, posts: own, missing: requiredDuties.filter((d) => !own.some((p) => p.duty === d && p.holder)) };
  });
}

/** A unit that is new, or whose post fell empty lately, has so long to fill it. */
const daysToFill = 30;
/** Active units below the top that have lacked a holder for a required duty longer than that, with how many they lack. */
export async function unitsWithGaps(db: Reader): Promise<{ unit_id: string; unit_name: string; missing: number }[]> {
  const since = new Date(now().getTime() - daysToFill * 86_400_000).toISOString();
  const rows = await db.selectFrom('unit as u').select(['u.id as unit_id', 'u.name as unit_name', sql<number>`(select count(distinct p.duty)::int from post p join post_holder h on h.post_id = p.id and h.until is null where p.unit_id = u.id and p.duty = any(${[...requiredDuties]}::text[]))`.as('held')])
    .where('u.status', '=', 'active').where('u.parent_id', 'is not', null).where('u.created_at', '<', since)
    .where((e) => e.not(e.exists(e.selectFrom('post as p').innerJoin('post_holder as h', 'h.post_id', 'p.id').select('h.id').whereRef('p.unit_id', '=', 'u.id').where('h.until', '>=', since)))).orderBy('u.sort').orderBy('u.name').execute();
  return rows.filter((r) => r.held < requiredDuties.length).map(({ held, ...r }) => ({ ...r, missing: requiredDuties.length - held }));
}

/** Who answers for units, with telephone: the holders of the four duties. The caller has shown that he may know. */
export const contactsOf = (db: Reader, unitIds: readonly string[]) => db.selectFrom('post as p').innerJoin('post_holder as h', 'h.post_id', 'p.id').innerJoin('person as w', 'w.id', 'h.person_id')
  .select(['p.unit_id', 'p.duty', 'p.title', 'w.id as person_id', 'w.name', 'w.phone', 'w.email']).where('h.until', 'is', null).where('p.unit_id', 'in', orNone(unitIds)).where('p.duty', 'in', [...requiredDuties])
  .orderBy('p.unit_id').orderBy(sql`array_position(array['liaison','direct_responsible','security_officer','first_responsible'], p.duty)`).execute();

export type ToldAs = 'unit_head' | 'liaison';
/** The accounts that act for units, by role or by the post their person holds; each account once a unit. */
export async function accountsToTell(db: Reader, unitIds: readonly string[], as: readonly ToldAs[] = ['liaison', 'unit_head']): Promise<{ unit_id: string; account_id: string; role: ToldAs }[]> {
  if (unitIds.length === 0 || as.length === 0) return [];
  const { rows } = await sql<{ unit_id: string; account_id: string; role: ToldAs }>`
    select distinct on (t.unit_id, t.account_id) t.unit_id, t.account_id, t.role from (
      select r.unit_id, r.account_id, r.role from account_role r where r.unit_id = any(${unitIds}::uuid[])
      union all
      select p.unit_id, a.id, case when p.duty = 'liaison' then 'liaison' else 'unit_head' end from post p join post_holder h on h.post_id = p.id and h.until is null join account a on a.person_id = h.person_id
        where p.unit_id = any(${unitIds}::uuid[]) and p.duty in ('liaison', 'first_responsible', 'direct_responsible')
    ) t join account a on a.id = t.account_id
    where t.role = any(${as}::text[]) and a.status = 'active' and (a.valid_until is null or a.valid_until >= ${today()})
    order by t.unit_id, t.account_id, t.role`.execute(db);
  return rows;
}

/** Where an account reads its mail; null for nowhere. */
export async function mailAddressOf(tx: Tx, accountId: string): Promise<string | null> {
  const row = await tx.selectFrom('account as a').innerJoin('person as p', 'p.id', 'a.person_id').select('p.email').where('a.id', '=', accountId).executeTakeFirst();
  return row?.email ?? null;
}
