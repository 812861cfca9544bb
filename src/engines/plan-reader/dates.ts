import { numeral } from './canonical.ts';
import type { Period } from './plan.ts';

/** One side of a date as written: a year only where the text gives it. */
interface Point {
  year: number | undefined;
  /** `today` is 即日起, the date of issue. */
  kind: 'day' | 'stretch' | 'today';
  fromMonth: number;
  fromDay: number;
  toMonth: number;
  /** 0: the last day of the month. */
  toDay: number;
}
export interface DateMention {
  /** Offsets into the matching form. */
  index: number;
  end: number;
  from: Point;
  to: Point;
  isRange: boolean;
  /** 前, 之前, 截止…: a limit, not the day itself. */
  limit: boolean;
  /** 起, 以来…: only a beginning. */
  opens: boolean;
}

/** What a date without a year is read by. */
export interface YearContext {
  period: Period | null;
  issuedOn: string | null;
  /** A year stated elsewhere (文号, an earlier date), the last resort. */
  fallbackYear: number | undefined;
}

const N = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})';
const YEAR = '(?:(\\d{4}|二[〇○O零一二三四五六七八九]{3})(?:学?年度?)|(今年|本年度?|明年|次年|翌年|当年))?';
const pointSource = [
  `${YEAR}的?(${N})月份?(?:(${N})[日号])?(上中旬|中上旬|中下旬|上旬|中旬|下旬|初|中(?=[，。、；前至])|底|末)?`, // 1 year 2 word 3 month 4 day 5 part
  '(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?!\\d)', // 6 7 8
  `${YEAR}(年底|年末|年内|年度内)`, // 9 10 11
  '(\\d{4})年(?=底|末|内)(?:年?)(底|末|内)', // 12 13
  `${YEAR}第?([一二三四1-4])季度(?!度)`, // 14 15 16
  `${YEAR}(上半年|下半年)`, // 17 18 19
  '(即日|即日起|本方案印发之日|印发之日|发文之日)(?=起|至|—|－|-|到)', // 20
].join('|');
const pointPattern = new RegExp(pointSource, 'g');
const rangeSign = /(?:（(?:星期|周)[一二三四五六日天]）)?(?:上午|下午|中午|晚)?(?:\d{1,2}[:：时点]\d{0,2}分?)?(?:起始?|开始|启动)?，?(?:持续)?(?:至|到|—{1,2}|–{1,2}|-{1,2}|－{1,2}|─{1,2}|━|~|～|〜|\/(?=\d))/y;
const dayOnly = new RegExp(`(${N})[日号]`, 'y');
const after = /(?:（(?:星期|周)[一二三四五六日天]）)?(?:（?(?:上午|下午|中午|晚上|晚|凌晨|早上)?(?:\d{1,2}[:：时点](?:\d{1,2}分?|整|半)?)?）?)?(之前|以前|底前|前|止|截止|为止|内|之内|以内|起|开始|以来|之日起|之后|以后|后(?!台|续|勤)|完成|左右)?/y;

const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
export const iso = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
/** The day after, by the calendar. */
export const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** 今年, 明年… stay relative: they are stored as small offsets and resolved with the context. */
const relativeYears: Record<string, number> = { 今年: 0, 本年: 0, 本年度: 0, 当年: 0, 明年: 1, 次年: 1, 翌年: 1 };
const yearOf = (written: string | undefined, word: string | undefined): number | undefined => {
  if (written) return numeral(written);
  return word && relativeYears[word] === 1 ? 1 : undefined;
};

const parts: Record<string, [number, number]> = { 上旬: [1, 10], 中旬: [11, 20], 下旬: [21, 0], 中下旬: [11, 0], 上中旬: [1, 20], 中上旬: [1, 20], 初: [1, 10], 中: [11, 20], 底: [0, 0], 末: [0, 0] };

function pointOf(m: RegExpExecArray): Point | undefined {
  const whole = (year: number | undefined, fm: number, tm: number): Point => ({ year, kind: 'stretch', fromMonth: fm, fromDay: 1, toMonth: tm, toDay: 0 });
  if (m[20]) return { year: undefined, kind: 'today', fromMonth: 0, fromDay: 0, toMonth: 0, toDay: 0 };
  if (m[6]) {
    const [month, day] = [Number(m[7]), Number(m[8])];
    if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
    return { year: Number(m[6]), kind: 'day', fromMonth: month, fromDay: day, toMonth: month, toDay: day };
  }
  if (m[11]) return { year: yearOf(m[9], m[10]), kind: 'stretch', fromMonth: 12, fromDay: 31, toMonth: 12, toDay: 31 };
  if (m[13]) return { year: Number(m[12]), kind: 'stretch', fromMonth: 12, fromDay: 31, toMonth: 12, toDay: 31 };
  if (m[16]) {
    const q = numeral(m[16]);
    return whole(yearOf(m[14], m[15]), q * 3 - 2, q * 3);
  }
  if (m[19]) return m[19] === '上半年' ? whole(yearOf(m[17], m[18]), 1, 6) : whole(yearOf(m[17], m[18]), 7, 12);
  if (!m[3]) return undefined;
  const month = numeral(m[3]);
  if (!(month >= 1 && month <= 12)) return undefined;
  const year = yearOf(m[1], m[2]);
  if (m[4]) {
    const day = numeral(m[4]);
    if (!(day >= 1 && day <= 31)) return undefined;
    return { year, kind: 'day', fromMonth: month, fromDay: day, toMonth: month, toDay: day };
  }
  const part = m[5] ? parts[m[5]] : undefined;
  return { year, kind: 'stretch', fromMonth: month, fromDay: part?.[0] ?? 1, toMonth: month, toDay: part?.[1] ?? 0 };
}

