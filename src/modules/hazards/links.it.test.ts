import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../../kernel/clock.ts';
import { serverActor } from '../../kernel/identity/actor.ts';
import { hazardDaily } from './daily.job.ts';
import { registerFound, registerHazard } from './index.ts';

let t: TestApp;
let office: User;
let second: User;
let liaison: User;
let college: string;
let system: string;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  office = await t.makeAccount('office');
  second = await t.makeAccount('office');
  liaison = await t.makeAccount('liaison', college);
  system = (await t.as(office).post('/api/systems', { name: '示例选课系统', kind: 'website', unit_id: college, places: ['xk.example.edu.cn', '10.20.1.5'], ports: '443、8000-8010', state: 'online' })).body.id;
});
afterAll(() => t.close());
afterEach(() => moveClockTo(undefined));

interface Item { id: string; port: number; severity: number; cve?: string }
const nessus = (hosts: [name: string, items: Item[]][], when = 'Mon Jan 5 10:00:00 2026'): string => `<?xml version="1.0"?><NessusClientData_v2><Report name="r">${hosts.map(([name, items]) => `<ReportHost name="${name}"><HostProperties><tag name="host-ip">10.20.1.5</tag><tag name="HOST_START">${when}</tag></HostProperties><ReportItem port="0" svc_name="general" protocol="tcp" severity="0" pluginID="19506" pluginName="Scan information" pluginFamily="Settings"><plugin_output>Scan policy used : Full</plugin_output></ReportItem>${items.map((i) => `<ReportItem port="${i.port}" svc_name="www" protocol="tcp" severity="${i.severity}" pluginID="${i.id}" pluginName="Hole ${i.id}" pluginFamily="General">${i.cve ? `<cve>${i.cve}</cve>` : ''}<plugin_output>proof</plugin_output></ReportItem>`).join('')}</ReportHost>`).join('')}</Report></NessusClientData_v2>`;
const nuclei = (items: { id: string; cve?: string; at: string }[], when = '2026-01-05T02:30:00Z'): string => items.map((i) => JSON.stringify({ 'template-id': i.id, info: { name: `Template ${i.id}`, severity: 'high', ...(i.cve && { classification: { 'cve-id': i.cve.split(',') } }) }, type: 'http', host: i.at, 'matched-at': i.at, timestamp: when })).join('\n');
async function take(text: string): Promise<Record<string, number>> {
  const up = await t.as(office).upload('/api/hazards/imports', Buffer.from(text), 'report');
  for (let i = 0; i < 300; i++) {
    const { body } = await t.as(office).get(`/api/hazards/imports/${up.body.id}`);
    if (body.state === 'done') return body.counts;
    if (body.state === 'failed') throw new Error(body.error);
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error('the import did not end');
}
interface Row { id: string; number: string; title: string; state: string; lead_id: string | null; twins: number; due_on: string | null; version: number; host: string }
const list = async (query = '', who = office): Promise<Row[]> => (await t.as(who).get(`/api/hazards?size=200${query}`)).body.items;
const read = async (id: string) => (await t.as(office).get(`/api/hazards/${id}`)).body;
const move = async (who: User, id: string, action: string, more: object = {}) => t.as(who).post(`/api/hazards/${id}/move`, { version: (await read(id)).version, action, ...more });

describe('one hole, seen by two', () => {
  test('the same CVE at the same place, by address and by the name that the ledger gives it, is linked; a common CVE among several is proposed', async () => {
    await take(nessus([['10.20.1.5', [{ id: '1', port: 443, severity: 3, cve: 'CVE-2024-0001' }, { id: '2', port: 8443, severity: 3, cve: 'CVE-2024-0002' }, { id: '3', port: 22, severity: 2 }]]]));
    expect(await take(nuclei([{ id: 'a', cve: 'CVE-2024-0001', at: 'https://xk.example.edu.cn/login' }, { id: 'b', cve: 'CVE-2024-0002,CVE-2024-0003', at: 'https://xk.example.edu.cn:8443/' }, { id: 'c', cve: 'CVE-2024-0001', at: 'https://xk.example.edu.cn:9443/' }]))).toMatchObject({ added: 3, linked: 1 });
    const rows = await list();
    expect(rows).toHaveLength(6);
    const a = rows.find((r) => r.title === 'Template a')!;
    const one = rows.find((r) => r.title === 'Hole 1')!;
    expect([a.lead_id, one.twins]).toEqual([one.id, 1]);
    // both numbers are kept; the list once, and all figures, count the hole once
    expect(await list('&once=true')).toHaveLength(5);
    const f = (await t.as(office).get('/api/hazards/figures')).body;
    expect([f.total, f.open, f.units[0].total]).toEqual([5, 5, 5]);
    expect((await t.as(office).get('/api/hazards?size=1&once=true')).body.total).toBe(5);
    expect((await t.as(office).get('/api/hazards?size=1')).body.total).toBe(6);
    expect((await read(one.id)).same).toMatchObject([{ number: a.number, relation: 'member', reason: 'cve', scanner: 'nuclei' }]);
    expect((await read(a.id)).can).toEqual([]);
    const proposed = (await t.as(office).get('/api/hazards/links')).body;
    expect(proposed).toMatchObject([{ reason: 'cve', a: { title: 'Template b' }, b: { title: 'Hole 2' } }]);
    expect((await t.as(liaison).get('/api/hazards/links')).status).toBe(403);
    expect((await t.as(office).post('/api/hazards/links', { ids: [proposed[0].id], accept: true })).body).toEqual({ decided: 1 });
    expect(await list('&once=true')).toHaveLength(4);
  });

  test('the same scanner by name and by address is one hole too', async () => {
    const done = await take(nessus([['xk.example.edu.cn', [{ id: '3', port: 22, severity: 2 }]]], 'Mon Jan 5 11:00:00 2026'));
    expect(done).toMatchObject({ added: 1, linked: 1, absent: 0 });
    const [lead, member] = (await list()).filter((r) => r.title === 'Hole 3').sort((a, b) => a.number.localeCompare(b.number));
    expect(member).toMatchObject({ host: 'xk.example.edu.cn', lead_id: lead!.id });
  });

  test('one letter item, one report, one clearing decision; what its own scanner still shows holds it up', async () => {
    const one = (await list()).find((r) => r.title === 'Hole 1')!;
    const a = (await list()).find((r) => r.title === 'Template a')!;
    expect((await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [one.id, a.id] })).body).toEqual({ issued: 1, hazards: 1 });
    expect((await read(a.id)).state).toBe('notified');
    expect((await move(office, a.id, 'pass', { note: '不行' })).body.code).toBe('hazard.with_lead');
    await t.as(liaison).upload(`/api/hazards/${one.id}/files`, Buffer.from('截图'), '截图.txt');
    expect((await move(liaison, one.id, 'report', { note: '已升级' })).status).toBe(200);
    expect([(await read(one.id)).state, (await read(a.id)).state, (await read(a.id)).feedback]).toEqual(['reported', 'reported', '已升级']);
    await move(office, one.id, 'retest');
    await move(office, one.id, 'fail', { note: '还能复现' });
    expect([(await read(one.id)).rounds, (await read(a.id)).rounds]).toEqual([1, 1]);
    await t.as(liaison).upload(`/api/hazards/${one.id}/files`, Buffer.from('截图2'), '截图2.txt');
    await move(liaison, one.id, 'report', { note: '又改' });
    await move(office, one.id, 'retest');
    // the other scanner's own hazard is not retested: put back by hand
    await t.db.updateTable('work_case').set({ state: 'fixing' }).where('id', '=', a.id).execute();
    expect(await move(second, one.id, 'pass', { note: '通过' })).toMatchObject({ status: 409, body: { code: 'hazard.twin_not_retested', message: expect.stringContaining(a.number) } });
    await t.db.updateTable('work_case').set({ state: 'retesting' }).where('id', '=', a.id).execute();
    expect((await move(second, one.id, 'pass', { note: '通过' })).body.state).toBe('cleared');
    expect((await read(a.id)).state).toBe('cleared');
    // seen again by either: the hole is open again
    await take(nuclei([{ id: 'a', cve: 'CVE-2024-0001', at: 'https://xk.example.edu.cn/login' }], new Date(Date.now() + 86_400_000).toISOString()));
    expect([(await read(one.id)).state, (await read(a.id)).state]).toEqual(['confirmed', 'confirmed']);
    expect((await t.as(office).get('/api/hazards/figures')).body).toMatchObject({ reopened: 1, again: 1 });
  });

  test('taken apart they stand alone, and are not linked again by the server; by hand the rules are remembered', async () => {
    const one = (await list()).find((r) => r.title === 'Hole 1')!;
    const a = (await list()).find((r) => r.title === 'Template a')!;
    expect((await t.as(office).post(`/api/hazards/${a.id}/unlink`)).body).toMatchObject({ lead_id: null, same: [] });
    const f = (await t.as(office).get('/api/hazards/figures')).body;
    expect(f.total).toBe((await list('&once=true')).length);
    expect((await t.as(liaison).post(`/api/hazards/${a.id}/link`, { number: one.number })).status).toBe(403);
    expect((await t.as(office).post(`/api/hazards/${a.id}/link`, { number: 'YH1999-000001' })).body.code).toBe('hazard.link_none');
    expect((await t.as(office).post(`/api/hazards/${a.id}/link`, { number: one.number, remember: true })).body).toMatchObject({ lead_id: one.id });
    expect(await t.db.selectFrom('same_hole').select(['scanner', 'rule_id']).where('hole', '=', 'Template a').orderBy('scanner').execute()).toEqual([{ scanner: 'nessus', rule_id: '1' }, { scanner: 'nuclei', rule_id: 'a' }]);
    expect((await t.as(office).post(`/api/hazards/${one.id}/link`, { number: a.number })).body.code).toBe('hazard.link_same');
  });
});

