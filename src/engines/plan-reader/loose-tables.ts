import { squeeze } from './canonical.ts';
import { findDates } from './dates.ts';
import { endsInBody } from './lexicon.ts';
import type { Line } from './normalise.ts';
import { markerOf } from './numbering.ts';
import { columnOf, isTableHead } from './tables.ts';
import type { Column } from './tables.ts';

/**
 * Tables that conversion has taken apart: columns parted by runs of blanks, or every cell on a line of its own.
 * Only a table that assigns work is put together again; its rows become lines of tab-separated cells.
 */
export function gatherTables(lines: readonly Line[]): Line[] {
  const out: Line[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] as Line;
    const taken = line.row || line.text.length > 60 ? 0 : spaced(lines, i, out) || stacked(lines, i, out);
    if (taken === 0) out.push(line);
    i += Math.max(1, taken);
  }
  return out;
}

const rowOf = (from: Line, cells: readonly string[]): Line => ({ ...from, text: cells.join('\t'), heading: 0, row: true, lone: false });
const columnsOf = (text: string): string[] => text.split(/ {2,}/).map((c) => c.trim());

/** 序号  工作任务  责任单位  完成时限, and rows printed alike. */
function spaced(lines: readonly Line[], at: number, out: Line[]): number {
  const head = columnsOf((lines[at] as Line).text);
  if (head.length < 3 || !isTableHead(head)) return 0;
  const rows: Line[] = [rowOf(lines[at] as Line, head)];
  let i = at + 1;
  for (; i < lines.length; i++) {
    const line = lines[i] as Line;
    const cells = columnsOf(line.text);
    if (line.row || cells.length < 2 || cells.length > head.length) break;
    rows.push(rowOf(line, fill(cells, head.map(columnOf))));
  }
  if (rows.length < 2) return 0;
  out.push(...rows);
  return i - at;
}

/** One cell a line: a head that begins with 序号, then 1, 2, 3… each before the cells of its row. */
function stacked(lines: readonly Line[], at: number, out: Line[]): number {
  if (columnOf((lines[at] as Line).text) !== 'number') return 0;
  let width = 1;
  while (width < 9 && !/^1[.、．]?$/.test(lines[at + width]?.text.trim() ?? '')) width++;
  const head = lines.slice(at, at + width).map((l) => l.text.trim());
  if (width < 3 || width > 8 || !isTableHead(head)) return 0;
  const kinds = head.map(columnOf);
  const rows: Line[] = [rowOf(lines[at] as Line, head)];
  let i = at + width;
  for (let n = 1; isNumber(lines[i], n); n++) {
    const cells: string[] = [];
    let k = i + 1;
    while (k < lines.length && k - i < 12 && !isNumber(lines[k], n + 1) && !begins(lines[k]) && !(cells.length >= width - 1 && !moreRows(lines, k, n + 1))) {
      cells.push((lines[k] as Line).text.trim());
      k++;
    }
    rows.push(rowOf(lines[i] as Line, [String(n), ...fill(cells, kinds.slice(1))]));
    i = k;
  }
  out.push(...rows);
  return i - at;
}
const isNumber = (line: Line | undefined, n: number): boolean => line !== undefined && new RegExp(`^${n}[.、．]?$`).test(line.text.trim());
/** A heading of the document ends the table. */
const begins = (line: Line | undefined): boolean => line !== undefined && (line.heading > 0 || ['cn', 'cnParen', 'chapter', 'article'].includes(markerOf(line.text)?.style ?? ''));
const moreRows = (lines: readonly Line[], from: number, n: number): boolean => lines.slice(from, from + 8).some((l) => isNumber(l, n));

const suits = (kind: Column, cell: string): boolean => {
  const s = squeeze(cell);
  const dated = findDates(s).length > 0 || /^(?:长期|全年|持续|常态|每|即时|按|年底|年内)/.test(s);
  if (kind === 'due') return dated && s.length <= 24;
  if (kind === 'unit' || kind === 'lead') return s.length <= 60 && !dated && endsInBody.test(s.replace(/(?:牵头|配合|负责)$/, '')) && !/。/.test(s);
  return !(dated && s.length <= 14);
};

/** Cells put under their columns: as they come where they are as many, by what they are like where some are blank or broken. */
function fill(cells: readonly string[], kinds: readonly Column[]): string[] {
  if (cells.length === kinds.length) return [...cells];
  const row = kinds.map(() => '');
  let at = 0;
  for (const cell of cells) {
    let k = at;
    while (k < kinds.length && !suits(kinds[k] as Column, cell)) k++;
    if (k === kinds.length) k = Math.min(at, kinds.length - 1);
    row[k] = row[k] === '' ? cell : `${row[k]}${cell}`;
    // a cell of several paragraphs goes on until another column suits better
    at = kinds[k] === 'work' && cells.length > kinds.length ? k : k + 1;
    if (at === k && kinds[k + 1] && cells.length <= kinds.length) at = k + 1;
  }
  return row;
}
