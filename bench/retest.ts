// 500 retests: the same state gets the same verdict, and what cannot be reached in twelve ways never becomes fixed.
// Usage: node bench/retest.ts
import { createServer as createTcp, type Server } from 'node:net';
import { catalogue } from '../src/engines/site-checks/catalogue.ts';
import { afterLook, lookOf, notRetested, retest, type Found, type Retest } from '../src/engines/site-checks/retest.ts';
import { openReach } from '../test/sites/reach.ts';
import { serve } from '../test/sites/serve.ts';
import type { RequestListener } from 'node:http';

const html = { 'content-type': 'text/html; charset=utf-8' };
const says = (status: number, body: string, more: Record<string, string> = {}): RequestListener => (_q, r) => { r.writeHead(status, { ...html, ...more }).end(body); };
const good = '<html><head><title>教务处</title></head><body><p>欢迎访问教务处。</p></body></html>';
type Ask = { check: string; path: string };
const asks: Ask[] = [{ check: 'web.header.frame', path: '' }, { check: 'web.exposed.git', path: '' }, { check: 'web.leak.debug', path: '/info/1.htm' }, { check: 'web.leak.listing', path: '/info/' }, { check: 'web.header.nosniff', path: '' }].filter((a) => catalogue.some((c) => c.id === a.check));
const never = new AbortController();
never.abort();
const walls = ['<title>访问拦截</title>您的请求可能存在安全风险，已被拦截', '<title>Attention Required! | Cloudflare</title>', '<title>405</title>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。', '<p>The requested URL was rejected. Please consult with your administrator.</p>'];
/** Ways in which a target is not there. Each opens a server (or none) and says how the run is held. */
const ways: Record<string, (n: number) => { listener?: RequestListener; raw?: (s: import('node:net').Socket) => void; closed?: boolean; tls?: boolean; host?: string; paper?: object; more?: object }> = {
  refused: () => ({ closed: true }),
  timeout: () => ({ raw: () => undefined }),
  reset: () => ({ raw: (s) => { s.resetAndDestroy(); } }),
  'server error': (n) => ({ listener: says(500 + (n % 5), '<title>错误</title>') }),
  dns: () => ({ host: 'nobody.example.edu.cn', paper: { hosts: ['nobody.example.edu.cn'] }, more: { names: { resolve: () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })) } } }),
  tls: () => ({ listener: says(200, good), tls: true }),
  'outside the hours': () => ({ listener: says(200, good), paper: { windows: [{ days: [1], from: '03:00', to: '03:01' }] } }),
  stopped: () => ({ listener: says(200, good), more: { signal: never.signal } }),
  paused: () => ({ raw: (s) => { s.resetAndDestroy(); } }),
  'firewall and refusals': (n) => ({ listener: n % 3 === 0 ? says(403, '<title>403</title>') : n % 3 === 1 ? says(429, '') : says(200, walls[n % walls.length]!) }),
  'soft 404': () => ({ listener: says(200, '<html><head><title>404 - 页面不存在</title></head><body>您访问的页面不存在，<a href="/">返回首页</a></body></html>') }),
  empty: () => ({ listener: says(200, '') }),
};
interface Case { name: string; expect: Retest['state']; ask: Ask; make: ReturnType<(typeof ways)[string]> }
const cases: Case[] = [];
for (let n = 0; n < 30; n++) for (const [name, way] of Object.entries(ways)) cases.push({ name, expect: 'open', ask: asks[n % asks.length]!, make: way(n) });
// the same state, asked twice: the hole is there, or the hole is gone
const holes: Record<string, RequestListener> = {
  'web.header.frame': says(200, good), 'web.header.nosniff': says(200, good), 'web.exposed.git': (q, r) => { if (q.url === '/') r.writeHead(200, html).end(good); else if (q.url === '/.git/HEAD') r.writeHead(200, { 'content-type': 'text/plain' }).end('ref: refs/heads/master\n'); else r.writeHead(404).end(); },
  'web.leak.listing': (q, r) => { if (q.url === '/info/') r.writeHead(200, html).end('<html><head><title>Index of /info/</title></head><body><h1>Index of /info/</h1><hr><pre><a href="../">../</a>\n<a href="a.txt">a.txt</a>  27-Nov-2026 10:00  12\n</pre><hr></body></html>'); else r.writeHead(q.url === '/' ? 200 : 404, html).end(good); },
};
const mended: RequestListener = (q, r) => { if (['/', '/info/1.htm', '/info/'].includes(q.url!)) r.writeHead(200, { ...html, 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' }).end(good); else r.writeHead(404).end(); };
for (let n = 0; cases.length < 430; n++) { const ask = asks[n % asks.length]!; if (holes[ask.check]) cases.push({ name: 'hole still there', expect: 'open', ask, make: { listener: holes[ask.check]! } }); else cases.push({ name: 'mended', expect: 'fixed', ask, make: { listener: mended } }); }
for (let n = 0; cases.length < 500; n++) cases.push({ name: 'mended', expect: 'fixed', ask: asks[n % asks.length]!, make: { listener: mended } });

async function open(make: Case['make']): Promise<{ port: number; close(): Promise<void> | void }> {
  if (make.listener) return await serve(make.listener);
  const server: Server = createTcp(make.raw ?? (() => undefined));
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const { port } = server.address() as { port: number };
  if (make.closed) await new Promise((done) => { server.close(done); });
  return { port, close: () => { server.close(); } };
}
async function run({ ask, make, name }: Case): Promise<{ state: Retest['state']; verdicts: string[]; note: string }> {
  const opened = await open(make);
  const { port } = opened;
  const { reach, clock } = openReach(make.paper, { answerMs: 1500, ...make.more } as object);
  const target = `${make.tls ? 'https' : 'http'}://${make.host ?? '127.0.0.1'}:${port}${ask.path}`;
  const check = catalogue.find((c) => c.id === ask.check)!;
  // five failures in a row: the breaker holds the next
  if (name === 'paused') for (let i = 0; i < 5; i++) await reach.forCheck('x', 9).http({ url: target });
  let state = notRetested;
  const verdicts: string[] = [];
  for (let i = 0; i < 2; i++) {
    const results = await retest({ check: check.id, version: check.version, target, fingerprint: '' }, reach, 'salt');
    const bad = results.find((r) => r.verdict === 'fail' || r.verdict === 'warn');
    const found: Found = { check: check.id, version: check.version, target, fingerprint: bad?.fingerprint ?? '' };
    const look = lookOf(found, results, clock.now().toISOString());
    verdicts.push(look.verdict);
    state = afterLook(state, look, found);
    clock.move(11 * 60_000);
  }
  reach.close();
  await opened.close();
  return { state: state.state, verdicts, note: state.note };
}
const tally = new Map<string, { right: number; all: number }>();
let right = 0;
const queue = [...cases];
await Promise.all(Array.from({ length: 24 }, async () => {
  for (let c = queue.shift(); c; c = queue.shift()) {
    const { state, verdicts, note } = await run(c);
    const good = state === c.expect && verdicts[0] === verdicts[1] && (c.name === 'mended' || c.name === 'hole still there' || verdicts[0] === 'not_tested');
    if (good) right++; else process.stdout.write(`${c.name}, ${c.ask.check}: ${state} (${verdicts.join(', ')}) ${note}\n`);
    const t = tally.get(c.name) ?? { right: 0, all: 0 };
    tally.set(c.name, { right: t.right + Number(good), all: t.all + 1 });
  }
}));
for (const [name, t] of tally) process.stdout.write(`${name.padEnd(26)}${t.right}/${t.all}\n`);
process.stdout.write(`${right}/${cases.length} right (bar 500/500)\n`);
process.exit(right === 500 && cases.length === 500 ? 0 : 1);
