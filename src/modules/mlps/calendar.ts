import type { dueKinds } from './contract.ts';
import { refilingDay, type Rules } from './rules.ts';

export type DueKind = (typeof dueKinds)[number];
/** What is known of an object that dates follow from; days are YYYY-MM-DD. */
export interface DueFacts {
  state: string; level: number | null; created_on: string; graded_on: string | null; online_on: string | null; certificate_number: string; issued_on: string | null; expires_on: string | null; form_edition: string;
  assessed_on: string | null; checked_on: string | null; repair_due: string | null;
}
export interface Due { kind: DueKind; due_on: string; overdue: boolean; /** Days until then; negative once it is past. */ days: number; basis: 'law' | 'custom' | 'own' }

const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
export const addDays = (day: string, n: number): string => new Date((dayNumber(day) + n) * 86_400_000).toISOString().slice(0, 10);
/** The same day of a later month, or that month's last. */
export function addMonths(day: string, n: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(y, m - 1 + n, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(d, last))).toISOString().slice(0, 10);
}
const period = (rules: Rules, what: 'assess' | 'check', level: number): number => (level < 2 ? 0 : rules[`${what}_months_${Math.min(level, 4) as 2 | 3 | 4}`]);

/** Everything an object owes, soonest first. One of level 1 owes no filing and no assessment; one that is cancelled owes nothing. */
export function duesOf(o: DueFacts, rules: Rules, today: string): Due[] {
  if (o.state === 'cancelled') return [];
  const list: { kind: DueKind; due_on: string; basis: Due['basis'] }[] = [];
  const { level } = o;
  if (level === null || o.state === 'grading') list.push({ kind: 'grade', due_on: addDays(o.created_on, rules.grade_days), basis: 'own' });
  if (level !== null && level >= 2) {
    const began = o.online_on && o.graded_on && o.graded_on > o.online_on ? o.graded_on : o.online_on;
    if (!o.certificate_number && began) list.push({ kind: 'file', due_on: addDays(began, rules.file_days), basis: 'law' });
    if (o.certificate_number && o.form_edition !== '2025') list.push({ kind: 'refile', due_on: refilingDay, basis: 'law' });
    if (o.expires_on) list.push({ kind: 'certificate', due_on: o.expires_on, basis: 'custom' });
    const since = o.issued_on ?? o.online_on;
    const assess = period(rules, 'assess', level);
    if (assess && (o.assessed_on ?? since)) list.push({ kind: 'assess', due_on: addMonths((o.assessed_on ?? since)!, assess), basis: level === 2 ? 'custom' : 'law' });
    const check = period(rules, 'check', level);
    if (check && (o.checked_on ?? since)) list.push({ kind: 'self_check', due_on: addMonths((o.checked_on ?? since)!, check), basis: level === 2 ? 'own' : 'law' });
  }
  if (o.repair_due) list.push({ kind: 'repair', due_on: o.repair_due, basis: 'own' });
  return list.map((d) => ({ ...d, days: dayNumber(d.due_on) - dayNumber(today), overdue: d.due_on < today })).sort((a, b) => a.due_on.localeCompare(b.due_on));
}
