import type { Annex, Block, Gongwen } from './document.ts';
import { framed, heading, numberedTable, paragraph, points, totalsText, withStop, type Frame, type Totals } from './figures.ts';
import { chineseDate } from './text.ts';

export type ReportedTask = { title: string; /** Only where the document states one. */ lead: string[]; /** 配合单位, or where nobody leads the units that answer. */ support: string[]; due: string; /** 完成情况. */ state: string; completedOn?: string; result?: string };
export type UnfinishedTask = { title: string; units: string[]; reason: string; plan?: string };
export type EvidenceFile = { task: string; unit?: string; name: string; sha256: string; sizeBytes?: number; addedOn?: string };

export type FinalReport = Frame & {
  campaign: string;
  /** Documents that ordered the work. */
  basis?: string[];
  startsOn: string;
  endsOn: string;
  /** 组织领导, a paragraph each. */
  organisation: string[];
  /** 主要做法及成效. */
  work?: string[];
  totals: Totals;
  tasks: ReportedTask[];
  unfinished: UnfinishedTask[];
  evidence: EvidenceFile[];
  /** 下一步工作. */
  next: string[];
};

/** Hex digits of a digest that the catalogue shows; the whole one stays with the file. */
const DIGEST_SHOWN = 16;

/** 总结报告; the table of tasks and the catalogue of evidence are its annexes, on turned pages. */
export function finalReport(input: FinalReport): Gongwen {
  const both = input.tasks.length > 0 && input.evidence.length > 0;
  const see = (n: number) => `详见附件${both ? n : ''}`;
  return {
    ...framed(input),
    title: `关于${input.campaign}的总结报告`,
    body: [
      paragraph(`现将${input.campaign}有关情况报告如下。`),
      heading(1, '基本情况'),
      paragraph(`${input.basis?.length ? `根据${input.basis.join('、')}部署要求，` : ''}${input.campaign}自${chineseDate(input.startsOn)}开始，至${chineseDate(input.endsOn)}结束。${totalsText(input.totals).replace('目前已', '已')}`),
      heading(1, '组织领导'),
      ...texts(input.organisation, '本项工作按照既定职责分工组织实施。'),
      ...(input.work?.length ? [heading(1, '主要做法及成效'), ...texts(input.work, '')] : []),
      heading(1, '任务完成情况'),
      paragraph(input.tasks.length > 0 ? `${input.tasks.length}项任务的完成情况${see(1)}。` : '无单列任务。'),
      heading(1, '未完成事项及原因'),
      ...unfinishedList(input.unfinished),
      heading(1, '佐证材料'),
      paragraph(input.evidence.length > 0 ? `共归集佐证材料${input.evidence.length}份，均已登记SHA-256校验值，可据以核验材料是否被改动，目录${see(2)}。` : '未归集佐证材料。'),
      ...(input.next.length > 0 ? [heading(1, '下一步工作'), ...points(input.next)] : []),
    ],
    annexes: [...taskTable(input), ...evidenceCatalogue(input)],
  };
}

function texts(list: readonly string[], otherwise: string): Block[] {
  return list.length > 0 ? list.map((text) => paragraph(withStop(text))) : [paragraph(otherwise)];
}

function unfinishedList(tasks: readonly UnfinishedTask[]): Block[] {
  if (tasks.length === 0) return [paragraph('各项任务均已完成，无未完成事项。')];
  return [
    paragraph(`尚有${tasks.length}项任务未完成，具体情况及原因如下。`),
    numberedTable(
      [{ title: '任务', width: 4 }, { title: '责任单位', width: 2.8 }, { title: '未完成原因', width: 4 }, { title: '后续安排', width: 3.2 }],
      tasks.map((task) => [task.title, task.units.join('、'), task.reason, task.plan ?? '']),
    ),
  ];
}

function taskTable(input: FinalReport): Annex[] {
  if (input.tasks.length === 0) return [];
  return [{
    title: '任务完成情况表',
    blocks: [numberedTable(
      [{ title: '任务', width: 5.5 }, { title: '牵头单位', width: 3 }, { title: '责任（配合）单位', width: 3.4 }, { title: '完成时限', width: 3.9, align: 'center' }, { title: '完成情况', width: 2.4, align: 'center' }, { title: '完成日期', width: 3.9, align: 'center' }, { title: '工作成效', width: 3.4 }],
      input.tasks.map((task) => [task.title, task.lead.join('、'), task.support.join('、'), chineseDate(task.due), task.state, task.completedOn ? chineseDate(task.completedOn) : '', task.result ?? '']),
      { landscape: true },
    )],
  }];
}

function evidenceCatalogue(input: FinalReport): Annex[] {
  if (input.evidence.length === 0) return [];
  return [{
    title: '佐证材料目录',
    blocks: [numberedTable(
      [{ title: '所属任务', width: 4.6 }, { title: '提交单位', width: 3 }, { title: '文件名称', width: 6 }, { title: '大小', width: 2.3, align: 'right' }, { title: '提交日期', width: 3.6, align: 'center' }, { title: `SHA-256前${DIGEST_SHOWN}位`, width: 4.4, align: 'center' }],
      input.evidence.map((file) => [file.task, file.unit ?? '', file.name, file.sizeBytes === undefined ? '' : size(file.sizeBytes), file.addedOn ? chineseDate(file.addedOn) : '', file.sha256.slice(0, DIGEST_SHOWN)]),
      { landscape: true },
    )],
  }];
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
