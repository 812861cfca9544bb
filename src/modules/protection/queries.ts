import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import type { Permission } from '../../kernel/permissions.ts';
import { measures, type accountKinds, type accountLayers, type backupEvents, type faultKinds, type frequencies, type logKinds, type measureStates, type policyEvents } from './contract.ts';
import { accountFaults, backupFailed, backupLate, drillLate, logDue, logShort, policyLate, reviewBy } from './judge.ts';
import { readRules } from './rules.ts';

const nobody = '00000000-0000-0000-0000-000000000000';
type Units = string[] | 'all';
const unitsOf = (actor: Actor, permission: Permission): Units => { const units = unitsFor(actor, permission); return units === 'all' ? units : units.size ? [...units] : [nobody]; };
const reaches = (units: Units, owner: string, operating: string | null): boolean => units === 'all' || units.includes(owner) || (operating !== null && units.includes(operating));
interface Filter { system_id?: string | undefined; unit_id?: string | undefined }
interface FileRef { id: string; name: string; size_bytes: number }
type Owner = 'protection_state' | 'backup_plan' | 'system_account' | 'security_policy';
const filesOf = (type: Owner, id: string) => sql<FileRef[]>`coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'size_bytes', f.size_bytes) order by f.created_at, f.id) from file f where f.owner_type = ${type} and f.owner_id = ${sql.ref(id)}), '[]'::json)`;

/** The only way to what protects a system: systems that the actor's units own or operate, before any other filter. */
export function visibleSystems(db: Reader, actor: Actor, permission: Permission) {
  const units = unitsOf(actor, permission);
  const all = db.selectFrom('info_system as s').innerJoin('unit as u', 'u.id', 's.unit_id').where('s.state', '!=', 'cancelled');
  return units === 'all' ? all : all.where((e) => e.or([e('s.unit_id', 'in', units), e('s.operating_unit_id', 'in', units)]));
}
/** Throws object.not_found, also for a system of somebody else. */
export async function demandSystem(db: Reader, actor: Actor, id: string, permission: Permission = 'protection.write') {
  const s = await visibleSystems(db, actor, permission).select(['s.id', 's.name', 's.unit_id']).where('s.id', '=', id).executeTakeFirst();
  if (!s) throw new AppError('not_found', 'object.not_found');
  return s;
}
const of = (db: Reader, actor: Actor, f: Filter) => {
  let q = visibleSystems(db, actor, 'protection.read');
  if (f.system_id) q = q.where('s.id', '=', f.system_id);
  if (f.unit_id) q = q.where('s.unit_id', '=', f.unit_id);
  return q;
};
const systemColumns = ['s.id as system_id', 's.name as system_name', 's.unit_id', 's.operating_unit_id', 'u.name as unit_name'] as const;

interface Standing { id: string; measure: string; state: (typeof measureStates)[number]; note: string; checked_on: string; by_name: string; stale: boolean; files: FileRef[] }
const standingOf = (days: number) => sql<Standing>`json_build_object('id', p.id, 'measure', p.measure, 'state', p.state, 'note', p.note, 'checked_on', p.checked_on, 'by_name', p.by_name, 'stale', p.checked_on < ${today()}::date - ${days}::int, 'files', ${filesOf('protection_state', 'p.id')})`;
const perSystem = measures.filter((m) => m.scope === 'system').map((m) => m.key);

