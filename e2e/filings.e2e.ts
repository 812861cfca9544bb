import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../test/app.ts';
import { desktop, everyWidth, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

const picture = { name: '备案截图.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') };

describe.skipIf(missing !== undefined)('filings and going online', () => {
  let world: World;
  let office: User;
  let leader: User;
  let liaison: User;
  let planned: { id: string };
  beforeAll(async () => {
    world = await openWorld();
    const { t } = world;
    await t.setUp();
    const root = await t.makeUnit('示例大学');
    const college = await t.makeUnit('计算机学院', root, 'college');
    office = await t.makeAccount('office');
    leader = await t.makeAccount('leader');
    liaison = await t.makeAccount('liaison', college);
    const person = (await t.as(office).post('/api/people', { name: '安全管理员甲', unit_id: college, phone: '13800000000' })).body;
    planned = (await t.as(office).post('/api/systems', { name: '示例招生网', kind: 'website', unit_id: college, manager_id: person.id, mlps_level: 2, icp_number: '示ICP备2026000001号', purpose: '招生宣传', places: ['zs.example.edu.cn'], ports: '443' })).body;
    await t.as(office).post('/api/systems', { name: '示例学院网', kind: 'website', unit_id: college, state: 'online', places: ['cs.example.edu.cn'] });
  });
  afterAll(async () => { await world?.close(); });

  test('a liaison applies on a phone, sees what is missing, and hands it in', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/filings`);
    await v.page.getByText('没有申请').waitFor();
    await inspect(v.page, 'filings-empty-phone');
    await v.page.goto(`${world.base}/systems/${planned.id}`);
    await v.page.getByRole('button', { name: '申请上线' }).click();
    await v.page.getByRole('dialog').getByText('新建的系统接入和开通').waitFor();
    await inspect(v.page, 'application-new-phone');
    await v.page.getByRole('dialog').getByRole('button', { name: '下一步' }).click();
    await v.page.getByRole('heading', { name: '上线申请：示例招生网' }).waitFor();
    await v.page.getByText('还有 14 个检查项没有填写').waitFor();
    await inspect(v.page, 'application-draft-phone');
    for (const item of await v.page.locator('.check').all()) await item.getByText('是', { exact: true }).click();
    await v.page.getByText('还有 14 个检查项没有填写').waitFor({ state: 'detached' });
    const backup = v.page.locator('.check', { hasText: '数据备份并做过恢复' });
    await backup.getByText('否', { exact: true }).click();
    await v.page.getByText('“数据备份并做过恢复”没有落实，请说明原因和打算').waitFor();
    await backup.getByRole('textbox').fill('下月接入统一备份');
    await backup.getByRole('textbox').blur();
    await v.page.getByText('“数据备份并做过恢复”没有落实，请说明原因和打算').waitFor({ state: 'detached' });
    await backup.scrollIntoViewIfNeeded();
    await inspect(v.page, 'application-checks-phone');
    // what was typed is saved with the next step
    await v.page.getByLabel('服务对象').fill('考生');
    await v.page.getByRole('button', { name: '提交申请' }).last().click();
    await v.page.getByRole('dialog').getByRole('button', { name: '提交申请' }).click();
    await v.page.getByText('待受理').first().waitFor();
    await v.page.getByText('考生').waitFor();
    await inspect(v.page, 'application-sent-phone');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('the office accepts and tests, the leader approves, and the system is online', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.getByText('1 份上下线申请待受理').click();
    await v.page.getByRole('link', { name: '示例招生网' }).waitFor();
    await inspect(v.page, 'applications-desk-desktop');
    await v.page.getByRole('link', { name: '示例招生网' }).click();
    await v.page.getByRole('button', { name: /^受\s*理$/ }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: /^受\s*理$/ }).click();
    await v.page.getByText('检测中').first().waitFor();
    await v.page.locator('input[type=file]:not([capture])').setInputFiles({ name: '检测报告.txt', mimeType: 'text/plain', buffer: Buffer.from('未发现高危隐患') });
    await v.page.getByText('检测报告.txt').waitFor();
    await inspect(v.page, 'application-testing-desktop');
    await v.page.getByRole('button', { name: '检测通过' }).click();
    await v.page.getByLabel('检测报告编号').fill('检测报告〔2026〕1号');
    await inspect(v.page, 'application-pass-desktop');
    await v.page.getByRole('dialog').getByRole('button', { name: '检测通过' }).click();
    await v.page.getByText('待审批').first().waitFor();
    const [form] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('link', { name: '下载审批单' }).click()]);
    expect((await readFile(await form.path())).subarray(0, 2).toString()).toBe('PK');
    expect(v.problems).toEqual([]);
    await v.context.close();

    const l = await visit(world, phone);
    await signIn(world, l, leader);
    await l.page.goto(`${world.base}/filings?tab=applications&app_state=to_approve`);
    await l.page.getByRole('link', { name: '示例招生网' }).click();
    await l.page.getByText('不缺什么了。').waitFor();
    await l.page.getByRole('button', { name: /^批\s*准$/ }).click();
    await l.page.getByText('批准后系统立即转为在线').waitFor();
    await inspect(l.page, 'application-approve-phone');
    await l.page.getByRole('dialog').getByRole('button', { name: /^批\s*准$/ }).click();
    await l.page.getByText('已批准').first().waitFor();
    expect(l.problems).toEqual([]);
    await l.context.close();
    expect((await world.t.as(office).get(`/api/systems/${planned.id}`)).body.state).toBe('online');
  });

  test('the police’s filing is due in thirty days; the liaison enters its number with the proof on a phone', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/filings?tab=list&owing=true`);
    await v.page.getByText('还有 30 天').first().waitFor();
    await inspect(v.page, 'filings-phone');
    await v.page.locator('.card', { hasText: '公安联网备案' }).filter({ hasText: '示例招生网' }).getByRole('link', { name: '示例招生网' }).click();
    await v.page.getByText('还没有证明材料').waitFor();
    await v.page.locator('input[type=file]:not([capture])').setInputFiles(picture);
    await v.page.getByText('备案截图.png').waitFor();
    await inspect(v.page, 'filing-phone');
    await v.page.getByRole('button', { name: '登记备案号' }).click();
    await v.page.getByRole('textbox', { name: '备案号' }).fill('示公网安备00000000000001号');
    await inspect(v.page, 'filing-record-phone');
    await v.page.getByRole('dialog').getByRole('button', { name: '登记备案号' }).click();
    await v.page.getByText('已备案').first().waitFor();
    await v.page.getByText('格式存疑').waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('the office sees what is due, what runs without a filing, and writes the report with one click', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/filings?tab=list`);
    await v.page.getByRole('link', { name: '示例学院网' }).first().waitFor();
    await inspect(v.page, 'filings-list-desktop');
    await v.page.goto(`${world.base}/filings?tab=due`);
    await v.page.getByRole('heading', { name: '日历' }).waitFor();
    await inspect(v.page, 'filings-due-desktop');
    await v.page.getByRole('button', { name: /项在 .* 到期$/ }).first().click();
    await v.page.getByText('看全部').waitFor();
    await v.page.goto(`${world.base}/filings?tab=check`);
    await v.page.getByText('运行而未备案').first().waitFor();
    await inspect(v.page, 'filings-check-desktop');
    const [sheet] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('link', { name: '导出核查表' }).click()]);
    expect((await readFile(await sheet.path())).subarray(0, 2).toString()).toBe('PK');
    await v.page.goto(`${world.base}/filings?tab=reports`);
    await v.page.getByText('待报备', { exact: true }).waitFor();
    await inspect(v.page, 'filings-reports-desktop');
    await v.page.getByRole('button', { name: '生成报备 示例招生网' }).click();
    await inspect(v.page, 'filings-report-write-desktop');
    const [report] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('dialog').getByRole('button', { name: '生成报备' }).click()]);
    expect(report.suggestedFilename()).toMatch(/^关于网络信息系统新增情况的报备/);
    await v.page.getByText('〔').first().waitFor();
    await v.page.goto(`${world.base}/filings?tab=rules`);
    await v.page.getByText('公安联网备案').first().waitFor();
    await inspect(v.page, 'filings-rules-desktop');
    await v.page.getByRole('button', { name: '修改 公安联网备案' }).click();
    await inspect(v.page, 'filings-kind-desktop');
    await v.page.goto(`${world.base}/systems/${planned.id}`);
    await v.page.getByRole('heading', { name: '备案和申请' }).waitFor();
    await inspect(v.page, 'system-filings-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('every page in English and on a phone', async () => {
    for (const viewport of everyWidth) {
      const v = await visit(world, viewport, 'en');
      await signIn(world, v, office);
      for (const tab of ['applications', 'list', 'due', 'check', 'reports', 'rules']) {
        await v.page.goto(`${world.base}/filings?tab=${tab}`);
        await v.page.getByRole('heading', { level: 1 }).waitFor();
        await inspect(v.page, `filings-en-${viewport === phone ? 'phone' : 'desktop'}-${tab}`);
      }
      expect(v.problems).toEqual([]);
      await v.context.close();
    }
  });
});
