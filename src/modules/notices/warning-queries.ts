import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { allowed } from '../../kernel/workflow/workflow.ts';
import type { answerStates, warningKinds, warningLevels, warningStates } from './contract.ts';
import { filesOf, shareOf } from './paper.ts';
import { warningFlow } from './warning.workflow.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
/** The whole organisation's intelligence is the office's and the leaders'; a unit sees what it was warned of. */
function visible(actor: Actor) {
  const units = unitsFor(actor, 'hazard.read');
  return units === 'all' ? sql<boolean>`true` : sql<boolean>`w.published_at is not null and exists (select 1 from warning_answer a where a.warning_id = w.id and a.unit_id = any(${units.size ? [...units] : [nobody]}::uuid[]))`;
}
const ownUnits = (actor: Actor) => { const units = unitsFor(actor, 'hazard.answer'); return units === 'all' ? sql<boolean>`true` : sql<boolean>`a.unit_id = any(${units.size ? [...units] : [nobody]}::uuid[])`; };
/** Of what the actor may know: one unit is not told how others answered. */
const answersSeen = (actor: Actor) => { const units = unitsFor(actor, 'hazard.read'); return units === 'all' ? sql<boolean>`true` : sql<boolean>`a.unit_id = any(${units.size ? [...units] : [nobody]}::uuid[])`; };

interface Row { id: string; kind: (typeof warningKinds)[number]; title: string; cve: string[]; product: string; level: (typeof warningLevels)[number]; source: string; state: (typeof warningStates)[number]; due_on: string | null; number: string | null; created_at: string; published_at: string | null; lifted_at: string | null; from_rule: boolean; units: number; answered: number; affected: number; own: (typeof answerStates)[number] | null }
export async function listWarnings(db: Reader, actor: Actor, f: { id?: string; state?: string | undefined; q?: string | undefined }) {
  const like = f.q ? `%${f.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%` : null;
  const { rows } = await sql<Row>`select w.id, w.kind, w.title, w.cve, w.product, w.level, w.source, c.state, w.due_on::text as due_on, w.number, w.created_at, w.published_at, w.lifted_at, w.rule_id is not null as from_rule, x.units, x.answered, x.affected,
      (select a.state from warning_answer a where a.warning_id = w.id and ${ownUnits(actor)} order by a.state = 'waiting' desc limit 1) as own
    from threat_warning w join work_case c on c.id = w.id cross join lateral (select count(*)::int as units, (count(*) filter (where a.state <> 'waiting'))::int as answered, (count(*) filter (where a.state in ('affected', 'handled')))::int as affected from warning_answer a where a.warning_id = w.id and ${answersSeen(actor)}) x
    where ${visible(actor)} and (${f.id ?? null}::uuid is null or w.id = ${f.id ?? null}::uuid) and (${f.state ?? null}::text is null or c.state = ${f.state ?? ''}) and (${like}::text is null or w.title ilike ${like} or w.product ilike ${like} or ${f.q?.toUpperCase() ?? ''} = any(w.cve))
    order by array_position(array['published', 'collected', 'judged', 'lifted', 'dropped'], c.state), coalesce(w.published_at, w.created_at) desc, w.id limit 500`.execute(db);
  return rows;
}
export async function warningBoard(db: Reader, actor: Actor, f: { state?: string | undefined; q?: string | undefined }) {
  const warnings = await listWarnings(db, actor, f);
  const live = warnings.filter((w) => w.published_at);
  const units = live.reduce((n, w) => n + w.units, 0);
  const answered = live.reduce((n, w) => n + w.answered, 0);
  return { warnings, published: live.length, units, answered, rate: shareOf(answered, units) };
}
/** Throws object.not_found. */
export async function readWarningPage(db: Reader, actor: Actor, id: string) {
  const [row] = await listWarnings(db, actor, { id });
  if (!row) throw new AppError('not_found', 'object.not_found');
  const w = await db.selectFrom('threat_warning as w').innerJoin('work_case as c', 'c.id', 'w.id').select(['w.versions', 'w.summary', 'w.measures', 'w.url', 'w.judgement', 'w.judged_by_name', 'w.judged_at', 'w.lifted_note', 'w.created_by_name', 'c.version', 'c.unit_id', 'c.state']).where('w.id', '=', id).executeTakeFirstOrThrow();
  const whole = unitsFor(actor, 'hazard.read') === 'all';
  const seen = unitsFor(actor, 'hazard.read');
  const targets = (await db.selectFrom('warning_target as t').innerJoin('unit as u', 'u.id', 't.unit_id').leftJoin('info_system as s', 's.id', 't.system_id').select(['t.id', 't.unit_id', 'u.name as unit_name', 't.system_id', 's.name as system_name', 't.reasons', 't.chosen', 't.by_hand']).where('t.warning_id', '=', id).orderBy('u.sort').orderBy('u.name').orderBy('s.name').execute()).filter((t) => whole || (seen !== 'all' && seen.has(t.unit_id) && t.chosen));
  const answers = (await sql<{ id: string; unit_id: string; unit_name: string; state: (typeof answerStates)[number]; note: string; systems: string[]; answered_at: string | null; answered_by_name: string | null; version: number; signed_at: string | null; hazards: number; letter_id: string | null }>`select a.id, a.unit_id, u.name as unit_name, a.state, a.note, a.systems, a.answered_at, a.answered_by_name, a.version, n.signed_at, n.id as letter_id, (select count(*)::int from warning_hazard x where x.answer_id = a.id) as hazards
    from warning_answer a join unit u on u.id = a.unit_id left join hazard_notice n on n.warning_id = a.warning_id and n.unit_id = a.unit_id where a.warning_id = ${id} and ${answersSeen(actor)} order by a.state = 'waiting' desc, u.sort, u.name`.execute(db)).rows;
  const proofs = await filesOf(db, 'warning_answer', answers.map((a) => a.id));
  const letters = answers.flatMap((a) => a.letter_id ?? []);
  const papers = await filesOf(db, 'hazard_notice', letters);
  const manages = mayIn(actor, 'hazard.manage', w.unit_id);
  const timeline = whole ? await db.selectFrom('case_event').select(['id', 'at', 'action', 'actor_name', 'note']).where('case_id', '=', id).orderBy('at').orderBy('id').execute() : [];
  const { unit_id, state, ...rest } = w;
  return {
    ...row, ...rest, judgement: whole ? w.judgement : '', judged_by_name: whole ? w.judged_by_name : null, can: allowed(warningFlow, actor, { state, unit_id }, {}), can_edit: manages && ['collected', 'judged'].includes(state), targets,
    answers: answers.map(({ letter_id: _l, ...a }) => ({ ...a, files: proofs.get(a.id) ?? [], can_answer: state === 'published' && mayIn(actor, 'hazard.answer', a.unit_id) })), letters: letters.length, signed: answers.filter((a) => a.signed_at).length, file: papers.get(letters[0] ?? '')?.[0] ?? null, response_rate: shareOf(row.answered, row.units), timeline,
  };
}
