import { sql } from '../../kernel/database.ts';
import { onUnitMerged } from '../organisation/index.ts';

/** Open questions are answered by the unit that remains; one that was watched stays watched. The cases themselves go over with the merge. */
onUnitMerged('clue', async (tx, _by, from, into) => {
  await sql`update watch_entry w set unit_id = ${into} where unit_id = ${from} and taken_off_on is null and not exists (select 1 from watch_entry o where o.unit_id = ${into} and o.taken_off_on is null)`.execute(tx);
});
