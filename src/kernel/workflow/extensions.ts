import { now } from '../clock.ts';
import { isUniqueViolation, type Tx } from '../database.ts';
import { AppError, defineErrors } from '../errors.ts';
import type { Actor } from '../identity/actor.ts';
import { newId } from '../ids.ts';
import { addEvent } from './workflow.ts';

defineErrors({
  'extension.closed': '任务已办结或已撤销，不能申请延期。',
  'extension.not_later': '延期日期须晚于现在的期限（{due_on}）和今天。',
  'extension.pending': '已有一份延期申请待审批。',
  'extension.decided': '这份延期申请已经审批过了。',
  'extension.own': '不能审批自己的延期申请。',
}, {
  'extension.closed': 'The task is done or withdrawn; its date cannot be extended.',
  'extension.not_later': 'The new date must be later than the present one ({due_on}) and than today.',
  'extension.pending': 'A request is already waiting for a decision.',
  'extension.decided': 'This request was decided already.',
  'extension.own': 'You cannot decide your own request.',
});

/** 延期申请. Throws extension.closed, extension.not_later, extension.pending. */
export async function askExtension(tx: Tx, actor: Actor, caseId: string, due_on: string, reason: string, today: string): Promise<void> {
  const c = await tx.selectFrom('work_case').select(['due_on', 'closed_at']).where('id', '=', caseId).forUpdate().executeTakeFirstOrThrow();
  if (c.closed_at) throw new AppError('rule', 'extension.closed');
  if (due_on <= today || (c.due_on && due_on <= c.due_on)) throw new AppError('invalid', 'extension.not_later', { due_on: c.due_on ?? today }, [{ path: 'due_on', message: '太早' }]);
  try {
    await tx.insertInto('case_extension').values({ id: newId(), case_id: caseId, requested_due_on: due_on, reason, requested_by: actor.id!, requested_by_name: actor.name, decided_by: null, created_at: now().toISOString(), decided_at: null }).execute();
  } catch (error) {
    if (isUniqueViolation(error, 'one_pending_extension')) throw new AppError('rule', 'extension.pending');
    throw error;
  }
  await addEvent(tx, caseId, actor, 'ask_extension', { note: `申请延期至 ${due_on}：${reason}` });
}

/** Four eyes: nobody approves his own request. An approved one moves the due date. Throws extension.decided, extension.own. */
export async function decideExtension(tx: Tx, actor: Actor, caseId: string, extensionId: string, approve: boolean, note: string | undefined): Promise<{ requested_by: string; due_on: string }> {
  const x = await tx.selectFrom('case_extension').selectAll().where('id', '=', extensionId).where('case_id', '=', caseId).forUpdate().executeTakeFirst();
  if (!x) throw new AppError('not_found', 'object.not_found');
  if (x.state !== 'pending') throw new AppError('conflict', 'extension.decided');
  if (x.requested_by === actor.id) throw new AppError('forbidden', 'extension.own');
  const at = now().toISOString();
  await tx.updateTable('case_extension').set({ state: approve ? 'approved' : 'rejected', decided_by: actor.id, decided_at: at }).where('id', '=', x.id).execute();
  await tx.updateTable('work_case').set((e) => ({ ...(approve && { due_on: x.requested_due_on, due_rule: null }), version: e('version', '+', 1), changed_at: at })).where('id', '=', caseId).execute();
  await addEvent(tx, caseId, actor, approve ? 'extension_approved' : 'extension_rejected', { note: `${approve ? '同意' : '不同意'}延期至 ${x.requested_due_on}${note ? `：${note}` : ''}`, at });
  return { requested_by: x.requested_by, due_on: x.requested_due_on };
}
