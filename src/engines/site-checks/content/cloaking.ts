import { fail, notApplicable, pass, type Check } from '../check.ts';
import { isFailure, type HttpAnswer } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import { readPage, textOf, type Page } from '../page.ts';
import { dictionaryOf } from './dark-links.ts';
import { whose } from './domains.ts';
import { offers } from './words.ts';

const metaOf = (page: Page): string => `${page.title} ${page.elements.filter((e) => e.name === 'meta' && /^(keywords|description)$/i.test(e.attributes.name ?? '')).map((e) => e.attributes.content ?? '').join(' ')}`;
/** Share of pairs of characters that two texts have in common. */
function likeness(a: string, b: string): number {
  const pairs = (t: string): Set<string> => { const s = t.replace(/[\s\d]+/g, '').slice(0, 50_000); return new Set(Array.from({ length: Math.max(0, s.length - 1) }, (_, i) => s.slice(i, i + 2))); };
  const [x, y] = [pairs(a), pairs(b)];
  const both = [...x].filter((p) => y.has(p)).length;
  return x.size + y.size ? (2 * both) / (x.size + y.size) : 1;
}

export const cloakingChecks: readonly Check<'site'>[] = [
  {
    id: 'content.cloaking', version: 1, title: { zh: '对搜索引擎返回不同内容', en: 'Other content for search engines' }, area: 'content', on: 'site', intrusiveness: 2, requests: 12, severity: 'high', cwe: 506, owasp: 'A08', control: '8.1.4.5 恶意代码防范',
    meaning: '用普通访问、搜索引擎抓取、从搜索结果点入三种方式各取一次首页，比较标题、关键词、正文和外部域名。', harm: '管理员直接打开看不到异常，搜索引擎收录的却是赌博、色情内容，从搜索结果点入的人被带走；说明服务器端程序或中间件已被修改。',
    remedy: { general: '检查服务器端按 User-Agent 和 Referer 判断的代码，全局包含文件、IIS 模块、nginx 与 Apache 配置，从可信备份恢复，并查找后门。', nginx: '检查配置中的 $http_user_agent、$http_referer、sub_filter、proxy_pass。', apache: '检查 .htaccess 与主配置中的 RewriteCond %{HTTP_USER_AGENT}、%{HTTP_REFERER}。', tomcat: '检查 web.xml 的 filter 与 global.jsp 类文件。', iis: '用 appcmd list modules 核对本机模块，检查 web.config 的 URL 重写规则。' },
    references: ['GB/T 22239-2019 8.1.4.5', 'https://developers.google.com/search/docs/essentials/spam-policies#cloaking'],
    async run(context, site) {
      if (!site.page || isFailure(site.home)) return notApplicable('首页不是网页');
      const home = site.page;
      const dictionary = dictionaryOf(context);
      const strangers = (p: Page): Set<string> => new Set(p.elements.flatMap((e) => { const a = e.attributes.href ?? e.attributes.src; if (!a || !/^(https?:)?\/\//i.test(a)) return []; try { const h = new URL(a, p.url).hostname; return ['unknown', 'bad'].includes(whose(h, site.host, context)) ? [h] : []; } catch { return []; } }));
      const usual = strangers(home);
      for (const [as, who] of [['search_engine', '搜索引擎抓取'], ['from_search', '从搜索结果点入']] as const) {
        const answer = await context.http({ url: `${site.origin}/`, as, follow: 4 });
        if (isFailure(answer)) return { verdict: 'not_tested', reason: answer.failed, note: answer.detail };
        const evidence = (a: HttpAnswer, text = '') => [evidenceOf(site.home as HttpAnswer, home.html.slice(0, 600)), evidenceOf(a, text)];
        if (answer.redirect && answer.redirect !== (site.home as HttpAnswer).redirect) {
          const host = new URL(answer.redirect).hostname;
          if (['unknown', 'bad'].includes(whose(host, site.host, context))) return fail(`${who}时跳转到 ${host}，普通访问不跳转`, { confidence: 'certain', evidence: evidence(answer) });
        }
        // a firewall that refuses robots is no cloaking, and says nothing of the page
        if (answer.status !== 200) return { verdict: 'not_tested', reason: 'control', note: `${who}时应答 ${answer.status}，无法比较` };
        const page = readPage(answer);
        const meta = offers(metaOf(page), dictionary).find((h) => !metaOf(home).includes(h.word));
        if (meta) return fail(`${who}时标题或关键词含“${meta.word}”，普通访问没有：${page.title.slice(0, 60)}`, { confidence: 'certain', evidence: evidence(answer, page.html.slice(0, 1200)) });
        const added = [...strangers(page)].filter((h) => !usual.has(h));
        const same = likeness(textOf(home.root), textOf(page.root));
        const word = offers(textOf(page.root), dictionary).find((h) => !textOf(home.root).includes(h.word));
        if (added.length && word || added.length >= 3 && same < 0.6) return fail(`${who}时多出外部域名 ${added.slice(0, 10).join('、')}，正文相似度 ${Math.round(same * 100)} %${word ? `，并出现“${word.word}”` : ''}`, { confidence: 'firm', evidence: evidence(answer, page.html.slice(0, 1200)) });
      }
      return pass('三种访问方式看到的首页一致');
    },
  },
];
