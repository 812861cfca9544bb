import { now, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { addEvent, isHandedIn, move, openCases, type Done, type Effects } from '../../kernel/workflow/workflow.ts';
import type { reportActions, repeats } from './contract.ts';
import { horizon, seriesDays } from './series.ts';
import { reportFlow, type ReportEffect } from './workflow.ts';

defineErrors({
  'report.no_organisation': '请先在“机构与责任”中建立本单位，再登记上报事项。',
  'report.source_gone': '所选来文、专项行动或重大事项不存在，请重新选择。',
  'report.sent_ahead': '上报时间还没有到，请核对。',
  'report.settled': '已经上报或取消的事项不能修改。确需更改的，请先撤回。',
  'report.no_edition': '这份文件还没有上传，请先上传再选用。',
  'report.file_sent': '这份材料已随上报归档，不能撤下。',
}, {
  'report.no_organisation': 'Make your organisation first, then what is to be reported.',
  'report.source_gone': 'The document, campaign or matter chosen is not there; choose again.',
  'report.sent_ahead': 'The time of sending has not come yet.',
  'report.settled': 'What was sent or cancelled cannot be changed. Take it back first.',
  'report.no_edition': 'This document has no file yet; upload it first.',
  'report.file_sent': 'This paper was filed with the report and stays.',
});

export interface NewReport {
  title: string; recipient: string; content?: string | undefined; due_on: string; due_at?: string | null | undefined; recurrence?: (typeof repeats)[number] | null | undefined;
  superior_document_id?: string | null | undefined; campaign_id?: string | null | undefined; matter_id?: string | null | undefined; rule_key?: string | undefined;
}

/** Reports are the organisation's own: their cases belong to the unit at the top of the tree. */
export async function topUnit(tx: Tx): Promise<string | undefined> {
  return (await tx.selectFrom('unit').select('id').where('parent_id', 'is', null).where('status', '=', 'active').orderBy('sort').orderBy('created_at').executeTakeFirst())?.id;
}
async function demandTopUnit(tx: Tx): Promise<string> {
  const top = await topUnit(tx);
  if (!top) throw new AppError('rule', 'report.no_organisation');
  return top;
}
async function demandSource(tx: Tx, r: NewReport): Promise<void> {
  const sources = [['superior_document', r.superior_document_id], ['campaign', r.campaign_id], ['major_matter', r.matter_id]] as const;
  for (const [table, id] of sources) if (id && !await tx.selectFrom(table).select('id').where('id', '=', id).forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'report.source_gone');
}

/** One report, or the first of a series with all that fall due until the horizon. Returns the first. Throws report.*. */
export async function createReport(tx: Tx, actor: Actor, r: NewReport): Promise<string> {
  await demandSource(tx, r);
  if (!r.recurrence) return openReport(tx, actor, { ...r, id: newId(), series_id: null }, await demandTopUnit(tx));
  const series = { id: newId(), title: r.title, recipient: r.recipient, content: r.content ?? '', recurrence: r.recurrence, first_due_on: r.due_on, ended_on: null, created_by_name: actor.name, created_at: now().toISOString() };
  await tx.insertInto('report_series').values(series).execute();
  const first = await openReport(tx, actor, { ...r, id: newId(), series_id: series.id }, await demandTopUnit(tx));
  await openSeries(tx, actor, series.id);
  return first;
}

async function openReport(tx: Tx, actor: Actor, r: NewReport & { id: string; series_id: string | null }, unitId: string): Promise<string> {
  await openCases(tx, reportFlow, actor, [{ id: r.id, unit_id: unitId, due_on: r.due_on }]);
  await tx.insertInto('upward_report').values({
    id: r.id, series_id: r.series_id, series_due_on: r.series_id ? r.due_on : null, title: r.title, recipient: r.recipient, content: r.content ?? '', superior_document_id: r.superior_document_id ?? null, campaign_id: r.campaign_id ?? null, matter_id: r.matter_id ?? null, own_document_id: null,
    rule_key: r.rule_key ?? null, due_at: r.due_at ?? null, sent_at: null,
  }).execute();
  return r.id;
}

/** Opens what falls due until the horizon and is not there yet; running it again opens nothing twice. */
export async function openSeries(tx: Tx, actor: Actor, seriesId?: string): Promise<number> {
  let q = tx.selectFrom('report_series').selectAll().where('ended_on', 'is', null).orderBy('id').forUpdate();
  if (seriesId) q = q.where('id', '=', seriesId);
  let opened = 0;
  for (const s of await q.execute()) {
    const there = new Set((await tx.selectFrom('upward_report').select('series_due_on').where('series_id', '=', s.id).execute()).map((r) => r.series_due_on));
    const missing = seriesDays(s.first_due_on, s.recurrence, horizon(today())).filter((d) => !there.has(d));
    if (missing.length === 0) continue;
    const unitId = await demandTopUnit(tx);
    for (const due_on of missing) { await openReport(tx, actor, { ...s, id: newId(), series_id: s.id, due_on }, unitId); opened++; }
  }
  return opened;
}
/** No more of the series; what is not yet due is cancelled, what is due stays owed. */
export async function endSeries(tx: Tx, actor: Actor, id: string): Promise<void> {
  const ended = await tx.updateTable('report_series').set({ ended_on: today() }).where('id', '=', id).where('ended_on', 'is', null).executeTakeFirst();
  if (ended.numUpdatedRows === 0n) throw new AppError('not_found', 'object.not_found');
  const ahead = await tx.selectFrom('upward_report as r').innerJoin('work_case as c', 'c.id', 'r.id').select(['r.id', 'c.version']).where('r.series_id', '=', id).where('c.state', '=', 'to_report').where('c.due_on', '>', today()).execute();
  for (const r of ahead) await move(tx, reportFlow, actor, { id: r.id, version: r.version, action: 'cancel', note: '停止重复上报' }, {}, reportEffects);
}

/** Throws object.not_found, object.changed_meanwhile, report.settled. */
export async function updateReport(tx: Tx, actor: Actor, id: string, change: { version: number; title?: string | undefined; recipient?: string | undefined; content?: string | undefined; due_on?: string | undefined }) {
  const before = await tx.selectFrom('upward_report as r').innerJoin('work_case as c', 'c.id', 'r.id').select(['r.title', 'r.recipient', 'r.content', 'c.due_on', 'c.state', 'c.version']).where('r.id', '=', id).forUpdate().executeTakeFirst();
  if (!before) throw new AppError('not_found', 'object.not_found');
  if (before.version !== change.version) throw new AppError('conflict', 'object.changed_meanwhile');
  if (before.state !== 'to_report' && before.state !== 'drafted') throw new AppError('rule', 'report.settled');
  const { title = before.title, recipient = before.recipient, content = before.content, due_on = before.due_on! } = change;
  await tx.updateTable('upward_report').set({ title, recipient, content, ...(due_on !== before.due_on && { due_at: null }) }).where('id', '=', id).execute();
  await tx.updateTable('work_case').set((e) => ({ due_on, version: e('version', '+', 1), changed_at: now().toISOString() })).where('id', '=', id).execute();
  if (due_on !== before.due_on) await addEvent(tx, id, actor, 'due', { note: `${before.due_on} → ${due_on}` });
  return before;
}

/** Throws workflow.*, report.sent_ahead. */
export async function moveReport(tx: Tx, actor: Actor, id: string, m: { version: number; action: (typeof reportActions)[number]; note?: string | undefined; sent_at?: string | undefined }): Promise<void> {
  const sentAt = m.sent_at ?? now().toISOString();
  if (m.action === 'send' && Date.parse(sentAt) > now().getTime() + 60_000) throw new AppError('invalid', 'report.sent_ahead', {}, [{ path: 'sent_at', message: '时间还没有到' }]);
  await move(tx, reportFlow, actor, { id, version: m.version, action: m.action, note: m.note, fields: { sent_at: sentAt } }, {}, reportEffects);
}
const reports = (tx: Tx, done: Done) => tx.updateTable('upward_report').where('id', 'in', done.cases.map((c) => c.id));
const reportEffects: Effects<ReportEffect> = {
  async keep_sent(tx, done) { await reports(tx, done).set({ sent_at: done.fields['sent_at'] as string }).execute(); },
  async keep_receipt(tx, done) { await reports(tx, done).set({ receipt: done.note! }).execute(); },
  async forget_sent(tx, done) { await reports(tx, done).set({ sent_at: null, receipt: '' }).execute(); },
};

async function demandReport(tx: Tx, id: string): Promise<void> {
  if (!await tx.selectFrom('upward_report').select('id').where('id', '=', id).forUpdate().executeTakeFirst()) throw new AppError('not_found', 'object.not_found');
}
export async function attachToReport(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandReport(tx, id);
  return attachFile(tx, file, 'upward_report', id, actor);
}
/** The last edition of one's own document becomes the paper to be sent. Throws report.no_edition. */
export async function useOwnDocument(tx: Tx, actor: Actor, id: string, documentId: string) {
  await demandReport(tx, id);
  const file = await tx.selectFrom('own_document_version as v').innerJoin('file as f', 'f.id', 'v.file_id').select(['f.scan', 'f.sha256', 'f.size_bytes', 'f.name', 'f.media_type']).where('v.document_id', '=', documentId).orderBy('v.edition', 'desc').limit(1).executeTakeFirst();
  if (!file) throw new AppError('invalid', 'report.no_edition', {}, [{ path: 'own_document_id', message: '还没有上传文件' }]);
  await tx.updateTable('upward_report').set({ own_document_id: documentId }).where('id', '=', id).execute();
  return attachFile(tx, { sha256: file.sha256, sizeBytes: file.size_bytes, name: file.name, mediaType: file.media_type, path: '', scan: file.scan }, 'upward_report', id, actor);
}
/** What was sent stays. */
export async function detachFromReport(tx: Tx, id: string, fileId: string): Promise<void> {
  await demandReport(tx, id);
  if (await isHandedIn(tx, id, fileId)) throw new AppError('rule', 'report.file_sent');
  const gone = await tx.deleteFrom('file').where('id', '=', fileId).where('owner_type', '=', 'upward_report').where('owner_id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
/** Reports that nobody has begun go with what they came from. */
export async function dropUnbegun(tx: Tx, by: { superior_document_id: string } | { matter_id: string }): Promise<boolean> {
  const [column, id] = Object.entries(by)[0] as ['superior_document_id' | 'matter_id', string];
  const reports = await tx.selectFrom('upward_report as r').innerJoin('work_case as c', 'c.id', 'r.id').select(['r.id', 'c.state']).where(`r.${column}`, '=', id).execute();
  if (reports.some((r) => r.state !== 'to_report' && r.state !== 'cancelled')) return false;
  const ids = reports.filter((r) => column === 'matter_id' || r.state === 'to_report').map((r) => r.id);
  if (ids.length) {
    await tx.deleteFrom('file').where('owner_type', '=', 'upward_report').where(sql<boolean>`owner_id = any(${ids}::uuid[])`).execute();
    await tx.deleteFrom('work_case').where('id', 'in', ids).execute();
  }
  return true;
}
