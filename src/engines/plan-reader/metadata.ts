import { numeral, squeeze } from './canonical.ts';
import { iso } from './dates.ts';
import { bodySuffixes } from './lexicon.ts';
import type { Paragraph } from './normalise.ts';
import { markerOf } from './numbering.ts';
import type { Span } from './plan.ts';

/** The frame around a document's body: what stands above it and below it. */
export interface Frame {
  title: string | null;
  number: string | null;
  letterhead: string | null;
  signer: string | null;
  issuedOn: string | null;
  printedOn: string | null;
  spans: { title?: Span; number?: Span; signer?: Span; issuedOn?: Span; letterhead?: Span };
  /** Paragraphs of the body: from after title and salutation to before the signature. */
  body: [from: number, to: number];
  /** First paragraph after the signature and the imprint: where attachments may stand. */
  rest: number;
}

const kinds = '通知|方案|要点|意见|办法|计划|规定|细则|通报|决定|函|报告|制度|预案|公告|通告|指南|规划|规程|措施|清单|倡议书|批复|请示|责任书|任务书|行动|安排|工作|标准|规范|守则|纲要|条例|分工|部署|任务分解|分解|分工表|任务表|分解表|一览表|计划表|安排表';
const titleEnd = new RegExp(`(?:${kinds})(?:（[^（）]{1,14}）)?$`);
const numberLine = /^(?:签发人：\S{2,4})?（?([\u4e00-\u9fffA-Za-z]{1,24}(?:〔|\[|［|（|〈|﹝|<)(?:19|20)\d{2}(?:〕|\]|］|）|〉|﹞|>)(?:第)?\d{1,5}号)）?(?:签发人：\S{2,4})?$/;
const orgEnd = new RegExp(`(?:${bodySuffixes.join('|')})$`);
const fullDate = /^（?((?:\d{4}|二[〇○O零一二三四五六七八九]{3})年([\d一二三四五六七八九十]{1,3})月([\d一二三四五六七八九十]{1,3})日)）?$/;
const dateAtEnd = /((?:\d{4}|二[〇○O零一二三四五六七八九]{3})年([\d一二三四五六七八九十]{1,3})月([\d一二三四五六七八九十]{1,3})日)(印发|印制|印)?）?$/;

const numericDate = /^（?((?:19|20)\d{2})[./-](\d{1,2})[./-](\d{1,2})）?$/;
const isDated = (s: string): boolean => fullDate.test(s) || numericDate.test(s);

/** ISO day of a full date, or null. */
function dayOf(text: string): string | null {
  const n = numericDate.exec(text);
  if (n && Number(n[2]) <= 12 && Number(n[3]) <= 31) return iso(Number(n[1]), Number(n[2]), Number(n[3]));
  const m = dateAtEnd.exec(text);
  if (!m) return null;
  const [y, mo, d] = [numeral((m[1] ?? '').split('年')[0] ?? ''), numeral(m[2] ?? ''), numeral(m[3] ?? '')];
  return y >= 1949 && mo >= 1 && mo <= 12 && d >= 1 && d <= 31 ? iso(y, mo, d) : null;
}
export const isBodyName = (s: string): boolean =>
  s.length >= 2 && s.length <= 40 && orgEnd.test(s) && !/[，。；：！？]/.test(s) && !/^(?:各|为|一、|附件|关于|全)/.test(s);

const salutation = (s: string): boolean => /[：:]$/.test(s) && s.length <= 120 && !/[。；]/.test(s) && !/(?:如下|以下|通知|事项|要求)：$/.test(s)
  && /(?:部门|单位|学院|处室|科室|局|院|校|委|办|中心|公司|政府|人员|师生|同志|同学|老师|系部|机关|组织|机构|企业|街道|镇|乡|班级|部|处|所|区|馆|站|队|室|集团|社|村|党组|党委|党工委|工委|党总支|党支部)(?:（[^）]*）)?[：:]$/.test(s);

/** Reads the frame. Only lines of their own count: a number or date inside a sentence belongs to the text. */
export function readFrame(paragraphs: readonly Paragraph[]): Frame {
  const frame: Frame = { title: null, number: null, letterhead: null, signer: null, issuedOn: null, printedOn: null, spans: {}, body: [0, paragraphs.length], rest: paragraphs.length };
  const forms = paragraphs.map((p) => (p.text.length <= 400 ? squeeze(p.text) : ''));
  const first = readHead(paragraphs, forms, frame);
  readFoot(paragraphs, forms, frame, first);
  return frame;
}

