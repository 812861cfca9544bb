import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../../kernel/clock.ts';
import { readSheets, writeTable } from '../../engines/tables/index.ts';

let t: TestApp;
let office: User;
let second: User;
let leader: User;
let liaison: User;
let stranger: User;
let root: string;
let college: string;
let other: string;
beforeAll(async () => {
  moveClockTo(new Date('2026-03-02T02:00:00Z'));
  t = await openTestApp();
  await t.setUp();
  root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  other = await t.makeUnit('财务处', root);
  office = await t.makeAccount('office');
  second = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  liaison = await t.makeAccount('liaison', college);
  stranger = await t.makeAccount('liaison', other);
});
afterAll(() => t.close());
afterEach(() => moveClockTo(new Date('2026-03-02T02:00:00Z')));

const texts = { responsible_body: '', composition: '应用服务器、数据库服务器各一台', business: '学生选课', boundary: '校园网防火墙以内', s_data: '学生姓名、学号、选课结果', s_reason: '', a_service: '全校学生选课', a_reason: '', differs_reason: '' };
const system = async (unit_id: string, name: string, more: object = {}): Promise<string> => (await t.as(office).post('/api/systems', { name, kind: 'system', unit_id, state: 'online', places: [], ...more })).body.id;
// oxlint-disable-next-line no-explicit-any -- what the API answers
type Any = any;
const make = async (unit_id: string, name: string, who = office): Promise<Any> => {
  const reply = await t.as(who).post('/api/mlps/objects', { name, unit_id, system_ids: [await system(unit_id, name)] });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
};
const read = async (id: string, who = office): Promise<Any> => (await t.as(who).get(`/api/mlps/objects/${id}`)).body;
const grade = (o: Any, s: object, a: object, who = office, more: object = {}) => t.as(who).put(`/api/mlps/objects/${o.id}/grading`, { version: o.version, s_harm: s, a_harm: a, ...texts, ...more });
const move = async (id: string, action: string, more: object = {}, who = office) => t.as(who).post(`/api/mlps/objects/${id}/move`, { version: (await read(id)).version, action, ...more });
const two = { society: 'general' };
const three = { society: 'serious' };
/** As far as a certificate. */
async function filed(unit_id: string, name: string, harm: object, number: string, issued_on = '2026-02-01', more: object = {}): Promise<Any> {
  const o = await make(unit_id, name);
  await grade(o, harm, harm);
  await move(o.id, 'submit');
  await t.as(office).upload(`/api/mlps/objects/${o.id}/files`, Buffer.from('专家评审意见'), '评审意见.txt');
  await move(o.id, 'pass_review', { experts: '张示例、李示例、王示例', opinion: '同意定为该级', reviewed_on: '2026-01-15' });
  await move(o.id, 'approve', { authority: '示例省教育厅', approved_on: '2026-01-20' });
  const done = await move(o.id, 'file', { certificate_number: number, issued_on, ...more });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  return done.body;
}
const docText = async (bytes: Buffer): Promise<string> => {
  const { unzipSync, strFromU8 } = await import('fflate');
  return strFromU8(unzipSync(new Uint8Array(bytes))['word/document.xml']!).replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '');
};
const sheetOf = async (path: string, who = office): Promise<string[][]> => { const reply = await t.as(who).get(path); expect(reply.status).toBe(200); const book = await readSheets(reply.bytes); if (!book.ok) throw new Error(book.reason); return book.sheets[0]!; };

