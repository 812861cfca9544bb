import { unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { allJobs } from '../../app.ts';
import { Jobs } from '../../kernel/jobs.ts';
import { moveClockTo, now } from '../../kernel/clock.ts';

const plan = `示例大学网络安全专项整治行动实施方案

定于2026年3月2日至2026年6月30日开展专项整治行动，现制定方案如下。

一、工作任务

（一）各部门要全面梳理本单位建设、使用、管理的网站、信息系统、移动应用和小程序，逐一填报资产清单并明确责任人。（2026年4月10日前完成）

（二）组织演练。网络信息中心要组织应急演练，不少于1次。（责任单位：网络信息中心牵头，保卫处配合，2026年5月20日前完成）

（三）报送情况。各部门每周报送一次工作情况。（2026年6月20日前完成）
`;
let t: TestApp;
let office: User;
let liaison: User;
let id: string;
interface Row { id: string; task_title: string; unit_name: string; version: number; state: string; due_on: string; overdue: boolean; period_label: string | null; late_days: number | null; urged_due_on: string | null }
async function at(instant: string): Promise<void> {
  moveClockTo(new Date(instant));
  await t.db.updateTable('session').set({ last_seen_at: now().toISOString() }).execute();
}
const rows = async (unit?: string): Promise<Row[]> => (await t.as(office).get(`/api/assignments?campaign_id=${id}&size=500`)).body.items.filter((r: Row) => !unit || r.unit_name === unit);
const textOf = async (bytes: Buffer) => (await mammoth.extractRawText({ buffer: bytes })).value;
const write = (body: object) => t.as(office).post(`/api/campaigns/${id}/documents`, body);
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  await at('2026-03-02T02:00:00Z');
  const root = await t.makeUnit('示例大学');
  const names = ['教务处', '保卫处', '财务处', '人事处', '学生处', '科研处', '资产处', '后勤处'];
  const units = new Map<string, string>();
  for (const name of names) units.set(name, await t.makeUnit(name, root));
  await t.makeUnit('网络信息中心', root, 'centre');
  office = await t.makeAccount('office');
  liaison = await t.makeAccount('liaison', units.get('教务处')!);
  const draft = (await t.as(office).post('/api/campaigns', { text: plan })).body;
  id = draft.campaign.id;
  expect((await t.as(office).post(`/api/campaigns/${id}/publish`, { version: draft.campaign.version })).status).toBe(200);
});
afterAll(async () => { moveClockTo(undefined); await t.close(); });

