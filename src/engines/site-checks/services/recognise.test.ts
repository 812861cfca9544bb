import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { sign } from '../context/authorisation.ts';
import { isFailure } from '../context/context.ts';
import { bytesOf, greetings, type GreetingId } from '../context/greetings.ts';
import { makeReach, systemClock } from '../context/make-context.ts';
import { recognise } from './recognise.ts';

const unsigned = { id: 'T', system: '示例系统', office: '示例大学', contact: '0000-0000', hosts: [], networks: ['127.0.0.1'], ports: [[1, 65_535]] as [number, number][], valid_from: '2020-01-01', valid_until: '2099-12-31', windows: [], rates: { requests_per_second: 50, connections_per_second: 1000 }, approver: '某主任', approved_at: '2026-01-01T00:00:00Z' };
const reach = makeReach({ authorisation: { ...unsigned, signature: sign(unsigned) }, clock: systemClock, job: 'test', signal: new AbortController().signal, log: { sent() { /* not looked at */ }, answered() { /* not looked at */ } } });
const servers: Server[] = [];
afterAll(() => { for (const s of servers) s.close(); reach.close(); });
const listen = async (serve: (socket: Socket) => void): Promise<number> => {
  const server = createServer((socket) => { socket.on('error', () => undefined); serve(socket); });
  servers.push(server);
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  return (server.address() as AddressInfo).port;
};
const look = (port: number) => recognise(reach.forCheck('services', 60), { host: '', ip: '127.0.0.1', port });
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
/** Answers one greeting and is silent on, or ends, every other. */
const answering = (greeting: GreetingId, answer: string) => (socket: Socket): void => { socket.on('data', (d) => { if (d.equals(bytesOf(greeting))) socket.end(bytes(answer)); else socket.destroy(); }); };

const cases: readonly [string, (socket: Socket) => void, object][] = [
  ['ssh', (s) => s.write('SSH-2.0-OpenSSH_9.6p1 Debian-4\r\n'), { service: 'ssh', product: 'OpenSSH_9.6p1' }],
  ['ftp', (s) => s.write('220 (vsFTPd 3.0.5)\r\n'), { service: 'ftp', product: 'vsFTPd', version: '3.0.5' }],
  ['smtp', (s) => s.write('220 mail.example.edu.cn ESMTP Postfix (Debian/GNU)\r\n'), { service: 'smtp', product: 'Postfix' }],
  ['mysql', (s) => s.write(bytes('\x4a\0\0\0\x0a8.0.36\0\x08\0\0\0' + 'x'.repeat(62))), { service: 'mysql', product: 'MySQL', version: '8.0.36' }],
  ['mariadb', (s) => s.write(bytes('\x59\0\0\0\x0a5.5.5-10.11.6-MariaDB\0' + 'x'.repeat(66))), { service: 'mysql', product: 'MariaDB', version: '10.11.6-MariaDB' }],
  ['vnc', (s) => s.write('RFB 003.008\n'), { service: 'vnc', version: '003.008' }],
  ['telnet', (s) => s.write(bytes('\xff\xfd\x18\xff\xfd\x20')), { service: 'telnet' }],
  ['rsync', (s) => s.write('@RSYNCD: 31.0 sha512\n'), { service: 'rsync' }],
  ['nginx', answering('http.get', 'HTTP/1.1 200 OK\r\nServer: nginx/1.24.0\r\n\r\nhello'), { service: 'http', product: 'nginx', version: '1.24.0' }],
  ['elasticsearch', answering('http.get', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"version" : {"number" : "7.17.1"}, "tagline" : "You Know, for Search"}'), { service: 'elasticsearch', version: '7.17.1', facts: { status: 200, open: true } }],
  ['redis', answering('redis.ping', '+PONG\r\n'), { service: 'redis', facts: { authentication: 'none' } }],
  ['redis that grumbles at every other greeting', (s) => s.on('data', (d) => s.end(d.equals(bytesOf('redis.ping')) ? '+PONG\r\n' : '-ERR unknown command\r\n')), { service: 'redis', facts: { authentication: 'none' } }],
  ['redis with a password', answering('redis.ping', '-NOAUTH Authentication required.\r\n'), { service: 'redis', facts: { authentication: 'required' } }],
  ['memcached', answering('memcached.version', 'VERSION 1.6.23\r\n'), { service: 'memcached', version: '1.6.23' }],
  ['postgresql', answering('postgres.ssl', 'N'), { service: 'postgresql', facts: { tls: false } }],
  ['rdp without NLA', answering('rdp.request', '\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x02\x1f\x08\0\x01\0\0\0'), { service: 'rdp', facts: { protocol: 'tls', nla: false } }],
  ['rdp with NLA', answering('rdp.request', '\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x02\x1f\x08\0\x02\0\0\0'), { service: 'rdp', facts: { protocol: 'nla', nla: true } }],
  ['ldap', answering('ldap.root', '0\x2d\x02\x01\x01d(\x04\x000$0\x22\x04\x14supportedLDAPVersion1\x0a\x04\x012\x04\x013'), { service: 'ldap', facts: { anonymous: true } }],
  ['mqtt', answering('mqtt.connect', '\x20\x02\0\0'), { service: 'mqtt', facts: { authentication: 'none' } }],
  ['ajp', answering('ajp.cping', 'AB\0\x01\x09'), { service: 'ajp' }],
  ['jdwp', answering('jdwp.handshake', 'JDWP-Handshake'), { service: 'jdwp' }],
  ['zookeeper', answering('zookeeper.srvr', 'Zookeeper version: 3.8.1-74db005, built on 2023\n'), { service: 'zookeeper', version: '3.8.1' }],
  ['dubbo', answering('line.empty', 'dubbo>'), { service: 'dubbo' }],
];
describe('a service on a port that is not its own', () => {
  for (const [name, serve, expected] of cases) test.concurrent(`is recognised: ${name}`, async () => { expect(await look(await listen(serve))).toMatchObject(expected); }, 30_000);
});
describe('a hostile or silent port', () => {
  const hostile: readonly [string, (socket: Socket) => void][] = [
    ['says nothing', () => undefined],
    ['ends at once', (s) => s.destroy()],
    ['never stops', (s) => { const t = setInterval(() => { if (!s.write(Buffer.alloc(65_536, 0x41))) s.once('drain', () => undefined); }, 5); s.on('close', () => clearInterval(t)); }],
    ['says what cannot be read', (s) => s.end(Buffer.from([0, 255, 1, 254, 2, 253]))],
    ['claims a huge packet', (s) => s.end(Buffer.from([0xff, 0xff, 0xff, 0, 10]))],
  ];
  for (const [name, serve] of hostile) test.concurrent(`ends in time, as unknown: ${name}`, async () => { expect(await look(await listen(serve))).toMatchObject({ service: 'unknown', tls: false }); }, 40_000);
  test('nobody there is a failure, not a service', async () => {
    const port = await listen(() => undefined);
    await new Promise<void>((done) => { servers.pop()!.close(() => done()); });
    const answer = await look(port);
    expect(isFailure(answer) && answer.failed).toBe('refused');
  });
});
test('no greeting carries a name, a password or a community string', () => {
  for (const [id, text] of Object.entries(greetings)) {
    expect(text, id).not.toMatch(/\b(USER|PASS|LOGIN|AUTH|Authorization|Cookie|public|private|admin:|root|sa\b|anonymous)/i);
    expect(text.length, id).toBeLessThan(500);
  }
});
