import { partsOf } from './attachments.ts';
import { squeeze } from './canonical.ts';
import type { YearContext } from './dates.ts';
import { dueOf } from './due.ts';
import { issuerOf } from './issuer.ts';
import { readFrame } from './metadata.ts';
import { normalise } from './normalise.ts';
import { endOf, newRoot, outline, pathOf, segmentsOf, startOf, walk } from './outline.ts';
import type { Node } from './outline.ts';
import type { Span } from './plan.ts';

/** A clause as people quote it: an article of a law, or a leaf of any other document. */
export interface Clause { path: string; title: string; text: string; span: Span }
/** What the document wants to hear back, and by when. */
export interface AskedReply { sentence: string; due: string | null; contact: string | null }
export interface Paper { text: string; title: string | null; number: string | null; issuer: string | null; issuedOn: string | null; clauses: Clause[]; reply: AskedReply | null }

/** Reads a document that is to be carried out clause by clause: laws, notices and plans alike. Pure. */
export function readPaper(source: string): Paper {
  const { text, paragraphs } = normalise(source);
  const frame = readFrame(paragraphs);
  const parts = partsOf(paragraphs, frame);
  const issuedOn = frame.issuedOn ?? frame.printedOn;
  const roots = [outline(segmentsOf(parts.body)), ...parts.plans.map((plan, i) => outline(segmentsOf(plan), newRoot(), i + 1))];
  const numbered = roots.flatMap((root) => clausesOf(root, text));
  const clauses = numbered.length > 0 ? numbered : parts.body.filter((p) => /[。；]/.test(p.text)).map((p) => ({ path: '', title: titleOf(p.text), text: p.text, span: [p.start, p.end] as Span }));
  const year = /(?:19|20)\d{2}/.exec(frame.number ?? '')?.[0] ?? /((?:19|20)\d{2})年/.exec(squeeze(text.slice(0, 20_000)))?.[1];
  const years: YearContext = { period: null, issuedOn, fallbackYear: year ? Number(year) : undefined };
  return { text, title: frame.title ?? lawName(paragraphs[0]?.text ?? ''), number: frame.number, issuer: issuerOf(frame, text), issuedOn, clauses, reply: askedReply(paragraphs.map((p) => p.text), years) };
}

/** A law is headed by its name alone: 国家安全法, 网络数据安全管理条例. */
const lawName = (first: string): string | null => (/^[\u4e00-\u9fff“”（）]{2,40}(?:法|条例|规定|办法|细则)(?:（[^）]{1,12}）)?$/.test(first.trim()) ? first.trim() : null);

function clausesOf(root: Node, text: string): Clause[] {
  const lawful = [...walk(root)].some((n) => n.style === 'article');
  const whole = lawful ? [...walk(root)].filter((n) => n.style === 'article') : [...walk(root)].filter((n) => n.children.length === 0);
  return whole.map((n) => {
    const span: Span = [startOf(n), endOf(n)];
    const own = text.slice(...span).trim();
    // a leaf that is only a few words says nothing without the heading above it
    const above = !lawful && n.parent && n.parent.style !== 'root' ? n.parent.segments[0]?.text.trim() ?? '' : '';
    return { path: lawful ? `第${n.label}条` : pathOf(n), title: titleOf(own.length < 8 && above ? `${above}：${own}` : own), text: own, span };
  }).filter((c) => c.text !== '');
}

const titleOf = (text: string): string => {
  const sentence = (text.split(/[。；！？\n]/)[0] ?? text).trim() || text.trim();
  return sentence.length > 60 ? `${sentence.slice(0, 60)}…` : sentence;
};

const asks = /报送|上报|报至|反馈|报我|书面报告|提交至|报[^，。；告考名备]{1,14}(?:办|局|厅|委|处|科|室|中心|部)/;
/** The sentence that names a day to answer by; where several do, the earliest day. */
function askedReply(paragraphs: readonly string[], years: YearContext): AskedReply | null {
  const all = squeeze(paragraphs.join('\n'));
  const found = all.split(/(?<=[。；\n])/).filter((s) => asks.test(s) && s.length <= 300).map((s) => ({ sentence: s.trim(), due: dueOf(s, years) }));
  const dated = found.filter((f) => f.due !== null).sort((a, b) => (a.due ?? '').localeCompare(b.due ?? ''));
  const reply = dated[0] ?? null;
  if (!reply) return null;
  const name = /联系人[：:]([\u4e00-\u9fff、]{2,12}?)(?=[，,；;。\s（(\n]|联系|电话|手机|$)/.exec(all)?.[1];
  const phone = /(?:联系电话|电话|手机)[：:]?((?:\d[\d-]{5,14}\d)(?:[、，,]\d[\d-]{5,14}\d)?)/.exec(all)?.[1];
  return { ...reply, contact: [name, phone].filter(Boolean).join(' ') || null };
}
