import { squeeze } from './canonical.ts';
import { findDates } from './dates.ts';
import type { Paragraph } from './normalise.ts';
import { familyOf, inlineOrdinals, markerOf, rankOf } from './numbering.ts';
import type { Marker, Style } from './numbering.ts';

/** A paragraph, or the part of one between two of its own ordinals. */
export interface Segment {
  start: number;
  end: number;
  text: string;
  marker: Marker | undefined;
  paragraph: Paragraph;
}
export interface Node {
  style: Style | 'root' | 'heading';
  number: number;
  label: string;
  parent: Node | undefined;
  children: Node[];
  /** The first is the heading or the whole item, without its ordinal; the rest follow it up to the first child. */
  segments: Segment[];
  /** Where the ordinal itself begins. */
  markedAt: number;
  /** The document part it stands in: numbers start afresh in an attached plan. */
  part: number;
}

const seconds: Partial<Record<Style, RegExp>> = {
  shi: /[；;，,]二(?:是|要)/, di: /[；;]第二[，、：]/, circle: /[；;，,、]②/, digitParen: /[；;][（(]2[)）]/, cnParen: /[；;][（(]二[)）]/, dot: /[；;]2[.．](?!\d)/, comma: /[；;]2、/,
};
/** 一是…；二是…；三是…。 in one sentence: the ordinals enumerate, the paragraph is one. */
const enumerates = (text: string, marker: Marker): boolean => marker.number === 1 && (seconds[marker.style]?.test(text) ?? false);

/** 准备阶段（9月1日至10日）, 动员部署（3月上旬）: stages that a name and its dates mark instead of a number. */
const stageName = /(?<=^|[：:；;。]\s{0,2})(?:[\u4e00-\u9fff]{2,10}[（(]|[\u4e00-\u9fff]{2,8}阶段[：:]\s?)/g;
function namedStages(text: string): number[] {
  const found: number[] = [];
  if (text.length > 4000) return found;
  for (const m of text.matchAll(stageName)) {
    const rest = squeeze(text.slice(m.index + m[0].length, m.index + m[0].length + 48)).split(/[）。；]/)[0] ?? '';
    const date = findDates(rest)[0];
    if (!date || date.index > 1 || (/[（(]$/.test(m[0]) && date.end < rest.length)) continue;
    if (date.isRange || date.from.kind === 'stretch' || /阶段/.test(m[0])) found.push(m.index);
  }
  return found;
}

/** Cuts at named stages: several in one paragraph, or paragraphs one after another that each begin with one. */
function stageCuts(paragraphs: readonly Paragraph[]): Map<Paragraph, number[]> {
  const out = new Map<Paragraph, number[]>();
  let run: Paragraph[] = [];
  const close = (): void => {
    if (run.length >= 2) for (const p of run) out.set(p, [0]);
    run = [];
  };
  for (const p of paragraphs) {
    const cuts = p.cells ? [] : namedStages(p.text);
    if (cuts.length >= 2) out.set(p, cuts);
    if (p.cells || markerOf(p.text) || cuts.length >= 2) close();
    else if (cuts[0] === 0) run.push(p);
  }
  close();
  return out;
}

/** Cuts paragraphs at their ordinals. */
export function segmentsOf(paragraphs: readonly Paragraph[]): Segment[] {
  const out: Segment[] = [];
  const stages = stageCuts(paragraphs);
  let stage = 0;
  for (const paragraph of paragraphs) {
    if (paragraph.cells) {
      out.push({ start: paragraph.start, end: paragraph.end, text: paragraph.text, marker: undefined, paragraph });
      continue;
    }
    const ordinals = inlineOrdinals(paragraph.text);
    const named = ordinals.length === 0 ? stages.get(paragraph) : undefined;
    const cuts = named ?? ordinals;
    const bounds = [...new Set([0, ...cuts])].filter((c) => c < paragraph.text.length);
    for (const [i, from] of bounds.entries()) {
      const to = bounds[i + 1] ?? paragraph.text.length;
      const text = paragraph.text.slice(from, to).trim();
      if (text === '') continue;
      const start = paragraph.start + from + (paragraph.text.slice(from, to).length - paragraph.text.slice(from, to).trimStart().length);
      const begins = named?.includes(from) === true;
      const opens = begins ? { style: 'stage' as const, number: ++stage, label: '', length: 0 } : i === 0 || cuts.includes(from) ? markerOf(text) : undefined;
      const marker = opens && cuts.length === 0 && enumerates(text, opens) ? undefined : opens;
      if (!begins && marker) stage = 0;
      const skip = marker?.length ?? 0;
      out.push({ start: start + skip, end: start + text.length, text: text.slice(skip), marker, paragraph });
    }
  }
  return out;
}

export const newRoot = (): Node => ({ style: 'root', number: 0, label: '', parent: undefined, children: [], segments: [], markedAt: 0, part: 0 });

/** A heading is short and has no sentence of its own; what stands under it may be a level deeper whatever its sign. */
function isHeading(node: Node): boolean {
  const first = node.segments[0];
  if (!first) return true;
  if (node.segments.length > 1) return /[：:]$/.test(node.segments.at(-1)?.text ?? '');
  return /[：:]$/.test(first.text) || (first.text.length <= 40 && !/[。；]/.test(first.text));
}

function parentFor(marker: Marker, stack: readonly Node[]): { parent: Node; depth: number } {
  const root = stack[0] as Node;
  // a style that is open already: a sibling there
  for (let i = stack.length - 1; i > 0; i--) {
    if (stack[i]?.style === marker.style) return { parent: stack[i - 1] as Node, depth: i };
  }
  // another sign of the same family that carries on the count: a careless sibling
  if (marker.number > 1) {
    for (let i = stack.length - 1; i > 0; i--) {
      const n = stack[i] as Node;
      if (n.style !== 'root' && n.style !== 'heading' && familyOf(n.style) === familyOf(marker.style) && marker.number === n.number + 1) return { parent: stack[i - 1] as Node, depth: i };
    }
  }
  const top = stack.at(-1) as Node;
  if (top === root || top.style === 'heading' || isHeading(top)) return { parent: top, depth: stack.length };
  for (let i = stack.length - 1; i > 0; i--) {
    const n = stack[i] as Node;
    if (n.style !== 'heading' && (n.style === 'root' || rankOf(n.style) >= rankOf(marker.style))) continue;
    // a level that has begun under it with another sign goes on: a new first item stands a level deeper
    if (marker.number === 1 && n !== top && n.children.length > 0) return { parent: top, depth: stack.length };
    return { parent: n, depth: i + 1 };
  }
  return { parent: root, depth: 1 };
}

/** The tree of a document's own numbering. Text before the first number belongs to the root. */
export function outline(segments: readonly Segment[], root: Node = newRoot(), part = 0): Node {
  let stack: Node[] = [root];
  const bare = bareHeadings(segments);
  for (const segment of segments) {
    const { marker } = segment;
    if (marker) {
      const { parent, depth } = parentFor(marker, stack);
      const node: Node = {
        style: marker.style, number: marker.number, label: marker.label, parent, children: [], segments: segment.text === '' ? [] : [segment],
        markedAt: segment.start - marker.length, part,
      };
      parent.children.push(node);
      stack = [...stack.slice(0, depth), node];
    } else if (isLooseHeading(segment, stack) || bare.has(segment)) {
      const node: Node = { style: 'heading', number: 0, label: '', parent: root, children: [], segments: [segment], markedAt: segment.start, part };
      root.children.push(node);
      stack = [root, node];
    } else {
      const top = stack.at(-1) as Node;
      // ①…；②…；③…。 is one sentence: what follows it belongs to the item above the list
      if (stack.length > 2 && closesList(top)) stack = stack.slice(0, -1);
      stack.at(-1)?.segments.push(segment);
    }
  }
  return root;
}

/** In a document without any number, short lines over full sentences are its headings; one alone may be anything. */
function bareHeadings(segments: readonly Segment[]): Set<Segment> {
  const found = new Set<Segment>();
  if (segments.some((s) => s.marker)) return found;
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1];
    if (i > 0 && next && !segment.paragraph.cells && /^[\u4e00-\u9fff、“”]{3,14}$/.test(segment.text) && next.text.length > 20 && /[。；：]/.test(next.text)) found.add(segment);
  }
  return found.size >= 2 ? found : new Set();
}

