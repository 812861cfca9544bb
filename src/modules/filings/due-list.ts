import { daysBetween, today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import type { dueKinds, filingStates } from './contract.ts';
import { visibleFilings } from './queries.ts';
import { owing } from './workflow.ts';

export interface DueFilter { unit_id?: string | undefined; within?: number | undefined }
/** Days ahead that count as soon. */
const soonDays = 30;

/** What is due by when: steps that are owed, filings that end, and what a planned system needs before it goes online. */
export async function readDue(db: Reader, actor: Actor, f: DueFilter) {
  const day = today();
  let q = visibleFilings(db, actor).where((e) => e.or([sql<boolean>`c.state = any(${[...owing]}::text[])`, sql<boolean>`(c.state = 'filed' and f.expires_on is not null)`]))
    .select(['f.id', 'k.name as kind_name', 'f.system_id', 's.name as system_name', 'c.unit_id', 'u.name as unit_name', sql<(typeof filingStates)[number]>`c.state`.as('state'), 'f.duty', sql<string | null>`(case when c.state = 'filed' then f.expires_on else c.due_on end)::text`.as('due_on')])
    .orderBy(sql`case when c.state = 'filed' then f.expires_on else c.due_on end nulls last`).orderBy('u.sort').orderBy('s.name').orderBy('f.id').limit(5000);
  if (f.unit_id) q = q.where('c.unit_id', '=', f.unit_id);
  const all = (await q.execute()).map((r) => ({ ...r, what: (r.state === 'filed' ? 'expiry' : r.due_on === null ? 'before_online' : 'filing') as (typeof dueKinds)[number], days_left: r.due_on === null ? null : daysBetween(day, r.due_on) }));
  const late = (r: { days_left: number | null }): boolean => r.days_left !== null && r.days_left < 0;
  const soon = (r: { days_left: number | null }): boolean => r.days_left !== null && r.days_left >= 0 && r.days_left <= soonDays;
  const units = [...Map.groupBy(all, (r) => r.unit_id)].map(([unit_id, rows]) => ({ unit_id, unit_name: rows[0]!.unit_name, overdue: rows.filter(late).length, soon: rows.filter(soon).length, total: rows.length })).sort((a, b) => b.overdue - a.overdue || b.soon - a.soon || b.total - a.total);
  return { items: f.within ? all.filter((r) => r.days_left !== null && r.days_left <= f.within!) : all, units, overdue: all.filter(late).length, soon: all.filter(soon).length, later: all.filter((r) => r.days_left !== null && r.days_left > soonDays).length, before_online: all.filter((r) => r.due_on === null).length };
}
