import { announce } from '../../kernel/changes.ts';
import { today } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { askExtension, decideExtension } from '../../kernel/workflow/extensions.ts';
import { addEvent, isHandedIn } from '../../kernel/workflow/workflow.ts';
import { unwatchCase, watchCase } from '../../kernel/workflow/watchers.ts';
import { accountsToTell } from '../organisation/index.ts';
import { demandAssignment } from './assignments.ts';

defineErrors({
  'assignment.not_attachable': '任务已提交或已办结，不能再增减佐证。如需补充，请先收回。',
  'assignment.handed_in': '这份佐证已随办理情况提交，须留存，不能撤回。',
}, {
  'assignment.not_attachable': 'The task was handed in or is done; evidence can no longer be changed. Take the answer back first.',
  'assignment.handed_in': 'This evidence was handed in and stays.',
});

/** Whoever may read a case may follow it. Throws object.not_found. */
export async function follow(tx: Tx, actor: Actor, id: string, on: boolean): Promise<void> {
  await demandAssignment(tx, actor, id);
  await (on ? watchCase : unwatchCase)(tx, actor, id);
}

export async function commentOn(tx: Tx, actor: Actor, id: string, note: string): Promise<void> {
  const a = await demandAssignment(tx, actor, id);
  const event = await addEvent(tx, id, actor, 'comment', { note });
  const own = await accountsToTell(tx, [a.unit_id]);
  const office = await accountsWithRole(tx, 'office');
  await tell(tx, [...new Set([...own.map((p) => p.account_id), ...office])].filter((x) => x !== actor.id).map((account_id) => ({ account_id, kind: 'comment', title: `新留言：${a.task_title}（${a.unit_name}）`, body: note.slice(0, 200), link: `/assignments/${id}`, once_key: `comment:${event}` })));
}

export async function attachEvidence(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  const a = await demandAssignment(tx, actor, id);
  demandIn(actor, 'assignment.answer', a.unit_id);
  if (a.campaign_state !== 'published' || !['to_sign', 'doing', 'returned'].includes(a.state)) throw new AppError('rule', 'assignment.not_attachable');
  // the case's row is locked, so that a submission at the same moment either has the file or comes first
  await tx.selectFrom('work_case').select('id').where('id', '=', id).forUpdate().execute();
  return attachFile(tx, file, 'assignment', id, actor);
}
export async function detachEvidence(tx: Tx, actor: Actor, id: string, fileId: string): Promise<void> {
  const a = await demandAssignment(tx, actor, id);
  demandIn(actor, 'assignment.answer', a.unit_id);
  if (await isHandedIn(tx, id, fileId)) throw new AppError('rule', 'assignment.handed_in');
  const gone = await tx.deleteFrom('file').where('id', '=', fileId).where('owner_type', '=', 'assignment').where('owner_id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}

export async function askForExtension(tx: Tx, actor: Actor, id: string, due_on: string, reason: string): Promise<void> {
  const a = await demandAssignment(tx, actor, id);
  demandIn(actor, 'assignment.answer', a.unit_id);
  await askExtension(tx, actor, id, due_on, reason, today());
  await tell(tx, (await accountsWithRole(tx, 'office')).filter((x) => x !== actor.id).map((account_id) => ({ account_id, kind: 'extension', title: `延期申请：${a.unit_name}《${a.task_title}》`, body: `申请延期至 ${due_on}：${reason}`.slice(0, 300), link: `/assignments/${id}`, once_key: `extension:${id}:${a.version}:${due_on}` })));
  await announce(tx, `campaign:${a.campaign_id}`);
}
export async function decideOnExtension(tx: Tx, actor: Actor, id: string, extensionId: string, approve: boolean, note: string | undefined): Promise<void> {
  const a = await demandAssignment(tx, actor, id);
  demandIn(actor, 'assignment.review', a.unit_id);
  const x = await decideExtension(tx, actor, id, extensionId, approve, note);
  await tell(tx, [{ account_id: x.requested_by, kind: 'extension', title: `${approve ? '同意' : '不同意'}延期：${a.task_title}`, body: note ?? `申请延期至 ${x.due_on}`, link: `/assignments/${id}`, once_key: `extension:${extensionId}:decided` }]);
  await announce(tx, `campaign:${a.campaign_id}`);
}
