import { now } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { DraftData, ReadDocument } from './read-document.ts';

defineErrors({
  'campaign.not_draft': '这个专项行动已经发布，不能再按草稿修改。需要调整请导入文件的新版本。',
  'campaign.no_tasks': '没有可发布的任务。请至少保留一项任务并指定责任单位。',
  'campaign.unknown_unit': '任务“{task}”的责任单位已撤销或不存在，请重新选择。',
  'campaign.not_published': '这个专项行动尚未发布或已经结束。',
}, {
  'campaign.not_draft': 'The campaign is published and no draft any more. To change it, bring in a new version of the document.',
  'campaign.no_tasks': 'There is nothing to publish. Keep at least one task and give it a unit.',
  'campaign.unknown_unit': 'The unit of the task “{task}” is no more; choose again.',
  'campaign.not_published': 'The campaign is not published yet, or is closed.',
});

/** Keeps what was read as a draft; with the file it came from, where there is one. */
export async function createCampaign(tx: Tx, actor: Actor, read: ReadDocument, file?: SavedBytes): Promise<string> {
  const id = newId();
  const d = read.draft;
  await tx.insertInto('campaign').values({ id, title: d.title, number: d.number, issuer: d.issuer, issued_on: d.issued_on, start_on: d.start_on, end_on: d.end_on, text: read.text, draft: JSON.stringify(d), issues: JSON.stringify(read.issues), file_id: null, created_by: actor.id!, created_at: now().toISOString(), published_at: null, closed_at: null, close_note: null }).execute();
  if (file) {
    const kept = await attachFile(tx, file, 'campaign', id, actor);
    await tx.updateTable('campaign').set({ file_id: kept.id }).where('id', '=', id).execute();
  }
  return id;
}

/** Saves the draft as the officer has it now. Throws object.changed_meanwhile when another window saved first, campaign.not_draft. */
export async function saveDraft(tx: Tx, id: string, version: number, d: DraftData): Promise<void> {
  const saved = await tx.updateTable('campaign').set((e) => ({ title: d.title || '未命名专项行动', number: d.number, issuer: d.issuer, issued_on: d.issued_on, start_on: d.start_on, end_on: d.end_on, draft: JSON.stringify(d), version: e('version', '+', 1) }))
    .where('id', '=', id).where('version', '=', version).where('state', '=', 'draft').executeTakeFirst();
  if (saved.numUpdatedRows === 1n) return;
  const there = await tx.selectFrom('campaign').select('state').where('id', '=', id).executeTakeFirst();
  if (!there) throw new AppError('not_found', 'object.not_found');
  throw there.state === 'draft' ? new AppError('conflict', 'object.changed_meanwhile') : new AppError('rule', 'campaign.not_draft');
}

/** Deletes a draft and nothing else. */
export async function removeDraft(tx: Tx, id: string): Promise<void> {
  const row = await tx.selectFrom('campaign').select(['state', 'title']).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  if (row.state !== 'draft') throw new AppError('rule', 'campaign.not_draft');
  await tx.updateTable('campaign').set({ file_id: null }).where('id', '=', id).execute();
  await tx.deleteFrom('file').where('owner_type', '=', 'campaign').where('owner_id', '=', id).execute();
  await tx.deleteFrom('campaign').where('id', '=', id).execute();
}
