import { isFailure, headerOf, type Context, type Failure, type HttpAnswer } from '../context/context.ts';
import { readPage, textOf, decodeBody, type Element, type Page } from '../page.ts';
import { documentKind, isAct, isEndless, isOther, normalAddress, patternOf } from './addresses.ts';
import { allowAll, allowNothing, readRobots, readSitemap, type Robots } from './robots.ts';

export interface CrawlOptions {
  origin: string;
  /** Pages at most. */
  pages: number;
  /** Clicks from the home page; 20 where it is not given. */
  depth?: number;
  /** Looked at first, such as pages that have a baseline. */
  first?: readonly string[];
  /** Origins that have a crawl of their own. */
  elsewhere?: readonly string[];
}
/** What is kept of a page that was handed on: nothing else, so that memory stays flat however large the site. */
export interface Seen { url: string; title: string; sha256: string }
export interface Attachment { url: string; kind: string; referrer: string; words: string }
/** A link inside the site that leads nowhere. */
export interface DeadLink { url: string; referrer: string; status: number; note: string }
/** A page of the site that answers with a redirect to somewhere outside the scope. */
export interface LeadsOut { url: string; to: string; status: number }
export interface Crawl {
  /** Walked once. Ends when the budget is used, nothing is left, or the run is stopped. */
  pages: AsyncIterable<Page>;
  readonly seen: readonly Seen[];
  readonly attachments: readonly Attachment[];
  readonly dead: readonly DeadLink[];
  readonly leads_out: readonly LeadsOut[];
  /** Why addresses were left out, and how many. */
  readonly left: Readonly<Record<'robots' | 'acts' | 'depth' | 'trap', number>>;
  /** The first failure that is none of a single page's, such as `stopped` or `paused`. */
  readonly ended: Failure | undefined;
  /** Addresses known and not asked for yet. */
  readonly waiting: number;
}

interface Address { url: string; depth: number; referrer: string }
const atOnce = 2;
const mostWaiting = 50_000;
const mostKept = 5_000;
const mostEndless = 5;
const mostTwins = 8;
const final = new Set<Failure['failed']>(['stopped', 'expired', 'outside_window', 'paused', 'budget']);

/**
 * Walks one site politely: only GET, robots.txt obeyed, nothing that looks like an act, two requests at once.
 * Templates take turns, so that a calendar or a list of ten thousand items cannot use up the pages of all others.
 */
