import { Readable } from 'node:stream';
import { streamTable } from '../../engines/tables/index.ts';
import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import { may, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { answered, shareOf } from './paper.ts';

/** This year where nothing is said. */
const within = (f: { from?: string | undefined; to?: string | undefined }) => ({ from: f.from ?? `${today().slice(0, 4)}-01-01`, to: f.to ?? today() });
const dayOf = (column: string) => sql`(${sql.ref(column)} at time zone 'Asia/Shanghai')::date`;

/** 处置反馈率 of units: hazards answered ÷ hazards notified, each counted once, of letters of the days that stand; on time by the hazard's own date. */
export async function unitRates(db: Reader, actor: Actor, f: { from: string; to: string }) {
  const units = unitsFor(actor, 'hazard.read');
  const mine = units === 'all' ? sql`true` : sql`n.unit_id = any(${[...units]}::uuid[])`;
  const { rows } = await sql<{ unit_id: string; unit_name: string; letters: number; signed: number; notified: number; answered: number; on_time: number }>`
    with l as (select n.id, n.unit_id, n.signed_at from hazard_notice n where n.withdrawn_at is null and ${dayOf('n.issued_at')} between ${f.from}::date and ${f.to}::date and ${mine}),
      x as (select distinct on (l.unit_id, h.id) l.unit_id, h.id, ${answered} as answered, h.due_on from l join hazard_notice_item t on t.notice_id = l.id join hazard h on h.id = t.hazard_id)
    select u.id as unit_id, u.name as unit_name, count(*)::int as letters, (count(*) filter (where l.signed_at is not null))::int as signed,
      (select count(*)::int from x where x.unit_id = u.id) as notified, (select count(*)::int from x where x.unit_id = u.id and x.answered) as answered,
      (select count(*)::int from x where x.unit_id = u.id and x.answered and exists (select 1 from case_event e where e.case_id = x.id and e.action in ('report', 'ask_dismiss') and ${dayOf('e.at')} <= coalesce(x.due_on, 'infinity'::date))) as on_time
    from l join unit u on u.id = l.unit_id group by u.id, u.name order by u.name`.execute(db);
  return rows.map((r) => ({ ...r, rate: shareOf(r.answered, r.notified) })).sort((a, b) => (a.rate ?? 101) - (b.rate ?? 101) || a.unit_name.localeCompare(b.unit_name, 'zh'));
}
/** Upward: hazards of the superiors' notices of the days, that a report which was sent tells as answered. */
export async function superiorRates(db: Reader, f: { from: string; to: string }) {
  const { rows } = await sql<{ issuer: string; notices: number; hazards: number; answered: number; on_time: number }>`
    with i as (select s.issuer, s.id, s.due_on, x.hazard_id, (select min(${dayOf('r.sent_at')}) from superior_report r join superior_report_item k on k.report_id = r.id and k.hazard_id = x.hazard_id where r.superior_id = s.id and r.sent_at is not null and k.answered) as told
      from superior_notice s left join superior_item x on x.superior_id = s.id where s.received_on between ${f.from}::date and ${f.to}::date)
    select issuer, count(distinct id)::int as notices, count(hazard_id)::int as hazards, count(told)::int as answered, (count(told) filter (where due_on is null or told <= due_on))::int as on_time from i group by issuer order by count(hazard_id) desc, issuer`.execute(db);
  return rows.map((r) => ({ ...r, rate: shareOf(r.answered, r.hazards), on_time_rate: shareOf(r.on_time, r.hazards) }));
}
export async function warningRates(db: Reader, actor: Actor, f: { from: string; to: string }) {
  const units = unitsFor(actor, 'hazard.read');
  const mine = units === 'all' ? sql`true` : sql`a.unit_id = any(${[...units]}::uuid[])`;
  const { rows: [r] } = await sql<{ published: number; units: number; answered: number }>`select count(distinct w.id)::int as published, count(a.id)::int as units, (count(*) filter (where a.state <> 'waiting'))::int as answered from threat_warning w join warning_answer a on a.warning_id = w.id where w.published_at is not null and ${dayOf('w.published_at')} between ${f.from}::date and ${f.to}::date and ${mine}`.execute(db);
  return { ...r!, rate: shareOf(r!.answered, r!.units) };
}
export async function readRates(db: Reader, actor: Actor, asked: { from?: string | undefined; to?: string | undefined }) {
  const f = within(asked);
  return { ...f, units: await unitRates(db, actor, f), superiors: may(actor, 'paper.read') ? await superiorRates(db, f) : [], warnings: await warningRates(db, actor, f) };
}
/** The same figures as a sheet. */
export async function exportRates(db: Reader, actor: Actor, asked: { from?: string | undefined; to?: string | undefined }): Promise<Sent> {
  const r = await readRates(db, actor, asked);
  const share = (v: number | null): string => (v === null ? '' : `${v}%`);
  async function* pieces(): AsyncGenerator<Record<string, string | number>[]> {
    yield r.units.map((u) => ({ scope: '单位', name: u.unit_name, letters: u.letters, signed: u.signed, notified: u.notified, answered: u.answered, rate: share(u.rate), on_time: share(shareOf(u.on_time, u.notified)) }));
    yield r.superiors.map((s) => ({ scope: '上级', name: s.issuer, letters: s.notices, signed: '', notified: s.hazards, answered: s.answered, rate: share(s.rate), on_time: share(s.on_time_rate) }));
    yield [{ scope: '预警', name: `发布 ${r.warnings.published} 次`, letters: r.warnings.units, signed: '', notified: r.warnings.units, answered: r.warnings.answered, rate: share(r.warnings.rate), on_time: '' }];
  }
  return { stream: Readable.from(streamTable('处置反馈率', [{ key: 'scope', title: '范围', width: 8 }, { key: 'name', title: '名称', width: 30 }, { key: 'letters', title: '通报件数', width: 10 }, { key: 'signed', title: '已签收', width: 10 }, { key: 'notified', title: '通知数', width: 10 }, { key: 'answered', title: '已反馈', width: 10 }, { key: 'rate', title: '反馈率', width: 10 }, { key: 'on_time', title: '按期率', width: 10 }], pieces()), { objectMode: false }), name: `处置反馈率-${r.from}至${r.to}.xlsx` };
}