describe('grading', () => {
  test('the matrix gives S, A and the higher of them; the ledger’s level follows, and says nothing else', async () => {
    const o = await make(college, '选课系统', liaison);
    expect(o).toMatchObject({ state: 'grading', level: null, suggestion: { level: 2 }, can: expect.arrayContaining(['submit']) });
    expect((await move(o.id, 'submit', {}, liaison)).body.code).toBe('mlps.not_graded');
    expect((await grade(o, two, {}, liaison)).body.code).toBe('mlps.harm_needed');
    const graded = (await grade(o, { citizens: 'serious', society: 'general' }, three, liaison)).body;
    expect(graded).toMatchObject({ level: 3, mark: 'S2A3G3', doubtful: true, levels: [{ before: null, after: 3 }] });
    const [{ id, version, mlps_level, history }] = [(await t.as(office).get(`/api/systems/${graded.systems[0].id}`)).body];
    expect(mlps_level).toBe(3);
    expect(history).toEqual(expect.arrayContaining([expect.objectContaining({ field: 'mlps_level', before: '', after: '3' })]));
    expect(await t.as(office).patch(`/api/systems/${id}`, { version, mlps_level: 2 })).toMatchObject({ status: 409, body: { code: 'mlps.level_by_grading' } });
    expect((await t.as(office).patch(`/api/systems/${id}`, { version, mlps_level: 3, purpose: '选课' })).status).toBe(200);
    // a reason for another level than the guide's ends the doubt
    const reasoned = (await grade(await read(o.id), two, three, liaison, { differs_reason: '全校选课集中在两天，中断影响大' })).body;
    expect(reasoned).toMatchObject({ level: 3, doubtful: false });
    expect((await grade(o, two, two, liaison)).status).toBe(409);
  });
  test('another unit’s object is like none, also for writing; one whose system is graded elsewhere looks on', async () => {
    const o = await make(college, '毕业设计系统');
    for (const reply of [await t.as(stranger).get(`/api/mlps/objects/${o.id}`), await grade(o, two, two, stranger), await move(o.id, 'submit', {}, stranger), await t.as(stranger).patch(`/api/mlps/objects/${o.id}`, { version: 1, name: '改' }), await t.as(stranger).post(`/api/mlps/objects/${o.id}/checks`), await t.as(stranger).get(`/api/mlps/objects/${o.id}/form`)]) expect(reply.status).toBe(404);
    expect((await t.as(liaison).post('/api/mlps/objects', { name: '越权', unit_id: other, system_ids: [o.systems[0].id] })).status).toBe(403);
    expect((await t.as(liaison).post('/api/mlps/objects', { name: '越权', unit_id: college, system_ids: [await system(other, '工资系统')] })).body.code).toBe('mlps.system_unknown');
    expect((await t.as(office).post('/api/mlps/objects', { name: '再定一次', unit_id: college, system_ids: [o.systems[0].id] })).body.code).toBe('mlps.system_taken');
    const shared = await system(other, '缴费子系统');
    const both = (await t.as(office).post('/api/mlps/objects', { name: '校务系统', unit_id: college, system_ids: [await system(college, '校务主系统'), shared] })).body;
    expect((await read(both.id, stranger))).toMatchObject({ id: both.id, can_write: false, can: [] });
    expect((await grade(both, two, two, stranger)).status).toBe(403);
    expect((await t.as(stranger).get('/api/mlps/objects')).body.items.map((x: Any) => x.name)).toEqual(['校务系统']);
  });
  test('level 1 runs at once, without experts or filing', async () => {
    const o = await make(college, '报修小程序');
    await grade(o, { citizens: 'general' }, { citizens: 'general' });
    expect((await move(o.id, 'submit', {}, liaison)).body).toMatchObject({ state: 'running', level: 1, dues: [] });
  });
  test('the report has its sections, the harm in the standard’s words, and the level', async () => {
    const o = await make(college, '教务系统');
    expect((await t.as(liaison).get(`/api/mlps/objects/${o.id}/grading-report`)).body.code).toBe('mlps.report_ungraded');
    await grade(o, { citizens: 'serious' }, three, office, { differs_reason: '承担招考' });
    const text = await docText((await t.as(liaison).get(`/api/mlps/objects/${o.id}/grading-report`)).bytes);
    for (const words of ['教务系统网络安全等级保护定级报告', '一、定级对象描述', '（一）责任主体', '计算机学院', '（二）定级对象构成', '（三）承载业务', '（四）边界', '二、定级对象安全保护等级确定', '（一）业务信息安全保护等级的确定', '对公民、法人和其他组织的合法权益造成严重损害', '（二）系统服务安全保护等级的确定', '对社会秩序、公共利益造成严重损害', '（三）安全保护等级的确定', '第三级（监督保护级，S2A3G3）', '承担招考']) expect(text).toContain(words);
  });
});

