import { sql } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { guardLevel, objectToOnline } from '../assets/index.ts';
import { onUnitMerged } from '../organisation/index.ts';
import { objectOfSystem } from './keep-object.ts';

/** One truth: a system that an object grades has that object's level, and the ledger does not say otherwise. */
guardLevel(async (tx, system, level) => {
  const graded = await objectOfSystem(tx, system.id);
  if (graded && graded.level !== null && graded.level !== level) throw new AppError('rule', 'mlps.level_by_grading', { name: system.name }, [{ path: 'mlps_level', message: '由等级保护定级得出' }]);
});
/** A grading that was begun is to be finished before service: the ledger's own level is but a proposal until then. */
objectToOnline(async (db, systemId, move) => {
  if (move === 'restore') return [];
  const { rows: [open] } = await sql<{ n: number }>`select 1 as n from mlps_object_system l join mlps_object o on o.id = l.object_id where l.system_id = ${systemId} and l.live and o.level is null`.execute(db);
  return open ? ['等级保护定级还没有完成'] : [];
});
/** Objects and what is to be repaired go along with the unit. */
onUnitMerged('mlps_object', async () => {});
onUnitMerged('mlps_item', async () => {});
