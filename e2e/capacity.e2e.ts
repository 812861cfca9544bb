import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { today } from '../src/kernel/clock.ts';
import type { User } from '../test/app.ts';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

describe.skipIf(missing !== undefined)('duties and means', () => {
  let world: World;
  let office: User, liaison: User;
  beforeAll(async () => {
    world = await openWorld();
    const { t } = world;
    await t.setUp();
    const root = await t.makeUnit('示例大学');
    const centre = await t.makeUnit('信息中心', root, 'centre');
    const college = await t.makeUnit('计算机学院', root, 'college');
    office = await t.makeAccount('office');
    liaison = await t.makeAccount('liaison', college);
    const api = t.as(office);
    const keeper = (await api.post('/api/people', { name: '系统管理员甲', unit_id: centre })).body;
    await api.post('/api/people', { name: '网站编辑乙', unit_id: college });
    const duty = (await api.post('/api/capacity/duties', { title: '网络安全技术支持', content: '提供技术支持，组织漏洞整改', basis: '示校发〔2026〕3号第五条', bearers: [{ unit_id: centre, part: 'lead', post: '主任' }, { unit_id: college, part: 'support' }] })).body;
    await api.put(`/api/capacity/duties/${duty.id}/review`, { unit_id: centre, year: Number(today().slice(0, 4)), result: 'good', note: '台账齐全' });
    await api.post('/api/capacity/staff', { person_id: keeper.id, kind: 'full_time', work: '系统运维与漏洞整改', since: '2025-01-01' });
    await api.post('/api/capacity/certificates', { person_id: keeper.id, name: '注册信息安全专业人员', level: 'CISP', issued_on: '2025-02-01' });
    await api.post('/api/capacity/promises', { kind: 'security', ids: [college], signed_on: '2025-03-01' });
    await api.post('/api/capacity/resources', { year: Number(today().slice(0, 4)), kind: 'funds', title: '等级测评经费', unit_id: centre, planned: 20, provided: 12.5, measure: '万元' });
    await api.post('/api/groups', { kind: 'emergency', name: '校企网络安全应急团队', source: '示校发〔2026〕8号', stated_members: 3, valid_until: '2030-12-31', duties: '应急响应与溯源', members: [{ role: 'leader', label: '信息中心主任', person_id: keeper.id, field: '统一指挥' }, { role: 'member', label: '应急工程师', organisation: '示例安全公司', phone: '13800000000' }] });
  });
  afterAll(async () => { await world?.close(); });

  test('on a phone a liaison registers who does security work in the unit, a certificate, and a promise', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/capacity?tab=staff`);
    await v.page.getByRole('button', { name: '登记人员' }).first().click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByLabel('人员', { exact: true }).click();
    await v.page.getByTitle('网站编辑乙（计算机学院）').click();
    await dialog.getByLabel('兼职').check();
    await dialog.getByLabel('工作内容').fill('学院网站内容审核');
    await inspect(v.page, 'staff-form-phone');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('学院网站内容审核').waitFor();
    await v.page.getByRole('button', { name: '加证书 网站编辑乙' }).click();
    await dialog.getByLabel('证书名称').fill('网络安全管理员培训合格证');
    await dialog.getByLabel('取得日期').fill('2025-06-01');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('网络安全管理员培训合格证').waitFor();
    await v.page.getByText('持证 1 人').waitFor();
    await v.page.getByRole('link', { name: '承诺书' }).click();
    await v.page.getByText('签订率 0%（0/1）').waitFor();
    await v.page.getByRole('button', { name: '登记签订' }).first().click();
    await dialog.getByRole('button', { name: '选择全部未签的 1 份' }).click();
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('签订率 100%（1/1）').waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('the office divides a duty and judges it', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, office);
    await v.page.goto(`${world.base}/capacity`);
    await v.page.getByRole('button', { name: '登记职责' }).first().click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByLabel('职责', { exact: true }).fill('网络安全宣传教育');
    await dialog.getByLabel('单位', { exact: true }).click();
    await v.page.getByTitle('计算机学院').last().click();
    await inspect(v.page, 'duty-form-desktop');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByRole('button', { name: '考核 计算机学院 网络安全宣传教育' }).click();
    await dialog.getByLabel('基本达标').check();
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('基本达标').first().waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('every tab and the groups, wide and narrow, in both languages', async () => {
    for (const [size, viewport] of [['desktop', desktop], ['phone', phone]] as const) for (const language of ['zh-CN', 'en'] as const) {
      const v = await visit(world, viewport);
      await signIn(world, v, office);
      await v.page.evaluate(`localStorage.setItem('shoutu.language', '${language}')`);
      for (const [path, words] of [['capacity?tab=duties', '台账齐全'], ['capacity?tab=staff', '系统运维与漏洞整改'], ['capacity?tab=promises&kind=security', '计算机学院'], ['capacity?tab=resources', '等级测评经费'], ['organisation?tab=groups', '应急工程师']] as const) {
        await v.page.goto(`${world.base}/${path}`);
        await v.page.getByText(words).first().waitFor();
        await inspect(v.page, `${path.replace(/\W+/g, '-')}-${size}-${language.slice(0, 2)}`);
      }
      expect(v.problems).toEqual([]);
      await v.context.close();
    }
  });
});