describe('from grading to running', () => {
  test('experts with their opinion, the authority, a certificate of eleven digits with its three years; then assessed, repaired, retested', async () => {
    const o = await make(college, '统一身份认证平台', liaison);
    await grade(o, three, three, liaison);
    expect((await move(o.id, 'submit', {}, liaison)).body.state).toBe('expert_review');
    expect((await grade(await read(o.id), two, two, liaison)).body.code).toBe('mlps.not_grading');
    const review = { experts: '张示例', opinion: '同意', reviewed_on: '2026-03-01' };
    expect((await move(o.id, 'pass_review', review)).body.code).toBe('workflow.evidence_required');
    await t.as(liaison).upload(`/api/mlps/objects/${o.id}/files`, Buffer.from('意见'), '专家意见.txt');
    expect((await move(o.id, 'pass_review', { ...review, opinion: '' })).body.code).toBe('workflow.fields_required');
    expect((await move(o.id, 'pass_review', { ...review, reviewed_on: '2026-03-03' })).body.code).toBe('mlps.day_ahead');
    expect((await move(o.id, 'pass_review', review, liaison)).status).toBe(403);
    expect((await move(o.id, 'pass_review', review)).body).toMatchObject({ state: 'authority_review', experts: '张示例' });
    expect((await move(o.id, 'approve', { authority: '示例省教育厅', approved_on: '2026-03-02' })).body.state).toBe('filing');
    for (const bad of ['123', '1101010000A', '110101000011']) expect((await move(o.id, 'file', { certificate_number: bad, issued_on: '2026-03-02' })).body.code).toBe('mlps.bad_certificate');
    const filing = (await move(o.id, 'file', { certificate_number: '11010100009', issued_on: '2026-03-02', filed_with: '示例市公安局' })).body;
    expect(filing).toMatchObject({ state: 'rectifying', expires_on: '2029-03-02', form_edition: '2025' });
    expect(filing.can).not.toContain('run'); // level 3 is assessed first
    await move(o.id, 'assess', {}, liaison);
    expect((await move(o.id, 'conclude')).body.code).toBe('mlps.no_conclusion');
    const a = (await t.as(liaison).post(`/api/mlps/objects/${o.id}/assessments`, { agency: '示例测评公司', contract_on: '2026-02-01', finished_on: '2026-03-01', conclusion: 'basic', rate: 82, high_risks: 0 })).body;
    expect(a).toMatchObject({ edition: '2025', judged: 'basic' });
    const problems = [{ control_class: '安全计算环境', point: '身份鉴别', requirement: '两种以上鉴别', description: '管理后台只用口令登录', risk: 'high', advice: '启用动态口令', major: false }, { control_class: '安全管理机构', point: '人员配备', requirement: '', description: '没有专职安全管理员', risk: 'medium', advice: '', major: false }];
    expect((await t.as(liaison).post(`/api/mlps/assessments/${a.id}/problems`, { problems })).body).toEqual({ added: 2 });
    expect((await move(o.id, 'conclude')).body.state).toBe('fixing');
    const items = (await t.as(liaison).get(`/api/mlps/items?object_id=${o.id}`)).body.items as Any[];
    expect(items.map((i) => [i.description, i.state, i.due_on])).toEqual([['管理后台只用口令登录', 'open', '2026-04-01'], ['没有专职安全管理员', 'open', '2026-04-01']]);
    expect((await read(o.id)).can).not.toContain('retest');
    const step = async (i: Any, action: string, who: User, note = '') => t.as(who).post(`/api/mlps/items/${i.id}/move`, { version: (await t.as(office).get(`/api/mlps/items/${i.id}`)).body.version, action, note });
    expect((await step(items[0], 'report', liaison)).body.code).toBe('workflow.note_required');
    for (const i of items) expect((await step(i, 'report', liaison, '已整改')).body.state).toBe('reported');
    expect((await step(items[0], 'pass', liaison)).status).toBe(403);
    expect((await move(o.id, 'retest', {}, liaison)).body.state).toBe('retesting');
    expect((await step(items[0], 'fail', office, '仍可只用口令登录')).body).toMatchObject({ state: 'open', rounds: 1 });
    expect((await move(o.id, 'conclude')).body.state).toBe('fixing');
    await step(items[0], 'report', liaison, '已启用动态口令');
    for (const i of items) expect((await step(i, 'pass', office)).status).toBe(200);
    await move(o.id, 'retest');
    expect((await move(o.id, 'conclude')).body).toMatchObject({ state: 'running', items: 2, items_open: 0, assessments: [{ items: 2, items_done: 2 }] });
    expect((await t.as(stranger).get(`/api/mlps/items/${items[0].id}`)).status).toBe(404);
    expect((await t.as(stranger).post(`/api/mlps/items/${items[0].id}/move`, { version: 1, action: 'report', note: 'x' })).status).toBe(404);
    // whoever reports does not pass
    await step(items[1], 'reopen', office, '再查');
    await step(items[1], 'report', office, '已处理');
    expect((await step(items[1], 'pass', office)).body.code).toBe('workflow.own_move');
    expect((await step(items[1], 'pass', second)).status).toBe(200);
    const told = await t.db.selectFrom('notice').select('title').where('account_id', '=', liaison.id).where('kind', '=', 'mlps').execute();
    expect(told.map((n) => n.title)).toEqual(expect.arrayContaining(['已取得备案证明：统一身份认证平台', expect.stringContaining('复测未通过')]));
  });
  test('regrading on a major change, filing anew with the level unchanged, cancelling and coming back', async () => {
    const o = await filed(college, '档案系统', two, '11010100001');
    await move(o.id, 'run', { note: '二级，按计划明年测评' });
    expect((await move(o.id, 'refile', { note: '证书到期换发' })).body.state).toBe('filing');
    expect((await move(o.id, 'file', { certificate_number: '11010100001-25001', issued_on: '2026-03-01', expires_on: '2026-02-01' })).body.code).toBe('mlps.expiry_before');
    expect((await move(o.id, 'file', { certificate_number: '11010100001-25001', issued_on: '2026-03-01' })).body.certificate_number).toBe('11010100001-25001');
    expect((await move(o.id, 'regrade', { note: '' }, liaison)).body.code).toBe('workflow.note_required');
    expect((await move(o.id, 'regrade', { note: '增加招生档案' }, liaison)).body.state).toBe('grading');
    expect((await grade(await read(o.id), three, three, liaison)).body).toMatchObject({ level: 3, levels: [{ before: 2, after: 3 }, { before: null, after: 2 }] });
    expect((await move(o.id, 'cancel', { note: '系统下线' }, liaison)).status).toBe(403);
    expect((await move(o.id, 'cancel', { note: '系统下线' })).body.state).toBe('cancelled');
    expect((await grade(await read(o.id), two, two)).body.code).toBe('mlps.cancelled');
    const again = await t.as(office).post('/api/mlps/objects', { name: '新档案系统', unit_id: college, system_ids: [o.systems[0].id] });
    expect(again.status).toBe(201); // its system is free
    expect((await move(o.id, 'restore', { note: '误注销' })).body.state).toBe('grading');
    const other2 = await make(other, '票据系统');
    await grade(other2, two, two);
    for (const [action, more] of [['submit', {}], ['return', { note: '边界没写清' }]] as const) await move(other2.id, action, more);
    expect((await read(other2.id)).state).toBe('grading');
  });
  test('an edition’s own words: no points in 2025, points in 2021, and the contract’s day decides', async () => {
    const o = await filed(college, '图书系统', two, '11010100002');
    const add = (b: object) => t.as(liaison).post(`/api/mlps/objects/${o.id}/assessments`, { agency: '示例测评公司', ...b });
    expect((await add({ contract_on: '2025-04-01', conclusion: 'good' })).body.code).toBe('mlps.conclusion_foreign');
    expect((await add({ contract_on: '2025-04-01', score: 88 })).body.code).toBe('mlps.score_foreign');
    expect((await add({ contract_on: '2025-04-01', edition: '2021' })).body.code).toBe('mlps.edition_late');
    expect((await add({ contract_on: '2024-04-01', edition: '2025' })).body.code).toBe('mlps.edition_early');
    expect((await add({ contract_on: '2024-04-01', conclusion: 'good' })).body.code).toBe('mlps.score_needed');
    expect((await add({ contract_on: '2024-04-01', started_on: '2024-03-01' })).body.code).toBe('mlps.order_of_days');
    const a = (await add({ contract_on: '2024-04-01', finished_on: '2024-06-01', conclusion: 'good', score: 68 })).body;
    expect(a).toMatchObject({ edition: '2021', conclusion: 'good', judged: 'poor' });
    expect((await t.as(liaison).patch(`/api/mlps/assessments/${a.id}`, { version: a.version, score: 85 })).body).toMatchObject({ score: 85, judged: 'good' });
    expect((await t.as(liaison).patch(`/api/mlps/assessments/${a.id}`, { version: a.version, score: 86 })).status).toBe(409);
    expect((await t.as(stranger).patch(`/api/mlps/assessments/${a.id}`, { version: 2, score: 1 })).status).toBe(404);
    const file = (await t.as(liaison).upload(`/api/mlps/assessments/${a.id}/files`, Buffer.from('报告'), '测评报告.txt')).body;
    expect((await t.as(liaison).get(`/api/files/${file.id}`)).status).toBe(200);
    expect((await t.as(stranger).get(`/api/files/${file.id}`)).status).toBe(404);
    expect((await t.as(liaison).delete(`/api/mlps/assessments/${a.id}`)).status).toBe(403);
    expect((await t.as(office).delete(`/api/mlps/assessments/${a.id}`)).status).toBe(200);
  });
});

