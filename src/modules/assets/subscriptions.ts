import { sql } from '../../kernel/database.ts';
import { onPersonLeft, onUnitMerged } from '../organisation/index.ts';

/** Who leaves manages no system and answers for no item: the gap shows at once. */
onPersonLeft(async (tx, personId) => {
  await sql`update info_system set manager_id = null, version = version + 1 where manager_id = ${personId}`.execute(tx);
  await sql`update ledger_item set person_id = null, version = version + 1 where person_id = ${personId}`.execute(tx);
});
/** Systems, ranges and claims go over; one that the other unit has under the same name keeps the old unit's name behind its own. */
onUnitMerged('assets', async (tx, _by, from, into) => {
  await sql`update info_system s set name = left(s.name || '（' || (select name from unit where id = ${from}) || '）', 120) where unit_id = ${from} and state <> 'cancelled' and exists (select 1 from info_system o where o.unit_id = ${into} and o.state <> 'cancelled' and lower(o.name) = lower(s.name))`.execute(tx);
  await sql`update info_system set unit_id = ${into}, version = version + 1 where unit_id = ${from}`.execute(tx);
  await sql`update info_system set operating_unit_id = ${into}, version = version + 1 where operating_unit_id = ${from}`.execute(tx);
  await sql`update info_system set using_unit_id = ${into}, version = version + 1 where using_unit_id = ${from}`.execute(tx);
  await sql`update ledger_item i set name = left(i.name || '（' || (select name from unit where id = ${from}) || '）', 120) where unit_id = ${from} and state <> 'retired' and exists (select 1 from ledger_item o where o.ledger = i.ledger and o.unit_id = ${into} and o.state <> 'retired' and lower(o.name) = lower(i.name))`.execute(tx);
  await sql`update ledger_item set unit_id = case when unit_id = ${from} then ${into}::uuid else unit_id end, operating_unit_id = case when operating_unit_id = ${from} then ${into}::uuid else operating_unit_id end, using_unit_id = case when using_unit_id = ${from} then ${into}::uuid else using_unit_id end, version = version + 1 where ${from} in (unit_id, operating_unit_id, using_unit_id)`.execute(tx);
  await sql`update unit_range set unit_id = ${into} where unit_id = ${from}`.execute(tx);
  await sql`update asset_claim set unit_id = ${into} where unit_id = ${from} and state in ('open', 'to_block')`.execute(tx);
});
