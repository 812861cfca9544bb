import { fail, pass, type Check, type Outcome } from '../check.ts';
import { headerOf, isFailure, type Context } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import type { Element, Page } from '../page.ts';
import { lineOf } from './dark-links.ts';
import { whose } from './domains.ts';
import { hidingOf } from './hiding.ts';
import { injected, stylesByScript } from './injected.ts';
import { cascade } from './style-cascade.ts';

const about = {
  area: 'content', cwe: 506, owasp: 'A08', control: '8.1.4.5 恶意代码防范', intrusiveness: 0, requests: 0,
  harm: '访问者的浏览器会加载攻击者的内容，被跳转到赌博、色情网站，被下载木马或被占用计算资源；学校网站成为传播源。',
  remedy: { general: '保全证据后删除被写入的代码，从可信备份恢复；检查模板、公共脚本、数据库和上传目录，修复被利用的漏洞，更换被盗账号。', nginx: "add_header Content-Security-Policy \"default-src 'self'; frame-src 'self'; script-src 'self'; object-src 'none'\" always;", apache: "Header always set Content-Security-Policy \"default-src 'self'; frame-src 'self'; script-src 'self'; object-src 'none'\"", tomcat: '用过滤器为所有应答加 Content-Security-Policy。', iis: '在 web.config 的 customHeaders 中加入 Content-Security-Policy。', application: '外部脚本改为本地部署，确需引用的加 integrity 校验。' },
  references: ['GB/T 22239-2019 8.1.4.5', 'https://www.w3.org/TR/CSP3/', 'https://cwe.mitre.org/data/definitions/506.html'],
} as const;

const hostOf = (address: string | undefined, page: Page): string => { try { const u = new URL((address ?? '').trim(), page.url); return /^https?:$/.test(u.protocol) ? u.hostname : ''; } catch { return ''; } };
const scriptText = (e: Element): string => e.children.filter((c) => typeof c === 'string').join('');
const found = (page: Page, e: { at: number }, note: string, element: string, more: Partial<Outcome> = {}): Outcome => fail(note, { confidence: 'firm', place: { line: lineOf(page.html, e.at), element: element.slice(0, 300) }, evidence: [evidenceOf(page.answer, page.html, e.at)], ...more });
const or = (outcomes: Outcome[], note: string): Outcome | Outcome[] => (outcomes.length ? outcomes.slice(0, 10) : pass(note));

