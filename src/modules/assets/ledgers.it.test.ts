import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { readTable, writeTable } from '../../engines/tables/index.ts';
import { moveClockTo } from '../../kernel/clock.ts';
import { ledgers } from './ledgers.ts';
import { remindDue } from './remind-due.job.ts';

let t: TestApp;
let office: User;
let liaison: User;
let stranger: User;
let root: string;
let college: string;
let finance: string;
let person: { id: string; version: number };
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  finance = await t.makeUnit('财务处', root);
  office = await t.makeAccount('office');
  liaison = await t.makeAccount('liaison', college);
  stranger = await t.makeAccount('liaison', finance);
  person = (await t.as(office).post('/api/people', { name: '机房管理员', unit_id: college })).body;
});
afterAll(() => t.close());
afterEach(() => moveClockTo(undefined));
interface Item { id: string; name: string; version: number; state: string; fields: Record<string, string>; gaps: string[]; systems: { id: string; name: string }[]; due_on: string | null; history: { field: string; before: string; after: string }[]; records: { id: string; what: string }[] }
const add = async (ledger: string, name: string, more: object = {}, who = office): Promise<Item> => {
  const reply = await t.as(who).post(`/api/ledgers/${ledger}`, { name, unit_id: college, ...more });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
};
const names = async (ledger: string, query = '', who = office): Promise<string[]> => (await t.as(who).get(`/api/ledgers/${ledger}?size=500${query}`)).body.items.map((i: Item) => i.name);

