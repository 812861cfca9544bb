// A walk over a site on loopback with every page check of the catalogue on each page, in one worker: pages a second, and memory.
// The site is served by a process of its own. The highest rates that an authorisation may state are 50 a second: here the clock's `sleep` returns at once
// and moves the clock on, so that the buckets are full; all else is the product's own way (gate, log, scope, two connections).
// Usage: node bench/crawl.ts [PAGES]
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { catalogue } from '../src/engines/site-checks/catalogue.ts';
import type { Check } from '../src/engines/site-checks/check.ts';
import { crawl } from '../src/engines/site-checks/content/crawl.ts';
import { runCheck } from '../src/engines/site-checks/run-check.ts';
import { campusSite } from '../test/sites/campus.ts';
import { openReach } from '../test/sites/reach.ts';

const pages = Number(process.argv[2] ?? 10_000);
if (process.send) {
  const server = createServer({ keepAliveTimeout: 60_000 }, campusSite(pages));
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
} else {
  const child = fork(import.meta.filename, [String(pages)]);
  const port = await new Promise<number>((done) => { child.once('message', (m) => done(Number(m))); });
  const { reach } = openReach({}, { names: { resolve: () => Promise.resolve([]) }, log: { sent: () => undefined, answered: () => undefined } });
  const checks = catalogue.filter((c): c is Check<'page'> => c.on === 'page');
  const spent = new Map<string, number>();
  const walked = crawl(reach.forCheck('crawl', pages * 3), { origin: `http://127.0.0.1:${port}`, pages });
  let [bytes, highest, results] = [0, 0, 0];
  const begun = performance.now();
  const cpu = process.cpuUsage();
  for await (const page of walked.pages) {
    bytes += page.answer.body.length;
    for (const check of checks) {
      const from = performance.now();
      results += (await runCheck(check, page, reach, 'salt')).length;
      spent.set(check.id, (spent.get(check.id) ?? 0) + performance.now() - from);
    }
    if (walked.seen.length % 100 === 0) highest = Math.max(highest, process.memoryUsage().rss);
  }
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  reach.close();
  child.kill();
  const n = walked.seen.length;
  process.stdout.write(`${n} pages of ${Math.round(bytes / n / 1000)} kB, ${checks.length} page checks each (${results} results): ${(n / seconds).toFixed(0)} pages/s (bar 120), ${((user + system) / 1000 / n).toFixed(2)} ms CPU a page, highest RSS ${Math.round(highest / 1e6)} MB (bar 300)\n`);
  for (const [id, ms] of [...spent].sort(([, a], [, b]) => b - a).slice(0, 6)) process.stdout.write(`  ${id.padEnd(28)}${(ms / n).toFixed(3)} ms a page\n`);
  await later(50);
  process.exit(n / seconds >= 120 && highest <= 300e6 ? 0 : 1);
}
