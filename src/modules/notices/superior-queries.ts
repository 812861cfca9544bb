import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { demand, type Actor } from '../../kernel/identity/actor.ts';
import { whereText } from '../hazards/index.ts';
import type { hazardStates, severities } from '../hazards/contract.ts';
import { answered, shareOf } from './paper.ts';

interface Row { id: string; issuer: string; number: string; title: string; received_on: string; due_on: string | null; own_due_on: string | null; closed_at: string | null; version: number; items: number; notified: number; answered: number; cleared: number; reported: number; reported_on: string | null; report_how: string; contact: string; note: string; lead_days: number; created_by_name: string; closed_note: string | null }
/** The whole organisation's papers: the office and leaders read them, units see their own letters. */
export async function superiorRows(db: Reader, actor: Actor, f: { id?: string; q?: string | undefined; open?: 'true' | undefined; from?: string | undefined; to?: string | undefined }): Promise<Row[]> {
  demand(actor, 'paper.read');
  const like = f.q ? `%${f.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%` : null;
  return (await sql<Row>`select s.id, s.issuer, s.number, s.title, s.received_on::text as received_on, s.due_on::text as due_on, s.own_due_on::text as own_due_on, s.closed_at, s.version, s.report_how, s.contact, s.note, s.lead_days, s.created_by_name, s.closed_note,
      x.items, x.notified, x.answered, x.cleared, (select count(distinct k.hazard_id)::int from superior_report r join superior_report_item k on k.report_id = r.id where r.superior_id = s.id and r.sent_at is not null and k.answered and exists (select 1 from superior_item i where i.superior_id = s.id and i.hazard_id = k.hazard_id)) as reported,
      (select min((r.sent_at at time zone 'Asia/Shanghai')::date)::text from superior_report r where r.superior_id = s.id) as reported_on
    from superior_notice s cross join lateral (select count(h.id)::int as items, (count(*) filter (where h.notified_at is not null))::int as notified, (count(*) filter (where ${answered}))::int as answered, (count(*) filter (where h.state = 'cleared'))::int as cleared from superior_item i join hazard h on h.id = i.hazard_id where i.superior_id = s.id) x
    where (${f.id ?? null}::uuid is null or s.id = ${f.id ?? null}::uuid) and (${like}::text is null or s.title ilike ${like} or s.number ilike ${like} or s.issuer ilike ${like}) and (${f.open ?? null}::text is null or s.closed_at is null)
      and s.received_on >= coalesce(${f.from ?? null}::date, '-infinity') and s.received_on <= coalesce(${f.to ?? null}::date, 'infinity')
    order by s.closed_at is not null, s.due_on nulls last, s.received_on desc, s.id limit 500`.execute(db)).rows;
}
const shown = (r: Row) => ({ ...r, feedback_rate: shareOf(r.reported, r.items), on_time: r.reported_on ? r.due_on === null || r.reported_on <= r.due_on : null, overdue: !r.closed_at && r.due_on !== null && r.due_on < today() && r.reported_on === null });
export const listSuperiors = async (db: Reader, actor: Actor, f: { q?: string | undefined; open?: 'true' | undefined; from?: string | undefined; to?: string | undefined }) => (await superiorRows(db, actor, f)).map(shown);

