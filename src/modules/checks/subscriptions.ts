import { now, today } from '../../kernel/clock.ts';
import { sql } from '../../kernel/database.ts';
import { objectToOnlineIn } from '../assets/index.ts';
import { onUnitMerged } from '../organisation/index.ts';

/** 上线前检测: what may be checked is checked before it goes online; what it found stands in the way as a hazard. A system that nobody may check yet is judged by the papers of its application. */
objectToOnlineIn((systemId, move) => (move === 'restore' ? sql<null>`null::text` : sql<string | null>`case when exists (select 1 from check_authorisation a join work_case c on c.id = a.id where a.system_id = ${systemId} and c.state = 'valid' and a.valid_until >= ${today()})
  and not exists (select 1 from check_run r where r.system_id = ${systemId} and r.state = 'done' and r.only_checks = '{}' and r.finished_at > ${now().toISOString()}::timestamptz - interval '30 days') then '已授权技术检测，但近 30 天内还没有检测过' end`));
/** An authorisation goes along with the unit that answers for the system. */
onUnitMerged('check_authorisation', async () => undefined);
