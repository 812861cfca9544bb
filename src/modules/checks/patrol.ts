import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { askAlive, type Authorisation } from '../../engines/site-checks/index.ts';
import { announce } from '../../kernel/changes.ts';
import { now, today } from '../../kernel/clock.ts';
import { sql, type Db } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { accountsToTell } from '../organisation/index.ts';
import { originsOf, portsOf } from './scope.ts';

/** Misses in a row before an outage is told: one lost packet wakes nobody. */
export const missesToDown = 3;
const atOnce = 64;
interface Target { id: string; system_id: string; system_name: string; unit_id: string; origin: string; state: 'unknown' | 'up' | 'down'; failures: number; signed: Authorisation }

/** Addresses that are watched: those of systems online with an authorisation in force. */
export async function keepTargets(db: Db): Promise<void> {
  const systems = await db.selectFrom('info_system as s').innerJoin('check_authorisation as a', 'a.system_id', 's.id').innerJoin('work_case as c', 'c.id', 'a.id').distinctOn('s.id').select(['s.id', 's.ports', 'a.hosts', 'a.networks', sql<string[]>`coalesce((select array_agg(p.written) from system_place p where p.system_id = s.id), '{}')`.as('written')])
    .where('s.state', '=', 'online').where('c.state', '=', 'valid').where('a.valid_from', '<=', today()).where('a.valid_until', '>=', today()).orderBy('s.id').orderBy('a.valid_until', 'desc').execute();
  const wanted = systems.flatMap((s) => originsOf(s.written, s.hosts.length ? s.hosts : s.networks.filter((n) => !n.includes('/')), portsOf(s.ports)).map((origin) => ({ system_id: s.id, origin })));
  const at = now().toISOString();
  await sql`insert into patrol_target (id, system_id, origin, since) select gen_random_uuid(), x.system_id, x.origin, ${at} from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as x(system_id uuid, origin text) on conflict do nothing`.execute(db);
  // who is no longer watched has no open outage: nobody knows how it goes on
  await sql`update patrol_outage o set ended_at = ${at}, note = o.note || '（不再巡查）' from patrol_target t where t.id = o.target_id and o.ended_at is null and not exists (select 1 from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as x(system_id uuid, origin text) where x.system_id = t.system_id and x.origin = t.origin)`.execute(db);
  await sql`update patrol_target t set state = 'unknown', failures = 0 where t.state <> 'unknown' and not exists (select 1 from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as x(system_id uuid, origin text) where x.system_id = t.system_id and x.origin = t.origin)`.execute(db);
}
/** Once a minute: one request to each address. Returns how many were asked. */
export async function patrol(db: Db, o: { dataDir: string; own: { ip: string; port: number }[] }): Promise<number> {
  await keepTargets(db);
  const targets = await db.selectFrom('patrol_target as t').innerJoin('info_system as s', 's.id', 't.system_id').innerJoin('check_authorisation as a', 'a.system_id', 's.id').innerJoin('work_case as c', 'c.id', 'a.id').distinctOn('t.id').select(['t.id', 't.system_id', 's.name as system_name', 's.unit_id', 't.origin', 't.state', 't.failures', 'a.signed'])
    .where('s.state', '=', 'online').where('c.state', '=', 'valid').where('a.signed', 'is not', null).where('a.valid_from', '<=', today()).where('a.valid_until', '>=', today()).orderBy('t.id').orderBy('a.valid_until', 'desc').execute() as Target[];
  if (!targets.length) return 0;
  const dir = join(o.dataDir, 'check-logs');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = openSync(join(dir, `patrol-${today()}.ndjson`), 'a', 0o600);
  // the line is there before the request leaves
  const keep = (row: object): void => { writeSync(file, `${JSON.stringify(row)}\n`); };
  const answers: { target: Target; ok: boolean; ms: number; note: string; skipped: boolean }[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let t = targets[next++]; t; t = targets[next++]) answers.push({ target: t, ...await askAlive(t.signed, t.origin, o.own, { sent: keep, answered: keep }) });
  };
  try { await Promise.all(Array.from({ length: Math.min(atOnce, targets.length) }, lane)); } finally { closeSync(file); }
  await keepAnswers(db, answers.filter((a) => !a.skipped));
  return answers.length;
}
async function keepAnswers(db: Db, answers: { target: Target; ok: boolean; ms: number; note: string }[]): Promise<void> {
  const at = now().toISOString();
  await db.transaction().execute(async (tx) => {
    const rows = answers.map((a) => {
      const failures = a.ok ? 0 : a.target.failures + 1;
      return { id: a.target.id, failures, state: a.ok ? 'up' : failures >= missesToDown ? 'down' : a.target.state, ms: a.ms, note: a.note };
    });
    await sql`update patrol_target t set since = case when t.state <> x.state then ${at}::timestamptz else t.since end, state = x.state, failures = x.failures, last_at = ${at}, last_ms = x.ms, last_note = x.note from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, failures int, state text, ms int, note text) where t.id = x.id`.execute(tx);
    const windows = await tx.selectFrom('maintenance_window').select('system_id').where('begins_at', '<=', at).where('ends_at', '>', at).execute();
    const maintained = (systemId: string): boolean => windows.some((w) => w.system_id === null || w.system_id === systemId);
    for (const [i, { target, note }] of answers.entries()) {
      const row = rows[i]!;
      if (row.state === target.state) continue;
      if (row.state === 'down') {
        const maintenance = maintained(target.system_id);
        const id = newId();
        // it began when it was first missed
        await tx.insertInto('patrol_outage').values({ id, target_id: target.id, began_at: new Date(Date.parse(at) - (missesToDown - 1) * 60_000).toISOString(), ended_at: null, note, maintenance, cause_by_name: null }).execute();
        if (!maintenance) await tellOf(tx, target, id, `网站不可用：${target.system_name}`, `${target.origin}：${note}`, 'down');
      } else if (target.state === 'down') {
        const ended = await tx.updateTable('patrol_outage').set({ ended_at: at }).where('target_id', '=', target.id).where('ended_at', 'is', null).returning(['id', 'maintenance', 'began_at']).executeTakeFirst();
        if (ended && !ended.maintenance) await tellOf(tx, target, ended.id, `网站已恢复：${target.system_name}`, `${target.origin}，中断 ${Math.max(1, Math.round((Date.parse(at) - Date.parse(ended.began_at)) / 60_000))} 分钟。`, 'up');
      }
    }
    await announce(tx, 'checks');
  });
}
async function tellOf(tx: Parameters<typeof tell>[0], t: Target, outage: string, title: string, body: string, what: 'up' | 'down'): Promise<void> {
  const people = new Set([...await accountsWithRole(tx, 'office'), ...(await accountsToTell(tx, [t.unit_id])).map((p) => p.account_id)]);
  await tell(tx, [...people].map((account_id) => ({ account_id, kind: 'check', title, body: body.slice(0, 300), link: `/checks/systems/${t.system_id}`, once_key: `outage:${outage}:${what}` })));
}
