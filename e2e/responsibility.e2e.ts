import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { today } from '../src/kernel/clock.ts';
import type { User } from '../test/app.ts';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

describe.skipIf(missing !== undefined)('responsibility', () => {
  let world: World;
  let office: User, liaison: User;
  beforeAll(async () => {
    world = await openWorld();
    const { t } = world;
    await t.setUp();
    const root = await t.makeUnit('示例大学');
    const college = await t.makeUnit('计算机学院', root, 'college');
    await t.makeUnit('文学院', root, 'college');
    office = await t.makeAccount('office');
    liaison = await t.makeAccount('liaison', college);
    const api = t.as(office);
    const person = (await api.post('/api/people', { name: '联络员甲', unit_id: college, phone: '13800000001' })).body;
    await api.put(`/api/units/${college}/posts/liaison`, { person_id: person.id });
    const year = Number(today().slice(0, 4));
    const record = (await api.post('/api/responsibility/records', { kind: 'special_meeting', held_on: today(), title: '网络安全专题会议', unit_id: null, chaired_by: '主要负责人', content: '研究部署全年工作' })).body;
    await api.upload(`/api/responsibility/records/${record.id}/files`, Buffer.from('会议纪要'), '会议纪要.txt');
    await api.post('/api/responsibility/letters', { year, unit_ids: [college], signed_on: today(), party_a: '示例大学' });
    await api.post('/api/responsibility/contacts', { kind: 'telecom', name: '示例电信公司', contact_person: '值班员', phone: '010-12345678' });
  });
  afterAll(async () => { await world?.close(); });

  test('a liaison records an activity of the unit and confirms its telephones on a phone', async () => {
    const v = await visit(world, phone);
    await signIn(world, v, liaison);
    await v.page.goto(`${world.base}/responsibility?tab=records`);
    await v.page.getByText('网络安全专题会议').waitFor();
    await v.page.getByRole('button', { name: '登记履职记录' }).first().click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('学院宣传周');
    await dialog.getByLabel('单位').click();
    await v.page.getByTitle('计算机学院').last().click();
    await dialog.getByLabel('主持或批示人').fill('学院负责人');
    await inspect(v.page, 'duty-record-form-phone');
    await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
    await v.page.getByText('学院宣传周').waitFor();
    await v.page.getByRole('link', { name: '联络与确认' }).click();
    await v.page.getByRole('button', { name: '确认联系方式有效 计算机学院' }).click();
    await v.page.getByText('已确认').waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('every tab of responsibility, wide and narrow, in both languages', async () => {
    for (const [size, viewport] of [['desktop', desktop], ['phone', phone]] as const) for (const language of ['zh-CN', 'en'] as const) {
      const v = await visit(world, viewport);
      await signIn(world, v, office);
      await v.page.evaluate(`localStorage.setItem('shoutu.language', '${language}')`);
      for (const [tab, words] of [['standing', '网络安全专题会议'], ['records', '会议纪要.txt'], ['letters', '文学院'], ['contacts', '联络员甲']] as const) {
        await v.page.goto(`${world.base}/responsibility?tab=${tab}`);
        await v.page.getByText(words).first().waitFor();
        await inspect(v.page, `responsibility-${tab}-${size}-${language.slice(0, 2)}`);
      }
      expect(v.problems).toEqual([]);
      await v.context.close();
    }
  });
});
