import { catalogue, type Result } from '../../engines/site-checks/index.ts';
import { announce } from '../../kernel/changes.ts';
import { now } from '../../kernel/clock.ts';
import { sql, type Db, type Tx } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { registerFound, type Found } from '../hazards/index.ts';
import { gradeOf } from './grade.ts';
import { infoOf } from './catalogue.ts';
import type { OpenPort } from './survey-input.ts';
import { unmarked } from './unmarked.ts';

/** Checks that run on every page and attachment. */
const ofPages = catalogue.filter((c) => c.on === 'page' || c.on === 'attachment').map((c) => c.id);
const tested = ['pass', 'fail', 'warn', 'info'];

/** What a run has found so far is kept at once: a crash loses nothing of it. */
export async function keepResults(db: Db | Tx, runId: string, results: readonly Result[]): Promise<void> {
  if (!results.length) return;
  const rows = results.map((r) => ({ check_id: r.check, version: r.version, verdict: r.verdict, severity: r.severity, note: r.note, reason: r.reason ?? null, confidence: r.confidence ?? null, place: r.place, evidence: r.evidence ?? [], fingerprint: r.fingerprint, target: r.target }));
  await sql`insert into check_result (run_id, i, check_id, version, verdict, severity, note, reason, confidence, place, evidence, fingerprint, target)
    select ${runId}::uuid, (select coalesce(max(i), 0) from check_result where run_id = ${runId}) + row_number() over (), check_id, version, verdict, severity, note, reason, confidence, place, evidence, fingerprint, target
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(check_id text, version int, verdict text, severity text, note text, reason text, confidence text, place jsonb, evidence jsonb, fingerprint text, target text)`.execute(db);
}

/** A port seen open, closed or with another service: one line of the timeline each. Ports that were not looked at stay as they are. */
export async function keepPorts(tx: Tx, run: { id: string; system_id: string }, open: readonly OpenPort[], looked: readonly { ip: string; from: number; to: number }[]): Promise<void> {
  const at = now().toISOString();
  const json = JSON.stringify(open);
  await sql`insert into check_port_event (id, system_id, at, run_id, ip, port, what, before, after)
    select gen_random_uuid(), ${run.system_id}, ${at}, ${run.id}, x.ip::inet, x.port, case when p.open then 'service' else 'opened' end, coalesce(p.service, ''), x.service
    from jsonb_to_recordset(${json}::jsonb) as x(ip text, port int, service text, product text) left join check_port p on p.system_id = ${run.system_id} and p.ip = x.ip::inet and p.port = x.port
    where p.open is not true or (p.service <> x.service and x.service <> '' and p.service <> '')`.execute(tx);
  await sql`insert into check_port as p (system_id, ip, port, open, service, product, first_seen_at, last_seen_at, changed_at)
    select ${run.system_id}, x.ip::inet, x.port, true, x.service, x.product, ${at}, ${at}, ${at} from jsonb_to_recordset(${json}::jsonb) as x(ip text, port int, service text, product text)
    on conflict (system_id, ip, port) do update set changed_at = case when not p.open or p.service <> excluded.service then ${at} else p.changed_at end, open = true, service = excluded.service, product = excluded.product, last_seen_at = ${at}`.execute(tx);
  for (const l of looked) {
    const { rows } = await sql<{ port: number; service: string }>`update check_port set open = false, changed_at = ${at} where system_id = ${run.system_id} and ip = ${l.ip}::inet and port between ${l.from} and ${l.to} and open and last_seen_at < ${at} returning port, service`.execute(tx);
    for (const r of rows) await tx.insertInto('check_port_event').values({ id: newId(), system_id: run.system_id, at, run_id: run.id, ip: l.ip, port: r.port, what: 'closed', before: r.service }).execute();
  }
}

