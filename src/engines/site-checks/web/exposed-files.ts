import { randomInt } from 'node:crypto';
import { fail, notTested, pass, type Check, type Outcome } from '../check.ts';
import { headerOf, isFailure, type Context, type Failure, type HttpAnswer } from '../context/context.ts';
import { evidenceOf } from '../evidence.ts';
import { decodeBody } from '../page.ts';
import type { Site } from '../targets.ts';
import { families, type Family, type Signature } from './exposed.ts';
import { panels } from './panels.ts';
import { control, siteRow } from './rows.ts';
import { similarity } from './similarity.ts';

const mostBytes = 64 << 10;
/** Of text that signatures read. */
const mostText = 32 << 10;
/** From here on an answer is the same page as the control's. */
const alike = 0.8;
/** More hits than this share of the whole list: the site answers everything so. */
const tooMany = 0.1;

const listed: readonly Family[] = [...families, ...panels];
/** Of the whole list, with controls: what a first hit makes the run ask for. */
const wholeList = listed.reduce((n, f) => n + f.paths.length, 0) + 2 * new Set(listed.flatMap((f) => f.paths.map(kindOf))).size;

interface Asked { path: string; hit: boolean; answer: HttpAnswer; why: string }

export const exposedChecks: readonly Check<'site'>[] = listed.map((family) => siteRow({
  id: `web.exposed.${family.id}`, title: { zh: family.zh, en: `${family.en} exposed` }, intrusiveness: 2, requests: wholeList, severity: family.severity, cwe: family.cwe, owasp: family.owasp ?? 'A05', control: family.cwe === 306 ? control.access : control.intrusion,
  meaning: family.meaning, harm: family.harm, remedy: family.remedy, references: [`CWE-${family.cwe}`, 'OWASP WSTG-CONF-04'],
  run: (context, site) => lookFor(family, context, site),
}));
/** Said once for a site: every path check of it is then worth nothing. */
export const softNotFound: Check<'site'> = siteRow({
  id: 'web.soft_404', title: { zh: '不存在的网址也应答 200', en: 'Missing pages answer 200' }, intrusiveness: 2, requests: 4, severity: 'info', cwe: 393, owasp: null, control: control.network,
  meaning: '访问不存在的网址，站点不应答 404，而应答 200 或跳转。', harm: '搜索引擎会收录不存在的网页，检测也难以分辨文件是否存在。', remedy: { application: '找不到的网址应答 404，错误页面另作显示。', nginx: 'error_page 404 /404.html;', apache: 'ErrorDocument 404 /404.html', iis: '<httpErrors errorMode="Custom" existingResponse="Auto" />' }, references: ['RFC 9110 15.5.5'],
  async run(context, site) {
    const answers = await controls(context, site, '/any.html');
    if (isFailure(answers)) return notTested(answers.failed, answers.detail);
    return answers.every((a) => a.status === 404 || a.status === 410) ? pass('不存在的网址应答 404') : { verdict: 'info', note: `不存在的网址应答 ${[...new Set(answers.map((a) => a.status))].join('、')}`, confidence: 'certain', evidence: answers.map((a) => evidenceOf(a)) };
  },
});

async function lookFor(family: Family, context: Context, site: Site): Promise<Outcome[]> {
  const found: Asked[] = [];
  let failure: Failure | undefined;
  for (const path of pathsOf(family, site.host)) {
    const asked = await ask(family, path, context, site);
    if (isFailure(asked)) failure ??= asked;
    else if (asked.hit) found.push(asked);
  }
  if (!found.length) return [failure ? notTested(failure.failed, failure.detail) : pass(`${family.paths.length} 个路径都没有这类文件`)];
  const whole = await sweep(context, site);
  if (whole.hits > whole.asked * tooMany) return [notTested('control', `清单中 ${whole.asked} 个路径有 ${whole.hits} 个都像是存在，站点对任何网址都这样应答，无法分辨`)];
  return found.map(({ path, answer, why }) => fail(`${path} 可以访问：${why}`, { confidence: 'firm', place: { url: `${site.origin}${path}` }, evidence: [evidenceOf(answer, printable(answer.body))] }));
}

