import { sql } from '../../kernel/database.ts';
import { onUnitMerged } from '../organisation/index.ts';

/** What a merged unit did is on record with the unit that remains, under the name it had. */
onUnitMerged('responsibility', async (tx, _by, from, into) => {
  await sql`update duty_record r set unit_id = ${into}, title = left(r.title, 90) || '（原' || u.name || '）', version = r.version + 1 from unit u where u.id = ${from} and r.unit_id = ${from}`.execute(tx);
  await sql`update responsibility_letter l set unit_id = ${into} where unit_id = ${from} and withdrawn_at is null and not exists (select 1 from responsibility_letter o where o.year = l.year and o.unit_id = ${into} and o.withdrawn_at is null)`.execute(tx);
});
