import type { Reader } from '../../kernel/database.ts';
import { dateOf, daysBetween, today } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { isOverdue } from './queries.ts';

export interface FactRow { task_id: string; task: string; path: string; clause: string; sort: number; phase_id: string | null; recurrence: string | null; unit_id: string; unit: string; lead: boolean; state: string; due_on: string | null; closed_at: string | null; overdue: boolean; period_label: string | null; feedback: string | null }
export interface Facts { id: string; title: string; number: string | null; start_on: string; end_on: string; state: string; close_note: string | null; rows: FactRow[] }

/** What every document of a campaign is made from: one row an assignment, in two statements. */
export async function readFacts(db: Reader, campaignId: string): Promise<Facts> {
  const k = await db.selectFrom('campaign').select(['id', 'title', 'number', 'start_on', 'end_on', 'state', 'published_at', 'close_note']).where('id', '=', campaignId).executeTakeFirst();
  if (!k) throw new AppError('not_found', 'object.not_found');
  if (k.state === 'draft') throw new AppError('rule', 'campaign.not_published');
  const rows = await db.selectFrom('assignment as a').innerJoin('work_case as c', 'c.id', 'a.id').innerJoin('task as t', 't.id', 'a.task_id')
    .select(['a.task_id', 't.title as task', 't.path', 't.sort', 't.phase_id', 't.recurrence', 'a.unit_id', 'a.unit_name as unit', 'a.lead', 'c.state', 'c.due_on', 'c.closed_at', isOverdue().as('overdue'), 'a.period_label', 'a.feedback'])
    .where('a.campaign_id', '=', campaignId).where('c.state', '<>', 'withdrawn').orderBy('t.sort').orderBy('a.lead', 'desc').orderBy('a.unit_name').orderBy('a.period_start').execute();
  return { id: k.id, title: k.title, number: k.number, start_on: k.start_on ?? dateOf(k.published_at!), end_on: k.end_on ?? today(), state: k.state, close_note: k.close_note, rows: rows.map((r) => ({ ...r, clause: clauseOf(r.path) })) };
}

/** `二/1/一是` → 第二部分第1条第“一是”项: where in the document it stands, as people say it. */
export function clauseOf(path: string): string {
  const [part, item, point] = path.split('/');
  return [part && `第${part}部分`, item && `第${item}条`, point && `“${point}”`].filter(Boolean).join('');
}

export const stateNames: Record<string, string> = { to_sign: '待签收', doing: '办理中', to_sign_off: '待签批', to_review: '待审核', done: '已完成', returned: '退回修改', withdrawn: '已撤销' };

/** Rows by task, in the document's order. */
export function byTask(rows: FactRow[]): { first: FactRow; rows: FactRow[] }[] {
  const groups = new Map<string, FactRow[]>();
  for (const r of rows) groups.set(r.task_id, [...(groups.get(r.task_id) ?? []), r]);
  return [...groups.values()].map((g) => ({ first: g[0]!, rows: g }));
}
export const unitsOf = (rows: FactRow[], lead?: boolean): string[] => [...new Set(rows.filter((r) => lead === undefined || r.lead === lead).map((r) => r.unit))];
export function totalsOf(rows: FactRow[]) {
  const done = rows.filter((r) => r.state === 'done');
  return {
    tasks: rows.length, units: new Set(rows.map((r) => r.unit_id)).size, done: done.length, overdue: rows.filter((r) => r.overdue).length, inProgress: rows.filter((r) => r.state !== 'done' && !r.overdue).length,
    doneOnTime: done.filter((r) => !r.due_on || dateOf(r.closed_at!) <= r.due_on).length,
  };
}
export const dueText = (rows: FactRow[]): string => {
  const r = rows[0]!;
  const rhythm: Record<string, string> = { weekly: '每周', monthly: '每月', quarterly: '每季度', semiannual: '每半年', annual: '每年' };
  return r.recurrence && rhythm[r.recurrence] ? `${rhythm[r.recurrence]}末前` : r.due_on ?? '按要求';
};
export const daysLate = (r: FactRow): number => (r.due_on ? Math.max(0, daysBetween(r.due_on, today())) : 0);
