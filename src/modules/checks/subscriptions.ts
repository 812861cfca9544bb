import { now, today } from '../../kernel/clock.ts';
import { sql } from '../../kernel/database.ts';
import { objectToOnline } from '../assets/index.ts';
import { onUnitMerged } from '../organisation/index.ts';

/** 上线前检测: what is checked and fails gravely does not go online. A system that nobody may check yet is judged by the papers of its application. */
objectToOnline(async (db, systemId, move) => {
  if (move === 'restore') return [];
  const { rows: [seen] } = await sql<{ authorised: boolean; checked: boolean }>`select exists (select 1 from check_authorisation a join work_case c on c.id = a.id where a.system_id = ${systemId} and c.state = 'valid' and a.valid_until >= ${today()}) as authorised, exists (select 1 from check_run r where r.system_id = ${systemId} and r.state = 'done' and r.only_checks = '{}' and r.finished_at > ${now().toISOString()}::timestamptz - interval '30 days') as checked`.execute(db);
  if (seen!.authorised && !seen!.checked) return ['已授权技术检测，但近 30 天内还没有检测过'];
  const { rows: [open] } = await sql<{ n: number }>`select count(*)::int as n from check_finding f where f.system_id = ${systemId} and f.state = 'open' and f.verdict = 'fail' and f.severity in ('critical', 'high') and f.hazard_id is null`.execute(db);
  return open!.n ? [`技术检测还有 ${open!.n} 处超危、高危问题没有消除`] : [];
});
/** An authorisation goes along with the unit that answers for the system. */
onUnitMerged('check_authorisation', async () => undefined);
