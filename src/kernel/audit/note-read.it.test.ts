import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { allRoutes } from '../../contract.ts';
import { moveClockTo, now } from '../clock.ts';
import { isDownload, isEvents } from '../http/route.ts';
import { sql } from '../database.ts';

let t: TestApp;
let office: User;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  await t.makeUnit('示例大学');
  office = await t.makeAccount('office');
});
afterAll(() => t.close());
afterEach(() => moveClockTo(undefined));
const rowsOf = async (action: string) => t.db.selectFrom('audit_log').select(['actor_name', 'after']).where('action', '=', action).orderBy('seq').execute();

test('looking at people leaves one row an hour, whoever looks his own; an export leaves one each time', async () => {
  moveClockTo(new Date('2026-11-20T02:10:00Z'));
  await t.db.updateTable('session').set({ last_seen_at: now().toISOString() }).execute();
  const other = await t.makeAccount('office');
  for (let i = 0; i < 3; i++) expect((await t.as(office).get('/api/people?q=甲')).status).toBe(200);
  await t.as(other).get('/api/people');
  expect((await rowsOf('organisation.people')).map((r) => r.actor_name)).toEqual([office.name, other.name]);
  expect((await rowsOf('organisation.people'))[0]!.after).toMatchObject({ asked: { q: '甲' }, once_an_hour: true });
  moveClockTo(new Date('2026-11-20T03:01:00Z'));
  await t.as(office).get('/api/people');
  expect((await rowsOf('organisation.people')).length).toBe(3);
  for (let i = 0; i < 2; i++) expect((await t.as(office).get('/api/organisation/export')).status).toBe(200);
  expect((await rowsOf('organisation.export')).length).toBe(2);
});
test('many at once leave one row', async () => {
  const user = await t.makeAccount('office');
  await t.signIn(user);
  await Promise.all(Array.from({ length: 8 }, () => t.as(user).get('/api/duties')));
  expect((await rowsOf('organisation.duties')).length).toBe(1);
});
test('no trail, no read', async () => {
  const user = await t.makeAccount('office');
  await t.signIn(user);
  await sql`alter table audit_log add constraint full_disk check (action <> 'responsibility.contacts')`.execute(t.db);
  expect((await t.as(user).get('/api/responsibility/contacts')).status).toBe(500);
});
/** Pages of one's own work that name a colleague to call are no list of people. */
const ownWork = ['campaigns.assignment', 'identity.me'];
test('every list that shows telephones, addresses or numbers of people is among them', () => {
  const shows = (reply: unknown) => /"(phone|email|employee_no|id_number|certificate_no)":/.test(JSON.stringify(z.toJSONSchema(reply as z.core.$ZodType, { io: 'input', unrepresentable: 'any' })));
  const bare = allRoutes.filter((r) => r.method === 'GET' && !isDownload(r.reply) && !isEvents(r.reply) && !r.audit_read && shows(r.reply)).map((r) => r.id);
  expect(bare.filter((id) => !ownWork.includes(id))).toEqual([]);
});
