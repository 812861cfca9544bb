import { Parser } from 'htmlparser2';
import type { Element, Page } from '../page.ts';

export interface Injected { elements: Element[]; encoded: boolean; at: number; text: string }
const mostScript = 300_000;
const literal = /"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'|`((?:[^`\\]|\\[\s\S])*)`/g;

/** Escapes of JavaScript inside a string; whether any spelt a plain letter, which nobody needs. */
function unescapeLiteral(text: string): { text: string; spelt: boolean } {
  let spelt = false;
  const plain = text.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|([0-7]{2,3})|([\s\S]))/gi, (_, x: string | undefined, u: string | undefined, b: string | undefined, o: string | undefined, c: string | undefined) => {
    const code = x ?? u ?? b;
    const n = code ? Number.parseInt(code, 16) : o ? Number.parseInt(o, 8) : -1;
    if (n >= 0) { if (n < 128) spelt = true; return n <= 0x10ffff ? String.fromCodePoint(n) : ''; }
    return c === 'n' ? '\n' : c === 't' ? '\t' : c === 'r' ? '' : c === '\n' ? '' : c ?? '';
  });
  return { text: plain, spelt };
}
function percent(text: string): string {
  const wide = text.replace(/%u([0-9a-f]{4})/gi, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16)));
  try { return decodeURIComponent(wide); } catch { return wide.replace(/%([0-9a-f]{2})/gi, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16))); }
}
function base64(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  try { return new TextDecoder('utf-8', { fatal: true }).decode(bytes); } catch { return bytes.toString('latin1'); }
}