test('problems come by sheet or by paste: first looked over, cell by cell, and the same one never twice', async () => {
  const o = await filed(college, '一卡通系统', two, '11010100003');
  const a = (await t.as(liaison).post(`/api/mlps/objects/${o.id}/assessments`, { agency: '示例测评公司' })).body;
  const template = await readSheets((await t.as(liaison).get('/api/mlps/problem-template')).bytes);
  expect(template.ok && template.sheets[0]![0]).toEqual(['*控制类', '控制点', '要求项', '*问题描述', '风险', '整改建议', '重大风险隐患']);
  const columns = ['控制类', '控制点', '问题描述', '风险', '重大风险隐患'].map((title) => ({ key: title, title }));
  const rows = [{ 控制类: '安全计算环境', 控制点: '身份鉴别', 问题描述: '弱口令', 风险: '高', 重大风险隐患: '是' }, { 控制类: '安全玄学', 控制点: '', 问题描述: '', 风险: '极高', 重大风险隐患: '' }, { 控制类: '安全通信网络', 控制点: '通信传输', 问题描述: '未用 HTTPS', 风险: '', 重大风险隐患: '' }];
  const seen = (await t.as(liaison).upload(`/api/mlps/assessments/${a.id}/problems/read`, await writeTable({ name: '问题', columns, rows }), '问题.xlsx')).body;
  expect(seen.errors.map((e: Any) => `${e.row} ${e.column}`)).toEqual(['3 控制类', '3 问题描述', '3 风险']);
  expect(seen.rows.map((r: Any) => [r.description, r.risk, r.major])).toEqual([['弱口令', 'high', true], ['未用 HTTPS', 'medium', false]]);
  expect((await t.as(liaison).post(`/api/mlps/assessments/${a.id}/problems`, { problems: seen.rows.map(({ row: _r, ...p }: Any) => p), due_on: '2026-03-20', responsible: '王示例' })).body).toEqual({ added: 2 });
  const pasted = (await t.as(liaison).post(`/api/mlps/assessments/${a.id}/problems/pasted`, { text: '安全类\t控制点\t安全问题\t风险等级\n安全计算环境\t身份鉴别\t弱口令\t高\n安全运维管理\t备份与恢复管理\t"没有\n恢复演练"\t中风险\n\t\t少了类\t低\n' })).body;
  expect(pasted).toMatchObject({ known: 1, rows: [{ description: '没有\n恢复演练', risk: 'medium', row: 3 }], errors: [{ row: 4, column: '控制类' }] });
  expect((await t.as(liaison).post(`/api/mlps/assessments/${a.id}/problems/pasted`, { text: '随便写的' })).body.code).toBe('mlps.paste_no_header');
  expect((await t.as(liaison).upload(`/api/mlps/assessments/${a.id}/problems/read`, Buffer.from('not a sheet'), 'x.xlsx')).body.code).toBe('mlps.sheet_unreadable');
  expect((await t.as(stranger).post(`/api/mlps/assessments/${a.id}/problems/pasted`, { text: 'x' })).status).toBe(404);
  const sheet = await sheetOf(`/api/mlps/items/export?object_id=${o.id}`, liaison);
  expect(sheet).toHaveLength(3);
  expect(sheet[1]).toEqual(expect.arrayContaining(['弱口令', '高', '是', '王示例', '2026-03-20', '待整改']));
  expect((await t.as(office).delete(`/api/mlps/assessments/${a.id}`)).body.code).toBe('mlps.has_problems');
  const [item] = (await t.as(liaison).get(`/api/mlps/items?object_id=${o.id}`)).body.items;
  expect((await t.as(liaison).patch(`/api/mlps/items/${item.id}`, { version: item.version, due_on: '2026-12-31' })).status).toBe(403);
  expect((await t.as(liaison).patch(`/api/mlps/items/${item.id}`, { version: item.version, responsible: '李示例' })).body.responsible).toBe('李示例');
  expect((await t.as(office).patch(`/api/mlps/items/${item.id}`, { version: item.version + 1, due_on: '2026-03-01' })).body.code).toBe('mlps.due_past');
  expect((await t.as(office).patch(`/api/mlps/items/${item.id}`, { version: item.version + 1, due_on: '2026-04-10' })).body.due_on).toBe('2026-04-10');
});

