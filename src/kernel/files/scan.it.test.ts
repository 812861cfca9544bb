import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { saveSettings } from '../settings/settings.ts';
import { askClamd, clamdScanner, clamdVersion } from './scan.ts';
import { FileStore } from './store.ts';

/** Debian's `clamav-daemon`; elsewhere SHOUTU_TEST_CLAMD names the program. */
const clamd = [process.env.SHOUTU_TEST_CLAMD ?? '', '/usr/sbin/clamd', '/usr/local/sbin/clamd'].find((p) => p && existsSync(p));
if (!clamd) process.stdout.write('clamd is not installed: the tests with a real virus scanner are skipped (apt-get install clamav-daemon)\n');
/** The test file that every scanner knows, in two parts, so that no scanner finds it here. */
const eicar = Buffer.from(String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD` + '-ANTIVIRUS-TEST-FILE!$H+H*');

describe.skipIf(!clamd)('with a real clamd', () => {
  let t: TestApp;
  let liaison: User;
  let dir: string;
  let address: string;
  let daemon: ChildProcess;
  let assignment: string;
  async function startClamd(): Promise<void> {
    daemon = spawn(clamd!, ['--foreground', '-c', join(dir, 'clamd.conf')], { stdio: 'ignore' });
    for (let i = 0; i < 200; i++) { if (await clamdVersion(address).catch(() => '')) return; await sleep(50); }
    throw new Error('clamd did not start');
  }
  const stopClamd = () => new Promise<void>((done) => { if (daemon.exitCode !== null || daemon.signalCode) return done(); daemon.once('exit', () => done()); daemon.kill('SIGTERM'); });
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'shoutu-clamd-'));
    chmodSync(dir, 0o755);
    mkdirSync(join(dir, 'db'));
    // a signature database of our own, no download
    writeFileSync(join(dir, 'db/test.ndb'), `Shoutu.Test.Eicar:0:*:${eicar.toString('hex')}\n`);
    address = join(dir, 'clamd.sock');
    writeFileSync(join(dir, 'clamd.conf'), `DatabaseDirectory ${join(dir, 'db')}\nLocalSocket ${address}\nForeground yes\nOfficialDatabaseOnly no\nStreamMaxLength 60M\nTemporaryDirectory ${dir}\n`);
    await startClamd();
    t = await openTestApp();
    await t.setUp();
    const unit = await t.makeUnit('教务处', await t.makeUnit('示例大学'));
    const office = await t.makeAccount('office');
    liaison = await t.makeAccount('liaison', unit);
    // the app's own store, with the scanner that the server would give it
    Object.assign(t.store, { scanner: clamdScanner(address, async () => (await t.db.selectFrom('setting').select('value').where('key', '=', 'scan_unreachable').executeTakeFirst())?.value === 'accept' ? 'accept' : 'refuse', () => undefined) });
    const draft = (await t.as(office).post('/api/campaigns', { text: '示例大学网络安全检查工作方案\n\n一、工作任务\n\n（一）开展自查。教务处要开展网络安全自查。（责任单位：教务处，2030年3月1日前完成）\n' })).body;
    await t.as(office).post(`/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version });
    assignment = (await t.as(office).get('/api/assignments')).body.items[0].id;
  });
  afterAll(async () => {
    await stopClamd();
    await t.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const attach = (bytes: Uint8Array, name: string) => t.as(liaison).upload(`/api/assignments/${assignment}/files`, bytes, name);
  const kept = () => readdirSync(join(t.store.dir, 'incoming')).length + readdirSync(t.store.dir).filter((n) => n !== 'incoming').length;

  test('what is clean is kept and says so; what is infected is refused by name, leaves nothing on disk and a row in the trail', async () => {
    const clean = await attach(Buffer.from('自查记录'), '自查.txt');
    expect(clean.status).toBe(201);
    expect((await t.db.selectFrom('file').select('scan').where('id', '=', clean.body.id).executeTakeFirstOrThrow()).scan).toBe('clean');
    const before = kept();
    const refused = await attach(Buffer.concat([Buffer.alloc(200_000, 'x'), eicar]), '照片.jpg.txt');
    expect(refused).toMatchObject({ status: 422, body: { code: 'file.infected' } });
    expect(refused.body.message).toContain('Shoutu.Test.Eicar');
    expect(kept()).toBe(before);
    const row = await t.db.selectFrom('audit_log').select(['actor_name', 'result', 'after']).where('action', '=', 'campaigns.attach').orderBy('seq', 'desc').executeTakeFirstOrThrow();
    expect(row).toMatchObject({ actor_name: liaison.name, result: 'failed', after: { code: 'file.infected', file: '照片.jpg.txt' } });
    expect(JSON.stringify(row.after)).toContain('Shoutu.Test.Eicar');
  });
  test('a large file streams through', async () => {
    const store = new FileStore(join(dir, 'files'), t.store.scanner);
    expect((await store.save(Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(1 << 20, 'y'))), 'big.bin', 60 << 20)).scan).toBe('clean');
    await expect(askClamd(join(dir, 'nowhere.sock'), join(dir, 'clamd.conf'))).rejects.toThrow();
  });
  test('while it is away files are refused, or taken unchecked where the house says so, and looked at before they leave', async () => {
    await stopClamd();
    const refused = await attach(Buffer.from('扫描程序不在'), '一.txt');
    expect(refused).toMatchObject({ status: 503, body: { code: 'file.not_scanned' } });
    await t.db.transaction().execute((tx) => saveSettings(tx, { scan_unreachable: 'accept' }));
    const taken = await attach(Buffer.concat([Buffer.from('先收下'), eicar]), '二.txt');
    expect(taken.status).toBe(201);
    expect((await t.db.selectFrom('file').select('scan').where('id', '=', taken.body.id).executeTakeFirstOrThrow()).scan).toBe('unchecked');
    await startClamd();
    expect(await t.as(liaison).get(`/api/files/${taken.body.id}`)).toMatchObject({ status: 422, body: { code: 'file.infected' } });
  });
});
