import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { auditObjects } from '../../audit-words.ts';
import { sql } from '../database.ts';

let t: TestApp;
let auditor: User;
let office: User;
beforeAll(async () => {
  t = await openTestApp();
  auditor = (await t.setUp()).audit_admin;
  await t.makeUnit('示例大学');
  office = await t.makeAccount('office');
});
afterAll(() => t.close());
const rows = async (query: string) => (await t.as(auditor).get(`/api/audit?${query}`)).body.items as { action: string; object_type: string; object_word: string; object_name: string; result: string; before: unknown; after: Record<string, unknown>; changes: { field: string; before: string | null; after: string | null }[] }[];

test('every kind of object that a handler notes has a word, and its query runs', async () => {
  const src = join(import.meta.dirname, '../..');
  const noted = new Set((readdirSync(src, { recursive: true }) as string[]).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts')).flatMap((f) => [...readFileSync(join(src, f), 'utf8').matchAll(/object_type: '(\w+)'/g)].map((m) => m[1]!)));
  expect(noted.size).toBeGreaterThan(40);
  expect([...noted].filter((type) => !auditObjects[type])).toEqual([]);
  for (const { named } of Object.values(auditObjects)) if (named) await sql.raw(`select x.id::uuid, x.name::text from (${named}) x limit 1`).execute(t.db);
});
test('a row says by name what it is about, what changed field by field in Chinese, and asks the database no more for it', async () => {
  const unit = (await t.as(office).post('/api/units', { parent_id: null, name: '信息学院', kind: 'college' })).body;
  const draft = (await t.as(office).post('/api/campaigns', { text: '示例大学网络安全检查工作方案\n\n一、工作任务\n\n（一）开展自查。各部门要开展自查，2026年1月1日前完成。\n' })).body;
  await t.as(office).delete(`/api/campaigns/${draft.campaign.id}`);
  const [removed] = await rows('action=campaigns.remove_draft');
  // gone from the tables: the last letters of the id, for the first are the time
  expect(removed).toMatchObject({ object_word: '专项行动', object_name: `…${draft.campaign.id.slice(-8)}` });
  const [made] = await rows('action=organisation.create_unit');
  expect(made).toMatchObject({ object_word: '机构', object_name: '信息学院', result: 'ok' });
  expect(unit.name).toBe('信息学院');
  expect(made!.changes).toContainEqual({ field: '名称', before: null, after: '信息学院' });
  const before = t.statements();
  await rows('size=200');
  expect(t.statements() - before).toBeLessThanOrEqual(8);
});
test.each([
  ['empty', Buffer.alloc(0), '空.docx', 'file.empty', '文件是空的'],
  ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), '病毒.exe', 'file.not_allowed', '不接收'],
])('an upload that is refused, %s, leaves a failed row with its name and why', async (_, bytes, name, code, why) => {
  expect((await t.as(office).upload('/api/campaigns/upload', bytes, name)).status).toBe(422);
  const [row] = await rows('result=failed');
  expect(row).toMatchObject({ action: 'campaigns.upload', result: 'failed', after: { code, file: name } });
  expect(row!.changes.find((c) => c.field === '原因')!.after).toContain(why);
});
test('leaves as a sheet in Chinese with the time of Beijing', async () => {
  const csv = (await t.as(auditor).get('/api/audit.csv')).bytes.toString();
  const made = csv.split('\r\n').find((l) => l.includes('信息学院'))!;
  expect(made).toMatch(/^"\d+","\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",/);
  expect(made).toContain('"新建机构","机构","信息学院","成功"');
  expect(made).toContain('名称：信息学院');
  expect(csv).toContain('"失败"');
  expect(csv.split('\r\n')[0]).not.toMatch(/[a-z]{4}/);
});
test('is summed up for the auditor, each figure by its filter', async () => {
  await t.anonymous.post('/api/session', { user_name: 'nobody-here', password: 'Canary-Secret-9!' });
  await t.as(auditor).post('/api/audit/verify');
  const s = (await t.as(auditor).get('/api/audit/summary')).body;
  const total = async (query: string) => (await t.as(auditor).get(`/api/audit?from=${s.since}&${query}`)).body.total as number;
  expect(s).toMatchObject({ refused: await total('result=refused'), sign_ins_refused: await total('result=refused&action=identity.sign_in'), exports: await total('what=exports'), verified: { by: '审计管理员丙', ok: true } });
  expect(s.exports).toBe(1);
  expect(s.sign_ins_refused).toBe(1);
  expect(s.verified.rows).toBeGreaterThan(5);
  expect((await t.as(office).get('/api/audit/summary')).status).toBe(403);
});
test('the first steps of a house tick themselves', async () => {
  const steps = (await t.as(auditor).get('/api/first-steps')).body;
  expect(steps).toEqual({ units: true, accounts: true, roles: true, settings: false, duties: false, campaign: false, audit: true });
});
