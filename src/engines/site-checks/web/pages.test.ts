import { describe, expect, test } from 'vitest';
import { campusPage } from '../../../../test/sites/campus-page.ts';
import { openReach } from '../../../../test/sites/reach.ts';
import { catalogue } from '../catalogue.ts';
import { icpNumbers, policeNumbers } from '../compliance/notices.ts';
import type { HttpAnswer } from '../context/context.ts';
import { readPage } from '../page.ts';
import { runCheck } from '../run-check.ts';
import type { Site } from '../targets.ts';
import type { Result } from '../check.ts';
import { compareVersions, fromAddress, fromText } from './libraries.ts';

async function look(html: string, { url = 'https://www.example.edu.cn/', headers = {}, registered = {} }: { url?: string; headers?: Record<string, string>; registered?: Partial<Site['registered']> } = {}) {
  const answer: HttpAnswer = { url, method: 'GET', ip: '202.112.0.1', port: 443, status: 200, reason: 'OK', headers: Object.entries({ 'content-type': 'text/html; charset=utf-8', ...headers }), body: Buffer.from(html), truncated: false, ms: 1, at: '2026-11-27T00:00:00.000Z', redirects: [], redirect: undefined, request: 'GET / HTTP/1.1' };
  const page = readPage(answer);
  const site: Site = { kind: 'site', origin: new URL(url).origin, host: new URL(url).hostname, port: 443, tls: url.startsWith('https'), home: answer, page, registered: { ports: [], icp: null, public_security: null, own_domains: [], public_contacts: [], ...registered }, once: (_key, work) => work() };
  const { reach } = openReach();
  const results: Result[] = [];
  for (const check of catalogue) if (check.requests === 0 && !check.needs && /^(web|compliance)$/.test(check.area) && check.id !== 'compliance.ipv6.links') results.push(...await runCheck(check, check.on === 'page' ? page : site, reach, 's'));
  reach.close();
  return (id: string) => results.filter((r) => r.check === id).map((r) => r.verdict)[0];
}
const wrap = (body: string): string => `<!doctype html><html><head><title>标题</title></head><body>${body}</body></html>`;

