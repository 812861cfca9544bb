import { gatherTables } from './loose-tables.ts';
import { markerOf } from './numbering.ts';

/** A cell of a table row, with its place in the normalised text. */
export interface Cell {
  text: string;
  start: number;
  end: number;
}
export interface Paragraph {
  text: string;
  start: number;
  end: number;
  /** Depth of a markdown heading, 0 for none. */
  heading: number;
  /** Present where the line is a row of a table. */
  cells?: Cell[];
}
export interface Normalised {
  text: string;
  paragraphs: Paragraph[];
}

export interface Line {
  text: string;
  heading: number;
  indented: boolean;
  /** Length of the last printed line in it, for documents whose every line is broken at the margin. */
  width: number;
  row: boolean;
  /** A number alone: the page's, unless a table claims it. */
  lone: boolean;
}

const pageNumber = /^(?:[-—–―－_·\s]{0,6}\d{1,3}[-—–―－_·\s]{0,6}|第\s?\d{1,3}\s?页(?:[\s，,/]{0,3}共\s?\d{1,3}\s?页)?|Page\s\d{1,3}(?:\sof\s\d{1,3})?)$/i;
/** The red line under a letterhead, drawn with characters. */
const drawnLine = /^[━─═―—_＿★☆\s]{4,}$/;
const webDebris = /^(?:发布时间|发布日期|来源|作者|浏览次数|点击数|阅读次数|访问量|字号|分享到|打印本页|关闭窗口|上一篇|下一篇)\s?[：:]/;

function clean(raw: string): string {
  return raw.toWellFormed()
    .replace(/\r\n?|[\f\v\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2060\ufeff\ufffd]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/<\/t[dh]>/gi, '\t')
    .replace(/<(?:br|\/p|\/tr|\/div|\/h\d|\/table)\s?\/?>/gi, '\n')
    .replace(/<\/?(?:table|tbody|thead|tr|td|th|p|div|span|b|i|u|em|strong|sup|sub|font|center|h\d|a|ul|ol|li|img)(?:\s[^<>\n]{0,300})?>/gi, '');
}