function readHead(paragraphs: readonly Paragraph[], forms: readonly string[], frame: Frame): number {
  let titleFrom = -1;
  let titleTo = -1;
  let bodyFrom = 0;
  const limit = Math.min(paragraphs.length, 24);
  for (let i = 0; i < limit; i++) {
    const s = forms[i] ?? '';
    const p = paragraphs[i] as Paragraph;
    if (s === '' || p.cells) break;
    const number = numberLine.exec(s);
    if (number && !frame.number) {
      frame.number = number[1] ?? null;
      frame.spans.number = [p.start, p.end];
      bodyFrom = i + 1;
      continue;
    }
    if (/^（?附件?\d*）?[：:]?$/.test(s) || /^(?:特急|加急|秘密|机密|急件|内部资料|000\d+)/.test(s) && s.length < 12) { bodyFrom = i + 1; continue; }
    if (titleFrom < 0 && /(?:文件|便函|公函)$/.test(s) && s.length <= 40 && !/[，。]/.test(s)) {
      frame.letterhead = s.replace(/(?:文件|便函|公函)$/, '');
      frame.spans.letterhead = [p.start, p.end];
      bodyFrom = i + 1;
      continue;
    }
    if (salutation(s)) { bodyFrom = i + 1; break; }
    if (titleTo >= 0) {
      if (/^（(?:试行|暂行|征求意见稿|修订|草案|讨论稿|送审稿|\d{4}年[^）]{0,8})[^）]{0,8}）$/.test(s) && !/\d月\d{1,2}日/.test(s)) { titleTo = i; bodyFrom = i + 1; continue; }
      if (/^（.{0,24}\d{4}年\d{1,2}月\d{1,2}日.{0,20}）$/.test(s) || isDated(s)) {
        frame.issuedOn ??= dayOf(numericDate.test(s) ? s : s.replace(/^（|）$/g, '').replace(/(日)[^日]*$/, '$1'));
        frame.spans.issuedOn ??= [p.start, p.end];
        bodyFrom = i + 1;
        continue;
      }
      if (isBodyName(s) && s.length <= 24 && paragraphs.length > i + 3) { frame.letterhead ??= s; bodyFrom = i + 1; continue; }
      break;
    }
    if (markerOf(p.text) || /[。；]/.test(s) || s.length > 90) break;
    if (titleEnd.test(s) && (s.length >= 6 || titleFrom >= 0 || /^(?:通知|公告|通告|通报|方案)$/.test(s))) {
      if (titleFrom < 0) titleFrom = i;
      titleTo = i;
      bodyFrom = i + 1;
      // 关于印发《…方案》的 / 通知 : a title may end early only where the next line is not its rest
      const next = forms[i + 1] ?? '';
      if (/^(?:的?通知|的?函|的?意见|的?通报|实施方案|工作方案|行动方案)$/.test(next)) titleTo = -1;
      continue;
    }
    // a line before the title: its beginning, or a letterhead
    if (titleFrom < 0) titleFrom = i;
    bodyFrom = i + 1;
  }
  if (titleTo < 0) {
    // no line ends like a title: the first of the head that is short and nobody's name
    const i = titleFrom < 0 ? -1 : forms.findIndex((s, k) => k >= titleFrom && k < Math.max(bodyFrom, titleFrom + 1) && s.length >= 6 && s.length <= 60 && !isBodyName(s) && !numberLine.test(s) && !salutation(s));
    if (i < 0) return bodyFrom;
    titleTo = i;
    bodyFrom = Math.max(i + 1, bodyFrom);
  }
  // lines that a 文号 parts from the title are letterhead; an issuer whom the title repeats is not its first line
  let from = titleTo;
  while (from > titleFrom) {
    const above = forms[from - 1] ?? '';
    if (numberLine.test(above) || /(?:文件|便函|公函)$/.test(above) || /[：:]$/.test(above)) break;
    const title = forms.slice(from, titleTo + 1).join('');
    if (isBodyName(above) && title.startsWith(above)) { frame.letterhead ??= above; break; }
    from--;
  }
  for (let i = titleFrom; i < from; i++) {
    const s = forms[i] ?? '';
    if (!frame.letterhead && isBodyName(s)) { frame.letterhead = s; frame.spans.letterhead = [paragraphs[i]?.start ?? 0, paragraphs[i]?.end ?? 0]; }
  }
  const pieces = paragraphs.slice(from, titleTo + 1);
  frame.title = joinTitle(pieces.map((p) => p.text.trim()));
  frame.spans.title = [pieces[0]?.start ?? 0, pieces.at(-1)?.end ?? 0];
  const inTitle = /（([\u4e00-\u9fffA-Za-z]{1,20}[〔[](?:19|20)\d{2}[〕\]]\d{1,5}号)）$/.exec(squeeze(frame.title));
  if (inTitle && !frame.number) frame.number = inTitle[1] ?? null;
  return bodyFrom;
}

