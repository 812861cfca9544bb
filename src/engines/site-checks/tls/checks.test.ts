import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { certificates } from '../../../../test/sites/certificates.ts';
import type { Check, Result } from '../check.ts';
import { sign } from '../context/authorisation.ts';
import type { Clock } from '../context/context.ts';
import { makeReach, systemClock } from '../context/make-context.ts';
import { openSite, nothingRegistered } from '../open-site.ts';
import { runCheck } from '../run-check.ts';
import { tlsChecks } from './checks.ts';

const servers: Server[] = [];
afterAll(() => { for (const s of servers) s.close(); });
const up = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  return (server.address() as AddressInfo).port;
};
const html = '<html><title>x</title></html>';
const page = `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${html.length}\r\nconnection: close\r\n\r\n${html}`;
const answer = (socket: Socket): void => { socket.on('error', () => undefined); socket.once('data', () => socket.end(page)); };
const secure = (o: TlsOptions): Promise<number> => up(createTlsServer(o, answer));
const unsigned = { id: 'T', system: '示例系统', office: '示例大学', contact: '0000-0000', hosts: ['site.example', 'a.wild.example'], networks: ['127.0.0.1'], ports: [[1, 65_535]] as [number, number][], valid_from: '2020-01-01', valid_until: '2299-12-31', windows: [], rates: { requests_per_second: 50, connections_per_second: 1000 }, approver: '某主任', approved_at: '2026-01-01T00:00:00Z' };
/** The rows of these ids on `https://HOST:PORT`, with names that all lead to this machine. */
async function look(port: number, ids: readonly string[], o: { host?: string; at?: Date } = {}): Promise<Map<string, Result>> {
  const clock: Clock = o.at ? { ...systemClock, now: () => o.at! } : systemClock;
  const reach = makeReach({ authorisation: { ...unsigned, signature: sign(unsigned) }, clock, job: 'test', signal: new AbortController().signal, names: { resolve: (_, type) => Promise.resolve(type === 'A' ? ['127.0.0.1'] : []) }, log: { sent() { /* not looked at */ }, answered() { /* not looked at */ } } });
  try {
    const site = await openSite(reach, `https://${o.host ?? 'site.example'}:${port}`, nothingRegistered);
    const results = new Map<string, Result>();
    for (const check of tlsChecks.filter((c): c is Check<'site'> => c.on === 'site' && ids.includes(c.id))) for (const r of await runCheck(check, site, reach, 'salt')) results.set(r.check, r);
    return results;
  } finally { reach.close(); }
}
const verdicts = async (port: number, ids: readonly string[], o?: { host?: string; at?: Date }) => Object.fromEntries([...await look(port, ids, o)].map(([id, r]) => [id, r.verdict]));
const modern: TlsOptions = { ...certificates.good, minVersion: 'TLSv1.2' };

describe('versions and ciphers', () => {
  test('of a modern server pass', async () => {
    const port = await secure(modern);
    expect(await verdicts(port, ['tls.sslv2', 'tls.sslv3', 'tls.tls10', 'tls.tls11', 'tls.modern', 'tls.weak_cipher', 'tls.forward_secrecy'])).toEqual({ 'tls.sslv2': 'pass', 'tls.sslv3': 'pass', 'tls.tls10': 'pass', 'tls.tls11': 'pass', 'tls.modern': 'pass', 'tls.weak_cipher': 'pass', 'tls.forward_secrecy': 'pass' });
  });
  test('TLS 1.0 and 1.1 are seen where they are offered', async () => {
    const port = await secure({ ...certificates.good, minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' });
    expect(await verdicts(port, ['tls.tls10', 'tls.tls11', 'tls.modern'])).toEqual({ 'tls.tls10': 'fail', 'tls.tls11': 'fail', 'tls.modern': 'pass' });
  });
  /** Takes the first hello of the wanted form and answers it as asked; every other goes to the modern server. */
  const old = async (wanted: (hello: Buffer) => Buffer | undefined): Promise<number> => {
    const inside = await secure(modern);
    return up(createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (hello) => {
        const told = wanted(hello);
        if (told) { socket.end(told); return; }
        const to = new (socket.constructor as typeof Socket)();
        to.on('error', () => socket.destroy());
        to.connect(inside, '127.0.0.1', () => { to.write(hello); socket.pipe(to).pipe(socket); });
      });
    }));
  };
  const serverHello = (version: number, cipher: number): Buffer => {
    const body = Buffer.concat([Buffer.from([version >> 8, version & 255]), Buffer.alloc(32, 7), Buffer.from([0, cipher >> 8, cipher & 255, 0])]);
    const handshake = Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]);
    return Buffer.concat([Buffer.from([22, version >> 8, version & 255, 0, handshake.length]), handshake]);
  };
  const offered = (hello: Buffer): { version: number; ciphers: number[] } | undefined => {
    if (hello[0] !== 22) return undefined;
    const at = 44 + hello[43]!;
    const n = hello.readUInt16BE(at);
    return { version: hello.readUInt16BE(9), ciphers: Array.from({ length: n / 2 }, (_, i) => hello.readUInt16BE(at + 2 + i * 2)) };
  };
  test('SSLv3 and SSLv2 are seen, which OpenSSL does not speak', async () => {
    const three = await old((h) => (offered(h)?.version === 0x0300 ? serverHello(0x0300, 0x002f) : undefined));
    expect(await verdicts(three, ['tls.sslv3', 'tls.sslv2'])).toEqual({ 'tls.sslv3': 'fail', 'tls.sslv2': 'pass' });
    const two = await old((h) => (h[0]! & 0x80 && h[2] === 1 ? Buffer.concat([Buffer.from([0x80, 14 + 0, 4, 0, 1, 0, 2, 0, 0, 0, 3, 0, 0]), Buffer.from([1, 0, 128])]) : undefined));
    expect(await verdicts(two, ['tls.sslv2'])).toEqual({ 'tls.sslv2': 'fail' });
  });
  test('RC4, 3DES, NULL and anonymous suites are seen by name', async () => {
    for (const [cipher, name, severity] of [[0x0005, 'RC4', 'medium'], [0x000a, '3DES', 'medium'], [0x003b, 'NULL', 'high'], [0x0034, '匿名', 'high']] as const) {
      const port = await old((h) => { const o = offered(h); return o?.ciphers.includes(cipher) && o.ciphers.length < 12 ? serverHello(0x0303, cipher) : undefined; });
      expect((await look(port, ['tls.weak_cipher'])).get('tls.weak_cipher'), name).toMatchObject({ verdict: 'fail', note: expect.stringContaining(name), severity });
    }
  });
  test('a server that cuts off every greeting has not been tested', async () => {
    let cut = false;
    const inside = await secure(modern);
    const port = await up(createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (hello) => {
        if (cut) { socket.destroy(); return; }
        cut = true; // the home page alone is let through
        const to = new (socket.constructor as typeof Socket)();
        to.on('error', () => socket.destroy());
        to.connect(inside, '127.0.0.1', () => { to.write(hello); socket.pipe(to).pipe(socket); });
      });
    }));
    expect(await verdicts(port, ['tls.tls10', 'tls.weak_cipher', 'tls.chain'])).toEqual({ 'tls.tls10': 'not_tested', 'tls.weak_cipher': 'not_tested', 'tls.chain': 'not_tested' });
  });
});

