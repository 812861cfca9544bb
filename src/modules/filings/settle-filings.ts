import { today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { addEvent, moveMany, openCases } from '../../kernel/workflow/workflow.ts';
import { accountsToTell } from '../organisation/index.ts';
import type { filingActions } from './contract.ts';
import { filingEffects } from './move-filing.ts';
import { filingFlow } from './workflow.ts';

/** What follows from the ledger is the product's own doing, in the name of whoever changed the ledger. */
export const followingLedger = (actor: Actor): Actor => ({ ...actor, roles: [{ role: 'office', unit_id: null, unit_name: null, subtree: [] }], token_scopes: null });
interface Standing { id: string; version: number; state: string; number: string; system_state: string; system_name: string; kind_name: string; unit_id: string; due_on: string | null; due_next: string | null; change_days: number }

/** Brings the filings of some systems, or of all, in step with the ledger: what is owed is opened with its date, a number in the ledger counts as filed, what was cancelled is closed. Doing it again changes nothing. Returns how many were opened. */
export async function settleFilings(tx: Tx, actor: Actor, systemIds: readonly string[] | 'all'): Promise<number> {
  const mine = systemIds === 'all' ? sql`true` : sql`s.id = any(${[...systemIds]}::uuid[])`;
  const { rows: missing } = await sql<{ system_id: string; unit_id: string; kind: string; kind_name: string; system_name: string; number: string }>`select s.id as system_id, s.unit_id, k.key as kind, k.name as kind_name, s.name as system_name, case k.ledger_field when 'icp_number' then s.icp_number when 'police_number' then s.police_number else '' end as number
    from info_system s join filing_kind k on k.active and s.kind = any(k.system_kinds) where ${mine} and s.state <> 'cancelled' and not exists (select 1 from filing f where f.system_id = s.id and f.kind = k.key) order by s.id, k.sort`.execute(tx);
  const opened = missing.map((m) => ({ ...m, id: newId() }));
  await openFilings(tx, actor, opened);
  await followState(tx, actor, mine);
  const owed = opened.filter((o) => o.number === '');
  await tellOwed(tx, actor, owed);
  return opened.length;
}
/** Cases and rows; the caller sees to it that there is none yet. */
export async function openFilings(tx: Tx, actor: Actor, list: { id: string; system_id: string; unit_id: string; kind: string }[], due_on: string | null = null): Promise<void> {
  if (list.length === 0) return;
  await openCases(tx, filingFlow, actor, list.map((o) => ({ id: o.id, unit_id: o.unit_id, due_on })));
  await sql`insert into filing (id, system_id, kind) select * from unnest(${list.map((o) => o.id)}::uuid[], ${list.map((o) => o.system_id)}::uuid[], ${list.map((o) => o.kind)}::text[])`.execute(tx);
}
async function followState(tx: Tx, actor: Actor, mine: ReturnType<typeof sql>): Promise<void> {
  const { rows } = await sql<Standing>`select f.id, c.version, c.state, c.unit_id, c.due_on::text as due_on, s.state as system_state, s.name as system_name, k.name as kind_name, k.change_days,
      case k.ledger_field when 'icp_number' then s.icp_number when 'police_number' then s.police_number else f.own_number end as number, case when s.state in ('online', 'shut') then (coalesce(s.state_on, ${today()}::date) + k.due_days)::text end as due_next
    from filing f join work_case c on c.id = f.id join info_system s on s.id = f.system_id join filing_kind k on k.key = f.kind where ${mine} and c.state not in ('cancelled', 'void')`.execute(tx);
  const before = (r: Standing): boolean => ['todo', 'submitted', 'returned'].includes(r.state);
  const gone = rows.filter((r) => r.system_state === 'cancelled');
  await follow(tx, actor, gone.filter((r) => before(r)), 'drop', '系统已注销，不再办理');
  await follow(tx, actor, gone.filter((r) => ['filed', 'change_due', 'change_submitted'].includes(r.state)), 'begin_cancel', '系统已注销');
  const live = rows.filter((r) => r.system_state !== 'cancelled');
  await follow(tx, actor, live.filter((r) => r.number !== '' && before(r)), 'enter', '系统台账已登记备案号');
  await follow(tx, actor, live.filter((r) => r.number === '' && r.state === 'filed'), 'lost', '系统台账里的备案号已清空');
  const undated = live.filter((r) => before(r) && r.number === '' && r.due_on === null && r.due_next !== null);
  if (undated.length) await sql`update work_case c set due_on = t.due_on from unnest(${undated.map((r) => r.id)}::uuid[], ${undated.map((r) => r.due_next!)}::date[]) as t(id, due_on) where c.id = t.id`.execute(tx);
}
export async function follow(tx: Tx, actor: Actor, list: { id: string; version: number }[], action: (typeof filingActions)[number], note: string): Promise<void> {
  if (list.length) await moveMany(tx, filingFlow, followingLedger(actor), list.map(({ id, version }) => ({ id, version })), action, note, filingEffects);
}
/** The system is not what was filed any more: each filing whose kind minds it is to be changed; one that waits already learns of it too. */
export async function askForChange(tx: Tx, actor: Actor, systemIds: readonly string[], fields: readonly string[], what: string): Promise<void> {
  const { rows } = await sql<{ id: string; version: number; state: string }>`select f.id, c.version, c.state from filing f join work_case c on c.id = f.id join filing_kind k on k.key = f.kind where f.system_id = any(${[...systemIds]}::uuid[]) and c.state in ('filed', 'change_due', 'change_submitted') and k.change_fields && ${[...fields]}::text[]`.execute(tx);
  await follow(tx, actor, rows.filter((r) => r.state === 'filed'), 'begin_change', what);
  for (const r of rows.filter((x) => x.state !== 'filed')) await addEvent(tx, r.id, actor, 'changed_again', { note: what });
}

async function tellOwed(tx: Tx, actor: Actor, list: { id: string; unit_id: string; kind_name: string; system_name: string }[]): Promise<void> {
  if (list.length === 0) return;
  const people = await accountsToTell(tx, [...new Set(list.map((o) => o.unit_id))], ['liaison']);
  const news: NewNotice[] = [];
  for (const [unit, owed] of Map.groupBy(list, (o) => o.unit_id)) {
    const [first] = owed;
    for (const p of people.filter((one) => one.unit_id === unit && one.account_id !== actor.id)) news.push({ account_id: p.account_id, kind: 'filing', title: owed.length === 1 ? `请办理${first!.kind_name}：${first!.system_name}` : `请办理备案：${first!.system_name}等 ${owed.length} 项`, body: '办结后请填写备案号并上传证明。', link: owed.length === 1 ? `/filings/${first!.id}` : '/filings?tab=list&owing=true', once_key: `filing:${first!.id}:opened` });
  }
  await tell(tx, news);
}