/** All dates of a matching form, ranges as one. A document's title in 《》 gives none. */
export function findDates(s: string): DateMention[] {
  const found: DateMention[] = [];
  if (!/[月年日季\d]/.test(s)) return found;
  pointPattern.lastIndex = 0;
  for (let m = pointPattern.exec(s); m; m = pointPattern.exec(s)) {
    const before = s.charAt(m.index - 1);
    const from = pointOf(m);
    if (!from || (m[3] && !m[1] && /[\d个十一二三四五六七八九两.]/.test(before))) {
      if (!from || before === '个') continue;
      if (m[3] && !m[1]) continue;
    }
    let end = m.index + m[0].length;
    let to = from;
    let isRange = false;
    rangeSign.lastIndex = end;
    const sign = rangeSign.exec(s);
    if (sign) {
      const next = end + sign[0].length;
      pointPattern.lastIndex = next;
      const second = pointPattern.exec(s);
      const point = second && second.index === next ? pointOf(second) : undefined;
      dayOnly.lastIndex = next;
      const day = dayOnly.exec(s);
      if (second && point && point.kind !== 'today') {
        to = point;
        end = next + second[0].length;
        isRange = true;
      } else if (day && from.kind === 'day' && numeral(day[1] ?? '') <= 31) {
        to = { ...from, year: undefined, toDay: numeral(day[1] ?? '') };
        end = next + day[0].length;
        isRange = true;
      }
    } else if (from.kind === 'day' && /[、和及]/.test(s.charAt(end))) {
      dayOnly.lastIndex = end + 1;
      const day = dayOnly.exec(s); // 3月24日、25日
      if (day && numeral(day[1] ?? '') <= 31) {
        to = { ...from, year: undefined, toDay: numeral(day[1] ?? '') };
        end += 1 + day[0].length;
        isRange = true;
      }
    }
    after.lastIndex = end;
    const tail = after.exec(s);
    const word = tail?.[1] ?? '';
    if (tail) end += tail[0].length;
    pointPattern.lastIndex = end;
    found.push({
      index: m.index, end, from, to, isRange,
      limit: /前|止|内|完成/.test(word) || /(?:截止|截至|不迟于|不晚于|时限|期限)[^，。；]{0,6}$/.test(s.slice(Math.max(0, m.index - 10), m.index)) || from.kind === 'stretch' && /底|末|内/.test(m[0]),
      opens: !isRange && /起|开始|以来|后/.test(word),
    });
  }
  return found;
}

const yearIn = (day: string | null): number | undefined => (day ? Number(day.slice(0, 4)) : undefined);

function guessYear(month: number, day: number, context: YearContext): number | undefined {
  const { period, issuedOn } = context;
  const first = yearIn(period?.start ?? null) ?? yearIn(period?.end ?? null);
  if (first !== undefined) {
    const last = yearIn(period?.end ?? null) ?? first;
    for (let y = first; y <= Math.min(last, first + 5); y++) {
      const date = iso(y, month, day);
      if ((!period?.start || date >= period.start) && (!period?.end || date <= period.end)) return y;
    }
    return first;
  }
  const issued = yearIn(issuedOn);
  if (issued === undefined) return context.fallbackYear;
  // a December document that speaks of January means the January to come
  const late = issuedOn !== null && Number(issuedOn.slice(5, 7)) - month >= 7;
  return late ? issued + 1 : issued;
}

/** The days a mention means; null where its year is not known. */
export function resolve(mention: DateMention, context: YearContext): Period {
  const { from, to } = mention;
  const base = yearIn(context.issuedOn) ?? yearIn(context.period?.start ?? null) ?? context.fallbackYear;
  const settle = (p: Point, month: number, day: number): number | undefined =>
    p.year === 1 ? (base === undefined ? undefined : base + 1) : p.year ?? guessYear(month, Math.max(1, day), context);
  let start: string | null = null;
  let fromYear: number | undefined;
  if (from.kind === 'today') start = context.issuedOn;
  else {
    fromYear = settle(from, from.fromMonth, from.fromDay);
    // 3月至2024年5月: the year given at the end holds for the beginning
    if (from.year === undefined && mention.isRange && (to.year ?? 0) > 1) fromYear = from.fromMonth <= to.toMonth ? to.year : (to.year ?? 0) - 1;
    const month = from.fromMonth;
    if (fromYear !== undefined) start = iso(fromYear, month, clampDay(fromYear, month, from.fromDay));
  }
  if (to.kind === 'today') return { start, end: null };
  let toYear: number | undefined;
  if (!mention.isRange) toYear = fromYear;
  else if (to.year === undefined && fromYear !== undefined) toYear = to.toMonth < from.fromMonth ? fromYear + 1 : fromYear;
  else toYear = settle(to, to.toMonth, to.toDay);
  if (toYear === undefined && from.kind === 'today') toYear = settle(to, to.toMonth, to.toDay);
  const end = toYear === undefined ? null : iso(toYear, to.toMonth, clampDay(toYear, to.toMonth, to.toDay));
  return { start, end };
}

/** Day 0 is the month's last; 31 of a shorter month is its last too. */
const clampDay = (year: number, month: number, day: number): number => (day === 0 ? lastDay(year, month) : Math.min(day, lastDay(year, month)));
