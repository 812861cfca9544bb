import { fail, pass, type Check, type Evidence, type Outcome, type Place, type Severity } from '../check.ts';
import type { Context } from '../context/context.ts';
import { evidenceOf, excerptOf, maskNumber } from '../evidence.ts';
import type { Element, Page } from '../page.ts';
import { readAttachment } from './attachments.ts';
import { lineOf } from './dark-links.ts';
import { findPersonal, type PersonalHit, type PersonalKind } from './find-personal.ts';

const names: Record<PersonalKind, string> = { id: '身份证号', old_id: '15 位身份证号', mobile: '手机号', card: '银行卡号' };
export interface Piece { text: string; heading?: string; at?: number; where: string }

/** What a page says, and what it carries unseen: attributes, comments, scripts. A cell, an attribute, a paragraph is a piece of its own, so that nothing joins. */
export function piecesOf(page: Page): Piece[] {
  const pieces: Piece[] = [];
  const headings = new Map<Element, string[]>();
  const apart = new Set(['td', 'th', 'li', 'p', 'div', 'tr', 'dd', 'dt', 'h1', 'h2', 'h3', 'h4', 'option', 'section', 'br', 'label', 'pre', 'table', 'article']);
  const walk = (e: Element, heading: string): void => {
    let text = '';
    const flush = (): void => { if (/[\d０-９]/.test(text)) pieces.push({ text, ...(heading && { heading }), at: e.at, where: e.name === 'script' ? '脚本' : '正文' }); text = ''; };
    for (const c of e.children) {
      if (typeof c === 'string') { text += c; continue; }
      if (c.name === 'style') continue;
      const cell = c.name === 'td' || c.name === 'th';
      if (apart.has(c.name) || c.name === 'script' || c.name === 'textarea') { flush(); walk(c, cell ? headingOf(c, headings) : heading); } else text += gather(c, walk, heading);
    }
    flush();
  };
  walk(page.root, '');
  for (const e of page.elements) for (const [name, value] of Object.entries(e.attributes)) if (value.length > 10 && !/^(style|class|srcset|d|points|integrity|nonce)$/.test(name) && /\d{11}/.test(value)) pieces.push({ text: `${name === 'href' || name === 'src' || name === 'action' ? value.replace(/[?&=]/g, ' ') : value}`, heading: `${e.attributes.name ?? ''} ${e.attributes.id ?? ''} ${/^(value|content|alt|title|placeholder)$/.test(name) ? '' : name === 'href' && /^tel:/i.test(value) ? 'tel' : name}`, at: e.at, where: '属性' });
  for (const c of page.comments) if (/\d{11}/.test(c.text)) pieces.push({ text: c.text, at: c.at, where: '注释' });
  return pieces;
}
const gather = (e: Element, walk: (e: Element, heading: string) => void, heading: string): string => e.children.map((c) => (typeof c === 'string' ? c : c.name === 'br' ? '\n' : c.name === 'style' ? '' : /^(td|th|tr|table|div|p|ul|li|script)$/.test(c.name) ? (walk(c, heading), '\n') : gather(c, walk, heading))).join('');
/** The title of a cell's column: the first row of its table. */
function headingOf(cell: Element, known: Map<Element, string[]>): string {
  const row = cell.parent;
  let table: Element | null = row;
  for (let i = 0; table && table.name !== 'table' && i < 4; i++) table = table.parent;
  if (!row || !table) return '';
  let titles = known.get(table);
  if (!titles) {
    const first = ((e: Element): Element | undefined => { const look = (x: Element): Element | undefined => { for (const c of x.children) if (typeof c !== 'string') { if (c.name === 'tr') return c; const f = look(c); if (f) return f; } return undefined; }; return look(e); })(table);
    titles = first ? first.children.filter((c): c is Element => typeof c !== 'string').map((c) => c.children.map((t) => (typeof t === 'string' ? t : t.children.filter((x) => typeof x === 'string').join(''))).join('').trim()) : [];
    known.set(table, titles);
  }
  const title = titles[row.children.filter((c) => typeof c !== 'string').indexOf(cell)] ?? '';
  return /\d{6}/.test(title) ? '' : title;
}

/** Severity by how many persons, and whether they are named. */
export function judge(hits: readonly PersonalHit[]): { severity: Severity; note: string } {
  const distinct = (kinds: readonly PersonalKind[]): number => new Set(hits.filter((h) => kinds.includes(h.kind)).map((h) => h.value)).size;
  const [ids, mobiles, cards] = [distinct(['id', 'old_id']), distinct(['mobile']), distinct(['card'])];
  const named = new Set(hits.filter((h) => h.named && h.kind !== 'mobile').map((h) => h.value)).size;
  const severity: Severity = ids >= 10 || cards >= 10 ? 'critical' : ids || cards ? 'high' : mobiles >= 20 ? 'medium' : 'low';
  const parts = (Object.keys(names) as PersonalKind[]).flatMap((k) => { const n = distinct([k]); return n ? [`${names[k]} ${n} 个`] : []; });
  return { severity, note: `${parts.join('、')}${named ? `，其中 ${named} 个与姓名同列` : ''}` };
}
const allowedOf = ({ registered }: Context): Set<string> => new Set(registered.public_contacts.map((c) => c.replace(/\D/g, '')));

