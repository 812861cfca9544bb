import { afterEach, expect, test } from 'vitest';
import { authorise, quickClock } from '../../../test/sites/reach.ts';
import { serve, type Served } from '../../../test/sites/serve.ts';
import { campusPage } from '../../../test/sites/campus.ts';
import type { Result } from './check.ts';
import { survey, type PageSeen, type Progress, type SurveyOptions } from './survey.ts';

const open: Served[] = [];
afterEach(async () => { for (const s of open.splice(0)) await s.close(); });
/** A campus site whose pages may carry something more. */
async function campus(more: (path: string) => string = () => ''): Promise<Served> {
  const site = await serve((request, response) => {
    const body = campusPage(request.url ?? '/', 20);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(body?.replace('</body>', `${more(request.url ?? '/')}</body>`) ?? 'none');
  });
  open.push(site);
  return site;
}
async function run(site: Served, more: Partial<SurveyOptions> = {}): Promise<{ results: Result[]; progress: Progress[]; finished: string[]; pages: PageSeen[]; stopped: boolean }> {
  const seen = { results: [] as Result[], progress: [] as Progress[], finished: [] as string[], pages: [] as PageSeen[] };
  const { stopped } = await survey({
    authorisation: authorise({}), clock: quickClock(), job: 'test', signal: new AbortController().signal, log: { sent() {}, answered() {} }, origins: [site.origin], salt: 'x', profile: { id: 'test', intrusiveness: 1, ports: 'none', pages: 30, attachments: 0, tamper: true },
    onResult: (r) => { seen.results.push(r); }, onProgress: (p) => { seen.progress.push(p); }, onFinished: (k) => { seen.finished.push(k); }, onPage: (p) => { seen.pages.push(p); }, ...more,
  });
  return { ...seen, stopped };
}
test('a survey goes by stages, tells results as they come, and learns every page', async () => {
  const { results, progress, pages, stopped } = await run(await campus());
  expect(stopped).toBe(false);
  expect([...new Set(progress.map((p) => p.stage))]).toEqual(['resolve', 'site', 'pages', 'tamper']);
  expect(new Set(results.filter((r) => r.check === 'web.leak.debug').map((r) => r.target)).size).toBe(22);
  expect(pages).toHaveLength(22);
  expect(pages.every((p) => p.baseline.baseline)).toBe(true);
  expect(results.filter((r) => r.verdict === 'error')).toEqual([]);
});
test('a page that was changed is confirmed in the same run and told with its alarm', async () => {
  let changed = '';
  const site = await campus((path) => (path === '/info/1003/3.htm' ? changed : ''));
  const first = await run(site);
  const baselines = Object.fromEntries(first.pages.map((p) => [p.url, JSON.parse(JSON.stringify(p.baseline)) as PageSeen['baseline']]));
  changed = '<script src="https://evil-example.com/a.js"></script>';
  const second = await run(site, { baselines });
  expect(second.pages.filter((p) => p.alarm).map((p) => [new URL(p.url).pathname, p.alarm!.severity])).toEqual([['/info/1003/3.htm', 'high']]);
  expect(second.results.filter((r) => r.check === 'tamper.code' && r.verdict === 'fail').map((r) => new URL(r.target).pathname)).toEqual(['/info/1003/3.htm']);
  expect(second.results.filter((r) => r.check === 'tamper.code' && r.verdict === 'pass')).toHaveLength(21);
});
test('what was done before a run broke off is not done again', async () => {
  const site = await campus();
  const stop = new AbortController();
  const before = await run(site, { signal: stop.signal, onResult: (r) => { if (r.check === 'web.leak.debug' && r.target.endsWith('/tzgg/1.htm')) stop.abort(); } });
  expect(before.stopped).toBe(true);
  const after = await run(site, { done: before.finished });
  expect(before.finished.length).toBeGreaterThan(0);
  expect(before.finished.filter((k) => after.finished.includes(k))).toEqual([]);
  expect(new Set([...before.finished, ...after.finished].filter((k) => k.startsWith('page '))).size).toBe(22);
});
test('pages that are named are asked again, and nothing else', async () => {
  const site = await campus();
  const { results } = await run(site, { checks: ['web.leak.debug'], urls: [`${site.origin}/info/1003/3.htm`, `${site.origin}/info/1099/3.htm`] });
  expect(results.map((r) => [r.check, new URL(r.target).pathname, r.verdict])).toEqual([['web.leak.debug', '/info/1003/3.htm', 'pass'], ['web.leak.debug', '/info/1099/3.htm', 'not_tested']]);
  expect(site.asked.filter((a) => a.includes('/info/1001/'))).toEqual([]);
});
