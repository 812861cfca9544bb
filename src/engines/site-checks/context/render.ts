import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { Page } from '../page.ts';
import type { Failure, Rendered } from './context.ts';

export interface Renderer { render(page: Page): Promise<Rendered | Failure>; close(): Promise<void> }
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'];
const pageMs = 10_000;

/** Runs in the page: what a browser computed for each link. Text, for it is the page's world and not ours. */
const anchorsInPage = String.raw`(() => {
  const numbers = (v) => (v.match(/[\d.]+/g) ?? []).map(Number);
  return [...document.querySelectorAll('a[href]')].slice(0, 5000).map((a) => {
    let hidden = '';
    const box = a.getBoundingClientRect();
    const style = getComputedStyle(a);
    let [ground, painted] = ['', false];
    for (let e = a; e; e = e.parentElement) {
      const s = getComputedStyle(e);
      const b = e.getBoundingClientRect();
      if (s.display === 'none') hidden ||= 'display:none';
      if (Number(s.opacity) <= 0.05) hidden ||= 'opacity 为 0';
      if (/hidden|clip/.test(s.overflow) && s.display !== 'inline' && (b.width <= 2 || b.height <= 2)) hidden ||= s.clip !== 'auto' || s.clipPath !== 'none' || s.maxHeight === '0px' ? 'clip 裁剪' : '宽或高不足 2 像素';
      if (/scale\(0\)|matrix\(0, 0, 0, 0/.test(s.transform)) hidden ||= 'transform 缩为 0';
      if (!painted && s.backgroundImage !== 'none') painted = true;
      const c = numbers(s.backgroundColor);
      if (!ground && !painted && c.length >= 3 && (c[3] ?? 1) > 0.5) ground = s.backgroundColor;
    }
    if (style.visibility !== 'visible') hidden ||= 'visibility:' + style.visibility;
    if (!hidden && (box.right < -300 || box.bottom + scrollY < -300 || box.left > 20_000)) hidden = '定位在屏幕之外';
    if (!hidden && Number.parseFloat(style.textIndent) <= -900) hidden = '缩进移出屏幕';
    if (!hidden && a.textContent?.trim() && Number.parseFloat(style.fontSize) <= 2 && !a.querySelector('img,svg,[style]')) hidden = '字号不足 2 像素';
    if (!hidden && !painted && a.textContent?.trim() && !a.querySelector('img')) {
      const [ink, paper] = [numbers(style.color), ground ? numbers(ground) : []];
      if (paper.length && ink.length && [0, 1, 2].every((i) => Math.abs(ink[i]  - paper[i] ) <= 8)) hidden = '文字与背景同色';
    }
    return { href: a.href, text: (a.textContent ?? '').trim().slice(0, 200), hidden };
  });
})()`;

/** Chromium of this machine, over playwright-core where it is installed; undefined without either. Each page gets a context that is offline and whose every request is refused: no packet passes the gate by. */
export async function openRenderer(executablePath = places.find((p) => existsSync(p))): Promise<Renderer | undefined> {
  if (!executablePath) return undefined;
  let browser: Browser;
  try {
    const { chromium } = await import('playwright-core');
    // no way out for what routes do not see either: prefetch, WebRTC, the browser's own calls home
    browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0, args: ['--host-resolver-rules=MAP * ~NOTFOUND', '--proxy-server=http://127.0.0.1:9', '--proxy-bypass-list=<-loopback>', '--force-webrtc-ip-handling-policy=disable_non_proxied_udp', '--disable-background-networking', '--disable-dev-shm-usage'] });
  } catch { return undefined; }
  return {
    async render(page) {
      const context = await browser.newContext({ offline: true, serviceWorkers: 'block', viewport: { width: 1366, height: 768 }, acceptDownloads: false, permissions: [] });
      try {
        const tab = await context.newPage();
        tab.setDefaultTimeout(pageMs);
        let given = false;
        await context.route('**/*', async (route) => {
          // the document alone is answered, from the bytes that the gate let in
          if (!given && route.request().isNavigationRequest() && route.request().url() === page.url) { given = true; await route.fulfill({ status: 200, contentType: 'text/html; charset=utf-8', body: page.html }); } else await route.abort('blockedbyclient');
        });
        await tab.goto(page.url, { waitUntil: 'domcontentloaded', timeout: pageMs });
        return { anchors: await tab.evaluate<Rendered['anchors']>(anchorsInPage) };
      } catch (error) {
        return { failed: 'local', detail: `浏览器没有画出网页：${(error as Error).message.split('\n')[0]!.slice(0, 200)}` };
      } finally {
        await context.close().catch(() => undefined);
      }
    },
    close: () => browser.close(),
  };
}
