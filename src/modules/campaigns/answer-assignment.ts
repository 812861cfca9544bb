import { announce } from '../../kernel/changes.ts';
import { today } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { askExtension, decideExtension } from '../../kernel/workflow/extensions.ts';
import { addEvent, isHandedIn, move, moveMany, type Move } from '../../kernel/workflow/workflow.ts';
import { unwatchCase, watchCase, watchersOf } from '../../kernel/workflow/watchers.ts';
import { accountsToTell } from '../organisation/index.ts';
import { demandAssignment } from './assignments.ts';
import { assignmentFlow } from './workflow.ts';

defineErrors({
  'assignment.not_attachable': '任务已提交或已办结，不能再增减佐证。如需补充，请先收回。',
  'assignment.own_answer': '不能审核自己提交的办理情况，请由网信办另一位同事审核。',
  'assignment.handed_in': '这份佐证已随办理情况提交，须留存，不能撤回。',
}, {
  'assignment.not_attachable': 'The task was handed in or is done; evidence can no longer be changed. Take the answer back first.',
  'assignment.own_answer': 'You cannot review your own answer; a colleague of the office does.',
  'assignment.handed_in': 'This evidence was handed in and stays.',
});

/** Four eyes: whoever handed in the answer does not approve it. Throws assignment.own_answer. */
async function demandOther(tx: Tx, actor: Actor, ids: string[]): Promise<void> {
  const last = await tx.selectFrom('case_event').distinctOn('case_id').select(['case_id', 'actor_id']).where('case_id', 'in', ids).where('action', '=', 'submit').orderBy('case_id').orderBy('at', 'desc').orderBy('id', 'desc').execute();
  if (last.some((e) => e.actor_id === actor.id)) throw new AppError('forbidden', 'assignment.own_answer');
}

/** Any move of one assignment, and word of it to whoever is next. */
export async function moveAssignment(tx: Tx, actor: Actor, m: Move): Promise<void> {
  const a = await demandAssignment(tx, actor, m.id);
  if (a.campaign_state !== 'published') throw new AppError('rule', 'campaign.not_published');
  if (m.action === 'approve') await demandOther(tx, actor, [m.id]);
  const moved = await move(tx, assignmentFlow, actor, m, { sign_off: a.sign_off });
  if (m.action === 'submit') await tx.updateTable('assignment').set({ feedback: m.note ?? null }).where('id', '=', m.id).execute();
  const link = `/assignments/${m.id}`;
  const key = (what: string) => `assignment:${m.id}:${moved.version}:${what}`;
  const news: NewNotice[] = [];
  if (moved.to === 'returned') for (const p of await accountsToTell(tx, [a.unit_id])) news.push({ account_id: p.account_id, kind: 'returned', title: `任务被退回：${a.task_title}`, body: m.note ?? '', link, once_key: key('returned') });
  if (moved.to === 'done') for (const p of await accountsToTell(tx, [a.unit_id], ['liaison'])) news.push({ account_id: p.account_id, kind: 'approved', title: `审核通过：${a.task_title}`, body: m.note ?? '', link, once_key: key('done') });
  if (moved.to === 'to_sign_off') for (const p of await accountsToTell(tx, [a.unit_id], ['unit_head'])) news.push({ account_id: p.account_id, kind: 'sign_off', title: `请签批：${a.task_title}`, body: `${a.unit_name}的办理情况已填好，待您签批。`, link, once_key: key('sign_off') });
  // whoever is already told why it concerns him is not told again that he follows it
  const told = new Set(news.map((n) => n.account_id));
  news.push(...(await watchNews(tx, [{ id: m.id, title: a.task_title, unit_name: a.unit_name, version: moved.version }], actor, m.action, m.note)).filter((n) => !told.has(n.account_id)));
  await tell(tx, news.filter((n) => n.account_id !== actor.id));
  await announce(tx, `campaign:${a.campaign_id}`);
}

const moveWords: Record<string, string> = { sign: '已签收', submit: '已提交办理情况', recall: '收回了办理情况', sign_off: '已签批同意', refuse: '签批退回', approve: '审核通过', return: '审核退回', withdraw: '已撤销', reopen: '重新打开' };
async function watchNews(tx: Tx, cases: { id: string; title: string; unit_name: string; version: number }[], actor: Actor, action: string, note: string | undefined): Promise<NewNotice[]> {
  const of = new Map(cases.map((c) => [c.id, c]));
  return (await watchersOf(tx, [...of.keys()], 'assignment.read')).filter((w) => w.account_id !== actor.id).map((w) => {
    const c = of.get(w.case_id)!;
    return { account_id: w.account_id, kind: 'watched', title: `关注的任务${moveWords[action] ?? '有新进展'}：${c.title}（${c.unit_name}）`, body: `${actor.name}${moveWords[action] ?? '办理'}。${note ?? ''}`.slice(0, 300), link: `/assignments/${c.id}`, once_key: `assignment:${c.id}:${c.version}:watched` };
  });
}
/** Whoever may read a case may follow it. Throws object.not_found. */
export async function follow(tx: Tx, actor: Actor, id: string, on: boolean): Promise<void> {
  await demandAssignment(tx, actor, id);
  await (on ? watchCase : unwatchCase)(tx, actor, id);
}

export async function moveAssignments(tx: Tx, actor: Actor, list: { id: string; version: number }[], action: string, note: string | undefined): Promise<number> {
  const ids = list.map((l) => l.id);
  const rows = await tx.selectFrom('assignment as a').innerJoin('campaign as k', 'k.id', 'a.campaign_id').innerJoin('task as t', 't.id', 'a.task_id').select(['a.id', 'a.campaign_id', 'k.state', 't.title', 'a.unit_name']).where('a.id', 'in', ids).execute();
  if (rows.some((r) => r.state !== 'published')) throw new AppError('rule', 'campaign.not_published');
  if (action === 'approve') await demandOther(tx, actor, ids);
  const moved = await moveMany(tx, assignmentFlow, actor, list, action, note);
  const versions = new Map(list.map((l) => [l.id, l.version + 1]));
  await tell(tx, await watchNews(tx, rows.map((r) => ({ ...r, version: versions.get(r.id)! })), actor, action, note));
  for (const id of new Set(rows.map((r) => r.campaign_id))) await announce(tx, `campaign:${id}`);
  return moved;
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
