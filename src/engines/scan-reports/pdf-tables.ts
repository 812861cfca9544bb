import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';

interface Word { text: string; x: number; y: number; width: number }
interface Lines { across: { y: number; from: number; to: number }[]; down: { x: number; from: number; to: number }[] }
const mostPages = 200;

/** Tables that are drawn with lines, as Word prints them: the lines make a grid, the words fall into it. A table that goes on over pages comes in one piece. */
export async function pdfTables(bytes: Uint8Array): Promise<{ place: string; rows: string[][] }[]> {
  // a copy: the parser takes the buffer away
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  try {
    const { OPS } = await getResolvedPDFJS();
    const found: { place: string; rows: string[][]; xs: number[] }[] = [];
    for (let n = 1; n <= Math.min(pdf.numPages, mostPages); n++) {
      const page = await pdf.getPage(n);
      const operators = await page.getOperatorList();
      const lines = linesOf(operators.fnArray, operators.argsArray as unknown[][], OPS);
      const words = (await page.getTextContent()).items.flatMap((item) => ('str' in item && item.str.trim() ? [{ text: item.str, x: item.transform[4] as number, y: item.transform[5] as number, width: item.width }] : []));
      for (const [i, g] of gridsOf(lines).entries()) {
        const rows = fill(g, words);
        const before = found.at(-1);
        if (i === 0 && n > 1 && before && same(before.xs, g.xs)) before.rows.push(...rows);
        else found.push({ place: `第 ${n} 页表 ${i + 1}`, rows, xs: g.xs });
      }
      page.cleanup();
    }
    return found.map(({ place, rows }) => ({ place, rows }));
  } finally {
    await pdf.loadingTask.destroy().catch(() => undefined);
  }
}
const same = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((x, i) => Math.abs(x - b[i]!) < 3);

/** Straight lines and the edges of boxes, in the page's own measure. */
function linesOf(fns: readonly number[], args: readonly unknown[][], ops: Record<string, number>): Lines {
  const lines: Lines = { across: [], down: [] };
  let at = [1, 0, 0, 1, 0, 0];
  const kept: number[][] = [];
  const put = (x1: number, y1: number, x2: number, y2: number): void => {
    const [ax, ay, bx, by] = [at[0]! * x1 + at[2]! * y1 + at[4]!, at[1]! * x1 + at[3]! * y1 + at[5]!, at[0]! * x2 + at[2]! * y2 + at[4]!, at[1]! * x2 + at[3]! * y2 + at[5]!];
    const [w, h] = [Math.abs(bx - ax), Math.abs(by - ay)];
    const [left, right, low, high] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
    if (w < 3 && h < 3) return;
    if (h < 3) lines.across.push({ y: (ay + by) / 2, from: left, to: right });
    else if (w < 3) lines.down.push({ x: (ax + bx) / 2, from: low, to: high });
    else { lines.across.push({ y: low, from: left, to: right }, { y: high, from: left, to: right }); lines.down.push({ x: left, from: low, to: high }, { x: right, from: low, to: high }); }
  };
  for (const [i, fn] of fns.entries()) {
    if (lines.across.length + lines.down.length > 20_000) break;
    const a = args[i] ?? [];
    if (fn === ops['save']) kept.push(at);
    else if (fn === ops['restore']) at = kept.pop() ?? at;
    else if (fn === ops['transform']) { const m = a as number[]; at = [at[0]! * m[0]! + at[2]! * m[1]!, at[1]! * m[0]! + at[3]! * m[1]!, at[0]! * m[2]! + at[2]! * m[3]!, at[1]! * m[2]! + at[3]! * m[3]!, at[0]! * m[4]! + at[2]! * m[5]! + at[4]!, at[1]! * m[4]! + at[3]! * m[5]! + at[5]!]; } else if (fn === ops['constructPath']) for (const [x1, y1, x2, y2] of strokes(a)) put(x1, y1, x2, y2);
  }
  return lines;
}
/** Drawn as [move 0, line 1, curve 2 …] with coordinates between; `minMax` stands for what is drawn otherwise. */
function strokes(a: readonly unknown[]): [number, number, number, number][] {
  const path = Array.isArray(a[1]) ? a[1][0] as ArrayLike<number> | null | undefined : undefined;
  if (!path || typeof path.length !== 'number') return [];
  const list: [number, number, number, number][] = [];
  let [x, y, sx, sy] = [0, 0, 0, 0];
  for (let i = 0; i < path.length;) {
    const op = path[i++];
    if (op === 0) { x = sx = path[i++]!; y = sy = path[i++]!; } else if (op === 1) { const [nx, ny] = [path[i++]!, path[i++]!]; list.push([x, y, nx, ny]); [x, y] = [nx, ny]; } else if (op === 2) { i += 4; x = path[i++]!; y = path[i++]!; } else if (op === 3) { i += 2; x = path[i++]!; y = path[i++]!; } else if (op === 4) { list.push([x, y, sx, sy]); [x, y] = [sx, sy]; } else return list;
  }
  return list;
}

interface Grid { xs: number[]; ys: number[] }
/** Lines that touch belong together; each group with two of both kinds at least is a grid. */
function gridsOf({ across, down }: Lines): Grid[] {
  const sorted = [...across].sort((a, b) => b.y - a.y);
  const groups: { across: Lines['across']; down: Lines['down'] }[] = [];
  for (const d of [...down].sort((a, b) => b.to - a.to)) {
    const g = groups.find((one) => one.down.some((o) => o.from <= d.to + 3 && d.from <= o.to + 3));
    if (g) g.down.push(d); else groups.push({ across: [], down: [d] });
  }
  for (const g of groups) {
    const [low, high] = [Math.min(...g.down.map((d) => d.from)) - 3, Math.max(...g.down.map((d) => d.to)) + 3];
    g.across = sorted.filter((l) => l.y >= low && l.y <= high);
  }
  return groups.map((g) => ({ xs: places(g.down.map((d) => d.x)), ys: places(g.across.map((l) => l.y)).reverse() })).filter((g) => g.xs.length > 2 && g.ys.length > 2);
}
function places(list: readonly number[]): number[] {
  const out: number[] = [];
  for (const v of [...list].sort((a, b) => a - b)) if (out.length === 0 || v - out.at(-1)! > 4) out.push(v);
  return out;
}
function fill({ xs, ys }: Grid, words: readonly Word[]): string[][] {
  const cells: Word[][][] = Array.from({ length: ys.length - 1 }, () => Array.from({ length: xs.length - 1 }, () => []));
  for (const w of words) {
    const column = xs.findIndex((x, i) => i + 1 < xs.length && w.x + Math.min(w.width, 6) / 2 >= x && w.x + Math.min(w.width, 6) / 2 < xs[i + 1]!);
    const row = ys.findIndex((y, i) => i + 1 < ys.length && w.y + 2 <= y && w.y + 2 > ys[i + 1]!);
    if (column >= 0 && row >= 0) cells[row]![column]!.push(w);
  }
  return cells.map((row) => row.map((list) => {
    let [text, y] = ['', Number.NaN];
    for (const w of list.sort((a, b) => (Math.abs(a.y - b.y) > 3 ? b.y - a.y : a.x - b.x))) {
      // a line that was broken by the cell's width goes on, but words of letters are parted
      if (!Number.isNaN(y) && Math.abs(w.y - y) > 3 && /[A-Za-z0-9]$/.test(text) && /^[A-Za-z]/.test(w.text) && !/[/.:@-]$/.test(text) && !/:\/\//.test(text)) text += ' ';
      text += w.text;
      y = w.y;
    }
    return text.trim();
  }));
}
