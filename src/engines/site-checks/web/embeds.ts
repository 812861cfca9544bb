import { fail, notApplicable, pass, type Check, type Outcome } from '../check.ts';
import { evidenceOf } from '../evidence.ts';
import type { Element, Page } from '../page.ts';
import { control, pageRow } from './rows.ts';

const lineOf = (page: Page, e: Element): number => page.html.slice(0, e.at).split('\n').length;
const told = (page: Page, wrong: readonly Element[], note: string, good: string, verdict: 'fail' | 'warn' = 'fail'): Outcome => (wrong[0] ? fail(note, { verdict, confidence: 'certain', place: { line: lineOf(page, wrong[0]) }, evidence: [evidenceOf(page.answer, page.html, wrong[0].at)] }) : pass(good));
const plain = (address: string | undefined): boolean => /^\s*http:\/\//i.test(address ?? '');
const list = (wrong: readonly string[]): string => [...new Set(wrong.map((w) => w.trim().slice(0, 100)))].slice(0, 5).join('、');
const active = (e: Element): string | undefined => (e.name === 'script' || e.name === 'iframe' || e.name === 'embed' ? e.attributes.src : e.name === 'link' && /stylesheet/i.test(e.attributes.rel ?? '') ? e.attributes.href : e.name === 'object' ? e.attributes.data : undefined);
const passive = (e: Element): string | undefined => (/^(img|audio|video|source)$/.test(e.name) ? e.attributes.src : undefined);
const hasPassword = (e: Element): boolean => e.name === 'input' && e.attributes.type?.toLowerCase() === 'password';
const formOf = (e: Element): Element | undefined => { let f: Element | null = e; while (f && f.name !== 'form') f = f.parent; return f ?? undefined; };
const ofTls = (judge: (page: Page) => Outcome) => (_context: unknown, page: Page): Outcome => (page.url.startsWith('https:') ? judge(page) : notApplicable('不是 HTTPS 页面'));