describe('rules', () => {
  test('in a period of special protection other limits hold; a superior’s date is kept with days to spare', async () => {
    const day = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
    const plus = (n: number): string => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);
    const limits = (await t.as(office).get('/api/hazards/limits')).body;
    expect((await t.as(office).put('/api/hazards/limits', limits.map((l: { severity: string }) => (l.severity === 'low' ? { ...l, protect_days: 2, protect_kind: 'calendar' } : l)))).status).toBe(200);
    const make = async (more: object = {}) => (await t.as(office).post('/api/hazards', { title: '旧版本', severity: 'low', source: 'superior', system_id: system, ...more })).body.id;
    const [usual, superior] = [await make(), await make({ superior_number: '示网办〔2026〕3号', superior_due_on: plus(20) })];
    await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [usual, superior] });
    expect((await read(usual)).due_on).toBe(plus(30));
    expect(await read(superior)).toMatchObject({ due_on: plus(17), superior_due_on: plus(20), superior_number: '示网办〔2026〕3号' });
    expect((await t.as(office).post('/api/papers/protection-periods', { event: '重要会议', level: 'own', start_on: plus(-1), end_on: plus(3) })).status).toBe(201);
    const now = await make();
    await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [now] });
    expect((await read(now)).due_on).toBe(plus(2));
    expect((await t.as(office).get('/api/hazards/figures')).body.protects).toBe(true);
  });

  test('the clock stands still while the office retests, and not when the unit takes its report back', async () => {
    const { id } = (await t.as(office).post('/api/hazards', { title: '停表', severity: 'low', source: 'manual', system_id: system })).body;
    const begin = new Date();
    moveClockTo(begin);
    await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [id] });
    const due = (await read(id)).due_on as string;
    const later = (d: string, n: number): string => new Date(Date.parse(d) + n * 86_400_000).toISOString().slice(0, 10);
    const report = async (name: string) => { await t.as(liaison).upload(`/api/hazards/${id}/files`, Buffer.from(name), `${name}.txt`); expect((await move(liaison, id, 'report', { note: name })).status).toBe(200); };
    await report('一');
    expect((await read(id)).paused_on).not.toBeNull();
    const go = async (days: number): Promise<void> => { moveClockTo(new Date(begin.getTime() + days * 86_400_000)); for (const u of [office, liaison]) await t.signIn(u); };
    await go(1);
    await move(liaison, id, 'recall');
    expect(await read(id)).toMatchObject({ due_on: due, paused_on: null });
    await report('二');
    await go(2);
    await move(office, id, 'fail', { note: '未修' });
    expect(await read(id)).toMatchObject({ due_on: later(due, 1), paused_on: null, rounds: 1 });
    // not by rule: the clock runs on
    const rules = (await t.as(office).get('/api/hazards/rules')).body;
    expect((await t.as(office).put('/api/hazards/rules', { ...rules, pause_retest: false })).body.pause_retest).toBe(false);
    await report('三');
    expect((await read(id)).paused_on).toBeNull();
    expect((await t.as(office).put('/api/hazards/rules', { ...rules, ladder: [...rules.ladder, rules.ladder[0]] })).body.code).toBe('hazard.ladder_twice');
  });

  test('a refused exception goes back to the unit that has its notice, and reminders keep their interval', async () => {
    const { id } = (await t.as(office).post('/api/hazards', { title: '不改', severity: 'critical', source: 'manual', system_id: system })).body;
    await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [id] });
    await move(liaison, id, 'ask_dismiss', { note: '老系统', dismissal: 'accepted', until: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10) });
    expect((await move(office, id, 'refuse', { note: '必须改' })).body.state).toBe('fixing');
    await t.db.updateTable('work_case').set({ due_on: '2099-01-01' }).where('id', '=', id).execute();
    moveClockTo(new Date(Date.now() + 2 * 86_400_000));
    await hazardDaily(t.db).run({});
    await hazardDaily(t.db).run({});
    const told = await t.db.selectFrom('notice').select(['title']).where('account_id', '=', liaison.id).where('title', 'like', '还有 % 处隐患等待整改').execute();
    expect(told).toHaveLength(1);
  });
});

