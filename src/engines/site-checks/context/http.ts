import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { TLSSocket } from 'node:tls';
import { failureOf, lenient } from './connect.ts';
import { isFailure, type Failure, type HttpAnswer, type HttpRequest } from './context.ts';
import type { Gate } from './gate.ts';
import { nameOf, plain } from './scope.ts';

export const searchEngine = 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)';
const ordinaryBody = 2 << 20;
const mostBody = 20 << 20;
const connectMs = 8000;
/** The whole answer, however slowly it drips. */
const answerMs = 20_000;

export class Http {
  readonly #gate: Gate;
  readonly #addresses: (host: string) => Promise<readonly string[] | Failure>;
  readonly #agents = { 'http:': new HttpAgent({ keepAlive: true, maxSockets: 2, maxFreeSockets: 2 }), 'https:': new HttpsAgent({ keepAlive: true, maxSockets: 2, maxFreeSockets: 2, ...lenient }) };
  readonly #answerMs: number;
  constructor(gate: Gate, addresses: (host: string) => Promise<readonly string[] | Failure>, wholeMs = answerMs) {
    this.#gate = gate;
    this.#answerMs = wholeMs;
    this.#addresses = addresses;
  }
  close(): void { this.#agents['http:'].destroy(); this.#agents['https:'].destroy(); }

  /** @param count called before each request that leaves; a failure ends the chain */
  async ask(request: HttpRequest, check: string, count: () => Failure | undefined): Promise<HttpAnswer | Failure> {
    const redirects: string[] = [];
    for (let url = request.url; ;) {
      const answer = await this.#one(url, request, check, count);
      if (isFailure(answer)) return answer;
      const to = [301, 302, 303, 307, 308].includes(answer.status) ? target(answer) : undefined;
      if (!to) return { ...answer, redirects };
      const next = new URL(to, url).href;
      if (redirects.length >= (request.follow ?? 0) || redirects.includes(next) || next === url || !this.#mayFollow(new URL(next)) || isFailure(await this.#addresses(new URL(next).hostname))) return { ...answer, redirects, redirect: next };
      redirects.push(url);
      url = next;
    }
  }

  /** A redirect is a stranger's wish: one that leads out is told, not followed, and is no failure. */
  #mayFollow(url: URL): boolean {
    return (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password && this.#gate.scope.hasHost(url.hostname) && this.#gate.scope.hasPort(portOf(url));
  }

  async #one(text: string, request: HttpRequest, check: string, count: () => Failure | undefined): Promise<HttpAnswer | Failure> {
    const { scope, signal, clock, authorisation } = this.#gate;
    let url: URL;
    try { url = new URL(text); } catch { return { failed: 'protocol', detail: `不是网址：${text.slice(0, 200)}` }; }
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return { failed: 'out_of_scope', detail: `不检测 ${url.protocol} 的地址` };
    if (url.username || url.password) return { failed: 'out_of_scope', detail: '不检测带口令的地址' };
    const host = nameOf(url.hostname);
    if (!scope.hasHost(host)) return { failed: 'out_of_scope', detail: `${host} 不在授权范围内` };
    const found = await this.#addresses(host);
    if (isFailure(found)) return found;
    const ip = request.over === 'ipv6' ? found.find((a) => isIP(a) === 6) : found[0];
    if (!ip) return { failed: 'dns', detail: `${host} 没有授权范围内的 IPv6 地址` };
    const method = request.method ?? 'GET';
    if (!(['GET', 'HEAD', 'OPTIONS'] as string[]).includes(method)) return { failed: 'out_of_scope', detail: `不使用 ${method}` };
    const port = portOf(url);
    const path = `${url.pathname}${url.search}`;
    const over = count();
    if (over) return over;
    const pass = await this.#gate.enter('request', { ip, port, host, what: `${method} ${url.protocol}//${host}:${port}${path}`, check });
    if (isFailure(pass)) return pass;
    const headers: Record<string, string> = {
      Host: url.host, 'User-Agent': request.as === 'search_engine' ? `${searchEngine} ${agentOf(authorisation)}` : agentOf(authorisation), Accept: request.accept ?? 'text/html,application/xhtml+xml,*/*;q=0.8', 'Accept-Encoding': 'gzip, deflate, br', 'Accept-Language': 'zh-CN,zh;q=0.9', 'X-Scan-Job': authorisation.id,
      ...(request.as === 'from_search' && { Referer: 'https://www.baidu.com/s?wd=' }), ...(request.origin && { Origin: request.origin }),
    };
    const at = clock.now().toISOString();
    const begun = clock.monotonic();
    const most = Math.min(request.maxBytes ?? ordinaryBody, mostBody);
    const outcome = await new Promise<Failure | Omit<HttpAnswer, 'redirects' | 'redirect'>>((done) => {
      let settled = false;
      const end = (answer: Failure | Omit<HttpAnswer, 'redirects' | 'redirect'>): void => {
        if (settled) return;
        settled = true;
        clearTimeout(whole);
        signal.removeEventListener('abort', stop);
        done(answer);
      };
      const outgoing = (url.protocol === 'https:' ? requestHttps : requestHttp)({
        agent: this.#agents[url.protocol as 'http:' | 'https:'], host: pass.ip, port, method, path, headers, setHost: false, timeout: connectMs, ...(url.protocol === 'https:' && !isIP(host) && { servername: host }),
      });
      const give = (failure: Failure): void => { end(failure); outgoing.destroy(); };
      const stop = (): void => give({ failed: 'stopped', detail: '已停止' });
      const whole = setTimeout(() => give({ failed: 'timeout', detail: `${host} 在 ${this.#answerMs / 1000} 秒内没有答完` }), this.#answerMs);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      outgoing.on('timeout', () => give({ failed: 'timeout', detail: `${host} 没有应答` }));
      outgoing.on('error', (error) => end(failureOf(error, { ip: pass.ip, port })));
      outgoing.on('socket', (socket) => {
        const look = (): void => { if (!socket.remoteAddress || !scope.hasAddress(plain(socket.remoteAddress))) give({ failed: 'out_of_scope', detail: `${socket.remoteAddress ?? ''} 不在授权范围内` }); };
        if (socket.connecting) socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', look);
        else if (!(socket as TLSSocket).destroyed) look();
      });
      let answered = false;
      // an answer that changes the protocol ends so, without an error
      outgoing.on('close', () => { if (!answered) end({ failed: 'protocol', detail: `${host} 没有给出 HTTP 应答` }); });
      outgoing.on('response', (response) => {
        answered = true;
        void bodyOf(response, most).then(({ body, truncated }) => {
          end({ url: url.href, method, ip: pass.ip, port, status: response.statusCode ?? 0, reason: response.statusMessage ?? '', headers: pairs(response.rawHeaders), body, truncated, ms: Math.round(clock.monotonic() - begun), at, request: [`${method} ${path} HTTP/1.1`, ...Object.entries(headers).map(([n, v]) => `${n}: ${v}`)].join('\n') });
          if (truncated) outgoing.destroy();
        }, (error: Error) => give(failureOf(error, { ip: pass.ip, port })));
      });
      outgoing.end();
    });
    pass.left(isFailure(outcome) ? outcome.failed : String(outcome.status), isFailure(outcome) ? 0 : outcome.body.length, !isFailure(outcome) && outcome.status < 500);
    return isFailure(outcome) ? outcome : { ...outcome, redirects: [], redirect: undefined };
  }
}

/** Names the office and how it is reached. Header values are of ASCII: other characters as in an address. */
export const agentOf = (a: { office: string; contact: string }): string => `Shoutu/1 (${encodeURI(a.office)}; ${encodeURI(a.contact)})`;

const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
const target = (answer: HttpAnswer): string | undefined => {
  const location = answer.headers.find(([n]) => n.toLowerCase() === 'location')?.[1];
  if (!location) return undefined;
  try { return new URL(location, answer.url).href; } catch { return undefined; }
};
function pairs(raw: readonly string[]): (readonly [string, string])[] {
  const list: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([raw[i]!, raw[i + 1]!]);
  return list;
}
/** At most `most` bytes, decompressed; what is longer, or breaks off, is marked. A bomb ends at the limit, for nothing is unpacked beyond it. */
async function bodyOf(response: IncomingMessage, most: number): Promise<{ body: Uint8Array; truncated: boolean }> {
  const encoding = String(response.headers['content-encoding'] ?? '').trim().toLowerCase();
  const unpack = encoding === 'gzip' || encoding === 'x-gzip' ? createGunzip() : encoding === 'br' ? createBrotliDecompress() : encoding === 'deflate' ? createInflate() : undefined;
  const stream: Readable = unpack ? response.pipe(unpack) : response;
  if (unpack) response.on('error', (e) => unpack.destroy(e)).on('aborted', () => unpack.destroy(new Error('aborted')));
  // copied together: a body in a million pieces would keep a million buffers
  let whole = Buffer.allocUnsafe(64 << 10);
  let size = 0;
  try {
    for await (const part of stream as AsyncIterable<Uint8Array>) {
      const room = Math.min(part.length, most - size);
      if (size + room > whole.length) { const larger = Buffer.allocUnsafe(Math.min(most, Math.max(whole.length * 2, size + room))); whole.copy(larger, 0, 0, size); whole = larger; }
      whole.set(part.subarray(0, room), size);
      size += room;
      if (size >= most) { const more = room < part.length || !response.complete; response.destroy(); return { body: whole.subarray(0, size), truncated: more }; }
    }
  } catch (error) {
    // what came is kept and marked; nothing at all is a failure
    if (!size) throw error;
    return { body: whole.subarray(0, size), truncated: true };
  }
  return { body: whole.subarray(0, size), truncated: !response.complete };
}
