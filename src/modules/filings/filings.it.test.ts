import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../../kernel/clock.ts';
import { readTable } from '../../engines/tables/index.ts';
import { filingsDaily } from './daily.job.ts';
import { filingFlow, applicationFlow } from './workflow.ts';

let t: TestApp;
let office: User;
let liaison: User;
let stranger: User;
let root: string;
let college: string;
let other: string;
const at = (day: string) => moveClockTo(new Date(`${day}T02:00:00Z`));
beforeAll(async () => {
  at('2026-03-02');
  t = await openTestApp();
  await t.setUp();
  root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  other = await t.makeUnit('财务处', root);
  office = await t.makeAccount('office');
  liaison = await t.makeAccount('liaison', college);
  stranger = await t.makeAccount('liaison', other);
});
afterEach(() => at('2026-03-02'));
afterAll(async () => { moveClockTo(undefined); await t.close(); });

interface Filing { id: string; kind: string; state: string; version: number; number: string; number_odd: boolean; due_on: string | null; overdue: boolean; duty: string; can: string[]; closing: { key: string }[] }
const site = async (name: string, more: object = {}) => (await t.as(office).post('/api/systems', { name, kind: 'website', unit_id: college, places: [`${Math.random().toString(36).slice(2, 8)}.example.edu.cn`], state: 'online', ...more })).body as { id: string; version: number; icp_number: string; gaps: string[]; state: string };
const ofSystem = async (id: string, who = office): Promise<Filing[]> => (await t.as(who).get(`/api/filings?system_id=${id}`)).body.items;
const one = async (id: string, kind: string): Promise<Filing> => (await ofSystem(id)).find((f) => f.kind === kind)!;
const system = async (id: string) => (await t.as(office).get(`/api/systems/${id}`)).body;
const move = (who: User, f: { id: string; version: number }, action: string, more: object = {}) => t.as(who).post(`/api/filings/${f.id}/move`, { version: f.version, action, ...more });
const proof = (who: User, id: string) => t.as(who).upload(`/api/filings/${id}/files`, Buffer.from('备案截图'), '备案截图.txt');