test('other modules’ findings come in by the door: once, counted again, open again', async () => {
  const found = { source: 'check' as const, scanner: 'shoutu', rule_id: 'expired-certificate', title: '证书过期', severity: 'medium' as const, host: 'xk.example.edu.cn', ip: null, port: 443 };
  const [first] = await t.db.transaction().execute((tx) => registerFound(tx, serverActor, [found]));
  expect(first).toMatchObject({ added: true });
  expect(await read(first!.id)).toMatchObject({ title: '证书过期', unit_id: college, system_id: system, source: 'check' });
  expect(await t.db.transaction().execute((tx) => registerFound(tx, serverActor, [found]))).toEqual([{ id: first!.id, added: false }]);
  expect((await read(first!.id)).sightings).toBe(2);
});

test('a superior’s notice registers its hazards by the door, with its number and date', async () => {
  const id = await t.db.transaction().execute((tx) => registerHazard(tx, serverActor, { title: '上级通报的漏洞', severity: 'high', source: 'superior', system_id: system, superior_number: '示网信〔2026〕9号', superior_due_on: '2099-02-01' }));
  expect(await read(id)).toMatchObject({ source: 'superior', superior_number: '示网信〔2026〕9号', superior_due_on: '2099-02-01', state: 'to_verify' });
});

