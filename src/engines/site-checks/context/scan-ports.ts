import { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Failure } from './context.ts';

export interface PortScan {
  open: number[];
  closed: number;
  /** No answer, twice. */
  filtered: number[];
  /** What this machine or the network kept from asking: never the same as closed. */
  untested: { port: number; why: Failure['failed'] }[];
}
export interface ProbeOptions {
  timeoutMs?: number;
  tries?: number;
  signal: AbortSignal;
  /** Asked before each connection; says no with a failure. Without it nothing is held back. */
  admit?: (port: number) => Promise<Failure | { left(result: string): void }>;
  onProgress?: (done: number) => void;
}
/** Sockets at once: few where ports answer (more are slower), many where they do not, for waiting costs nothing. */
const sockets = { first: 64, most: 400, least: 8 } as const;
const sweepMs = 50;
const localTries = 6;
/** Errors of this machine: too few descriptors, ports or buffers. Asked again with fewer at once. */
const local = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM', 'EADDRINUSE', 'EAGAIN']);
const barred = new Set(['ENETUNREACH', 'EACCES', 'EPERM', 'EINVAL', 'EAFNOSUPPORT']);

interface Flight { socket: Socket; port: number; at: number; tried: number; locals: number; left: ((result: string) => void) | undefined }

/** Full TCP connections to each port, in random order. A connection that a closed port makes to itself (RFC 9293 simultaneous open, on loopback) is recognised. */
export async function probePorts(ip: string, ports: readonly number[], o: ProbeOptions): Promise<PortScan> {
  const timeoutMs = o.timeoutMs ?? 1000;
  const tries = o.tries ?? 2;
  const scan: PortScan = { open: [], closed: 0, filtered: [], untested: [] };
  const queue = shuffled(ports).map((port) => ({ port, tried: 0, locals: 0 }));
  const flights = new Set<Flight>();
  let most: number = sockets.first;
  let done = 0;
  let wake: (() => void) | undefined;
  // where nothing is held back the next goes at once; else the loop below lets it in
  const next = (): void => {
    if (o.admit || o.signal.aborted) { wake?.(); return; }
    while (queue.length && flights.size < most) launch(queue.pop()!);
    if (!flights.size) wake?.();
  };
  const settle = (f: Flight, result: 'open' | 'closed' | 'filtered'): void => {
    flights.delete(f);
    f.left?.(result);
    if (result === 'filtered') {
      most = Math.min(sockets.most, most + 4);
      if (f.tried + 1 < tries) { queue.push({ port: f.port, tried: f.tried + 1, locals: f.locals }); next(); return; }
      scan.filtered.push(f.port);
    } else if (result === 'open') scan.open.push(f.port);
    else scan.closed++;
    if ((++done & 255) === 0) o.onProgress?.(done);
    next();
  };
  const fail = (f: Flight, why: Failure['failed'], again: boolean): void => {
    flights.delete(f);
    f.left?.(why);
    if (again && f.locals < localTries) {
      most = Math.max(sockets.least, Math.floor(most / 2));
      queue.push({ port: f.port, tried: f.tried, locals: f.locals + 1 });
    } else { scan.untested.push({ port: f.port, why }); done++; }
    next();
  };
  const launch = ({ port, tried, locals }: { port: number; tried: number; locals: number }, left?: (result: string) => void): void => {
    const socket = new Socket();
    const f: Flight = { socket, port, at: performance.now(), tried, locals, left };
    flights.add(f);
    socket.on('connect', () => {
      if (!flights.has(f)) return;
      const self = socket.localPort === port && socket.localAddress === socket.remoteAddress;
      socket.resetAndDestroy();
      settle(f, self ? 'closed' : 'open');
    });
    socket.on('error', (error: Error & { code?: string }) => {
      if (!flights.has(f)) return;
      socket.destroy();
      const code = error.code ?? '';
      if (code === 'ECONNREFUSED') settle(f, 'closed');
      else if (local.has(code)) fail(f, 'local', true);
      else if (barred.has(code)) fail(f, 'unreachable', false);
      // a router says that it cannot be reached, or a firewall cuts in: as good as silence
      else settle(f, 'filtered');
    });
    socket.connect({ host: ip, port });
  };
  const sweep = setInterval(() => {
    const late = performance.now() - timeoutMs;
    for (const f of flights) if (f.at < late) { f.socket.destroy(); settle(f, 'filtered'); } else break;
  }, sweepMs);
  const rest = (why: Failure['failed']): void => {
    for (const f of flights) { f.socket.destroy(); f.left?.(why); scan.untested.push({ port: f.port, why }); }
    flights.clear();
    for (const q of queue.splice(0)) scan.untested.push({ port: q.port, why });
  };
  const stop = (): void => wake?.();
  o.signal.addEventListener('abort', stop);
  try {
    while (queue.length || flights.size) {
      if (o.signal.aborted) { rest('stopped'); break; }
      if (!o.admit) next();
      while (o.admit && queue.length && flights.size < most && !o.signal.aborted) {
        const one = queue.pop()!;
        const pass = await o.admit(one.port);
        if (!('failed' in pass)) { launch(one, (result) => pass.left(result)); continue; }
        scan.untested.push({ port: one.port, why: pass.failed });
        // the same holds for every port that is left
        if (['stopped', 'expired', 'outside_window', 'paused'].includes(pass.failed)) { rest(pass.failed); break; }
      }
      if (flights.size) await new Promise<void>((go) => { wake = go; });
      wake = undefined;
    }
  } finally {
    clearInterval(sweep);
    o.signal.removeEventListener('abort', stop);
  }
  scan.open.sort((a, b) => a - b);
  scan.filtered.sort((a, b) => a - b);
  o.onProgress?.(ports.length);
  return scan;
}
function shuffled(ports: readonly number[]): number[] {
  const list = [...ports];
  // seeded by nothing secret: the order only spreads the load
  let seed = 0x9e3779b9 ^ list.length;
  for (let i = list.length - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const j = seed % (i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}

/** The same on two threads, for tens of thousands of ports and nobody to hold it back. */
export async function scanPortsFast(ip: string, ports: readonly number[], o: Omit<ProbeOptions, 'admit'>): Promise<PortScan> {
  if (ports.length < 4000) return probePorts(ip, ports, o);
  const halves = [ports.filter((_, i) => i % 2 === 0), ports.filter((_, i) => i % 2 === 1)];
  const parts = await Promise.all(halves.map((half) => new Promise<PortScan>((done, fail) => {
    const worker = new Worker(new URL('./scan-ports.worker.ts', import.meta.url), { workerData: { ip, ports: half, timeoutMs: o.timeoutMs, tries: o.tries }, resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 } });
    const stop = (): void => { void worker.terminate(); done({ open: [], closed: 0, filtered: [], untested: half.map((port) => ({ port, why: 'stopped' as const })) }); };
    o.signal.addEventListener('abort', stop, { once: true });
    worker.once('message', (m: PortScan) => { o.signal.removeEventListener('abort', stop); done(m); });
    worker.once('error', fail);
  })));
  return { open: parts.flatMap((p) => p.open).sort((a, b) => a - b), closed: parts.reduce((n, p) => n + p.closed, 0), filtered: parts.flatMap((p) => p.filtered).sort((a, b) => a - b), untested: parts.flatMap((p) => p.untested) };
}
