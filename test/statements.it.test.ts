import { afterAll, beforeAll, expect, test } from 'vitest';
import { allRoutes } from '../src/contract.ts';
import { isDownload, isEvents } from '../src/kernel/http/route.ts';
import { roles } from '../src/kernel/permissions.ts';
import { openTestApp, type TestApp, type User } from './app.ts';

/** A page that asks once a row is fast today and slow at the two hundredth unit. */
const most = 8;
let t: TestApp;
const users: User[] = [];
beforeAll(async () => {
  t = await openTestApp();
  const three = await t.setUp();
  const root = await t.makeUnit('示例大学');
  const units = [await t.makeUnit('教务处', root), await t.makeUnit('财务处', root), await t.makeUnit('计算机学院', root, 'college')];
  for (const role of roles) users.push(role in three ? three[role as keyof typeof three] : await t.makeAccount(role, ['unit_head', 'liaison', 'vendor'].includes(role) ? units[0]! : null));
  const office = t.as(users.find((u) => u.role === 'office')!);
  for (const [i, unit] of units.entries()) {
    const person = (await office.post('/api/people', { name: `人员${i}`, unit_id: unit })).body;
    await office.put(`/api/units/${unit}/posts/liaison`, { person_id: person.id });
    await office.post('/api/capacity/staff', { person_id: person.id, kind: 'full_time', work: '运维', since: '2025-01-01' });
    const system = (await office.post('/api/systems', { name: `教务系统${i}`, kind: 'system', unit_id: unit, state: 'online' })).body.id;
    await office.post('/api/mlps/objects', { name: `教务系统${i}`, unit_id: unit, system_ids: [system] });
    await office.post('/api/responsibility/records', { kind: 'publicity', held_on: '2026-01-02', title: '宣传', unit_id: unit, chaired_by: '负责人' });
  }
  const draft = (await office.post('/api/campaigns', { text: '示例大学网络安全检查工作方案\n\n一、工作任务\n\n（一）开展自查。各部门要开展自查，2026年1月1日前完成。\n\n（二）落实整改。各部门要落实整改，2026年2月1日前完成。\n' })).body;
  await office.post(`/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version });
  await office.post('/api/papers/reports', { title: '季报', recipient: '示例省厅', due_on: '2026-12-01' });
  await office.post('/api/accountability/clues/find');
});
afterAll(() => t.close());

test(`no page asks the database more than ${most} times, sign-in apart`, async () => {
  const over: string[] = [];
  let asked = 0;
  for (const route of allRoutes.filter((r) => r.method === 'GET' && !r.path.includes('{') && !isEvents(r.reply) && !isDownload(r.reply))) for (const user of users) {
    const client = t.as(user);
    await client.get('/api/session');
    const path = route.path + ({ 'settings.calendar': '?year=2026', 'mlps.plan': '?year=2026', 'mlps.gaps': '?gap=ungraded' }[route.id] ?? '');
    // the first look may leave a row that it was looked at
    await client.get(path);
    const before = t.statements();
    const reply = await client.get(path);
    if (reply.status !== 200) continue;
    asked++;
    const n = t.statements() - before;
    if (n > most + 2) over.push(`${route.id} as ${user.role}: ${n}`);
  }
  expect(asked).toBeGreaterThan(60);
  expect(over).toEqual([]);
});
