import { parseDocument, visit } from 'yaml';
import { severities, type Check, type Severity } from '../check.ts';
import { isFailure, type HttpAnswer } from '../context/context.ts';
import { fail, notTested, pass } from '../check.ts';
import { evidenceOf } from '../evidence.ts';
import { looksLikeHtml, siblingOf } from '../web/exposed-files.ts';
import { control, siteRow } from '../web/rows.ts';
import { similarity } from '../web/similarity.ts';

const mostBytes = 64 << 10;
const mostPaths = 10;
const mostMatchers = 20;
type Matcher = { type: 'word' | 'regex' | 'status' | 'binary'; part: 'body' | 'header' | 'all'; values: readonly string[]; and: boolean; negative: boolean };
interface Request { method: 'GET' | 'HEAD'; paths: readonly string[]; and: boolean; matchers: readonly Matcher[] }

/** Keys that a benign template may have; whatever else stands there is a reason to refuse it. */
const topKeys = new Set(['id', 'info', 'http', 'requests']);
const requestKeys = new Set(['method', 'path', 'matchers', 'matchers-condition', 'headers', 'stop-at-first-match', 'max-size', 'redirects', 'host-redirects', 'max-redirects']);
const matcherKeys = new Set(['type', 'part', 'words', 'regex', 'status', 'binary', 'condition', 'negative', 'name']);
const outOfBand = /interactsh|oast\.|burpcollaborator|dnslog|ceye\.io/i;

/**
 * A template in nuclei's format, if it provably does no more than look: GET or HEAD of fixed addresses, fixed matchers.
 * Else every reason why not, in Chinese. Reads anything, never throws.
 */
export function readTemplate(text: string): { check: Check<'site'> } | { faults: string[] } {
  if (Buffer.byteLength(text) > mostBytes) return { faults: [`模板超过 ${mostBytes >> 10} kB`] };
  let document: ReturnType<typeof parseDocument>;
  let root: unknown;
  try {
    document = parseDocument(text, { schema: 'core', customTags: [], uniqueKeys: true, merge: false, logLevel: 'silent' });
    if (document.errors.length) return { faults: [`不是合格的 YAML：${document.errors[0]!.message.split('\n')[0]!.slice(0, 200)}`] };
    let strange: string | undefined;
    let nodes = 0;
    visit(document, { Alias: () => { strange = '不接受 YAML 别名（& 和 *）'; return visit.BREAK; }, Node: (_key, node) => { if (++nodes > 3000) { strange = '模板的内容过多'; return visit.BREAK; } if (node.tag && !/^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(node.tag)) { strange = `不接受 YAML 标签 ${node.tag.slice(0, 60)}`; return visit.BREAK; } return undefined; } });
    if (strange) return { faults: [strange] };
    root = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    return { faults: [`不是合格的 YAML：${(error as Error).message.slice(0, 200)}`] };
  }
  const faults: string[] = [];
  if (!isMap(root)) return { faults: ['模板应为一个映射'] };
  for (const key of Object.keys(root)) if (!topKeys.has(key)) faults.push(`不接受 ${key.slice(0, 60)}：只接受 HTTP 的读取请求`);
  const id = typeof root.id === 'string' && /^[\w-]{1,80}$/.test(root.id) ? root.id : '';
  if (!id) faults.push('id 应为字母、数字、- 和 _，不超过 80 个');
  const info = isMap(root.info) ? root.info : {};
  const name = typeof info.name === 'string' ? info.name.slice(0, 200) : '';
  if (!name) faults.push('缺少 info.name');
  const severity: Severity = severities.find((s) => s === String(info.severity).toLowerCase()) ?? 'info';
  if (outOfBand.test(text)) faults.push('不接受带外探测（interactsh 等）');
  const blocks = root.http ?? root.requests;
  if (!Array.isArray(blocks) || !blocks.length || blocks.length > 3) faults.push('http 应为一至三个请求');
  const requests = (Array.isArray(blocks) ? blocks.slice(0, 3) : []).map((b) => readRequest(b, faults));
  const paths = requests.reduce((n, r) => n + r.paths.length, 0);
  if (paths > mostPaths) faults.push(`地址不超过 ${mostPaths} 个，现有 ${paths} 个`);
  return faults.length ? { faults: [...new Set(faults)].slice(0, 20) } : { check: checkOf(id, name, severity, typeof info.description === 'string' ? info.description.slice(0, 1000) : name, requests) };
}

