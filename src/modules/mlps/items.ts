import { today } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { demandIn, mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { addEvent, allowed, move, openCases, type Done, type Effects } from '../../kernel/workflow/workflow.ts';
import { accountsToTell } from '../organisation/index.ts';
import { addDays } from './calendar.ts';
import type { itemActions, itemSources, itemStates, risks } from './contract.ts';
import { inScope, readRules } from './queries.ts';
import { readTimeline } from './read-object.ts';
import { itemFlow, type ItemEffect } from './workflow.ts';

defineErrors({
  'mlps.due_past': '整改期限不能早于今天。',
  'mlps.item_closed': '这一项已整改完或不再整改，不能再改。',
}, {
  'mlps.due_past': 'The date may not be before today.',
  'mlps.item_closed': 'This is repaired or dropped and cannot be changed.',
});

export interface NewItem { control_class: string; point: string; requirement: string; description: string; risk: (typeof risks)[number]; advice: string; major: boolean }
export interface ItemFilter { object_id?: string | undefined; unit_id?: string | undefined; state?: (typeof itemStates)[number] | undefined; source?: (typeof itemSources)[number] | undefined; overdue?: 'true' | undefined; open?: 'true' | undefined }
interface Row {
  id: string; object_id: string; object_name: string; unit_id: string; unit_name: string; source: (typeof itemSources)[number]; assessment_id: string | null; check_id: string | null; control_class: string; point: string; requirement: string; description: string; risk: (typeof risks)[number]; advice: string; major: boolean; responsible: string; state: (typeof itemStates)[number]; due_on: string | null; overdue: boolean; feedback: string; rounds: number; version: number;
}
async function load(db: Reader, actor: Actor, f: ItemFilter & { id?: string; limit: number; offset: number }): Promise<(Row & { total: number })[]> {
  const { rows } = await sql<Row & { total: number }>`select i.id, i.object_id, o.name as object_name, ic.unit_id, u.name as unit_name, i.source, i.assessment_id, i.check_id, i.control_class, i.point, i.requirement, i.description, i.risk, i.advice, i.major, i.responsible, ic.state, ic.due_on, coalesce(ic.state = 'open' and ic.due_on < ${today()}::date, false) as overdue, i.feedback, i.rounds, ic.version, (count(*) over ())::int as total
    from mlps_item i join work_case ic on ic.id = i.id join mlps_object o on o.id = i.object_id join work_case c on c.id = o.id join unit u on u.id = ic.unit_id
    where ${inScope(actor)} and (${f.id ?? null}::uuid is null or i.id = ${f.id ?? null}::uuid) and (${f.object_id ?? null}::uuid is null or i.object_id = ${f.object_id ?? null}::uuid) and (${f.unit_id ?? null}::uuid is null or ic.unit_id = ${f.unit_id ?? null}::uuid) and (${f.state ?? null}::text is null or ic.state = ${f.state ?? null}::text) and (${f.source ?? null}::text is null or i.source = ${f.source ?? null}::text)
      and (${f.open ?? null}::text is null or ic.state in ('open', 'reported')) and (${f.overdue ?? null}::text is null or (ic.state = 'open' and ic.due_on < ${today()}::date))
    order by ic.state in ('open', 'reported') desc, ic.due_on nulls last, array_position(array['high', 'medium', 'low'], i.risk), i.id limit ${f.limit} offset ${f.offset}`.execute(db);
  return rows;
}
const shown = (actor: Actor, { total: _t, ...i }: Row & { total: number }) => ({ ...i, can: allowed(itemFlow, actor, i, {}), can_write: mayIn(actor, 'mlps.write', i.unit_id) && (i.state === 'open' || i.state === 'reported') });
export async function listItems(db: Reader, actor: Actor, f: ItemFilter & { page: number; size: number }) {
  const rows = await load(db, actor, { ...f, limit: f.size, offset: (f.page - 1) * f.size });
  // past the last page nobody counts
  const total = rows[0]?.total ?? (f.page > 1 ? (await load(db, actor, { ...f, limit: 1, offset: 0 }))[0]?.total ?? 0 : 0);
  return { items: rows.map((i) => shown(actor, i)), total, page: f.page, size: f.size };
}
/** Throws object.not_found. */
export async function readItem(db: Reader, actor: Actor, id: string) {
  const [i] = await load(db, actor, { id, limit: 1, offset: 0 });
  if (!i) throw new AppError('not_found', 'object.not_found');
  return shown(actor, i);
}
export const readItemPage = async (db: Reader, actor: Actor, id: string) => ({ ...await readItem(db, actor, id), ...await readTimeline(db, id, 'mlps_item') });

/** Opens one case for each, due after so many days where no date is given; the unit is told once. Throws mlps.due_past. */
export async function openItems(tx: Tx, actor: Actor, o: { id: string; unit_id: string; name: string }, from: { source: (typeof itemSources)[number]; assessment_id?: string; check_id?: string }, list: readonly NewItem[], when: { due_on?: string | undefined; responsible?: string | undefined }): Promise<number> {
  if (list.length === 0) return 0;
  if (when.due_on && when.due_on < today()) throw new AppError('invalid', 'mlps.due_past', {}, [{ path: 'due_on', message: '不能早于今天' }]);
  const due_on = when.due_on ?? addDays(today(), (await readRules(tx)).repair_days);
  const rows = list.map((i) => ({ ...i, id: newId(), object_id: o.id, source: from.source, assessment_id: from.assessment_id ?? null, check_id: from.check_id ?? null, responsible: when.responsible ?? '' }));
  await openCases(tx, itemFlow, actor, rows.map((i) => ({ id: i.id, unit_id: o.unit_id, due_on })));
  for (let i = 0; i < rows.length; i += 500) await tx.insertInto('mlps_item').values(rows.slice(i, i + 500)).execute();
  await addEvent(tx, o.id, actor, 'items', { note: `${list.length} 项，${due_on} 前整改` });
  const people = await accountsToTell(tx, [o.unit_id]);
  await tell(tx, [...new Set(people.map((p) => p.account_id))].filter((a) => a !== actor.id).map((account_id) => ({ account_id, kind: 'mlps', title: `${o.name}有 ${list.length} 项等保问题待整改`, body: `请于 ${due_on} 前整改并反馈。`, link: `/mlps?tab=items&object_id=${o.id}`, once_key: `mlps-items:${rows[0]!.id}` })));
  return rows.length;
}
async function demandItem(tx: Tx, actor: Actor, id: string) {
  const [i] = await load(tx, actor, { id, limit: 1, offset: 0 });
  if (!i) throw new AppError('not_found', 'object.not_found');
  return i;
}
export async function moveItem(tx: Tx, actor: Actor, id: string, m: { version: number; action: (typeof itemActions)[number]; note?: string | undefined }): Promise<void> {
  await demandItem(tx, actor, id);
  await move(tx, itemFlow, actor, { id, ...m }, {}, effects);
}
/** Throws mlps.item_closed, mlps.due_past. */
export async function updateItem(tx: Tx, actor: Actor, id: string, b: { version: number; due_on?: string | null | undefined; responsible?: string | undefined }): Promise<void> {
  await tx.selectFrom('work_case').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  const i = await demandItem(tx, actor, id);
  // who repairs says who does it; by when is the office's to say
  demandIn(actor, b.due_on !== undefined && b.due_on !== i.due_on ? 'mlps.manage' : 'mlps.write', i.unit_id);
  if (i.version !== b.version) throw new AppError('conflict', 'object.changed_meanwhile');
  if (i.state !== 'open' && i.state !== 'reported') throw new AppError('rule', 'mlps.item_closed');
  if (b.due_on && b.due_on < today() && b.due_on !== i.due_on) throw new AppError('invalid', 'mlps.due_past', {}, [{ path: 'due_on', message: '不能早于今天' }]);
  if (b.responsible !== undefined) await tx.updateTable('mlps_item').set({ responsible: b.responsible }).where('id', '=', id).execute();
  await tx.updateTable('work_case').set((e) => ({ ...(b.due_on !== undefined && { due_on: b.due_on }), version: e('version', '+', 1) })).where('id', '=', id).execute();
  if (b.due_on !== undefined && b.due_on !== i.due_on) await addEvent(tx, id, actor, 'due', { note: `${i.due_on ?? ''} → ${b.due_on ?? ''}` });
}
export async function attachToItem(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  const i = await demandItem(tx, actor, id);
  demandIn(actor, 'mlps.write', i.unit_id);
  if (i.state !== 'open') throw new AppError('rule', 'mlps.item_closed');
  return attachFile(tx, file, 'mlps_item', id, actor);
}

const set = (tx: Tx, done: Done) => tx.updateTable('mlps_item').where(sql<boolean>`id = any(${done.cases.map((c) => c.id)}::uuid[])`);
const told: Partial<Record<string, { office: boolean; title: string }>> = { report: { office: true, title: '等保问题已整改，待复测' }, pass: { office: false, title: '等保问题复测通过' }, fail: { office: false, title: '等保问题复测未通过，请继续整改' }, drop: { office: false, title: '等保问题不再整改' }, reopen: { office: false, title: '等保问题重新列入整改' } };
const effects: Effects<ItemEffect> = {
  async keep_feedback(tx, done) { await set(tx, done).set({ feedback: done.note ?? '' }).execute(); },
  async count_round(tx, done) { await set(tx, done).set((e) => ({ rounds: e('rounds', '+', 1) })).execute(); },
  async tell(tx, done) {
    const w = told[done.action];
    const [c] = done.cases;
    if (!w || !c) return;
    const { description } = await tx.selectFrom('mlps_item').select('description').where('id', '=', c.id).executeTakeFirstOrThrow();
    const accounts = w.office ? await accountsWithRole(tx, 'office') : (await accountsToTell(tx, [c.unit_id], ['liaison'])).map((p) => p.account_id);
    await tell(tx, [...new Set(accounts)].filter((a) => a !== done.actor.id).map((account_id) => ({ account_id, kind: 'mlps', title: `${w.title}：${description.slice(0, 60)}`, body: (done.note ?? '').slice(0, 300), link: `/mlps/items/${c.id}`, once_key: `mlps-item:${c.id}:${c.version}:${done.action}` })));
  },
};