test('a self-check asks what the level asks, is scored, and its gaps become repairs', async () => {
  const o = await make(college, '学工系统');
  expect((await t.as(liaison).post(`/api/mlps/objects/${o.id}/checks`)).body.code).toBe('mlps.level_first');
  await grade(o, two, two);
  const k = (await t.as(liaison).post(`/api/mlps/objects/${o.id}/checks`)).body;
  expect(k).toMatchObject({ points: 68, answered: 0, score: null, level: 2 });
  expect((await t.as(liaison).post(`/api/mlps/objects/${o.id}/checks`)).body.code).toBe('mlps.check_open');
  const points = k.classes.flatMap((c: Any) => c.points) as { key: string; items: number }[];
  expect(points.reduce((n, p) => n + p.items, 0)).toBe(135);
  const put = (answers: object[], who = liaison) => t.as(who).put(`/api/mlps/checks/${k.id}/answers`, { answers });
  expect((await put([{ point: 'centre.control', verdict: 'yes' }])).body.code).toBe('mlps.no_such_point'); // level 3 only
  expect((await put([{ point: points[0]!.key, verdict: 'yes' }], stranger)).status).toBe(404);
  expect((await t.as(liaison).post(`/api/mlps/checks/${k.id}/finish`)).body).toMatchObject({ code: 'mlps.check_unanswered' });
  await put(points.map((p) => ({ point: p.key, verdict: 'yes' })));
  await put([{ point: 'physical.site', verdict: 'na' }, { point: 'computing.identity', verdict: 'no', note: '口令不过期' }, { point: 'computing.backup', verdict: 'part' }]);
  const file = (await t.as(liaison).upload(`/api/mlps/checks/${k.id}/points/computing.backup/files`, Buffer.from('备份记录'), '备份.txt')).body;
  expect((await t.as(stranger).get(`/api/files/${file.id}`)).status).toBe(404);
  expect((await t.as(liaison).post(`/api/mlps/checks/${k.id}/finish`)).body.code).toBe('mlps.check_note');
  await put([{ point: 'physical.site', verdict: 'na', note: '托管在数据中心' }]);
  const done = (await t.as(liaison).post(`/api/mlps/checks/${k.id}/finish`, { due_on: '2026-04-30', responsible: '王示例' })).body;
  expect(done).toMatchObject({ finished_on: '2026-03-02', yes: 65, part: 1, no: 1, na: 1, items: 2, score: Math.round(((133 - 3 - 1) / 133) * 1000) / 10, can_write: false });
  expect((await put([{ point: 'computing.identity', verdict: 'yes' }])).body.code).toBe('mlps.check_finished');
  const { items } = (await t.as(liaison).get(`/api/mlps/items?object_id=${o.id}&source=self_check`)).body;
  expect(items).toEqual([expect.objectContaining({ point: '身份鉴别', description: '口令不过期', due_on: '2026-04-30', responsible: '王示例' }), expect.objectContaining({ point: '数据备份恢复' })]);
  const sheet = await sheetOf(`/api/mlps/checks/${k.id}/export`, liaison);
  expect(sheet).toHaveLength(69);
  expect(sheet.find((r) => r[1] === '身份鉴别')).toEqual(expect.arrayContaining(['不符合', '口令不过期']));
  const next = (await t.as(liaison).post(`/api/mlps/objects/${o.id}/checks`)).body;
  expect((await t.as(liaison).delete(`/api/mlps/checks/${next.id}`)).status).toBe(200);
});