function closesList(node: Node): boolean {
  const siblings = node.parent?.children ?? [];
  const before = siblings.at(-2);
  return node.segments.length === 1 && siblings.at(-1) === node && before !== undefined && before.segments.length === 1 && /[；;]$/.test(before.segments[0]?.text ?? '') && /。$/.test(node.segments[0]?.text ?? '');
}

/** A markdown heading without a number, or a short bare line in a document that has no numbers so far. */
function isLooseHeading(segment: Segment, stack: readonly Node[]): boolean {
  if (segment.paragraph.cells || segment.text.length > 30 || /[。；：:，,]/.test(segment.text)) return false;
  if (segment.paragraph.heading > 0) return true;
  return stack.length === 2 && stack[1]?.style === 'heading' && /^[\u4e00-\u9fff、“”]{4,16}$/.test(segment.text) && stack[1].segments.length > 1;
}

export function* walk(node: Node): Generator<Node> {
  for (const child of node.children) {
    yield child;
    yield* walk(child);
  }
}

/** Numbers from the chapter down. */
export function pathOf(node: Node): string {
  const labels: string[] = [];
  for (let n: Node | undefined = node; n && n.style !== 'root'; n = n.parent) if (n.label !== '') labels.unshift(n.label);
  return labels.join('/');
}

/** Offset of the last character that belongs to a node and what is under it. */
export function endOf(node: Node): number {
  let end = node.segments.at(-1)?.end ?? node.markedAt;
  for (const child of node.children) end = Math.max(end, endOf(child));
  return end;
}
export const startOf = (node: Node): number => node.segments[0]?.start ?? node.markedAt;
