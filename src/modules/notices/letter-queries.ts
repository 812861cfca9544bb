import { Readable } from 'node:stream';
import { streamTable } from '../../engines/tables/index.ts';
import { dateOf, today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { repairStates } from './contract.ts';
import { answered, filesOf, keptPage, shareOf } from './paper.ts';
import type { Kind } from './letter-documents.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
/** The only way to letters: those of the units that the actor may read. */
export function visibleLetters(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'hazard.read');
  const all = db.selectFrom('hazard_notice as n');
  return units === 'all' ? all : all.where('n.unit_id', 'in', units.size ? [...units] : [nobody]);
}
export interface LetterFilter { unit_id?: string | undefined; unsigned?: 'true' | undefined; unanswered?: 'true' | undefined; owing?: 'true' | undefined; kind?: Kind | undefined; superior_id?: string | undefined; q?: string | undefined; from?: string | undefined; to?: string | undefined }
/** Letters that want a 整改报告. */
export const reported = sql.raw("('circular', 'order', 'forward', 'opinion')");
const day = sql`(n.issued_at at time zone 'Asia/Shanghai')::date`;

function filtered(db: Reader, actor: Actor, f: LetterFilter) {
  let q = visibleLetters(db, actor);
  if (f.unit_id) q = q.where('n.unit_id', '=', f.unit_id);
  if (f.kind) q = q.where('n.kind', '=', f.kind);
  if (f.superior_id) q = q.where('n.superior_id', '=', f.superior_id);
  if (f.unsigned) q = q.where('n.signed_at', 'is', null).where('n.withdrawn_at', 'is', null);
  if (f.unanswered) q = q.where('n.withdrawn_at', 'is', null).where(sql<boolean>`exists (select 1 from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id and not ${answered} and h.state in ('notified', 'signed', 'fixing', 'shut'))`);
  if (f.owing) q = q.where('n.withdrawn_at', 'is', null).where(sql<boolean>`n.kind in ${reported} and not exists (select 1 from repair_report r where r.notice_id = n.id and r.handed_in_at is not null)`);
  if (f.from) q = q.where(sql<boolean>`${day} >= ${f.from}::date`);
  if (f.to) q = q.where(sql<boolean>`${day} <= ${f.to}::date`);
  if (f.q) { const like = `%${f.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`; q = q.where(sql<boolean>`(n.number ilike ${like} or n.title ilike ${like} or n.unit_name ilike ${like})`); }
  return q;
}
const rows = (db: Reader, actor: Actor, f: LetterFilter) => filtered(db, actor, f).leftJoin('repair_report as r', 'r.notice_id', 'n.id').leftJoin('work_case as c', 'c.id', 'r.id').select(['n.id', 'n.kind', 'n.unit_id', 'n.unit_name', 'n.number', 'n.title', 'n.note', 'n.due_on', 'n.issued_at', 'n.issued_by_name', 'n.signed_at', 'n.signed_by_name', 'n.signed_note', 'n.withdrawn_at', 'n.withdrawn_note', 'n.reminders', 'n.superior_id', 'n.warning_id', 'c.state as repair_state',
  sql<number>`(select count(*)::int from hazard_notice_item t where t.notice_id = n.id)`.as('hazards'), sql<string | null>`(select min(h.due_on)::text from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id and h.open and h.state in ('notified', 'signed', 'fixing', 'shut'))`.as('next_due_on'), sql<number>`(select count(*)::int from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id and ${answered})`.as('answered'), sql<number>`(select count(*)::int from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id and h.state = 'cleared')`.as('cleared')]).orderBy('n.issued_at', 'desc').orderBy('n.number', 'desc').orderBy('n.id');

