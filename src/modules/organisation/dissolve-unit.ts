import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { endingUnit, lockTree, noteChanges } from './unit-tree.ts';

defineErrors({
  'unit.not_empty': '“{name}”还有 {children} 个下级机构、{people} 名在岗人员、{cases} 项未办结工作，不能撤销。请先调整、移交或办结，或改用“并入另一机构”。',
}, {
  'unit.not_empty': '“{name}” still has {children} units below it, {people} people and {cases} open cases and cannot be dissolved. Move or finish them, or merge it into another.',
});

/** Closes a unit that has nothing left. Throws unit.not_empty, unit.not_active, object.changed_meanwhile. */
export async function dissolveUnit(tx: Tx, actor: Actor, id: string, version: number): Promise<void> {
  await lockTree(tx);
  const unit = await endingUnit(tx, id);
  if (unit.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  const { rows: [left] } = await sql<{ children: number; people: number; cases: number }>`select
    (select count(*) from unit where parent_id = ${id} and status = 'active') as children,
    (select count(*) from person where unit_id = ${id} and status = 'active') as people,
    (select count(*) from work_case where unit_id = ${id} and closed_at is null) as cases`.execute(tx);
  if (left && left.children + left.people + left.cases > 0) throw new AppError('rule', 'unit.not_empty', { name: unit.name, ...left });
  await sql`update post_holder set until = ${now().toISOString()} where until is null and post_id in (select id from post where unit_id = ${id})`.execute(tx);
  await tx.deleteFrom('unit_alias').where('unit_id', '=', id).execute();
  await tx.updateTable('unit').set((e) => ({ status: 'dissolved' as const, version: e('version', '+', 1) })).where('id', '=', id).execute();
  await noteChanges(tx, actor.name, [{ unit_id: id, what: 'dissolved', before: unit.name }]);
}
