import { afterEach, expect, test } from 'vitest';
import fc from 'fast-check';
import type { RequestListener } from 'node:http';
import { openReach } from '../../../../test/sites/reach.ts';
import { serve, type Served } from '../../../../test/sites/serve.ts';
import { campusSite } from '../../../../test/sites/campus.ts';
import { isAct, normalAddress } from './addresses.ts';
import { crawl, type Crawl, type CrawlOptions } from './crawl.ts';
import { readRobots } from './robots.ts';

const open: Served[] = [];
afterEach(async () => { for (const s of open.splice(0)) await s.close(); });
async function walk(listener: RequestListener, o: Partial<CrawlOptions> = {}): Promise<{ site: Served; walked: Crawl; titles: string[] }> {
  const site = await serve(listener);
  open.push(site);
  const { reach } = openReach();
  const walked = crawl(reach.forCheck('crawl', 5000), { origin: site.origin, pages: 100, ...o });
  const titles: string[] = [];
  for await (const page of walked.pages) titles.push(page.title);
  reach.close();
  return { site, walked, titles };
}
const pages = (of: Record<string, string | { status?: number; type?: string; body?: string | Buffer; to?: string }>): RequestListener => (request, response) => {
  const page = of[request.url ?? '/'];
  if (page === undefined) { response.writeHead(404).end('none'); return; }
  const { status = 200, type = 'text/html; charset=utf-8', body = '', to } = typeof page === 'string' ? { body: page } : page;
  response.writeHead(to ? 302 : status, to ? { location: to } : { 'content-type': type }).end(body);
};

