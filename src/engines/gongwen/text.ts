/**
 * Text that cannot damage the XML or deceive the reader: no control characters, lone surrogates,
 * non-characters, or marks that reverse the direction of writing. Line breaks stay, as \n.
 */
export function cleanText(text: string): string {
  return text
    .replace(/[\p{Surrogate}\p{Noncharacter_Code_Point}]/gu, '') // halves of a pair among them
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    .replace(/\t/g, ' ')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
}

/** The same on one line. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s*\n\s*/g, ' ').trim();
}

/** 2026-03-05 → 2026年3月5日 (不编虚位). Anything else is returned as it is. */
export function chineseDate(date: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return parts ? `${parts[1]}年${Number(parts[2])}月${Number(parts[3])}日` : date;
}

/** Width in full characters: ASCII counts half, as in 仿宋. */
export function widthInChars(text: string): number {
  let width = 0;
  for (const char of text) width += char.charCodeAt(0) < 0x80 ? 0.5 : 1;
  return width;
}

const DIGITS = '零一二三四五六七八九';

/** 1–99 as in headings: 1 → 一, 12 → 十二, 30 → 三十. Larger numbers stay Arabic. */
export function chineseNumber(n: number): string {
  if (n < 1 || n > 99) return String(n);
  const tens = Math.floor(n / 10);
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`;
  return ten + (n % 10 === 0 ? '' : DIGITS[n % 10] ?? '');
}
