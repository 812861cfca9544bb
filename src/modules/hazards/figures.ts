import { now, today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { hazardStates as states, severities as levels } from './contract.ts';
import { isProtected } from './move-hazards.ts';
import { lateStates } from './queries.ts';
import { hazardFlow } from './workflow.ts';

type State = (typeof states)[number];
/** A share of one hundred, one decimal; null where there is nothing to divide by. */
const share = (part: number, whole: number): number | null => (whole > 0 ? Math.round((part / whole) * 1000) / 10 : null);
/** Handed back as repaired, or beyond that. */
const repaired = ['reported', 'retesting', 'cleared'] as const;
function scopeOf(actor: Actor, unitId: string | undefined) {
  const units = unitsFor(actor, 'hazard.read');
  const of = (alias: 'c' | 'h') => { const [unit, owned] = [sql.ref(`${alias}.unit_id`), sql.ref(`${alias}.owned`)]; return sql<boolean>`(${units === 'all' ? sql`true` : sql`${unit} = any(${[...units]}::uuid[]) and ${owned}`} and (${unitId ?? null}::uuid is null or (${unit} = ${unitId ?? null}::uuid and ${owned})))`; };
  return { mine: of('c'), own: of('h') };
}

/** What the dashboard shows, of everything or of one unit; every figure has the rows behind it one filter away. Linked ones count once: the one that stands for them. */
export async function readFigures(db: Reader, actor: Actor, f: { unit_id?: string | undefined } = {}) {
  const { mine, own } = scopeOf(actor, f.unit_id);
  const counts = (await sql<{ unit_id: string; unit_name: string; state: State; severity: (typeof levels)[number]; owned: boolean; n: number; told: number; answered: number; again: number }>`select c.unit_id, u.name as unit_name, c.state, c.severity, c.owned, c.n::int as n, c.told::int as told, c.answered::int as answered, c.again::int as again from hazard_count c join unit u on u.id = c.unit_id where c.n > 0 and not c.linked and ${mine}`.execute(db)).rows;
  const late = (await sql<{ unit_id: string; n: number }>`select h.unit_id, count(*)::int as n from hazard h where h.open and h.lead_id is null and h.state in (${lateStates}) and h.due_on < ${today()}::date and ${own} group by h.unit_id`.execute(db)).rows;
  const { rows: [mean] } = await sql<{ days: number | null }>`select (select round(sum(c.repair_seconds) / nullif(sum(c.repairs), 0) / 86400.0, 1)::float from hazard_day c where ${mine}) as days`.execute(db);
  const since = new Date(now().getTime() - 11 * 7 * 86_400_000).toISOString().slice(0, 10);
  const trend = (await sql<{ week: string; found: number; cleared: number }>`select to_char(w, 'YYYY-MM-DD') as week, coalesce(sum(c.found), 0)::int as found, coalesce(sum(c.cleared), 0)::int as cleared
    from generate_series(date_trunc('week', ${since}::date)::date, ${today()}::date, interval '7 days') w left join hazard_day c on c.day >= w::date and c.day < w::date + 7 and ${mine} group by w order by w`.execute(db)).rows;
  const closed = (s: State): boolean => (hazardFlow.terminal as readonly string[]).includes(s);
  const sum = (test: (c: (typeof counts)[number]) => boolean): number => counts.reduce((n, c) => n + (test(c) ? c.n : 0), 0);
  const [told, answered, again] = (['told', 'answered', 'again'] as const).map((k) => counts.reduce((n, c) => n + c[k], 0)) as [number, number, number];
  const [dismissed, clearedAll, mended] = [sum((c) => c.state === 'dismissed'), sum((c) => c.state === 'cleared'), sum((c) => (repaired as readonly string[]).includes(c.state))];
  const rates = { dismissed, told, answered, again, repaired: mended, clear_rate: share(clearedAll, sum(() => true) - dismissed), repair_rate: share(mended, sum(() => true) - dismissed), feedback_rate: share(answered, told), recurrence_rate: share(again, counts.reduce((n, c) => n + (c.state === 'cleared' ? c.n : c.again), 0)) };
  const lateOf = new Map(late.map((l) => [l.unit_id, l.n]));
  const perUnit = [...Map.groupBy(counts.filter((c) => c.owned), (c) => c.unit_id)].map(([unit_id, list]) => {
    const of = (test: (c: (typeof counts)[number]) => boolean): number => list.reduce((n, c) => n + (test(c) ? c.n : 0), 0);
    return { unit_id, unit_name: list[0]!.unit_name, total: of(() => true), open: of((c) => !closed(c.state)), cleared: of((c) => c.state === 'cleared'), overdue: lateOf.get(unit_id) ?? 0, critical: of((c) => !closed(c.state) && c.severity === 'critical'), high: of((c) => !closed(c.state) && c.severity === 'high') };
  });
  perUnit.sort((a, b) => b.overdue - a.overdue || b.open - a.open || a.unit_name.localeCompare(b.unit_name, 'zh'));
  return {
    total: sum(() => true), open: sum((c) => !closed(c.state)), cleared: sum((c) => c.state === 'cleared'), unowned: sum((c) => !c.owned && !closed(c.state)), to_verify: sum((c) => c.state === 'to_verify'), overdue: late.reduce((n, l) => n + l.n, 0), reopened: counts.reduce((n, c) => n + (closed(c.state) ? 0 : c.again), 0), mean_days: mean!.days, ...rates, protects: await isProtected(db, today()),
    by_severity: levels.map((severity) => ({ severity, open: sum((c) => c.severity === severity && !closed(c.state)), cleared: sum((c) => c.severity === severity && c.state === 'cleared') })), by_state: states.map((state) => ({ state, n: sum((c) => c.state === state) })), units: perUnit, trend,
  };
}

/** 隐患清除率 of a stretch of days, such as a campaign: of what was found then and must be repaired, what is cleared by now. */
export async function readWindow(db: Reader, actor: Actor, f: { from: string; to: string; unit_id?: string | undefined }) {
  const { mine } = scopeOf(actor, f.unit_id);
  const { rows: [row] } = await sql<{ found: number; found_cleared: number; found_dismissed: number; cleared: number }>`select coalesce(sum(c.found), 0)::int as found, coalesce(sum(c.found_cleared), 0)::int as found_cleared, coalesce(sum(c.found_dismissed), 0)::int as found_dismissed, coalesce(sum(c.cleared), 0)::int as cleared from hazard_day c where c.day between ${f.from}::date and ${f.to}::date and ${mine}`.execute(db);
  return { ...row!, clear_rate: share(row!.found_cleared, row!.found - row!.found_dismissed) };
}
