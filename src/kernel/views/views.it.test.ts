import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';

let t: TestApp;
let office: User;
let liaison: User;
let root: string;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  root = await t.makeUnit('示例大学');
  office = await t.makeAccount('office');
  liaison = await t.makeAccount('liaison', root);
});
afterAll(() => t.close());
const view = (name: string, more: object = {}) => ({ page: 'ledger:servers', name, query: 'state=idle&q=选课', columns: ['unit', 'state'], ...more });
const names = async (who: User, page = 'ledger:servers') => (await t.as(who).get(`/api/views?page=${page}`)).body.map((v: { name: string; mine: boolean }) => `${v.name}${v.mine ? '*' : ''}`).sort();

test('a view is its owner’s; the office shares one with all; the same name writes over; only the owner removes it', async () => {
  expect((await t.as(liaison).post('/api/views', view('停用的'))).body).toMatchObject({ name: '停用的', query: 'state=idle&q=选课', columns: ['unit', 'state'], mine: true, shared: false });
  expect(await t.as(liaison).post('/api/views', view('给大家', { shared: true }))).toMatchObject({ status: 403, body: { code: 'view.share_denied' } });
  const shared = (await t.as(office).post('/api/views', view('全校', { shared: true }))).body;
  expect(await names(liaison)).toEqual(['停用的*', '全校']);
  expect(await names(office)).toEqual(['全校*']);
  expect(await names(office, 'systems')).toEqual([]);
  await t.as(liaison).post('/api/views', view('停用的', { query: 'state=retired' }));
  expect((await t.as(liaison).get('/api/views?page=ledger:servers')).body.find((v: { name: string }) => v.name === '停用的').query).toBe('state=retired');
  expect((await t.as(liaison).delete(`/api/views/${shared.id}`)).status).toBe(404);
  expect((await t.as(office).delete(`/api/views/${shared.id}`)).status).toBe(200);
  expect(await names(liaison)).toEqual(['停用的*']);
  expect((await t.as(liaison).post('/api/views', view('坏页面', { page: 'Ledger' }))).status).toBe(422);
});

test('a shared view of the hazards opens the list that its query says, and shows each his own', async () => {
  const other = await t.makeUnit('财务处');
  for (const [title, severity, unit_id] of [['弱口令', 'high', root], ['目录遍历', 'low', root], ['弱口令', 'high', other]] as const) await t.as(office).post('/api/hazards', { title, severity, source: 'manual', unit_id });
  await t.as(office).post('/api/views', { page: 'hazards', name: '高危未清零', query: 'severity=high&sort=severity', columns: ['severity', 'unit', 'last_seen'], shared: true });
  const college = await t.makeAccount('liaison', other);
  const [view] = (await t.as(college).get('/api/views?page=hazards')).body;
  expect(view).toMatchObject({ name: '高危未清零', columns: ['severity', 'unit', 'last_seen'], mine: false });
  expect((await t.as(college).get(`/api/hazards?${view.query}`)).body.items.map((h: { unit_name: string; title: string }) => `${h.unit_name} ${h.title}`)).toEqual(['财务处 弱口令']);
  expect((await t.as(office).get(`/api/hazards?${view.query}`)).body.items).toHaveLength(2);
  expect(await names(college)).toEqual([]);
});
