import { today } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { Due } from './calendar.ts';
import type { dueKinds, mismatches, systemGaps } from './contract.ts';
import { suggestFor } from './levels.ts';
import { loadObjects, readSuggestions, soonDays, stands, type ObjectRow } from './queries.ts';

interface SystemRow { id: string; name: string; unit_id: string; unit_name: string; state: string; mlps_level: number | null; created_on: string; linked: boolean }
/** Live systems of the ledger that need a level, scoped like everything here. */
async function loadSystems(db: Reader, actor: Actor, unitId?: string): Promise<SystemRow[]> {
  const units = unitsFor(actor, 'mlps.read');
  const mine = units === 'all' ? sql`true` : sql`s.unit_id = any(${[...units]}::uuid[])`;
  return (await sql<SystemRow>`select s.id, s.name, s.unit_id, u.name as unit_name, s.state, s.mlps_level, (s.created_at at time zone 'Asia/Shanghai')::date as created_on, exists (select 1 from mlps_object_system l where l.system_id = s.id and l.live) as linked
    from info_system s join unit u on u.id = s.unit_id where s.state <> 'cancelled' and s.ungraded_reason = '' and ${mine} and (${unitId ?? null}::uuid is null or s.unit_id = ${unitId ?? null}::uuid) order by u.sort, u.name, s.name, s.id`.execute(db)).rows;
}
/** 未定级, 未建定级对象, 定级不准: systems that the ledger has and the protection has not got hold of. One that an object grades is looked at there. */
const gapOf = (s: SystemRow, suggested: number | undefined, gap: (typeof systemGaps)[number]): boolean => {
  if (gap === 'ungraded') return s.mlps_level === null;
  if (gap === 'unlinked') return s.mlps_level !== null && s.mlps_level >= 2 && !s.linked;
  return s.mlps_level !== null && !s.linked && suggested !== undefined && suggested !== s.mlps_level;
};
export async function listGaps(db: Reader, actor: Actor, f: { gap: (typeof systemGaps)[number]; unit_id?: string | undefined }) {
  const systems = await loadSystems(db, actor, f.unit_id);
  const suggestions = await readSuggestions(db);
  return systems.flatMap((s) => {
    const suggestion = suggestFor(s.name, suggestions);
    const { linked: _l, ...row } = s;
    return gapOf(s, suggestion?.level, f.gap) ? [{ ...row, suggested_level: suggestion?.level ?? null, example: suggestion?.example ?? '', can_write: mayIn(actor, 'mlps.write', s.unit_id) }] : [];
  });
}

const blank = { systems: 0, graded: 0, objects: 0, to_file: 0, filed: 0, assessed: 0, items: 0, items_done: 0, overdue: 0 };
/** How far each unit is; each figure has its rows one filter away. */
export async function readProgress(db: Reader, actor: Actor) {
  const systems = await loadSystems(db, actor);
  const objects = (await loadObjects(db, actor)).filter((o) => o.state !== 'cancelled');
  const suggestions = await readSuggestions(db);
  const units = new Map<string, typeof blank & { unit_id: string; unit_name: string }>();
  const total = { ...blank };
  const add = (u: { unit_id: string; unit_name: string }, more: Partial<typeof blank>): void => {
    const at = units.get(u.unit_id) ?? { unit_id: u.unit_id, unit_name: u.unit_name, ...blank };
    for (const [k, n] of Object.entries(more) as [keyof typeof blank, number][]) { at[k] += n; total[k] += n; }
    units.set(u.unit_id, at);
  };
  const is = (yes: boolean): number => (yes ? 1 : 0);
  for (const s of systems) add(s, { systems: 1, graded: is(s.mlps_level !== null) });
  for (const o of objects) add(o, { objects: 1, to_file: is((o.level ?? 0) >= 2), filed: is(stands(o, 'filed')), assessed: is(stands(o, 'assessed')), items: o.items, items_done: o.items - o.items_open, overdue: is(stands(o, 'overdue')) });
  const count = (gap: (typeof systemGaps)[number]): number => systems.filter((s) => gapOf(s, suggestFor(s.name, suggestions)?.level, gap)).length;
  return { total, ungraded: count('ungraded'), unlinked: count('unlinked'), doubtful: count('doubtful') + objects.filter((o) => o.doubtful).length, units: [...units.values()] };
}

