import { AlignmentType, BorderStyle, LineRuleType, Paragraph, RelativeHorizontalPosition, RelativeVerticalPosition, Tab, TabStopType, Table, TableAnchorType, TableCell, TableLayoutType, TableRow, TextRun, WidthType } from 'docx';
import type { Gongwen } from './document.ts';
import { SIZE } from './page.ts';
import { chineseDate, cleanLine } from './text.ts';

/** One character of 14 pt. */
const SMALL_CHAR = 280;
/** Eighths of a point: 0.35 mm outside, 0.25 mm between. */
const THICK = { style: BorderStyle.SINGLE, size: 8, color: '000000' };
const THIN = { style: BorderStyle.SINGLE, size: 6, color: '000000' };
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' };

/**
 * 版记: 抄送, 印发机关 and 印发日期, in a table that Word and WPS hold at the foot of the last page
 * (LibreOffice before 24.2 sets it below the text). Its lines are as wide as the type area, the text is a character in.
 */
export function setImprint(doc: Gongwen, width: number): (Paragraph | Table)[] {
  const lines: Paragraph[] = [];
  if (doc.cc) lines.push(imprintLine([`抄送：${cleanLine(doc.cc).replace(/^抄送[:：]/, '').replace(/[。.]$/, '')}。`], width));
  const printedOn = doc.printedOn ?? doc.issuedOn;
  if (doc.printedBy) lines.push(imprintLine(printedOn ? [cleanLine(doc.printedBy), new Tab(), `${cleanLine(chineseDate(printedOn))}印发`] : [cleanLine(doc.printedBy)], width));
  if (lines.length === 0) return [];
  const table = new Table({
    layout: TableLayoutType.FIXED, columnWidths: [width], width: { size: width, type: WidthType.DXA },
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
    float: {
      horizontalAnchor: TableAnchorType.MARGIN, relativeHorizontalPosition: RelativeHorizontalPosition.CENTER,
      verticalAnchor: TableAnchorType.MARGIN, relativeVerticalPosition: RelativeVerticalPosition.BOTTOM,
    },
    borders: { top: THICK, bottom: THICK, left: NONE, right: NONE, insideHorizontal: THIN, insideVertical: NONE },
    rows: lines.map((child) => new TableRow({ cantSplit: true, children: [new TableCell({ width: { size: width, type: WidthType.DXA }, children: [child] })] })),
  });
  return [table, new Paragraph({ spacing: { line: 20, lineRule: LineRuleType.EXACT } })]; // a section cannot end with a table
}

function imprintLine(children: (string | Tab)[], width: number): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.LEFT, keepNext: true, indent: { left: 4 * SMALL_CHAR, hanging: 3 * SMALL_CHAR, right: SMALL_CHAR },
    spacing: { line: 440, lineRule: LineRuleType.EXACT },
    tabStops: [{ type: TabStopType.RIGHT, position: width - SMALL_CHAR }],
    children: [new TextRun({ children, size: SIZE.imprint, characterSpacing: 0 })],
  });
}
