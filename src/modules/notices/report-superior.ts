import { superiorReport } from '../../engines/gongwen/index.ts';
import { now, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type FileStore, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { numberedFrame } from '../campaigns/index.ts';
import { moveHazards, severityNames, stateNames, whereText } from '../hazards/index.ts';
import type { conclusions, feedbackKinds } from './contract.ts';
import { demandOpen } from './keep-superior.ts';
import { keepPaper, pageOf, undone } from './paper.ts';
import { superiorItems, type SuperiorItem } from './superior-queries.ts';

defineErrors({
  'superior_report.nothing': '这份通报还没有拆分出隐患，不能生成整改情况报告。',
  'superior_report.sent_already': '这份报告已经登记报出。',
  'superior_report.not_sent': '请先登记已报出，再登记回执。',
  'superior_report.day': '报出日期不能晚于今天，也不能早于生成日期。',
  'superior_feedback.day': '收到日期不能晚于今天，也不能早于收到通报的日期。',
  'superior_feedback.foreign': '所选隐患中有不属于这份通报的。',
}, {
  'superior_report.nothing': 'No hazard was split off this notice yet; there is nothing to report.',
  'superior_report.sent_already': 'This report was noted as sent already.',
  'superior_report.not_sent': 'Note that it was sent first.',
  'superior_report.day': 'The day of sending is between its writing and today.',
  'superior_feedback.day': 'The day of receipt is between that of the notice and today.',
  'superior_feedback.foreign': 'One of these hazards is not of this notice.',
});
export interface ReportWords { situation: string; next_steps: string; signer?: string | undefined }
const answeredNow = (i: SuperiorItem): boolean => i.answered && !['notified', 'signed', 'fixing', 'to_verify', 'confirmed'].includes(i.state);

async function compose(tx: Tx, id: string, words: ReportWords) {
  const s = await demandOpen(tx, id);
  const items = await superiorItems(tx, id);
  if (items.length === 0) throw new AppError('rule', 'superior_report.nothing');
  const { rows: [last] } = await sql<{ round: number }>`select coalesce(max(round), 0)::int as round from superior_report where superior_id = ${id}`.execute(tx);
  const feedback = await tx.selectFrom('superior_feedback').select(['round', 'received_on', 'content']).where('superior_id', '=', id).orderBy('round').execute();
  const { organisation: _organisation, ...frame } = await numberedFrame(tx);
  const round = last!.round + 1;
  const doc = superiorReport({
    ...frame, addressee: s.issuer, signer: words.signer, noticeTitle: s.title, noticeNumber: s.number, receivedOn: s.received_on, round, situation: words.situation, nextSteps: words.next_steps, feedback: feedback.map((f) => ({ round: f.round, receivedOn: f.received_on, content: f.content })),
    hazards: items.map((i) => ({ mark: i.mark, number: i.number, title: i.title, severity: severityNames[i.severity], where: [i.system_name, whereText(i)].filter(Boolean).join('：'), dueOn: i.due_on, unit: i.owned ? i.unit_name : '待认领', measure: i.feedback ?? '', retest: i.retest ?? '', plan: i.plan ?? '', state: stateNames[i.state], evidence: i.files, done: answeredNow(i) })),
  });
  return { doc, round, items, number: frame.number };
}
/** The report that would go up now; nothing is kept. Throws superior_report.nothing. */
export const renderReport = (tx: Tx, id: string, words: ReportWords) => undone(tx, async () => { const { doc, number } = await compose(tx, id, words); return pageOf(doc, number); });
/** 整改情况报告: numbered, with how every hazard stood, a round each time. Throws superior_report.nothing, superior_notice.closed. */
export async function writeReport(tx: Tx, store: FileStore, actor: Actor, superiorId: string, words: ReportWords): Promise<string> {
  const { doc, round, items, number } = await compose(tx, superiorId, words);
  const id = newId();
  await tx.insertInto('superior_report').values({ id, superior_id: superiorId, round, number, title: doc.title, situation: words.situation, next_steps: words.next_steps, created_by_name: actor.name, created_at: now().toISOString(), sent_at: null, sent_by_name: null, receipted_at: null }).execute();
  await tx.insertInto('superior_report_item').values(items.map((i) => ({ report_id: id, hazard_id: i.hazard_id, state: i.state, answered: answeredNow(i) }))).execute();
  await keepPaper(tx, store, actor, doc, `${doc.title}（${number}）`, 'superior_report_paper', id);
  return id;
}
async function demandReport(tx: Tx, id: string) {
  const r = await tx.selectFrom('superior_report').select(['id', 'superior_id', 'sent_at', sql<string>`(created_at at time zone 'Asia/Shanghai')::date::text`.as('written_on')]).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!r) throw new AppError('not_found', 'object.not_found');
  await demandOpen(tx, r.superior_id);
  return r;
}
/** Throws superior_report.sent_already, superior_report.day. */
export async function sendReport(tx: Tx, actor: Actor, id: string, sentOn: string, how: string): Promise<string> {
  const r = await demandReport(tx, id);
  if (r.sent_at) throw new AppError('rule', 'superior_report.sent_already');
  if (sentOn > today() || sentOn < r.written_on) throw new AppError('invalid', 'superior_report.day', {}, [{ path: 'sent_on', message: '请核对日期' }]);
  await tx.updateTable('superior_report').set({ sent_at: sentOn === today() ? now().toISOString() : `${sentOn}T12:00:00+08:00`, sent_by_name: actor.name, sent_how: how }).where('id', '=', id).execute();
  return r.superior_id;
}
/** Throws superior_report.not_sent. */
export async function receiptReport(tx: Tx, id: string, receipt: string): Promise<string> {
  const r = await demandReport(tx, id);
  if (!r.sent_at) throw new AppError('rule', 'superior_report.not_sent');
  await tx.updateTable('superior_report').set({ receipt, receipted_at: now().toISOString() }).where('id', '=', id).execute();
  return r.superior_id;
}
export async function attachToReport(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandReport(tx, id);
  return attachFile(tx, file, 'superior_report', id, actor);
}

