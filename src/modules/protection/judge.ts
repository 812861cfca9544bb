import { today } from '../../kernel/clock.ts';
import { sql } from '../../kernel/database.ts';
import type { faultKinds } from './contract.ts';
import { backupDays, publicKinds, type Rules } from './rules.ts';

/** What is wrong with a row, as SQL over the aliases of queries.ts: s system, b backup, a account, h its holder, g log, y policy. One place, so that a list and the figures above it agree. */
const day = () => sql`${today()}::date`;
export const backupLate = () => sql<boolean>`(b.last_ok_on is null or b.last_ok_on < ${day()} - (case b.frequency when 'realtime' then ${sql.lit(backupDays.realtime)} when 'daily' then ${sql.lit(backupDays.daily)} when 'weekly' then ${sql.lit(backupDays.weekly)} else ${sql.lit(backupDays.monthly)} end))`;
export const backupFailed = sql<boolean>`coalesce((select not v.ok from backup_event v where v.plan_id = b.id and v.kind = 'run' order by v.on_day desc, v.at desc limit 1), false)`;
export const drillLate = (r: Rules) => sql<boolean>`(b.last_drill_on is null or b.last_drill_on < ${day()} - make_interval(months => ${r.drill_months}::int))`;
/** 管理员账号要掌握在部门内部: the holder works in the unit that owns or operates the system. */
export const accountFaults = (r: Rules) => sql<(typeof faultKinds)[number][]>`array_remove(array[
  case when a.kind in ('admin', 'service') and (a.person_id is null or h.unit_id is distinct from s.unit_id and h.unit_id is distinct from s.operating_unit_id) then 'account_outside' end,
  case when a.shared then 'account_shared' end,
  case when a.valid_until < ${day()} then 'account_expired' end,
  case when a.kind = 'vendor' and a.valid_until is null then 'account_endless' end,
  case when h.status = 'left' then 'holder_left' end,
  case when ${r.password_days}::int > 0 and a.kind <> 'service' and (a.password_changed_on is null or a.password_changed_on < ${day()} - ${r.password_days}::int) then 'password_old' end], null)`;
export const logDue = (r: Rules) => sql<number>`(case when s.kind = any(${[...publicKinds]}::text[]) and g.what in ('os', 'application', 'access', 'database') then ${r.web_log_days}::int else ${r.log_days}::int end)`;
export const logShort = (r: Rules) => sql<boolean>`(g.keep_days < ${logDue(r)})`;
export const reviewBy = (r: Rules) => sql<string>`(coalesce(y.last_review_on, y.effective_on) + make_interval(months => ${r.policy_months}::int))::date`;
export const policyLate = (r: Rules) => sql<boolean>`(y.ended_on is null and ${reviewBy(r)} < ${day()})`;
