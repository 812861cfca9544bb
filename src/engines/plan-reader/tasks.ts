import { canonical, squeeze } from './canonical.ts';
import { findDates } from './dates.ts';
import type { YearContext } from './dates.ts';
import { dueOf } from './due.ts';
import { aimHeading, beginsWithAction, consequence, coverHeading, endsInBody, extentHeading, groupHeading, idleModals } from './lexicon.ts';
import type { Paragraph } from './normalise.ts';
import { endOf, pathOf, startOf } from './outline.ts';
import type { Node, Segment } from './outline.ts';
import { headingOf, phaseOf } from './phases.ts';
import type { PhaseNode } from './phases.ts';
import type { Group, PlanTask, Span } from './plan.ts';
import { recurrenceOf } from './recurrence.ts';
import { shareNote } from './shared-note.ts';
import type { Row } from './tables.ts';
import { thresholdsOf } from './thresholds.ts';
import { hasUnitNote, notedDuty } from './unit-notes.ts';
import type { Duty } from './unit-notes.ts';
import type { DutyContext } from './units.ts';
import { dutyOf, obliged, subjects } from './units.ts';

/** A task with what the linter needs to know about where it was found. */
export interface FoundTask {
  task: PlanTask;
  /** Where the section or table stands whose leaves are compared with one another. */
  section: number;
  noted: boolean;
  termed: boolean;
  phase: PhaseNode | undefined;
}
export interface TaskContext extends DutyContext {
  text: string;
  dates: YearContext;
  phases: ReadonlyMap<Node, PhaseNode>;
  rows: ReadonlyMap<Paragraph, Row | 'head'>;
  group: Group | null;
}

const modal = /要|应|须|需|必须|务必|不得|严禁|禁止|请|负责(?!人)|牵头|确保|杜绝/;
/** 重点自查…落实情况: 情况 is the object of an act there, not a heading's word. */
const inspects = /^(?:重点|全面|认真|逐项|及时|定期)?(?:自查|检查|核查|排查|梳理|摸清|清查|统计|汇总|报告|上报|报送|掌握|了解|通报|反馈|总结|分析)/;
/** 考核结果分为…, 检查内容包括…: the verb is the name of a thing there. */
const nounAhead = /^[\u4e00-\u9fff]{2}(?:结果|内容|范围|对象|时间|方式|等次|指标|标准|周期|主题|目的|目标|形式|方法|主要)(?:为|是|分|包括|采|如|以|由|[^，。]{0,4}(?:为|是|分为|包括))/;
const closing = /(?:自[^，。]{1,16}起(?:施行|实施|执行)|由[^，。]{2,24}负责解释|解释权|同时废止|印发给你们|现予(?:以)?(?:印发|发布|公布|转发)|特此通知|适用(?:于|本)|所称[^，。]{2,20}，?是指|本(?:办法|方案|规定|细则)所称)/;

/** Whether a text, in matching form and without its heading, orders somebody to do something. */
export function orders(s: string): boolean {
  const plain = s.replace(idleModals, '□').replace(/《[^》]{0,120}》/g, '');
  if (modal.test(plain)) return true;
  for (const clause of plain.split(/[，。；：\n]/)) {
    const bare = clause.replace(/^(?:一是|二是|三是|并|且|再|还|同时|切实|认真|全面|积极|深入|持续|不断|大力|严格|扎实|着力|及时|进一步)+/, '');
    if (beginsWithAction.test(bare) && (!/情况$/.test(bare) || inspects.test(bare) || /(?:报告|报送|上报|通报|汇报|反馈|汇总)[^，。；]{0,20}情况$/.test(bare)) && !nounAhead.test(bare)) return true;
    if (/^对[^，。]{2,80}(?:进行|开展|予以|实施|做好|加强|落实)/.test(bare)) return true;
    if (/(?:前|内)[^，。；]{0,10}(?:报|提交|完成|整改|反馈|办理|注销|处置)/.test(bare)) return true;
  }
  return false;
}

const listed = (heading: string): boolean => coverHeading.test(heading.replace(/（.*$/, ''));
const aims = (heading: string): boolean => aimHeading.test(heading.replace(/[：:（].*$/, ''));
const isNominal = (s: string): boolean => /(?:情况|等)[。；]?$/.test(s.trim()) && !/(?:报告|上报|报送|汇总|反馈|掌握|了解|通报|公布)[^，。；]{0,20}(?:情况|等)[。；]?$/.test(s.trim());

function ancestors(node: Node): Node[] {
  const up: Node[] = [];
  for (let n = node.parent; n && n.style !== 'root'; n = n.parent) up.push(n);
  return up;
}

