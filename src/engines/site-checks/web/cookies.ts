import { fail, notApplicable, pass, type Check, type Outcome } from '../check.ts';
import type { HttpAnswer } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import type { Site } from '../targets.ts';
import { control, ofHome, ofHomePage, siteRow } from './rows.ts';

interface Cookie { name: string; value: string; attributes: ReadonlyMap<string, string> }
/** RFC 6265 5.2, names of attributes in lower case. */
export function cookiesOf(answer: HttpAnswer): Cookie[] {
  return answer.headers.filter(([n]) => n.toLowerCase() === 'set-cookie').slice(0, 100).map(([, text]) => {
    const [pair = '', ...rest] = text.split(';');
    const cut = pair.indexOf('=');
    return { name: pair.slice(0, Math.max(cut, 0)).trim(), value: pair.slice(cut + 1).trim(), attributes: new Map(rest.map((a) => { const i = a.indexOf('='); return [(i < 0 ? a : a.slice(0, i)).trim().toLowerCase(), i < 0 ? '' : a.slice(i + 1).trim()]; })) };
  }).filter((c) => c.name);
}
/** Names under which servers and frameworks keep who is signed in; statistics and language choices are no sessions. */
const session = /sess|^sid$|^connect\.sid$|token|auth|login|^jwt$|ticket|asp\.net_sessionid|phpsessid|cfid|castgc|laravel|remember/i;
const notSession = /csrf|xsrf|^_ga|^_gid|^hm_l[pv]t|^__utm|lang|locale/i;
const isSession = (c: Cookie): boolean => session.test(c.name) && !notSession.test(c.name);

/** One finding for all cookies that lack it, with their names, never their values. */
function lacking(title: string, judge: (cookie: Cookie, site: Site, answer: HttpAnswer) => boolean): ReturnType<typeof ofHome> {
  return ofHome((answer, site): Outcome => {
    const cookies = cookiesOf(answer);
    if (!cookies.length) return notApplicable('首页没有写入 Cookie');
    const wrong = cookies.filter((c) => judge(c, site, answer)).map((c) => c.name.slice(0, 60));
    return wrong.length ? fail(`${title}：${[...new Set(wrong)].slice(0, 10).join('、')}`, { confidence: 'certain', evidence: [evidenceOf(answer)] }) : pass(`检查了 ${cookies.length} 个 Cookie`);
  });
}