function findAll(context: Context, pieces: readonly Piece[]): { hits: PersonalHit[]; first: Piece | undefined } {
  const year = Number(context.now().slice(0, 4));
  const allowed = allowedOf(context);
  const hits: PersonalHit[] = [];
  let first: Piece | undefined;
  for (const p of pieces) for (const h of findPersonal(p.text, year, allowed, p.heading)) { if (hits.length < 20_000) hits.push(h); first ??= p; }
  return { hits, first };
}
/** Only masked numbers leave this file: the salt of the run is added again where results are kept. */
const outcomeOf = (hits: readonly PersonalHit[], what: string, place: Place, evidence: Evidence): Outcome => {
  const { severity, note } = judge(hits);
  const sure = hits.some((h) => h.kind === 'id' || h.kind === 'card');
  return fail(`${what}有未脱敏的个人信息：${note}`, { severity, confidence: sure ? 'certain' : hits.some((h) => h.kind === 'mobile') ? 'firm' : 'tentative', place, evidence: [evidence] });
};
function maskAll(text: string, hits: readonly PersonalHit[], salt: string): string {
  let masked = '';
  let at = 0;
  for (const h of [...hits].sort((a, b) => a.from - b.from)) { if (h.from < at) continue; masked += text.slice(at, h.from) + maskNumber(h.value, salt); at = h.to; }
  return masked + text.slice(at);
}

const about = {
  area: 'content', severity: 'high', cwe: 359, owasp: 'A01', control: '8.1.4.11 个人信息保护', intrusiveness: 0, requests: 0,
  harm: '身份证号、手机号和银行卡号被搜索引擎收录后难以收回，可被用于诈骗、冒名办贷；泄露可能违反个人信息保护法第五十一条，学校要承担责任。',
  remedy: { general: '立即撤下或替换为脱敏版本（身份证号只留前 3 后 4 位，手机号只留前 3 后 4 位），向搜索引擎申请删除快照；追查发布流程，公示前由专人核对附件，隐藏的列、工作表和批注也要删除。', application: '发布系统在保存和上传时自动检查身份证号、手机号和银行卡号，命中则不予发布。' },
  references: ['中华人民共和国个人信息保护法第五十一条', 'GB/T 35273-2020 信息安全技术 个人信息安全规范', 'GB 11643-1999', 'https://cwe.mitre.org/data/definitions/359.html'],
} as const;

export const personalDataChecks: readonly Check[] = [
  {
    ...about, id: 'content.personal_data', version: 1, on: 'page', title: { zh: '网页泄露个人信息', en: 'Personal data on a page' },
    meaning: '网页的正文、属性、注释或脚本里有完整的身份证号、手机号或银行卡号。号码按行政区划、日期和校验码核对，登记为公开的办公电话不计。',
    run(context, page) {
      const { hits, first } = findAll(context, piecesOf(page));
      if (!first) return pass('没有发现未脱敏的个人信息');
      const own = findPersonal(first.text, Number(context.now().slice(0, 4)), allowedOf(context), first.heading);
      return outcomeOf(hits, `网页${first.where}里`, { line: lineOf(page.html, first.at ?? 0) }, { ...evidenceOf(page.answer), excerpt: excerptOf(maskAll(first.text, own, page.sha256)) });
    },
  },
  {
    ...about, id: 'content.personal_data_attachment', version: 1, on: 'attachment', title: { zh: '附件泄露个人信息', en: 'Personal data in an attachment' },
    meaning: '网站发布的附件（xlsx、docx、csv、txt、pdf）里有完整的身份证号、手机号或银行卡号，隐藏的工作表和列一并检查。',
    async run(context, file) {
      const read = await readAttachment(file.bytes, file.name);
      if (!read.ok) return { verdict: 'not_tested', reason: read.reason === 'format' ? 'control' : 'protocol', note: read.note };
      const { hits, first } = findAll(context, read.pieces);
      if (!first) return pass('没有发现未脱敏的个人信息');
      const own = findPersonal(first.text, Number(context.now().slice(0, 4)), allowedOf(context), first.heading);
      return outcomeOf(hits, `附件“${file.name.slice(0, 80)}”（${first.where}）里`, {}, { ...evidenceOf(file.answer), excerpt: excerptOf(maskAll(first.text, own, file.sha256)) });
    },
  },
];
