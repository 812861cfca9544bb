import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { announce } from '../../kernel/changes.ts';
import { now, today } from '../../kernel/clock.ts';
import { sql, type Db } from '../../kernel/database.ts';
import { attachFile, type FileStore } from '../../kernel/files/store.ts';
import { serverActor, type Actor } from '../../kernel/identity/actor.ts';
import { streamApart, type ApartAnswer } from '../../kernel/apart.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { accountsToTell } from '../organisation/index.ts';
import { keepPorts, keepResults, settleRun } from './apply-results.ts';
import { readLists } from './keep-lists.ts';
import { profileOf } from './profiles.ts';
import { originsOf, portsOf } from './scope.ts';
import { keepPages } from './tamper.ts';
import type { SurveyInput, SurveyPiece } from './survey-input.ts';

export interface SurveySettings { dataDir: string; own: { ip: string; port: number }[]; clamd: string | undefined }
/** Sees everything, as what the server finds must be kept for every unit. */
export const everywhere: Actor = { ...serverActor, roles: [{ role: 'office', unit_id: null, unit_name: null, subtree: [] }] };
/** A server that died leaves a run behind; another takes it up after this, where it stood. */
const abandonedMs = 60_000;
const atOnce = 3;
const longestSeconds = 6 * 3600;
type Survey = (input: SurveyInput, stop: AbortSignal, take: (piece: SurveyPiece) => Promise<void>) => Promise<ApartAnswer<{ ok: true } | { ok: false; text: string }>>;
/** In a process of its own: what a hostile page does to it, it does to nobody else; and it is gone in an instant when it is told to stop. */
const surveyApart: Survey = (input, stop, take) => streamApart<{ ok: true } | { ok: false; text: string }, SurveyPiece>(new URL('./survey.process.ts', import.meta.url), input, { seconds: longestSeconds, memoryMb: 320, stop }, take);

/** Takes every run that waits, three at once; units take turns, so that a large one does not keep the others waiting. */
export function surveyRunner(db: Db, store: FileStore, settings: SurveySettings, log: Logger, survey = surveyApart): () => Promise<void> {
  let running: Promise<void> | undefined;
  const lane = async (): Promise<void> => {
    for (;;) {
      const taken = await takeRun(db);
      if (!taken) return;
      try { await runOne(db, store, settings, taken, survey); } catch (error) {
        log.error({ err: error, run: taken.id }, 'survey failed');
        await endRun(db, taken.id, 'failed', '检测时发生内部错误，已有结果保留。请重试；仍不行请联系系统管理员。');
      }
    }
  };
  // one round at a time; what is booked meanwhile is taken by its lanes
  return () => (running ??= Promise.all(Array.from({ length: atOnce }, lane)).then(() => undefined).finally(() => { running = undefined; }));
}
interface Taken { id: string; system_id: string; authorisation_id: string; profile: string; only_checks: string[]; finished_keys: string[]; asked_by: string | null; started_at: string | null; done: number }
async function takeRun(db: Db): Promise<Taken | undefined> {
  const at = now();
  const { rows: [taken] } = await sql<Taken>`update check_run set state = case when state = 'stopping' then state else 'running' end, taken_at = ${at.toISOString()}, started_at = coalesce(started_at, ${at.toISOString()}::timestamptz) where id = (
    select r.id from check_run r join info_system s on s.id = r.system_id where (r.state = 'waiting' and not exists (select 1 from check_run b where b.system_id = r.system_id and b.state in ('running', 'stopping') and b.id <> r.id)) or (r.state in ('running', 'stopping') and r.taken_at < ${new Date(at.getTime() - abandonedMs).toISOString()})
    order by (select count(*) from check_run b join info_system bs on bs.id = b.system_id where b.state = 'running' and bs.unit_id = s.unit_id), r.asked_by is null, r.created_at, r.id for update of r skip locked limit 1)
    returning id, system_id, authorisation_id, profile, only_checks, finished_keys, asked_by, started_at, done`.execute(db);
  return taken;
}
async function endRun(db: Db, id: string, state: 'failed' | 'stopped', error: string | null): Promise<void> {
  await db.updateTable('check_run').set((e) => ({ state, error: error ?? e.ref('error'), finished_at: now().toISOString() })).where('id', '=', id).where('finished_at', 'is', null).execute();
  await db.transaction().execute(async (tx) => { await announce(tx, `check_run:${id}`); await announce(tx, 'checks'); });
}

