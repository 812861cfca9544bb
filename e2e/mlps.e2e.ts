import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../test/app.ts';
import { desktop, everyWidth, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

describe.skipIf(missing !== undefined)('classified protection', () => {
  let world: World;
  let office: User;
  let liaison: User;
  let college: string;
  beforeAll(async () => {
    world = await openWorld();
    const { t } = world;
    await t.setUp();
    const root = await t.makeUnit('示例大学');
    college = await t.makeUnit('教务处', root);
    office = await t.makeAccount('office');
    liaison = await t.makeAccount('liaison', college);
    for (const [name, state] of [['示例教务系统', 'online'], ['示例选课系统', 'online'], ['示例新平台', 'planned']]) await t.as(office).post('/api/systems', { name, kind: 'system', unit_id: college, state, users: '全校师生', purpose: '教学管理', places: [`${state}.example.edu.cn`] });
  });
  afterAll(async () => { await world?.close(); });

  test('the liaison grades a system on a phone by the matrix, and hands it in', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/mlps`);
    await v.page.getByText('还没有定级对象').waitFor();
    await inspect(v.page, 'mlps-empty-phone');
    await v.page.goto(`${world.base}/mlps?tab=gaps`);
    await v.page.getByText('规划阶段').waitFor();
    await inspect(v.page, 'mlps-gaps-phone');
    await v.page.getByRole('button', { name: '定级 示例教务系统' }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: '建立定级对象' }).click();
    await v.page.getByRole('heading', { name: '定级向导 示例教务系统' }).waitFor();
    await v.page.getByLabel('承载业务').fill('排课、选课、成绩管理');
    for (const part of ['s', 'a']) await v.page.locator(`input[name="${part}-society"][value="general"]`).check();
    await v.page.getByText('业务信息第2级，系统服务第2级').waitFor();
    await inspect(v.page, 'mlps-grading-phone');
    await v.page.getByRole('button', { name: '保存定级' }).click();
    await v.page.getByText('S2A2G2', { exact: true }).waitFor();
    const [report] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('link', { name: '定级报告' }).click()]);
    expect((await readFile(await report.path())).subarray(0, 2).toString()).toBe('PK');
    await v.page.getByRole('button', { name: '提交定级' }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: '提交定级' }).click();
    await v.page.getByText('已办理').waitFor();
    await v.page.locator('input[type=file]:not([capture])').last().setInputFiles({ name: '专家评审意见.txt', mimeType: 'text/plain', buffer: Buffer.from('同意定为第二级') });
    await v.page.getByText('专家评审意见.txt').waitFor();
    await inspect(v.page, 'mlps-object-phone');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('the office enters review, approval and certificate; the forms are filled; an assessment with its problems', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/mlps?tab=objects`);
    await v.page.getByRole('link', { name: '示例教务系统' }).click();
    const step = async (name: string, fill: () => Promise<void>): Promise<void> => {
      await v.page.getByRole('button', { name, exact: true }).click();
      await fill();
      await v.page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
      await v.page.getByRole('dialog').waitFor({ state: 'hidden' });
    };
    const dialog = v.page.getByRole('dialog');
    await step('登记专家评审', async () => { await dialog.getByLabel('评审专家').fill('张示例、李示例、王示例'); await dialog.getByLabel('意见').fill('同意定为第二级'); await inspect(v.page, 'mlps-review-desktop'); });
    await step('登记主管部门审核', async () => { await dialog.getByLabel('主管部门').fill('示例省教育厅'); });
    await v.page.getByRole('link', { name: '备案表' }).click();
    await v.page.getByRole('heading', { name: '表二 定级对象基本情况' }).waitFor();
    await v.page.getByLabel('系统互联情况').fill('与统一身份认证互联');
    await v.page.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('备案表已保存').waitFor();
    await inspect(v.page, 'mlps-form-desktop');
    await v.page.goBack();
    await v.page.getByRole('button', { name: '登记备案证明', exact: true }).click();
    await dialog.getByLabel('备案证明编号').fill('123');
    await dialog.getByRole('button', { name: '登记备案证明', exact: true }).click();
    await dialog.getByText('应为 11 位数字').waitFor();
    await inspect(v.page, 'mlps-certificate-desktop');
    await dialog.getByLabel('备案证明编号').fill('11010100001');
    await dialog.getByRole('button', { name: '登记备案证明', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await v.page.getByText('建设整改').first().waitFor();
    await v.page.getByRole('button', { name: '登记测评' }).click();
    await dialog.getByLabel('测评机构').fill('示例测评公司');
    await inspect(v.page, 'mlps-assessment-desktop');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    await v.page.getByRole('button', { name: /^登记问题/ }).click();
    await dialog.getByRole('textbox', { name: '粘贴的内容' }).fill('控制类\t控制点\t问题描述\t风险\n安全计算环境\t身份鉴别\t管理后台存在弱口令\t高\n安全玄学\t\t\t高\n');
    await dialog.getByRole('button', { name: /^核\s*对$/ }).click();
    await dialog.getByText('可登记 1 个问题').waitFor();
    await inspect(v.page, 'mlps-problems-desktop');
    await dialog.getByRole('button', { name: '登记 1 个问题' }).click();
    await v.page.getByText('0 / 1 已整改').first().waitFor();
    await inspect(v.page, 'mlps-object-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('the liaison repairs, checks the gaps by control point on a phone; the gaps become repairs', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/mlps?tab=items`);
    await v.page.getByRole('link', { name: '管理后台存在弱口令' }).click();
    await v.page.getByRole('button', { name: '反馈整改' }).click();
    await v.page.getByLabel('做了什么、结果如何').fill('已全部改为强口令');
    await v.page.getByRole('dialog').getByRole('button', { name: '反馈整改' }).click();
    await v.page.getByText('待复测').first().waitFor();
    await inspect(v.page, 'mlps-item-phone');
    await v.page.getByRole('link', { name: '示例教务系统' }).click();
    await v.page.getByRole('button', { name: '开始自查' }).click();
    await v.page.getByText('已填 0 / 68').first().waitFor();
    await v.page.getByRole('radiogroup', { name: '防火 自查结果', exact: true }).getByText('不符合').click();
    await v.page.getByLabel('防火 的说明').fill('没有自动消防');
    await v.page.getByLabel('防火 的说明').blur();
    await inspect(v.page, 'mlps-check-phone');
    for (const name of ['安全物理环境', '安全通信网络', '安全区域边界', '安全计算环境', '安全管理中心', '安全管理制度', '安全管理机构', '安全管理人员', '安全建设管理', '安全运维管理']) {
      const fold = v.page.locator('details').filter({ has: v.page.locator('summary', { hasText: name }) });
      if (await fold.getAttribute('open') === null) await fold.locator('summary').click();
      await fold.getByRole('button', { name: `${name} 本类其余都符合` }).click();
      await fold.getByRole('button', { name: `${name} 本类其余都符合` }).waitFor({ state: 'hidden' });
    }
    await v.page.getByRole('button', { name: '完成自查' }).click();
    await v.page.getByText('1 个差距将列入整改清单').waitFor();
    await v.page.getByRole('dialog').getByRole('button', { name: '完成自查' }).click();
    await v.page.getByText('得分 ').first().waitFor();
    await v.page.goto(`${world.base}/mlps?tab=items`);
    await v.page.getByRole('link', { name: '没有自动消防' }).waitFor();
    await inspect(v.page, 'mlps-items-phone');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('figures lead to their rows, the plan comes from the calendar, the numbers are checked', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/mlps`);
    await v.page.getByRole('heading', { name: '各单位进度' }).waitFor();
    await inspect(v.page, 'mlps-progress-desktop');
    await v.page.locator('.figure').filter({ hasText: '未定级' }).click();
    await v.page.getByText('示例新平台').waitFor();
    await v.page.goto(`${world.base}/mlps?tab=plan`);
    await v.page.getByText('还没有计划').waitFor();
    await v.page.getByRole('button', { name: '按到期事项生成' }).click();
    await v.page.getByText(/已加入 \d+ 项计划|没有新的到期事项/).waitFor();
    await inspect(v.page, 'mlps-plan-desktop');
    await v.page.goto(`${world.base}/mlps?tab=consistency`);
    await v.page.getByLabel('对外申报的已备案数').fill('5');
    await v.page.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('与台账相差 4 个').waitFor();
    await v.page.mouse.move(0, 0);
    await inspect(v.page, 'mlps-consistency-desktop');
    for (const tab of ['calendar', 'rules', 'controls']) {
      await v.page.goto(`${world.base}/mlps?tab=${tab}`);
      await v.page.waitForLoadState('networkidle');
      await inspect(v.page, `mlps-${tab}-desktop`);
    }
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('every page in English and on a phone', async () => {
    const [object] = (await world.t.as(office).get('/api/mlps/objects')).body.items;
    const [check] = (await world.t.as(office).get(`/api/mlps/objects/${object.id}`)).body.checks;
    const [item] = (await world.t.as(office).get('/api/mlps/items')).body.items;
    for (const viewport of everyWidth) {
      const v = await visit(world, viewport, 'en');
      await signIn(world, v, office);
      for (const path of ['?tab=progress', '?tab=objects', '?tab=calendar', '?tab=items', '?tab=gaps&gap=doubtful', '?tab=plan', '?tab=consistency', '?tab=controls', '?tab=rules', `/${object.id}`, `/${object.id}/form`, `/checks/${check.id}`, `/items/${item.id}`]) {
        await v.page.goto(`${world.base}/mlps${path}`);
        await v.page.getByRole('heading', { level: 1 }).waitFor();
        await inspect(v.page, `mlps-en-${viewport === phone ? 'phone' : 'desktop'}${path.replace(/[0-9a-f]{8}-[0-9a-f-]+/, 'id').replace(/\W+/g, '-')}`);
      }
      expect(v.problems).toEqual([]);
      await v.context.close();
    }
  });
});
