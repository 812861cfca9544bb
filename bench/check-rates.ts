// Rate caps as the server sees them: requests and connections in any second, connections at once, and how long a stop takes.
// `bench/check-rates.ts [seconds]`, 600 by default.
import { createServer } from 'node:http';
import { createServer as createTcp } from 'node:net';
import type { AddressInfo } from 'node:net';
import { openReach } from '../test/sites/reach.ts';
import { systemClock } from '../src/engines/site-checks/context/make-context.ts';

const seconds = Number(process.argv[2] ?? 600);
const rates = { requests_per_second: 5, connections_per_second: 50 };
const requests: number[] = [];
const connections: number[] = [];
let [now, most] = [0, 0];
const web = createServer((_q, r) => { requests.push(performance.now()); r.end('x'); }).listen(0, '127.0.0.1');
web.on('connection', (socket) => { most = Math.max(most, ++now); socket.on('close', () => { now--; }); });
const raw = createTcp((socket) => { connections.push(performance.now()); socket.on('error', () => undefined); socket.end('hello'); }).listen(0, '127.0.0.1');
await Promise.all([web, raw].map((s) => new Promise((done) => { s.once('listening', done); })));
const run = openReach({ rates }, { clock: systemClock });
const context = run.reach.forCheck('bench', 1e9);
const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`;
const port = (raw.address() as AddressInfo).port;
const begun = performance.now();
let ended = 0;
const worker = async (work: () => Promise<unknown>): Promise<void> => { while (!run.stop.signal.aborted) await work(); ended = performance.now(); };
const workers = [...Array.from({ length: 20 }, () => worker(() => context.http({ url }))), ...Array.from({ length: 60 }, () => worker(() => context.greet({ ip: '127.0.0.1', port }, 'listen', { waitMs: 300 })))];
await new Promise((done) => { setTimeout(done, seconds * 1000); });
const stopped = performance.now();
run.stop.abort();
await Promise.all(workers);
const over = (list: readonly number[], cap: number): number => list.filter((t, i) => i >= cap && t - list[i - cap]! < 1000).length;
const late = [...requests, ...connections].filter((t) => t > stopped + 50).length;
process.stdout.write(`${((performance.now() - begun) / 1000).toFixed(0)} s: ${requests.length} requests (${(requests.length / seconds).toFixed(2)}/s, cap 5), ${connections.length} connections (${(connections.length / seconds).toFixed(1)}/s, cap 50), at most ${most} web connections at once (cap 2); violations ${over(requests, 5)} + ${over(connections, 50)} + ${most > 2 ? 1 : 0} (bar 0); all workers stopped ${Math.round(ended - stopped)} ms after the button (bar 2000), ${late} packets after it\n`);
run.reach.close();
web.closeAllConnections();
web.close();
raw.close();
