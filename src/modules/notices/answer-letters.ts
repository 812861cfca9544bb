import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { demandIn, mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { moveHazards } from '../hazards/index.ts';
import { accountsToTell } from '../organisation/index.ts';
import './letter-errors.ts';
import { visibleLetters } from './letter-queries.ts';

async function demandLetter(tx: Tx, actor: Actor, id: string) {
  const n = await visibleLetters(tx, actor).selectAll('n').where('n.id', '=', id).forUpdate().executeTakeFirst();
  if (!n) throw new AppError('not_found', 'object.not_found');
  if (n.withdrawn_at) throw new AppError('rule', 'letter.withdrawn');
  return n;
}
const casesOf = async (tx: Tx, id: string, state: string) => (await sql<{ id: string; version: number }>`select c.id, c.version from hazard_notice_item t join work_case c on c.id = t.hazard_id where t.notice_id = ${id} and c.state = ${state}`.execute(tx)).rows;

/** 签收: the notice, and with it each of its hazards that waits for that. Throws letter.signed_already, letter.withdrawn. */
export async function signNotice(tx: Tx, actor: Actor, id: string, note = ''): Promise<void> {
  const n = await demandLetter(tx, actor, id);
  demandIn(actor, 'hazard.answer', n.unit_id);
  if (n.signed_at) throw new AppError('rule', 'letter.signed_already');
  await tx.updateTable('hazard_notice').set({ signed_at: now().toISOString(), signed_by_name: actor.name, signed_note: note || null }).where('id', '=', id).execute();
  const waiting = await casesOf(tx, id, 'notified');
  if (waiting.length) await moveHazards(tx, actor, waiting, 'sign');
}
/** The paper stays with its number and the reason; its hazards go back to be confirmed. Throws letter.not_withdrawable, letter.withdrawn. */
export async function withdrawNotice(tx: Tx, actor: Actor, id: string, note: string): Promise<void> {
  const n = await demandLetter(tx, actor, id);
  if (!mayIn(actor, 'hazard.manage', n.unit_id)) throw new AppError('forbidden', 'permission.denied');
  const { rows: [done] } = await sql<{ n: number }>`select count(*)::int as n from hazard_notice_item t join work_case c on c.id = t.hazard_id where t.notice_id = ${id} and c.state not in ('notified', 'signed', 'fixing')`.execute(tx);
  if (done!.n > 0 || n.kind === 'shutdown' || n.kind === 'warning') throw new AppError('rule', 'letter.not_withdrawable');
  for (const state of ['notified', 'signed', 'fixing']) { const list = await casesOf(tx, id, state); if (list.length) await moveHazards(tx, actor, list, 'unnotify', note); }
  await tx.updateTable('hazard_notice').set({ withdrawn_at: now().toISOString(), withdrawn_note: note }).where('id', '=', id).execute();
  const people = await accountsToTell(tx, [n.unit_id]);
  await tell(tx, people.map((p) => ({ account_id: p.account_id, kind: 'hazard_notice', urgent: true, title: `已撤回：${n.title}（${n.number}）`, body: note, link: '/letters?tab=sent', once_key: `hazard-notice:${id}:withdrawn` })));
}
/** 催办 by hand, once a moment. Throws letter.withdrawn. */
export async function urgeNotice(tx: Tx, actor: Actor, id: string): Promise<number> {
  const n = await demandLetter(tx, actor, id);
  demandIn(actor, 'hazard.manage', n.unit_id);
  await tx.updateTable('hazard_notice').set((e) => ({ reminders: e('reminders', '+', 1) })).where('id', '=', id).execute();
  const people = await accountsToTell(tx, [n.unit_id]);
  return tell(tx, [...new Set(people.map((p) => p.account_id))].map((account_id) => ({ account_id, kind: 'hazard_notice', urgent: true, title: `催办：${n.title}（${n.number}）`, body: n.signed_at ? `请抓紧反馈整改情况${n.due_on ? `，期限 ${n.due_on}` : ''}。` : '请尽快签收。', link: n.warning_id ? `/letters/warnings/${n.warning_id}` : '/letters?tab=sent', once_key: `hazard-notice:${id}:urge:${n.reminders + 1}` })));
}

async function demandHazardHere(tx: Tx, actor: Actor, id: string): Promise<void> {
  const h = await tx.selectFrom('hazard').select('unit_id').where('id', '=', id).executeTakeFirst();
  if (!h || !mayIn(actor, 'hazard.manage', h.unit_id)) throw new AppError('not_found', 'object.not_found');
}
/** A screenshot that goes into the letter. Throws letter.picture_only. */
export async function attachEvidence(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandHazardHere(tx, actor, id);
  if (!['image/png', 'image/jpeg'].includes(file.mediaType)) throw new AppError('invalid', 'letter.picture_only');
  return attachFile(tx, file, 'hazard_evidence', id, actor);
}
export async function detachEvidence(tx: Tx, actor: Actor, id: string, fileId: string): Promise<void> {
  await demandHazardHere(tx, actor, id);
  const gone = await tx.deleteFrom('file').where('id', '=', fileId).where('owner_type', '=', 'hazard_evidence').where('owner_id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
