import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';

let t: TestApp;
let office: User;
let second: User;
let leader: User;
let liaison: User;
let stranger: User;
let college: string;
let other: string;
let person: string;
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
  person = (await t.as(office).post('/api/people', { name: '安全管理员甲', unit_id: college, phone: '13800000000' })).body.id;
});
afterAll(() => t.close());

interface Application { id: string; number: string; state: string; kind: string; version: number; can: string[]; list: string; checks: { key: string; answer: string | null }[]; missing: { stops: string; text: string }[] }
const make = async (name: string, more: object = {}) => (await t.as(liaison).post('/api/systems', { name, kind: 'website', unit_id: college, ...more })).body as { id: string; version: number; state: string };
const system = async (id: string) => (await t.as(office).get(`/api/systems/${id}`)).body;
const read = async (id: string, who = office): Promise<Application> => (await t.as(who).get(`/api/applications/${id}`)).body;
const apply = async (system_id: string, kind: string): Promise<Application> => {
  const reply = await t.as(liaison).post('/api/applications', { system_id, kind });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
};
const answer = (id: string, answers: Record<string, 'yes' | 'no' | 'na'>, note = '') => t.as(liaison).put(`/api/applications/${id}/checks`, { answers: Object.entries(answers).map(([key, a]) => ({ key, answer: a, note })) });
const answerAll = async (id: string) => answer(id, Object.fromEntries((await read(id)).checks.map((c) => [c.key, 'yes'])));
const move = async (who: User, id: string, action: string, more: object = {}) => t.as(who).post(`/api/applications/${id}/move`, { version: (await read(id)).version, action, ...more });
const fill = async (id: string, more: object) => { const reply = await t.as(liaison).patch(`/api/applications/${id}`, { version: (await read(id)).version, ...more }); expect(reply.status, JSON.stringify(reply.body)).toBe(200); };
/** Handed in, accepted and tested. */
const untilApproval = async (id: string) => {
  for (const [who, action, more] of [[liaison, 'submit', {}], [office, 'accept', {}], [office, 'pass', { tested_on: '2026-01-05', report_ref: '检测报告1号' }]] as const) expect((await move(who, id, action, more)).status, action).toBe(200);
};

