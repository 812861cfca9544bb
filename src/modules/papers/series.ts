import type { repeats } from './contract.ts';

const months: Record<(typeof repeats)[number], number> = { monthly: 1, quarterly: 3, annual: 12 };

/** The days of a series up to and including `until`; a day that a month lacks is the month's last. */
export function seriesDays(first: string, recurrence: (typeof repeats)[number], until: string): string[] {
  const [year, month, day] = first.split('-').map(Number) as [number, number, number];
  const days: string[] = [];
  for (let k = 0; k < 1200; k++) {
    const at = year * 12 + month - 1 + k * months[recurrence];
    const last = new Date(Date.UTC(Math.floor(at / 12), (at % 12) + 1, 0)).getUTCDate();
    const date = `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}-${String(Math.min(day, last)).padStart(2, '0')}`;
    if (date > until) break;
    days.push(date);
  }
  return days;
}

/** How far ahead a series is opened: to the end of the year, and from December to the end of the next. */
export const horizon = (today: string): string => `${Number(today.slice(0, 4)) + (today.slice(5, 7) === '12' ? 1 : 0)}-12-31`;
