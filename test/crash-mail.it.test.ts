import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { PgBoss } from 'pg-boss';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connection, openDatabase, sql, type OpenDatabase } from '../src/kernel/database.ts';
import { hashPassword } from '../src/kernel/identity/passwords.ts';
import { newId } from '../src/kernel/ids.ts';
import { saveSettings } from '../src/kernel/settings/settings.ts';
import '../src/kernel/tables.ts';
import { ServerProcess, sleep } from './server-process.ts';

/** How often something is killed, the server and PostgreSQL in turn; SHOUTU_CRASH_CYCLES=40 for the long run. */
const cycles = Number(process.env.SHOUTU_CRASH_CYCLES ?? 2);
const password = 'Shiyong-2026!';
let server: ServerProcess;
let database: OpenDatabase;
let smtp: SMTPServer;
let unit: string;
/** What the mail server accepted, decoded. */
const mails: { id: string; body: string }[] = [];

beforeAll(async () => {
  server = new ServerProcess('crash-mail');
  await server.start();
  await server.setUp();
  database = openDatabase(server.databaseUrl, 3);
  const { db } = database;
  const root = newId();
  unit = newId();
  await db.insertInto('unit').values([{ id: root, parent_id: null, path: `/${root}/`, name: '示例大学', short_name: null, kind: 'school', merged_into_id: null }, { id: unit, parent_id: root, path: `/${root}/${unit}/`, name: '教务处', short_name: null, kind: 'department', merged_into_id: null }]).execute();
  const password_hash = await hashPassword(password);
  for (const [user_name, role, unit_id] of [['office', 'office', null], ['liaison', 'liaison', unit], ['head', 'unit_head', unit]] as const) {
    const [id, person_id] = [newId(), newId()];
    await db.insertInto('person').values({ id: person_id, name: user_name, unit_id: unit, phone: null, email: `${user_name}@example.edu.cn`, employee_no: null }).execute();
    await db.insertInto('account').values({ id, user_name, name: user_name, person_id, password_hash, password_changed_at: new Date().toISOString(), must_change_password: false, valid_until: null, locked_until: null, totp_secret: null }).execute();
    await db.insertInto('account_role').values({ account_id: id, role, unit_id }).execute();
  }
  smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void text(stream).then(async (raw) => {
        await sleep(15);
        const [head = '', ...rest] = raw.split('\r\n\r\n');
        const body = rest.join('\r\n\r\n');
        mails.push({ id: /^Message-ID: (.*)$/im.exec(head)?.[1] ?? '', body: /base64/i.test(head) ? Buffer.from(body, 'base64').toString() : body.replace(/=\r\n/g, '') });
        done();
      });
    },
  });
  smtp.on('error', () => undefined); // a client that is killed
  await new Promise<void>((ok) => smtp.listen(0, '127.0.0.1', ok));
  await db.transaction().execute((tx) => saveSettings(tx, { smtp_url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, mail_from: 'shoutu@example.edu.cn', quiet_from_hour: 0, quiet_to_hour: 0 }));
});
afterAll(async () => {
  await database.db.destroy();
  await server.remove();
  await new Promise<void>((ok) => smtp.close(ok));
});

