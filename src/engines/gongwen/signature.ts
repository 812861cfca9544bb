import { AlignmentType, Paragraph, TextRun } from 'docx';
import { line } from './blocks.ts';
import type { Gongwen } from './document.ts';
import { CHAR } from './page.ts';
import { chineseDate, cleanLine, cleanText, widthInChars } from './text.ts';

/** Everything between the body and the annexes: 附件说明, 署名, 成文日期, 附注. It never stands on a page without body text (7.3.5.5). */
export function setSignature(doc: Gongwen): Paragraph[] {
  const names = doc.attachments ?? doc.annexes?.map((annex) => annex.title) ?? [];
  return [...attachments(names.map(cleanLine)), ...issuerAndDate(doc), ...note(doc.note)];
}

/** One line below the body, two characters in; names end without a mark. A single one has no number. */
function attachments(names: readonly string[]): Paragraph[] {
  if (names.length === 0) return [];
  const tidy = names.map((name) => name.replace(/[。；;，,.]$/, ''));
  const only = tidy.length === 1;
  const left = (only ? 5 : 6) * CHAR;
  return [new Paragraph({ keepNext: true }), ...tidy.map((name, i) => line(`${i === 0 ? '附件：' : ''}${only ? '' : `${i + 1}.`}${name}`, {
    keepNext: true, indent: { left, hanging: (i === 0 ? left - 2 * CHAR : CHAR) },
  }))];
}

/** The date four characters from the right, the issuer centred above it for the seal; a long issuer pushes the date to the left. */
function issuerAndDate(doc: Gongwen): Paragraph[] {
  const issuer = cleanLine(doc.issuer ?? '');
  const date = cleanLine(chineseDate(doc.issuedOn ?? ''));
  if (issuer === '' && date === '') return [];
  const half = (widthInChars(date) - widthInChars(issuer)) / 2;
  const dateRight = Math.max(4, 2 - half);
  const right = (chars: number) => ({ alignment: AlignmentType.RIGHT, keepLines: true, indent: { right: Math.round(chars * CHAR) } });
  return [
    ...Array.from({ length: 2 }, () => new Paragraph({ keepNext: true })),
    ...(issuer === '' ? [] : [line(issuer, { ...right(Math.max(0, dateRight + half)), keepNext: date !== '' })]),
    ...(date === '' ? [] : [line(date, right(dateRight))]),
  ];
}

function note(text: string | undefined): Paragraph[] {
  if (!text) return [];
  const inner = cleanText(text).trim().replace(/^（(.*)）$/s, '$1').replace(/\n+/g, '；');
  return [new Paragraph({ indent: { firstLine: 2 * CHAR, firstLineChars: 200 }, children: [new TextRun(`（${inner}）`)] })];
}