function bodyOf(node: Node): { heading: string; body: string; whole: string } {
  const heading = headingOf(node);
  const whole = node.segments.map((s) => squeeze(s.text)).join('\n');
  return { heading, body: whole.slice(heading.length).replace(/^[。\n]/, ''), whole };
}

/** Whether a leaf is a task by the rules of official writing. */
function isTask(node: Node, context: TaskContext, inherited: Duty): boolean {
  const { heading, body, whole } = bodyOf(node);
  if (whole.length < 4) return false;
  const phase = phaseOf(node, context.phases);
  const chain = [heading, ...ancestors(node).map(headingOf)];
  if (hasUnitNote(whole)) return true;
  if (phase) return phase.node !== node ? orders(whole) || subjects(whole, context).units.length > 0 : beyondTitle(node, phase);
  if (chain.some(aims)) return false;
  if (node.segments.slice(1).length > 0 && node.segments.slice(1).every((x) => factLine.test(squeeze(x.text)))) return false;
  if (/^总体要求$/.test(heading) || /^总体要求$/.test(chain[1] ?? '')) return obliged(whole, context).length > 0;
  if (closing.test(whole) && whole.length < 160 && obliged(whole, context).length === 0) return false;
  if (isGroupLeaf(node, whole, chain, context)) return obliged(whole, context).some((u) => !/小组|办公室$|组长|成员|主任/.test(u));
  const text = body.length >= 4 ? body : whole;
  if (/^为(?:了|进一步|深入|切实|全面|贯彻|加强|做好|落实)?[^。]{4,400}。?$/.test(whole) && obliged(whole, context).length === 0 && !/\n/.test(whole) && /(?:制定|制订|特)[^。]{0,30}(?:办法|方案|规定|细则|制度|通知)/.test(whole)) return false;
  if (consequencesOnly(text, context)) return /^(?:要)?(?:建立|健全|强化|加强|严格|严肃|落实|实行|完善|加大|压实|严明|从严|狠抓)/.test(heading) || /^(?:建立|健全|强化|加强|严格|严肃|落实|实行|完善|加大|严明)/.test(chain[1] ?? '');
  if (/^[^，。]{0,16}(?:遵循|坚持)[^。]{0,80}原则。?$/.test(whole)) return false;
  if (onlyCharges(whole, context)) return false;
  if (node.parent && listsCases(node.parent)) return false;
  if (extentHeading.test(heading.replace(/（.*$/, '')) && standing(node)) return obliged(body, context).length > 0 || /(?:请于|请在|须于|应于|应在|必须|务必)/.test(body);
  if (chain.some(listed)) return ordersThere(standing(node) ? body : whole, context);
  if (/(?:包括|如下|以下|情形|之一)[^。；]{0,10}：?$/.test(chain[1] ?? '') && isNominal(whole)) return false;
  if (isNominal(whole) && !modal.test(whole.replace(idleModals, '')) && !(/等[。；]?$/.test(whole) && beginsWithAction.test(text) && !nounAhead.test(text))) return false;
  // 各单位应当履行下列职责：… what the lead-in obliges to
  if (inherited.units.length > 0 && !/是否/.test(whole)) return true;
  return orders(whole) || subjects(whole, context).units.length > 0;
}

/** 演练时间：…, 演练形式：…: facts under a heading. */
const factLine = /^[\u4e00-\u9fff]{0,6}(?:时间|形式|地点|方式|对象|范围|主题|口号|科目)：[^。]{0,80}。?$/;
/** …负主体责任, …是第一责任人: who answers for what, and nothing else. */
function onlyCharges(whole: string, context: TaskContext): boolean {
  const clauses = whole.split(/[，。；\n]/).filter((x) => x.length > 3);
  const rest = clauses.filter((x) => !/负[^，。；]{0,10}责任$|(?:是|为)[^，。；]{0,24}责任人$|原则$|^“|关系|事关/.test(x));
  return rest.length < clauses.length && clauses.some((x) => /责任(?:人)?$/.test(x)) && !orders(rest.join('，')) && subjects(rest.join('。'), context).units.length === 0;
}
/** A heading on a line of its own. */
const standing = (node: Node): boolean => node.segments.length > 1 && !/[。；]/.test(node.segments[0]?.text ?? '');
/** 有下列情形之一的…： what is listed below are cases, not orders. */
const listsCases = (node: Node): boolean =>
  /(?:下列|下述|以下|如下|上述)[^。]{0,12}(?:情况|情形|行为|问题|之一)[^。]{0,30}[。：]?$/.test(squeeze(node.segments.at(-1)?.text.slice(-80) ?? ''));

