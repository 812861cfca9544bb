import { AlignmentType, BorderStyle, HeadingLevel, Paragraph, Table, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlignTable, WidthType, type IParagraphOptions } from 'docx';
import type { Block, Column, List, Table as TableBlock } from './document.ts';
import { headingNumbers } from './heading-numbers.ts';
import { CHAR, face, FONT, SIZE, TEXT_WIDTH, WIDE_TEXT_WIDTH } from './page.ts';
import { TABLE_TEXT } from './styles.ts';
import { cleanLine, cleanText } from './text.ts';

/** Blocks that share a page direction become one section of the document. */
export type Run = { wide: boolean; children: (Paragraph | Table)[] };

const INDENT = { firstLine: 2 * CHAR, firstLineChars: 200 };
const HEADING = {
  1: { heading: HeadingLevel.HEADING_1, font: FONT.level1 },
  2: { heading: HeadingLevel.HEADING_2, font: FONT.level2 },
  3: { heading: HeadingLevel.HEADING_3, font: FONT.body },
  4: { heading: HeadingLevel.HEADING_4, font: FONT.body },
} as const;

/** One line of body text without indent; `options` change it. */
export function line(text: string, options: IParagraphOptions = {}): Paragraph {
  return new Paragraph({ ...options, children: [new TextRun(text)] });
}

export function emptyLine(count = 1): Paragraph[] {
  return Array.from({ length: count }, () => new Paragraph({}));
}

/** `turned`: every page is wide already. */
export function setBlocks(blocks: readonly Block[], turned = false): Run[] {
  const runs: Run[] = [];
  const number = headingNumbers();
  let level = 0;
  for (const block of blocks) {
    const wide = turned || (block.type === 'table' && block.landscape === true);
    let run = runs.at(-1);
    if (!run || run.wide !== wide) runs.push((run = { wide, children: [] }));
    if (block.type === 'heading') level = block.level;
    run.children.push(...(block.type === 'list' ? setList(block, level) : setBlock(block, number, wide)));
  }
  return runs;
}

function setBlock(block: Exclude<Block, List>, number: ReturnType<typeof headingNumbers>, wide: boolean): (Paragraph | Table)[] {
  switch (block.type) {
    case 'heading': {
      const { heading, font } = HEADING[block.level];
      const text = number(block.level, cleanLine(block.text));
      return [new Paragraph({ heading, indent: INDENT, keepNext: true, children: [new TextRun({ text, font: face(font) })] })];
    }
    case 'paragraph': return bodyText(block.text);
    case 'table': return setTable(block, wide);
  }
}

/** Items count one level below the heading that they stand under: 1. or, below a 1., （1）. */
function setList(list: List, level: number): Paragraph[] {
  return list.items.flatMap((item, i) => {
    const number = list.ordered === false ? '' : level < 3 ? `${i + 1}.` : `（${i + 1}）`;
    return bodyText(number + cleanText(item).trimStart());
  });
}

function bodyText(text: string): Paragraph[] {
  const lines = cleanText(text).split('\n').map((part) => part.trim()).filter((part) => part !== '');
  return lines.map((part) => line(part, { indent: INDENT }));
}

function setTable(block: TableBlock, wide: boolean): (Paragraph | Table)[] {
  const widths = columnWidths(block.columns, wide ? WIDE_TEXT_WIDTH : TEXT_WIDTH);
  const head = new TableRow({
    tableHeader: true, cantSplit: true,
    children: block.columns.map((column, i) => cell(column.title, widths[i] ?? 0, 'center', FONT.level1)),
  });
  const rows = block.rows.map((row) => new TableRow({
    cantSplit: true,
    children: block.columns.map((column, i) => cell(row[i] ?? '', widths[i] ?? 0, column.align ?? 'left', FONT.body)),
  }));
  const caption = block.caption === undefined ? [] : [new Paragraph({
    alignment: AlignmentType.CENTER, keepNext: true,
    children: [new TextRun({ text: cleanLine(block.caption), font: face(FONT.level1), size: SIZE.imprint })],
  })];
  const border = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
  return [...caption, new Table({
    rows: [head, ...rows], columnWidths: widths, layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    margins: { top: 40, bottom: 40, left: 80, right: 80 },
    borders: { top: border, bottom: border, left: border, right: border, insideHorizontal: border, insideVertical: border },
  })];
}

/** Shares of the width in whole twips that add up to it exactly. */
export function columnWidths(columns: readonly Column[], total: number): number[] {
  const shares = columns.map(({ width }) => (width !== undefined && Number.isFinite(width) && width > 0 ? width : 1));
  const sum = shares.reduce((a, b) => a + b, 0);
  const widths = shares.map((share) => Math.floor((share / sum) * total));
  const rest = total - widths.reduce((a, b) => a + b, 0);
  return widths.map((width, i) => (i === widths.length - 1 ? width + rest : width));
}

function cell(text: string, width: number, align: 'left' | 'center' | 'right', font: string): TableCell {
  const lines = cleanText(text).split('\n').map((part) => part.trim());
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    children: lines.map((part) => new Paragraph({
      style: TABLE_TEXT, alignment: align,
      children: [new TextRun({ text: part, font: face(font) })],
    })),
  });
}