test('kill -9 with notices, reminders, mail and jobs in flight: nothing lost, no notice and no mail twice, no job stuck', async () => {
  const office = await server.signIn('office');
  const draft = await (await server.call('POST', '/api/campaigns', { text: '示例大学网络安全检查工作方案\n\n一、工作任务\n\n（一）开展自查。教务处要开展网络安全自查。（责任单位：教务处，2020年3月1日前完成）\n' }, office)).json() as { campaign: { id: string; version: number } };
  expect((await server.call('POST', `/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version }, office)).status).toBe(200);
  const [row] = (await (await server.call('GET', `/api/assignments?campaign_id=${draft.campaign.id}`, undefined, office)).json() as { items: { id: string }[] }).items;

  const acknowledged: string[] = [];
  const boss = new PgBoss({ ...connection(server.databaseUrl), schema: 'pgboss', schedule: false, supervise: false } as object);
  boss.on('error', () => undefined);
  await boss.start();
  let stop = false;
  const busy = [
    (async () => {
      while (!stop) {
        const note = `留言${crypto.randomUUID()}`;
        const reply = await server.call('POST', `/api/assignments/${row!.id}/comments`, { note }, office).catch(() => undefined);
        if (reply?.status === 201) acknowledged.push(note); else await sleep(30);
      }
    })(),
    // the schedule would ask every five minutes, here somebody asks without pause
    (async () => { while (!stop) { for (const name of ['notices.send_mail', 'campaigns.remind']) await boss.send(name, {}).catch(() => undefined); await sleep(700); } })(),
  ];
  for (let cycle = 0; cycle < cycles; cycle++) {
    const before = acknowledged.length;
    const had = mails.length;
    for (let i = 0; i < 600 && (acknowledged.length < before + 8 || mails.length < had + 3); i++) await sleep(25);
    expect(mails.length, 'mail goes on after the last kill').toBeGreaterThan(had);
    await sleep(Math.random() * 120);
    if (cycle % 2 === 0) { await server.kill('SIGKILL'); await server.start(); } else { process.kill(server.postmaster(), 'SIGKILL'); await server.ready(); }
  }
  stop = true;
  await Promise.all(busy);
  // a worker that died is noticed by its heart within 15 seconds, and looked for every 5
  const { db } = database;
  const open = async () => (await sql<{ n: number }>`select count(*)::int as n from pgboss.job where name in ('notices.send_mail', 'campaigns.remind') and state in ('created', 'retry', 'active')`.execute(db)).rows[0]!.n;
  // a database that was killed a moment ago may still look alive
  for (let i = 0; i < 60 && !await boss.send('notices.send_mail', {}).then(() => true, () => false); i++) await sleep(250);
  // what was asked for faster than it is taken, one a second, and the time for a dead worker to be noticed
  const settled = Date.now() + 60_000 + 1500 * await open().catch(() => 20);
  while (await open().catch(() => 1) > 0 && Date.now() < settled) await sleep(250);
  const states = await sql<{ name: string; state: string; n: number }>`select name, state, count(*)::int as n from pgboss.job where name in ('notices.send_mail', 'campaigns.remind') group by 1, 2`.execute(db);
  expect(states.rows.filter((s) => s.state !== 'completed')).toEqual([]);
  await boss.stop({ graceful: false });

  const notices = await db.selectFrom('notice as n').innerJoin('account as a', 'a.id', 'n.account_id').select(['a.user_name', 'n.body', 'n.kind', 'n.mail_state']).execute();
  for (const who of ['liaison', 'head']) {
    const mine = notices.filter((n) => n.user_name === who);
    // every acknowledged comment was told of, once
    expect(acknowledged.filter((note) => mine.filter((n) => n.body === note).length !== 1)).toEqual([]);
    expect(mine.filter((n) => n.kind === 'overdue').length).toBeLessThanOrEqual(1);
  }
  const everyId = mails.map((m) => m.id);
  expect(everyId.length).toBe(new Set(everyId).size);
  const whole = mails.map((m) => m.body).join('\n');
  const twice: string[] = [];
  const missing: string[] = [];
  for (const n of notices.filter((x) => x.kind === 'comment')) {
    const times = whole.split(n.body.replace('留言', '')).length - 1;
    const expected = notices.filter((x) => x.body === n.body).length;
    if (times > expected) twice.push(n.body);
    if (n.mail_state === 'sent' && times === 0) missing.push(n.body);
    if (n.mail_state === 'waiting') missing.push(n.body);
  }
  expect(twice).toEqual([]);
  expect(missing).toEqual([]);
  const unsure = notices.filter((n) => ['sending', 'unsure'].includes(n.mail_state)).length;
  process.stdout.write(`${cycles} kills: ${acknowledged.length} acknowledged writes, ${notices.length} notices, ${mails.length} mails, ${states.rows.reduce((sum, s) => sum + s.n, 0)} jobs; ${unsure} notices whose mail is of unknown fate\n`);
}, 240_000 + cycles * 30_000);