describe('items of the ledgers', () => {
  test('a server names the three that answer, its gaps, its systems; every change is kept', async () => {
    const system = (await t.as(office).post('/api/systems', { name: '示例选课系统', kind: 'system', unit_id: college })).body.id;
    const s = await add('servers', '选课服务器01', { fields: { address: '10.20.1.5', kind: 'virtual' }, systems: [system] }, liaison);
    expect(s).toMatchObject({ state: 'in_use', systems: [{ id: system, name: '示例选课系统' }], gaps: ['person_id', 'operating_unit_id', 'using_unit_id', 'os', 'location'] });
    expect((await t.as(office).get(`/api/systems/${system}`)).body.linked).toMatchObject([{ id: s.id, ledger: 'servers', name: '选课服务器01' }]);
    const after = (await t.as(liaison).patch(`/api/ledger-items/${s.id}`, { version: s.version, person_id: person.id, operating_unit_id: college, using_unit_id: finance, fields: { os: '示例操作系统', location: '一号机房', kind: 'physical' } })).body as Item;
    expect(after.fields).toEqual({ address: '10.20.1.5', kind: 'physical', os: '示例操作系统', location: '一号机房' });
    expect(after.gaps).toEqual([]);
    expect(after.history).toEqual(expect.arrayContaining([expect.objectContaining({ field: 'person_id', before: '', after: '机房管理员' }), expect.objectContaining({ field: 'kind', before: '虚拟机', after: '物理机' }), expect.objectContaining({ field: 'using_unit_id', after: '财务处' })]));
    // who uses it sees it and does not write it
    expect((await t.as(stranger).get(`/api/ledger-items/${s.id}`)).body.systems).toEqual([]);
    expect((await t.as(stranger).patch(`/api/ledger-items/${s.id}`, { version: after.version, note: '改' })).status).toBe(403);
    expect((await t.as(liaison).patch(`/api/ledger-items/${s.id}`, { version: s.version, note: '旧版本' })).status).toBe(409);
    const unlinked = (await t.as(liaison).patch(`/api/ledger-items/${s.id}`, { version: after.version, systems: [] })).body as Item;
    expect(unlinked.history[0]).toMatchObject({ field: 'systems', before: '示例选课系统', after: '' });
  });
  test('are scoped by unit and checked by their ledger’s table', async () => {
    const own = await add('terminals', '学院电脑01');
    expect((await t.as(stranger).get(`/api/ledger-items/${own.id}`)).status).toBe(404);
    expect(await names('terminals', '', stranger)).toEqual([]);
    expect((await t.as(liaison).post('/api/ledgers/terminals', { name: '越权', unit_id: finance })).status).toBe(403);
    expect(await t.as(liaison).post('/api/ledgers/terminals', { name: '学院电脑01', unit_id: college })).toMatchObject({ status: 409, body: { code: 'ledger.name_taken' } });
    expect(await t.as(liaison).post('/api/ledgers/security_equipment', { name: '没有类别', unit_id: college })).toMatchObject({ status: 422, body: { code: 'ledger.bad_field', issues: [{ path: 'fields.category' }] } });
    for (const fields of [{ kind: 'mainframe' }, { signature_on: '2026-02-30' }, { unknown: 'x' }]) expect((await t.as(liaison).post('/api/ledgers/terminals', { name: '坏字段', unit_id: college, fields })).body.code, JSON.stringify(fields)).toBe('ledger.bad_field');
    expect((await t.as(liaison).post('/api/ledgers/nothing', { name: 'x', unit_id: college })).status).toBe(404);
    expect((await t.as(liaison).delete(`/api/ledger-items/${own.id}`)).status).toBe(403);
    expect((await t.as(office).delete(`/api/ledger-items/${own.id}`)).status).toBe(200);
  });
  test('are found by two characters, first letters, address, unit and category; twins are pointed out', async () => {
    await add('security_equipment', '示例边界防火墙', { fields: { category: 'firewall', address: '10.0.0.1', shelf_on: '2024-03-01' } });
    await add('security_equipment', '示例应用防护', { unit_id: finance, fields: { category: 'waf', address: '10.0.0.1' } });
    for (const q of ['防火', 'slbj', '10.0.0', '计算机']) expect(await names('security_equipment', `&q=${encodeURIComponent(q)}`), q).toContain('示例边界防火墙');
    expect(await names('security_equipment', '&is=category:waf')).toEqual(['示例应用防护']);
    expect((await t.as(office).get('/api/ledgers/security_equipment/duplicates')).body).toMatchObject([{ why: 'address', what: '10.0.0.1', items: [{}, {}] }]);
    expect((await t.as(liaison).get('/api/ledgers/security_equipment/duplicates')).body).toEqual([]);
    const summary = (await t.as(office).get('/api/ledgers')).body.find((s: { ledger: string }) => s.ledger === 'security_equipment');
    expect(summary).toMatchObject({ items: 2, kinds: expect.arrayContaining([{ key: 'firewall', items: 1 }, { key: 'waf', items: 1 }]) });
  });
  test('maintenance is recorded by day, and taken back with a trace', async () => {
    const s = await add('security_equipment', '示例网关', { fields: { category: 'gateway' } });
    await t.as(liaison).post(`/api/ledger-items/${s.id}/records`, { on_day: '2026-03-01', what: '升级特征库', by_whom: '某某公司' });
    const two = (await t.as(liaison).post(`/api/ledger-items/${s.id}/records`, { on_day: '2026-04-01', what: '策略核查' })).body as Item;
    expect(two.records.map((r) => r.what)).toEqual(['策略核查', '升级特征库']);
    const one = (await t.as(liaison).delete(`/api/ledger-items/${s.id}/records/${two.records[0]!.id}`)).body as Item;
    expect(one.records.map((r) => r.what)).toEqual(['升级特征库']);
    expect(one.history[0]).toMatchObject({ field: 'records', before: '2026-04-01 策略核查' });
    expect((await t.as(stranger).post(`/api/ledger-items/${s.id}/records`, { on_day: '2026-04-01', what: 'x' })).status).toBe(404);
  });
  test('antivirus coverage is counted a unit: installed and genuine, and fresh within seven days', async () => {
    moveClockTo(new Date('2026-05-10T04:00:00Z'));
    await add('terminals', '电脑A', { fields: { installed: 'yes', genuine: 'yes', signature_on: '2026-05-09' } });
    await add('terminals', '电脑B', { fields: { installed: 'yes', genuine: 'yes', signature_on: '2026-04-01' } });
    await add('terminals', '电脑C', { fields: { installed: 'yes', genuine: 'no' } });
    await add('terminals', '电脑D', { fields: { installed: 'no' } });
    await add('terminals', '报废电脑', { state: 'retired' });
    expect((await t.as(liaison).get('/api/antivirus-coverage')).body).toEqual([{ unit_id: college, unit_name: '计算机学院', terminals: 4, installed: 3, genuine: 2, covered: 2, fresh: 1 }]);
    expect((await t.as(stranger).get('/api/antivirus-coverage')).body).toEqual([]);
  });
  test('what runs out is listed and told of: thirty days before, seven before, over; each step once', async () => {
    moveClockTo(new Date('2026-05-10T04:00:00Z'));
    const d = await add('domains', 'example.edu.cn', { fields: { expires_on: '2026-06-01' } });
    await add('certificates', '门户证书', { unit_id: finance, fields: { expires_on: '2026-05-12' } });
    await add('domains', 'later.example.edu.cn', { fields: { expires_on: '2027-06-01' } });
    expect((await t.as(office).get('/api/ledger-due')).body).toMatchObject([{ name: '门户证书', days: 2, field: 'expires_on' }, { name: 'example.edu.cn', days: 22 }]);
    expect((await t.as(liaison).get('/api/ledger-due?within=7')).body).toEqual([]);
    expect(await names('domains', '&due=30')).toEqual(['example.edu.cn']);
    const told = async (who: User) => (await t.db.selectFrom('notice').select(['title', 'body']).where('account_id', '=', who.id).where('kind', '=', 'ledger_due').orderBy('id').execute());
    await remindDue(t.db).run({});
    await remindDue(t.db).run({});
    expect(await told(liaison)).toEqual([{ title: '1 项资产即将到期', body: '域名“example.edu.cn”到期日期 2026-06-01' }]);
    expect((await told(office))[0]!.title).toBe('2 项资产即将到期');
    moveClockTo(new Date('2026-06-02T04:00:00Z'));
    await remindDue(t.db).run({});
    expect((await told(liaison))[1]!.title).toBe('1 项资产到期提醒，其中 1 项已过期');
    // renewed: silent again until the new day comes near
    await t.as(liaison).patch(`/api/ledger-items/${d.id}`, { version: d.version, fields: { expires_on: '2027-06-01' } });
    expect((await t.as(liaison).get('/api/ledger-due?within=over')).body).toEqual([]);
  });
});

