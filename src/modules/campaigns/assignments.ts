import { dateOf, daysBetween, today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { may, mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { allowed } from '../../kernel/workflow/workflow.ts';
import { isFollowed } from '../../kernel/workflow/watchers.ts';
import { contactsOf } from '../organisation/index.ts';
import type { assignmentStates } from './contract.ts';
import { isDue, isOverdue, visibleAssignments } from './queries.ts';
import { assignmentFlow, owing } from './workflow.ts';

type State = (typeof assignmentStates)[number];
const columns = ['a.id', 'a.campaign_id', 'k.title as campaign_title', 'a.task_id', 't.title as task_title', 't.path as task_path', 'a.unit_id', 'a.unit_name', 'a.lead', 'a.period_label', 'a.state', 'a.due_on', 'k.state as campaign_state', 't.sign_off'] as const;
/** When the answer was last handed in, and by when the last 督办通知 wants it (ids of documents rise with time). */
export const handedInAt = sql<string | null>`(select max(e.at) from case_event e where e.case_id = a.id and e.action = 'submit')`;
const version = sql<number>`(select c.version from work_case c where c.id = a.id)`;
export const urgedDueOn = sql<string | null>`(select s.due_on from supervised_assignment s where s.assignment_id = a.id order by s.document_id desc limit 1)`;
interface Row { id: string; unit_id: string; state: string; due_on: string | null; sign_off: boolean; campaign_state: string }

/** What may be done with it now, by this actor: moves of the table, and what else the page offers. */
function can(actor: Actor, a: Row): string[] {
  if (a.campaign_state !== 'published') return mayIn(actor, 'assignment.read', a.unit_id) ? ['comment'] : [];
  const list: string[] = allowed(assignmentFlow, actor, a, { sign_off: a.sign_off });
  const answering = mayIn(actor, 'assignment.answer', a.unit_id);
  if (answering && ['to_sign', 'doing', 'returned'].includes(a.state)) list.push('attach');
  if (answering && (owing as readonly string[]).includes(a.state)) list.push('ask_extension');
  if (mayIn(actor, 'assignment.review', a.unit_id)) list.push('decide_extension');
  list.push('comment');
  return list;
}
const handedIn: readonly string[] = ['to_review', 'done'];
const asRow = <T extends Row & { handed_in_at: string | null; urged_due_on: string | null }>(actor: Actor, a: T) => {
  const { campaign_state: _, sign_off: __, handed_in_at, ...rest } = a;
  const owed = (owing as readonly string[]).includes(a.state);
  const overdue = a.due_on !== null && a.due_on < today() && owed;
  return { ...rest, state: a.state as State, overdue, days_left: a.due_on === null ? null : daysBetween(today(), a.due_on), late_days: !handedIn.includes(a.state) || handed_in_at === null || a.due_on === null ? null : Math.max(0, daysBetween(a.due_on, dateOf(handed_in_at))), urged_due_on: owed ? a.urged_due_on : null, can: can(actor, a) };
};

export interface AssignmentFilter { campaign_id?: string | undefined; task_id?: string | undefined; unit_id?: string | undefined; phase_id?: string | undefined; state?: State | undefined; overdue?: 'true' | undefined; due?: 'soon' | 'month' | undefined; mine?: 'true' | undefined }
/** What is still open first, then by the day it is due. */
export function filteredAssignments(db: Reader, actor: Actor, f: AssignmentFilter) {
  let q = visibleAssignments(db, actor).where('k.state', '<>', 'draft');
  if (f.campaign_id) q = q.where('a.campaign_id', '=', f.campaign_id);
  if (f.task_id) q = q.where('a.task_id', '=', f.task_id);
  if (f.unit_id) q = q.where('a.unit_id', '=', f.unit_id);
  if (f.phase_id) q = q.where('t.phase_id', '=', f.phase_id);
  if (f.state) q = q.where('a.state', '=', f.state);
  if (f.overdue) q = q.where(isOverdue());
  if (f.due) q = q.where(isDue(f.due)).where('k.state', '=', 'published');
  if (f.mine) q = q.where(waitingFor(actor)).where('k.state', '=', 'published');
  // what waits for the head's signature comes before what his liaisons are at
  if (f.mine) q = q.orderBy(sql`a.state <> 'to_sign_off'`);
  return q.orderBy('a.open', 'desc').orderBy(sql`a.due_on asc nulls last`).orderBy('k.created_at').orderBy('t.sort').orderBy('a.unit_name');
}

/** One page of rows; every figure on a screen leads here with the filter that made it. */
export async function listAssignments(db: Reader, actor: Actor, f: AssignmentFilter & { page: number; size: number }) {
  const q = filteredAssignments(db, actor, f);
  const [rows, { total }] = await Promise.all([
    q.select(columns).select([version.as('version'), handedInAt.as('handed_in_at'), urgedDueOn.as('urged_due_on')]).limit(f.size).offset((f.page - 1) * f.size).execute(),
    q.clearOrderBy().select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { items: rows.map((r) => asRow(actor, r)), total, page: f.page, size: f.size };
}

/** True where the next step is the actor's: a to-do belongs to whoever holds the duty now, so a successor finds it waiting. */
function waitingFor(actor: Actor) {
  const within = (permission: 'assignment.answer' | 'assignment.sign_off' | 'assignment.review', states: string[]) => {
    const units = unitsFor(actor, permission);
    if (units === 'all') return permission === 'assignment.answer' ? sql<boolean>`false` : sql<boolean>`a.state in (${sql.join(states)})`;
    return units.size ? sql<boolean>`(a.state in (${sql.join(states)}) and a.unit_id = any(${[...units]}::uuid[]))` : sql<boolean>`false`;
  };
  return sql<boolean>`(${within('assignment.answer', ['to_sign', 'doing', 'returned'])} or ${within('assignment.sign_off', ['to_sign_off'])} or ${within('assignment.review', ['to_review'])})`;
}

/** Whether the actor may know of it; throws object.not_found. Returns what moves need to know. */
export async function demandAssignment(db: Reader, actor: Actor, id: string) {
  const a = await visibleAssignments(db, actor).select([...columns, version.as('version')]).where('a.id', '=', id).where('k.state', '<>', 'draft').executeTakeFirst();
  if (!a) throw new AppError('not_found', 'object.not_found');
  return a;
}

/** Everything a liaison needs on one page. */
export async function readAssignment(db: Reader, actor: Actor, id: string) {
  const a = await visibleAssignments(db, actor).leftJoin('campaign_phase as p', 'p.id', 't.phase_id')
    .select([...columns, version.as('version'), 't.text as task_text', 't.thresholds', 'p.title as phase', 'a.feedback',
      't.span_start', 't.span_end', 'k.text as document', isFollowed(actor, 'a.id').as('following'), handedInAt.as('handed_in_at'), urgedDueOn.as('urged_due_on'),
      sql<string[]>`coalesce((select json_agg(x.unit_name order by x.lead desc, x.unit_name) from (select distinct unit_name, lead from assignment o where o.task_id = t.id and o.unit_id <> a.unit_id limit 30) x), '[]'::json)`.as('co_units')])
    .where('a.id', '=', id).where('k.state', '<>', 'draft').executeTakeFirst();
  if (!a) throw new AppError('not_found', 'object.not_found');
  const [files, events, extension, contacts, supervision] = await Promise.all([
    db.selectFrom('file').select(['id', 'name', 'media_type', 'size_bytes', 'sha256', 'uploaded_by_name as uploaded_by', 'created_at']).where('owner_type', '=', 'assignment').where('owner_id', '=', id).orderBy('created_at').execute(),
    db.selectFrom('case_event').select(['id', 'at', 'action', 'from_state as from', 'to_state as to', 'actor_name as actor', 'note', 'file_ids']).where('case_id', '=', id).orderBy('at').orderBy('id').execute(),
    db.selectFrom('case_extension').select(['id', 'requested_due_on', 'reason', 'state', 'requested_by_name as requested_by', 'created_at']).where('case_id', '=', id).orderBy('created_at', 'desc').limit(1).executeTakeFirst(),
    contactsOf(db, [a.unit_id]),
    db.selectFrom('supervised_assignment as s').innerJoin('issued_document as d', 'd.id', 's.document_id').select(['d.number', 'd.title', 'd.file_id', 'd.created_at', 's.due_on']).where('s.assignment_id', '=', id).orderBy('d.created_at', 'desc').execute(),
  ]);
  const byId = new Map(files.map((f) => [f.id, f]));
  // another unit's names and words stay out of sight even inside a shared task
  const { document, span_start, span_end, ...row } = a;
  return {
    ...asRow(actor, row), sentence: span_start === null || span_end === null ? a.task_text : document.slice(span_start, span_end), task_text: a.task_text, thresholds: a.thresholds, phase: a.phase, sign_off: a.sign_off, feedback: a.feedback, co_units: a.co_units, supervision, following: a.following, evidence: files,
    timeline: events.map(({ file_ids, ...e }) => ({ ...e, files: file_ids.flatMap((f) => byId.get(f) ?? []) })), extension: extension ?? null,
    contacts: may(actor, 'person.read') ? contacts.map(({ name, duty, phone }) => ({ name, duty, phone })) : [],
  };
}
