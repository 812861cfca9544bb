import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { readTable } from '../../engines/tables/index.ts';
import { moveClockTo } from '../../kernel/clock.ts';

let t: TestApp;
let office: User;
let leader: User;
/** Ten in the morning of a day in Shanghai, or another time of UTC. */
async function at(date: string, time = '02:00'): Promise<void> {
  moveClockTo(new Date(`${date}T${time}:00Z`));
  for (const user of [office, leader]) await t.signIn(user);
}
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  await t.makeUnit('示例大学');
  office = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  await t.db.updateTable('account').set({ password_changed_at: '2100-01-01T00:00:00Z' }).execute();
  await at('2026-05-20');
});
afterEach(() => at('2026-05-20'));
afterAll(async () => { moveClockTo(undefined); await t.close(); });

const reports = '/api/papers/reports';
const matters = '/api/papers/matters';
const create = async (fields: object = {}) => (await t.as(office).post(reports, { title: '网络安全整改计划', recipient: '市网信办', due_on: '2026-05-31', ...fields })).body;
const move = (id: string, version: number, action: string, more: object = {}) => t.as(office).post(`${reports}/${id}/moves`, { version, action, ...more });
const file = (id: string, name = '报送件.docx') => t.as(office).upload(`${reports}/${id}/files`, Buffer.from(name), name);
const year = async (y: number, query = '') => (await t.as(leader).get(`${reports}?year=${y}${query}`)).body;

