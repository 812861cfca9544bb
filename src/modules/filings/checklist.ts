import { now } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import type { answers, applicationKinds, checkLists } from './contract.ts';

defineErrors({
  'check.unknown_item': '检查项已调整，请刷新后重新填写。',
  'check.key_taken': '这个代码已经用过了，请换一个。',
}, {
  'check.unknown_item': 'The items have changed; reload and answer again.',
  'check.key_taken': 'This key is taken; choose another.',
});
type List = (typeof checkLists)[number];
export const listOf: Record<(typeof applicationKinds)[number], List> = { go_live: 'baseline', change: 'baseline', restore: 'restore', retire: 'closing' };
export interface Answered { key: string; title: string; hint: string; basis: string; gate: boolean; answer: (typeof answers)[number] | null; note: string; by_name: string | null }

/** The items of a list with what was answered for an application or, when it closes, for a system. An item withdrawn since stays where it was answered. */
export async function readChecks(db: Reader, list: List, subjectId: string): Promise<Answered[]> {
  return (await sql<Answered>`select i.key, i.title, i.hint, i.basis, i.gate, a.answer, coalesce(a.note, '') as note, a.by_name from check_item i left join check_answer a on a.list = i.list and a.item = i.key and a.subject_id = ${subjectId}
    where i.list = ${list} and (i.active or a.answer is not null) order by i.sort, i.key`.execute(db)).rows;
}
/** Throws check.unknown_item. */
export async function answerChecks(tx: Tx, actor: Actor, list: List, subjectId: string, given: { key: string; answer: (typeof answers)[number] | null; note?: string | undefined }[]): Promise<void> {
  const known = new Set((await tx.selectFrom('check_item').select('key').where('list', '=', list).execute()).map((i) => i.key));
  if (given.some((g) => !known.has(g.key))) throw new AppError('invalid', 'check.unknown_item');
  for (const g of given) {
    if (g.answer === null) { await tx.deleteFrom('check_answer').where('subject_id', '=', subjectId).where('list', '=', list).where('item', '=', g.key).execute(); continue; }
    const row = { answer: g.answer, note: g.note ?? '', by_name: actor.name, at: now().toISOString() };
    await tx.insertInto('check_answer').values({ subject_id: subjectId, list, item: g.key, ...row }).onConflict((c) => c.columns(['subject_id', 'list', 'item']).doUpdateSet(row)).execute();
  }
}
/** What must be dealt with before a system's filing may be closed, and is not. */
export const unclosed = async (db: Reader, systemId: string): Promise<string[]> => (await readChecks(db, 'closing', systemId)).filter((i) => i.gate && (i.answer === null || i.answer === 'no')).map((i) => i.title);

export const listItems = (db: Reader) => db.selectFrom('check_item').select(['list', 'key', 'title', 'hint', 'basis', 'gate', 'active', 'version']).orderBy('list').orderBy('sort').orderBy('key').execute();
/** Throws check.key_taken, object.changed_meanwhile, object.not_found. */
export async function saveItem(tx: Tx, list: List, key: string, v: { version?: number | undefined; title: string; hint: string; basis: string; gate: boolean; active: boolean }): Promise<void> {
  const { version, ...set } = v;
  if (version === undefined) {
    const { n } = await tx.selectFrom('check_item').select(sql<number>`coalesce(max(sort), 0) + 10`.as('n')).where('list', '=', list).executeTakeFirstOrThrow();
    const made = await tx.insertInto('check_item').values({ list, key, ...set, sort: n }).onConflict((c) => c.doNothing()).returning('key').executeTakeFirst();
    if (!made) throw new AppError('conflict', 'check.key_taken', {}, [{ path: 'key', message: '已存在' }]);
    return;
  }
  const saved = await tx.updateTable('check_item').set((e) => ({ ...set, version: e('version', '+', 1) })).where('list', '=', list).where('key', '=', key).where('version', '=', version).executeTakeFirst();
  if (saved.numUpdatedRows === 0n) throw new AppError('conflict', 'object.changed_meanwhile');
}
