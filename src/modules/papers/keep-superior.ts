import type { Tx } from '../../kernel/database.ts';
import { now, today } from '../../kernel/clock.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { readPaper } from '../campaigns/index.ts';
import type { superiorKinds } from './contract.ts';
import { createReport, dropUnbegun, topUnit } from './keep-report.ts';

type Paper = Awaited<ReturnType<typeof readPaper>>;
type Kind = (typeof superiorKinds)[number];
defineErrors({
  'superior.no_title': '请填写文件标题，或粘贴含标题的正文。', 'superior.in_use': '已有按这份文件起草或报出的上报事项，不能删除。',
}, {
  'superior.no_title': 'Give the title, or paste the text with its title.',
  'superior.in_use': 'Reports were drafted or sent for this document; it cannot be deleted.',
});

export interface SuperiorFields { kind: Kind; number: string | null; issuer: string | null; title: string; issued_on: string | null; received_on: string | null; reply_by: string | null; contact: string; note: string }
type Change<T> = { [K in keyof T]?: T[K] | undefined };

/** What a document most likely is, by its own name. */
export const kindOf = (title: string): Kind => (/(?:法|条例|规定|办法|细则)(?:（[^）]*）)?$/.test(title) && !/^关于/.test(title) ? 'law' : /规划|纲要/.test(title) ? 'plan' : /通知|函/.test(title) ? 'notice' : 'superior');

/** What a person wrote goes before what was read. Throws superior.no_title. */
export async function createSuperior(tx: Tx, actor: Actor, written: Change<SuperiorFields>, read?: Paper, file?: SavedBytes): Promise<string> {
  const title = written.title || read?.title || '';
  if (!title) throw new AppError('invalid', 'superior.no_title', {}, [{ path: 'title', message: '不能为空' }]);
  const id = newId();
  await tx.insertInto('superior_document').values({
    id, kind: written.kind ?? kindOf(title), title: title.slice(0, 300), number: written.number || read?.number || null, issuer: written.issuer || read?.issuer || null, issued_on: written.issued_on ?? read?.issuedOn ?? null, received_on: written.received_on ?? today(),
    reply_by: written.reply_by ?? read?.reply?.due ?? null, contact: written.contact || read?.reply?.contact || '', note: written.note || (read?.reply ? read.reply.sentence.slice(0, 2000) : ''), text: read?.text ?? '', created_by_name: actor.name, created_at: now().toISOString(),
  }).execute();
  const clauses = (read?.clauses ?? []).slice(0, 1000).map((c, i) => ({ id: newId(), document_id: id, path: c.path.slice(0, 60), title: c.title.slice(0, 300), text: c.text.slice(0, 20_000), sort: i + 1, unit_id: null }));
  if (clauses.length) await tx.insertInto('superior_clause').values(clauses).execute();
  await askForReply(tx, actor, id);
  if (file) await attachFile(tx, file, 'superior_document', id, actor);
  return id;
}

/** A day to answer by that lies ahead is a report that is due, once a document. */
async function askForReply(tx: Tx, actor: Actor, id: string): Promise<void> {
  const d = await tx.selectFrom('superior_document').select(['title', 'issuer', 'reply_by', 'note']).where('id', '=', id).executeTakeFirstOrThrow();
  if (!d.reply_by || d.reply_by < today() || !await topUnit(tx) || await tx.selectFrom('upward_report').select('id').where('superior_document_id', '=', id).executeTakeFirst()) return;
  await createReport(tx, actor, { title: `反馈：${d.title}`.slice(0, 200), recipient: d.issuer ?? '来文机关', content: d.note, due_on: d.reply_by, superior_document_id: id });
}

/** Throws object.not_found, object.changed_meanwhile. */
export async function updateSuperior(tx: Tx, actor: Actor, id: string, { version, ...change }: Change<SuperiorFields> & { version: number }): Promise<void> {
  const set = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined).map(([k, v]) => [k, (k === 'number' || k === 'issuer') && v === '' ? null : v]));
  const saved = await tx.updateTable('superior_document').set((e) => ({ ...set, version: e('version', '+', 1) })).where('id', '=', id).where('version', '=', version).executeTakeFirst();
  if (saved.numUpdatedRows === 1n) return askForReply(tx, actor, id);
  throw await tx.selectFrom('superior_document').select('id').where('id', '=', id).executeTakeFirst() ? new AppError('conflict', 'object.changed_meanwhile') : new AppError('not_found', 'object.not_found');
}

async function lockSuperior(tx: Tx, id: string) {
  const row = await tx.selectFrom('superior_document').select(['id', 'title', 'number']).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}
/** Its clauses and files go with it. Throws superior.in_use where something is still reported because of it. */
export async function removeSuperior(tx: Tx, id: string) {
  const before = await lockSuperior(tx, id);
  if (!await dropUnbegun(tx, { superior_document_id: id })) throw new AppError('rule', 'superior.in_use');
  await tx.deleteFrom('file').where('owner_type', '=', 'superior_document').where('owner_id', '=', id).execute();
  await tx.deleteFrom('superior_document').where('id', '=', id).execute();
  return before;
}
export async function attachToSuperior(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await lockSuperior(tx, id);
  return attachFile(tx, file, 'superior_document', id, actor);
}