export interface SuperiorItem { hazard_id: string; mark: string; number: string; title: string; severity: (typeof severities)[number]; state: (typeof hazardStates)[number]; unit_id: string; unit_name: string; owned: boolean; system_name: string | null; host: string; ip: string | null; port: number | null; path: string | null; parameter: string | null; due_on: string | null; answered: boolean; feedback: string | null; letter: string | null; signed: boolean; reported_round: number | null; retest: string | null; plan: string | null; files: string[] }
/** Every hazard of a notice with what the unit did, what the retest said, and what is planned for the rest. */
export async function superiorItems(db: Reader, id: string): Promise<SuperiorItem[]> {
  return (await sql<SuperiorItem>`select h.id as hazard_id, i.mark, h.number, p.title, h.severity, h.state, h.unit_id, u.name as unit_name, h.owned, y.name as system_name, h.host, host(h.ip) as ip, h.port, h.path, h.parameter, h.due_on::text as due_on, ${answered} as answered, h.feedback,
      n.number as letter, coalesce(n.signed_at is not null, false) as signed, (select max(r.round) from superior_report r join superior_report_item k on k.report_id = r.id where r.superior_id = ${id} and r.sent_at is not null and k.hazard_id = h.id) as reported_round,
      case when h.state = 'cleared' then (select e.note from case_event e where e.case_id = h.id and e.action = 'pass' order by e.at desc limit 1) end as retest,
      (select l.measures || '（' || l.responsible || '，' || l.milestones || '）' from case_extension x join hazard_plan l on l.extension_id = x.id where x.case_id = h.id order by x.created_at desc limit 1) as plan,
      coalesce((select array_agg(f.name order by f.created_at) from file f where f.owner_type = 'hazard' and f.owner_id = h.id), '{}') as files
    from superior_item i join hazard h on h.id = i.hazard_id join problem p on p.id = h.problem_id join unit u on u.id = h.unit_id left join info_system y on y.id = h.system_id
      left join lateral (select n.number, n.signed_at from hazard_notice_item t join hazard_notice n on n.id = t.notice_id where t.hazard_id = h.id and n.withdrawn_at is null order by n.issued_at desc limit 1) n on true
    where i.superior_id = ${id} order by i.sort, h.number`.execute(db)).rows;
}
/** Throws object.not_found. */
export async function readSuperior(db: Reader, actor: Actor, id: string) {
  const [row] = await superiorRows(db, actor, { id });
  if (!row) throw new AppError('not_found', 'object.not_found');
  const items = await superiorItems(db, id);
  const reports = await db.selectFrom('superior_report').selectAll().select([sql<number>`(select count(*)::int from superior_report_item k where k.report_id = superior_report.id)`.as('items'), sql<number>`(select count(*)::int from superior_report_item k where k.report_id = superior_report.id and k.answered)`.as('answered')]).where('superior_id', '=', id).orderBy('round', 'desc').execute();
  const feedback = await db.selectFrom('superior_feedback').selectAll().where('superior_id', '=', id).orderBy('round', 'desc').execute();
  const told = await db.selectFrom('superior_feedback_item as i').innerJoin('superior_feedback as f', 'f.id', 'i.feedback_id').select(['i.feedback_id', 'i.hazard_id', 'i.advice', 'i.again', 'f.round']).where('f.superior_id', '=', id).orderBy('f.round').execute();
  const files = await db.selectFrom('file').select(['id', 'name', 'size_bytes', 'owner_type', 'owner_id']).where(sql<boolean>`(owner_type = 'superior_notice' and owner_id = ${id}) or (owner_type in ('superior_report', 'superior_report_paper') and owner_id = any(${reports.map((r) => r.id)}::uuid[])) or (owner_type = 'superior_feedback' and owner_id = any(${feedback.map((r) => r.id)}::uuid[]))`).orderBy('created_at').execute();
  const of = (owner: string, owned: string) => files.filter((f) => f.owner_type === owner && f.owner_id === owned).map((f) => ({ id: f.id, name: f.name, size_bytes: Number(f.size_bytes) }));
  return {
    ...shown(row), files: of('superior_notice', id),
    list: items.map(({ host, ip, port, path, parameter, retest: _r, plan: _p, files: _f, ...i }) => ({ ...i, where: whereText({ host, ip, port, path, parameter }), advice: told.filter((t) => t.hazard_id === i.hazard_id && t.advice).map((t) => t.advice) })),
    reports: reports.map(({ superior_id: _s, situation: _t, next_steps: _n, created_by_name: _c, sent_by_name: _b, ...r }) => ({ ...r, file: of('superior_report_paper', r.id)[0] ?? null, files: of('superior_report', r.id) })),
    feedback: feedback.map(({ superior_id: _s, created_at: _c, ...f }) => ({ ...f, hazards: told.filter((t) => t.feedback_id === f.id).length, again: told.filter((t) => t.feedback_id === f.id && t.again).length, files: of('superior_feedback', f.id) })),
  };
}
