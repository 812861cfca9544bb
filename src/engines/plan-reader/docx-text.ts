import { counterLabels } from './docx-numbering.ts';
import { attribute, unescape, xmlTokens } from './xml-tokens.ts';

interface Row {
  cells: string[];
  /** Cells that go on from the row above (vMerge without restart). */
  merged: boolean[];
}
/** Parts of a document that are not its text: deleted runs, field codes, the second copy of a drawing. */
const hidden = new Set(['w:del', 'w:instrText', 'mc:Fallback', 'w:moveFrom', 'w:delText', 'w:sdtPr', 'w:rPr', 'w:sectPr', 'w:pPrChange']);

/** The text of word/document.xml: a paragraph a line, a table row a line of tab-separated cells, automatic numbers written out. */
export function docxText(document: string, numbering: string | undefined, styles: string | undefined): string {
  const labels = counterLabels(numbering, styles);
  const lines: string[] = [];
  const paragraphs: { text: string[]; numId?: string; level?: number; style?: string }[] = [];
  const tables: { rows: Row[]; row: Row | undefined; cell: string[] | undefined; merge: boolean }[] = [];
  const skipped: string[] = [];
  let inText = false;
  const write = (line: string): void => {
    const cell = tables.at(-1)?.cell;
    if (cell) {
      if (line.trim() !== '') cell.push(line.trim());
    } else lines.push(line);
  };
  for (const { name, kind, body } of xmlTokens(document)) {
    if (skipped.length > 0) {
      if (kind === 'open' && name === skipped.at(-1)) skipped.push(name);
      if (kind === 'close' && name === skipped.at(-1)) skipped.pop();
      continue;
    }
    if (kind === 'open' && hidden.has(name)) {
      skipped.push(name);
      continue;
    }
    const paragraph = paragraphs.at(-1);
    const table = tables.at(-1);
    if (kind === 'text') {
      if (inText && paragraph) paragraph.text.push(unescape(body));
      continue;
    }
    if (name === 'w:t') inText = kind === 'open';
    else if (name === 'w:p') {
      if (kind === 'open') paragraphs.push({ text: [] });
      else if (kind === 'close') {
        const done = paragraphs.pop();
        if (done) {
          const text = done.text.join('');
          const label = text.trim() === '' ? '' : labels(done.style, done.numId, done.level);
          for (const line of (label + text).split('\n')) write(line);
        }
      }
    } else if (paragraph && (name === 'w:br' || name === 'w:cr')) paragraph.text.push(attribute(body, 'w:type') === 'page' ? '' : '\n');
    else if (paragraph && name === 'w:tab' && kind === 'empty' && !body.includes('w:pos')) paragraph.text.push(table ? ' ' : '    ');
    else if (paragraph && name === 'w:noBreakHyphen') paragraph.text.push('-');
    else if (paragraph && name === 'w:numId') paragraph.numId = attribute(body, 'w:val') ?? '';
    else if (paragraph && name === 'w:ilvl') paragraph.level = Number(attribute(body, 'w:val') ?? '0');
    else if (paragraph && name === 'w:pStyle') paragraph.style = attribute(body, 'w:val') ?? '';
    else if (name === 'w:tbl') {
      if (kind === 'open') tables.push({ rows: [], row: undefined, cell: undefined, merge: false });
      else if (kind === 'close') {
        const done = tables.pop();
        if (done) for (const line of rowLines(done.rows)) write(line);
      }
    } else if (table && name === 'w:tr') {
      if (kind === 'open') table.row = { cells: [], merged: [] };
      else if (table.row) table.rows.push(table.row);
    } else if (table && name === 'w:tc') {
      if (kind === 'open') {
        table.cell = [];
        table.merge = false;
      } else if (table.row) {
        table.row.cells.push((table.cell ?? []).join(' '));
        table.row.merged.push(table.merge);
        table.cell = undefined;
      }
    } else if (table && name === 'w:vMerge') table.merge = attribute(body, 'w:val') !== 'restart';
  }
  return lines.join('\n');
}

/** A merged cell speaks for every row it spans. */
function rowLines(rows: readonly Row[]): string[] {
  const above: string[] = [];
  return rows.map(({ cells, merged }) => {
    const full = cells.map((cell, i) => (merged[i] && cell.trim() === '' ? above[i] ?? '' : cell));
    full.forEach((cell, i) => { above[i] = cell; });
    return full.map((c) => c.replace(/[\t\n]/g, ' ').trim()).join('\t');
  });
}
