import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../clock.ts';
import { newId } from '../ids.ts';
import { saveSettings } from '../settings/settings.ts';
import { tell } from './notices.ts';

let t: TestApp;
let user: User;
let smtp: SMTPServer;
let refuse: number | undefined;
const mails: { to: string; body: string }[] = [];
const noon = new Date('2026-11-20T04:00:00Z');
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const unit = await t.makeUnit('教务处', await t.makeUnit('示例大学'));
  const person_id = newId();
  await t.db.insertInto('person').values({ id: person_id, name: '联络员甲', unit_id: unit, phone: null, email: 'liaison@example.edu.cn', employee_no: null }).execute();
  user = await t.makeAccount('liaison', unit, { person_id });
  smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      void text(stream).then((body) => {
        if (refuse) return done(Object.assign(new Error('no'), { responseCode: refuse }));
        mails.push({ to: session.envelope.rcptTo.map((r) => r.address).join(), body });
        done();
      });
    },
  });
  await new Promise<void>((ok) => smtp.listen(0, '127.0.0.1', ok));
  await t.db.transaction().execute((tx) => saveSettings(tx, { smtp_url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, mail_from: 'shoutu@example.edu.cn' }));
});
afterAll(async () => { await new Promise<void>((ok) => smtp.close(ok)); await t.close(); });
afterEach(() => { moveClockTo(undefined); refuse = undefined; mails.length = 0; });
const say = (once_key: string, title = '新任务') => t.db.transaction().execute((tx) => tell(tx, [{ account_id: user.id, kind: 'assigned', title, body: '您单位有 3 项任务待签收办理。', link: '/assignments?mine=true', once_key }]));
const stateOf = async (key: string) => (await t.db.selectFrom('notice').select('mail_state').where('once_key', '=', key).executeTakeFirstOrThrow()).mail_state;

test('several messages leave as one mail, once, to the address of the person', async () => {
  moveClockTo(noon);
  await say('a');
  await say('a');
  await say('b', '任务被退回');
  await t.runJob('notices.send_mail');
  await t.runJob('notices.send_mail');
  expect(mails).toHaveLength(1);
  expect(mails[0]!.to).toBe('liaison@example.edu.cn');
  expect(mails[0]!.body).toMatch(/^Message-ID: <[0-9a-f-]+@shoutu>/im);
  expect([await stateOf('a'), await stateOf('b')]).toEqual(['sent', 'sent']);
});
test('with one mail a day everything waits for its hour and comes as one; what is urgent comes at once', async () => {
  await t.db.transaction().execute((tx) => saveSettings(tx, { digest_hour: 8 }));
  try {
    moveClockTo(new Date('2026-11-23T02:00:00Z')); // 10:00 in Shanghai, after today's
    await say('d1');
    await say('d2', '任务被退回');
    await t.runJob('notices.send_mail');
    expect(mails).toHaveLength(0);
    await t.db.transaction().execute((tx) => tell(tx, [{ account_id: user.id, kind: 'supervision', title: '督办通知', body: '已逾期，请办理。', once_key: 'd3', urgent: true }]));
    await t.runJob('notices.send_mail');
    expect(mails).toHaveLength(1);
    expect([await stateOf('d1'), await stateOf('d3')]).toEqual(['waiting', 'sent']);
    moveClockTo(new Date('2026-11-23T23:59:00Z')); // 07:59
    await t.runJob('notices.send_mail');
    expect(mails).toHaveLength(1);
    moveClockTo(new Date('2026-11-24T03:30:00Z')); // 11:30, the server was away at eight
    await say('d4');
    await t.runJob('notices.send_mail');
    expect(mails).toHaveLength(2);
    expect([await stateOf('d1'), await stateOf('d2'), await stateOf('d4')]).toEqual(['sent', 'sent', 'waiting']);
  } finally {
    await t.db.transaction().execute((tx) => saveSettings(tx, { digest_hour: -1 }));
    await t.db.updateTable('notice').set({ mail_state: 'none' }).where('mail_state', '=', 'waiting').execute();
  }
});
test('nothing leaves in quiet hours; it leaves in the morning', async () => {
  moveClockTo(new Date('2026-11-20T15:00:00Z')); // 23:00 in Shanghai
  await say('night');
  await t.runJob('notices.send_mail');
  expect(mails).toHaveLength(0);
  moveClockTo(new Date('2026-11-21T00:00:00Z'));
  await t.runJob('notices.send_mail');
  expect(mails).toHaveLength(1);
});
test('a mail server that is busy is asked again; one that refuses for good is not', async () => {
  moveClockTo(noon);
  await say('busy');
  refuse = 451;
  await expect(t.runJob('notices.send_mail')).rejects.toThrow();
  expect(await stateOf('busy')).toBe('waiting');
  refuse = 550;
  await t.runJob('notices.send_mail');
  expect(await stateOf('busy')).toBe('failed');
  refuse = undefined;
  await t.runJob('notices.send_mail');
  expect(mails).toHaveLength(0);
});
test('what was read meanwhile is not mailed', async () => {
  moveClockTo(noon);
  await say('read');
  await t.db.updateTable('notice').set({ read_at: noon.toISOString() }).where('once_key', '=', 'read').execute();
  await t.runJob('notices.send_mail');
  expect(mails).toHaveLength(0);
});
