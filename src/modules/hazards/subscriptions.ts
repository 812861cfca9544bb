import { now } from '../../kernel/clock.ts';
import { sql } from '../../kernel/database.ts';
import { onClaimed, objectToOnline } from '../assets/index.ts';
import { onUnitMerged } from '../organisation/index.ts';

/** A host that was claimed takes its hazards along, and they are owned from then on. */
onClaimed(async (tx, _by, claim) => {
  const { rows } = await sql<{ id: string }>`update hazard set system_id = ${claim.system_id}, owned = true where (host = ${claim.host} or (${claim.ip}::inet is not null and ip = ${claim.ip}::inet)) and system_id is null returning id`.execute(tx);
  if (rows.length) await sql`update work_case set unit_id = ${claim.unit_id}, version = version + 1, changed_at = ${now().toISOString()} where id = any(${rows.map((r) => r.id)}::uuid[]) and unit_id <> ${claim.unit_id}`.execute(tx);
});
/** 先清零, 后恢复: what was shut comes back when none of its hazards is open; a new one goes online without those of weight. */
objectToOnline(async (db, systemId, move) => {
  const all = move === 'restore';
  const { rows: [open] } = await sql<{ n: number }>`select count(*)::int as n from hazard where system_id = ${systemId} and open and (${all} or severity in ('critical', 'high'))`.execute(db);
  return open!.n ? [`还有 ${open!.n} 处${all ? '' : '超危、高危'}隐患没有清零`] : [];
});
/** Open hazards go along with the unit, and the case's trigger keeps both in step; so do the letters that they rest on. */
onUnitMerged('hazard', async (tx, _by, from, into) => {
  await sql`update hazard_notice n set unit_id = ${into} where n.unit_id = ${from} and n.withdrawn_at is null and exists (select 1 from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id and h.open)`.execute(tx);
});