/** Under a heading of what is covered, a leaf orders only by more than the list: somebody must, or something is to be done to it. */
function ordersThere(whole: string, context: TaskContext): boolean {
  if (obliged(whole, context).length > 0) return true;
  const rest = whole.split(/(?<=[。；\n])/).filter((x) => !/是否/.test(x) && !isNominal(x)).join('');
  if (/(?:要(?!求)|应当|必须|务必|应(?=[\u4e00-\u9fff]{1,3}(?:整改|制定|立即|及时))|请立即|请及时)/.test(rest.replace(idleModals, ''))) return true;
  if (rest.length >= 20 && orders(rest) && !/情况(?=[，。；、\n]|$)|包括|(?:重点|主要)(?:检查|核查|查看|自查)/.test(rest)) return true;
  return /^对[^，。]{2,60}(?:进行|开展|予以)/.test(rest) || (rest.length > 12 && subjects(rest, context).units.length > 0);
}

/** A phase's text is a task; a title with dates alone has none. */
function beyondTitle(node: Node, phase: PhaseNode): boolean {
  const rest = squeeze(node.segments.map((s) => s.text).join('')).replace(squeeze(phase.phase.title), '').replace(/（[^（）]*）|第.{1,2}阶段|[：:。，]/g, '');
  return rest.replace(/[\d年月日至—\-－~～起]/g, '').length >= 4;
}

function consequencesOnly(s: string, context: TaskContext): boolean {
  const sentences = s.split(/[。\n]/).filter((x) => x.length > 3);
  return sentences.length > 0 && sentences.every((x) => consequence.test(x) && subjects(x, context).units.length === 0);
}

function isGroupLeaf(node: Node, whole: string, chain: readonly string[], context: TaskContext): boolean {
  const { group } = context;
  const inside = group !== null && startOf(node) < group.span[1] && endOf(node) > group.span[0];
  if (inside) return true;
  if (/^(?:成立|设立|组建|建立)[^。；]{0,40}(?:小组|专班|指挥部|委员会|工作组)/.test(whole) && /办公室设|组长|成员|组成/.test(whole)) return true;
  if (/以[^。；]{0,60}(?:小组|委员会)[^。；]{0,20}成员(?:为|作为)/.test(whole)) return true;
  // 组长：负责…, 领导小组主要职责：… : who does what within the group
  if (/(?:^|\n)(?:常务)?(?:副?组长|组员)：/.test(whole)) return true;
  if (chain.slice(1).some((h) => /(?:小组|专班|指挥部)(?:办公室)?(?:的)?(?:主要)?(?:承担的)?[^。]{0,10}(?:职责|责任|任务)(?:是|为|如下|包括)?：?$/.test(h))) return true;
  const governed = chain.some((h) => groupHeading.test(h) && h.length <= 30);
  // 宣传部：负责…: a unit's own duty, not the group's
  if (governed && (/^([^，。；：]{2,24})：/.exec(whole)?.[1] ?? '组').search(/(?:组|组长|组员|成员|主任|办公室|指挥部|总指挥|专班|委员会|办公地点)(?:的?(?:主要|工作)?职责)?$/) < 0) return false;
  return governed && /小组|办公室|工作组|组长|专班|负责(?!人)/.test(whole) && /负责(?!人)|职责|下设|组成|成员/.test(whole);
}

/** All tasks of a tree, in the order of the text. */
export function collectTasks(root: Node, context: TaskContext): FoundTask[] {
  const out: FoundTask[] = [];
  const visit = (node: Node, inherited: Duty, section: number): number => {
    const rows = node.segments.filter((s) => context.rows.has(s.paragraph));
    const before = out.length;
    if (node.children.length === 0 && rows.length === 0) {
      if (node.style !== 'heading' && isTask(node, context, inherited)) out.push(taskOf(node, context, inherited, section));
      else if (node.style === 'heading') paragraphs(node, context, out, section);
      return out.length - before;
    }
    const own = node.segments.filter((s) => !s.paragraph.cells).map((s) => squeeze(s.text)).join('\n');
    const leading = leadIn(node, own, context);
    const passed = leading.units.length > 0 ? leading : inherited;
    for (const segment of rows) {
      const row = context.rows.get(segment.paragraph);
      if (row && row !== 'head') out.push(rowTask(node, row, context));
    }
    let n = rows.length;
    for (const child of node.children) n += visit(child, passed, section === -1 ? child.markedAt : section);
    shareNote(node, out.slice(before), context.dates);
    if (n === 0 && node.style !== 'heading' && isWhole(node, own, context)) out.push(taskOf(node, context, inherited, section));
    return out.length - before;
  };
  const opening = squeeze(root.segments.at(-1)?.text ?? '');
  const addressed = /[：:]$/.test(opening) && root.segments.length > 0 ? requested(opening, context) : { units: [], leads: [] };
  // a document whose leaves stand right under its title is one section
  const flat = root.children.every((c) => c.children.length === 0 && c.style !== 'heading') ? root.children[0]?.markedAt : undefined;
  for (const child of root.children) visit(child, addressed, flat ?? child.markedAt);
  for (const segment of root.segments) {
    const row = context.rows.get(segment.paragraph);
    if (row && row !== 'head') out.push(rowTask(root, row, context));
  }
  return out.sort((a, b) => a.task.span[0] - b.task.span[0]);
}

