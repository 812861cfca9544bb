import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const main = join(import.meta.dirname, '../src/main.ts');
const cli = join(import.meta.dirname, '../src/cli/main.ts');
const password = 'Shiyong-2026!';
/** How often each process is killed; SHOUTU_CRASH_CYCLES=100 for the long run. */
const cycles = Number(process.env.SHOUTU_CRASH_CYCLES ?? 3);
let data: string;
let port: number;
let server: Server | undefined;
interface Server { child: ChildProcess; output: () => string }

const environment = () => ({ ...process.env, SHOUTU_DATA: data, SHOUTU_PORT: String(port), SHOUTU_LOG_LEVEL: 'warn' });
function launch(): Server {
  const child = spawn(process.execPath, [main], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout!.on('data', (b: Buffer) => { text += b.toString(); });
  child.stderr!.on('data', (b: Buffer) => { text += b.toString(); });
  return { child, output: () => text };
}
async function ready(s: Server): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (s.child.exitCode !== null) throw new Error(`the server ended: ${s.output()}`);
    if (await fetch(`http://127.0.0.1:${port}/readyz`).then((r) => r.ok, () => false)) return;
    await sleep(50);
  }
  throw new Error(`not ready: ${s.output()}`);
}
const start = async () => { server = launch(); await ready(server); };
const postmaster = () => Number(readFileSync(join(data, 'pg/postmaster.pid'), 'utf8').split('\n')[0]);
const ended = (child: ChildProcess) => new Promise<void>((done) => { if (child.exitCode !== null || child.signalCode) done(); else child.once('exit', () => done()); });
async function command(...args: string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [cli, ...args], { env: environment() });
  let text = '';
  for (const s of [child.stdout, child.stderr]) s.on('data', (b: Buffer) => { text += b.toString(); });
  await ended(child);
  return { code: child.exitCode, text };
}
let cookie = '';
async function call(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { 'x-shoutu': '1', cookie, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(20_000) });
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'shoutu-crash-'));
  chmodSync(data, 0o755);
  port = await new Promise<number>((done) => { const s = createServer().listen(0, '127.0.0.1', () => { const { port: free } = s.address() as { port: number }; s.close(() => done(free)); }); });
  await start();
  const who = (user_name: string) => ({ user_name, name: user_name, password });
  expect((await call('POST', '/api/setup', { organisation_name: '示例大学', system_admin: who('sysadmin'), security_admin: who('secadmin'), audit_admin: who('auditor') })).status).toBe(201);
  const signed = await call('POST', '/api/session', { user_name: 'sysadmin', password });
  cookie = signed.headers.get('set-cookie')!.split(';')[0]!;
});
afterAll(async () => {
  server?.child.kill('SIGTERM');
  if (server) await ended(server.child);
  rmSync(data, { recursive: true, force: true });
});

/** Units written without pause; every one that was acknowledged is remembered. */
function writer() {
  const acknowledged: string[] = [];
  let stop = false;
  let n = 0;
  const done = (async () => {
    while (!stop) {
      const name = `单位${crypto.randomUUID()}`;
      const reply = await call('POST', '/api/units', { parent_id: null, name, kind: 'school' }).catch(() => undefined);
      if (reply?.status === 201) { acknowledged.push(name); n++; } else await sleep(30);
    }
  })();
  return { acknowledged, count: () => n, async end() { stop = true; await done; } };
}
async function nothingLost(acknowledged: string[]): Promise<void> {
  const kept = new Set(((await (await call('GET', '/api/units')).json()) as { name: string }[]).map((u) => u.name));
  expect(acknowledged.filter((name) => !kept.has(name))).toEqual([]);
}

describe('kill -9', () => {
  test('of the server, again and again under load: what was acknowledged is there, and the orphaned database is adopted', async () => {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const w = writer();
      while (w.count() < 5) await sleep(20);
      const database = postmaster();
      server!.child.kill('SIGKILL');
      await ended(server!.child);
      await w.end();
      await start();
      expect(postmaster()).toBe(database);
      await nothingLost(w.acknowledged);
    }
  }, 60_000 + cycles * 20_000);

  test('of PostgreSQL under load: the server restarts it, answers meanwhile in words, and loses nothing', async () => {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const w = writer();
      while (w.count() < 5) await sleep(20);
      process.kill(postmaster(), 'SIGKILL');
      const during = await call('GET', '/api/units').catch(() => undefined);
      if (during && during.status !== 200) expect(await during.json()).toMatchObject({ code: 'server.unavailable' });
      await ready(server!);
      const before = w.count();
      for (let i = 0; i < 400 && w.count() < before + 3; i++) await sleep(50);
      expect(w.count()).toBeGreaterThanOrEqual(before + 3);
      await w.end();
      await nothingLost(w.acknowledged);
    }
  }, 60_000 + cycles * 20_000);

  test('leaves the audit trail whole', async () => {
    expect(await command('audit', 'verify')).toMatchObject({ code: 0, text: expect.stringContaining('审计链完整') });
    expect((await call('GET', '/api/units')).status).toBe(200); // the command left the server's database running
  });
});

test('a second server on the same data is refused with what to do', async () => {
  const second = launch();
  await ended(second.child);
  expect(second.child.exitCode).toBe(1);
  expect(second.output()).toContain('已有一个守土在运行');
  expect((await call('GET', '/api/units')).status).toBe(200);
});

test('wrong settings are all named at once', async () => {
  const child = spawn(process.execPath, [main], { env: { ...environment(), SHOUTU_PORT: 'eighty', DATABASE_URL: 'mysql://x' } });
  let text = '';
  child.stderr.on('data', (b: Buffer) => { text += b.toString(); });
  await ended(child);
  expect(text).toContain('SHOUTU_PORT');
  expect(text).toContain('DATABASE_URL');
});

test('a quiet stop takes the database down with it', async () => {
  const database = postmaster();
  server!.child.kill('SIGTERM');
  await ended(server!.child);
  expect(server!.child.exitCode).toBe(0);
  expect(() => process.kill(database, 0)).toThrow();
  server = undefined;
});

test('a backup of the stopped data folder, put somewhere else, starts with everything in it', async () => {
  const original = data;
  const restored = mkdtempSync(join(tmpdir(), 'shoutu-restore-'));
  chmodSync(restored, 0o755);
  cpSync(original, restored, { recursive: true });
  data = restored;
  try {
    await start();
    const signed = await call('POST', '/api/session', { user_name: 'sysadmin', password });
    cookie = signed.headers.get('set-cookie')!.split(';')[0]!;
    expect(((await (await call('GET', '/api/units')).json()) as unknown[]).length).toBeGreaterThan(20);
    expect((await command('audit', 'verify')).code).toBe(0);
    server!.child.kill('SIGTERM');
    await ended(server!.child);
    server = undefined;
  } finally {
    data = original;
    rmSync(restored, { recursive: true, force: true });
  }
});
