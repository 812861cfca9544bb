import { fail, notApplicable, pass, type Check } from '../check.ts';
import { headerOf } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';

/** What a site says in the headers of its home page: one finding a site, not one a page. */
export const headerChecks: readonly Check<'site'>[] = [
  {
    id: 'web.header.frame', version: 1, title: { zh: '页面可被其他网站嵌套', en: 'Page can be framed by other sites' }, area: 'web', on: 'site', intrusiveness: 0, requests: 0, severity: 'low', cwe: 1021, owasp: 'A05', control: '8.1.4.4 入侵防范',
    meaning: '应答里没有 X-Frame-Options，也没有 CSP 的 frame-ancestors，别的网站可以把本页嵌在自己的页面里。', harm: '攻击者用透明的嵌套页面骗用户在本站点击（点击劫持）。',
    remedy: { nginx: 'add_header X-Frame-Options SAMEORIGIN always;', apache: 'Header always set X-Frame-Options SAMEORIGIN', tomcat: '在 web.xml 启用 HttpHeaderSecurityFilter，antiClickJackingOption 设为 SAMEORIGIN。', iis: '在 web.config 的 customHeaders 中加入 X-Frame-Options: SAMEORIGIN。' },
    references: ['RFC 7034', 'https://www.w3.org/TR/CSP3/#directive-frame-ancestors'],
    run(_context, { page }) {
      if (!page) return notApplicable('首页不是网页');
      const framed = /^(deny|sameorigin)/i.test(headerOf(page.answer, 'x-frame-options').trim()) || /(^|;)\s*frame-ancestors\s/i.test(headerOf(page.answer, 'content-security-policy'));
      return framed ? pass('已限制嵌套') : fail('没有 X-Frame-Options，也没有 frame-ancestors', { confidence: 'certain', evidence: [evidenceOf(page.answer)] });
    },
  },
];
