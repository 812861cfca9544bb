import { fail, notApplicable, notTested, pass, type Check, type Outcome } from '../check.ts';
import { isFailure, type HttpAnswer } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import type { Page } from '../page.ts';
import { libraries, type Library } from './library-data.ts';
import { control, pageRow, siteRow } from './rows.ts';

/** Only `1.2`, `1.2.3`, `1.2.3-rc.1`: a hash such as `47a9c871` or a date is no version. */
const semver = /^\d{1,2}\.\d{1,3}(?:\.\d{1,3}){0,2}(?:-(?:alpha|beta|rc|lts)[.\d]*)?$/;
interface Seen { library: Library; version: string; firm: boolean; where: string }

/** Below zero where `a` is the older. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((v) => v.split('-')[0]!.split('.').map(Number));
  for (let i = 0; i < 4; i++) { const d = (x![i] ?? 0) - (y![i] ?? 0); if (d) return d; }
  return Number(b.includes('-')) - Number(a.includes('-'));
}
/** `/lib/jquery-1.8.3.min.js`, `/ajax/libs/jquery/1.8.3/jquery.min.js`, `/npm/vue@2.6.14/dist/vue.js`. */
export function fromAddress(src: string): { library: Library; version: string } | undefined {
  const path = src.split(/[?#]/)[0]!;
  const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (!file.endsWith('.js')) return undefined;
  const bare = file.slice(0, -3);
  const inName = /[-._@]v?(\d{1,2}\.\d{1,3}(?:\.\d{1,3}){0,2}(?:-(?:alpha|beta|rc)[.\d]*)?)(?=$|[._-](?:min|slim|pack|custom|prod|bundle|full|all))/.exec(bare);
  const name = (inName ? bare.slice(0, inName.index) + bare.slice(inName.index + inName[0].length) : bare).replace(/[._-]min$/, '');
  const library = libraries.find((l) => l.file.test(name));
  const version = inName?.[1] ?? /(?:\/|@)v?(\d{1,2}\.\d{1,3}\.\d{1,3})\//.exec(path)?.[1];
  return library && version && semver.test(version) ? { library, version } : undefined;
}
export function fromText(text: string): { library: Library; version: string }[] {
  return libraries.flatMap((library) => { const version = library.banner?.exec(text)?.[1]; return version && semver.test(version) ? [{ library, version }] : []; });
}
const scriptsOf = (page: Page): string[] => page.elements.filter((e) => e.name === 'script' && e.attributes.src).map((e) => e.attributes.src!);
function seenOn(page: Page): Seen[] {
  const seen: Seen[] = [];
  for (const src of scriptsOf(page)) { const s = fromAddress(src); if (s) seen.push({ ...s, firm: false, where: src }); }
  for (const e of page.elements) if (e.name === 'script' && !e.attributes.src) for (const c of e.children) if (typeof c === 'string' && c.length > 500) for (const s of fromText(c.slice(0, 200_000))) seen.push({ ...s, firm: true, where: '页面内的脚本' });
  return seen;
}
/** One finding a library and version, with every hole it has. */
function judge(seen: readonly Seen[], answer: HttpAnswer): Outcome[] {
  const once = [...new Map(seen.map((s) => [`${s.library.name} ${s.version}`, s])).values()];
  const found = once.flatMap((s): Outcome[] => {
    const holes = s.library.holes.filter((x) => (!x.below || compareVersions(s.version, x.below) < 0) && (!x.from || compareVersions(s.version, x.from) >= 0));
    if (!holes.length) return [];
    const worst = holes.some((x) => x.severity === 'high') ? 'high' : holes.some((x) => x.severity === 'medium') ? 'medium' : 'low';
    return [fail(`${s.library.name} ${s.version} 有已知漏洞 ${[...new Set(holes.map((x) => x.cve))].join('、')}（${s.where.slice(0, 200)}）`, { severity: worst === 'high' ? 'medium' : 'low', confidence: s.firm ? 'firm' : 'tentative', place: { element: `${s.library.name} ${s.version}` }, evidence: [evidenceOf(answer)] })];
  });
  return found.length ? found : [once.length ? pass(`认出 ${once.map((s) => `${s.library.name} ${s.version}`).join('、').slice(0, 300)}，没有已知漏洞`) : notApplicable('没有认出带版本的脚本库')];
}

const words = { cwe: 1104, owasp: 'A06', control: control.holes, meaning: '网页使用的脚本库版本较旧，有公开的漏洞。', harm: '满足条件时可被利用执行跨站脚本等攻击。', remedy: { general: '升级到没有漏洞的版本，升级前在测试环境检查兼容性；不用的脚本库从页面删除。' } } as const;
/** Fetched at most: what a home page has of scripts of its own. */
const files = 12;
export const libraryChecks: readonly Check[] = [
  pageRow({ ...words, id: 'web.script.library', title: { zh: '脚本库有已知漏洞', en: 'JavaScript library with known holes' }, severity: 'low', references: ['CWE-1104', 'https://nvd.nist.gov/'], run: (_context, page) => judge(seenOn(page), page.answer) }),
  pageRow({
    ...words, id: 'web.script.unmaintained', title: { zh: '脚本库已停止维护', en: 'JavaScript library without upkeep' }, severity: 'info', meaning: '网页使用的脚本库版本已经不再修补漏洞。', harm: '以后发现的漏洞不会有补丁。', references: ['CWE-1104'],
    run(context, page) {
      const today = context.now().slice(0, 10);
      const old = seenOn(page).find(({ library: { unmaintained: u }, version }) => u && u.since < today && compareVersions(version, u.below) < 0);
      return old ? { verdict: 'warn', note: `${old.library.name} ${old.version} 自 ${old.library.unmaintained!.since} 起停止维护（${old.library.unmaintained!.source}）`, confidence: old.firm ? 'firm' : 'tentative', evidence: [evidenceOf(page.answer)] } : pass('没有发现');
    },
  }),
  siteRow({
    ...words, id: 'web.script.library_file', title: { zh: '首页脚本文件内的库有已知漏洞', en: 'Library inside script files with known holes' }, intrusiveness: 2, requests: files, severity: 'low', references: ['CWE-1104'],
    async run(context, site) {
      if (!site.page) return notApplicable('首页不是网页');
      const base = site.page.answer.url;
      const own = [...new Set(scriptsOf(site.page).flatMap((src) => { try { const u = new URL(src, base); return u.origin === new URL(base).origin ? [u.href] : []; } catch { return []; } }))].slice(0, files);
      const seen: Seen[] = [];
      for (const url of own) {
        const answer = await context.http({ url, accept: '*/*', maxBytes: 64 << 10 });
        if (isFailure(answer)) return notTested(answer.failed, answer.detail);
        // two libraries joined in one file each keep their own banner; the name says nothing of either
        if (answer.status === 200) for (const s of fromText(Buffer.from(answer.body).toString('utf8'))) seen.push({ ...s, firm: true, where: url });
      }
      return judge(seen, site.page.answer);
    },
  }),
];