function readRequest(block: unknown, faults: string[]): Request {
  const nothing: Request = { method: 'GET', paths: [], and: false, matchers: [] };
  if (!isMap(block)) { faults.push('请求应为映射'); return nothing; }
  for (const key of Object.keys(block)) if (!requestKeys.has(key)) faults.push(`不接受 ${key.slice(0, 60)}`);
  const method = block.method ?? 'GET';
  if (method !== 'GET' && method !== 'HEAD') faults.push(`不接受方法 ${JSON.stringify(method).slice(0, 20)}，只用 GET 和 HEAD`);
  if (block.headers !== undefined) for (const h of isMap(block.headers) ? Object.keys(block.headers) : ['']) if (h.toLowerCase() !== 'accept') faults.push(`不接受请求头 ${h.slice(0, 40)}`);
  const paths = Array.isArray(block.path) ? block.path : [];
  if (!paths.length) faults.push('缺少 path');
  for (const path of paths) faults.push(...faultsOfPath(path));
  const matchers = Array.isArray(block.matchers) ? block.matchers : [];
  if (!matchers.length || matchers.length > mostMatchers) faults.push(`matchers 应有 1 至 ${mostMatchers} 个`);
  const read = matchers.slice(0, mostMatchers).map((m) => readMatcher(m, faults));
  // a status alone says nothing: every catch-all site answers 200
  if (read.length && !read.some((m) => m.type !== 'status' && !m.negative)) faults.push('只看状态码会误报，至少要有一个 word、regex 或 binary');
  return { method: method === 'HEAD' ? 'HEAD' : 'GET', paths: paths.filter((p): p is string => typeof p === 'string'), and: block['matchers-condition'] === 'and', matchers: read };
}
export function faultsOfPath(path: unknown): string[] {
  if (typeof path !== 'string' || path.length > 300) return ['地址应为不超过 300 个字的文字'];
  const rest = /^\{\{(?:BaseURL|RootURL)\}\}(\/.*|)$/s.exec(path)?.[1];
  if (rest === undefined) return ['地址应以 {{BaseURL}} 或 {{RootURL}} 开头'];
  if (/\{\{|\}\}|§/.test(rest)) return ['地址中不接受其他占位符'];
  // what climbs, injects or calls is an attack, whatever the method
  if (/[^\x21-\x7e]|[<>'"`\\|;${}()*]|\.\.|%(?:00|0a|0d|2e|2f|5c|25|27|22|3c|3e|24|28|60|7c|3b)|\/\/|:|@|=\s*(?:https?|file|php)|\b(?:union|select|sleep|exec|cmd|eval|passwd|delete|drop|shutdown|restart|reboot|logout|remove)\b/i.test(rest)) return [`地址含有攻击或改动的成分：${rest.slice(0, 60)}`];
  return [];
}
function readMatcher(m: unknown, faults: string[]): Matcher {
  const none: Matcher = { type: 'status', part: 'body', values: [], and: false, negative: false };
  if (!isMap(m)) { faults.push('matcher 应为映射'); return none; }
  for (const key of Object.keys(m)) if (!matcherKeys.has(key)) faults.push(`matcher 不接受 ${key.slice(0, 40)}`);
  const type = m.type;
  if (type !== 'word' && type !== 'regex' && type !== 'status' && type !== 'binary') { faults.push(`不接受 matcher 类型 ${String(type).slice(0, 30)}`); return none; }
  const part = m.part ?? 'body';
  if (part !== 'body' && part !== 'header' && part !== 'all') faults.push(`不接受 part ${JSON.stringify(part).slice(0, 30)}`);
  const list = m[type === 'word' ? 'words' : type];
  const values = (Array.isArray(list) ? list : []).map(String);
  if (!values.length || values.length > 30 || values.some((v) => !v || v.length > 300)) faults.push(`${type} 应有 1 至 30 项，每项不超过 300 个字`);
  if (type !== 'status' && values.some((v) => /\{\{/.test(v))) faults.push('matcher 不接受占位符');
  if (type === 'status' && values.some((v) => !/^[1-5]\d\d$/.test(v))) faults.push('status 应为三位数');
  if (type === 'binary' && values.some((v) => !/^(?:[0-9a-f]{2}){2,}$/i.test(v))) faults.push('binary 应为十六进制，至少两个字节');
  if (type === 'regex') for (const v of values) { const why = faultOfRegex(v); if (why) faults.push(why); }
  return { type, part: part === 'header' || part === 'all' ? part : 'body', values, and: m.condition === 'and', negative: m.negative === true };
}
/** What could run without end, or RE2 does not know either: nothing repeated that repeats inside, no look-around, no back reference. */
export function faultOfRegex(source: string): string | undefined {
  if (source.length > 300) return '正则表达式过长';
  if (/\\[1-9]|\\k<|\(\?(?![:i)])/.test(source)) return `正则表达式不接受回溯引用和环视：${source.slice(0, 60)}`;
  if (/[)][*+{]|[)]\?[*+{]/.test(source.replace(/\\./g, 'x'))) return `正则表达式不接受对分组的重复：${source.slice(0, 60)}`;
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if ((bare.match(/[*+]|\{\d*,\d*\}/g)?.length ?? 0) > 3) return `正则表达式的重复不超过三处：${source.slice(0, 60)}`;
  if ([...source.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].some((m) => Number(m[1]) > 200 || Number(m[2] ?? 0) > 200)) return '正则表达式的次数不超过 200';
  try { compile(source); } catch { return `正则表达式有误：${source.slice(0, 60)}`; }
  return undefined;
}
const compile = (source: string): RegExp => new RegExp(source.replace(/^\(\?i\)/, ''), /^\(\?i\)/.test(source) ? 'i' : '');
const isMap = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);
/** Three repetitions over this much stay quick. */
const searched = 2000;

function holds(r: Request, answer: HttpAnswer): boolean {
  const body = Buffer.from(answer.body).toString('latin1');
  const utf8 = Buffer.from(answer.body).toString('utf8');
  const head = answer.headers.map(([n, v]) => `${n}: ${v}`).join('\n');
  const results = r.matchers.map((m) => {
    const text = m.part === 'header' ? head : m.part === 'all' ? `${head}\n\n${utf8}` : utf8;
    const one = (v: string): boolean => (m.type === 'status' ? answer.status === Number(v) : m.type === 'word' ? text.includes(v) : m.type === 'binary' ? body.includes(Buffer.from(v, 'hex').toString('latin1')) : text.split('\n').some((line) => compile(v).test(line.slice(0, searched))));
    return (m.and ? m.values.every(one) : m.values.some(one)) !== m.negative;
  });
  return r.and ? results.every(Boolean) : results.some(Boolean);
}
const checkOf = (id: string, name: string, severity: Severity, meaning: string, requests: readonly Request[]): Check<'site'> => siteRow({
  id: `template.${id}`, title: { zh: name, en: name }, intrusiveness: 2, requests: 3 * requests.reduce((n, r) => n + r.paths.length, 0), severity, cwe: null, owasp: null, control: control.holes, meaning, harm: '见模板说明。', remedy: { general: '按模板说明处理。' }, references: [],
  async run(context, site) {
    for (const r of requests) for (const path of r.paths) {
      const rest = path.replace(/^\{\{\w+\}\}/, '') || '/';
      const ask = (to: string) => context.http({ url: `${site.origin}${to}`, method: r.method, maxBytes: mostBytes });
      const answer = await ask(rest);
      if (isFailure(answer)) return notTested(answer.failed, answer.detail);
      if (!holds(r, answer)) continue;
      // the same control as for exposed files; the home page has no siblings
      if (rest !== '/') for (let n = 0; n < 2; n++) {
        const sibling = await ask(siblingOf(rest));
        if (isFailure(sibling)) return notTested(sibling.failed, sibling.detail);
        if (holds(r, sibling) || (sibling.status === answer.status && similarity(answer.body, sibling.body, [rest]) >= 0.8)) return notTested('control', '随便一个同类网址也符合，无法分辨');
      }
      return fail(`${rest} 符合模板 ${id}`, { confidence: looksLikeHtml(answer.body) ? 'tentative' : 'firm', place: { url: answer.url }, evidence: [evidenceOf(answer, Buffer.from(answer.body).toString('utf8'))] });
    }
    return pass('不符合模板');
  },
});
