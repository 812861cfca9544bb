// Sites that answer everything, kind by kind, against every address of the list: false positives; and planted files: how many are found.
// The rival is what single-word matchers do: status 200 and the signature, no control.
import { openReach } from '../test/sites/reach.ts';
import { serve } from '../test/sites/serve.ts';
import { planted, plantedSite, softSite, softSites } from '../test/sites/soft-404.ts';
import { exposedChecks } from '../src/engines/site-checks/web/exposed-files.ts';
import { nothingRegistered, openSite } from '../src/engines/site-checks/open-site.ts';
import { runCheck } from '../src/engines/site-checks/run-check.ts';

const rounds = Number(process.argv[2] ?? 5);
async function look(listener: Parameters<typeof serve>[0]) {
  const served = await serve(listener);
  const { reach, sent } = openReach();
  const site = await openSite(reach, served.origin, nothingRegistered);
  const hits: string[] = [];
  for (const check of exposedChecks) for (const r of await runCheck(check, site, reach, 'bench')) if (r.verdict === 'fail') hits.push(`${r.check.slice('web.exposed.'.length)} ${r.place.url!.slice(served.origin.length)}`);
  reach.close();
  await served.close();
  return { hits, requests: sent.length };
}
let [wrong, requests] = [0, 0];
for (const kind of Object.keys(softSites)) for (let n = 0; n < rounds; n++) {
  const seen = await look(softSite(kind));
  wrong += seen.hits.length;
  requests += seen.requests;
  if (seen.hits.length) process.stdout.write(`  ${kind}: ${seen.hits.join(', ')}\n`);
}
let [found, extra] = [0, 0];
for (let i = 0; i < planted.length; i += 6) {
  const files = planted.slice(i, i + 6);
  const { hits } = await look(plantedSite(files));
  found += files.filter((f) => hits.includes(`${f[0]} ${f[1]}`)).length;
  extra += hits.filter((h) => !files.some((f) => h === `${f[0]} ${f[1]}`)).length;
}
process.stdout.write(`${Object.keys(softSites).length} kinds × ${rounds} rounds, ${exposedChecks.length} families, ${requests} requests: ${wrong} false positives (bar 0); planted ${found}/${planted.length} found = ${((100 * found) / planted.length).toFixed(1)} % (bar 95 %), ${extra} beside\n`);
