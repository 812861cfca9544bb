import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../../kernel/clock.ts';
import { readTable, writeTable } from '../../engines/tables/index.ts';
import { raiseClaims } from './claims.job.ts';
import { findOwners } from './find-owner.ts';

let t: TestApp;
let office: User;
let liaison: User;
let stranger: User;
let root: string;
let college: string;
let other: string;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  other = await t.makeUnit('财务处', root);
  office = await t.makeAccount('office');
  liaison = await t.makeAccount('liaison', college);
  stranger = await t.makeAccount('liaison', other);
});
afterAll(() => t.close());
afterEach(() => moveClockTo(undefined));
interface System { id: string; name: string; version: number; state: string; places: string[]; gaps: string[]; history: { field: string; before: string; after: string }[] }
const make = async (unit_id: string, name: string, more: object = {}): Promise<System> => {
  const reply = await t.as(office).post('/api/systems', { name, kind: 'website', unit_id, ...more });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
};
const names = async (who: User, query = ''): Promise<string[]> => (await t.as(who).get(`/api/systems?size=500${query}`)).body.items.map((s: System) => s.name);

describe('systems', () => {
  test('are scoped by unit, also for whom another unit operates them, and named once a unit', async () => {
    const own = await make(college, '示例实验平台', { places: ['lab.example.edu.cn'] });
    await make(other, '示例财务系统', { operating_unit_id: college });
    await make(other, '示例工资系统');
    expect(await names(liaison)).toEqual(expect.arrayContaining(['示例实验平台', '示例财务系统']));
    expect(await names(liaison)).not.toContain('示例工资系统');
    const operated = (await t.as(liaison).get('/api/systems')).body.items.find((s: System) => s.name === '示例财务系统');
    expect((await t.as(liaison).patch(`/api/systems/${operated.id}`, { version: 1, purpose: '改' })).status).toBe(403);
    expect((await t.as(stranger).get(`/api/systems/${own.id}`)).status).toBe(404);
    expect((await t.as(stranger).patch(`/api/systems/${own.id}`, { version: 1, purpose: '改' })).status).toBe(404);
    expect((await t.as(liaison).post('/api/systems', { name: '越权系统', kind: 'system', unit_id: other })).status).toBe(403);
    expect(await t.as(liaison).post('/api/systems', { name: '示例实验平台', kind: 'system', unit_id: college })).toMatchObject({ status: 409, body: { code: 'system.name_taken' } });
    expect(await t.as(liaison).post('/api/systems', { name: '乱写地址', kind: 'system', unit_id: college, places: ['不是地址'] })).toMatchObject({ status: 422, body: { code: 'system.bad_place' } });
  });
  test('are found by two characters, first letters, domain and address; every change of a field is kept', async () => {
    for (const q of ['实验', 'slsy', 'lab.example', '计算机']) expect(await names(office, `&q=${encodeURIComponent(q)}`), q).toContain('示例实验平台');
    const s = (await t.as(office).get('/api/systems?q=slsypt')).body.items[0] as System;
    const person = (await t.as(office).post('/api/people', { name: '安全管理员甲', unit_id: college })).body;
    const after = (await t.as(liaison).patch(`/api/systems/${s.id}`, { version: s.version, manager_id: person.id, places: ['lab.example.edu.cn', '10.20.5.0/24'], mlps_level: 2 })).body as System;
    expect(after.history).toEqual(expect.arrayContaining([expect.objectContaining({ field: 'manager_id', before: '', after: '安全管理员甲' }), expect.objectContaining({ field: 'mlps_level', before: '', after: '2' })]));
    expect(after.gaps).toEqual(['icp', 'police']);
    expect((await t.as(liaison).patch(`/api/systems/${s.id}`, { version: s.version, purpose: '旧版本' })).status).toBe(409);
    // whoever leaves manages nothing
    await t.as(office).post(`/api/people/${person.id}/hand-over`, { version: person.version, successor_id: null, left: true });
    expect((await t.as(office).get(`/api/systems/${s.id}`)).body.gaps).toContain('manager');
  });
  test('nothing goes online without a manager, a level and its filing', async () => {
    const s = await make(college, '示例新网站');
    expect(s.state).toBe('planned');
    const go = (version: number) => t.as(office).post(`/api/systems/${s.id}/state`, { version, action: 'go_online', reason: '建成' });
    expect(await go(s.version)).toMatchObject({ status: 409, body: { code: 'system.not_ready', message: expect.stringMatching(/定级.*安全管理员.*ICP/) } });
    const person = (await t.as(office).post('/api/people', { name: '安全管理员乙', unit_id: college })).body;
    const ready = (await t.as(office).patch(`/api/systems/${s.id}`, { version: s.version, manager_id: person.id, mlps_level: 2, icp_number: '示ICP备00000001号' })).body;
    // what is left is the application that modules/filings keeps
    expect((await go(ready.version)).body.message).toBe('还不能上线：没有批准的上线申请。补齐后再办理。');
    const running = await make(college, '示例旧网站', { state: 'online' });
    expect((await t.as(liaison).post(`/api/systems/${running.id}/state`, { version: running.version, action: 'cancel', reason: '停用', paper: '1号' })).status).toBe(403);
    expect((await t.as(office).post(`/api/systems/${running.id}/state`, { version: running.version, action: 'shut', reason: '停用' })).body.code).toBe('system.paper_needed');
  });
  test('a level is decided before service, or it is said why there is none; neither is taken away later', async () => {
    const person = (await t.as(office).post('/api/people', { name: '安全管理员丙', unit_id: college })).body;
    const s = await make(college, '示例公众号', { kind: 'official_account', manager_id: person.id });
    const system = async () => (await t.as(office).get(`/api/systems/${s.id}`)).body;
    const change = async (more: object) => t.as(office).patch(`/api/systems/${s.id}`, { version: (await system()).version, ...more });
    const go = async () => (await t.as(office).post(`/api/systems/${s.id}/state`, { version: (await system()).version, action: 'go_online', reason: '建成' })).body.message;
    expect(s.gaps).toContain('mlps');
    expect(await go()).toBe('还不能上线：没有定级、没有批准的上线申请。补齐后再办理。');
    expect((await t.as(office).post('/api/systems', { name: '示例两样都写', kind: 'other', unit_id: college, mlps_level: 1, ungraded_reason: '不需要' })).body.code).toBe('system.graded');
    expect((await change({ ungraded_reason: '由平台方统一定级' })).body).toMatchObject({ mlps_level: null, ungraded_reason: '由平台方统一定级' });
    expect((await system()).gaps).not.toContain('mlps');
    expect(await go()).toBe('还不能上线：没有批准的上线申请。补齐后再办理。');
    // a planned one may still be thought over; one in service may not be left without both
    expect((await change({ ungraded_reason: '' })).status).toBe(200);
    await change({ mlps_level: 2 });
    await t.db.updateTable('info_system').set({ state: 'online' }).where('id', '=', s.id).execute();
    expect((await change({ mlps_level: null })).body.code).toBe('system.level_stays');
    expect((await change({ mlps_level: 3 })).status).toBe(200);
    expect((await change({ ungraded_reason: '不需要' })).body.code).toBe('system.graded');
    expect((await change({ mlps_level: null, ungraded_reason: '由平台方统一定级' })).status).toBe(200);
    expect((await change({ ungraded_reason: '' })).body.code).toBe('system.level_stays');
    // a level that is found ends the reason
    expect((await change({ mlps_level: 2 })).body).toMatchObject({ mlps_level: 2, ungraded_reason: '' });
  });
  test('twins are pointed out: the same name in two units, the same address in two systems', async () => {
    await make(other, '示例实验平台', { places: ['lab.example.edu.cn'] });
    const twins = (await t.as(office).get('/api/systems/duplicates')).body as { why: string; what: string }[];
    expect(twins).toEqual(expect.arrayContaining([expect.objectContaining({ why: 'name', what: '示例实验平台' }), expect.objectContaining({ why: 'place', what: 'lab.example.edu.cn' })]));
    expect((await t.as(liaison).get('/api/systems/duplicates')).body).toEqual([]);
  });
});

