import { attribute, xmlTokens } from './xml-tokens.ts';

/** Writes the automatic number of a paragraph (一、 （一） 1.) as Word shows it; '' for a paragraph without. */
export type LabelOf = (style: string | undefined, numId: string | undefined, level: number | undefined) => string;

interface Level {
  format: string;
  text: string;
  start: number;
}

const cn = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
function chinese(n: number): string {
  if (n <= 10) return cn[n] ?? '';
  if (n < 20) return `十${cn[n - 10]}`;
  if (n < 100) return `${cn[Math.floor(n / 10)]}十${cn[n % 10]}`;
  return String(n);
}
function written(n: number, format: string): string {
  if (/chinese|ideograph|taiwanese|japaneseCounting/i.test(format)) return chinese(n);
  if (format === 'decimalEnclosedCircle' || format === 'decimalEnclosedCircleChinese') return n <= 20 ? String.fromCodePoint(0x245f + n) : String(n);
  if (format === 'lowerLetter' || format === 'upperLetter') {
    const letter = String.fromCodePoint(96 + Math.min(Math.max(n, 1), 26));
    return format === 'upperLetter' ? letter.toUpperCase() : letter;
  }
  return String(n);
}

export function counterLabels(numbering: string | undefined, styles: string | undefined): LabelOf {
  const abstracts = new Map<string, Map<number, Level>>();
  const numbers = new Map<string, string>();
  readNumbering(numbering ?? '', abstracts, numbers);
  const byStyle = stylesWithNumbers(styles ?? '');
  const counters = new Map<string, number[]>();
  return (style, ownId, ownLevel) => {
    const inherited = style === undefined ? undefined : byStyle.get(style);
    const numId = ownId ?? inherited?.numId;
    const abstract = numId === undefined || numId === '0' ? undefined : numbers.get(numId);
    const levels = abstract === undefined ? undefined : abstracts.get(abstract);
    const at = ownLevel ?? inherited?.level ?? 0;
    const level = levels?.get(at);
    if (abstract === undefined || !levels || !level || level.format === 'bullet' || level.format === 'none') return '';
    const counts = counters.get(abstract) ?? [];
    counters.set(abstract, counts);
    counts[at] = (counts[at] ?? level.start - 1) + 1;
    counts.length = at + 1;
    return level.text.replace(/%(\d)/g, (_, d: string) => {
      const k = Number(d) - 1;
      const one = levels.get(k);
      return one ? written(counts[k] ?? one.start, one.format) : '';
    });
  };
}

function readNumbering(xml: string, abstracts: Map<string, Map<number, Level>>, numbers: Map<string, string>): void {
  let abstract: Map<number, Level> | undefined;
  let level: Level | undefined;
  let num: string | undefined;
  for (const { name, kind, body } of xmlTokens(xml)) {
    if (kind === 'close') {
      if (name === 'w:abstractNum') abstract = undefined;
      if (name === 'w:lvl') level = undefined;
      if (name === 'w:num') num = undefined;
      continue;
    }
    const value = attribute(body, 'w:val') ?? '';
    if (name === 'w:abstractNum') abstracts.set(attribute(body, 'w:abstractNumId') ?? '', (abstract = new Map()));
    else if (name === 'w:lvl' && abstract) abstract.set(Number(attribute(body, 'w:ilvl') ?? '0'), (level = { format: 'decimal', text: '', start: 1 }));
    else if (name === 'w:numFmt' && level) level.format = value;
    else if (name === 'w:lvlText' && level) level.text = value;
    else if (name === 'w:start' && level) level.start = Number(value) || 1;
    else if (name === 'w:num') num = attribute(body, 'w:numId');
    else if (name === 'w:abstractNumId' && num !== undefined) numbers.set(num, value);
  }
}

function stylesWithNumbers(xml: string): Map<string, { numId: string; level: number }> {
  const out = new Map<string, { numId: string; level: number }>();
  let style: string | undefined;
  let level = 0;
  for (const { name, kind, body } of xmlTokens(xml)) {
    if (name === 'w:style') {
      style = kind === 'open' ? attribute(body, 'w:styleId') : undefined;
      level = 0;
    } else if (name === 'w:ilvl') level = Number(attribute(body, 'w:val') ?? '0');
    else if (name === 'w:numId' && style !== undefined) out.set(style, { numId: attribute(body, 'w:val') ?? '0', level });
  }
  return out;
}