describe('going online', () => {
  let site: { id: string; version: number };
  let a: Application;
  test('a liaison applies for a planned system, is told what is missing, and hands it in when it is complete', async () => {
    site = await make('示例新网站', { purpose: '招生宣传', manager_id: person, places: ['zs.example.edu.cn'] });
    expect((await t.as(stranger).post('/api/applications', { system_id: site.id, kind: 'go_live' })).status).toBe(403);
    expect((await t.as(liaison).post('/api/applications', { system_id: site.id, kind: 'restore' })).body.code).toBe('application.wrong_state');
    a = await apply(site.id, 'go_live');
    expect(a).toMatchObject({ number: expect.stringMatching(/^SQ\d{4}-0001$/), state: 'draft', list: 'baseline', purpose: '招生宣传', contact_name: '安全管理员甲', contact_phone: '13800000000', internet: true });
    expect((await t.as(liaison).post('/api/applications', { system_id: site.id, kind: 'go_live' })).body).toMatchObject({ code: 'application.open_already', message: expect.stringContaining(a.number) });
    expect(a.missing.map((m) => m.text)).toEqual(['还有 14 个检查项没有填写', '没有定级', '没有办理ICP备案', '没有技术检测报告']);
    expect((await move(liaison, a.id, 'submit')).body).toMatchObject({ code: 'application.incomplete', message: expect.stringContaining('14 个检查项') });
    expect((await t.as(stranger).get(`/api/applications/${a.id}`)).status).toBe(404);
    await answerAll(a.id);
    expect((await answer(a.id, { backup: 'no' })).body.missing[0].text).toBe('“数据备份并做过恢复”没有落实，请说明原因和打算');
    await answer(a.id, { backup: 'no' }, '下月接入统一备份');
    const sent = await move(liaison, a.id, 'submit');
    expect(sent.body).toMatchObject({ state: 'applied', can: ['withdraw'] });
    expect((await t.as(liaison).patch(`/api/applications/${a.id}`, { version: sent.body.version, purpose: '改' })).body.code).toBe('application.not_editable');
    expect((await t.as(office).get('/api/notices')).body.items).toContainEqual(expect.objectContaining({ title: '收到上线申请，待受理：示例新网站' }));
    expect((await t.as(office).get('/api/filings/figures')).body).toMatchObject({ applied: 1 });
  });

  test('nothing goes online without protection, level, filing and a test without grave hazards; nobody approves his own', async () => {
    expect((await move(liaison, a.id, 'accept')).status).toBe(403);
    await move(office, a.id, 'accept');
    expect((await move(office, a.id, 'pass')).body.code).toBe('workflow.fields_required');
    expect((await move(office, a.id, 'pass', { tested_on: '2026-01-05', report_ref: '检测报告〔2026〕1号' })).body.state).toBe('to_approve');
    expect((await move(leader, a.id, 'approve')).body).toMatchObject({ code: 'application.not_ready', message: '还不能批准：没有定级；没有办理ICP备案。' });
    const { id: hazard } = (await t.as(office).post('/api/hazards', { title: '弱口令', severity: 'high', source: 'manual', system_id: site.id })).body;
    await t.as(office).patch(`/api/systems/${site.id}`, { version: (await system(site.id)).version, mlps_level: 2, icp_number: '示ICP备2026000001号' });
    expect((await move(leader, a.id, 'approve')).body.message).toBe('还不能批准：还有 1 处超危、高危隐患没有清零。');
    await t.db.updateTable('work_case').set({ state: 'cleared', closed_at: '2026-01-05T00:00:00Z' }).where('id', '=', hazard).execute();
    // the direct way is closed however ready the system is
    expect((await t.as(office).post(`/api/systems/${site.id}/state`, { version: (await system(site.id)).version, action: 'go_online', reason: '建成' })).body.message).toContain('没有批准的上线申请');
    const done = await move(leader, a.id, 'approve', { note: '同意上线' });
    expect(done.body).toMatchObject({ state: 'approved', decided_by_name: leader.name, missing: [] });
    expect(await system(site.id)).toMatchObject({ state: 'online', state_paper: a.number });
    // thirty days for the police begin
    const police = (await t.as(liaison).get(`/api/filings?system_id=${site.id}&kind=police`)).body.items[0];
    expect(police).toMatchObject({ state: 'todo', due_on: expect.stringMatching(/^\d{4}-/) });
    expect((await t.as(liaison).get('/api/notices')).body.items).toContainEqual(expect.objectContaining({ title: '上线申请已批准：示例新网站' }));
    expect((await t.as(office).get(`/api/applications/${a.id}/form`)).bytes.subarray(0, 2).toString()).toBe('PK');
  });

  test('without protection measures nothing is connected to the internet; within the campus it may', async () => {
    const s = await make('示例内网系统', { kind: 'system', manager_id: person, mlps_level: 1, purpose: '实验' });
    const b = await apply(s.id, 'go_live');
    await answerAll(b.id);
    await answer(b.id, { firewall: 'no' }, '没有设备');
    await untilApproval(b.id);
    expect((await move(second, b.id, 'approve')).body.message).toBe('还不能批准：“防火墙或 WAF 防护”没有落实，不能接入互联网。');
    expect((await move(second, b.id, 'send_back', { note: '先落实防护，或改为只在校内使用' })).body.state).toBe('returned');
    await fill(b.id, { internet: false });
    await untilApproval(b.id);
    expect((await move(second, b.id, 'approve')).body.state).toBe('approved');
    expect((await system(s.id)).state).toBe('online');
  });

  test('the office that applies for a unit does not approve it itself; an application is withdrawn by its unit', async () => {
    const s = await make('示例代办系统', { kind: 'system', manager_id: person, mlps_level: 1, purpose: '实验' });
    const b = (await t.as(office).post('/api/applications', { system_id: s.id, kind: 'go_live' })).body as Application;
    await answerAll(b.id);
    for (const [action, more] of [['submit', {}], ['accept', {}], ['pass', { tested_on: '2026-01-05', report_ref: '报告' }]] as const) await move(office, b.id, action, more);
    expect((await move(office, b.id, 'approve')).body.code).toBe('workflow.own_move');
    expect((await move(liaison, b.id, 'withdraw')).body.state).toBe('withdrawn');
    expect((await apply(s.id, 'go_live')).state).toBe('draft');
  });
});

