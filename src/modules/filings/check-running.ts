import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { findings, type filingStates } from './contract.ts';
import { isOverdue, numberOf, oddNumber, orNone, visibleFilings } from './queries.ts';

export interface CheckFilter { unit_id?: string | undefined; finding?: (typeof findings)[number] | undefined }
type State = 'planned' | 'online' | 'shut' | 'cancelled';

/** 备案系统运行状态核查: filings beside what runs, each finding with its rows. One filing may show several. */
export async function checkRunning(db: Reader, actor: Actor, f: CheckFilter) {
  const day = today();
  const proof = sql<boolean>`exists (select 1 from file x where x.owner_type = 'filing' and x.owner_id = f.id)`;
  const found = sql<(typeof findings)[number][]>`array_remove(array[
    case when s.state = 'online' and c.state in ('todo', 'submitted', 'returned') then 'not_filed' end,
    case when c.state in ('filed', 'change_due', 'change_submitted') and ${numberOf} = '' then 'no_number' end,
    case when s.state = 'shut' and c.state in ('filed', 'change_due', 'change_submitted') then 'filed_not_running' end,
    case when c.state not in ('cancelled', 'void') and ${oddNumber} then 'odd_number' end,
    case when c.state in ('filed', 'change_due', 'change_submitted') and s.state <> 'cancelled' and f.expires_on < ${day}::date then 'expired' end,
    case when s.state = 'cancelled' and c.state in ('cancel_due', 'cancel_submitted') then 'not_cancelled' end,
    case when c.state = 'change_due' and c.due_on < ${day}::date then 'change_late' end,
    case when c.state in ('filed', 'change_due', 'change_submitted') and not ${proof} then 'no_proof' end], null)`;
  let q = visibleFilings(db, actor).select(['f.id as filing_id', 'k.name as kind_name', 'f.system_id', 's.name as system_name', sql<State>`s.state`.as('system_state'), 'c.unit_id', 'u.name as unit_name', sql<(typeof filingStates)[number]>`c.state`.as('state'), numberOf.as('number'), 'c.due_on', isOverdue().as('overdue'), found.as('found')]).where(sql<boolean>`cardinality(${found}) > 0`).orderBy('u.sort').orderBy('u.name').orderBy('s.name').orderBy('k.sort').limit(5000);
  if (f.unit_id) q = q.where('c.unit_id', '=', f.unit_id);
  const rows = (await q.execute()).flatMap(({ found: list, ...r }) => list.map((finding) => ({ finding, ...r })));
  rows.sort((a, b) => findings.indexOf(a.finding) - findings.indexOf(b.finding));
  const units = unitsFor(actor, 'filing.read');
  const mine = units === 'all' ? sql`true` : sql`c.unit_id = any(${orNone(units)}::uuid[])`;
  const { rows: [size] } = await sql<{ systems: number; filings: number }>`select count(distinct f.system_id)::int as systems, count(*)::int as filings from filing f join work_case c on c.id = f.id where c.state not in ('cancelled', 'void') and ${mine} and (${f.unit_id ?? null}::uuid is null or c.unit_id = ${f.unit_id ?? null}::uuid)`.execute(db);
  return { on: day, ...size!, counts: findings.map((finding) => ({ finding, n: rows.filter((r) => r.finding === finding).length })), rows: f.finding ? rows.filter((r) => r.finding === f.finding) : rows };
}
