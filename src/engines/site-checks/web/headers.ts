import { fail, notApplicable, pass, type Check } from '../check.ts';
import { headerOf, type HttpAnswer } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import { control, ofHome, ofHomePage, siteRow } from './rows.ts';

const valuesOf = (answer: HttpAnswer, name: string): string[] => answer.headers.filter(([n]) => n.toLowerCase() === name).map(([, v]) => v.trim());
const csp = (answer: HttpAnswer): string => valuesOf(answer, 'content-security-policy').join('; ').toLowerCase();
const certain = (answer: HttpAnswer) => ({ confidence: 'certain', evidence: [evidenceOf(answer)] }) as const;
/** RFC 1918 and link-local; loopback too, which only a proxy's mistake shows. */
export const internalAddress = /(?<![\d.])(?:10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168|169\.254)\.(?:25[0-5]|2[0-4]\d|1?\d?\d)\.(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/;
/** 180 days, RFC 6797 gives no least value; shorter ones end between two visits. */
const shortestHsts = 15_552_000;

/** What a site says in the headers of its home page: one finding a site, not one a page. */
export const headerChecks: readonly Check<'site'>[] = [
  siteRow({
    id: 'web.header.frame', title: { zh: '页面可被其他网站嵌套', en: 'Page can be framed by other sites' }, severity: 'low', cwe: 1021, owasp: 'A05', control: control.intrusion,
    meaning: '应答里没有 X-Frame-Options，也没有 CSP 的 frame-ancestors，别的网站可以把本页嵌在自己的页面里。', harm: '攻击者用透明的嵌套页面骗用户在本站点击（点击劫持）。',
    remedy: { nginx: 'add_header X-Frame-Options SAMEORIGIN always;', apache: 'Header always set X-Frame-Options SAMEORIGIN', tomcat: '在 web.xml 启用 HttpHeaderSecurityFilter，antiClickJackingOption 设为 SAMEORIGIN。', iis: '在 web.config 的 customHeaders 中加入 X-Frame-Options: SAMEORIGIN。' },
    references: ['RFC 7034', 'https://www.w3.org/TR/CSP3/#directive-frame-ancestors'],
    run: ofHomePage(({ answer }) => (/^(deny|sameorigin)/i.test(headerOf(answer, 'x-frame-options').trim()) || /(^|;)\s*frame-ancestors\s/.test(csp(answer)) ? pass('已限制嵌套') : fail('没有 X-Frame-Options，也没有 frame-ancestors', certain(answer)))),
  }),
  siteRow({
    id: 'web.header.hsts', title: { zh: '未启用 HSTS', en: 'No HTTP Strict Transport Security' }, severity: 'low', cwe: 319, owasp: 'A05', control: control.transport,
    meaning: 'HTTPS 应答里没有有效的 Strict-Transport-Security，浏览器下次仍可能用 HTTP 访问。', harm: '同一网络里的人可以把第一次访问留在明文 HTTP 上，窃取或改写内容。',
    remedy: { nginx: 'add_header Strict-Transport-Security "max-age=31536000" always;', apache: 'Header always set Strict-Transport-Security "max-age=31536000"', tomcat: '在 web.xml 启用 HttpHeaderSecurityFilter，hstsEnabled 设为 true，hstsMaxAgeSeconds 设为 31536000。', iis: '在站点的 HSTS 设置中启用，Max-Age 设为 31536000（IIS 10.0 1709 起）。' },
    references: ['RFC 6797'],
    run: ofHome((answer, { tls }) => {
      if (!tls || !answer.url.startsWith('https:')) return notApplicable('不是 HTTPS 站点');
      const age = /max-age\s*=\s*"?(\d+)/i.exec(headerOf(answer, 'strict-transport-security'))?.[1];
      if (age === undefined || Number(age) === 0) return fail('没有 Strict-Transport-Security', certain(answer));
      return Number(age) < shortestHsts ? { verdict: 'warn', note: `HSTS 的有效期只有 ${age} 秒，不足 180 天`, ...certain(answer) } : pass(`HSTS 有效期 ${age} 秒`);
    }),
  }),
  siteRow({
    id: 'web.header.csp', title: { zh: '没有内容安全策略', en: 'No Content Security Policy' }, severity: 'info', cwe: 693, owasp: 'A05', control: control.intrusion,
    meaning: '应答里没有 Content-Security-Policy，浏览器会执行页面里出现的任何脚本。', harm: '页面一旦被注入外部脚本（挂马、暗链），没有第二道防线。',
    remedy: { general: '先用 Content-Security-Policy-Report-Only 观察一段时间，再正式启用。', nginx: "add_header Content-Security-Policy \"default-src 'self'; object-src 'none'; base-uri 'self'\" always;", apache: "Header always set Content-Security-Policy \"default-src 'self'; object-src 'none'; base-uri 'self'\"" },
    references: ['https://www.w3.org/TR/CSP3/'],
    run: ofHomePage((page) => (csp(page.answer) || page.elements.some((e) => e.name === 'meta' && e.attributes['http-equiv']?.toLowerCase() === 'content-security-policy') ? pass('有内容安全策略') : { verdict: 'warn', note: '没有 Content-Security-Policy', ...certain(page.answer) })),
  }),
  siteRow({
    id: 'web.header.csp_weak', title: { zh: '内容安全策略不起作用', en: 'Content Security Policy lets any script run' }, severity: 'low', cwe: 693, owasp: 'A05', control: control.intrusion,
    meaning: '内容安全策略允许任何来源的脚本，或允许 unsafe-eval、未加 nonce 的 unsafe-inline。', harm: '策略写了却拦不住注入的脚本。',
    remedy: { general: "script-src 只写本站和确需的域名；行内脚本改为外部文件，或用 nonce、hash 放行。" }, references: ['https://www.w3.org/TR/CSP3/#directive-script-src'],
    run: ofHome((answer) => {
      const policy = csp(answer);
      if (!policy) return notApplicable('没有内容安全策略');
      const sources = /(?:^|;)\s*script-src\s+([^;]*)/.exec(policy)?.[1] ?? /(?:^|;)\s*default-src\s+([^;]*)/.exec(policy)?.[1];
      if (sources === undefined) return { verdict: 'warn', note: '内容安全策略没有限制脚本', ...certain(answer) };
      const loose = [/(^|\s)(\*|https?:|data:)(\s|$)/.test(sources) && '任何来源', /'unsafe-eval'/.test(sources) && 'unsafe-eval', /'unsafe-inline'/.test(sources) && !/'(nonce-|sha\d)/.test(sources) && 'unsafe-inline'].filter((x) => x !== false);
      return loose.length ? { verdict: 'warn', note: `内容安全策略的脚本来源允许 ${loose.join('、')}`, ...certain(answer) } : pass('脚本来源有限制');
    }),
  }),
  siteRow({
    id: 'web.header.nosniff', title: { zh: '未禁止猜测内容类型', en: 'Content type may be sniffed' }, severity: 'low', cwe: 693, owasp: 'A05', control: control.intrusion,
    meaning: '应答里没有 X-Content-Type-Options: nosniff，浏览器可能不按声明的类型解释文件。', harm: '上传的图片、文本可能被当作网页或脚本执行。',
    remedy: { nginx: 'add_header X-Content-Type-Options nosniff always;', apache: 'Header always set X-Content-Type-Options nosniff', tomcat: 'HttpHeaderSecurityFilter 的 blockContentTypeSniffingEnabled 设为 true。', iis: '在 customHeaders 中加入 X-Content-Type-Options: nosniff。' },
    references: ['https://fetch.spec.whatwg.org/#x-content-type-options-header'],
    run: ofHome((answer) => (/^nosniff/i.test(headerOf(answer, 'x-content-type-options').trim()) ? pass('已禁止猜测内容类型') : fail('没有 X-Content-Type-Options: nosniff', certain(answer)))),
  }),
  siteRow({
    id: 'web.header.referrer', title: { zh: '来源地址外泄', en: 'Referrer policy leaks full addresses' }, severity: 'info', cwe: 200, owasp: 'A05', control: control.confidential,
    meaning: '站点声明 Referrer-Policy: unsafe-url 或 no-referrer-when-downgrade，点击外部链接时完整网址会告诉对方。', harm: '网址里的会话标识、查询内容可能泄露给外部网站。',
    remedy: { nginx: 'add_header Referrer-Policy strict-origin-when-cross-origin always;', apache: 'Header always set Referrer-Policy strict-origin-when-cross-origin' }, references: ['https://www.w3.org/TR/referrer-policy/'],
    // browsers send the origin only where nothing is said, so a missing header is no fault
    run: ofHome((answer) => (/(unsafe-url|no-referrer-when-downgrade)\s*$/i.test(valuesOf(answer, 'referrer-policy').at(-1) ?? '') ? { verdict: 'warn', note: `Referrer-Policy 为 ${valuesOf(answer, 'referrer-policy').at(-1)}`, ...certain(answer) } : pass('不外泄完整网址'))),
  }),
  siteRow({
    id: 'web.header.server_version', title: { zh: '应答头暴露服务器版本', en: 'Server header names a version' }, severity: 'info', cwe: 200, owasp: 'A05', control: control.intrusion,
    meaning: 'Server 头写出了软件的版本号。', harm: '攻击者据此直接选用该版本的已知漏洞。',
    remedy: { nginx: 'server_tokens off;', apache: 'ServerTokens Prod\nServerSignature Off', tomcat: '<Connector … server="web" />，并在 ErrorReportValve 中设置 showServerInfo="false"。', iis: '<requestFiltering removeServerHeader="true" />（IIS 10.0 起）。' }, references: ['RFC 9110 10.2.4'],
    run: ofHome((answer) => {
      const shown = valuesOf(answer, 'server').find((v) => /\/\d|\d+\.\d+/.test(v));
      return shown ? { verdict: 'warn', note: `Server: ${shown.slice(0, 200)}`, ...certain(answer) } : pass('没有写出版本');
    }),
  }),
  siteRow({
    id: 'web.header.technology', title: { zh: '应答头暴露开发技术', en: 'Headers name the technology' }, severity: 'info', cwe: 200, owasp: 'A05', control: control.intrusion,
    meaning: 'X-Powered-By、X-AspNet-Version、X-Generator 等头写出了语言、框架及其版本。', harm: '攻击者据此缩小攻击范围。',
    remedy: { nginx: 'proxy_hide_header X-Powered-By;\nproxy_hide_header X-AspNet-Version;', apache: 'Header always unset X-Powered-By', iis: '<httpRuntime enableVersionHeader="false" />，并删除 customHeaders 中的 X-Powered-By。', application: 'PHP：expose_php = Off。Express：app.disable("x-powered-by")。' }, references: ['https://owasp.org/www-project-secure-headers/'],
    run: ofHome((answer) => {
      const shown = answer.headers.filter(([n]) => /^(x-powered-by|x-aspnet(mvc)?-version|x-generator|x-drupal-cache|x-php-version|x-runtime)$/i.test(n));
      return shown.length ? { verdict: 'warn', note: shown.map(([n, v]) => `${n}: ${v}`).join('；').slice(0, 300), ...certain(answer) } : pass('没有写出开发技术');
    }),
  }),
  siteRow({
    id: 'web.header.internal_address', title: { zh: '应答头暴露内网地址', en: 'Headers show an internal address' }, severity: 'low', cwe: 200, owasp: 'A05', control: control.intrusion,
    meaning: 'Location、Via、X-Backend-Server 等头里有内网地址。', harm: '泄露内部网络结构。', remedy: { general: '检查反向代理和后端的地址改写。', nginx: 'proxy_redirect default;\nproxy_set_header Host $host;\nproxy_hide_header X-Backend-Server;' }, references: ['RFC 1918'],
    run: ofHome((answer) => {
      // a site that is reached by an internal address names nothing new with it
      const shown = internalAddress.test(answer.ip) ? undefined : answer.headers.find(([, v]) => internalAddress.test(v));
      return shown ? fail(`${shown[0]}: ${shown[1].slice(0, 200)}`, certain(answer)) : pass('没有内网地址');
    }),
  }),
  siteRow({
    id: 'web.header.charset', title: { zh: '网页没有声明字符集', en: 'No character set declared' }, severity: 'info', cwe: 116, owasp: 'A03', control: control.intrusion,
    meaning: 'Content-Type 和页面的 <meta> 都没有说明字符集，由浏览器猜测。', harm: '可能乱码；少数旧浏览器会被诱导用别的字符集解释，绕过对脚本的过滤。', remedy: { nginx: 'charset utf-8;', apache: 'AddDefaultCharset UTF-8', application: '在 <head> 最前写 <meta charset="utf-8">。' }, references: ['https://html.spec.whatwg.org/multipage/semantics.html#charset'],
    run: ofHomePage((page) => (/charset\s*=/i.test(headerOf(page.answer, 'content-type')) || page.elements.some((e) => e.name === 'meta' && (e.attributes.charset || /charset\s*=/i.test(e.attributes.content ?? ''))) ? pass(`字符集 ${page.charset}`) : { verdict: 'warn', note: '没有声明字符集', ...certain(page.answer) })),
  }),
  siteRow({
    id: 'web.header.cors', title: { zh: '跨域许可过宽', en: 'Cross-origin access is wide open' }, severity: 'medium', cwe: 942, owasp: 'A05', control: control.access,
    meaning: '首页的应答同时允许任何来源（* 或 null）和携带凭据。', harm: '任何网站都可能以用户的身份读取本站内容。', remedy: { general: 'Access-Control-Allow-Origin 只写确需的来源，不写 null，不与 Allow-Credentials 同用 *。', nginx: 'add_header Access-Control-Allow-Origin https://app.example.edu.cn always;' }, references: ['https://fetch.spec.whatwg.org/#http-cors-protocol'],
    run: ofHome((answer) => {
      const origin = headerOf(answer, 'access-control-allow-origin').trim();
      const credentials = /^true$/i.test(headerOf(answer, 'access-control-allow-credentials').trim());
      return origin === 'null' && credentials ? fail('允许来源 null 并携带凭据', certain(answer)) : origin === '*' && credentials ? { verdict: 'warn', note: '允许来源 * 并携带凭据（浏览器会拒绝，但说明配置有误）', ...certain(answer) } : pass(origin ? `允许的来源：${origin.slice(0, 100)}` : '不允许跨域');
    }),
  }),
  siteRow({
    id: 'web.header.cache', title: { zh: '带会话的页面可被公共缓存', en: 'A page with a session may be cached in public' }, severity: 'low', cwe: 525, owasp: 'A05', control: control.confidential,
    meaning: '应答写入 Cookie，又声明可以公共缓存（public 或 s-maxage）。', harm: '缓存服务器可能把一个人的会话发给另一个人。', remedy: { nginx: 'add_header Cache-Control "private, no-store" always;', application: '写入会话 Cookie 的应答设 Cache-Control: private, no-store。' }, references: ['RFC 9111 7.3'],
    run: ofHome((answer) => {
      const cache = valuesOf(answer, 'cache-control').join(', ');
      return headerOf(answer, 'set-cookie') && /(^|[\s,])(public|s-maxage\s*=\s*[1-9])/i.test(cache) && !/private|no-store/i.test(cache) ? fail(`Set-Cookie 与 Cache-Control: ${cache.slice(0, 100)} 同时出现`, certain(answer)) : pass('没有这种情况');
    }),
  }),
  siteRow({
    id: 'web.header.basic', title: { zh: '明文传输的 HTTP 基本认证', en: 'Basic authentication without TLS' }, severity: 'high', cwe: 319, owasp: 'A02', control: control.identity,
    meaning: '站点在 HTTP 上要求基本认证（WWW-Authenticate: Basic），用户名和口令只是编码，没有加密。', harm: '同一网络里的人可以直接读到口令。', remedy: { general: '先启用 HTTPS，再要求登录。' }, references: ['RFC 7617 4'],
    run(_context, { home }) {
      if (!('status' in home)) return notApplicable('没有应答');
      if (home.url.startsWith('https:')) return pass('使用 HTTPS');
      return /(^|,)\s*(basic|digest)\b/i.test(valuesOf(home, 'www-authenticate').join(', ')) ? fail(`HTTP 上要求认证：${headerOf(home, 'www-authenticate').slice(0, 100)}`, certain(home)) : pass('没有要求基本认证');
    },
  }),
  siteRow({
    id: 'web.header.debug', title: { zh: '应答头带有调试信息', en: 'Debugging headers are sent' }, severity: 'low', cwe: 489, owasp: 'A05', control: control.intrusion,
    meaning: '应答里有 X-Debug-Token、X-ChromeLogger-Data 等调试工具的头。', harm: '说明调试功能在线上打开着，可能泄露查询语句、配置和源代码。', remedy: { application: 'Symfony：APP_ENV=prod、APP_DEBUG=0。其他框架同样关闭调试工具。' }, references: ['CWE-489'],
    run: ofHome((answer) => {
      const shown = answer.headers.find(([n]) => /^(x-debug-token(-link)?|x-chromelogger-data|x-chromephp-data|x-firephp-data|x-wf-protocol-1|x-debug-exception)$/i.test(n));
      return shown ? fail(`有调试头 ${shown[0]}`, certain(answer)) : pass('没有调试头');
    }),
  }),
];
