import { createServer as createTcp, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Listeners that nothing may reach: each connection is counted, whatever is said on it. */
export async function forbidden(): Promise<{ port: number; connections(): number; close(): void }> {
  let count = 0;
  const first = await listenOn('127.0.0.2', 0, () => { count++; });
  const { port } = first.address() as AddressInfo;
  const rest = await Promise.all(['127.0.0.1', '127.0.0.3', '::1'].map((host) => listenOn(host, port, () => { count++; })));
  return { port, connections: () => count, close: () => { for (const s of [first, ...rest]) s.close(); } };
}
export function listenOn(host: string, port: number, onConnection: (socket: Socket) => void): Promise<Server> {
  return new Promise((done, stop) => { const server = createTcp((socket) => { socket.on('error', () => undefined); onConnection(socket); }); server.once('error', stop); server.listen(port, host, () => done(server)); });
}

/** Spellings of addresses outside the scope: decimal, octal, hexadecimal, short, mapped, encoded, other schemes, clouds' metadata, reserved networks. */
export const wayOut = (f: number, own: number): string[] => [
  `http://127.0.0.2:${f}/`, `http://127.0.0.2.:${f}/`, `http://2130706434:${f}/`, `http://0177.0.0.2:${f}/`, `http://0x7f000002:${f}/`, `http://0x7f.0.0.2:${f}/`, `http://127.2:${f}/`, `http://127.0.2:${f}/`, `http://017700000002:${f}/`, `http://0X7F.0x0.0x0.0x2:${f}/`,
  `http://[::ffff:127.0.0.2]:${f}/`, `http://[::ffff:7f00:2]:${f}/`, `http://[0:0:0:0:0:ffff:127.0.0.2]:${f}/`, `http://[::1]:${f}/`, `http://[0:0:0:0:0:0:0:1]:${f}/`, `http://[::127.0.0.2]:${f}/`, `http://[64:ff9b::7f00:2]:${f}/`, `http://[2002:7f00:2::]:${f}/`, `http://[::]:${f}/`, `http://[fe80::1]:${f}/`, `http://[fc00::1]:${f}/`, `http://[ff02::1]:${f}/`,
  `http://１２７.0.0.2:${f}/`, `http://127。0。0。2:${f}/`, `http://①②⑦.0.0.2:${f}/`, `http://%31%32%37.0.0.2:${f}/`, `http://127.0.0.2:${f}/%2e%2e`,
  `http://good.test@127.0.0.2:${f}/`, `http://good.test:${own}@127.0.0.2:${f}/`, `http://127.0.0.2:${f}#@good.test:${own}/`, `http://127.0.0.2:${f}?@good.test:${own}/`, `http://127.0.0.2:${f}\\@good.test:${own}/`, `http://good.test\t@127.0.0.2:${f}/`, `http://a:b@good.test:${own}/`, `http://a@good.test:${own}/`,
  `//127.0.0.2:${f}/`, `\\\\127.0.0.2:${f}\\`, `///127.0.0.2:${f}/`, `/\\127.0.0.2:${f}/`, `http:\\\\127.0.0.2:${f}/`, ` http://127.0.0.2:${f}/ `, `HTTP://127.0.0.2:${f}/`, `https://127.0.0.2:${f}/`,
  `http://localhost:${f}/`, `http://LOCALHOST.:${f}/`, `http://evil.test:${f}/`, `http://mixed.test:${f}/`, `http://rebind.test:${f}/`, `http://alias.test:${f}/`, `http://sub.good.test:${f}/`, `http://good.test.evil.test:${f}/`, `http://xn--good-test:${f}/`, `http://good.test:${f}/`, `http://127.0.0.1:${f}/`, `http://goodétest:${f}/`,
  `ftp://127.0.0.2:${f}/`, 'file:///etc/passwd', `gopher://127.0.0.2:${f}/_x`, `dict://127.0.0.2:${f}/`, 'data:text/html,x', 'javascript:alert(1)', `ws://127.0.0.2:${f}/`, `jar:http://127.0.0.2:${f}/a!/b`, `ldap://127.0.0.2:${f}/`, 'about:blank', 'blob:http://good.test/1',
  'http://169.254.169.254/latest/meta-data/', 'http://metadata.google.internal/', 'http://100.100.100.200/', 'http://[fd00:ec2::254]/', `http://0.0.0.0:${f}/`, `http://0:${f}/`, 'http://255.255.255.255/', 'http://10.0.0.1/', 'http://172.16.0.1/', 'http://192.168.1.1/', 'http://198.18.0.1/', 'http://100.64.0.1/', 'http://192.0.0.1/', 'http://224.0.0.1/', 'http://240.0.0.1/', `http://127.0.0.3:${f}/`, 'http://', 'http://[', 'http://:80/', '%00',
];
export const redirectStatuses = [301, 302, 303, 307, 308] as const;
/** `/r/STATUS/N` leads to the Nth way out; `/meta/N` says so in the page, `/refresh/N` in a header. */
export const leadsOut = (ways: readonly string[]): RequestListener => (request, response) => {
  const [, how, a, b] = (request.url ?? '').split('/');
  const to = ways[Number(how === 'r' ? b : a)] ?? '';
  if (how === 'r') response.writeHead(Number(a), { location: encodeURI(to).replaceAll('%25', '%').replaceAll('%5C', '\\').replaceAll('%5B', '[').replaceAll('%5D', ']') }).end();
  else if (how === 'meta') response.writeHead(200, { 'content-type': 'text/html' }).end(`<html><head><meta http-equiv="refresh" content="0;url=${to.replaceAll('"', '')}"><base href="${to}"></head><body><iframe src="${to}"></iframe><img src="${to}"><script src="${to}"></script></body></html>`);
  else response.writeHead(200, { 'content-type': 'text/html', refresh: '0;url=http://127.0.0.2/', link: '<http://127.0.0.2/>; rel=preload', 'alt-svc': 'h3="127.0.0.2:443"' }).end('x');
};

const forever = (socket: Socket, part: string | Buffer): void => { const more = (): void => { while (!socket.destroyed && socket.write(part)); }; socket.on('drain', more); more(); };
const drip = (socket: Socket, part: string, everyMs: number): void => { const timer = setInterval(() => { if (socket.destroyed) clearInterval(timer); else socket.write(part); }, everyMs); socket.on('close', () => clearInterval(timer)); };
const zeros = Buffer.alloc(64 << 20);
const ok = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n';
/** What a server may say to do harm; raw, for http servers would not say it. */
export const hostileAnswers: Record<string, (socket: Socket) => void> = {
  'endless body': (s) => { s.write(`${ok}\r\n`); forever(s, Buffer.alloc(65_536, 65)); },
  'endless chunks': (s) => { s.write(`${ok}Transfer-Encoding: chunked\r\n\r\n`); forever(s, `10000\r\n${'A'.repeat(65_536)}\r\n`); },
  'a million chunks of one byte': (s) => { s.write(`${ok}Transfer-Encoding: chunked\r\n\r\n`); forever(s, '1\r\nA\r\n'.repeat(10_000)); },
  'gzip bomb': (s) => { const b = gzipSync(zeros); s.write(`${ok}Content-Encoding: gzip\r\nContent-Length: ${b.length}\r\n\r\n`); s.write(b); },
  'brotli bomb': (s) => { const b = brotliCompressSync(zeros); s.write(`${ok}Content-Encoding: br\r\nContent-Length: ${b.length}\r\n\r\n`); s.write(b); },
  'gzip that is none': (s) => { s.end(`${ok}Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain`); },
  'one byte a while': (s) => { s.write(`${ok}Content-Length: 1000000\r\n\r\n`); drip(s, 'A', 100); },
  'headers one byte a while': (s) => drip(s, 'H', 100),
  'headers of 1 MB': (s) => { s.write(`${ok}X-Long: ${'A'.repeat(1 << 20)}\r\n\r\n`); },
  'a hundred thousand headers': (s) => { s.write(ok); for (let i = 0; i < 100_000 && !s.destroyed; i++) s.write(`X-${i}: a\r\n`); s.end('\r\n'); },
  'headers without end': (s) => { s.write(ok); forever(s, `X-A: ${'b'.repeat(1000)}\r\n`); },
  'early hints without end': (s) => forever(s, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(100)),
  'another protocol': (s) => { s.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nxx'); },
  'closed without a word': (s) => { s.destroy(); },
  'closed in the middle': (s) => { s.write(`${ok}Content-Length: 100\r\n\r\nhalf`); setTimeout(() => s.destroy(), 30); },
  'no HTTP': (s) => { s.end('SSH-2.0-OpenSSH_9.2\r\n'); },
  'random bytes': (s) => { s.end(Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 97) & 255))); },
  'chunk of a length that is none': (s) => { s.end(`${ok}Transfer-Encoding: chunked\r\n\r\nzz\r\nAAAA\r\n`); },
  'chunk of a huge length': (s) => { s.write(`${ok}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nAAAA`); },
  'length and chunks': (s) => { s.end(`${ok}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`); },
  'two lengths': (s) => { s.end(`${ok}Content-Length: 4\r\nContent-Length: 5\r\n\r\nAAAAA`); },
  'negative length': (s) => { s.end(`${ok}Content-Length: -1\r\n\r\nAAAA`); },
  'a second answer unasked': (s) => { s.write(`${ok}Content-Length: 1\r\n\r\nA${ok}Content-Length: 1\r\n\r\nB`); },
  'status that is none': (s) => { s.end('HTTP/1.1 999999 X\r\n\r\n'); },
  'silence': () => undefined,
};
