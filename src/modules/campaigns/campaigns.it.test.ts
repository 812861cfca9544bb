import { Document, Packer, Paragraph } from 'docx';
import { unzipSync, zipSync } from 'fflate';
import mammoth from 'mammoth';
import { readSheet } from 'read-excel-file/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Board } from './contract.ts';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo, now } from '../../kernel/clock.ts';
import { remindOnce } from './remind.job.ts';

const plan = `示例大学网络安全专项检查工作方案

为加强网络安全工作，定于2026年3月1日至2026年6月30日开展专项检查，现制定方案如下。

一、阶段安排

（一）自查阶段（3月1日至3月31日）

各部门要对照清单开展自查。

（二）总结阶段（6月1日至6月30日）

网络信息中心要汇总情况，形成总结报告。

二、工作任务

（一）梳理资产。各部门要登记网站和信息系统，登记率不低于95%。（责任单位：各部门，2026年4月10日前完成）

（二）组织演练。网络信息中心要组织应急演练，不少于1次。（责任单位：网络信息中心牵头，保卫处配合，2026年5月20日前完成）

（三）报送情况。各部门每月报送一次工作情况。（责任单位：各部门，2026年6月20日前完成）
`;
let t: TestApp;
let office: User, liaison: User, head: User, centre: User, leader: User;
let units: Record<string, string>;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  units = { 教务处: await t.makeUnit('教务处', root), 保卫处: await t.makeUnit('保卫处', root), 网络信息中心: await t.makeUnit('网络信息中心', root, 'centre') };
  office = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  liaison = await t.makeAccount('liaison', units['教务处']!);
  head = await t.makeAccount('unit_head', units['教务处']!);
  centre = await t.makeAccount('liaison', units['网络信息中心']!);
});
afterAll(() => t.close());
afterEach(async () => {
  moveClockTo(undefined);
  await t.db.updateTable('session').set({ last_seen_at: now().toISOString() }).execute();
});

