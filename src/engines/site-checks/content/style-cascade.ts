import type { Element, Page } from '../page.ts';
import { textOf } from '../page.ts';

export type Style = Readonly<Record<string, string>>;
interface Simple { tag: string; id: string; classes: string[]; attributes: [string, string | undefined][] }
interface Rule { parts: { simple: Simple; child: boolean }[]; weight: number; order: number; style: Record<string, string>; important: Record<string, string> }
const mostRules = 5000;

/** Declarations, lower case, without comments. */
export function declarations(text: string): { style: Record<string, string>; important: Record<string, string> } {
  const style: Record<string, string> = {};
  const important: Record<string, string> = {};
  for (const part of text.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, '').split(';')) {
    const colon = part.indexOf(':');
    if (colon < 1) continue;
    const name = part.slice(0, colon).trim().toLowerCase();
    const value = part.slice(colon + 1).trim().toLowerCase();
    if (value.endsWith('important')) important[name] = value.replace(/\s*!\s*important$/, '');
    else style[name] = value;
  }
  return { style, important };
}

/** Selectors of tags, classes, ids and attributes, with descendants and children; others (states, siblings) cannot hide for good and are left out. */
function selectorOf(text: string): { parts: Rule['parts']; weight: number } | undefined {
  if (/[:+~|]/.test(text)) return undefined;
  const parts: Rule['parts'] = [];
  let weight = 0;
  let child = false;
  for (const token of text.replace(/>/g, ' > ').split(/\s+/).filter(Boolean)) {
    if (token === '>') { child = true; continue; }
    const simple: Simple = { tag: '', id: '', classes: [], attributes: [] };
    const rest = token.replace(/\[([\w-]+)(?:=["']?([^"'\]]*)["']?)?\]/g, (_, name: string, value: string | undefined) => { simple.attributes.push([name.toLowerCase(), value]); weight += 10; return ''; });
    const found = /^([\w-]+|\*)?((?:[.#][\w\u0080-\uffff-]+)*)$/.exec(rest);
    if (!found) return undefined;
    if (found[1] && found[1] !== '*') { simple.tag = found[1].toLowerCase(); weight += 1; }
    for (const [, kind, name] of (found[2] ?? '').matchAll(/([.#])([^.#]+)/g)) if (kind === '.') { simple.classes.push(name!); weight += 10; } else { simple.id = name!; weight += 100; }
    parts.push({ simple, child });
    child = false;
  }
  return parts.length ? { parts, weight } : undefined;
}

/** Rules of the page's own sheets for a wide screen; sheets for print and for narrow screens are for others. */
function rulesOf(css: string, rules: Rule[]): void {
  const text = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, '').replace(/<!--|-->/g, '');
  let at = 0;
  while (at < text.length && rules.length < mostRules) {
    const open = text.indexOf('{', at);
    if (open < 0) return;
    const head = text.slice(at, open).replace(/^[\s\S]*;/, '').trim();
    let close = open + 1;
    for (let depth = 1; close < text.length && depth; close++) if (text[close] === '{') depth++; else if (text[close] === '}') depth--;
    const body = text.slice(open + 1, close - 1);
    at = close;
    if (head.startsWith('@')) {
      if (/^@(supports|layer)/i.test(head) || (/^@media/i.test(head) && !/print|max-width|max-device-width|prefers|speech/i.test(head))) rulesOf(body, rules);
      continue;
    }
    const { style, important } = declarations(body);
    for (const selector of head.split(',')) {
      const s = selectorOf(selector.trim());
      if (s) rules.push({ ...s, order: rules.length, style, important });
    }
  }
}

const fits = (e: Element, s: Simple): boolean => (!s.tag || e.name === s.tag) && (!s.id || e.attributes.id === s.id) && s.classes.every((c) => ` ${e.attributes.class ?? ''} `.replace(/\s/g, ' ').includes(` ${c} `)) && s.attributes.every(([n, v]) => n in e.attributes && (v === undefined || e.attributes[n] === v));
function reaches(e: Element, parts: Rule['parts'], i = parts.length - 1): boolean {
  if (!fits(e, parts[i]!.simple)) return false;
  if (i === 0) return true;
  for (let p = e.parent, steps = 0; p && steps < 60; p = p.parent, steps++) {
    if (reaches(p, parts, i - 1)) return true;
    if (parts[i]!.child) return false;
  }
  return false;
}

/** What is declared for an element by the sheets in the page, its own attribute, and what scripts set by its id. Nothing is inherited here. */
export function cascade(page: Page, byScript: ReadonlyMap<string, string>): (e: Element) => Style {
  const rules: Rule[] = [];
  for (const e of page.elements) if (e.name === 'style' && !/print|max-width/i.test(e.attributes.media ?? '')) rulesOf(e.children.filter((c) => typeof c === 'string').join('') || textOf(e), rules);
  const byKey = new Map<string, Rule[]>();
  for (const r of rules) {
    const last = r.parts.at(-1)!.simple;
    const key = last.id ? `#${last.id}` : last.classes[0] ? `.${last.classes[0]}` : last.tag || '*';
    const list = byKey.get(key);
    if (list) list.push(r); else byKey.set(key, [r]);
  }
  const known = new Map<Element, Style>();
  return (e) => {
    let style = known.get(e);
    if (style) return style;
    const keys = [`#${e.attributes.id ?? ''}`, ...(e.attributes.class ?? '').split(/\s+/).map((c) => `.${c}`), e.name, '*'];
    const hit = keys.flatMap((k) => byKey.get(k) ?? []).filter((r) => reaches(e, r.parts)).sort((a, b) => a.weight - b.weight || a.order - b.order);
    const own = declarations(`${e.attributes.style ?? ''};${byScript.get(e.attributes.id ?? '') ?? ''}`);
    style = Object.assign({}, ...hit.map((r) => r.style), own.style, ...hit.map((r) => r.important), own.important) as Style;
    known.set(e, style);
    return style;
  };
}