describe('filings', () => {
  test('open by themselves: the police’s within thirty days of going online, ICP before it; a place for others by table', async () => {
    const s = await site('示例学院网');
    expect(await ofSystem(s.id)).toEqual([expect.objectContaining({ kind: 'icp', state: 'todo', due_on: '2026-03-02' }), expect.objectContaining({ kind: 'police', state: 'todo', due_on: '2026-04-01' })]);
    const planned = await site('示例拟建网', { state: 'planned' });
    expect((await ofSystem(planned.id)).map((f) => f.due_on)).toEqual([null, null]);
    const inner = (await t.as(office).post('/api/systems', { name: '示例内部系统', kind: 'system', unit_id: college })).body;
    expect(await ofSystem(inner.id)).toEqual([]);
    const campus = await t.as(liaison).post('/api/filings', { system_id: inner.id, kind: 'campus' });
    expect(campus).toMatchObject({ status: 201, body: { state: 'todo', kind_name: '校内备案' } });
    expect((await t.as(liaison).post('/api/filings', { system_id: inner.id, kind: 'campus' })).body.code).toBe('filing.exists');
    const saved = await t.as(office).put('/api/filings/kinds/app_filing', { name: 'APP备案', basis: '', system_kinds: ['app'], before_online: true, due_days: 0, change_days: 15, cancel_days: 15, change_fields: ['unit_id'], number_pattern: 'ICP备\\d+号', number_example: '', active: true });
    expect(saved.body).toContainEqual(expect.objectContaining({ key: 'app_filing' }));
    const app = (await t.as(office).post('/api/systems', { name: '示例应用', kind: 'app', unit_id: college })).body;
    expect((await ofSystem(app.id)).map((f) => f.kind)).toEqual(['app_filing']);
    expect((await t.as(office).put('/api/filings/kinds/bad_one', { name: '坏格式', basis: '', system_kinds: [], before_online: false, due_days: 0, change_days: 15, cancel_days: 15, change_fields: [], number_pattern: '(', number_example: '', active: true })).body.code).toBe('filing.bad_pattern');
  });

  test('are scoped by unit; a number needs its proof, and is the ledger’s own', async () => {
    const s = await site('示例新闻网');
    expect((await ofSystem(s.id, liaison)).length).toBe(2);
    expect(await ofSystem(s.id, stranger)).toEqual([]);
    const f = await one(s.id, 'icp');
    expect((await t.as(stranger).get(`/api/filings/${f.id}`)).status).toBe(404);
    expect((await move(stranger, f, 'submit', { filed_on: '2026-03-01' })).status).toBe(404);
    expect((await move(liaison, f, 'record', { number: '示ICP备2026000001号', approved_on: '2026-03-01' })).body.code).toBe('filing.no_proof');
    expect((await move(liaison, f, 'record', { number: '示ICP备2026000001号' })).body.code).toBe('workflow.fields_required');
    expect((await move(liaison, f, 'submit', { filed_on: '2026-03-09' })).body.code).toBe('filing.day_ahead');
    const sent = (await move(liaison, f, 'submit', { filed_on: '2026-03-01' })).body as Filing;
    expect(sent.state).toBe('submitted');
    expect((await move(liaison, sent, 'send_back')).body.code).toBe('workflow.note_required');
    const back = (await move(liaison, sent, 'send_back', { note: '主体材料不全' })).body as Filing;
    const again = (await move(liaison, back, 'submit', { filed_on: '2026-03-02' })).body as Filing;
    expect((await proof(liaison, f.id)).status).toBe(201);
    const done = (await move(liaison, again, 'record', { number: '示ICP备2026000001号', approved_on: '2026-03-02', subject: '示例大学' })).body as Filing;
    // a number of an unknown form is taken, with a warning
    expect(done).toMatchObject({ state: 'filed', due_on: null, number: '示ICP备2026000001号', number_odd: true, subject: '示例大学' });
    expect(await system(s.id)).toMatchObject({ icp_number: '示ICP备2026000001号', gaps: expect.not.arrayContaining(['icp']), history: expect.arrayContaining([expect.objectContaining({ field: 'icp_number', after: '示ICP备2026000001号' })]) });
    const form = await t.as(liaison).get(`/api/filings/${f.id}/form`);
    expect(form.bytes.subarray(0, 2).toString()).toBe('PK');
  });

  test('the number format of real filings is known', async () => {
    const s = await site('示例格式网', { icp_number: '京ICP备12345678号-1', police_number: '京公网安备00000000000000号' });
    expect(await ofSystem(s.id)).toEqual([expect.objectContaining({ state: 'filed', number_odd: false }), expect.objectContaining({ state: 'filed', number_odd: false })]);
    for (const number of ['ICP备123', '京ICP备12345678', '京公网安备123号']) {
      const f = await one(s.id, 'icp');
      expect((await t.as(liaison).patch(`/api/filings/${f.id}`, { version: f.version, number })).body, number).toMatchObject({ number, number_odd: true });
    }
  });

  test('the ledger’s form and sheet are followed: a number is filed, a cleared one is owed again', async () => {
    const s = await site('示例成绩网', { icp_number: '示ICP备00000002号' });
    expect(await one(s.id, 'icp')).toMatchObject({ state: 'filed', number: '示ICP备00000002号' });
    await t.as(liaison).patch(`/api/systems/${s.id}`, { version: (await system(s.id)).version, police_number: '示公网安备1号' });
    expect(await one(s.id, 'police')).toMatchObject({ state: 'filed', number: '示公网安备1号' });
    await t.as(liaison).patch(`/api/systems/${s.id}`, { version: (await system(s.id)).version, police_number: '' });
    expect(await one(s.id, 'police')).toMatchObject({ state: 'todo', due_on: '2026-04-01' });
    const sheet = (await t.as(office).get('/api/systems/export?q=成绩')).bytes;
    const read = await readTable(sheet, [{ key: 'name', title: '系统名称' }, { key: 'icp', title: 'ICP备案号' }]);
    expect(read.ok && read.rows[0]!.values).toMatchObject({ name: '示例成绩网', icp: '示ICP备00000002号' });
  });

  test('a changed subject or domain opens the change; what was blank is filled in, not changed', async () => {
    const s = await site('示例招生网', { icp_number: '示ICP备00000003号', purpose: '' });
    await t.as(office).patch(`/api/systems/${s.id}`, { version: (await system(s.id)).version, purpose: '招生' });
    expect((await one(s.id, 'icp')).state).toBe('filed');
    await t.as(office).patch(`/api/systems/${s.id}`, { version: (await system(s.id)).version, unit_id: other });
    const f = await one(s.id, 'icp');
    expect(f).toMatchObject({ state: 'change_due', due_on: '2026-03-17', duty: '变更：主管单位由“计算机学院”改为“财务处”' });
    // the filing goes along with its system
    expect((await ofSystem(s.id, liaison)).length).toBe(0);
    expect((await t.as(stranger).get('/api/notices')).body.items).toContainEqual(expect.objectContaining({ title: '请办理备案变更：示例招生网（ICP备案）' }));
    await proof(stranger, f.id);
    const done = await move(stranger, f, 'record', { number: '示ICP备00000003号', approved_on: '2026-03-02' });
    expect(done.body).toMatchObject({ state: 'filed', due_on: null, duty: '' });
  });

  test('a merged unit’s filings go over and are to be changed', async () => {
    const gone = await t.makeUnit('老学院', root);
    const s = await site('示例老学院网', { unit_id: gone, icp_number: '示ICP备00000004号' });
    const { version } = await t.db.selectFrom('unit').select('version').where('id', '=', gone).executeTakeFirstOrThrow();
    expect((await t.as(office).post(`/api/units/${gone}/merge`, { version, into_id: other })).status).toBe(200);
    expect(await ofSystem(s.id, stranger)).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'icp', state: 'change_due' }), expect.objectContaining({ kind: 'police', state: 'todo' })]));
  });

  test('a cancelled system: what was never filed is dropped, what was is to be cancelled, and not before data, domain and ports are dealt with', async () => {
    const s = await site('示例停用网', { icp_number: '示ICP备00000005号' });
    await t.as(office).post(`/api/systems/${s.id}/state`, { version: (await system(s.id)).version, action: 'cancel', reason: '不再使用', paper: '会议纪要1号' });
    expect((await one(s.id, 'police')).state).toBe('void');
    const f = (await t.as(liaison).get(`/api/filings/${(await one(s.id, 'icp')).id}`)).body as Filing;
    expect(f).toMatchObject({ state: 'cancel_due', due_on: '2026-03-17' });
    await proof(liaison, f.id);
    expect((await move(liaison, f, 'close', { cancelled_on: '2026-03-02' })).body).toMatchObject({ code: 'filing.not_closed', message: expect.stringMatching(/数据已处置.*域名解析已撤销.*端口/) });
    await t.as(liaison).put(`/api/filings/${f.id}/closing`, { answers: f.closing.map((c) => ({ key: c.key, answer: c.key === 'domain' ? 'no' : 'yes' })) });
    expect((await move(liaison, f, 'close', { cancelled_on: '2026-03-02' })).body.message).toBe('还有下线检查项没有落实：域名解析已撤销。落实后再办结注销。');
    await t.as(liaison).put(`/api/filings/${f.id}/closing`, { answers: [{ key: 'domain', answer: 'yes', note: '已撤销解析' }] });
    expect((await move(liaison, f, 'close', { cancelled_on: '2026-03-02' })).body).toMatchObject({ state: 'cancelled', due_on: null });
    expect((await t.as(office).get('/api/filings/reports?written=false')).body).toContainEqual(expect.objectContaining({ system_name: '示例停用网', what: 'closed', paper: '会议纪要1号' }));
  });

  test('due: per unit and for the office, overdue told each morning once; exported', async () => {
    const s = await site('示例期限网', { unit_id: other });
    at('2026-04-02');
    for (const who of [office, stranger]) await t.signIn(who);
    const due = (await t.as(stranger).get('/api/filings/due')).body;
    expect(due.items.find((i: { system_id: string; what: string; due_on: string }) => i.system_id === s.id && i.due_on === '2026-04-01')).toMatchObject({ days_left: -1, unit_name: '财务处' });
    expect(due.units).toEqual([expect.objectContaining({ unit_name: '财务处' })]);
    expect((await t.as(office).get('/api/filings/due')).body.units.length).toBeGreaterThan(1);
    const told = async () => (await t.db.selectFrom('notice').select('title').where('account_id', '=', stranger.id).where('once_key', 'like', `filings:${other}:2026-04-02:%`).execute()).map((n) => n.title);
    await filingsDaily(t.db).run({});
    expect(await told()).toEqual([expect.stringMatching(/^财务处 \d+ 项备案已逾期$/)]);
    await filingsDaily(t.db).run({});
    expect((await told()).length).toBe(1);
    expect((await t.as(office).get('/api/filings?overdue=true')).body.items.map((f: Filing) => f.overdue)).not.toContain(false);
    const sheet = await readTable((await t.as(office).get('/api/filings/due/export')).bytes, [{ key: 'left', title: '剩余天数' }]);
    expect(sheet.ok && sheet.rows.some((r) => r.values['left'] === '逾期 1 天')).toBe(true);
  });

  test('run check: running but not filed, filed but shut, number missing, expired, each with its rows', async () => {
    const unit = await t.makeUnit('图书馆', root);
    const bare = await site('示例未备案网', { unit_id: unit });
    const shut = await site('示例关停网', { unit_id: unit, icp_number: '示ICP备00000006号', police_number: '示公网安备6号' });
    await t.as(office).post(`/api/systems/${shut.id}/state`, { version: shut.version, action: 'shut', reason: '检修', paper: '通知1号' });
    const ended = await site('示例到期网', { unit_id: unit, icp_number: '示ICP备00000007号' });
    const f = await one(ended.id, 'icp');
    await t.as(office).patch(`/api/filings/${f.id}`, { version: f.version, approved_on: '2023-03-01', expires_on: '2026-03-01' });
    const check = (await t.as(office).get(`/api/filings/check?unit_id=${unit}`)).body as { systems: number; counts: { finding: string; n: number }[]; rows: { finding: string; system_id: string }[] };
    const found = (finding: string) => check.rows.filter((r) => r.finding === finding).map((r) => r.system_id);
    expect(check.systems).toBe(3);
    expect(found('not_filed')).toEqual(expect.arrayContaining([bare.id, ended.id]));
    expect(found('filed_not_running')).toEqual([shut.id, shut.id]);
    expect(found('expired')).toEqual([ended.id]);
    expect(found('no_proof')).toContain(ended.id);
    for (const c of check.counts) expect(found(c.finding).length, c.finding).toBe(c.n);
    expect((await t.as(stranger).get(`/api/filings/check?unit_id=${unit}`)).body.rows).toEqual([]);
    const sheet = await readTable((await t.as(office).get(`/api/filings/check/export?unit_id=${unit}&finding=not_filed`)).bytes, [{ key: 'f', title: '核查情形' }]);
    expect(sheet.ok && new Set(sheet.rows.map((r) => r.values['f']))).toEqual(new Set(['运行而未备案']));
  });

  test('settling again changes nothing', async () => {
    const all = async () => JSON.stringify(await t.db.selectFrom('work_case').select(['id', 'state', 'version', 'due_on']).where('type', '=', 'filing').orderBy('id').execute());
    const before = await all();
    await filingsDaily(t.db).run({});
    expect(await all()).toBe(before);
  });
});