/** What a script would write, read from its strings without running it: escapes, unescape, atob, fromCharCode, and Dean Edwards' packer. */
export function writtenBy(script: string): { html: string; encoded: boolean } {
  let source = script.slice(0, mostScript);
  let encoded = false;
  const packed = /eval\(function\(p,a,c,k,e,[dr]\)[\s\S]*?\}\('((?:[^'\\]|\\.)*)',(\d+),(\d+),'((?:[^'\\]|\\.)*)'\.split\('\|'\)/.exec(source);
  if (packed) {
    const [, body, base, , words] = packed;
    const list = words!.split('|');
    const radix = Number(base);
    source = `${unescapeLiteral(body!).text.replace(/\b\w+\b/g, (w) => { const n = [...w].reduce((sum, c) => { const d = /\d/.test(c) ? Number(c) : /[a-z]/.test(c) ? c.charCodeAt(0) - 87 : c.charCodeAt(0) - 29; return sum * radix + d; }, 0); return list[n] || w; })}`;
    encoded = true;
  }
  const codes = source.replace(/String\s*(?:\.|\[\s*["'])fromCharCode(?:["']\s*\])?(?:\.apply\s*\(\s*(?:null|String|this)\s*,\s*\[|\s*\()([\d\sxXa-fA-F,]+)\]?\)/g, (_, list: string) => { encoded = true; return JSON.stringify(list.split(',').map((n) => String.fromCharCode(Number(n.trim()))).join('')); })
    // lists of character codes that are put together in a loop
    .replace(/\[((?:\s*\d{2,5}\s*,){20,}\s*\d{2,5}\s*)\]/g, (all, list: string) => (/fromCharCode/.test(source) ? (encoded = true, JSON.stringify(list.split(',').map((n) => String.fromCharCode(Number(n))).join(''))) : all));
  const writes = /document\s*(?:\.|\[\s*["'])\s*write|innerHTML|outerHTML|insertAdjacentHTML|\.(?:append|prepend|before|after|html)\s*\(|\beval\s*\(|unescape|createContextualFragment|fromCharCode/.test(source);
  if (!writes) return { html: '', encoded: false };
  const parts: string[] = [];
  for (const m of codes.matchAll(literal)) {
    const raw = unescapeLiteral(m[1] ?? m[2] ?? m[3] ?? '');
    const before = codes.slice(Math.max(0, m.index - 24), m.index);
    let text = raw.text;
    if (/unescape\s*\(\s*$|decodeURI(?:Component)?\s*\(\s*$/.test(before) || /%3c|%u00/i.test(text)) { const plain = percent(text); if (plain !== text) { encoded = true; text = plain; } }
    else if (/atob\s*\(\s*$/.test(before)) { encoded = true; text = base64(text); }
    else if (/^[A-Za-z0-9+/]{40,}={0,2}$/.test(text) && /atob/.test(source)) { encoded = true; text = base64(text); }
    if (raw.spelt && /<|href/i.test(text)) encoded = true;
    parts.push(text);
    // a decoded script writes in its turn
    if (encoded && /document\.write|innerHTML/.test(text)) for (const inner of text.matchAll(literal)) parts.push(unescapeLiteral(inner[1] ?? inner[2] ?? inner[3] ?? '').text);
  }
  const joined = parts.join('');
  const turned = /\.reverse\(\)/.test(source) ? [...joined].reverse().join('') : '';
  if (/<\/?[a-z]/i.test(turned) && !/<a\b/i.test(joined)) return { html: turned, encoded: true };
  return { html: /<\/?[a-z]/i.test(joined) ? joined : '', encoded };
}

/** Styles that scripts give to an element by its id, as declarations. */
export function stylesByScript(page: Page): Map<string, string> {
  const styles = new Map<string, string>();
  for (const e of page.elements) {
    if (e.name !== 'script') continue;
    const text = e.children.filter((c) => typeof c === 'string').join('').slice(0, mostScript);
    for (const [, id, name, value] of text.matchAll(/getElementById\(\s*["']([\w-]+)["']\s*\)\.style\.(\w+)\s*=\s*["']([^"']*)["']/g)) styles.set(id!, `${styles.get(id!) ?? ''};${name!.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}:${value}`);
    for (const [, id, value] of text.matchAll(/getElementById\(\s*["']([\w-]+)["']\s*\)\.(?:style\.cssText\s*=|setAttribute\(\s*["']style["']\s*,)\s*["']([^"']*)["']/g)) styles.set(id!, `${styles.get(id!) ?? ''};${value}`);
  }
  return styles;
}

/** Elements that scripts write into the page, and elements of the page that stand between what two scripts open and close. */
export function injected(page: Page): { written: Injected[]; wrapped: ReadonlyMap<Element, string> } {
  const written: Injected[] = [];
  const wrapped = new Map<Element, string>();
  let opening = '';
  for (const e of page.elements) {
    if (opening && e.name !== 'script') wrapped.set(e, opening);
    if (e.name !== 'script' || e.attributes.src) continue;
    const script = e.children.filter((c) => typeof c === 'string').join('');
    if (script.length < 20 || /json|template/i.test(e.attributes.type ?? '')) continue;
    const { html, encoded } = writtenBy(script);
    if (!html) continue;
    if (opening && /^\s*<\//.test(html)) { opening = ''; continue; }
    const lead = /^\s*<(?:div|span|p|marquee|ul|table|font)\b[^>]*?(?:style\s*=\s*["']?([^"'>]*)["']?)[^>]*>\s*$/i.exec(html);
    if (lead?.[1]) { opening = lead[1]; continue; }
    // the page's own sheets reach what is written: a rule that a script writes too
    const elements = fragment(html, e);
    if (elements.length) written.push({ elements, encoded, at: e.at, text: html });
  }
  return { written, wrapped };
}
function fragment(html: string, script: Element): Element[] {
  const elements: Element[] = [];
  let open: Element | null = script.parent;
  const top = open;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (elements.length > 2000) return;
      const e: Element = { name, attributes, parent: open, children: [], at: script.at, after_end: false };
      if (open !== top) open?.children.push(e);
      elements.push(e);
      open = e;
    },
    ontext(text) { if (open !== top) open?.children.push(text); },
    onclosetag() { if (open !== top) open = open?.parent ?? top; },
  }, { decodeEntities: true });
  parser.end(html.slice(0, mostScript));
  return elements;
}
