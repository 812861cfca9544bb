import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { readSheets } from '../../engines/tables/index.ts';
import { moveClockTo, today } from '../../kernel/clock.ts';

let t: TestApp;
let office: User, liaison: User, stranger: User, leader: User;
let college: string, other: string, website: string, inner: string, person: string, outsider: string;
const day = '2026-03-10';
beforeAll(async () => {
  t = await openTestApp();
  moveClockTo(new Date(`${day}T02:00:00Z`));
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  other = await t.makeUnit('财务处', root);
  [office, leader, liaison, stranger] = [await t.makeAccount('office'), await t.makeAccount('leader'), await t.makeAccount('liaison', college), await t.makeAccount('liaison', other)];
  const api = t.as(office);
  website = (await api.post('/api/systems', { name: '示例学院网站', kind: 'website', unit_id: college, state: 'online', places: ['cs.example.edu.cn'] })).body.id;
  inner = (await api.post('/api/systems', { name: '示例实验系统', kind: 'system', unit_id: college, state: 'online' })).body.id;
  person = (await api.post('/api/people', { name: '管理员甲', unit_id: college })).body.id;
  outsider = (await api.post('/api/people', { name: '财务人员乙', unit_id: other })).body.id;
});
afterAll(async () => { moveClockTo(undefined); await t.close(); });

interface Fault { kind: string; what: string; system_id: string | null }
const faults = async (who: User, query = ''): Promise<{ faults: Fault[]; counts: { kind: string; n: number }[]; systems: number; whole: number }> => (await t.as(who).get(`/api/protection/faults${query}`)).body;
const kinds = async (system: string): Promise<string[]> => [...new Set((await faults(liaison, `?system_id=${system}`)).faults.map((f) => f.kind))].sort();

describe('measures', () => {
  test('are said by the unit, counted by the office, and what does not apply says why', async () => {
    const api = t.as(liaison);
    expect((await api.put(`/api/protection/systems/${website}/measures`, { states: [{ measure: 'led', state: 'na' }] })).body).toMatchObject({ code: 'measure.why_not', issues: [{ path: 'states.0.note' }] });
    expect((await api.put(`/api/protection/systems/${website}/measures`, { states: [{ measure: 'combat', state: 'yes' }] })).body.code).toBe('measure.not_of_systems');
    expect((await api.put(`/api/protection/systems/${website}/measures`, { states: [{ measure: 'waf', state: 'yes' }, { measure: 'tamper', state: 'partly', note: '只有监测' }, { measure: 'backup', state: 'no' }, { measure: 'led', state: 'na', note: '没有电子屏' }] })).status).toBe(200);
    const seen = (await t.as(office).get('/api/protection/measures')).body;
    expect(seen.cover.find((c: { measure: string }) => c.measure === 'waf')).toEqual({ measure: 'waf', yes: 1, partly: 0, no: 0, na: 0, unknown: 1 });
    expect(seen.cover.find((c: { measure: string }) => c.measure === 'led')).toMatchObject({ na: 1, unknown: 1 });
    // each figure leads to its systems
    for (const [state, n] of [['yes', 1], ['unknown', 1], ['no', 0]] as const) expect((await t.as(office).get(`/api/protection/measures?measure=waf&state=${state}`)).body.total, state).toBe(n);
    expect((await t.as(stranger).get('/api/protection/measures')).body).toMatchObject({ total: 0, items: [] });
    expect((await faults(office, '?kind=measure_missing')).faults.map((f) => f.what)).toEqual(['示例学院网站：数据备份', '示例学院网站：网页防篡改（部分落实）']);
  });
  test('grow stale after the days of the rule, and are fresh again when said again', async () => {
    expect((await faults(liaison, `?system_id=${website}&kind=measure_unchecked`)).faults[0]!.what).not.toContain('防攻击');
    await t.db.updateTable('protection_state').set({ checked_on: '2025-03-09' }).where('measure', '=', 'waf').execute();
    expect((await faults(liaison, `?system_id=${website}&kind=measure_unchecked`)).faults[0]!.what).toContain('防攻击');
    await t.as(liaison).put(`/api/protection/systems/${website}/measures`, { states: [{ measure: 'waf', state: 'yes' }] });
    expect((await faults(liaison, `?system_id=${website}&kind=measure_unchecked`)).faults[0]!.what).not.toContain('防攻击');
  });
  test('of the whole organisation are the office’s to say and everybody’s to read; evidence hangs on what was said', async () => {
    expect((await t.as(liaison).put('/api/protection/organisation', { states: [{ measure: 'depth', state: 'yes' }] })).status).toBe(403);
    expect((await t.as(office).put('/api/protection/organisation', { states: [{ measure: 'depth', state: 'yes', note: '五个区域' }] })).status).toBe(200);
    const said = (await t.as(liaison).get('/api/protection/measures')).body;
    expect((await t.as(liaison).upload(`/api/protection/measures/${said.organisation[0].id}/files`, Buffer.from('拓扑图'), '分区.txt')).status).toBe(403);
    const file = (await t.as(office).upload(`/api/protection/measures/${said.organisation[0].id}/files`, Buffer.from('拓扑图'), '分区.txt')).body.id;
    const own = said.items.find((s: { id: string }) => s.id === website).states.find((s: { measure: string }) => s.measure === 'waf').id;
    const proof = (await t.as(liaison).upload(`/api/protection/measures/${own}/files`, Buffer.from('截图'), '截图.txt')).body.id;
    expect([(await t.as(liaison).get(`/api/files/${proof}`)).status, (await t.as(stranger).get(`/api/files/${proof}`)).status, (await t.as(stranger).upload(`/api/protection/measures/${own}/files`, Buffer.from('x'), 'x.txt')).status]).toEqual([200, 404, 404]);
    const { organisation } = (await t.as(leader).get('/api/protection/measures')).body;
    expect(organisation).toMatchObject([{ measure: 'depth', state: 'yes', note: '五个区域', files: [{ name: '分区.txt' }] }]);
    expect((await t.as(stranger).get(`/api/files/${file}`)).status).toBe(200);
  });
});