test('every state of both tables is reached, and every action is in its list', () => {
  for (const flow of [filingFlow, applicationFlow]) {
    const reached = new Set<string>([flow.initial, ...flow.transitions.map((x) => x.to)]);
    expect(flow.states.filter((s) => !reached.has(s))).toEqual([]);
  }
});

test('what need not be filed is no gap of the system, until it is taken up again', async () => {
  const s = await site('示例校内网站');
  const gaps = async (): Promise<string[]> => (await system(s.id)).gaps;
  expect(await gaps()).toEqual(expect.arrayContaining(['icp', 'police']));
  const icp = await one(s.id, 'icp');
  expect((await move(office, icp, 'exempt', { note: '只在校内使用，不对互联网开放' })).body.state).toBe('void');
  expect(await system(s.id)).toMatchObject({ exempt: ['icp_number'], gaps: expect.not.arrayContaining(['icp']) });
  expect(await gaps()).toContain('police');
  expect((await t.as(office).get(`/api/systems?q=${encodeURIComponent('示例校内网站')}`)).body.items[0].gaps).not.toContain('icp');
  expect((await move(office, await one(s.id, 'police'), 'exempt', { note: '同上' })).body.state).toBe('void');
  expect((await system(s.id)).exempt).toEqual(['icp_number', 'police_number']);
  expect((await move(office, await one(s.id, 'icp'), 'reopen')).body.state).toBe('todo');
  expect(await system(s.id)).toMatchObject({ exempt: ['police_number'], gaps: expect.arrayContaining(['icp']) });
});
