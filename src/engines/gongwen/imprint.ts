import { AlignmentType, BorderStyle, LineRuleType, Paragraph, RelativeVerticalPosition, TabStopType, Table, TableAnchorType, TableCell, TableLayoutType, TableRow, TextRun, WidthType } from 'docx';
import type { Gongwen } from './document.ts';
import { SIZE, TEXT_WIDTH } from './page.ts';
import { chineseDate, cleanLine } from './text.ts';

/** One character of 14 pt. */
const SMALL_CHAR = 280;
/** Eighths of a point: 0.35 mm outside, 0.25 mm between. */
const THICK = { style: BorderStyle.SINGLE, size: 8, color: '000000' };
const THIN = { style: BorderStyle.SINGLE, size: 6, color: '000000' };
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' };

/** 版记 at the foot of the last page: 抄送, 印发机关 and 印发日期. */
export function setImprint(doc: Gongwen): (Paragraph | Table)[] {
  const lines: Paragraph[] = [];
  if (doc.cc) lines.push(ccLine(cleanLine(doc.cc)));
  if (doc.printedBy) lines.push(printLine(cleanLine(doc.printedBy), doc.printedOn ?? doc.issuedOn));
  if (lines.length === 0) return [];
  const table = new Table({
    layout: TableLayoutType.FIXED, columnWidths: [TEXT_WIDTH], width: { size: TEXT_WIDTH, type: WidthType.DXA },
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
    float: { horizontalAnchor: TableAnchorType.MARGIN, absoluteHorizontalPosition: 0, verticalAnchor: TableAnchorType.MARGIN, relativeVerticalPosition: RelativeVerticalPosition.BOTTOM },
    borders: { top: THICK, bottom: THICK, left: NONE, right: NONE, insideHorizontal: THIN, insideVertical: NONE },
    rows: lines.map((child) => new TableRow({ cantSplit: true, children: [new TableCell({ width: { size: TEXT_WIDTH, type: WidthType.DXA }, children: [child] })] })),
  });
  return [table, new Paragraph({ spacing: { line: 20, lineRule: LineRuleType.EXACT } })];
}

function ccLine(names: string): Paragraph {
  const text = `抄送：${names.replace(/^抄送[:：]/, '').replace(/[。.]$/, '')}。`;
  return small([new TextRun({ text, size: SIZE.imprint, characterSpacing: 0 })], { left: 4 * SMALL_CHAR, hanging: 3 * SMALL_CHAR, right: SMALL_CHAR });
}

function printLine(office: string, date: string | undefined): Paragraph {
  const text = date ? `${office}\t${cleanLine(chineseDate(date))}印发` : office;
  return small([new TextRun({ text, size: SIZE.imprint, characterSpacing: 0 })], { left: SMALL_CHAR, right: SMALL_CHAR });
}

function small(children: TextRun[], indent: { left: number; right: number; hanging?: number }): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.LEFT, indent, children, spacing: { line: 480, lineRule: LineRuleType.EXACT },
    tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH - SMALL_CHAR }],
  });
}
