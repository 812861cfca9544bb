import { sql } from '../../kernel/database.ts';
import { onPersonLeft, onUnitMerged } from '../organisation/index.ts';

/** Whoever leaves does security work no more; what he did before stays counted. */
onPersonLeft(async (tx, personId, day) => {
  await sql`update security_staff set until = greatest(since, ${day}::date), version = version + 1 where person_id = ${personId} and until is null`.execute(tx);
});

/** Duties, means and a unit's promise go over; where the other has its own already, that one stands. */
onUnitMerged('capacity', async (tx, _by, from, into) => {
  await sql`update duty_bearer b set unit_id = ${into} where unit_id = ${from} and not exists (select 1 from duty_bearer o where o.duty_id = b.duty_id and o.unit_id = ${into})`.execute(tx);
  await tx.deleteFrom('duty_bearer').where('unit_id', '=', from).execute();
  await sql`update duty_review r set unit_id = ${into} where unit_id = ${from} and not exists (select 1 from duty_review o where o.duty_id = r.duty_id and o.year = r.year and o.unit_id = ${into})`.execute(tx);
  await sql`update resource set unit_id = ${into}, version = version + 1 where unit_id = ${from}`.execute(tx);
  await sql`update promise p set unit_id = ${into} where unit_id = ${from} and withdrawn_at is null and (person_id is not null or not exists (select 1 from promise o where o.kind = p.kind and o.unit_id = ${into} and o.person_id is null and o.withdrawn_at is null))`.execute(tx);
});