/** One printed line without the marks that conversion left in it. */
function lineOf(raw: string): Line | undefined {
  let s = raw;
  if (s.includes('[bookmark')) s = s.replace(/\[bookmark:[^\]\n]{0,80}\]/g, '');
  if (s.includes('![')) s = s.replace(/!\[[^\]\n]{0,80}\]\([^)\n]{0,300}\)/g, '');
  if (s.includes('\\')) s = s.replace(/\\times/g, '×').replace(/\\ge(?:q|qslant)?(?![a-z])/g, '≥').replace(/\\le(?:q|qslant)?(?![a-z])/g, '≤').replace(/\\([%.*_#\-+()[\]~])/g, '$1');
  if (s.includes('$')) s = s.replace(/\$\s?([^$\n]{1,40}?)\s?\$/g, '$1');
  if (s.includes('**') || s.includes('__')) s = s.replace(/\*\*|__/g, '');
  const indented = /^(?: {2}|\t)/.test(s);
  let t = s.trim();
  const lone = /^\d{1,3}[.、．]?$/.test(t);
  if (t === '' || (!lone && pageNumber.test(t)) || webDebris.test(t) || drawnLine.test(t)) return undefined;
  const mark = /^(#{1,6})\s{0,4}/.exec(t);
  const heading = mark?.[1]?.length ?? 0;
  if (mark) t = t.slice(mark[0].length).replace(/\s{0,4}#{1,6}$/, '');
  t = t.replace(/^>\s?/, '').replace(/^[-*•●◆■□▪➢]\s{1,4}(?=\S)/, '').replace(/^[•●◆■▪➢★☆※▶►]\s?(?=\S)/, '');
  let row = false;
  if (t.startsWith('|') && t.endsWith('|') && t.length > 2) {
    if (/^[|\s:\-—]+$/.test(t)) return undefined;
    t = t.slice(1, -1).split('|').map((c) => c.trim()).join('\t');
    row = t.includes('\t');
  } else if (s.includes('\t')) {
    const cells = s.replace(/^ +| +$/g, '').split('\t').map((c) => c.trim());
    row = cells.length >= 2 && cells.filter((c) => c !== '').length >= 1 && s.trim().includes('\t');
    if (row) t = cells.join('\t');
  }
  if (!row) t = t.replace(/[ \t]{2,}/g, (run) => (run.length > 4 ? '    ' : run));
  if (t.trim() === '') return undefined;
  return { text: t, heading, indented, width: printedWidth(s), row, lone };
}

/** Columns a line takes in print: a Chinese character two, its indent included. */
function printedWidth(s: string): number {
  const line = s.trimEnd();
  let n = 0;
  for (let i = 0; i < line.length && n < 200; i++) n += line.charCodeAt(i) > 0x2000 ? 2 : 1;
  return n;
}

/** The margin of a document that breaks every line, or 0 where lines are paragraphs. */
function margin(lines: readonly Line[]): number {
  const lengths = lines.filter((l) => !l.row).map((l) => l.width).sort((a, b) => a - b);
  const widest = lengths[Math.floor(lengths.length * 0.97)] ?? 0;
  if (lengths.length < 10 || widest < 36 || widest > 120) return 0;
  const full = lengths.filter((n) => n >= widest - 6).length;
  return full >= lengths.length * 0.4 ? widest : 0;
}

const opening = /[（(〔【《“]/g;
const closing = /[）)〕】》”]/g;
/** True where the tail of a line opens a bracket that it does not close. */
function opens(text: string): boolean {
  const tail = text.slice(-60);
  return (tail.match(opening)?.length ?? 0) > (tail.match(closing)?.length ?? 0);
}
const label = /^(?:常务|第一|执行)?(?:副?\s{0,6}组\s{0,6}长|成\s{0,6}员|组\s{0,6}员|副?主\s{0,6}任|总\s?指\s?挥|附\s{0,4}件|附|抄\s{0,2}送|主\s?送|报\s?送|联\s?系\s?人|联系电话|电\s?话|责任单位|责任部门|牵头单位|完成时限|完成时间|主题词)[^\n，。]{0,12}?[：:]/;
const dateLine = /^[（(]?\s?(?:二[〇○O零一二三四五六七八九 ]{3,6}|\d{4}\s?)年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日\s?(?:印发)?[）)]?$|^\d{4}[./-]\d{1,2}[./-]\d{1,2}$/;
const bodyLine = /^[^，。；：、]{2,28}(?:大学|学院|学校|中学|小学|局|厅|委|委员会|办公室|政府|中心|处|部|公司|领导小组|医院|集团|会)$/;

/** Whether `next` goes on with the sentence that `line` left unfinished at the end of a page or a printed line. */
function continues(line: Line, next: Line, after: Line | undefined, width: number): boolean {
  if (line.row || next.row || next.heading > 0) return false;
  const text = line.text.trimEnd();
  if (/[。！？；：!?;:…]$/.test(text)) return false;
  if (/[。；！？][”’"）)」]$/.test(text)) return false;
  if (markerOf(next.text) || label.test(next.text) || dateLine.test(next.text)) return false;
  if (after && dateLine.test(after.text) && bodyLine.test(next.text)) return false;
  if (opens(text)) return true;
  if (line.heading > 0) return false;
  if (/[，、,]$/.test(text)) return true;
  if (/[）)]$/.test(text)) return false;
  if (label.test(text)) return width > 0 && line.width >= width - 6;
  if (next.indented && !line.indented && width > 0) return false;
  if (width > 0) return line.width >= width - 6;
  const marked = markerOf(text) !== undefined;
  if (/[。；]/.test(text) && text.length > 20) return true;
  return text.includes('，') && text.length >= (marked ? 45 : 32);
}

/** Text as the rest of the reader sees it: one paragraph a line, no debris, sentences that a page break cut made whole. */
export function normalise(raw: string): Normalised {
  const printed: Line[] = [];
  for (const rawLine of clean(raw).split('\n')) {
    const line = lineOf(rawLine);
    if (line) printed.push(line);
  }
  const lines = gatherTables(printed).filter((l) => !l.lone);
  const width = margin(lines);
  const joined: { parts: string[]; heading: number; row: boolean }[] = [];
  let previous: Line | undefined;
  for (const [i, line] of lines.entries()) {
    const last = joined.at(-1);
    if (last && previous && continues(previous, line, lines[i + 1], width)) {
      const glue = /[A-Za-z0-9]$/.test(previous.text) && /^[A-Za-z0-9]/.test(line.text) && width === 0 ? ' ' : '';
      last.parts.push(glue + line.text);
      // the joined line is judged by its tail: only that can be unfinished
      previous = { ...line, text: previous.text.slice(-80) + glue + line.text, heading: 0, indented: previous.indented };
    } else {
      joined.push({ parts: [line.text], heading: line.heading, row: line.row });
      previous = line;
    }
  }
  const paragraphs: Paragraph[] = [];
  const texts: string[] = [];
  let at = 0;
  for (const { parts, heading, row } of joined) {
    const text = parts.join('');
    const paragraph: Paragraph = { text, start: at, end: at + text.length, heading };
    if (row) {
      let from = at;
      paragraph.cells = text.split('\t').map((cell) => {
        const c = { text: cell, start: from, end: from + cell.length };
        from = c.end + 1;
        return c;
      });
    }
    paragraphs.push(paragraph);
    texts.push(text);
    at += text.length + 1;
  }
  return { text: texts.join('\n'), paragraphs };
}
