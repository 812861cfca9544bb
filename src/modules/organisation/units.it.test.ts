import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { onUnitMerged } from './index.ts';

let t: TestApp;
let office: User;
let root: string;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  office = await t.makeAccount('office');
  root = (await make('示例大学', null, 'school')).id;
});
afterAll(() => t.close());

interface UnitRow { id: string; parent_id: string | null; name: string; version: number; aliases: string[]; status: string }
async function make(name: string, parent_id: string | null = root, kind = 'department'): Promise<UnitRow> {
  const reply = await t.as(office).post('/api/units', { parent_id, name, kind });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}
const unit = async (id: string): Promise<UnitRow> => ((await t.as(office).get('/api/units?all=true')).body as UnitRow[]).find((u) => u.id === id)!;
const versioned = (id: string) => t.db.selectFrom('unit').select(['id', 'version']).where('id', '=', id).executeTakeFirstOrThrow();
const history = async (id: string) => (await t.as(office).get(`/api/units/${id}/history`)).body as { what: string; before: string | null; after: string | null; by: string }[];

describe('the tree of units', () => {
  test('a new unit has its four posts, its history and one audit row', async () => {
    const u = await make('宣传部');
    expect(await t.db.selectFrom('post').select('duty').where('unit_id', '=', u.id).orderBy('duty').execute()).toEqual([{ duty: 'direct_responsible' }, { duty: 'first_responsible' }, { duty: 'liaison' }, { duty: 'security_officer' }]);
    expect(await history(u.id)).toMatchObject([{ what: 'created', after: '宣传部', by: office.name }]);
    expect(await t.db.selectFrom('audit_log').select(['action', 'result']).where('object_id', '=', u.id).execute()).toEqual([{ action: 'organisation.create_unit', result: 'ok' }]);
  });

  test('a rename keeps the history, and the old name goes on meaning the unit', async () => {
    const u = await make('网络中心');
    const renamed = await t.as(office).patch(`/api/units/${u.id}`, { version: u.version, name: '网络信息中心' });
    expect(renamed).toMatchObject({ status: 200, body: { name: '网络信息中心', version: u.version + 1, aliases: ['网络中心'] } });
    expect((await history(u.id))[0]).toMatchObject({ what: 'renamed', before: '网络中心', after: '网络信息中心' });
    const stale = await t.as(office).patch(`/api/units/${u.id}`, { version: u.version, name: '信息中心' });
    expect(stale).toMatchObject({ status: 409, body: { code: 'object.changed_meanwhile' } });
    expect((await unit(u.id)).name).toBe('网络信息中心');
  });

  test('a move takes the whole sub-tree along, and never into itself', async () => {
    const a = await make('机关甲');
    const b = await make('机关乙');
    const child = await make('综合科', a.id);
    const leaf = await make('文印组', child.id);
    const moved = await t.as(office).patch(`/api/units/${a.id}`, { version: a.version, parent_id: b.id });
    expect(moved.status).toBe(200);
    expect((await t.db.selectFrom('unit').select('path').where('id', '=', leaf.id).executeTakeFirstOrThrow()).path).toBe(`/${root}/${b.id}/${a.id}/${child.id}/${leaf.id}/`);
    expect((await history(a.id))[0]).toMatchObject({ what: 'moved', before: '示例大学', after: '机关乙' });
    for (const parent_id of [b.id, leaf.id]) {
      const circle = await t.as(office).patch(`/api/units/${b.id}`, { version: (await unit(b.id)).version, parent_id });
      expect(circle).toMatchObject({ status: 409, body: { code: 'unit.cycle' } });
    }
    await pathsFollowParents(t);
  });

  test('two of one name under one parent are refused in words', async () => {
    await make('保卫处');
    const again = await t.as(office).post('/api/units', { parent_id: root, name: '保卫处', kind: 'department' });
    expect(again).toMatchObject({ status: 409, body: { code: 'unit.name_taken', message: expect.stringContaining('保卫处') } });
    const lost = await t.as(office).post('/api/units', { parent_id: '00000000-0000-7000-8000-000000000000', name: '某处', kind: 'department' });
    expect(lost).toMatchObject({ status: 422, body: { code: 'unit.parent_missing' } });
  });

  test('a merge moves children, people, posts and open work; finished work stays where it was done', async () => {
    const from = await make('设备处');
    const into = await make('资产管理处');
    const child = await make('采购科', from.id);
    const person = (await t.as(office).post('/api/people', { name: '周采购', unit_id: from.id })).body;
    await t.as(office).put(`/api/units/${from.id}/posts/liaison`, { person_id: person.id });
    const followed: string[] = [];
    onUnitMerged('test', async (_tx, by, a, b) => { followed.push(by.name, a, b); });
    const at = new Date().toISOString();
    const cases = [{ id: crypto.randomUUID(), type: 'test', closed_at: null }, { id: crypto.randomUUID(), type: 'test', closed_at: at }, { id: crypto.randomUUID(), type: 'unspoken', closed_at: null }];
    await t.db.insertInto('work_case').values(cases.map((c) => ({ ...c, state: 'open', unit_id: from.id, due_on: null, created_at: at, changed_at: at }))).execute();
    const merged = await t.as(office).post(`/api/units/${from.id}/merge`, { version: from.version, into_id: into.id });
    expect(merged).toMatchObject({ status: 200, body: { ok: true } });
    expect(await unit(from.id)).toMatchObject({ name: '设备处', status: 'merged' });
    expect(await unit(child.id)).toMatchObject({ parent_id: into.id });
    expect((await unit(into.id)).aliases).toContain('设备处');
    const duties = ((await t.as(office).get('/api/duties')).body as { unit_id: string; posts: { duty: string; holder: { name: string } | null }[] }[]).find((d) => d.unit_id === into.id)!;
    expect(duties.posts.find((p) => p.duty === 'liaison')?.holder?.name).toBe('周采购');
    expect((await t.db.selectFrom('person').select('unit_id').where('id', '=', person.id).executeTakeFirstOrThrow()).unit_id).toBe(into.id);
    const unitOf = new Map((await t.db.selectFrom('work_case').select(['id', 'unit_id']).execute()).map((c) => [c.id, c.unit_id]));
    expect(cases.map((c) => unitOf.get(c.id))).toEqual([into.id, from.id, from.id]);
    expect(followed).toEqual([office.name, from.id, into.id]);
    expect((await history(into.id))[0]).toMatchObject({ what: 'merged', before: '设备处' });
    const again = await t.as(office).patch(`/api/units/${from.id}`, { version: (await unit(from.id)).version, name: '别名' });
    expect(again).toMatchObject({ status: 409, body: { code: 'unit.not_active' } });
    await pathsFollowParents(t);
  });

  test('a unit that has something left is not dissolved, and the answer says what', async () => {
    const u = await make('后勤处');
    const person = (await t.as(office).post('/api/people', { name: '吴后勤', unit_id: u.id })).body;
    const refused = await t.as(office).post(`/api/units/${u.id}/dissolve`, { version: u.version });
    expect(refused).toMatchObject({ status: 409, body: { code: 'unit.not_empty', message: expect.stringContaining('1 名在岗人员') } });
    await t.as(office).post(`/api/people/${person.id}/hand-over`, { version: person.version, successor_id: null, left: true });
    expect((await t.as(office).post(`/api/units/${u.id}/dissolve`, { version: u.version })).status).toBe(200);
    expect((await t.as(office).get('/api/units')).body).not.toContainEqual(expect.objectContaining({ id: u.id }));
    expect((await history(u.id))[0]).toMatchObject({ what: 'dissolved' });
    // the name is free again
    await make('后勤处');
  });

  test('a split makes units beside it', async () => {
    const u = await make('人事教务处');
    const parts = await t.as(office).post(`/api/units/${u.id}/split`, { names: ['人事处', '教务处'] });
    expect(parts).toMatchObject({ status: 201, body: [{ name: '人事处', parent_id: root }, { name: '教务处', parent_id: root }] });
    expect((await history(u.id))[0]).toMatchObject({ what: 'split', after: '人事处、教务处' });
    await pathsFollowParents(t);
  });

  test('only the office changes the tree; everybody signed in knows it', async () => {
    const u = await make('图书馆');
    const liaison = await t.makeAccount('liaison', u.id);
    const head = await t.makeAccount('unit_head', u.id);
    for (const who of [liaison, head]) {
      expect((await t.as(who).get('/api/units')).body).toContainEqual(expect.objectContaining({ id: root }));
      for (const reply of [await t.as(who).post('/api/units', { parent_id: u.id, name: '夹层', kind: 'other' }), await t.as(who).patch(`/api/units/${u.id}`, { version: u.version, name: '大图书馆' }), await t.as(who).post(`/api/units/${u.id}/merge`, { version: u.version, into_id: root }), await t.as(who).post(`/api/units/${u.id}/dissolve`, { version: u.version })]) expect(reply.status).toBe(403);
    }
    expect(await unit(u.id)).toMatchObject({ name: '图书馆', version: u.version });
    expect((await t.anonymous.get('/api/units')).status).toBe(401);
  });

  test('moves at the same moment make no circle', async () => {
    const a = await make('并发甲');
    const b = await make('并发乙');
    const replies = await Promise.all([t.as(office).patch(`/api/units/${a.id}`, { version: a.version, parent_id: b.id }), t.as(office).patch(`/api/units/${b.id}`, { version: b.version, parent_id: a.id })]);
    expect(replies.map((r) => r.status).toSorted((x, y) => x - y)).toEqual([200, 409]);
    await pathsFollowParents(t);
  });
});

