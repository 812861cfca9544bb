import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

const plan = `示例大学2026年网络安全检查工作方案

一、时间安排

2026年3月1日至2026年6月30日。

二、工作任务

（一）梳理资产。各部门要于2026年4月10日前完成资产登记，登记率不低于95%。（责任单位：教务处、保卫处，2026年4月10日前完成）

（二）组织演练。保卫处要组织一次应急演练。（责任单位：保卫处，2026年5月20日前完成）

（三）总结经验。教务处要报送总结。（责任单位：教务处，2026年6月10日前完成）
`;

describe.skipIf(missing)(`a draft and its later version${missing ? ` (${missing})` : ''}`, () => {
  let world: World;
  let office: { user_name: string; password: string };
  beforeAll(async () => {
    world = await openWorld();
    await world.t.setUp();
    const root = await world.t.makeUnit('示例大学');
    for (const name of ['教务处', '保卫处']) await world.t.makeUnit(name, root);
    office = await world.t.makeAccount('office', null, { name: '网信办工作人员' });
  });
  afterAll(() => world?.close());

  test('what was done to a draft is taken back by button and by keyboard, also after a reload', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/campaigns/new`);
    await v.page.getByLabel('文件正文').fill(plan);
    await v.page.getByRole('button', { name: '识读' }).click();
    await v.page.waitForURL('**/draft');
    await v.page.getByText('任务 3 项').waitFor();
    const undo = v.page.getByRole('button', { name: '撤销', exact: true });
    expect(await undo.isDisabled()).toBe(true);
    const remove = async (title: RegExp): Promise<void> => {
      await v.page.getByRole('button', { name: title }).first().click();
      await v.page.locator('.draft-form').getByRole('button', { name: '删除', exact: true }).last().click();
    };
    await remove(/组织演练/);
    await v.page.getByText('任务 2 项').waitFor();
    await remove(/总结经验/);
    await v.page.getByText('任务 1 项').waitFor();
    await v.page.getByText('已保存').waitFor();
    await v.page.keyboard.press('Control+z');
    await v.page.getByText('任务 2 项').waitFor();
    await v.page.getByText('已保存').waitFor();
    await v.page.reload();
    await v.page.getByText('任务 2 项').waitFor();
    await inspect(v.page, 'draft-undo-desktop');
    await undo.click();
    await v.page.getByText('任务 3 项').waitFor();
    expect(await undo.isDisabled()).toBe(true);
    // inside a field Ctrl+Z is the field's own
    await v.page.getByRole('button', { name: /组织演练/ }).first().click();
    await v.page.getByLabel('任务名称').fill('组织应急演练');
    await v.page.getByLabel('任务名称').press('Control+z');
    expect(await undo.isDisabled()).toBe(false);
    await v.page.getByText('已保存').waitFor();
    await v.page.getByRole('button', { name: '发布', exact: true }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: '确认发布' }).click();
    await v.page.waitForURL(/\/campaigns\/[^/]+$/);
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('a later version comes in as a file: first the difference, then the change', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, office);
    const [campaign] = await world.t.db.selectFrom('campaign').select('id').execute();
    await v.page.goto(`${world.base}/campaigns/${campaign!.id}?tab=revision`);
    await v.page.getByText('文件有了新版本').waitFor();
    await v.page.locator('input[type=file]').setInputFiles({ name: '方案（修订）.txt', mimeType: 'text/plain', buffer: Buffer.from(plan.replaceAll('2026年4月10日', '2026年4月30日')) });
    await v.page.getByText('已读“方案（修订）.txt”').waitFor();
    await v.page.getByText('2026-04-30').first().waitFor();
    await inspect(v.page, 'revision-phone');
    await v.page.getByRole('button', { name: '采用新版本' }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: '采用新版本' }).click();
    await v.page.getByText('已采用新版本').waitFor();
    expect((await world.t.db.selectFrom('campaign').select('plan_version').executeTakeFirstOrThrow()).plan_version).toBe(2);
    expect(v.problems).toEqual([]);
    await v.context.close();
  });
});