describe('reports upward', () => {
  test('drafted, sent with the paper that was sent, receipted: each step on record, and nothing is sent without a paper', async () => {
    const r = await create();
    expect(r).toMatchObject({ state: 'to_report', standing: 'to_come', can: ['draft', 'send', 'cancel'], on_time: null });
    expect((await move(r.id, 1, 'draft')).body).toMatchObject({ state: 'drafted', version: 2 });
    expect(await move(r.id, 2, 'send')).toMatchObject({ status: 422, body: { code: 'workflow.evidence_required' } });
    await file(r.id);
    expect(await move(r.id, 2, 'send', { sent_at: '2026-05-21T00:00:00+08:00' })).toMatchObject({ status: 422, body: { code: 'report.sent_ahead' } });
    const sent = (await move(r.id, 2, 'send', { sent_at: '2026-05-19T16:00:00+08:00' })).body;
    expect(sent).toMatchObject({ state: 'sent', standing: 'reported', on_time: true, can: ['receipt', 'recall'] });
    expect(await t.as(office).delete(`${reports}/${r.id}/files/${sent.files[0].id}`)).toMatchObject({ status: 409, body: { code: 'report.file_sent' } });
    expect(await t.as(office).patch(`${reports}/${r.id}`, { version: 3, title: '改' })).toMatchObject({ status: 409, body: { code: 'report.settled' } });
    expect(await move(r.id, 3, 'receipt')).toMatchObject({ status: 422, body: { code: 'workflow.note_required' } });
    const done = (await move(r.id, 3, 'receipt', { note: '市网信办收文第 12 号' })).body;
    expect(done).toMatchObject({ state: 'receipted', receipt: '市网信办收文第 12 号', timeline: [{ action: 'open' }, { action: 'draft' }, { action: 'send', files: ['报送件.docx'] }, { action: 'receipt' }] });
    expect((await t.as(leader).get(`/api/files/${done.files[0].id}`)).bytes.toString()).toBe('报送件.docx');
    expect(await t.as(leader).post(`${reports}/${r.id}/moves`, { version: 4, action: 'recall', note: '重报' })).toMatchObject({ status: 403 });
    expect((await move(r.id, 4, 'recall', { note: '数据有误' })).body).toMatchObject({ state: 'drafted', sent_at: null, standing: 'to_come' });
  });

  test('what was due, sent, on time and late: each figure has as many rows, and the last day still counts', async () => {
    await at('2024-03-01');
    const [early, late, never, dropped] = [await create({ due_on: '2024-03-10' }), await create({ due_on: '2024-03-10' }), await create({ due_on: '2024-03-10' }), await create({ due_on: '2024-03-10' })];
    await create({ due_on: '2024-12-31' });
    await move(dropped.id, 1, 'cancel', { note: '上级取消' });
    for (const r of [early, late]) await file(r.id);
    await at('2024-03-10', '15:59');
    await move(early.id, 1, 'send');
    expect((await year(2024)).figures).toEqual({ due: 4, reported: 1, on_time: 1, overdue: 0, to_come: 3 });
    await at('2024-03-10', '16:00');
    await move(late.id, 1, 'send');
    const all = await year(2024);
    expect(all.figures).toEqual({ due: 4, reported: 2, on_time: 1, overdue: 1, to_come: 1 });
    for (const standing of ['reported', 'overdue', 'to_come']) expect((await year(2024, `&standing=${standing}`)).reports).toHaveLength(all.figures[standing]);
    expect((await year(2024, '&standing=overdue')).reports[0].id).toBe(never.id);
    const sheet = await readTable(new Uint8Array((await t.as(leader).get(`${reports}.xlsx?year=2024`)).bytes), [{ key: 'title', title: '上报事项' }, { key: 'state', title: '状态' }, { key: 'on_time', title: '是否按期' }]);
    expect(sheet).toMatchObject({ rows: { length: 5 } });
    expect(JSON.stringify(sheet)).toContain('逾期未报');
  });

  test('a monthly report is there for each month to the end of the year, once, and stops when told', async () => {
    await at('2028-10-05');
    const first = await create({ title: '月度网络安全报告', due_on: '2028-10-31', recurrence: 'monthly' });
    expect((await year(2028)).reports.map((r: { due_on: string }) => r.due_on)).toEqual(['2028-10-31', '2028-11-30', '2028-12-31']);
    expect((await year(2029)).reports).toEqual([]);
    await at('2028-12-01');
    for (let i = 0; i < 2; i++) await t.runJob('papers.remind');
    expect((await year(2029)).reports).toHaveLength(12);
    expect((await t.as(office).post(`/api/papers/report-series/${first.series_id}/end`)).status).toBe(200);
    expect((await year(2029)).figures).toMatchObject({ due: 0 });
    // what is due by now stays owed
    expect((await year(2028)).figures).toMatchObject({ due: 2, overdue: 2 });
    expect((await t.as(office).post(`/api/papers/report-series/${first.series_id}/end`)).status).toBe(404);
  });

  test('the office is reminded before and after the day, leaders once it is long past, nobody twice', async () => {
    await at('2027-03-01');
    const r = await create({ title: '春季检查结果', due_on: '2027-03-17' });
    const told = async (user: User) => (await t.db.selectFrom('notice').select('title').where('account_id', '=', user.id).where('link', '=', `/papers/reports/${r.id}`).orderBy('created_at').execute()).map((n) => n.title);
    for (let d = 1; d <= 31; d++) { await at(`2027-03-${String(d).padStart(2, '0')}`); for (let i = 0; i < 2; i++) await t.runJob('papers.remind'); }
    const mine = await told(office);
    expect(mine.filter((x) => x.startsWith('即将到期')).length).toBeGreaterThan(0);
    expect(mine.filter((x) => x.startsWith('逾期未报')).length).toBeGreaterThan(1);
    expect((await told(leader)).every((x) => x.startsWith('逾期未报'))).toBe(true);
    expect((await told(leader)).length).toBeGreaterThan(0);
    expect(mine.length).toBeGreaterThan((await told(leader)).length);
    const rows = await t.db.selectFrom('notice').select(['account_id', 'once_key']).where('link', '=', `/papers/reports/${r.id}`).execute();
    expect(new Set(rows.map((n) => `${n.account_id} ${n.once_key}`)).size).toBe(rows.length);
  });

  test('a superior’s day to answer by is a report that is due; the document goes only while nobody has begun it', async () => {
    const page = (await t.as(office).post('/api/papers/superiors', { kind: 'notice', title: '关于报送自查情况的通知', issuer: '示例区委网信办', reply_by: '2026-06-15' })).body;
    expect(page.reports).toMatchObject([{ title: '反馈：关于报送自查情况的通知', due_on: '2026-06-15', standing: 'to_come' }]);
    await t.as(office).patch(`/api/papers/superiors/${page.id}`, { version: 1, reply_by: '2026-06-20' });
    expect((await t.as(office).get(`/api/papers/superiors/${page.id}`)).body.reports).toHaveLength(1);
    await move(page.reports[0].id, 1, 'draft');
    expect(await t.as(office).delete(`/api/papers/superiors/${page.id}`)).toMatchObject({ status: 409, body: { code: 'superior.in_use' } });
    const old = (await t.as(office).post('/api/papers/superiors', { kind: 'notice', title: '往年的通知', reply_by: '2020-06-15' })).body;
    expect(old.reports).toEqual([]);
  });
});

