import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../../kernel/clock.ts';

let t: TestApp;
let office: User, leader: User, head: User, liaison: User, otherLiaison: User;
let college: string, other: string, campaign: string;
/** Ten in the morning of a day in Shanghai; sessions end meanwhile, so everybody signs in anew. */
const at = async (date: string) => { moveClockTo(new Date(`${date}T10:00:00+08:00`)); for (const user of [office, leader, head, liaison, otherLiaison]) await t.signIn(user); };
const clues = '/api/accountability/clues';
const missing = { status: 404, body: { code: 'object.not_found' } };
const denied = { status: 403, body: { code: 'permission.denied' } };
interface Row { id: string; unit_id: string; ground: string; state: string; version: number; object_link: string | null }
const listed = async (who: User, q = ''): Promise<Row[]> => (await t.as(who).get(`${clues}${q}`)).body.clues;

beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  other = await t.makeUnit('财务处', root);
  office = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  head = await t.makeAccount('unit_head', college);
  liaison = await t.makeAccount('liaison', college);
  otherLiaison = await t.makeAccount('liaison', other);
  await at('2026-03-01');
  await t.db.updateTable('unit').set({ created_at: '2026-01-05T00:00:00Z' }).execute();
  const draft = (await t.as(office).post('/api/campaigns', { text: '示例大学网络安全检查工作方案\n\n一、工作任务\n\n（一）开展自查。计算机学院、财务处要开展网络安全自查。（责任单位：计算机学院、财务处，2026年4月1日前完成）\n\n（二）落实整改。计算机学院要完成漏洞整改。（责任单位：计算机学院，2026年4月10日前完成）\n\n（三）报送总结。计算机学院要报送总结。（责任单位：计算机学院，2026年4月15日前完成）\n' })).body;
  campaign = draft.campaign.id;
  expect((await t.as(office).post(`/api/campaigns/${campaign}/publish`, { version: draft.campaign.version })).body.assignments).toBe(4);
  const mine = (await t.as(otherLiaison).get('/api/assignments')).body.items[0];
  await t.as(otherLiaison).post(`/api/assignments/${mine.id}/moves`, { version: mine.version, action: 'submit', note: '已完成' });
  const sent = (await t.as(office).get(`/api/assignments/${mine.id}`)).body;
  expect((await t.as(office).post(`/api/assignments/${mine.id}/moves`, { version: (sent.assignment ?? sent).version, action: 'approve' })).status).toBe(200);
});
afterEach(() => { moveClockTo(undefined); });
afterAll(() => t.close());

