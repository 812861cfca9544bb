import { unzipSync, strFromU8 } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../../kernel/clock.ts';

let t: TestApp;
let office: User;
let second: User;
let leader: User;
let liaison: User;
let head: User;
let stranger: User;
let college: string;
let finance: string;
let publicity: string;
let publicist: User;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  finance = await t.makeUnit('财务处', root);
  publicity = await t.makeUnit('宣传部', root);
  office = await t.makeAccount('office');
  second = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  liaison = await t.makeAccount('liaison', college);
  head = await t.makeAccount('unit_head', college, { name: '院长甲' });
  stranger = await t.makeAccount('liaison', finance);
  publicist = await t.makeAccount('liaison', publicity);
  // all are here before the clock is moved
  for (const who of [office, second, leader, liaison, head, stranger, publicist]) await t.signIn(who);
  await t.as(office).post('/api/systems', { name: '示例选课系统', kind: 'website', unit_id: college, places: ['xk.example.edu.cn', '10.20.1.0/28'], purpose: '选课，基于 Tomcat' });
  await t.as(office).post('/api/ranges', { unit_id: finance, written: '10.30.0.0/16' });
});
afterAll(() => t.close());
afterEach(() => moveClockTo(undefined));

const today = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
const textOf = (docx: Buffer): string => strFromU8(unzipSync(new Uint8Array(docx))['word/document.xml']!).replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '');
const hazard = async (title = '弱口令', unit = college): Promise<string> => (await t.as(office).post('/api/hazards', { title, severity: 'high', source: 'inspection', unit_id: unit, where: 'xk.example.edu.cn', remedy: '改强口令', evidence: 'admin/123456 可登录' })).body.id;
const state = async (id: string): Promise<string> => (await t.as(office).get(`/api/hazards/${id}`)).body.state;
const move = async (who: User, id: string, action: string, more: object = {}) => t.as(who).post(`/api/hazards/${id}/move`, { version: (await t.as(office).get(`/api/hazards/${id}`)).body.version, action, ...more });
const answer = async (who: User, id: string, note = '已改为强口令'): Promise<void> => {
  expect((await t.as(who).upload(`/api/hazards/${id}/files`, Buffer.from('截图'), '整改后.txt')).status).toBe(201);
  expect((await move(who, id, 'report', { note })).status).toBe(200);
};
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const count = async (table: 'hazard_notice' | 'file' | 'number_series' | 'notice'): Promise<number> => (await t.db.selectFrom(table).select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;

describe('letters to units', () => {
  test('a preview is the very docx, with its evidence, and leaves nothing behind; what goes out says the same', async () => {
    const id = await hazard();
    expect((await t.as(office).upload(`/api/hazard-evidence/${id}`, Buffer.from('不是图片'), 'x.txt')).body.code).toBe('letter.picture_only');
    expect((await t.as(office).upload(`/api/hazard-evidence/${id}`, png, '登录截图.png')).status).toBe(201);
    const before = [await count('hazard_notice'), await count('file'), await count('notice')];
    const shown = await t.as(office).post('/api/hazard-notices/render', { kind: 'order', ids: [id], unit_id: college, note: '请立即整改' });
    expect(shown.status, JSON.stringify(shown.body)).toBe(200);
    const prose = shown.body.blocks.map((b: { text?: string }) => b.text ?? '').join('\n');
    expect(prose).toContain('请立即整改。');
    expect(prose).toContain('检测记录摘录：admin/123456 可登录');
    expect(shown.body.blocks.map((b: { type: string }) => b.type)).toEqual(expect.arrayContaining(['letterhead', 'number', 'title', 'heading', 'table', 'picture', 'rule']));
    expect(shown.body.number).toMatch(/〔\d{4}〕1号$/);
    expect([await count('hazard_notice'), await count('file'), await count('notice')]).toEqual(before);
    expect(await state(id)).toBe('to_verify');
    expect((await t.as(office).post('/api/hazard-notices', { kind: 'order', ids: [id], note: '请立即整改', report_units: [publicity] })).body).toEqual({ issued: 1, hazards: 1 });
    const [letter] = (await t.as(liaison).get('/api/hazard-notices')).body.letters;
    expect(letter).toMatchObject({ number: shown.body.number, can_sign: true, repair: 'owed', hazards: 1, answered: 0 });
    const file = await t.as(liaison).get(`/api/files/${letter.file.id}`);
    expect(textOf(file.bytes)).toContain('隐患证据');
    expect(textOf(file.bytes)).toContain('并报送宣传部');
    expect(Object.keys(unzipSync(new Uint8Array(file.bytes))).some((n) => n.startsWith('word/media/'))).toBe(true);
    const page = (await t.as(liaison).get(`/api/hazard-notices/${letter.id}/page`)).body;
    expect(page.blocks.find((b: { type: string }) => b.type === 'table').rows[0]).toContain('弱口令');
    expect((await t.as(stranger).get(`/api/hazard-notices/${letter.id}/page`)).status).toBe(404);
    expect((await t.as(stranger).get(`/api/hazard-evidence/${id}`)).status).toBe(404);
  });

  test('reminders by severity until it is signed for and answered, once a day; urging by hand', async () => {
    const [letter] = (await t.as(liaison).get('/api/hazard-notices')).body.letters;
    const told = async (): Promise<string[]> => (await t.as(liaison).get('/api/notices?size=100')).body.items.map((n: { title: string }) => n.title).filter((x: string) => x.includes(letter.number));
    moveClockTo(new Date(Date.now() + 86_400_000));
    await t.runJob('letters.remind');
    await t.runJob('letters.remind');
    moveClockTo(undefined);
    expect((await told()).filter((x) => x.startsWith('请签收'))).toHaveLength(1);
    expect((await t.as(office).get('/api/hazard-notices')).body.letters.find((l: { id: string }) => l.id === letter.id).reminders).toBe(1);
    expect((await t.as(office).post(`/api/hazard-notices/${letter.id}/urge`)).body.told).toBeGreaterThan(0);
    expect((await told()).some((x) => x.startsWith('催办'))).toBe(true);
    expect((await t.as(liaison).post(`/api/hazard-notices/${letter.id}/sign`, {})).status).toBe(200);
    // answered every second day for a high one
    moveClockTo(new Date(Date.now() + 2 * 86_400_000));
    await t.runJob('letters.remind');
    moveClockTo(undefined);
    expect((await told()).filter((x) => x.startsWith('请反馈'))).toHaveLength(1);
    // the head hears of it from the second reminder on
    expect((await t.as(head).get('/api/notices?size=100')).body.items.some((n: { title: string }) => n.title.startsWith('请反馈'))).toBe(true);
  });

  test('an opinion after an inspection has both sides and two signatures; the unit says what it thinks when it signs', async () => {
    const id = await hazard('机房无门禁');
    expect((await t.as(office).post('/api/hazard-notices', { kind: 'opinion', ids: [id] })).body.code).toBe('letter.inspection_needed');
    const inspection = { inspected_on: today(), method: '现场查看、访谈', inspectors: '张示例、李示例', received: '王示例', basis: '年度检查计划', content: '机房和日志', opinion: '建议加装门禁' };
    expect((await t.as(office).post('/api/hazard-notices', { kind: 'opinion', ids: [id], inspection })).status).toBe(201);
    const letter = (await t.as(liaison).get('/api/hazard-notices?kind=opinion')).body.letters[0];
    const text = textOf((await t.as(liaison).get(`/api/files/${letter.file.id}`)).bytes);
    for (const words of ['网络安全检查反馈意见书', '检查人员：张示例、李示例', '被检查单位参加人员：王示例', '建议加装门禁', '检查人员签字', '被检查单位负责人签字']) expect(text).toContain(words);
    expect((await t.as(liaison).post(`/api/hazard-notices/${letter.id}/sign`, { note: '无异议' })).status).toBe(200);
    expect((await t.as(office).get('/api/hazard-notices?kind=opinion')).body.letters[0]).toMatchObject({ signed_note: '无异议' });
  });

  test('a posture circular has one number and a receipt from each unit', async () => {
    const body = { unit_ids: [college, finance], situation: '勒索攻击多发', requirements: '落实值守', problems: '弱口令 12 处' };
    expect((await t.as(office).post('/api/hazard-notices/posture/render', body)).body.blocks.map((b: { text?: string }) => b.text).join('')).toContain('勒索攻击多发。');
    const sent = (await t.as(office).post('/api/hazard-notices/posture', body)).body;
    expect(sent.issued).toBe(2);
    const list = (await t.as(office).get('/api/hazard-notices?kind=posture')).body;
    expect(new Set(list.letters.map((l: { number: string }) => l.number))).toEqual(new Set([sent.number]));
    expect(list.feedback_rate).toBeNull();
    const own = (await t.as(stranger).get('/api/hazard-notices?kind=posture')).body.letters;
    expect(own).toHaveLength(1);
    expect((await t.as(stranger).post(`/api/hazard-notices/${own[0].id}/sign`, {})).status).toBe(200);
    expect((await t.as(office).get('/api/hazard-notices?kind=posture')).body).toMatchObject({ issued: 2, signed: 1 });
  });

  test('numbers have no gap, previews and refusals included; the ledger goes out as a sheet', async () => {
    const numbers = [...new Set((await t.as(office).get('/api/hazard-notices')).body.letters.map((l: { number: string }) => Number(/(\d+)号/.exec(l.number)![1])))] as number[];
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
    const sheet = async (who: User): Promise<string> => Object.values(unzipSync(new Uint8Array((await t.as(who).get('/api/hazard-notices/export')).bytes))).map((part) => strFromU8(part)).join('\n');
    expect(await sheet(office)).toContain('检查反馈意见书');
    expect(await sheet(stranger)).not.toContain('计算机学院');
  });
  test('rules are the office\'s', async () => {
    const rules = (await t.as(office).get('/api/hazard-notices/rules')).body;
    expect(rules).toMatchObject({ lead_days: 2, report_units: [] });
    expect((await t.as(office).put('/api/hazard-notices/rules', { ...rules, lead_days: 3 })).body.lead_days).toBe(3);
    expect((await t.as(liaison).get('/api/hazard-notices/rules')).status).toBe(403);
    await t.as(office).put('/api/hazard-notices/rules', rules);
  });
});

describe('the unit\'s report', () => {
  test('is filled from the answers, signed by its head, handed in with a receipt, and reaches two offices', async () => {
    const letter = (await t.as(liaison).get('/api/hazard-notices?kind=order')).body.letters[0];
    expect((await t.as(office).get('/api/repair-reports?state=owed')).body.some((r: { notice_id: string }) => r.notice_id === letter.id)).toBe(true);
    const path = `/api/repair-reports/${letter.id}`;
    let r = (await t.as(liaison).get(path)).body;
    expect(r).toMatchObject({ state: 'draft', version: 0, can_edit: true, items: [{ title: '弱口令', done: false, measure: '' }] });
    r = (await t.as(liaison).put(path, { version: 0, causes: '口令管理不严', measures: '全部整改完成', long_term: '每季度检查' })).body;
    expect(r.differs).toEqual(expect.arrayContaining([expect.stringContaining('还没有反馈'), expect.stringContaining('没有填写未完成项计划'), expect.stringContaining('不一致')]));
    expect((await t.as(liaison).post(`${path}/move`, { version: r.version, action: 'submit' })).body).toMatchObject({ code: 'repair.incomplete', issues: [{ path: 'plan' }] });
    const [h] = r.items;
    await answer(liaison, h.hazard_id);
    r = (await t.as(liaison).get(path)).body;
    expect(r).toMatchObject({ differs: [], items: [{ done: true, measure: '已改为强口令', evidence: ['整改后.txt'] }] });
    expect((await t.as(liaison).post(`${path}/move`, { version: r.version, action: 'submit' })).body.code).toBe('repair.unpromised');
    r = (await t.as(liaison).put(path, { version: r.version, promised: true })).body;
    r = (await t.as(liaison).post(`${path}/move`, { version: r.version, action: 'submit' })).body;
    expect(r).toMatchObject({ state: 'to_sign', can: ['recall'], can_edit: false });
    expect((await t.as(stranger).get(path)).status).toBe(404);
    expect((await t.as(publicist).get(path)).status).toBe(404);
    expect((await t.as(liaison).post(`${path}/move`, { version: r.version, action: 'sign' })).status).toBe(403);
    r = (await t.as(head).post(`${path}/move`, { version: r.version, action: 'sign' })).body;
    expect(r).toMatchObject({ state: 'handed_in', signed_by_name: '院长甲', receipt_number: expect.stringMatching(/^ZG\d{4}-00001$/) });
    const text = textOf((await t.as(office).get(`/api/files/${r.file.id}`)).bytes);
    for (const words of ['风险整改报告', '收到通知情况', '问题清单', '原因分析', '整改措施', '整改结果与佐证', '复测结果', '未完成项计划', '长效措施', '单位负责人签字：院长甲', '整改后.txt']) expect(text).toContain(words);
    // 报送: the second office has it, and says so
    const copy = (await t.as(publicist).get(path)).body;
    expect(copy.receipts).toMatchObject([{ unit_name: '宣传部', received_at: null, can_receive: true }]);
    expect((await t.as(publicist).get(`/api/files/${r.file.id}`)).status).toBe(200);
    expect((await t.as(stranger).get(`/api/files/${r.file.id}`)).status).toBe(404);
    expect((await t.as(publicist).post(`${path}/receive`, { unit_id: publicity })).body.receipts).toMatchObject([{ received_by_name: publicist.name }]);
    // what was handed in stays as it was, whatever becomes of the hazard
    await move(second, h.hazard_id, 'retest');
    await move(second, h.hazard_id, 'pass', { note: '复测未发现' });
    expect((await t.as(office).get(path)).body.items[0]).toMatchObject({ state: 'reported', retest: '' });
    r = (await t.as(office).post(`${path}/move`, { version: r.version, action: 'send_back', note: '请补充复测结果' })).body;
    expect(r).toMatchObject({ state: 'draft', items: [{ state: 'cleared', retest: '复测通过：复测未发现' }] });
    r = (await t.as(liaison).put(path, { version: r.version, promised: true })).body;
    r = (await t.as(liaison).post(`${path}/move`, { version: r.version, action: 'submit' })).body;
    r = (await t.as(head).post(`${path}/move`, { version: r.version, action: 'sign' })).body;
    expect(r.receipt_number).toMatch(/00001$/);
    r = (await t.as(office).post(`${path}/move`, { version: r.version, action: 'accept' })).body;
    expect(r.state).toBe('accepted');
    expect((await t.as(office).get('/api/hazard-notices?kind=order')).body.letters[0].repair).toBe('accepted');
    expect((await t.as(liaison).get(`${path}/docx`)).bytes.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('from superiors', () => {
  let id: string;
  let items: { hazard_id: string; owned: boolean; unit_id: string; title: string; due_on: string | null; state: string }[];
  const read = async () => (await t.as(office).get(`/api/superior-notices/${id}`)).body;

  test('a notice is registered; our own day is theirs less two working days; a pasted table finds its owners', async () => {
    moveClockTo(new Date('2026-03-02T02:00:00Z'));
    const created = await t.as(office).post('/api/superior-notices', { issuer: '示例市网信办', number: '示网信〔2026〕7号', title: '关于漏洞隐患的通报', received_on: '2026-03-02', due_on: '2026-03-16', report_how: '书面加盖公章，政务邮箱报送' });
    expect(created.status, JSON.stringify(created.body)).toBe(201);
    id = created.body.id;
    // Monday the 16th less two working days is Thursday the 12th
    expect(created.body).toMatchObject({ own_due_on: '2026-03-12', lead_days: 2, items: 0, feedback_rate: null, overdue: false });
    expect((await t.as(office).upload(`/api/superior-notices/${id}/files`, Buffer.from('扫描件'), '来文.pdf')).status).toBe(201);
    expect((await t.as(office).post('/api/superior-notices', { issuer: 'x', title: 'y', received_on: '2026-03-02', due_on: '2026-03-01' })).body.code).toBe('superior_notice.dates');
    const pasted = (await t.as(office).post(`/api/superior-notices/${id}/read-rows`, { text: '序号\t漏洞名称\t危险级别\tURL\t修复建议\n1\tSQL 注入\t高危\thttps://xk.example.edu.cn/list?id=1\t参数化查询\n2\t目录遍历\t中\t10.30.1.9:8080\t关闭目录浏览\n3\t未授权访问\t紧急\t172.16.1.1\t加访问控制\n4\t\t低\t10.30.1.1\t\n' })).body;
    expect(pasted.missed).toEqual([{ line: 5, why: '没有隐患名称' }]);
    expect(pasted.rows.map((r: { severity: string; unit_id: string | null }) => [r.severity, r.unit_id])).toEqual([['high', college], ['medium', finance], ['critical', null]]);
    expect((await t.as(office).post(`/api/superior-notices/${id}/hazards`, { rows: pasted.rows })).body).toEqual({ added: 3, unowned: 1 });
    items = (await read()).list;
    expect(items.map((i) => [i.title, i.owned])).toEqual([['SQL 注入', true], ['目录遍历', true], ['未授权访问', false]]);
    // a day in between is ours too: units do not see the superior's paper
    expect((await t.as(liaison).get(`/api/superior-notices/${id}`)).status).toBe(403);
    expect((await t.as(leader).get(`/api/superior-notices/${id}`)).status).toBe(200);
  });

  test('it is forwarded to units as numbered letters, due on our own day at the latest', async () => {
    moveClockTo(new Date('2026-03-02T03:00:00Z'));
    expect((await t.as(office).post(`/api/superior-notices/${id}/forward`, { note: '请重视' })).body).toEqual({ issued: 2, hazards: 2 });
    items = (await read()).list;
    // a medium hazard has seven days: the 9th; a high one three working days: the 5th; both before ours
    expect(items.map((i) => [i.state, i.due_on])).toEqual([['notified', '2026-03-05'], ['notified', '2026-03-09'], ['to_verify', null]]);
    const letter = (await t.as(liaison).get(`/api/hazard-notices?superior_id=${id}`)).body.letters[0];
    expect(letter.kind).toBe('forward');
    const text = textOf((await t.as(liaison).get(`/api/files/${letter.file.id}`)).bytes);
    expect(text).toContain('示例市网信办发来《关于漏洞隐患的通报》（示网信〔2026〕7号）');
    // theirs is sooner than the limit of the severity: then ours counts
    const low = (await t.as(office).post(`/api/superior-notices/${id}/hazards`, { rows: [{ mark: '5', title: '版本泄露', severity: 'low', where: 'xk.example.edu.cn', system: '', unit: '', unit_id: null, system_id: null, description: '', remedy: '' }] })).body;
    expect(low).toEqual({ added: 1, unowned: 0 });
    await t.as(office).post(`/api/superior-notices/${id}/forward`, {});
    items = (await read()).list;
    expect(items.find((i) => i.title === '版本泄露')!.due_on).toBe('2026-03-12');
    // the superior gives less time: ours moves along
    const s = await read();
    expect((await t.as(office).patch(`/api/superior-notices/${id}`, { version: s.version, due_on: '2026-03-13' })).body.own_due_on).toBe('2026-03-11');
    expect((await read()).list.find((i: { title: string }) => i.title === '版本泄露').due_on).toBe('2026-03-11');
  });

  test('it is answered upward in rounds; the feedback rate is computed from reports that were sent', async () => {
    moveClockTo(new Date('2026-03-04T03:00:00Z'));
    await answer(liaison, items[0]!.hazard_id, '已改为参数化查询');
    const words = { situation: '学校高度重视', next_steps: '', signer: '校长甲' };
    const shown = (await t.as(office).post(`/api/superior-notices/${id}/reports/render`, words)).body;
    expect(shown.title).toBe('关于《关于漏洞隐患的通报》整改情况的报告');
    expect((await read()).reports).toEqual([]);
    let s = (await t.as(office).post(`/api/superior-notices/${id}/reports`, words)).body;
    expect(s.reports).toMatchObject([{ round: 1, items: 4, answered: 1, sent_at: null }]);
    const text = textOf((await t.as(leader).get(`/api/files/${s.reports[0].file.id}`)).bytes);
    for (const part of ['涉及我单位隐患4处', '已整改1处', '学校高度重视', '签发人：', '校长甲', '整改情况表', '已改为参数化查询', '未完成事项和计划']) expect(text).toContain(part);
    expect((await read()).feedback_rate).toBe(0);
    expect((await t.as(office).post(`/api/superior-reports/${s.reports[0].id}/receipt`, { receipt: '收到' })).body.code).toBe('superior_report.not_sent');
    s = (await t.as(office).post(`/api/superior-reports/${s.reports[0].id}/send`, { sent_on: '2026-03-04', how: '政务邮箱' })).body;
    expect(s).toMatchObject({ reported: 1, feedback_rate: 25, on_time: true });
    s = (await t.as(office).post(`/api/superior-reports/${s.reports[0].id}/receipt`, { receipt: '市网信办张某 3 月 4 日收' })).body;
    expect(s.reports[0].receipted_at).not.toBeNull();
    // the superior is not content with one: it goes back to the unit with their words
    s = (await t.as(office).post(`/api/superior-notices/${id}/feedback`, { kind: 'feedback', received_on: '2026-03-04', experts: '', conclusion: 'advice', content: '请进一步整改', items: [{ hazard_id: items[0]!.hazard_id, advice: '其他参数仍可注入', again: true }] })).body;
    expect(s.feedback).toMatchObject([{ round: 1, hazards: 1, again: 1 }]);
    expect(await state(items[0]!.hazard_id)).toBe('fixing');
    expect((await t.as(liaison).get(`/api/hazards/${items[0]!.hazard_id}`)).body.timeline.at(-1).note).toContain('其他参数仍可注入');
    expect(s.list[0].advice).toEqual(['其他参数仍可注入']);
    expect((await t.as(office).post(`/api/superior-notices/${id}/feedback`, { kind: 'feedback', received_on: '2026-03-04', experts: '', conclusion: 'advice', content: 'x', items: [{ hazard_id: '00000000-0000-7000-8000-0000000000ff', advice: '', again: false }] })).body.code).toBe('superior_feedback.foreign');
    // the second round answers all but the one nobody owns
    moveClockTo(new Date('2026-03-06T03:00:00Z'));
    await answer(liaison, items[0]!.hazard_id, '全部参数已参数化');
    await answer(stranger, items[1]!.hazard_id, '已关闭');
    await answer(liaison, (await read()).list.find((i: { title: string }) => i.title === '版本泄露').hazard_id, '已隐藏版本');
    expect((await t.as(office).post(`/api/superior-notices/${id}/close`, { version: s.version, note: '办结' })).status).toBe(409);
    s = (await t.as(office).post(`/api/superior-notices/${id}/reports`, words)).body;
    const again = textOf((await t.as(office).get(`/api/files/${s.reports[0].file.id}`)).bytes);
    expect(again).toContain('上次反馈意见的落实');
    expect(again).toContain('（第2次）');
    s = (await t.as(office).post(`/api/superior-reports/${s.reports[0].id}/send`, { sent_on: '2026-03-06', how: '机要' })).body;
    expect(s).toMatchObject({ reported: 3, feedback_rate: 75 });
    // 复核验收 by the superior's experts
    s = (await t.as(office).post(`/api/superior-notices/${id}/feedback`, { kind: 'review', received_on: '2026-03-06', experts: '示例专家组 3 人', conclusion: 'passed', content: '复核通过', items: [] })).body;
    expect((await t.as(office).upload(`/api/superior-feedback/${s.feedback[0].id}/files`, Buffer.from('结论'), '验收意见.pdf')).status).toBe(201);
    expect((await read()).feedback[0]).toMatchObject({ kind: 'review', conclusion: 'passed', files: [{ name: '验收意见.pdf' }] });
    const rates = (await t.as(leader).get('/api/hazard-notices/rates?from=2026-03-01&to=2026-03-31')).body;
    expect(rates.superiors).toEqual([{ issuer: '示例市网信办', notices: 1, hazards: 4, answered: 3, on_time: 3, rate: 75, on_time_rate: 75 }]);
    expect(rates.units.find((u: { unit_name: string }) => u.unit_name === '计算机学院')).toMatchObject({ notified: 2, answered: 2, on_time: 2, rate: 100 });
    expect((await t.as(liaison).get('/api/hazard-notices/rates?from=2026-03-01&to=2026-03-31')).body).toMatchObject({ superiors: [], units: [{ unit_name: '计算机学院' }] });
    expect((await t.as(office).get('/api/hazard-notices/rates/export?from=2026-03-01&to=2026-03-31')).bytes.subarray(0, 2).toString()).toBe('PK');
    // what nobody owns turns out to be no hazard; then all is answered
    await move(office, items[2]!.hazard_id, 'ask_dismiss', { note: '地址已回收', dismissal: 'false_positive', until: '2026-12-01' });
    expect((await move(second, items[2]!.hazard_id, 'dismiss')).status).toBe(200);
    s = await read();
    expect((await t.as(office).post(`/api/superior-notices/${id}/close`, { version: s.version, note: '办结' })).body.code).toBe('superior_notice.unfinished');
    s = (await t.as(office).post(`/api/superior-notices/${id}/reports`, words)).body;
    s = (await t.as(office).post(`/api/superior-reports/${s.reports[0].id}/send`, { sent_on: '2026-03-06', how: '机要' })).body;
    expect(s.feedback_rate).toBe(100);
    s = (await t.as(office).post(`/api/superior-notices/${id}/close`, { version: s.version, note: '已办结' })).body;
    expect(s.closed_at).not.toBeNull();
    expect((await t.as(office).post(`/api/superior-notices/${id}/reports`, words)).body.code).toBe('superior_notice.closed');
  });
});

describe('warnings', () => {
  test('intelligence is judged, matched with the ledger, published, answered, and what is affected becomes hazards', async () => {
    const read = (await t.as(office).post('/api/threat-warnings/read-text', { text: '关于 Apache Tomcat 远程代码执行漏洞（CVE-2025-24813）的橙色预警\n\n一、漏洞情况\n攻击者可远程执行代码。\n\n二、影响版本\n9.0.0 至 9.0.98\n\n三、处置建议\n升级到 9.0.99。\n请于2026年12月10日前反馈。' })).body;
    expect(read).toMatchObject({ cve: ['CVE-2025-24813'], level: 'orange', summary: '攻击者可远程执行代码。', versions: '9.0.0 至 9.0.98', measures: expect.stringContaining('升级到 9.0.99'), due_on: '2026-12-10' });
    let w = (await t.as(office).post('/api/threat-warnings', { ...read, product: 'Apache Tomcat', source: '国家漏洞库' })).body;
    expect(w).toMatchObject({ state: 'collected', can: ['judge', 'drop'] });
    expect((await t.as(liaison).get(`/api/threat-warnings/${w.id}`)).status).toBe(404);
    w = (await t.as(office).post(`/api/threat-warnings/${w.id}/match`)).body;
    expect(w.targets).toMatchObject([{ unit_id: college, system_name: '示例选课系统', reasons: [expect.stringContaining('tomcat')], chosen: true }]);
    const system = w.targets[0].system_id;
    w = (await t.as(office).put(`/api/threat-warnings/${w.id}/targets`, { version: w.version, targets: [{ unit_id: college, system_id: system, chosen: true }, { unit_id: finance, system_id: null, chosen: true }, { unit_id: publicity, system_id: null, chosen: false }] })).body;
    expect((await t.as(office).post(`/api/threat-warnings/${w.id}/move`, { version: w.version, action: 'publish' })).body.code).toBe('workflow.not_possible');
    expect((await t.as(office).post(`/api/threat-warnings/${w.id}/move`, { version: w.version, action: 'judge' })).body.code).toBe('workflow.note_required');
    w = (await t.as(office).post(`/api/threat-warnings/${w.id}/move`, { version: w.version, action: 'judge', note: '选课系统使用，应发布' })).body;
    const shown = (await t.as(office).post(`/api/threat-warnings/${w.id}/render`)).body;
    w = (await t.as(office).post(`/api/threat-warnings/${w.id}/move`, { version: w.version, action: 'publish' })).body;
    expect(w).toMatchObject({ state: 'published', number: shown.number, units: 2, answered: 0, response_rate: 0, letters: 2, judgement: '选课系统使用，应发布' });
    // a unit reads its own part alone
    const mine = (await t.as(liaison).get(`/api/threat-warnings/${w.id}`)).body;
    expect(mine.answers).toHaveLength(1);
    expect(mine).toMatchObject({ judgement: '', targets: [{ unit_id: college }], own: 'waiting', units: 1 });
    const letter = (await t.as(liaison).get('/api/hazard-notices?kind=warning')).body.letters[0];
    const text = textOf((await t.as(liaison).get(`/api/files/${letter.file.id}`)).bytes);
    for (const words of ['网络安全橙色预警', 'CVE-2025-24813', '示例选课系统', '升级到 9.0.99']) expect(text).toContain(words);
    const [a] = mine.answers;
    expect((await t.as(stranger).post(`/api/warning-answers/${a.id}`, { version: 1, state: 'clear', note: 'x', systems: [] })).status).toBe(404);
    expect((await t.as(liaison).post(`/api/warning-answers/${a.id}`, { version: a.version, state: 'handled', note: '已升级', systems: [system] })).body.code).toBe('warning.proof_needed');
    expect((await t.as(liaison).post(`/api/warning-answers/${a.id}`, { version: a.version, state: 'affected', note: '选课系统为 9.0.50', systems: [system] })).body.own).toBe('affected');
    // an answer signs for the letter as well
    expect((await t.as(liaison).get('/api/hazard-notices?kind=warning')).body.letters[0].signed_at).not.toBeNull();
    const theirs = (await t.as(stranger).get(`/api/threat-warnings/${w.id}`)).body.answers[0];
    await t.as(stranger).post(`/api/warning-answers/${theirs.id}`, { version: theirs.version, state: 'clear', note: '没有使用', systems: [] });
    w = (await t.as(office).get(`/api/threat-warnings/${w.id}`)).body;
    expect(w).toMatchObject({ answered: 2, response_rate: 100, affected: 1, signed: 2 });
    expect((await t.as(office).post(`/api/threat-warnings/${w.id}/hazards`)).body).toEqual({ added: 1 });
    expect((await t.as(office).post(`/api/threat-warnings/${w.id}/hazards`)).body.code).toBe('warning.none_affected');
    const made = (await t.as(liaison).get('/api/hazards?source=alert')).body.items;
    expect(made).toMatchObject([{ system_id: system, severity: 'high', unit_id: college }]);
    // another warning of the same CVE finds the hazard that came of it
    const again = (await t.as(office).post('/api/threat-warnings', { title: '同一漏洞', cve: ['cve-2025-24813'] })).body;
    expect((await t.as(office).post(`/api/threat-warnings/${again.id}/match`)).body.targets).toMatchObject([{ unit_id: college, reasons: [expect.stringContaining('曾发现 CVE-2025-24813')] }]);
    await t.as(liaison).upload(`/api/warning-answers/${a.id}/files`, png, '升级后.png');
    expect((await t.as(liaison).post(`/api/warning-answers/${a.id}`, { version: a.version + 1, state: 'handled', note: '已升级到 9.0.99', systems: [system] })).status).toBe(200);
    w = (await t.as(office).get(`/api/threat-warnings/${w.id}`)).body;
    w = (await t.as(office).post(`/api/threat-warnings/${w.id}/move`, { version: w.version, action: 'lift', note: '各单位已处置' })).body;
    expect(w).toMatchObject({ state: 'lifted', lifted_note: '各单位已处置' });
    expect((await t.as(liaison).post(`/api/warning-answers/${a.id}`, { version: a.version + 2, state: 'clear', note: 'x', systems: [] })).body.code).toBe('warning.not_open');
    expect((await t.as(liaison).get('/api/notices?size=100')).body.items.some((n: { title: string }) => n.title.startsWith('预警已解除'))).toBe(true);
    expect(w.timeline.map((e: { action: string }) => e.action)).toEqual(['open', 'judge', 'publish', 'lift']);
  });

  test('systems are found by the software, databases and servers that they are linked with, and each says by which', async () => {
    const system = async (name: string, unit_id: string): Promise<string> => (await t.as(office).post('/api/systems', { name, kind: 'system', unit_id })).body.id;
    const [library, cards, old] = [await system('示例图书系统', college), await system('示例一卡通', finance), await system('示例旧系统', finance)];
    const item = async (ledger: string, name: string, unit_id: string, fields: object, systems: string[], more: object = {}) => expect((await t.as(office).post(`/api/ledgers/${ledger}`, { name, unit_id, fields, systems, ...more })).status, name).toBe(201);
    await item('software', 'WebLogic', college, { maker: '示例厂商', release: '12.2.1.4' }, [library]);
    await item('databases', '图书库', college, { product: 'MySQL', release: '5.7' }, [library]);
    await item('servers', '应用服务器一', finance, { os: 'Linux', middleware: 'WebLogic 14c' }, [cards]);
    await item('software', 'weblogic 客户端', publicity, {}, []);
    await item('servers', '退役服务器', finance, { middleware: 'WebLogic 10' }, [old], { state: 'retired' });
    await item('terminals', 'WebLogic 终端', finance, {}, [old]);
    const targets = async (product: string): Promise<{ unit_id: string; system_name: string | null; reasons: string[] }[]> => {
      const w = (await t.as(office).post('/api/threat-warnings', { title: '示例组件漏洞', product })).body;
      return (await t.as(office).post(`/api/threat-warnings/${w.id}/match`)).body.targets.map((x: { unit_id: string; system_name: string | null; reasons: string[] }) => ({ unit_id: x.unit_id, system_name: x.system_name, reasons: x.reasons }));
    };
    const found = await targets('Oracle WebLogic Server');
    expect(found).toHaveLength(3);
    expect(found).toEqual(expect.arrayContaining([
      { unit_id: college, system_name: '示例图书系统', reasons: ['软件台账“WebLogic”，版本 12.2.1.4'] },
      { unit_id: finance, system_name: '示例一卡通', reasons: ['服务器台账“应用服务器一”的中间件为“WebLogic 14c”'] },
      { unit_id: publicity, system_name: null, reasons: ['软件台账“weblogic 客户端”'] },
    ]));
    expect(await targets('MySQL')).toEqual([{ unit_id: college, system_name: '示例图书系统', reasons: ['数据库台账“图书库”的产品为“MySQL”，版本 5.7'] }]);
    expect(await targets('100%_组件')).toEqual([]);
  });

  test('a rule turns the same problem in several units into intelligence, once', async () => {
    const csv = Buffer.from(['隐患名称,危险等级,IP地址,漏洞编号', '示例组件漏洞,紧急,10.20.1.3,R-9', '示例组件漏洞,紧急,10.30.3.3,R-9'].join('\n'));
    const up = (await t.as(office).upload('/api/hazards/imports', csv, '清单.csv')).body;
    for (let i = 0; i < 100 && !['done', 'failed'].includes((await t.as(office).get(`/api/hazards/imports/${up.id}`)).body.state); i++) await new Promise((go) => setTimeout(go, 100));
    await t.runJob('warnings.rules');
    await t.runJob('warnings.rules');
    const found = (await t.as(office).get('/api/threat-warnings?state=collected')).body.warnings.filter((w: { from_rule: boolean }) => w.from_rule);
    expect(found).toMatchObject([{ title: '示例组件漏洞', level: 'orange' }]);
    const rules = (await t.as(office).get('/api/threat-warnings/rules')).body;
    expect((await t.as(office).put('/api/threat-warnings/rules', [{ ...rules[0], active: false }, { id: null, name: '中危成片', severity: 'medium', units: 10, days: 7, level: 'blue', active: true }])).body).toHaveLength(2);
    // and what an import registered can be laid to a superior's notice
    const s = (await t.as(office).post('/api/superior-notices', { issuer: '示例省厅', title: '表格通报', received_on: today() })).body;
    expect((await t.as(office).post(`/api/superior-notices/${s.id}/imports`, { import_id: up.id })).body).toEqual({ added: 2 });
  });
});

describe('bulletins', () => {
  test('say what the dashboard says, are numbered and kept; the report of feedback rates too', async () => {
    const figures = (await t.as(office).get('/api/hazards/figures')).body;
    const body = { kind: 'monthly', from: `${today().slice(0, 7)}-01`, to: today(), remarks: '本月开展了专项检查' };
    const shown = (await t.as(office).post('/api/hazard-bulletins/render', body)).body;
    const issued = await t.as(office).post('/api/hazard-bulletins', body);
    expect(issued.status, JSON.stringify(issued.body)).toBe(201);
    expect(issued.body).toMatchObject({ number: shown.number, kind: 'monthly', title: expect.stringContaining('网络安全月报') });
    const text = textOf((await t.as(leader).get(`/api/files/${issued.body.file.id}`)).bytes);
    expect(text).toContain(`累计登记隐患${figures.total}处，已清零${figures.cleared}处`);
    expect(text).toContain(`未清零${figures.open}处，其中逾期${figures.overdue}处`);
    expect(text).toContain('本月开展了专项检查。');
    const page = (await t.as(leader).get(`/api/hazard-bulletins/${issued.body.id}/page`)).body;
    const ranking = page.blocks.filter((b: { type: string }) => b.type === 'table').at(-1);
    for (const u of figures.units) expect(ranking.rows.find((r: string[]) => r[1] === u.unit_name).slice(2, 5)).toEqual([u.total, u.cleared, u.open].map(String));
    expect((await t.as(office).post('/api/hazard-bulletins', { ...body, from: '2026-12-31', to: '2026-01-01' })).body.code).toBe('bulletin.period');
    const rates = await t.as(office).post('/api/hazard-bulletins', { kind: 'feedback', from: '2026-01-01', to: today() });
    expect(rates.status).toBe(201);
    expect(textOf((await t.as(leader).get(`/api/files/${rates.body.file.id}`)).bytes)).toContain('收到上级通报2件，涉及隐患6处，已报告4处，处置反馈率66.7%');
    expect((await t.as(leader).get('/api/hazard-bulletins')).body).toHaveLength(2);
    expect((await t.as(liaison).get('/api/hazard-bulletins')).status).toBe(403);
    expect((await t.as(liaison).get(`/api/files/${rates.body.file.id}`)).status).toBe(404);
  });
});
