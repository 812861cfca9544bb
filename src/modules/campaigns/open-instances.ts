import { instances } from '../../engines/workdays/index.ts';
import { dateOf } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { openCases } from '../../kernel/workflow/workflow.ts';
import { assignmentFlow } from './workflow.ts';
import { writeAssignments } from './write-assignments.ts';

/** Recurring tasks make an instance for each period that has begun, until the campaign ends. Running it again makes nothing twice:
 *  the unique index on (task, unit, period start) would refuse it. */
export async function openInstances(tx: Tx, actor: Actor, today: string, campaignId?: string): Promise<{ id: string; unit_id: string }[]> {
  let q = tx.selectFrom('task_unit as x').innerJoin('task as t', 't.id', 'x.task_id').innerJoin('campaign as k', 'k.id', 't.campaign_id').innerJoin('unit as u', 'u.id', 'x.unit_id')
    .select(['t.id as task_id', 't.campaign_id', 't.recurrence', 't.due_on', 'k.start_on', 'k.end_on', 'k.published_at', 'x.unit_id', 'x.lead', 'u.name'])
    .where('k.state', '=', 'published').where('t.withdrawn_at', 'is', null).where('t.recurrence', 'is not', null).where('t.recurrence', '<>', 'irregular').where('u.status', '=', 'active');
  if (campaignId) q = q.where('k.id', '=', campaignId);
  const targets = await q.execute();
  if (targets.length === 0) return [];
  const there = new Set((await tx.selectFrom('assignment').select(['task_id', 'unit_id', 'period_start']).where('task_id', 'in', [...new Set(targets.map((t) => t.task_id))]).where('period_start', 'is not', null).execute()).map((a) => `${a.task_id}|${a.unit_id}|${a.period_start}`));
  const byCampaign = new Map<string, { id: string; unit_id: string; due_on: string | null; task_id: string; unit_name: string; lead: boolean; period_label: string; period_start: string }[]>();
  for (const t of targets) {
    const first = t.start_on ?? dateOf(t.published_at!);
    const last = t.end_on ?? `${today.slice(0, 4)}-12-31`;
    if (first > last) continue;
    const periods = instances(t.recurrence as Exclude<typeof t.recurrence, null | 'irregular'>, first, last);
    // the first period is always opened, so that a campaign that lies ahead shows what is coming; then each as it begins
    periods.forEach((p, i) => {
      if ((i > 0 && p.start > today) || there.has(`${t.task_id}|${t.unit_id}|${p.start}`)) return;
      const list = byCampaign.get(t.campaign_id) ?? [];
      list.push({ id: newId(), unit_id: t.unit_id, due_on: periods.length === 1 && t.due_on ? t.due_on : p.end, task_id: t.task_id, unit_name: t.name, lead: t.lead, period_label: p.label, period_start: p.start });
      byCampaign.set(t.campaign_id, list);
    });
  }
  for (const [id, list] of byCampaign) {
    await openCases(tx, assignmentFlow, actor, list);
    await writeAssignments(tx, id, list);
  }
  return [...byCampaign.values()].flat();
}
