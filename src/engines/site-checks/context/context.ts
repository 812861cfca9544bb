import type { Component } from '../check.ts';
import type { Page } from '../page.ts';
import type { Registered } from '../targets.ts';
import type { GreetingId } from './greetings.ts';
import type { Hello, HelloAnswer } from './hello.ts';
import type { TlsSession } from './tls.ts';

/** Why nothing can be said of the target. */
export interface Failure {
  failed: 'refused' | 'timeout' | 'reset' | 'unreachable' | 'dns' | 'tls' | 'protocol' | 'out_of_scope' | 'expired' | 'outside_window' | 'paused' | 'stopped' | 'budget' | 'local' | 'blocked';
  /** For people, in Chinese. */
  detail: string;
}
export const isFailure = (answer: unknown): answer is Failure => typeof answer === 'object' && answer !== null && 'failed' in answer;

/** Time comes from outside, so that tests move it. */
export interface Clock {
  now(): Date;
  /** Milliseconds, never backwards. */
  monotonic(): number;
  /** Rejects when the signal says stop. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface HttpRequest {
  url: string;
  method?: 'GET' | 'HEAD' | 'OPTIONS';
  /** Who asks: the office itself, or as a search engine would, to find pages that show it something else. */
  as?: 'office' | 'search_engine' | 'from_search';
  /** `Origin` of a page elsewhere, to read what the site lets others do. */
  origin?: string;
  accept?: string;
  /** Where the name has an IPv6 address inside the scope, that one. */
  over?: 'ipv6';
  /** Redirects followed inside the scope; 0 by default. */
  follow?: number;
  /** A refused connection is an answer here, not a failure: the check has another proof that the target can be reached. */
  mayRefuse?: boolean;
  /** Bytes of body kept after decompression; 2 MiB by default, 20 MiB at most. */
  maxBytes?: number;
}
export interface HttpAnswer {
  url: string;
  method: string;
  ip: string;
  port: number;
  status: number;
  reason: string;
  /** As they came, in their order and case. */
  headers: readonly (readonly [string, string])[];
  /** Decompressed. */
  body: Uint8Array;
  /** The body was longer than was kept, or the connection ended early. */
  truncated: boolean;
  ms: number;
  at: string;
  /** Addresses that were passed on the way here. */
  redirects: readonly string[];
  /** Where it points outside the scope, or beyond `follow`. */
  redirect: string | undefined;
  request: string;
}
/** First value of a header; '' where it is not there. */
export const headerOf = (answer: Pick<HttpAnswer, 'headers'>, name: string): string => answer.headers.find(([n]) => n.toLowerCase() === name)?.[1] ?? '';

/**
 * All that a check can reach the network with. Each call passes the gate: authorisation, hours, scope after the name was resolved,
 * rates, stop. There is no way to send a body, a password, a cookie or bytes of a check's own making.
 */
export interface Context {
  /** Instant, ISO 8601. */
  now(): string;
  clock: Clock;
  components: ReadonlySet<Component>;
  signal: AbortSignal;
  /** What the ledger says of the system that is looked at. */
  registered: Registered;
  /** Inside the scope, whatever it resolves to. */
  inScope(host: string): boolean;
  http(request: HttpRequest): Promise<HttpAnswer | Failure>;
  /** Connects, says one of the benign greetings (or listens only), and returns what came, at most 64 KiB. */
  greet(to: { host?: string; ip: string; port: number }, greeting: GreetingId, options?: { waitMs?: number; tls?: boolean }): Promise<Uint8Array | Failure>;
  /** An own ClientHello: versions and ciphers that OpenSSL no longer speaks. */
  hello(to: { host?: string; ip: string; port: number }, hello: Hello): Promise<HelloAnswer | Failure>;
  /** A whole handshake, with the chain that came. */
  tls(to: { host?: string; ip: string; port: number }): Promise<TlsSession | Failure>;
  /** Addresses inside the scope, pinned for this run. */
  addresses(host: string): Promise<readonly string[] | Failure>;
  /** Asks the resolver, never the target; for names outside the scope too. Empty where the name has none. */
  lookup(name: string, type: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'MX' | 'TXT' | 'CAA'): Promise<readonly string[] | Failure>;
  /** What a browser makes of a page that was fetched; it asks the network for nothing. Missing without Chromium. */
  render?(page: Page): Promise<Rendered | Failure>;
  /** What ClamAV says of bytes: the name of what it found, '' for nothing. Missing without clamd. */
  scan?(bytes: Uint8Array): Promise<string | Failure>;
}
/** Anchors as a browser computed them, those that scripts wrote among them, in the order of its document. */
export interface Rendered { anchors: readonly { href: string; text: string; hidden: string }[] }
