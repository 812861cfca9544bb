import type { Logger } from 'pino';
import { announce } from '../../kernel/changes.ts';
import { streamApart, type ApartAnswer } from '../../kernel/apart.ts';
import { now } from '../../kernel/clock.ts';
import { sql, type Db, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors, errorText } from '../../kernel/errors.ts';
import type { ColumnChoices } from '../../engines/scan-reports/index.ts';
import type { FileStore, SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { applyImport } from './apply-import.ts';
import type { severities } from './contract.ts';
import { askColumns, knownColumns } from './map-columns.ts';
import type { Piece, Read } from './read-scan.ts';
import { topUnit } from './register.ts';

defineErrors({
  'scan.not_cancellable': '这次导入已经结束，不能停止。',
}, {
  'scan.not_cancellable': 'This import has ended already.',
});
const rank = { critical: 1, high: 2, medium: 3, low: 4, info: 5 } as const;
/** A server that died leaves an import behind; another takes it up after this. */
const abandonedMs = 60_000;

/** Throws hazard.no_top_unit: what finds no owner must lie somewhere. */
export async function openImport(tx: Tx, actor: Actor, file: SavedBytes, o: { least: (typeof severities)[number]; close_absent: boolean }): Promise<string> {
  await topUnit(tx);
  const id = newId();
  await tx.insertInto('scan_import').values({ id, sha256: file.sha256, name: file.name, size_bytes: file.sizeBytes, least: o.least, close_absent: o.close_absent, format: null, scanner: null, error: null, created_by: actor.id, created_by_name: actor.name, created_at: now().toISOString(), taken_at: null, finished_at: null }).execute();
  return id;
}
/** Throws object.not_found, scan.not_cancellable. */
export async function cancelImport(tx: Tx, id: string): Promise<void> {
  const row = await tx.selectFrom('scan_import').select('state').where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  if (!['waiting', 'reading', 'mapping'].includes(row.state)) throw new AppError('rule', 'scan.not_cancellable');
  await tx.updateTable('scan_import').set({ state: 'cancelled', finished_at: now().toISOString() }).where('id', '=', id).execute();
}

type Reader = (path: string, columns: ColumnChoices, stop: AbortSignal, take: (piece: Piece) => Promise<void>) => Promise<ApartAnswer<Read>>;
/** In a process of its own: what a hostile file does to it, it does to nobody else. */
const readApart: Reader = (path, columns, stop, take) => streamApart<Read, Piece>(new URL('./report.process.ts', import.meta.url), { path, columns }, { seconds: 3600, memoryMb: 192, stop }, take);
/** Takes every import that waits, one after another; two servers never take the same. */
export async function runImports(db: Db, store: FileStore, actorOf: (account: string | null) => Promise<Actor>, log: Logger, read = readApart): Promise<void> {
  for (;;) {
    const at = now();
    const { rows: [taken] } = await sql<Taken>`update scan_import set state = 'reading', taken_at = ${at.toISOString()}, read_bytes = 0 where id = (
      select id from scan_import where state = 'waiting' or (state = 'reading' and taken_at < ${new Date(at.getTime() - abandonedMs).toISOString()}) order by created_at for update skip locked limit 1) returning id, sha256, name, created_by, least`.execute(db);
    if (!taken) return;
    try {
      if (await takeAgain(db, taken)) continue;
      await runOne(db, store, taken, await actorOf(taken.created_by), read);
    } catch (error) {
      // what the rules refuse says itself what to do
      const refused = error instanceof AppError;
      log[refused ? 'warn' : 'error']({ err: error, import: taken.id }, 'import failed');
      await fail(db, taken.id, refused ? `没有采用其中任何内容。${errorText(error)}` : '读取时发生内部错误，没有采用其中任何内容。请重试；仍不行请联系系统管理员。');
    }
  }
}
interface Taken { id: string; sha256: string; name: string; created_by: string | null; least: (typeof severities)[number] }
/** The very same bytes, taken before by the same or a lower level: whatever became of its hazards since, they show nothing new. Counted as they were, nothing moves. */
async function takeAgain(db: Db, taken: Taken): Promise<boolean> {
  const { rows: [before] } = await sql<{ id: string; counts: Record<string, number> }>`select id, counts from scan_import where sha256 = ${taken.sha256} and state = 'done' and id <> ${taken.id} and columns = '{}' and array_position(array['low', 'medium', 'high', 'critical'], least) <= array_position(array['low', 'medium', 'high', 'critical'], ${taken.least}) order by created_at limit 1`.execute(db);
  if (!before) return false;
  const counts = { ...before.counts, added: 0, seen_again: 0, reopened: 0, absent: 0, unowned: 0, claims: 0, linked: 0 };
  await db.transaction().execute(async (tx) => {
    await sql`update scan_import i set state = 'done', format = b.format, scanner = b.scanner, scope = b.scope, refused = b.refused, read_bytes = i.size_bytes, counts = ${JSON.stringify(counts)}::jsonb, same_as = b.id, finished_at = ${now().toISOString()} from scan_import b where b.id = ${before.id} and i.id = ${taken.id} and i.state = 'reading'`.execute(tx);
    await announce(tx, `import:${taken.id}`);
  });
  return true;
}
async function fail(db: Db, id: string, text: string): Promise<void> {
  await sql`delete from scan_row where import_id = ${id}`.execute(db);
  await db.updateTable('scan_import').set({ state: 'failed', error: text, finished_at: now().toISOString() }).where('id', '=', id).where('state', '=', 'reading').execute();
  await db.transaction().execute((tx) => announce(tx, `import:${id}`));
}

async function runOne(db: Db, store: FileStore, taken: Taken, actor: Actor, read: Reader): Promise<void> {
  const { id } = taken;
  await sql`delete from scan_row where import_id = ${id}`.execute(db);
  const stop = new AbortController();
  const columns = await knownColumns(db, id);
  let i = 0;
  const answer = await read(store.pathOf(taken.sha256), columns, stop.signal, async ({ rows, readBytes }) => {
    await stage(db, id, rows, i);
    i += rows.length;
    const alive = await db.updateTable('scan_import').set({ read_bytes: readBytes, taken_at: now().toISOString() }).where('id', '=', id).where('state', '=', 'reading').executeTakeFirst();
    if (alive.numUpdatedRows === 0n) stop.abort();
  });
  if (stop.signal.aborted) { await sql`delete from scan_row where import_id = ${id}`.execute(db); return; }
  if (!answer.ok) return fail(db, id, answer.reason === 'too-slow' ? '一小时内没有读完，已停止。请分成几个文件后重试。' : '读取文件的进程中断，可能文件异常。没有采用其中任何内容。');
  if (!answer.value.ok && 'tables' in answer.value) return askColumns(db, id, answer.value.tables);
  if (!answer.value.ok) return fail(db, id, `${answer.value.text}${answer.value.place ? `（${answer.value.place}）` : ''}`);
  const { summary } = answer.value;
  await db.transaction().execute(async (tx) => {
    const still = await tx.selectFrom('scan_import').select(['state', 'least', 'close_absent', 'sha256', 'source']).where('id', '=', id).forUpdate().executeTakeFirst();
    if (still?.state !== 'reading') return;
    const counts = await applyImport(tx, actor, { id, ...still, scanner: summary.scanner, format: summary.format, scope: summary.scope });
    await tx.updateTable('scan_import').set({ state: 'done', format: summary.format, scanner: summary.scanner, finished_at: now().toISOString(), refused: JSON.stringify(summary.refused.slice(0, 500)), scope: JSON.stringify(summary.scope), counts: JSON.stringify({ observations: summary.observations, instances: summary.instances, problems: summary.problems, hosts: summary.hosts, refusals: summary.refusals, suppressed: summary.suppressed, ...counts }) }).where('id', '=', id).execute();
    if (taken.created_by) await tell(tx, [{ account_id: taken.created_by, kind: 'import', title: `扫描报告已导入：${taken.name}`, body: `新登记隐患 ${counts.added} 处，再次出现 ${counts.seen_again} 处，待复测确认 ${counts.absent} 处${counts.unowned ? `，${counts.unowned} 处没有找到责任单位` : ''}。`, link: `/hazards/imports/${id}`, once_key: `import:${id}` }]);
    await announce(tx, `import:${id}`);
    await announce(tx, 'hazards');
  });
  await sql`delete from scan_row where import_id = ${id}`.execute(db);
}

/** What was read goes into a table of its own first: a file that breaks off later has changed nothing. */
async function stage(db: Db, id: string, rows: Piece['rows'], from: number): Promise<void> {
  const json = JSON.stringify(rows.map((r, n) => ({ i: from + n, suppressed: r.suppressed, key: r.key, scanner: r.scanner, rule_id: r.ruleId, title: r.title, severity: r.severity, rank: rank[r.severity], host: r.host, ip: r.ip, port: r.port, protocol: r.protocol, path: r.path, parameter: r.parameter, system: r.system, unit_name: r.unit, cve: r.cve, cwe: r.cwe, description: r.description, remedy: r.remedy, evidence: r.evidence, evidence_hash: r.evidenceHash, refs: r.references, score: r.score, place: r.place })));
  await sql`insert into scan_row (import_id, i, key, scanner, rule_id, title, severity, rank, host, ip, port, protocol, path, parameter, system, unit_name, cve, cwe, description, remedy, evidence, evidence_hash, refs, score, place, suppressed, hazard_id)
    select ${id}::uuid, i, x.key, scanner, rule_id, title, x.severity, x.rank, x.host, x.ip, x.port, x.protocol, x.path, x.parameter, system, unit_name, cve, cwe, description, remedy, x.evidence, evidence_hash, refs, score, x.place, suppressed, h.id
    from json_to_recordset(${json}::json) as x(i int, suppressed boolean, key text, scanner text, rule_id text, title text, severity text, rank smallint, host text, ip text, port int, protocol text, path text, parameter text, system text, unit_name text, cve text[], cwe text[], description text, remedy text, evidence text, evidence_hash text, refs text[], score real, place text) left join hazard h on h.key = x.key`.execute(db);
}
