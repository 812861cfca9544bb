import type { TableColumn } from '../../engines/tables/index.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { Permission } from '../../kernel/permissions.ts';
import { requiredDuties } from './contract.ts';
import { nameKey } from './name-key.ts';
import { hasWideAccount } from './queries.ts';
import { dutyTitles, type RequiredDuty } from './posts.ts';

/** The sheet of people and duties: what the template shows, the export fills and the import reads. */
export const rosterTitles = { unit: '单位', name: '姓名', employee_no: '工号', phone: '电话', email: '邮箱', duties: '岗位' } as const;
export type RosterField = keyof typeof rosterTitles;
const shortTitles: Record<RequiredDuty, string> = { first_responsible: '第一责任人', direct_responsible: '直接责任人', liaison: '联络员', security_officer: '网络安全员' };
export const dutyText = (duties: Iterable<RequiredDuty>): string => { const held = new Set(duties); return requiredDuties.filter((d) => held.has(d)).map((d) => shortTitles[d]).join('、'); };
const dutyOf = new Map(requiredDuties.flatMap((d) => [[shortTitles[d], d], [dutyTitles[d], d], [d === 'security_officer' ? '安全员' : `网络安全${shortTitles[d]}`, d]] as const));
/** 联络员、网络安全员 → duties; the first word that is none, where there is one. */
export function readDuties(text: string): { duties: Set<RequiredDuty>; unknown: string | undefined } {
  const words = text.normalize('NFKC').split(/[、,;/\s]+/).filter(Boolean);
  return { duties: new Set(words.flatMap((w) => dutyOf.get(w) ?? [])), unknown: words.find((w) => !dutyOf.has(w)) };
}

const columns: TableColumn[] = [
  { key: 'unit', title: rosterTitles.unit, width: 28, required: true, note: '从下拉列表选择' },
  { key: 'name', title: rosterTitles.name, width: 14, required: true },
  { key: 'employee_no', title: rosterTitles.employee_no, width: 16, note: '选填。填写后以工号认人' },
  { key: 'phone', title: rosterTitles.phone, width: 18, kind: 'phone' },
  { key: 'email', title: rosterTitles.email, width: 28, kind: 'email' },
  { key: 'duties', title: rosterTitles.duties, width: 30, note: '选填。兼任几个岗位时用顿号隔开，如：联络员、网络安全员' },
];
/** For reading: what a cell may say is checked against the tree, in words that say what to do. */
export const readingColumns = columns;
/** For people: with drop-downs. */
export const writingColumns = (units: readonly RosterUnit[]): TableColumn[] => columns.map((c) => (c.key === 'unit' ? { ...c, options: units.map((u) => u.label) } : c.key === 'duties' ? { ...c, options: Object.values(shortTitles) } : c));

export interface RosterUnit { id: string; label: string; mine: boolean; keys: string[] }
/** Active units by what the sheet calls them: the name, with its parent's in front where two are called alike. */
export async function rosterUnits(db: Reader, actor: Actor, permission: Permission): Promise<RosterUnit[]> {
  const scope = unitsFor(actor, permission);
  const { rows } = await sql<{ id: string; name: string; short_name: string | null; parent: string | null; aliases: string[] }>`select u.id, u.name, u.short_name, p.name as parent,
    coalesce((select json_agg(a.alias) from unit_alias a where a.unit_id = u.id), '[]'::json) as aliases from unit u left join unit p on p.id = u.parent_id where u.status = 'active' order by u.path like '/%/%/%', u.sort, u.name, u.id`.execute(db);
  const times = new Map<string, number>();
  for (const u of rows) times.set(nameKey(u.name), (times.get(nameKey(u.name)) ?? 0) + 1);
  return rows.map((u) => {
    const label = times.get(nameKey(u.name)) === 1 || !u.parent ? u.name : `${u.parent}/${u.name}`;
    return { id: u.id, label, mine: scope === 'all' || scope.has(u.id), keys: [...new Set([label, u.name, ...(u.parent ? [`${u.parent}/${u.name}`] : []), ...(u.short_name ? [u.short_name] : []), ...u.aliases].map(nameKey))] };
  });
}

export interface RosterPerson { id: string; name: string; unit_id: string; phone: string | null; email: string | null; employee_no: string | null; status: 'active' | 'left'; version: number; duties: RequiredDuty[]; /** His mail is not the actor's to change. */ guarded: boolean }
/** The people of the actor's units, each with the duties he holds in his own unit. */
export async function rosterPeople(db: Reader, actor: Actor, permission: Permission): Promise<RosterPerson[]> {
  const scope = unitsFor(actor, permission);
  const mine = scope === 'all' ? sql`true` : sql`p.unit_id = any(${[...scope]}::uuid[])`;
  const { rows } = await sql<RosterPerson>`with held as (select h.person_id, o.unit_id, json_agg(o.duty) as duties from post_holder h join post o on o.id = h.post_id where h.until is null and o.duty <> 'other' group by h.person_id, o.unit_id)
    select p.id, p.name, p.unit_id, p.phone, p.email, p.employee_no, p.status, p.version, ${scope === 'all' ? sql`false` : hasWideAccount()} as guarded, coalesce(d.duties, '[]'::json) as duties
    from person p join unit u on u.id = p.unit_id left join held d on d.person_id = p.id and d.unit_id = p.unit_id where ${mine} order by u.sort, u.name, p.name, p.id`.execute(db);
  return rows;
}
/** Posts of the actor's units that people of other units hold: a sheet that fills one of them takes it from somebody it does not list. */
export async function postsOfGuests(db: Reader, actor: Actor, permission: Permission): Promise<{ unit_id: string; duty: RequiredDuty; person_id: string; name: string }[]> {
  const scope = unitsFor(actor, permission);
  const { rows } = await sql<{ unit_id: string; duty: RequiredDuty; person_id: string; name: string }>`select o.unit_id, o.duty, p.id as person_id, p.name from post o join post_holder h on h.post_id = o.id and h.until is null join person p on p.id = h.person_id
    where p.unit_id <> o.unit_id and o.duty <> 'other' and ${scope === 'all' ? sql`true` : sql`o.unit_id = any(${[...scope]}::uuid[])`} order by o.id`.execute(db);
  return rows;
}
