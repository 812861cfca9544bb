import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { allowed } from '../../kernel/workflow/workflow.ts';
import { scoreOf, type Verdict } from './controls.ts';
import { judge } from './editions.ts';
import { suggestFor } from './levels.ts';
import { inScope, load, readRules, readSuggestions, shown } from './queries.ts';
import type { Rules } from './rules.ts';
import { objectFlow } from './workflow.ts';

type FileRow = { id: string; name: string; size_bytes: number };
export const filesJson = (type: string, owner: ReturnType<typeof sql.ref>) => sql<FileRow[]>`coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'size_bytes', f.size_bytes) order by f.created_at, f.id) from file f where f.owner_type = ${type} and f.owner_id = ${owner}), '[]'::json)`;
/** The history of a case, each step with what was handed in. */
export async function readTimeline(db: Reader, caseId: string, ownerType: string) {
  const files = await db.selectFrom('file as f').select(['f.id', 'f.name', 'f.size_bytes', sql<boolean>`exists (select 1 from case_event v where v.case_id = ${caseId} and f.id = any(v.file_ids))`.as('handed_in')]).where('f.owner_type', '=', ownerType).where('f.owner_id', '=', caseId).orderBy('f.created_at').execute();
  const events = await db.selectFrom('case_event').select(['id', 'at', 'action', 'actor_name', 'from_state', 'to_state', 'note', 'file_ids']).where('case_id', '=', caseId).orderBy('at').orderBy('id').execute();
  const byId = new Map(files.map(({ handed_in: _h, ...f }) => [f.id, f]));
  return { files, timeline: events.map(({ file_ids, ...e }) => ({ ...e, files: file_ids.flatMap((f) => byId.get(f) ?? []) })) };
}

const assessmentColumns = (db: Reader, rules: Rules) => async (where: { object_id?: string; id?: string }) => {
  let q = db.selectFrom('mlps_assessment as a').select(['a.id', 'a.object_id', 'a.agency', 'a.agency_number', 'a.contract_on', 'a.started_on', 'a.finished_on', 'a.edition', 'a.conclusion', sql<number | null>`a.score::float`.as('score'), sql<number | null>`a.rate::float`.as('rate'), 'a.high_risks', 'a.major_hazards', 'a.note', 'a.version',
    sql<number>`(select count(*)::int from mlps_item i join work_case c on c.id = i.id where i.assessment_id = a.id and c.state <> 'dropped')`.as('items'), sql<number>`(select count(*)::int from mlps_item i join work_case c on c.id = i.id where i.assessment_id = a.id and c.state = 'done')`.as('items_done'), filesJson('mlps_assessment', sql.ref('a.id')).as('files')]).orderBy(sql`a.finished_on desc nulls first`).orderBy('a.id', 'desc');
  if (where.object_id) q = q.where('a.object_id', '=', where.object_id);
  if (where.id) q = q.where('a.id', '=', where.id);
  return (await q.execute()).map((a) => ({ ...a, judged: judge(a.edition, { ...a, problems: a.items }, rules) }));
};
export async function readAssessment(db: Reader, id: string) {
  const [a] = await assessmentColumns(db, await readRules(db))({ id });
  if (!a) throw new AppError('not_found', 'object.not_found');
  return a;
}
const checkHead = (db: Reader) => db.selectFrom('mlps_check as k').innerJoin('mlps_object as o', 'o.id', 'k.object_id').innerJoin('work_case as c', 'c.id', 'o.id').innerJoin('unit as u', 'u.id', 'c.unit_id').select(['k.id', 'k.object_id', 'o.name as object_name', 'u.name as unit_name', 'c.unit_id', 'c.state as object_state', 'k.level', 'k.started_on', 'k.started_by_name', 'k.finished_on', sql<number | null>`k.score::float`.as('kept_score'),
  sql<number>`(select count(*)::int from mlps_item i where i.check_id = k.id)`.as('items'), sql<{ point: string; verdict: 'yes' | 'part' | 'no' | 'na' | null }[]>`coalesce((select json_agg(json_build_object('point', w.point, 'verdict', w.verdict)) from mlps_answer w where w.check_id = k.id), '[]'::json)`.as('given')]);
export type CheckRow = Awaited<ReturnType<ReturnType<typeof checkHead>['executeTakeFirstOrThrow']>>;
const loadChecks = (db: Reader, objectId: string) => checkHead(db).where('k.object_id', '=', objectId).orderBy('k.started_on', 'desc').orderBy('k.id', 'desc').execute();
export async function demandCheck(db: Reader, actor: Actor, id: string): Promise<CheckRow> {
  const k = await checkHead(db).where('k.id', '=', id).where(inScope(actor)).executeTakeFirst();
  if (!k) throw new AppError('not_found', 'object.not_found');
  return k;
}

/** A check as its list shows it. */
export function headOf(k: CheckRow, actor: Actor) {
  const figures = scoreOf(k.level, new Map(k.given.flatMap((a) => (a.verdict ? [[a.point, a.verdict] as [string, Verdict]] : []))));
  return { id: k.id, object_id: k.object_id, object_name: k.object_name, unit_name: k.unit_name, level: k.level, started_on: k.started_on, started_by_name: k.started_by_name, finished_on: k.finished_on, ...figures, score: k.kept_score ?? figures.score, items: k.items, can_write: k.finished_on === null && k.object_state !== 'cancelled' && mayIn(actor, 'mlps.write', k.unit_id) };
}
/** Everything about one. Throws object.not_found. */
export async function readObject(db: Reader, actor: Actor, id: string) {
  const [o] = await load(db, actor, { id });
  if (!o) throw new AppError('not_found', 'object.not_found');
  const rules = await readRules(db);
  const suggestions = await readSuggestions(db);
  const row = shown(o, rules, suggestions, today());
  const more = await db.selectFrom('mlps_object').select(['s_level', 'a_level', 's_harm', 'a_harm', 'responsible_body', 'composition', 'business', 'boundary', 's_data', 's_reason', 'a_service', 'a_reason', 'differs_reason', 'graded_by_name', 'experts', 'expert_opinion', 'reviewed_on', 'authority', 'authority_opinion', 'approved_on', 'filed_with']).where('id', '=', id).executeTakeFirstOrThrow();
  const { files, timeline } = await readTimeline(db, id, 'mlps_object');
  const checks = await loadChecks(db, id);
  const levels = await db.selectFrom('mlps_level_change').select(['at', 'by_name', 'before', 'after', 'reason']).where('object_id', '=', id).orderBy('at', 'desc').execute();
  const suggestion = suggestFor(o.name, suggestions) ?? o.systems.map((s) => suggestFor(s.name, suggestions)).find((s) => s !== undefined);
  const facts = { level_two: (o.level ?? 0) >= 2, must_assess: (o.level ?? 0) >= 3, open_items: o.items_open > 0, unanswered: o.items_unanswered > 0, sound: o.assessed_on !== null && o.items_open === 0 };
  return {
    ...row, ...more, suggestion: suggestion ? { level: suggestion.level, s_level: suggestion.s_level, a_level: suggestion.a_level, example: suggestion.example, basis: suggestion.basis } : null, files, timeline, levels, assessments: await assessmentColumns(db, rules)({ object_id: id }),
    checks: checks.map((k) => headOf(k, actor)), can: allowed(objectFlow, actor, o, facts), can_write: mayIn(actor, 'mlps.write', o.unit_id), can_manage: mayIn(actor, 'mlps.manage', o.unit_id),
  };
}