export const cookieChecks: readonly Check<'site'>[] = [
  siteRow({
    id: 'web.cookie.httponly', title: { zh: '会话 Cookie 未设 HttpOnly', en: 'Session cookie without HttpOnly' }, severity: 'low', cwe: 1004, owasp: 'A05', control: control.identity,
    meaning: '会话 Cookie 可以被页面脚本读取。', harm: '一旦页面有跨站脚本，会话会被窃取。', remedy: { nginx: 'proxy_cookie_flags ~ httponly;', apache: 'Header edit Set-Cookie ^(.*)$ "$1; HttpOnly"', tomcat: '<Context useHttpOnly="true">', iis: '<httpCookies httpOnlyCookies="true" />', application: 'PHP：session.cookie_httponly = 1' }, references: ['RFC 6265 4.1.2.6'],
    run: lacking('没有 HttpOnly', (c) => isSession(c) && !c.attributes.has('httponly')),
  }),
  siteRow({
    id: 'web.cookie.secure', title: { zh: '会话 Cookie 未设 Secure', en: 'Session cookie without Secure' }, severity: 'low', cwe: 614, owasp: 'A05', control: control.transport,
    meaning: 'HTTPS 站点的会话 Cookie 没有 Secure，访问同名 HTTP 地址时会以明文发送。', harm: '同一网络里的人可以读到会话。', remedy: { nginx: 'proxy_cookie_flags ~ secure;', apache: 'Header edit Set-Cookie ^(.*)$ "$1; Secure"', tomcat: '<session-config><cookie-config><secure>true</secure></cookie-config></session-config>', iis: '<httpCookies requireSSL="true" />' }, references: ['RFC 6265 4.1.2.5'],
    run: lacking('没有 Secure', (c, _site, answer) => answer.url.startsWith('https:') && isSession(c) && !c.attributes.has('secure')),
  }),
  siteRow({
    id: 'web.cookie.samesite', title: { zh: 'Cookie 的 SameSite 设置有误', en: 'SameSite=None without Secure' }, severity: 'low', cwe: 1275, owasp: 'A01', control: control.access,
    // browsers take Lax where nothing is said
    meaning: 'Cookie 写了 SameSite=None 却没有 Secure。', harm: '新浏览器会丢弃它；旧浏览器在任何跨站请求里都会带上它，可被跨站请求伪造利用。', remedy: { general: '改为 SameSite=Lax；确需跨站使用时同时加 Secure。', nginx: 'proxy_cookie_flags ~ samesite=lax;' }, references: ['https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/'],
    run: lacking('SameSite=None 而没有 Secure', (c) => c.attributes.get('samesite')?.toLowerCase() === 'none' && !c.attributes.has('secure')),
  }),
  siteRow({
    id: 'web.cookie.domain', title: { zh: '会话 Cookie 发给上级域名下的所有网站', en: 'Session cookie is sent to sibling sites' }, severity: 'low', cwe: 1275, owasp: 'A05', control: control.access,
    meaning: '会话 Cookie 的 Domain 写成了上级域名，同一学校的其他网站都会收到它。', harm: '任何一个兄弟网站被攻破，都可取得本站会话。统一认证等确需共用的除外。', remedy: { application: '不写 Domain 属性，Cookie 就只发给本站。' }, references: ['RFC 6265 4.1.2.3'],
    run: lacking('Domain 为上级域名', (c, site) => { const domain = c.attributes.get('domain')?.replace(/^\./, '').toLowerCase(); return isSession(c) && !!domain && domain !== site.host && site.host.endsWith(`.${domain}`); }),
  }),
  siteRow({
    id: 'web.cookie.lifetime', title: { zh: '会话 Cookie 有效期过长', en: 'Session cookie lives too long' }, severity: 'info', cwe: 613, owasp: 'A07', control: control.identity,
    meaning: '会话 Cookie 的有效期超过一年。', harm: '在公用电脑上登录后长期有效。', remedy: { application: '会话 Cookie 不设有效期，或不超过一个工作日；服务器端同时设超时。' }, references: ['CWE-613'],
    run: lacking('有效期超过一年', (c, _site, answer) => { const age = c.attributes.get('max-age'); const until = Date.parse(c.attributes.get('expires') ?? ''); return isSession(c) && (age !== undefined ? Number(age) > 366 * 86_400 : until - Date.parse(answer.at) > 366 * 86_400_000); }),
  }),
  siteRow({
    id: 'web.cookie.backend', title: { zh: '负载均衡 Cookie 暴露内网地址', en: 'Load balancer cookie encodes an internal address' }, severity: 'low', cwe: 200, owasp: 'A05', control: control.intrusion,
    meaning: 'BIGipServer 开头的 Cookie 用可还原的编码写出了后端服务器的地址和端口。', harm: '泄露内部网络结构。', remedy: { general: '在 F5 的 HTTP profile 中启用 Encrypt Cookies，或改用不含地址的会话保持方式。' }, references: ['https://my.f5.com/manage/s/article/K6917'],
    run: ofHome((answer) => {
      const shown = cookiesOf(answer).map((c) => (/^bigipserver/i.test(c.name) ? backendOf(c.value) : undefined)).find(Boolean);
      return shown ? fail(`Cookie 可还原出后端地址 ${shown}`, { confidence: 'certain', evidence: [evidenceOf(answer)] }) : pass('没有这种 Cookie');
    }),
  }),
  siteRow({
    id: 'web.cookie.in_address', title: { zh: '会话标识写在网址里', en: 'Session id in addresses' }, severity: 'low', cwe: 598, owasp: 'A07', control: control.identity,
    meaning: '页面里的链接带有 ;jsessionid= 或 PHPSESSID= 等会话标识。', harm: '会话会随转发、日志、来源地址泄露，也可被用来固定会话。', remedy: { tomcat: '<session-config><tracking-mode>COOKIE</tracking-mode></session-config>', application: 'PHP：session.use_only_cookies = 1、session.use_trans_sid = 0' }, references: ['CWE-598'],
    run: ofHomePage((page) => {
      const link = page.elements.find((e) => /[;?&](jsessionid|phpsessid|aspsessionid\w*|sid)=[0-9a-z]{16,}/i.test(e.attributes.href ?? e.attributes.action ?? e.attributes.src ?? ''));
      return link ? fail('页面的链接带有会话标识', { confidence: 'certain', evidence: [evidenceOf(page.answer)], place: { element: link.name } }) : pass('链接里没有会话标识');
    }),
  }),
];

/** `1677787402.36895.0000`: the address as a little-endian number, the port with its bytes turned (F5 K6917). */
export function backendOf(value: string): string | undefined {
  const m = /^(\d{8,10})\.(\d{1,5})\.0000$/.exec(value);
  if (!m) return undefined;
  const [address, port] = [Number(m[1]), Number(m[2])];
  return address > 0xffff_ffff ? undefined : `${address & 255}.${(address >>> 8) & 255}.${(address >>> 16) & 255}.${address >>> 24}:${((port & 255) << 8) | (port >> 8)}`;
}