/** What a page draws in and sends out. */
export const embedChecks: readonly Check<'page'>[] = [
  pageRow({ id: 'web.mixed.active', title: { zh: 'HTTPS 页面加载 HTTP 脚本', en: 'Active mixed content' }, severity: 'medium', cwe: 319, owasp: 'A02', control: control.transport, meaning: 'HTTPS 页面用 HTTP 加载脚本、样式或框架。', harm: '传输途中可被改写；浏览器会拦截，页面功能缺失。', remedy: { application: '改为 https:// 或相对地址。', nginx: 'add_header Content-Security-Policy "upgrade-insecure-requests" always;' }, references: ['https://www.w3.org/TR/mixed-content/'],
    run: ofTls((page) => { const wrong = page.elements.filter((e) => plain(active(e))); return told(page, wrong, `用 HTTP 加载：${list(wrong.map((e) => active(e)!))}`, '没有混合内容'); }) }),
  pageRow({ id: 'web.mixed.passive', title: { zh: 'HTTPS 页面加载 HTTP 图片', en: 'Passive mixed content' }, severity: 'info', cwe: 319, owasp: 'A02', control: control.transport, meaning: 'HTTPS 页面用 HTTP 加载图片、音视频。', harm: '传输途中可被替换或监视。', remedy: { application: '改为 https:// 或相对地址。' }, references: ['https://www.w3.org/TR/mixed-content/'],
    run: ofTls((page) => { const wrong = page.elements.filter((e) => plain(passive(e))); return told(page, wrong, `用 HTTP 加载：${list(wrong.map((e) => passive(e)!))}`, '没有混合内容', 'warn'); }) }),
  pageRow({ id: 'web.form.plain', title: { zh: '口令在 HTTP 页面上输入', en: 'Password form without TLS' }, severity: 'high', cwe: 319, owasp: 'A02', control: control.transport, meaning: '登录表单所在的页面没有使用 HTTPS。', harm: '同一网络里的人可以读到口令，或改写登录页。', remedy: { general: '全站启用 HTTPS，HTTP 一律跳转。' }, references: ['CWE-319'],
    run: (_context, page) => (page.url.startsWith('https:') ? pass('使用 HTTPS') : told(page, page.elements.filter(hasPassword), 'HTTP 页面上有口令输入框', '没有口令输入框')) }),
  pageRow({ id: 'web.form.get', title: { zh: '口令写进网址', en: 'Password sent in the address' }, severity: 'medium', cwe: 598, owasp: 'A04', control: control.identity, meaning: '登录表单用 GET 提交，口令会出现在网址里。', harm: '口令留在浏览历史、服务器日志和来源地址里。', remedy: { application: '表单改用 method="post"。' }, references: ['CWE-598'],
    // a form that a script sends has no action of its own
    run: (_context, page) => told(page, page.elements.filter((e) => { const form = hasPassword(e) ? formOf(e) : undefined; return !!form?.attributes.action && !/^(#|javascript:)/i.test(form.attributes.action) && (form.attributes.method ?? 'get').toLowerCase() === 'get' && !form.attributes.onsubmit; }), '含口令的表单用 GET 提交', '没有这种表单') }),
  pageRow({ id: 'web.form.downgrade', title: { zh: 'HTTPS 页面的表单提交到 HTTP', en: 'Form sent without TLS' }, severity: 'medium', cwe: 319, owasp: 'A02', control: control.transport, meaning: 'HTTPS 页面的表单把内容提交到 HTTP 地址。', harm: '填写的内容以明文传输。', remedy: { application: 'action 改为 https:// 或相对地址。' }, references: ['CWE-319'],
    run: ofTls((page) => { const wrong = page.elements.filter((e) => e.name === 'form' && plain(e.attributes.action)); return told(page, wrong, `提交到 ${list(wrong.map((e) => e.attributes.action!))}`, '没有这种表单'); }) }),
  pageRow({ id: 'web.script.integrity', title: { zh: '外部脚本没有完整性校验', en: 'Outside script without integrity' }, severity: 'info', cwe: 353, owasp: 'A08', control: '8.1.4.7 数据完整性', meaning: '页面从公共 CDN 加载固定版本的脚本，没有 integrity 属性。', harm: '该 CDN 被攻破时，本站会执行被改写的脚本。', remedy: { application: '脚本放到本站，或加 integrity="sha384-…" crossorigin="anonymous"。' }, references: ['https://www.w3.org/TR/SRI/'],
    run: (_context, page) => { const wrong = page.elements.filter((e) => e.name === 'script' && !e.attributes.integrity && /^(https?:)?\/\/[^/]*(jsdelivr|unpkg|cdnjs|bootcdn|bootcss|staticfile|jquery\.com|polyfill|baomitu|bytedance)[^/]*\//i.test(e.attributes.src ?? '')); return told(page, wrong, `没有校验：${list(wrong.map((e) => e.attributes.src!))}`, '没有这种脚本', 'warn'); } }),
  pageRow({ id: 'web.script.polyfill', title: { zh: '加载被接管过的公共脚本', en: 'Script from a hijacked public host' }, severity: 'high', cwe: 829, owasp: 'A08', control: control.intrusion, meaning: '页面从 polyfill.io、bootcss 等曾被接管并投毒的公共站点加载脚本。', harm: '访问者可能被跳转到赌博、色情网站。', remedy: { application: '立即删除引用，改用本站文件。' }, references: ['https://sansec.io/research/polyfill-supply-chain-attack'],
    run: (_context, page) => { const wrong = page.elements.filter((e) => e.name === 'script' && /^(https?:)?\/\/([^/]*\.)?(polyfill\.io|polyfill\.com|bootcss\.com|bootcdn\.net|staticfile\.(net|org)|unionadjs\.com|xhsbpza\.com|macoms\.la|newcrbpc\.com)\//i.test(e.attributes.src ?? '')); return told(page, wrong, `加载 ${list(wrong.map((e) => e.attributes.src!))}`, '没有发现'); } }),
  pageRow({ id: 'web.plugin.obsolete', title: { zh: '页面使用已淘汰的插件', en: 'Obsolete plug-in' }, severity: 'low', cwe: 477, owasp: 'A06', control: control.holes, meaning: '页面使用 Flash、ActiveX、Java Applet 或 Silverlight。', harm: '现代浏览器无法显示；为此保留旧浏览器的用户面临风险。', remedy: { application: '改用 HTML5。' }, references: ['https://www.adobe.com/products/flashplayer/end-of-life.html'],
    run: (_context, page) => told(page, page.elements.filter((e) => e.name === 'applet' || (e.name === 'object' && /^clsid:/i.test(e.attributes.classid ?? '')) || ((e.name === 'embed' || e.name === 'object') && /shockwave-flash|silverlight/i.test(e.attributes.type ?? ''))), '页面使用已淘汰的插件', '没有发现', 'warn') }),
];
