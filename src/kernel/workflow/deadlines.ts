import type { Calendar } from '../../engines/workdays/index.ts';
import { today } from '../clock.ts';
import type { Reader } from '../database.ts';
import { readCalendar } from '../settings/settings.ts';

/** 期限: so many days from the move that begins them; the first is the day after. */
export interface DeadlineRule { days: number; kind: 'working' | 'calendar' }
/** The date, or the years whose working days nobody knows yet: then there is no date rather than a wrong one. */
export interface Deadline { due_on: string | null; missing_years: number[] }
/** What is kept with a case until the calendar is known. */
export interface WaitingRule extends DeadlineRule { from: string }

export function deadlineFrom(calendar: Calendar, from: string, rule: DeadlineRule): Deadline {
  const due_on = calendar.dueAfter(from, { value: rule.days, unit: rule.kind === 'working' ? 'working_day' : 'calendar_day' });
  const missing_years = rule.kind === 'working' ? calendar.missingYears(from, due_on) : [];
  return { due_on: missing_years.length ? null : due_on, missing_years };
}

/** The columns of a case and the remark for its history that a rule counted from today makes. */
export async function beginDeadline(db: Reader, rule: DeadlineRule) {
  const from = today();
  const d = deadlineFrom(await readCalendar(db), from, rule);
  const waiting: WaitingRule = { ...rule, from };
  return { ...d, due_rule: d.due_on === null ? JSON.stringify(waiting) : null, remark: d.due_on === null ? `期限为${rule.days}个工作日，${d.missing_years.join('、')}年的工作日历尚未设置，暂未定到期日；日历设置后自动计算。` : undefined };
}
