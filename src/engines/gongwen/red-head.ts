import { AlignmentType, BorderStyle, LineRuleType, Paragraph, Tab, TabStopType, TextRun } from 'docx';
import { emptyLine, line } from './blocks.ts';
import type { Gongwen } from './document.ts';
import { CHAR, face, FONT, LINE, mm, RED, SIZE, TEXT_WIDTH, WIDE_TEXT_WIDTH } from './page.ts';
import { LETTERHEAD } from './styles.ts';
import { cleanLine, widthInChars } from './text.ts';
import { titleLines } from './title-lines.ts';

/** Everything above the body: 紧急程度, 发文机关标志, 发文字号, red line, title, 主送. */
export function setHead(doc: Gongwen, wide: boolean): Paragraph[] {
  const head: Paragraph[] = [];
  if (doc.urgency) head.push(new Paragraph({ children: [new TextRun({ text: cleanLine(doc.urgency), font: face(FONT.level1) })] }));
  if (doc.letterhead) head.push(letterhead(cleanLine(doc.letterhead), doc.urgency ? LINE : 0));
  if (doc.letterhead) head.push(...emptyLine(2), numberLine(doc), ...emptyLine(2));
  else if (doc.number) head.push(line(cleanLine(doc.number), { alignment: AlignmentType.CENTER }), ...emptyLine());
  head.push(title(doc.title, wide), ...emptyLine());
  if (doc.addressee) head.push(line(`${cleanLine(doc.addressee).replace(/[:：]$/, '')}：`));
  return head;
}

/** Largest size of the letterhead, and how narrow its characters may be made before the size gives way. */
const LETTERHEAD_POINTS = 44;
const NARROWEST = 0.6;

/** Red; its upper edge 35 mm below that of the type area; a long name is set narrow, as printers do, then smaller. */
function letterhead(text: string, above: number): Paragraph {
  const room = (TEXT_WIDTH / 20) * 0.98;
  const chars = Math.max(1, widthInChars(text));
  const narrow = Math.min(1, Math.max(NARROWEST, room / (chars * LETTERHEAD_POINTS)));
  const points = Math.max(16, Math.min(LETTERHEAD_POINTS, Math.floor(room / (chars * narrow))));
  return new Paragraph({
    style: LETTERHEAD, alignment: AlignmentType.CENTER,
    spacing: { before: mm(35) - above, line: Math.round(points * 20 * 1.3), lineRule: LineRuleType.EXACT },
    children: [new TextRun({ text, font: face(FONT.title), size: points * 2, color: RED, characterSpacing: 0, ...(narrow < 1 && { scale: Math.floor(narrow * 100) }) })],
  });
}

/** The number, centred, or left with the signer at the right; the red line 4 mm below it. */
function numberLine(doc: Gongwen): Paragraph {
  const number = cleanLine(doc.number ?? '');
  const border = { bottom: { style: BorderStyle.SINGLE, size: 12, color: RED, space: 11 } };
  if (!doc.signer) return line(number, { alignment: AlignmentType.CENTER, border });
  return new Paragraph({
    border, indent: { left: 0, firstLine: CHAR, firstLineChars: 100 },
    tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH - CHAR }],
    children: [new TextRun({ children: [number, new Tab(), '签发人：'] }), new TextRun({ text: cleanLine(doc.signer), font: face(FONT.level2) })],
  });
}

/** Characters of 22 pt on a line. */
const charsOf = (width: number): number => Math.floor(width / (SIZE.title * 10));

export function title(text: string, wide: boolean): Paragraph {
  const lines = titleLines(cleanLine(text), charsOf(wide ? WIDE_TEXT_WIDTH : TEXT_WIDTH));
  return new Paragraph({
    alignment: AlignmentType.CENTER, keepNext: true, style: 'Title',
    children: lines.map((part, i) => new TextRun({ text: part, break: i === 0 ? 0 : 1, font: face(FONT.title), size: SIZE.title, characterSpacing: 0 })),
  });
}