test('the forms are filled from the ledger; what is written over it stays, and table one is the office’s', async () => {
  const o = await make(college, '科研系统');
  await grade(o, two, two);
  await t.as(office).patch(`/api/systems/${o.systems[0].id}`, { version: (await t.as(office).get(`/api/systems/${o.systems[0].id}`)).body.version, users: '全校教师', places: ['ky.example.edu.cn'] });
  const form = async (): Promise<Record<string, Any>> => Object.fromEntries((await t.as(liaison).get(`/api/mlps/objects/${o.id}/form`)).body.tables.flatMap((x: Any) => x.fields.map((f: Any) => [f.key, f])));
  const before = await form();
  expect(before['t1.name'].value).toBe('示例大学');
  expect(before['t2.users'].value).toBe('全校教师');
  expect(before['t2.places'].value).toBe('ky.example.edu.cn');
  expect(before['t3.level'].value).toBe('第二级');
  expect(Object.keys(before).some((k) => k.startsWith('t4.'))).toBe(false);
  const save = (who: User, values: object) => t.as(who).put(`/api/mlps/objects/${o.id}/form`, { values });
  expect((await save(liaison, { 't2.links': '与统一身份认证互联', 't2.users': '全校教师' })).status).toBe(200);
  expect((await save(liaison, { 't1.address': '示例路1号' })).body.code).toBe('mlps.form_office');
  expect((await save(office, { 't1.address': '示例路1号' })).status).toBe(200);
  expect((await save(liaison, { 't9.x': '1' })).body.code).toBe('mlps.form_field');
  const after = await form();
  expect([after['t2.links'], after['t2.users'], after['t1.address']].map((f) => [f.value, f.written])).toEqual([['与统一身份认证互联', true], ['全校教师', false], ['示例路1号', true]]);
  const rows = await sheetOf(`/api/mlps/objects/${o.id}/form.xlsx`, liaison);
  expect(rows).toEqual(expect.arrayContaining([['表二 定级对象基本情况', '定级对象名称', '科研系统'], ['表一 单位信息', '单位地址', '示例路1号']]));
  const text = await docText((await t.as(liaison).get(`/api/mlps/objects/${o.id}/form.docx`)).bytes);
  for (const words of ['科研系统网络安全等级保护备案表', '表一 单位信息', '表三 定级情况', '第二级']) expect(text).toContain(words);
});

describe('what is due', () => {
  test('the calendar counts by level and rule, scoped; the office may set the rules otherwise', async () => {
    const late = await filed(other, '财务系统', two, '11010100004', '2023-01-10', { form_edition: 'earlier' });
    const mine = async (query = '', who = stranger): Promise<Any[]> => (await t.as(who).get(`/api/mlps/calendar?${query}`)).body.items.filter((d: Any) => d.object_id === late.id);
    expect((await mine()).map((d) => [d.kind, d.due_on, d.overdue])).toEqual([['self_check', '2024-01-10', true], ['assess', '2025-01-10', true], ['refile', '2025-11-30', true], ['certificate', '2026-01-10', true]]);
    expect(await mine('', liaison)).toEqual([]);
    expect((await mine('kind=assess')).length).toBe(1);
    expect((await t.as(liaison).put('/api/mlps/rules', { rules: [] })).status).toBe(403);
    expect((await t.as(office).put('/api/mlps/rules', { rules: [{ key: 'assess_months_2', value: 36 }] })).status).toBe(200);
    expect((await mine('kind=assess'))[0].due_on).toBe('2026-01-10');
    await t.as(office).put('/api/mlps/rules', { rules: [{ key: 'assess_months_2', value: 24 }] });
    const rules = (await t.as(leader).get('/api/mlps/rules')).body;
    expect(rules.rules.find((r: Any) => r.key === 'file_days')).toMatchObject({ value: 30, verified: true, source: expect.stringContaining('第十五条') });
    const sheet = await sheetOf('/api/mlps/calendar/export', stranger);
    expect(sheet).toEqual(expect.arrayContaining([expect.arrayContaining(['按 2025 版重新备案', '财务系统'])]));
  });
  test('each morning the unit is told once what falls due, and the office of what is a week late', async () => {
    const unit = await t.makeUnit('图书馆', root);
    const own = await t.makeAccount('liaison', unit);
    const o = await filed(unit, '收费系统', two, '11010100005', '2025-03-09');
    const told = async (who: User) => (await t.db.selectFrom('notice').select(['title', 'body', 'link']).where('account_id', '=', who.id).where('once_key', 'like', 'mlps-due:%').execute());
    await t.runJob('mlps.daily');
    expect(await told(own)).toEqual([{ title: '收费系统：自查还有 7 天', body: '收费系统 自查 2026-03-09', link: `/mlps/${o.id}` }]);
    await t.runJob('mlps.daily');
    expect(await told(own)).toHaveLength(1);
    moveClockTo(new Date('2026-03-16T02:00:00Z'));
    await t.runJob('mlps.daily');
    expect((await told(own)).map((n) => n.title)).toContain('收费系统：自查已逾期 7 天');
    expect((await told(office)).map((n) => n.title)).toContain('图书馆：收费系统：自查已逾期 7 天');
    expect(o.state).toBe('rectifying');
  });
});

