import { announce } from '../../kernel/changes.ts';
import { now, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { openCases } from '../../kernel/workflow/workflow.ts';
import { accountsToTell, saveGroupFromPlan } from '../organisation/index.ts';
import { actionName } from './action-name.ts';
import { openInstances } from './open-instances.ts';
import type { DraftData } from './read-document.ts';
import { writeAssignments } from './write-assignments.ts';
import { assignmentFlow } from './workflow.ts';

/** Fixes version 1: phases, tasks, and one case for every task and unit. Every unit's people are told once, not once a task.
 *  Throws campaign.not_draft, campaign.no_tasks, campaign.unknown_unit, object.changed_meanwhile. */
export async function publishCampaign(tx: Tx, actor: Actor, id: string, version: number): Promise<{ assignments: number; units: number }> {
  const k = await tx.selectFrom('campaign').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!k) throw new AppError('not_found', 'object.not_found');
  if (k.state !== 'draft') throw new AppError('rule', 'campaign.not_draft');
  if (k.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  const at = now().toISOString();
  const tasks = k.draft.tasks.filter((t) => !t.skip && t.unit_ids?.length);
  if (tasks.length === 0) throw new AppError('rule', 'campaign.no_tasks');

  await tx.updateTable('campaign').set((e) => ({ state: 'published' as const, plan_version: 1, published_at: at, version: e('version', '+', 1) })).where('id', '=', id).execute();
  await tx.insertInto('campaign_version').values({ campaign_id: id, plan_version: 1, text: k.text, draft: JSON.stringify(k.draft), published_at: at, published_by: actor.name }).execute();
  const phases = await writePhases(tx, id, k.draft.phases);
  await writeTasks(tx, id, k.draft, tasks, phases);
  const opened = await openAssignments(tx, actor, id);
  if (k.draft.group) await saveGroupFromPlan(tx, { name: `${actionName(k.title)}领导小组`.slice(0, 120), source: k.number ?? k.title, campaign_id: id, ...k.draft.group });
  await tellUnits(tx, id, k.title, opened.map((o) => o.unit_id));
  await announce(tx, `campaign:${id}`);
  return { assignments: opened.length, units: new Set(opened.map((o) => o.unit_id)).size };
}

export async function writePhases(tx: Tx, campaignId: string, phases: DraftData['phases'], from = 0): Promise<Map<string, string>> {
  const rows = phases.map((p, i) => ({ id: newId(), campaign_id: campaignId, title: p.title, start_on: p.start, end_on: p.end, sort: from + i }));
  if (rows.length) await tx.insertInto('campaign_phase').values(rows).execute();
  return new Map(rows.map((r) => [r.title, r.id]));
}

/** The due date a unit is held to: its own, else the end of its phase, else the end of the whole. */
export const dueOf = (t: DraftData['tasks'][number], d: DraftData): string | null => t.due ?? d.phases.find((p) => p.title === t.phase)?.end ?? d.end_on;

export async function writeTasks(tx: Tx, campaignId: string, d: DraftData, tasks: DraftData['tasks'], phases: Map<string, string>): Promise<void> {
  const sortOf = new Map(d.tasks.map((t, i) => [t.key, i]));
  const rows = tasks.map((t) => ({
    id: newId(), campaign_id: campaignId, key: t.key, path: t.path, title: t.title, text: t.text, span_start: t.span?.[0] ?? null, span_end: t.span?.[1] ?? null, due_on: dueOf(t, d), recurrence: t.recurrence,
    thresholds: JSON.stringify(t.thresholds), phase_id: t.phase === null ? null : phases.get(t.phase) ?? null, sign_off: t.sign_off, sort: sortOf.get(t.key)!, withdrawn_at: null,
  }));
  await tx.insertInto('task').values(rows).execute();
  // who answers for what, one row a pair, in one statement
  const pairs = tasks.flatMap((t, i) => [...new Set(t.unit_ids)].map((unit_id) => ({ task_id: rows[i]!.id, unit_id, lead: t.lead_unit_ids.includes(unit_id) })));
  await addTargets(tx, pairs, new Map(rows.map((r, i) => [r.id, tasks[i]!.title])));
}

/** Remembers which units answer for a task. Throws campaign.unknown_unit. */
export async function addTargets(tx: Tx, pairs: { task_id: string; unit_id: string; lead: boolean }[], titles: Map<string, string>): Promise<void> {
  if (pairs.length === 0) return;
  // held until the commit, so that a merge at the same moment waits and then finds the new tasks
  const known = new Set((await tx.selectFrom('unit').select('id').where('status', '=', 'active').where('id', 'in', [...new Set(pairs.map((p) => p.unit_id))]).orderBy('id').forShare().execute()).map((u) => u.id));
  const wrong = pairs.find((p) => !known.has(p.unit_id));
  if (wrong) throw new AppError('rule', 'campaign.unknown_unit', { task: titles.get(wrong.task_id) ?? '' });
  await sql`insert into task_unit (task_id, unit_id, lead) select t, u, l from unnest(${pairs.map((p) => p.task_id)}::uuid[], ${pairs.map((p) => p.unit_id)}::uuid[], ${pairs.map((p) => p.lead)}::boolean[]) as x(t, u, l) on conflict (task_id, unit_id) do update set lead = excluded.lead`.execute(tx);
}

/** Opens what is missing: one case for each task and unit, for a recurring task one for each period that has begun. */
export async function openAssignments(tx: Tx, actor: Actor, campaignId: string): Promise<{ id: string; unit_id: string }[]> {
  const once = await tx.selectFrom('task_unit as x').innerJoin('task as t', 't.id', 'x.task_id').innerJoin('unit as u', 'u.id', 'x.unit_id')
    .select(['x.task_id', 'x.unit_id', 'x.lead', 't.due_on', 'u.name']).where('t.campaign_id', '=', campaignId).where('t.withdrawn_at', 'is', null)
    .where((e) => e.or([e('t.recurrence', 'is', null), e('t.recurrence', '=', 'irregular')]))
    .where((e) => e.not(e.exists(e.selectFrom('assignment as a').select('a.id').whereRef('a.task_id', '=', 'x.task_id').whereRef('a.unit_id', '=', 'x.unit_id')))).execute();
  const opened = once.map((o) => ({ id: newId(), unit_id: o.unit_id, due_on: o.due_on, task_id: o.task_id, unit_name: o.name, lead: o.lead, period_label: null, period_start: null }));
  await openCases(tx, assignmentFlow, actor, opened);
  await writeAssignments(tx, campaignId, opened);
  return [...opened, ...await openInstances(tx, actor, today(), campaignId)];
}

/** One message a person, however many tasks. */
export async function tellUnits(tx: Tx, campaignId: string, title: string, unitIds: string[], onceKey = `campaign:${campaignId}:published`): Promise<void> {
  const count = new Map<string, number>();
  for (const u of unitIds) count.set(u, (count.get(u) ?? 0) + 1);
  const people = await accountsToTell(tx, [...count.keys()]);
  const owed = new Map<string, number>();
  for (const p of people) owed.set(p.account_id, (owed.get(p.account_id) ?? 0) + (count.get(p.unit_id) ?? 0));
  await tell(tx, [...owed].map(([account_id, n]) => ({ account_id, kind: 'assigned', title: `新任务：${title}`, body: `您单位有 ${n} 项任务待签收办理。`, link: `/assignments?campaign_id=${campaignId}&mine=true`, once_key: onceKey })));
}
