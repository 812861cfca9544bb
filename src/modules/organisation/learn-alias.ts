import type { Tx } from '../../kernel/database.ts';
import { nameKey } from './name-key.ts';

/** From now on the name stands for these units; what it stood for before is forgotten. Several names of the tree's own go on meaning themselves. */
export async function learnAlias(tx: Tx, name: string, unitIds: readonly string[]): Promise<void> {
  const alias = nameKey(name);
  if (!alias) return;
  await tx.deleteFrom('unit_alias').where('alias', '=', alias).execute();
  if (unitIds.length) await tx.insertInto('unit_alias').values([...new Set(unitIds)].map((unit_id) => ({ alias, unit_id }))).onConflict((c) => c.doNothing()).execute();
}

/** Adds names to one unit; other units keep theirs. */
export async function addAliases(tx: Tx, unitId: string, names: readonly (string | null)[]): Promise<void> {
  const rows = [...new Set(names.map((n) => nameKey(n ?? '')).filter(Boolean))].map((alias) => ({ alias, unit_id: unitId }));
  if (rows.length) await tx.insertInto('unit_alias').values(rows).onConflict((c) => c.doNothing()).execute();
}

/** The unit's other names are exactly these. */
export async function setAliases(tx: Tx, unitId: string, names: readonly string[]): Promise<void> {
  await tx.deleteFrom('unit_alias').where('unit_id', '=', unitId).execute();
  await addAliases(tx, unitId, names);
}
