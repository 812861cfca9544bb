import { squeeze } from './canonical.ts';
import { findDates, resolve } from './dates.ts';
import type { YearContext } from './dates.ts';
import type { Cell, Paragraph } from './normalise.ts';
import type { Phase } from './plan.ts';
import type { Duty } from './unit-notes.ts';
import { readItems } from './unit-notes.ts';

export type Column = 'number' | 'work' | 'lead' | 'unit' | 'due' | 'phase' | 'other';
const columns: readonly [Column, RegExp][] = [
  ['number', /^(?:序号|编号|序|项次|No\.?)$/i],
  ['lead', /牵头|主责|主办/],
  ['unit', /责任|负责(?:单位|部门|处室|科室|人)|配合|协办|协同|协助|协作|参与单位|承办|落实单位|实施单位|参加单位/],
  ['due', /时限|时间|期限|进度|完成日期|时间节点|起止/],
  ['phase', /^(?:工作|实施|行动)?阶段(?:名称)?$/],
  ['work', /任务|内容|工作|措施|举措|事项|要求|项目|目标任务/],
];
export const columnOf = (header: string): Column => {
  const s = squeeze(header);
  if (s === '' || s.length > 16) return 'other';
  return columns.find(([, pattern]) => pattern.test(s))?.[0] ?? 'other';
};

/** The head of a table that assigns work: a column for it and one for units, terms or phases. */
export function isTableHead(cells: readonly string[]): boolean {
  const kinds = cells.map(columnOf);
  return kinds.includes('work') && kinds.some((k) => k === 'unit' || k === 'lead' || k === 'due' || k === 'phase') && cells.every((c) => c.length <= 20);
}

export interface Row {
  /** Identity of the table the row belongs to: where its head stands. */
  table: number;
  number: string;
  work: Cell;
  /** From the work cell to the row's end. */
  start: number;
  end: number;
  duty: Duty;
  /** Texts of the cells for terms and for units: empty where the row leaves them open. */
  due: string;
  hasUnitColumn: boolean;
  hasDueColumn: boolean;
  phase: Cell | undefined;
}

/** Rows of tables that assign work: a head with a work column and one for units, terms or phases. */
export function workRows(paragraphs: readonly Paragraph[]): Map<Paragraph, Row | 'head'> {
  const rows = new Map<Paragraph, Row | 'head'>();
  let head: Column[] | undefined;
  let table = 0;
  for (const paragraph of paragraphs) {
    const { cells } = paragraph;
    if (!cells) {
      head = undefined;
      continue;
    }
    if (!head && isTableHead(cells.map((c) => c.text))) {
      head = cells.map((c) => columnOf(c.text));
      table = paragraph.start;
      rows.set(paragraph, 'head');
      continue;
    }
    if (!head) continue;
    const row = rowOf(paragraph, cells, head, table);
    if (row) rows.set(paragraph, row);
  }
  return rows;
}

function rowOf(paragraph: Paragraph, cells: readonly Cell[], head: readonly Column[], table: number): Row | undefined {
  const at = (kind: Column): Cell[] => cells.filter((_, i) => head[i] === kind);
  const work = at('work').find((c) => c.text.trim() !== '');
  if (!work || squeeze(work.text).length < 4) return undefined;
  const duty: Duty = { units: [], leads: [] };
  for (const [i, cell] of cells.entries()) {
    const kind = head[i];
    if (kind !== 'unit' && kind !== 'lead') continue;
    const value = squeeze(cell.text);
    if (value !== '' && !/^(?:—|-|\/|无)+$/.test(value)) readItems(value, kind === 'lead' ? 'lead' : 'plain', duty);
  }
  const due = at('due').map((c) => squeeze(c.text)).join('，');
  return {
    table, work, duty, due: /^(?:—|-|\/|无|，)*$/.test(due) ? '' : due,
    number: at('number').map((c) => squeeze(c.text).replace(/[.、．]$/, '')).join('') || '',
    start: work.start, end: paragraph.end,
    hasUnitColumn: head.includes('unit') || head.includes('lead'), hasDueColumn: head.includes('due') && !head.includes('phase'),
    phase: at('phase').find((c) => c.text.trim() !== ''),
  };
}


/** The phases of a table that has a column for them. */
export function tablePhases(rows: ReadonlyMap<Paragraph, Row | 'head'>, context: YearContext): Phase[] {
  const out: Phase[] = [];
  for (const row of rows.values()) {
    if (row === 'head' || !row.phase) continue;
    const title = squeeze(row.phase.text).replace(/（[^（）]*）$/, '');
    if (out.some((p) => p.title === title)) continue;
    const mention = findDates(`${row.due}`)[0] ?? findDates(squeeze(row.phase.text))[0];
    const span = mention ? resolve(mention, context) : { start: null, end: null };
    out.push({ title, start: mention && !mention.isRange && mention.limit ? null : span.start, end: span.end, span: [row.phase.start, row.end] });
  }
  return out;
}