describe('any sequence of changes', () => {
  test('leaves every path in step with its parents, and nobody below what is gone', async () => {
    const step = fc.record({ what: fc.constantFrom('create', 'move', 'merge', 'split', 'dissolve'), a: fc.nat(40), b: fc.nat(40) });
    let serial = 0;
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const top = await make(`随机${++serial}`);
      const ids = [top.id];
      for (const { what, a, b } of steps) {
        const [x, y] = [await versioned(ids[a % ids.length]!), await versioned(ids[b % ids.length]!)];
        const replies = {
          create: () => t.as(office).post('/api/units', { parent_id: x.id, name: `单元${++serial}`, kind: 'department' }),
          move: () => t.as(office).patch(`/api/units/${x.id}`, { version: x.version, parent_id: y.id }),
          merge: () => t.as(office).post(`/api/units/${x.id}/merge`, { version: x.version, into_id: y.id }),
          split: () => t.as(office).post(`/api/units/${x.id}/split`, { names: [`分设${++serial}`] }),
          dissolve: () => t.as(office).post(`/api/units/${x.id}/dissolve`, { version: x.version }),
        };
        const reply = await replies[what]();
        expect([200, 201, 409, 422], JSON.stringify(reply.body)).toContain(reply.status);
        if (what === 'create' && reply.status === 201) ids.push(reply.body.id);
        if (what === 'split' && reply.status === 201) ids.push(reply.body[0].id);
      }
      await pathsFollowParents(t);
      expect(await t.db.selectFrom('unit as u').innerJoin('unit as p', 'p.id', 'u.parent_id').select('u.name').where('u.status', '=', 'active').where('p.status', '<>', 'active').execute()).toEqual([]);
    }), { numRuns: 12 });
  });
});