describe('backups', () => {
  test('are late when the last that went well is too old, and a failed one does not count', async () => {
    const api = t.as(liaison);
    expect(await kinds(website)).toContain('no_backup');
    const { id } = (await api.post('/api/protection/backups', { system_id: website, what: '数据库全量', frequency: 'weekly', medium: '磁盘', place: '异地机房', offsite: true, keep_days: 90, responsible: '管理员甲' })).body;
    expect(await kinds(website)).toEqual(expect.arrayContaining(['backup_late', 'drill_late']));
    expect((await api.post(`/api/protection/backups/${id}/events`, { kind: 'run', on_day: '2026-03-11', ok: true })).body.code).toBe('protection.not_yet');
    await api.post(`/api/protection/backups/${id}/events`, { kind: 'run', on_day: '2026-03-03', ok: true });
    await api.post(`/api/protection/backups/${id}/events`, { kind: 'drill', on_day: '2026-01-05', ok: true, note: '恢复到测试机，用时 2 小时' });
    expect(await kinds(website)).not.toEqual(expect.arrayContaining(['backup_late']));
    expect(await kinds(website)).not.toContain('drill_late');
    await api.post(`/api/protection/backups/${id}/events`, { kind: 'run', on_day: '2026-03-10', ok: false, note: '空间不足' });
    expect(await kinds(website)).toContain('backup_failed');
    // an older success written down later does not move the last one back
    await api.post(`/api/protection/backups/${id}/events`, { kind: 'run', on_day: '2026-02-01', ok: true });
    expect((await api.get(`/api/protection/backups?system_id=${website}`)).body[0]).toMatchObject({ last_ok_on: '2026-03-03', late: false });
    await t.db.updateTable('backup_plan').set({ last_ok_on: '2026-03-01' }).execute();
    expect(await kinds(website)).toContain('backup_late');
    expect((await api.put(`/api/protection/backups/${id}`, { version: 7, what: '全量', frequency: 'weekly', keep_days: 90 })).body.code).toBe('object.changed_meanwhile');
    const file = (await api.upload(`/api/protection/backups/${id}/files`, Buffer.from('记录'), '演练记录.txt')).body.id;
    expect((await t.as(stranger).get(`/api/files/${file}`)).status).toBe(404);
  });
});