describe('how far everybody is', () => {
  test('figures by unit are the lists’ own counts; systems without a level and with a doubtful one are named', async () => {
    await system(other, '无级系统');
    await system(other, '单点登录系统', { mlps_level: 1 });
    const progress = (await t.as(office).get('/api/mlps/progress')).body;
    for (const [figure, standing] of [['filed', 'filed'], ['assessed', 'assessed'], ['overdue', 'overdue']] as const) expect(progress.total[figure], figure).toBe((await t.as(office).get(`/api/mlps/objects?size=500&standing=${standing}`)).body.total);
    const finance = progress.units.find((u: Any) => u.unit_id === other);
    expect(finance.filed).toBe((await t.as(office).get(`/api/mlps/objects?size=500&standing=filed&unit_id=${other}`)).body.total);
    for (const gap of ['ungraded', 'unlinked'] as const) expect((await t.as(office).get(`/api/mlps/systems?gap=${gap}`)).body.length).toBe(progress[gap]);
    const names = async (gap: string, who = stranger): Promise<string[]> => (await t.as(who).get(`/api/mlps/systems?gap=${gap}`)).body.map((s: Any) => s.name);
    expect(await names('ungraded')).toContain('无级系统');
    expect(await names('ungraded', liaison)).not.toContain('无级系统');
    expect(await names('doubtful')).toEqual(['单点登录系统']);
    expect((await t.as(stranger).get('/api/mlps/progress')).body.units.map((u: Any) => u.unit_name)).not.toContain('示例大学');
    const sheet = await sheetOf('/api/mlps/progress/export');
    expect(sheet.at(-1)![0]).toBe('合计');
    expect((await sheetOf('/api/mlps/objects/export?standing=filed')).length - 1).toBe(progress.total.filed);
  });
  test('a system without a level for a month is a ground that accountability sees', async () => {
    moveClockTo(new Date('2026-04-20T02:00:00Z'));
    const again = await t.makeAccount('office');
    await t.as(again).post('/api/accountability/clues/find');
    const { clues } = (await t.as(again).get(`/api/accountability/clues?ground=not_graded&unit_id=${other}`)).body;
    expect(clues).toEqual([expect.objectContaining({ facts: expect.stringContaining('财务处有 3 个在线系统登记满 30 天仍未定级') })]);
  });
  test('the number told to others is held against the ledger, and filed systems against how they stand', async () => {
    expect((await t.as(liaison).put('/api/mlps/consistency', { stated: 5, note: '' })).status).toBe(403);
    await t.as(office).put('/api/mlps/consistency', { stated: 5, note: '2025 年自查报告' });
    const [first] = (await t.as(office).get('/api/mlps/objects?standing=filed&size=500')).body.items;
    const s = (await t.as(office).get(`/api/systems/${first.systems[0].id}`)).body;
    await t.as(office).post(`/api/systems/${s.id}/state`, { version: s.version, action: 'shut', reason: '停用', paper: '1号' });
    const c = (await t.as(office).get('/api/mlps/consistency')).body;
    expect(c).toMatchObject({ stated: 5, stated_note: '2025 年自查报告', filed: (await t.as(office).get('/api/mlps/objects?standing=filed')).body.total });
    expect(c.by_level.reduce((n: number, l: Any) => n + l.n, 0)).toBe(c.filed);
    expect(c.mismatches).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'not_running', object_id: first.id }), expect.objectContaining({ kind: 'expired', object_name: '财务系统' })]));
    expect((await t.as(liaison).get('/api/mlps/consistency')).body.stated).toBeNull();
  });
  test('the year’s plan comes from the calendar, is changed by hand, and is done by what happens', async () => {
    const before = (await t.as(office).get('/api/mlps/plan?year=2026')).body;
    expect(before.rows).toEqual([]);
    const { added } = (await t.as(office).post('/api/mlps/plan', { year: 2026 })).body;
    expect(added).toBeGreaterThan(3);
    expect((await t.as(office).post('/api/mlps/plan', { year: 2026 })).body.added).toBe(0);
    const rows = (await t.as(stranger).get('/api/mlps/plan?year=2026')).body.rows as Any[];
    expect(rows.every((r) => r.unit_name === '财务处' || r.object_name === '校务系统')).toBe(true);
    const row = rows.find((r) => r.object_name === '财务系统' && r.kind === 'assess')!;
    expect(row).toMatchObject({ due_on: '2026-03-31', done_on: null });
    expect((await t.as(stranger).patch(`/api/mlps/plan/rows/${row.id}`, { version: 1, note: 'x' })).status).toBe(403);
    expect((await t.as(office).patch(`/api/mlps/plan/rows/${row.id}`, { version: 1, due_on: '2027-01-01' })).body.code).toBe('mlps.plan_other_year');
    expect((await t.as(office).patch(`/api/mlps/plan/rows/${row.id}`, { version: 1, due_on: '2026-09-30', responsible: '张示例' })).status).toBe(200);
    expect((await t.as(office).post('/api/mlps/plan/rows', { year: 2026, object_id: row.object_id, kind: 'assess', due_on: '2026-05-01' })).body.code).toBe('mlps.plan_twice');
    await t.as(stranger).post(`/api/mlps/objects/${row.object_id}/assessments`, { agency: '示例测评公司', contract_on: '2026-01-05', finished_on: '2026-03-01', conclusion: 'conform', rate: 95 });
    const done = (await t.as(office).get('/api/mlps/plan?year=2026')).body;
    expect(done.rows.find((r: Any) => r.id === row.id)).toMatchObject({ done_on: '2026-03-01', responsible: '张示例', overdue: false });
    expect(done.ungraded).toBe((await t.as(office).get('/api/mlps/systems?gap=ungraded')).body.length);
    expect((await sheetOf('/api/mlps/plan/export?year=2026')).length - 1).toBe(done.rows.length);
    expect((await t.as(office).delete(`/api/mlps/plan/rows/${row.id}`)).status).toBe(200);
  });
  test('the guide’s suggestions are the office’s to change', async () => {
    const { suggestions } = (await t.as(office).get('/api/mlps/rules')).body;
    expect(suggestions.length).toBeGreaterThan(15);
    await t.as(office).put('/api/mlps/suggestions', { suggestions: [...suggestions, { keywords: ['毕业设计'], level: 1, s_level: 1, a_level: 1, example: '毕业设计', basis: '本单位约定' }] });
    const o = (await t.as(office).get('/api/mlps/objects?q=毕业设计')).body.items[0];
    expect(o.suggested_level).toBe(1);
    expect((await t.as(liaison).put('/api/mlps/suggestions', { suggestions: [] })).status).toBe(403);
  });
  test('found by two characters, first letters and the certificate; objects follow a merged unit', async () => {
    for (const q of ['图书', 'tsxt', '11010100002']) expect((await t.as(office).get(`/api/mlps/objects?q=${encodeURIComponent(q)}`)).body.items.map((o: Any) => o.name), q).toContain('图书系统');
    const gone = await t.makeUnit('老网络中心', root);
    const o = await filed(gone, '旧邮件系统', two, '11010100006');
    const version = (await t.db.selectFrom('unit').select('version').where('id', '=', gone).executeTakeFirstOrThrow()).version;
    expect((await t.as(office).post(`/api/units/${gone}/merge`, { version, into_id: college })).status).toBe(200);
    expect((await read(o.id, liaison)).unit_id).toBe(college);
    expect((await t.as(leader).get('/api/mlps/reference')).body.controls.map((c: Any) => `${c.points}/${c.items}`)).toEqual(['42/55', '68/135', '71/211', '71/228']);
  });
});

