import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { attachFile } from './store.ts';
import { newId } from '../ids.ts';

let t: TestApp;
let office: User;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  await t.makeUnit('示例大学');
  office = await t.makeAccount('office');
});
afterAll(() => t.close());
afterEach(() => t.db.deleteFrom('nightly_run').execute());
const ago = (path: string, hours: number) => { const at = new Date(Date.now() - hours * 3_600_000); utimesSync(path, at, at); };
const save = (text: string) => t.store.saveBytes(Buffer.from(text), 'a.txt', 'text/plain');
const actor = () => ({ id: office.id, name: office.name, user_name: '', ip: '', session_id: null, roles: [], must_change_password: false, totp_enabled: false, token_scopes: null });

test('what nobody owns goes after a day; what a row names stays however old', async () => {
  const [owned, orphan, young] = [await save('有主'), await save('无主'), await save('刚传')];
  await t.db.transaction().execute((tx) => attachFile(tx, owned, 'assignment', newId(), actor()));
  const partial = join(t.store.dir, 'incoming', newId());
  writeFileSync(partial, 'half');
  for (const path of [owned.path, orphan.path, partial]) ago(path, 25);
  await t.runJob('files.sweep');
  expect([owned, orphan, young].map((f) => existsSync(f.path))).toEqual([true, false, true]);
  expect(existsSync(partial)).toBe(false);
  expect(await t.db.selectFrom('nightly_run').selectAll().executeTakeFirstOrThrow()).toMatchObject({ name: 'sweep', ok: true, detail: { unfinished: 1, orphans: 1 } });
});
test('bytes that were nobody\'s and are uploaded again are kept', async () => {
  const first = await save('再传一次');
  ago(first.path, 48);
  await save('再传一次');
  await t.runJob('files.sweep');
  expect(existsSync(first.path)).toBe(true);
});
test('a sheet that was never confirmed goes with its bytes', async () => {
  const sheet = await save('名单');
  ago(sheet.path, 30);
  const add = (hours: number) => t.db.insertInto('organisation_import').values({ token: newId(), account_id: office.id, sha256: sheet.sha256, plan_hash: '-', created_at: new Date(Date.now() - hours * 3_600_000).toISOString(), applied_at: null }).execute();
  await add(2);
  await t.runJob('files.sweep');
  expect(existsSync(sheet.path)).toBe(true);
  await t.db.deleteFrom('organisation_import').execute();
  await t.db.deleteFrom('nightly_run').execute();
  await add(26);
  await t.runJob('files.sweep');
  expect(await t.db.selectFrom('organisation_import').select('token').execute()).toEqual([]);
  expect(existsSync(sheet.path)).toBe(false);
});
