import { createServer, type Server } from 'node:http';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { dateOf, moveClockTo, now } from '../../kernel/clock.ts';
import { sql } from '../../kernel/database.ts';

let t: TestApp;
let office: User, second: User, leader: User, liaison: User, stranger: User;
let college: string, website: string, unready: string;
let site: Server, port: number, authorisation: string;
/** What the site under test does now. */
let framed = true, offers = false, asked: string[] = [];
const inDays = (n: number): string => dateOf(new Date(now().getTime() + n * 86_400_000));
const step = (minutes: number): void => moveClockTo(new Date(now().getTime() + minutes * 60_000));

beforeAll(async () => {
  site = createServer((request, reply) => {
    asked.push(`${request.method} ${request.url}`);
    if (offers && request.url === '/list.csv') { reply.setHeader('content-type', 'text/csv').end('姓名,身份证号\n张三,11010119900307803X\n李四,110101199003078515\n'); return; }
    if (!framed) reply.setHeader('x-frame-options', 'DENY');
    reply.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html><html lang="zh-CN"><head><title>示例学院</title></head><body><h1>示例学院</h1><p>欢迎访问。</p>' + (offers ? '<a href="/list.csv">公示名单</a>' : '') + '</body></html>');
  });
  await new Promise<void>((done) => { site.listen(0, '127.0.0.1', done); });
  ({ port } = site.address() as AddressInfo);
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  const other = await t.makeUnit('财务处', root);
  [office, second, leader, liaison, stranger] = [await t.makeAccount('office'), await t.makeAccount('office'), await t.makeAccount('leader'), await t.makeAccount('liaison', college), await t.makeAccount('liaison', other)];
  const api = t.as(office);
  website = (await api.post('/api/systems', { name: '示例学院网站', kind: 'website', unit_id: college, state: 'online', places: [`http://127.0.0.1:${port}/`], ports: String(port) })).body.id;
  unready = (await api.post('/api/systems', { name: '没有地址的系统', kind: 'system', unit_id: college, state: 'online' })).body.id;
});
afterAll(async () => { moveClockTo(undefined); await t.close(); site.close(); });

const draft = (ids: string[]) => t.as(office).post('/api/checks/authorisations', { system_ids: ids, valid_from: inDays(0), valid_until: inDays(200), rates: { requests_per_second: 50, connections_per_second: 1000 } });
const move = async (user: User, action: string, note?: string) => {
  const { version } = (await t.as(office).get(`/api/checks/authorisations/${authorisation}`)).body;
  return t.as(user).post(`/api/checks/authorisations/${authorisation}/move`, { version, action, ...(note && { note }) });
};
const survey = () => t.runJob('checks.survey');
const book = (body: object = {}) => t.as(office).post('/api/checks/runs', { system_ids: [website], profile: 'daily', only_checks: ['web.header.frame'], ...body });
const lastRun = async () => (await t.as(office).get('/api/checks/runs?size=1')).body.items[0];