/** Titles are broken by sense, without blanks between Chinese characters. */
const joinTitle = (lines: readonly string[]): string =>
  lines.join('').replace(/(?<=[\u4e00-\u9fff“”《》（）〔〕、]) +| +(?=[\u4e00-\u9fff“”《》（）〔〕、])/g, '');

/** What stands below a document for the registry: copies, printing, publicity. */
export const isImprint = (s: string): boolean => /^(?:抄送|抄报|主题词|分送|报：|送：|（?此件|（?信息公开|公开方式|（?联系人|校对|打字|共印|（共印)/.test(s) || /印发$/.test(s) || /^[\u4e00-\u9fff]{2,30}\d{4}年\d{1,2}月\d{1,2}日印发$/.test(s);

function readFoot(paragraphs: readonly Paragraph[], forms: readonly string[], frame: Frame, first: number): void {
  const last = paragraphs.length;
  let sign = -1; // index of the dated line
  let to = last;
  for (let i = first; i < last; i++) {
    const s = forms[i] ?? '';
    if (s === '' || paragraphs[i]?.cells) continue;
    if (/印发$|印制$/.test(s) && dayOf(s) && s.length < 60) {
      frame.printedOn ??= dayOf(s);
      if (sign < 0) { sign = i; to = Math.min(to, i); }
      continue;
    }
    if (sign >= 0 && frame.issuedOn) break;
    const dated = isDated(s);
    const before = s.replace(dateAtEnd, '').replace(/[（(]$/, '');
    const oneLine = !dated && dateAtEnd.test(s) && s.length <= 60 && isBodyName(before.replace(/（盖章）|（章）|（公章）/, ''));
    if (!dated && !oneLine) continue;
    if (dated && i === first) continue;
    frame.issuedOn ??= dayOf(s);
    frame.spans.issuedOn ??= [paragraphs[i]?.start ?? 0, paragraphs[i]?.end ?? 0];
    sign = i;
    to = i;
    const names: string[] = [];
    if (oneLine) { names.push(before.replace(/（盖章）|（章）|（公章）/, '')); frame.spans.signer = [paragraphs[i]?.start ?? 0, paragraphs[i]?.end ?? 0]; }
    else {
      for (let k = i - 1; k > first && k >= i - 4; k--) {
        const name = (forms[k] ?? '').replace(/（盖章）|（章）|（公章）|（代章）/, '');
        if (/^（盖章）$|^（章）$/.test(forms[k] ?? '')) { to = k; continue; }
        if (!isBodyName(name) || markerOf(paragraphs[k]?.text ?? '')) break;
        names.unshift(name);
        frame.spans.signer = [paragraphs[k]?.start ?? 0, paragraphs[k]?.end ?? 0];
        to = k;
      }
    }
    if (names.length > 0) frame.signer = names.join('、');
  }
  if (sign < 0) {
    // signed without a date: a body's name alone on the last line
    for (let i = last - 1; i > first + 1 && i >= last - 3; i--) {
      const s = forms[i] ?? '';
      if (isImprint(s)) { to = i; continue; }
      if (isBodyName(s) && s.length <= 24 && !markerOf(paragraphs[i]?.text ?? '') && !paragraphs[i]?.heading && /[。）]$/.test(forms[i - 1] ?? '')) {
        frame.signer = s;
        frame.spans.signer = [paragraphs[i]?.start ?? 0, paragraphs[i]?.end ?? 0];
        to = i;
      }
      break;
    }
  }
  let rest = sign < 0 ? last : sign + 1;
  while (rest < last && (isImprint(forms[rest] ?? '') || isBodyName(forms[rest] ?? '') || isDated(forms[rest] ?? ''))) {
    if (isDated(forms[rest] ?? '')) frame.printedOn ??= dayOf(forms[rest] ?? '');
    rest++;
  }
  frame.body = [first, Math.max(first, to)];
  frame.rest = rest;
}