export async function listLetters(db: Reader, actor: Actor, { page, size, ...f }: LetterFilter & { page: number; size: number }) {
  const list = await rows(db, actor, f).limit(size).offset((page - 1) * size).execute();
  const sums = await filtered(db, actor, f).select([sql<number>`count(*)::int`.as('total'), sql<number>`(count(*) filter (where n.withdrawn_at is null))::int`.as('issued'), sql<number>`(count(*) filter (where n.withdrawn_at is null and n.signed_at is not null))::int`.as('signed')]).executeTakeFirstOrThrow();
  const told = await filtered(db, actor, f).innerJoin('hazard_notice_item as t', 't.notice_id', 'n.id').innerJoin('hazard as h', 'h.id', 't.hazard_id').where('n.withdrawn_at', 'is', null).select([sql<number>`count(distinct h.id)::int`.as('notified'), sql<number>`(count(distinct h.id) filter (where ${answered}))::int`.as('answered')]).executeTakeFirstOrThrow();
  const files = await filesOf(db, 'hazard_notice', list.map((n) => n.id));
  return {
    ...sums, ...told, page, size, feedback_rate: shareOf(told.answered, told.notified),
    letters: list.map(({ repair_state, ...n }) => ({
      ...n, file: files.get(n.id)?.[0] ?? null, can_sign: !n.signed_at && !n.withdrawn_at && mayIn(actor, 'hazard.answer', n.unit_id), can_withdraw: !n.withdrawn_at && n.kind !== 'shutdown' && n.kind !== 'warning' && n.answered === 0 && mayIn(actor, 'hazard.manage', n.unit_id),
      repair: n.withdrawn_at || !['circular', 'order', 'forward', 'opinion'].includes(n.kind) ? 'none' as const : (repair_state as (typeof repairStates)[number] | null) ?? 'owed' as const,
    })),
  };
}
export async function readLetterPage(db: Reader, store: FileStore, actor: Actor, id: string) {
  const n = await visibleLetters(db, actor).select(['n.title', 'n.number']).where('n.id', '=', id).executeTakeFirst();
  if (!n) throw new AppError('not_found', 'object.not_found');
  return keptPage(db, store, 'hazard_notice', id, n);
}
export async function readEvidence(db: Reader, actor: Actor, hazardId: string) {
  const h = await db.selectFrom('hazard').select(['unit_id', 'owned']).where('id', '=', hazardId).executeTakeFirst();
  if (!h || !mayIn(actor, 'hazard.read', h.unit_id)) throw new AppError('not_found', 'object.not_found');
  return (await filesOf(db, 'hazard_evidence', [hazardId])).get(hazardId) ?? [];
}

export const kindNames: Record<Kind, string> = { circular: '通报', order: '限期整改通知书', shutdown: '关停通知', forward: '转办通知', opinion: '检查反馈意见书', posture: '形势通报', warning: '预警通知' };
const columns = [{ key: 'number', title: '文号', width: 24 }, { key: 'kind', title: '类别', width: 16 }, { key: 'title', title: '标题', width: 40 }, { key: 'unit', title: '单位', width: 24 }, { key: 'issued', title: '发出日期', width: 12 }, { key: 'due', title: '反馈期限', width: 12 }, { key: 'signed', title: '签收', width: 24 }, { key: 'hazards', title: '隐患数', width: 8 }, { key: 'answered', title: '已反馈', width: 8 }, { key: 'cleared', title: '已清零', width: 8 }, { key: 'reminders', title: '催办次数', width: 10 }, { key: 'repair', title: '整改报告', width: 12 }, { key: 'withdrawn', title: '撤回原因', width: 24 }];
export const repairNames: Record<string, string> = { draft: '填写中', to_sign: '待签字', handed_in: '已递交', accepted: '已接收' };
/** 通知书台账, streamed. */
export function exportLetters(db: Reader, actor: Actor, f: LetterFilter): Sent {
  async function* pieces(): AsyncGenerator<Record<string, string | number>[]> {
    for (let at = 0; ; at += 1000) {
      const list = await rows(db, actor, f).limit(1000).offset(at).execute();
      yield list.map((n) => ({ number: n.number, kind: kindNames[n.kind], title: n.title, unit: n.unit_name, issued: dateOf(n.issued_at), due: n.due_on ?? '', signed: n.signed_at ? `${n.signed_by_name} ${dateOf(n.signed_at)}` : '未签收', hazards: n.hazards, answered: n.answered, cleared: n.cleared, reminders: n.reminders, repair: ['circular', 'order', 'forward', 'opinion'].includes(n.kind) ? repairNames[n.repair_state ?? ''] ?? '未填写' : '', withdrawn: n.withdrawn_note ?? '' }));
      if (list.length < 1000) return;
    }
  }
  return { stream: Readable.from(streamTable('通知书台账', columns, pieces()), { objectMode: false }), name: `通知书台账-${today()}.xlsx` };
}
