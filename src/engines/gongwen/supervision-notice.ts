import type { Gongwen } from './document.ts';
import { contactText, framed, heading, numberedTable, paragraph, points, withStop, type Frame } from './figures.ts';
import { chineseDate } from './text.ts';

export type SupervisedTask = { task: string; requirement?: string; dueOn: string; daysOverdue: number };

export type SupervisionNotice = Omit<Frame, 'addressee'> & {
  /** 被督办单位. */
  unit: string;
  campaign: string;
  /** 第几次督办. */
  round?: number;
  /** Document that set the tasks, e.g. 《关于……的通知》（示校网信〔2026〕3号）. */
  basis?: string;
  overdue: SupervisedTask[];
  /** The day of the figures, YYYY-MM-DD; default issuedOn. */
  asOf?: string;
  /** 新要求期限, YYYY-MM-DD. */
  newDueOn: string;
  /** 反馈要求; a usual set when left out. */
  feedback?: string[];
  /** What follows when this date is missed too. */
  consequence?: string;
};

/** 督办通知 to one unit for its overdue tasks. */
export function supervisionNotice(input: SupervisionNotice): Gongwen {
  const due = chineseDate(input.newDueOn);
  const asOf = input.asOf ?? input.issuedOn;
  const { contact, ...frame } = input;
  return {
    ...framed(frame),
    addressee: input.unit,
    title: `关于${input.campaign}逾期任务的督办通知${input.round === undefined || input.round < 2 ? '' : `（第${input.round}次）`}`,
    body: [
      paragraph(`${input.basis ? `根据${input.basis}要求，` : ''}你单位承担的${input.campaign}任务中，${asOf ? `截至${chineseDate(asOf)}，` : ''}有${input.overdue.length}项超过规定期限仍未完成。现予督办，有关事项通知如下。`),
      heading(1, '督办事项'),
      numberedTable(
        [{ title: '任务', width: 4.5 }, { title: '要求', width: 4 }, { title: '原定期限', width: 3.2, align: 'center' }, { title: '逾期天数', width: 2, align: 'center' }],
        input.overdue.map((task) => [task.task, task.requirement ?? '', chineseDate(task.dueOn), String(task.daysOverdue)]),
      ),
      heading(1, '办理要求'),
      ...points([
        `请你单位高度重视，由主要负责人牵头组织办理，于${due}前完成上述任务`,
        `确因客观原因不能按期完成的，应当在${due}前书面说明原因，提出拟完成时间和推进措施，按程序申请延期`,
        input.consequence ?? '逾期仍未完成的，将按照有关规定予以通报',
      ]),
      heading(1, '反馈要求'),
      ...points(input.feedback ?? [`请于${due}前反馈任务完成情况，并附相关佐证材料`, '反馈材料须经本单位负责人审核']),
      ...(contact ? [paragraph(withStop(contactText(contact)))] : []),
    ],
  };
}
