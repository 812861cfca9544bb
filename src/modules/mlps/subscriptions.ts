import { AppError } from '../../kernel/errors.ts';
import { guardLevel } from '../assets/index.ts';
import { onUnitMerged } from '../organisation/index.ts';
import { objectOfSystem } from './keep-object.ts';

/** One truth: a system that an object grades has that object's level, and the ledger does not say otherwise. */
guardLevel(async (tx, system, level) => {
  const graded = await objectOfSystem(tx, system.id);
  if (graded && graded.level !== null && graded.level !== level) throw new AppError('rule', 'mlps.level_by_grading', { name: system.name }, [{ path: 'mlps_level', message: '由等级保护定级得出' }]);
});
/** Objects and what is to be repaired go along with the unit. */
onUnitMerged('mlps_object', async () => {});
onUnitMerged('mlps_item', async () => {});