test('owners: exact domain before star, the smallest range before the larger, a unit’s range last', async () => {
  const wide = await make(college, '示例机房', { places: ['10.40.0.0/16', '*.lab.example.edu.cn'] });
  const narrow = await make(other, '示例服务器', { places: ['10.40.7.0/28', 'a.lab.example.edu.cn'] });
  await t.as(office).post('/api/ranges', { unit_id: college, written: '10.50.0.0/16' });
  const ask = (host: string, ip: string | null = null, system = '') => findOwners(t.db, [{ host, ip, system }]).then(([o]) => o);
  expect(await ask('10.40.7.3', '10.40.7.3')).toEqual({ system_id: narrow.id, unit_id: other });
  expect(await ask('10.40.9.3', '10.40.9.3')).toEqual({ system_id: wide.id, unit_id: college });
  expect(await ask('A.lab.example.edu.cn')).toEqual({ system_id: narrow.id, unit_id: other });
  expect(await ask('b.lab.example.edu.cn')).toEqual({ system_id: wide.id, unit_id: college });
  expect(await ask('10.50.1.1', '10.50.1.1')).toEqual({ system_id: null, unit_id: college });
  expect(await ask('203.0.113.9', '203.0.113.9')).toEqual({ system_id: null, unit_id: null });
  expect(await ask('', null, '示例机房')).toEqual({ system_id: wide.id, unit_id: college });
  expect(await ask('', null, '示例实验平台')).toEqual({ system_id: null, unit_id: null });
});

