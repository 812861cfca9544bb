import { expect, test } from 'vitest';
import { hazardBulletin, readPage, rectificationNotice, repairReport, responseReport, superiorReport, writeGongwen, type Gongwen } from './index.ts';
import { pictureOf } from './picture.ts';

const png = Uint8Array.from(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'));
const frame = { letterhead: '示例大学网信办文件', number: '示网信〔2026〕1号', issuer: '示例大学网信办', issuedOn: '2026-11-20', printedBy: '示例大学网信办' };
const read = async (doc: Gongwen) => readPage(await writeGongwen(doc))!;
const words = async (doc: Gongwen): Promise<string> => (await read(doc)).map((b) => ('text' in b ? b.text : b.type === 'table' ? [b.head, ...b.rows].flat().join('|') : '')).join('\n');

test('what was written reads back: head, number, red line, title, headings, table, picture, imprint', async () => {
  const doc = rectificationNotice({ ...frame, kind: 'order', unit: '计算机学院', source: '技术检测', dueOn: '2026-12-01', reportTo: ['宣传部'], hazards: [{ number: 'YH2026-000001', title: '弱口令 <admin>', severity: '高危', system: '选课', where: '10.1.1.1', found: '2026-11-01', remedy: '改', dueOn: '2026-12-01', evidence: 'admin/123456', pictures: [{ name: '截图.png', bytes: png }, { name: '坏图.png', bytes: new Uint8Array([1, 2, 3]) }] }] });
  const blocks = await read(doc);
  expect(blocks.map((b) => b.type).slice(0, 4)).toEqual(['letterhead', 'number', 'rule', 'title']);
  expect(blocks.find((b) => b.type === 'table')).toMatchObject({ head: ['序号', '隐患编号', '隐患名称', '等级', '系统和位置', '整改期限'], rows: [['1', 'YH2026-000001', '弱口令 <admin>', '高危', '选课：10.1.1.1', '2026年12月1日']] });
  expect(blocks.filter((b) => b.type === 'picture')).toHaveLength(1);
  const text = await words(doc);
  for (const part of ['检测记录摘录：admin/123456', '坏图.png', '并报送宣传部', '2026年11月20日印发']) expect(text).toContain(part);
  expect(readPage(new Uint8Array([1, 2]))).toBeUndefined();
});
test('the size of a picture is read, and nothing of what is none', () => {
  expect(pictureOf(png)).toEqual({ kind: 'png', width: 1, height: 1 });
  expect(pictureOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 20, 0, 30, 3, 0, 0, 0]))).toEqual({ kind: 'jpg', width: 30, height: 20 });
  expect([new Uint8Array(0), new Uint8Array([0xff, 0xd8, 0xff]), new Uint8Array(40)].map(pictureOf)).toEqual([undefined, undefined, undefined]);
});
const hazard = { number: 'YH1', title: '弱口令', severity: '高危', where: 'a', dueOn: '2026-12-01', measure: '已改', state: '已清零', retest: '未再发现', evidence: ['后.png'], unit: '甲', done: true };
test('a unit\'s report has its eight parts; what is unfinished is named', async () => {
  const text = await words(repairReport({ unit: '甲', noticeNumber: '〔2026〕1号', noticeTitle: '通知', receivedOn: '2026-11-20', received: '', hazards: [hazard, { ...hazard, number: 'YH2', done: false, measure: '', retest: '' }], causes: '不严', measures: '改', results: '', plan: '下月完成', longTerm: '季查', signedBy: null, signedOn: null }));
  for (const part of ['收到通知情况', '问题清单', '原因分析', '整改措施', '整改结果与佐证', '复测结果', '未完成项计划', '长效措施', '整改率50.0%', '尚有1处未完成：YH2', '单位负责人签字（盖章）：']) expect(text).toContain(part);
});
test('a report upward names each hazard, what came of it, and the rounds before', async () => {
  const text = await words(superiorReport({ ...frame, signer: '校长甲', addressee: '示例市网信办', noticeTitle: '通报', noticeNumber: '7号', receivedOn: '2026-11-01', round: 2, situation: '', nextSteps: '', feedback: [{ round: 1, receivedOn: '2026-11-10', content: '再改' }], hazards: [hazard, { ...hazard, number: 'YH2', done: false, unit: '乙', plan: '分三步' }] }));
  for (const part of ['签发人：', '（第2次）', '隐患2处、责任单位2个', '2026年11月10日反馈意见：再改', '分三步', '未再发现']) expect(text).toContain(part);
});
test('a bulletin ranks units with shared ranks; rates of nothing are a dash', async () => {
  const unit = (name: string, total: number, cleared: number, overdue = 0) => ({ unit: name, total, cleared, open: total - cleared, overdue, critical: 0, high: 0 });
  const doc = hazardBulletin({ ...frame, title: '月报', from: '2026-11-01', to: '2026-11-30', asOf: '2026-11-30', found: 3, clearedInPeriod: 1, totals: { total: 10, open: 6, cleared: 4, overdue: 1, toVerify: 0, unowned: 0, reopened: 0, meanDays: 2.5 }, severities: [], units: [unit('乙', 4, 2), unit('甲', 2, 1), unit('丙', 4, 1, 1)], letters: { issued: 0, signed: 0, notified: 0, answered: 0 }, warnings: [], problems: [], remarks: ['多'], requirements: [] });
  const table = (await read(doc)).filter((b) => b.type === 'table').at(-1)!;
  expect(table.rows.map((r) => [r[0], r[1], r[8]])).toEqual([['1', '乙', '50.0%'], ['1', '甲', '50.0%'], ['3', '丙', '25.0%']]);
  expect(await words(doc)).toContain('处置反馈率—');
  expect(await words(responseReport({ ...frame, title: '报告', from: '2026-01-01', to: '2026-12-31', units: [], superiors: [], warnings: { published: 0, units: 0, answered: 0 } }))).toContain('本期没有收到上级通报');
});
