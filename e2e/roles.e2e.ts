import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../test/app.ts';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

const plan = '示例大学网络安全检查工作方案\n\n一、工作任务\n\n（一）开展自查。教务处要开展网络安全自查。（责任单位：教务处，2030年3月1日前完成）\n';

describe.skipIf(missing !== undefined)('what each role does', () => {
  let world: World;
  let three: Record<'system_admin' | 'security_admin' | 'audit_admin', User>;
  let office: User, head: User, liaison: User, leader: User;
  let campaign: string;
  beforeAll(async () => {
    world = await openWorld();
    const { t } = world;
    three = await t.setUp();
    const root = await t.makeUnit('示例大学');
    const teaching = await t.makeUnit('教务处', root);
    [office, leader] = [await t.makeAccount('office'), await t.makeAccount('leader')];
    [head, liaison] = [await t.makeAccount('unit_head', teaching), await t.makeAccount('liaison', teaching)];
    const draft = (await t.as(office).post('/api/campaigns', { text: plan })).body;
    const tasks = draft.draft.tasks.map((x: object) => ({ ...x, sign_off: true }));
    const saved = (await t.as(office).put(`/api/campaigns/${draft.campaign.id}/draft`, { version: draft.campaign.version, draft: { ...draft.draft, tasks } })).body;
    campaign = draft.campaign.id;
    await t.as(office).post(`/api/campaigns/${campaign}/publish`, { version: saved.campaign.version });
    const [row] = (await t.as(liaison).get('/api/assignments')).body.items;
    await t.as(liaison).post(`/api/assignments/${row.id}/moves`, { version: row.version, action: 'submit', note: '已自查 8 个系统' });
  });
  afterAll(async () => { await world?.close(); });

  test('a unit head signs off on a phone', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, head);
    await v.page.getByRole('link', { name: /开展自查/ }).first().click();
    await v.page.getByText('已自查 8 个系统').first().waitFor();
    await inspect(v.page, 'sign-off-phone');
    await v.page.getByRole('button', { name: '签批同意' }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: '签批同意' }).click();
    await v.page.getByText('待审核').first().waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });
  test('a leader sees how it stands, and can change nothing', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, leader);
    // what a leader asks first stands on the first page; an empty list of things to do does not
    await v.page.getByRole('heading', { name: /^单位排名：/ }).waitFor();
    expect(await v.page.getByRole('heading', { name: '我的待办' }).count()).toBe(0);
    await inspect(v.page, 'leader-desktop');
    await v.page.goto(`${world.base}/campaigns/${campaign}`);
    await v.page.getByRole('heading', { name: '单位排名' }).waitFor();
    await inspect(v.page, 'leader-campaign-desktop');
    expect(await v.page.getByRole('button', { name: '结束行动' }).count()).toBe(0);
    expect(v.problems).toEqual([]);
    await v.context.close();
  });
  test('the audit administrator reads the trail and proves that it is whole', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, three.audit_admin);
    await v.page.goto(`${world.base}/audit`);
    await v.page.getByRole('button', { name: /校验/ }).click();
    await v.page.getByText(/校验通过：\d+ 条/).first().waitFor();
    await inspect(v.page, 'audit-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });
  test('the security administrator grants a role with its unit', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, three.security_admin);
    await v.page.goto(`${world.base}/accounts`);
    await v.page.getByRole('button', { name: /授权/ }).first().waitFor();
    await inspect(v.page, 'grant-desktop');
    await v.page.getByRole('button', { name: /授权/ }).first().click();
    await v.page.getByRole('dialog').waitFor();
    await inspect(v.page, 'grant-dialog-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });
  test('wrong passwords are answered in words, and the way in stays usable by keyboard', async () => {
    const v = await visit(world, desktop);
    await v.page.goto(`${world.base}/sign-in`);
    await v.page.getByLabel(/^账号/).fill(office.user_name);
    await v.page.getByLabel(/^口令$/).fill('Wrong-password-1');
    await v.page.keyboard.press('Enter');
    await v.page.getByText('账号或口令不正确').first().waitFor();
    await inspect(v.page, 'sign-in-wrong-desktop');
    await v.page.getByLabel(/^口令$/).fill(office.password);
    await v.page.keyboard.press('Enter');
    await v.page.getByRole('heading', { name: '工作台' }).waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });
});
