import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../test/app.ts';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

const notice = `示例市教育局文件\n\n示教办〔2026〕8号\n\n关于进一步加强教育系统网络与信息安全工作的通知\n\n市直属学校：\n\n现将有关事项通知如下。\n\n一、落实责任\n\n（一）建立责任制。各单位要建立网络安全责任制，主要负责人是第一责任人。\n\n（二）开展自查。各单位要开展网络安全自查。\n\n二、制定防护方案\n\n各单位要制定防护方案，落实互联网安全保护技术措施。\n\n请各单位于2026年6月30日前将落实情况书面报告报送市教育局办公室。联系人：张示例，联系电话：010-12345678。\n\n示例市教育局\n2026年5月6日\n`;

describe.skipIf(missing !== undefined)('papers', () => {
  let world: World;
  let office: User, leader: User, liaison: User;
  beforeAll(async () => {
    world = await openWorld();
    const { t } = world;
    await t.setUp();
    const root = await t.makeUnit('示例大学');
    const college = await t.makeUnit('计算机学院', root, 'college');
    office = await t.makeAccount('office');
    leader = await t.makeAccount('leader');
    liaison = await t.makeAccount('liaison', college);
    const api = t.as(office);
    const draft = (await api.post('/api/campaigns', { text: '示例大学网络安全自查工作方案\n\n一、工作任务\n\n（一）开展自查。计算机学院要开展网络安全自查。（责任单位：计算机学院，2030年3月1日前完成）\n' })).body;
    await api.post(`/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version });
  });
  afterAll(async () => { await world?.close(); });

  test('the office uploads a notice, sets its clauses against the work, and the leader reads how far it is', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    const { page } = v;
    await page.getByRole('link', { name: '依据与上报' }).click();
    await page.getByText('还没有来文').waitFor();
    await inspect(page, 'papers-empty-desktop');
    await page.locator('input[type=file]').setInputFiles({ name: '来文.txt', mimeType: 'text/plain', buffer: Buffer.from(notice) });
    await page.getByRole('heading', { level: 1, name: '关于进一步加强教育系统网络与信息安全工作的通知' }).waitFor();
    await page.getByText('张示例 010-12345678').first().waitFor();
    await page.getByRole('button', { name: '关联工作 一/二' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('专项行动').last().click();
    await page.getByTitle('示例大学网络安全自查工作方案').last().click();
    await inspect(page, 'papers-link-desktop');
    await dialog.getByRole('button', { name: '关联工作' }).click();
    await page.getByText('落实中').first().waitFor();
    await page.getByRole('checkbox', { name: '选择 一/一' }).check();
    await page.getByRole('button', { name: '标为不适用' }).click();
    await page.getByText('不适用').first().waitFor();
    await inspect(page, 'papers-superior-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();

    const small = await visit(world, phone);
    await signIn(world, small, leader);
    await small.page.goto(`${world.base}/papers`);
    await small.page.getByRole('link', { name: '关于进一步加强教育系统' }).click();
    await small.page.getByText('落实中').first().waitFor();
    await inspect(small.page, 'papers-superior-phone');
    expect(await small.page.getByRole('button', { name: '关联工作' }).count()).toBe(0);
    expect(small.problems).toEqual([]);
    await small.context.close();
  });

  test('the office registers a major matter, sends its report with the paper, and shows that nothing went unreported', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    const { page } = v;
    await page.goto(`${world.base}/papers?tab=matters`);
    await page.getByRole('button', { name: '登记重大事项' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('事项').fill('门户网站被篡改');
    await dialog.getByLabel('情况说明').fill('首页被替换，已断网处置。');
    expect(await dialog.getByRole('checkbox', { name: /属地省级网信部门：发现后 4 小时内/ }).isChecked()).toBe(true);
    await inspect(page, 'papers-matter-form-desktop');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await page.getByRole('link', { name: '属地省级网信部门' }).click();
    await page.getByRole('heading', { level: 1, name: '门户网站被篡改（报属地省级网信部门）' }).waitFor();
    await page.locator('input[type=file]').setInputFiles({ name: '事件报告.txt', mimeType: 'text/plain', buffer: Buffer.from('事件报告') });
    await page.getByText('事件报告.txt').waitFor();
    await page.getByRole('button', { name: '登记上报' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '登记上报' }).click();
    await page.getByRole('button', { name: '登记回执' }).click();
    await page.getByRole('dialog').getByLabel('回执（收文号、签收人等）').fill('收文第 12 号');
    await page.getByRole('dialog').getByRole('button', { name: '登记回执' }).click();
    await page.getByText('已回执').waitFor();
    await inspect(page, 'papers-report-desktop');
    await page.goto(`${world.base}/papers?tab=matters`);
    await page.getByText(/应报 1 项，应报未报 0 项/).waitFor();
    await inspect(page, 'papers-matters-desktop');
    await page.goto(`${world.base}/papers?tab=reports`);
    await page.getByRole('link', { name: /1\s*已报/ }).click();
    await page.getByText('收文第 12 号').waitFor();
    await inspect(page, 'papers-reports-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
    for (const [tab, words] of [['matters', '门户网站被篡改'], ['reports', '门户网站被篡改']] as const) for (const locale of ['zh-CN', 'en'] as const) {
      const small = await visit(world, phone, locale);
      await signIn(world, small, leader);
      await small.page.goto(`${world.base}/papers?tab=${tab}`);
      await small.page.getByText(words).first().waitFor();
      await inspect(small.page, `papers-${tab}-phone-${locale.slice(0, 2)}`);
      expect(small.problems).toEqual([]);
      await small.context.close();
    }
  });

  test('a plan without its schedule is named so, its milestones stand out when late, and a liaison checks a report on a phone', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    const { page } = v;
    await page.goto(`${world.base}/papers?tab=own`);
    await page.getByRole('button', { name: '登记文件' }).click();
    await page.getByRole('dialog').getByLabel('标题').fill('网络安全保障工作方案');
    await page.getByRole('dialog').getByRole('button', { name: /^保\s*存$/ }).click();
    await page.getByText('还没有文件，请上传。').waitFor();
    await page.locator('input[type=file]').first().setInputFiles({ name: '方案.txt', mimeType: 'text/plain', buffer: Buffer.from('网络安全保障工作方案\n\n一、工作目标\n\n摸清家底。\n\n二、主要任务\n\n开展自查。\n\n三、保障措施\n\n加强领导。\n') });
    await page.getByText('缺：进度').waitFor();
    await page.getByRole('button', { name: '增加里程碑' }).click();
    await page.getByRole('dialog').getByLabel('里程碑').fill('办公终端替代 50%');
    await page.getByRole('dialog').getByLabel('时限').fill('2026-01-31');
    await page.getByRole('dialog').getByRole('button', { name: /^保\s*存$/ }).click();
    await page.getByText('已逾期').waitFor();
    await page.getByRole('button', { name: '登记依据' }).click();
    await page.getByRole('dialog').getByLabel('依据').click();
    await page.getByTitle(/关于进一步加强教育系统/).last().click();
    await page.getByRole('dialog').getByRole('button', { name: '登记依据' }).click();
    await page.getByRole('link', { name: /关于进一步加强教育系统/ }).waitFor();
    await inspect(page, 'papers-own-desktop');
    await page.goto(`${world.base}/papers?tab=own`);
    await page.getByText('逾期 1').waitFor();
    await inspect(page, 'papers-owns-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();

    const small = await visit(world, phone);
    await signIn(world, small, liaison);
    await small.page.goto(`${world.base}/assignments`);
    await small.page.getByRole('link', { name: /开展自查/ }).first().click();
    await small.page.getByRole('button', { name: '检查报告结构' }).click();
    await small.page.getByRole('dialog').locator('input[type=file]').setInputFiles({ name: '自查报告.txt', mimeType: 'text/plain', buffer: Buffer.from('自查报告\n\n一、工作组织开展情况\n\n已开展。\n\n二、存在的突出问题\n\n口令较弱。\n') });
    await small.page.getByText('缺 2 个部分：').waitFor();
    await inspect(small.page, 'papers-structure-phone');
    expect(small.problems).toEqual([]);
    await small.context.close();
  });

  test('the office writes the yearly report and the summary of a notice, and sends the report upward', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    const { page } = v;
    await page.goto(`${world.base}/papers?tab=own`);
    await page.getByRole('button', { name: '生成年度工作报告' }).click();
    await inspect(page, 'papers-annual-form-desktop');
    await page.getByRole('dialog').getByRole('button', { name: /^生\s*成$/ }).click();
    await page.getByRole('heading', { level: 1, name: /网络安全工作报告/ }).waitFor();
    await page.getByText('要素齐全').waitFor();
    await inspect(page, 'papers-annual-desktop');
    await page.goto(`${world.base}/papers`);
    await page.getByRole('button', { name: '生成落实情况汇总' }).click();
    await page.getByRole('dialog').getByLabel('法规、来文').click();
    await page.getByTitle(/关于进一步加强教育系统/).last().click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').getByRole('button', { name: /^生\s*成$/ }).click();
    await page.getByRole('heading', { level: 1, name: /落实情况的汇总报告/ }).waitFor();
    await page.goto(`${world.base}/papers?tab=reports`);
    await page.getByRole('button', { name: '登记上报事项' }).click();
    await page.getByRole('dialog').getByLabel('上报事项').fill('年度网络安全工作报告');
    await page.getByRole('dialog').getByLabel('接收机关').fill('示例区委网信办');
    await page.getByRole('dialog').getByLabel('时限').fill('2030-12-15');
    await page.getByRole('dialog').getByRole('button', { name: /^保\s*存$/ }).click();
    await page.getByRole('button', { name: '选用本单位文件' }).click();
    await page.getByRole('dialog').getByLabel('本单位文件').click();
    await page.getByTitle(/年网络安全工作报告/).last().click();
    await page.getByRole('dialog').getByRole('button', { name: '选用本单位文件' }).click();
    await page.getByText(/网络安全工作报告（.*）\.docx/).waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('a liaison has no papers in the menu', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, liaison);
    await v.page.getByRole('link', { name: '任务办理' }).first().waitFor();
    expect(await v.page.getByRole('link', { name: '依据与上报' }).count()).toBe(0);
    await v.context.close();
  });
});
