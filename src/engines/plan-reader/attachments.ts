import { squeeze } from './canonical.ts';
import { isImprint, type Frame } from './metadata.ts';
import type { Paragraph } from './normalise.ts';
import { markerOf } from './numbering.ts';
import { isTableHead } from './tables.ts';

/** A document cut into what is read as orders and what only accompanies them. */
export interface Parts {
  /** The body proper, without the list of attachments and closing formulas. */
  body: Paragraph[];
  /** Last paragraphs that speak for the whole: where to send, whom to ask. */
  closing: Paragraph[][];
  /** Attached plans, measures, lists of tasks. */
  plans: Paragraph[][];
}

const alone = /^附件?[\d一二三四五六七八九十]{0,3}(?:[-—]\d)?[：:]?$/;
const titled = /^附件[\d一二三四五六七八九十]{0,3}[：:]?(?=[\u4e00-\u9fff《“\d])/;
const listHead = /^附(?:件|表)?[：:]/;
const planTitle = /(?:方案|要点|计划|办法|细则|意见|措施|规定|制度|任务|任务分工|分工方案|任务清单|责任清单|工作清单|整改清单|问题清单|措施清单|分工表|任务表|安排|安排表|分解表|行动)(?:（[^）]{1,12}）)?$/;
const formTitle = /(?:统计表|登记表|自查表|检查表|信息表|情况表|汇总表|反馈表|报名表|申请表|审批表|评分表|备案表|评分标准|模板|提纲|样式|格式|样表|名单|承诺书|责任书|台账|回执|说明|参考|范本|通讯录|联系表)(?:（[^）]{1,12}）)?$/;
const formula = /^(?:特此(?:通知|函告|通报|公告|函达|报告)|以上(?:通知|方案)?，?请(?:遵照|认真)(?:贯彻)?执行|专此|此复|未尽事宜，?另行通知)[^，。]{0,6}[。！]?$/;

const contact = /^（?(?:联系人|联系电话|联系方式|电话|邮箱|电子邮箱|电子邮件|地址|传真|咨询电话|业务咨询|技术支持|受理部门|报送邮箱)/;
const sends = /(?:报送|报至|报到|上报|送至|送交|发至|发送|交至|交到|提交|反馈|共享|邮箱|寄至|报[^，。告名考到备]{2,14}(?:处|中心|办公室|部|科|局|办|室))/;
const asks = /(?:问题|疑问|不明|未尽事宜|事宜)[^。]{0,24}(?:联系|咨询|反映)|联系人[：:]|(?:值班|联系|咨询|服务|举报)电话[：:]/;
const urges = /^(?:请|望|希望?)各|^各[^，。]{1,14}请/;

function isClosing(s: string): boolean {
  if (contact.test(s)) return true;
  if (s.length > 320) return false;
  return (sends.test(s) && /请|须|应|务必|于.{2,16}前|日前/.test(s) && s.length <= 260) || asks.test(s) || urges.test(s);
}

export function partsOf(paragraphs: readonly Paragraph[], frame: Frame): Parts {
  let body = paragraphs.slice(frame.body[0], frame.body[1]);
  let after = paragraphs.slice(frame.rest);
  // attachments may follow the body of an unsigned document
  const cut = body.findIndex((p, i) => i > 1 && p.text.length <= 60 && (alone.test(squeeze(p.text)) && !listFollows(body, i) || (titled.test(squeeze(p.text)) && !/[。；]/.test(p.text) && squeeze(p.text).length <= 40 && /\d|[一二三四五]/.test(p.text.slice(2, 6)) && isTitleLine(body, i))));
  if (cut > 0) {
    after = [...body.slice(cut), ...after];
    body = body.slice(0, cut);
  }
  body = withoutList(body);
  for (let k = 0; k < 4 && body.length > 1 && formula.test(squeeze(body.at(-1)?.text.slice(0, 80) ?? '')); k++) body = body.slice(0, -1);
  const plans = plansOf(after, body).map((plan) => cutClosing(plan.filter((p) => !isImprint(squeeze(p.text.slice(0, 80))) || contact.test(squeeze(p.text.slice(0, 12))))));
  const own = cutClosing(body);
  return { body: own.body, closing: [...own.closing, ...plans.flatMap((p) => p.closing)], plans: plans.map((p) => p.body) };
}

