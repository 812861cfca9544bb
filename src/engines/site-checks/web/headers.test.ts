import { describe, expect, test } from 'vitest';
import { openReach } from '../../../../test/sites/reach.ts';
import { serve } from '../../../../test/sites/serve.ts';
import { nothingRegistered, openSite } from '../open-site.ts';
import { runCheck } from '../run-check.ts';
import { backendOf, cookieChecks } from './cookies.ts';
import { headerChecks } from './headers.ts';

async function verdicts(headers: Record<string, string | string[]>, status = 200) {
  const served = await serve((_q, r) => { r.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end('<html><body>主页</body></html>'); });
  const { reach } = openReach();
  const site = await openSite(reach, served.origin, nothingRegistered);
  const answers: Record<string, string> = {};
  for (const check of [...headerChecks, ...cookieChecks]) answers[check.id] = (await runCheck(check, site, reach, 's'))[0]!.verdict;
  reach.close();
  await served.close();
  return answers;
}
describe('headers and cookies of a home page', () => {
  test('a well-kept site passes', async () => {
    const good = await verdicts({ 'x-frame-options': 'SAMEORIGIN', 'content-security-policy': "default-src 'self'", 'x-content-type-options': 'nosniff', server: 'nginx', 'set-cookie': 'JSESSIONID=1; HttpOnly; SameSite=Lax' });
    expect(Object.entries(good).filter(([, v]) => v !== 'pass' && v !== 'not_applicable')).toEqual([]);
  });
  test('each fault is told', async () => {
    const bad = await verdicts({ 'content-security-policy': "script-src * 'unsafe-inline'", server: 'Apache/2.4.6 (CentOS) PHP/5.4.16', 'x-powered-by': 'PHP/5.4.16', 'referrer-policy': 'unsafe-url', via: '1.1 10.1.2.3', 'access-control-allow-origin': 'null', 'access-control-allow-credentials': 'true', 'cache-control': 'public', 'x-debug-token': 'a', 'set-cookie': ['PHPSESSID=1; Max-Age=99999999; SameSite=None', 'BIGipServerweb=1677787402.36895.0000'] });
    for (const id of ['frame', 'nosniff', 'internal_address', 'cors', 'cache', 'debug']) expect([id, bad[`web.header.${id}`]]).toEqual([id, 'fail']);
    for (const id of ['csp_weak', 'server_version', 'technology', 'referrer']) expect([id, bad[`web.header.${id}`]]).toEqual([id, 'warn']);
    for (const id of ['httponly', 'samesite', 'lifetime', 'backend']) expect([id, bad[`web.cookie.${id}`]]).toEqual([id, 'fail']);
  });
  test('an error page says nothing of the site', async () => {
    expect((await verdicts({}, 503))['web.header.nosniff']).toBe('not_tested');
  });
});
test('the address in a BIG-IP cookie is read as F5 writes it', () => {
  expect(backendOf('1677787402.36895.0000')).toBe('10.1.1.100:8080');
  expect(backendOf('!x')).toBeUndefined();
});
