import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../../kernel/clock.ts';
import { hazardDaily } from './daily.job.ts';

let t: TestApp;
let office: User;
let second: User;
let liaison: User;
let stranger: User;
let leader: User;
let college: string;
let other: string;
let system: { id: string };
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  other = await t.makeUnit('财务处', root);
  office = await t.makeAccount('office');
  second = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  liaison = await t.makeAccount('liaison', college);
  stranger = await t.makeAccount('liaison', other);
  system = (await t.as(office).post('/api/systems', { name: '示例选课系统', kind: 'website', unit_id: college, places: ['xk.example.edu.cn', '10.20.1.0/28'], importance: 'important' })).body;
  await t.as(office).post('/api/ranges', { unit_id: other, written: '10.30.0.0/16' });
});
afterAll(() => t.close());
afterEach(() => moveClockTo(undefined));

interface Found { host: string; items: { id: string; port: number; severity: number; name: string; output?: string }[] }
const nessus = (hosts: Found[], when = 'Mon Jan 5 10:00:00 2026'): string => `<?xml version="1.0"?><NessusClientData_v2><Report name="r">${hosts.map((h) => `<ReportHost name="${h.host}"><HostProperties><tag name="host-ip">${h.host}</tag><tag name="HOST_START">${when}</tag></HostProperties>${h.items.map((i) => `<ReportItem port="${i.port}" svc_name="www" protocol="tcp" severity="${i.severity}" pluginID="${i.id}" pluginName="${i.name}" pluginFamily="General"><plugin_output>${i.output ?? 'proof'}</plugin_output><solution>升级</solution></ReportItem>`).join('')}</ReportHost>`).join('')}</Report></NessusClientData_v2>`;
async function take(text: string, query = ''): Promise<{ id: string; state: string; error: string | null; counts: Record<string, number>; scope: object }> {
  const up = await t.as(office).upload(`/api/hazards/imports${query}`, Buffer.from(text), 'scan.nessus');
  expect(up.status, JSON.stringify(up.body)).toBe(201);
  for (let i = 0; i < 200; i++) {
    const { body } = await t.as(office).get(`/api/hazards/imports/${up.body.id}`);
    if (!['waiting', 'reading'].includes(body.state)) return body;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error('the import did not end');
}
interface Row { id: string; number: string; title: string; state: string; severity: string; unit_id: string; system_id: string | null; owned: boolean; host: string; port: number | null; due_on: string | null; version: number; can: string[]; overdue: boolean }
const list = async (who: User, query = ''): Promise<Row[]> => (await t.as(who).get(`/api/hazards?size=200${query}`)).body.items;
const read = async (id: string): Promise<Row & { rounds: number; reopened: number; timeline: { action: string }[]; sightings: number }> => (await t.as(office).get(`/api/hazards/${id}`)).body;
const move = async (who: User, id: string, action: string, more: object = {}) => t.as(who).post(`/api/hazards/${id}/move`, { version: (await read(id)).version, action, ...more });

describe('an import', () => {
  const first = () => nessus([{ host: '10.20.1.5', items: [{ id: '100', port: 443, severity: 3, name: 'Weak cipher' }, { id: '100', port: 8443, severity: 3, name: 'Weak cipher' }, { id: '19506', port: 0, severity: 0, name: 'Scan information' }] }, { host: '10.30.7.7', items: [{ id: '200', port: 22, severity: 4, name: 'Old daemon' }] }, { host: '172.16.9.9', items: [{ id: '200', port: 22, severity: 4, name: 'Old daemon' }] }]);

  test('finds the owner by system, by range, or not at all; information is counted, not registered', async () => {
    const done = await take(first());
    expect(done).toMatchObject({ state: 'done', counts: { observations: 5, kept: 4, below: 1, added: 4, seen_again: 0, unowned: 1, claims: 2 } });
    const rows = await list(office);
    expect(rows.map((r) => [r.host, r.port, r.severity, r.owned, r.unit_id === college, r.unit_id === other, r.system_id === system.id, r.state]).sort((a, b) => String(a[0]).localeCompare(String(b[0])) || Number(a[1]) - Number(b[1]))).toEqual([
      ['10.20.1.5', 443, 'high', true, true, false, true, 'to_verify'], ['10.20.1.5', 8443, 'high', true, true, false, true, 'to_verify'], ['10.30.7.7', 22, 'critical', true, false, true, false, 'to_verify'], ['172.16.9.9', 22, 'critical', false, false, false, false, 'to_verify'],
    ]);
    expect(rows.map((r) => r.number).sort()).toEqual([1, 2, 3, 4].map((n) => `YH${new Date().getFullYear()}-00000${n}`).map((n) => expect.stringMatching(/^YH\d{4}-00000\d$/) && n.replace(/^YH\d{4}/, rows[0]!.number.slice(0, 6))));
    expect((await list(liaison)).every((r) => r.unit_id === college)).toBe(true);
    expect(await list(liaison)).toHaveLength(2);
    expect(await list(stranger)).toHaveLength(1);
  });

  test('of the same file again changes nothing at all', async () => {
    const before = await t.db.selectFrom('hazard').selectAll().orderBy('id').execute();
    const cases = await t.db.selectFrom('work_case').selectAll().orderBy('id').execute();
    expect(await take(first())).toMatchObject({ state: 'done', counts: { added: 0, reopened: 0, absent: 0 } });
    expect(await t.db.selectFrom('hazard').selectAll().orderBy('id').execute()).toEqual(before);
    expect(await t.db.selectFrom('work_case').selectAll().orderBy('id').execute()).toEqual(cases);
  });

  test('of a file that breaks off changes nothing and says so', async () => {
    const before = await t.db.selectFrom('hazard').selectAll().orderBy('id').execute();
    const cut = nessus([{ host: '10.20.1.5', items: [{ id: '999', port: 1, severity: 4, name: 'New' }] }]).slice(0, -40);
    expect(await take(cut)).toMatchObject({ state: 'failed', error: expect.stringContaining('文件不完整') });
    expect(await take('这不是报告')).toMatchObject({ state: 'failed', error: expect.stringContaining('没有认出') });
    expect(await t.db.selectFrom('hazard').selectAll().orderBy('id').execute()).toEqual(before);
    expect((await t.db.selectFrom('scan_row').selectAll().execute())).toEqual([]);
  });

  test('that covers less closes nothing outside; inside its hosts what is missing is to be retested', async () => {
    // only one host was scanned: the other two are not touched
    const whole = { id: '19506', port: 0, severity: 0, name: 'Scan information', output: 'Scan policy used : 全面扫描\nPort range : 1-65535\nCredentialed checks : no' };
    await take(nessus([{ host: '10.20.1.5', items: [{ id: '100', port: 443, severity: 3, name: 'Weak cipher' }, { id: '100', port: 8443, severity: 3, name: 'Weak cipher' }, whole] }], 'Mon Jan 5 10:20:00 2026'));
    const less = [{ host: '10.20.1.5', items: [{ id: '100', port: 443, severity: 3, name: 'Weak cipher', output: 'again' }] }];
    // a report that was filtered has lost the item about the scan itself, and says nothing of what it leaves out
    expect((await take(nessus(less, 'Mon Jan 5 10:30:00 2026'))).counts).toMatchObject({ absent: 0 });
    await take(nessus([{ host: '10.20.1.5', items: [{ id: '100', port: 443, severity: 3, name: 'Weak cipher' }, { id: '100', port: 8443, severity: 3, name: 'Weak cipher' }, whole] }], 'Mon Jan 5 10:40:00 2026'));
    const done = await take(nessus([{ host: '10.20.1.5', items: [...less[0]!.items, whole] }], 'Mon Jan 5 10:50:00 2026'));
    expect(done.counts).toMatchObject({ added: 0, seen_again: 1, absent: 1 });
    expect(done.scope).toMatchObject({ hosts: 1, whole: 1, ports: '1-65535', credentialed: false, policy: '全面扫描' });
    const states = new Map((await list(office)).map((r) => [`${r.host}:${r.port}`, r.state]));
    expect([...states].sort(([a], [b]) => a.localeCompare(b))).toEqual([['10.20.1.5:443', 'to_verify'], ['10.20.1.5:8443', 'absent'], ['10.30.7.7:22', 'to_verify'], ['172.16.9.9:22', 'to_verify']]);
    // a file without any finding closes nothing either
    expect((await take(nessus([{ host: '10.30.7.7', items: [] }], 'Mon Jan 5 11:00:00 2026'), '?close_absent=false')).counts).toMatchObject({ absent: 0 });
    // seen again: back to work
    await take(nessus([{ host: '10.20.1.5', items: [{ id: '100', port: 443, severity: 3, name: 'Weak cipher' }, { id: '100', port: 8443, severity: 3, name: 'Weak cipher' }] }], 'Tue Jan 6 10:00:00 2026'));
    expect((await list(office)).find((r) => r.port === 8443)!.state).toBe('confirmed');
  });

  test('a stranger is claimed with all that was found on it', async () => {
    const claims = (await t.as(office).get('/api/claims?state=open')).body as { id: string; host: string; unit_id: string | null; version: number }[];
    expect(claims.map((c) => [c.host, c.unit_id])).toEqual(expect.arrayContaining([['172.16.9.9', null], ['10.30.7.7', other]]));
    const c = claims.find((x) => x.host === '172.16.9.9')!;
    expect((await t.as(stranger).post(`/api/claims/${c.id}/claim`, { version: c.version, system_id: null, new_name: '示例财务系统', unit_id: other })).status).toBe(200);
    expect((await list(stranger)).map((r) => r.host).sort()).toEqual(['10.30.7.7', '172.16.9.9']);
    expect(await list(office, '&owned=false')).toEqual([]);
    expect((await t.as(liaison).post(`/api/claims/${c.id}/claim`, { version: c.version + 1, system_id: null, new_name: '抢认', unit_id: college })).status).toBe(404);
  });
});

describe('a unit’s own check', () => {
  const found = { title: '后台目录可浏览', severity: 'high', where: 'xk.example.edu.cn/admin', description: '自查时发现' };
  const own = (who: User, body: object) => t.as(who).post('/api/hazards/self-checked', { ...found, ...body });
  let id: string;

  test('enters a hazard of its system or of itself; it waits to be verified, and the office sees who entered it', async () => {
    const made = await own(liaison, { system_id: system.id });
    expect(made.status).toBe(201);
    id = made.body.id;
    const shown = (await t.as(office).get(`/api/hazards/${id}`)).body;
    expect(shown).toMatchObject({ state: 'to_verify', source: 'self_check', unit_id: college, system_id: system.id, owned: true, host: 'xk.example.edu.cn/admin', can: expect.arrayContaining(['confirm']), can_add_finding: false });
    const { name } = await t.db.selectFrom('account').select('name').where('id', '=', liaison.id).executeTakeFirstOrThrow();
    expect(shown.timeline).toMatchObject([{ action: 'open', actor_name: name }]);
    expect((await t.as(office).get('/api/notices?size=100')).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ title: `单位自查登记隐患，待核实：${found.title}`, link: `/hazards/${id}` })]));
    expect((await t.db.selectFrom('audit_log').select('action').where('action', '=', 'hazards.register').where('object_id', '=', id).execute())).toHaveLength(1);
    // of the unit itself, and of a unit below for its head
    const inside = (await own(liaison, { unit_id: college })).body.id;
    expect((await t.as(liaison).get(`/api/hazards/${inside}`)).body).toMatchObject({ unit_id: college, system_id: null, source: 'self_check' });
    const lab = await t.makeUnit('示例实验室', college);
    const head = await t.makeAccount('unit_head', college);
    expect((await own(head, { unit_id: lab })).status).toBe(201);
    expect((await own(liaison, { unit_id: lab })).status).toBe(403);
  });

  test('never for another unit: its systems are as if they were not there', async () => {
    const before = await t.db.selectFrom('hazard').select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
    const unknown = await own(stranger, { system_id: '00000000-0000-7000-8000-0000000000ff' });
    expect(await own(stranger, { system_id: system.id })).toMatchObject({ status: unknown.status, body: { code: 'object.not_found' } });
    expect((await own(stranger, { system_id: system.id, unit_id: other })).status).toBe(404);
    expect((await own(stranger, { unit_id: college })).status).toBe(403);
    expect((await own(liaison, { system_id: system.id, unit_id: other })).status).toBe(403);
    expect((await own(liaison, {})).body.code).toBe('hazard.unit_or_system');
    // it only runs the system for its owner
    const run = (await t.as(office).post('/api/systems', { name: '示例代管系统', kind: 'system', unit_id: other, operating_unit_id: college })).body;
    expect((await own(liaison, { system_id: run.id })).status).toBe(404);
    const vendor = await t.makeAccount('vendor', college);
    for (const who of [vendor, leader]) expect((await own(who, { unit_id: college })).status).toBe(403);
    expect(await t.db.selectFrom('hazard').select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).toEqual(before);
  });

  test('what shows it is kept until it is verified, and is no proof of its repair', async () => {
    expect((await t.as(stranger).upload(`/api/hazards/${id}/findings`, Buffer.from('截图'), '登录后台.txt')).status).toBe(404);
    const file = await t.as(liaison).upload(`/api/hazards/${id}/findings`, Buffer.from('截图'), '登录后台.txt');
    expect(file.status).toBe(201);
    expect((await t.as(office).get(`/api/files/${file.body.id}`)).bytes.toString()).toBe('截图');
    expect((await t.as(stranger).get(`/api/files/${file.body.id}`)).status).toBe(404);
    expect((await t.as(liaison).get(`/api/hazards/${id}`)).body).toMatchObject({ can_add_finding: true, can_attach: false, files: [], findings: [{ name: '登录后台.txt' }], timeline: [{ action: 'open' }, { action: 'add_finding', files: [{ name: '登录后台.txt' }] }] });
    expect((await move(liaison, id, 'confirm')).status).toBe(403);
    expect((await move(office, id, 'confirm')).body.state).toBe('confirmed');
    expect((await t.as(liaison).upload(`/api/hazards/${id}/findings`, Buffer.from('再一张'), '再一张.txt')).body.code).toBe('hazard.finding_closed');
    await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [id] });
    expect((await move(liaison, id, 'report', { note: '已修改' })).body.code).toBe('workflow.evidence_required');
    expect((await t.as(liaison).upload(`/api/hazards/${id}/files`, Buffer.from('整改后'), '整改后.txt')).status).toBe(201);
    expect((await move(liaison, id, 'report', { note: '已修改' })).body.state).toBe('reported');
    await move(office, id, 'retest');
    expect((await move(second, id, 'pass', { note: '已复测' })).body.state).toBe('cleared');
    // hazards of other origin take none
    const { id: inspected } = (await t.as(office).post('/api/hazards', { ...found, source: 'inspection', system_id: system.id })).body;
    expect((await t.as(liaison).upload(`/api/hazards/${inspected}/findings`, Buffer.from('x'), 'x.txt')).body.code).toBe('hazard.finding_closed');
  });
});

