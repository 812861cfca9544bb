import { sql, type Reader } from '../../kernel/database.ts';
import { today } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { Permission } from '../../kernel/permissions.ts';
import { owing } from './workflow.ts';

/** The only way to assignments: scoped to the actor's units before any other filter. */
export function visibleAssignments(db: Reader, actor: Actor, permission: Permission = 'assignment.read') {
  const units = unitsFor(actor, permission);
  const all = db.selectFrom('assignment as a').innerJoin('task as t', 't.id', 'a.task_id').innerJoin('campaign as k', 'k.id', 'a.campaign_id');
  return units === 'all' ? all : all.where('a.unit_id', 'in', units.size ? [...units] : ['00000000-0000-0000-0000-000000000000']);
}
/** True of an assignment (alias a) whose unit still owes something after the due date. */
export const isOverdue = () => sql<boolean>`(a.due_on < ${today()} and a.state in (${sql.join(owing)}))`;

/** True of an assignment (alias a) that is still owed and due in the next seven days, or in this calendar month: 临期, 本月应报. */
export function isDue(when: 'soon' | 'month') {
  const day = today();
  const end = when === 'soon' ? new Date(Date.parse(`${day}T00:00:00Z`) + 7 * 86_400_000) : new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0));
  return sql<boolean>`(a.state in (${sql.join(owing)}) and a.due_on between ${when === 'soon' ? day : `${day.slice(0, 8)}01`} and ${end.toISOString().slice(0, 10)})`;
}

/** Counts by state over assignments with the alias a; every screen takes its figures from here. */
export const countColumns = () => sql<{ total: number; done: number; overdue: number; to_sign: number; doing: number; to_sign_off: number; to_review: number; returned: number }>`json_build_object(
  'total', count(*) filter (where a.state <> 'withdrawn'), 'done', count(*) filter (where a.state = 'done'), 'overdue', count(*) filter (where ${isOverdue()}),
  'to_sign', count(*) filter (where a.state = 'to_sign'), 'doing', count(*) filter (where a.state = 'doing'), 'to_sign_off', count(*) filter (where a.state = 'to_sign_off'), 'to_review', count(*) filter (where a.state = 'to_review'), 'returned', count(*) filter (where a.state = 'returned'))`;
export const noCounts = { total: 0, done: 0, overdue: 0, to_sign: 0, doing: 0, to_sign_off: 0, to_review: 0, returned: 0 };

/** Campaigns the actor may see: all for the office and leaders; for a unit, those that ask something of it. Drafts are the office's. */
export function visibleCampaigns(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'campaign.read');
  const all = db.selectFrom('campaign as k');
  if (unitsFor(actor, 'campaign.write') === 'all') return all;
  const published = all.where('k.state', '<>', 'draft');
  if (units === 'all') return published;
  return published.where((e) => e.exists(e.selectFrom('assignment as x').select('x.id').whereRef('x.campaign_id', '=', 'k.id').where('x.unit_id', 'in', units.size ? [...units] : ['00000000-0000-0000-0000-000000000000'])));
}
/** Throws object.not_found for one that is not there and one that is not his alike. */
export async function demandCampaign(db: Reader, actor: Actor, id: string): Promise<void> {
  if (!await visibleCampaigns(db, actor).select('k.id').where('k.id', '=', id).executeTakeFirst()) throw new AppError('not_found', 'object.not_found');
}
export const scoped = (actor: Actor, permission: Permission) => {
  const units = unitsFor(actor, permission);
  return units === 'all' ? sql<boolean>`true` : units.size ? sql<boolean>`a.unit_id = any(${[...units]}::uuid[])` : sql<boolean>`false`;
};

const campaignRows = (db: Reader, actor: Actor) => visibleCampaigns(db, actor).select(['k.id', 'k.title', 'k.number', 'k.issuer', 'k.issued_on', 'k.start_on', 'k.end_on', 'k.state', 'k.plan_version', 'k.version', 'k.created_at', 'k.published_at',
  sql<typeof noCounts>`(select ${countColumns()} from assignment a where a.campaign_id = k.id and ${scoped(actor, 'campaign.read')})`.as('counts')]);
