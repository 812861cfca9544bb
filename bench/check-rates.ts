// Rate caps as the server sees them: requests and connections in any second, connections at once, and how long a stop takes.
// `bench/check-rates.ts [seconds]`, 600 by default.
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createTcp } from 'node:net';
import type { AddressInfo } from 'node:net';
import { openReach } from '../test/sites/reach.ts';
import { systemClock } from '../src/engines/site-checks/context/make-context.ts';

/** The servers stand in a process of their own, so that what they see does not wait for who asks. Milliseconds of the epoch. */
if (process.argv[2] === '--serve') {
  const at = (): number => performance.timeOrigin + performance.now();
  const requests: number[] = [];
  const connections: number[] = [];
  let [now, most] = [0, 0];
  const web = createServer((_q, r) => { requests.push(at()); r.end('x'); }).listen(0, '127.0.0.1');
  web.on('connection', (socket) => { most = Math.max(most, ++now); socket.on('close', () => { now--; }); });
  const raw = createTcp((socket) => { connections.push(at()); socket.on('error', () => undefined); socket.end('hello'); }).listen(0, '127.0.0.1');
  await Promise.all([web, raw].map((s) => new Promise((done) => { s.once('listening', done); })));
  process.send!({ web: (web.address() as AddressInfo).port, raw: (raw.address() as AddressInfo).port });
  process.once('message', () => { process.send!({ requests, connections, most }, () => process.exit(0)); });
  await new Promise(() => undefined);
}
const seconds = Number(process.argv[2] ?? 600);
const rates = { requests_per_second: 5, connections_per_second: 50 };
const child = fork(import.meta.filename, ['--serve'], { execArgv: [] });
const told = <T>(): Promise<T> => new Promise((done) => { child.once('message', (m) => done(m as T)); });
const { web, raw: port } = await told<{ web: number; raw: number }>();
const run = openReach({ rates }, { clock: systemClock });
const context = run.reach.forCheck('bench', 1e9);
const url = `http://127.0.0.1:${web}/`;
const at = (): number => performance.timeOrigin + performance.now();
const begun = at();
let ended = 0;
const worker = async (work: () => Promise<unknown>): Promise<void> => { while (!run.stop.signal.aborted) await work(); ended = at(); };
const workers = [...Array.from({ length: 20 }, () => worker(() => context.http({ url }))), ...Array.from({ length: 60 }, () => worker(() => context.greet({ ip: '127.0.0.1', port }, 'listen', { waitMs: 300 })))];
await new Promise((done) => { setTimeout(done, seconds * 1000); });
const stopped = at();
run.stop.abort();
await Promise.all(workers);
const seen = told<{ requests: number[]; connections: number[]; most: number }>();
child.send('over');
const { requests, connections, most } = await seen;
const over = (list: readonly number[], cap: number): number => list.filter((t, i) => i >= cap && t - list[i - cap]! < 1000).length;
const late = [...requests, ...connections].filter((t) => t > stopped + 50).length;
process.stdout.write(`${((at() - begun) / 1000).toFixed(0)} s: ${requests.length} requests (${(requests.length / seconds).toFixed(2)}/s, cap 5), ${connections.length} connections (${(connections.length / seconds).toFixed(1)}/s, cap 50), at most ${most} web connections at once (cap 2); violations ${over(requests, 5)} + ${over(connections, 50)} + ${most > 2 ? 1 : 0} (bar 0); all workers stopped ${Math.round(ended - stopped)} ms after the button (bar 2000), ${late} packets after it\n`);
run.reach.close();