describe('sheets', () => {
  const sheet = (ledger: string, rows: Record<string, string>[], titles: [string, string][]) => writeTable({ name: ledger, columns: titles.map(([key, title]) => ({ key, title })), rows });
  test('every ledger with items goes out and comes back the same; any has a template', async () => {
    await add('led_screens', '图书馆大屏', { person_id: person.id, fields: { location: '图书馆', networked: 'no', control: 'usb', approver: '馆长' } });
    for (const l of ledgers) {
      const count = (await names(l.key)).length;
      if (count === 0) continue;
      const file = await t.as(office).get(`/api/ledgers/${l.key}/export`);
      expect((await t.as(office).upload(`/api/ledgers/${l.key}/import`, file.bytes, 'x.xlsx')).body, l.key).toMatchObject({ token: null, added: 0, changed: 0, same: count, errors: [] });
    }
    const template = await t.as(liaison).get('/api/ledgers/databases/export?template=true');
    expect(await readTable(template.bytes, [{ key: 'name', title: '数据库名称' }, { key: 'exposure', title: '开放范围' }])).toMatchObject({ ok: true, rows: [] });
  });
  test('a change is shown first, an error names its cell and writes nothing, a token is for one ledger', async () => {
    const titles: [string, string][] = [['n', '屏幕名称'], ['u', '主管单位'], ['l', '位置'], ['c', '控制方式'], ['p', '责任人'], ['s', '关联系统'], ['k', '最近检查']];
    const bad = await t.as(liaison).upload('/api/ledgers/led_screens/import', await sheet('LED', [{ n: '东门屏', u: '财务处', l: '东门', c: '遥控', p: '没有的人', s: '没有的系统', k: '去年' }, { n: '西门屏', u: '计算机学院', l: '' }], titles), 'x.xlsx');
    expect(bad.body.token).toBeNull();
    expect((bad.body.errors as { row: number; column: string }[]).map((e) => `${e.row} ${e.column}`).sort()).toEqual(['2 主管单位', '2 关联系统', '2 控制方式', '2 最近检查', '2 责任人', '3 位置'].sort());
    const good = await t.as(liaison).upload('/api/ledgers/led_screens/import', await sheet('LED', [{ n: '图书馆大屏', u: '计算机学院', l: '图书馆一层', c: '本地专机', p: '机房管理员', s: '示例选课系统' }, { n: '东门屏', u: '计算机学院', l: '东门', c: '' }], titles), 'x.xlsx');
    expect(good.body).toMatchObject({ added: 1, changed: 1, errors: [], changes: [{ name: '图书馆大屏', fields: expect.arrayContaining([expect.objectContaining({ field: '位置', before: '图书馆', after: '图书馆一层' })]) }] });
    expect((await t.as(liaison).post(`/api/ledgers/servers/import/${good.body.token}`)).status).toBe(404);
    expect((await t.as(liaison).post(`/api/ledgers/led_screens/import/${good.body.token}`)).body).toEqual({ added: 1, changed: 1 });
    const kept = (await t.as(liaison).get('/api/ledgers/led_screens?q=图书馆')).body.items[0] as Item;
    expect(kept).toMatchObject({ fields: { location: '图书馆一层', control: 'local', networked: 'no', approver: '馆长' }, systems: [{ name: '示例选课系统' }] });
  });
});

