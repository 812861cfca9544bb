import type { TemplateValues } from '../../engines/gongwen/index.ts';
import { byTask, daysLate, dueText, stateNames, taskOf, totalsOf, whoAnswers, type FactRow, type Facts } from './report-facts.ts';

/** Fields that an organisation's own Word template may use, with what they mean. A loop is written {#任务}…{/任务}. */
export const templateFieldTable: { field: string; meaning: string; within?: string }[] = [
  { field: '标题', meaning: '公文标题' }, { field: '文号', meaning: '自动编排的发文字号' }, { field: '单位名称', meaning: '本单位名称' }, { field: '成文日期', meaning: '如 2026年11月20日' },
  { field: '行动名称', meaning: '专项行动的名称' }, { field: '行动文号', meaning: '下达任务的文件的文号' }, { field: '开始日期', meaning: '行动开始日期' }, { field: '结束日期', meaning: '行动结束日期' },
  { field: '被督办单位', meaning: '督办通知的主送单位' }, { field: '新期限', meaning: '督办通知改定的期限' },
  { field: '任务总数', meaning: '办理单总数（份）' }, { field: '任务项数', meaning: '任务的项数' }, { field: '完成数', meaning: '已完成的份数' }, { field: '逾期数', meaning: '逾期的份数' }, { field: '单位数', meaning: '涉及的单位数' },
  { field: '任务', meaning: '循环：每项任务一段' },
  { field: '序号', meaning: '任务序号', within: '任务' }, { field: '名称', meaning: '任务名称', within: '任务' }, { field: '牵头单位', meaning: '牵头单位，文件没有写明时为空', within: '任务' }, { field: '责任单位', meaning: '没有写明牵头时的各责任单位，否则同配合单位', within: '任务' }, { field: '配合单位', meaning: '配合单位', within: '任务' }, { field: '期限', meaning: '完成期限', within: '任务' }, { field: '完成情况', meaning: '如 3/5 已完成', within: '任务' },
  { field: '逾期任务', meaning: '循环：每项逾期一段' },
  { field: '任务名称', meaning: '逾期的任务，周期任务带期次', within: '逾期任务' }, { field: '要求', meaning: '任务的要求', within: '逾期任务' }, { field: '责任单位', meaning: '逾期的单位', within: '逾期任务' }, { field: '原期限', meaning: '原来的期限', within: '逾期任务' }, { field: '逾期天数', meaning: '逾期多少天', within: '逾期任务' },
];

export interface TemplateFrame { title: string; number: string; organisation: string; issuedOn: string; urgedUnit?: string; newDueOn?: string }
/** The same figures that the built-in layouts are written from, under the names of the table. */
export function templateValues(facts: Facts, rows: FactRow[], frame: TemplateFrame): TemplateValues {
  const totals = totalsOf(rows);
  return {
    标题: frame.title, 文号: frame.number, 单位名称: frame.organisation, 成文日期: frame.issuedOn, 行动名称: facts.name, 行动文号: facts.number ?? '', 开始日期: facts.start_on, 结束日期: facts.end_on,
    被督办单位: frame.urgedUnit ?? '', 新期限: frame.newDueOn ?? '', 任务总数: totals.cases, 任务项数: totals.tasks, 完成数: totals.done, 逾期数: totals.overdue, 单位数: totals.units,
    任务: byTask(rows).map(({ first, rows: g }, i) => ({ 序号: i + 1, 名称: first.task, 牵头单位: whoAnswers(g).lead.join('、'), 责任单位: whoAnswers(g).units.join('、'), 配合单位: whoAnswers(g).lead.length ? whoAnswers(g).units.join('、') : '', 期限: dueText(g), 完成情况: g.length === 1 ? stateNames[first.state] ?? '' : `${totalsOf(g).done}/${g.length} 已完成` })),
    逾期任务: rows.filter((r) => r.overdue).map((r) => ({ 任务名称: taskOf(r), 要求: r.requirement, 责任单位: r.unit, 原期限: r.due_on ?? '', 逾期天数: daysLate(r) })),
  };
}
