import { catalogue } from './catalogue.ts';
import { notTested, type Check, type Result } from './check.ts';
import { isFailure, type Context } from './context/context.ts';
import type { Reach } from './context/make-context.ts';
import { nothingRegistered, openSite } from './open-site.ts';
import { readPage, textOf, type Page } from './page.ts';
import { fingerprintOf, runCheck } from './run-check.ts';
import { barredBy } from './barred.ts';
import { distance, simhash } from './tamper/sentences.ts';
import type { Registered } from './targets.ts';

/** Two passes that count lie this far apart. */
export const apartMs = 10 * 60_000;
/** What was found, as it is kept: enough to ask the very same again. */
export interface Found { check: string; version: number; target: string; fingerprint: string }
/** What has been proved so far. Plain JSON. */
export interface Retest {
  state: 'open' | 'passed_once' | 'fixed' | 'reopened';
  /** When the passes were that count. */
  passes: readonly string[];
  note: string;
}
export interface Look {
  at: string;
  verdict: 'pass' | 'fail' | 'not_tested';
  note: string;
  /** Of the check that looked. */
  version: number;
  evidence?: Result['evidence'];
}
export const notRetested: Retest = { state: 'open', passes: [], note: '' };

/** What a run says of one finding: the finding seen is `fail`; whatever could not be looked at is no pass, and neither is silence. */
export function lookOf(found: Found, results: readonly Result[], at: string): Look {
  const ours = results.filter((r) => r.check === found.check && r.target === found.target);
  const version = ours[0]?.version ?? found.version;
  const still = ours.find((r) => r.fingerprint === found.fingerprint && (r.verdict === 'fail' || r.verdict === 'warn'));
  if (still) return { at, verdict: 'fail', note: still.note, version, ...(still.evidence && { evidence: still.evidence }) };
  const blind = ours.find((r) => r.verdict === 'not_tested' || r.verdict === 'error' || r.verdict === 'not_applicable');
  if (blind) return { at, verdict: 'not_tested', note: blind.note, version };
  const [one] = ours;
  return one ? { at, verdict: 'pass', note: one.note, version, ...(one.evidence && { evidence: one.evidence }) } : { at, verdict: 'not_tested', note: '没有检测到这个目标', version };
}
/** One more look. `fixed` only after two passes ten minutes apart; a look that saw nothing changes nothing; a fail opens what was fixed. */
export function afterLook(retest: Retest, look: Look, found: Found): Retest {
  const note = look.note + (look.version === found.version ? '' : `（检测项已由第 ${found.version} 版变为第 ${look.version} 版）`);
  if (look.verdict === 'not_tested') return { ...retest, note };
  if (look.verdict === 'fail') return { state: retest.state === 'fixed' || retest.state === 'reopened' ? 'reopened' : 'open', passes: [], note };
  if (retest.state === 'fixed') return { ...retest, note };
  const passes = [...retest.passes, look.at].sort();
  const apart = Date.parse(passes.at(-1)!) - Date.parse(passes[0]!) >= apartMs;
  return { state: apart ? 'fixed' : 'passed_once', passes: [passes[0]!, ...(passes.length > 1 ? [passes.at(-1)!] : [])], note };
}

/** Asks the very same again. Never throws for what the target does; empty where the check is no more, or looks at a port. */
export async function retest(found: Found, reach: Reach, salt: string, registered: Registered = nothingRegistered): Promise<Result[]> {
  const check = catalogue.find((c) => c.id === found.check);
  if (check?.on === 'site') return await runCheck(check, await openSite(reach, found.target, registered), reach, salt);
  if (check?.on === 'page') return await retestPage([check], found.target, reach, salt);
  return [];
}
/** Fetches a page where something was found, once, and runs these checks on it. What is no longer the page that was there is not tested. */
export async function retestPage(checks: readonly Check<'page'>[], url: string, reach: Reach, salt: string): Promise<Result[]> {
  const context = reach.forCheck('retest.page', 12);
  const answer = await context.http({ url, follow: 4 });
  const untested = (reason: Parameters<typeof notTested>[0], note: string): Result[] => checks.map((c) => ({ ...notTested(reason, note), check: c.id, version: c.version, severity: c.severity, place: { url }, fingerprint: fingerprintOf(c.id, { url }), target: url }));
  if (isFailure(answer)) return untested(answer.failed, answer.detail);
  const page = readPage(answer);
  const barred = barredBy(answer, page);
  if (barred) return untested(barred.failed, barred.detail);
  if (answer.status < 200 || answer.status > 299 || new URL(answer.url).pathname !== new URL(url).pathname) return untested('blocked', `页面已改为${answer.redirect || answer.redirects.length ? '跳转' : '其他应答'}（HTTP ${answer.status}），请人工确认`);
  if (answer.truncated) return untested('blocked', '页面没有取完整');
  if (await isPageForAnything(page, context)) return untested('control', '任意地址都得到同样的页面，不能说明原页面已修复');
  const results: Result[] = [];
  for (const check of checks) results.push(...(await runCheck(check, page, reach, salt)).map((r) => ({ ...r, target: url })));
  return results;
}
/** Would an address that nobody gave get the same page? Then the page that was asked for may be gone. */
async function isPageForAnything(page: Page, context: Context): Promise<boolean> {
  const url = new URL(page.url);
  // the home page answers for itself
  if (url.pathname === '/' && !url.search) return false;
  const control = new URL(url);
  const ending = /\.\w+$/.exec(url.pathname)?.[0] ?? '';
  control.pathname = `${url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1)}${simhash(url.href)}${ending}`;
  control.search = '';
  const answer = await context.http({ url: control.href, follow: 4 });
  if (isFailure(answer)) return true;
  if (answer.status < 200 || answer.status > 299) return false;
  const other = readPage(answer);
  return other.title === page.title && distance(simhash(textOf(other.root)), simhash(textOf(page.root))) <= 6;
}