export async function listMeasures(db: Reader, actor: Actor, f: Filter & { q?: string | undefined; measure?: string | undefined; state?: (typeof measureStates)[number] | 'unknown' | undefined; page: number; size: number }) {
  const writes = unitsOf(actor, 'protection.write');
  const { measure_days } = await readRules(db);
  const chosen = () => {
    let q = of(db, actor, f);
    if (f.q) { const like = `%${f.q.replace(/[\\%_]/g, (c) => `\\${c}`).toLowerCase()}%`; q = q.where((e) => e.or([sql<boolean>`lower(s.name) like ${like}`, sql<boolean>`s.initials like ${like}`, sql<boolean>`lower(u.name) like ${like}`])); }
    if (f.measure && f.state) q = q.where(f.state === 'unknown' ? sql<boolean>`not exists (select 1 from protection_state p where p.system_id = s.id and p.measure = ${f.measure})` : sql<boolean>`exists (select 1 from protection_state p where p.system_id = s.id and p.measure = ${f.measure} and p.state = ${f.state})`);
    return q;
  };
  const rows = await chosen().select(['s.id', 's.name', 's.unit_id', 's.operating_unit_id', 'u.name as unit_name', sql<Standing[]>`coalesce((select json_agg(${standingOf(measure_days)} order by p.measure) from protection_state p where p.system_id = s.id), '[]'::json)`.as('states'), sql<number>`count(*) over ()::int`.as('total')])
    .orderBy('u.sort').orderBy('u.name').orderBy('s.name').orderBy('s.id').limit(f.size).offset((f.page - 1) * f.size).execute();
  const total = rows[0]?.total ?? (f.page > 1 ? (await chosen().select((e) => e.fn.countAll<string>().as('n')).executeTakeFirstOrThrow()).n : 0);
  const ids = of(db, actor, f).select('s.id');
  const cover = await db.selectFrom(sql<{ measure: string }>`unnest(${perSystem}::text[])`.as<'m'>(sql`m(measure)`)).select(['m.measure',
    ...(['yes', 'partly', 'no', 'na'] as const).map((state) => sql<number>`(select count(*)::int from protection_state p where p.measure = m.measure and p.state = ${state} and p.system_id in (${ids}))`.as(state)),
    sql<number>`(select count(*)::int from (${ids}) x where not exists (select 1 from protection_state p where p.system_id = x.id and p.measure = m.measure))`.as('unknown')]).execute();
  const organisation = (await db.selectFrom('protection_state as p').select(standingOf(measure_days).as('one')).where('p.system_id', 'is', null).execute()).map((r) => r.one);
  return { items: rows.map(({ operating_unit_id, total: _t, ...r }) => ({ ...r, can_write: reaches(writes, r.unit_id, operating_unit_id) })), total: Number(total), page: f.page, size: f.size, cover: cover as unknown as { measure: string; yes: number; partly: number; no: number; na: number; unknown: number }[], organisation };
}

export async function listBackups(db: Reader, actor: Actor, f: Filter) {
  const writes = unitsOf(actor, 'protection.write');
  const r = await readRules(db);
  interface Event { kind: (typeof backupEvents)[number]; on_day: string; ok: boolean; note: string; by_name: string }
  const rows = await of(db, actor, f).innerJoin('backup_plan as b', 'b.system_id', 's.id').select([...systemColumns, 'b.id', 'b.what', sql<(typeof frequencies)[number]>`b.frequency`.as('frequency'), 'b.medium', 'b.place', 'b.offsite', 'b.keep_days', 'b.responsible', 'b.last_ok_on', 'b.last_drill_on', 'b.version', backupLate().as('late'), drillLate(r).as('drill_late'), filesOf('backup_plan', 'b.id').as('files'),
    sql<Event[]>`coalesce((select json_agg(x order by x.on_day desc) from (select v.kind, v.on_day, v.ok, v.note, v.by_name from backup_event v where v.plan_id = b.id order by v.on_day desc, v.at desc limit 12) x), '[]'::json)`.as('events')])
    .orderBy('u.sort').orderBy('u.name').orderBy('s.name').orderBy('b.what').orderBy('b.id').limit(2000).execute();
  return rows.map(({ operating_unit_id, ...r }) => ({ ...r, can_write: reaches(writes, r.unit_id, operating_unit_id) }));
}

