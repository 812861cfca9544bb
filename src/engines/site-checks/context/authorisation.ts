import { hash } from 'node:crypto';
import { isIP } from 'node:net';

/** 检测授权书: without one that is signed and valid no packet leaves. Days and hours are those of Asia/Shanghai. */
export interface Authorisation {
  id: string;
  /** The system's name, for the log and the letter. */
  system: string;
  /** The office that checks, and how its people are reached: both stand in the User-Agent. */
  office: string;
  contact: string;
  /** Names that may be asked for. `*.example.edu.cn` stands for every name below. */
  hosts: readonly string[];
  /** Addresses that packets may go to: `10.1.2.3`, `10.1.2.0/28`, `2001:db8::/64`. A name counts only where its address lies here. */
  networks: readonly string[];
  /** `[from, to]`, both included. */
  ports: readonly (readonly [number, number])[];
  /** First and last day, YYYY-MM-DD. */
  valid_from: string;
  valid_until: string;
  /** Hours in which packets may go, days 1 (Monday) to 7; empty for any hour. `to` before `from` runs past midnight. */
  windows: readonly { days: readonly number[]; from: string; to: string }[];
  rates: Rates;
  approver: string;
  /** Instant, ISO 8601. */
  approved_at: string;
  /** `sign()` of all the rest: what was changed after the approval is not authorised. */
  signature: string;
}
export interface Rates { requests_per_second: number; connections_per_second: number }
/** Nobody may approve more. */
export const highestRates: Rates = { requests_per_second: 50, connections_per_second: 1000 };
/** Connections that a web host holds at once. */
export const webConnections = 2;

/** SHA-256 over every field but the signature, in the order of their names. */
export function sign(authorisation: Omit<Authorisation, 'signature'>): string {
  const { signature: _, ...rest } = authorisation as Authorisation;
  return hash('sha256', JSON.stringify(rest, (_key, value: unknown) => (value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value)));
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const hour = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
/** What is wrong with it, in Chinese; empty where packets may go by it. Reads anything, as a file may hold anything. */
export function faultsOf(a: Partial<Authorisation> | null | undefined): string[] {
  if (!a || typeof a !== 'object') return ['授权书不是一个 JSON 对象'];
  const faults: string[] = [];
  for (const field of ['id', 'system', 'office', 'contact', 'approver', 'approved_at'] as const) if (typeof a[field] !== 'string' || !a[field].trim()) faults.push(`缺少 ${field}`);
  if (!Array.isArray(a.hosts) || a.hosts.some((h) => typeof h !== 'string' || !/^(\*\.)?[^\s*/:@]+$/.test(h))) faults.push('hosts 应为域名的列表');
  if (!Array.isArray(a.networks) || !a.networks.length || a.networks.some((n) => !networkOf(n))) faults.push('networks 应为地址或网段的列表，至少一个');
  if (!Array.isArray(a.ports) || !a.ports.length || a.ports.some((p) => !Array.isArray(p) || p.length !== 2 || !p.every((n) => Number.isInteger(n) && n >= 1 && n <= 65535) || p[0] > p[1])) faults.push('ports 应为 [起, 止] 的列表，至少一段');
  if (!day.test(a.valid_from ?? '') || !day.test(a.valid_until ?? '') || a.valid_from! > a.valid_until!) faults.push('有效期 valid_from、valid_until 应为 YYYY-MM-DD，且先起后止');
  if (!Array.isArray(a.windows) || a.windows.some((w) => !w || !Array.isArray(w.days) || !w.days.length || w.days.some((d: unknown) => !Number.isInteger(d) || Number(d) < 1 || Number(d) > 7) || !hour.test(w.from) || !hour.test(w.to))) faults.push('windows 应为 {days, from, to} 的列表');
  for (const rate of Object.keys(highestRates) as (keyof Rates)[]) if (!(Number(a.rates?.[rate]) > 0 && Number(a.rates?.[rate]) <= highestRates[rate])) faults.push(`rates.${rate} 应大于 0，不超过 ${highestRates[rate]}`);
  if (typeof a.approved_at === 'string' && Number.isNaN(Date.parse(a.approved_at))) faults.push('approved_at 不是时间');
  if (!faults.length && a.signature !== sign(a as Authorisation)) faults.push(a.signature ? '授权书在签批后被改动过，需要重新签批' : '授权书没有签批');
  return faults;
}

/** `10.0.0.0/8` → its parts; undefined for what is none. */
export function networkOf(text: unknown): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | undefined {
  if (typeof text !== 'string') return undefined;
  const [address = '', prefix] = text.split('/');
  const family = isIP(address);
  const longest = family === 4 ? 32 : 128;
  const length = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  return family && length >= 0 && length <= longest ? { address, prefix: length, family: family === 4 ? 'ipv4' : 'ipv6' } : undefined;
}

/** Why packets may not go at this instant; undefined where they may. */
export function closedAt(a: Authorisation, instant: Date): 'expired' | 'outside_window' | undefined {
  const local = new Date(instant.getTime() + 8 * 3_600_000).toISOString();
  const [date, time] = [local.slice(0, 10), local.slice(11, 16)];
  if (date < a.valid_from || date > a.valid_until) return 'expired';
  if (!a.windows.length) return undefined;
  const weekday = ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  const before = weekday === 1 ? 7 : weekday - 1;
  const open = a.windows.some((w) => (w.from < w.to ? w.days.includes(weekday) && time >= w.from && time < w.to : (w.days.includes(weekday) && time >= w.from) || (w.days.includes(before) && time < w.to)));
  return open ? undefined : 'outside_window';
}
