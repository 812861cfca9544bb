import { fail, notTested, pass, type Check, type Outcome } from '../check.ts';
import { isFailure } from '../context/context.ts';
import { domainOf } from '../domains.ts';
import { evidenceOf } from '../evidence.ts';
import { textOf } from '../page.ts';
import { lineOf } from './dark-links.ts';
import { whose } from './domains.ts';

const mostNames = 40;
export const outsideLinkChecks: readonly Check<'page'>[] = [
  {
    id: 'content.outside_links', version: 1, title: { zh: '失效或被劫持的外部链接', en: 'Dead or hijacked outside links' }, area: 'content', on: 'page', intrusiveness: 0, requests: 0, severity: 'medium', cwe: 672, owasp: 'A08', control: '8.1.10.2 资产管理',
    meaning: '页面链接到已经没有解析的外部域名，或链接到名单中的恶意域名。只向解析服务器查询域名，不访问外部网站。', harm: '域名到期后常被赌博、色情团伙抢注，老页面上的“友情链接”就变成指向违法网站的链接。',
    remedy: { general: '删除或更换失效的链接；定期核对友情链接，停用的系统及时从所有页面撤下。' }, references: ['https://cwe.mitre.org/data/definitions/672.html', '网络信息内容生态治理规定第六条'],
    async run(context, page) {
      const home = new URL(page.url).hostname;
      const links = new Map<string, { at: number; href: string; text: string }>();
      const bad: Outcome[] = [];
      for (const e of page.elements) {
        if (e.name !== 'a' || !/^(https?:)?\/\//i.test(e.attributes.href?.trim() ?? '')) continue;
        let host = '';
        try { host = new URL(e.attributes.href!.trim(), page.url).hostname; } catch { continue; }
        const kind = whose(host, home, context);
        if (kind === 'bad') bad.push(fail(`链接到名单中的恶意域名 ${host}`, { severity: 'high', confidence: 'certain', place: { line: lineOf(page.html, e.at), element: e.attributes.href!.slice(0, 300) }, evidence: [evidenceOf(page.answer, page.html, e.at)] }));
        else if (kind !== 'own' && !/^[\d.]+$|:/.test(host) && !links.has(host)) links.set(host, { at: e.at, href: e.attributes.href!, text: textOf(e).trim().slice(0, 40) });
      }
      const dead: [string, { at: number; href: string; text: string }][] = [];
      let [asked, unknown] = [0, ''];
      for (const [host, link] of links) {
        if (asked++ >= mostNames) break;
        const answers = await Promise.all([context.lookup(host, 'A'), context.lookup(host, 'AAAA')]);
        const failed = answers.find(isFailure);
        if (failed) { unknown ||= failed.detail; continue; }
        // the domain itself gone is what may be taken over; a host of a living domain is only broken
        if (answers.every((a) => !isFailure(a) && a.length === 0)) dead.push([host, link]);
      }
      const gone = await Promise.all(dead.slice(0, 20).map(async ([host, link]): Promise<Outcome> => {
        const servers = await context.lookup(domainOf(host), 'NS');
        const free = !isFailure(servers) && servers.length === 0;
        return { ...fail(free ? `链接“${link.text}”的域名 ${domainOf(host)} 已没有解析，可能已到期，会被他人抢注` : `链接“${link.text}”的主机 ${host} 已没有解析`, { severity: free ? 'medium' : 'low', confidence: 'firm', place: { line: lineOf(page.html, link.at), element: link.href.slice(0, 300) }, evidence: [evidenceOf(page.answer, page.html, link.at)] }), verdict: free ? 'fail' : 'warn' };
      }));
      if (bad.length || gone.length) return [...bad.slice(0, 20), ...gone];
      return unknown ? notTested('dns', unknown) : links.size > mostNames ? notTested('budget', `外部域名 ${links.size} 个，只查了 ${mostNames} 个`) : pass(`外部域名 ${links.size} 个，都有解析`);
    },
  },
];
