import { hash } from 'node:crypto';
import { domainOf } from '../domains.ts';
import { textOf, type Page } from '../page.ts';
import { defacement, obfuscated } from './classes.ts';
import { hash32, sentencesOf, simhash, steady, type Sentence } from './sentences.ts';

/** What is kept of one fetch of a page: plain JSON, about ten kilobytes, no text of the page but its title. */
export interface Sighting {
  at: string;
  sha256: string;
  title: string;
  /** Keywords and description of the head. */
  summary: string;
  simhash: string;
  skeleton: string;
  /** The sentences with the lowest hashes where there are more than are kept: an unbiased sample, the same from fetch to fetch. */
  sentences: readonly Sentence[];
  /** Registrable domains that are not the organisation's own. */
  scripts: readonly string[]; frames: readonly string[]; forms: readonly string[]; links: readonly string[]; redirects: readonly string[];
  /** Hashes of scripts that stand in the page. */
  inline: readonly number[];
  obfuscated: readonly number[];
  defaced: string;
  /** SHA-256 of resources that were fetched beside, by address. */
  resources: Readonly<Record<string, string>>;
  screenshot: string | null;
}
export interface Beside { own_domains?: readonly string[]; resources?: Readonly<Record<string, string>>; screenshot?: string | null }

const mostSentences = 400;
const mostDomains = 200;

/** Only a whole page that was answered with 2xx and says something can be learnt from or alarmed about. */
export function isWhole(page: Page): boolean {
  const { status, truncated, body } = page.answer;
  return status >= 200 && status < 300 && status !== 206 && !truncated && body.length > 64 && page.elements.length > 2;
}
export function sightingOf(page: Page, beside: Beside = {}): Sighting {
  const own = new Set([domainOf(new URL(page.url).hostname), ...(beside.own_domains ?? []).map(domainOf)]);
  const stated = page.elements.find((e) => e.name === 'base')?.attributes.href;
  const base = stated && URL.canParse(stated, page.url) ? new URL(stated, page.url).href : page.url;
  const sets = { scripts: new Set<string>(), frames: new Set<string>(), forms: new Set<string>(), links: new Set<string>(), redirects: new Set<string>() };
  const put = (to: Set<string>, address: string | undefined): void => {
    if (!address || to.size >= mostDomains || !URL.canParse(address, base)) return;
    const url = new URL(address, base);
    if (!/^(?:https?|wss?):$/.test(url.protocol) || !url.hostname) return;
    const domain = domainOf(url.hostname);
    if (!own.has(domain)) to.add(domain);
  };
  const inline = new Set<number>();
  const hidden = new Set<number>();
  const meta: Record<string, string> = {};
  const shape: string[] = [];
  for (const e of page.elements) {
    const a = e.attributes;
    const mark = `${e.name}.${(a.class ?? '').replace(/\d+/g, '0')}`;
    if (shape.at(-1) !== mark) shape.push(mark);
    switch (e.name) {
      case 'script': {
        if (a.src) { put(sets.scripts, a.src); break; }
        const text = e.children.filter((c) => typeof c === 'string').join('');
        if (!text.trim()) break;
        const mark32 = hash32(steady(text));
        inline.add(mark32);
        if (obfuscated.test(text)) hidden.add(mark32);
        // a script that names a foreign host can load from it as well as one that comes from there
        for (const m of text.matchAll(/(?:https?:)?\/\/[\w.-]+\.[a-z]{2,}(?=[/"'?:\\\s])/gi)) put(sets.scripts, m[0]);
        const to = /location(?:\.href|\.replace|\.assign)?\s*(?:=|\()\s*["'](https?:\/\/[^"']+)/i.exec(text)?.[1];
        if (to && !/function|addEventListener|onclick|if\s*\(/.test(text)) put(sets.redirects, to);
        break;
      }
      case 'iframe': case 'frame': case 'embed': put(sets.frames, a.src); break;
      case 'object': put(sets.frames, a.data); break;
      case 'form': put(sets.forms, a.action); break;
      case 'a': case 'area': put(sets.links, a.href); break;
      case 'input': case 'button': put(sets.forms, a.formaction); break;
      case 'meta':
        if (/^refresh$/i.test(a['http-equiv'] ?? '')) put(sets.redirects, /url\s*=\s*['"]?([^'"]+)/i.exec(a.content ?? '')?.[1]);
        if (/^(?:keywords|description)$/i.test(a.name ?? '')) meta[a.name!.toLowerCase()] = (a.content ?? '').slice(0, 500);
        break;
      default:
    }
    for (const [name, value] of Object.entries(a)) if (name.startsWith('on')) for (const m of value.matchAll(/(?:https?:)?\/\/[\w.-]+\.[a-z]{2,}/gi)) put(name === 'onload' || name === 'onerror' ? sets.scripts : sets.links, m[0]);
  }
  const text = textOf(page.root);
  const all = sentencesOf(page);
  const sentences = all.length > mostSentences ? all.sort((a, b) => a[0] - b[0]).slice(0, mostSentences) : all;
  const list = (s: Set<string>): string[] => [...s].sort();
  return {
    at: page.answer.at, sha256: page.sha256, title: page.title.slice(0, 300), summary: `${meta.keywords ?? ''} ${meta.description ?? ''}`.trim(), simhash: simhash(text.slice(0, 100_000)), skeleton: hash('sha256', shape.join('>')).slice(0, 32), sentences,
    scripts: list(sets.scripts), frames: list(sets.frames), forms: list(sets.forms), links: list(sets.links), redirects: list(sets.redirects),
    inline: [...inline].slice(0, 100), obfuscated: [...hidden].slice(0, 100), defaced: (defacement.exec(`${page.title}\n${text}`)?.[0] ?? '').slice(0, 60), resources: { ...beside.resources }, screenshot: beside.screenshot ?? null,
  };
}
/** A page of the site that sends everybody elsewhere: no page, but a sighting of one. */
export const redirectSighting = (at: string, to: string): Pick<Sighting, 'at' | 'redirects'> => ({ at, redirects: [domainOf(new URL(to).hostname)] });
