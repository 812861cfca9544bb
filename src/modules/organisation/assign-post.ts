import type { Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { changeHolders, ensurePosts, type RequiredDuty } from './posts.ts';
import { demandPerson } from './queries.ts';

export interface Holder { post_id: string; person_id: string | null }
/** Fills or empties one of a unit's four posts; whoever held it stays in its history. Throws permission.denied, object.not_found, unit.not_active, person.left_already. */
export async function assignPost(tx: Tx, actor: Actor, unitId: string, duty: RequiredDuty, personId: string | null): Promise<{ before: Holder; after: Holder }> {
  demandIn(actor, 'person.write', unitId);
  const unit = await tx.selectFrom('unit').select(['name', 'status']).where('id', '=', unitId).forKeyShare().executeTakeFirst();
  if (!unit) throw new AppError('not_found', 'object.not_found');
  if (unit.status !== 'active') throw new AppError('rule', 'unit.not_active', { name: unit.name });
  if (personId) {
    const person = await demandPerson(tx, actor, 'person.write', personId);
    if (person.status === 'left') throw new AppError('rule', 'person.left_already', { name: person.name });
  }
  await ensurePosts(tx, [unitId]);
  const post = await tx.selectFrom('post').select('id').where('unit_id', '=', unitId).where('duty', '=', duty).forUpdate().executeTakeFirstOrThrow();
  const held = await tx.selectFrom('post_holder').select('person_id').where('post_id', '=', post.id).where('until', 'is', null).executeTakeFirst();
  const before = { post_id: post.id, person_id: held?.person_id ?? null };
  if (before.person_id !== personId) await changeHolders(tx, [{ post_id: post.id, person_id: personId }]);
  return { before, after: { post_id: post.id, person_id: personId } };
}
