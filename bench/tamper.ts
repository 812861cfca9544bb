// Changes that intruders make and changes that people make, replayed over days of simulated sites. Templates and kinds of change are halved:
// the first half was used for tuning, the second is the test. Usage: node bench/tamper.ts [tuning: show its false alarms]
import { readPage, type Page } from '../src/engines/site-checks/page.ts';
import { judge, noState, wants, type PageState } from '../src/engines/site-checks/tamper/judge.ts';
import { isWhole, sightingOf } from '../src/engines/site-checks/tamper/sighting.ts';
import { randomOf } from '../src/engines/scan-reports/mutate.ts';
import { plantings, templates, wrap, type Template } from '../test/sites/site-days.ts';

let fetches = 0;
function fetched(html: string, day: number): Page {
  return readPage({ url: 'http://www.example.edu.cn/page.htm', method: 'GET', ip: '10.0.0.1', port: 80, status: 200, reason: 'OK', headers: [['content-type', 'text/html; charset=utf-8']], body: Buffer.from(html), truncated: false, ms: 1, at: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(), redirects: [], redirect: undefined, request: '' });
}
const random = randomOf(7);
/** One day: a look, and another where it is wanted. A fetch in thirty fails with an error page, which says nothing. */
function lookOn(state: PageState, make: (fetch: number) => string, day: number): { state: PageState; alarms: string[] } {
  const alarms: string[] = [];
  let next = state;
  for (let i = 0; i < 3; i++) {
    if (i > 0 && !wants(next)) break;
    fetches += 1 + Math.floor(random() * 9);
    const page = fetched(make(fetches), day);
    if (random() < 1 / 30 || !isWhole(page)) continue;
    const judged = judge(next, sightingOf(page));
    next = JSON.parse(JSON.stringify(judged.state)) as PageState;
    if (judged.alarm) alarms.push(judged.alarm.changes.map((c) => c.note).join('; '));
  }
  return { state: next, alarms };
}
const [sites, days] = [40, 30];
let failed = false;
for (const half of ['tuning', 'test'] as const) {
  const all = Object.entries(templates[half]);
  let alarms = 0;
  const learnt: { name: string; template: Template; site: number; state: PageState }[] = [];
  for (let site = 1; site <= sites; site++) for (const [name, template] of all) {
    let state = noState;
    for (let day = 0; day < days; day++) {
      const looked = lookOn(state, (f) => wrap(template(site, day, f)), day);
      state = looked.state;
      if (looked.alarms.length && process.argv[2] === half) process.stdout.write(`  false, ${name}, site ${site}, day ${day}: ${looked.alarms.join(' | ')}\n`);
      alarms += looked.alarms.length;
    }
    learnt.push({ name, template, site, state });
  }
  const kinds = Object.entries(plantings[half]);
  let found = 0;
  const missed = new Map<string, number>();
  for (let n = 0; n < 100; n++) {
    const [kind, plant] = kinds[n % kinds.length]!;
    const { name, template, site, state } = learnt[Math.floor(random() * learnt.length)]!;
    // two days, as a fetch may fail on the first
    const first = lookOn(state, (f) => plant(wrap(template(site, days, f)), n), days);
    const second = lookOn(first.state, (f) => plant(wrap(template(site, days + 1, f)), n), days + 1);
    if (first.alarms.length || second.alarms.length) found++;
    else missed.set(`${kind} on ${name}`, (missed.get(`${kind} on ${name}`) ?? 0) + 1);
  }
  const rate = (alarms / (sites * days)) * 100;
  process.stdout.write(`${half}: ${found}/100 planted changes found (bar 98), ${alarms} false alarms in ${sites * days} site-days of ${all.length} pages = ${rate.toFixed(2)} per 100 (bar 1)${missed.size ? `; missed: ${[...missed].map(([k, n]) => `${k} ×${n}`).join(', ')}` : ''}\n`);
  failed ||= found < 98 || rate > 1;
}
process.exit(failed ? 1 : 0);
