import type { Block, Gongwen } from './document.ts';
import { framed, heading, numberedTable, paragraph, percent, points, totalsText, withStop, type Frame, type Totals } from './figures.ts';
import { chineseDate } from './text.ts';

export type UnitProgress = { unit: string; total: number; done: number; inProgress: number; overdue: number };
export type OverdueTask = { task: string; unit: string; dueOn: string; daysOverdue: number };

export type Bulletin = Frame & {
  campaign: string;
  /** 第几期. */
  issue?: number;
  /** The day of the figures, YYYY-MM-DD. */
  asOf: string;
  totals: Totals;
  units: UnitProgress[];
  overdue: OverdueTask[];
  /** 工作亮点 and the like, in the writer's words. */
  remarks?: string[];
  /** 下一步工作要求; a usual set when left out. */
  requirements?: string[];
};

/** 进展通报. Units are ranked here: by share done, then by fewer overdue; equals share a rank. */
export function bulletin(input: Bulletin): Gongwen {
  const asOf = chineseDate(input.asOf);
  const issue = input.issue === undefined ? '' : `（第${input.issue}期）`;
  return {
    ...framed(input),
    title: `关于${input.campaign}进展情况的通报${issue}`,
    body: [
      paragraph(`现将${input.campaign}截至${asOf}的进展情况通报如下。`),
      heading(1, '总体情况'),
      paragraph(`截至${asOf}，${input.campaign}${totalsText(input.totals)}`),
      ...(input.remarks ?? []).map((text) => paragraph(withStop(text))),
      heading(1, '单位进展排名'),
      ...ranking(input.units),
      heading(1, '逾期任务清单'),
      ...overdueList(input.overdue, asOf),
      heading(1, '下一步工作要求'),
      ...points(input.requirements ?? usualRequirements(input.overdue.length > 0)),
    ],
  };
}

function ranking(units: readonly UnitProgress[]): Block[] {
  if (units.length === 0) return [paragraph('本期暂无单位进展数据。')];
  const rate = (unit: UnitProgress) => (unit.total > 0 ? unit.done / unit.total : 0);
  const sorted = units.toSorted((a, b) => rate(b) - rate(a) || a.overdue - b.overdue || a.unit.localeCompare(b.unit, 'zh-CN'));
  let rank = 0;
  const rows = sorted.map((unit, i) => {
    const above = sorted[i - 1];
    if (!above || rate(above) !== rate(unit) || above.overdue !== unit.overdue) rank = i + 1;
    return [String(rank), unit.unit, String(unit.total), String(unit.done), String(unit.inProgress), String(unit.overdue), unit.total > 0 ? percent(unit.done, unit.total) : '—'];
  });
  return [
    paragraph('各责任单位按办理单（任务×单位×期次，单位：份）完成率由高到低排列，完成率相同的，逾期少的单位在前；两项均相同的，名次并列。'),
    {
      type: 'table', caption: '责任单位任务完成情况排名',
      columns: [
        { title: '名次', width: 1.2, align: 'center' }, { title: '单位', width: 4.5 }, { title: '应办', width: 1.4, align: 'center' },
        { title: '已完成', width: 1.4, align: 'center' }, { title: '推进中', width: 1.4, align: 'center' }, { title: '逾期', width: 1.2, align: 'center' },
        { title: '完成率', width: 1.6, align: 'center' },
      ],
      rows,
    },
  ];
}

function overdueList(tasks: readonly OverdueTask[], asOf: string): Block[] {
  if (tasks.length === 0) return [paragraph(`截至${asOf}，无逾期未完成任务。`)];
  const units = new Set(tasks.map((task) => task.unit)).size;
  const names = new Set(tasks.map((task) => task.task)).size;
  return [
    paragraph(`截至${asOf}，共有${names === tasks.length ? `${names}项任务` : `${names}项任务的${tasks.length}份办理单`}逾期未完成，涉及${units}个单位，具体如下。`),
    numberedTable(
      [{ title: '任务', width: 5 }, { title: '责任单位', width: 3.2 }, { title: '原定期限', width: 3.1, align: 'center' }, { title: '逾期天数', width: 1.9, align: 'center' }],
      tasks.map((task) => [task.task, task.unit, chineseDate(task.dueOn), String(task.daysOverdue)]),
      { caption: '逾期未完成任务清单' },
    ),
  ];
}

function usualRequirements(overdue: boolean): string[] {
  return [
    ...(overdue ? ['逾期任务责任单位要认真查找原因，明确整改措施和完成时限，尽快完成任务并提交佐证材料'] : []),
    '各责任单位要对照任务分解表倒排工期，确保各项任务按期保质完成',
    '各牵头单位要加强统筹协调，及时研究解决推进中的困难和问题，重要情况及时报告',
  ];
}
