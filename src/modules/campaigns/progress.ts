import { sql, type Reader } from '../../kernel/database.ts';

export interface Progress { id: string; title: string; campaign_id: string; campaign_title: string; total: number; done: number; closed: boolean }

/** How far campaigns and single tasks have come, for whoever holds them against something else. A closed campaign is over, whatever was left. */
export async function progressOf(db: Reader, campaignIds: readonly string[], taskIds: readonly string[]): Promise<Map<string, Progress>> {
  const { rows } = await sql<Progress>`
    select k.id, k.title, k.id as campaign_id, k.title as campaign_title, n.total, n.done, k.state = 'closed' as closed from campaign k
      cross join lateral (select count(*) as total, count(*) filter (where a.state = 'done') as done from assignment a where a.campaign_id = k.id and a.state <> 'withdrawn') n where k.id = any(${campaignIds}::uuid[])
    union all
    select t.id, t.title, k.id, k.title, n.total, n.done, false from task t join campaign k on k.id = t.campaign_id
      cross join lateral (select count(*) as total, count(*) filter (where a.state = 'done') as done from assignment a where a.task_id = t.id and a.state <> 'withdrawn') n where t.id = any(${taskIds}::uuid[])`.execute(db);
  return new Map(rows.map((r) => [r.id, r]));
}
