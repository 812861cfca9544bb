import { fail, pass, type Check, type Outcome } from '../check.ts';
import { isFailure, type Context } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import type { Page } from '../page.ts';
import { isDark, weighLinks, type WeighedLink } from './weigh-links.ts';
import { makeDictionary, offers, type Dictionary } from './words.ts';

const kept = new WeakMap<object, Dictionary>();
/** Built once for the words of one survey. */
export function dictionaryOf({ registered }: Pick<Context, 'registered'>): Dictionary {
  let dictionary = kept.get(registered);
  if (!dictionary) kept.set(registered, dictionary = makeDictionary(registered.words));
  return dictionary;
}
export const lineOf = (text: string, at: number): number => { let n = 1; for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) n++; return n; };
const shown = 20;

function outcomesOf(page: Page, links: readonly WeighedLink[], dictionary: Dictionary): Outcome[] {
  const found = links.filter(isDark);
  if (found.length) {
    const first = found[0]!;
    const domains = [...new Set(found.map((l) => l.host))];
    return [fail(`发现 ${found.length} 个暗链，指向 ${domains.length} 个域名：${domains.slice(0, shown).join('、')}。依据：${first.reasons.join('；')}`, {
      confidence: found.some((l) => l.word !== undefined || l.score >= 6) ? 'certain' : 'firm', place: { line: lineOf(page.html, first.at), element: first.href.slice(0, 300) }, evidence: [evidenceOf(page.answer, page.html, first.at)],
    })];
  }
  const hint = links.find((l) => l.word !== undefined);
  if (hint) return [{ verdict: 'warn', severity: 'medium', confidence: 'tentative', note: `页面可见处有疑似推广的外部链接，请人工核实：${hint.host}，链接文字含“${hint.word}”`, place: { line: lineOf(page.html, hint.at), element: hint.href.slice(0, 300) }, evidence: [evidenceOf(page.answer, page.html, hint.at)] }];
  const meta = page.elements.filter((e) => e.name === 'meta' && /^(keywords|description)$/i.test(e.attributes.name ?? ''));
  for (const [what, text, at] of [['标题', page.title, page.html.search(/<title/i)], ...meta.map((m) => ['关键词或描述', m.attributes.content ?? '', m.at] as const)] as const) {
    const word = offers(text, dictionary)[0];
    if (word) return [fail(`网页${what}被写入推广词“${word.word}”：${text.slice(0, 80)}`, { confidence: 'firm', place: { line: lineOf(page.html, Math.max(0, at)) }, evidence: [evidenceOf(page.answer, page.html, Math.max(0, at))] })];
  }
  return [pass('没有发现暗链')];
}

const about = {
  area: 'content', on: 'page', severity: 'high', cwe: 506, owasp: 'A08', control: '8.1.4.5 恶意代码防范',
  harm: '搜索引擎据此把网站与赌博、色情等内容关联，网站被降权、被通报，说明攻击者已能修改网页，往往还留有后门。',
  remedy: { general: '先保全被改网页和日志，再从可信备份恢复；查找网页木马和可疑账号，修复被利用的漏洞；页面模板、公共脚本和数据库内容都要检查。处置后对同一页面复测。', nginx: '上传目录禁止执行脚本：location ^~ /uploads/ { location ~ \\.(php|jsp|asp)$ { deny all; } }', apache: '上传目录：<Directory "/var/www/uploads"> php_admin_flag engine off </Directory>', tomcat: '上传目录放在 webapps 之外，运行账号对网页目录只读。', iis: '上传目录的“处理程序映射”只保留“读取”，应用程序池账号对网页目录只读。', application: '发布系统限制模板修改权限并留审计，富文本按白名单过滤 style、script、iframe。' },
  references: ['GB/T 22239-2019 8.1.4.5', 'https://cwe.mitre.org/data/definitions/506.html', '网络信息内容生态治理规定第六条'],
} as const;

export const darkLinkChecks: readonly Check<'page'>[] = [
  {
    ...about, id: 'content.dark_links', version: 1, title: { zh: '暗链', en: 'Hidden links' }, intrusiveness: 0, requests: 0,
    meaning: '页面里有访问者看不见、搜索引擎看得见的外部链接，或由编码过的脚本写入的链接。按样式、位置、脚本、域名和文字加权判断，依据逐条列出。',
    run(context, page) {
      const dictionary = dictionaryOf(context);
      return outcomesOf(page, weighLinks(page, context, dictionary), dictionary);
    },
  },
  {
    ...about, id: 'content.dark_links_drawn', version: 1, title: { zh: '暗链（浏览器计算样式）', en: 'Hidden links, by a browser' }, intrusiveness: 0, requests: 0, needs: ['chromium'],
    meaning: '把已取得的网页交给浏览器计算样式并执行页内脚本（浏览器不发出任何网络请求），找出看不见的和由脚本写入的外部链接。',
    async run(context, page) {
      const drawn = await context.render?.(page);
      if (!drawn) return { verdict: 'not_tested', reason: 'component', note: '缺少组件：chromium' };
      if (isFailure(drawn)) return { verdict: 'not_tested', reason: drawn.failed, note: drawn.detail };
      const dictionary = dictionaryOf(context);
      const byAddress = new Map<string, { hidden: string; text: string }>();
      for (const a of drawn.anchors) if (!byAddress.get(a.href)?.hidden) byAddress.set(a.href, a);
      return outcomesOf(page, weighLinks(page, context, dictionary, byAddress), dictionary);
    },
  },
];