describe('leaks', () => {
  test.each([
    ['web.leak.trace_java', 'java.lang.NullPointerException\n\tat cn.edu.example.jwc.UserService.find(UserService.java:42)\n\tat org.apache.catalina.core.StandardHostValve.invoke(StandardHostValve.java:1)'],
    ['web.leak.trace_php', '<br />\n<b>Warning</b>:  include(a.php): failed to open stream in <b>/var/www/html/index.php</b> on line <b>12</b><br />'],
    ['web.leak.trace_python', 'Traceback (most recent call last):\n  File "/srv/app/views.py", line 3, in index'], ['web.leak.trace_dotnet', "<title>Runtime Error</title><h1>Server Error in '/' Application.<hr></h1>"],
    ['web.leak.trace_node', 'TypeError: Cannot read properties of undefined<br>    at Object.get (/srv/app/routes/index.js:10:5)'], ['web.leak.sql', 'You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version'],
    ['web.leak.internal_address', '<a href="http://10.1.2.3:8080/oa">OA</a>'], ['web.leak.path', 'include D:\\wwwroot\\site\\conn.asp failed'], ['web.leak.comment', '<!-- 测试账号: admin 密码：Abc12345 -->'], ['web.leak.secret', '<script>var k="LTAI4FzZzZzZzZzZzZzZ"</script>'],
    ['web.leak.debug', '<div id="think_page_trace" style="x">'], ['web.leak.source', '<?php include "conn.php"; $a = mysql_query("x"); ?>'],
    ['web.form.downgrade', '<form action="http://a.example.edu.cn/x"></form>'], ['web.form.get', '<form action="/login"><input type="password"></form>'], ['web.mixed.active', '<script src="http://a.example.edu.cn/a.js"></script>'], ['web.script.polyfill', '<script src="https://cdn.polyfill.io/v3/polyfill.min.js"></script>'], ['web.script.library', '<script src="/js/jquery-1.8.3.min.js"></script>'],
  ])('%s is told', async (id, body) => { expect((await look(wrap(body)))(id)).toBe('fail'); });
  test.each([
    ['an ordinary campus page', campusPage(30_000).replace(/<script src[^>]*><\/script>/g, '')],
    ['news about passwords and databases', wrap('<p>关于加强弱口令治理的通知：密码应不少于 8 位。Java 中的 NullPointerException 与 SQL 注入讲座。联系电话 010-12345678，版本 10.1.2，日期 2026.11.27。</p><input type="text" name="password" placeholder="请输入密码"><!-- 页头 密码找回 --><label>password: "请输入"</label>')],
    ['a search form and a script form', wrap('<form action="/s"><input name="q"></form><form action="#"><input type="password"></form><form action="/login" method="POST"><input type="password"></form>')],
  ])('%s: no leak, no fault of forms or scripts', async (_name, html) => {
    const of = await look(html);
    for (const check of catalogue) if (/^web\.(leak|form|mixed|script|plugin)\./.test(check.id) && check.requests === 0) expect([check.id, of(check.id)]).not.toEqual([check.id, 'fail']);
  });
  test('listings and default pages are known by their titles', async () => {
    expect((await look('<html><head><title>Index of /files</title></head><body><h1>Index of /files</h1><pre><a href="../">../</a></pre></body></html>'))('web.leak.listing')).toBe('fail');
    expect((await look('<html><head><title>Welcome to nginx!</title></head></html>'))('web.leak.default_page')).toBe('fail');
  });
});
describe('libraries', () => {
  test.each([['/js/jquery-1.8.3.min.js', 'jQuery 1.8.3'], ['/ajax/libs/jquery/3.4.1/jquery.min.js', 'jQuery 3.4.1'], ['https://cdn.example/npm/vue@2.6.14/dist/vue.min.js?x=1', 'Vue 2.6.14'], ['/bootstrap-4.3.0.bundle.min.js', 'Bootstrap 4.3.0'], ['/js/jquery.47a9c871.js', undefined], ['/js/jquery-20260101.js', undefined], ['/js/jquery.min.js', undefined], ['/js/my-jquery-plugin-1.2.3.js', undefined], ['/js/app.1.2.3.js', undefined]])('%s', (src, expected) => {
    const seen = fromAddress(src);
    expect(seen && `${seen.library.name} ${seen.version}`).toBe(expected);
  });
  test('two libraries joined in one file keep their own versions', () => {
    expect(fromText('/*! jQuery v3.7.1 | (c) */ ... /*! jQuery UI - v1.12.1 - 2016 */ ... /*!\n * Bootstrap v3.3.7 (http://getbootstrap.com)').map((s) => `${s.library.name} ${s.version}`).sort()).toEqual(['Bootstrap 3.3.7', 'jQuery 3.7.1', 'jQuery UI 1.12.1']);
  });
  test('versions go by number', () => { expect([compareVersions('1.10.0', '1.9.0') > 0, compareVersions('3.0.0-rc.1', '3.0.0') < 0, compareVersions('1.2', '1.2.0')]).toEqual([true, true, 0]); });
});
test('an ended version fails by the day that is, and a distribution’s own only tentatively', async () => {
  expect((await look(wrap(''), { headers: { server: 'nginx/1.18.0' } }))('web.eol.server')).toBe('fail');
  expect((await look(wrap(''), { headers: { server: 'nginx/1.29.1' } }))('web.eol.server')).toBe('pass');
  expect((await look(wrap(''), { headers: { 'x-powered-by': 'PHP/8.2.1' } }))('web.eol.language')).toBe('pass');
  expect((await look(wrap(''), { headers: { server: 'Apache/2.4.6 (CentOS) OpenSSL/1.0.2k-fips PHP/5.4.16' } }))('web.eol.openssl')).toBe('fail');
});
describe('filing numbers', () => {
  test('are read in the ways they are written', () => {
    expect(icpNumbers('备案号：京ICP备05012345号-3  粤 ICP 备 12034567 号')).toEqual(['京ICP备05012345号', '粤ICP备12034567号']);
    expect(icpNumbers('ICP备案须知 13 号')).toEqual([]);
    expect(policeNumbers('京公网安备 11010802012345号')).toEqual(['京公网安备11010802012345号']);
  });
  test('agree with the ledger, link to the ministry', async () => {
    const of = await look(campusPage(5000), { registered: { icp: '京ICP备12345678号' } });
    expect(['compliance.icp', 'compliance.icp_registered', 'compliance.icp_link', 'compliance.public_security'].map(of)).toEqual(['pass', 'pass', 'pass', 'pass']);
    expect((await look(campusPage(5000), { registered: { icp: '京ICP备99999999号' } }))('compliance.icp_registered')).toBe('fail');
    expect((await look(wrap('没有')))('compliance.icp')).toBe('fail');
  });
});