export function crawl(context: Context, o: CrawlOptions): Crawl {
  const origin = new URL(o.origin).origin;
  const elsewhere = new Set(o.elsewhere?.map((e) => new URL(e).origin));
  elsewhere.delete(origin);
  const known = new Set<string>();
  const queues = new Map<string, { taken: number; twins: number; hashes: Set<string>; waiting: Address[] }>();
  const robotsOf = new Map<string, Promise<Robots>>();
  const seen: Seen[] = [];
  const attachments: Attachment[] = [];
  const dead: DeadLink[] = [];
  const leads_out: LeadsOut[] = [];
  const left = { robots: 0, acts: 0, depth: 0, trap: 0 };
  const documents = new Set<string>();
  const bodies = new Set<string>();
  let ended: Failure | undefined;
  let waiting = 0;

  /** Of the site: its own origin, and hosts in the scope that have no crawl of their own. */
  const belongs = (url: URL): boolean => url.origin === origin || (!elsewhere.has(url.origin) && context.inScope(url.hostname) && (!url.port || url.hostname === new URL(origin).hostname));
  const add = (text: string, base: string, depth: number, words = ''): void => {
    const url = normalAddress(text, base);
    if (!url || known.has(url)) return;
    const parsed = new URL(url);
    if (!belongs(parsed)) return;
    const kind = documentKind(url, words);
    if (kind) { if (!documents.has(url) && attachments.length < mostKept) { documents.add(url); attachments.push({ url, kind, referrer: base, words: flat(words.trim().slice(0, 200)) }); } return; }
    if (isOther(url)) return;
    if (known.size >= mostWaiting) { left.trap++; return; }
    known.add(url);
    if (depth > (o.depth ?? 20)) { left.depth++; return; }
    if (isAct(url, words)) { left.acts++; return; }
    const pattern = patternOf(url);
    let queue = queues.get(pattern);
    if (!queue) queues.set(pattern, queue = { taken: 0, twins: 0, hashes: new Set(), waiting: [] });
    queue.waiting.push({ url, depth, referrer: base });
    waiting++;
  };
  /** From the template that had the fewest pages yet; the nearest page of it. */
  const next = (): Address | undefined => {
    let best: { pattern: string; taken: number; depth: number } | undefined;
    for (const [pattern, q] of queues) {
      const [head] = q.waiting;
      if (!head) continue;
      if (q.twins >= mostTwins || (q.taken >= mostEndless && isEndless(head.url))) { left.trap += q.waiting.length; waiting -= q.waiting.length; q.waiting = []; continue; }
      if (!best || q.taken < best.taken || (q.taken === best.taken && head.depth < best.depth)) best = { pattern, taken: q.taken, depth: head.depth };
    }
    if (!best) return undefined;
    const queue = queues.get(best.pattern)!;
    queue.taken++;
    waiting--;
    return queue.waiting.shift();
  };
  const robotsFor = (at: string): Promise<Robots> => {
    const { origin: of } = new URL(at);
    let robots = robotsOf.get(of);
    if (!robots) robotsOf.set(of, robots = fetchRobots(context, of));
    return robots;
  };
  const readLinks = (page: Page, depth: number): void => {
    const stated = page.elements.find((e) => e.name === 'base')?.attributes.href;
    const base = stated && URL.canParse(stated, page.url) ? new URL(stated, page.url).href : page.url;
    for (const e of page.elements) {
      if ((e.name === 'a' || e.name === 'area') && e.attributes.href) add(e.attributes.href, base, depth + 1, wordsOf(e));
      else if ((e.name === 'iframe' || e.name === 'frame') && e.attributes.src) add(e.attributes.src, base, depth + 1);
      else if (e.name === 'meta' && /^refresh$/i.test(e.attributes['http-equiv'] ?? '')) { const to = /url\s*=\s*['"]?([^'"]+)/i.exec(e.attributes.content ?? '')?.[1]; if (to) add(to, base, depth + 1); }
    }
    // a home page that is nothing but a script that leads on
    if (page.elements.length < 40) for (const m of page.html.matchAll(/location(?:\.href|\.replace)?\s*(?:=|\()\s*["']([^"']{1,500})["']/g)) add(m[1]!, base, depth + 1);
  };
  /** Undefined where it is no page; what it is instead is noted. */
  const look = (address: Address, answer: HttpAnswer | Failure): Page | undefined => {
    if (isFailure(answer)) {
      if (final.has(answer.failed)) ended ??= answer;
      else if (answer.failed !== 'out_of_scope' && dead.length < mostKept) dead.push({ url: address.url, referrer: address.referrer, status: 0, note: answer.detail });
      return undefined;
    }
    const at = normalAddress(answer.url, address.url) ?? address.url;
    if (answer.redirect) { if (!belongs(new URL(answer.redirect)) && leads_out.length < mostKept) leads_out.push({ url: address.url, to: answer.redirect, status: answer.status }); else add(answer.redirect, address.url, address.depth + 1); return undefined; }
    if (at !== address.url) { if (known.has(at) && seen.some((s) => s.url === at)) return undefined; known.add(at); }
    if (answer.status >= 400) { if (answer.status !== 401 && answer.status !== 403 && dead.length < mostKept) dead.push({ url: address.url, referrer: address.referrer, status: answer.status, note: `HTTP ${answer.status}` }); return undefined; }
    const type = headerOf(answer, 'content-type');
    if (answer.status < 200 || answer.status > 299) return undefined;
    if (type && !/html|xml/i.test(type)) {
      const kind = /filename\*?=[^;]*\.(\w{2,5})/i.exec(headerOf(answer, 'content-disposition'))?.[1]?.toLowerCase() ?? kindsByType.find(([t]) => t.test(type))?.[1];
      if (kind && !documents.has(address.url) && attachments.length < mostKept) { documents.add(address.url); attachments.push({ url: address.url, kind, referrer: address.referrer, words: '' }); }
      return undefined;
    }
    return readPage(answer);
  };

  async function* walk(): AsyncGenerator<Page> {
    add('/', `${origin}/`, 0);
    for (const url of o.first ?? []) add(url, `${origin}/`, 0);
    const home = await robotsFor(origin);
    for (const url of await fetchSitemaps(context, origin, home)) add(url, `${origin}/`, 1);
    const flying = new Map<Promise<readonly [Address, HttpAnswer | Failure]>, Address>();
    while (!ended && seen.length < o.pages) {
      while (flying.size < atOnce && seen.length + flying.size < o.pages) {
        const address = next();
        if (!address) break;
        // the home page was asked for by a person: robots.txt is for what follows
        if (address.url !== `${origin}/` && !(await robotsFor(address.url)).allows(address.url)) { left.robots++; continue; }
        const asked = context.http({ url: address.url, follow: 4 }).then((answer) => [address, answer] as const);
        flying.set(asked, address);
      }
      if (!flying.size) break;
      const [first, landed] = await Promise.race([...flying.keys()].map((p) => p.then((r) => [p, r] as const)));
      flying.delete(first);
      const [address, answer] = landed;
      const page = look(address, answer);
      if (!page) continue;
      const queue = queues.get(patternOf(address.url));
      // the same bytes under another address: no new page; many of them are a trap
      if (bodies.has(page.sha256)) { if (queue) queue.twins++; continue; }
      bodies.add(page.sha256);
      seen.push({ url: page.url, title: flat(page.title.slice(0, 200)), sha256: page.sha256 });
      readLinks(page, address.depth);
      yield page;
    }
    // what still flies is waited for, so that nothing is asked after the end
    await Promise.all(flying.keys());
  }
  return { pages: walk(), seen, attachments, dead, leads_out, left, get ended() { return ended; }, get waiting() { return waiting; } };
}

const kindsByType: readonly (readonly [RegExp, string])[] = [[/pdf/i, 'pdf'], [/spreadsheetml/i, 'xlsx'], [/wordprocessingml/i, 'docx'], [/ms-excel/i, 'xls'], [/msword/i, 'doc'], [/csv/i, 'csv'], [/zip/i, 'zip']];
/** A piece of a string keeps the whole page alive in V8; a copy does not. */
const flat = (text: string): string => Buffer.from(text).toString();
const wordsOf = (e: Element): string => (e.children.length ? textOf(e).slice(0, 200) : '') || e.attributes.title || '';

/** RFC 9309 2.3.1: none there, everything allowed; a server that fails, nothing. */
async function fetchRobots(context: Context, origin: string): Promise<Robots> {
  const answer = await context.http({ url: `${origin}/robots.txt`, follow: 3, maxBytes: 512_000, accept: 'text/plain,*/*;q=0.5' });
  if (isFailure(answer)) return answer.failed === 'out_of_scope' ? allowAll : allowNothing;
  if (answer.status >= 500 || answer.status === 429) return allowNothing;
  const { text } = decodeBody(answer);
  return answer.status >= 200 && answer.status < 300 && !/^\s*</.test(text) ? readRobots(text) : allowAll;
}
async function fetchSitemaps(context: Context, origin: string, robots: Robots): Promise<string[]> {
  const pages: string[] = [];
  const wanted = [...new Set([...robots.sitemaps, `${origin}/sitemap.xml`])].filter((s) => URL.canParse(s, origin) && new URL(s, origin).origin === origin);
  for (let i = 0; i < wanted.length && i < 8 && pages.length < 10_000; i++) {
    const answer = await context.http({ url: new URL(wanted[i]!, origin).href, follow: 2, maxBytes: 10 << 20 });
    if (isFailure(answer) || answer.status !== 200 || answer.truncated) continue;
    const found = readSitemap(decodeBody(answer).text);
    pages.push(...found.pages);
    for (const s of found.sitemaps) if (URL.canParse(s) && new URL(s).origin === origin && !wanted.includes(s)) wanted.push(s);
  }
  return pages;
}
