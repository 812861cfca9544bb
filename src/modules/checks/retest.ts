import { now } from '../../kernel/clock.ts';
import { sql, type Db, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { moveHazards } from '../hazards/index.ts';
import { accountsToTell } from '../organisation/index.ts';
import { authorisationInForce, bookRuns } from './book-runs.ts';
import { infoOf } from './catalogue.ts';
import { visibleSystems } from './queries.ts';
import { everywhere } from './run-surveys.ts';

defineErrors({
  'check.not_retestable': '这一处隐患不是技术检测发现的，不能自动复测。请由办公室人工复测。',
  'check.retest_open': '自动复测正在进行，两次检测之间至少隔 10 分钟，请稍后查看结果。',
  'check.retest_unauthorised': '系统没有有效的检测授权，不能自动复测。请先办理检测授权。',
  'check.retest_state': '隐患现在的状态不需要复测：待反馈的请先反馈整改情况。',
}, {
  'check.not_retestable': 'No technical check found this hazard; the office retests it by hand.',
  'check.retest_open': 'A retest is under way; two checks stand at least ten minutes apart. Look again later.',
  'check.retest_unauthorised': 'The system has no authorisation in force. Obtain one first.',
  'check.retest_state': 'The hazard needs no retest in its present state; report the repair first.',
});
/** Between two passes that count. */
const apartMs = 10 * 60_000;
/** A target that cannot be reached is tried this often, an hour apart; it is never called repaired. */
const mostTries = 6;
const againMs = 60 * 60_000;
interface Progress { passed: { at: string; run_id: string }[]; runs: string[] }
const waiting = ['reported', 'retesting', 'absent'] as const;

/** Throws object.not_found, permission.denied, check.*. */
export async function askRetest(tx: Tx, actor: Actor, hazardId: string): Promise<void> {
  const f = await visibleSystems(tx, actor).innerJoin('check_finding as f', 'f.system_id', 's.id').innerJoin('hazard as h', 'h.id', 'f.hazard_id').select(['f.id', 'f.system_id', 'h.state', 'h.unit_id']).where('h.id', '=', hazardId).orderBy('f.last_seen_at', 'desc').executeTakeFirst();
  if (!f) {
    const known = await visibleSystems(tx, actor).innerJoin('hazard as h', 'h.system_id', 's.id').select('h.id').where('h.id', '=', hazardId).executeTakeFirst();
    throw known ? new AppError('rule', 'check.not_retestable') : new AppError('not_found', 'object.not_found');
  }
  demandIn(actor, 'check.retest', f.unit_id);
  if (!(waiting as readonly string[]).includes(f.state)) throw new AppError('rule', 'check.retest_state');
  if (!await authorisationInForce(tx, f.system_id)) throw new AppError('rule', 'check.retest_unauthorised');
  if (await tx.selectFrom('check_retest').select('id').where('hazard_id', '=', hazardId).where('finished_at', 'is', null).executeTakeFirst()) throw new AppError('conflict', 'check.retest_open');
  await open(tx, hazardId, f.id, actor.name);
}
const open = (tx: Tx, hazardId: string, findingId: string, by: string) => tx.insertInto('check_retest').values({ id: newId(), hazard_id: hazardId, finding_id: findingId, progress: JSON.stringify({ passed: [], runs: [] } satisfies Progress), next_at: now().toISOString(), asked_by_name: by, created_at: now().toISOString(), taken_at: null, finished_at: null }).execute();

/** Every minute: what a unit has reported repaired is retested by itself; what is due is looked at; what was looked at is judged. Safe to run twice. */
export async function goOnWithRetests(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('check-retests'))`.execute(tx);
    const { rows: due } = await sql<{ hazard_id: string; finding_id: string }>`select distinct on (h.id) h.id as hazard_id, f.id as finding_id from check_finding f join hazard h on h.id = f.hazard_id where h.state = 'reported' and h.lead_id is null
      and not exists (select 1 from check_retest t where t.hazard_id = h.id and (t.finished_at is null or t.created_at > (select c.changed_at from work_case c where c.id = h.id)))
      and exists (select 1 from check_authorisation a join work_case c on c.id = a.id where a.system_id = f.system_id and c.state = 'valid' and a.valid_from <= ${now().toISOString()}::timestamptz and a.valid_until >= (${now().toISOString()}::timestamptz at time zone 'Asia/Shanghai')::date) order by h.id, f.last_seen_at desc`.execute(tx);
    for (const d of due) await open(tx, d.hazard_id, d.finding_id, '系统');
    await judge(tx);
    await book(tx);
  });
}
/** One run for each system that has retests due: all their checks at once. */
async function book(tx: Tx): Promise<void> {
  const rows = await tx.selectFrom('check_retest as t').innerJoin('check_finding as f', 'f.id', 't.finding_id').select(['t.id', 't.progress', 'f.system_id', 'f.check_id']).where('t.finished_at', 'is', null).where('t.next_at', '<=', now().toISOString()).orderBy('t.id').execute();
  for (const [system, list] of Map.groupBy(rows.filter((r) => !(r.progress as Progress & { pending?: string }).pending), (r) => r.system_id)) {
    const { booked: [run] } = await bookRuns(tx, everywhere, { system_ids: [system], profile: 'retest', only_checks: [...new Set(list.map((r) => r.check_id))].sort() });
    // another of its retests is running: the next minute
    if (!run) continue;
    for (const r of list) await tx.updateTable('check_retest').set({ progress: JSON.stringify({ ...r.progress as Progress, pending: run }), taken_at: now().toISOString() }).where('id', '=', r.id).execute();
  }
}
type Verdict = 'pass' | 'fail' | 'not_tested';
async function judge(tx: Tx): Promise<void> {
  const rows = await tx.selectFrom('check_retest as t').innerJoin('check_finding as f', 'f.id', 't.finding_id').innerJoin('hazard as h', 'h.id', 't.hazard_id').innerJoin('work_case as c', 'c.id', 'h.id').select(['t.id', 't.hazard_id', 't.progress', 't.tries', 'f.check_id', 'f.target', 'f.fingerprint', 'f.version', 'h.state', 'h.unit_id', 'h.number', 'c.version as case_version']).where('t.finished_at', 'is', null).execute();
  for (const r of rows) {
    // cleared, taken back or dismissed meanwhile: nothing to prove any more
    if (!(waiting as readonly string[]).includes(r.state)) { await end(tx, r.id, 'stopped', '隐患的状态已改变'); continue; }
    const progress = r.progress as Progress & { pending?: string };
    if (!progress.pending) continue;
    const run = await tx.selectFrom('check_run').select(['id', 'state', 'finished_at', 'error']).where('id', '=', progress.pending).executeTakeFirst();
    if (run && !run.finished_at) continue;
    const seen = run?.state === 'done' ? await tx.selectFrom('check_result').select(['verdict', 'fingerprint', 'note', 'version']).where('run_id', '=', run.id).where('check_id', '=', r.check_id).where('target', '=', r.target).execute() : [];
    const { verdict, note } = verdictOf(seen, r.fingerprint, run?.error ?? '');
    const { pending: _, ...kept } = progress;
    const next = { ...kept, runs: [...kept.runs, progress.pending].slice(-20) };
    const changed = seen.some((s) => s.version !== r.version) ? `（检测项已由第 ${r.version} 版升为第 ${seen[0]!.version} 版）` : '';
    if (verdict === 'fail') {
      await moveHazards(tx, everywhere, [{ id: r.hazard_id, version: r.case_version }], 'fail', `自动复测仍存在：${note}${changed}`);
      await end(tx, r.id, 'still', note + changed);
      await tellUnit(tx, r, `自动复测未通过：${r.number}`, note);
    } else if (verdict === 'not_tested') {
      const over = r.tries + 1 >= mostTries;
      await tx.updateTable('check_retest').set({ tries: r.tries + 1, note, progress: JSON.stringify({ ...next, passed: [] }), state: over ? 'unknown' : 'waiting', next_at: new Date(now().getTime() + againMs).toISOString(), ...(over && { finished_at: now().toISOString() }) }).where('id', '=', r.id).execute();
    } else {
      const passed = [...next.passed, { at: run!.finished_at!, run_id: run!.id }];
      const far = Date.parse(passed.at(-1)!.at) - Date.parse(passed[0]!.at) >= apartMs;
      if (passed.length < 2 || !far) { await tx.updateTable('check_retest').set({ tries: r.tries + 1, state: 'passed_once', note: `第一次通过：${note}${changed}`, progress: JSON.stringify({ ...next, passed }), next_at: new Date(Date.parse(passed[0]!.at) + apartMs).toISOString() }).where('id', '=', r.id).execute(); continue; }
      if (r.state === 'reported') await moveHazards(tx, everywhere, [{ id: r.hazard_id, version: r.case_version }], 'retest', '自动复测');
      const version = (await tx.selectFrom('work_case').select('version').where('id', '=', r.hazard_id).executeTakeFirstOrThrow()).version;
      await moveHazards(tx, everywhere, [{ id: r.hazard_id, version }], 'pass', `自动复测两次通过（${passed[0]!.at.slice(0, 16)} 和 ${passed.at(-1)!.at.slice(0, 16)}，同一检测项、同一目标）：${note}${changed}`);
      await end(tx, r.id, 'fixed', note);
      await tellUnit(tx, r, `自动复测通过，已清零：${r.number}`, infoOf(r.check_id)?.title.zh ?? '');
    }
  }
}
/** Of all that the check said of the target: this very finding seen is `fail`; anything that could not be looked at is no pass. */
export function verdictOf(seen: readonly { verdict: string; fingerprint: string; note: string }[], fingerprint: string, error: string): { verdict: Verdict; note: string } {
  const still = seen.find((s) => s.fingerprint === fingerprint && (s.verdict === 'fail' || s.verdict === 'warn'));
  if (still) return { verdict: 'fail', note: still.note };
  const blind = seen.find((s) => s.verdict === 'not_tested' || s.verdict === 'error' || s.verdict === 'not_applicable');
  if (blind) return { verdict: 'not_tested', note: blind.note };
  return seen.length ? { verdict: 'pass', note: seen[0]!.note } : { verdict: 'not_tested', note: error || '没有检测到这个目标' };
}
const end = (tx: Tx, id: string, state: 'fixed' | 'still' | 'stopped', note: string) => tx.updateTable('check_retest').set({ state, note, finished_at: now().toISOString() }).where('id', '=', id).execute();
async function tellUnit(tx: Tx, r: { id: string; hazard_id: string; unit_id: string }, title: string, body: string): Promise<void> {
  await tell(tx, (await accountsToTell(tx, [r.unit_id])).map((p) => ({ account_id: p.account_id, kind: 'check', title, body: body.slice(0, 300), link: `/hazards/${r.hazard_id}`, once_key: `check_retest:${r.id}` })));
}