test('a grading that was begun is finished before the system goes online; one that needs no level is not asked for', async () => {
  const person = (await t.as(office).post('/api/people', { name: '安全管理员甲', unit_id: college })).body.id;
  const id = await system(college, '示例新选课系统', { state: 'planned', mlps_level: 2, manager_id: person });
  const go = async (): Promise<string> => (await t.as(office).post(`/api/systems/${id}/state`, { version: (await t.as(office).get(`/api/systems/${id}`)).body.version, action: 'go_online', reason: '建成' })).body.message;
  expect(await go()).toBe('还不能上线：没有批准的上线申请。补齐后再办理。');
  const o = (await t.as(office).post('/api/mlps/objects', { name: '示例新选课系统', unit_id: college, system_ids: [id] })).body;
  expect(await go()).toContain('等级保护定级还没有完成');
  await grade(o, two, two);
  expect(await go()).toBe('还不能上线：没有批准的上线申请。补齐后再办理。');
  const ungraded = async (): Promise<string[]> => (await t.as(office).get('/api/mlps/systems?gap=ungraded')).body.map((s: { name: string }) => s.name);
  const account = await system(college, '示例新公众号', { kind: 'official_account' });
  expect(await ungraded()).toContain('示例新公众号');
  await t.as(office).patch(`/api/systems/${account}`, { version: 1, ungraded_reason: '由平台方统一定级' });
  expect(await ungraded()).not.toContain('示例新公众号');
});
