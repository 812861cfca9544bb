import { lookup } from 'node:dns/promises';
import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';

/** IPv4 and IPv6 ranges as the fewest networks that hold exactly them. */
export function networksOf(first: string, last: string): string[] {
  const bits = first.includes(':') ? 128 : 32;
  let from = valueOf(first);
  const to = valueOf(last);
  const networks: string[] = [];
  while (from <= to && networks.length < 256) {
    let size = 0;
    while (size < bits && from % (1n << BigInt(size + 1)) === 0n && from + (1n << BigInt(size + 1)) - 1n <= to) size++;
    networks.push(size ? `${textOf(from, bits)}/${bits - size}` : textOf(from, bits));
    from += 1n << BigInt(size);
  }
  return networks;
}
function valueOf(ip: string): bigint {
  if (!ip.includes(':')) return ip.split('.').reduce((n, p) => n * 256n + BigInt(p), 0n);
  const [head = '', tail] = new URL(`http://[${ip}]/`).hostname.slice(1, -1).split('::');
  const groups = (s: string): string[] => (s ? s.split(':') : []);
  const all = tail === undefined ? groups(head) : [...groups(head), ...Array<string>(8 - groups(head).length - groups(tail).length).fill('0'), ...groups(tail)];
  return all.reduce((n, g) => n * 65536n + BigInt(`0x${g || '0'}`), 0n);
}
function textOf(value: bigint, bits: number): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((s) => String((value >> s) & 255n)).join('.');
  return new URL(`http://[${Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - i * 16)) & 65535n).toString(16)).join(':')}]/`).hostname.slice(1, -1);
}

export interface Scope { hosts: string[]; networks: string[] }
/** What the ledger says of a system, as the scope to be agreed on: its names, its addresses, and what its names resolve to now. A name that resolves to nothing brings no address. */
export async function scopeOf(db: Reader, systemId: string): Promise<Scope> {
  const places = await db.selectFrom('system_place').select(['domain', 'first_ip', 'last_ip']).where('system_id', '=', systemId).orderBy('written').execute();
  const hosts = [...new Set(places.flatMap((p) => p.domain ?? []))];
  const known = places.flatMap((p) => (p.first_ip && p.last_ip ? networksOf(bare(p.first_ip), bare(p.last_ip)) : []));
  const resolved = known.length ? [] : (await Promise.all(hosts.filter((h) => !h.startsWith('*.')).map(addressesOf))).flat();
  return { hosts, networks: [...new Set([...known, ...resolved])] };
}
const bare = (ip: string): string => ip.replace(/\/\d+$/, '');
async function addressesOf(name: string): Promise<string[]> {
  try {
    return (await Promise.race([lookup(name, { all: true }), new Promise<never>((_, stop) => { setTimeout(() => stop(new Error('slow')), 3000).unref(); })])).map((a) => a.address);
  } catch {
    return [];
  }
}

/** What of a scope lies outside the ledger: names that are none of the system's, nor below them; addresses that are neither its own, nor of its unit's ranges, nor what its names lead to. Nobody can authorise what is not theirs. */
export async function outsideLedger(db: Reader, systemId: string, scope: Scope): Promise<string[]> {
  const places = await db.selectFrom('system_place').select(['domain']).where('system_id', '=', systemId).execute();
  const domains = places.flatMap((p) => (p.domain ? [p.domain.replace(/^\*\./, '')] : []));
  const hosts = scope.hosts.filter((h) => { const name = h.replace(/^\*\./, ''); return !domains.some((d) => name === d || name.endsWith(`.${d}`)); });
  const { rows } = await sql<{ network: string }>`select n as network from unnest(${scope.networks}::text[]) n where not exists (
      select 1 from system_place p where p.system_id = ${systemId} and p.first_ip is not null and family(p.first_ip) = family(n::inet) and host(p.first_ip)::inet <= host(network(n::inet))::inet and host(p.last_ip)::inet >= host(broadcast(n::inet))::inet)
    and not exists (select 1 from unit_range r join info_system s on s.unit_id = r.unit_id where s.id = ${systemId} and family(r.first_ip) = family(n::inet) and host(r.first_ip)::inet <= host(network(n::inet))::inet and host(r.last_ip)::inet >= host(broadcast(n::inet))::inet)`.execute(db);
  if (!rows.length) return hosts;
  const resolved = new Set((await Promise.all(domains.map(addressesOf))).flat());
  return [...hosts, ...rows.map((r) => r.network).filter((n) => !resolved.has(n))];
}

/** `80, 443, 8080-8090` as the ledger writes registered ports. */
export function portsOf(text: string): number[] {
  const ports = new Set<number>();
  for (const [, a, b] of text.matchAll(/(?<!\d)(\d{1,5})(?:\s*[-~—]\s*(\d{1,5}))?(?!\d)/g)) for (let p = Number(a); p <= Math.min(Number(b ?? a), Number(a) + 1000); p++) if (p >= 1 && p <= 65535) ports.add(p);
  return [...ports].sort((x, y) => x - y);
}
/** Where web pages of the system may be found: written with a port in the ledger, registered ports that are usual for the web, else 80 and 443. */
export function originsOf(written: readonly string[], hosts: readonly string[], ports: readonly number[]): string[] {
  const origins = new Set<string>();
  for (const text of written) {
    const m = /^(https?):\/\/([^/\s?#]+)/i.exec(text.trim());
    if (m) try { origins.add(new URL(`${m[1]!.toLowerCase()}://${m[2]!}`).origin); } catch { /* a place that is no address: the ledger's matter */ }
  }
  if (origins.size) return [...origins];
  const web = ports.filter((p) => [80, 443, 8000, 8008, 8080, 8081, 8088, 8443, 8888, 9443].includes(p));
  for (const host of hosts.filter((h) => !h.startsWith('*.'))) for (const port of web.length ? web : [80, 443]) {
    const secure = port === 443 || port === 8443 || port === 9443;
    origins.add(new URL(`${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`).origin);
  }
  return [...origins];
}
/** What a scope still lacks before anybody can agree to it. */
export function missingOf(a: { hosts: readonly string[]; networks: readonly string[]; ports: readonly unknown[]; valid_until: string }): string[] {
  return [a.networks.length === 0 && '没有地址：台账里没有登记地址，域名也解析不到，请填写系统的 IP 地址', a.ports.length === 0 && '没有端口范围', a.valid_until < today() && '有效期已过'].filter((m) => m !== false);
}
