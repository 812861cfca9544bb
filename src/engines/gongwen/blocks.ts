import { AlignmentType, HeadingLevel, ImageRun, LineRuleType, Paragraph, TextRun, type IParagraphOptions, type Table } from 'docx';
import type { Block, List, Picture, Table as TableBlock } from './document.ts';
import { headingNumbers } from './heading-numbers.ts';
import { CHAR, face, FONT, SIZE, TEXT_WIDTH, WIDE_TEXT_WIDTH } from './page.ts';
import { pictureOf } from './picture.ts';
import { placeStyle, tableXml } from './table-xml.ts';
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

/** `turned`: every page is wide already. `tables` collects the tables' XML for pack(). The last text stays on the page of what follows. */
export function setBlocks(blocks: readonly Block[], turned: boolean, tables: string[]): Run[] {
  const runs: Run[] = [];
  const number = headingNumbers();
  let level = 0;
  for (const [i, block] of blocks.entries()) {
    const last = i === blocks.length - 1;
    const wide = turned || (block.type === 'table' && block.landscape === true);
    let run = runs.at(-1);
    if (!run || run.wide !== wide) runs.push((run = { wide, children: [] }));
    if (block.type === 'heading') level = block.level;
    run.children.push(...(block.type === 'list' ? setList(block, level, last) : setBlock(block, number, wide, tables, last)));
  }
  return runs;
}

function setBlock(block: Exclude<Block, List>, number: ReturnType<typeof headingNumbers>, wide: boolean, tables: string[], last: boolean): Paragraph[] {
  switch (block.type) {
    case 'heading': {
      const { heading, font } = HEADING[block.level];
      const text = number(block.level, cleanLine(block.text));
      return [new Paragraph({ heading, indent: INDENT, keepNext: true, children: [new TextRun({ text, font: face(font) })] })];
    }
    case 'paragraph': return bodyText(block.text, last);
    case 'table': return setTable(block, wide, tables);
    case 'picture': return setPicture(block);
    case 'signatures': return [new Paragraph({}), ...block.names.map((name) => line(`${cleanLine(name)}：＿＿＿＿＿＿＿＿　　年　　月　　日`, { indent: INDENT }))];
  }
}

/** Items count one level below the heading that they stand under: 1. or, below a 1., （1）. */
function setList(list: List, level: number, last: boolean): Paragraph[] {
  return list.items.flatMap((item, i) => {
    const number = list.ordered === false ? '' : level < 3 ? `${i + 1}.` : `（${i + 1}）`;
    return bodyText(number + cleanText(item).trimStart(), last && i === list.items.length - 1);
  });
}

function bodyText(text: string, keep: boolean): Paragraph[] {
  const lines = cleanText(text).split('\n').map((part) => part.trim()).filter((part) => part !== '');
  return lines.map((part, i) => line(part, { indent: INDENT, ...(keep && i === lines.length - 1 && { keepNext: true }) }));
}

/** The caption, and an empty paragraph where pack() puts the table. */
function setTable(block: TableBlock, wide: boolean, tables: string[]): Paragraph[] {
  if (block.columns.length === 0) return [];
  const place = new Paragraph({ style: placeStyle(tables.length) });
  tables.push(tableXml(block, wide ? WIDE_TEXT_WIDTH : TEXT_WIDTH));
  if (block.caption === undefined) return [place];
  return [new Paragraph({
    alignment: AlignmentType.CENTER, keepNext: true,
    children: [new TextRun({ text: cleanLine(block.caption), font: face(FONT.level1), size: SIZE.imprint })],
  }), place];
}

/** At most as wide as the text and two thirds of a page high; the line height of body text would cut it off. */
function setPicture(block: Picture): Paragraph[] {
  const caption = new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ text: cleanLine(block.caption), size: SIZE.table })] });
  const read = pictureOf(block.bytes);
  if (!read) return [caption];
  const share = Math.min(1, 580 / read.width, 520 / read.height);
  return [new Paragraph({
    alignment: AlignmentType.CENTER, keepNext: true, spacing: { line: 240, lineRule: LineRuleType.AUTO },
    children: [new ImageRun({ type: read.kind, data: block.bytes, transformation: { width: Math.max(1, Math.round(read.width * share)), height: Math.max(1, Math.round(read.height * share)) } })],
  }), caption];
}
