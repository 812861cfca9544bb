import type { Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import type { NewUnit } from './create-unit.ts';
import { addAliases, setAliases } from './learn-alias.ts';
import { activeUnit, lockTree, nameTaken, noteChanges, rehang } from './unit-tree.ts';

type Change = { [K in keyof NewUnit]?: NewUnit[K] | undefined } & { version: number; aliases?: string[] | undefined };
/** Renames, moves and the rest at once. The old name stays in the history and goes on matching old papers.
 *  Throws object.changed_meanwhile, unit.not_active, unit.name_taken, unit.parent_missing, unit.cycle. */
export async function updateUnit(tx: Tx, actor: Actor, id: string, change: Change): Promise<void> {
  if (change.parent_id !== undefined) await lockTree(tx);
  const before = await activeUnit(tx, id);
  if (before.version !== change.version) throw new AppError('conflict', 'object.changed_meanwhile');
  const renamed = change.name !== undefined && change.name !== before.name;
  const moved = change.parent_id !== undefined && change.parent_id !== before.parent_id;
  const { version, aliases, parent_id, ...fields } = change;
  try {
    if (moved) await rehang(tx, before, parent_id!);
    const saved = await tx.updateTable('unit').set((e) => ({ ...fields, version: e('version', '+', 1) })).where('id', '=', id).where('version', '=', version).executeTakeFirst();
    if (saved.numUpdatedRows !== 1n) throw new AppError('conflict', 'object.changed_meanwhile');
  } catch (error) { throw nameTaken(error, change.name ?? before.name); }
  if (aliases) await setAliases(tx, id, aliases);
  if (renamed) {
    await addAliases(tx, id, [before.name]);
    await noteChanges(tx, actor.name, [{ unit_id: id, what: 'renamed', before: before.name, after: change.name! }]);
  }
  if (moved) await noteChanges(tx, actor.name, [{ unit_id: id, what: 'moved', before: await nameOf(tx, before.parent_id), after: await nameOf(tx, parent_id!) }]);
}

const nameOf = async (tx: Tx, id: string | null): Promise<string | null> => (id ? (await tx.selectFrom('unit').select('name').where('id', '=', id).executeTakeFirst())?.name ?? null : null);
