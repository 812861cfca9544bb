import { dateOf, today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { allowed } from '../../kernel/workflow/workflow.ts';
import { accountsToTell } from '../organisation/index.ts';
import { severityNames, stateNames, whereText } from '../hazards/index.ts';
import type { hazardStates, severities } from '../hazards/contract.ts';
import { repairReport } from '../../engines/gongwen/index.ts';
import type { repairStates } from './contract.ts';
import { answered, filesOf } from './paper.ts';
import { repairFlow } from './repair.workflow.ts';
import { reported } from './letter-queries.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
type State = (typeof repairStates)[number];
/** The unit's own letters, and those whose report it is to get. */
function reachable(actor: Actor) {
  const units = unitsFor(actor, 'hazard.read');
  if (units === 'all') return sql<boolean>`true`;
  const mine = units.size ? [...units] : [nobody];
  return sql<boolean>`(n.unit_id = any(${mine}::uuid[]) or exists (select 1 from repair_report r join repair_receipt t on t.report_id = r.id where r.notice_id = n.id and r.handed_in_at is not null and t.unit_id = any(${mine}::uuid[])))`;
}

export interface RepairItem { hazard_id: string; number: string; title: string; severity: (typeof severities)[number]; where: string; due_on: string | null; state: (typeof hazardStates)[number]; measure: string; retest: string; evidence: string[]; done: boolean }
/** What the answers say of each hazard of the letter, at this moment. */
export async function repairItems(db: Reader, noticeId: string): Promise<RepairItem[]> {
  const { rows } = await sql<{ hazard_id: string; number: string; title: string; severity: (typeof severities)[number]; state: (typeof hazardStates)[number]; due_on: string | null; feedback: string | null; host: string; ip: string | null; port: number | null; path: string | null; parameter: string | null; retest: string | null; evidence: string[] }>`select h.id as hazard_id, h.number, p.title, h.severity, h.state, h.due_on::text as due_on, h.feedback, h.host, host(h.ip) as ip, h.port, h.path, h.parameter,
      (select case e.action when 'pass' then '复测通过：' else '复测未通过：' end || coalesce(e.note, '') from case_event e where e.case_id = h.id and e.action in ('pass', 'fail') order by e.at desc, e.id desc limit 1) as retest,
      coalesce((select array_agg(f.name order by f.created_at) from file f where f.owner_type = 'hazard' and f.owner_id = h.id), '{}') as evidence
    from hazard_notice_item t join hazard h on h.id = t.hazard_id join problem p on p.id = h.problem_id where t.notice_id = ${noticeId} order by h.rank, h.number`.execute(db);
  return rows.map(({ feedback, host, ip, port, path, parameter, retest, ...r }) => ({ ...r, where: whereText({ host, ip, port, path, parameter }), measure: feedback ?? '', retest: retest ?? '', done: ['dismissed', 'cleared'].includes(r.state) || (feedback !== null && !['notified', 'signed', 'fixing', 'confirmed', 'to_verify'].includes(r.state)) }));
}

const texts = ['received', 'causes', 'measures', 'results', 'plan', 'long_term', 'contact'] as const;
/** 填报与台账自动比对: what the report says that the answers do not bear out. */
function differences(r: { plan: string; results: string; measures: string }, items: readonly RepairItem[]): string[] {
  const open = items.filter((i) => !i.done);
  const bare = items.filter((i) => i.done && i.evidence.length === 0);
  return [
    ...(open.length ? [`${open.length} 处隐患还没有反馈整改：${open.slice(0, 5).map((i) => i.number).join('、')}`] : []),
    ...(open.length && !r.plan.trim() ? ['有未完成的隐患，但没有填写未完成项计划'] : []),
    ...(open.length && /(?:全部|均已|已经?全)[^。]{0,8}(?:整改|完成|修复)/.test(`${r.results}${r.measures}`) ? ['正文写明全部完成，与反馈记录不一致'] : []),
    ...(bare.length ? [`${bare.length} 处已反馈的隐患没有佐证：${bare.slice(0, 5).map((i) => i.number).join('、')}`] : []),
  ];
}
/** By the letter. Not begun yet: what the answers give, and empty words. Throws object.not_found. */
export async function readRepair(db: Reader, actor: Actor, noticeId: string) {
  const n = await db.selectFrom('hazard_notice as n').selectAll('n').where('n.id', '=', noticeId).where(sql<boolean>`n.kind in ${reported}`).where('n.withdrawn_at', 'is', null).where(reachable(actor)).executeTakeFirst();
  if (!n) throw new AppError('not_found', 'object.not_found');
  const r = await db.selectFrom('repair_report as r').innerJoin('work_case as c', 'c.id', 'r.id').selectAll('r').select(['c.state', 'c.version']).where('r.notice_id', '=', noticeId).executeTakeFirst();
  const items = r?.items ? r.items as unknown as RepairItem[] : await repairItems(db, noticeId);
  const has_head = (await accountsToTell(db, [n.unit_id], ['unit_head'])).length > 0;
  const state = (r?.state ?? 'draft') as State;
  const receipts = r ? await db.selectFrom('repair_receipt as t').innerJoin('unit as u', 'u.id', 't.unit_id').select(['t.unit_id', 'u.name as unit_name', 't.received_at', 't.received_by_name']).where('t.report_id', '=', r.id).orderBy('u.sort').execute() : [];
  const timeline = r ? await db.selectFrom('case_event').select(['id', 'at', 'action', 'actor_name', 'note']).where('case_id', '=', r.id).orderBy('at').orderBy('id').execute() : [];
  const words = Object.fromEntries(texts.map((k) => [k, r?.[k] ?? ''])) as Record<(typeof texts)[number], string>;
  return {
    notice_id: n.id, notice_number: n.number, notice_title: n.title, unit_id: n.unit_id, unit_name: n.unit_name, due_on: n.due_on, signed_for_at: n.signed_at, state, version: r?.version ?? 0, ...words, promised: r?.promised ?? false, items, differs: differences(words, items), can: allowed(repairFlow, actor, { state, unit_id: n.unit_id }, { has_head }), can_edit: state === 'draft' && mayIn(actor, 'hazard.answer', n.unit_id),
    signed_by_name: r?.signed_by_name ?? null, signed_at: r?.signed_at ?? null, handed_in_at: r?.handed_in_at ?? null, receipt_number: r?.receipt_number ?? null, receipts: receipts.map((t) => ({ ...t, can_receive: !t.received_at && r?.handed_in_at != null && mayIn(actor, 'hazard.answer', t.unit_id) })), file: r ? (await filesOf(db, 'repair_report', [r.id])).get(r.id)?.at(-1) ?? null : null, timeline,
  };
}
export type Repair = Awaited<ReturnType<typeof readRepair>>;
/** The report as a document, as it stands. */
export const repairDocument = (r: Repair) => repairReport({
  unit: r.unit_name, noticeNumber: r.notice_number, noticeTitle: r.notice_title, receivedOn: r.signed_for_at ? dateOf(r.signed_for_at) : null, received: r.received, causes: r.causes, measures: r.measures, results: r.results, plan: r.plan, longTerm: r.long_term, signedBy: r.signed_by_name, signedOn: r.signed_at ? dateOf(r.signed_at) : null,
  hazards: r.items.map((i) => ({ number: i.number, title: i.title, severity: severityNames[i.severity], where: i.where, dueOn: i.due_on, measure: i.measure, retest: i.retest, state: stateNames[i.state], evidence: i.evidence, done: i.done })),
});
/** Which letters have a report, and which owe one. */
export async function listRepairs(db: Reader, actor: Actor, f: { state?: State | 'owed' | undefined; unit_id?: string | undefined }) {
  const { rows } = await sql<{ notice_id: string; notice_number: string; unit_id: string; unit_name: string; due_on: string | null; hazards: number; answered: number; state: State | null; handed_in_at: string | null; receipt_number: string | null; waits: string[] }>`select n.id as notice_id, n.number as notice_number, n.unit_id, n.unit_name, n.due_on::text as due_on, x.hazards, x.answered, c.state, r.handed_in_at, r.receipt_number,
      coalesce((select array_agg(t.unit_id) from repair_receipt t where t.report_id = r.id and t.received_at is null and r.handed_in_at is not null), '{}') as waits
    from hazard_notice n left join repair_report r on r.notice_id = n.id left join work_case c on c.id = r.id
      cross join lateral (select count(*)::int as hazards, (count(*) filter (where ${answered}))::int as answered from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id) x
    where n.withdrawn_at is null and n.kind in ${reported} and ${reachable(actor)} and (${f.unit_id ?? null}::uuid is null or n.unit_id = ${f.unit_id ?? null}::uuid) and (${f.state ?? null}::text is null or coalesce(c.state, 'owed') = ${f.state ?? ''})
    order by r.handed_in_at is not null, n.due_on nulls last, n.issued_at desc limit 1000`.execute(db);
  return rows.map(({ waits, ...r }) => ({ ...r, state: r.state ?? 'owed' as const, overdue: !r.handed_in_at && r.due_on !== null && r.due_on < today(), to_receive: waits.some((u) => mayIn(actor, 'hazard.answer', u)) }));
}
export async function mayReadRepair(db: Reader, actor: Actor, reportId: string): Promise<boolean> {
  return await db.selectFrom('repair_report as q').innerJoin('hazard_notice as n', 'n.id', 'q.notice_id').select('q.id').where('q.id', '=', reportId).where(reachable(actor)).executeTakeFirst() !== undefined;
}
