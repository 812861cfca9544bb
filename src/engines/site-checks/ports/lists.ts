import type { Authorisation } from '../context/authorisation.ts';
import { networkOf } from '../context/authorisation.ts';
import { nameOf } from '../context/scope.ts';
import type { SurveyProfile } from '../profiles.ts';

/** Ports that matter most on a campus: remote access, files, mail, databases, middleware, web consoles, containers, printers, and where those are usually moved to. */
export const commonPorts: readonly number[] = [
  21, 22, 23, 25, 53, 80, 81, 82, 83, 84, 85, 88, 110, 111, 135, 137, 139, 143, 161, 389, 443, 444, 445, 465, 502, 512, 513, 514, 515, 548, 554, 587, 593, 631, 636, 873, 902, 990, 993, 995, 1080, 1099, 1433, 1434, 1521, 1522, 1723, 1883, 2049, 2121, 2181, 2222, 2375, 2376, 2379, 2380, 2525, 3000, 3128, 3260, 3268, 3306, 3307, 3310, 3388, 3389, 3390, 3690, 4369, 4444, 4730, 4848, 5000, 5001, 5005, 5060, 5432, 5433, 5555, 5601, 5632, 5672, 5800, 5900, 5901, 5902, 5938, 5984, 5985, 5986, 6000, 6001, 6379, 6380, 6443, 7001, 7002, 7070, 7080, 7687, 7777, 8000, 8001, 8005, 8008, 8009, 8010, 8020, 8023, 8060, 8080, 8081, 8082, 8083, 8085, 8086, 8087, 8088, 8089, 8090, 8091, 8098, 8099, 8123, 8161, 8180, 8181, 8200, 8300, 8443, 8500, 8530, 8554, 8649, 8834, 8848, 8880, 8883, 8888, 8899, 8983, 9000, 9001, 9002, 9042, 9043, 9060, 9080, 9090, 9091, 9092, 9100, 9200, 9300, 9306, 9418, 9443, 9500, 9600, 9848, 9990, 9999, 10000, 10050, 10051, 10250, 10443, 11211, 11300, 12345, 13306, 15672, 16379, 18080, 19888, 20880, 22222, 23306, 27017, 27018, 28017, 30000, 31337, 32400, 33060, 33306, 33389, 36379, 50000, 50030, 50060, 50070, 54321, 60000, 60010, 61613, 61616, 65000,
];
const inside = (a: Authorisation, port: number): boolean => a.ports.some(([from, to]) => port >= from && port <= to);
/** Which ports a profile asks, of those that the authorisation names. */
export function portsFor(profile: SurveyProfile, a: Authorisation, registered: readonly number[], more: readonly number[] = []): number[] {
  const base = profile.ports === 'all' ? Array.from({ length: 65_535 }, (_, i) => i + 1) : profile.ports === 'common' ? [...commonPorts, ...registered] : profile.ports === 'registered' ? registered : [];
  return [...new Set([...base, ...more])].filter((p) => inside(a, p)).sort((x, y) => x - y);
}
/** Addresses that stand in the authorisation one by one, or in small networks: a system's servers. Large ranges are a matter of names. */
export function addressesIn(a: Authorisation): string[] {
  const list: string[] = [];
  for (const text of a.networks) {
    const n = networkOf(text)!;
    if (!text.includes('/') || n.prefix === (n.family === 'ipv4' ? 32 : 128)) list.push(nameOf(n.address));
    else if (n.family === 'ipv4' && n.prefix >= 28) {
      const base = n.address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
      const size = 2 ** (32 - n.prefix);
      const first = base - (base % size);
      for (let i = 0; i < size; i++) list.push([24, 16, 8, 0].map((s) => Math.floor((first + i) / 2 ** s) % 256).join('.'));
    }
  }
  return list;
}
/** Sorted ports as ranges. */
export function rangesOf(ports: readonly number[]): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (const port of ports) {
    const last = ranges.at(-1);
    if (last && port === last.to + 1) last.to = port;
    else ranges.push({ from: port, to: port });
  }
  return ranges;
}