const miners = /coinhive|coin-?imp|cryptoloot|crypto-loot|deepminer|webminepool|minero\.cc|jsecoin|coinhave|CoinHive\.(?:Anonymous|User)|cryptonight|stratum\+tcp|monerominer|webmr\.js/i;
/** Frames that statistics and single sign-on hide by nature are on own or known domains; the rest of the page cannot be judged by size alone. */
function hiddenFrames(context: Context, page: Page): Outcome | Outcome[] {
  const home = new URL(page.url).hostname;
  const styleOf = cascade(page, stylesByScript(page));
  const { written } = injected(page);
  const outcomes: Outcome[] = [];
  for (const { e, encoded } of [...page.elements.map((x) => ({ e: x, encoded: false })), ...written.flatMap((w) => w.elements.map((x) => ({ e: x, encoded: w.encoded })))]) {
    if (e.name !== 'iframe' && e.name !== 'frame') continue;
    const host = hostOf(e.attributes.src, page);
    const kind = host ? whose(host, home, context) : 'own';
    if (kind === 'own' || kind === 'known') continue;
    const size = ['width', 'height'].some((n) => /^[0-2](px)?$/.test((e.attributes[n] ?? styleOf(e)[n] ?? '').trim()));
    const hidden = hidingOf(e, styleOf)?.way ?? (size ? '宽或高不足 3 像素' : encoded ? '由编码过的脚本写入' : undefined);
    if (hidden) outcomes.push(found(page, e, `隐藏的框架（${hidden}）加载陌生域名 ${host}`, e.attributes.src ?? '', { confidence: kind === 'bad' ? 'certain' : 'firm' }));
  }
  return or(outcomes, '没有隐藏的外部框架');
}
function strangeScripts(context: Context, page: Page): Outcome | Outcome[] {
  const home = new URL(page.url).hostname;
  const outcomes: Outcome[] = [];
  for (const e of page.elements) {
    if (e.name !== 'script' || !e.attributes.src) continue;
    const host = hostOf(e.attributes.src, page);
    const kind = host ? whose(host, home, context) : 'own';
    if (kind === 'bad' || miners.test(e.attributes.src)) outcomes.push(found(page, e, `加载恶意脚本 ${host}`, e.attributes.src, { severity: 'high', confidence: 'certain' }));
    // a vendor's script is no attack: without a second sign it is a question
    else if (kind === 'unknown') { const odd = e.after_end || /^\d+(\.\d+){3}$/.test(host); outcomes.push({ ...found(page, e, `加载陌生域名 ${host} 的脚本${odd ? e.after_end ? '，且位于 </html> 之后' : '，且直接用地址引用' : '，请核实是否为本单位引用'}`, e.attributes.src, { severity: odd ? 'high' : 'medium', confidence: odd ? 'firm' : 'tentative' }), verdict: odd ? 'fail' : 'warn' }); }
  }
  return or(outcomes, '没有陌生域名的脚本');
}
/** Long lines that only run what they decode. Packed libraries are long too, but do not write frames or leave for elsewhere. */
function obfuscated(context: Context, page: Page): Outcome | Outcome[] {
  const home = new URL(page.url).hostname;
  const outcomes: Outcome[] = [];
  for (const e of page.elements) {
    if (e.name !== 'script') continue;
    const text = scriptText(e);
    if (text.length < 60) continue;
    if (miners.test(text)) { outcomes.push(found(page, e, '页内脚本含挖矿程序特征', 'script', { confidence: 'certain' })); continue; }
    const longest = text.slice(0, 400_000).split('\n').reduce((n, l) => Math.max(n, l.length), 0);
    const coded = (text.match(/\\x[0-9a-f]{2}|%u?[0-9a-f]{2,4}|_0x[0-9a-f]{4,6}/gi) ?? []).length;
    const runs = /\beval\s*\(|document\s*(?:\.|\[)\s*["']?write|Function\s*\(|window\s*\[\s*["'](?:\\x|eval)/.test(text);
    if (longest > 500 && runs && coded > 60 && coded * 4 > text.length * 0.25) outcomes.push(found(page, e, `经过混淆的页内脚本（最长一行 ${longest} 个字符，编码 ${coded} 处）`, 'script'));
  }
  for (const m of page.html.slice(0, 500_000).matchAll(/document\.referrer[^;]{0,200}(?:baidu|sogou|so\.com|sm\.cn|bing|google)[\s\S]{0,400}?location(?:\.href)?\s*=\s*["'](https?:\/\/[^"']+)/gi)) {
    const host = hostOf(m[1], page);
    if (host && whose(host, home, context) !== 'own') outcomes.push(found(page, { at: m.index }, `脚本把来自搜索引擎的访问者跳转到 ${host}`, m[1]!, { confidence: 'certain' }));
  }
  return or(outcomes, '没有混淆或挖矿的页内脚本');
}
function objects(context: Context, page: Page): Outcome | Outcome[] {
  const home = new URL(page.url).hostname;
  const outcomes: Outcome[] = [];
  for (const e of page.elements) {
    if (e.name === 'meta' && /^refresh$/i.test(e.attributes['http-equiv'] ?? '')) {
      const to = /url\s*=\s*["']?([^"'\s>]+)/i.exec(e.attributes.content ?? '')?.[1];
      const kind = hostOf(to, page) ? whose(hostOf(to, page), home, context) : 'own';
      if (kind === 'bad' || kind === 'unknown') outcomes.push(found(page, e, `网页自动跳转到陌生域名 ${hostOf(to, page)}`, to ?? ''));
    } else if (e.name === 'object' || e.name === 'embed' || e.name === 'applet') {
      const host = hostOf(e.attributes.data ?? e.attributes.src ?? e.attributes.codebase, page);
      const kind = host ? whose(host, home, context) : 'own';
      if (kind === 'bad' || kind === 'unknown') outcomes.push(found(page, e, `${e.name} 加载陌生域名 ${host} 的插件内容`, e.attributes.data ?? e.attributes.src ?? ''));
    }
  }
  if (/^image\//i.test(headerOf(page.answer, 'content-type')) && /<script|<\?php/i.test(page.html.slice(0, 4000))) outcomes.push(found(page, { at: 0 }, '内容类型声明为图片，内容却是脚本', page.url));
  return or(outcomes, '没有陌生的插件、跳转和伪装的内容类型');
}

export const trojanChecks: readonly Check[] = [
  { ...about, id: 'content.hidden_frame', version: 1, on: 'page', severity: 'high', title: { zh: '隐藏的外部框架', en: 'Hidden frame of another site' }, meaning: '页面里有看不见的 iframe，加载的是陌生域名，是网页挂马最常见的形态。', run: hiddenFrames },
  { ...about, id: 'content.strange_script', version: 1, on: 'page', severity: 'high', title: { zh: '陌生域名的脚本', en: 'Script of an unknown domain' }, meaning: '页面加载了既不属于本单位、也不是常见服务的域名上的脚本，脚本的主人可以改变整个页面。', run: strangeScripts },
  { ...about, id: 'content.obfuscated_script', version: 1, on: 'page', severity: 'high', title: { zh: '混淆、挖矿或劫持脚本', en: 'Obfuscated, mining or hijacking script' }, meaning: '页内脚本经过混淆后执行，含挖矿程序特征，或按搜索来源跳转。', run: obfuscated },
  { ...about, id: 'content.strange_object', version: 1, on: 'page', severity: 'high', title: { zh: '陌生的插件、跳转与伪装内容', en: 'Strange objects, refreshes and disguised content' }, meaning: '页面用 object、embed 或自动跳转把访问者带到陌生域名，或者内容类型与内容不符。', run: objects },
  {
    ...about, id: 'content.malware_attachment', version: 1, on: 'attachment', severity: 'critical', needs: ['clamd'], title: { zh: '附件含恶意程序', en: 'Malware in an attachment' }, meaning: '用 ClamAV 检查网站发布的附件。',
    async run(context, file) {
      const said = await context.scan?.(file.bytes);
      if (said === undefined) return { verdict: 'not_tested', reason: 'component', note: '缺少组件：clamd' };
      if (isFailure(said)) return { verdict: 'not_tested', reason: said.failed, note: said.detail };
      return said ? fail(`附件“${file.name.slice(0, 80)}”被识别为 ${said}`, { confidence: 'certain', evidence: [evidenceOf(file.answer)] }) : pass('没有发现恶意程序');
    },
  },
];
