import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { demandIn, mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { changeHolders } from './posts.ts';
import { demandPerson } from './queries.ts';

defineErrors({
  'post.title_taken': '本单位已有同名岗位“{title}”。',
  'post.was_held': '这个岗位有人担任过，任职记录须留存，不能删除。可以改名，或把现任空出。',
  'post.in_group': '领导小组的成员引用了这个岗位，请先在领导小组里更换。',
}, {
  'post.title_taken': 'The unit has a post called “{title}” already.',
  'post.was_held': 'Somebody held this post; its record stays. Rename it, or leave it vacant.',
  'post.in_group': 'A leading group refers to this post; change the group first.',
});

/** A post of the unit's own beside the four that every unit has, such as 网站管理员. Throws permission.denied, object.not_found, unit.not_active, post.title_taken, person.left_already. */
export async function addPost(tx: Tx, actor: Actor, unitId: string, b: { title: string; person_id: string | null }): Promise<string> {
  demandIn(actor, 'person.write', unitId);
  const unit = await tx.selectFrom('unit').select(['name', 'status']).where('id', '=', unitId).forUpdate().executeTakeFirst();
  if (!unit) throw new AppError('not_found', 'object.not_found');
  if (unit.status !== 'active') throw new AppError('rule', 'unit.not_active', { name: unit.name });
  await demandFree(tx, unitId, b.title);
  const id = newId();
  await tx.insertInto('post').values({ id, unit_id: unitId, duty: 'other', title: b.title }).execute();
  await hold(tx, actor, id, null, b.person_id);
  return id;
}
/** Throws object.not_found, object.changed_meanwhile, post.title_taken, person.left_already. */
export async function changePost(tx: Tx, actor: Actor, id: string, b: { version: number; title: string; person_id: string | null }): Promise<void> {
  const post = await demandPost(tx, actor, id);
  if (post.version !== b.version) throw new AppError('conflict', 'object.changed_meanwhile');
  if (post.title !== b.title) {
    await demandFree(tx, post.unit_id, b.title);
    await tx.updateTable('post').set((e) => ({ title: b.title, version: e('version', '+', 1) })).where('id', '=', id).execute();
  }
  await hold(tx, actor, id, post.person_id, b.person_id);
}
/** Throws object.not_found, post.was_held, post.in_group. */
export async function removePost(tx: Tx, actor: Actor, id: string): Promise<void> {
  await demandPost(tx, actor, id);
  if (await tx.selectFrom('post_holder').select('id').where('post_id', '=', id).executeTakeFirst()) throw new AppError('rule', 'post.was_held');
  if (await tx.selectFrom('leading_group_member').select('id').where('post_id', '=', id).executeTakeFirst()) throw new AppError('rule', 'post.in_group');
  await tx.deleteFrom('post').where('id', '=', id).execute();
}

/** The post as it is, locked; only those of the unit's own. Throws object.not_found. */
export async function demandPost(tx: Tx, actor: Actor, id: string) {
  const post = await tx.selectFrom('post').select(['id', 'unit_id', 'title', 'version']).where('id', '=', id).where('duty', '=', 'other').forUpdate().executeTakeFirst();
  if (!post || !mayIn(actor, 'person.write', post.unit_id)) throw new AppError('not_found', 'object.not_found');
  const held = await tx.selectFrom('post_holder').select('person_id').where('post_id', '=', id).where('until', 'is', null).executeTakeFirst();
  return { ...post, person_id: held?.person_id ?? null };
}
async function demandFree(tx: Tx, unitId: string, title: string): Promise<void> {
  if (await tx.selectFrom('post').select('id').where('unit_id', '=', unitId).where('title', '=', title).executeTakeFirst()) throw new AppError('conflict', 'post.title_taken', { title }, [{ path: 'title', message: '已有同名岗位' }]);
}
async function hold(tx: Tx, actor: Actor, id: string, before: string | null, personId: string | null): Promise<void> {
  if (personId === before) return;
  if (personId) {
    const person = await demandPerson(tx, actor, 'person.write', personId);
    if (person.status === 'left') throw new AppError('rule', 'person.left_already', { name: person.name });
  }
  await changeHolders(tx, [{ post_id: id, person_id: personId }]);
}
