import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { User } from '../test/app.ts';
import { desktop, inspect, missing, openWorld, phone, signIn, visit, type World } from './browser.ts';

describe.skipIf(missing !== undefined)('the first days of an organisation', () => {
  let world: World;
  let three: { system_admin: User; security_admin: User };
  beforeAll(async () => {
    world = await openWorld();
    three = await world.t.setUp();
  });
  afterAll(async () => { await world?.close(); });

  test('a list of units is pasted, wrong at first, and becomes the tree', async () => {
    const v = await visit(world, desktop);
    await signIn(world, v, three.system_admin);
    await v.page.goto(`${world.base}/organisation`);
    await v.page.getByRole('button', { name: '批量建机构' }).click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByLabel('机构名单').fill('示例大学\n  教务处\n  计算机学院\n    实验中心\n审计处\t没有的上级');
    await inspect(v.page, 'bulk-units-desktop');
    await dialog.getByRole('button', { name: /^核\s*对$/ }).click();
    await dialog.getByText('有 1 行有误').waitFor();
    await dialog.getByText('找不到上级“没有的上级”').waitFor();
    await inspect(v.page, 'bulk-units-checked-desktop');
    await dialog.getByRole('button', { name: '返回修改' }).click();
    await dialog.getByLabel('机构名单').fill('示例大学\n  教务处\n  计算机学院\n    实验中心\n审计处\t示例大学');
    await dialog.getByRole('button', { name: /^核\s*对$/ }).click();
    await dialog.getByRole('button', { name: '建立 5 个机构' }).click();
    await v.page.getByText('机构 5 个').waitFor();
    await v.page.getByRole('button', { name: '实验中心', exact: true }).waitFor();
    expect(v.problems).toEqual([]);
    await v.context.close();
  });

  test('who was appointed gets an account with a first password; the security administrator says yes; the liaison comes in', async () => {
    const { t } = world;
    const office = t.as(await t.makeAccount('office'));
    const units = (await office.get('/api/units')).body as { id: string; name: string }[];
    for (const [unit, duty, name, employee_no] of [['教务处', 'liaison', '联络员甲', 'jw001'], ['计算机学院', 'first_responsible', '负责人乙', null]] as const) {
      const unit_id = units.find((u) => u.name === unit)!.id;
      const person = (await office.post('/api/people', { name, unit_id, employee_no })).body;
      await office.put(`/api/units/${unit_id}/posts/${duty}`, { person_id: person.id });
    }
    const v = await visit(world, desktop);
    await signIn(world, v, three.system_admin);
    await v.page.goto(`${world.base}/accounts`);
    await v.page.getByRole('button', { name: '按岗位批量建账号' }).click();
    const dialog = v.page.getByRole('dialog');
    await dialog.getByText('有 1 个账号名还没有填好').waitFor();
    await dialog.getByLabel('账号 负责人乙').fill('jsj-head');
    await inspect(v.page, 'bulk-accounts-desktop');
    await dialog.getByRole('button', { name: '建立 2 个账号' }).click();
    await dialog.getByText('已建立 2 个账号').waitFor();
    await inspect(v.page, 'bulk-accounts-made-desktop');
    const [saved] = await Promise.all([v.page.waitForEvent('download'), dialog.getByRole('button', { name: '下载初始口令表' }).click()]);
    const sheet = await readFile(await saved.path(), 'utf8');
    const password = /"jw001","([^"]+)"/.exec(sheet)![1]!;
    await dialog.getByRole('button', { name: '已保存，关闭' }).click();
    expect(v.problems).toEqual([]);
    await v.context.close();

    const s = await visit(world, desktop);
    await signIn(world, s, three.security_admin);
    await s.page.goto(`${world.base}/accounts`);
    await s.page.getByText('建议：联络员 教务处').waitFor();
    await inspect(s.page, 'accounts-suggested-desktop');
    await s.page.getByRole('button', { name: '按建议授权本页 2 个账号' }).click();
    await s.page.getByRole('dialog').getByRole('button', { name: /^授\s*权$/ }).click();
    await s.page.getByText('已授权 2 个账号').waitFor();
    expect(s.problems).toEqual([]);
    await s.context.close();

    const l = await visit(world, phone);
    await l.page.goto(`${world.base}/sign-in`);
    await l.page.getByLabel('账号').fill('jw001');
    await l.page.getByLabel('口令', { exact: true }).fill(password);
    await l.page.getByRole('button', { name: /登\s*录/ }).click();
    await l.page.getByText('请先修改口令').waitFor();
    await l.page.getByLabel('原口令').fill(password);
    await l.page.getByLabel('新口令', { exact: true }).fill('Liaison-2026-x');
    await l.page.getByLabel('再输一遍新口令').fill('Liaison-2026-x');
    await l.page.getByRole('button', { name: '修改口令' }).click();
    await l.page.getByText('我的待办').waitFor();
    expect(l.problems).toEqual([]);
    await l.context.close();
  });
});

