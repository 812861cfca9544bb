import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../test/app.ts';
import { desktop, everyWidth, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

describe.skipIf(missing !== undefined)('technical checks', () => {
  let world: World;
  let office: User, leader: User, liaison: User;
  let site: Server, website: string;
  let mended = false;
  beforeAll(async () => {
    site = createServer((_, reply) => {
      if (mended) reply.setHeader('x-frame-options', 'DENY');
      reply.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html><html lang="zh-CN"><head><title>示例学院</title></head><body><h1>示例学院</h1></body></html>');
    });
    await new Promise<void>((done) => { site.listen(0, '127.0.0.1', done); });
    world = await openWorld();
    const { t } = world;
    await t.setUp();
    const college = await t.makeUnit('计算机学院', await t.makeUnit('示例大学'), 'college');
    [office, leader, liaison] = [await t.makeAccount('office'), await t.makeAccount('leader'), await t.makeAccount('liaison', college)];
    const { port } = site.address() as AddressInfo;
    website = (await t.as(office).post('/api/systems', { name: '示例学院网站', kind: 'website', unit_id: college, state: 'online', places: [`http://127.0.0.1:${port}/`], ports: String(port) })).body.id;
    await t.as(office).post('/api/systems', { name: '示例迎新系统', kind: 'system', unit_id: college, state: 'online', places: ['10.255.0.9'] });
  });
  afterAll(async () => { await world?.close(); site?.close(); });

  test('the office drafts an authorisation, the liaison agrees on the phone, the leader signs', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.getByRole('link', { name: '技术检测' }).click();
    await v.page.getByRole('link', { name: '示例学院网站' }).waitFor();
    await inspect(v.page, 'checks-systems-desktop');
    await v.page.getByRole('link', { name: '示例学院网站' }).click();
    await v.page.getByText('没有有效的检测授权，不会发出任何请求。').waitFor();
    await v.page.getByRole('button', { name: '起草授权书' }).click();
    await v.page.getByLabel('检测目的').fill('2026 年网络安全专项检查');
    await inspect(v.page, 'checks-draft-desktop');
    await v.page.getByRole('dialog').getByRole('button', { name: '起草授权书' }).click();
    await v.page.getByRole('heading', { name: '检测授权：示例学院网站' }).waitFor();
    expect(await v.page.getByLabel('地址', { exact: true }).inputValue()).toBe('127.0.0.1');
    // a bench site may be asked faster
    await v.page.getByLabel('每秒请求').fill('50');
    await v.page.getByLabel('每秒连接').fill('1000');
    await v.page.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('已保存').waitFor();
    await inspect(v.page, 'checks-authorisation-draft-desktop');
    await v.page.getByRole('button', { name: '提交单位确认' }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: '提交单位确认' }).click();
    await v.page.getByText('待单位确认').first().waitFor();
    await v.context.close();

    const p = await visit(world, phone);
    await signIn(world, p, liaison);
    await p.page.getByText('1 份检测授权待本单位确认').click();
    await p.page.getByRole('link', { name: /^JC/ }).click();
    await p.page.getByRole('button', { name: /^确\s*认$/ }).click();
    await p.page.getByText('您可以随时撤销，检测在两秒内停止。').waitFor();
    await inspect(p.page, 'checks-confirm-phone');
    await p.page.getByRole('dialog').getByRole('button', { name: /^确\s*认$/ }).click();
    await p.page.getByText('待签批').first().waitFor();
    await inspect(p.page, 'checks-authorisation-phone');
    expect(p.problems).toEqual([]);
    await p.context.close();

    const l = await visit(world, phone);
    await signIn(world, l, leader);
    await l.page.getByText('1 份检测授权待签批').click();
    await l.page.getByRole('checkbox', { name: '选择 示例学院网站' }).check();
    await l.page.getByRole('button', { name: '签批所选（1）' }).click();
    await l.page.getByText('已办理 1 份').waitFor();
    await inspect(l.page, 'checks-sign-phone');
    await l.context.close();
    expect(v.problems).toEqual([]);
  });

  test('a run finds what is wrong, with its evidence; the finding is a hazard of the unit', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/checks/systems/${website}`);
    await v.page.getByRole('button', { name: '开始检测' }).click();
    await inspect(v.page, 'checks-start-desktop');
    await v.page.getByRole('dialog').getByRole('button', { name: '开始检测' }).click();
    await v.page.getByRole('link', { name: '示例学院网站' }).first().click();
    await v.page.getByText('完成', { exact: true }).waitFor({ timeout: 60_000 });
    await v.page.getByText('页面可被其他网站嵌套').first().waitFor();
    await v.page.getByRole('row', { name: /页面可被其他网站嵌套/ }).getByText('证据').click();
    await inspect(v.page, 'checks-run-desktop');
    await v.page.getByRole('row', { name: /页面可被其他网站嵌套/ }).getByRole('link', { name: '查看隐患' }).click();
    await v.page.getByText('技术检测').first().waitFor();
    await v.page.goto(`${world.base}/checks/systems/${website}`);
    await v.page.getByRole('row', { name: /页面可被其他网站嵌套/ }).getByRole('link', { name: /^YH/ }).waitFor();
    await inspect(v.page, 'checks-system-desktop');
    const [download] = await Promise.all([v.page.waitForEvent('download'), v.page.getByRole('link', { name: '检测报告' }).click()]);
    expect(download.suggestedFilename()).toMatch(/示例学院网站检测报告.*\.docx$/);
    await v.page.getByRole('button', { name: /标记误报 页面可被其他网站嵌套/ }).click();
    await v.page.getByLabel('理由').fill('仅校内嵌套');
    await inspect(v.page, 'checks-mark-desktop');
    await v.page.getByRole('dialog').getByRole('button', { name: '标记误报' }).click();
    await v.page.getByText(/标记为误报/).waitFor();
    await v.page.getByRole('button', { name: /撤销标记 页面可被其他网站嵌套/ }).click();
    await v.page.getByRole('button', { name: /标记误报 页面可被其他网站嵌套/ }).waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('the liaison reports it mended and sees the retest pass once, on the phone', async () => {
    const { t } = world;
    const hazard = (await t.as(office).get(`/api/hazards?source=check&q=${encodeURIComponent('嵌套')}`)).body.items[0];
    await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [hazard.id] });
    mended = true;
    await t.as(liaison).upload(`/api/hazards/${hazard.id}/files`, Buffer.from('proof'), '整改.txt');
    const { version } = (await t.as(liaison).get(`/api/hazards/${hazard.id}`)).body;
    expect((await t.as(liaison).post(`/api/hazards/${hazard.id}/move`, { version, action: 'report', note: '已加响应头' })).status).toBe(200);
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/hazards/${hazard.id}`);
    await v.page.getByRole('button', { name: '自动复测' }).click();
    await v.page.getByText('等待检测').waitFor();
    await t.runJob('checks.retest');
    await t.runJob('checks.survey');
    await t.runJob('checks.retest');
    await v.page.reload();
    await v.page.getByText('第一次通过', { exact: true }).waitFor();
    await inspect(v.page, 'checks-retest-phone');
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('outages are told and explained; every page is free of violations', async () => {
    const { t } = world;
    await t.runJob('checks.patrol');
    const target = (await t.as(office).get('/api/checks/patrol')).body.items[0];
    await t.db.insertInto('patrol_outage').values({ id: '018f0000-0000-7000-8000-000000000001', target_id: target.id, began_at: '2026-11-01T00:00:00Z', ended_at: '2026-11-01T01:00:00Z', note: '没有应答', maintenance: false, cause_by_name: null }).execute();
    const run = (await t.as(office).get('/api/checks/runs?size=1')).body.items[0];
    await t.db.insertInto('check_page').values({ id: '018f0000-0000-7000-8000-000000000002', system_id: website, url: 'http://127.0.0.1/', baseline: '{}', updated_at: '2026-11-01T00:00:00Z' }).execute();
    await t.db.insertInto('check_tamper').values({ id: '018f0000-0000-7000-8000-000000000003', page_id: '018f0000-0000-7000-8000-000000000002', at: '2026-11-01T00:00:00Z', run_id: run.id, severity: 'high', changes: JSON.stringify([{ what: 'title', severity: 'high', note: '标题改为“测试”' }]), decided_at: null, decided_by_name: null }).execute();
    const p = await visit(world, phone);
    await signIn(world, p, liaison);
    await p.page.goto(`${world.base}/checks?tab=patrol`);
    await p.page.getByRole('button', { name: /说明原因/ }).click();
    await p.page.getByRole('dialog').getByLabel('停机原因').fill('机房停电');
    await p.page.getByRole('dialog').getByRole('button', { name: '说明原因' }).click();
    await p.page.getByText('机房停电').waitFor();
    await inspect(p.page, 'checks-patrol-phone');
    await p.context.close();
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/checks?tab=tampers`);
    await v.page.getByRole('checkbox').check();
    await inspect(v.page, 'checks-tampers-desktop');
    await v.page.getByRole('button', { name: /本次更新为正常发布/ }).click();
    await v.page.getByText('已处理').waitFor();
    await v.page.goto(`${world.base}/checks?tab=patrol`);
    await v.page.getByRole('button', { name: '登记维护' }).click();
    await v.page.getByRole('dialog').getByLabel('开始时间').fill('2030-01-01T22:00');
    await v.page.getByRole('dialog').getByLabel('结束时间').fill('2030-01-02T02:00');
    await v.page.getByRole('dialog').getByLabel('理由').fill('数据库升级');
    await v.page.getByRole('dialog').getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('数据库升级').waitFor();
    for (const path of ['patrol', 'catalogue', 'plans', 'runs', 'authorisations']) {
      await v.page.goto(`${world.base}/checks?tab=${path}`);
      await inspect(v.page, `checks-${path}-desktop`);
    }
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  for (const size of everyWidth) test(`in English at ${size.width} px`, async () => {
    const v = await visit(world, size, 'en');
    await signIn(world, v, office);
    const run = (await world.t.as(office).get('/api/checks/runs?size=1')).body.items[0].id;
    for (const path of ['/checks', '/checks?tab=authorisations', '/checks?tab=runs', '/checks?tab=tampers', '/checks?tab=patrol', '/checks?tab=catalogue', '/checks?tab=plans', `/checks/systems/${website}`, `/checks/runs/${run}`]) {
      await v.page.goto(`${world.base}${path}`);
      await inspect(v.page, `checks-en-${size.width}-${path.replaceAll(/\W+/g, '-').slice(0, 40)}`);
    }
    expect(v.problems).toEqual([]);
    await v.context.close();
  });
});
