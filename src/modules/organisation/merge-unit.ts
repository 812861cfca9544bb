import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { addAliases } from './learn-alias.ts';
import { changeHolders, ensurePosts } from './posts.ts';
import { activeUnit, endingUnit, lockTree, nameTaken, noteChanges, rehang } from './unit-tree.ts';

defineErrors({
  'unit.merge_into_itself': '不能并入自己或自己的下级机构。请先调整上下级关系。',
}, {
  'unit.merge_into_itself': 'A unit cannot be merged into itself or one below it. Move it first.',
});

export interface Merged { children: number; people: number; posts: number; cases: number }
/** What a higher module does with its own rows when one unit becomes part of another: in the merge's transaction, before its open cases move. */
export type OnUnitMerged = (tx: Tx, by: Actor, fromId: string, intoId: string) => Promise<void>;
const followers = new Map<string, OnUnitMerged>();
/** `key` is a case type whose open cases then go along with a merge, or a module's name. Cases that nobody speaks for stay: half of what belongs together must not move alone. */
export const onUnitMerged = (key: string, follow: OnUnitMerged): void => { followers.set(key, follow); };

/** Children, people, posts and open work go over; the merged unit keeps its name for old papers, and new papers that use it mean the other.
 *  A duty that both fill stays with the holder of the unit that remains. Roles of accounts stay as the security administrator gave them.
 *  Throws object.changed_meanwhile, unit.not_active, unit.merge_into_itself, unit.name_taken. */
export async function mergeUnit(tx: Tx, actor: Actor, id: string, version: number, intoId: string): Promise<Merged> {
  await lockTree(tx);
  const from = await endingUnit(tx, id);
  const into = await activeUnit(tx, intoId);
  if (from.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  if (into.path.startsWith(from.path)) throw new AppError('rule', 'unit.merge_into_itself');

  const children = await tx.selectFrom('unit').select(['id', 'path', 'name']).where('parent_id', '=', id).where('status', '=', 'active').execute();
  for (const child of children) {
    try { await rehang(tx, child, intoId); } catch (error) { throw nameTaken(error, child.name); }
  }
  await noteChanges(tx, actor.name, children.map((c) => ({ unit_id: c.id, what: 'moved', before: from.name, after: into.name })));
  const people = await tx.updateTable('person').set((e) => ({ unit_id: intoId, version: e('version', '+', 1) })).where('unit_id', '=', id).executeTakeFirst();
  const posts = await movePosts(tx, id, intoId);
  for (const follow of followers.values()) await follow(tx, actor, id, intoId);
  const { numAffectedRows: cases } = await sql`update work_case set unit_id = ${intoId}, changed_at = ${now().toISOString()}, version = version + 1 where unit_id = ${id} and closed_at is null and type = any(${[...followers.keys()]}::text[])`.execute(tx);

  await tx.updateTable('leading_group').set({ office_unit_id: intoId }).where('office_unit_id', '=', id).execute();
  await sql`insert into unit_alias (alias, unit_id) select alias, ${intoId} from unit_alias where unit_id = ${id} on conflict do nothing`.execute(tx);
  await tx.deleteFrom('unit_alias').where('unit_id', '=', id).execute();
  const { short_name } = await tx.updateTable('unit').set((e) => ({ status: 'merged' as const, merged_into_id: intoId, version: e('version', '+', 1) })).where('id', '=', id).returning('short_name').executeTakeFirstOrThrow();
  await addAliases(tx, intoId, [from.name, short_name]);
  await noteChanges(tx, actor.name, [{ unit_id: id, what: 'merged', before: from.name, after: into.name }, { unit_id: intoId, what: 'merged', before: from.name, after: into.name }]);
  return { children: children.length, people: Number(people.numUpdatedRows), posts, cases: Number(cases) };
}

async function movePosts(tx: Tx, from: string, into: string): Promise<number> {
  await ensurePosts(tx, [into]);
  const other = await tx.updateTable('post').set({ unit_id: into }).where('unit_id', '=', from).where('duty', '=', 'other').executeTakeFirst();
  const pairs = await tx.selectFrom('post as old').innerJoin('post as new', (j) => j.onRef('new.duty', '=', 'old.duty').on('new.unit_id', '=', into))
    .leftJoin('post_holder as held', (j) => j.onRef('held.post_id', '=', 'old.id').on('held.until', 'is', null))
    .leftJoin('post_holder as taken', (j) => j.onRef('taken.post_id', '=', 'new.id').on('taken.until', 'is', null))
    .select(['old.id as old_id', 'new.id as new_id', 'held.person_id', 'taken.id as taken_id']).where('old.unit_id', '=', from).where('old.duty', '<>', 'other').execute();
  const heirs = pairs.filter((p) => p.person_id && !p.taken_id);
  await changeHolders(tx, [...pairs.filter((p) => p.person_id).map((p) => ({ post_id: p.old_id, person_id: null })), ...heirs.map((p) => ({ post_id: p.new_id, person_id: p.person_id }))]);
  for (const p of pairs) await tx.updateTable('leading_group_member').set({ post_id: p.new_id }).where('post_id', '=', p.old_id).execute();
  return heirs.length + Number(other.numUpdatedRows);
}
