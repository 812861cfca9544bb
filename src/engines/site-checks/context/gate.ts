import { closedAt, faultsOf, highestRates, webConnections, type Authorisation } from './authorisation.ts';
import { Breaker } from './breaker.ts';
import { Bucket, Turnstile } from './bucket.ts';
import type { Clock, Failure } from './context.ts';
import { plain, scopeOf, type Scope } from './scope.ts';

/** One packet or request, as the log keeps it. Written before it leaves. */
export interface Sent { seq: number; at: string; authorisation: string; job: string; check: string; ip: string; port: number; what: string; host: string }
export interface Answered { seq: number; ms: number; result: string; bytes: number }
/** Append-only. `sent` must be kept before it returns. */
export interface RequestLog { sent(row: Sent): void; answered(row: Answered): void }

export interface GateOptions { authorisation: Authorisation; clock: Clock; log: RequestLog; job: string; signal: AbortSignal; own?: readonly { ip: string; port: number }[] }
export type Kind = 'connect' | 'request';

interface Host { requests: Bucket; connections: Bucket; web: Turnstile; breaker: Breaker }

/** The one way out: whatever leaves has passed here. Throws where the authorisation is none. */
export class Gate {
  readonly scope: Scope;
  readonly #o: GateOptions;
  readonly #hosts = new Map<string, Host>();
  #seq = 0;
  constructor(options: GateOptions) {
    const faults = faultsOf(options.authorisation);
    if (faults.length) throw new NoAuthorisation(faults);
    // a copy: what is changed after the look at it changes nothing
    this.#o = { ...options, authorisation: structuredClone(options.authorisation) };
    this.scope = scopeOf(this.#o.authorisation, options.own);
  }
  get signal(): AbortSignal { return this.#o.signal; }
  get authorisation(): Authorisation { return this.#o.authorisation; }
  get clock(): Clock { return this.#o.clock; }

  /** Waits for its turn; then the row is in the log. The answer must be told with `left`. */
  async enter(kind: Kind, to: { ip: string; port: number; host: string; what: string; check: string }): Promise<Failure | { ip: string; left(result: string, bytes: number, ok: boolean): void }> {
    const ip = plain(to.ip);
    const barred = this.#barred(ip, to.port);
    if (barred) return barred;
    const host = this.#host(ip);
    let leave: (() => void) | undefined;
    try {
      if (kind === 'request') leave = await host.web.enter(this.#o.signal);
      await (kind === 'request' ? host.requests : host.connections).take(this.#o.signal);
    } catch {
      leave?.();
      return { failed: 'stopped', detail: '已停止' };
    }
    // time has passed while it waited
    const meanwhile = this.#barred(ip, to.port);
    if (meanwhile) { leave?.(); return meanwhile; }
    const seq = ++this.#seq;
    const begun = this.#o.clock.monotonic();
    this.#o.log.sent({ seq, at: this.#o.clock.now().toISOString(), authorisation: this.#o.authorisation.id, job: this.#o.job, check: to.check, ip, port: to.port, what: to.what.slice(0, 2000), host: to.host });
    return {
      ip,
      left: (result, bytes, ok) => {
        leave?.();
        const at = this.#o.clock.monotonic();
        // a refused connection of a scan is an answer, not a sign of suffering: the breaker minds requests
        if (kind === 'request') if (ok) host.breaker.answered(at, at - begun); else host.breaker.failed(at);
        this.#o.log.answered({ seq, ms: Math.round(at - begun), result, bytes });
      },
    };
  }
  #barred(ip: string, port: number): Failure | undefined {
    const { signal, clock, authorisation } = this.#o;
    if (signal.aborted) return { failed: 'stopped', detail: '已停止' };
    const closed = closedAt(authorisation, clock.now());
    if (closed === 'expired') return { failed: 'expired', detail: `授权书有效期为 ${authorisation.valid_from} 至 ${authorisation.valid_until}` };
    if (closed) return { failed: 'outside_window', detail: '不在授权的检测时段内' };
    if (!this.scope.hasAddress(ip) || this.scope.forbids(ip, port)) return { failed: 'out_of_scope', detail: `${ip} 不在授权范围内` };
    if (!this.scope.hasPort(port)) return { failed: 'out_of_scope', detail: `端口 ${port} 不在授权范围内` };
    if (this.#host(ip).breaker.isOpen(clock.monotonic())) return { failed: 'paused', detail: '目标响应异常，已暂停 5 分钟' };
    return undefined;
  }
  #host(ip: string): Host {
    const known = this.#hosts.get(ip);
    if (known) return known;
    const { rates } = this.#o.authorisation;
    const requests = Math.min(rates.requests_per_second, highestRates.requests_per_second);
    const connections = Math.min(rates.connections_per_second, highestRates.connections_per_second);
    const host = { requests: new Bucket(requests, this.#o.clock), connections: new Bucket(connections, this.#o.clock), web: new Turnstile(webConnections), breaker: new Breaker() };
    this.#hosts.set(ip, host);
    return host;
  }
}
/** No signed, valid authorisation: nothing runs. */
export class NoAuthorisation extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`授权书无效：${faults.join('；')}`);
    this.faults = faults;
  }
}