describe('authorisation', () => {
  test('is filled from the ledger, agreed to by the unit, signed by another person', async () => {
    authorisation = (await draft([website])).body.ids[0];
    const a = (await t.as(office).get(`/api/checks/authorisations/${authorisation}`)).body;
    expect(a).toMatchObject({ state: 'draft', system_name: '示例学院网站', networks: ['127.0.0.1'], missing: [], signature: null });
    expect((await t.as(stranger).get(`/api/checks/authorisations/${authorisation}`)).status).toBe(404);
    expect((await move(office, 'submit')).body.state).toBe('to_confirm');
    expect((await t.as(liaison).get('/api/notices')).body.items[0]).toMatchObject({ title: '请确认技术检测授权：示例学院网站', link: `/checks/authorisations/${authorisation}` });
    expect((await move(stranger, 'confirm')).status).toBe(404);
    expect((await move(office, 'confirm')).status).toBe(403);
    expect((await move(liaison, 'confirm')).body).toMatchObject({ state: 'to_approve', confirmed_by_name: liaison.name });
    // whoever handed it in does not sign it
    expect((await move(office, 'approve')).body.code).toBe('workflow.own_move');
    expect((await move(leader, 'approve')).body).toMatchObject({ state: 'valid', in_force: true, approved_by_name: leader.name, signature: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
  test('that names no address cannot be handed in, and says why', async () => {
    const id = (await draft([unready])).body.ids[0];
    expect((await t.as(office).post(`/api/checks/authorisations/${id}/move`, { version: 1, action: 'submit' })).body).toMatchObject({ code: 'check.authorisation_incomplete', message: expect.stringContaining('没有地址') });
    expect((await t.as(office).put(`/api/checks/authorisations/${id}`, { version: 1, purpose: '', hosts: [], networks: ['10.0.0'], ports: [[1, 1]], valid_from: inDays(0), valid_until: inDays(1), windows: [], rates: { requests_per_second: 5, connections_per_second: 50 } })).body.code).toBe('check.bad_network');
  });
  test('cannot reach beyond the ledger: neither a name nor an address that is not the system’s', async () => {
    const id = (await draft([website])).body.ids[0];
    const scope = { purpose: '', hosts: [] as string[], networks: ['127.0.0.1'], ports: [[1, 65_535]], valid_from: inDays(0), valid_until: inDays(1), windows: [], rates: { requests_per_second: 5, connections_per_second: 50 } };
    let version = 1;
    const submit = async (change: Partial<typeof scope>) => { version = (await t.as(office).put(`/api/checks/authorisations/${id}`, { ...scope, ...change, version })).body.version; return (await t.as(office).post(`/api/checks/authorisations/${id}/move`, { version, action: 'submit' })).body; };
    for (const change of [{ networks: ['127.0.0.0/8'] }, { networks: ['127.0.0.1', '10.0.0.0/24'] }, { hosts: ['www.other.example'] }, { networks: ['0.0.0.0/0'] }]) expect(await submit(change), JSON.stringify(change)).toMatchObject({ code: 'check.outside_ledger' });
    expect(await submit({})).toMatchObject({ state: 'to_confirm' });
    await t.as(office).post(`/api/checks/authorisations/${id}/move`, { version: version + 1, action: 'withdraw' });
  });
  test('is a paper in the layout of official documents, and a file for the command line', async () => {
    const page = await t.as(liaison).get(`/api/checks/authorisations/${authorisation}/page`);
    expect([page.status, page.bytes.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    expect((await t.as(liaison).get(`/api/checks/authorisations/${authorisation}/file`)).status).toBe(403);
    expect(JSON.parse((await t.as(office).get(`/api/checks/authorisations/${authorisation}/file`)).bytes.toString())).toMatchObject({ system: '示例学院网站', approver: leader.name });
  });
});

describe('a run', () => {
  test('sends nothing where no authorisation is in force', async () => {
    expect((await t.as(office).post('/api/checks/runs', { system_ids: [unready], profile: 'daily' })).body).toEqual({ booked: 0, already: 0, without: ['没有地址的系统'] });
  });
  test('finds what is wrong, with evidence, and makes a hazard of it that lies with the unit', async () => {
    expect((await book()).body).toEqual({ booked: 1, already: 0, without: [] });
    expect((await book()).body).toEqual({ booked: 0, already: 1, without: [] });
    await survey();
    const run = await lastRun();
    expect(run).toMatchObject({ state: 'done', system_name: '示例学院网站', counts: { fail: 1 } });
    expect(run.requests).toBeGreaterThan(0);
    const { results, log_sha256 } = (await t.as(liaison).get(`/api/checks/runs/${run.id}`)).body;
    expect(results[0]).toMatchObject({ check_id: 'web.header.frame', verdict: 'fail', title: '页面可被其他网站嵌套', hazard_id: expect.any(String), evidence: [{ response_head: expect.stringContaining('HTTP 200') }] });
    expect((await t.as(stranger).get(`/api/checks/runs/${run.id}`)).status).toBe(404);
    const hazard = (await t.as(office).get(`/api/hazards/${results[0].hazard_id}`)).body;
    expect(hazard).toMatchObject({ state: 'to_verify', source: 'check', unit_id: college, system_id: website, port });
    // every request stands in a log that is kept with its hash
    const log = await t.as(office).get(`/api/checks/runs/${run.id}/log`);
    expect(log_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(log.bytes.toString().trim().split('\n').map((l) => JSON.parse(l)).filter((l) => l.what)).toHaveLength(run.requests);
    expect((await t.as(liaison).get(`/api/checks/runs/${run.id}/log`)).status).toBe(403);
  });
  test('that finds the same again makes no second hazard', async () => {
    await book();
    await survey();
    expect((await t.as(office).get('/api/hazards?source=check')).body.items).toHaveLength(1);
    const s = (await t.as(office).get(`/api/checks/systems/${website}`)).body;
    expect(s.findings).toHaveLength(1);
    expect(s).toMatchObject({ low: 1, authorisation: 'valid' });
  });
  test('whose site is gone tells that nothing was tested: the finding stays', async () => {
    const listening = site.address() as AddressInfo;
    await new Promise<void>((done) => { site.closeAllConnections(); site.close(() => done()); });
    await book();
    await survey();
    expect((await lastRun()).counts).toEqual({ not_tested: 1 });
    expect((await t.as(office).get(`/api/checks/systems/${website}`)).body.findings[0]).toMatchObject({ state: 'open' });
    await new Promise<void>((done) => { site.listen(listening.port, '127.0.0.1', done); });
  });
  test('may be stopped while it waits', async () => {
    await book();
    const run = await lastRun();
    expect((await t.as(office).post(`/api/checks/runs/${run.id}/stop`)).status).toBe(200);
    asked = [];
    await survey();
    expect([(await lastRun()).state, asked]).toEqual(['stopped', []]);
    expect((await t.as(office).post(`/api/checks/runs/${run.id}/stop`)).body.code).toBe('check.run_over');
  });
  test('that a crash cut off is taken up again', async () => {
    await book();
    const { id } = await lastRun();
    await t.db.updateTable('check_run').set({ state: 'running', taken_at: new Date(now().getTime() - 120_000).toISOString() }).where('id', '=', id).execute();
    await survey();
    expect(await lastRun()).toMatchObject({ id, state: 'done' });
  });
});

describe('retest', () => {
  const hazardOf = async () => (await t.as(office).get('/api/hazards?source=check')).body.items[0];
  const act = async (user: User, action: string, more: object = {}) => {
    const { id, version } = (await t.as(office).get(`/api/hazards/${(await hazardOf()).id}`)).body;
    return t.as(user).post(`/api/hazards/${id}/move`, { version, action, ...more });
  };
  const round = async () => { await t.runJob('checks.retest'); await survey(); await t.runJob('checks.retest'); };
  const retests = async () => (await t.as(liaison).get(`/api/checks/hazards/${(await hazardOf()).id}/retests`)).body.items;
  const report = async () => {
    const { id } = await hazardOf();
    await t.as(liaison).upload(`/api/hazards/${id}/files`, Buffer.from('proof'), '整改.txt');
    expect((await act(liaison, 'report', { note: '已加响应头' })).status).toBe(200);
  };
  test('of what is not repaired sends it back to the unit', async () => {
    expect((await t.as(liaison).post(`/api/checks/hazards/${(await hazardOf()).id}/retest`)).body.code).toBe('check.retest_state');
    expect((await act(office, 'confirm')).status).toBe(200);
    expect((await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [(await hazardOf()).id] })).status).toBe(201);
    await report();
    await round();
    expect((await hazardOf()).state).toBe('fixing');
    expect((await retests())[0]).toMatchObject({ state: 'still', check_id: 'web.header.frame' });
  });
  test('of what cannot be reached is never called repaired', async () => {
    await report();
    const listening = site.address() as AddressInfo;
    await new Promise<void>((done) => { site.closeAllConnections(); site.close(() => done()); });
    await round();
    expect((await hazardOf()).state).toBe('reported');
    expect((await retests())[0]).toMatchObject({ state: 'waiting', tries: 1, note: expect.stringContaining('拒绝连接') });
    await new Promise<void>((done) => { site.listen(listening.port, '127.0.0.1', done); });
  });
  test('clears only after two passes ten minutes apart, by the very same check', async () => {
    framed = false;
    step(61);
    await round();
    expect([(await hazardOf()).state, (await retests())[0].state]).toEqual(['reported', 'passed_once']);
    step(5);
    await round();
    expect((await hazardOf()).state).toBe('reported');
    step(6);
    await round();
    expect([(await hazardOf()).state, (await retests())[0].state]).toEqual(['cleared', 'fixed']);
    const { timeline } = (await t.as(office).get(`/api/hazards/${(await hazardOf()).id}`)).body;
    expect(timeline.at(-1)).toMatchObject({ action: 'pass', actor_name: '系统', note: expect.stringContaining('自动复测两次通过') });
  });
  test('that fails later opens it again', async () => {
    framed = true;
    await book();
    await survey();
    expect(await hazardOf()).toMatchObject({ state: 'confirmed' });
  });
});

test('documents that a page offers are read: personal data masked, and viruses by the house’s scanner', async () => {
  const clamd = createNetServer((socket) => { socket.on('error', () => undefined); socket.on('data', (d) => { if (d.subarray(-4).equals(Buffer.alloc(4))) socket.end('stream: Eicar-Test FOUND\0'); }); });
  await new Promise<void>((done) => { clamd.listen(0, '127.0.0.1', done); });
  t.parts.config.clamd = `127.0.0.1:${(clamd.address() as AddressInfo).port}`;
  offers = true;
  await book({ only_checks: [] });
  await survey();
  const { findings } = (await t.as(office).get(`/api/checks/systems/${website}`)).body;
  const of = (id: string) => findings.find((f: { check_id: string; target: string }) => f.check_id === id);
  expect(of('content.malware_attachment')).toMatchObject({ severity: 'critical', note: expect.stringContaining('Eicar-Test') });
  expect(of('content.personal_data_attachment')).toMatchObject({ verdict: 'fail', note: expect.stringContaining('身份证号') });
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from check_result where place::text || note || evidence::text like '%11010119900307%'`.execute(t.db);
  expect(rows).toEqual([{ n: 0 }]);
  offers = false;
  t.parts.config.clamd = undefined;
  clamd.close();
});
test('templates are kept only where they do no more than look, and run along', async () => {
  const benign = 'id: example-robots\ninfo:\n  name: 示例检测\n  author: 示例\n  severity: low\nhttp:\n  - method: GET\n    path:\n      - "{{BaseURL}}/robots.txt"\n    matchers:\n      - type: word\n        words:\n          - "Disallow"\n';
  expect((await t.as(office).post('/api/checks/templates', { yaml: benign.replace('method: GET', 'method: POST') })).body).toMatchObject({ code: 'check.template_refused', message: expect.stringContaining('POST') });
  const added = await t.as(office).post('/api/checks/templates', { yaml: benign });
  expect(added.body).toMatchObject({ check_id: 'template.example-robots' });
  expect((await t.as(office).post('/api/checks/templates', { yaml: benign })).body.code).toBe('check.template_known');
  asked = [];
  await book({ only_checks: [], profile: 'daily' });
  await survey();
  expect(asked).toContain('GET /robots.txt');
  expect((await t.as(office).delete(`/api/checks/templates/${added.body.id}`)).status).toBe(200);
});
test('lists of words, domains and numbers are kept tidy, and a word of one character is refused', async () => {
  const save = (kind: string, values: string[]) => t.as(office).put(`/api/checks/lists/${kind}`, { values });
  expect((await save('bad_word', ['赌'])).body).toMatchObject({ code: 'check.short_word' });
  expect((await save('bad_domain', ['https://x/y'])).body).toMatchObject({ code: 'check.bad_domain' });
  expect((await save('bad_domain', ['*.Example.COM', '例子.中国'])).status).toBe(200);
  expect((await save('public_contact', ['0000-0000 0000', '000000000000'])).status).toBe(200);
  const lists = (await t.as(office).get('/api/checks/lists')).body as { kind: string; values: string[] }[];
  expect(lists.find((l) => l.kind === 'bad_domain')!.values).toEqual(['example.com', 'xn--fsqu00a.xn--fiqs8s']);
  expect(lists.find((l) => l.kind === 'public_contact')!.values).toEqual(['000000000000']);
  expect((await t.as(liaison).get('/api/checks/lists')).status).toBe(403);
  // a word of the office is looked for at once
  expect((await save('bad_word', ['欢迎访问'])).status).toBe(200);
  await book({ only_checks: ['content.words'] });
  await survey();
  const { results } = (await t.as(office).get(`/api/checks/runs/${(await lastRun()).id}`)).body;
  expect(results).toMatchObject([{ check_id: 'content.words', verdict: 'fail', note: expect.stringContaining('欢迎访问') }]);
  await save('bad_word', []);
});

test('plans book each authorised system once in their hours, and a week before special protection once more', async () => {
  const plan = (enabled: boolean, from_hour: number, until_hour: number) => ({ profile: 'daily' as const, enabled, every_days: 1, from_hour, until_hour });
  const booked = async () => (await t.db.selectFrom('check_run').select(['profile', 'system_id', 'state']).where('once_key', 'is not', null).orderBy('created_at').execute()).map((r) => r.profile);
  await t.as(office).put('/api/checks/plans', [plan(false, 0, 24), { ...plan(false, 0, 24), profile: 'weekly' }]);
  await t.runJob('checks.plan');
  expect(await booked()).toEqual([]);
  const hour = new Date(now().getTime() + 8 * 3_600_000).getUTCHours();
  await t.as(office).put('/api/checks/plans', [plan(true, (hour + 2) % 24, (hour + 3) % 24 || 24)]);
  await t.runJob('checks.plan');
  expect(await booked()).toEqual([]);
  await t.db.insertInto('protection_period').values({ id: '018f0000-0000-7000-8000-00000000000a', event: '示例会议', level: 'own', start_on: inDays(5), end_on: inDays(6), campaign_id: null, note: '', created_by_name: office.name, created_at: now().toISOString() }).execute();
  await t.runJob('checks.plan');
  await t.runJob('checks.plan');
  expect(await booked()).toEqual(['before_protection']);
  await t.db.updateTable('check_run').set({ state: 'stopped', finished_at: now().toISOString() }).where('once_key', 'is not', null).execute();
});

test('a service that answers without a password is a hazard with its port in the ledger of ports; closed, it passes the retest', async () => {
  const redis = createNetServer((socket) => { socket.on('error', () => undefined); socket.on('data', (d) => { socket.end(d.toString() === 'PING\r\n' ? '+PONG\r\n' : '-ERR unknown command\r\n'); }); });
  await new Promise<void>((done) => { redis.listen(0, '127.0.0.1', done); });
  const { port: at } = redis.address() as AddressInfo;
  const id = (await t.as(office).post('/api/systems', { name: '示例缓存', kind: 'system', unit_id: college, state: 'online', places: ['127.0.0.1'], ports: '1' })).body.id;
  const [agreed] = (await t.as(office).post('/api/checks/authorisations', { system_ids: [id], valid_from: inDays(0), valid_until: inDays(200), rates: { requests_per_second: 50, connections_per_second: 1000 } })).body.ids;
  await t.as(office).put(`/api/checks/authorisations/${agreed}`, { version: 1, purpose: '', hosts: [], networks: ['127.0.0.1'], ports: [[at, at]], valid_from: inDays(0), valid_until: inDays(200), windows: [], rates: { requests_per_second: 50, connections_per_second: 1000 } });
  for (const [user, action] of [[office, 'submit'], [liaison, 'confirm'], [leader, 'approve']] as const) expect((await t.as(user).post(`/api/checks/authorisations/${agreed}/move`, { version: (await t.as(office).get(`/api/checks/authorisations/${agreed}`)).body.version, action })).status).toBe(200);
  await t.as(office).post('/api/checks/runs', { system_ids: [id], profile: 'before_online' });
  await survey();
  const seen = (await t.as(office).get(`/api/checks/systems/${id}`)).body;
  expect(seen.ports).toMatchObject([{ ip: '127.0.0.1', port: at, open: true, registered: false, service: 'redis' }]);
  expect(seen.port_events).toMatchObject([{ what: 'opened', port: at, after: 'redis' }]);
  expect(seen.findings.map((f: { check_id: string }) => f.check_id).sort()).toEqual(['ports.unregistered', 'services.redis']);
  expect(seen).toMatchObject({ grade: 'E', critical: 1 });
  const { hazard_id } = seen.findings.find((f: { check_id: string }) => f.check_id === 'services.redis');
  expect((await t.as(office).get(`/api/hazards/${hazard_id}`)).body).toMatchObject({ severity: 'critical', port: at, ip: '127.0.0.1', system_id: id });
  await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [hazard_id] });
  await t.as(liaison).upload(`/api/hazards/${hazard_id}/files`, Buffer.from('proof'), '整改.txt');
  await t.as(liaison).post(`/api/hazards/${hazard_id}/move`, { version: (await t.as(office).get(`/api/hazards/${hazard_id}`)).body.version, action: 'report', note: '已关闭' });
  await new Promise<void>((done) => { redis.close(() => done()); });
  for (const minutes of [0, 11]) { step(minutes); await t.runJob('checks.retest'); await survey(); await t.runJob('checks.retest'); }
  expect((await t.as(office).get(`/api/hazards/${hazard_id}`)).body.state).toBe('cleared');
});

describe('marks and reports', () => {
  test('a false positive counts no more until its day, and makes no hazard', async () => {
    const before = (await t.as(office).get(`/api/checks/systems/${website}`)).body;
    const frame = before.findings.find((f: { check_id: string }) => f.check_id === 'web.header.frame').id;
    expect((await t.as(office).post(`/api/checks/findings/${frame}/mark`, { reason: '内网不嵌套', until: inDays(-1) })).body.code).toBe('check.mark_until');
    expect((await t.as(office).post(`/api/checks/findings/${frame}/mark`, { reason: '内网不嵌套', until: inDays(30) })).status).toBe(201);
    const s = (await t.as(office).get(`/api/checks/systems/${website}`)).body;
    const { mark } = s.findings.find((f: { id: string }) => f.id === frame);
    expect([s.low, mark.reason]).toEqual([before.low - 1, '内网不嵌套']);
    expect((await t.as(office).delete(`/api/checks/systems/${website}/marks/${mark.id}`)).status).toBe(200);
    expect((await t.as(office).get(`/api/checks/systems/${website}`)).body.low).toBe(before.low);
  });
  test('of a system and of a unit are papers; a stranger gets none', async () => {
    for (const path of [`systems/${website}`, `units/${college}`]) {
      const report = await t.as(liaison).get(`/api/checks/${path}/report`);
      expect([report.status, report.bytes.subarray(0, 2).toString()], path).toEqual([200, 'PK']);
      expect((await t.as(stranger).get(`/api/checks/${path}/report`)).status, path).toBe(404);
    }
  });
});

describe('patrol', () => {
  test('tells of an outage after three misses, once, and of its end; in a maintenance window nobody is woken', async () => {
    const look = async () => { step(1); await t.runJob('checks.patrol'); return (await t.as(liaison).get('/api/checks/patrol')).body.items[0]; };
    expect(await look()).toMatchObject({ state: 'up', origin: `http://127.0.0.1:${port}`, last_note: 'HTTP 200' });
    const told = async () => (await t.as(liaison).get('/api/notices?size=100')).body.items.filter((n: { title: string }) => /网站(不可用|已恢复)/.test(n.title)).map((n: { title: string }) => n.title);
    const listening = site.address() as AddressInfo;
    await new Promise<void>((done) => { site.closeAllConnections(); site.close(() => done()); });
    expect([(await look()).state, (await look()).state, await told()]).toEqual(['up', 'up', []]);
    expect((await look()).state).toBe('down');
    await look();
    expect(await told()).toEqual(['网站不可用：示例学院网站']);
    const [outage] = (await t.as(liaison).get('/api/checks/outages?open=true')).body.items;
    expect(outage).toMatchObject({ maintenance: false, can_explain: true });
    expect((await t.as(liaison).post(`/api/checks/outages/${outage.id}/cause`, { cause: '机房停电' })).status).toBe(200);
    expect((await t.as(stranger).post(`/api/checks/outages/${outage.id}/cause`, { cause: 'x' })).status).toBe(404);
    await new Promise<void>((done) => { site.listen(listening.port, '127.0.0.1', done); });
    expect((await look()).state).toBe('up');
    expect(await told()).toEqual(['网站已恢复：示例学院网站', '网站不可用：示例学院网站']);
    await t.as(office).post('/api/checks/maintenance', { system_id: website, begins_at: now().toISOString(), ends_at: new Date(now().getTime() + 3_600_000).toISOString(), reason: '升级' });
    await new Promise<void>((done) => { site.closeAllConnections(); site.close(() => done()); });
    for (let i = 0; i < 3; i++) await look();
    expect((await told()).length).toBe(2);
    expect((await t.as(office).get('/api/checks/outages?open=true')).body.items[0]).toMatchObject({ maintenance: true });
    await new Promise<void>((done) => { site.listen(listening.port, '127.0.0.1', done); });
  });
});

test('results of old runs are swept, those of the last whole run stay', async () => {
  const of = async (id: string) => Number((await t.db.selectFrom('check_result').select((e) => e.fn.countAll<number>().as('n')).where('run_id', '=', id).executeTakeFirstOrThrow()).n);
  const runs = await t.db.selectFrom('check_run').select(['id', 'only_checks']).where('system_id', '=', website).where('state', '=', 'done').orderBy('created_at', 'desc').execute();
  const last = runs.find((r) => r.only_checks.length === 0)!.id;
  const old = runs.find((r) => r.only_checks.length > 0)!.id;
  expect([await of(last) > 0, await of(old) > 0]).toEqual([true, true]);
  await t.db.updateTable('check_run').set({ finished_at: new Date(now().getTime() - 300 * 86_400_000).toISOString() }).where('id', 'in', [last, old]).execute();
  await t.runJob('checks.sweep');
  expect([await of(last) > 0, await of(old)]).toEqual([true, 0]);
});

describe('the end of an authorisation', () => {
  test('by the unit stops what runs, and nothing is sent any more', async () => {
    await book();
    expect((await move(liaison, 'revoke', '系统正在迁移')).body.state).toBe('revoked');
    asked = [];
    await survey();
    await t.runJob('checks.patrol');
    expect([(await lastRun()).state, asked]).toEqual(['stopped', []]);
    expect((await book()).body.without).toEqual(['示例学院网站']);
    expect((await t.as(second).get('/api/notices')).body.items[0].title).toBe('检测授权已撤销：示例学院网站');
  });
});