export interface FeedbackFields { kind: (typeof feedbackKinds)[number]; received_on: string; experts: string; conclusion: (typeof conclusions)[number]; content: string; items: { hazard_id: string; advice: string; again: boolean }[] }
/** A round of 反馈意见, or the 复核验收 of the superior's experts; what they want repaired again goes back to the unit with their words. Throws superior_feedback.*. */
export async function addFeedback(tx: Tx, actor: Actor, superiorId: string, f: FeedbackFields): Promise<string> {
  const s = await demandOpen(tx, superiorId);
  if (f.received_on > today() || f.received_on < s.received_on) throw new AppError('invalid', 'superior_feedback.day', {}, [{ path: 'received_on', message: '请核对日期' }]);
  const own = new Map((await superiorItems(tx, superiorId)).map((i) => [i.hazard_id, i]));
  if (f.items.some((i) => !own.has(i.hazard_id))) throw new AppError('invalid', 'superior_feedback.foreign', {}, [{ path: 'items', message: '请重新选择' }]);
  const { rows: [last] } = await sql<{ round: number }>`select coalesce(max(round), 0)::int as round from superior_feedback where superior_id = ${superiorId}`.execute(tx);
  const id = newId();
  const { items, ...words } = f;
  await tx.insertInto('superior_feedback').values({ id, superior_id: superiorId, round: last!.round + 1, ...words, created_by_name: actor.name, created_at: now().toISOString() }).execute();
  if (items.length) await tx.insertInto('superior_feedback_item').values(items.map((i) => ({ feedback_id: id, ...i }))).execute();
  const again = items.filter((i) => i.again);
  if (again.length) {
    const cases = await tx.selectFrom('work_case').select(['id', 'version', 'state']).where(sql<boolean>`id = any(${again.map((i) => i.hazard_id)}::uuid[])`).execute();
    for (const [action, states] of [['fail', ['reported', 'retesting', 'absent']], ['seen_again', ['cleared']]] as const) for (const c of cases.filter((x) => (states as readonly string[]).includes(x.state))) await moveHazards(tx, actor, [{ id: c.id, version: c.version }], action, `上级${f.kind === 'review' ? '复核' : '反馈'}：${again.find((i) => i.hazard_id === c.id)!.advice || f.content}`.slice(0, 2000));
  }
  return id;
}
export async function attachToFeedback(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  if (!await tx.selectFrom('superior_feedback').select('id').where('id', '=', id).executeTakeFirst()) throw new AppError('not_found', 'object.not_found');
  return attachFile(tx, file, 'superior_feedback', id, actor);
}