/** Asked once for a site and run, whoever asks first. */
const ask = (family: Family, path: string, context: Context, site: Site): Promise<Asked | Failure> => site.once(`exposed ${family.id} ${path}`, async () => {
  const answer = await context.http({ url: `${site.origin}${path}`, accept: '*/*', maxBytes: mostBytes });
  if (isFailure(answer)) return answer;
  const no = (why: string): Asked => ({ path, hit: false, answer: { ...answer, body: new Uint8Array() }, why });
  if (answer.status !== 200) return no(`应答 ${answer.status}`);
  if (!matches(family.signature, answer.body)) return no('内容不是这类文件');
  const type = headerOf(answer, 'content-type');
  if (family.types ? !family.types.test(type) : !family.html && /html/i.test(type)) return no(`类型是 ${type}`);
  if (!family.html && looksLikeHtml(answer.body)) return no('内容是网页');
  const siblings = await controls(context, site, path);
  if (isFailure(siblings)) return siblings;
  for (const sibling of siblings) if (sibling.status === 200 && (matches(family.signature, sibling.body) || similarity(answer.body, sibling.body, [path, new URL(sibling.url).pathname]) >= alike)) return no('随便一个同类网址也这样应答');
  // other words each time: one of them would fit sooner or later
  const [one, two] = siblings;
  if (one?.status === 200 && two?.status === 200 && similarity(one.body, two.body, siblings.map((s) => new URL(s.url).pathname)) < alike) return no('随机网址每次应答的内容都不同，无法分辨');
  return { path, hit: true, answer, why: `内容符合其特征，同类的随机网址不是这样（${siblings.map((s) => s.status).join('、')}）` };
});

/** Two names that nobody gave a file, of the same folder and extension. */
const controls = (context: Context, site: Site, path: string): Promise<readonly HttpAnswer[] | Failure> => site.once(`control ${kindOf(path)}`, async () => {
  const answers: HttpAnswer[] = [];
  for (let n = 0; n < 2; n++) {
    const answer = await context.http({ url: `${site.origin}${siblingOf(path)}`, accept: '*/*', maxBytes: mostBytes });
    if (isFailure(answer)) return answer;
    answers.push(answer);
  }
  return answers;
});

const sweep = (context: Context, site: Site): Promise<{ asked: number; hits: number }> => site.once('exposed: all', async () => {
  let [asked, hits] = [0, 0];
  for (const family of listed) for (const path of pathsOf(family, site.host)) {
    const answer = await ask(family, path, context, site);
    if (isFailure(answer)) continue;
    asked++;
    if (answer.hit) hits++;
  }
  return { asked, hits };
});

/** `jwc.example.edu.cn` → jwc.example.edu.cn, jwc, example. */
export function pathsOf(family: Family, host: string): string[] {
  const labels = host.split('.');
  const numeric = /^[\d.]+$|:/.test(host);
  const name = numeric ? host : labels.at(/\.(edu|gov|com|org|net|ac)\.\w\w$/.test(host) ? -3 : -2) ?? host;
  return [...new Set(family.paths.map((p) => p.replace('{host}', encodeURI(host)).replace('{label}', encodeURI(numeric ? host : labels[0]!)).replace('{name}', encodeURI(name))))];
}
function kindOf(path: string): string {
  const { folder, dot, extension } = partsOf(path);
  return `${folder}${dot}*${extension}`;
}
function partsOf(path: string): { folder: string; dot: string; extension: string; query: string } {
  const [bare = '', query] = path.split('?');
  const folder = bare.slice(0, bare.lastIndexOf('/') + 1);
  const name = bare.slice(folder.length);
  const dot = name.startsWith('.') ? '.' : '';
  return { folder, dot, extension: /(?:\.tar\.gz|\.\w+\.(?:gz|bak|old)|\.\w+~?|~)$/.exec(name.slice(dot.length))?.[0] ?? '', query: query === undefined ? '' : `?${query}` };
}
export function siblingOf(path: string): string {
  const { folder, dot, extension, query } = partsOf(path);
  return `${folder}${dot}${Array.from({ length: 12 }, () => 'bcdfghjkmnpqrstvwxz'[randomInt(19)]).join('')}${extension}${query}`;
}
export function matches({ text, magic }: Signature, body: Uint8Array): boolean {
  if (!body.length) return false;
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 32)).toString('hex');
  if (magic?.some((m) => head.startsWith(m))) return true;
  return text !== undefined && text.test(Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, mostText)).toString('utf8').replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''));
}
export const looksLikeHtml = (body: Uint8Array): boolean => /<(?:!doctype html|html|head|body)[\s>]/i.test(Buffer.from(body.subarray(0, 4096)).toString('latin1'));
const printable = (body: Uint8Array): string => decodeBody({ body: body.subarray(0, 2000), headers: [] }).text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '.');
