import { hash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import type { HttpAnswer } from './context/context.ts';
import type { Change } from './tamper/classes.ts';

export interface Element {
  name: string;
  attributes: Readonly<Record<string, string>>;
  parent: Element | null;
  children: (Element | string)[];
  /** Offset of its `<` in `Page.html`. */
  at: number;
  /** Stands behind `</html>`. */
  after_end: boolean;
}
/** One page, fetched and read once; every passive check reads this. */
export interface Page {
  kind: 'page';
  url: string;
  answer: HttpAnswer;
  /** Decoded text. */
  html: string;
  sha256: string;
  charset: string;
  root: Element;
  /** In the order of the document. */
  elements: readonly Element[];
  comments: readonly { text: string; at: number }[];
  title: string;
  /** What two sightings agree has changed against the baseline; undefined where there is no baseline yet. */
  changed?: readonly Change[];
}

/** Deeper nesting than this is flattened: a hostile page must not end the stack. */
const deepest = 400;
const most = 200_000;

/** Reads a page in one pass. Never throws: what is no HTML is a page of text. */
export function readPage(answer: HttpAnswer): Page {
  const { text: html, charset } = decodeBody(answer);
  const root: Element = { name: '#root', attributes: {}, parent: null, children: [], at: 0, after_end: false };
  const elements: Element[] = [];
  const comments: { text: string; at: number }[] = [];
  let open = root;
  let depth = 0;
  let ended = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (elements.length >= most) return;
      const element: Element = { name, attributes, parent: open, children: [], at: parser.startIndex, after_end: ended };
      open.children.push(element);
      elements.push(element);
      depth++;
      if (depth <= deepest) open = element;
    },
    ontext(text) { open.children.push(text); },
    onclosetag(name, implied) {
      if (elements.length >= most) return;
      if (depth <= deepest && open.parent) open = open.parent;
      depth = Math.max(0, depth - 1);
      if (name === 'html' && !implied) ended = true;
    },
    oncomment(text) { if (comments.length < 10_000) comments.push({ text, at: parser.startIndex }); },
  }, { decodeEntities: true, lowerCaseAttributeNames: true, lowerCaseTags: true });
  parser.write(html);
  parser.end();
  const title = elements.find((e) => e.name === 'title');
  return { kind: 'page', url: answer.url, answer, html, sha256: hash('sha256', answer.body), charset, root, elements, comments, title: title ? textOf(title).trim() : '' };
}

/** Text inside, without scripts and styles. */
export function textOf(element: Element): string {
  const parts: string[] = [];
  const walk = (e: Element): void => { for (const c of e.children) if (typeof c === 'string') parts.push(c); else if (c.name !== 'script' && c.name !== 'style' && c.name !== 'template') walk(c); };
  walk(element);
  return parts.join('');
}
/** By byte order mark, header, then `<meta>`; Chinese pages that say nothing and are no UTF-8 are GB 18030. */
export function decodeBody(answer: Pick<HttpAnswer, 'body' | 'headers'>): { text: string; charset: string } {
  const { body } = answer;
  const told = /charset\s*=\s*["']?([\w-]+)/i.exec(answer.headers.find(([n]) => n.toLowerCase() === 'content-type')?.[1] ?? '')?.[1];
  const meta = told ? undefined : /<meta[^>]{0,300}?charset\s*=\s*["']?([\w-]+)/i.exec(Buffer.from(body.subarray(0, 2048)).toString('latin1'))?.[1];
  const label = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 'utf-8' : body[0] === 0xff && body[1] === 0xfe ? 'utf-16le' : body[0] === 0xfe && body[1] === 0xff ? 'utf-16be' : told ?? meta;
  const charset = /^gb/i.test(label ?? '') ? 'gb18030' : (label ?? '').toLowerCase();
  if (charset) try { return { text: new TextDecoder(charset).decode(body), charset }; } catch { /* a name nobody knows: guessed below */ }
  try { return { text: new TextDecoder('utf-8', { fatal: true }).decode(body), charset: 'utf-8' }; } catch { return { text: new TextDecoder('gb18030').decode(body), charset: 'gb18030' }; }
}
