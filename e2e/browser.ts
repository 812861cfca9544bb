import { AxeBuilder } from '@axe-core/playwright';
import { existsSync, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';
import { expect } from 'vitest';
import { openTestApp, type TestApp } from '../test/app.ts';

const found = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p));
const built = existsSync(join(import.meta.dirname, '../dist/web/index.html'));
/** Why journeys cannot be walked on this machine, or undefined. */
export const missing = !found ? 'no Chromium found; install Debian\'s chromium, or set CHROMIUM_PATH' : !built ? 'the pages are not built; run npm run build' : undefined;
if (missing) process.stderr.write(`journeys are skipped: ${missing}\n`);

const pictures = join(import.meta.dirname, 'out');
export const desktop = { width: 1280, height: 860 };
export const phone = { width: 390, height: 844 };
/** In which widths every page of a module is walked in English: SHOUTU_EVERY_PAGE=1 both, else the phone's, which breaks first. */
export const everyWidth = process.env['SHOUTU_EVERY_PAGE'] ? [desktop, phone] : [phone];

export interface World { t: TestApp; base: string; browser: Browser; close(): Promise<void> }
/** The whole application on a port of its own, and a browser. */
export async function openWorld(): Promise<World> {
  const t = await openTestApp();
  await t.app.listen({ host: '127.0.0.1', port: 0 });
  const base = `http://127.0.0.1:${(t.app.server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath: found!, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=zh-CN'] });
  mkdirSync(pictures, { recursive: true });
  return { t, base, browser, async close() { await browser.close(); await t.close(); } };
}

/** What a page has asked for and not been given yet. */
const pending = new WeakMap<Page, Set<Request>>();
/** Nothing asked for and not given for four tenths of a second; a page that is never still is looked at after two and a half. */
async function untilStill(page: Page): Promise<void> {
  for (let still = 0, n = 0; still < 8 && n < 50; n++) { still = (pending.get(page)?.size ?? 0) === 0 ? still + 1 : 0; await page.waitForTimeout(50); }
}

export interface Visit { page: Page; context: BrowserContext; /** What went wrong in the page: script errors, CSP reports, 5xx. */ problems: string[] }
export async function visit(world: World, viewport: { width: number; height: number }, locale = 'zh-CN'): Promise<Visit> {
  const context = await world.browser.newContext({ locale, viewport, timezoneId: 'Asia/Shanghai', hasTouch: viewport.width < 500, reducedMotion: 'reduce' });
  // the language is remembered by the page, not asked of the browser: most campus browsers say en
  await context.addInitScript(`localStorage.setItem('shoutu.language', '${locale.startsWith('en') ? 'en' : 'zh-CN'}')`);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const asked = new Set<Request>();
  pending.set(page, asked);
  // a line kept open for news is never answered, and nothing waits for it
  page.on('request', (r) => { if (r.resourceType() !== 'eventsource') asked.add(r); });
  for (const end of ['requestfinished', 'requestfailed'] as const) page.on(end, (r: Request) => { asked.delete(r); });
  const problems: string[] = [];
  page.on('pageerror', (e) => problems.push(e.message));
  page.on('console', (m) => { if (m.type() === 'error' && /Content Security Policy|Uncaught/.test(m.text())) problems.push(m.text()); });
  page.on('response', (r) => { if (r.status() >= 500) problems.push(`${r.status()} ${r.url()}`); });
  return { page, context, problems };
}
/** No violation that axe can find; and the picture, to be looked at. */
export async function inspect(page: Page, name: string): Promise<void> {
  await untilStill(page);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  // without passes written out, and without a page of its own to gather frames, of which there are none
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']).analyze();
  expect(violations.map((v) => `${name}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), `${name} scrolls sideways`).toBeLessThanOrEqual(1);
}
export async function signIn(world: World, { page }: Visit, user: { user_name: string; password: string }): Promise<void> {
  await page.goto(`${world.base}/sign-in`);
  await page.getByLabel(/^(账号|User name)/).fill(user.user_name);
  await page.getByLabel(/^(口令|Password)$/).fill(user.password);
  await page.getByRole('button', { name: /^(登\s*录|Sign in)$/ }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