async function runOne(db: Db, store: FileStore, settings: SurveySettings, taken: Taken, survey: Survey): Promise<void> {
  const a = await db.selectFrom('check_authorisation as a').innerJoin('work_case as c', 'c.id', 'a.id').select(['a.signed', 'c.state', 'a.valid_until']).where('a.id', '=', taken.authorisation_id).executeTakeFirstOrThrow();
  if (a.state !== 'valid' || !a.signed || a.valid_until < today()) return endRun(db, taken.id, 'failed', '授权已失效，没有发出任何请求。');
  const s = await db.selectFrom('info_system').selectAll().where('id', '=', taken.system_id).executeTakeFirstOrThrow();
  const places = await db.selectFrom('system_place').select(['written', 'domain']).where('system_id', '=', taken.system_id).execute();
  const pages = await db.selectFrom('check_page').select(['url', 'baseline']).where('system_id', '=', taken.system_id).execute();
  const retested = await db.selectFrom('check_retest as t').innerJoin('check_finding as f', 'f.id', 't.finding_id').select(['f.place', 'f.target']).where('t.finished_at', 'is', null).where('f.system_id', '=', taken.system_id).execute();
  // ports that failed before are looked at again, closed or not
  const failing = await db.selectFrom('check_finding').select('target').distinct().where('system_id', '=', taken.system_id).where('state', '=', 'open').execute();
  const ports = portsOf(s.ports);
  const hosts = a.signed.hosts.length ? a.signed.hosts : a.signed.networks.filter((n) => !n.includes('/'));
  const lists = new Map((await readLists(db)).map((l) => [l.kind, l.values]));
  const logDir = join(settings.dataDir, 'check-logs');
  await mkdir(logDir, { recursive: true, mode: 0o700 });
  const logFile = join(logDir, `${taken.id}.ndjson`);
  const input: SurveyInput = {
    job: taken.id, authorisation: a.signed, origins: originsOf(places.map((p) => p.written), hosts, ports), profile: profileOf(taken.profile), only: taken.only_checks, urls: taken.only_checks.length ? retested.flatMap((r) => (/^https?:/.test(r.target) ? [r.target] : [])) : [], services: (taken.only_checks.length ? retested : failing).flatMap((r) => (/^https?:/.test(r.target) ? [] : [r.target])), done: taken.finished_keys, salt: await saltOf(db), own: settings.own, logFile, clamd: settings.clamd ?? null,
    registered: { ports, icp: s.icp_number || null, public_security: s.police_number || null, own_domains: (await db.selectFrom('own_domain').select('domain').execute()).map((d) => d.domain), public_contacts: lists.get('public_contact') ?? [], known_domains: lists.get('trusted_domain') ?? [], bad_domains: lists.get('bad_domain') ?? [], words: [...(lists.get('bad_word') ?? []).map((word) => ({ word, class: 'unlawful' })), ...(lists.get('allowed_word') ?? []).map((word) => ({ word, class: 'unlawful', allow: true }))] },
    templates: (await db.selectFrom('check_template').select('yaml').where('enabled', '=', true).orderBy('created_at').execute()).map((x) => x.yaml), drawn: profileOf(taken.profile).drawn && (taken.only_checks.length === 0 || taken.only_checks.includes('content.dark_links_drawn')),
    baselines: Object.fromEntries(pages.map((p) => [p.url, p.baseline])),
  };
  const stop = new AbortController();
  // whoever presses stop, or revokes the authorisation, is heard within a second
  const watch = setInterval(() => void (async () => {
    const alive = await db.updateTable('check_run').set({ taken_at: now().toISOString() }).where('id', '=', taken.id).where('state', '=', 'running').executeTakeFirst();
    if (alive.numUpdatedRows === 0n) stop.abort();
  })().catch(() => undefined), 1000);
  let answer: Awaited<ReturnType<Survey>>;
  try {
    answer = await survey(input, stop.signal, (piece) => take(db, taken, piece));
  } finally {
    clearInterval(watch);
  }
  await keepLog(db, store, taken.id, logFile);
  if (stop.signal.aborted) return endRun(db, taken.id, 'stopped', null);
  if (!answer.ok) return endRun(db, taken.id, 'failed', answer.reason === 'too-slow' ? '六小时内没有检测完，已停止；已有结果保留。' : '检测进程中断，已有结果保留。请重试。');
  if (!answer.value.ok) return endRun(db, taken.id, 'failed', answer.value.text);
  await db.transaction().execute(async (tx) => {
    const still = await tx.selectFrom('check_run').select('state').where('id', '=', taken.id).forUpdate().executeTakeFirst();
    if (still?.state !== 'running') return;
    await settleRun(tx, everywhere, { id: taken.id, system_id: taken.system_id, whole: taken.only_checks.length === 0 });
    if (taken.asked_by) await tell(tx, [{ account_id: taken.asked_by, kind: 'check', title: `检测完成：${s.name}`, body: '', link: `/checks/runs/${taken.id}`, once_key: `check_run:${taken.id}` }]);
  });
}
async function take(db: Db, run: Taken, piece: SurveyPiece): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await keepResults(tx, run.id, piece.results);
    if (piece.ports) await keepPorts(tx, run, piece.ports.open, piece.ports.looked);
    if (piece.pages?.length) await tellTampered(tx, run, await keepPages(tx, run, piece.pages));
    await sql`update check_run set requests = requests + ${piece.requests}, finished_keys = finished_keys || ${piece.finished ?? []}::text[], stage = coalesce(${piece.progress?.stage ?? null}, stage), done = coalesce(${piece.progress?.done ?? null}::int, done), total = coalesce(${piece.progress?.total ?? null}::int, total), eta_seconds = coalesce(${piece.progress?.eta_seconds ?? null}::int, eta_seconds) where id = ${run.id}`.execute(tx);
    await announce(tx, `check_run:${run.id}`);
  });
}
/** A page that changed in a way that matters is told at once to the office and to the unit. */
async function tellTampered(tx: Parameters<typeof tell>[0], run: Taken, alarms: { id: string; url: string; severity: string; note: string }[]): Promise<void> {
  if (!alarms.length) return;
  const s = await tx.selectFrom('info_system').select(['name', 'unit_id']).where('id', '=', run.system_id).executeTakeFirstOrThrow();
  const people = new Set([...await accountsWithRole(tx, 'office'), ...(await accountsToTell(tx, [s.unit_id])).map((p) => p.account_id)]);
  for (const a of alarms) await tell(tx, [...people].map((account_id) => ({ account_id, kind: 'check', title: `网页变动告警：${s.name}`, body: `${a.url}：${a.note}`.slice(0, 300), link: `/checks/systems/${run.system_id}`, once_key: `tamper:${a.id}`, urgent: a.severity === 'high' || a.severity === 'critical' })));
}
/** The log of every request becomes a file that nobody changes; its hash stands with the run. */
async function keepLog(db: Db, store: FileStore, runId: string, path: string): Promise<void> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes?.length) return;
  const saved = await store.saveBytes(bytes, `检测请求记录-${runId}.ndjson`, 'application/x-ndjson');
  await db.transaction().execute(async (tx) => {
    await attachFile(tx, saved, 'check_run', runId, serverActor);
    await tx.updateTable('check_run').set({ log_sha256: createHash('sha256').update(bytes).digest('hex') }).where('id', '=', runId).execute();
  });
  await rm(path, { force: true });
}
/** One salt for the house: the same number has the same hash from run to run, and nobody can look it up elsewhere. */
async function saltOf(db: Db): Promise<string> {
  const { rows: [row] } = await sql<{ value: string }>`insert into setting (key, value) values ('check_salt', to_jsonb(gen_random_uuid()::text)) on conflict (key) do update set key = setting.key returning value #>> '{}' as value`.execute(db);
  return row!.value;
}