/** …，请各单位做好以下工作： the preamble itself leads into the items. */
function requested(opening: string, context: TaskContext): Duty {
  const sentence = opening.split(/(?<=。)/).at(-1) ?? '';
  return /^[^：]*(?:以下|下列|如下)[^：]{0,12}：$/.test(sentence) ? { units: obliged(sentence, context), leads: [] } : { units: [], leads: [] };
}

/** The subject of the sentence that leads into items is theirs. */
function leadIn(node: Node, own: string, context: TaskContext): Duty {
  const inline = node.children[0]?.style === 'shi' || node.children[0]?.segments[0]?.paragraph === node.segments.at(-1)?.paragraph;
  if (own === '' || (!inline && !/[：:]$/.test(own.trimEnd()))) return { units: [], leads: [] };
  const sentences = own.split(/(?<=[。；\n])/).filter((x) => x.trim() !== '');
  for (const sentence of sentences.slice(-3).reverse()) {
    const duty = subjects(sentence, context);
    if (duty.units.length > 0) return duty;
  }
  // …办公室设在信息中心，履行下列职责：
  const bearer = /^([^，。；：]{2,30}?)(?:设在[^，。；：]{2,20})?，?(?:主要)?(?:履行|承担)[^，。；：]{0,8}(?:职责|任务|责任)[^。；：]{0,4}：$/.exec(sentences.at(-1) ?? '')?.[1];
  // 图文信息中心是…的归口管理部门，主要职责如下：
  const charged = /^([^，。；：]{2,24}?)(?:是|为|作为)[^。；：]{2,60}(?:部门|单位|机构)，(?:其|具体)?(?:主要)?(?:承担|履行)?[^，。；：]{0,8}(?:职责|任务|责任)[^。；：]{0,6}：$/.exec(sentences.at(-1) ?? '')?.[1];
  const named = bearer ?? charged;
  return { units: named && endsInBody.test(named) ? [named] : [], leads: [] };
}

/** A node whose children are a mere list, and which itself orders: one task with the list in it. */
function isWhole(node: Node, own: string, context: TaskContext): boolean {
  const chain = [headingOf(node), ...ancestors(node).map(headingOf)];
  if (chain.some(aims) || own.length < 12) return false;
  if (hasUnitNote(own)) return true;
  const { body } = bodyOf(node);
  if (isGroupLeaf(node, own, chain, context)) return obliged(own, context).some((u) => !/小组|办公室$|组长|成员|主任/.test(u));
  if (obliged(own, context).length > 0 || (phaseOf(node, context.phases) !== undefined && body.length > 12)) return true;
  if (chain.some(listed)) return ordersThere(standing(node) ? body : own, context);
  // the sentence that leads into a mere list is no order of its own
  const said = own.replace(/[^。；\n]{0,60}(?:包括|如下|以下|情形)[^。；\n]{0,12}：$/, '');
  return /。/.test(said) && orders(said.slice(0, said.lastIndexOf('。')));
}

/** Paragraphs of a section without numbers: each that orders is a task. */
function paragraphs(node: Node, context: TaskContext, out: FoundTask[], section: number): void {
  if (aims(headingOf(node)) || groupHeading.test(headingOf(node))) return;
  for (const segment of node.segments.slice(1)) {
    const found = looseTask(segment, context, section);
    if (found) out.push(found);
  }
}

/** 市局将…: what the issuer announces of itself. */
const isIssuer = (unit: string, { issuer }: TaskContext): boolean => issuer !== null && (issuer.endsWith(unit) || unit.endsWith(issuer));

