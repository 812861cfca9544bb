import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../../kernel/clock.ts';

let t: TestApp;
let office: User;
let leader: User;
async function at(date: string): Promise<void> {
  moveClockTo(new Date(`${date}T02:00:00Z`));
  for (const user of [office, leader]) await t.signIn(user);
}
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  await t.makeUnit('计算机学院', root, 'college');
  office = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  await t.db.updateTable('account').set({ password_changed_at: '2100-01-01T00:00:00Z' }).execute();
  await at('2026-05-20');
});
afterEach(() => at('2026-05-20'));
afterAll(async () => { moveClockTo(undefined); await t.close(); });

const base = '/api/papers/protection-periods';
test('a protection period names its event, days and level, and shows how far its campaign is; its last day still counts', async () => {
  const draft = (await t.as(office).post('/api/campaigns', { text: '示例大学网络安全保障工作方案\n\n一、工作任务\n\n（一）开展自查。计算机学院要开展网络安全自查。（责任单位：计算机学院，2026年6月1日前完成）\n' })).body;
  await t.as(office).post(`/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version });
  const p = (await t.as(office).post(base, { event: '建党庆祝活动', level: 'national', start_on: '2026-05-21', end_on: '2027-02-28', campaign_id: draft.campaign.id })).body;
  expect(p).toMatchObject({ phase: 'ahead', campaign: { title: '示例大学网络安全保障工作方案', total: 1, done: 0 } });
  for (const [day, phase] of [['2026-05-21', 'now'], ['2027-02-28', 'now'], ['2027-03-01', 'over']] as const) {
    await at(day);
    expect((await t.as(leader).get(`${base}?year=2027`)).body).toMatchObject([{ id: p.id, phase }]);
  }
  expect((await t.as(leader).get(`${base}?year=2025`)).body).toEqual([]);
  expect(await t.as(office).patch(`${base}/${p.id}`, { version: 1, end_on: '2026-05-20' })).toMatchObject({ status: 422, body: { code: 'period.order' } });
  expect((await t.as(office).patch(`${base}/${p.id}`, { version: 1, level: 'provincial' })).body).toMatchObject({ level: 'provincial', version: 2 });
  expect(await t.as(office).patch(`${base}/${p.id}`, { version: 1, level: 'city' })).toMatchObject({ status: 409 });
  expect(await t.as(office).post(base, { event: '活动', level: 'own', start_on: '2026-06-01', end_on: '2026-06-02', campaign_id: p.id })).toMatchObject({ status: 422, body: { code: 'period.campaign_gone' } });
  expect((await t.as(office).delete(`${base}/${p.id}`)).status).toBe(200);
  expect((await t.as(leader).get(base)).body).toEqual([]);
});