test('a weekly task has each week that has begun as soon as the server runs, opened again by every job, none twice', async () => {
  const weeks = async () => (await rows('教务处')).filter((r) => r.period_label).map((r) => r.period_label!);
  expect(await weeks()).toHaveLength(1);
  await at('2026-04-15T02:00:00Z');
  const jobs = new Jobs(t.url, t.parts.log);
  await jobs.start(allJobs(t.parts).filter((j) => j.name === 'campaigns.open_periods'), true);
  await expect.poll(weeks, { timeout: 30_000 }).toHaveLength(7);
  await jobs.stop();
  await t.runJob('campaigns.remind');
  await t.runJob('campaigns.open_periods');
  expect(await weeks()).toHaveLength(7);
  expect(new Set(await weeks()).size).toBe(7);
});
test('a campaign published weeks after its start opens every week that has begun', async () => {
  const draft = (await t.as(office).post('/api/campaigns', { text: plan })).body;
  await t.as(office).post(`/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version });
  const opened = (await t.as(office).get(`/api/assignments?campaign_id=${draft.campaign.id}&size=500`)).body.items as Row[];
  expect(opened.filter((r) => r.unit_name === '教务处' && r.period_label)).toHaveLength(7);
});
test('督办 names the sentence and the week, shows on the tasks it names alone, and leaves their due date', async () => {
  const before = await rows('教务处');
  const late = before.filter((r) => r.overdue);
  expect(late.length).toBeGreaterThan(3);
  const urged = (await t.as(office).post(`/api/campaigns/${id}/urge`, { due_on: '2026-04-25' })).body;
  const documents = (await t.as(office).get(`/api/campaigns/${id}/documents`)).body as { unit_name: string; batch_id: string; file_id: string; number: string }[];
  expect(new Set(documents.map((d) => d.batch_id)).size).toBe(1);
  expect(new Set(documents.map((d) => d.unit_name)).size).toBe(urged.units);
  const own = documents.find((d) => d.unit_name === '教务处')!;
  const text = await textOf((await t.as(office).get(`/api/files/${own.file_id}`)).bytes);
  expect(text).toContain('逐一填报资产清单并明确责任人');
  expect(text).toMatch(/报送情况（[^）]*第10周/);
  expect(text).not.toContain('…');
  expect(text).toContain('专项整治行动逾期任务');
  expect(text).not.toContain('实施方案逾期');
  for (const r of await rows('教务处')) {
    expect(r.due_on).toBe(before.find((b) => b.id === r.id)!.due_on);
    expect(r.urged_due_on).toBe(r.overdue ? '2026-04-25' : null);
    const one = (await t.as(liaison).get(`/api/assignments/${r.id}`)).body;
    expect(one.supervision.map((s: { number: string }) => s.number)).toEqual(r.overdue ? [own.number] : []);
    if (r.overdue) expect(one.timeline.at(-1)).toMatchObject({ action: 'urge', note: expect.stringContaining('2026-04-25') });
  }
  const board = (await t.as(office).get(`/api/campaigns/${id}/board`)).body;
  expect(board.cells.filter((c: { g?: string }) => c.g === '2026-04-25').length).toBeGreaterThan(8);
});
test('what was handed in late stays marked for the reviewer and after it is done', async () => {
  const late = (await rows('教务处')).find((r) => r.overdue && !r.period_label)!;
  const sent = (await t.as(liaison).post(`/api/assignments/${late.id}/moves`, { version: late.version, action: 'submit', note: '已梳理完毕' })).body;
  expect(sent).toMatchObject({ state: 'to_review', overdue: false, late_days: 5, urged_due_on: null });
  await at('2026-04-20T02:00:00Z');
  const done = (await t.as(office).post(`/api/assignments/${late.id}/moves`, { version: sent.version, action: 'approve' })).body;
  expect(done).toMatchObject({ state: 'done', late_days: 5 });
});
test('a 总结报告 over unfinished work is asked for twice, looked at before a number is taken, and counts tasks and cases apart', async () => {
  expect(await write({ kind: 'final_report' })).toMatchObject({ status: 409, body: { code: 'document.unfinished', message: expect.stringMatching(/3 项任务（办理单 \d+ 份）/) } });
  const numbers = async () => (await t.db.selectFrom('number_series').select('last').where('series', 'like', 'document:%').executeTakeFirstOrThrow()).last;
  const before = await numbers();
  const preview = await t.as(office).get(`/api/campaigns/${id}/documents/preview?kind=final_report`);
  expect(preview.status).toBe(200);
  expect(await textOf(preview.bytes)).not.toMatch(/〔2026〕\d+号/);
  const table = await write({ kind: 'task_breakdown' });
  expect(table.body.number).toBeNull();
  expect(await numbers()).toBe(before);
  const report = await write({ kind: 'final_report', unfinished: true });
  expect(report.body.number).toMatch(/〔2026〕\d+号/);
  const text = await textOf((await t.as(office).get(`/api/files/${report.body.file_id}`)).bytes);
  expect(text).not.toContain('…');
  expect(text).toContain('示例大学网络安全专项整治行动自2026年3月2日开始');
  expect(text).toMatch(/共分解任务3项，涉及责任单位9个，按单位和期次形成办理单\d+份/);
  expect(text).toContain('3项任务的完成情况详见附件');
  // nobody leads what 各部门 answer for, and their names fill no column
  expect(text).toMatch(/各部门（共\d个单位）/);
  expect(text).not.toMatch(/教务处、保卫处、财务处/);
});
test('the list of evidence says the time of Beijing', async () => {
  const open = (await rows('教务处')).find((r) => r.state === 'to_sign')!;
  await at('2026-04-20T18:30:00Z');
  expect((await t.as(liaison).upload(`/api/assignments/${open.id}/files`, Buffer.from('截图说明'), '说明.txt')).status).toBe(201);
  const zip = unzipSync(new Uint8Array((await t.as(office).get(`/api/campaigns/${id}/evidence.zip`)).bytes));
  const list = new TextDecoder().decode(zip['佐证材料目录.csv']);
  expect(list).toContain('上传时间（北京时间）');
  expect(list).toMatch(/2026-04-21 02:30:\d\d/);
});
