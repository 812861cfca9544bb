import type { Context } from '../context/context.ts';
import { textOf, type Element, type Page } from '../page.ts';
import { domainOf } from '../domains.ts';
import { whose } from './domains.ts';
import { foldedAway, hidingOf, marksOf, type Hiding } from './hiding.ts';
import { injected, stylesByScript } from './injected.ts';
import { cascade } from './style-cascade.ts';
import { offers, type Dictionary } from './words.ts';

/** What each sign adds, in the order a person would name them. Set on the development half of the generated pages only. */
const weights = { deceptive: 3, ordinary: 2, after_end: 2.5, encoded: 3, written: 0.5, unknown: 2, bad: 5.5, word: 3, weak_word: 1.5, odd_domain: 1, crowd: 1.5, empty: 3, folded: -2 } as const;
/** From here it is a finding; below, what is visible with a word is a hint. */
const threshold = 5;
/** Enough against it, and out of sight: what everybody sees is at most a hint. */
export const isDark = (l: WeighedLink): boolean => l.hidden !== undefined && l.score >= threshold;

export interface WeighedLink { href: string; host: string; text: string; at: number; hidden: Hiding | undefined; score: number; reasons: string[]; word: string | undefined }
interface Anchor { href: URL; whose: 'bad' | 'unknown'; text: string; element: Element; hidden: Hiding | undefined; encoded: boolean; written: boolean; afterEnd: boolean; folded: boolean; bare: boolean; at: number }

const oddDomain = /\.(?:top|xyz|vip|bet|casino|poker|club|icu|cyou|sbs|win|loan|men|work|buzz|cc|tk|ml|ga|cf|gq|pw|fun|live|site)$|^\d{1,3}(?:\.\d{1,3}){3}$|(?:^|\.)(?=[a-z0-9-]*\d{3})[a-z0-9-]{4,}\.[a-z]+$/i;
const invisible = /[\s\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\u3164\ufeff]/g;

/** Every link of the page to a domain that is neither ours nor known, with what speaks against it. */
export function weighLinks(page: Page, context: Pick<Context, 'inScope' | 'registered'>, dictionary: Dictionary, drawn?: ReadonlyMap<string, { hidden: string; text: string }>): WeighedLink[] {
  const home = new URL(page.url).hostname;
  const links = page.elements.some((e) => (e.name === 'a' || e.name === 'area') && outside(e, page.url, home)) || page.elements.some((e) => e.name === 'script' && !e.attributes.src) || drawn?.size;
  if (!links) return [];
  const styleOf = cascade(page, stylesByScript(page));
  const { written, wrapped } = injected(page);
  const anchors: Anchor[] = [];
  const add = (e: Element, extra: { encoded: boolean; written: boolean }): void => {
    if (e.name !== 'a' && e.name !== 'area') return;
    const href = outside(e, page.url, home);
    if (!href) return;
    const kind = whose(href.hostname, home, context);
    if (kind === 'own' || kind === 'known') return;
    const text = `${textOf(e)} ${e.attributes.title ?? ''}`.replace(invisible, (c) => (/\s/.test(c) ? ' ' : '')).trim();
    const lead = wrapped.get(e);
    const hidden = hidingOf(e, styleOf) ?? (lead ? hidingOf({ ...e, parent: null, attributes: { style: lead } }, (x) => Object.fromEntries((x.attributes.style ?? '').split(';').map((d) => [d.slice(0, d.indexOf(':')).trim().toLowerCase(), d.slice(d.indexOf(':') + 1).trim().toLowerCase()]))) : undefined);
    const bare = !text && e.name === 'a' && !e.children.some((c) => typeof c !== 'string') && !e.attributes.class && !e.attributes.id;
    anchors.push({ href, whose: kind, text, element: e, hidden: lead && hidden ? { way: `脚本写出的${hidden.way}`, kind: 'deceptive' } : hidden, ...extra, afterEnd: e.after_end, folded: foldedAway(marksOf(e)), bare, at: e.at });
  };
  for (const e of page.elements) add(e, { encoded: false, written: false });
  for (const w of written) for (const e of w.elements) add(e, { encoded: w.encoded, written: true });
  if (drawn) seeDrawn(anchors, drawn, page, home, context);
  return anchors.map((a) => weigh(a, anchors, dictionary)).sort((a, b) => b.score - a.score);
}