describe('clues by rule', () => {
  test('overdue checks and corrections become clues with their rows, once each, however often the job runs', async () => {
    await at('2026-04-20');
    await t.runJob('accountability.daily');
    const first = await listed(office, `?unit_id=${college}`);
    expect(first.map((c) => c.ground).sort()).toEqual(['nobody_answers', 'not_checked', 'not_mended', 'not_signed', 'not_signed', 'not_signed'].sort());
    expect(first.find((c) => c.ground === 'not_checked')!.object_link).toMatch(/^\/assignments\//);
    expect((await listed(office, `?unit_id=${other}`)).map((c) => c.ground)).toEqual(['nobody_answers']);
    await t.runJob('accountability.daily');
    await Promise.all([t.runJob('accountability.daily'), t.as(office).post(`${clues}/find`)]);
    expect((await listed(office)).length).toBe(first.length + 1);
    expect((await t.as(office).get('/api/notices')).body.items.filter((n: { title: string }) => n.title.includes('问责线索'))).toHaveLength(1);
    await at('2026-05-15');
    await t.runJob('accountability.daily');
    expect((await listed(office, `?unit_id=${college}`)).map((c) => c.ground)).toEqual(expect.arrayContaining(['refused_mending', 'not_done']));
  });

  test('a unit has thirty days to fill a post that fell empty before anybody asks why', async () => {
    await at('2026-04-20');
    const young = await t.makeUnit('新设学院');
    const root = (await t.as(office).get('/api/units')).body.find((u: { name: string }) => u.name === '示例大学').id;
    await t.db.updateTable('unit').set({ created_at: '2026-04-01T00:00:00Z', parent_id: root }).where('id', '=', young).execute();
    await t.runJob('accountability.daily');
    expect(await listed(office, `?unit_id=${young}`)).toEqual([]);
    await at('2026-05-02');
    await t.runJob('accountability.daily');
    expect((await listed(office, `?unit_id=${young}`)).map((c) => c.ground)).toEqual(['nobody_answers']);
  });

  test('a clue that was not pursued stays closed when the rules run again, and may be checked again', async () => {
    await at('2026-05-15');
    const c = (await listed(office, `?unit_id=${other}`))[0]!;
    expect(await t.as(office).post(`${clues}/${c.id}/close`, { version: c.version, action: 'drop', note: '机构调整中' })).toMatchObject({ status: 200, body: { state: 'dropped' } });
    await t.runJob('accountability.daily');
    expect(await listed(office, `?unit_id=${other}`)).toMatchObject([{ id: c.id, state: 'dropped' }]);
    expect(await t.as(office).post(`${clues}/${c.id}/close`, { version: c.version + 1, action: 'reopen', note: '再核实' })).toMatchObject({ status: 200, body: { state: 'to_check' } });
  });
});

describe('from a clue to a decision', () => {
  test('the unit is asked and answers, the office finds, another person approves, and the correction is followed', async () => {
    await at('2026-05-15');
    const c = (await listed(office, `?unit_id=${college}`)).find((x) => x.ground === 'not_mended')!;
    const one = `${clues}/${c.id}`;
    expect(await t.as(liaison).get(one)).toMatchObject(missing);
    expect(await t.as(office).post(`${one}/propose`, { version: 1, responsible: '甲', finding: '未整改', measures: ['talk'] })).toMatchObject({ status: 409, body: { code: 'workflow.not_possible' } });
    expect((await t.as(office).post(`${one}/ask`, { version: 1, note: '请说明未整改的原因', answer_by: '2026-05-20' })).status).toBe(200);
    expect(await t.as(otherLiaison).get(one)).toMatchObject(missing);
    expect((await t.as(liaison).get('/api/notices')).body.items[0]).toMatchObject({ title: '请就一事项作出说明', link: `/accountability/clues/${c.id}` });
    expect(await t.as(office).post(`${one}/propose`, { version: 2, responsible: '甲', finding: '未整改', measures: ['talk'] })).toMatchObject({ status: 409, body: { code: 'clue.answer_pending' } });
    const file = (await t.as(liaison).upload(`${one}/answer-files`, Buffer.from('记录'), '说明.txt')).body.id;
    expect(await t.as(liaison).post(`${one}/answer`, { version: 2, answer: '设备未到货' })).toMatchObject({ status: 200, body: { state: 'answered', answer_files: [{ name: '说明.txt' }] } });
    expect((await t.as(otherLiaison).get(`/api/files/${file}`)).status).toBe(404);
    expect(await t.as(office).post(`${one}/propose`, { version: 3, responsible: '学院分管领导', finding: '未按要求整改', measures: ['correct', 'criticise', 'police'], correct_by: '2026-05-01' })).toMatchObject({ status: 422, body: { code: 'clue.correct_day' } });
    expect((await t.as(office).post(`${one}/propose`, { version: 3, responsible: '学院分管领导', finding: '未按要求整改', measures: ['correct', 'criticise', 'police'], correct_by: '2026-06-01' })).status).toBe(200);
    expect((await t.as(head).get(one)).body).toMatchObject({ measures: [], finding: '', responsible: '' });
    expect(await t.as(office).post(`${one}/decide`, { version: 4, approve: true })).toMatchObject(denied);
    expect(await t.as(leader).post(`${one}/decide`, { version: 4, approve: false, note: '补充责任人' })).toMatchObject({ status: 200, body: { state: 'answered' } });
    await t.as(office).post(`${one}/propose`, { version: 5, responsible: '学院分管领导、联络员', finding: '未按要求整改', measures: ['correct', 'criticise', 'police'], correct_by: '2026-06-01' });
    expect(await t.as(leader).post(`${one}/decide`, { version: 6, approve: true })).toMatchObject({ status: 200, body: { state: 'decided', decided_on: '2026-05-15' } });
    expect((await t.as(head).get(one)).body).toMatchObject({ finding: '未按要求整改', correct_by: '2026-06-01', correct_overdue: false });
    await at('2026-06-02');
    expect((await t.as(office).get(one)).body.correct_overdue).toBe(true);
    await t.runJob('accountability.daily');
    expect((await t.as(liaison).get('/api/notices')).body.items.map((n: { title: string }) => n.title)).toContain('改正已逾期');
    expect(await t.as(office).post(`${one}/follow`, { version: 7, corrected_on: '2026-06-02' })).toMatchObject({ status: 200, body: { corrected_on: '2026-06-02', correct_overdue: false } });
    expect(await t.as(office).post(`${one}/follow`, { version: 8, transfer_to: '示例市公安局', transferred_on: '2026-06-02', transfer_receipt: '收文第3号' })).toMatchObject({ status: 200, body: { transfer_to: '示例市公安局', transfer_receipt: '收文第3号' } });
    expect((await t.as(head).get(one)).body.transfer_to).toBeNull();
    expect((await t.as(office).get(`${clues}.xlsx`)).bytes.subarray(0, 2).toString()).toBe('PK');
  });

  test('who told, who registered and the evidence of the office are never shown to the unit', async () => {
    await at('2026-05-15');
    const row = (await t.as(office).get('/api/assignments')).body.items.find((a: { unit_id: string }) => a.unit_id === college);
    const c = (await t.as(office).post(clues, { assignment_id: row.id, ground: 'falsified', facts: '证人丁称截图系伪造', informant: '证人丁' })).body;
    expect(c).toMatchObject({ unit_id: college, object_link: `/assignments/${row.id}`, informant: '证人丁' });
    const one = `${clues}/${c.id}`;
    await t.as(office).post(`${one}/ask`, { version: 1, note: '请说明截图来源', answer_by: '2026-05-15' });
    await at('2026-05-16');
    expect(await t.as(office).post(`${one}/propose`, { version: 2, responsible: '甲', finding: '造假', measures: ['talk'] })).toMatchObject({ status: 409, body: { code: 'clue.evidence_needed' } });
    const file = (await t.as(office).upload(`${one}/files`, Buffer.from('证据'), '证人丁陈述.txt')).body.id;
    const seen = await t.as(head).get(one);
    expect(seen.body).toMatchObject({ asked_note: '请说明截图来源', answer_overdue: true });
    for (const secret of ['证人丁', office.name]) expect(JSON.stringify(seen.body)).not.toContain(secret);
    expect((await t.as(head).get(`/api/files/${file}`)).status).toBe(404);
    const trail = await t.db.selectFrom('audit_log').select('after').where('object_id', '=', c.id).execute();
    expect(JSON.stringify(trail.map((x) => (x.after as { informant?: string } | null)?.informant))).not.toContain('证人丁');
    expect((await t.as(office).post(`${one}/propose`, { version: 2, responsible: '甲', finding: '造假', measures: ['talk'] })).status).toBe(200);
    await t.db.insertInto('account_role').values({ account_id: office.id, role: 'leader', unit_id: null }).execute();
    expect(await t.as(office).post(`${one}/decide`, { version: 3, approve: true })).toMatchObject({ status: 403, body: { code: 'workflow.own_move' } });
    await t.db.deleteFrom('account_role').where('account_id', '=', office.id).where('role', '=', 'leader').execute();
  });

  test('the office adds grounds of its own to the ones that come with the product', async () => {
    await at('2026-05-16');
    expect((await t.as(office).post('/api/accountability/grounds', { text: '擅自接入外网', source: '示例大学网络管理办法', measures: ['talk'] })).status).toBe(201);
    const all = (await t.as(office).get('/api/accountability/grounds')).body as { key: string; text: string; own: boolean; clues: number }[];
    expect(all.map((g) => g.text)).toEqual(expect.arrayContaining(['未按规定开展系统安全状况检查', '禁止项：出售个人信息']));
    const own = all.find((g) => g.own)!;
    expect((await t.as(office).post(clues, { unit_id: other, ground: own.key, facts: '发现私接路由器' })).body).toMatchObject({ ground_text: '擅自接入外网' });
    expect((await t.as(office).delete(`/api/accountability/grounds/${own.key}`)).status).toBe(200);
    expect(await t.as(office).post(clues, { unit_id: other, ground: own.key, facts: '再次发现' })).toMatchObject({ status: 422, body: { code: 'clue.no_ground' } });
  });
});

describe('supervision, circulars and honours', () => {
  test('a unit is proposed for the watch list with its reasons, put on, told, and taken off with its history kept', async () => {
    await at('2026-05-15');
    const watch = '/api/accountability/watch';
    const proposed = (await t.as(office).get(watch)).body.proposed.find((p: { unit_id: string }) => p.unit_id === college);
    expect(proposed.reasons).toEqual(expect.arrayContaining([{ rule: 'overdue', n: 3, of: null, link: `/assignments?unit_id=${college}&overdue=true` }, expect.objectContaining({ rule: 'late', n: 0, of: 3 })]));
    expect((await t.as(office).get(`/api/assignments?unit_id=${college}&overdue=true`)).body.total).toBe(3);
    expect((await t.as(office).post(watch, { unit_id: college, note: '三项任务逾期' })).status).toBe(201);
    expect(await t.as(office).post(watch, { unit_id: college, note: '再次' })).toMatchObject({ status: 409, body: { code: 'watch.already' } });
    expect((await t.as(head).get('/api/notices')).body.items.map((n: { title: string }) => n.title)).toContain('您单位被列入重点督导名单');
    expect((await t.as(liaison).get(watch)).body).toMatchObject({ on: [{ unit_id: college, reasons: expect.any(Array) }], proposed: [] });
    expect((await t.as(otherLiaison).get(watch)).body).toEqual({ on: [], proposed: [], past: [] });
    const id = (await t.as(office).get(watch)).body.on[0].id;
    expect((await t.as(office).post(`${watch}/${id}/end`, { note: '已补齐' })).status).toBe(200);
    expect((await t.as(office).get(watch)).body).toMatchObject({ on: [], past: [{ unit_id: college, taken_off_note: '已补齐' }] });
    expect((await t.as(office).get(`${watch}.xlsx`)).status).toBe(200);
  });

  test('the ranking proposes whom to praise and whom to criticise; the office edits, issues with a number, and every unit is told', async () => {
    await at('2026-06-03');
    const circulars = '/api/accountability/circulars';
    const praise = (await t.as(office).post(circulars, { kind: 'praise', campaign_id: campaign })).body;
    expect(praise.entries).toMatchObject([{ unit_name: '财务处', reason: expect.stringContaining('完成率 100%，排名第 1') }]);
    const blame = (await t.as(office).post(circulars, { kind: 'criticism', campaign_id: campaign })).body;
    expect(blame.entries).toMatchObject([{ unit_name: '计算机学院', reason: expect.stringMatching(/逾期未完成 3 项；经批准给予通报批评 1 次/) }]);
    expect((await t.as(liaison).get(circulars)).body).toEqual([]);
    const edited = (await t.as(office).patch(`${circulars}/${praise.id}`, { version: 1, title: '表扬通报', opening: '现予表扬。', entries: [{ ...praise.entries[0], reason: '按期完成' }] })).body;
    const issued = (await t.as(office).post(`${circulars}/${praise.id}/issue`, { version: edited.version })).body;
    expect(issued.number).toMatch(/〔2026〕\d+号/);
    expect(await t.as(office).delete(`${circulars}/${praise.id}`)).toMatchObject({ status: 409, body: { code: 'circular.issued' } });
    expect((await t.as(liaison).get(circulars)).body).toMatchObject([{ title: '表扬通报', entries: [{ unit_name: '财务处', reason: '按期完成' }] }]);
    expect((await t.as(liaison).get(`/api/files/${issued.file_id}`)).bytes.subarray(0, 2).toString()).toBe('PK');
    for (const who of [liaison, otherLiaison]) expect((await t.as(who).get('/api/notices')).body.items[0].title).toContain('表扬通报（');
    expect((await t.as(office).delete(`${circulars}/${blame.id}`)).status).toBe(200);
    const period = (await t.as(office).post(circulars, { kind: 'criticism', period_from: '2026-03-01', period_to: '2026-04-30' })).body;
    expect(period.entries).toMatchObject([{ unit_name: '计算机学院', reason: expect.stringContaining('到期任务 3 项，按期报送 0 项') }]);
  });

  test('a unit held to account in the year is refused honours unless a leader says why', async () => {
    await at('2026-06-03');
    const honours = '/api/accountability/honours';
    const unit = (unit_id: string) => ({ year: 2026, kind: 'unit', unit_id, title: '网络安全工作先进单位', reason: '全年无事故' });
    expect((await t.as(office).post(honours, unit(other))).status).toBe(201);
    expect((await t.as(office).post(honours, { ...unit(other), kind: 'person', person_name: '示例甲', title: '先进个人' })).status).toBe(201);
    expect(await t.as(office).post(honours, unit(other))).toMatchObject({ status: 409, body: { code: 'honour.twice' } });
    const refused = await t.as(office).post(honours, unit(college));
    expect(refused).toMatchObject({ status: 409, body: { code: 'honour.has_decision' } });
    expect(refused.body.message).toContain('计算机学院在 2026 年有 1 件问责处理决定');
    expect(await t.as(office).post(honours, { ...unit(college), override_note: '绕过' })).toMatchObject({ status: 409 });
    expect((await t.as(office).post(`${honours}/override`, { ...unit(college), override_note: '绕过' })).status).toBe(403);
    expect((await t.as(leader).post(`${honours}/override`, { ...unit(college), override_note: '下半年成绩突出' })).status).toBe(201);
    expect((await t.as(office).get(`${honours}?year=2026`)).body).toHaveLength(3);
    expect(JSON.stringify((await t.as(otherLiaison).get(`${honours}?year=2026`)).body)).not.toContain('下半年成绩突出');
    expect((await t.as(office).get(`${honours}.xlsx?year=2026`)).bytes.subarray(0, 2).toString()).toBe('PK');
  });
});

test('the rules see what other ledgers hold: a late hazard, a late filing, a missing measure; each once, with its link', async () => {
  await at('2026-03-02');
  const api = t.as(office);
  const site = (await api.post('/api/systems', { name: '示例未备案网站', kind: 'website', unit_id: other, state: 'online', places: ['late.example.edu.cn'] })).body;
  await api.put(`/api/protection/systems/${site.id}/measures`, { states: [{ measure: 'waf', state: 'no' }, { measure: 'tamper', state: 'no' }] });
  const hazard = (await api.post('/api/hazards', { title: '目录遍历', severity: 'high', source: 'manual', system_id: site.id })).body.id;
  expect((await api.post('/api/hazard-notices', { kind: 'order', ids: [hazard] })).status).toBe(201);
  const of = async (): Promise<Record<string, string | null>> => Object.fromEntries((await listed(office, `?unit_id=${other}`)).filter((c) => ['hazard_late', 'not_filed', 'no_rules'].includes(c.ground)).map((c) => [c.ground, c.object_link]));
  await at('2026-03-03');
  await t.as(office).post(`${clues}/find`);
  expect(await of()).toMatchObject({ no_rules: `/protection?tab=measures&system_id=${site.id}` });
  expect(await of()).not.toHaveProperty('hazard_late');
  await at('2026-04-20');
  await t.as(office).post(`${clues}/find`);
  const seen = await of();
  expect(Object.keys(seen).sort()).toEqual(['hazard_late', 'no_rules', 'not_filed']);
  expect(seen['hazard_late']).toBe(`/hazards/${hazard}`);
  const n = (await listed(office)).length;
  await t.as(office).post(`${clues}/find`);
  expect((await listed(office)).length).toBe(n);
});