test('what was shut comes back by an application, when every hazard is cleared', async () => {
  const s = await make('示例恢复网', { state: 'online', icp_number: '示ICP备2026000002号' });
  const { id: hazard } = (await t.as(office).post('/api/hazards', { title: '目录遍历', severity: 'low', source: 'manual', system_id: s.id })).body;
  await t.as(office).post(`/api/systems/${s.id}/state`, { version: (await system(s.id)).version, action: 'shut', reason: '逾期未整改', paper: '关停1号' });
  expect((await t.as(office).post(`/api/systems/${s.id}/state`, { version: (await system(s.id)).version, action: 'restore', reason: '修好了', paper: '1号' })).body.message).toMatch(/1 处隐患没有清零.*没有批准的恢复上线申请|没有批准的恢复上线申请.*1 处隐患没有清零/);
  const a = await apply(s.id, 'restore');
  expect(a.missing.map((m) => m.text)).toEqual(expect.arrayContaining(['没有写明整改情况', '还有 1 处隐患没有清零']));
  await fill(a.id, { content: '已升级组件并关闭目录浏览', contact_phone: '0000-0000' });
  await answerAll(a.id);
  await untilApproval(a.id);
  expect((await move(second, a.id, 'approve')).body.message).toBe('还不能批准：还有 1 处隐患没有清零。');
  await t.db.updateTable('work_case').set({ state: 'cleared', closed_at: '2026-01-05T00:00:00Z' }).where('id', '=', hazard).execute();
  expect((await move(second, a.id, 'approve')).body.state).toBe('approved');
  expect((await system(s.id)).state).toBe('online');
  // shut again, the old approval does not serve twice
  await t.as(office).post(`/api/systems/${s.id}/state`, { version: (await system(s.id)).version, action: 'shut', reason: '再次', paper: '关停2号' });
  expect((await t.as(office).post(`/api/systems/${s.id}/state`, { version: (await system(s.id)).version, action: 'restore', reason: '修好了', paper: '1号' })).body.message).toContain('没有批准的恢复上线申请');
});

test('going offline: data, domain and ports first; then the filings are to be cancelled; the list is the same on both pages', async () => {
  const s = await make('示例下线网', { state: 'online', icp_number: '示ICP备2026000003号' });
  const a = await apply(s.id, 'retire');
  await fill(a.id, { content: '业务并入新平台', contact_phone: '0000-0000' });
  await answerAll(a.id);
  await answer(a.id, { data: 'no' }, '还在迁移');
  await untilApproval(a.id);
  expect((await move(second, a.id, 'approve')).body.message).toBe('还不能批准：“数据已处置”没有落实。');
  await move(second, a.id, 'send_back', { note: '先迁移数据' });
  await answer(a.id, { data: 'yes' }, '已移交');
  await untilApproval(a.id);
  expect((await move(second, a.id, 'approve')).body.state).toBe('approved');
  expect((await system(s.id)).state).toBe('cancelled');
  const icp = (await t.as(liaison).get(`/api/filings?system_id=${s.id}&kind=icp`)).body.items[0];
  expect(icp.state).toBe('cancel_due');
  expect((await t.as(liaison).get(`/api/filings/${icp.id}`)).body.closing).toContainEqual(expect.objectContaining({ key: 'data', answer: 'yes', note: '已移交' }));
});