describe('the certificate', () => {
  const all = ['tls.chain', 'tls.self_signed', 'tls.name', 'tls.expired', 'tls.expiring', 'tls.key', 'tls.signature'] as const;
  const sound = { 'tls.chain': 'fail', 'tls.self_signed': 'pass', 'tls.name': 'pass', 'tls.expired': 'pass', 'tls.expiring': 'pass', 'tls.key': 'pass', 'tls.signature': 'pass' };
  test('of a root that nobody trusts fails by its chain alone, with its hash as proof', async () => {
    const port = await secure(modern);
    expect(await verdicts(port, all)).toEqual(sound);
    expect((await look(port, ['tls.chain'])).get('tls.chain')!.evidence![0]!.certificate_sha256).toMatch(/^[0-9a-f]{64}$/);
  });
  test('that signs itself, is short, signed by SHA-1 or names another fails there', async () => {
    expect(await verdicts(await secure({ ...certificates.self, minVersion: 'TLSv1.2' }), all)).toEqual({ ...sound, 'tls.chain': 'pass', 'tls.self_signed': 'fail' });
    expect(await verdicts(await secure({ ...certificates.short, minVersion: 'TLSv1.2', ciphers: 'DEFAULT:@SECLEVEL=0' }), all)).toEqual({ ...sound, 'tls.key': 'fail' });
    expect(await verdicts(await secure({ ...certificates.oldsign, minVersion: 'TLSv1.2', ciphers: 'DEFAULT:@SECLEVEL=0' }), all)).toEqual({ ...sound, 'tls.signature': 'fail' });
    expect(await verdicts(await secure({ ...certificates.other, minVersion: 'TLSv1.2' }), all)).toEqual({ ...sound, 'tls.name': 'fail' });
  });
  test('a wildcard stands for one label', async () => {
    const port = await secure({ ...certificates.self, minVersion: 'TLSv1.2' });
    expect(await verdicts(port, ['tls.name'], { host: 'a.wild.example' })).toEqual({ 'tls.name': 'pass' });
  });
  test('runs out: told thirty days before, graver a week before, and when it is over', async () => {
    const port = await secure(modern);
    const end = new Date((await look(port, ['tls.expired'])).get('tls.expired')!.note.slice(4)).getTime();
    const before = (days: number) => ({ at: new Date(end - days * 86_400_000) });
    expect(await verdicts(port, ['tls.expired', 'tls.expiring'], before(40))).toEqual({ 'tls.expired': 'pass', 'tls.expiring': 'pass' });
    expect(await verdicts(port, ['tls.expiring'], before(20))).toEqual({ 'tls.expiring': 'warn' });
    expect((await look(port, ['tls.expiring'], before(5))).get('tls.expiring')).toMatchObject({ verdict: 'fail', severity: 'medium' });
    expect(await verdicts(port, ['tls.expired', 'tls.expiring'], before(-2))).toEqual({ 'tls.expired': 'fail', 'tls.expiring': 'pass' });
  });
});
test('a site that is not there has not been tested', async () => {
  const port = await up(createServer());
  await new Promise<void>((done) => { servers.pop()!.close(() => done()); });
  expect(await verdicts(port, ['tls.tls10', 'tls.expired'])).toEqual({ 'tls.tls10': 'not_tested', 'tls.expired': 'not_tested' });
});
