import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connection, openDatabase } from '../src/kernel/database.ts';
import '../src/kernel/tables.ts';
import type { Manifest } from '../src/kernel/backup/manifest.ts';
import { ServerProcess, sleep, unitsThere } from './server-process.ts';

let server: ServerProcess;
let out: string;
let backup: string;
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'shoutu-backups-'));
  server = new ServerProcess('backup', { SHOUTU_BACKUP_DIR: out });
  await server.start();
  await server.setUp();
});
afterAll(async () => {
  await server.remove();
  rmSync(out, { recursive: true, force: true });
});
const manifestOf = (dir: string): Manifest => JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as Manifest;
const acknowledged: { name: string; at: number }[] = [];

test('a backup under write load, beside the running server, is whole', async () => {
  let stop = false;
  const writers = Array.from({ length: 3 }, async () => {
    while (!stop) {
      const name = `单位${crypto.randomUUID()}`;
      const reply = await server.call('POST', '/api/units', { parent_id: null, name, kind: 'school' });
      if (reply.status === 201) acknowledged.push({ name, at: Date.now() });
    }
  });
  await sleep(300);
  const done = await server.command('backup', '--out', out);
  await sleep(200);
  stop = true;
  await Promise.all(writers);
  expect(done, done.text).toMatchObject({ code: 0, text: expect.stringContaining('备份完成') });
  const [name] = readdirSync(out).filter((n) => n.startsWith('shoutu-'));
  backup = join(out, name!);
  expect(readdirSync(out)).toEqual([name]); // nothing half done beside it
  expect(existsSync(join(backup, 'pg/postmaster.pid'))).toBe(false);
  expect(statSync(backup).mode & 0o077).toBe(0);
  const m = manifestOf(backup);
  expect(m.rows.unit).toBeGreaterThan(3);
  expect(acknowledged.filter((a) => a.at > Date.parse(m.ended_at)).length).toBeGreaterThan(0); // it did go on meanwhile
  expect((await server.command('backup', '--verify', backup)).text).toContain('备份完好');
});

test('restored into a new folder it starts with everything acknowledged before its end, and the audit chain is whole', async () => {
  const restored = new ServerProcess('restored');
  rmSync(restored.data, { recursive: true });
  try {
    const done = await server.command('restore', '--from', backup, '--data', restored.data);
    expect(done, done.text).toMatchObject({ code: 0, text: expect.stringContaining('审计链完整') });
    await restored.start();
    await restored.signIn();
    const there = await unitsThere(restored);
    const end = Date.parse(manifestOf(backup).ended_at);
    const before = acknowledged.filter((a) => a.at < end);
    expect(before.length).toBeGreaterThan(3);
    expect(before.filter((a) => !there.has(a.name))).toEqual([]);
    expect((await restored.command('audit', 'verify')).code).toBe(0);
    // it is a server like any other
    expect((await restored.call('POST', '/api/units', { parent_id: null, name: '恢复之后', kind: 'school' })).status).toBe(201);
    expect((await server.command('restore', '--from', backup, '--data', restored.data)).text).toContain('不是空目录');
  } finally {
    await restored.remove();
  }
});

test('a damaged backup is refused by the name of the file, and leaves nothing behind', async () => {
  const target = join(out, 'never');
  const refused = async (text: string) => {
    for (const args of [['backup', '--verify', backup], ['restore', '--from', backup, '--data', target]]) expect(await server.command(...args)).toMatchObject({ code: 1, text: expect.stringContaining(text) });
    expect(readdirSync(out).filter((n) => n.startsWith('never'))).toEqual([]);
  };
  const victim = manifestOf(backup).files.find((f) => /^pg\/base\/\d+\/\d+$/.test(f.path) && f.size > 8192)!;
  const path = join(backup, victim.path);
  const whole = readFileSync(path);
  const bad = Buffer.from(whole);
  bad[5000]! ^= 1;
  writeFileSync(path, bad);
  await refused(`文件 ${victim.path} 与校验和不符`);
  truncateSync(path, 8192);
  await refused(`文件 ${victim.path} 与校验和不符`);
  rmSync(path);
  await refused(`缺少文件 ${victim.path}`);
  writeFileSync(path, whole);
  appendFileSync(join(backup, 'manifest.json'), ' ');
  await refused('manifest.json');
  const own = await new Promise<{ code: number | null; text: string }>((done) => { server.extra.DATABASE_URL = 'postgres://x/y'; done(server.command('backup', '--out', out)); });
  delete server.extra.DATABASE_URL;
  expect(own).toMatchObject({ code: 1, text: expect.stringContaining('自己的 PostgreSQL') });
});

test('the nightly job keeps as many as the setting says, and what is restored from its links is whole', async () => {
  const { db } = openDatabase(server.databaseUrl, 1);
  expect(connection(server.databaseUrl).database).toBe('shoutu');
  rmSync(backup, { recursive: true });
  expect((await server.call('PATCH', '/api/settings', { backup_hour: 0, backup_keep: 1 })).status).toBe(200);
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({ ...connection(server.databaseUrl), schema: 'pgboss', schedule: false, supervise: false } as object);
  boss.on('error', () => undefined);
  await boss.start();
  const run = async (times: number) => {
    await boss.send('backup.nightly', {});
    for (let i = 0; i < 200; i++) {
      const rows = await db.selectFrom('audit_log').select('seq').where('action', '=', 'backup.take').execute();
      if (rows.length === times) return;
      await sleep(100);
    }
    throw new Error('no backup was made');
  };
  await run(2);
  const [first] = readdirSync(out).filter((n) => n.startsWith('shoutu-'));
  // the same night again: there is one already
  await boss.send('backup.nightly', {});
  await sleep(2500);
  expect(readdirSync(out).filter((n) => n.startsWith('shoutu-'))).toEqual([first]);
  expect((await server.command('backup', '--verify', join(out, first!))).code).toBe(0);
  const note = await db.selectFrom('nightly_run').selectAll().where('name', '=', 'backup').executeTakeFirstOrThrow();
  expect(note).toMatchObject({ ok: true, detail: { dir: join(out, first!) } });
  await boss.stop({ graceful: false });
  server.extra.SHOUTU_CLAMD = '/nowhere/clamd.sock';
  const ill = await server.command('doctor');
  expect(ill.code).toBe(1);
  for (const text of [`最近的备份 ${join(out, first!)}`, '守土正在', '✗ 连不上病毒扫描程序 /nowhere/clamd.sock', '后台任务：近一天失败 0 个，卡住 0 个', '只增不删']) expect(ill.text).toContain(text);
  delete server.extra.SHOUTU_CLAMD;
  await db.updateTable('nightly_run').set({ ok: false, detail: JSON.stringify({ reason: '剩余空间不足' }) }).where('name', '=', 'backup').execute();
  expect((await server.command('doctor')).text).toContain('✗ 最近一次自动备份失败：剩余空间不足');
  await db.destroy();
});
