import type { Gongwen } from './document.ts';
import { framed, paragraph, type Frame } from './figures.ts';
import { chineseDate } from './text.ts';

export type BreakdownTask = {
  /** Number in the plan; the row's place when left out. */
  serial?: string;
  title: string;
  /** 牵头单位. */
  lead: string[];
  /** 配合单位, or where nobody leads the units that answer. */
  support: string[];
  /** YYYY-MM-DD, or words such as 每月底前. */
  due: string;
  /** 工作要求或指标. */
  requirement?: string;
  /** 来源条款, e.g. 第三部分（二）. */
  clause?: string;
};

export type TaskBreakdown = Frame & {
  campaign: string;
  /** Documents that the tasks come from, e.g. 《关于……的通知》（示教〔2026〕5号）. */
  basis?: string[];
  tasks: BreakdownTask[];
};

/** 任务分解表: the whole document on turned pages. */
export function taskBreakdown(input: TaskBreakdown): Gongwen {
  const basis = input.basis?.length ? [paragraph(`依据${input.basis.join('、')}，现将各项任务分解如下。`)] : [];
  return {
    ...framed(input),
    landscape: true,
    title: `${input.campaign}任务分解表`,
    body: [...basis, {
      type: 'table',
      columns: [
        { title: '序号', width: 1.3, align: 'center' }, { title: '任务', width: 6 }, { title: '要求/指标', width: 6 },
        { title: '责任单位', width: 4.5 }, { title: '完成时限', width: 3.6, align: 'center' }, { title: '条款', width: 2.8 },
      ],
      rows: input.tasks.map((task, i) => [
        task.serial ?? String(i + 1), task.title, task.requirement ?? '', units(task), chineseDate(task.due), task.clause ?? '',
      ]),
    }],
  };
}

function units(task: BreakdownTask): string {
  const lead = task.lead.length > 0 ? `牵头：${task.lead.join('、')}` : '';
  const support = task.support.length > 0 ? `${lead === '' ? '' : '配合：'}${task.support.join('、')}` : '';
  return [lead, support].filter((part) => part !== '').join('\n');
}
