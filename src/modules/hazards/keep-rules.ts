import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';

defineErrors({
  'hazard.ladder_twice': '督办梯次里有重复的天数，请合并成一行。',
}, {
  'hazard.ladder_twice': 'Two steps of the ladder have the same day; make them one.',
});
interface Rules { ladder: { days: number; liaison: boolean; unit_head: boolean; office: boolean; leader: boolean; shut: boolean; words: string }[]; superior_days: number; pause_approval: boolean; pause_retest: boolean }

export async function readRules(db: Reader): Promise<Rules> {
  const ladder = await db.selectFrom('hazard_ladder').selectAll().orderBy('days').execute();
  return { ladder, ...await db.selectFrom('hazard_rule').select(['superior_days', 'pause_approval', 'pause_retest']).executeTakeFirstOrThrow() };
}
/** Throws hazard.ladder_twice. */
export async function saveRules(tx: Tx, r: Rules): Promise<void> {
  if (new Set(r.ladder.map((l) => l.days)).size < r.ladder.length) throw new AppError('invalid', 'hazard.ladder_twice');
  await tx.deleteFrom('hazard_ladder').execute();
  if (r.ladder.length) await tx.insertInto('hazard_ladder').values(r.ladder).execute();
  await tx.updateTable('hazard_rule').set({ superior_days: r.superior_days, pause_approval: r.pause_approval, pause_retest: r.pause_retest }).execute();
}
