import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { Jobs } from '../jobs.ts';
import { newId } from '../ids.ts';
import { allJobs } from '../../app.ts';

let t: TestApp;
let three: { system_admin: User; audit_admin: User };
beforeAll(async () => { t = await openTestApp(); three = await t.setUp(); });
afterAll(() => t.close());

test('what runs behind the pages is shown: queues, mail, nightly duties, sizes; before anything ran, nothing', async () => {
  expect((await t.as(three.audit_admin).get('/api/operations')).body).toMatchObject({ jobs: [], mail: { failed: 0 }, nightly: [] });
  const jobs = new Jobs(t.url, t.parts.log);
  await jobs.start(allJobs(t.parts), false);
  await jobs.stop();
  const status = (await t.as(three.system_admin).get('/api/operations')).body;
  expect(status.jobs.map((j: { name: string }) => j.name)).toEqual(expect.arrayContaining(['campaigns.remind', 'notices.send_mail']));
  expect(status.jobs[0]).toMatchObject({ waiting: 0, active: 0, failed: 0, error: null });
  expect(status.storage.database_bytes).toBeGreaterThan(1_000_000);
  expect(status.trail.rows).toBeGreaterThan(0);
});
test('mail that failed may be sent again; of which nobody knows whether it left, may not', async () => {
  const notice = (mail_state: 'failed' | 'unsure') => ({ id: newId(), account_id: three.system_admin.id, kind: 'test', title: '通知', body: '', link: null, once_key: `k${mail_state}`, created_at: new Date().toISOString(), read_at: null, mail_state });
  await t.db.insertInto('notice').values([notice('failed'), notice('unsure')]).execute();
  expect((await t.as(three.system_admin).get('/api/operations')).body.mail).toMatchObject({ failed: 1, unsure: 1 });
  expect((await t.as(three.audit_admin).post('/api/operations/mail/resend')).status).toBe(403);
  expect((await t.as(three.system_admin).post('/api/operations/mail/resend')).body).toEqual({ resent: 1 });
  expect((await t.as(three.system_admin).get('/api/operations')).body.mail).toMatchObject({ failed: 0, waiting: 1, unsure: 1 });
});
