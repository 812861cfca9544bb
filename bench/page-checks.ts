// All passive checks on one page of 100 kB: how many, and the processor's time a page. Beside it the bare parse, which stands in our figure too.
import { Parser } from 'htmlparser2';
import { openReach } from '../test/sites/reach.ts';
import { campusPage } from '../test/sites/campus-page.ts';
import { serve } from '../test/sites/serve.ts';
import { catalogue } from '../src/engines/site-checks/catalogue.ts';
import { isFailure } from '../src/engines/site-checks/context/context.ts';
import { nothingRegistered, openSite } from '../src/engines/site-checks/open-site.ts';
import { readPage } from '../src/engines/site-checks/page.ts';
import { runCheck } from '../src/engines/site-checks/run-check.ts';

const html = campusPage(100_000);
const rounds = Number(process.argv[2] ?? 200);
const served = await serve((_q, r) => { r.writeHead(200, { 'content-type': 'text/html; charset=utf-8', server: 'nginx/1.18.0', 'set-cookie': 'JSESSIONID=1; Path=/' }).end(html); });
const { reach } = openReach();
const site = await openSite(reach, served.origin, nothingRegistered);
if (isFailure(site.home)) throw new Error(site.home.detail);
const passive = catalogue.filter((c) => c.requests === 0 && !c.needs && (c.on === 'page' || c.on === 'site'));
async function once(): Promise<number> {
  const page = readPage(site.home as Exclude<typeof site.home, { failed: string }>);
  let results = 0;
  for (const check of passive) results += (await runCheck(check, check.on === 'page' ? page : { ...site, page }, reach, 'bench')).length;
  return results;
}
for (let i = 0; i < 30; i++) await once();
const times: number[] = [];
for (let i = 0; i < rounds; i++) { const t = process.cpuUsage(); await once(); const used = process.cpuUsage(t); times.push((used.user + used.system) / 1000); }
times.sort((a, b) => a - b);
const t = process.cpuUsage();
for (let i = 0; i < rounds; i++) { const p = new Parser({}); p.write(html); p.end(); }
const bare = process.cpuUsage(t);
process.stdout.write(`${passive.length} passive checks (bar 45) on ${Buffer.byteLength(html)} bytes: median ${times[times.length >> 1]!.toFixed(1)} ms CPU, 95th ${times[Math.floor(times.length * 0.95)]!.toFixed(1)} ms, mean ${(times.reduce((a, b) => a + b, 0) / rounds).toFixed(1)} ms (bar 25); bare htmlparser2 ${((bare.user + bare.system) / 1000 / rounds).toFixed(1)} ms\n`);
if (process.argv[3]) for (const check of passive) { const page = site.page!; const from = performance.now(); for (let i = 0; i < 50; i++) await runCheck(check, check.on === 'page' ? page : site, reach, 'b'); const ms = (performance.now() - from) / 50; if (ms > 0.3) process.stdout.write(`  ${check.id} ${ms.toFixed(2)} ms\n`); }
reach.close();
await served.close();
