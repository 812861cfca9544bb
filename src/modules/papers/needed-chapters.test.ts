import { expect, test } from 'vitest';
import { chaptersOf, neededChapters, structureOf } from './needed-chapters.ts';

const plan = `示例大学网络安全检查工作方案\n一、工作目标\n摸清家底。\n二、主要任务\n各单位开展自查。\n三、保障措施\n加强领导。`;
const states = (structure: keyof typeof neededChapters, text: string) => Object.fromEntries(chaptersOf(structure, text).map((c) => [c.name, c.state]));

test('a work plan needs its goal, tasks, schedule and measures; the one that is missing is named', () => {
  expect(states('work_plan', plan)).toEqual({ 目标: 'heading', 任务: 'heading', 进度: 'missing', 措施: 'heading' });
  expect(states('work_plan', `${plan}\n四、时间安排\n三月底前完成。`)).toMatchObject({ 进度: 'heading' });
  expect(chaptersOf('work_plan', plan).find((c) => c.name === '目标')?.quote).toBe('一、工作目标');
  expect(chaptersOf('work_plan', plan).find((c) => c.name === '进度')?.words).toContain('时间安排');
});
test('a passing mention is told from a chapter, and the title alone is neither', () => {
  const report = `网络安全自查报告存在的突出问题\n一、工作开展情况\n本单位高度重视，已完成定级备案工作，并按照等级保护的要求完成了全部信息系统的测评与整改工作，效果良好。\n二、存在的突出问题\n口令较弱。`;
  expect(states('self_check', report)).toEqual({ 工作开展情况: 'heading', 等级保护与关键信息基础设施: 'mentioned', 存在的突出问题: 'heading', 下一步工作计划: 'missing' });
  expect(states('self_check', '网络安全自查报告：存在的突出问题')).toMatchObject({ 存在的突出问题: 'missing' });
});
test('a report about a self-check has chapters of its own', () => {
  expect([structureOf('report', '2026年网络安全自查报告'), structureOf('report', '2026年网络安全工作报告'), structureOf('work_plan', '自查方案')]).toEqual(['self_check', 'annual_report', 'work_plan']);
});
