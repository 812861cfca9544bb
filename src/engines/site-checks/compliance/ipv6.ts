import { fail, notApplicable, notTested, pass, type Check } from '../check.ts';
import { isFailure, type Context, type Failure, type HttpAnswer } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import type { Site } from '../targets.ts';
import { similarity } from '../web/similarity.ts';
import { row } from './notices.ts';

const plan = '《推进互联网协议第六版（IPv6）规模部署行动计划》';
const isAddress = (host: string): boolean => /^[\d.]+$|:/.test(host);
const records = (context: Context, site: Site): Promise<readonly string[] | Failure> => site.once('ipv6 records', () => context.lookup(site.host, 'AAAA'));
const fetched = (context: Context, site: Site): Promise<HttpAnswer | Failure> => site.once('ipv6 home', () => context.http({ url: `${site.origin}/`, over: 'ipv6', follow: 3 }));
/** Second-level links that are looked at: monitoring bodies take a sample too. */
const sample = 20;

export const ipv6Checks: readonly Check<'site'>[] = [
  row({
    id: 'compliance.ipv6.record', title: { zh: '域名没有 IPv6 地址', en: 'No AAAA record' }, severity: 'info', meaning: '域名没有 AAAA 记录。', harm: '不满足 IPv6 规模部署的要求，纯 IPv6 用户打不开。', remedy: { general: '为域名增加 AAAA 记录，服务器或负载均衡监听 IPv6。', nginx: 'listen [::]:443 ssl;' }, references: [plan, 'RFC 3596'],
    async run(context, site) {
      if (isAddress(site.host)) return notApplicable('以地址登记，没有域名');
      const found = await records(context, site);
      if (isFailure(found)) return notTested(found.failed, found.detail);
      return found.length ? pass(`AAAA ${found.slice(0, 4).join('、')}`) : fail('没有 AAAA 记录', { confidence: 'certain' });
    },
  }),
  row({
    id: 'compliance.ipv6.reach', title: { zh: 'IPv6 访问不通', en: 'Not reachable over IPv6' }, severity: 'low', intrusiveness: 1, requests: 4, meaning: '域名有 AAAA 记录，但用 IPv6 打不开首页。', harm: '双栈用户访问变慢或失败。', remedy: { general: '检查监听、防火墙和路由；修好前先撤下 AAAA 记录。', nginx: 'listen [::]:443 ssl;', apache: 'Listen [::]:443' }, references: [plan],
    async run(context, site) {
      if (isAddress(site.host)) return notApplicable('以地址登记，没有域名');
      const found = await records(context, site);
      if (isFailure(found)) return notTested(found.failed, found.detail);
      if (!found.length) return notApplicable('没有 AAAA 记录');
      const answer = await fetched(context, site);
      // silence over IPv6 may be this machine's own lack of it: only a refusal is the site's word
      if (isFailure(answer)) return answer.failed === 'refused' ? fail(`IPv6 拒绝连接：${answer.detail}`, { confidence: 'firm' }) : notTested(answer.failed, answer.detail);
      return answer.status < 500 ? pass(`${answer.ip} 应答 ${answer.status}`) : fail(`${answer.ip} 应答 ${answer.status}`, { confidence: 'certain', evidence: [evidenceOf(answer)] });
    },
  }),
  row({
    id: 'compliance.ipv6.same', title: { zh: 'IPv6 与 IPv4 内容不一致', en: 'Other content over IPv6' }, severity: 'low', intrusiveness: 1, requests: 4, meaning: '用 IPv6 打开的首页和 IPv4 的不同。', harm: '可能是默认页、旧版本，或被劫持。', remedy: { general: '两种地址指向同一站点配置（server_name、虚拟主机）。' }, references: [plan],
    async run(context, site) {
      if (isAddress(site.host) || isFailure(site.home) || site.home.ip.includes(':')) return notApplicable('没有可比较的 IPv4 首页');
      const found = await records(context, site);
      if (isFailure(found)) return notTested(found.failed, found.detail);
      if (!found.length) return notApplicable('没有 AAAA 记录');
      const answer = await fetched(context, site);
      if (isFailure(answer)) return notTested(answer.failed, answer.detail);
      const alike = similarity(site.home.body, answer.body, []);
      return answer.status === site.home.status && alike >= 0.6 ? pass(`相似度 ${Math.round(alike * 100)}%`) : fail(`IPv4 应答 ${site.home.status}，IPv6 应答 ${answer.status}，内容相似度 ${Math.round(alike * 100)}%`, { confidence: 'firm', evidence: [evidenceOf(site.home), evidenceOf(answer)] });
    },
  }),
  row({
    id: 'compliance.ipv6.links', title: { zh: '二级链接不支持 IPv6', en: 'Linked own sites without IPv6' }, severity: 'info', intrusiveness: 0, requests: 0, meaning: '首页链接的本单位网站有的没有 AAAA 记录。', harm: '二级链接 IPv6 支持率不达标，会在监测平台上扣分。', remedy: { general: '为这些域名增加 AAAA 记录。' }, references: [plan],
    async run(context, { page, host, registered }) {
      if (!page) return notApplicable('首页不是网页');
      const own = [host, ...registered.own_domains].map((d) => d.toLowerCase());
      const hosts = [...new Set(page.elements.flatMap((e) => { try { return e.name === 'a' && e.attributes.href ? [new URL(e.attributes.href, page.url).hostname] : []; } catch { return []; } }))].filter((h) => h && h !== host && !isAddress(h) && own.some((d) => h === d || h.endsWith(`.${d}`))).slice(0, sample);
      if (!hosts.length) return notApplicable('首页没有链接到本单位的其他网站');
      const lacking: string[] = [];
      for (const h of hosts) { const found = await context.lookup(h, 'AAAA'); if (isFailure(found)) return notTested(found.failed, found.detail); if (!found.length) lacking.push(h); }
      const share = Math.round((100 * (hosts.length - lacking.length)) / hosts.length);
      return lacking.length ? { verdict: 'warn', note: `${hosts.length} 个二级链接的域名中 ${share}% 支持 IPv6，不支持的有 ${lacking.slice(0, 8).join('、')}`, confidence: 'certain' } : pass(`${hosts.length} 个二级链接的域名都支持 IPv6`);
    },
  }),
];