function outside(e: Element, base: string, home: string): URL | undefined {
  const href = e.attributes.href?.replace(/[\t\n\r]/g, '').trim();
  if (!href || !/^(?:https?:)?\/\//i.test(href)) return undefined;
  try { const url = new URL(href, base); return url.hostname && url.hostname !== home ? url : undefined; } catch { return undefined; }
}

/** A browser has the last word on what is seen: its style is computed, ours is read. What it drew beyond the source, scripts wrote. */
function seeDrawn(anchors: Anchor[], drawn: ReadonlyMap<string, { hidden: string; text: string }>, page: Page, home: string, context: Pick<Context, 'inScope' | 'registered'>): void {
  for (const a of anchors) {
    const d = drawn.get(a.href.href);
    if (d?.hidden && (!a.hidden || a.hidden.kind === 'ordinary')) a.hidden = { way: `浏览器计算：${d.hidden}`, kind: /^(display|visibility|content-visibility|clip)/.test(d.hidden) ? 'ordinary' : 'deceptive' };
  }
  const had = new Set(anchors.map((a) => a.href.href));
  for (const [address, d] of drawn) {
    if (had.has(address)) continue;
    const e: Element = { name: 'a', attributes: { href: address }, parent: null, children: [d.text], at: 0, after_end: false };
    const href = outside(e, page.url, home);
    if (!href) continue;
    const kind = whose(href.hostname, home, context);
    if (kind === 'own' || kind === 'known') continue;
    anchors.push({ href, whose: kind, text: d.text, element: e, hidden: d.hidden ? { way: `浏览器计算：${d.hidden}`, kind: 'deceptive' } : undefined, encoded: false, written: true, afterEnd: false, folded: false, bare: false, at: 0 });
  }
}

function weigh(a: Anchor, all: readonly Anchor[], dictionary: Dictionary): WeighedLink {
  const reasons: string[] = [];
  let score = 0;
  const sign = (n: number, why: string): void => { score += n; reasons.push(`${why}（${n > 0 ? '+' : ''}${n}）`); };
  if (a.hidden) sign(weights[a.hidden.kind], `隐藏：${a.hidden.way}`);
  if (a.bare && !a.hidden) sign(weights.empty, '没有可见文字的链接');
  if (a.afterEnd) sign(weights.after_end, '位于 </html> 之后');
  if (a.encoded) sign(weights.encoded, '由编码过的脚本写入');
  else if (a.written) sign(weights.written, '由脚本写入');
  sign(weights[a.whose], a.whose === 'bad' ? `指向名单中的恶意域名 ${a.href.hostname}` : `指向陌生域名 ${a.href.hostname}`);
  const named = offers(a.text, dictionary)[0];
  const weak = named ? undefined : dictionary.find(a.text)[0];
  if (named) sign(weights.word, `链接文字含“${named.word}”`);
  else if (weak) sign(weights.weak_word, `链接文字提到“${weak.word}”`);
  if (oddDomain.test(a.href.hostname)) sign(weights.odd_domain, '域名形态少见');
  if (a.hidden || a.afterEnd || a.encoded) {
    const beside = new Set(all.filter((o) => !o.folded && o.hidden?.way === a.hidden?.way && (o.hidden || o.afterEnd || o.encoded) && o.whose === a.whose && Math.abs(o.at - a.at) < 1500).map((o) => domainOf(o.href.hostname)));
    if (beside.size >= 3) sign(weights.crowd, `${beside.size} 个陌生域名的隐藏链接挨在一起`);
    if (a.folded && a.hidden) sign(weights.folded, '处在菜单、页签、弹窗之类的元素内');
  }
  return { href: a.href.href, host: a.href.hostname, text: a.text.slice(0, 100), at: a.at, hidden: a.hidden ?? (a.bare ? { way: '没有可见文字', kind: 'deceptive' } : a.afterEnd ? { way: '</html> 之后', kind: 'ordinary' } : a.encoded ? { way: '编码脚本', kind: 'deceptive' } : undefined), score, reasons, word: named?.word };
}
