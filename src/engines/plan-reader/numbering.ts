import { numeral } from './canonical.ts';

/** The signs of official numbering, outermost first: their rank is the order GB/T 9704 gives them. */
const ranks = {
  chapter: 0.1, // 第一章
  part: 0.2, // 第一节
  cn: 1, // 一、
  article: 1.5, // 第一条
  cnParen: 2, // （一）
  stage: 2.5, // 第一阶段
  label: 2.6, // 任务一：
  plain: 2.9, // 1 总体要求
  dot: 3, // 1.
  comma: 3, // 1、
  decimal: 3.2, // 1.1
  digitParen: 4, // （1）
  halfParen: 4, // 1）
  shi: 5, // 一是
  di: 5, // 第一，
  circle: 6, // ①
} as const;
export type Style = keyof typeof ranks;
export const rankOf = (style: Style): number => ranks[style];

/** Signs that stand for one another when a writer is careless: `1.` and `1、`. */
const families: Partial<Record<Style, string>> = { dot: 'digit', comma: 'digit', halfParen: 'paren', digitParen: 'paren', shi: 'shi', di: 'shi' };
export const familyOf = (style: Style): string => families[style] ?? style;

export interface Marker {
  style: Style;
  number: number;
  /** The number without its mark, as written: a step of the path. */
  label: string;
  /** Characters up to the first of the text. */
  length: number;
}

const CN = '[一二三四五六七八九十]{1,3}';
const patterns: readonly [Style, RegExp][] = [
  ['chapter', new RegExp(`^第\\s{0,2}(${CN}|\\d{1,2})\\s{0,2}(?:章|部分|篇)[\\s、：:]{0,4}`)],
  ['part', new RegExp(`^第\\s{0,2}(${CN}|\\d{1,2})\\s{0,2}节[\\s、：:]{0,4}`)],
  ['article', new RegExp(`^第\\s{0,2}([一二三四五六七八九十百]{1,5}|\\d{1,3})\\s{0,2}条(?!第)[\\s、：:]{0,4}`)],
  ['stage', new RegExp(`^第\\s{0,2}(${CN}|\\d)\\s{0,2}(?:个)?阶段`)],
  ['di', new RegExp(`^第(${CN})[，、,：:]\\s{0,4}`)],
  ['di', new RegExp(`^其([一二三四五六])[，、,：:]\\s{0,4}`)],
  ['shi', new RegExp(`^(${CN})(?:是|要)(?!否)[，,]?`)],
  ['cn', new RegExp(`^(${CN})\\s{0,3}[、．.，,:：]\\s{0,4}`)],
  ['cn', new RegExp(`^[【〖［]\\s{0,3}(${CN})\\s{0,3}[】〗］]\\s{0,4}`)],
  ['cnParen', new RegExp(`^[（(]\\s{0,3}(${CN})\\s{0,3}[)）]\\s{0,3}[、．.]?\\s{0,4}`)],
  ['digitParen', /^[（(]\s{0,3}(\d{1,2})\s{0,3}[)）]\s{0,3}[、．.]?\s{0,4}/],
  ['decimal', /^(\d{1,2}[.．]\d{1,2}(?:[.．]\d{1,2})?)[.．、]?\s{1,4}(?=[\u4e00-\u9fff])/],
  ['decimal', /^(\d{1,2}[.．]\d{1,2}(?:[.．]\d{1,2})?)[.．、]?(?=[\u4e00-\u9fff])(?!月|年|万|亿|元|分|倍|版|个|小时|米)/],
  ['dot', /^(\d{1,2})\s{0,3}[.．]\s{0,4}(?!\d)/],
  ['dot', /^(\d{1,2})\s{0,3}[.．]\s{0,4}(?=\d{1,2}\s?月|\d{4}\s?年)/],
  ['plain', /^(\d{1,2})\s{1,4}(?=[\u4e00-\u9fff][^，。；：、]{2,18}$)(?!\d{1,2}\s{1,4}[月年日号个名次类项点时分期届条篇])/],
  ['comma', /^(\d{1,2})\s{0,3}、\s{0,4}/],
  ['halfParen', /^(\d{1,2})\s{0,3}[)）]\s{0,4}/],
  ['label', new RegExp(`^(?:任务|措施|步骤|专项|行动)\\s?(${CN}|\\d{1,2})[：:、.．\\s]\\s{0,4}`)],
];
const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';

/** The ordinal a paragraph begins with (leading blanks already removed), or undefined. */
export function markerOf(line: string): Marker | undefined {
  const head = line.slice(0, 24);
  const circle = circled.indexOf(head.charAt(0));
  if (head !== '' && circle >= 0) return { style: 'circle', number: circle + 1, label: head.charAt(0), length: 1 };
  if (!/^[第其一二三四五六七八九十（(【〖［\d任措步专行]/.test(head)) return undefined;
  for (const [style, pattern] of patterns) {
    const found = pattern.exec(head);
    if (!found) continue;
    const written = found[1] ?? '';
    const number = style === 'decimal' ? Number(written.split(/[.．]/).at(-1)) : numeral(written);
    if (!Number.isFinite(number) || number === 0) continue;
    const label = style === 'shi' ? found[0].replace(/[，,]/, '') : written;
    return { style, number, label, length: style === 'stage' ? 0 : found[0].length };
  }
  return undefined;
}

interface Inline {
  style: Style;
  pattern: RegExp;
}
const inlines: readonly Inline[] = [
  { style: 'stage', pattern: new RegExp(`第(${CN})阶段`, 'g') },
  { style: 'shi', pattern: new RegExp(`(${CN})(?:是|要)(?!否)`, 'g') },
  { style: 'di', pattern: new RegExp(`第(${CN})[，、：]`, 'g') },
  { style: 'cnParen', pattern: new RegExp(`[（(](${CN})[)）]`, 'g') },
  { style: 'digitParen', pattern: /[（(](\d{1,2})[)）]/g },
  { style: 'circle', pattern: /([①-⑳])/g },
  { style: 'dot', pattern: /(\d{1,2})[.．、](?!\d)/g },
];

/**
 * Offsets at which a paragraph's own ordinals (一是…二是…) cut it. They cut only where every part is a full sentence:
 * ordinals inside one sentence enumerate, they do not divide. Stages divide whatever ends them.
 */
export function inlineOrdinals(line: string): number[] {
  for (const { style, pattern } of inlines) {
    const cuts: number[] = [];
    pattern.lastIndex = 0;
    for (let m = pattern.exec(line); m; m = pattern.exec(line)) {
      const number = style === 'circle' ? circled.indexOf(m[1] ?? '') + 1 : numeral(m[1] ?? '');
      if (number !== cuts.length + 1) continue;
      const before = line.slice(Math.max(0, m.index - 3), m.index).trimEnd();
      const closes = /[。！][”’"）)]?$/.test(before) || (style === 'stage' && /[；;，,]$/.test(before));
      const opens = cuts.length === 0 && (m.index === 0 || /[：:，,；;”]$/.test(before) || (style === 'stage'));
      if (!closes && !opens) {
        if (cuts.length > 0 && /[；;，,、]$/.test(before)) { cuts.length = 0; break; }
        continue;
      }
      cuts.push(m.index);
    }
    if (cuts.length >= 2) return cuts;
  }
  return [];
}
