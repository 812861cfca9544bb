import type { Block, Table } from './document.ts';

/** How far the tasks of a campaign are. `cases` (办理单) is a task × unit × period: done, in progress and overdue count these; the number of tasks itself where left out. `overdue` counts those past their deadline and not done. */
export type Totals = { tasks: number; cases?: number; units: number; done: number; doneOnTime?: number; inProgress: number; overdue: number };

/** 3 of 8 → 37.5%; of nothing → —. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? `${((part / whole) * 100).toFixed(1)}%` : '—';
}

/** 分解任务 … 完成率 …, the figures of every report in the same words. */
export function totalsText(totals: Totals): string {
  const all = totals.cases ?? totals.tasks;
  // tasks are counted in 项; what units hand in is another count and has another name
  const [measure, whole] = all === totals.tasks ? ['项', '任务总数'] : ['份', '办理单总数'];
  const onTime = totals.doneOnTime === undefined ? '' : `，其中按期完成${totals.doneOnTime}${measure}`;
  const overdue = totals.overdue === 0 ? '无逾期未完成任务' : `逾期未完成${totals.overdue}${measure}，占${whole}的${percent(totals.overdue, all)}`;
  return `共分解任务${totals.tasks}项，涉及责任单位${totals.units}个${all === totals.tasks ? '' : `，按单位和期次形成办理单${all}份`}。目前已完成${all === totals.tasks ? '' : '办理单'}${totals.done}${measure}，完成率${percent(totals.done, all)}${onTime}；正在推进${totals.inProgress}${measure}；${overdue}。`;
}

/** A table with a first column 序号. */
export function numberedTable(columns: Table['columns'], rows: string[][], rest: Partial<Table> = {}): Table {
  return {
    type: 'table', ...rest,
    columns: [{ title: '序号', width: rest.landscape ? 1.7 : 1.2, align: 'center' }, ...columns],
    rows: rows.map((row, i) => [String(i + 1), ...row]),
  };
}

export const heading = (level: 1 | 2 | 3 | 4, text: string): Block => ({ type: 'heading', level, text });
export const paragraph = (text: string): Block => ({ type: 'paragraph', text });

/** Points as （一） … in one paragraph each; nothing for an empty list. */
export function points(items: readonly string[]): Block[] {
  return items.map((text, i) => paragraph(`${i + 1}.${withStop(text)}`));
}

export function withStop(text: string): string {
  const trimmed = text.trim();
  return /[。！？；…]$/.test(trimmed) || trimmed === '' ? trimmed : `${trimmed.replace(/[，,、.;：:]$/, '')}。`;
}

export type Contact = { name: string; phone?: string; email?: string };

/** 联系人：张示例，联系电话：0000-0000，电子邮箱：… */
export function contactText(contact: Contact): string {
  return [
    `联系人：${contact.name}`,
    contact.phone ? `联系电话：${contact.phone}` : '',
    contact.email ? `电子邮箱：${contact.email}` : '',
  ].filter((part) => part !== '').join('，');
}

/** What every document has above and below its text. */
export type Frame = {
  letterhead?: string;
  number?: string;
  issuer?: string;
  issuedOn?: string;
  addressee?: string;
  cc?: string;
  printedBy?: string;
  contact?: Contact;
};

/** The frame's part of a Gongwen. */
export function framed(frame: Frame) {
  return {
    ...(frame.letterhead && { letterhead: frame.letterhead }),
    ...(frame.number && { number: frame.number }),
    ...(frame.issuer && { issuer: frame.issuer }),
    ...(frame.issuedOn && { issuedOn: frame.issuedOn }),
    ...(frame.addressee && { addressee: frame.addressee }),
    ...(frame.cc && { cc: frame.cc }),
    ...(frame.printedBy && { printedBy: frame.printedBy }),
    ...(frame.contact && { note: contactText(frame.contact) }),
  };
}
