import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { dueWithin } from './ledger-contract.ts';
import { ledgerOf, ledgers, type itemStates, type Ledger, type LedgerKey } from './ledgers.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
export interface ItemFilter { q?: string | undefined; unit_id?: string | undefined; state?: (typeof itemStates)[number] | undefined; system_id?: string | undefined; gaps?: 'true' | undefined; due?: (typeof dueWithin)[number] | undefined; is?: string | undefined }

/** The only way to items: those whose owner, operator or user is a unit of the actor. */
export function visibleItems(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'asset.read');
  const all = db.selectFrom('ledger_item as i').innerJoin('unit as u', 'u.id', 'i.unit_id').leftJoin('person as m', 'm.id', 'i.person_id');
  if (units === 'all') return all;
  const mine = units.size ? [...units] : [nobody];
  return all.where((e) => e.or([e('i.unit_id', 'in', mine), e('i.operating_unit_id', 'in', mine), e('i.using_unit_id', 'in', mine)]));
}
/** What an item must say and does not. Keys of the ledger's own table: never a person's words. */
const gapsOf = (l: Ledger) => sql<string[]>`array_remove(array[case when i.person_id is null then 'person_id' end${l.three ? sql`, case when i.operating_unit_id is null then 'operating_unit_id' end, case when i.using_unit_id is null then 'using_unit_id' end` : sql``}${sql.join(l.fields.filter((f) => f.wanted || f.required).map((f) => sql`, case when not i.fields ? ${sql.lit(f.key)} then ${sql.lit(f.key)} end`), sql``)}], null)`;
const nextDue = (column: 'due_on' | 'field') => sql<string | null>`(select d.${sql.ref(column)} from ledger_due d where d.item_id = i.id order by d.due_on, d.field limit 1)`;
const dayAfter = (days: number): string => new Date(Date.parse(`${today()}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const lastDay = (within: (typeof dueWithin)[number]): string => (within === 'over' ? dayAfter(-1) : dayAfter(Number(within)));

function filtered<Q extends ReturnType<typeof visibleItems>>(q: Q, l: Ledger, f: ItemFilter): Q {
  let r = (q as ReturnType<typeof visibleItems>).where('i.ledger', '=', l.key as LedgerKey);
  if (f.unit_id) r = r.where((e) => e.or([e('i.unit_id', '=', f.unit_id!), e('i.operating_unit_id', '=', f.unit_id!), e('i.using_unit_id', '=', f.unit_id!)]));
  r = f.state ? r.where('i.state', '=', f.state) : r.where('i.state', '!=', 'retired');
  if (f.system_id) r = r.where((e) => e.exists(e.selectFrom('ledger_link as k').select('k.item_id').whereRef('k.item_id', '=', 'i.id').where('k.system_id', '=', f.system_id!)));
  if (f.gaps) r = r.where(sql<boolean>`cardinality(${gapsOf(l)}) > 0`);
  if (f.due) r = r.where((e) => e.exists(e.selectFrom('ledger_due as d').select('d.item_id').whereRef('d.item_id', '=', 'i.id').where('d.due_on', '<=', lastDay(f.due!))));
  if (f.is) { const [field, value] = f.is.split(':') as [string, string]; r = r.where(sql<boolean>`i.fields ->> ${field} = ${value}`); }
  if (f.q) { const like = `%${f.q.replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%`; r = r.where((e) => e.or([sql<boolean>`i.words like ${like}`, sql<boolean>`lower(u.name) like ${like}`, sql<boolean>`lower(m.name) like ${like}`])); }
  return r as Q;
}
const rowColumns = (db: Reader, actor: Actor, l: Ledger) => {
  const units = unitsFor(actor, 'asset.read');
  const seen = units === 'all' ? sql`true` : sql`(s.unit_id = any(${[...units]}::uuid[]) or s.operating_unit_id = any(${[...units]}::uuid[]))`;
  return visibleItems(db, actor).leftJoin('unit as o', 'o.id', 'i.operating_unit_id').leftJoin('unit as w', 'w.id', 'i.using_unit_id')
    .select(['i.id', 'i.ledger', 'i.name', 'i.unit_id', 'u.name as unit_name', 'i.operating_unit_id', 'o.name as operating_unit_name', 'i.using_unit_id', 'w.name as using_unit_name', 'i.person_id', 'm.name as person_name', 'i.state', 'i.fields', 'i.note', 'i.version', gapsOf(l).as('gaps'), nextDue('due_on').as('due_on'), nextDue('field').as('due_field'),
      sql<{ id: string; name: string }[]>`coalesce((select json_agg(json_build_object('id', s.id, 'name', s.name) order by s.name) from ledger_link k join info_system s on s.id = k.system_id where k.item_id = i.id and ${seen}), '[]'::json)`.as('systems')]);
};
export async function listItems(db: Reader, actor: Actor, key: LedgerKey, f: ItemFilter & { page: number; size: number }) {
  const l = ledgerOf(key);
  // the page's ids first: what is computed for a row is computed for the rows that are shown
  const chosen = () => filtered(visibleItems(db, actor), l, f);
  const page = await chosen().select(['i.id', sql<number>`(count(*) over ())::int`.as('total')]).orderBy('u.sort').orderBy('u.name').orderBy('i.name').orderBy('i.id').limit(f.size).offset((f.page - 1) * f.size).execute();
  const total = page[0]?.total ?? (f.page === 1 ? 0 : Number((await chosen().select((e) => e.fn.countAll<string>().as('n')).executeTakeFirstOrThrow()).n));
  const ids = page.map((r) => r.id);
  const rows = new Map((await rowColumns(db, actor, l).where('i.id', 'in', ids.length ? ids : [nobody]).execute()).map((r) => [r.id, r]));
  return { items: ids.flatMap((id) => rows.get(id) ?? []), total, page: f.page, size: f.size };
}
/** Throws object.not_found. */
export async function readItem(db: Reader, actor: Actor, id: string) {
  const of = await visibleItems(db, actor).select('i.ledger').where('i.id', '=', id).executeTakeFirst();
  if (!of) throw new AppError('not_found', 'object.not_found');
  const item = await rowColumns(db, actor, ledgerOf(of.ledger)).select('m.phone as person_phone').where('i.id', '=', id).executeTakeFirstOrThrow();
  const records = await db.selectFrom('ledger_record').select(['id', 'on_day', 'what', 'by_whom', 'created_by_name']).where('item_id', '=', id).orderBy('on_day', 'desc').orderBy('id', 'desc').limit(500).execute();
  const history = await db.selectFrom('ledger_change').select(['at', 'by_name', 'field', 'before', 'after']).where('item_id', '=', id).orderBy('at', 'desc').orderBy('id', 'desc').limit(200).execute();
  return { ...item, records, history, can_write: mayIn(actor, 'asset.write', item.unit_id), can_manage: mayIn(actor, 'asset.manage', item.unit_id) };
}
/** How many of each ledger, how many with a gap, how many due within thirty days, how many of each category. */
export async function summarise(db: Reader, actor: Actor) {
  const gap = sql`case ${sql.join(ledgers.map((l) => sql`when i.ledger = ${sql.lit(l.key)} then cardinality(${gapsOf(l)}) > 0`), sql` `)} end`;
  const rows = await visibleItems(db, actor).select(['i.ledger', sql<string>`coalesce(i.fields ->> 'category', '')`.as('kind'), sql<number>`count(*)::int`.as('items'), sql<number>`(count(*) filter (where ${gap}))::int`.as('gaps'), sql<number>`(count(*) filter (where exists (select 1 from ledger_due d where d.item_id = i.id and d.due_on <= ${dayAfter(30)})))::int`.as('due')])
    .where('i.state', '!=', 'retired').groupBy(['i.ledger', sql`coalesce(i.fields ->> 'category', '')`]).execute();
  return ledgers.map((l) => {
    const mine = rows.filter((r) => r.ledger === l.key);
    const sum = (k: 'items' | 'gaps' | 'due'): number => mine.reduce((n, r) => n + r[k], 0);
    return { ledger: l.key, items: sum('items'), gaps: sum('gaps'), due: sum('due'), kinds: mine.filter((r) => r.kind).map((r) => ({ key: r.kind, items: r.items })) };
  });
}
export async function listDue(db: Reader, actor: Actor, f: { within: (typeof dueWithin)[number]; unit_id?: string | undefined }) {
  let q = visibleItems(db, actor).innerJoin('ledger_due as d', 'd.item_id', 'i.id').select(['i.id as item_id', 'i.ledger', 'i.name', 'i.unit_id', 'u.name as unit_name', 'm.name as person_name', 'd.field', 'd.due_on', sql<number>`d.due_on - ${today()}::date`.as('days')]).where('d.due_on', '<=', lastDay(f.within));
  if (f.unit_id) q = q.where('i.unit_id', '=', f.unit_id);
  return q.orderBy('d.due_on').orderBy('i.name').orderBy('d.field').limit(1000).execute();
}
/** 杀毒覆盖率: terminals in use, a line a unit. Signatures older than seven days are not fresh. */
export async function antivirusCoverage(db: Reader, actor: Actor) {
  const has = (key: string) => sql`i.fields ->> ${sql.lit(key)} = 'yes'`;
  const count = (what: ReturnType<typeof has>) => sql<number>`(count(*) filter (where ${what}))::int`;
  const covered = sql`${has('installed')} and ${has('genuine')}`;
  return visibleItems(db, actor).select(['u.id as unit_id', 'u.name as unit_name', sql<number>`count(*)::int`.as('terminals'), count(has('installed')).as('installed'), count(has('genuine')).as('genuine'), count(covered).as('covered'), count(sql`${covered} and i.fields ->> 'signature_on' >= ${dayAfter(-7)}`).as('fresh')])
    .where('i.ledger', '=', 'terminals').where('i.state', '=', 'in_use').groupBy(['u.id', 'u.name', 'u.sort']).orderBy('u.sort').orderBy('u.name').execute();
}
/** The same name in two units, or one address in two items. */
export async function findItemDuplicates(db: Reader, actor: Actor, key: LedgerKey) {
  const same = (what: ReturnType<typeof sql<string>>) => visibleItems(db, actor).select([what.as('what'), sql<{ id: string; name: string; unit_name: string }[]>`json_agg(json_build_object('id', i.id, 'name', i.name, 'unit_name', u.name) order by u.name, i.name)`.as('items')]).where('i.ledger', '=', key).where('i.state', '!=', 'retired').where(sql<boolean>`${what} <> ''`).groupBy(what).having(sql<boolean>`count(*) > 1`).limit(200).execute();
  const names = await same(sql<string>`lower(i.name)`);
  const places = await same(sql<string>`lower(i.fields ->> 'address')`);
  return [...names.map((n) => ({ why: 'name' as const, ...n })), ...places.map((p) => ({ why: 'address' as const, ...p }))];
}
