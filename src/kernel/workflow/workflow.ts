import { now } from '../clock.ts';
import { sql, type Reader, type Tx } from '../database.ts';
import { AppError, defineErrors } from '../errors.ts';
import { mayIn, type Actor } from '../identity/actor.ts';
import { newId } from '../ids.ts';
import type { Permission } from '../permissions.ts';
import { beginDeadline, type DeadlineRule } from './deadlines.ts';

defineErrors({
  'workflow.not_possible': '当前状态不能进行这项操作。可能别人已经处理，请刷新查看。',
  'workflow.note_required': '请填写说明后再提交。',
  'workflow.evidence_required': '请先上传佐证材料再提交。',
  'workflow.fields_required': '还有内容没有填写，请补齐后再提交。',
  'workflow.own_move': '不能审批自己提交或提出的内容，请由另一位同事办理。',
}, {
  'workflow.not_possible': 'This is not possible in the present state. Somebody may have dealt with it; reload.',
  'workflow.note_required': 'Write a note first.',
  'workflow.evidence_required': 'Add evidence first.',
  'workflow.fields_required': 'Something is not filled in yet. Complete it first.',
  'workflow.own_move': 'You cannot decide on what you handed in or proposed yourself; a colleague does.',
});

/** One legal move. What is not in the table cannot happen, whoever asks. */
export interface Transition<State extends string, Action extends string, Effect extends string = never> {
  action: Action;
  from: readonly State[];
  to: State;
  /** Needed in the unit of the case; of several, any. */
  permission: Permission | readonly Permission[];
  requires?: readonly ('note' | 'evidence')[];
  /** Values of the form that must come with the move, by their names there. */
  fields?: readonly string[];
  /** Only where the case's fact has this value, such as a unit head's sign-off that the office demands. */
  when?: { fact: string; is: boolean };
  /** Four eyes: not by whoever last made this earlier move of the case. */
  not_by?: Action;
  /** Begins with the move: the case's due date is set in the same transaction. */
  deadline?: DeadlineRule;
  /** What else the move does, in its transaction and in this order: what is kept, who is told, which document is written. The module gives one function for each name. */
  effects?: readonly Effect[];
}
/** A case type. `terminal` states close a case; leaving one opens it again. */
export interface Workflow<State extends string, Action extends string, Effect extends string = never> { type: string; states: readonly State[]; initial: State; terminal: readonly State[]; transitions: readonly Transition<State, Action, Effect>[]; /** Owner type of the files that a move hands in, where others lie with the case too; absent: all of the case. */ proof?: string }
export type Facts = Record<string, boolean>;
/** What an effect is told: one move of one case or the same move of many. */
export interface Done { actor: Actor; action: string; note: string | undefined; fields: Fields; cases: { id: string; unit_id: string; from: string; to: string; version: number }[] }
/** One function for every effect that the table names; the compiler sees to it that none is missing. */
export type Effects<Effect extends string> = Record<Effect, (tx: Tx, done: Done) => Promise<void>>;
export type Fields = Record<string, unknown>;

function legal<S extends string, A extends string, E extends string>(flow: Workflow<S, A, E>, state: string, action: string, facts: Facts): Transition<S, A, E> | undefined {
  return flow.transitions.find((t) => t.action === action && (t.from as readonly string[]).includes(state) && (!t.when || (facts[t.when.fact] ?? false) === t.when.is));
}
const mayMake = (actor: Actor, t: { permission: Permission | readonly Permission[] }, unitId: string): boolean => [t.permission].flat().some((p) => mayIn(actor, p as Permission, unitId));
/** The moves this actor may make now: the buttons of the page, from the same table that the server obeys. */
export function allowed<S extends string, A extends string, E extends string>(flow: Workflow<S, A, E>, actor: Actor, c: { state: string; unit_id: string }, facts: Facts): A[] {
  return [...new Set(flow.transitions.filter((t) => legal(flow, c.state, t.action, facts) === t && mayMake(actor, t, c.unit_id)).map((t) => t.action))];
}

export interface Move { id: string; version: number; action: string; note?: string | undefined; fields?: Fields }
export interface Moved<S> { from: string; to: S; version: number; /** Years whose working days must be entered before this move's deadline can be told. */ missing_years: number[] }

function demandGiven(t: { requires?: readonly string[]; fields?: readonly string[] }, note: string | undefined, fields: Fields): void {
  if (t.requires?.includes('note') && !note?.trim()) throw new AppError('invalid', 'workflow.note_required', {}, [{ path: 'note', message: '不能为空' }]);
  const empty = (t.fields ?? []).filter((f) => { const v = fields[f]; return v === undefined || v === null || (typeof v === 'string' && !v.trim()) || (Array.isArray(v) && v.length === 0); });
  if (empty.length) throw new AppError('invalid', 'workflow.fields_required', {}, empty.map((path) => ({ path, message: '不能为空' })));
}
async function demandOther(tx: Tx, actor: Actor, ids: string[], earlier: string): Promise<void> {
  const last = await tx.selectFrom('case_event').distinctOn('case_id').select(['case_id', 'actor_id']).where(sql<boolean>`case_id = any(${ids}::uuid[])`).where('action', '=', earlier).orderBy('case_id').orderBy('at', 'desc').orderBy('id', 'desc').execute();
  if (last.some((e) => e.actor_id === actor.id)) throw new AppError('forbidden', 'workflow.own_move');
}

