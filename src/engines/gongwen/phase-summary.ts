import type { Gongwen } from './document.ts';
import { framed, heading, numberedTable, paragraph, points, totalsText, withStop, type Frame, type Totals } from './figures.ts';
import { chineseDate } from './text.ts';

export type PhaseTask = { title: string; units: string[]; due: string; /** 完成情况, e.g. 已完成, 推进中, 逾期. */ state: string; result?: string };

export type PhaseSummary = Frame & {
  campaign: string;
  /** e.g. 自查自纠阶段. */
  phase: string;
  startsOn: string;
  endsOn: string;
  totals: Totals;
  /** 主要做法. */
  work: string[];
  tasks: PhaseTask[];
  /** 存在问题. */
  problems: string[];
  /** 下一步安排. */
  next: string[];
};

/** 阶段小结. */
export function phaseSummary(input: PhaseSummary): Gongwen {
  return {
    ...framed(input),
    title: `${input.campaign}${input.phase}工作小结`,
    body: [
      heading(1, '总体进展'),
      paragraph(`${input.campaign}${input.phase}自${chineseDate(input.startsOn)}开始，至${chineseDate(input.endsOn)}结束。本阶段${totalsText(input.totals)}`),
      ...(input.work.length > 0 ? [heading(1, '主要做法'), ...input.work.map((text) => paragraph(withStop(text)))] : []),
      heading(1, '任务完成情况'),
      ...(input.tasks.length === 0 ? [paragraph('本阶段无单列任务。')] : [
        paragraph('本阶段各项任务完成情况如下。'),
        numberedTable(
          [{ title: '任务', width: 4 }, { title: '责任单位', width: 2.8 }, { title: '完成时限', width: 3.5, align: 'center' }, { title: '完成情况', width: 2.1, align: 'center' }, { title: '工作成效', width: 3 }],
          input.tasks.map((task) => [task.title, task.units.join('、'), chineseDate(task.due), task.state, task.result ?? '']),
        ),
      ]),
      heading(1, '存在问题'),
      ...(input.problems.length > 0 ? points(input.problems) : [paragraph('本阶段未发现影响整体进度的突出问题。')]),
      ...(input.next.length > 0 ? [heading(1, '下一步工作安排'), ...points(input.next)] : []),
    ],
  };
}
