import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { learnAlias, matchUnits, saveGroupFromPlan } from './index.ts';

let t: TestApp;
let office: User;
const ids = new Map<string, string>();
const nameOf = (id: string): string => [...ids].find(([, v]) => v === id)![0];
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  office = await t.makeAccount('office');
  const root = await t.makeUnit('示例大学', null, 'school', '示大');
  ids.set('示例大学', root);
  const management = await t.makeUnit('职能部门', root, 'other');
  for (const name of ['党委宣传部', '党政办公室', '教务处', '保卫处(武装部)', '资产管理处（招标与采购中心）', '人事处']) ids.set(name, await t.makeUnit(name, management));
  ids.set('网络信息中心', await t.makeUnit('网络信息中心', root, 'centre', '网信中心'));
  for (const name of ['计算机学院', '文学院', '马克思主义学院']) ids.set(name, await t.makeUnit(name, root, 'college'));
  ids.set('计算机学院办公室', await t.makeUnit('办公室', ids.get('计算机学院')));
  ids.set('文学院办公室', await t.makeUnit('办公室', ids.get('文学院')));
});
afterAll(() => t.close());

const match = async (name: string): Promise<string> => {
  const [m] = await matchUnits(t.db, [name]);
  return m!.unit_ids ? `${m!.how}: ${m!.unit_ids.map(nameOf).join(' ')}` : m!.how;
};
const departments = ['党委宣传部', '党政办公室', '教务处', '保卫处(武装部)', '资产管理处（招标与采购中心）', '人事处'];
const colleges = ['计算机学院', '文学院', '马克思主义学院'];

describe('names of official documents', () => {
  test.each([
    ['教务处', 'exact: 教务处'], ['教 务 处', 'exact: 教务处'], ['网信中心', 'exact: 网络信息中心'], ['资产管理处(招标与采购中心)', 'exact: 资产管理处（招标与采购中心）'], ['保卫处〔武装部〕', 'exact: 保卫处(武装部)'],
    ['宣传部', 'suffix: 党委宣传部'], ['学校宣传部', 'suffix: 党委宣传部'], ['校党委宣传部', 'suffix: 党委宣传部'], ['示例大学教务处', 'suffix: 教务处'], ['示大教务处', 'suffix: 教务处'], ['中共示例大学委员会宣传部', 'none'],
    ['保卫处', 'suffix: 保卫处(武装部)'], ['招标与采购中心', 'suffix: 资产管理处（招标与采购中心）'], ['武装部', 'suffix: 保卫处(武装部)'], ['人事处(教师工作部)', 'suffix: 人事处'], ['学校办公室', 'suffix: 党政办公室'], ['办公室', 'suffix: 党政办公室'], ['党委办公室', 'suffix: 党政办公室'], ['计算机学院', 'exact: 计算机学院'], ['示例大学计算机学院', 'suffix: 计算机学院'],
    // what could be several, what names nobody, what says nothing certain
    ['财务处', 'none'], ['相关部门', 'none'], ['有关单位', 'none'], ['校内各信息系统的主管单位', 'none'], ['管理处', 'none'], ['学院办公室', 'none'], ['', 'none'], ['的', 'none'], ['甲'.repeat(500), 'none'],
  ])('%s → %s', async (name, expected) => { expect(await match(name)).toBe(expected); });

  test.each(['各部门', '各单位', '校内各单位', '各部门(单位)', '各部门、单位', '各部门各单位', '各二级单位', '全校各部门', '学校各部门', '全校', '学校', '全院', '示例大学', '示大', '示例大学各单位', '各学院、各部门、各直属单位', '全体教职工', '全校师生', '各部门负责人', '各单位网络安全联络员', '所有部门', '各 部 门'])('%s means everybody right below the whole', async (name) => {
    const [m] = await matchUnits(t.db, [name]);
    expect(m!.how).toBe('collective');
    expect(m!.unit_ids!.map(nameOf).sort()).toEqual([...departments, ...colleges, '网络信息中心'].sort());
  });

  test('collective names by kind', async () => {
    const of = async (name: string) => (await matchUnits(t.db, [name]))[0]!.unit_ids?.map(nameOf).sort();
    for (const name of ['各学院', '各二级学院', '全校各学院', '各学院(部)', '各教学单位', '各院系']) expect(await of(name), name).toEqual([...colleges].sort());
    for (const name of ['各职能部门', '机关各部门', '各处室', '局科室', '各科室']) expect(await of(name), name).toEqual([...departments, '网络信息中心'].sort());
    expect(await of('各中小学校')).toBeUndefined();
  });

  test('what was taught comes before a guess, and can be taught anew', async () => {
    await t.db.transaction().execute((tx) => learnAlias(tx, '信息办', [ids.get('网络信息中心')!]));
    expect(await match('信 息 办')).toBe('alias: 网络信息中心');
    await t.db.transaction().execute((tx) => learnAlias(tx, '两办', [ids.get('党政办公室')!, ids.get('人事处')!]));
    expect((await matchUnits(t.db, ['两办']))[0]!.unit_ids).toHaveLength(2);
    await t.db.transaction().execute((tx) => learnAlias(tx, '相关部门', [ids.get('教务处')!]));
    expect(await match('相关部门')).toBe('alias: 教务处');
    await t.db.transaction().execute((tx) => learnAlias(tx, '相关部门', []));
    expect(await match('相关部门')).toBe('none');
  });

  test('units that are gone are no match; the name of a merged one means its heir', async () => {
    const old = await t.makeUnit('现教中心', ids.get('示例大学'), 'centre');
    await t.as(office).post(`/api/units/${old}/merge`, { version: 1, into_id: ids.get('网络信息中心') });
    expect(await match('现教中心')).toBe('alias: 网络信息中心');
  });

  test('one query a table, however many names', async () => {
    const before = t.statements();
    await matchUnits(t.db, Array.from({ length: 300 }, (_, i) => `各部门${i}`));
    expect(t.statements() - before).toBeLessThanOrEqual(3);
  });
});

test('a group read from a document: people by name, offices as written, read again without doubles', async () => {
  const person = (await t.as(office).post('/api/people', { name: '赵组长', unit_id: ids.get('党政办公室') })).body;
  for (const unit of ['教务处', '人事处']) await t.as(office).post('/api/people', { name: '同名者', unit_id: ids.get(unit) });
  const plan = { name: '专项行动领导小组', source: '示例〔2026〕5号', campaign_id: crypto.randomUUID(), leaders: ['赵组长'], deputies: ['同名者'], members: ['各学院、图书馆党总支书记'], office: '学校宣传部', officeHead: '宣传部部长' };
  await t.db.transaction().execute((tx) => saveGroupFromPlan(tx, plan));
  await t.db.transaction().execute((tx) => saveGroupFromPlan(tx, plan));
  expect(await match('网络安全领导小组办公室')).toBe('alias: 党委宣传部');
  expect((await t.as(office).get('/api/groups')).body).toMatchObject([{
    name: '专项行动领导小组', office_unit_id: ids.get('党委宣传部'), version: 2,
    members: [{ role: 'leader', label: '赵组长', person_id: person.id, current_name: '赵组长' }, { role: 'deputy', label: '同名者', person_id: null, current_name: null }, { role: 'member', label: '各学院、图书馆党总支书记', person_id: null }, { role: 'office_head', label: '宣传部部长' }],
  }]);
});
