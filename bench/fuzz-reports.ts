// Every reader of scanners' reports under mutated input: nothing but a ReportError may come out, none may take longer than a second, memory must not grow.
// Usage: node bench/fuzz-reports.ts RUNS [DIRECTORY WITH MORE SEEDS] [ONLY FORMATS WHOSE NAME HOLDS THIS] [SEED]
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutated, randomOf } from '../src/engines/scan-reports/mutate.ts';
import { readReport } from '../src/engines/scan-reports/index.ts';

const runs = Number(process.argv[2] ?? 20_000);
const [directory = '', only = '', seed = '42'] = process.argv.slice(3);
const files = (dir: string): Buffer[] => readdirSync(dir, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => readFileSync(join(f.parentPath, f.name))).filter((b) => b.length > 0);
const { variants } = await import('../src/engines/scan-reports/fixtures/variants.ts');
const once = async function* (bytes: Uint8Array): AsyncGenerator<Uint8Array> { yield bytes; };
const seeds = new Map<string, Buffer[]>();
for (const bytes of [...files(join(import.meta.dirname, '../src/engines/scan-reports/fixtures/files')), ...variants.map(([, text]) => Buffer.from(text)), ...(directory ? files(directory) : [])]) {
  const format = await readReport(once(bytes)).then((s) => s.format, () => undefined);
  // a long file is cut to its ends: what lies between repeats itself
  const short = bytes.length > 12_000 && format !== 'rsas-xls' ? Buffer.concat([bytes.subarray(0, 9000), bytes.subarray(-3000)]) : bytes;
  if (format) seeds.set(format, [...seeds.get(format) ?? [], short]);
}
let bad = 0;
for (const [format, list] of [...seeds].sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (only && !format.includes(only)) continue;
  const random = randomOf(Number(seed));
  let [slowest, read, refused, highest] = [0, 0, 0, 0];
  let settled = 0;
  const from = performance.now();
  for (let i = 0; i < runs; i++) {
    const bytes = mutated(list[i % list.length]!, random);
    const started = process.cpuUsage();
    try { await readReport(once(bytes), { onBatch: () => undefined }); read++; } catch (error) {
      refused++;
      if ((error as Error).constructor.name !== 'ReportError') { bad++; process.stdout.write(`${format}: run ${i}: ${(error as Error).stack ?? String(error)}\n${bytes.toString('base64').slice(0, 4000)}\n`); if (bad > 20) process.exit(1); }
    }
    // time of the processor: others may use the machine too
    const used = process.cpuUsage(started);
    const took = (used.user + used.system) / 1000;
    if (took > 1000) { bad++; process.stdout.write(`${format}: run ${i} took ${took.toFixed(0)} ms\n${bytes.toString('base64').slice(0, 4000)}\n`); }
    slowest = Math.max(slowest, took);
    if (i % 500 === 0) { const { rss } = process.memoryUsage(); highest = Math.max(highest, rss); if (i === Math.floor(runs / 5 / 500) * 500) settled = highest; }
  }
  process.stdout.write(`${format}: ${list.length} seeds, ${runs} mutated, ${read} read, ${refused} refused, slowest ${slowest.toFixed(0)} ms, ${((performance.now() - from) / 1000).toFixed(0)} s, RSS ${Math.round(highest / 1e6)} MB, ${Math.round((highest - (settled || highest)) / 1e6)} MB more than after a fifth\n`);
}
process.stdout.write(bad === 0 ? 'no crash, no hang\n' : `${bad} bad\n`);
process.exit(bad === 0 ? 0 : 1);