describe('the loop', () => {
  test('from confirmed to cleared: a round back, a retest by another, the report stays', async () => {
    const h = (await list(office)).find((r) => r.port === 443)!;
    expect((await move(office, h.id, 'confirm')).body.state).toBe('confirmed');
    const issued = await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [h.id], note: '请尽快整改' });
    expect(issued).toMatchObject({ status: 201, body: { issued: 1, hazards: 1 } });
    const notified = await read(h.id);
    expect(notified).toMatchObject({ state: 'notified', due_on: expect.stringMatching(/^\d{4}-/) });
    const [letter] = (await t.as(liaison).get('/api/hazard-notices')).body.letters;
    expect(letter).toMatchObject({ kind: 'order', number: expect.stringMatching(/〔\d{4}〕\d+号$/), hazards: 1, due_on: notified.due_on, can_sign: true, can_withdraw: false });
    expect((await t.as(stranger).get('/api/hazard-notices')).body.letters).toEqual([]);
    expect((await t.as(stranger).get(`/api/files/${letter.file.id}`)).status).toBe(404);
    expect((await t.as(liaison).get(`/api/files/${letter.file.id}`)).status).toBe(200);
    expect((await t.as(stranger).post(`/api/hazard-notices/${letter.id}/sign`, {})).status).toBe(404);
    expect((await t.as(liaison).post(`/api/hazard-notices/${letter.id}/sign`, {})).status).toBe(200);
    expect((await t.as(liaison).post(`/api/hazard-notices/${letter.id}/sign`, {})).body.code).toBe('letter.signed_already');
    expect((await read(h.id)).state).toBe('signed');
    // what the office put into the letter is no proof of a repair
    expect((await t.as(office).upload(`/api/hazard-evidence/${h.id}`, Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'), '截图.png')).status).toBe(201);
    expect(await move(liaison, h.id, 'report', { note: '已升级' })).toMatchObject({ status: 422, body: { code: 'workflow.evidence_required' } });
    expect((await t.as(stranger).upload(`/api/hazards/${h.id}/files`, Buffer.from('x'), 'x.txt')).status).toBe(404);
    expect((await t.as(liaison).upload(`/api/hazards/${h.id}/files`, Buffer.from('整改截图'), '截图.txt')).status).toBe(201);
    expect((await move(liaison, h.id, 'report', { note: '已升级' })).body).toMatchObject({ state: 'reported', feedback: '已升级' });
    expect((await move(office, h.id, 'retest')).body.state).toBe('retesting');
    expect((await move(office, h.id, 'fail', { note: '仍可复现' })).body).toMatchObject({ state: 'fixing', rounds: 1 });
    await t.as(liaison).upload(`/api/hazards/${h.id}/files`, Buffer.from('再次整改'), '再次.txt');
    await move(liaison, h.id, 'report', { note: '改了配置' });
    await move(office, h.id, 'retest');
    expect((await move(office, h.id, 'pass')).status).toBe(422);
    expect((await move(second, h.id, 'pass', { note: '复测未发现' })).body).toMatchObject({ state: 'cleared', due_on: notified.due_on });
    expect((await read(h.id)).timeline.map((e) => e.action)).toEqual(['open', 'confirm', 'notify', 'sign', 'report', 'retest', 'fail', 'report', 'retest', 'pass']);
    // an old scan proves nothing; a new one opens it again with its history
    expect((await take(nessus([{ host: '10.20.1.5', items: [{ id: '100', port: 443, severity: 3, name: 'Weak cipher', output: 'old' }, { id: '100', port: 8443, severity: 3, name: 'Weak cipher' }] }], 'Thu Jan 1 10:00:00 2026'))).counts).toMatchObject({ reopened: 0 });
    expect((await read(h.id)).state).toBe('cleared');
    const later = new Date(Date.now() + 86_400_000).toUTCString();
    expect((await take(nessus([{ host: '10.20.1.5', items: [{ id: '100', port: 443, severity: 3, name: 'Weak cipher', output: 'new' }, { id: '100', port: 8443, severity: 3, name: 'Weak cipher' }] }], later))).counts).toMatchObject({ reopened: 1 });
    expect(await read(h.id)).toMatchObject({ state: 'confirmed', reopened: 1, due_on: null });
  });

  test('not repairing needs a reason, an end, and another pair of eyes; when it ends, it is looked at again', async () => {
    const h = (await list(office)).find((r) => r.host === '10.30.7.7')!;
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    expect(await move(stranger, h.id, 'ask_dismiss', { note: '蜜罐', dismissal: 'false_positive' })).toMatchObject({ status: 422, body: { code: 'workflow.fields_required' } });
    expect((await move(stranger, h.id, 'ask_dismiss', { note: '蜜罐', dismissal: 'false_positive', until: '2020-01-01' })).body.code).toBe('hazard.until_ahead');
    expect((await move(stranger, h.id, 'ask_dismiss', { note: '蜜罐', dismissal: 'false_positive', until })).body.state).toBe('to_approve');
    expect((await move(stranger, h.id, 'dismiss')).status).toBe(403);
    expect((await move(leader, h.id, 'dismiss')).body.state).toBe('dismissed');
    // seen again while it is dismissed: nothing moves
    await take(nessus([{ host: '10.30.7.7', items: [{ id: '200', port: 22, severity: 4, name: 'Old daemon', output: 'still' }] }], new Date(Date.now() + 2 * 86_400_000).toUTCString()));
    expect((await read(h.id)).state).toBe('dismissed');
    moveClockTo(new Date(Date.now() + 40 * 86_400_000));
    await hazardDaily(t.db).run({});
    await hazardDaily(t.db).run({});
    moveClockTo(undefined);
    expect(await read(h.id)).toMatchObject({ state: 'to_verify', dismissal: null });
  });

  test('one found by hand, with more time for a plan', async () => {
    const made = await t.as(office).post('/api/hazards', { title: '管理后台弱口令', severity: 'high', source: 'inspection', system_id: system.id, where: 'xk.example.edu.cn/admin', remedy: '修改口令' });
    expect(made.status).toBe(201);
    const { id } = made.body;
    await move(office, id, 'confirm');
    expect((await t.as(liaison).post(`/api/hazards/${id}/extension`, { due_on: '2099-01-01', reason: '等厂商', measures: '升级', responsible: '张示例', milestones: '一月试点' })).status).not.toBe(500);
    expect((await t.as(stranger).get(`/api/hazards/${id}`)).status).toBe(404);
    expect(await list(liaison, `&q=${encodeURIComponent('口令')}`)).toMatchObject([{ title: '管理后台弱口令' }]);
    expect(await list(liaison, `&q=slxk`)).not.toEqual([]);
    expect(await list(stranger, `&q=${encodeURIComponent('口令')}`)).toEqual([]);
  });

  test('overdue: the office shuts the system; it comes back only when nothing grave is open', async () => {
    const made = (await t.as(office).post('/api/systems', { name: '示例论坛', kind: 'website', unit_id: college, places: ['bbs.example.edu.cn'], state: 'online' })).body;
    const { id } = (await t.as(office).post('/api/hazards', { title: '任意文件上传', severity: 'critical', source: 'superior', system_id: made.id })).body;
    await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [id] });
    expect((await t.as(office).post('/api/hazard-notices/shut', { system_id: made.id, reason: '未整改' })).body.code).toBe('letter.nothing_overdue');
    await t.db.updateTable('work_case').set({ due_on: '2026-01-05' }).where('id', '=', id).execute();
    expect((await list(office, '&overdue=true')).map((r) => r.id)).toEqual([id]);
    const shut = await t.as(office).post('/api/hazard-notices/shut', { system_id: made.id, reason: '逾期未整改' });
    expect(shut).toMatchObject({ status: 201, body: { hazards: 1 } });
    expect((await read(id)).state).toBe('shut');
    const system_ = (await t.as(office).get(`/api/systems/${made.id}`)).body;
    expect(system_).toMatchObject({ state: 'shut', state_paper: shut.body.number });
    expect((await t.as(office).post(`/api/systems/${made.id}/state`, { version: system_.version, action: 'restore', reason: '已修复', paper: '复测单1号' })).body).toMatchObject({ code: 'system.not_ready', message: expect.stringContaining('没有清零') });
    await t.as(liaison).upload(`/api/hazards/${id}/files`, Buffer.from('线下修复记录'), '修复.txt');
    await move(liaison, id, 'report', { note: '线下修复完成' });
    await move(office, id, 'retest');
    await move(second, id, 'pass', { note: '复测通过' });
    // nothing of the hazards stands against it any more; what is left is the application
    expect((await t.as(office).post(`/api/systems/${made.id}/state`, { version: system_.version, action: 'restore', reason: '已修复', paper: '复测单1号' })).body).toMatchObject({ code: 'system.not_ready', message: expect.not.stringContaining('没有清零') });
  });

  test('a notice that nobody answered is withdrawn with its reason, and its hazards wait again', async () => {
    const { id } = (await t.as(office).post('/api/hazards', { title: '目录遍历', severity: 'low', source: 'manual', system_id: system.id })).body;
    await t.as(office).post('/api/hazard-notices', { kind: 'circular', ids: [id] });
    const letter = (await t.as(office).get('/api/hazard-notices')).body.letters.find((l: { kind: string }) => l.kind === 'circular');
    expect((await t.as(office).post(`/api/hazard-notices/${letter.id}/withdraw`, { note: '发错单位' })).status).toBe(200);
    expect(await read(id)).toMatchObject({ state: 'confirmed', due_on: null, notices: [] });
    expect((await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [id] })).body.issued).toBe(1);
    const numbers = (await t.as(office).get('/api/hazard-notices')).body.letters.map((l: { number: string }) => Number(/(\d+)号/.exec(l.number)![1])).sort((a: number, b: number) => a - b);
    expect(numbers).toEqual(numbers.map((_: number, i: number) => i + 1));
  });

  test('another unit is named only before a notice went out; a leader may not ask for an exception', async () => {
    const { id } = (await t.as(office).post('/api/hazards', { title: '默认端口未改', severity: 'medium', source: 'manual', unit_id: other })).body;
    expect((await t.as(office).post('/api/hazards/assign', { ids: [id], unit_id: college, system_id: system.id })).body).toEqual({ moved: 1 });
    expect(await read(id)).toMatchObject({ unit_id: college, system_id: system.id, timeline: [{ action: 'open' }, { action: 'assign', note: '财务处' }] });
    expect((await t.as(leader).get(`/api/hazards/${id}`)).body.can).toEqual([]);
    expect((await move(leader, id, 'ask_dismiss', { note: '不改', dismissal: 'accepted', until: '2099-01-01' })).status).not.toBe(200);
    await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [id] });
    expect((await t.as(office).post('/api/hazards/assign', { ids: [id], unit_id: other, system_id: null })).body.code).toBe('hazard.told_already');
    expect((await t.as(office).post('/api/hazards/assign', { ids: [id], unit_id: college, system_id: (await t.as(stranger).get('/api/systems')).body.items[0]?.id ?? id })).status).toBe(422);
  });

  test('figures are the rows counted', async () => {
    for (const who of [office, liaison, stranger]) {
      const f = (await t.as(who).get('/api/hazards/figures')).body;
      const rows = await list(who);
      expect([f.total, f.open, f.cleared]).toEqual([rows.length, rows.filter((r) => !['cleared', 'dismissed'].includes(r.state)).length, rows.filter((r) => r.state === 'cleared').length]);
      expect((await t.as(who).get('/api/hazards?size=1')).body.total).toBe(rows.length);
    }
  });

  test('pages follow one another without a gap', async () => {
    const all = (await list(office)).map((r) => r.id);
    for (const sort of ['due', 'severity', 'newest']) {
      const seen: string[] = [];
      const keys: string[] = [];
      let after = '';
      for (let i = 0; i < 20; i++) {
        const { body } = await t.as(office).get(`/api/hazards?size=2&sort=${sort}${after}`);
        seen.push(...body.items.map((r: Row) => r.id));
        // undated ones come after the dated of the same rank, or of all
        keys.push(...body.items.map((r: Row & { severity: string; first_seen_at: string }) => { const [rank, due] = [['critical', 'high', 'medium', 'low'].indexOf(r.severity), r.due_on ?? '9999']; return sort === 'due' ? `${due} ${rank}` : sort === 'severity' ? `${rank} ${due}` : String(9e15 - Date.parse(r.first_seen_at)); }));
        if (!body.next) break;
        after = `&after=${body.next}`;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(keys).toEqual(keys.toSorted());
      expect([...seen].sort()).toEqual([...all].sort());
    }
  });
});