/** Complete is computed: everything that was asked is done, and nothing recurring is still to come. */
const withComplete = <T extends { counts: typeof noCounts; state: string; end_on: string | null }>(k: T, recurring = false) => ({ ...k, complete: k.state !== 'draft' && k.counts.total > 0 && k.counts.done === k.counts.total && (!recurring || (k.end_on !== null && k.end_on < today())) });

export async function listCampaigns(db: Reader, actor: Actor) {
  return (await campaignRows(db, actor).orderBy('k.created_at', 'desc').limit(500).execute()).map((k) => withComplete(k));
}
export async function readCampaign(db: Reader, actor: Actor, id: string) {
  const k = await campaignRows(db, actor).select((e) => e.exists(e.selectFrom('task').select('task.id').whereRef('task.campaign_id', '=', 'k.id').where('task.withdrawn_at', 'is', null).where('task.recurrence', 'is not', null).where('task.recurrence', '<>', 'irregular')).as('recurring')).where('k.id', '=', id).executeTakeFirst();
  if (!k) throw new AppError('not_found', 'object.not_found');
  const { recurring, ...rest } = k;
  return withComplete(rest, Boolean(recurring));
}

export async function readPhases(db: Reader, actor: Actor, campaignId: string) {
  return db.selectFrom('campaign_phase as p').select(['p.id', 'p.title', 'p.start_on', 'p.end_on',
    sql<typeof noCounts>`(select ${countColumns()} from assignment a join task t on t.id = a.task_id where t.phase_id = p.id and ${scoped(actor, 'campaign.read')})`.as('counts')])
    .where('p.campaign_id', '=', campaignId).orderBy('p.sort').execute();
}
export async function readTasks(db: Reader, actor: Actor, campaignId: string) {
  const rows = await db.selectFrom('task as t').leftJoin('campaign_phase as p', 'p.id', 't.phase_id')
    // counted once for the whole campaign: a count a task would read the same rows a hundred times
    .leftJoin((e) => e.selectFrom('assignment as a').where('a.campaign_id', '=', campaignId).where(scoped(actor, 'campaign.read')).select(['a.task_id', countColumns().as('counts')]).groupBy('a.task_id').as('n'), (j) => j.onRef('n.task_id', '=', 't.id'))
    .select(['t.id', 't.path', 't.title', 't.text', 't.span_start', 't.span_end', 't.due_on', 't.recurrence', 't.thresholds', 'p.title as phase', 'p.end_on as phase_end_on', 't.sort', 't.withdrawn_at', 'n.counts'])
    .where('t.campaign_id', '=', campaignId).orderBy('t.sort').execute();
  return rows.map(({ span_start, span_end, withdrawn_at, counts, ...t }) => ({ ...t, counts: counts ?? noCounts, span: span_start === null || span_end === null ? null : [span_start, span_end] as [number, number], withdrawn: withdrawn_at !== null }));
}

/** The units of a campaign with their counts, those of which nothing is asked any more left out. */
export async function unitCounts(db: Reader, actor: Actor, campaignId: string) {
  const rows = await db.selectFrom('assignment as a').innerJoin('unit as u', 'u.id', 'a.unit_id').where('a.campaign_id', '=', campaignId).where(scoped(actor, 'campaign.read'))
    .select(['a.unit_id', 'u.name as unit_name', 'u.sort', countColumns().as('counts')]).groupBy(['a.unit_id', 'u.name', 'u.sort']).orderBy('u.sort').orderBy('u.name').execute();
  return rows.filter((r) => r.counts.total > 0);
}
/** Units by share done, then by fewest overdue; equal ones share a rank. */
export async function readRanking(db: Reader, actor: Actor, campaignId: string) {
  const list = (await unitCounts(db, actor, campaignId)).map((r) => ({ ...r, rate: r.counts.done / r.counts.total, rank: 0 }))
    .sort((a, b) => b.rate - a.rate || a.counts.overdue - b.counts.overdue || a.sort - b.sort || a.unit_name.localeCompare(b.unit_name, 'zh'));
  list.forEach((r, i) => { const before = list[i - 1]; r.rank = before && before.rate === r.rate && before.counts.overdue === r.counts.overdue ? before.rank : i + 1; });
  return list.map(({ sort: _, ...r }) => r);
}
