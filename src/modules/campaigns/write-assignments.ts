import { sql, type Tx } from '../../kernel/database.ts';

/** Ties opened cases to their task, unit and period; one statement however many. */
export async function writeAssignments(tx: Tx, campaignId: string, list: { id: string; task_id: string; unit_id: string; unit_name: string; lead: boolean; period_label: string | null; period_start: string | null }[]): Promise<void> {
  if (list.length === 0) return;
  await sql`insert into assignment (id, campaign_id, task_id, unit_id, unit_name, lead, period_label, period_start, state, due_on, open)
    select i, ${campaignId}, t, u, n, l, p, s, c.state, c.due_on, c.closed_at is null from unnest(${list.map((a) => a.id)}::uuid[], ${list.map((a) => a.task_id)}::uuid[], ${list.map((a) => a.unit_id)}::uuid[], ${list.map((a) => a.unit_name)}::text[], ${list.map((a) => a.lead)}::boolean[], ${list.map((a) => a.period_label)}::text[], ${list.map((a) => a.period_start)}::date[]) as x(i, t, u, n, l, p, s) join work_case c on c.id = x.i`.execute(tx);
}
