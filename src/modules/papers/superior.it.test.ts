import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { readTable } from '../../engines/tables/index.ts';

let t: TestApp;
let office: User;
let leader: User;
let liaison: User;
let college: string;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  office = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  liaison = await t.makeAccount('liaison', college);
});
afterAll(() => t.close());

const base = '/api/papers/superiors';
const notice = `示例市教育局文件\n\n示教办〔2026〕8号\n\n关于进一步加强教育系统网络与信息安全工作的通知\n\n市直属学校：\n\n现将有关事项通知如下。\n\n一、落实责任\n\n（一）建立责任制。各单位要建立网络安全责任制。\n\n（二）开展自查。各单位要开展网络安全自查。\n\n二、制定防护方案\n\n各单位要制定防护方案，落实互联网安全保护技术措施。\n\n请各单位于2026年6月30日前将落实情况书面报告报送市教育局办公室。联系人：张示例，联系电话：010-12345678。\n\n示例市教育局\n2026年5月6日\n`;
interface Page { id: string; version: number; counts: object; clauses: { id: string; path: string; title: string; state: string; computed: boolean; version: number; links: { id: string; title: string; state: string; detail: string }[] }[]; rests: { id: string; kind: string; title: string }[]; files: { id: string; name: string }[] }
const received = async (): Promise<Page> => (await t.as(office).upload(`${base}/upload`, Buffer.from(notice), '来文.txt')).body;
/** A campaign that asks the college to do one thing; answered and approved when told. */
async function campaign(): Promise<{ id: string; task: string; finish(): Promise<void> }> {
  const draft = (await t.as(office).post('/api/campaigns', { text: '示例大学网络安全自查工作方案\n\n一、工作任务\n\n（一）开展自查。计算机学院要开展网络安全自查。（责任单位：计算机学院，2030年3月1日前完成）\n' })).body;
  await t.as(office).post(`/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version });
  const a = (await t.as(office).get(`/api/assignments?campaign_id=${draft.campaign.id}`)).body.items[0];
  return { id: draft.campaign.id, task: a.task_id, async finish() {
    await t.as(liaison).post(`/api/assignments/${a.id}/moves`, { version: a.version, action: 'submit', note: '已自查' });
    const now = (await t.as(office).get(`/api/assignments/${a.id}`)).body;
    await t.as(office).post(`/api/assignments/${a.id}/moves`, { version: now.version, action: 'approve' });
  } };
}

describe('documents of superiors', () => {
  test('an uploaded notice names its number, issuer, day to answer by and clauses, and its file can be had again', async () => {
    const page = await received();
    expect(page).toMatchObject({ kind: 'notice', title: '关于进一步加强教育系统网络与信息安全工作的通知', number: '示教办〔2026〕8号', issuer: '示例市教育局', issued_on: '2026-05-06', reply_by: '2026-06-30', contact: '张示例 010-12345678', counts: { total: 3, open: 3, doing: 0, done: 0, none: 0 } });
    expect(page.clauses.map((c) => c.path)).toEqual(['一/一', '一/二', '二']);
    expect((await t.as(leader).get(`/api/files/${page.files[0]!.id}`)).bytes.toString()).toBe(notice);
    expect((await t.as(liaison).get(`/api/files/${page.files[0]!.id}`)).status).toBe(404);
    expect((await t.as(leader).get(`${base}?kind=notice&q=教育系统`)).body.map((d: Page) => d.id)).toContain(page.id);
    expect((await t.as(leader).get(`${base}?kind=law&q=教育系统`)).body).toEqual([]);
  });

  test('a law goes by its articles; most of them are set aside at once and count no more', async () => {
    const law = (await t.as(office).post(base, { kind: 'law', text: '党委（党组）网络安全工作责任制实施办法\n\n第一条 为了落实责任，制定本办法。\n\n第二条 主要负责人是第一责任人。\n\n第三条 每年向上级报告网络安全工作。\n' })).body as Page;
    expect(law).toMatchObject({ kind: 'law', title: '党委（党组）网络安全工作责任制实施办法', counts: { total: 3 } });
    expect(law.clauses.map((c) => c.path)).toEqual(['第一条', '第二条', '第三条']);
    const marked = (await t.as(office).post(`${base}/${law.id}/clauses/mark`, { clause_ids: [law.clauses[0]!.id], state: 'none' })).body as Page;
    expect(marked.counts).toEqual({ total: 2, open: 2, doing: 0, done: 0, none: 1 });
    const other = await received();
    expect((await t.as(office).post(`${base}/${law.id}/clauses/mark`, { clause_ids: [other.clauses[0]!.id], state: 'done' })).status).toBe(404);
  });

  test('a scan without text is registered under the name of its file', async () => {
    const page = (await t.as(office).upload(`${base}/upload`, Buffer.from('%PDF-1.4\n%%EOF'), '扫描来文.pdf')).body as Page;
    expect(page).toMatchObject({ title: '扫描来文', clauses: [], files: [{ name: '扫描来文.pdf' }] });
    const named = await t.as(office).patch(`${base}/${page.id}`, { version: page.version, title: '关于报送材料的函', number: '示教函〔2026〕1号' });
    expect(named.body).toMatchObject({ title: '关于报送材料的函', number: '示教函〔2026〕1号', version: 2 });
    expect(await t.as(office).patch(`${base}/${page.id}`, { version: 1, title: '旧页面' })).toMatchObject({ status: 409 });
    expect((await t.as(office).delete(`${base}/${page.id}`)).status).toBe(200);
    expect((await t.as(office).get(`${base}/${page.id}`)).status).toBe(404);
    expect((await t.as(office).get(`/api/files/${page.files[0]!.id}`)).status).toBe(404);
  });

  test('a clause is carried out when the task that carries it out is done, not before', async () => {
    const page = await received();
    const work = await campaign();
    const clause = page.clauses[1]!;
    const linked = (await t.as(office).post(`/api/papers/clauses/${clause.id}/links`, { task_id: work.task })).body as Page;
    expect(linked.clauses[1]).toMatchObject({ state: 'doing', computed: true, links: [{ detail: '0/1', state: 'doing' }] });
    expect(linked.counts).toMatchObject({ open: 2, doing: 1, done: 0 });
    await work.finish();
    const after = (await t.as(office).get(`${base}/${page.id}`)).body as Page;
    expect(after.clauses[1]).toMatchObject({ state: 'done', links: [{ detail: '1/1', state: 'done' }] });
    const both = (await t.as(office).post(`/api/papers/clauses/${clause.id}/links`, { campaign_id: (await campaign()).id })).body as Page;
    expect(both.clauses[1]).toMatchObject({ state: 'doing' });
    const alone = (await t.as(office).delete(`/api/papers/clauses/${clause.id}/links/${both.clauses[1]!.links.find((l) => l.state === 'doing')!.id}`)).body as Page;
    expect(alone.clauses[1]).toMatchObject({ state: 'done' });
    expect(await t.as(office).post(`/api/papers/clauses/${clause.id}/links`, { task_id: page.id })).toMatchObject({ status: 422, body: { code: 'clause.target_gone' } });
  });

  test('without links a person says how a clause stands, with the measure and the unit; the table of all goes out as a spreadsheet', async () => {
    const page = await received();
    const saved = (await t.as(office).patch(`/api/papers/clauses/${page.clauses[0]!.id}`, { version: 1, state: 'done', measure: '已印发责任制文件', unit_id: college })).body as Page;
    expect(saved.clauses[0]).toMatchObject({ state: 'done', computed: false, measure: '已印发责任制文件', unit_name: '计算机学院' });
    const sheet = await t.as(leader).get(`${base}/${page.id}/clauses.xlsx`);
    const read = await readTable(new Uint8Array(sheet.bytes), ['path', 'text', 'state', 'measure', 'links', 'unit'].map((key, i) => ({ key, title: ['条款', '内容', '落实情况', '落实举措', '对应工作', '责任单位'][i]! })));
    expect(read).toMatchObject({ rows: [{ values: { path: '一/一', state: '已落实', measure: '已印发责任制文件', unit: '计算机学院' } }, {}, {}] });
  });

  test('a campaign names the documents that it rests on, and each document what rests on it', async () => {
    const page = await received();
    const work = await campaign();
    const link = { campaign_id: work.id, superior_document_id: page.id };
    for (let i = 0; i < 2; i++) expect((await t.as(office).post('/api/papers/bases', link)).status).toBe(201);
    const basis = (await t.as(leader).get(`/api/papers/campaigns/${work.id}/basis`)).body;
    expect(basis).toMatchObject([{ kind: 'superior', target_id: page.id, title: '关于进一步加强教育系统网络与信息安全工作的通知（示教办〔2026〕8号）' }]);
    expect(((await t.as(leader).get(`${base}/${page.id}`)).body as Page).rests).toMatchObject([{ kind: 'campaign', title: '示例大学网络安全自查工作方案' }]);
    expect((await t.as(office).delete(`/api/papers/bases/${basis[0].id}`)).status).toBe(200);
    expect((await t.as(leader).get(`/api/papers/campaigns/${work.id}/basis`)).body).toEqual([]);
  });

  test('leaders read and do not write; a unit sees nothing of it', async () => {
    const page = await received();
    expect((await t.as(leader).get(`${base}/${page.id}`)).status).toBe(200);
    expect((await t.as(leader).patch(`${base}/${page.id}`, { version: 1, title: '改' })).status).toBe(403);
    for (const path of [base, `${base}/${page.id}`, `${base}/${page.id}/clauses.xlsx`]) expect((await t.as(liaison).get(path)).status).toBe(403);
  });
});
