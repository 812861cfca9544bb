import { announce } from '../../kernel/changes.ts';
import { dateOf, now, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { demandSystem } from './queries.ts';
import type { profileIds } from './contract.ts';

defineErrors({
  'check.run_over': '这次检测已经结束，不能停止。',
}, {
  'check.run_over': 'This run has ended already.',
});
type Profile = (typeof profileIds)[number];

/** The authorisation in force of a system; undefined where there is none, and then nothing may be looked at. */
export async function authorisationInForce(tx: Tx, systemId: string): Promise<string | undefined> {
  return (await tx.selectFrom('check_authorisation as a').innerJoin('work_case as c', 'c.id', 'a.id').select('a.id').where('a.system_id', '=', systemId).where('c.state', '=', 'valid').where('a.valid_from', '<=', today()).where('a.valid_until', '>=', today()).orderBy('a.valid_until', 'desc').orderBy('a.id').executeTakeFirst())?.id;
}
/** Books a run for each system that has an authorisation and none waiting or running. Throws object.not_found. */
export async function bookRuns(tx: Tx, actor: Actor, b: { system_ids: readonly string[]; profile: Profile; only_checks?: string[] | undefined; once?: (systemId: string) => string }): Promise<{ booked: string[]; already: number; without: string[] }> {
  const booked: string[] = [];
  const without: string[] = [];
  let already = 0;
  for (const systemId of new Set(b.system_ids)) {
    const s = await demandSystem(tx, actor, systemId, 'check.manage');
    const authorisation = await authorisationInForce(tx, systemId);
    if (!authorisation) { without.push(s.name); continue; }
    const busy = await tx.selectFrom('check_run').select('id').where('system_id', '=', systemId).where('state', 'in', ['waiting', 'running', 'stopping']).where('profile', '=', b.profile).executeTakeFirst();
    if (busy) { already++; continue; }
    const id = newId();
    const { numInsertedOrUpdatedRows: n } = await tx.insertInto('check_run').values({ id, system_id: systemId, authorisation_id: authorisation, profile: b.profile, only_checks: b.only_checks ?? [], error: null, asked_by: actor.id, asked_by_name: actor.name, once_key: b.once?.(systemId) ?? null, created_at: now().toISOString(), taken_at: null, started_at: null, finished_at: null }).onConflict((c) => c.column('once_key').doNothing()).executeTakeFirst();
    if (n) booked.push(id); else already++;
  }
  if (booked.length) await announce(tx, 'checks');
  return { booked, already, without };
}
/** Takes effect within two seconds: the runner looks every second. Throws object.not_found, check.run_over. */
export async function stopRun(tx: Tx, actor: Actor, id: string): Promise<void> {
  const r = await tx.selectFrom('check_run').select(['state', 'system_id']).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!r) throw new AppError('not_found', 'object.not_found');
  await demandSystem(tx, actor, r.system_id, 'check.manage');
  if (r.state !== 'waiting' && r.state !== 'running') throw new AppError('rule', 'check.run_over');
  await tx.updateTable('check_run').set({ state: r.state === 'waiting' ? 'stopped' : 'stopping', error: `${actor.name} 停止`, ...(r.state === 'waiting' && { finished_at: now().toISOString() }) }).where('id', '=', id).execute();
  await announce(tx, `check_run:${id}`);
}
/** Plans that are due: once a period for each authorised system that is online; within the plan's hours. And before 重保. */
export async function bookPlanned(tx: Tx, actor: Actor): Promise<number> {
  const hour = new Date(now().getTime() + 8 * 3_600_000).getUTCHours();
  let n = 0;
  for (const plan of await tx.selectFrom('check_plan').selectAll().where('enabled', '=', true).execute()) {
    const open = plan.from_hour < plan.until_hour ? hour >= plan.from_hour && hour < plan.until_hour : hour >= plan.from_hour || hour < plan.until_hour;
    if (!open) continue;
    const { rows } = await sql<{ id: string }>`select distinct s.id from info_system s join check_authorisation a on a.system_id = s.id join work_case c on c.id = a.id where s.state = 'online' and c.state = 'valid' and a.valid_from <= ${today()} and a.valid_until >= ${today()}
      and not exists (select 1 from check_run r where r.system_id = s.id and r.profile = ${plan.profile} and r.created_at > ${now().toISOString()}::timestamptz - make_interval(days => ${plan.every_days}) + interval '6 hours')`.execute(tx);
    n += (await bookRuns(tx, actor, { system_ids: rows.map((r) => r.id), profile: plan.profile, once: (id) => `${plan.profile}:${id}:${today()}` })).booked.length;
  }
  // 重保前检测: once for each period of special protection, in the week before it
  for (const period of await tx.selectFrom('protection_period').select('id').where('start_on', '>', today()).where('start_on', '<=', dateOf(new Date(now().getTime() + 7 * 86_400_000))).execute()) {
    const { rows } = await sql<{ id: string }>`select distinct s.id from info_system s join check_authorisation a on a.system_id = s.id join work_case c on c.id = a.id where s.state = 'online' and c.state = 'valid' and a.valid_from <= ${today()} and a.valid_until >= ${today()} and not exists (select 1 from check_run r where r.once_key = ${`protection:${period.id}:`} || s.id)`.execute(tx);
    n += (await bookRuns(tx, actor, { system_ids: rows.map((r) => r.id), profile: 'before_protection', once: (id) => `protection:${period.id}:${id}` })).booked.length;
  }
  return n;
}