export async function listAccounts(db: Reader, actor: Actor, f: Filter & { ended?: 'true' | undefined }) {
  const writes = unitsOf(actor, 'protection.write');
  const r = await readRules(db);
  const rows = await of(db, actor, f).innerJoin('system_account as a', 'a.system_id', 's.id').leftJoin('person as h', 'h.id', 'a.person_id').select([...systemColumns, 'a.id', sql<(typeof accountLayers)[number]>`a.layer`.as('layer'), sql<(typeof accountKinds)[number]>`a.kind`.as('kind'), 'a.name', 'a.person_id', sql<string>`coalesce(h.name, a.holder)`.as('holder'), 'a.firm', 'a.rights', 'a.valid_until', 'a.password_changed_on', 'a.shared', 'a.ended_on', 'a.ended_note', 'a.version', accountFaults(r).as('faults'), filesOf('system_account', 'a.id').as('files')])
    .where('a.ended_on', f.ended ? 'is not' : 'is', null).orderBy('u.sort').orderBy('u.name').orderBy('s.name').orderBy('a.layer').orderBy('a.name').orderBy('a.id').limit(2000).execute();
  const reviews = await of(db, actor, f).innerJoin('account_review as v', 'v.system_id', 's.id').select(['v.system_id', 'v.on_day', 'v.accounts', 'v.note', 'v.by_name']).orderBy('v.on_day', 'desc').orderBy('v.id').limit(500).execute();
  return { accounts: rows.map(({ operating_unit_id, ...a }) => ({ ...a, faults: a.ended_on ? [] : a.faults, can_write: reaches(writes, a.unit_id, operating_unit_id) })), reviews };
}
export async function listLogs(db: Reader, actor: Actor, f: Filter) {
  const writes = unitsOf(actor, 'protection.write');
  const r = await readRules(db);
  const rows = await of(db, actor, f).innerJoin('log_keeping as g', 'g.system_id', 's.id').select([...systemColumns, 'g.id', sql<(typeof logKinds)[number]>`g.what`.as('what'), 'g.place', 'g.keep_days', 'g.backed_up', 'g.version', logDue(r).as('due_days'), logShort(r).as('short')])
    .orderBy('u.sort').orderBy('u.name').orderBy('s.name').orderBy('g.what').limit(2000).execute();
  return rows.map(({ operating_unit_id, ...g }) => ({ ...g, can_write: reaches(writes, g.unit_id, operating_unit_id) }));
}
export function visiblePolicies(db: Reader, actor: Actor, permission: Permission) {
  const units = unitsOf(actor, permission);
  const all = db.selectFrom('security_policy as y').innerJoin('unit as u', 'u.id', 'y.unit_id');
  return units === 'all' ? all : all.where('y.unit_id', 'in', units);
}
export async function listPolicies(db: Reader, actor: Actor, f: { unit_id?: string | undefined }) {
  const writes = unitsOf(actor, 'protection.write');
  const r = await readRules(db);
  interface Event { kind: (typeof policyEvents)[number]; on_day: string; note: string; approved_by: string; by_name: string }
  let q = visiblePolicies(db, actor, 'protection.read').select(['y.id', 'y.unit_id', 'u.name as unit_name', 'y.name', 'y.zone', 'y.content', 'y.effective_on', 'y.last_review_on', 'y.ended_on', 'y.version', reviewBy(r).as('review_by'), policyLate(r).as('late'), filesOf('security_policy', 'y.id').as('files'),
    sql<Event[]>`coalesce((select json_agg(json_build_object('kind', v.kind, 'on_day', v.on_day, 'note', v.note, 'approved_by', v.approved_by, 'by_name', v.by_name) order by v.on_day desc, v.at desc) from policy_event v where v.policy_id = y.id), '[]'::json)`.as('events')])
    .orderBy(sql`y.ended_on is not null`).orderBy('u.sort').orderBy('u.name').orderBy('y.name').orderBy('y.id').limit(1000);
  if (f.unit_id) q = q.where('y.unit_id', '=', f.unit_id);
  return (await q.execute()).map((y) => ({ ...y, can_write: reaches(writes, y.unit_id, null) && !y.ended_on }));
}

