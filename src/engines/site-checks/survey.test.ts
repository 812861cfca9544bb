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
    authorisation: authorise({}), clock: quickClock(), names: { resolve: () => Promise.resolve([]) }, job: 'test', signal: new AbortController().signal, log: { sent() {}, answered() {} }, origins: [site.origin], salt: 'x', profile: { id: 'test', intrusiveness: 1, ports: 'none', pages: 30, attachments: 0, tamper: true },
    onResult: (r) => { seen.results.push(r); }, onProgress: (p) => { seen.progress.push(p); }, onFinished: (k) => { seen.finished.push(k); }, onPage: (p) => { seen.pages.push(p); }, ...more,
  });
  return { ...seen, stopped };
}
test('a survey goes by stages, tells results as they come, and learns every page', async () => {
  const { results, progress, pages, stopped } = await run(await campus());
  expect(stopped).toBe(false);
  expect([...new Set(progress.map((p) => p.stage))]).toEqual(['resolve', 'ports', 'site', 'pages', 'tamper']);
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
test('attachments that pages offer are read, as many as the profile says', async () => {
  const site = await serve((request, response) => {
    if (request.url?.endsWith('.csv')) response.writeHead(200, { 'content-type': 'text/csv' }).end('姓名,身份证号\n张三,11010519491231002X');
    else response.writeHead(request.url === '/' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end('<html><body><a href="/f/a.csv">名单一</a><a href="/f/b.csv">名单二</a></body></html>');
  });
  open.push(site);
  const { results } = await run(site, { profile: { id: 'test', intrusiveness: 1, ports: 'none', pages: 5, attachments: 1, tamper: false } });
  expect(results.filter((r) => r.check === 'content.personal_data_attachment').map((r) => [new URL(r.target).pathname, r.verdict, r.severity])).toEqual([['/f/a.csv', 'fail', 'high']]);
  expect(JSON.stringify(results)).not.toContain('11010519491231002X');
});
