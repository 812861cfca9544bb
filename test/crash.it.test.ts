import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, mainFile, ServerProcess, sleep, unitsThere, unitWriter } from './server-process.ts';

/** How often each process is killed; SHOUTU_CRASH_CYCLES=100 for the long run. */
const cycles = Number(process.env.SHOUTU_CRASH_CYCLES ?? 3);
let server: ServerProcess;
beforeAll(async () => {
  server = new ServerProcess('crash');
  await server.start();
  await server.setUp();
});
afterAll(() => server.remove());
async function nothingLost(acknowledged: string[]): Promise<void> {
  const kept = await unitsThere(server);
  expect(acknowledged.filter((name) => !kept.has(name))).toEqual([]);
}

describe('kill -9', () => {
  test('of the server, again and again under load: what was acknowledged is there, and the orphaned database is adopted', async () => {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const w = unitWriter(server);
      while (w.count() < 5) await sleep(20);
      const database = server.postmaster();
      await server.kill('SIGKILL');
      await w.end();
      await server.start();
      expect(server.postmaster()).toBe(database);
      await nothingLost(w.acknowledged);
    }
  }, 60_000 + cycles * 20_000);

  test('of PostgreSQL under load: the server restarts it, answers meanwhile in words, and loses nothing', async () => {
    for (let cycle = 0; cycle < cycles; cycle++) {
      const w = unitWriter(server);
      while (w.count() < 5) await sleep(20);
      process.kill(server.postmaster(), 'SIGKILL');
      const during = await server.call('GET', '/api/units').catch(() => undefined);
      if (during && during.status !== 200) expect(await during.json()).toMatchObject({ code: 'server.unavailable' });
      await server.ready();
      const before = w.count();
      for (let i = 0; i < 400 && w.count() < before + 3; i++) await sleep(50);
      expect(w.count()).toBeGreaterThanOrEqual(before + 3);
      await w.end();
      await nothingLost(w.acknowledged);
    }
  }, 60_000 + cycles * 20_000);

  test('leaves the audit trail whole', async () => {
    expect(await server.command('audit', 'verify')).toMatchObject({ code: 0, text: expect.stringContaining('审计链完整') });
    expect((await server.call('GET', '/api/units')).status).toBe(200); // the command left the server's database running
  });
});

test('a second server on the same data is refused with what to do', async () => {
  const second = server.launch();
  await ended(second.child);
  expect(second.child.exitCode).toBe(1);
  expect(second.output()).toContain('已有一个守土在运行');
  expect((await server.call('GET', '/api/units')).status).toBe(200);
});

test('wrong settings are all named at once', async () => {
  const child = spawn(process.execPath, [mainFile], { env: { ...server.environment(), SHOUTU_PORT: 'eighty', DATABASE_URL: 'mysql://x' } });
  let text = '';
  child.stderr.on('data', (b: Buffer) => { text += b.toString(); });
  await ended(child);
  expect(text).toContain('SHOUTU_PORT');
  expect(text).toContain('DATABASE_URL');
});

test('a quiet stop takes the database down with it', async () => {
  const database = server.postmaster();
  expect(await server.kill('SIGTERM')).toBe(0);
  expect(() => process.kill(database, 0)).toThrow();
});

test('a backup of the stopped data folder, put somewhere else, starts with everything in it', async () => {
  const restored = new ServerProcess('restore');
  cpSync(server.data, restored.data, { recursive: true });
  try {
    await restored.start();
    await restored.signIn();
    expect((await unitsThere(restored)).size).toBeGreaterThan(20);
    expect((await restored.command('audit', 'verify')).code).toBe(0);
  } finally {
    await restored.remove();
  }
});
