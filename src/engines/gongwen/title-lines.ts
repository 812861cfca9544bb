import { widthInChars } from './text.ts';

const words = new Intl.Segmenter('zh', { granularity: 'word' });
/** Longer is no title; Intl.Segmenter needs memory by the square of odd input. */
const LONGEST = 200;

/** Words of the office that the segmenter may cut. */
const TERMS = /网络安全|信息化|信息系统|领导小组|办公室|专项(?:行动|工作|整治|检查)?|隐患|排查|整治|督办|通知|通报|总结|报告|方案|任务|进展情况|情况|工作|责任制|等级保护|关键信息基础设施|重要时期|实施|行动/g;

const CLOSES = /^[的地得了》）〕”’、，。；：！？）】]/;
const OPENS = /[《（〔“‘【关于]$/;

/**
 * Lines of a title of at most `most` characters, about equally long, broken between words and outside 《》（）“”
 * (GB/T 9704-2012 7.3.1: 词意完整，排列对称，长短适宜).
 */
export function titleLines(title: string, most: number): string[] {
  const total = widthInChars(title);
  if (total <= most || title.length > LONGEST) return [title];
  const pieces = cut(title);
  for (let lines = Math.ceil(total / most); lines <= pieces.length; lines += 1) {
    const best = split(pieces, lines, most, total / lines);
    if (best) return best;
  }
  return [title];
}

/** Words, with the pieces of a term joined again. */
function cut(title: string): string[] {
  const inside = new Set<number>();
  for (const term of title.matchAll(TERMS)) for (let at = term.index + 1; at < term.index + term[0].length; at += 1) inside.add(at);
  const pieces: string[] = [];
  for (const { segment, index } of words.segment(title)) {
    for (const [i, char] of [...segment].entries()) {
      const at = index + [...segment].slice(0, i).join('').length;
      const starts = (i === 0 && !inside.has(at)) || (i > 0 && !inside.has(at) && inside.has(at - 1));
      if (starts || pieces.length === 0) pieces.push(char);
      else pieces[pieces.length - 1] += char;
    }
  }
  return pieces;
}

/** Least cost over all ways to fill so many lines; undefined when a line would be too long. */
function split(pieces: readonly string[], lines: number, most: number, ideal: number): string[] | undefined {
  type Way = { cost: number; from: number };
  const table: (Way | undefined)[][] = [[{ cost: 0, from: 0 }]];
  for (let n = 1; n <= lines; n += 1) {
    const row: (Way | undefined)[] = [];
    for (let end = 1; end <= pieces.length; end += 1) {
      let width = 0;
      for (let start = end - 1; start >= 0; start -= 1) {
        width += widthInChars(pieces[start] ?? '');
        if (width > most) break;
        const before = table[n - 1]?.[start];
        if (!before) continue;
        const cost = before.cost + (width - ideal) ** 2 + breakCost(pieces, end);
        if (cost < (row[end]?.cost ?? Infinity)) row[end] = { cost, from: start };
      }
    }
    table.push(row);
  }
  const result: string[] = [];
  let end = pieces.length;
  for (let n = lines; n > 0; n -= 1) {
    const way = table[n]?.[end];
    if (!way) return undefined;
    result.unshift(pieces.slice(way.from, end).join(''));
    end = way.from;
  }
  return result;
}

/** How bad a break before the piece at `at` is. */
function breakCost(pieces: readonly string[], at: number): number {
  if (at >= pieces.length) return 0;
  const [before = '', after = ''] = [pieces[at - 1], pieces[at]];
  if (CLOSES.test(after) || OPENS.test(before) || (/\d$/.test(before) && /^[\d年月日号〕.%]/.test(after))) return 400;
  return openMarks(pieces.slice(0, at).join('')) > 0 ? 60 : 0;
}

function openMarks(text: string): number {
  return (text.match(/[《（“〔]/g)?.length ?? 0) - (text.match(/[》）”〕]/g)?.length ?? 0);
}