interface Row { id: string; task_title: string; unit_name: string; version: number; state: string; due_on: string; overdue: boolean; can: string[]; period_label: string | null }
/** Moves the present; nobody is signed out by the jump. */
async function at(date: string): Promise<void> {
  moveClockTo(new Date(`${date}T02:00:00Z`));
  await t.db.updateTable('session').set({ last_seen_at: now().toISOString() }).execute();
}
async function publish(text = plan): Promise<string> {
  const draft = (await t.as(office).post('/api/campaigns', { text })).body;
  const done = await t.as(office).post(`/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  return draft.campaign.id;
}
const rowsOf = async (id: string, user = office): Promise<Row[]> => (await t.as(user).get(`/api/assignments?campaign_id=${id}&size=500`)).body.items;
const find = async (id: string, unit: string, words: string): Promise<Row> => (await rowsOf(id)).find((r) => r.unit_name === unit && r.task_title.includes(words))!;
const move = (user: User, row: { id: string; version: number }, action: string, note?: string) => t.as(user).post(`/api/assignments/${row.id}/moves`, { version: row.version, action, ...(note && { note }) });

describe('from a document to a campaign', () => {
  test('what was read stands beside the text, with units matched to the tree', async () => {
    const d = (await t.as(office).post('/api/campaigns', { text: plan })).body;
    expect(d.draft).toMatchObject({ title: '示例大学网络安全专项检查工作方案', start_on: '2026-03-01', end_on: '2026-06-30' });
    expect(d.draft.phases).toHaveLength(2);
    const drill = d.draft.tasks.find((x: { text: string }) => x.text.includes('应急演练'));
    expect(drill).toMatchObject({ due: '2026-05-20', units: ['网络信息中心', '保卫处'], leads: ['网络信息中心'], lead_unit_ids: [units['网络信息中心']] });
    expect(d.text.slice(...drill.span)).toContain('组织应急演练');
    expect(d.draft.tasks.find((x: { text: string }) => x.text.includes('登记网站')).unit_ids).toHaveLength(3);
  });

  test('a draft is saved as it goes, and a second window is told, not overwritten', async () => {
    const d = (await t.as(office).post('/api/campaigns', { text: plan })).body;
    const saved = await t.as(office).put(`/api/campaigns/${d.campaign.id}/draft`, { version: d.campaign.version, draft: { ...d.draft, title: '改过的标题' } });
    expect(saved.body.campaign).toMatchObject({ title: '改过的标题', version: d.campaign.version + 1 });
    const stale = await t.as(office).put(`/api/campaigns/${d.campaign.id}/draft`, { version: d.campaign.version, draft: d.draft });
    expect(stale).toMatchObject({ status: 409, body: { code: 'object.changed_meanwhile' } });
    expect((await t.as(office).get(`/api/campaigns/${d.campaign.id}/draft`)).body.draft.title).toBe('改过的标题');
  });

  test('an unknown unit is asked about once, then remembered', async () => {
    const text = plan.replace('保卫处配合', '综治办配合');
    const d = (await t.as(office).post('/api/campaigns', { text })).body;
    expect(d.matches.find((m: { name: string }) => m.name === '综治办')).toMatchObject({ unit_ids: null, how: 'none' });
    await t.as(office).post('/api/campaigns/aliases', { name: '综治办', unit_ids: [units['保卫处']] });
    const again = (await t.as(office).post('/api/campaigns', { text })).body;
    expect(again.matches.find((m: { name: string }) => m.name === '综治办')).toMatchObject({ unit_ids: [units['保卫处']], how: 'alias' });
  });

  test('an uploaded file is kept with its campaign; a damaged one is refused with what to do', async () => {
    const up = await t.as(office).upload('/api/campaigns/upload', Buffer.from(plan), '方案.txt');
    expect(up.status).toBe(201);
    expect((await t.as(office).get(`/api/files/${up.body.file_id}`)).bytes.toString()).toBe(plan);
    const broken = await t.as(office).upload('/api/campaigns/upload', Buffer.from('PK\u0003\u0004 half a docx'), '方案.docx');
    expect(broken.status).toBe(422);
    expect(broken.body.message).toMatch(/损坏|重新下载|粘贴/);
  });

  test('publishing makes one case a task and unit, tells each person once, and cannot be done twice', async () => {
    await at('2026-03-01');
    const d = (await t.as(office).post('/api/campaigns', { text: plan })).body;
    const [one, two] = await Promise.all([1, 2].map(() => t.as(office).post(`/api/campaigns/${d.campaign.id}/publish`, { version: d.campaign.version })));
    expect([one!.status, two!.status].sort((a, b) => a - b)).toEqual([200, 409]);
    const rows = await rowsOf(d.campaign.id);
    expect(rows).toHaveLength(1 * 3 + 1 + 3 + 2 + 3);
    expect(rows.filter((r) => r.task_title.includes('资产')).map((r) => r.due_on)).toEqual(['2026-04-10', '2026-04-10', '2026-04-10']);
    expect(rows.find((r) => r.task_title.includes('自查'))!.due_on).toBe('2026-03-31');
    const inbox = (await t.as(liaison).get('/api/notices')).body.items.filter((n: { link: string }) => n.link?.includes(d.campaign.id));
    expect(inbox).toHaveLength(1);
    expect(inbox[0].body).toContain('3 项任务');
  });
});

describe('answering', () => {
  test('sign, attach, submit, return, submit again, approve: each step in the timeline, each person told', async () => {
    await at('2026-03-02');
    const id = await publish();
    let row = await find(id, '教务处', '资产');
    expect((await t.as(liaison).get(`/api/assignments/${row.id}`)).body.can).toEqual(expect.arrayContaining(['sign', 'submit', 'attach', 'ask_extension']));
    row = (await move(liaison, row, 'sign')).body;
    expect(row.state).toBe('doing');
    expect(await move(liaison, row, 'submit')).toMatchObject({ status: 422, body: { code: 'workflow.note_required' } });
    const file = (await t.as(liaison).upload(`/api/assignments/${row.id}/files`, Buffer.from('资产清单'), '资产清单.txt')).body;
    row = (await move(liaison, row, 'submit', '已登记 12 个系统')).body;
    expect(row.state).toBe('to_review');
    expect(await t.as(liaison).delete(`/api/assignments/${row.id}/files/${file.id}`)).toMatchObject({ status: 409, body: { code: 'assignment.handed_in' } });
    expect((await t.as(office).get('/api/assignments?mine=true')).body.items.map((r: Row) => r.id)).toContain(row.id);
    row = (await move(office, row, 'return', '缺少公众号')).body;
    expect((await t.as(liaison).get('/api/notices')).body.items[0]).toMatchObject({ kind: 'returned', body: '缺少公众号' });
    row = (await move(liaison, row, 'submit', '已补充公众号')).body;
    const done = (await move(office, row, 'approve')).body;
    expect(done).toMatchObject({ state: 'done', feedback: '已补充公众号', evidence: [{ name: '资产清单.txt' }] });
    expect(done.timeline.map((e: { action: string }) => e.action)).toEqual(['open', 'sign', 'submit', 'return', 'submit', 'approve']);
    expect(done.timeline[2].files.map((f: { id: string }) => f.id)).toEqual([file.id]);
    expect(await move(liaison, done, 'submit', '再交一次')).toMatchObject({ status: 409, body: { code: 'workflow.not_possible' } });
  });

  test('two moves at once: one wins, the other is told', async () => {
    await at('2026-03-02');
    const row = await find(await publish(), '教务处', '资产');
    const answers = await Promise.all(['sign', 'submit'].map((action) => move(liaison, row, action, '同时提交')));
    expect(answers.map((a) => a.status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect((await t.as(liaison).get(`/api/assignments/${row.id}`)).body).toMatchObject({ version: row.version + 1 });
  });

  test('where the office demands it, the unit head signs off before the office sees it', async () => {
    await at('2026-03-02');
    const d = (await t.as(office).post('/api/campaigns', { text: plan })).body;
    const tasks = d.draft.tasks.map((x: object) => ({ ...x, sign_off: true }));
    const saved = (await t.as(office).put(`/api/campaigns/${d.campaign.id}/draft`, { version: d.campaign.version, draft: { ...d.draft, tasks } })).body;
    await t.as(office).post(`/api/campaigns/${d.campaign.id}/publish`, { version: saved.campaign.version });
    let row = (await move(liaison, await find(d.campaign.id, '教务处', '资产'), 'submit', '已登记')).body;
    expect(row.state).toBe('to_sign_off');
    expect(await move(office, row, 'approve')).toMatchObject({ status: 409 });
    expect(await move(liaison, row, 'sign_off')).toMatchObject({ status: 403 });
    row = (await move(head, row, 'refuse', '请写明系统名称')).body;
    row = (await move(liaison, row, 'submit', '已写明')).body;
    row = (await move(head, row, 'sign_off')).body;
    expect((await move(office, row, 'approve')).body.state).toBe('done');
  });

  test('an extension is asked for, granted by somebody else, and moves the due date', async () => {
    await at('2026-04-05');
    const row = await find(await publish(), '教务处', '资产');
    expect(await t.as(liaison).post(`/api/assignments/${row.id}/extension`, { due_on: '2026-04-01', reason: '太早' })).toMatchObject({ status: 422, body: { code: 'extension.not_later' } });
    const asked = (await t.as(liaison).post(`/api/assignments/${row.id}/extension`, { due_on: '2026-04-20', reason: '系统多' })).body;
    expect(await t.as(liaison).post(`/api/assignments/${row.id}/extension/decision`, { extension_id: asked.extension.id, approve: true })).toMatchObject({ status: 403 });
    const granted = (await t.as(office).post(`/api/assignments/${row.id}/extension/decision`, { extension_id: asked.extension.id, approve: true })).body;
    expect(granted).toMatchObject({ due_on: '2026-04-20', extension: { state: 'approved' } });
    expect(await t.as(office).post(`/api/assignments/${row.id}/extension/decision`, { extension_id: asked.extension.id, approve: false })).toMatchObject({ status: 409 });
  });

  test('whoever handed in an answer does not approve it, one by one or in a batch', async () => {
    await at('2026-03-02');
    const id = await publish();
    const both = await t.makeAccount('office');
    await t.db.insertInto('account_role').values({ account_id: both.id, role: 'liaison', unit_id: units['教务处']! }).execute();
    const row = (await move(both, await find(id, '教务处', '资产'), 'submit', '已登记')).body;
    expect(await move(both, row, 'approve')).toMatchObject({ status: 403, body: { code: 'workflow.own_move' } });
    expect(await t.as(both).post('/api/assignments/moves', { action: 'approve', moves: [{ id: row.id, version: row.version }] })).toMatchObject({ status: 403 });
    expect((await move(office, row, 'approve')).body.state).toBe('done');
  });

  test('batch approval takes all or none', async () => {
    await at('2026-03-02');
    const id = await publish();
    const sent: Row[] = [];
    for (const unit of ['教务处', '网络信息中心']) sent.push((await move(unit === '教务处' ? liaison : centre, await find(id, unit, '资产'), 'submit', '已登记')).body);
    const stale = await t.as(office).post('/api/assignments/moves', { action: 'approve', moves: [{ id: sent[0]!.id, version: sent[0]!.version }, { id: sent[1]!.id, version: 99 }] });
    expect(stale.status).toBe(409);
    expect((await find(id, '教务处', '资产')).state).toBe('to_review');
    expect((await t.as(office).post('/api/assignments/moves', { action: 'approve', moves: sent.map((s) => ({ id: s.id, version: s.version })) })).body).toEqual({ moved: 2 });
  });
});

describe('time', () => {
  test('recurring tasks make an instance a period, once', async () => {
    await at('2026-03-02');
    const id = await publish();
    const monthly = async () => (await rowsOf(id)).filter((r) => r.unit_name === '教务处' && r.task_title.includes('报送')).map((r) => [r.period_label, r.due_on]);
    expect(await monthly()).toEqual([['2026年3月', '2026-03-31']]);
    await at('2026-05-03');
    await remindOnce(t.db);
    await remindOnce(t.db);
    expect(await monthly()).toEqual([['2026年3月', '2026-03-31'], ['2026年4月', '2026-04-30'], ['2026年5月', '2026-05-31']]);
  });

  test('a reminder comes on its days, as one message a person and day, and goes up when nothing happens', async () => {
    await at('2026-03-02');
    const d = (await t.as(office).post('/api/campaigns', { text: plan })).body;
    const only = d.draft.tasks.filter((x: { text: string }) => x.text.includes('登记网站'));
    const saved = (await t.as(office).put(`/api/campaigns/${d.campaign.id}/draft`, { version: d.campaign.version, draft: { ...d.draft, tasks: only } })).body;
    await t.as(office).post(`/api/campaigns/${d.campaign.id}/publish`, { version: saved.campaign.version });
    const count = async (user: User, kind: string, day: string) => (await t.db.selectFrom('notice').select('id').where('account_id', '=', user.id).where('once_key', '=', `${kind}:${day}`).execute()).length;
    await at('2026-04-07');
    await remindOnce(t.db);
    await remindOnce(t.db);
    expect(await count(liaison, 'due_soon', '2026-04-07')).toBe(1);
    await at('2026-04-13');
    await remindOnce(t.db);
    expect([await count(liaison, 'overdue', '2026-04-13'), await count(head, 'overdue', '2026-04-13'), await count(leader, 'overdue_units', '2026-04-13')]).toEqual([1, 1, 1]);
  });
});

describe('seeing and writing', () => {
  test('every figure of the board leads to its rows', async () => {
    await at('2026-03-02');
    const id = await publish();
    await move(liaison, await find(id, '教务处', '资产'), 'submit', '已登记');
    await at('2026-04-15');
    const board = (await t.as(office).get(`/api/campaigns/${id}/board`)).body;
    const page = (await t.as(office).get(`/api/campaigns/${id}`)).body;
    expect(Board.parse(board)).toEqual(board);
    expect(board.cells).toHaveLength(12);
    const overdue = (await t.as(office).get(`/api/assignments?campaign_id=${id}&overdue=true`)).body.total;
    expect(page.campaign.counts.overdue).toBe(overdue);
    expect(board.cells.filter((c: { o?: true }) => c.o)).toHaveLength(overdue);
    expect(board.cells.find((c: { u: number; s: string }) => board.units[c.u].id === units['教务处'] && c.s === 'to_review').o).toBeUndefined();
    for (const u of board.units) expect((await t.as(office).get(`/api/assignments?campaign_id=${id}&unit_id=${u.id}`)).body.total).toBe(u.counts.total);
    for (const x of page.tasks) expect((await t.as(office).get(`/api/assignments?campaign_id=${id}&task_id=${x.id}`)).body.total).toBe(x.counts.total);
  });

  test('the list has what is open first, and as a sheet the same rows, each unit its own', async () => {
    await at('2026-03-02');
    const id = await publish();
    const row = await find(id, '教务处', '资产');
    await move(liaison, (await move(liaison, row, 'submit', '=已登记')).body, 'withdraw');
    const sent = await find(id, '教务处', '资产');
    await move(office, sent, 'approve');
    const states = (await rowsOf(id)).map((r) => r.state);
    expect(states.at(-1)).toBe('done');
    expect(states.slice(0, -1)).not.toContain('done');
    const sheet = async (user: User, filter: string) => {
      const { status, bytes } = await t.as(user).get(`/api/assignments.xlsx?${filter}`);
      expect(status).toBe(200);
      return (await readSheet(Buffer.from(bytes))).map((cells) => cells.map((c) => String(c ?? '')));
    };
    const all = await sheet(office, `campaign_id=${id}`);
    expect(all[0]).toEqual(['专项行动', '任务', '周期', '单位', '牵头或配合', '状态', '期限', '是否逾期', '督办期限', '办理情况']);
    expect(all.slice(1).map((r) => r[3])).toEqual((await rowsOf(id)).map((r) => r.unit_name));
    expect(all.at(-1)).toEqual(expect.arrayContaining(['已完成']));
    expect(new Set((await sheet(liaison, `campaign_id=${id}`)).slice(1).map((r) => r[3]))).toEqual(new Set(['教务处']));
    expect(await sheet(office, `campaign_id=${id}&state=done`)).toHaveLength(2);
  });

  test('the workbench\'s figures lead to as many rows', async () => {
    await at('2026-04-05');
    await publish();
    for (const user of [office, liaison]) {
      const w = (await t.as(user).get('/api/workbench')).body;
      expect(w.due_soon).toBeGreaterThan(0);
      for (const [figure, filter] of [['due_soon', 'due=soon'], ['this_month', 'due=month'], ['overdue', 'overdue=true']] as const) expect((await t.as(user).get(`/api/assignments?${filter}`)).body.total, figure).toBe(w[figure]);
    }
  });

  test('no page takes more than eight statements', async () => {
    await at('2026-03-02');
    const id = await publish();
    const row = await find(id, '教务处', '资产');
    for (const path of ['/api/workbench', '/api/campaigns', `/api/campaigns/${id}`, `/api/campaigns/${id}/board`, `/api/campaigns/${id}/ranking`, `/api/assignments?campaign_id=${id}`, `/api/assignments/${row.id}`, '/api/session', '/api/notices', '/api/people', '/api/units', '/api/duties']) {
      await t.as(office).get(path);
      const before = t.statements();
      expect((await t.as(office).get(path)).status).toBe(200);
      expect(t.statements() - before, path).toBeLessThanOrEqual(8);
    }
  });

  test('documents are numbered without gaps, even when many are written at once', async () => {
    await at('2026-03-02');
    const id = await publish();
    const written = await Promise.all(['task_breakdown', 'bulletin', 'bulletin', 'final_report'].map((kind) => t.as(office).post(`/api/campaigns/${id}/documents`, { kind, unfinished: true })));
    expect(written.map((w) => w.status)).toEqual([201, 201, 201, 201]);
    // a table that goes along with a letter is none
    expect(written.map((w) => w.body.number === null)).toEqual([true, false, false, false]);
    const serials = (await t.db.selectFrom('issued_document').select('number').where('number', 'is not', null).execute()).map((d) => Number(/〔2026〕(\d+)号/.exec(d.number!)![1])).sort((a, b) => a - b);
    expect(serials).toEqual(serials.map((_, i) => i + 1));
    const report = await t.as(office).get(`/api/files/${written[0]!.body.file_id}`);
    const text = (await mammoth.extractRawText({ buffer: report.bytes })).value;
    expect(text).toContain('任务分解表');
    expect(text).toContain('网络信息中心');
  });

  test('督办: each late unit gets a notice of its own and is told', async () => {
    await at('2026-03-02');
    const id = await publish();
    expect(await t.as(office).post(`/api/campaigns/${id}/urge`, { due_on: '2026-03-10' })).toMatchObject({ status: 409, body: { code: 'document.nothing_overdue' } });
    await at('2026-04-15');
    const urged = (await t.as(office).post(`/api/campaigns/${id}/urge`, { due_on: '2026-04-20' })).body;
    expect(urged.units).toBe(3);
    const texts = await Promise.all(urged.documents.map(async (d: { file_id: string }) => (await mammoth.extractRawText({ buffer: (await t.as(office).get(`/api/files/${d.file_id}`)).bytes })).value));
    expect(texts.filter((x) => x.includes('教务处'))).toHaveLength(1);
    const late = await find(id, '教务处', '资产');
    const [notice] = (await t.as(liaison).get(`/api/assignments/${late.id}`)).body.supervision;
    expect((await t.as(liaison).get(`/api/files/${notice.file_id}`)).status).toBe(200);
    expect((await t.as(centre).get(`/api/files/${notice.file_id}`)).status).toBe(404);
    expect((await t.as(liaison).get('/api/notices')).body.items.filter((n: { kind: string; link: string }) => n.kind === 'supervision' && n.link.includes(id))).toHaveLength(1);
  });

  test('the organisation\'s own Word template takes the place of the built-in layout; unknown fields are named', async () => {
    await at('2026-03-02');
    const id = await publish();
    const word = async (...lines: string[]) => Packer.toBuffer(new Document({ sections: [{ children: lines.map((line) => new Paragraph(line)) }] }));
    const refused = await t.as(office).upload('/api/document-templates/bulletin', await word('{标题}', '{校长签名}', '{#任务}{名称}{经费}{/任务}'), '模板.docx');
    expect(refused).toMatchObject({ status: 422, body: { code: 'template.unknown_fields' } });
    expect(refused.body.issues.map((i: { path: string }) => i.path)).toEqual(['校长签名', '经费']);
    expect(await t.as(office).upload('/api/document-templates/bulletin', Buffer.from('not word'), '模板.docx')).toMatchObject({ status: 422, body: { code: 'template.not_docx' } });
    expect((await t.as(office).upload('/api/document-templates/bulletin', await word('本校自拟 {文号}', '{行动名称}：共{任务总数}项', '{#任务}', '{序号}.{名称}（{完成情况}）', '{/任务}'), '模板.docx')).status).toBe(201);
    const read = async () => (await mammoth.extractRawText({ buffer: (await t.as(office).get(`/api/files/${(await t.as(office).post(`/api/campaigns/${id}/documents`, { kind: 'bulletin' })).body.file_id}`)).bytes })).value;
    const own = await read();
    expect(own).toMatch(/本校自拟 .*〔2026〕\d+号/);
    expect(own).toContain('共12项');
    expect(own).toContain('3.梳理资产（0/3 已完成）');
    expect((await t.as(office).delete('/api/document-templates/bulletin')).status).toBe(200);
    expect(await read()).not.toContain('本校自拟');
  });

  test('the evidence zip holds every file and a list with its digest', async () => {
    await at('2026-03-02');
    const id = await publish();
    const row = await find(id, '教务处', '资产');
    for (const name of ['清单.txt', '清单.txt', '../../越界.txt']) await t.as(liaison).upload(`/api/assignments/${row.id}/files`, Buffer.from(`内容 ${name}`), name);
    const zip = unzipSync((await t.as(office).get(`/api/campaigns/${id}/evidence.zip`)).bytes);
    const names = Object.keys(zip);
    expect(names).toHaveLength(4);
    expect(names.filter((n) => n.includes('..'))).toEqual([]);
    expect(Buffer.from(zip['佐证材料目录.csv']!).toString()).toContain('教务处');
  });
});

describe('a new version of the document', () => {
  test('shows its difference, keeps what was done, opens what is new, withdraws what is gone', async () => {
    await at('2026-03-02');
    const id = await publish();
    const done = (await move(office, (await move(liaison, await find(id, '教务处', '资产'), 'submit', '已登记')).body, 'approve')).body;
    const text = plan.replace('2026年4月10日前完成', '2026年4月30日前完成').replace(/（二）组织演练。[^\n]*\n/, '（二）清理账号。各部门要清理长期不用的账号。（责任单位：各部门，2026年5月10日前完成）\n');
    const diff = (await t.as(office).post(`/api/campaigns/${id}/revision`, { text })).body;
    expect(diff.added.map((a: { text: string }) => a.text.slice(0, 4))).toEqual(['清理账号']);
    expect(diff.removed).toMatchObject([{ total: 2 }]);
    expect(diff.kept.find((k: { changes: { field: string }[] }) => k.changes.some((c) => c.field === 'due')).changes).toContainEqual({ field: 'due', before: '2026-04-10', after: '2026-04-30' });
    const page = (await t.as(office).get(`/api/campaigns/${id}`)).body;
    const applied = await t.as(office).post(`/api/campaigns/${id}/revision/apply`, { version: page.campaign.version, text });
    expect(applied.body).toMatchObject({ plan_version: 2 });
    expect((await t.as(office).get(`/api/assignments/${done.id}`)).body).toMatchObject({ state: 'done', due_on: '2026-04-10' });
    expect((await find(id, '保卫处', '资产')).due_on).toBe('2026-04-30');
    const rows = await rowsOf(id);
    expect(rows.filter((r) => r.task_title.includes('演练')).map((r) => r.state)).toEqual(['withdrawn', 'withdrawn']);
    expect(rows.filter((r) => r.task_title.includes('账号'))).toHaveLength(3);
  });
});

describe('a new version by file', () => {
  test('reads like a pasted one, and the file becomes the campaign’s', async () => {
    await at('2026-03-02');
    const id = await publish();
    const text = plan.replace('2026年4月10日前完成', '2026年4月30日前完成');
    const file = Buffer.from(text);
    const [pasted, sent] = [await t.as(office).post(`/api/campaigns/${id}/revision`, { text }), await t.as(office).upload(`/api/campaigns/${id}/revision/file`, file, '方案（修订）.txt')];
    expect(sent).toMatchObject({ status: 200, body: pasted.body });
    expect(sent.body.kept.some((k: { changes: unknown[] }) => k.changes.length > 0)).toBe(true);
    expect(await t.as(office).upload(`/api/campaigns/${id}/revision/file`, Buffer.from('%PDF-1.4 half'), '方案.pdf')).toMatchObject({ status: 422, body: { code: 'document.damaged' } });
    expect(await t.as(office).upload(`/api/campaigns/${id}/revision/file/apply?version=999`, file, '方案（修订）.txt')).toMatchObject({ status: 409 });
    const { version } = (await t.as(office).get(`/api/campaigns/${id}`)).body.campaign;
    const applied = await t.as(office).upload(`/api/campaigns/${id}/revision/file/apply?version=${version}`, file, '方案（修订）.txt');
    expect(applied).toMatchObject({ status: 200, body: { plan_version: 2 } });
    expect((await find(id, '保卫处', '资产')).due_on).toBe('2026-04-30');
    const kept = await t.db.selectFrom('campaign as c').innerJoin('file as f', 'f.id', 'c.file_id').select(['f.id', 'f.name']).where('c.id', '=', id).executeTakeFirstOrThrow();
    expect(kept.name).toBe('方案（修订）.txt');
    expect((await t.as(office).get(`/api/files/${kept.id}`)).bytes.toString()).toBe(text);
  });
});

describe('closing', () => {
  test('complete is computed; a closed campaign takes no more answers', async () => {
    await at('2026-03-02');
    const id = await publish();
    const page = (await t.as(office).get(`/api/campaigns/${id}`)).body;
    expect(page.campaign.complete).toBe(false);
    const row = await find(id, '教务处', '资产');
    const closed = await t.as(office).post(`/api/campaigns/${id}/close`, { version: page.campaign.version, note: '提前结束' });
    expect(closed.body).toMatchObject({ state: 'closed', complete: false });
    expect(await move(liaison, row, 'sign')).toMatchObject({ status: 409, body: { code: 'campaign.not_published' } });
    const report = (await t.as(office).post(`/api/campaigns/${id}/documents`, { kind: 'final_report' })).body;
    const text = (await mammoth.extractRawText({ buffer: (await t.as(office).get(`/api/files/${report.file_id}`)).bytes })).value;
    expect(text).toContain('待签收');
  });
});

describe('units that change', () => {
  test('a merged unit\'s open tasks go on in the unit that remains; one that both owe is owed once', async () => {
    await at('2026-03-02');
    const root = (await t.db.selectFrom('unit').select('id').where('parent_id', 'is', null).executeTakeFirstOrThrow()).id;
    const old = (await t.as(office).post('/api/units', { parent_id: root, name: '电教中心', kind: 'centre' })).body;
    const id = await publish(plan.replace('网络信息中心牵头，保卫处配合', '电教中心'));
    const merged = await t.as(office).post(`/api/units/${old.id}/merge`, { version: old.version, into_id: units['网络信息中心'] });
    expect(merged.status, JSON.stringify(merged.body)).toBe(200);
    expect(await find(id, '网络信息中心', '演练')).toMatchObject({ state: 'to_sign' });
    expect(await find(id, '电教中心', '资产')).toMatchObject({ state: 'withdrawn' });
    expect((await move(centre, await find(id, '网络信息中心', '演练'), 'submit', '演练已开展 1 次')).body.state).toBe('to_review');
  });
});

test('an open board hears of a change made elsewhere, and strangers hear nothing', async () => {
  await at('2026-03-02');
  const id = await publish();
  await t.app.listen({ host: '127.0.0.1', port: 0 });
  const base = `http://127.0.0.1:${(t.app.server.address() as { port: number }).port}`;
  const stop = new AbortController();
  const reply = await fetch(`${base}/api/campaigns/${id}/events`, { headers: { cookie: await t.signIn(office) }, signal: stop.signal });
  expect(reply.headers.get('content-type')).toContain('text/event-stream');
  const items: number[] = [];
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const bytes of reply.body!) for (const m of decoder.decode(bytes as Uint8Array, { stream: true }).matchAll(/data: (.*)/g)) items.push((JSON.parse(m[1]!) as { changed: number }).changed);
  })().catch(() => undefined);
  await expect.poll(() => items.length).toBe(1);
  await move(liaison, await find(id, '教务处', '资产'), 'sign');
  await expect.poll(() => items.length).toBe(2);
  stop.abort();
  await reading;
  const stranger = await t.makeAccount('liaison', await t.makeUnit('旁观处'));
  expect((await fetch(`${base}/api/campaigns/${id}/events`, { headers: { cookie: await t.signIn(stranger) } })).status).toBe(404);
});