/** A paragraph on its own. */
export function looseTask(segment: Segment, context: TaskContext, section: number, always = false): FoundTask | undefined {
  const s = squeeze(segment.text);
  if (always) return build([segment.start, segment.end], '', null, s, context, { units: [], leads: [] }, section, undefined);
  if (s.length < 8 || closing.test(s) && obliged(s, context).length === 0 || segment.paragraph.cells) return undefined;
  if (/^(?:为|根据|按照|近期|近年|当前|目前|近日|随着|依据|自)[^。]{0,300}(?:如下|现将|特制定|制定本|通知如下)/.test(s) || /(?:如下|以下(?:通知|要求|工作|安排))[：。]?$/.test(s)) return undefined;
  if (consequencesOnly(s, context) || isNominal(s) || !(orders(s) || subjects(s, context).units.some((u) => !isIssuer(u, context)))) return undefined;
  const start = segment.start;
  return build([start, segment.end], '', null, s, context, { units: [], leads: [] }, section, undefined);
}

function taskOf(node: Node, context: TaskContext, inherited: Duty, section: number): FoundTask {
  const span: Span = [startOf(node), endOf(node)];
  const s = squeeze(context.text.slice(...span));
  const first = node.segments[0]?.text ?? '';
  const heading = headingOf(node);
  const title = heading !== '' && heading.length <= 40 && heading.length < s.length - 3 ? first.slice(0, lengthOf(first, heading.length)).trim() : null;
  return build(span, pathOf(node), title, s, context, inherited, section, phaseOf(node, context.phases));
}

/** How many characters of `source` make `n` characters of its matching form. */
const lengthOf = (source: string, n: number): number => canonical(source).at[n] ?? source.length;

function build(span: Span, path: string, title: string | null, s: string, context: TaskContext, inherited: Duty, section: number, phase: PhaseNode | undefined): FoundTask {
  const text = oneLine(context.text.slice(...span));
  const own = phase?.dated && phase.dated[0] >= span[0] && phase.dated[1] <= span[1] ? ownDates(s, span, phase, context) : [];
  const duty = dutyOf(phase && phase.phase.span[0] === span[0] ? s.slice(titleLength(s, phase.phase.title)) : s, context);
  const { units, leads } = duty.units.length > 0 ? duty : inherited;
  const within = phase?.phase.start || phase?.phase.end ? { ...context.dates, period: { start: phase.phase.start ?? phase.phase.end, end: phase.phase.end ?? phase.phase.start } } : context.dates;
  const due = dueOf(s, within, own);
  return {
    task: { path, title, text, units: [...units], leads: [...leads], due, recurrence: recurrenceOf(s), thresholds: thresholdsOf(s), phase: phase?.phase.title ?? null, span },
    section, phase, noted: (hasUnitNote(s) && notedDuty(s).units.length > 0) || (/（[^（）]{2,60}(?:牵头|负责)[^（）]{0,60}）[。]?$/.test(s) && duty.units.length > 0),
    termed: due !== null || /(?:完成时限|完成时间|时限|期限|进度安排|时间要求|完成期限)：/.test(s),
  };
}

function ownDates(s: string, span: Span, phase: PhaseNode, context: TaskContext): ReturnType<typeof findDates> {
  const [from] = phase.dated ?? [0, 0];
  const index = squeeze(context.text.slice(span[0], from)).length;
  return findDates(s).filter((d) => Math.abs(d.index - index) <= 1);
}

/** 单位自查（即日起至3月20日）。: the name of a stage has no subject, though it may sound like one. */
function titleLength(s: string, title: string): number {
  const at = s.indexOf(title);
  if (at < 0 || at > 8) return 0;
  const end = at + title.length;
  return end + (/^（[^（）]{0,60}）[。：，]?|^[。：]/.exec(s.slice(end, end + 64))?.[0].length ?? -end);
}

function rowTask(node: Node, row: Row, context: TaskContext): FoundTask {
  const span: Span = [row.start, row.end];
  const s = squeeze(context.text.slice(...span).replaceAll('\t', '\n'));
  const phase = phaseOf(node, context.phases);
  const base = pathOf(node);
  const found = build(span, [base, row.number].filter((p) => p !== '').join('/'), null, s, context, { units: [], leads: [] }, row.table, phase);
  if (row.hasUnitColumn) {
    found.task.units = row.duty.units;
    found.task.leads = row.duty.leads;
  }
  if (row.phase) found.task.phase = squeeze(row.phase.text);
  if (row.due !== '') found.task.due = row.phase ? null : dueOf(row.due, context.dates) ?? found.task.due;
  found.noted = row.duty.units.length > 0;
  found.termed = row.due !== '';
  const work = squeeze(row.work.text);
  found.task.title = work.length <= 40 ? work : null;
  return found;
}

export const oneLine = (s: string): string => s.replace(/\s*\n\s*/g, ' ').replace(/\t+/g, ' ').trim();