describe('systems', () => {
  const make = async (name: string, more: object) => { const r = await t.as(office).post('/api/systems', { name, kind: 'system', unit_id: finance, ...more }); expect(r.status, JSON.stringify(r.body)).toBe(201); return r.body; };
  const marked = async (mark: string) => (await t.as(office).get(`/api/systems?mark=${mark}`)).body.items.map((s: Item) => s.name);
  test('one that must stay inside is flagged by its zone, its public name or address', async () => {
    const inside = await make('示例公文系统', { special: true, network_zone: 'internal', places: ['10.1.1.1', 'oa.example.lan'] });
    expect(inside.gaps).not.toContain('exposed');
    for (const [name, more] of [['示例财务一', { network_zone: 'campus', places: ['10.1.1.2'] }], ['示例财务二', { network_zone: 'internal', places: ['cw.example.edu.cn'] }], ['示例财务三', { network_zone: 'internal', places: ['203.0.113.5'] }], ['示例财务四', { network_zone: 'internal', places: ['10.255.255.0-11.0.0.3'] }]] as const) expect((await make(name, { special: true, ...more })).gaps, name).toContain('exposed');
    expect((await marked('exposed')).sort()).toEqual(['示例财务一', '示例财务三', '示例财务二', '示例财务四'].sort());
    expect(await marked('special')).toContain('示例公文系统');
  });
  test('双非 is suggested for what stands outside the own domains and ranges, once these are named', async () => {
    const s = await make('示例外部网站', { kind: 'website', places: ['www.example.com', 'a.example.edu.cn', '198.51.100.7'], site_group: false });
    expect(s.outside_places).toEqual([]);
    expect((await t.as(liaison).put('/api/own-domains', { domains: ['example.edu.cn'] })).status).toBe(403);
    expect((await t.as(office).put('/api/own-domains', { domains: ['*.example.edu.cn'] })).body).toEqual(['example.edu.cn']);
    await t.as(office).post('/api/ranges', { unit_id: college, written: '10.0.0.0/8' });
    expect((await t.as(office).get(`/api/systems/${s.id}`)).body.outside_places).toEqual(['198.51.100.7', 'www.example.com']);
    expect(await marked('outside_suspected')).toContain('示例外部网站');
    // ranges within ranges, addresses on their edges, names that only end alike
    for (const written of ['10.1.0.0/16', '192.0.2.0-192.0.2.9', '192.0.2.5-192.0.2.20', '2001:db8::/48']) await t.as(office).post('/api/ranges', { unit_id: college, written });
    const inside = [['10.2.3.4'], ['192.0.2.20', '192.0.2.0'], ['2001:db8::5'], ['x.y.example.edu.cn'], []];
    const outside = [['192.0.2.21'], ['192.0.1.255'], ['10.255.255.255-11.0.0.1'], ['2001:db8:1::1'], ['0.0.0.9', '10.0.0.1'], ['anotherexample.edu.cn']];
    for (const [i, places] of [...inside, ...outside].entries()) await make(`示例边界${i}`, { places });
    const all = (await t.as(office).get('/api/systems?q=示例边界&size=100')).body.items as Item[];
    expect(all.filter((x) => (x as unknown as { outside_places: string[] }).outside_places.length > 0).map((x) => x.name).sort()).toEqual(outside.map((_, i) => `示例边界${inside.length + i}`).sort());
    expect((await marked('outside_suspected')).filter((n: string) => n.startsWith('示例边界')).sort()).toEqual(outside.map((_, i) => `示例边界${inside.length + i}`).sort());
    expect(await marked('not_in_group')).toEqual(['示例外部网站']);
    await t.as(office).patch(`/api/systems/${s.id}`, { version: s.version, outside: true, site_group: true });
    expect(await marked('outside_suspected')).not.toContain('示例外部网站');
    expect(await marked('in_group')).toEqual(['示例外部网站']);
  });
  test('what it does, for whom, what it holds and what its loss would mean are kept with their history, and go through the sheet', async () => {
    const s = await make('示例招生系统', { purpose: '招生报名', users: '考生', data_held: '报名信息', using_unit_id: college });
    expect((await t.as(liaison).get(`/api/systems/${s.id}`)).body.using_unit_name).toBe('计算机学院');
    const columns = [['name', '系统名称'], ['kind', '类别'], ['unit_id', '主管单位'], ['using_unit_id', '使用单位'], ['breach_effect', '遭破坏后果'], ['network_zone', '网络区域'], ['cii', '关键信息基础设施'], ['site_group', '纳入站群']].map(([key, title]) => ({ key: key!, title: title! }));
    const file = await writeTable({ name: '系统台账', columns, rows: [{ name: '示例招生系统', kind: '信息系统', unit_id: '财务处', using_unit_id: '财务处', breach_effect: '招生中断', network_zone: '互联网', cii: '是', site_group: '否' }] });
    const checked = await t.as(office).upload('/api/systems/import', file, 'x.xlsx');
    expect(checked.body.changes[0].fields).toEqual(expect.arrayContaining([{ field: '使用单位', before: '计算机学院', after: '财务处' }]));
    await t.as(office).post(`/api/systems/import/${checked.body.token}`);
    const after = (await t.as(office).get(`/api/systems/${s.id}`)).body;
    expect(after).toMatchObject({ using_unit_id: finance, breach_effect: '招生中断', network_zone: 'internet', cii: true, site_group: false, purpose: '招生报名' });
    expect(after.history).toEqual(expect.arrayContaining([expect.objectContaining({ field: 'using_unit_id', before: '计算机学院', after: '财务处' })]));
  });
});

test('who leaves answers for nothing; a merged unit’s items go over', async () => {
  await t.as(office).post(`/api/people/${person.id}/hand-over`, { version: person.version, successor_id: null, left: true });
  expect((await t.as(office).get('/api/ledgers/led_screens?q=图书馆')).body.items[0].gaps).toContain('person_id');
  const gone = await t.makeUnit('老信息中心', root);
  await add('domains', 'example.edu.cn', { unit_id: gone });
  const version = (await t.db.selectFrom('unit').select('version').where('id', '=', gone).executeTakeFirstOrThrow()).version;
  expect((await t.as(office).post(`/api/units/${gone}/merge`, { version, into_id: college })).status).toBe(200);
  expect(await names('domains', '', liaison)).toEqual(expect.arrayContaining(['example.edu.cn', 'example.edu.cn（老信息中心）']));
});