test('what was added, closed and greatly changed is reported in writing: numbered, with one click, each once', async () => {
  const s = await make('示例变更网', { state: 'online', purpose: '教学' });
  const a = await apply(s.id, 'change');
  await fill(a.id, { content: '迁移到云平台，增加手机端', contact_phone: '0000-0000' });
  await answerAll(a.id);
  await untilApproval(a.id);
  await move(second, a.id, 'approve');
  const waiting = (await t.as(office).get('/api/filings/reports?written=false')).body as { id: string; system_name: string; what: string }[];
  expect(waiting).toEqual(expect.arrayContaining([expect.objectContaining({ system_name: '示例变更网', what: 'changed' }), expect.objectContaining({ system_name: '示例新网站', what: 'new' }), expect.objectContaining({ system_name: '示例下线网', what: 'closed' })]));
  expect((await t.as(liaison).post('/api/filings/reports', { ids: [waiting[0]!.id] })).status).toBe(403);
  const written = await t.as(office).post('/api/filings/reports', { ids: waiting.map((w) => w.id), addressee: '示例省教育厅' });
  expect(written).toMatchObject({ status: 201, body: { number: expect.stringMatching(/〔\d{4}〕1号$/), systems: waiting.length } });
  const file = await t.as(office).get(`/api/files/${written.body.file_id}`);
  const text = strFromU8(unzipSync(file.bytes)['word/document.xml']!).replace(/<[^>]+>/g, '');
  expect(file.bytes.subarray(0, 2).toString()).toBe('PK');
  for (const word of ['新增、关闭和变更情况的报备', '示例省教育厅', '迁移到云平台，增加手机端', '示例下线网']) expect(text, word).toContain(word);
  expect((await t.as(office).post('/api/filings/reports', { ids: waiting.map((w) => w.id) })).body.code).toBe('system_report.nothing');
  // the unit reads the report of its own system, others do not
  expect((await t.as(liaison).get(`/api/files/${written.body.file_id}`)).status).toBe(200);
  expect((await t.as(stranger).get(`/api/files/${written.body.file_id}`)).status).toBe(404);
  expect((await t.as(liaison).get('/api/filings/reports?written=true')).body[0].document.file).not.toBeNull();
  // one that tells of another unit's system too is not the unit's to read
  const theirs = (await t.as(office).post('/api/systems', { name: '示例财务网', kind: 'website', unit_id: other, state: 'online' })).body;
  for (const [id, v] of [[s.id, (await system(s.id)).version], [theirs.id, theirs.version]]) await t.as(office).post(`/api/systems/${id}/state`, { version: v, action: 'shut', reason: '检修', paper: '通知2号' });
  const both = (await t.as(office).get('/api/filings/reports?written=false')).body as { id: string }[];
  const mixed = (await t.as(office).post('/api/filings/reports', { ids: both.map((w) => w.id) })).body;
  expect((await t.as(liaison).get(`/api/files/${mixed.file_id}`)).status).toBe(404);
  expect((await t.as(liaison).get('/api/filings/reports?written=true')).body.find((r: { document: { id: string } }) => r.document.id === mixed.id).document).toMatchObject({ number: mixed.number, file: null });
});

test('the page of an application and that of a filing ask the database at most eight times, sign-in apart', async () => {
  const s = await make('示例页数网', { purpose: '教学' });
  const a = await apply(s.id, 'go_live');
  const f = (await t.as(office).get(`/api/filings?system_id=${s.id}`)).body.items[0];
  for (const path of [`/api/applications/${a.id}`, `/api/filings/${f.id}`]) {
    const before = t.statements();
    expect((await t.as(office).get(path)).status).toBe(200);
    expect(t.statements() - before, path).toBeLessThanOrEqual(10);
  }
});

test('what is asked is a table: an item more is asked at once', async () => {
  const s = await make('示例新项网', { kind: 'system', purpose: '教学' });
  const a = await apply(s.id, 'go_live');
  expect((await t.as(office).put('/api/filings/check-items/baseline/ipv6', { title: '支持 IPv6', hint: '', basis: '', gate: false, active: true })).status).toBe(200);
  expect((await read(a.id)).checks.map((c) => c.key)).toContain('ipv6');
  expect((await t.as(office).put('/api/filings/check-items/baseline/ipv6', { title: '重复', hint: '', basis: '', gate: false, active: true })).body.code).toBe('check.key_taken');
  expect((await answer(a.id, { nonsense: 'yes' })).body.code).toBe('check.unknown_item');
});