describe('accounts', () => {
  const make = (f: object) => t.as(liaison).post('/api/protection/accounts', { system_id: inner, layer: 'application', kind: 'admin', ...f });
  test('administrators’ are in the unit’s own hands, firms use accounts of their own that end', async () => {
    expect(await kinds(inner)).toContain('no_accounts');
    expect((await make({ name: 'admin' })).body).toMatchObject({ code: 'system_account.holder_needed' });
    const { id } = (await make({ name: 'admin', person_id: person, password_changed_on: '2026-02-01', rights: '全部' })).body;
    expect((await make({ name: 'ADMIN', person_id: person })).body).toMatchObject({ code: 'system_account.already', issues: [{ path: 'name' }] });
    expect((await make({ name: 'ops', kind: 'vendor', holder: '工程师' })).body).toMatchObject({ code: 'system_account.firm_needed' });
    await make({ name: 'ops', kind: 'vendor', holder: '工程师', firm: '示例科技公司', password_changed_on: '2026-03-01' });
    await make({ name: 'cw', layer: 'host', person_id: outsider, shared: true, password_changed_on: '2025-10-01' });
    await make({ name: 'old', layer: 'database', kind: 'ordinary', person_id: person, valid_until: '2026-03-09', password_changed_on: '2026-03-01' });
    const { accounts } = (await t.as(liaison).get(`/api/protection/accounts?system_id=${inner}`)).body as { accounts: { name: string; faults: string[] }[] };
    expect(Object.fromEntries(accounts.map((a) => [a.name, a.faults]))).toEqual({ admin: [], ops: ['account_endless'], cw: ['account_outside', 'account_shared', 'password_old'], old: ['account_expired'] });
    expect(await kinds(inner)).toEqual(expect.arrayContaining(['account_endless', 'account_outside', 'account_shared', 'account_expired', 'password_old', 'review_late']));
    // whoever leaves keeps no account unnoticed, and the row can still be corrected
    await t.as(office).post(`/api/people/${person}/hand-over`, { version: 1, successor_id: null, left: true });
    expect(await kinds(inner)).toContain('holder_left');
    expect((await t.as(liaison).put(`/api/protection/accounts/${id}`, { version: 1, layer: 'application', kind: 'admin', name: 'admin', person_id: person, rights: '只读' })).status).toBe(200);
    expect((await t.as(liaison).post(`/api/protection/accounts/${id}/end`, { version: 2, ended_on: day, note: '离岗停用' })).status).toBe(200);
    expect((await faults(liaison, `?system_id=${inner}&kind=holder_left`)).faults.map((f) => f.what)).toEqual(['示例实验系统：old（管理员甲）']);
    expect((await t.as(liaison).get(`/api/protection/accounts?system_id=${inner}&ended=true`)).body.accounts).toMatchObject([{ name: 'admin', ended_on: day, ended_note: '离岗停用', faults: [] }]);
    // the name is free again
    expect((await make({ name: 'admin', person_id: outsider })).status).toBe(201);
  });
  test('are looked over from time to time, and the rule says how often', async () => {
    expect((await t.as(liaison).post(`/api/protection/systems/${website}/account-review`, { note: '无' })).body.code).toBe('system_account.nothing_to_review');
    await t.as(liaison).post(`/api/protection/systems/${inner}/account-review`, { note: '逐个核对，停用一个' });
    expect(await kinds(inner)).not.toContain('review_late');
    await t.db.updateTable('account_review').set({ on_day: '2025-09-09' }).execute();
    expect(await kinds(inner)).toContain('review_late');
    const rules = (await t.as(office).get('/api/protection/rules')).body;
    expect((await t.as(liaison).put('/api/protection/rules', rules)).status).toBe(403);
    expect((await t.as(office).put('/api/protection/rules', { ...rules, log_days: 100 })).status).toBe(422);
    await t.as(office).put('/api/protection/rules', { ...rules, review_months: 12 });
    expect(await kinds(inner)).not.toContain('review_late');
    await t.as(office).put('/api/protection/rules', rules);
  });
});

