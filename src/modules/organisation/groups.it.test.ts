import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { readTable } from '../../engines/tables/index.ts';
import { moveClockTo } from '../../kernel/clock.ts';

let t: TestApp;
let office: User;
let liaison: User;
let college: string;
let head: { id: string; version: number };
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  office = await t.makeAccount('office');
  liaison = await t.makeAccount('liaison', college);
  await t.db.updateTable('account').set({ password_changed_at: '2100-01-01T00:00:00Z' }).execute();
  moveClockTo(new Date('2026-05-20T02:00:00Z'));
  for (const user of [office, liaison]) await t.signIn(user);
  head = (await t.as(office).post('/api/people', { name: '示例院长', unit_id: college })).body;
});
afterAll(async () => { moveClockTo(undefined); await t.close(); });

interface Group { id: string; version: number; kind: string; members: { role: string; label: string; current_name: string | null; field: string; organisation: string | null }[]; warnings: { code: string; label: string }[]; follows_name: string | null }
const save = (body: object) => t.as(office).post('/api/groups', body);
const read = async (id: string): Promise<Group> => ((await t.as(liaison).get('/api/groups')).body as Group[]).find((g) => g.id === id)!;
const codes = (g: Group) => g.warnings.map((w) => w.code);

test('a group is registered with its paper, its duties and what each deputy answers for; the count is held against the paper', async () => {
  const made = await save({ name: '网络安全和信息化领导小组', source: '示校发〔2026〕3号', stated_members: 3, duties: '统筹网络安全方案制定与组织实施', office: '信息中心', office_duties: '负责网络安全日常工作', members: [
    { role: 'leader', label: '校长' }, { role: 'deputy', label: '分管副校长', person_id: head.id, field: '分管领域网络安全工作直接责任人' },
  ] });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const group = await read(made.body.id);
  expect(group).toMatchObject({ kind: 'leading', duties: '统筹网络安全方案制定与组织实施', office_duties: '负责网络安全日常工作' });
  expect(group.members[1]).toMatchObject({ label: '分管副校长', current_name: '示例院长', field: '分管领域网络安全工作直接责任人' });
  expect(group.warnings).toEqual([{ code: 'head_count', label: '2/3' }, { code: 'unknown', label: '校长' }]);
});

test('a special group takes over the members of a standing one, and changes with it', async () => {
  const standing = (await save({ name: '常设领导小组', source: '示校发〔2026〕4号', members: [{ role: 'leader', label: '院长', person_id: head.id }] })).body as Group;
  const special = (await save({ kind: 'special', name: '“网络安全百日行动”领导小组', source: '示校发〔2026〕9号', follows_id: standing.id, members: [] })).body as Group;
  expect((await read(special.id)).members.map((m) => m.current_name)).toEqual(['示例院长']);
  const heir = (await t.as(office).post('/api/people', { name: '示例新院长', unit_id: college })).body;
  await save({ id: standing.id, version: standing.version, name: '常设领导小组', source: '示校发〔2026〕4号', members: [{ role: 'leader', label: '院长', person_id: heir.id }] });
  expect(await read(special.id)).toMatchObject({ kind: 'special', follows_name: '常设领导小组', members: [{ current_name: '示例新院长' }], warnings: [] });
  // no rings, no chains, and what others follow does not vanish under them
  expect((await save({ name: '再沿用', follows_id: special.id, members: [] })).body.code).toBe('group.follows_itself');
  expect((await save({ id: standing.id, version: standing.version + 1, name: '常设领导小组', follows_id: special.id, members: [] })).body.code).toBe('group.follows_itself');
  expect((await t.as(office).delete(`/api/groups/${standing.id}`)).body.code).toBe('group.followed');
  expect((await t.as(office).delete(`/api/groups/${special.id}`)).status).toBe(200);
  expect((await t.as(office).delete(`/api/groups/${standing.id}`)).status).toBe(200);
});

test('a joint inspection group and a team with outsiders say whose they are and until when', async () => {
  const inspection = (await save({ kind: 'inspection', name: '联合检查组', source: '示校发〔2026〕11号', valid_from: '2026-05-01', valid_until: '2026-05-19', members: [{ role: 'leader', label: '宣传部副部长', person_id: head.id }] })).body as Group;
  expect(codes(await read(inspection.id))).toEqual(['expired']);
  const team = (await save({ kind: 'emergency', name: '校企应急团队', source: '协议', members: [{ role: 'leader', label: '信息中心主任', person_id: head.id }, { role: 'member', label: '应急工程师', organisation: '示例安全公司', phone: '13800000000' }] })).body as Group;
  expect(codes(await read(team.id))).toEqual([]);
  expect((await read(team.id)).members[1]).toMatchObject({ organisation: '示例安全公司' });
  expect((await save({ name: '倒着的有效期', valid_from: '2026-06-01', valid_until: '2026-05-01', members: [] })).body.code).toBe('group.ends_before_it_begins');
  const table = await readTable((await t.as(liaison).get('/api/groups/export')).bytes, [{ key: 'group', title: '小组名称' }, { key: 'kind', title: '类别' }, { key: 'organisation', title: '所在单位（外部）' }]);
  if (!table.ok) throw new Error(table.reason);
  expect(table.rows.map((r) => r.values)).toContainEqual(expect.objectContaining({ group: '校企应急团队', kind: '应急团队', organisation: '示例安全公司' }));
});

test('a member who leaves is named, and no unit may change a group', async () => {
  const person = (await t.as(office).post('/api/people', { name: '将离岗者', unit_id: college })).body;
  const group = (await save({ name: '工作组', source: '示校发〔2026〕12号', members: [{ role: 'leader', label: '组长', person_id: person.id }] })).body as Group;
  expect(codes(await read(group.id))).toEqual([]);
  await t.as(office).post(`/api/people/${person.id}/hand-over`, { version: person.version, successor_id: null, left: true });
  expect((await read(group.id)).warnings).toEqual([{ code: 'left', label: '将离岗者' }]);
  expect((await t.as(liaison).post('/api/groups', { name: '我来建', members: [] })).status).toBe(403);
  expect((await t.as(liaison).delete(`/api/groups/${group.id}`)).status).toBe(403);
});
