import { canonical, squeeze } from './canonical.ts';
import { findDates, resolve } from './dates.ts';
import type { DateMention, YearContext } from './dates.ts';
import { stepsHeading } from './lexicon.ts';
import { endOf, startOf } from './outline.ts';
import type { Node } from './outline.ts';
import type { Period, Phase } from './plan.ts';

export interface PhaseNode {
  node: Node;
  phase: Phase;
  /** Offsets of the phase's own dates: no deadline of its text. */
  dated: [from: number, to: number] | undefined;
}

/** The heading part of a node: its first line, or that line's first sentence. */
export function headingOf(node: Node): string {
  const first = node.segments[0];
  if (!first) return '';
  const text = squeeze(first.text.slice(0, 160));
  const stop = text.search(/[。；]/);
  return stop >= 0 ? text.slice(0, stop) : text;
}

const ordinal = /^第([一二三四五六七八九十\d]{1,2})(?:个)?阶段/;

/** Title of a phase without ordinal and dates: 第一阶段：动员部署（3月1日—3月10日）→ 动员部署. */
function titleOf(heading: string, mentions: readonly DateMention[]): string {
  let s = heading;
  const first = mentions[0];
  if (first && first.index <= 1) {
    s = s.slice(first.end).replace(/^[）)]/, '').replace(/^(?:期间|左右)?[，：:、]?(?:为|是)?/, '').replace(/^[（：]/, '');
  } else if (first) {
    s = s.slice(0, first.index).replace(/(?:时间|时限|自|从|于|时间为)$/, '').replace(/[：，（、\s]+$/, '').replace(/(?:时间)$/, '').replace(/[：，（]+$/, '');
  }
  const number = ordinal.exec(s)?.[0] ?? '';
  let name = number ? s.slice(number.length) : s;
  name = name.replace(/^[：:、，（—\-“]+/, '').replace(/^(?:为|是)/, '');
  if (name.length > 4) name = name.split(/[，：。；]/)[0] ?? name;
  name = name.replace(/（[^（）]*）?$/, '').replace(/[）：，、（”]+$/, '');
  if ((name === '' || name === '阶段') && first) {
    // 第一阶段（8月1日至8月15日）为自查阶段
    const behind = /^[）)]?[，：]?(?:(?:为|是)([^，。；：（）]{2,14})|([^，。；：（）]{2,12}阶段))/.exec(heading.slice(first.end));
    if (behind) return behind[1] ?? behind[2] ?? number;
  }
  return name === '' || name === '阶段' ? (number || s).replace(/[：，（]+$/, '') : name;
}

const hasStage = (heading: string): boolean => ordinal.test(heading) || /阶段(?:[（：，。]|$|时间|工作(?:[（：，。]|$))/.test(heading);

