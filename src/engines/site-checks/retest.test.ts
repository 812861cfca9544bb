import { expect, test } from 'vitest';
import fc from 'fast-check';
import { afterLook, apartMs, lookOf, notRetested, retest, type Look, type Retest } from './retest.ts';
import { openReach } from '../../../test/sites/reach.ts';
import { serve } from '../../../test/sites/serve.ts';
import type { RequestListener } from 'node:http';

const found = { check: 'web.header.frame', version: 1, target: '', fingerprint: 'f' };
const look = (verdict: Look['verdict'], minutes: number, version = 1): Look => ({ at: new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString(), verdict, note: verdict, version });
const after = (...looks: Look[]): Retest => looks.reduce((r, l) => afterLook(r, l, found), notRetested);

test('two passes ten minutes apart are a repair; nothing less is', () => {
  expect(after(look('pass', 0)).state).toBe('passed_once');
  expect(after(look('pass', 0), look('pass', 9)).state).toBe('passed_once');
  expect(after(look('pass', 0), look('pass', 10)).state).toBe('fixed');
  expect(after(look('pass', 0), look('not_tested', 20)).state).toBe('passed_once');
  expect(after(look('pass', 0), look('fail', 20), look('pass', 21)).state).toBe('passed_once');
});
test('what comes back opens again, and a changed check is told', () => {
  expect(after(look('pass', 0), look('pass', 10), look('fail', 99)).state).toBe('reopened');
  expect(after(look('pass', 0, 2)).note).toContain('第 1 版变为第 2 版');
});
test('any order of looks: fixed only where the last fail lies before two passes far enough apart', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom<Look['verdict']>('pass', 'fail', 'not_tested'), fc.nat(30))), (steps) => {
    let minutes = 0;
    const looks = steps.map(([verdict, wait]) => look(verdict, minutes += wait));
    const passes = looks.slice(looks.findLastIndex((l) => l.verdict === 'fail') + 1).filter((l) => l.verdict === 'pass');
    const apart = passes.length > 1 && Date.parse(passes.at(-1)!.at) - Date.parse(passes[0]!.at) >= apartMs;
    expect(after(...looks).state === 'fixed').toBe(apart);
  }));
});
async function asked(listener: RequestListener, path = '', check = found.check): Promise<Look['verdict']> {
  const site = await serve(listener);
  const { reach } = openReach();
  const target = path ? `${site.origin}${path}` : site.origin;
  const first = await retest({ ...found, check, target }, reach, 'salt');
  reach.close();
  await site.close();
  return lookOf({ ...found, check, target, fingerprint: first[0]?.fingerprint ?? '' }, first, '2026-01-01T00:00:00Z').verdict;
}
const framed = { 'content-type': 'text/html; charset=utf-8', 'x-frame-options': 'DENY' };
const answers = (status: number, body: string): RequestListener => (_q, r) => { r.writeHead(status, framed).end(body); };
test('the same check is asked again', async () => {
  expect(await asked(answers(200, '<title>教务处</title><p>欢迎</p>'))).toBe('pass');
  expect(await asked((_q, r) => { r.writeHead(200, { 'content-type': 'text/html' }).end('<title>教务处</title>'); })).toBe('fail');
});
test.each([
  ['an error of the server', answers(502, '<title>502</title>')], ['a refusal', answers(403, '<title>403</title>')], ['a limit of rate', answers(429, '')], ['a firewall’s page', answers(200, '<title>访问拦截</title><p>您的请求可能存在风险，已被拦截</p>')],
  ['nothing', answers(200, '')], ['a page that says there is none', answers(200, '<title>404 页面不存在</title>')], ['an end in the middle', ((q) => { q.socket.destroy(); }) as RequestListener],
])('%s is no repair', async (_name, listener) => { expect(await asked(listener)).toBe('not_tested'); });
test('a page that any address gets is no repair of the page that was there', async () => {
  const same: RequestListener = (_q, r) => { r.writeHead(200, { 'content-type': 'text/html' }).end('<title>示例大学</title><p>欢迎访问示例大学官方网站，请从首页进入。</p>'); };
  expect(await asked(same, '/info/1.htm', 'web.leak.debug')).toBe('not_tested');
});
test('a path is not clean because the whole site refuses', async () => {
  const refuses: RequestListener = (q, r) => { if (q.url === '/') r.writeHead(403).end('<title>403</title>'); else r.writeHead(404).end(); };
  expect(await asked(refuses, '', 'web.exposed.git')).toBe('not_tested');
});
