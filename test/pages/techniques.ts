import type { Seeded, Slots } from './templates.ts';

export const families = {
  gambling: ['澳门新葡京', '真人百家乐', '开元棋牌', '亚博体育', '北京赛车', '皇冠体育', '线上赌场', '新葡京娱乐场'],
  ghostwriting: ['论文代写', '毕业论文代写', '代写作业', '论文发表包过'],
  private_servers: ['传奇私服', '新开传奇', '私服发布网', '变态手游'],
  documents: ['代办证件', '代开发票', '办理毕业证', '刻章办证'],
  pornography: ['成人视频', '同城约炮', '激情视频', '无码视频'],
} as const;
const hosts = ['www.k8bet-9{n}.com', 'xpj{n}.vip', 'm.{n}yabo.top', 'lunwen{n}.cn', 'sf-{n}game.com', 'www.banzheng{n}.net', 'av{n}live.xyz', '{n}hg0088.com', 'www.honglian-trade.com', 'shop.meiyijia-home.com', 'www.zhongtian-mold.com'];
const link = (r: Seeded, words: readonly string[]): string => `<a href="http://${r.pick(hosts).replace('{n}', String(r.int(100, 9999)))}/" target="_blank">${r.pick(words)}</a>`;
const links = (r: Seeded, words: readonly string[]): string => Array.from({ length: r.int(1, 5) }, () => link(r, words)).join(r.pick([' ', '\n', '、']));
const name = (r: Seeded): string => Array.from({ length: r.int(4, 8) }, () => r.pick([...'abcdefghijkmnpqrstuvwxyz'])).join('');
const percent = (s: string): string => [...s].map((c) => { const n = c.charCodeAt(0); return n > 255 ? `%u${n.toString(16).padStart(4, '0')}` : `%${n.toString(16).padStart(2, '0')}`; }).join('');

