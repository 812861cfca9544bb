import type { Element, Page } from '../page.ts';

/** A sentence as it is kept: hash of its text, its length, hash of the place it stands in, and whether it is text of its own or a list of links. */
export type Sentence = readonly [text: number, length: number, region: number, links: 0 | 1];

const blocks = new Set(['p', 'div', 'li', 'td', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'section', 'article', 'main', 'header', 'footer', 'nav', 'aside', 'ul', 'ol', 'dl', 'dd', 'dt', 'table', 'tr', 'tbody', 'blockquote', 'pre', 'form', 'body', 'figure', 'figcaption', 'center', 'marquee', 'address']);
const unseen = new Set(['script', 'style', 'template', 'head', 'title', 'noscript', 'textarea', 'select', 'option']);
const frame = /(?:^|[\s_-])(?:nav|menu|header|footer|foot|head|top|bottom|side|sidebar|breadcrumb|crumb|links?|banner|copyright|logo|toolbar|search|login|share|page|pager)(?:$|[\s_\d-])/i;

/** Figures, dates and counters are one and the same: they change of themselves. */
export const steady = (text: string): string => text.replace(/[\d０-９一二三四五六七八九十]+/g, '0').replace(/\s+/g, ' ').trim();

/** FNV-1a of 32 bits. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** All that a visitor reads, sentence by sentence, with where it stands. */
export function sentencesOf(page: Page): Sentence[] {
  const found: Sentence[] = [];
  /** @param links characters inside links of this block */
  const walk = (element: Element, region: string, framed: boolean): void => {
    let text = '';
    let linked = 0;
    const flush = (): void => {
      if (!text.trim()) { text = ''; linked = 0; return; }
      const links = framed || linked > text.trim().length * 0.5 ? 1 : 0;
      const place = hash32(region);
      for (const part of text.split(/[。！？；!?;\n|]+/)) {
        const s = steady(part);
        if (s.length > 1) found.push([hash32(s), s.length, place, links]);
      }
      text = '';
      linked = 0;
    };
    const gather = (e: Element, inLink: boolean): void => {
      for (const c of e.children) {
        if (typeof c === 'string') { text += c; if (inLink) linked += c.trim().length; continue; }
        if (unseen.has(c.name)) continue;
        if (c.name === 'br') { text += '\n'; continue; }
        if (blocks.has(c.name)) {
          flush();
          const mark = `${c.attributes.id ?? ''} ${c.attributes.class ?? ''}`;
          walk(c, `${region.split('>').slice(-3).join('>')}>${c.name}.${mark.trim().replace(/\d+/g, '0')}`, framed || c.name === 'nav' || c.name === 'footer' || c.name === 'header' || c.name === 'aside' || frame.test(mark));
        } else gather(c, inLink || c.name === 'a');
      }
    };
    gather(element, false);
    flush();
  };
  walk(page.root, '', false);
  return found;
}

/** Charikar's simhash over pairs of characters, 64 bits, hexadecimal. */
export function simhash(text: string): string {
  const votes = new Int32Array(64);
  const s = steady(text).replaceAll(' ', '');
  for (let i = 0; i + 1 < s.length; i++) {
    const low = mix(Math.imul(s.charCodeAt(i), 0x9e3779b1) ^ s.charCodeAt(i + 1));
    const high = mix(low ^ 0x85ebca6b);
    for (let b = 0; b < 32; b++) { votes[b]! += (low >>> b) & 1 ? 1 : -1; votes[b + 32]! += (high >>> b) & 1 ? 1 : -1; }
  }
  let bits = 0n;
  for (let b = 0; b < 64; b++) if (votes[b]! > 0) bits |= 1n << BigInt(b);
  return bits.toString(16).padStart(16, '0');
}
function mix(x: number): number {
  let h = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}
/** Bits that differ between two simhashes, 0 to 64. */
export function distance(a: string, b: string): number {
  let x = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let n = 0;
  for (; x; x >>= 1n) n += Number(x & 1n);
  return n;
}