describe.skipIf(missing !== undefined)("a unit's own posts", () => {
  let world: World;
  let office: User;
  beforeAll(async () => {
    world = await openWorld();
    await world.t.setUp();
    office = await world.t.makeAccount('office');
    const api = world.t.as(office);
    const unit_id = await world.t.makeUnit('教务处', await world.t.makeUnit('示例大学'));
    await api.post('/api/people', { name: '管理员丙', unit_id });
  });
  afterAll(async () => { await world?.close(); });

  test('the office adds a post, and names who holds it', async () => {
    for (const [size, viewport] of [['desktop', desktop], ['phone', phone]] as const) {
      const v = await visit(world, viewport);
      await signIn(world, v, office);
      await v.page.goto(`${world.base}/organisation?tab=duties`);
      const title = size === 'desktop' ? '网站管理员' : '数据库管理员';
      await v.page.getByRole('button', { name: '教务处 增设岗位' }).click();
      const dialog = v.page.getByRole('dialog');
      await dialog.getByLabel('岗位名称').fill(title);
      await dialog.getByLabel('选择人员').fill('管理员丙');
      await v.page.getByTitle('管理员丙（教务处）').click();
      await inspect(v.page, `own-post-${size}`);
      await dialog.getByRole('button', { name: /^保\s*存$/ }).click();
      await v.page.getByRole('button', { name: `教务处 ${title}：管理员丙` }).waitFor();
      await inspect(v.page, `duties-with-own-posts-${size}`);
      expect(v.problems).toEqual([]);
      await v.context.close();
    }
  });
});

describe.skipIf(missing !== undefined)('looking after the system', () => {
  let world: World;
  let three: { system_admin: User };
  beforeAll(async () => {
    world = await openWorld();
    three = await world.t.setUp();
    const office = world.t.as(await world.t.makeAccount('office'));
    const root = await world.t.makeUnit('示例大学');
    const unit = (await office.post('/api/units', { parent_id: root, name: '网络与信息中心', kind: 'centre' })).body;
    await office.patch(`/api/units/${unit.id}`, { version: unit.version, aliases: ['网信中心'] });
  });
  afterAll(async () => { await world?.close(); });

  test('operations and dictionary, wide and narrow, in both languages; an alias that is wrong is taken back', async () => {
    for (const [size, viewport] of [['desktop', desktop], ['phone', phone]] as const) for (const language of ['zh-CN', 'en'] as const) {
      const v = await visit(world, viewport, language);
      await signIn(world, v, three.system_admin);
      await v.page.goto(`${world.base}/operations`);
      await v.page.getByRole('heading', { name: language === 'en' ? 'Storage' : '存储' }).waitFor();
      await inspect(v.page, `operations-${size}-${language.slice(0, 2)}`);
      await v.page.goto(`${world.base}/dictionary`);
      await v.page.getByText('网信中心').waitFor();
      await inspect(v.page, `dictionary-${size}-${language.slice(0, 2)}`);
      expect(v.problems).toEqual([]);
      await v.context.close();
    }
    const v = await visit(world, desktop);
    await signIn(world, v, three.system_admin);
    await v.page.goto(`${world.base}/dictionary?q=网信`);
    await v.page.getByRole('button', { name: '删除 网信中心' }).click();
    await v.page.getByRole('dialog').getByRole('button', { name: /^删\s*除$/ }).click();
    await v.page.getByText('没有符合的别名').waitFor();
    await v.context.close();
  });
});
