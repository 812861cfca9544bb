import { addDays, dateOf, dayNumber, weekday } from './day-number.ts';

export type Recurrence = 'weekly' | 'monthly' | 'quarterly' | 'semiannual' | 'annual';

/** One period of a recurring task. `label` names the whole period; `start` and `end` are cut to the asked range, both inclusive. */
export type Period = { label: string; start: string; end: string };

const MONTHS = { monthly: 1, quarterly: 3, semiannual: 6, annual: 12 } as const;
const QUARTERS = ['一', '二', '三', '四'];

/** The periods of the calendar that touch [start, end], in order. The label does not depend on the range, so extending a plan renames nothing. */
export function instances(recurrence: Recurrence, start: string, end: string): Period[] {
  const list: Period[] = [];
  if (dayNumber(start) > dayNumber(end)) return list;
  let first = recurrence === 'weekly' ? monday(start) : firstOfPeriod(start, MONTHS[recurrence]);
  while (first <= end) {
    const next = recurrence === 'weekly' ? addDays(first, 7) : addMonths(first, MONTHS[recurrence]);
    const last = addDays(next, -1);
    const label = recurrence === 'weekly' ? weekLabel(first, last) : monthsLabel(recurrence, first);
    list.push({ label, start: first < start ? start : first, end: last > end ? end : last });
    first = next;
  }
  return list;
}

function monday(date: string): string {
  const day = dayNumber(date);
  return dateOf(day - weekday(day));
}

function firstOfPeriod(date: string, months: number): string {
  const month = Number(date.slice(5, 7));
  return monthStart(Number(date.slice(0, 4)), month - ((month - 1) % months));
}

function addMonths(first: string, months: number): string {
  const count = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + months;
  return monthStart(Math.floor(count / 12), (count % 12) + 1);
}

function monthStart(year: number, month: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
}

/** GB/T 7408 (ISO 8601): the week belongs to the year that holds its Thursday. */
function weekLabel(first: string, last: string): string {
  const thursday = addDays(first, 3);
  const week = Math.floor((dayNumber(thursday) - dayNumber(`${thursday.slice(0, 4)}-01-01`)) / 7) + 1;
  return `第${week}周（${monthDay(first)}—${monthDay(last)}）`;
}

function monthDay(date: string): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}

function monthsLabel(recurrence: keyof typeof MONTHS, first: string): string {
  const year = `${first.slice(0, 4)}年`;
  const month = Number(first.slice(5, 7));
  switch (recurrence) {
    case 'monthly': return `${year}${month}月`;
    case 'quarterly': return `${year}第${QUARTERS[(month - 1) / 3] ?? ''}季度`;
    case 'semiannual': return `${year}${month < 7 ? '上' : '下'}半年`;
    case 'annual': return year;
  }
}
