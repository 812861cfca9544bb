import type { Observation, Seen } from './observation.ts';

const usual: Record<string, number> = { 'http:': 80, 'https:': 443, 'ftp:': 21, 'ws:': 80, 'wss:': 443 };

/** Where something was seen: host, address, port, protocol and path in one form, whichever way the scanner writes them. */
export function placeOf(s: Seen): Pick<Observation, 'host' | 'ip' | 'port' | 'protocol' | 'path'> {
  const url = s.url ? parseUrl(s.url) : undefined;
  const written = s.host ? splitHost(s.host) : undefined;
  const host = (s.host !== undefined && written ? written.host : url?.host ?? '').slice(0, 253);
  const ip = addressOf(s.ip ?? '') ?? addressOf(host);
  const port = portOf(s.port) ?? url?.port ?? written?.port ?? null;
  const protocol = (s.protocol ?? '').trim().toLowerCase().slice(0, 20) || (port !== null ? 'tcp' : null);
  const path = s.path !== undefined ? pathOf(s.path) : url?.path ?? null;
  return { host: host || ip || '', ip, port, protocol, path };
}

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** An address in its shortest form, or null: `::FFFF:10.0.0.1` and `10.0.0.1` are one host. */
export function addressOf(text: string): string | null {
  const bare = text.trim().replace(/^\[|\]$/g, '').replace(/%.*$/, '').toLowerCase();
  if (ipv4.test(bare)) return bare;
  if (!/^[0-9a-f:.]{2,45}$/.test(bare) || !bare.includes(':')) return null;
  let short: string;
  try { short = new URL(`http://[${bare}]/`).hostname.slice(1, -1); } catch { return null; }
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (!mapped) return short;
  const [high, low] = [Number.parseInt(mapped[1]!, 16), Number.parseInt(mapped[2]!, 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** 0 stands for the whole host in several scanners. */
export function portOf(port: number | string | undefined): number | null {
  const n = typeof port === 'number' ? port : /^\d{1,5}$/.test((port ?? '').trim()) ? Number(port) : 0;
  return Number.isInteger(n) && n > 0 && n < 65_536 ? n : null;
}

export interface UrlParts { host: string; port: number | null; path: string | null }
/** `https://h:1/p?q`, `h:1/p`, `h:1`, `h`. */
export function parseUrl(text: string): UrlParts | undefined {
  const trimmed = text.trim().slice(0, 8000);
  if (!trimmed) return undefined;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
    try {
      const u = new URL(trimmed);
      return { host: bareHost(u.hostname), port: u.port ? Number(u.port) : usual[u.protocol] ?? null, path: pathOf(u.pathname) };
    } catch {
      return undefined;
    }
  }
  const slash = trimmed.indexOf('/');
  const { host, port } = splitHost(slash < 0 ? trimmed : trimmed.slice(0, slash));
  return host ? { host, port, path: slash < 0 ? null : pathOf(trimmed.slice(slash)) } : undefined;
}

/** `name`, `name:8080`, `[::1]:80`, or a whole address of the web. */
export function splitHost(text: string): { host: string; port: number | null } {
  const trimmed = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
    const u = parseUrl(trimmed);
    return { host: u?.host ?? '', port: u?.port ?? null };
  }
  if (addressOf(trimmed)) return { host: addressOf(trimmed)!, port: null };
  const m = /^(.*?):(\d{1,5})$/.exec(trimmed);
  return m ? { host: bareHost(m[1]!), port: portOf(m[2]) } : { host: bareHost(trimmed), port: null };
}
const bareHost = (host: string): string => addressOf(host) ?? host.trim().toLowerCase().replace(/\.$/, '');

/** The path alone: no query, no fragment, no session id, no doubled slash; letters that need no escape stand bare. */
export function pathOf(text: string): string {
  let path = text.trim().split(/[?#]/, 1)[0]!.slice(0, 1000).replace(/;jsessionid=[^/]*/gi, '').replace(/\/{2,}/g, '/');
  try {
    path = path.split('/').map((part) => decodeURIComponent(part).replaceAll('/', '%2F').replaceAll('?', '%3F').replaceAll('#', '%23')).join('/');
  } catch { /* an escape that means nothing stays as it was written */ }
  // eslint-disable-next-line no-control-regex
  return path.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 1000).toWellFormed() || '/';
}