test('walks a whole site, each page once', async () => {
  const { titles, walked } = await walk(campusSite(60), { pages: 500 });
  expect(titles).toHaveLength(60 + 3 + 1);
  expect(walked.attachments).toHaveLength(60);
  expect(new Set(walked.seen.map((s) => s.url)).size).toBe(walked.seen.length);
});
test('obeys robots.txt, leaves acts alone, and asks with GET only', async () => {
  const { site, walked } = await walk(pages({
    '/robots.txt': { type: 'text/plain', body: 'User-agent: *\nDisallow: /private/\nAllow: /private/open.htm\nSitemap: /map.xml' }, '/map.xml': { type: 'text/xml', body: '<urlset><url><loc>/hidden.htm</loc></url></urlset>' },
    '/': '<title>home</title><a href="/private/a.htm">a</a><a href="/private/open.htm">b</a><a href="/logout.do">x</a><a href="/news?action=delete&id=3">x</a><a href="/user/9">退出</a><form method="post" action="/send"></form>', '/private/open.htm': '<title>open</title>', '/hidden.htm': '<title>hidden</title>',
  }));
  expect(walked.seen.map((s) => s.title).sort()).toEqual(['home', 'hidden', 'open'].sort());
  expect(site.asked.filter((a) => !a.startsWith('GET') || /logout|delete|private\/a|user\/9|send/.test(a))).toEqual([]);
  expect(walked.left).toMatchObject({ robots: 1, acts: 3 });
});
test('a server that fails on robots.txt is left alone but for its home page', async () => {
  const { titles } = await walk(pages({ '/robots.txt': { status: 503 }, '/': '<title>home</title><a href="/a.htm">a</a>', '/a.htm': '<title>a</title>' }));
  expect(titles).toEqual(['home']);
});
test('a calendar, a facet explosion and piled-up paths do not keep the rest from being seen', async () => {
  const link = (...to: string[]): string => to.map((t) => `<a href="${t}">x</a>`).join('');
  const { walked } = await walk((request, response) => {
    const url = new URL(request.url!, 'http://x');
    const n = Number(url.searchParams.get('month') ?? 1);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (url.pathname === '/') response.end(`<title>home</title>${link('/calendar?month=1', '/shop?sort=1&filter=2', 'deep/', ...Array.from({ length: 20 }, (_, i) => `/info/${i}.htm`))}`);
    else if (url.pathname === '/calendar') response.end(`<title>month ${n}</title>${link(`/calendar?month=${n + 1}`, `/calendar?month=${n + 2}`)}`);
    else if (url.pathname === '/shop') response.end(`<title>shop ${url.search}</title>${link(...Array.from({ length: 30 }, () => `/shop?sort=${Math.random()}&filter=${Math.random()}`))}`);
    else if (url.pathname.startsWith('/deep')) response.end(`<title>${url.pathname}</title>${link('deep/')}`);
    else if (url.pathname.startsWith('/info')) response.end(`<title>news ${url.pathname}</title>`);
    else response.writeHead(404).end();
  }, { pages: 60 });
  const seen = walked.seen.map((s) => s.title);
  expect(seen.filter((t) => t.startsWith('news'))).toHaveLength(20);
  expect(seen.filter((t) => t.startsWith('month')).length).toBeLessThanOrEqual(5);
  expect(seen.filter((t) => t.startsWith('shop')).length).toBeLessThanOrEqual(5);
  expect(seen.filter((t) => t.startsWith('/deep')).length).toBeLessThanOrEqual(2);
  expect(walked.left.trap).toBeGreaterThan(0);
});
test('sessions in addresses are one page; redirects inside are followed, outside are told; dead links have their referrer', async () => {
  const { walked, site, titles } = await walk(pages({
    '/': '<title>home</title><a href="/a.htm;jsessionid=1">1</a><a href="/a.htm?utm_source=x#top">2</a><a href="/old.htm">3</a><a href="/gone.htm">4</a><a href="/out.htm">5</a>',
    '/a.htm': '<title>a</title>', '/old.htm': { to: '/new.htm' }, '/new.htm': '<title>new</title>', '/out.htm': { to: 'https://casino.example.com/' },
  }));
  expect(titles.sort()).toEqual(['a', 'home', 'new']);
  expect(walked.dead).toEqual([{ url: `${site.origin}/gone.htm`, referrer: `${site.origin}/`, status: 404, note: 'HTTP 404' }]);
  expect(walked.leads_out).toEqual([{ url: `${site.origin}/out.htm`, to: 'https://casino.example.com/', status: 302 }]);
});
test('reads pages in GBK, and collects documents by name, by words and by type', async () => {
  const { walked, titles } = await walk(pages({
    '/': { type: 'text/html', body: Buffer.concat([Buffer.from('<title>'), Buffer.from('bdcccef1b4a6', 'hex'), Buffer.from('</title><a href="/f/1.xlsx">a</a><a href="/download.jsp?id=2">list.docx</a><a href="/get?id=3">c</a>')]) },
    '/get?id=3': { type: 'application/pdf', body: '%PDF-1.4' },
  }));
  expect(titles).toEqual(['教务处']);
  expect(walked.attachments.map((a) => a.kind).sort()).toEqual(['docx', 'pdf', 'xlsx']);
});
test('an address has one form, and taking it again changes nothing', () => {
  expect(normalAddress('HTTP://Example.edu.cn:80//a/%e4?b=2&a=1&PHPSESSID=9#x', 'http://x/')).toBe('http://example.edu.cn/a/%E4?a=1&b=2');
  expect(normalAddress('javascript:void(0)', 'http://x/')).toBeUndefined();
  expect(normalAddress('http://u:p@x/', 'http://x/')).toBeUndefined();
  fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => { const once = normalAddress(url, url); if (once !== undefined) expect(normalAddress(once, url)).toBe(once); }));
});
test('news about a cancelled exam is no act', () => {
  expect(isAct('http://x/info/cancellation-policy.htm', '关于考试取消的通知和后续安排说明')).toBe(false);
  expect(isAct('http://x/user/sign-out', '')).toBe(true);
});
test('robots.txt: the group that names us, the longest rule, stars and the end', () => {
  const r = readRobots('User-agent: other\nDisallow: /\n\nUser-agent: Shoutu\nUser-agent: second\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$\n\nUser-agent: *\nDisallow: /zoo');
  expect(['/a', '/a/b/c', '/x.pdf', '/x.pdf?y', '/zoo'].map((p) => r.allows(`http://x${p}`))).toEqual([false, true, false, true, true]);
});
test('any robots.txt is read, and no rule takes long', () => {
  fc.assert(fc.property(fc.string(), (text) => { expect(readRobots(`User-agent: *\n${text}`).allows('http://x/')).toBeTypeOf('boolean'); }));
  expect(readRobots(`User-agent: *\nDisallow: ${'/*a'.repeat(500)}$`).allows(`http://x/${'a'.repeat(900)}`)).toBe(true);
});
