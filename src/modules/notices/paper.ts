import { readPage, writeGongwen, type Gongwen } from '../../engines/gongwen/index.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { attachFile, type FileStore } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';

const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Does it, reads what came of it, and takes it all back: so a preview is the very thing, with the number that it would get. */
export async function undone<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint preview`.execute(tx);
  const result = await work();
  await sql`rollback to savepoint preview`.execute(tx);
  return result;
}
/** The docx that would be written, as it reads. */
export async function pageOf(doc: Gongwen, number = '') {
  return { title: doc.title, number, blocks: readPage(await writeGongwen(doc)) ?? [] };
}
/** The docx as it is kept. */
export async function keepPaper(tx: Tx, store: FileStore, actor: Actor, doc: Gongwen, name: string, owner: string, id: string) {
  return attachFile(tx, await store.saveBytes(await writeGongwen(doc), `${name}.docx`, docxType), owner, id, actor);
}
/** A kept docx as it reads. Throws object.not_found, letter.no_page. */
export async function keptPage(db: Reader, store: FileStore, owner: string, id: string, about: { title: string; number: string }) {
  const file = await db.selectFrom('file').select(['sha256', 'media_type']).where('owner_type', '=', owner).where('owner_id', '=', id).where('media_type', '=', docxType).orderBy('created_at').executeTakeFirst();
  if (!file) throw new AppError('not_found', 'object.not_found');
  const blocks = readPage(await store.read(file.sha256));
  if (!blocks) throw new AppError('rule', 'letter.no_page');
  return { ...about, blocks };
}
/** Names of files by their owner, oldest first. */
export async function filesOf(db: Reader, owner: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { id: string; name: string; size_bytes: number }[]>();
  const rows = await db.selectFrom('file').select(['id', 'name', 'size_bytes', 'owner_id']).where('owner_type', '=', owner).where(sql<boolean>`owner_id = any(${[...ids]}::uuid[])`).orderBy('created_at').orderBy('id').execute();
  return new Map([...Map.groupBy(rows, (r) => r.owner_id)].map(([id, list]) => [id, list.map(({ owner_id: _, size_bytes, ...f }) => ({ ...f, size_bytes: Number(size_bytes) }))]));
}
export const shareOf = (part: number, whole: number): number | null => (whole ? Math.round((part / whole) * 1000) / 10 : null);
/** A hazard `h` that its unit answered: repaired and reported, or asked not to repair; what came back has to be answered anew. */
export const answered = sql.raw("(h.feedback is not null or h.state in ('to_approve', 'dismissed', 'cleared'))");