/** The run is over: findings follow, each `fail` is a hazard, the system has its grade. `whole`: nothing was asked for by name. */
export async function settleRun(tx: Tx, actor: Actor, run: { id: string; system_id: string; whole: boolean }): Promise<void> {
  const at = now().toISOString();
  // seen now: known findings are refreshed, new ones added
  await sql`insert into check_finding as f (id, system_id, fingerprint, check_id, target, version, verdict, severity, note, place, evidence, first_seen_at, last_seen_at, first_run_id, last_run_id)
    select distinct on (x.fingerprint) gen_random_uuid(), ${run.system_id}, x.fingerprint, x.check_id, x.target, x.version, x.verdict, x.severity, x.note, x.place, x.evidence, ${at}::timestamptz, ${at}::timestamptz, x.run_id, x.run_id from check_result x where x.run_id = ${run.id} and x.verdict in ('fail', 'warn') order by x.fingerprint, x.verdict, x.i
    on conflict (system_id, fingerprint) do update set version = excluded.version, verdict = excluded.verdict, severity = excluded.severity, note = excluded.note, evidence = excluded.evidence, target = excluded.target, state = 'open', gone_at = null, last_seen_at = ${at}, last_run_id = excluded.last_run_id`.execute(tx);
  // looked at again in the same place by the same check, every time with an answer, and not seen: gone. What could not be looked at stays.
  await sql`update check_finding f set state = 'gone', gone_at = ${at} where f.system_id = ${run.system_id} and f.state = 'open' and f.last_run_id <> ${run.id}
    and exists (select 1 from check_result x where x.run_id = ${run.id} and x.check_id = f.check_id and x.target = f.target)
    and not exists (select 1 from check_result x where x.run_id = ${run.id} and x.check_id = f.check_id and x.target = f.target and x.verdict <> all(${tested}))`.execute(tx);
  await registerFailing(tx, actor, run);
  const counts = await tx.selectFrom('check_result').select(['verdict', (e) => e.fn.countAll<number>().as('n')]).where('run_id', '=', run.id).groupBy('verdict').execute();
  const byVerdict = Object.fromEntries(counts.map((c) => [c.verdict, Number(c.n)]));
  // counted, and no proof of anything later: what passed on each of hundreds of pages is not kept
  await tx.deleteFrom('check_result').where('run_id', '=', run.id).where('verdict', 'in', ['pass', 'not_applicable']).where('check_id', 'in', ofPages).execute();
  const open = await tx.selectFrom('check_finding as f').select(['f.check_id', 'f.verdict', 'f.severity']).where('f.system_id', '=', run.system_id).where('f.state', '=', 'open').where(unmarked()).execute();
  const { grade, reasons } = run.whole ? gradeOf(open, counts.reduce((n, c) => n + (tested.includes(c.verdict) ? Number(c.n) : 0), 0)) : { grade: '', reasons: [] };
  await tx.updateTable('check_run').set({ state: 'done', finished_at: at, counts: JSON.stringify(byVerdict), grade, reasons: JSON.stringify(reasons) }).where('id', '=', run.id).execute();
  await announce(tx, 'checks');
  await announce(tx, `check_run:${run.id}`);
}


async function registerFailing(tx: Tx, actor: Actor, run: { id: string; system_id: string }): Promise<void> {
  const failing = await tx.selectFrom('check_finding as f').select(['f.id', 'f.check_id', 'f.severity', 'f.note', 'f.place', 'f.evidence', 'f.target']).where('f.system_id', '=', run.system_id).where('f.last_run_id', '=', run.id).where('f.verdict', '=', 'fail').where('f.state', '=', 'open').where(unmarked()).orderBy('f.id').execute();
  const list = failing.map((f): Found => {
    const info = infoOf(f.check_id);
    return { source: 'check', scanner: 'shoutu', rule_id: f.check_id, title: info?.title.zh ?? f.check_id, severity: f.severity === 'info' ? 'low' : f.severity, ...whereOf(f.place, f.target), system_id: run.system_id, description: [info?.meaning, info?.harm].filter(Boolean).join('\n'), remedy: Object.entries(info?.remedy ?? {}).map(([server, text]) => `${remedyNames[server] ?? server}：${text}`).join('\n'), evidence: evidenceText(f.note, f.evidence) };
  });
  if (!list.length) return;
  const registered = await registerFound(tx, actor, list);
  for (const [i, { id }] of registered.entries()) await tx.updateTable('check_finding').set({ hazard_id: id }).where('id', '=', failing[i]!.id).execute();
}
export const remedyNames: Record<string, string> = { general: '通用', nginx: 'nginx', apache: 'Apache', tomcat: 'Tomcat', iis: 'IIS', application: '应用' };
/** A place of the checks as a place of hazards: the same finding is the same hazard. */
function whereOf(place: { url?: string; ip?: string; port?: number; path?: string; parameter?: string; element?: string }, target: string): Pick<Found, 'host' | 'ip' | 'port' | 'protocol' | 'path' | 'parameter'> {
  if (!place.url) { const [, host = target] = /^\[?(.+?)\]?:\d+$/.exec(target) ?? []; return { host, ip: place.ip ?? null, port: place.port ?? null, protocol: 'tcp', path: place.path ?? null, parameter: place.parameter ?? place.element ?? null }; }
  const url = new URL(place.url);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), ip: null, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)), protocol: url.protocol.slice(0, -1), path: place.path ?? `${url.pathname}${url.search}`, parameter: place.parameter ?? place.element ?? null };
}
const evidenceText = (note: string, evidence: readonly Record<string, string>[]): string => [note, ...evidence.slice(0, 2).map((e) => [e.request?.split('\n')[0], e.response_head?.split('\n')[0], e.excerpt].filter(Boolean).join('\n'))].filter(Boolean).join('\n\n').slice(0, 4000);
