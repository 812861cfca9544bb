/** `node bench/ports.ts [runs]` (as root, with Debian's nmap and iproute2): the port scanner beside `nmap -sT`, alternately, between two network namespaces joined by a veth pair.
 *  Three cases: 65,535 ports of which fourteen are open; 1,000 ports that nobody answers; twenty addresses with a thousand ports each. nmap is a rival of the bench only: no line of the product runs or reads it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { writeFileSync, readFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const runs = Number(process.argv[2] ?? 20);
const say = (text: string) => process.stdout.write(`${text}\n`);
if (process.argv[2] === '--scan') {
  const { scanPortsFast, probePorts } = await import('../src/engines/site-checks/context/scan-ports.ts');
  const { ips, ports } = JSON.parse(readFileSync(process.argv[3]!, 'utf8')) as { ips: string[]; ports: number[] };
  const begun = performance.now();
  const open: string[] = [];
  let untested = 0;
  const signal = new AbortController().signal;
  // many addresses with few ports each: four at a time on one thread; one address with all its ports: two threads
  let next = 0;
  const one = async (ip: string): Promise<void> => { const s = ips.length > 1 ? await probePorts(ip, ports, { signal }) : await scanPortsFast(ip, ports, { signal }); for (const p of s.open) open.push(`${ip}:${p}`); untested += s.untested.length; };
  await Promise.all(Array.from({ length: Math.min(4, ips.length) }, async () => { for (let ip = ips[next++]; ip; ip = ips[next++]) await one(ip); }));
  say(JSON.stringify({ ms: performance.now() - begun, open: open.sort(), untested, rss: process.resourceUsage().maxRSS / 1024 }));
  process.exit(0);
}
if (spawnSync('sh', ['-c', 'command -v nmap && command -v ip']).status !== 0 || process.getuid?.() !== 0) { say('skipped: needs root, nmap and iproute2'); process.exit(0); }
const ns = ['shoutu-a', 'shoutu-b'] as const;
const sh = (command: string) => execFileSync('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
const quiet = (command: string) => { try { sh(command); } catch { /* was not there */ } };
const down = () => { for (const n of ns) quiet(`ip netns del ${n}`); };
down();
const openPorts = [22, 80, 443, 3306, 8080, 13_306, 20_880, 33_389, 36_379, 40_001, 49_152, 50_070, 60_001, 65_535];
const twenty = Array.from({ length: 20 }, (_, i) => `10.231.0.${10 + i}`);
sh(`ip netns add ${ns[0]} && ip netns add ${ns[1]} && ip link add va type veth peer name vb && ip link set va netns ${ns[0]} && ip link set vb netns ${ns[1]}`);
sh(`ip -n ${ns[0]} addr add 10.231.0.1/24 dev va && ip -n ${ns[0]} link set va up && ip -n ${ns[0]} link set lo up`);
sh(`ip -n ${ns[1]} addr add 10.231.0.2/24 dev vb && ip -n ${ns[1]} link set vb up && ip -n ${ns[1]} link set lo up`);
for (const ip of [...twenty, '10.231.0.99']) sh(`ip -n ${ns[1]} addr add ${ip}/24 dev vb`);
// what comes from .99 never returns: its answers go into a black hole, as behind a firewall that drops
sh(`ip -n ${ns[1]} route add blackhole 10.231.0.1/32 table 100 && ip -n ${ns[1]} rule add from 10.231.0.99 lookup 100`);
const dir = mkdtempSync(join(tmpdir(), 'shoutu-ports-'));
const serve = join(dir, 'serve.mjs');
writeFileSync(serve, `import{createServer}from'node:net';for(const p of ${JSON.stringify(openPorts)})createServer(s=>{s.on('error',()=>{});s.end()}).listen(p,'0.0.0.0',4096);`);
const listeners = spawn('ip', ['netns', 'exec', ns[1], process.execPath, serve], { stdio: 'ignore' });
await new Promise((go) => setTimeout(go, 1000));
const all = Array.from({ length: 65_535 }, (_, i) => i + 1);
const thousand = [...new Set([...openPorts, ...all.slice(0, 986)])].slice(0, 1000);
const cases = [
  { name: '65,535 ports, 14 open', ips: ['10.231.0.2'], ports: all, nmap: ['-p1-65535'], runs, ratio: 2.5, rss: 160 },
  { name: '20 addresses × 1,000', ips: twenty, ports: thousand, nmap: [`-p${thousand.join(',')}`], runs, ratio: 0, rss: 160 },
  { name: '1,000 filtered', ips: ['10.231.0.99'], ports: all.slice(0, 1000), nmap: ['-p1-1000', '-T4', '--min-rate', '500', '--max-retries', '1'], runs: Math.min(runs, 3), ratio: 0, rss: 160, seconds: 12 },
];
const median = (list: number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
let over = 0;
try {
  for (const c of cases) {
    const input = join(dir, 'input.json');
    writeFileSync(input, JSON.stringify({ ips: c.ips, ports: c.ports }));
    const ours: number[] = [];
    const theirs: number[] = [];
    const rss: number[] = [];
    let equal = 0;
    let untested = 0;
    for (let i = 0; i < c.runs; i++) {
      const found = JSON.parse(sh(`ip netns exec ${ns[0]} ${process.execPath} --max-semi-space-size=2 ${import.meta.filename} --scan ${input}`)) as { ms: number; open: string[]; untested: number; rss: number };
      const begun = performance.now();
      const text = sh(`ip netns exec ${ns[0]} nmap -sT -n -Pn ${c.nmap.join(' ')} -oG - ${c.ips.join(' ')}`);
      theirs.push(performance.now() - begun);
      ours.push(found.ms);
      rss.push(found.rss);
      untested += found.untested;
      const open = text.split('\n').flatMap((l) => { const m = /^Host: (\S+) .*Ports: (.*)/.exec(l); return m ? m[2]!.split(', ').flatMap((p) => (/\/open\//.test(p) ? [`${m[1]!}:${Number.parseInt(p.trim(), 10)}`] : [])) : []; }).sort();
      if (JSON.stringify(open) === JSON.stringify(found.open)) equal++;
      else say(`  differs: ours ${found.open.length}, nmap ${open.length}`);
    }
    const [mine, rival] = [median(ours) / 1000, median(theirs) / 1000];
    const late = (c.ratio && mine / rival > c.ratio) || (c.seconds !== undefined && mine > c.seconds) || equal < c.runs || Math.max(...rss) > c.rss;
    over += Number(Boolean(late));
    say(`${c.name}: ours ${mine.toFixed(2)} s, nmap -sT ${c.nmap.length > 1 ? c.nmap.slice(1).join(' ') : ''} ${rival.toFixed(2)} s, ×${(mine / rival).toFixed(2)}${c.ratio ? ` (bar ×${c.ratio})` : ''}${c.seconds ? ` (bar ${c.seconds} s)` : ''}; open sets equal ${equal}/${c.runs}; untested ${untested}; RSS at most ${Math.max(...rss).toFixed(0)} MB (bar ${c.rss})${late ? '  OVER' : ''}`);
  }
} finally {
  listeners.kill('SIGKILL');
  quiet(`ip netns exec ${ns[1]} pkill -f ${serve}`);
  down();
}
process.exit(over ? 1 : 0);