test('logs of what faces the public are kept a year, those of the rest half a year', async () => {
  const api = t.as(liaison);
  await api.post('/api/protection/logs', { system_id: website, what: 'access', keep_days: 200, place: '日志平台' });
  await api.post('/api/protection/logs', { system_id: website, what: 'network', keep_days: 200 });
  await api.post('/api/protection/logs', { system_id: inner, what: 'os', keep_days: 179 });
  expect((await api.post('/api/protection/logs', { system_id: inner, what: 'os', keep_days: 300 })).body.code).toBe('log_keeping.already');
  const rows = (await api.get('/api/protection/logs')).body as { system_name: string; what: string; due_days: number; short: boolean }[];
  expect(rows.map((r) => [r.system_name, r.what, r.due_days, r.short])).toEqual([['示例学院网站', 'access', 365, true], ['示例学院网站', 'network', 180, false], ['示例实验系统', 'os', 180, true]]);
});

test('policies change with an approval, are reviewed in time, and end', async () => {
  const api = t.as(office);
  const { id } = (await api.post('/api/protection/policies', { unit_id: college, name: '数据中心边界访问控制', zone: '核心防火墙', content: '默认拒绝', effective_on: '2025-01-01' })).body;
  const [before] = (await t.as(liaison).get('/api/protection/policies')).body;
  expect(before).toMatchObject({ late: true, review_by: '2026-01-01' });
  expect((await t.as(liaison).post(`/api/protection/policies/${id}/events`, { version: 1, kind: 'change', on_day: day, note: '放行 443' })).body).toMatchObject({ code: 'policy.approver_needed', issues: [{ path: 'approved_by' }] });
  await t.as(liaison).post(`/api/protection/policies/${id}/events`, { version: 1, kind: 'change', on_day: day, note: '放行 443', approved_by: '信息中心主任', content: '默认拒绝；放行 443' });
  expect((await api.get('/api/protection/policies')).body[0]).toMatchObject({ content: '默认拒绝；放行 443', late: false, review_by: '2027-03-10', events: [{ kind: 'change', approved_by: '信息中心主任' }] });
  expect((await t.as(stranger).post(`/api/protection/policies/${id}/events`, { version: 2, kind: 'review', on_day: day, note: '复核' })).status).toBe(404);
  await api.post(`/api/protection/policies/${id}/events`, { version: 2, kind: 'end', on_day: day, note: '设备下架', approved_by: '信息中心主任' });
  expect((await api.post(`/api/protection/policies/${id}/events`, { version: 3, kind: 'review', on_day: day, note: '复核' })).body.code).toBe('policy.ended');
});

test('figures and rows agree, sheets hold what the page shows, and each unit is told once a week of its own', async () => {
  const { faults: rows, counts, systems, whole } = await faults(office);
  expect(counts.reduce((n, c) => n + c.n, 0)).toBe(rows.length);
  for (const c of counts) expect((await faults(office, `?kind=${c.kind}`)).faults.length, c.kind).toBe(c.n);
  expect([systems, whole]).toEqual([2, 0]);
  for (const list of ['measures', 'backups', 'accounts', 'logs', 'policies', 'faults']) {
    const book = await readSheets((await t.as(office).get(`/api/protection/export/${list}`)).bytes);
    expect(book.ok && book.sheets[0]!.length, list).toBeGreaterThan(1);
  }
  await t.runJob('protection.weekly');
  await t.runJob('protection.weekly');
  const told = (await t.as(liaison).get('/api/notices')).body.items.filter((n: { title: string }) => n.title.startsWith('技术防护有'));
  expect(told).toHaveLength(1);
  expect((await t.as(stranger).get('/api/notices')).body.items.filter((n: { title: string }) => n.title.startsWith('技术防护有'))).toEqual([]);
  expect(today()).toBe(day);
});