/** Parts the last paragraphs that speak for the whole from what they follow. */
function cutClosing(body: readonly Paragraph[]): Pick<Parts, 'body' | 'closing'> {
  const numbered = body.some((p) => !p.cells && markerOf(p.text));
  const closing: Paragraph[][] = [];
  let end = body.length;
  while (end > 2 && closing.length < 3 && body.length - end < 16) {
    const last = body[end - 1] as Paragraph;
    const prior = body[end - 2] as Paragraph;
    const s = squeeze(last.text.slice(0, 800));
    if (last.cells || markerOf(last.text) || !isClosing(s) || (!numbered && !contact.test(s))) break;
    const priorForm = squeeze(prior.text.slice(-200));
    // the text of a heading that stands alone belongs to it
    if (!prior.cells && !/[。；！）：]$/.test(priorForm) && !contact.test(priorForm)) break;
    if (!prior.cells && markerOf(prior.text) && !/[。；]/.test(prior.text)) break;
    end--;
    const first = closing[0];
    if (first && contact.test(squeeze(first[0]?.text.slice(0, 40) ?? ''))) first.unshift(last);
    else closing.unshift([last]);
  }
  return { body: body.slice(0, end), closing };
}

/** 附件：1.… 2.…: the lines that name attachments number them, but order nothing. */
function withoutList(body: readonly Paragraph[]): Paragraph[] {
  for (let i = body.length - 1; i > 0 && i >= body.length - 24; i--) {
    const p = body[i] as Paragraph;
    if (!listHead.test(squeeze(p.text.slice(0, 12)))) continue;
    const rest = body.slice(i + 1);
    const names = rest.findIndex((r) => r.text.length > 60 || /。$/.test(r.text));
    return names < 0 ? body.slice(0, i) : [...body.slice(0, i), ...rest.slice(names)];
  }
  return [...body];
}

/** 附件： on a line of its own, the names below it. */
function listFollows(body: readonly Paragraph[], i: number): boolean {
  const rest = body.slice(i + 1, i + 12);
  return /[：:]$/.test(squeeze(body[i]?.text ?? '')) && rest.length > 0 && rest.every((p) => p.text.length <= 60 && !/。$/.test(p.text)) && i + rest.length + 1 >= body.length;
}
const isTitleLine = (body: readonly Paragraph[], i: number): boolean => body.length - i > 3;

/** A table that gives work to units, filled in, whatever it is called. */
function assigns(piece: readonly Paragraph[]): boolean {
  const head = piece.findIndex((p) => p.cells && isTableHead(p.cells.map((c) => c.text)));
  return head >= 0 && piece.slice(head + 1).filter((p) => p.cells && p.cells.filter((c) => c.text.trim().length > 1).length >= 2).length >= 2;
}

function plansOf(after: readonly Paragraph[], body: readonly Paragraph[]): Paragraph[][] {
  const plans: Paragraph[][] = [];
  let current: Paragraph[] = [];
  const pieces: Paragraph[][] = [current];
  for (const p of after) {
    const s = p.text.length <= 80 ? squeeze(p.text) : '';
    if (alone.test(s) || (titled.test(s) && s.length <= 50)) {
      current = [];
      pieces.push(current);
      const title = s.replace(titled, '');
      if (title !== '' && !alone.test(s)) current.push({ ...p, text: title });
      continue;
    }
    current.push(p);
  }
  for (const piece of pieces) {
    const firstItem = piece.findIndex((p) => !p.cells && markerOf(p.text));
    const heads = piece.slice(0, Math.min(4, firstItem < 0 ? 4 : firstItem)).filter((p) => p.text.length <= 60 && !p.cells).map((p) => squeeze(p.text));
    const title = heads.join('');
    if (heads.length === 0 && !piece.some((p) => p.cells)) continue;
    if (heads.some((h) => formTitle.test(h)) && !heads.some((h) => planTitle.test(h))) continue;
    const at = heads.findIndex((h) => planTitle.test(h));
    if (at >= 0 || planTitle.test(title) || assigns(piece)) plans.push(piece.slice(Math.max(0, at) + 1));
  }
  // a covering notice that says nothing itself: what it covers is the plan, however it is called
  if (plans.length === 0 && !body.some((p) => markerOf(p.text))) {
    const piece = pieces.find((x) => x.some((p) => markerOf(p.text)));
    if (piece) plans.push(piece);
  }
  return plans;
}
