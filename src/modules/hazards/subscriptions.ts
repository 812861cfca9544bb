import { now } from '../../kernel/clock.ts';
import { sql } from '../../kernel/database.ts';
import { onClaimed, objectToOnlineIn } from '../assets/index.ts';
import { onUnitMerged } from '../organisation/index.ts';

/** A host that was claimed takes its hazards along, and they are owned from then on. */
onClaimed(async (tx, _by, claim) => {
  const { rows } = await sql<{ id: string }>`update hazard set system_id = ${claim.system_id}, owned = true where (host = ${claim.host} or (${claim.ip}::inet is not null and ip = ${claim.ip}::inet)) and system_id is null returning id`.execute(tx);
  if (rows.length) await sql`update work_case set unit_id = ${claim.unit_id}, version = version + 1, changed_at = ${now().toISOString()} where id = any(${rows.map((r) => r.id)}::uuid[]) and unit_id <> ${claim.unit_id}`.execute(tx);
});
/** 先清零, 后恢复: what was shut comes back when none of its hazards is open; a new one goes online without those of weight. */
objectToOnlineIn((systemId, move) => {
  const grave = move === 'restore' ? sql`` : sql`and severity in ('critical', 'high')`;
  return sql<string | null>`(select case when count(*) > 0 then '还有 ' || count(*) || ${move === 'restore' ? ' 处隐患没有清零' : ' 处超危、高危隐患没有清零'} end from hazard where system_id = ${systemId} and open ${grave})`;
});
/** Open hazards go along with the unit, and the case's trigger keeps both in step; so do the letters that they rest on. */
onUnitMerged('hazard', async (tx, _by, from, into) => {
  await sql`update hazard_notice n set unit_id = ${into} where n.unit_id = ${from} and n.withdrawn_at is null and exists (select 1 from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id and h.open)`.execute(tx);
});
