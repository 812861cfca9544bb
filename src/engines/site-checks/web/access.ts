import { fail, notApplicable, notTested, pass, type Check } from '../check.ts';
import { headerOf, isFailure } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import { control, siteRow } from './rows.ts';

/** A page that nobody owns: example names are reserved (RFC 2606). */
const stranger = 'https://stranger.example';

export const accessChecks: readonly Check<'site'>[] = [
  siteRow({
    id: 'web.https.forced', title: { zh: 'HTTP 没有强制跳转 HTTPS', en: 'HTTP is not forced to HTTPS' }, intrusiveness: 1, requests: 4, severity: 'medium', cwe: 319, owasp: 'A02', control: control.transport,
    meaning: '用 http:// 访问时没有跳转到 https://。', harm: '内容和口令以明文传输，可被窃取、篡改。', remedy: { nginx: 'server { listen 80; return 301 https://$host$request_uri; }', apache: 'RewriteEngine On\nRewriteCond %{HTTPS} off\nRewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]', tomcat: 'web.xml 的 user-data-constraint 设 transport-guarantee 为 CONFIDENTIAL。', iis: '用 URL 重写模块把 HTTP 重定向到 HTTPS。' }, references: ['RFC 9110 4.2.2'],
    async run(context, site) {
      // behind a port of its own a site has no plain twin that could be named
      if (site.port !== (site.tls ? 443 : 80)) return notApplicable('站点使用自定的端口');
      const answer = await context.http({ url: `http://${site.host.includes(':') ? `[${site.host}]` : site.host}/`, maxBytes: 4096, mayRefuse: true });
      if (isFailure(answer)) return answer.failed === 'refused' && site.tls ? pass('未开放 HTTP') : notTested(answer.failed, answer.detail);
      return /^https:/i.test(answer.redirect ?? '') ? pass(`跳转到 ${answer.redirect!.slice(0, 200)}`) : fail(`HTTP 应答 ${answer.status}${answer.redirect ? `，跳转到 ${answer.redirect.slice(0, 100)}` : ''}`, { confidence: 'certain', evidence: [evidenceOf(answer)] });
    },
  }),
  siteRow({
    id: 'web.cors.reflected', title: { zh: '跨域许可照抄请求来源', en: 'CORS reflects any origin' }, intrusiveness: 1, requests: 1, severity: 'high', cwe: 942, owasp: 'A01', control: control.access,
    meaning: '请求写什么来源，应答就许可什么来源，并允许携带凭据。', harm: '任何网站都能以已登录用户的身份读取本站内容。', remedy: { application: '用名单核对 Origin，不照抄；不需要时不发 Access-Control-Allow-Credentials。', nginx: 'map $http_origin $allowed { default ""; "https://app.example.edu.cn" $http_origin; }\nadd_header Access-Control-Allow-Origin $allowed always;' }, references: ['https://fetch.spec.whatwg.org/#http-cors-protocol', 'CWE-942'],
    async run(context, site) {
      const answer = await context.http({ url: `${site.origin}/`, origin: stranger, maxBytes: 4096 });
      if (isFailure(answer)) return notTested(answer.failed, answer.detail);
      if (headerOf(answer, 'access-control-allow-origin').trim() !== stranger) return pass('没有照抄来源');
      const credentials = /^true$/i.test(headerOf(answer, 'access-control-allow-credentials').trim());
      return fail(`照抄来源 ${stranger}${credentials ? '，并允许携带凭据' : '，不允许携带凭据'}`, { ...(!credentials && { verdict: 'warn', severity: 'low' }), confidence: 'certain', evidence: [evidenceOf(answer)] });
    },
  }),
  siteRow({
    id: 'web.methods', title: { zh: '开放不需要的请求方法', en: 'Unneeded methods allowed' }, intrusiveness: 1, requests: 1, severity: 'low', cwe: 650, owasp: 'A05', control: control.network,
    meaning: 'OPTIONS 应答的 Allow 头列有 PUT、DELETE、TRACE、PROPFIND 等方法。', harm: '若确实可用，可上传、删除文件或回显请求头。', remedy: { nginx: 'limit_except GET POST { deny all; }', apache: 'TraceEnable Off\n<LimitExcept GET POST HEAD>\n  Require all denied\n</LimitExcept>', tomcat: 'DefaultServlet 的 readonly 保持 true；Connector 的 allowTrace 保持 false。', iis: '卸载 WebDAV；在请求筛选中禁止 TRACE、PUT、DELETE。' }, references: ['RFC 9110 9.3', 'CWE-650'],
    async run(context, site) {
      const answer = await context.http({ url: `${site.origin}/`, method: 'OPTIONS', maxBytes: 4096 });
      if (isFailure(answer)) return notTested(answer.failed, answer.detail);
      const wide = headerOf(answer, 'allow').toUpperCase().split(/[\s,]+/).filter((m) => /^(PUT|DELETE|TRACE|TRACK|CONNECT|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK|SEARCH)$/.test(m));
      // the server says so; whether it does so would take a request that changes things
      return wide.length ? { verdict: 'warn', note: `Allow 列有 ${wide.join('、')}（只看声明，没有试用）`, confidence: 'tentative', evidence: [evidenceOf(answer)] } : pass('没有声明这类方法');
    },
  }),
];