/** Twelve ways, some with forms of their own; `html` goes where `places` allow, `head` beside. */
export interface Technique { name: string; half: 'dev' | 'test'; browser?: true; make(r: Seeded, words: readonly string[]): { html: string; head?: string; only?: keyof Slots } }
export const techniques: readonly Technique[] = [
  { name: 'display-none', half: 'dev', make: (r, w) => ({ html: `<div style="display:none">${links(r, w)}</div>` }) },
  { name: 'off-screen', half: 'dev', make: (r, w) => ({ html: `<div style="position:absolute;left:-${r.int(800, 9999)}px;top:-${r.int(800, 9999)}px">${links(r, w)}</div>` }) },
  { name: 'class-css', half: 'dev', make: (r, w) => { const c = name(r); return { head: `<style>.${c}{${r.pick(['display:none', 'position:absolute;top:-5000px', 'visibility:hidden'])}}</style>`, html: `<div class="${c}">${links(r, w)}</div>` }; } },
  { name: 'marquee', half: 'dev', make: (r, w) => ({ html: `<marquee height="${r.int(0, 4)}" width="${r.int(1, 8)}" scrollamount="${r.int(1000, 9000)}" scrolldelay="1">${links(r, w)}</marquee>` }) },
  { name: 'write-wrapper', half: 'dev', make: (r, w) => ({ html: `<script>document.write('<div style="position:absolute;left:-${r.int(1000, 9000)}px">');</script>${links(r, w)}<script>document.write('</div>');</script>` }) },
  { name: 'after-html', half: 'dev', make: (r, w) => ({ html: `<div>${links(r, w)}</div>`, only: 'after' }) },
  { name: 'zero-size', half: 'test', make: (r, w) => ({ html: `<div style="${r.pick(['height:0;overflow:hidden', 'width:1px;height:1px;overflow:hidden', 'line-height:0;height:0px;overflow:hidden'])}">${links(r, w)}</div>` }) },
  { name: 'zero-font', half: 'test', make: (r, w) => ({ html: `<p style="font-size:${r.pick(['0', '1px', '0px'])}">${links(r, w)}</p>` }) },
  { name: 'same-colour', half: 'test', make: (r, w) => { const c = r.pick(['#fff', '#ffffff', 'white', '#fefefe']); return { html: `<div style="background:#fff"><span>${links(r, w).replaceAll('<a ', `<a style="color:${c}" `)}</span></div>` }; } },
  { name: 'transparent', half: 'test', make: (r, w) => { const c = name(r); return { head: `<style>#${c}{${r.pick(['opacity:0', 'text-indent:-9999px', 'transform:scale(0)', 'opacity:0.01;position:absolute;z-index:-1'])}}</style>`, html: `<div id="${c}">${links(r, w)}</div>` }; } },
  { name: 'encoded-script', half: 'test', make: (r, w) => { const h = `<div style="display:none">${links(r, w)}</div>`; return { html: `<script>${r.pick([(): string => `document.write(unescape("${percent(h)}"));`, (): string => `document.write(String.fromCharCode(${[...h].map((c) => c.charCodeAt(0)).join(',')}));`, (): string => `eval("document.write('${[...h].map((c) => `\\x${(c.charCodeAt(0) > 255 ? 63 : c.charCodeAt(0)).toString(16).padStart(2, '0')}`).join('')}')");`])()}</script>` }; } },
  { name: 'script-hides', half: 'test', browser: true, make: (r, w) => { const c = name(r); return { html: `<div id="${c}">${links(r, w)}</div><script>${r.pick([`document.getElementById('${c}').style.display='none';`, `var o=document.getElementById("${c}");o.style.display="none";`, `document.querySelector('#${c}').style.cssText='position:absolute;left:-9999px';`])}</script>` }; } },
];
/** Blocks that clean pages hide or say, ten kinds and more. */
export const benign: readonly ((r: Seeded, vendor: string) => string)[] = [
  (_r, v) => `<ul class="dropdown-menu" style="display:none"><li><a href="https://${v}/">合作单位</a></li></ul>`,
  (_r, v) => `<div class="tab-content" style="display:none"><a href="https://${v}/a">资源一</a></div>`,
  (_r, v) => `<div class="swiper-slide" style="opacity:0"><a href="https://${v}/b">轮播图</a></div>`,
  () => '<span class="sr-only" style="position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)">当前位置</span>',
  (_r, v) => `<div class="mobile-nav" style="display:none"><a href="https://${v}/m">移动版</a></div>`,
  (_r, v) => `<div class="modal fade" role="dialog" style="display:none"><a href="https://${v}/agree">服务协议</a></div>`,
  () => '<div class="print-only" style="display:none">打印时间</div>',
  (_r, v) => `<select onchange="window.open(this.value)"><option value="https://${v}/">友情链接</option><option value="https://www.moe.gov.cn">教育部</option></select>`,
  (_r, v) => `<div class="links"><a href="https://${v}/">${v}</a> <a href="https://www.sina.com.cn">新浪</a> <a href="http://www.people.com.cn">人民网</a></div>`,
  () => '<p>公安机关通报一起跨境网络赌博案，警方提醒：远离百家乐、时时彩等网络赌博，参与赌博违法。<a href="https://www.mps.gov.cn">详情</a></p>',
  (_r, v) => `<p>学校开展禁毒宣传教育，介绍冰毒、大麻的危害。<a href="https://${v}/jindu">禁毒知识竞赛</a></p>`,
  (_r, v) => `<p>严禁论文代写、买卖论文，一经查实给予处分。<a href="https://${v}/check">严禁论文代写的规定（查重平台）</a></p>`,
  (_r, v) => `<noscript><img src="https://${v}/count.gif" width="1" height="1"><a href="https://${v}/stat">统计</a></noscript>`,
  (_r, v) => `<div class="qrcode-pop" style="visibility:hidden;position:absolute;left:-9999px"><a href="https://${v}/app">下载客户端</a></div>`,
  (_r, v) => `<div id="hint" style="display:none">加载中</div><footer>技术支持：<a href="https://${v}">某某科技</a></footer>`,
  (_r, v) => `<a href="https://${v}/jump"><img src="/images/banner.jpg" alt="专题"></a>`,
  () => '<div style="display:none"><a href="/hidden/anchor.htm">站内隐藏</a><a href="https://oa.example.edu.cn/">办公系统</a></div>',
];
