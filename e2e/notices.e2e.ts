import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../test/app.ts';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

describe.skipIf(missing !== undefined)('notices in all directions', () => {
  let world: World;
  let office: User;
  let leader: User;
  let liaison: User;
  let head: User;
  beforeAll(async () => {
    world = await openWorld();
    const { t } = world;
    await t.setUp();
    const root = await t.makeUnit('示例大学');
    const college = await t.makeUnit('计算机学院', root, 'college');
    await t.makeUnit('宣传部', root);
    office = await t.makeAccount('office');
    leader = await t.makeAccount('leader');
    liaison = await t.makeAccount('liaison', college);
    head = await t.makeAccount('unit_head', college);
    await t.as(office).post('/api/systems', { name: '示例选课系统', kind: 'website', unit_id: college, places: ['xk.example.edu.cn'], purpose: '选课，基于 Tomcat' });
  });
  afterAll(async () => { await world?.close(); });

  test('a superior’s notice is entered, split from its pasted table, forwarded', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/letters`);
    await v.page.getByText('没有待发的通知').waitFor();
    await inspect(v.page, 'letters-to-send-desktop');
    await v.page.getByRole('link', { name: '上级通报' }).click();
    await v.page.getByText('收到通报后登记').waitFor();
    await v.page.getByRole('button', { name: '登记上级通报' }).click();
    const form = v.page.getByRole('dialog');
    await form.getByLabel('通报标题').fill('关于网站漏洞隐患的通报');
    await form.getByLabel('通报机关').fill('示例市网信办');
    await form.getByLabel('文号').fill('示网信〔2026〕7号');
    await inspect(v.page, 'superior-form-desktop');
    await form.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByRole('heading', { name: '关于网站漏洞隐患的通报' }).waitFor();
    await v.page.getByRole('button', { name: '拆分隐患' }).click();
    await v.page.getByLabel('粘贴来文里的表格').fill('序号\t漏洞名称\t级别\tURL\n1\tSQL 注入\t高危\thttps://xk.example.edu.cn/list?id=1\n');
    await v.page.getByRole('button', { name: '识别表格' }).click();
    await v.page.getByRole('dialog').getByText('计算机学院').waitFor();
    await inspect(v.page, 'superior-split-desktop');
    await v.page.getByRole('button', { name: '登记 1 处' }).click();
    await v.page.getByText('已登记 1 处，其中 0 处没有找到责任单位').waitFor();
    await v.page.getByRole('button', { name: /^转\s*办$/ }).click();
    await v.page.getByText('将向 1 个单位转办 1 处隐患').waitFor();
    await inspect(v.page, 'superior-forward-desktop');
    await v.page.getByRole('button', { name: '发出 1 份' }).click();
    await v.page.getByText('已发出 1 份').first().waitFor();
    await inspect(v.page, 'superior-desktop');
    await v.page.goto(`${world.base}/letters?tab=sent`);
    await v.page.getByRole('button', { name: '关于转办上级网络安全通报的通知' }).click();
    await v.page.getByRole('dialog').getByText('示例市网信办发来').waitFor();
    await inspect(v.page, 'letter-paper-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('the liaison signs, answers and fills the report on a phone; the head signs it', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/letters`);
    await v.page.getByRole('button', { name: /^签收/ }).click();
    await inspect(v.page, 'letter-sign-phone');
    await v.page.getByRole('dialog').getByRole('button', { name: /^签\s*收$/ }).click();
    await v.page.getByText('已签收').first().waitFor();
    await inspect(v.page, 'letters-phone');
    await v.page.goto(`${world.base}/hazards`);
    await v.page.getByRole('link', { name: 'SQL 注入' }).click();
    await v.page.locator('input[type=file]:not([capture])').first().setInputFiles({ name: '整改后.png', mimeType: 'image/png', buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') });
    await v.page.getByText('整改后.png').waitFor();
    await v.page.getByRole('button', { name: '反馈整改' }).click();
    await v.page.getByLabel('做了什么、结果如何').fill('已改为参数化查询。');
    await v.page.getByRole('dialog').getByRole('button', { name: '反馈整改' }).click();
    await v.page.getByText('已反馈').first().waitFor();
    await v.page.goto(`${world.base}/letters?tab=repairs`);
    await inspect(v.page, 'repairs-phone');
    await v.page.getByRole('link', { name: /〔\d{4}〕\d+号/ }).click();
    await v.page.getByLabel('原因分析').fill('开发时没有过滤输入。');
    await v.page.getByLabel('整改措施', { exact: true }).fill('全部改为参数化查询。');
    await v.page.getByLabel('长效措施').fill('上线前做代码审计。');
    await v.page.getByLabel('我承诺所填内容真实').check();
    await inspect(v.page, 'repair-form-phone');
    await v.page.getByRole('button', { name: /^提\s*交$/ }).click();
    await v.page.getByText('待负责人签字').waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();

    const h = await visit(world, phone);
    await signIn(world, h, head);
    await h.page.goto(`${world.base}/letters?tab=repairs`);
    await h.page.getByRole('link', { name: /〔\d{4}〕\d+号/ }).click();
    await h.page.getByRole('button', { name: '签字并递交' }).click();
    await h.page.getByText(/回执编号 ZG\d{4}-00001/).waitFor();
    await inspect(h.page, 'repair-handed-in-phone');
    expect(h.problems).toEqual([]);
    await h.context.close();
  });

  test('the office reports upward, and the rate is computed', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/letters?tab=superiors`);
    await v.page.getByRole('link', { name: '关于网站漏洞隐患的通报' }).click();
    await v.page.getByRole('button', { name: '整改情况报告' }).click();
    await v.page.getByLabel('签发人').fill('校长甲');
    await v.page.getByRole('button', { name: '预览公文' }).click();
    await v.page.getByRole('dialog').getByText('整改情况表').first().waitFor();
    await inspect(v.page, 'superior-report-paper-desktop');
    await v.page.keyboard.press('Escape');
    await v.page.getByRole('button', { name: '编号生成' }).click();
    await v.page.getByText('未报出').waitFor();
    await v.page.getByRole('button', { name: '登记已报出' }).click();
    await v.page.getByLabel('报送方式').fill('政务邮箱');
    await v.page.getByRole('dialog').getByRole('button', { name: /^登\s*记$/ }).click();
    await v.page.getByText('100%').waitFor();
    await inspect(v.page, 'superior-reported-desktop');
    await v.page.goto(`${world.base}/letters?tab=rates`);
    await v.page.getByText('示例市网信办').waitFor();
    await inspect(v.page, 'rates-desktop');
    await v.page.goto(`${world.base}/letters?tab=rules`);
    await v.page.getByText('预警规则').first().waitFor();
    await inspect(v.page, 'letter-rules-desktop');
    await v.page.goto(`${world.base}/letters?tab=bulletins`);
    await v.page.getByRole('button', { name: '写月报' }).click();
    await v.page.getByRole('button', { name: '预览公文' }).click();
    await v.page.getByRole('dialog').getByText('各单位隐患整改排名').waitFor();
    await inspect(v.page, 'bulletin-paper-desktop');
    await v.page.keyboard.press('Escape');
    await v.page.getByRole('button', { name: '编号印发' }).click();
    await v.page.getByText('已印发').waitFor();
    const [file] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('link', { name: /网络安全月报/ }).click()]);
    expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('a warning is pasted, judged, matched, published; the liaison answers on a phone; it becomes a hazard', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/letters?tab=warnings`);
    await v.page.getByRole('button', { name: '登记情报' }).click();
    await v.page.getByLabel('粘贴预警正文').fill('关于 Apache Tomcat 远程代码执行漏洞（CVE-2025-24813）的橙色预警\n影响产品：Apache Tomcat\n一、漏洞情况\n攻击者可远程执行代码。\n二、处置建议\n升级到 9.0.99。');
    await v.page.getByRole('button', { name: '识别正文' }).click();
    await v.page.getByText('已填入，请核对').waitFor();
    await inspect(v.page, 'warning-form-desktop');
    await v.page.getByRole('dialog').getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByRole('heading', { name: /Apache Tomcat/ }).waitFor();
    await v.page.getByRole('button', { name: '查找系统' }).click();
    await v.page.getByText('示例选课系统').first().waitFor();
    await v.page.getByRole('button', { name: /^研\s*判$/ }).click();
    await v.page.getByRole('dialog').getByRole('textbox').fill('选课系统使用，应发布预警。');
    await v.page.getByRole('dialog').getByRole('button', { name: /^研\s*判$/ }).click();
    await v.page.getByText('已研判').waitFor();
    await inspect(v.page, 'warning-desktop');
    await v.page.getByRole('button', { name: '发布预警' }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: '发布预警' }).click();
    await v.page.getByText('预警中').waitFor();

    const p = await visit(world, phone);
    await signIn(world, p, liaison);
    await p.page.goto(`${world.base}/letters?tab=warnings`);
    await inspect(p.page, 'warnings-phone');
    await p.page.getByRole('link', { name: /Apache Tomcat/ }).click();
    await p.page.getByLabel('受影响', { exact: true }).check();
    await p.page.getByLabel('示例选课系统（可能）').check();
    await p.page.getByLabel('说明').fill('版本为 9.0.50。');
    await inspect(p.page, 'warning-answer-phone');
    await p.page.getByRole('button', { name: '提交反馈' }).click();
    await p.page.getByText('已反馈').first().waitFor();
    expect(p.problems).toEqual([]);
    await p.context.close();

    await v.page.reload();
    await v.page.getByRole('button', { name: '受影响的转为隐患' }).click();
    await v.page.getByText('已登记 1 处隐患').waitFor();
    await inspect(v.page, 'warning-answered-desktop');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('every page in English, for a leader, and on a phone', async () => {
    for (const [viewport, user] of [[desktop, leader], [phone, office]] as const) {
      const v = await visit(world, viewport, 'en');
      await signIn(world, v, user);
      for (const tab of ['to_send', 'sent', 'repairs', 'superiors', 'warnings', 'bulletins', 'rates', 'rules']) {
        await v.page.goto(`${world.base}/letters?tab=${tab}`);
        await v.page.getByRole('heading', { level: 1 }).waitFor();
        await v.page.waitForLoadState('networkidle');
        await inspect(v.page, `letters-en-${viewport === phone ? 'phone' : 'desktop'}-${tab}`);
      }
      expect(v.problems).toEqual([]);
      await v.context.close();
    }
  });
});
