import type { Tx } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { unitKinds } from './contract.ts';
import { ensurePosts } from './posts.ts';
import { lockTree, nameTaken, noteChanges, pathBelow } from './unit-tree.ts';

export interface NewUnit { parent_id: string | null; name: string; short_name?: string | null | undefined; kind: (typeof unitKinds)[number]; sort?: number | undefined }
/** Throws unit.name_taken, unit.parent_missing. */
export async function createUnit(tx: Tx, actor: Actor, input: NewUnit): Promise<string> {
  await lockTree(tx);
  const id = newId();
  const above = await pathBelow(tx, input.parent_id);
  try {
    await tx.insertInto('unit').values({ id, parent_id: input.parent_id, path: `${above}${id}/`, name: input.name, short_name: input.short_name ?? null, kind: input.kind, ...(input.sort !== undefined && { sort: input.sort }), merged_into_id: null }).execute();
  } catch (error) { throw nameTaken(error, input.name); }
  await ensurePosts(tx, [id]);
  await noteChanges(tx, actor.name, [{ unit_id: id, what: 'created', after: input.name }]);
  return id;
}
