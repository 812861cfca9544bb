import { dateOf, today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { Permission } from '../../kernel/permissions.ts';
import { allowed } from '../../kernel/workflow/workflow.ts';
import type { clueStates, measures } from './contract.ts';
import { builtInGrounds } from './grounds.ts';
import { clueFlow } from './workflow.ts';

type State = (typeof clueStates)[number];
type Measure = (typeof measures)[number];
export const orNone = (units: Iterable<string>): string[] => { const list = [...units]; return list.length ? list : ['00000000-0000-0000-0000-000000000000']; };
/** The office and the leaders: who deliberates, and so sees who told. */
export const seesAll = (actor: Actor): boolean => unitsFor(actor, 'accountability.read') === 'all';

/** The only way to clues. A unit sees those of its own that it was asked about. */
export function visibleClues(db: Reader, actor: Actor, permission: Permission = 'accountability.read') {
  const units = unitsFor(actor, permission);
  const all = db.selectFrom('clue as q').innerJoin('work_case as c', 'c.id', 'q.id').innerJoin('unit as u', 'u.id', 'c.unit_id');
  return units === 'all' ? all : all.where('c.unit_id', 'in', orNone(units)).where('q.asked_at', 'is not', null);
}
const columns = ['q.id', 'c.unit_id', 'u.name as unit_name', 'q.ground', 'q.ground_text', 'q.ground_source', 'q.object_key', 'q.object_link', 'q.facts', 'c.state', 'c.created_at', 'q.answer_by', 'q.measures', 'q.correct_by', 'q.corrected_on', 'q.decided_on', 'c.version'] as const;
interface Row { object_key: string | null; facts: string; state: string; created_at: string; answer_by: string | null; measures: Measure[]; correct_by: string | null; corrected_on: string | null }
/** What is being deliberated is not the unit's to read before it is decided; the facts of a clue that a person gave could name him. */
function shown<T extends Row>(actor: Actor, row: T) {
  const { object_key, created_at, ...r } = row;
  const day = today();
  const open = seesAll(actor);
  const decided = r.state === 'decided';
  return {
    ...r, state: r.state as State, by_rule: object_key !== null, found_on: dateOf(created_at), facts: open || object_key !== null ? r.facts : '', measures: open || decided ? r.measures : [], correct_by: open || decided ? r.correct_by : null,
    answer_overdue: r.state === 'checking' && r.answer_by !== null && r.answer_by < day, correct_overdue: decided && r.correct_by !== null && r.corrected_on === null && r.correct_by < day,
  };
}

export interface ClueFilter { state?: State | undefined; unit_id?: string | undefined; ground?: string | undefined; year?: number | undefined }
function filtered(db: Reader, actor: Actor, f: Omit<ClueFilter, 'state'>) {
  let q = visibleClues(db, actor);
  if (f.unit_id) q = q.where('c.unit_id', '=', f.unit_id);
  if (f.ground) q = q.where('q.ground', '=', f.ground);
  if (f.year) q = q.where('q.decided_on', '>=', `${f.year}-01-01`).where('q.decided_on', '<=', `${f.year}-12-31`);
  return q;
}
export async function listClues(db: Reader, actor: Actor, f: ClueFilter) {
  const rows = filtered(db, actor, f).select(columns).orderBy('c.created_at', 'desc').orderBy('q.id', 'desc').limit(2000);
  const [list, counts] = await Promise.all([(f.state ? rows.where('c.state', '=', f.state) : rows).execute(), filtered(db, actor, f).select(['c.state', sql<number>`count(*)::int`.as('n')]).groupBy('c.state').execute()]);
  const n = (s: State): number => counts.find((x) => x.state === s)?.n ?? 0;
  return { figures: { to_check: n('to_check'), checking: n('checking'), answered: n('answered'), to_approve: n('to_approve'), decided: n('decided'), dropped: n('dropped') }, clues: list.map((r) => shown(actor, r)) };
}

const tellable = ['ask', 'answer', 'approve', 'drop'];
export async function readClue(db: Reader, actor: Actor, id: string) {
  const row = await visibleClues(db, actor).select(columns).select(['q.informant', 'q.created_by_name', 'q.asked_note', 'q.answer', 'q.answered_by_name', 'q.responsible', 'q.finding', 'q.transfer_to', 'q.transferred_on', 'q.transfer_receipt', 'q.proposed_by']).where('q.id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  const [files, events] = await Promise.all([
    db.selectFrom('file').select(['id', 'name', 'size_bytes', 'owner_type']).where('owner_id', '=', id).where('owner_type', 'in', ['clue', 'clue_answer']).orderBy('created_at').orderBy('id').execute(),
    db.selectFrom('case_event').select(['id', 'at', 'action', 'actor_name as actor', 'note']).where('case_id', '=', id).orderBy('at').orderBy('id').execute(),
  ]);
  const { proposed_by, ...rest } = row;
  const open = seesAll(actor);
  const decided = row.state === 'decided';
  const of = (type: string) => files.filter((f) => f.owner_type === type).map(({ owner_type: _, ...f }) => f);
  const can: string[] = allowed(clueFlow, actor, row, {}).filter((a) => !((a === 'approve' || a === 'refuse') && proposed_by === actor.id));
  const writes = mayIn(actor, 'accountability.write', row.unit_id);
  if (writes && row.state !== 'dropped') can.push('attach');
  if (can.includes('answer')) can.push('attach_answer');
  if (writes && decided && row.measures.includes('correct') && !row.corrected_on) can.push('correct');
  if (writes && decided && (row.measures.includes('police') || row.measures.includes('discipline')) && !row.transferred_on) can.push('transfer');
  const all = { ...shown(actor, rest), files: open ? of('clue') : [], answer_files: of('clue_answer'), can: can as never[], suggested: builtInGrounds.find((g) => g.key === row.ground)?.measures ?? [], timeline: events };
  if (open) return all;
  // the office speaks to the unit with one voice
  return {
    ...all, informant: '', created_by_name: '', suggested: [], responsible: decided ? all.responsible : '', finding: decided ? all.finding : '', transfer_to: null, transferred_on: null, transfer_receipt: null,
    timeline: events.filter((e) => tellable.includes(e.action)).map((e) => (e.action === 'answer' ? e : { ...e, actor: '网络安全主管部门', note: e.action === 'approve' ? null : e.note })),
  };
}

