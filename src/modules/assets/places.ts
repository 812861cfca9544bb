import { AppError, defineErrors } from '../../kernel/errors.ts';

defineErrors({
  'system.bad_place': '“{text}”不是域名、IP 地址或地址段。可写成 www.example.edu.cn、10.1.2.3、10.1.2.0/24 或 10.1.2.3-10.1.2.20。',
}, {
  'system.bad_place': '“{text}” is no domain, address or range. Write www.example.edu.cn, 10.1.2.3, 10.1.2.0/24 or 10.1.2.3-10.1.2.20.',
});

export interface Place { written: string; domain: string | null; first_ip: string | null; last_ip: string | null }
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** An address as a number, with its width in bits. */
function numberOf(text: string): { value: bigint; bits: 32 | 128 } | undefined {
  if (ipv4.test(text)) return { value: text.split('.').reduce((n, part) => n * 256n + BigInt(part), 0n), bits: 32 };
  if (!/^[0-9a-f:.]{2,45}$/i.test(text) || !text.includes(':')) return undefined;
  try {
    const parts = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
    const groups = (s: string | undefined): string[] => (s ? s.split(':') : []);
    const [head, tail] = [groups(parts[0]), groups(parts[1])];
    const all = parts.length === 2 ? [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail] : head;
    return { value: all.reduce((n, g) => n * 65536n + BigInt(`0x${g || '0'}`), 0n), bits: 128 };
  } catch {
    return undefined;
  }
}
function textOf(value: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((s) => String((value >> s) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - i * 16)) & 65535n).toString(16)).join(':');
  return new URL(`http://[${groups}]/`).hostname.slice(1, -1);
}

/** One place as people write it: a domain, a web address, an address, a range. Undefined where it is none. */
export function readPlace(text: string): Place | undefined {
  const written = text.normalize('NFKC').trim();
  const bare = written.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#].*$/, (rest) => (/^\/\d{1,3}$/.test(rest) ? rest : ''));
  const range = /^([0-9a-f.:]+)\s*[-~—]\s*([0-9a-f.:]+)$/i.exec(bare);
  if (range) {
    const [first, last] = [numberOf(range[1]!), numberOf(/^\d{1,3}$/.test(range[2]!) && range[1]!.includes('.') ? range[1]!.replace(/\d+$/, range[2]!) : range[2]!)];
    if (!first || !last || first.bits !== last.bits || first.value > last.value) return undefined;
    return { written, domain: null, first_ip: textOf(first.value, first.bits), last_ip: textOf(last.value, last.bits) };
  }
  const block = /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(bare);
  if (block) {
    const base = numberOf(block[1]!);
    const length = Number(block[2]);
    if (!base || length > base.bits) return undefined;
    const size = 1n << BigInt(base.bits - length);
    const first = base.value - (base.value % size);
    return { written, domain: null, first_ip: textOf(first, base.bits), last_ip: textOf(first + size - 1n, base.bits) };
  }
  const host = bare.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^([^:]+):\d{1,5}$/, '$1').replace(/\.$/, '').toLowerCase();
  const one = numberOf(host);
  if (one) return { written, domain: null, first_ip: textOf(one.value, one.bits), last_ip: textOf(one.value, one.bits) };
  let domain: string;
  try { domain = new URL(`http://${host}/`).hostname; } catch { return undefined; }
  return /^(?:\*\.)?(?=.{3,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/.test(domain) ? { written, domain, first_ip: null, last_ip: null } : undefined;
}
/** Throws system.bad_place. */
export function demandPlaces(texts: readonly string[]): Place[] {
  const seen = new Set<string>();
  return texts.map((t) => t.trim()).filter(Boolean).flatMap((text) => {
    const place = readPlace(text);
    if (!place) throw new AppError('invalid', 'system.bad_place', { text: text.slice(0, 80) }, [{ path: 'places', message: `“${text.slice(0, 80)}”不是域名或地址` }]);
    const key = place.domain ?? `${place.first_ip}-${place.last_ip}`;
    return seen.has(key) ? [] : (seen.add(key), [place]);
  });
}