/** Each thing that is not as it should be: counted by kind, and the first two thousand rows. `whole`: live systems with nothing wrong. */
export async function listFaults(db: Reader, actor: Actor, f: Filter & { kind?: (typeof faultKinds)[number] | undefined }) {
  const r = await readRules(db);
  const inner = of(db, actor, f).where('s.state', '=', 'online').select(['s.id', 's.name', 's.kind', 's.unit_id', 's.operating_unit_id', 'u.name as unit_name']);
  const policies = (f.unit_id ? visiblePolicies(db, actor, 'protection.read').where('y.unit_id', '=', f.unit_id) : visiblePolicies(db, actor, 'protection.read')).select(['y.id', 'y.name', 'y.unit_id', 'u.name as unit_name', 'y.effective_on', 'y.last_review_on', 'y.ended_on']);
  const names = measures.filter((m) => m.scope === 'system');
  const all = sql`with s as (${inner}), y as (${policies}), m as (select * from unnest(${names.map((m) => m.key)}::text[], ${names.map((m) => m.name)}::text[]) as m(key, name))
    select kind, system_id, unit_id, unit_name, what from (
      select case p.state when 'no' then 'measure_missing' when 'partly' then 'measure_missing' end as kind, s.id as system_id, s.unit_id, s.unit_name, s.name || '：' || m.name || case p.state when 'partly' then '（部分落实）' else '' end as what from s join protection_state p on p.system_id = s.id join m on m.key = p.measure where p.state in ('no', 'partly')
      union all select 'measure_unchecked', s.id, s.unit_id, s.unit_name, s.name || '：' || string_agg(m.name, '、' order by m.key) from s cross join m left join protection_state p on p.system_id = s.id and p.measure = m.key where p.id is null or p.checked_on < ${today()}::date - ${r.measure_days}::int group by s.id, s.unit_id, s.unit_name, s.name
      union all select 'no_backup', s.id, s.unit_id, s.unit_name, s.name from s where not exists (select 1 from backup_plan b where b.system_id = s.id)
      union all select 'backup_late', s.id, s.unit_id, s.unit_name, s.name || '：' || b.what || '，最近成功 ' || coalesce(b.last_ok_on::text, '无') from s join backup_plan b on b.system_id = s.id where ${backupLate()}
      union all select 'backup_failed', s.id, s.unit_id, s.unit_name, s.name || '：' || b.what from s join backup_plan b on b.system_id = s.id where ${backupFailed}
      union all select 'drill_late', s.id, s.unit_id, s.unit_name, s.name || '：' || b.what || '，最近演练 ' || coalesce(b.last_drill_on::text, '无') from s join backup_plan b on b.system_id = s.id where ${drillLate(r)}
      union all select 'no_accounts', s.id, s.unit_id, s.unit_name, s.name from s where not exists (select 1 from system_account a where a.system_id = s.id and a.kind = 'admin' and a.ended_on is null)
      union all select 'review_late', s.id, s.unit_id, s.unit_name, s.name || '，最近复核 ' || coalesce(max(v.on_day)::text, '无') from s left join account_review v on v.system_id = s.id where exists (select 1 from system_account a where a.system_id = s.id and a.ended_on is null) group by s.id, s.unit_id, s.unit_name, s.name having max(v.on_day) is null or max(v.on_day) < ${today()}::date - make_interval(months => ${r.review_months}::int)
      union all select k.kind, s.id, s.unit_id, s.unit_name, s.name || '：' || a.name || '（' || coalesce(h.name, a.holder) || '）' from s join system_account a on a.system_id = s.id left join person h on h.id = a.person_id cross join lateral unnest(${accountFaults(r)}) as k(kind) where a.ended_on is null
      union all select 'no_logs', s.id, s.unit_id, s.unit_name, s.name from s where not exists (select 1 from log_keeping g where g.system_id = s.id)
      union all select 'logs_short', s.id, s.unit_id, s.unit_name, s.name || '：留存 ' || g.keep_days || ' 天，应不少于 ' || ${logDue(r)} || ' 天' from s join log_keeping g on g.system_id = s.id where ${logShort(r)}
      union all select 'policy_review_late', null::uuid, y.unit_id, y.unit_name, y.name || '，应于 ' || ${reviewBy(r)} || ' 前复核' from y where ${policyLate(r)}) x`;
  type Kind = (typeof faultKinds)[number];
  const { rows: counts } = await sql<{ kind: Kind; n: number }>`select kind, count(*)::int as n from (${all}) z group by kind order by kind`.execute(db);
  const { rows: faults } = await sql<{ kind: Kind; system_id: string | null; unit_id: string; unit_name: string; what: string }>`select kind, system_id, unit_id, unit_name, what from (${all}) z where ${f.kind ?? null}::text is null or kind = ${f.kind ?? ''} order by unit_name, what, kind limit 2000`.execute(db);
  const { rows: [sums] } = await sql<{ systems: number; whole: number }>`select (select count(*)::int from (${inner}) i) as systems, (select count(*)::int from (${inner}) i where not exists (select 1 from (${all}) z where z.system_id = i.id)) as whole`.execute(db);
  return { faults, counts, systems: sums!.systems, whole: sums!.whole };
}