export async function listGrounds(db: Reader) {
  const [own, counts] = await Promise.all([
    db.selectFrom('accountability_ground').select(['id', 'text', 'source', 'measures']).where('withdrawn_at', 'is', null).orderBy('created_at').execute(),
    db.selectFrom('clue').select(['ground', sql<number>`count(*)::int`.as('n')]).groupBy('ground').execute(),
  ]);
  const n = new Map(counts.map((c) => [c.ground, c.n]));
  return [
    ...builtInGrounds.map((g) => ({ key: g.key, text: g.text, source: g.source, verified: g.verified, measures: g.measures, rule: g.rule?.text ?? null, own: false, clues: n.get(g.key) ?? 0 })),
    ...own.map(({ id, ...g }) => ({ key: id, ...g, verified: true, rule: null, own: true, clues: n.get(id) ?? 0 })),
  ];
}
/** Decisions against units, by unit: those of a year, or all. */
export const countDecided = (db: Reader, from: string, to: string) => db.selectFrom('clue as q').innerJoin('work_case as c', 'c.id', 'q.id').select(['c.unit_id', sql<number>`count(*)::int`.as('n'), sql<number>`(count(*) filter (where 'criticise' = any(q.measures)))::int`.as('criticised')])
  .where('c.state', '=', 'decided').where('q.decided_on', '>=', from).where('q.decided_on', '<=', to).groupBy('c.unit_id').execute();