/** Every unit's path is its parent's with its own id behind: read from the parents alone. */
async function pathsFollowParents({ db }: TestApp): Promise<void> {
  const rows = await db.selectFrom('unit').select(['id', 'parent_id', 'path']).execute();
  const byId = new Map(rows.map((r) => [r.id, r]));
  const pathOf = (id: string, seen = new Set<string>()): string => {
    if (seen.has(id)) throw new Error('a circle');
    const parent = byId.get(id)!.parent_id;
    return `${parent ? pathOf(parent, seen.add(id)) : '/'}${id}/`;
  };
  for (const r of rows) expect(r.path).toBe(pathOf(r.id));
}

describe('many units at once', () => {
  const bulk = (text: string, apply: boolean, parent_id: string | null = null) => t.as(office).post('/api/units/bulk', { text, parent_id, apply });
  const all = async () => (await t.as(office).get('/api/units')).body as { id: string; name: string; parent_id: string | null; kind: string }[];

  test('a pasted list becomes a tree after it was looked over; what is there stays, and again nothing changes', async () => {
    const text = '批量大学\n  批量教务处\n  计算机学院\n    实验中心\n';
    const before = await all();
    expect((await bulk(text, false)).body).toMatchObject({ created: 4, rows: [{ name: '批量大学', state: 'new', kind: 'school' }, { parent: '批量大学' }, { parent: '批量大学', kind: 'college' }, { name: '实验中心', parent: '计算机学院', kind: 'centre' }] });
    expect(await all()).toEqual(before);
    expect((await bulk(text, true)).body.created).toBe(4);
    const made = await all();
    const of = (name: string) => made.find((u) => u.name === name && !before.some((b) => b.id === u.id))!;
    expect([of('实验中心').parent_id, of('计算机学院').parent_id]).toEqual([of('计算机学院').id, of('批量大学').id]);
    expect((await bulk(text, true)).body).toMatchObject({ created: 0, rows: [{ state: 'there' }, { state: 'there' }, { state: 'there' }, { state: 'there' }] });
    expect((await bulk('考试中心\t批量教务处\n', true, of('批量大学').id)).body).toMatchObject({ rows: [{ parent: '批量教务处' }] });
    // each has its four posts waiting
    expect(((await t.as(office).get('/api/duties')).body as { unit_id: string; missing: string[] }[]).find((d) => d.unit_id === of('实验中心').id)!.missing).toHaveLength(4);
  });

  test('one line that cannot be made, and none is', async () => {
    const before = await all();
    const text = '另一大学\n  财务处\n审计处\t没有的上级\n';
    expect((await bulk(text, false)).body.rows[2]).toMatchObject({ line: 3, state: 'wrong', message: '找不到上级“没有的上级”，请把上级写在前面的行' });
    expect(await bulk(text, true)).toMatchObject({ status: 422, body: { code: 'unit.lines_wrong' } });
    expect((await bulk('\n \n', true)).body.code).toBe('unit.no_lines');
    expect((await bulk(Array.from({ length: 1001 }, (_, i) => `单位${i}`).join('\n'), true)).body.code).toBe('unit.too_many_lines');
    expect(await all()).toEqual(before);
  });
});

test('a plain list into an empty tree stands below the organisation, and a line twice is made once', async () => {
  const fresh = await openTestApp();
  try {
    await fresh.setUp('示例大学');
    const api = fresh.as(await fresh.makeAccount('office'));
    const checked = (await api.post('/api/units/bulk', { text: '教务处\n计算机学院\n  实验中心\n教务处\n', parent_id: null, apply: false })).body;
    expect(checked).toMatchObject({ created: 4, rows: [{ line: 0, name: '示例大学', kind: 'school', state: 'new' }, { name: '教务处', parent: '示例大学', kind: 'department' }, { name: '计算机学院', parent: '示例大学', kind: 'college' }, { name: '实验中心', parent: '计算机学院' }, { state: 'there', message: '与前面的行重复，只建一个' }] });
    expect((await api.post('/api/units/bulk', { text: '教务处\n计算机学院\n', parent_id: null, apply: true })).status).toBe(200);
    const units = (await api.get('/api/units')).body as { name: string; parent_id: string | null }[];
    expect(units.filter((u) => u.parent_id === null).map((u) => u.name)).toEqual(['示例大学']);
  } finally { await fresh.close(); }
});
