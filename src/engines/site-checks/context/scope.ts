import { BlockList, isIP } from 'node:net';
import { networkOf, type Authorisation } from './authorisation.ts';

/** Never a target, whatever an authorisation says: unspecified, link-local with the clouds' metadata, multicast, reserved (RFC 6890). */
const never = list(['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '224.0.0.0/4', '240.0.0.0/4', '::/128', 'fe80::/10', 'ff00::/8', 'fd00:ec2::254/128', '100.100.100.200/32']);
/** IPv6 that carries an IPv4 address inside (RFC 4291 2.5.5, 6052, 3056, 4380): judged by what it carries, so refused whole. */
const carriers = list(['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32']);

export interface Scope {
  /** A name that may be asked for; an address that a packet may go to. Names in any case, with or without the dot at the end. */
  hasHost(host: string): boolean;
  hasAddress(ip: string): boolean;
  hasPort(port: number): boolean;
  /** Own addresses and ports, such as the database's: refused even inside a network. */
  forbids(ip: string, port: number): boolean;
}
/** @param own address and port of what this server itself runs */
export function scopeOf(a: Authorisation, own: readonly { ip: string; port: number }[] = []): Scope {
  const allowed = list(a.networks);
  const exact = new Set(a.hosts.filter((h) => !h.startsWith('*.')).map(nameOf));
  const below = a.hosts.filter((h) => h.startsWith('*.')).map((h) => `.${nameOf(h.slice(2))}`);
  const ownPorts = new Set(own.map((o) => `${plain(o.ip)} ${o.port}`));
  return {
    hasHost(host) {
      const name = nameOf(host);
      if (isIP(name)) return this.hasAddress(name);
      return exact.has(name) || below.some((b) => name.endsWith(b) && name.length > b.length);
    },
    hasAddress(ip) {
      const address = plain(ip);
      const family = isIP(address);
      if (!family) return false;
      const kind = family === 4 ? 'ipv4' : 'ipv6';
      if (never.check(address, kind)) return false;
      if (kind === 'ipv6' && address !== '::1' && carriers.check(address, 'ipv6')) return false;
      return allowed.check(address, kind);
    },
    hasPort: (port) => a.ports.some(([from, to]) => port >= from && port <= to),
    forbids: (ip, port) => ownPorts.has(`${plain(ip)} ${port}`),
  };
}
/** In lower case and punycode, without brackets and the last dot. */
export function nameOf(host: string): string {
  const bare = host.trim().replace(/^\[|\]$/g, '').replace(/\.$/, '').toLowerCase();
  if (isIP(bare)) return plain(bare);
  try { return new URL(`http://${bare}`).hostname.replace(/\.$/, ''); } catch { return bare; }
}
/** An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is that IPv4 address. */
export function plain(ip: string): string {
  const lower = ip.toLowerCase();
  const dotted = /^(?:0{0,4}:){0,4}:?(?:0{0,4}:)*ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(lower)?.[1];
  if (dotted) return dotted;
  const hex = /^(?:0{0,4}:)*:?ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(lower);
  if (!hex || isIP(lower) !== 6) return lower;
  const [high, low] = [Number.parseInt(hex[1]!, 16), Number.parseInt(hex[2]!, 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}
function list(networks: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const text of networks) {
    const n = networkOf(text);
    if (n) blocks.addSubnet(n.address, n.prefix, n.family);
  }
  return blocks;
}
