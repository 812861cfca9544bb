import { dateOf, daysBetween, today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { Permission } from '../../kernel/permissions.ts';
import { contactsOf } from '../organisation/index.ts';
import { confirmEveryDays, verifyEveryDays, type recordKinds } from './contract.ts';
import { periodsOf, rules, stateOf } from './rules.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
const orNone = (ids: Iterable<string>): string[] => { const list = [...ids]; return list.length ? list : [nobody]; };
export const thisYear = (): number => Number(today().slice(0, 4));
interface FileRef { id: string; name: string; size_bytes: number }
const filesOf = (type: 'duty_record' | 'responsibility_letter', id: string) => sql<FileRef[]>`coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'size_bytes', f.size_bytes) order by f.created_at, f.id) from file f where f.owner_type = ${type} and f.owner_id = ${sql.ref(id)}), '[]'::json)`;

/** The only way to records: those of the actor's units, and the whole organisation's, which every unit may read. */
export function visibleRecords(db: Reader, actor: Actor, permission: Permission = 'responsibility.read') {
  const units = unitsFor(actor, permission);
  const all = db.selectFrom('duty_record as r');
  if (units === 'all') return all;
  return units.size === 0 ? all.where('r.id', '=', nobody) : all.where((e) => e.or([e('r.unit_id', 'is', null), e('r.unit_id', 'in', [...units])]));
}
export const mayWriteFor = (actor: Actor, unitId: string | null): boolean => (unitId === null ? unitsFor(actor, 'duty_record.write') === 'all' : mayIn(actor, 'duty_record.write', unitId));
const recordColumns = (db: Reader, actor: Actor, permission?: Permission) => visibleRecords(db, actor, permission).leftJoin('unit as u', 'u.id', 'r.unit_id')
  .select(['r.id', 'r.kind', 'r.held_on', 'r.title', 'r.unit_id', 'u.name as unit_name', 'r.chaired_by', 'r.attendees', 'r.content', 'r.created_by_name', 'r.version', filesOf('duty_record', 'r.id').as('files')]);
export async function listRecords(db: Reader, actor: Actor, filter: { year?: number | undefined; unit_id?: string | undefined; kind?: (typeof recordKinds)[number] | undefined }) {
  let q = recordColumns(db, actor).orderBy('r.held_on', 'desc').orderBy('r.id', 'desc').limit(1000);
  if (filter.year) q = q.where('r.held_on', '>=', `${filter.year}-01-01`).where('r.held_on', '<=', `${filter.year}-12-31`);
  if (filter.unit_id) q = q.where('r.unit_id', '=', filter.unit_id);
  if (filter.kind) q = q.where('r.kind', '=', filter.kind);
  return (await q.execute()).map((r) => ({ ...r, can_write: mayWriteFor(actor, r.unit_id) }));
}
export async function readRecord(db: Reader, actor: Actor, id: string) {
  const r = await recordColumns(db, actor, 'duty_record.write').where('r.id', '=', id).executeTakeFirst();
  if (!r) throw new AppError('not_found', 'object.not_found');
  return { ...r, can_write: mayWriteFor(actor, r.unit_id) };
}

export async function readStanding(db: Reader, year: number) {
  const held = await db.selectFrom('duty_record as r').select(['r.id', 'r.kind', 'r.title', 'r.held_on', sql<number>`(select count(*)::int from file f where f.owner_type = 'duty_record' and f.owner_id = r.id)`.as('files')])
    .where('r.unit_id', 'is', null).where('r.kind', 'in', rules.map((r) => r.kind)).where('r.held_on', '>=', `${year}-01-01`).where('r.held_on', '<=', `${year}-12-31`).orderBy('r.held_on').orderBy('r.id').execute();
  return { year, rules: rules.map((rule) => ({ ...rule, periods: periodsOf(rule, year).map((p) => {
    const records = held.filter((r) => r.kind === rule.kind && r.held_on >= p.from && r.held_on <= p.to).map(({ id, title, held_on, files }) => ({ id, title, held_on, files }));
    return { ...p, state: stateOf(records.length, rule.least, p.to, today()), records };
  }) })) };
}

/** The only way to letters: those of the actor's units that stand. */
export function visibleLetters(db: Reader, actor: Actor, permission: Permission = 'responsibility.read') {
  const units = unitsFor(actor, permission);
  const all = db.selectFrom('responsibility_letter as l').where('l.withdrawn_at', 'is', null);
  return units === 'all' ? all : all.where('l.unit_id', 'in', orNone(units));
}
/** Active units straight below the top without a letter of the year. */
export const unitsWithoutLetter = (db: Reader, year: number) => db.selectFrom('unit as u').innerJoin('unit as top', 'top.id', 'u.parent_id').select(['u.id as unit_id', 'u.name as unit_name']).where('u.status', '=', 'active').where('top.parent_id', 'is', null)
  .where((e) => e.not(e.exists(e.selectFrom('responsibility_letter as l').select('l.id').whereRef('l.unit_id', '=', 'u.id').where('l.year', '=', year).where('l.withdrawn_at', 'is', null)))).orderBy('u.sort').orderBy('u.name').execute();
/** The rate is counted over the active units straight below the top; a unit sees its own part. */
export async function listLetters(db: Reader, actor: Actor, year: number) {
  const units = unitsFor(actor, 'responsibility.read');
  const letters = await visibleLetters(db, actor).innerJoin('unit as u', 'u.id', 'l.unit_id').select(['l.id', 'l.year', 'l.unit_id', 'u.name as unit_name', 'l.signed_on', 'l.party_a', 'l.party_b', 'l.created_by_name', filesOf('responsibility_letter', 'l.id').as('files')])
    .where('l.year', '=', year).orderBy('u.sort').orderBy('u.name').orderBy('l.id').execute();
  const second = db.selectFrom('unit as u').innerJoin('unit as top', 'top.id', 'u.parent_id').select(['u.id as unit_id', 'u.name as unit_name']).where('u.status', '=', 'active').where('top.parent_id', 'is', null).orderBy('u.sort').orderBy('u.name').orderBy('u.id');
  const asked = await (units === 'all' ? second : second.where('u.id', 'in', orNone(units))).execute();
  const has = new Set(letters.map((l) => l.unit_id));
  const missing = asked.filter((u) => !has.has(u.unit_id));
  return { year, due: asked.length, signed: asked.length - missing.length, letters, missing };
}

const stale = (date: string | null, days: number): boolean => date === null || daysBetween(date, today()) > days;
const contactColumns = (db: Reader) => db.selectFrom('external_contact as c').select(['c.id', 'c.kind', 'c.name', 'c.contact_person', 'c.phone', 'c.note', 'c.verified_on', 'c.version']);
/** Whom to call outside is for everybody who answers for a unit: in an emergency nobody asks the office first. */
export const listContacts = async (db: Reader) => (await contactColumns(db).orderBy('c.kind').orderBy('c.name').orderBy('c.id').execute()).map((c) => ({ ...c, stale: stale(c.verified_on, verifyEveryDays) }));
export async function readContact(db: Reader, id: string) {
  const c = await contactColumns(db).where('c.id', '=', id).executeTakeFirst();
  if (!c) throw new AppError('not_found', 'object.not_found');
  return { ...c, stale: stale(c.verified_on, verifyEveryDays) };
}

/** The actor's active units, the ones longest unconfirmed first, each with those it confirms. */
export async function listContactChecks(db: Reader, actor: Actor) {
  const scope = unitsFor(actor, 'responsibility.read');
  const active = db.selectFrom('unit as u').select(['u.id', 'u.name']).where('u.status', '=', 'active').orderBy('u.sort').orderBy('u.name').orderBy('u.id');
  const units = await (scope === 'all' ? active : active.where('u.id', 'in', orNone(scope))).execute();
  const last = await db.selectFrom('contact_check').distinctOn('unit_id').select(['unit_id', 'confirmed_at', 'by_name']).where('unit_id', 'in', orNone(units.map((u) => u.id))).orderBy('unit_id').orderBy('confirmed_at', 'desc').execute();
  const checked = new Map(last.map((c) => [c.unit_id, c]));
  const people = Map.groupBy(await contactsOf(db, units.map((u) => u.id)), (p) => p.unit_id);
  return units.map((u) => {
    const c = checked.get(u.id);
    return {
      unit_id: u.id, unit_name: u.name, confirmed_at: c?.confirmed_at ?? null, by_name: c?.by_name ?? null, stale: stale(c ? dateOf(new Date(c.confirmed_at)) : null, confirmEveryDays), can_confirm: mayIn(actor, 'contact.confirm', u.id),
      contacts: (people.get(u.id) ?? []).map(({ duty, name, phone }) => ({ duty, name, phone })),
    };
  }).sort((a, b) => (a.confirmed_at ?? '').localeCompare(b.confirmed_at ?? ''));
}