describe('major matters', () => {
  const matter = (fields: object = {}) => t.as(office).post(matters, { title: '门户网站被篡改', kind: 'incident', level: 'serious', happened_at: '2026-05-20T08:30:00+08:00', found_at: '2026-05-20T09:00:00+08:00', content: '首页被替换，已断网处置', rule_keys: ['incident.other'], ...fields });
  const compare = async (y: number, query = '') => (await t.as(leader).get(`${matters}?year=${y}${query}`)).body;

  test('a serious incident is due within its four hours, the leaders hear at once, and it stands as unreported from the minute after', async () => {
    const m = (await matter()).body;
    expect(m).toMatchObject({ must: true, standing: 'pending', reports: [{ recipient: '属地省级网信部门', due_at: '2026-05-20T05:00:00.000Z', due_on: '2026-05-20' }] });
    expect((await t.as(leader).get('/api/notices')).body.items.map((n: { title: string }) => n.title)).toContain('重大事项：门户网站被篡改');
    await at('2026-05-20', '05:01');
    expect((await compare(2026, '&standing=unreported')).matters.map((x: { id: string }) => x.id)).toContain(m.id);
    const id = m.reports[0].id;
    await file(id);
    const sent = (await move(id, 1, 'send', { sent_at: '2026-05-20T12:59:00+08:00' })).body;
    expect(sent).toMatchObject({ on_time: true, source: { kind: 'matter', title: '门户网站被篡改' } });
    expect((await compare(2026)).matters.find((x: { id: string }) => x.id === m.id)).toMatchObject({ standing: 'reported' });
    expect(await t.as(office).delete(`${matters}/${m.id}`)).toMatchObject({ status: 409, body: { code: 'matter.reported' } });
  });

  test('of a year, what had to be reported is reported, pending or unreported, and zero unreported can be shown', async () => {
    await at('2025-07-01');
    const when = { happened_at: '2025-07-01T08:00:00+08:00', found_at: '2025-07-01T08:10:00+08:00' };
    const forgotten = (await matter({ ...when, title: '应报而未登记上报', rule_keys: [] })).body;
    const small = (await matter({ ...when, title: '一般事件', level: 'ordinary', rule_keys: [] })).body;
    const excused = (await matter({ ...when, title: '演练', rule_keys: [], exempt_reason: '演练，非真实事件' })).body;
    const other = (await matter({ ...when, title: '机构调整', kind: 'other', rule_keys: ['matter.cyberspace'] })).body;
    expect([forgotten.standing, small.standing, excused.standing, other.standing]).toEqual(['unreported', 'none', 'exempt', 'pending']);
    const all = await compare(2025);
    expect(all.figures).toEqual({ total: 4, must: 2, reported: 0, pending: 1, unreported: 1, exempt: 1 });
    for (const standing of ['reported', 'pending', 'unreported', 'exempt']) expect((await compare(2025, `&standing=${standing}`)).matters).toHaveLength(all.figures[standing]);
    // put right: the forgotten one gets its report, both are sent
    const added = await create({ title: '补报', due_on: '2025-07-01', matter_id: forgotten.id });
    for (const id of [added.id, other.reports[0].id]) { await file(id); await move(id, 1, 'send'); }
    expect((await compare(2025)).figures).toMatchObject({ must: 2, reported: 2, pending: 0, unreported: 0 });
    const sheet = (await t.as(leader).get(`${matters}.xlsx?year=2025`)).bytes;
    expect(JSON.stringify(await readTable(new Uint8Array(sheet), [{ key: 'title', title: '重大事项' }, { key: 'standing', title: '比对结果' }]))).toContain('无须上报（已说明）');
  });

  test('found before it happened, ahead of time, or by a rule of another kind is refused; an unreported slip can be deleted', async () => {
    expect(await matter({ found_at: '2026-05-20T08:00:00+08:00' })).toMatchObject({ status: 422, body: { code: 'matter.not_yet', issues: [{ path: 'found_at' }] } });
    expect(await matter({ found_at: '2026-05-21T08:00:00+08:00' })).toMatchObject({ status: 422, body: { code: 'matter.not_yet' } });
    expect(await matter({ rule_keys: ['matter.cyberspace'] })).toMatchObject({ status: 422, body: { code: 'matter.unknown_rule' } });
    const m = (await matter({ title: '误登' })).body;
    expect((await t.as(office).patch(`${matters}/${m.id}`, { version: 1, level: 'grave' })).body).toMatchObject({ level: 'grave', version: 2 });
    expect(await t.as(office).patch(`${matters}/${m.id}`, { version: 1, level: 'serious' })).toMatchObject({ status: 409 });
    expect((await t.as(office).delete(`${matters}/${m.id}`)).status).toBe(200);
    expect((await t.as(office).get(`${reports}/${m.reports[0].id}`)).status).toBe(404);
  });
});
