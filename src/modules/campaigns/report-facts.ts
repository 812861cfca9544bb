import type { Reader } from '../../kernel/database.ts';
import { dateOf, daysBetween, today } from '../../kernel/clock.ts';
import { AppError } from '../../kernel/errors.ts';
import { actionName } from './action-name.ts';
import { isOverdue } from './queries.ts';

export interface FactRow { id: string; task_id: string; /** Its whole title: an official document cuts nothing short. */ task: string; /** The sentence that asks for it. */ requirement: string; /** Whom the document itself names, in its words. */ written: string[]; path: string; clause: string; sort: number; phase_id: string | null; recurrence: string | null; unit_id: string; unit: string; lead: boolean; state: string; due_on: string | null; closed_at: string | null; overdue: boolean; period_label: string | null; feedback: string | null }
export interface Facts { id: string; title: string; /** What the work is called that the document orders. */ name: string; number: string | null; start_on: string; end_on: string; state: string; close_note: string | null; rows: FactRow[] }

/** What every document of a campaign is made from: one row an assignment, in two statements. */
export async function readFacts(db: Reader, campaignId: string): Promise<Facts> {
  const k = await db.selectFrom('campaign').select(['id', 'title', 'number', 'start_on', 'end_on', 'state', 'published_at', 'close_note', 'text', 'draft']).where('id', '=', campaignId).executeTakeFirst();
  if (!k) throw new AppError('not_found', 'object.not_found');
  if (k.state === 'draft') throw new AppError('rule', 'campaign.not_published');
  const rows = await db.selectFrom('assignment as a').innerJoin('work_case as c', 'c.id', 'a.id').innerJoin('task as t', 't.id', 'a.task_id')
    .select(['a.id', 'a.task_id', 't.title as task', 't.text', 't.key', 't.span_start', 't.span_end', 't.path', 't.sort', 't.phase_id', 't.recurrence', 'a.unit_id', 'a.unit_name as unit', 'a.lead', 'a.state', 'a.due_on', 'c.closed_at', isOverdue().as('overdue'), 'a.period_label', 'a.feedback'])
    .where('a.campaign_id', '=', campaignId).where('a.state', '<>', 'withdrawn').orderBy('t.sort').orderBy('a.lead', 'desc').orderBy('a.unit_name').orderBy('a.period_start').execute();
  const named = new Map(k.draft.tasks.map((t) => [t.key, t.units]));
  return { id: k.id, title: k.title, name: actionName(k.title), number: k.number, start_on: k.start_on ?? dateOf(k.published_at!), end_on: k.end_on ?? today(), state: k.state, close_note: k.close_note, rows: rows.map(({ text, key, span_start, span_end, ...r }) => ({
      ...r, task: wholeTitle(r.task, text), requirement: requirementOf(span_start === null || span_end === null ? text : k.text.slice(span_start, span_end)), written: named.get(key) ?? [], clause: clauseOf(r.path),
    })),
  };
}

/** A title that was cut for the screen, as the sentence it was cut from. */
export function wholeTitle(title: string, text: string): string {
  if (!title.includes('…')) return title;
  const sentence = (text.split(/[。；！？\n]/).map((s) => s.trim()).find((s) => s !== '') ?? title).replace(/^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]+是)\s*/, '');
  return sentence.includes('…') ? sentence.replaceAll('…', '') : sentence;
}
const mostOfRequirement = 300;
/** What is asked, in whole sentences. */
function requirementOf(text: string): string {
  const plain = text.replace(/\s*\n\s*/g, '').trim();
  if (plain.length <= mostOfRequirement) return plain;
  const end = Math.max(plain.lastIndexOf('。', mostOfRequirement), plain.lastIndexOf('；', mostOfRequirement));
  return end > 0 ? `${plain.slice(0, end)}。` : plain;
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
/** Leads only where the document states them; a long list of units as the document writes it, 各学院、各部门. */
export function whoAnswers(rows: FactRow[]): { lead: string[]; units: string[] } {
  const lead = unitsOf(rows, true);
  const others = lead.length > 0 ? unitsOf(rows, false) : unitsOf(rows);
  const written = rows[0]?.written ?? [];
  return { lead, units: others.length > mostNamed && written.length > 0 && written.length < others.length ? [`${written.join('、')}（共${others.length}个单位）`] : others };
}
const mostNamed = 6;
/** A task of one period is named with it. */
export const taskOf = (r: FactRow): string => (r.period_label ? `${r.task}（${r.period_label}）` : r.task);
export function totalsOf(rows: FactRow[]) {
  const done = rows.filter((r) => r.state === 'done');
  return {
    tasks: new Set(rows.map((r) => r.task_id)).size, cases: rows.length, units: new Set(rows.map((r) => r.unit_id)).size, done: done.length, overdue: rows.filter((r) => r.overdue).length, inProgress: rows.filter((r) => r.state !== 'done' && !r.overdue).length,
    doneOnTime: done.filter((r) => !r.due_on || dateOf(r.closed_at!) <= r.due_on).length,
  };
}
export const dueText = (rows: FactRow[]): string => {
  const r = rows[0]!;
  const rhythm: Record<string, string> = { weekly: '每周', monthly: '每月', quarterly: '每季度', semiannual: '每半年', annual: '每年' };
  return r.recurrence && rhythm[r.recurrence] ? `${rhythm[r.recurrence]}末前` : r.due_on ?? '按要求';
};
export const daysLate = (r: FactRow): number => (r.due_on ? Math.max(0, daysBetween(r.due_on, today())) : 0);