describe('hostile and broken documents', () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  test('none crashes the server, none is a five-hundred, each refusal says what to do', async () => {
    const docx = new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children: plan.split('\n').map((line) => new Paragraph(line)) }] })));
    const parts = unzipSync(docx);
    const pdf = encode(`%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 100000/Kids[${'2 0 R '.repeat(2000)}]>>endobj\ntrailer<</Root 1 0 R>>`);
    const cases: [string, Uint8Array, string][] = [
      ['a sound one', docx, '方案.docx'], ['GBK text under a Word name', new Uint8Array([0xd2, 0xbb, 0xa1, 0xa2, 0xb9, 0xa4, 0xd7, 0xf7]), '方案.docx'],
      ['a zip bomb', zipSync({ ...parts, 'word/document.xml': new Uint8Array(200 << 20) }, { level: 9 }), '方案.docx'],
      ['an entity', zipSync({ ...parts, 'word/document.xml': encode('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>') }), '方案.docx'],
      ['a macro', zipSync({ ...parts, 'word/vbaProject.bin': encode('Sub AutoOpen()') }), '方案.docm'], ['a path that climbs', zipSync({ ...parts, '../../etc/cron.d/x': encode('* * * * * root id') }), '方案.docx'],
      ['a circle of pages', pdf, '方案.pdf'], ['a mere head', encode('%PDF-1.7'), '方案.pdf'], ['an old Word head', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array.from({ length: 600 }, (_, i) => i % 251)]), '方案.doc'],
      ['nulls', new Uint8Array(5000), '方案.txt'], ['a name that climbs', encode(plan), '../../../方案.txt'], ['a program', new Uint8Array([0x4d, 0x5a, ...Array.from({ length: 300 }, () => 0x90)]), '方案.docx'],
      ['a page with a script', encode('<html><script>alert(1)</script><body>一、工作任务</body></html>'), '方案.html'],
      ...Array.from({ length: 24 }, (_, i) => [`cut at ${i}/24`, docx.slice(0, Math.floor((docx.length * i) / 24)), '方案.docx'] as [string, Uint8Array, string]),
      ...Array.from({ length: 24 }, (_, i) => { const bad = docx.slice(); for (let k = 0; k < 40; k++) bad[(i * 7919 + k * 104729) % bad.length] = (i * 31 + k * 17) % 256; return [`changed ${i}`, bad, '方案.docx'] as [string, Uint8Array, string]; }),
    ];
    for (const [name, bytes, file] of cases) {
      const reply = await t.as(office).upload('/api/campaigns/upload', bytes, file);
      expect([201, 413, 422], `${name}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 200)}`).toContain(reply.status);
      if (reply.status !== 201) expect(reply.body.message, name).toMatch(/[请可]/);
      if (reply.status === 201) expect(JSON.stringify(reply.body), name).not.toMatch(/root:|cron/);
    }
    expect((await t.as(office).get('/api/campaigns')).status).toBe(200);
  }, 180_000);
});
