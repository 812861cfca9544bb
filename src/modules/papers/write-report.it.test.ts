import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { documentText } from '../../engines/plan-reader/index.ts';
import { moveClockTo } from '../../kernel/clock.ts';

let t: TestApp;
let office: User;
let liaison: User;
let college: string;
beforeAll(async () => {
  moveClockTo(new Date('2026-11-20T02:00:00Z'));
  t = await openTestApp();
  await t.setUp('示例大学');
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  await t.makeUnit('文学院', root, 'college');
  office = await t.makeAccount('office');
  liaison = await t.makeAccount('liaison', college);
});
afterAll(async () => { moveClockTo(undefined); await t.close(); });
const textOf = async (fileId: string, name: string): Promise<string> => {
  const read = await documentText(new Uint8Array((await t.as(office).get(`/api/files/${fileId}`)).bytes), name);
  if (!read.ok) throw new Error(read.reason);
  return read.text;
};

describe('reports written from the data', () => {
  test('the yearly report states the year’s figures, lacks no chapter, and can be sent upward as it is', async () => {
    const api = t.as(office);
    const draft = (await api.post('/api/campaigns', { text: '示例大学网络安全自查工作方案\n\n一、工作任务\n\n（一）开展自查。计算机学院要开展网络安全自查。（责任单位：计算机学院、文学院，2026年6月1日前完成）\n' })).body;
    await api.post(`/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version });
    const [a] = (await t.as(liaison).get(`/api/assignments?campaign_id=${draft.campaign.id}`)).body.items;
    await t.as(liaison).post(`/api/assignments/${a.id}/moves`, { version: a.version, action: 'submit', note: '已自查' });
    await api.post(`/api/assignments/${a.id}/moves`, { version: (await api.get(`/api/assignments/${a.id}`)).body.version, action: 'approve' });
    await api.post('/api/responsibility/letters', { year: 2026, unit_ids: [college], signed_on: '2026-03-01', party_a: '示例大学' });
    await api.post('/api/papers/matters', { title: '门户网站被篡改', kind: 'incident', level: 'serious', happened_at: '2026-05-20T08:30:00+08:00', found_at: '2026-05-20T09:00:00+08:00', content: '已处置', rule_keys: ['incident.other'] });
    const made = (await api.post('/api/papers/annual-reports', { year: 2026, addressee: '示例区委网信办' })).body;
    expect(made).toMatchObject({ kind: 'report', title: '示例大学2026年网络安全工作报告', edition: 1, missing: [] });
    expect(made.number).toMatch(/〔2026〕\d+号$/);
    const text = (await textOf(made.file.id, made.file.name)).replace(/\s/g, '');
    for (const words of ['示例区委网信办：', '专项行动1项，分解办理任务2项，已完成1项，完成率50.0%', '责任书单位2个，已签订1个，签订率50.0%', '应报1项，已报0项，待报0项，应报未报1项', '1项任务逾期未完成', '继续推进《示例大学网络安全自查工作方案》', made.number]) expect(text).toContain(words);
    const report = (await api.post('/api/papers/reports', { title: '年度网络安全工作报告', recipient: '示例区委网信办', due_on: '2026-12-15' })).body;
    expect(await api.post(`/api/papers/reports/${report.id}/own-file`, { own_document_id: report.id })).toMatchObject({ status: 422, body: { code: 'report.no_edition' } });
    await api.post(`/api/papers/reports/${report.id}/own-file`, { own_document_id: made.id });
    const sent = (await api.post(`/api/papers/reports/${report.id}/moves`, { version: 1, action: 'send' })).body;
    expect(sent).toMatchObject({ state: 'sent', on_time: true, files: [{ name: made.file.name }] });
    // a corrected copy is the next edition
    expect((await api.upload(`/api/papers/own/${made.id}/editions`, Buffer.from('示例大学2026年网络安全工作报告\n\n一、责任制\n'), '改后.txt')).body).toMatchObject({ edition: 2, missing: expect.arrayContaining(['存在问题']) });
  });

  test('how laws are carried out is told clause by clause, those that do not concern us left out', async () => {
    const api = t.as(office);
    const law = async (title: string) => (await api.post('/api/papers/superiors', { kind: 'law', text: `${title}\n\n第一条 为了保障安全，制定本法。\n\n第二条 各单位应当落实责任。\n\n第三条 各单位应当开展教育。\n` })).body;
    const [one, two] = [await law('示例安全法'), await law('示例保密法')];
    await api.post(`/api/papers/superiors/${one.id}/clauses/mark`, { clause_ids: [one.clauses[0].id], state: 'none' });
    await api.patch(`/api/papers/clauses/${one.clauses[1].id}`, { version: 1, state: 'done', measure: '已签订责任书', unit_id: college });
    const made = (await api.post('/api/papers/summaries', { superior_ids: [one.id, two.id] })).body;
    expect(made.title).toBe('关于《示例安全法》《示例保密法》落实情况的汇总报告');
    const text = (await textOf(made.file.id, made.file.name)).replace(/\s/g, '');
    for (const words of ['条款2条：已落实1条，落实率50.0%', '条款3条：已落实0条', '已签订责任书', '计算机学院', '尚有4条未落实']) expect(text).toContain(words);
    expect((await api.post('/api/papers/summaries', { superior_ids: [made.id] })).status).toBe(404);
  });
});
