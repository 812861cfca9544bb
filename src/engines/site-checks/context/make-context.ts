import { lookup, Resolver } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Component } from '../check.ts';
import type { Renderer } from './render.ts';
import { nothingRegistered } from '../open-site.ts';
import type { Page } from '../page.ts';
import type { Registered } from '../targets.ts';
import { openSocket } from './connect.ts';
import { isFailure, type Clock, type Context, type Failure } from './context.ts';
import { Gate, type GateOptions } from './gate.ts';
import { bytesOf, type GreetingId } from './greetings.ts';
import { helloBytes, readHello, type Hello, type HelloAnswer } from './hello.ts';
import { Http } from './http.ts';
import { nameOf, plain } from './scope.ts';
import { probePorts, type PortScan } from './scan-ports.ts';
import { sessionOf } from './tls.ts';

/** How names are resolved; tests give their own. Rejects with `code` as node:dns does. */
export interface Names { resolve(name: string, type: string): Promise<readonly string[]> }
export interface ContextOptions extends GateOptions { names?: Names; components?: Iterable<Component>; /** Looks for viruses in what was fetched; checks that need it are `not_tested` without. */ scan?: NonNullable<Context['scan']>; registered?: Registered; /** Draws pages; checks that need it are not tested without. */ renderer?: Renderer; /** How long a whole answer may take. */ answerMs?: number }

/** One run's way to the network; `forCheck` gives each check its own, with its own budget. Throws NoAuthorisation. */
export interface Reach { gate: Gate; components: ReadonlySet<Component>; forCheck(id: string, requests: number): Context & { readonly failures: readonly Failure[]; readonly sent: number }; /** Connections to each port, one row of the log each; not a check's to ask for. */ scanPorts(ip: string, ports: readonly number[], onProgress?: (done: number) => void): Promise<PortScan>; close(): void }

const connectMs = 5000;
const listenMs = 2000;
const mostBytes = 64 << 10;

export function makeReach(options: ContextOptions): Reach {
  const gate = new Gate(options);
  const { scope, signal, clock } = gate;
  const names = options.names ?? systemNames();
  const components: ReadonlySet<Component> = new Set([...options.components ?? [], ...(options.renderer ? ['chromium' as const] : []), ...(options.scan ? ['clamd' as const] : [])]);
  const pinned = new Map<string, Promise<readonly string[] | Failure>>();
  /** Asked once a run: an answer that changes between look and connect changes nothing. */
  const addresses = (host: string): Promise<readonly string[] | Failure> => {
    const name = nameOf(host);
    let known = pinned.get(name);
    if (!known) pinned.set(name, known = resolveIn(name));
    return unlessStopped(known, signal);
  };
  const resolveIn = async (name: string): Promise<readonly string[] | Failure> => {
    if (!scope.hasHost(name)) return { failed: 'out_of_scope', detail: `${name} 不在授权范围内` };
    if (isIP(name)) return [name];
    const [v4, v6] = await Promise.all(['A', 'AAAA'].map((type) => lookUp(names, name, type)));
    const all = [v4!, v6!].flatMap((x) => (isFailure(x) ? [] : x)).map(plain);
    if (!all.length) return isFailure(v4) ? v4 : { failed: 'dns', detail: `域名 ${name} 没有解析到地址` };
    const inside = all.filter((ip) => scope.hasAddress(ip));
    return inside.length ? inside : { failed: 'out_of_scope', detail: `${name} 解析到 ${all.join('、').slice(0, 200)}，不在授权范围内` };
  };
  const http = new Http(gate, addresses, options.answerMs);

  return {
    gate,
    components,
    close: () => http.close(),
    scanPorts: (ip, ports, onProgress) => probePorts(ip, ports, {
      signal, ...(onProgress && { onProgress }),
      async admit(port) {
        const pass = await gate.enter('connect', { ip, port, host: '', what: 'connect', check: 'ports.scan' });
        return isFailure(pass) ? pass : { left: (result) => pass.left(result, 0, true) };
      },
    }),
    forCheck(id, requests) {
      const failures: Failure[] = [];
      let sent = 0;
      const count = (): Failure | undefined => (sent >= requests ? { failed: 'budget', detail: `本项最多发出 ${requests} 个请求` } : (sent++, undefined));
      const note = <T>(answer: T | Failure): T | Failure => { if (isFailure(answer)) failures.push(answer); return answer; };
      /** A connection that was let through, given to `work`, then ended. */
      const withSocket = async <T>(to: { host?: string; ip: string; port: number }, what: string, tls: boolean, work: (socket: Socket) => Promise<T>): Promise<T | Failure> => {
        if (to.host && !scope.hasHost(to.host)) return note<T>({ failed: 'out_of_scope', detail: `${to.host} 不在授权范围内` });
        const over = count();
        if (over) return note<T>(over);
        const pass = await gate.enter('connect', { ip: to.ip, port: to.port, host: to.host ?? '', what, check: id });
        if (isFailure(pass)) return note<T>(pass);
        const socket = await openSocket({ ip: pass.ip, port: to.port }, scope, signal, connectMs, tls ? { servername: to.host && !isIP(to.host) ? nameOf(to.host) : undefined } : undefined);
        if (isFailure(socket)) { pass.left(socket.failed, 0, false); return note<T>(socket); }
        try {
          const answer = await work(socket);
          pass.left('open', socket.bytesRead, true);
          return note<T>(answer);
        } finally {
          // only a bare TCP socket can be reset
          if (tls) socket.destroy(); else socket.resetAndDestroy();
        }
      };
      return {
        now: () => clock.now().toISOString(), clock, components, signal, failures, registered: options.registered ?? nothingRegistered, ...(options.renderer && { render: (page: Page) => options.renderer!.render(page) }), ...(options.scan && { scan: options.scan }),
        get sent() { return sent; },
        inScope: (host) => scope.hasHost(host),
        http: async (request) => { const answer = await http.ask(request, id, count); return request.mayRefuse && isFailure(answer) && answer.failed === 'refused' ? answer : note(answer); },
        greet: (to, greeting: GreetingId, { waitMs = listenMs, tls = false } = {}) => withSocket<Uint8Array | Failure>(to, `greet ${greeting}`, tls, (socket) => listen(socket, bytesOf(greeting), waitMs, signal)) as Promise<Uint8Array | Failure>,
        hello: (to, hello: Hello) => withSocket<HelloAnswer | Failure>(to, `hello ${hello.version.toString(16)}`, false, (socket) => greetTls(socket, hello, signal)) as Promise<HelloAnswer | Failure>,
        tls: (to) => withSocket(to, 'tls', true, async (socket) => sessionOf(socket as TLSSocket)),
        addresses: async (host) => note(await addresses(host)),
        lookup: async (name, type) => note(await unlessStopped(lookUp(names, nameOf(name), type), signal)),
      };
    },
  };
}

