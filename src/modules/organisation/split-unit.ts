import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { ensurePosts } from './posts.ts';
import { activeUnit, lockTree, nameTaken, noteChanges } from './unit-tree.ts';

defineErrors({
  'unit.split_same_name': '分设的机构名称不能重复。',
}, {
  'unit.split_same_name': 'The new units need different names.',
});

/** New units beside the one they come out of; who and what goes over is then decided person by person. Throws unit.not_active, unit.name_taken, unit.split_same_name. */
export async function splitUnit(tx: Tx, actor: Actor, id: string, names: string[]): Promise<string[]> {
  await lockTree(tx);
  const from = await activeUnit(tx, id);
  if (new Set(names).size < names.length) throw new AppError('invalid', 'unit.split_same_name', {}, [{ path: 'names', message: '名称重复' }]);
  const { kind, sort } = await tx.selectFrom('unit').select(['kind', 'sort']).where('id', '=', id).executeTakeFirstOrThrow();
  const above = from.path.slice(0, -(from.id.length + 1));
  const rows = names.map((name) => ({ id: newId(), name }));
  for (const { id: unit, name } of rows) {
    try { await tx.insertInto('unit').values({ id: unit, parent_id: from.parent_id, path: `${above}${unit}/`, name, short_name: null, kind, sort, merged_into_id: null }).execute(); } catch (error) { throw nameTaken(error, name); }
  }
  await ensurePosts(tx, rows.map((r) => r.id));
  await noteChanges(tx, actor.name, [{ unit_id: id, what: 'split', before: from.name, after: names.join('、') }, ...rows.map((r) => ({ unit_id: r.id, what: 'created' as const, before: from.name, after: r.name }))]);
  return rows.map((r) => r.id);
}
