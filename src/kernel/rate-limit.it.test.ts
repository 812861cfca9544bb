import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../test/app.ts';
import { moveClockTo } from './clock.ts';
import { countAgainst } from './rate-limit.ts';
import { saveSettings } from './settings/settings.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  await t.db.transaction().execute((tx) => saveSettings(tx, { sign_in_per_account: 4, lockout_attempts: 20 }));
});
afterAll(() => t.close());
afterEach(() => moveClockTo(undefined));
const guess = (user_name: string, password = 'Wrong-2026!') => t.anonymous.send({ method: 'POST', url: '/api/session', payload: { user_name, password } });

test('a name that is guessed at is held up, known or not, with when to try again; the trail tells of it once', async () => {
  const user = await t.makeAccount('leader');
  for (const name of [user.user_name, 'nobody.here']) {
    for (let i = 0; i < 4; i++) expect((await guess(name)).status).toBe(401);
    for (let i = 0; i < 3; i++) {
      const held = await guess(name, user.password);
      expect(held).toMatchObject({ status: 429, body: { code: 'request.too_many' } });
      expect(Number(held.headers['retry-after'])).toBeGreaterThan(800);
      expect(held.body.message).toMatch(/请 8\d\d 秒后再试|请 900 秒后再试/);
    }
    const rows = await t.db.selectFrom('audit_log').select('after').where('object_id', '=', name).where('result', '=', 'failed').execute();
    expect(rows).toEqual([{ after: { code: 'request.too_many' } }]);
  }
  moveClockTo(new Date(Date.now() + 901_000));
  expect((await guess(user.user_name, user.password)).status).toBe(200);
});
test('who signs in rightly, however often, is never held up', async () => {
  const user = await t.makeAccount('leader');
  for (let i = 0; i < 8; i++) expect((await guess(user.user_name, user.password)).status).toBe(200);
});
test('many processes at once let no more through than the limit', async () => {
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => countAgainst(t.db, 'burst', 5, 60)));
  expect(done.filter((d) => d.status === 'fulfilled').length).toBe(5);
});
test('an account that writes without pause is slowed down', async () => {
  await t.db.transaction().execute((tx) => saveSettings(tx, { writes_per_minute: 5 }));
  const user = await t.makeAccount('office');
  const status = [];
  for (let i = 0; i < 7; i++) status.push((await t.as(user).post('/api/notices/read')).status);
  expect(status.filter((s) => s === 429).length).toBeGreaterThanOrEqual(1);
  expect((await t.as(user).get('/api/session')).status).toBe(200);
});