export interface DueFilter { unit_id?: string | undefined; kind?: (typeof dueKinds)[number] | undefined; overdue?: 'true' | undefined; until?: string | undefined }
type DueRow = Due & { object_id: string; object_name: string; unit_id: string; unit_name: string; level: number | null };
/** What is due, soonest first. */
export async function readCalendar(db: Reader, actor: Actor, f: DueFilter) {
  const objects = await loadObjects(db, actor, { unit_id: f.unit_id });
  const all: DueRow[] = objects.flatMap((o) => o.dues.map((d) => ({ ...d, object_id: o.id, object_name: o.name, unit_id: o.unit_id, unit_name: o.unit_name, level: o.level })));
  const items = all.filter((d) => (!f.kind || d.kind === f.kind) && (!f.overdue || d.overdue) && (!f.until || d.due_on <= f.until)).sort((a, b) => a.due_on.localeCompare(b.due_on) || a.object_name.localeCompare(b.object_name, 'zh-CN'));
  return { items, overdue: all.filter((d) => d.overdue).length, soon: all.filter((d) => !d.overdue && d.days <= soonDays).length };
}

type Mismatch = { kind: (typeof mismatches)[number]; object_id: string; object_name: string; unit_name: string; detail: string };
const stateNames: Record<string, string> = { planned: '拟建', online: '在线', shut: '关停', cancelled: '注销' };
/** 数量一致性校验 and how the filed systems stand: what was told to others against what the ledger has. */
export async function readConsistency(db: Reader, actor: Actor) {
  const objects = await loadObjects(db, actor);
  const note = await db.selectFrom('mlps_note').select('value').where('key', '=', 'stated_filed').executeTakeFirst();
  const said = (note?.value ?? { stated: null, note: '' }) as { stated: number | null; note: string };
  const levels = new Map((await sql<{ object_id: string; system: string; mlps_level: number | null }>`select l.object_id, s.name as system, s.mlps_level from mlps_object_system l join info_system s on s.id = l.system_id where l.live`.execute(db)).rows.map((l) => [`${l.object_id} ${l.system}`, l.mlps_level]));
  const reports = new Set((await sql<{ object_id: string }>`select a.object_id from mlps_assessment a join file f on f.owner_type = 'mlps_assessment' and f.owner_id = a.id`.execute(db)).rows.map((r) => r.object_id));
  const filed = objects.filter((o) => stands(o, 'filed'));
  const list: Mismatch[] = [];
  const put = (o: ObjectRow, kind: Mismatch['kind'], detail: string): void => { list.push({ kind, object_id: o.id, object_name: o.name, unit_name: o.unit_name, detail }); };
  for (const o of filed) {
    for (const s of o.systems) if (s.state === 'cancelled') put(o, 'system_cancelled', s.name); else if (s.state !== 'online') put(o, 'not_running', `${s.name}（${stateNames[s.state] ?? s.state}）`);
    if (o.expires_on && o.expires_on < today()) put(o, 'expired', o.expires_on);
    if (o.assessed_on && !reports.has(o.id)) put(o, 'no_report', o.assessed_on);
    if (filed.some((x) => x.id !== o.id && x.certificate_number === o.certificate_number)) put(o, 'same_certificate', o.certificate_number);
  }
  for (const o of objects.filter((x) => x.state !== 'cancelled' && x.level !== null)) for (const s of o.systems) { const level = levels.get(`${o.id} ${s.name}`); if (level !== undefined && level !== o.level) put(o, 'level_differs', `${s.name}：${level ?? '未定级'} ≠ ${o.level}`); }
  const by = new Map<number, number>();
  for (const o of filed) by.set(o.level!, (by.get(o.level!) ?? 0) + 1);
  // the stated number is the whole organisation's: whoever sees one unit is not told that it differs
  const wide = unitsFor(actor, 'mlps.read') === 'all';
  return { stated: wide ? said.stated : null, stated_note: wide ? said.note : '', filed: filed.length, by_level: [...by].sort((a, b) => a[0] - b[0]).map(([level, n]) => ({ level, n })), mismatches: list };
}
export async function stateFiled(tx: Tx, b: { stated: number | null; note: string }): Promise<unknown> {
  const before = await tx.selectFrom('mlps_note').select('value').where('key', '=', 'stated_filed').executeTakeFirst();
  await tx.insertInto('mlps_note').values({ key: 'stated_filed', value: JSON.stringify(b) }).onConflict((c) => c.column('key').doUpdateSet((e) => ({ value: e.ref('excluded.value') }))).execute();
  return before?.value;
}

/** Units with live systems that have no level so many days after their entry: what accountability looks for. */
export async function unitsWithoutGrading(db: Reader, days: number): Promise<{ unit_id: string; unit_name: string; n: number; first: string }[]> {
  return (await sql<{ unit_id: string; unit_name: string; n: number; first: string }>`select s.unit_id, u.name as unit_name, count(*)::int as n, min(s.name) as first from info_system s join unit u on u.id = s.unit_id
    where s.state = 'online' and s.mlps_level is null and s.ungraded_reason = '' and (s.created_at at time zone 'Asia/Shanghai')::date < ${today()}::date - ${days}::int group by s.unit_id, u.name`.execute(db)).rows;
}