/** Makes one move: rights, requirements, optimistic version, history, effects. The caller has already seen that the actor may know of the case.
 *  Throws workflow.not_possible, permission.denied, workflow.note_required, workflow.fields_required, workflow.evidence_required, workflow.own_move, object.changed_meanwhile. */
export async function move<S extends string, A extends string, E extends string>(tx: Tx, flow: Workflow<S, A, E>, actor: Actor, m: Move, facts: Facts, effects: Effects<E>): Promise<Moved<S>> {
  const c = await tx.selectFrom('work_case').select(['state', 'unit_id', 'version']).where('id', '=', m.id).where('type', '=', flow.type).forUpdate().executeTakeFirst();
  if (!c) throw new AppError('not_found', 'object.not_found');
  if (c.version !== m.version) throw new AppError('conflict', 'object.changed_meanwhile');
  const t = legal(flow, c.state, m.action, facts);
  if (!t) throw new AppError('rule', 'workflow.not_possible');
  if (!mayMake(actor, t, c.unit_id)) throw new AppError('forbidden', 'permission.denied');
  if (t.not_by) await demandOther(tx, actor, [m.id], t.not_by);
  demandGiven(t, m.note, m.fields ?? {});
  const files = await newFiles(tx, m.id, flow.proof);
  if (t.requires?.includes('evidence') && files.length === 0) throw new AppError('invalid', 'workflow.evidence_required');
  const at = now().toISOString();
  const deadline = t.deadline && await beginDeadline(tx, t.deadline);
  await tx.updateTable('work_case').set({ state: t.to, version: c.version + 1, changed_at: at, closed_at: (flow.terminal as readonly string[]).includes(t.to) ? at : null, ...(deadline && { due_on: deadline.due_on, due_rule: deadline.due_rule }) }).where('id', '=', m.id).execute();
  await addEvent(tx, m.id, actor, t.action, { from: c.state, to: t.to, note: m.note, files, at });
  if (deadline?.remark) await addEvent(tx, m.id, actor, 'deadline_waits', { note: deadline.remark });
  for (const e of t.effects ?? []) await effects[e](tx, { actor, action: t.action, note: m.note, fields: m.fields ?? {}, cases: [{ id: m.id, unit_id: c.unit_id, from: c.state, to: t.to, version: c.version + 1 }] });
  return { from: c.state, to: t.to, version: c.version + 1, missing_years: deadline?.missing_years ?? [] };
}

/** The same action for many cases, all or none; a handful of statements however many. Cases of different states go by their own rows of the table; rows with a condition are for single moves only.
 *  Throws what move throws. */
export async function moveMany<S extends string, A extends string, E extends string>(tx: Tx, flow: Workflow<S, A, E>, actor: Actor, list: { id: string; version: number }[], action: string, note: string | undefined, effects: Effects<E>, fields: Fields = {}): Promise<number> {
  const candidates = flow.transitions.filter((t) => t.action === action && !t.when);
  if (candidates.length === 0) throw new AppError('rule', 'workflow.not_possible');
  const rows = await tx.selectFrom('work_case').select(['id', 'state', 'unit_id', 'version']).where('type', '=', flow.type).where(sql<boolean>`id = any(${list.map((l) => l.id)}::uuid[])`).orderBy('id').forUpdate().execute();
  const found = new Map(rows.map((r) => [r.id, r]));
  const groups = new Map<Transition<S, A, E>, typeof rows>();
  for (const l of list) {
    const row = found.get(l.id);
    if (!row) throw new AppError('not_found', 'object.not_found');
    const possible = candidates.find((c) => (c.from as readonly string[]).includes(row.state));
    // rights come before states: nobody learns the state of what is not his
    if (!mayMake(actor, possible ?? candidates[0]!, row.unit_id)) throw new AppError('forbidden', 'permission.denied');
    if (row.version !== l.version) throw new AppError('conflict', 'object.changed_meanwhile');
    if (!possible) throw new AppError('rule', 'workflow.not_possible');
    groups.set(possible, [...groups.get(possible) ?? [], row]);
  }
  for (const [t, cases] of groups) await moveGroup(tx, flow, actor, t, cases, note, effects, fields);
  return found.size;
}
async function moveGroup<S extends string, A extends string, E extends string>(tx: Tx, flow: Workflow<S, A, E>, actor: Actor, t: Transition<S, A, E>, rows: { id: string; state: string; unit_id: string; version: number }[], note: string | undefined, effects: Effects<E>, fields: Fields): Promise<void> {
  const ids = rows.map((r) => r.id);
  demandGiven(t, note, fields);
  if (t.requires?.includes('evidence')) throw new AppError('invalid', 'workflow.evidence_required');
  if (t.not_by) await demandOther(tx, actor, ids, t.not_by);
  const at = now().toISOString();
  const deadline = t.deadline && await beginDeadline(tx, t.deadline);
  await tx.updateTable('work_case').set((e) => ({ state: t.to, version: e('version', '+', 1), changed_at: at, closed_at: (flow.terminal as readonly string[]).includes(t.to) ? at : null, ...(deadline && { due_on: deadline.due_on, due_rule: deadline.due_rule }) })).where(sql<boolean>`id = any(${ids}::uuid[])`).execute();
  await sql`insert into case_event (id, case_id, at, action, from_state, to_state, actor_id, actor_name, note) select e, i, ${at}, ${t.action}, f, ${t.to}, ${actor.id}, ${actor.name}, ${note || null}
    from unnest(${rows.map(() => newId())}::uuid[], ${ids}::uuid[], ${rows.map((r) => r.state)}::text[]) as t(e, i, f)`.execute(tx);
  if (deadline?.remark) for (const id of ids) await addEvent(tx, id, actor, 'deadline_waits', { note: deadline.remark });
  for (const e of t.effects ?? []) await effects[e](tx, { actor, action: t.action, note, fields, cases: rows.map((r) => ({ id: r.id, unit_id: r.unit_id, from: r.state, to: t.to, version: r.version + 1 })) });
}

