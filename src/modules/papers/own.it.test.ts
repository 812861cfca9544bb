import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../../kernel/clock.ts';

let t: TestApp;
let office: User;
let leader: User;
let liaison: User;
async function at(date: string): Promise<void> {
  moveClockTo(new Date(`${date}T02:00:00Z`));
  for (const user of [office, leader, liaison]) await t.signIn(user);
}
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  office = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  liaison = await t.makeAccount('liaison', await t.makeUnit('计算机学院', root, 'college'));
  await t.db.updateTable('account').set({ password_changed_at: '2100-01-01T00:00:00Z' }).execute();
  await at('2026-05-20');
});
afterEach(() => at('2026-05-20'));
afterAll(async () => { moveClockTo(undefined); await t.close(); });

const base = '/api/papers/own';
const create = async (fields: object = {}) => (await t.as(office).post(base, { kind: 'work_plan', title: '网络安全保障工作方案', ...fields })).body;
const edition = (id: string, text: string, name = '方案.txt') => t.as(office).upload(`${base}/${id}/editions`, Buffer.from(text), name);
const plan = '网络安全保障工作方案\n\n一、工作目标\n\n摸清家底。\n\n二、主要任务\n\n各单位开展自查。\n\n三、保障措施\n\n加强领导。\n';

describe('documents of one’s own', () => {
  test('a plan without its schedule is told so, with the words that were looked for; the next edition puts it right and the first stays', async () => {
    const d = await create();
    expect(d).toMatchObject({ edition: 0, file: null, missing: null });
    const first = (await edition(d.id, plan)).body;
    expect(first).toMatchObject({ edition: 1, missing: ['进度'] });
    expect(first.chapters.find((c: { name: string }) => c.name === '进度')).toMatchObject({ state: 'missing', words: expect.arrayContaining(['时间安排', '实施步骤']) });
    const second = (await edition(d.id, `${plan}\n四、时间安排\n\n三月底前完成。\n`, '方案二稿.txt')).body;
    expect(second).toMatchObject({ edition: 2, missing: [], editions: [{ edition: 2 }, { edition: 1 }] });
    expect((await t.as(leader).get(`/api/files/${second.editions[1].file.id}`)).bytes.toString()).toBe(plan);
    expect((await t.as(liaison).get(`/api/files/${second.editions[1].file.id}`)).status).toBe(404);
    expect((await t.as(leader).get(`${base}?kind=work_plan`)).body).toMatchObject([{ id: d.id, edition: 2, missing: [] }]);
    const scan = (await t.as(office).upload(`${base}/${d.id}/editions`, Buffer.from('%PDF-1.4\n%%EOF'), '扫描.pdf')).body;
    expect(scan).toMatchObject({ edition: 3, missing: null, chapters: null });
    expect((await t.as(office).delete(`${base}/${d.id}`)).status).toBe(200);
    expect((await t.as(office).get(`/api/files/${second.file.id}`)).status).toBe(404);
  });

  test('a replacement plan has milestones: late ones stand out, and done needs a paper that shows it', async () => {
    const d = await create({ kind: 'replacement_plan', title: '国产化替代计划' });
    await t.as(office).post(`${base}/${d.id}/milestones`, { title: '办公终端替代 50%', due_on: '2026-05-19' });
    const two = (await t.as(office).post(`${base}/${d.id}/milestones`, { title: '服务器替代完成', due_on: '2026-05-20' })).body;
    expect(two).toMatchObject({ milestones: { total: 2, done: 0, overdue: 1 }, plan: [{ overdue: true }, { overdue: false }] });
    const m = two.plan[0];
    expect(await t.as(office).patch(`/api/papers/milestones/${m.id}`, { version: 1, done_on: '2026-05-18' })).toMatchObject({ status: 422, body: { code: 'milestone.no_evidence' } });
    await t.as(office).upload(`/api/papers/milestones/${m.id}/files`, Buffer.from('验收单'), '验收单.txt');
    expect(await t.as(office).patch(`/api/papers/milestones/${m.id}`, { version: 1, done_on: '2026-05-21' })).toMatchObject({ status: 422, body: { code: 'milestone.not_yet' } });
    expect((await t.as(office).patch(`/api/papers/milestones/${m.id}`, { version: 1, done_on: '2026-05-18' })).body).toMatchObject({ milestones: { total: 2, done: 1, overdue: 0 }, plan: [{ done_on: '2026-05-18', files: [{ name: '验收单.txt' }] }, {}] });
    await at('2026-05-21');
    expect((await t.as(leader).get(`${base}/${d.id}`)).body.milestones).toEqual({ total: 2, done: 1, overdue: 1 });
    for (let day = 21; day <= 31; day++) { await at(`2026-05-${day}`); for (let i = 0; i < 2; i++) await t.runJob('papers.remind'); }
    const told = await t.db.selectFrom('notice').select(['title', 'once_key']).where('account_id', '=', office.id).where('kind', '=', 'plan_milestone').execute();
    expect(told.length).toBeGreaterThan(0);
    expect(told.every((n) => n.title === '里程碑逾期：服务器替代完成')).toBe(true);
    expect(new Set(told.map((n) => n.once_key)).size).toBe(told.length);
  });

  test('a year’s points rest on the long plan, a plan on its law; a document written and in force carries a clause out until it expires', async () => {
    const long = await create({ kind: 'master_plan', title: '“十四五”信息化建设规划' });
    const points = await create({ kind: 'annual_plan', title: '2026年工作要点', valid_from: '2026-01-01', valid_until: '2026-12-31' });
    const law = (await t.as(office).post('/api/papers/superiors', { kind: 'law', text: '示例安全办法\n\n第一条 制定年度工作要点。\n' })).body;
    await t.as(office).post('/api/papers/bases', { own_document_id: points.id, plan_id: long.id });
    await t.as(office).post('/api/papers/bases', { own_document_id: points.id, superior_document_id: law.id });
    expect((await t.as(leader).get(`${base}/${points.id}`)).body.bases.map((b: { title: string }) => b.title)).toEqual(['“十四五”信息化建设规划', '示例安全办法']);
    expect((await t.as(leader).get(`${base}/${long.id}`)).body.rests).toMatchObject([{ kind: 'own', title: '2026年工作要点' }]);
    expect((await t.as(office).post('/api/papers/bases', { own_document_id: points.id, plan_id: points.id })).status).toBe(422);
    const linked = (await t.as(office).post(`/api/papers/clauses/${law.clauses[0].id}/links`, { own_document_id: points.id })).body;
    expect(linked.clauses[0]).toMatchObject({ state: 'doing' });
    await edition(points.id, '2026年工作要点\n\n一、目标\n');
    const state = async () => (await t.as(leader).get(`/api/papers/superiors/${law.id}`)).body.clauses[0].state;
    expect(await state()).toBe('done');
    await at('2027-01-01');
    expect(await state()).toBe('doing');
    expect(await t.as(office).patch(`${base}/${points.id}`, { version: 1, valid_until: '2025-12-31' })).toMatchObject({ status: 422, body: { code: 'own.period' } });
  });

  test('a liaison has a report looked through for missing chapters before handing it in; nothing is kept', async () => {
    const files = async () => (await t.db.selectFrom('file').select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;
    const before = await files();
    const reply = await t.as(liaison).upload('/api/papers/structure-checks/self_check', Buffer.from('计算机学院网络安全自查报告\n\n一、工作组织开展情况\n\n已开展。\n\n二、等级保护情况\n\n已定级。\n\n三、存在的突出问题\n\n口令较弱。\n'), '自查报告.txt');
    expect(reply.body.chapters.map((c: { name: string; state: string }) => [c.name, c.state])).toEqual([['工作开展情况', 'heading'], ['等级保护与关键信息基础设施', 'heading'], ['存在的突出问题', 'heading'], ['下一步工作计划', 'missing']]);
    expect(await files()).toBe(before);
    expect((await t.as(liaison).get(base)).status).toBe(403);
  });
});