test('the sheet goes out and comes back the same; a change is shown first, an error writes nothing', async () => {
  const file = await t.as(office).get('/api/systems/export');
  const same = await t.as(office).upload('/api/systems/import', file.bytes, '系统台账.xlsx');
  expect(same.body).toMatchObject({ token: null, added: 0, changed: 0, errors: [] });
  expect(same.body.same).toBe((await names(office)).length);
  const columns = [['name', '系统名称'], ['kind', '类别'], ['unit_id', '主管单位'], ['places', '域名和地址'], ['ports', '登记开放的端口'], ['mlps_level', '等级保护']].map(([key, title]) => ({ key: key!, title: title! }));
  const sheet = (rows: Record<string, string>[]) => writeTable({ name: '系统台账', columns, rows });
  const bad = await t.as(office).upload('/api/systems/import', await sheet([{ name: '新系统', kind: '信息系统', unit_id: '没有的单位', places: '不是地址', ports: 'http', mlps_level: '三级' }]), 'x.xlsx');
  expect(bad.body).toMatchObject({ token: null, errors: [{ row: 2, column: '主管单位' }, { row: 2, column: '域名和地址' }, { row: 2, column: '登记开放的端口' }] });
  const good = await t.as(office).upload('/api/systems/import', await sheet([{ name: '示例服务器', kind: '网站', unit_id: '财务处', places: '10.40.7.0/28、a.lab.example.edu.cn', ports: '443', mlps_level: '三级' }, { name: '示例档案系统', kind: '信息系统', unit_id: '财务处', places: 'da.example.edu.cn', ports: '', mlps_level: '' }]), 'x.xlsx');
  expect(good.body).toMatchObject({ added: 1, changed: 1, errors: [], changes: [{ name: '示例服务器' }] });
  expect((await t.as(stranger).post(`/api/systems/import/${good.body.token}`)).status).toBe(404);
  expect((await t.as(office).post(`/api/systems/import/${good.body.token}`)).body).toEqual({ added: 1, changed: 1 });
  expect((await t.as(office).post(`/api/systems/import/${good.body.token}`)).body.code).toBe('asset_import.applied_already');
  expect((await t.as(office).get('/api/systems?q=slda')).body.items[0]).toMatchObject({ name: '示例档案系统', state: 'online' });
  expect((await t.as(office).upload('/api/systems/import', Buffer.from('not a sheet'), 'x.xlsx')).body.code).toBe('asset_import.unreadable');
  expect((await readTable(file.bytes, columns)).ok).toBe(true);
});

test('claims: offered to the range’s unit, then to all, then proposed for blocking; each step once', async () => {
  const at = new Date('2026-03-02T00:00:00Z');
  const id = (n: number) => `00000000-0000-7000-8000-0000000000a${n}`;
  await t.db.insertInto('asset_claim').values([1, 2].map((n) => ({ id: id(n), host: `10.50.2.${n}`, ip: `10.50.2.${n}`, found_by: 'nmap', found_at: at.toISOString(), last_seen_at: at.toISOString(), unit_id: college, system_id: null, decided_at: null, decided_by_name: null }))).execute();
  const claims = async (who: User) => ((await t.as(who).get('/api/claims')).body as { id: string; state: string; unit_id: string | null; version: number }[]);
  expect((await claims(stranger)).map((c) => c.id)).not.toContain(id(1));
  const first = (await claims(liaison)).find((c) => c.id === id(1))!;
  expect((await t.as(liaison).post(`/api/claims/${id(1)}/decline`, { version: first.version, unit_id: college, note: '不是我们的' })).status).toBe(200);
  expect((await claims(liaison)).map((c) => c.id)).not.toContain(id(1));
  expect((await claims(stranger)).map((c) => c.id)).toContain(id(1));
  await raiseClaims(t.db).run({});
  expect((await claims(office)).find((c) => c.id === id(2))).toMatchObject({ state: 'to_block', unit_id: null });
  const told = async () => (await t.db.selectFrom('notice').select('id').where('account_id', '=', office.id).where('title', 'like', '%建议封堵').execute()).length;
  const n = await told();
  await raiseClaims(t.db).run({});
  expect(await told()).toBe(n);
  expect((await t.as(liaison).post(`/api/claims/${id(2)}/settle`, { version: 1, action: 'blocked' })).status).toBe(403);
});

test('a merged unit’s systems, ranges and claims go over; one of the same name keeps the old unit’s', async () => {
  const gone = await t.makeUnit('老信息中心', root);
  await make(gone, '示例实验平台');
  const version = (await t.db.selectFrom('unit').select('version').where('id', '=', gone).executeTakeFirstOrThrow()).version;
  expect((await t.as(office).post(`/api/units/${gone}/merge`, { version, into_id: college })).status).toBe(200);
  expect(await names(liaison)).toEqual(expect.arrayContaining(['示例实验平台', '示例实验平台（老信息中心）']));
});