/** The phases of the document, in its order. */
export function readPhases(root: Node, context: YearContext): PhaseNode[] {
  const found: PhaseNode[] = [];
  let prior: string | null = null;
  const accept = (node: Node, heading: string): void => {
    const start = startOf(node);
    const form = canonical(node.segments[0]?.text.slice(0, 240) ?? '', node.segments[0]?.start ?? 0);
    const head = form.s.slice(0, Math.max(heading.length, 1));
    let mentions = findDates(head).filter((d) => d.from.kind !== 'today' || d.isRange);
    let base = form;
    let scope = head;
    if (mentions.length === 0) {
      const next = node.segments[1];
      // the dates may open the text: 时间：3月1日至3月10日 / 3月1日至3月10日，各单位…
      const rest = form.s.slice(head.length).replace(/^[。；：]/, '·');
      const early = findDates(rest.slice(0, 48)).filter((d) => d.index <= 8 && (d.isRange || d.limit));
      if (early.length > 0) {
        mentions = early.map((d) => ({ ...d, index: d.index + head.length, end: d.end + head.length }));
        scope = '';
      } else if (next) {
        base = canonical(next.text.slice(0, 80), next.start);
        mentions = findDates(base.s).filter((d) => d.index <= 8 && (d.isRange || d.limit));
        scope = '';
      }
    }
    const m = mentions.find((d) => d.isRange) ?? mentions[0];
    const from = prior ? { ...context, fallbackYear: context.fallbackYear ?? Number(prior.slice(0, 4)) } : context;
    let span: Period = { start: null, end: null };
    if (m) {
      span = resolve(m, from);
      if (!m.isRange && m.limit && !/^\d{4}年$/.test(base.s.slice(m.index, m.end))) {
        const written = base.s.slice(m.index, m.end);
        if (/前|止|底|末|年内/.test(written)) span = { start: null, end: span.end };
      }
      if (m.opens) span = { start: span.start, end: null };
      prior = span.end ?? span.start ?? prior;
    }
    const title = titleOf(heading, scope === '' ? [] : mentions);
    found.push({
      node,
      phase: { title, start: span.start, end: span.end, span: [start, endOf(node)] },
      dated: m ? [base.at[m.index] ?? 0, base.at[m.end] ?? 0] : undefined,
    });
  };
  const visit = (node: Node): void => {
    // 3月10日前，各单位完成…: a deadline at the head of an order makes no stage of it
    const steps = stepsHeading.test(headingOf(node).replace(/（.*/, ''));
    // 动员部署（3月中旬）: a month or a part of one is a stretch too, where the heading speaks of steps
    const dated = node.children.filter((c) => findDates(headingOf(c).slice(0, 80)).some((d) => d.isRange || (d.limit && d.index > 1) || (steps && d.from.kind === 'stretch' && d.index > 1 && /[（：]/.test(headingOf(c).charAt(d.index - 1)))));
    const sequence = arranged.test(headingOf(node).replace(/（.*/, '')) && node.children.length >= 2 && inOrder(node, context);
    const bracketed = staysInBrackets(node) && inOrder(node, context);
    const staged = node.children.filter((c) => hasStage(headingOf(c)) && headingOf(c).length <= 60 || c.style === 'stage');
    const asPhases = node.children.length > 0 && (
      sequence || bracketed || staged.length >= Math.max(1, Math.ceil(node.children.length / 2)) ||
      (steps && (dated.length >= Math.max(2, node.children.length / 2) || earlyDates(node) >= Math.max(2, node.children.length / 2))));
    if (asPhases) {
      for (const child of node.children) {
        const heading = headingOf(child);
        if (hasStage(heading) || dated.includes(child) || child.style === 'stage' || steps || sequence || bracketed) accept(child, heading);
      }
      return;
    }
    for (const child of node.children) visit(child);
  };
  visit(root);
  return found;
}

/** 考前准备（5月20日—6月6日）: every heading of a level carries its own stretch. */
const staysInBrackets = (node: Node): boolean =>
  node.children.length >= 2 && node.children.every((c) => /^[^，。（）]{2,16}（[^（）]{4,40}）$/.test(headingOf(c)) && findDates(headingOf(c)).some((d) => d.isRange));

const arranged = /安排|步骤|阶段|进度|实施|流程|程序|时间|方法|计划|内容/;
/** Ranges that follow one another are the stretches of one course, not single events. */
function inOrder(node: Node, context: YearContext): boolean {
  let last = '';
  let ranges = 0;
  for (const child of node.children) {
    const heading = headingOf(child);
    // 自查自纠。即日起至3月20日，…: the dates may open the text under the heading
    const below = (): DateMention | undefined => findDates(squeeze(child.segments.map((s) => s.text).join('').slice(0, 160)).slice(heading.length).replace(/^[。：]/, '').slice(0, 48)).find((d) => d.index <= 1 && d.isRange);
    const mention = findDates(heading.slice(0, 80)).find((d) => d.isRange || d.limit || d.from.kind === 'stretch') ?? (heading.length <= 20 ? below() : undefined);
    if (!mention) return false;
    const { start, end } = resolve(mention, context);
    const day = mention.from.kind === 'today' ? end : start;
    if (!day || (last !== '' && day < last)) return false;
    if (mention.isRange) ranges++;
    last = end ?? day;
  }
  return ranges * 2 > node.children.length;
}

/** Children whose text, not heading, opens with a range of dates. */
const earlyDates = (node: Node): number =>
  node.children.filter((c) => {
    const text = squeeze(c.segments.map((s) => s.text).join('。').slice(0, 120));
    return findDates(text).some((d) => d.isRange && d.index < 40);
  }).length;

/** The phase a node stands in, or undefined. */
export function phaseOf(node: Node, phases: ReadonlyMap<Node, PhaseNode>): PhaseNode | undefined {
  for (let n: Node | undefined = node; n; n = n.parent) {
    const phase = phases.get(n);
    if (phase) return phase;
  }
  return undefined;
}
export const phaseMap = (found: readonly PhaseNode[]): Map<Node, PhaseNode> => new Map(found.map((p) => [p.node, p]));
