import { describe, expect, test } from 'vitest';
import { fetchedPage } from '../../../../test/pages/fetched-page.ts';
import { labelledPages } from '../../../../test/pages/make-pages.ts';
import type { Context } from '../context/context.ts';
import { nothingRegistered } from '../open-site.ts';
import type { Outcome } from '../check.ts';
import { darkLinkChecks } from './dark-links.ts';

const registered = { ...nothingRegistered, own_domains: ['example-press.com'], known_domains: ['partner.com'], bad_domains: ['taken-over.com'] };
const context = { inScope: (h: string) => h.endsWith('.example.edu.cn'), registered } as unknown as Context;
const look = (html: string): Outcome => ([darkLinkChecks[0]!.run(context, fetchedPage(html))].flat() as Outcome[])[0]!;
const bad = '<a href="http://www.k8bet-91.com/">澳门新葡京</a>';

describe('dark links', () => {
  test.each([
    ['inline style', `<div style="display:none">${bad}</div>`],
    ['a class of the page', `<style>.qz{position:absolute;left:-5000px}</style><div class="qz">${bad}</div>`],
    ['a rule two levels up', `<style>#w .x > p{visibility:hidden}</style><div id="w"><div class="x"><p>${bad}</p></div></div>`],
    ['behind the end of the page', `<html><body>x</body></html><div>${bad}</div>`],
    ['an encoded script', `<script>document.write(unescape("%3Ca%20href%3D%22http%3A//www.k8bet-91.com/%22%3E%u6FB3%u95E8%u65B0%u8461%u4EAC%3C/a%3E"))</script>`],
    ['the colour of the paper', `<div style="background:#f0f0f0"><a style="color:#f0f0f0" href="http://www.honglian-trade.com/">贸易</a></div>`],
    ['text of no width', '<a href="http://www.honglian-trade.com/">\u200b\u200b</a>'],
    ['no word and a domain of the bad list, in a menu', '<ul class="sub-menu" style="display:none"><li><a href="http://taken-over.com/">合作</a></li></ul>'],
  ])('found: %s', (_what, html) => {
    expect(look(html)).toMatchObject({ verdict: 'fail', place: { line: 1 } });
  });
  test.each([
    ['a menu to a partner', '<ul class="dropdown-menu" style="display:none"><li><a href="https://vendor.com/">合作单位</a></li></ul>'],
    ['hidden links to own systems', '<div style="display:none"><a href="https://oa.example.edu.cn/">办公</a><a href="https://www.example-press.com/">出版社</a><a href="https://a.partner.com/">伙伴</a></div>'],
    ['a sheet for print', '<style>@media print{.x{display:none}}</style><div class="x"><a href="https://vendor.com/">厂商</a></div>'],
    ['a rule that a stronger one undoes', '<style>.x{display:none}#y.x{display:block}</style><div id="y" class="x"><a href="https://vendor.com/">厂商</a></div>'],
    ['news of gambling', '<p>警方打击跨境网络赌博，百家乐、时时彩案件宣判。<a href="https://vendor.com/">揭秘网络赌博平台骗局</a></p>'],
  ])('quiet: %s', (_what, html) => {
    expect(look(html).verdict).toBe('pass');
  });
  test('a visible advertisement is a hint, not a finding', () => {
    expect(look(`<p>${bad}</p>`)).toMatchObject({ verdict: 'warn', confidence: 'tentative' });
  });
  test('the reasons are told with their weights', () => {
    expect(look(`<div style="display:none">${bad}</div>`).note).toMatch(/隐藏：display:none（\+2）.*陌生域名.*澳门新葡京/);
  });
  test('generated pages of templates and techniques that nobody tuned on', () => {
    const pages = [...labelledPages('test', 60, 7)].map((p) => ({ dark: p.dark, says: look(p.html).verdict === 'fail' }));
    const right = pages.filter((p) => p.dark && p.says).length;
    expect(right / pages.filter((p) => p.dark).length).toBeGreaterThanOrEqual(0.92);
    expect(right / pages.filter((p) => p.says).length).toBeGreaterThanOrEqual(0.97);
  });
});
