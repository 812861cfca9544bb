import type { RawBuilder } from 'kysely';
import { pinyin } from 'pinyin-pro';
import { now, today } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { demandIn, mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { importances, networkZones, stateMoves, systemKinds, systemStates } from './contract.ts';
import { demandLevel } from './level.ts';
import { demandPlaces, type Place } from './places.ts';

defineErrors({
  'system.name_taken': '该单位已登记过“{name}”。同名的不同系统请在名称里区分。',
  'system.unit_not_active': '所选单位不存在或已撤销，请重新选择。',
  'system.manager_unknown': '所选安全管理员不存在或已离岗，请重新选择。',
  'system.not_possible': '系统当前状态不能进行这项操作，请刷新查看。',
  'system.paper_needed': '关停、恢复和注销须写明依据的文件或单号。',
  'system.not_ready': '还不能上线：{missing}。补齐后再办理。',
  'system.graded': '已经定级的系统不写不定级的理由。请清空等级，或不填理由。',
  'system.level_stays': '已上线的系统不能没有等级。级别有变的请改选；不需要定级的，请写明不定级的理由。',
}, {
  'system.name_taken': 'The unit has a system called “{name}” already. Tell them apart in the name.',
  'system.unit_not_active': 'The unit is not there or is no more; choose again.',
  'system.manager_unknown': 'That person is not there or has left; choose again.',
  'system.not_possible': 'This is not possible in the present state; reload.',
  'system.paper_needed': 'Shutting, restoring and cancelling need the paper they rest on.',
  'system.not_ready': 'It cannot go online yet: {missing}.',
  'system.graded': 'A system with a level has no reason for having none. Clear one of them.',
  'system.level_stays': 'A system that went online keeps a level. Choose another, or say why it needs none.',
});

export interface SystemFields {
  name: string; kind: (typeof systemKinds)[number]; unit_id: string; operating_unit_id: string | null; using_unit_id: string | null; manager_id: string | null; operator: string; operator_contact: string; operator_phone: string; purpose: string; users: string; data_held: string; location: string; ports: string;
  importance: (typeof importances)[number]; mlps_level: number | null; ungraded_reason: string; outside: boolean; icp_number: string; police_number: string; network_zone: (typeof networkZones)[number] | ''; special: boolean; cii: boolean; site_group: boolean | null; breach_effect: string; middleware: string; places: string[];
}
const blank: Omit<SystemFields, 'name' | 'kind' | 'unit_id'> = { operating_unit_id: null, using_unit_id: null, manager_id: null, operator: '', operator_contact: '', operator_phone: '', purpose: '', users: '', data_held: '', location: '', ports: '', importance: 'general', mlps_level: null, ungraded_reason: '', outside: false, icp_number: '', police_number: '', network_zone: '', special: false, cii: false, site_group: null, breach_effect: '', middleware: '', places: [] };
type Given<T> = { [K in keyof T]?: T[K] | undefined };
/** What is searched by first letters: 示例选课系统 is found by `slxkxt`. */
export const initialsOf = (name: string): string => pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' }).join('').toLowerCase().replace(/[^a-z0-9]/g, '');

async function demandReferences(tx: Tx, f: Given<SystemFields>): Promise<void> {
  const units = [f.unit_id, f.operating_unit_id, f.using_unit_id].filter((u): u is string => Boolean(u));
  if (units.length) {
    const there = new Set((await tx.selectFrom('unit').select('id').where('id', 'in', units).where('status', '=', 'active').forKeyShare().execute()).map((u) => u.id));
    if (units.some((u) => !there.has(u))) throw new AppError('invalid', 'system.unit_not_active', {}, [{ path: f.unit_id && !there.has(f.unit_id) ? 'unit_id' : f.operating_unit_id && !there.has(f.operating_unit_id) ? 'operating_unit_id' : 'using_unit_id', message: '单位不存在或已撤销' }]);
  }
  if (f.manager_id && !await tx.selectFrom('person').select('id').where('id', '=', f.manager_id).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'system.manager_unknown', {}, [{ path: 'manager_id', message: '请重新选择' }]);
}
async function demandNameFree(tx: Tx, unitId: string, name: string, but?: string): Promise<void> {
  let q = tx.selectFrom('info_system').select('id').where('unit_id', '=', unitId).where(sql<boolean>`lower(name) = lower(${name})`).where('state', '!=', 'cancelled');
  if (but) q = q.where('id', '!=', but);
  if (await q.executeTakeFirst()) throw new AppError('conflict', 'system.name_taken', { name }, [{ path: 'name', message: '已登记过' }]);
}
async function writePlaces(tx: Tx, id: string, places: readonly Place[]): Promise<void> {
  await tx.deleteFrom('system_place').where('system_id', '=', id).execute();
  if (places.length) await tx.insertInto('system_place').values(places.map((p) => ({ id: newId(), system_id: id, ...p }))).execute();
}

/** Throws permission.denied, system.unit_not_active, system.manager_unknown, system.name_taken, system.bad_place, system.graded. */
export async function createSystem(tx: Tx, actor: Actor, given: Given<SystemFields> & Pick<SystemFields, 'name' | 'kind' | 'unit_id'>, state: (typeof systemStates)[number] = 'online'): Promise<string> {
  demandIn(actor, 'asset.write', given.unit_id);
  const { places, ...f } = { ...blank, ...defined(given) };
  demandOne(f);
  const read = demandPlaces(places);
  await demandReferences(tx, f);
  await demandNameFree(tx, f.unit_id, f.name);
  const id = newId();
  await tx.insertInto('info_system').values({ id, ...f, state, state_reason: '', state_paper: '', state_on: today(), initials: initialsOf(f.name), created_at: now().toISOString(), created_by_name: actor.name }).execute();
  await writePlaces(tx, id, read);
  await tellFollowers(tx, actor, { id, what: 'created', changes: [], from: null, to: state, reason: '', paper: '' });
  return id;
}
const defined = <T extends object>(o: T): { [K in keyof T]: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as never;

/** Either a level or why it needs none. */
function demandOne(f: { mlps_level: number | null; ungraded_reason: string }): void {
  if (f.mlps_level !== null && f.ungraded_reason) throw new AppError('invalid', 'system.graded', {}, [{ path: 'ungraded_reason', message: '已经定级' }]);
}

/** The row, locked; another unit's is like none. Throws object.not_found. */
export async function demandSystem(tx: Tx, actor: Actor, id: string, permission: 'asset.read' | 'asset.write' | 'asset.manage') {
  const row = await tx.selectFrom('info_system').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row || ![row.unit_id, row.operating_unit_id, row.using_unit_id].some((u) => u && mayIn(actor, 'asset.read', u))) throw new AppError('not_found', 'object.not_found');
  demandIn(actor, permission, row.unit_id);
  const places = await tx.selectFrom('system_place').select('written').where('system_id', '=', id).orderBy('written').execute();
  return { ...row, places: places.map((p) => p.written) };
}
/** Throws object.not_found, object.changed_meanwhile, system.level_stays, and what createSystem throws. */
export async function updateSystem(tx: Tx, actor: Actor, id: string, given: Given<SystemFields> & { version: number }) {
  const before = await demandSystem(tx, actor, id, 'asset.write');
  if (before.version !== given.version) throw new AppError('conflict', 'object.changed_meanwhile');
  const { version: _version, places, ...f } = defined(given);
  // a level that is found ends the reason for having none
  if (f.mlps_level && f.ungraded_reason === undefined && before.ungraded_reason) f.ungraded_reason = '';
  const graded = { mlps_level: f.mlps_level === undefined ? before.mlps_level : f.mlps_level, ungraded_reason: f.ungraded_reason ?? before.ungraded_reason };
  demandOne(graded);
  if (before.state !== 'planned' && (before.mlps_level !== null || before.ungraded_reason) && graded.mlps_level === null && !graded.ungraded_reason) throw new AppError('rule', 'system.level_stays', {}, [{ path: 'mlps_level', message: '请选择等级' }]);
  if (f.unit_id && f.unit_id !== before.unit_id) demandIn(actor, 'asset.write', f.unit_id);
  await demandLevel(tx, before, f.mlps_level);
  const read = places && demandPlaces(places);
  await demandReferences(tx, { ...(f.unit_id !== before.unit_id && { unit_id: f.unit_id }), ...(f.operating_unit_id !== before.operating_unit_id && { operating_unit_id: f.operating_unit_id }), ...(f.using_unit_id !== before.using_unit_id && { using_unit_id: f.using_unit_id }), ...(f.manager_id !== before.manager_id && { manager_id: f.manager_id }) });
  if ((f.name && f.name !== before.name) || (f.unit_id && f.unit_id !== before.unit_id)) await demandNameFree(tx, f.unit_id ?? before.unit_id, f.name ?? before.name, id);
  await tx.updateTable('info_system').set((e) => ({ ...f, ...(f.name && { initials: initialsOf(f.name) }), version: e('version', '+', 1) })).where('id', '=', id).execute();
  if (read) await writePlaces(tx, id, read);
  const after = { ...f, ...(places && { places: [...new Set(read!.map((p) => p.written))].sort() }) };
  const changes = await noteChanges(tx, actor, id, before, after);
  if (changes.length) await tellFollowers(tx, actor, { id, what: 'changed', changes, from: before.state, to: before.state, reason: '', paper: '' });
  return before;
}
/** A filing's number, written by what keeps the filings; the history says so, and nobody is told what he said himself. */
export async function setFilingNumber(tx: Tx, actor: Actor, id: string, field: 'icp_number' | 'police_number', number: string): Promise<void> {
  const before = await tx.selectFrom('info_system').select(field).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  if (before[field] === number) return;
  await tx.updateTable('info_system').set((e) => ({ [field]: number, version: e('version', '+', 1) })).where('id', '=', id).execute();
  await noteChanges(tx, actor, id, before, { [field]: number });
}

/** Which numbers are not asked for, as the filings say. */
export const setExempt = (tx: Tx, id: string, fields: readonly ('icp_number' | 'police_number')[]) => tx.updateTable('info_system').set({ exempt: [...fields] }).where('id', '=', id).execute();

/** News of a system, in the transaction that makes it: registered, a field changed, moved to another state. */
export interface SystemNews { id: string; what: 'created' | 'changed' | 'moved'; changes: readonly { field: string; before: string; after: string }[]; from: (typeof systemStates)[number] | null; to: (typeof systemStates)[number]; reason: string; paper: string }
type Follower = (tx: Tx, actor: Actor, news: SystemNews) => Promise<void>;
const followers: Follower[] = [];
/** Higher modules answer to what becomes of a system. */
export const onSystemNews = (follow: Follower): void => { followers.push(follow); };
const tellFollowers: Follower = async (tx, actor, news) => { for (const follow of followers) await follow(tx, actor, news); };

/** The history of every field. References are kept as the names they had. */
async function noteChanges(tx: Tx, actor: Actor, id: string, before: object, after: object) {
  const at = now().toISOString();
  const names = async (v: unknown, field: string): Promise<string> => {
    if (v === null || v === undefined || v === '') return '';
    if (Array.isArray(v)) return v.join('、');
    if (typeof v !== 'string') return JSON.stringify(v);
    if (field === 'manager_id') return (await tx.selectFrom('person').select('name').where('id', '=', v).executeTakeFirst())?.name ?? '';
    if (field === 'unit_id' || field === 'operating_unit_id' || field === 'using_unit_id') return (await tx.selectFrom('unit').select('name').where('id', '=', v).executeTakeFirst())?.name ?? '';
    return v;
  };
  const rows = [];
  for (const [field, value] of Object.entries(after)) {
    const old = (before as Record<string, unknown>)[field];
    if (JSON.stringify(Array.isArray(old) ? [...old as string[]].sort() : old) === JSON.stringify(value)) continue;
    rows.push({ id: newId(), system_id: id, at, by_name: actor.name, field, before: await names(old, field), after: await names(value, field) });
  }
  if (rows.length) await tx.insertInto('system_change').values(rows).execute();
  return rows;
}

const moves: Record<(typeof stateMoves)[number], { from: readonly (typeof systemStates)[number][]; to: (typeof systemStates)[number] }> = {
  go_online: { from: ['planned'], to: 'online' }, shut: { from: ['online'], to: 'shut' }, restore: { from: ['shut'], to: 'online' }, cancel: { from: ['planned', 'online', 'shut'], to: 'cancelled' },
};
/** Asked before a system goes online or comes back: what stands against it, in words. Higher modules add their own. */
export type Objection = (db: Reader, systemId: string, move: 'go_online' | 'restore') => Promise<string[]>;
const objections: Objection[] = [];
export const objectToOnline = (objection: Objection): void => { objections.push(objection); };
/** The same as an expression that is text or null: all of them are asked in one statement. */
type Expression = (systemId: string, move: 'go_online' | 'restore') => RawBuilder<string | null>;
const expressions: Expression[] = [];
export const objectToOnlineIn = (expression: Expression): void => { expressions.push(expression); };
/** All that stands against it, in words. */
export async function objectionsTo(db: Reader, systemId: string, move: 'go_online' | 'restore'): Promise<string[]> {
  const s = await db.selectFrom('info_system').select(['mlps_level', 'ungraded_reason', 'manager_id', sql<string[]>`array_remove(array[${sql.join([sql`null::text`, ...expressions.map((e) => e(systemId, move))])}], null)`.as('said')]).where('id', '=', systemId).executeTakeFirstOrThrow();
  const missing = [...(move === 'go_online' ? missingFor(s) : []), ...s.said];
  for (const o of objections) missing.push(...await o(db, systemId, move));
  return missing;
}

/** 上线, 关停, 恢复, 注销, each with its reason and, but for going online, its paper. Throws system.not_possible, system.paper_needed, system.not_ready, object.changed_meanwhile. */
export async function moveSystem(tx: Tx, actor: Actor, id: string, m: { version: number; action: (typeof stateMoves)[number]; reason: string; paper?: string | undefined }) {
  const before = await demandSystem(tx, actor, id, 'asset.manage');
  if (before.version !== m.version) throw new AppError('conflict', 'object.changed_meanwhile');
  const move = moves[m.action];
  if (!move.from.includes(before.state)) throw new AppError('rule', 'system.not_possible');
  if (m.action !== 'go_online' && !m.paper?.trim()) throw new AppError('invalid', 'system.paper_needed', {}, [{ path: 'paper', message: '不能为空' }]);
  if (m.action === 'go_online' || m.action === 'restore') {
    const missing = await objectionsTo(tx, id, m.action);
    if (missing.length) throw new AppError('rule', 'system.not_ready', { missing: missing.join('、') });
  }
  await setState(tx, actor, before, move.to, m.reason, m.paper ?? '');
  return before;
}
/** GB/T 22240-2020 §4.4: the level comes before service, or the reason why there is none. Filings object by themselves. */
function missingFor(s: { mlps_level: number | null; ungraded_reason: string; manager_id: string | null }): string[] {
  return [...(s.mlps_level === null && !s.ungraded_reason ? ['没有定级'] : []), ...(s.manager_id === null ? ['没有安全管理员'] : [])];
}
export async function setState(tx: Tx, actor: Actor, before: { id: string; state: string }, state: (typeof systemStates)[number], reason: string, paper: string): Promise<void> {
  await tx.updateTable('info_system').set((e) => ({ state, state_reason: reason, state_paper: paper, state_on: today(), version: e('version', '+', 1) })).where('id', '=', before.id).execute();
  await tx.insertInto('system_change').values({ id: newId(), system_id: before.id, at: now().toISOString(), by_name: actor.name, field: 'state', before: before.state, after: [state, reason, paper].filter(Boolean).join('，') }).execute();
  await tellFollowers(tx, actor, { id: before.id, what: 'moved', changes: [], from: before.state as (typeof systemStates)[number], to: state, reason, paper });
}
