import { hash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { now } from '../clock.ts';
import { connection } from '../database.ts';
import { shortHash } from '../ids.ts';
import { copyFile, filesBelow, writeManifest, type Kept, type Manifest } from './manifest.ts';

export interface Sources { /** The embedded database. */ url: string; filesDir: string }
export interface Taken { dir: string; manifest: Manifest; bytes: number; seconds: number }

/** What PostgreSQL makes anew, or what would mislead the copy (as pg_basebackup leaves out). */
const leftOut = /^(postmaster\.(pid|opts)|backup_label.*|tablespace_map.*|(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/.+)$|(^|\/)(pgsql_tmp.*|pg_internal\.init.*)$/;

/** An online base backup: copied while the database is written to, made consistent by the log that goes with it, then the files by content.
 *  Written under another name and renamed when whole. Throws with a text for the operator. */
export async function takeBackup(from: Sources, out: string, options: { /** Files by content never change: where the disk is the same, a second name instead of a second copy. */ linkFiles?: boolean } = {}): Promise<Taken> {
  const started = now();
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const name = `shoutu-${new Date(started.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;
  const partial = join(out, `.${name}.${process.pid}.partial`);
  await mkdir(partial, { mode: 0o700 });
  const client = new pg.Client({ ...connection(from.url), connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const [{ data_directory, version } = { data_directory: '', version: '' }] = (await client.query<{ data_directory: string; version: string }>("select current_setting('data_directory') as data_directory, current_setting('server_version') as version")).rows;
    if ((await readdir(join(data_directory, 'pg_tblspc'))).length) throw new Error('数据库用了自建的表空间，不能联机备份。请停机后复制整个数据目录。');
    await demandRoom(out, data_directory, options.linkFiles ? undefined : from.filesDir);
    // the slot keeps the log until it is copied; it goes with this connection
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [`shoutu_backup_${shortHash(partial)}`]);
    await client.query("select pg_backup_start('shoutu', true)");
    const files: Kept[] = [];
    const directories: string[] = [];
    await copyCluster(data_directory, partial, files, directories);
    const rows = await countRows(client);
    const [stop] = (await client.query<{ wal: string; labelfile: string }>('select pg_walfile_name(lsn) as wal, labelfile from pg_backup_stop(false)')).rows;
    const ended_at = now().toISOString();
    const first = /\(file ([0-9A-F]{24})\)/.exec(stop!.labelfile)?.[1];
    if (!first) throw new Error('PostgreSQL 没有给出备份标签。');
    await writeFile(join(partial, 'pg/backup_label'), stop!.labelfile, { mode: 0o600, flush: true });
    files.push({ path: 'pg/backup_label', size: Buffer.byteLength(stop!.labelfile), sha256: shaOf(stop!.labelfile) });
    await copyLog(data_directory, partial, first, stop!.wal, files);
    // after the log: whatever row it brings, its file was on disk before
    for await (const path of filesBelow(from.filesDir, (p) => p !== 'incoming')) await keepFile(from.filesDir, partial, path, options.linkFiles ?? false, files);
    const manifest: Manifest = { format: 1, started_at: started.toISOString(), ended_at, postgres: version, wal_start: first, wal_stop: stop!.wal, audit_seq: rows.audit_seq, rows: rows.tables, directories, files };
    await writeManifest(partial, manifest);
    const dir = join(out, name);
    await rename(partial, dir);
    return { dir, manifest, bytes: files.reduce((sum, f) => sum + f.size, 0), seconds: (now().getTime() - started.getTime()) / 1000 };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function copyCluster(data: string, partial: string, files: Kept[], directories: string[]): Promise<void> {
  for await (const path of directoriesBelow(data)) { directories.push(`pg/${path}`); await mkdir(join(partial, 'pg', path), { recursive: true, mode: 0o700 }); }
  for await (const path of filesBelow(data, (p) => !leftOut.test(p))) {
    try {
      files.push({ path: `pg/${path}`, ...await copyFile(join(data, path), join(partial, 'pg', path)) });
    } catch (error) {
      // a table that was dropped meanwhile: the log knows
      if ((error as { code?: string }).code !== 'ENOENT') throw error;
      await rm(join(partial, 'pg', path), { force: true });
    }
  }
}
/** PostgreSQL expects its folders even where they are empty. */
async function* directoriesBelow(data: string, at = ''): AsyncGenerator<string> {
  for (const entry of await readdir(join(data, at), { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('pgsql_tmp')) continue;
    const path = at ? `${at}/${entry.name}` : entry.name;
    if (!['pg_replslot'].includes(at)) yield path;
    yield* directoriesBelow(data, path);
  }
}
async function copyLog(data: string, partial: string, first: string, last: string, files: Kept[]): Promise<void> {
  let whole = false;
  for (const name of (await readdir(join(data, 'pg_wal'))).sort()) {
    // names order the log within a timeline
    const needed = /^[0-9A-F]{24}$/.test(name) ? name >= first && name <= last : name.endsWith('.history');
    if (!needed) continue;
    whole ||= name === last;
    files.push({ path: `pg/pg_wal/${name}`, ...await copyFile(join(data, 'pg_wal', name), join(partial, 'pg/pg_wal', name)) });
  }
  if (!whole) throw new Error(`数据库日志 ${last} 不在，备份不完整。请重试。`);
}
async function keepFile(from: string, partial: string, path: string, mayLink: boolean, files: Kept[]): Promise<void> {
  const to = join(partial, 'files', path);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const sha256 = path.split('/').pop()!;
  if (mayLink && await link(join(from, path), to).then(() => true, () => false)) {
    files.push({ path: `files/${path}`, size: (await stat(to)).size, sha256 });
    return;
  }
  const copied = await copyFile(join(from, path), to);
  if (copied.sha256 !== sha256) throw new Error(`上传的文件 ${path} 已损坏（内容与文件名不符）。请先从旧备份恢复它，再备份。`);
  files.push({ path: `files/${path}`, ...copied });
}
async function demandRoom(out: string, data: string, filesDir: string | undefined): Promise<void> {
  let needed = 64 * 2 ** 20;
  for (const dir of [data, ...filesDir ? [filesDir] : []]) for await (const path of filesBelow(dir)) needed += (await stat(join(dir, path)).catch(() => ({ size: 0 }))).size;
  const fs = await statfs(out);
  if (fs.bavail * fs.bsize < needed) throw new Error(`${out} 剩余空间不足：备份约需 ${(needed / 2 ** 30).toFixed(1)} GB。请清理磁盘，或换一个位置。`);
}
async function countRows(client: pg.Client): Promise<{ tables: Record<string, number>; audit_seq: number }> {
  const names = (await client.query<{ name: string }>("select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1")).rows.map((r) => r.name);
  const tables: Record<string, number> = {};
  for (const name of names) tables[name] = (await client.query<{ n: number }>(`select count(*) as n from ${name}`)).rows[0]!.n;
  return { tables, audit_seq: (await client.query<{ seq: number }>('select seq from audit_head')).rows[0]?.seq ?? 0 };
}
function shaOf(text: string): string { return hash('sha256', text); }

/** Whole backups under `out`, oldest first. */
export async function listBackups(out: string): Promise<string[]> {
  return (await readdir(out).catch(() => [] as string[])).filter((n) => /^shoutu-\d{8}-\d{6}$/.test(n)).sort();
}
/** Removes the oldest until `keep` are left, and what a crash left half done a day ago. */
export async function keepLatest(out: string, keep: number): Promise<string[]> {
  const all = await listBackups(out);
  const old = all.slice(0, Math.max(0, all.length - keep));
  for (const name of await readdir(out)) if (name.endsWith('.partial') && Date.now() - (await stat(join(out, name))).mtimeMs > 86_400_000) old.push(name);
  for (const name of old) await rm(join(out, name), { recursive: true, force: true });
  return old;
}
/** When the newest backup was made, as its own manifest says. */
export async function newestBackup(out: string): Promise<{ dir: string; ended_at: string } | undefined> {
  const name = (await listBackups(out)).at(-1);
  if (!name) return undefined;
  const dir = join(out, name);
  const { ended_at } = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as { ended_at: string };
  return { dir, ended_at };
}
