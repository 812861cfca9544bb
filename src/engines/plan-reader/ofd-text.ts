import { attribute, unescape, xmlTokens } from './xml-tokens.ts';

export const ofdLimits = { pages: 500, bodies: 20, characters: 4_000_000 } as const;
export type OfdText = { ok: true; text: string } | { ok: false; reason: 'damaged' | 'too-large'; detail: string };

/** Characters that stand one after another, in the co-ordinates of their own direction: x along the line, y across it. */
interface Run { x: number; y: number; end: number; size: number; turn: number; text: string }
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** The text of an OFD (GB/T 33190): a printed line a line. `part` gives a part of the package by its path. */
export function ofdText(part: (path: string) => string | undefined): OfdText {
  const root = part('OFD.xml');
  if (root === undefined) return { ok: false, reason: 'damaged', detail: 'OFD.xml' };
  const lines: string[] = [];
  const bodies = textsOf(root, 'DocRoot').slice(0, ofdLimits.bodies);
  if (bodies.length === 0) return { ok: false, reason: 'damaged', detail: 'DocRoot' };
  let pages = 0;
  let characters = 0;
  for (const loc of bodies) {
    const at = resolve('', loc);
    const document = part(at);
    if (document === undefined) return { ok: false, reason: 'damaged', detail: at };
    const templates = new Map<string, string>();
    const locs: string[] = [];
    for (const { name, kind, body } of xmlTokens(document)) {
      if (kind === 'close') continue;
      const base = attribute(body, 'BaseLoc');
      if (base === undefined) continue;
      if (local(name) === 'Page') locs.push(resolve(at, base));
      else if (local(name) === 'TemplatePage') templates.set(attribute(body, 'ID') ?? '', resolve(at, base));
    }
    pages += locs.length;
    if (pages > ofdLimits.pages) return { ok: false, reason: 'too-large', detail: `${pages} pages` };
    for (const loc of locs) {
      const page = part(loc);
      if (page === undefined) return { ok: false, reason: 'damaged', detail: loc };
      const runs: Run[] = [];
      for (const { name, kind, body } of xmlTokens(page)) {
        if (local(name) !== 'Template' || kind === 'close') continue;
        // letterhead: what every page repeats is said once
        const id = attribute(body, 'TemplateID') ?? '';
        const template = part(templates.get(id) ?? '');
        templates.delete(id);
        if (template) runs.push(...runsOf(template));
      }
      runs.push(...runsOf(page));
      const printed = linesOf(runs);
      characters += printed.reduce((n, line) => n + line.length, 0);
      if (characters > ofdLimits.characters) return { ok: false, reason: 'too-large', detail: `${characters} characters` };
      lines.push(...printed);
    }
  }
  return { ok: true, text: lines.join('\n') };
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1).replace(/^\//, '');

function textsOf(xml: string, wanted: string): string[] {
  const found: string[] = [];
  let inside = false;
  for (const { name, kind, body } of xmlTokens(xml)) {
    if (kind === 'text' && inside) found.push(unescape(body).trim());
    else if (local(name) === wanted) inside = kind === 'open';
  }
  return found.filter((t) => t !== '');
}

/** `Pages/Page_0/Content.xml` beside the part that names it, `/Doc_0/…` from the root. */
function resolve(from: string, loc: string): string {
  const steps = loc.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of loc.replaceAll('\\', '/').split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

const numbers = (value: string | undefined): number[] => (value ?? '').trim().split(/\s+/).map(Number).filter(Number.isFinite);

/** `3.5 3.5` or `g 12 3.5 2` (twelve times 3.5, then 2): never more than the text has characters. */
function deltas(value: string | undefined, most: number): number[] {
  const out: number[] = [];
  const words = (value ?? '').trim().split(/\s+/, most * 3 + 3);
  for (let i = 0; i < words.length && out.length < most; i++) {
    if (words[i] !== 'g') { out.push(Number(words[i]) || 0); continue; }
    const times = Math.min(Number(words[i + 1]) || 0, most - out.length);
    const step = Number(words[i + 2]) || 0;
    for (let k = 0; k < times; k++) out.push(step);
    i += 2;
  }
  return out;
}

function runsOf(page: string): Run[] {
  const runs: Run[] = [];
  let object: { box: number[]; matrix: Matrix; size: number } | undefined;
  let code: string | undefined;
  for (const { name, kind, body } of xmlTokens(page)) {
    if (kind === 'text') {
      if (object && code !== undefined) placeCode(runs, object, code, unescape(body).replace(/[\r\n]+\s*/g, ''));
      continue;
    }
    const tag = local(name);
    if (tag === 'TextObject') {
      const m = numbers(attribute(body, 'CTM'));
      const hidden = attribute(body, 'Visible') === 'false';
      object = kind === 'open' && !hidden ? { box: numbers(attribute(body, 'Boundary')), matrix: m.length === 6 ? (m as unknown as Matrix) : [1, 0, 0, 1, 0, 0], size: Number(attribute(body, 'Size')) || 4 } : undefined;
    } else if (tag === 'TextCode') code = kind === 'open' ? body : undefined;
  }
  return runs;
}

/** One TextCode: its characters advance by DeltaX; a step across the line ends a run, unless all of it is written downwards. */
function placeCode(runs: Run[], { box, matrix, size }: { box: number[]; matrix: Matrix; size: number }, code: string, text: string): void {
  const characters = [...text];
  if (characters.length === 0 || text.trim() === '') return;
  const [a, b, c, d, e, f] = matrix;
  const turn = Math.round((Math.atan2(b, a) * 180) / Math.PI);
  const scale = Math.hypot(a, b) || 1;
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const dx = deltas(attribute(code, 'DeltaX'), characters.length);
  const dy = deltas(attribute(code, 'DeltaY'), characters.length);
  const downwards = dx.every((n) => Math.abs(n) < size * 0.3) && dy.length >= characters.length - 1 && dy.every((n) => Math.abs(n) > size * 0.3);
  let [x, y] = [Number(attribute(code, 'X')) || 0, Number(attribute(code, 'Y')) || 0];
  let run: Run | undefined;
  for (const [i, character] of characters.entries()) {
    const [px, py] = [a * x + c * y + e + (box[0] ?? 0), b * x + d * y + f + (box[1] ?? 0)];
    const [along, across] = [px * cos + py * sin, py * cos - px * sin];
    const wide = size * scale * ((character.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.5);
    if (!run || (!downwards && Math.abs(across - run.y) > size * scale * 0.3)) {
      run = { x: along, y: across, end: along + wide, size: size * scale, turn, text: character };
      runs.push(run);
    } else {
      if (!downwards) run.text += gap(along - run.end, run.size);
      run.text += character;
      run.end = Math.max(run.end, along + wide);
    }
    x += dx[i] ?? (dy.length > 0 ? 0 : wide / scale);
    y += dy[i] ?? 0;
  }
}

const gap = (distance: number, size: number): string => (distance > size * 1.6 ? '    ' : distance > size * 0.8 ? ' ' : '');

/** Printed lines of a page: the direction most of it is written in, then what stands upright or sideways; a slanted watermark is none of it. */
function linesOf(runs: readonly Run[]): string[] {
  const weight = new Map<number, number>();
  for (const r of runs) weight.set(r.turn, (weight.get(r.turn) ?? 0) + r.text.length);
  const turns = [...weight.keys()].sort((p, q) => (weight.get(q) ?? 0) - (weight.get(p) ?? 0)).filter((t, i) => i === 0 || t % 90 === 0);
  return turns.flatMap((turn) => linesAlong(runs.filter((r) => r.turn === turn)));
}

function linesAlong(runs: Run[]): string[] {
  runs.sort((p, q) => p.y - q.y);
  const rows: Run[][] = [];
  for (const run of runs) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row && first && Math.abs(run.y - first.y) < Math.min(run.size, first.size) * 0.5) row.push(run);
    else rows.push([run]);
  }
  const left = rows.map((row) => Math.min(...row.slice(0, 400).map((r) => r.x))).sort((p, q) => p - q)[Math.floor(rows.length * 0.2)] ?? 0;
  return rows.map((row) => {
    row.sort((p, q) => p.x - q.x);
    const parts: string[] = [];
    let end: number | undefined;
    for (const run of row) {
      parts.push(end === undefined ? (run.x - left > run.size * 1.5 ? '    ' : '') : gap(run.x - end, run.size), run.text);
      end = Math.max(end ?? run.end, run.end);
    }
    return parts.join('').trimEnd();
  });
}
