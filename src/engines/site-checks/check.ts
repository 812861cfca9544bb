import type { Context, Failure } from './context/context.ts';
import type { Page } from './page.ts';
import type { Attachment, Service, Site } from './targets.ts';

/** `not_tested` says why; a failure of the network is never a pass (`run-check.ts` sees to it). */
export const verdicts = ['pass', 'fail', 'warn', 'info', 'not_applicable', 'not_tested', 'error'] as const;
export type Verdict = (typeof verdicts)[number];
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];
export const areas = ['ports', 'services', 'tls', 'web', 'content', 'tamper', 'compliance'] as const;
export type Area = (typeof areas)[number];
/** Programs that may be missing; a check that needs one is `not_tested` without it. */
export const components = ['chromium', 'clamd', 'pdftotext'] as const;
export type Component = (typeof components)[number];

/** What a check looks at: an open port that was recognised, a web site (scheme, name, port), one page of it, or a file that a page offers. */
export interface Targets { service: Service; site: Site; page: Page; attachment: Attachment }
export type TargetKind = keyof Targets;

export interface CheckInfo<K extends TargetKind = TargetKind> {
  /** `area.subject`, such as `web.exposed.git`; never used for another thing. */
  id: string;
  /** Raised whenever the same state could get another verdict. */
  version: number;
  title: { zh: string; en: string };
  area: Area;
  on: K;
  /** 0 reads what was fetched anyway, 1 sends one benign request, 2 several; nothing goes beyond. */
  intrusiveness: 0 | 1 | 2;
  /** The most requests it may send to one target; the context refuses the next. */
  requests: number;
  severity: Severity;
  cwe: number | null;
  /** OWASP Top 10:2021, such as `A05`. */
  owasp: string | null;
  /** Control point of GB/T 22239-2019, third level, such as `8.1.4.4 入侵防范`. */
  control: string;
  meaning: string;
  harm: string;
  remedy: Partial<Record<'general' | 'nginx' | 'apache' | 'tomcat' | 'iis' | 'application', string>>;
  references: readonly string[];
  needs?: readonly Component[];
}
/** One row of the catalogue. Synchronous where nothing is sent. */
export type Check<K extends TargetKind = TargetKind> = { [T in K]: CheckInfo<T> & { /** False where the target is none of its kind; asked by name it runs all the same. */ applies?(this: void, target: Targets[T]): boolean; run(this: void, context: Context, target: Targets[T]): Outcome | Outcome[] | Promise<Outcome | Outcome[]> } }[K];

export interface Place {
  url?: string; ip?: string; port?: number; path?: string; parameter?: string;
  /** 1-based line of the source, and the element as a person would look for it. */
  line?: number; element?: string;
}
/** What was seen, enough to show it to another person. Personal data stands in it masked only. */
export interface Evidence {
  /** Instant, ISO 8601. */
  at: string;
  request?: string;
  /** Status line and headers. */
  response_head?: string;
  /** At most 4,000 bytes around what was found. */
  excerpt?: string;
  /** SHA-256, hexadecimal, of the whole body; of the certificate in DER. */
  body_sha256?: string;
  certificate_sha256?: string;
}
export interface Outcome {
  verdict: Verdict;
  /** For people, in Chinese: what was found, with its figures. */
  note: string;
  /** Of `not_tested`: the failure, `component` or `budget`. */
  reason?: Failure['failed'] | 'component' | 'control' | 'learning';
  /** Where the target itself is not place enough. What makes two findings of one check two. */
  place?: Place;
  /** Where it differs from the check's own. */
  severity?: Severity;
  confidence?: 'certain' | 'firm' | 'tentative';
  evidence?: readonly Evidence[];
}
/** One answer, as it is kept. */
export interface Result extends Outcome {
  check: string; version: number; severity: Severity; place: Place; fingerprint: string;
  /** What was looked at, the same text from run to run: an origin, `host:port` or a page's address. */
  target: string;
}

export const pass = (note: string, more: Partial<Outcome> = {}): Outcome => ({ verdict: 'pass', note, ...more });
export const fail = (note: string, more: Partial<Outcome> = {}): Outcome => ({ verdict: 'fail', note, ...more });
export const notApplicable = (note: string): Outcome => ({ verdict: 'not_applicable', note });
export const notTested = (reason: NonNullable<Outcome['reason']>, note: string): Outcome => ({ verdict: 'not_tested', reason, note });