test('open ports are held against the ledger and the table of default ports', async () => {
  const nmap = `<?xml version="1.0"?><nmaprun scanner="nmap" args="nmap" startstr="Mon Jan 5 12:00:00 2026"><host><status state="up"/><address addr="10.20.1.5" addrtype="ipv4"/><ports>${[443, 8005, 3306, 9999].map((p) => `<port protocol="tcp" portid="${p}"><state state="open"/></port>`).join('')}</ports></host><runstats><finished time="1"/></runstats></nmaprun>`;
  expect(await take(nmap)).toMatchObject({ added: 2 });
  expect((await list('&q=端口')).map((r) => r.title).sort()).toEqual(['未登记端口开放：9999', '默认端口未改：MySQL（3306）']);
});

test('a campaign’s window has its own clearing rate, and each figure its rows', async () => {
  const day = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
  const w = (await t.as(office).get(`/api/hazards/window?from=${day}&to=${day}`)).body;
  const rows = await list(`&once=true&found_from=${day}&found_to=${day}`);
  expect(w.found).toBe(rows.length);
  expect(w.found_cleared).toBe(rows.filter((r) => r.state === 'cleared').length);
  const f = (await t.as(office).get('/api/hazards/figures')).body;
  for (const [query, n] of [['told=true', f.told], ['answered=true', f.answered], ['reopened=true', f.again], ['answered=false', f.told - f.answered]] as const) {
    const page = (await t.as(office).get(`/api/hazards?size=200&once=true&${query}`)).body;
    expect([query, page.total, page.items.length]).toEqual([query, n, n]);
  }
  const week = f.trend.at(-1);
  expect((await list(`&once=true&found_from=${week.week}`)).length).toBe(week.found);
  const page = await t.as(office).get('/api/hazards/one-page');
  expect(page.bytes.subarray(0, 2).toString()).toBe('PK');
});
