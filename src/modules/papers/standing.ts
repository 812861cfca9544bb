import { dateOf, now, today } from '../../kernel/clock.ts';
import type { reportStandings } from './contract.ts';

interface Timed { state: string; due_on: string | null; due_at: string | null; sent_at: string | null }
/** Of a report that is due on a day, or to the minute. */
export function standingOf(r: Timed): (typeof reportStandings)[number] {
  if (r.sent_at) return 'reported';
  return (r.due_at ? Date.parse(r.due_at) < now().getTime() : r.due_on! < today()) ? 'overdue' : 'to_come';
}
export const onTime = (r: Timed): boolean | null => (r.sent_at === null ? null : r.due_at ? Date.parse(r.sent_at) <= Date.parse(r.due_at) : dateOf(r.sent_at) <= r.due_on!);