/** Says the greeting, then listens until it is quiet, full or over. What the peer ends early counts as it came. */
function listen(socket: Socket, greeting: Buffer, waitMs: number, signal: AbortSignal): Promise<Uint8Array | Failure> {
  return new Promise((done) => {
    const parts: Buffer[] = [];
    let size = 0;
    let quiet: NodeJS.Timeout | undefined;
    const end = (answer?: Failure): void => { clearTimeout(whole); clearTimeout(quiet); signal.removeEventListener('abort', stop); done(answer ?? Buffer.concat(parts).subarray(0, mostBytes)); };
    const stop = (): void => end({ failed: 'stopped', detail: '已停止' });
    const whole = setTimeout(() => end(), waitMs);
    signal.addEventListener('abort', stop, { once: true });
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.length;
      clearTimeout(quiet);
      if (size >= mostBytes) end();
      else quiet = setTimeout(() => end(), 150);
    });
    socket.on('error', () => end());
    socket.on('close', () => end());
    if (greeting.length) socket.write(greeting);
  });
}
function greetTls(socket: Socket, hello: Hello, signal: AbortSignal): Promise<HelloAnswer | Failure> {
  return new Promise((done) => {
    let bytes = Buffer.alloc(0);
    const end = (answer: HelloAnswer | Failure): void => { clearTimeout(whole); signal.removeEventListener('abort', stop); done(answer); };
    const stop = (): void => end({ failed: 'stopped', detail: '已停止' });
    const whole = setTimeout(() => end({ failed: 'timeout', detail: '没有回答 TLS 问候' }), hello.waitMs ?? 4000);
    signal.addEventListener('abort', stop, { once: true });
    socket.on('data', (part: Buffer) => { bytes = Buffer.concat([bytes, part]); const read = readHello(bytes); if (read) end(read); else if (bytes.length > 20_000) end({ answer: 'closed' }); });
    socket.on('error', () => end({ answer: 'closed' }));
    socket.on('close', () => end({ answer: 'closed' }));
    socket.write(helloBytes(hello));
  });
}

/** A resolver cannot be hurried: who is stopped does not wait for it. */
function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | Failure> {
  const stopped: Failure = { failed: 'stopped', detail: '已停止' };
  if (signal.aborted) return Promise.resolve(stopped);
  let stop: (() => void) | undefined;
  const stopping = new Promise<Failure>((done) => { stop = () => done(stopped); signal.addEventListener('abort', stop, { once: true }); });
  return Promise.race([work, stopping]).finally(() => signal.removeEventListener('abort', stop!));
}

async function lookUp(names: Names, name: string, type: string): Promise<readonly string[] | Failure> {
  try {
    return await names.resolve(name, type);
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    // no such name, no such record: an answer, and an empty one
    if (code === 'ENODATA' || code === 'ENOTFOUND') return [];
    return { failed: 'dns', detail: `解析 ${name} 失败（${code || (error as Error).message}）` };
  }
}
/** Addresses as this machine finds them, its hosts file included; the rest from the resolver. */
function systemNames(): Names {
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  return {
    async resolve(name, type) {
      if (type === 'A' || type === 'AAAA') return (await lookup(name, { all: true, family: type === 'A' ? 4 : 6 })).map((a) => a.address);
      return (await resolver.resolve(name, type) as unknown[]).map((r) => (typeof r === 'string' ? r : Array.isArray(r) ? r.join('') : typeof r === 'object' && r !== null && 'exchange' in r ? String(r.exchange) : JSON.stringify(r)));
    },
  };
}
/** Of this machine. */
export const systemClock: Clock = {
  // the one place of the engine that looks at a clock; whoever runs checks may give another
  now: () => new Date(Date.now()),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => new Promise((done, stop) => {
    const leave = (): void => { clearTimeout(timer); stop(signal!.reason as Error); };
    const timer = setTimeout(() => { signal?.removeEventListener('abort', leave); done(); }, ms);
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted) leave();
  }),
};
