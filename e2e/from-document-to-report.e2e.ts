import mammoth from 'mammoth';
import { mkdirSync, copyFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { password, type User } from '../test/app.ts';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

const plan = `示例大学文件

示校发〔2026〕12号

示例大学网络安全专项检查工作方案

为加强网络安全工作，定于2026年11月1日至2027年6月30日开展专项检查，现制定方案如下。

一、阶段安排

（一）自查阶段（2026年11月1日至2027年3月31日）

各部门要对照清单开展自查，形成自查报告。

（二）总结阶段（2027年4月1日至2027年7月15日）

网络信息中心要汇总情况，形成总结报告。

二、工作任务

（一）梳理资产。各部门要登记网站和信息系统，登记率不低于95%。（责任单位：各部门，2027年3月10日前完成）

（二）组织演练。网络信息中心要组织应急演练，不少于1次。（责任单位：网络信息中心牵头，综治办配合，2027年5月20日前完成）

（三）报送情况。各部门每月报送一次工作情况。（责任单位：各部门）

示例大学

2026年10月28日
`;

describe.skipIf(missing !== undefined)('from a document to a campaign that closes', () => {
  let world: World;
  let office: User, liaison: User;
  beforeAll(async () => { world = await openWorld(); });
  afterAll(async () => { await world?.close(); });

  test('first start: three administrators, then the first sign-in', async () => {
    const v = await visit(world, desktop);
    await v.page.goto(world.base);
    await v.page.getByRole('heading', { name: '初始化系统' }).waitFor();
    await inspect(v.page, 'set-up-desktop');
    await v.page.getByLabel('单位名称').fill('示例大学');
    for (const [legend, user] of [['系统管理员', 'sysadmin'], ['安全管理员', 'secadmin'], ['审计管理员', 'auditor']] as const) {
      const part = v.page.getByRole('group', { name: legend });
      await part.getByLabel('姓名').fill(`${legend}甲`);
      await part.getByLabel('账号').fill(user);
      await part.getByLabel('口令').fill(password);
    }
    await v.page.getByRole('button', { name: '完成初始化' }).click();
    await v.page.waitForURL('**/sign-in');
    await inspect(v.page, 'sign-in-desktop');
    await signIn(world, v, { user_name: 'sysadmin', password });
    await v.page.getByRole('heading', { level: 1 }).waitFor();
    await inspect(v.page, 'administrator-desktop');
    await v.page.goto(`${world.base}/accounts`);
    await inspect(v.page, 'accounts-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
    const { t } = world;
    const root = await t.makeUnit('示例大学');
    const teaching = await t.makeUnit('教务处', root);
    await t.makeUnit('保卫处', root);
    await t.makeUnit('网络信息中心', root, 'centre');
    office = await t.makeAccount('office', null, { name: '网信办工作人员' });
    liaison = await t.makeAccount('liaison', teaching, { name: '联络员' });
  });

  test('the office pastes a document, looks it over, settles the unknown unit and publishes', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await inspect(v.page, 'workbench-empty-desktop');
    await v.page.goto(`${world.base}/campaigns/new`);
    await inspect(v.page, 'new-campaign-desktop');
    await v.page.getByLabel('文件正文').fill(plan);
    await v.page.getByRole('button', { name: '识读' }).click();
    await v.page.waitForURL('**/draft');
    await v.page.getByText('任务 5 项').waitFor();
    // the document's own fault is shown: its last phase ends after the whole
    await v.page.getByText(/不在总时段/).waitFor();
    await v.page.getByText('有 1 个单位名对应不上').waitFor();
    await inspect(v.page, 'import-desktop');
    await v.page.getByLabel('“综治办”对应的单位').click();
    const tree = v.page.locator('.ant-select-dropdown');
    await tree.waitFor();
    await v.page.keyboard.type('保卫', { delay: 30 });
    await v.page.waitForTimeout(300);
    await tree.getByTitle('保卫处').click();
    await v.page.keyboard.press('Escape');
    await v.page.getByRole('button', { name: '确定 综治办' }).click();
    await v.page.getByText('有 1 个单位名对应不上').waitFor({ state: 'detached' });
    await v.page.getByText('已保存').waitFor();
    await v.page.getByRole('button', { name: '发布', exact: true }).click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByText(/份/).first().waitFor();
    await dialog.getByRole('button', { name: '确认发布' }).click();
    await v.page.waitForURL(/\/campaigns\/[^/]+$/);
    await v.page.getByRole('navigation', { name: '专项行动' }).getByRole('link', { name: '看板' }).click();
    await v.page.getByText('教务处').first().waitFor();
    await inspect(v.page, 'board-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('a liaison answers on a phone in at most twelve taps', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.getByRole('heading', { name: '我的待办' }).waitFor();
    await inspect(v.page, 'workbench-phone');
    let taps = 0;
    const tap = async (what: { click(): Promise<void> }) => { taps++; await what.click(); };
    await tap(v.page.getByRole('link', { name: /梳理资产/ }).first());
    await v.page.getByLabel('办理情况').waitFor();
    await v.page.getByText('登记率不低于95%').first().waitFor();
    await inspect(v.page, 'assignment-phone');
    await tap(v.page.getByLabel('办理情况'));
    await v.page.getByLabel('办理情况').fill('已登记网站 3 个、信息系统 5 个，登记率 100%。');
    const chooser = v.page.waitForEvent('filechooser');
    await tap(v.page.getByRole('button', { name: '上传文件' }));
    await (await chooser).setFiles({ name: '资产清单.txt', mimeType: 'text/plain', buffer: Buffer.from('教务系统\n选课系统') });
    await v.page.getByText('资产清单.txt').waitFor();
    await tap(v.page.getByRole('button', { name: '提交' }));
    await v.page.getByText('待审核').first().waitFor();
    expect(taps).toBeLessThanOrEqual(12);
    await inspect(v.page, 'assignment-sent-phone');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('the office reviews it, sees one true board, and writes the report', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.getByRole('link', { name: /梳理资产/ }).first().click();
    await v.page.getByText('登记率 100%').first().waitFor();
    await v.page.getByRole('button', { name: '审核通过' }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: '审核通过' }).click();
    await v.page.getByText('已完成').first().waitFor();
    await inspect(v.page, 'assignment-done-desktop');
    await v.page.goto(`${world.base}/campaigns`);
    await v.page.getByRole('link', { name: '示例大学网络安全专项检查工作方案' }).first().click();
    await v.page.getByRole('navigation', { name: '专项行动' }).getByRole('link', { name: '概览' }).waitFor();
    await inspect(v.page, 'campaign-desktop');
    await v.page.getByRole('navigation', { name: '专项行动' }).getByRole('link', { name: '公文' }).click();
    await v.page.getByRole('heading', { name: '生成公文' }).waitFor();
    await v.page.getByRole('heading', { name: '公文模板' }).waitFor();
    await v.page.getByText('可用字段').click();
    await inspect(v.page, 'documents-desktop');
    await v.page.getByRole('button', { name: '总结报告', exact: true }).click();
    const asked = v.page.getByRole('dialog');
    await asked.getByText(/还有 \d+ 项任务（办理单 \d+ 份）没有完成/).waitFor();
    expect(await asked.getByRole('button', { name: '生成并下载' }).isDisabled()).toBe(true);
    await inspect(v.page, 'final-report-asked-desktop');
    await asked.getByLabel('工作没有全部完成，仍要生成').check();
    const saved = v.page.waitForEvent('download');
    await asked.getByRole('button', { name: '生成并下载' }).click();
    const file = await (await saved).path();
    const text = (await mammoth.extractRawText({ buffer: await readFile(file) })).value;
    expect(text).toContain('梳理资产');
    expect(text).toContain('资产清单.txt');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('every other page, wide and narrow, in both languages', async () => {
    for (const [size, viewport] of [['desktop', desktop], ['phone', phone]] as const) for (const locale of ['zh-CN', 'en-US'] as const) {
      const v = await visit(world, viewport, locale);
      await signIn(world, v, office);
      for (const [name, path] of [['campaigns', '/campaigns'], ['organisation', '/organisation'], ['responsibility', '/responsibility'], ['assignments', '/assignments'], ['notices', '/notices'], ['settings', '/settings'], ['calendar', '/calendar'], ['me', '/me'], ['help', '/help']] as const) {
        await v.page.goto(world.base + path);
        await v.page.getByRole('heading', { level: 1 }).waitFor();
        await inspect(v.page, `${name}-${size}-${locale.slice(0, 2)}`);
      }
      expect(v.problems).toEqual([]);
      await v.context.close();
    }
  });

  // the README's pictures are the journey's own
  test.runIf(process.env.SHOUTU_PICTURES)('keeps the pictures of the README', () => {
    const to = join(import.meta.dirname, '../docs/images');
    mkdirSync(to, { recursive: true });
    for (const [from, name] of [['import-desktop', 'import'], ['board-desktop', 'board'], ['assignment-phone', 'answer-phone']]) copyFileSync(join(import.meta.dirname, 'out', `${from}.png`), join(to, `${name}.png`));
  });
});
