import { hash } from 'node:crypto';
import { placeOf } from './place.ts';

/** 超危 has no level of its own in most scanners; GB/T 30279-2020 names 超危, 高危, 中危, 低危. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** One sighting: one reported item at one place, as one file tells it. */
export interface Observation {
  /** The scanner's family, such as `nessus`: rule ids mean something only within it. */
  scanner: string;
  ruleId: string;
  title: string;
  severity: Severity;
  /** Name or address as the report gives it, in lower case; '' where there is none, as for source code. */
  host: string;
  ip: string | null;
  port: number | null;
  protocol: string | null;
  /** Path of a page, or file and package for scanners of code. Without query and fragment. */
  path: string | null;
  parameter: string | null;
  cve: string[];
  cwe: string[];
  /** SHA-256, hexadecimal, of what the scanner showed as proof. */
  evidenceHash: string;
  /** The system and unit that the report names, as superiors' notices do; '' elsewhere. */
  system: string;
  unit: string;
  /** What the report says of it; each at most `longest` characters. */
  description: string;
  remedy: string;
  evidence: string;
  references: string[];
  /** CVSS base score, 0–10. */
  score: number | null;
  /** Marked in the report as not to be counted: suppressed, false positive, passed. */
  suppressed: boolean;
  /** Where in the file, for people: 第 12 行. */
  place: string;
}

/** What a reader tells; the rest is worked out. `url` gives host, port and path at once. */
export interface Seen {
  ruleId: string; title: string; severity: Severity; place: string;
  url?: string | undefined; host?: string | undefined; ip?: string | undefined; port?: number | string | undefined; protocol?: string | undefined; path?: string | undefined; parameter?: string | undefined;
  cve?: readonly string[]; cwe?: readonly string[]; description?: string | undefined; remedy?: string | undefined; evidence?: string | undefined; references?: readonly string[]; score?: number | string | undefined; suppressed?: boolean; system?: string; unit?: string;
}
export const longest = 4000;

export function observed(scanner: string, s: Seen): Observation {
  const place = placeOf(s);
  const evidence = tidy(s.evidence ?? '');
  const score = s.score === undefined || s.score === '' ? Number.NaN : Number(s.score);
  return {
    scanner, ruleId: line(s.ruleId, 200), title: line(s.title, 300) || line(s.ruleId, 200), severity: s.severity, ...place, parameter: line(s.parameter ?? '', 200) || null,
    cve: idsIn(s.cve, /CVE-\d{4}-\d{4,10}/gi), cwe: idsIn(s.cwe, /\d{1,5}/g, 'CWE-'), evidenceHash: hash('sha256', evidence),
    system: line(s.system ?? '', 200), unit: line(s.unit ?? '', 200), description: cut(tidy(s.description ?? '')), remedy: cut(tidy(s.remedy ?? '')), evidence: cut(evidence), references: [...new Set((s.references ?? []).map((r) => line(r, 500)).filter((r) => /^https?:\/\//i.test(r)))].slice(0, 20),
    score: score >= 0 && score <= 10 ? score : null, suppressed: s.suppressed ?? false, place: s.place,
  };
}

/** What a unit repairs: one problem at one place. Text is no part of it. Name and address both count: one address may carry many sites, one name many addresses. */
export const instanceKey = (o: Observation): string => [o.scanner, o.ruleId, o.host || o.system, o.ip ?? '', o.port ?? '', o.protocol ?? '', o.path ?? '', o.parameter ?? ''].join('\u0000');
export const problemKey = (o: Observation): string => `${o.scanner}\u0000${o.ruleId}`;
export const hostKey = (o: Observation): string => o.ip ?? (o.host || o.system);

const names = new Map<string, Severity>(Object.entries({
  critical: 'critical', urgent: 'critical', fatal: 'critical', 紧急: 'critical', 超危: 'critical', 严重: 'critical', 危急: 'critical', 极高: 'critical',
  high: 'high', serious: 'high', error: 'high', 高: 'high', 高危: 'high', 高风险: 'high', 高危险: 'high', 高级: 'high', 重要: 'high', important: 'high',
  medium: 'medium', moderate: 'medium', warning: 'medium', 中: 'medium', 中危: 'medium', 中风险: 'medium', 中危险: 'medium', 中级: 'medium', middle: 'medium',
  low: 'low', minor: 'low', 低: 'low', 低危: 'low', 低风险: 'low', 低危险: 'low', 低级: 'low', 轻微: 'low', note: 'low', info: 'info', informational: 'info', 信息: 'info', 提示: 'info',
} as const));
/** Words of scanners for a level; what none knows is `info`. */
export const severityOf = (word: string | undefined, otherwise: Severity = 'info'): Severity => names.get((word ?? '').replace(/[\s[\]【】()（）]/g, '').toLowerCase()) ?? otherwise;
/** CVSS 3 bands: https://www.first.org/cvss/v3.1/specification-document §5. */
export const severityOfScore = (score: number): Severity => (score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'info');

function idsIn(list: readonly string[] | undefined, pattern: RegExp, prefix = ''): string[] {
  return [...new Set((list ?? []).flatMap((text) => String(text).slice(0, 5000).match(pattern) ?? []).map((id) => `${prefix}${id}`.toUpperCase()))].slice(0, 100);
}
// eslint-disable-next-line no-control-regex
const tidy = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').toWellFormed().trim();
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text);
const line = (text: string, most: number): string => tidy(text).replace(/\s+/g, ' ').slice(0, most).toWellFormed().trim();
