import { sql, type Reader } from '../../kernel/database.ts';
import { isOverdue } from './queries.ts';

/** Assignments of running campaigns that are late, still unsigned, or were returned, for whoever supervises units. */
export const readShortfalls = (db: Reader) => db.selectFrom('assignment as a').innerJoin('work_case as c', 'c.id', 'a.id').innerJoin('task as t', 't.id', 'a.task_id').innerJoin('campaign as k', 'k.id', 'a.campaign_id').innerJoin('unit as u', 'u.id', 'a.unit_id')
  .select(['a.id', 'a.unit_id', 't.title as task', 'k.title as campaign', 'a.due_on', 'c.created_at', 'a.state', isOverdue().as('overdue'),
    sql<number>`(select count(*)::int from case_event e where e.case_id = c.id and e.action = 'return')`.as('returned')])
  .where('k.state', '=', 'published').where('u.status', '=', 'active').where('t.withdrawn_at', 'is', null)
  .where((e) => e.or([isOverdue(), e('a.state', '=', 'to_sign'), e.exists(e.selectFrom('case_event as v').select('v.id').whereRef('v.case_id', '=', 'c.id').where('v.action', '=', 'return'))])).orderBy('a.id').execute();

/** How each unit kept its days: what fell due in the period, what of it was handed in by the day, what is still owed. */
export async function readPunctuality(db: Reader, from: string, to: string): Promise<{ unit_id: string; unit_name: string; due: number; on_time: number; overdue: number }[]> {
  return db.selectFrom('assignment as a').innerJoin('campaign as k', 'k.id', 'a.campaign_id').innerJoin('unit as u', 'u.id', 'a.unit_id')
    .select(['a.unit_id', 'u.name as unit_name', sql<number>`count(*)::int`.as('due'), sql<number>`(count(*) filter (where ${isOverdue()}))::int`.as('overdue'),
      sql<number>`(count(*) filter (where a.state in ('to_review', 'done') and (select max(e.at at time zone 'Asia/Shanghai')::date from case_event e where e.case_id = a.id and e.action = 'submit') <= a.due_on))::int`.as('on_time')])
    .where('k.state', '<>', 'draft').where('u.status', '=', 'active').where('a.state', '<>', 'withdrawn').where('a.due_on', '>=', from).where('a.due_on', '<=', to)
    .groupBy(['a.unit_id', 'u.name', 'u.sort']).orderBy('u.sort').orderBy('u.name').execute();
}
/** What each unit owes now and is late with. */
export const countOverdue = (db: Reader) => db.selectFrom('assignment as a').innerJoin('campaign as k', 'k.id', 'a.campaign_id').select(['a.unit_id', sql<number>`count(*)::int`.as('n')])
  .where('k.state', '=', 'published').where(isOverdue()).groupBy('a.unit_id').execute();