/** Opens cases in bulk: one statement for the cases, one for the first line of their histories. */
export async function openCases<S extends string, A extends string, E extends string>(tx: Tx, flow: Workflow<S, A, E>, actor: Actor, list: { id: string; unit_id: string; due_on: string | null }[]): Promise<void> {
  if (list.length === 0) return;
  const at = now().toISOString();
  await sql`insert into work_case (id, type, state, unit_id, due_on, created_at, changed_at) select i, ${flow.type}, ${flow.initial}, u, d, ${at}, ${at}
    from unnest(${list.map((l) => l.id)}::uuid[], ${list.map((l) => l.unit_id)}::uuid[], ${list.map((l) => l.due_on)}::date[]) as t(i, u, d)`.execute(tx);
  await sql`insert into case_event (id, case_id, at, action, from_state, to_state, actor_id, actor_name) select e, i, ${at}, 'open', null, ${flow.initial}, ${actor.id}, ${actor.name}
    from unnest(${list.map(() => newId())}::uuid[], ${list.map((l) => l.id)}::uuid[]) as t(e, i)`.execute(tx);
}

/** A line of the history that moves nothing: a comment, an extension, a new due date. */
export async function addEvent(tx: Tx, caseId: string, actor: Actor, action: string, more: { from?: string; to?: string; note?: string | undefined; files?: string[]; at?: string } = {}): Promise<string> {
  const id = newId();
  await tx.insertInto('case_event').values({ id, case_id: caseId, at: more.at ?? now().toISOString(), action, from_state: more.from ?? null, to_state: more.to ?? null, actor_id: actor.id, actor_name: actor.name, note: more.note || null, file_ids: more.files ?? [] }).execute();
  return id;
}
/** The same line for many, in one statement. */
export async function addEvents(tx: Tx, caseIds: string[], actor: Actor, action: string, note: string): Promise<void> {
  await sql`insert into case_event (id, case_id, at, action, from_state, to_state, actor_id, actor_name, note) select e, i, ${now().toISOString()}, ${action}, null, null, ${actor.id}, ${actor.name}, ${note} from unnest(${caseIds.map(() => newId())}::uuid[], ${caseIds}::uuid[]) as t(e, i)`.execute(tx);
}
/** Files of the case that no event has taken up yet: what is being handed in. */
async function newFiles(tx: Tx, caseId: string, proof: string | undefined): Promise<string[]> {
  const rows = await tx.selectFrom('file as f').select('f.id').where('f.owner_id', '=', caseId).$if(proof !== undefined, (q) => q.where('f.owner_type', '=', proof!))
    .where((e) => e.not(e.exists(e.selectFrom('case_event as v').select('v.id').where('v.case_id', '=', caseId).where(sql<boolean>`f.id = any(v.file_ids)`)))).execute();
  return rows.map((r) => r.id);
}
/** A file already handed in is evidence and stays. */
export async function isHandedIn(db: Reader, caseId: string, fileId: string): Promise<boolean> {
  return await db.selectFrom('case_event').select('id').where('case_id', '=', caseId).where(sql<boolean>`${fileId}::uuid = any(file_ids)`).executeTakeFirst() !== undefined;
}
