import { now } from '../../kernel/clock.ts';
import { isUniqueViolation, sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';

defineErrors({
  'unit.name_taken': '同一上级下已有名为“{name}”的机构，请换一个名称。',
  'unit.not_active': '机构“{name}”已撤销或并入其他机构，不能再修改，也不能作为上级。',
  'unit.parent_missing': '上级机构不存在或已撤销，请重新选择。',
  'unit.cycle': '不能把机构移到它自己或它的下级之下。',
}, {
  'unit.name_taken': 'There is a unit “{name}” under the same parent already; choose another name.',
  'unit.not_active': 'The unit “{name}” is no more; it can neither be changed nor have units below it.',
  'unit.parent_missing': 'The parent is not there or is no more; choose again.',
  'unit.cycle': 'A unit cannot stand below itself.',
});

export type UnitRow = { id: string; parent_id: string | null; path: string; name: string; status: 'active' | 'merged' | 'dissolved'; version: number };
type Change = { unit_id: string; what: 'created' | 'renamed' | 'moved' | 'merged' | 'split' | 'dissolved'; before?: string | null; after?: string | null };

/** Changes to the shape of the tree wait for each other: two moves at once could make a circle that neither sees. */
export const lockTree = (tx: Tx): Promise<unknown> => sql`select pg_advisory_xact_lock(7265010)`.execute(tx);

/** Throws object.not_found, unit.not_active. */
export async function activeUnit(db: Reader, id: string): Promise<UnitRow> {
  const unit = await db.selectFrom('unit').select(['id', 'parent_id', 'path', 'name', 'status', 'version']).where('id', '=', id).executeTakeFirst();
  if (!unit) throw new AppError('not_found', 'object.not_found');
  if (unit.status !== 'active') throw new AppError('rule', 'unit.not_active', { name: unit.name });
  return unit;
}

/** The same for a unit that is about to end: people and work that would be added to it at this moment wait, and then find it gone. */
export async function endingUnit(tx: Tx, id: string): Promise<UnitRow> {
  await sql`select 1 from unit where id = ${id} for update`.execute(tx);
  return activeUnit(tx, id);
}

/** The path that children of `parentId` begin with. Throws unit.parent_missing. */
export async function pathBelow(db: Reader, parentId: string | null): Promise<string> {
  if (parentId === null) return '/';
  const parent = await db.selectFrom('unit').select('path').where('id', '=', parentId).where('status', '=', 'active').executeTakeFirst();
  if (!parent) throw new AppError('invalid', 'unit.parent_missing', {}, [{ path: 'parent_id', message: '上级机构不存在或已撤销' }]);
  return parent.path;
}

/** Hangs a unit and all below it under another path. The caller holds the tree's lock. Throws unit.cycle. */
export async function rehang(tx: Tx, unit: { id: string; path: string }, parentId: string | null): Promise<void> {
  const above = await pathBelow(tx, parentId);
  if (above.startsWith(unit.path)) throw new AppError('rule', 'unit.cycle');
  await tx.updateTable('unit').set({ parent_id: parentId }).where('id', '=', unit.id).execute();
  await sql`update unit set path = ${`${above}${unit.id}/`} || substr(path, ${unit.path.length + 1}::int) where path like ${`${unit.path}%`}`.execute(tx);
}

export async function noteChanges(tx: Tx, by: string, changes: Change[]): Promise<void> {
  const at = now().toISOString();
  if (changes.length) await tx.insertInto('unit_change').values(changes.map((c) => ({ id: newId(), unit_id: c.unit_id, at, what: c.what, before: c.before ?? null, after: c.after ?? null, by_name: by }))).execute();
}

/** Two active units of one name under one parent: the database says it, in words for whoever typed the name. */
export function nameTaken(error: unknown, name: string): unknown {
  return isUniqueViolation(error, 'unit_name_once') ? new AppError('conflict', 'unit.name_taken', { name }, [{ path: 'name', message: '已有同名机构' }]) : error;
}
