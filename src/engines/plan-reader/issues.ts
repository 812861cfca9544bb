import { numeral, squeeze } from './canonical.ts';
import { nextDay } from './dates.ts';
import { lawCounts } from './laws.ts';
import { rankOf } from './numbering.ts';
import { walk } from './outline.ts';
import type { Node } from './outline.ts';
import type { Issue, Phase, PlanDocument } from './plan.ts';
import type { FoundTask } from './tasks.ts';

const excerpt = (s: string): string => (s.length > 60 ? `${s.slice(0, 60)}…` : s);
const datesOf = (p: { start: string | null; end: string | null }): string => `${p.start ?? '？'} 至 ${p.end ?? '？'}`;

/** Dates that contradict one another. A date that is not known is compared with nothing. */
export function dateIssues(document: PlanDocument, phases: readonly Phase[], tasks: readonly FoundTask[]): Issue[] {
  const out: Issue[] = [];
  const { period, issuedOn } = document;
  if (period) {
    for (const phase of phases) {
      const outside = [phase.start, phase.end].some((d) => d !== null && ((period.start !== null && d < period.start) || (period.end !== null && d > period.end)));
      if (outside) out.push({ code: 'phase-outside-period', message: `“${phase.title}”（${datesOf(phase)}）不在总时段（${datesOf(period)}）之内`, quote: phase.title });
    }
    for (const { task } of tasks) {
      if (task.due && ((period.start !== null && task.due < period.start) || (period.end !== null && task.due > period.end)))
        out.push({ code: 'due-outside-period', message: `期限 ${task.due} 不在总时段（${datesOf(period)}）之内`, quote: excerpt(task.text) });
    }
  }
  for (let i = 1; i < phases.length; i++) {
    const [a, b] = [phases[i - 1] as Phase, phases[i] as Phase];
    const quote = `${a.title}／${b.title}`;
    if ((a.end && b.start && b.start < a.end) || (a.start && b.start && b.start < a.start))
      out.push({ code: 'phases-overlap', message: `“${a.title}”（${datesOf(a)}）与“${b.title}”（${datesOf(b)}）重叠`, quote });
    else if (a.end && b.start && a.end === b.start) out.push({ code: 'phases-share-day', message: `“${a.title}”止于 ${a.end}，“${b.title}”也始于这一天`, quote });
    else if (a.end && b.start && b.start > nextDay(a.end)) out.push({ code: 'phase-gap', message: `“${a.title}”止于 ${a.end}，“${b.title}”始于 ${b.start}，其间的日子不属于任何阶段`, quote });
  }
  for (const { task, phase } of tasks) {
    if (!phase || !task.due) continue;
    const { start, end } = phase.phase;
    if ((start && task.due < start) || (end && task.due > end))
      out.push({ code: 'due-outside-phase', message: `期限 ${task.due} 不在“${phase.phase.title}”（${datesOf(phase.phase)}）之内`, quote: excerpt(task.text) });
  }
  const began = [period?.start, phases[0]?.start].filter((d): d is string => typeof d === 'string').sort()[0];
  if (issuedOn && began && issuedOn > began) out.push({ code: 'issued-after-start', message: `${issuedOn} 成文，而行动自 ${began} 已开始`, quote: issuedOn });
  return out;
}

/** Leaves without what most of their section carries. */
export function omissionIssues(tasks: readonly FoundTask[]): Issue[] {
  const out: Issue[] = [];
  const sections = new Map<number, FoundTask[]>();
  for (const t of tasks) sections.set(t.section, [...(sections.get(t.section) ?? []), t]);
  for (const leaves of sections.values()) {
    if (leaves.length < 2) continue;
    const noted = leaves.filter((t) => t.noted).length;
    if (noted * 2 > leaves.length) {
      for (const { task } of leaves.filter((t) => !t.noted)) out.push({ code: 'no-responsible-unit', message: `第“${task.path}”项没有责任单位，同节 ${noted} 项都有`, quote: excerpt(task.text) });
    }
    const dated = leaves.filter((t) => !t.phase && !t.task.phase);
    const termed = dated.filter((t) => t.termed).length;
    if (dated.length >= 2 && termed * 2 > dated.length) {
      for (const { task } of dated.filter((t) => !t.termed)) out.push({ code: 'no-deadline', message: `第“${task.path}”项没有完成时限，同节 ${termed} 项都有`, quote: excerpt(task.text) });
    }
  }
  return out;
}

/** Numbers that skip, repeat, or mix two styles at one level, and signs against their order. */
export function numberingIssues(root: Node): Issue[] {
  const out: Issue[] = [];
  /** The last number of each style, for counts that run on across headings. */
  const running = new Map<string, number>();
  const check = (parent: Node): void => {
    const children = parent.children.filter((c) => c.style !== 'heading');
    let last: Node | undefined;
    for (const node of children) {
      const quote = excerpt(`${node.label} ${node.segments[0]?.text ?? ''}`.trim());
      const style = node.style;
      if (style === 'root' || style === 'heading') continue;
      if (last) {
        if (last.style !== style) out.push({ code: 'numbering-gap', message: `同一层次混用两种序号（“${last.label}”之后是“${node.label}”）`, quote });
        else if (node.number !== last.number + 1) out.push({ code: 'numbering-gap', message: `序号“${last.label}”之后是“${node.label}”`, quote });
      } else {
        const key = style;
        if (node.number !== 1 && node.number !== (running.get(key) ?? 0) + 1) out.push({ code: 'numbering-gap', message: `序号从“${node.label}”开始`, quote });
        if (parent.style !== 'root' && parent.style !== 'heading' && rankOf(parent.style) > rankOf(style) && style !== 'stage')
          out.push({ code: 'numbering-gap', message: `“${node.label}”的序号在“${parent.label}”之下，与“一、（一）1.（1）”的次序不合`, quote });
      }
      last = node;
      running.set(style, node.number);
      check(node);
    }
  };
  check(root);
  return out;
}

const countNear = /(\d{1,3}|[一二两三四五六七八九十]{1,4})(?:大)?(?:类|项|种|条|款|方面|个方面|种情形|项内容)/g;
const articlesOf = /(?:共|全文|共计)?(?:[一二三四五六七八九十\d]{1,3}章)?(?:共)?([一二三四五六七八九十百\d]{1,4})条/;

/** Counts that differ from the law cited in the same paragraph. */
export function lawIssues(root: Node, issuedOn: string | null): Issue[] {
  const out: Issue[] = [];
  const seen = new Set<string>();
  const paragraphs = [...root.segments.map((s) => s.text), ...[...walk(root)].flatMap((n) => n.segments.map((s) => s.text))];
  for (const text of paragraphs) {
    if (!text.includes('《') || text.length > 20_000) continue;
    const s = squeeze(text);
    for (const law of lawCounts) {
      if (!law.law.test(s)) continue;
      if (law.until && issuedOn && issuedOn > law.until) continue;
      const found = law.what === 'articles' ? articlesCited(s, law.law) : itemsCited(s, law.what);
      for (const { count, quote } of found) {
        if (count === law.count || seen.has(quote)) continue;
        seen.add(quote);
        out.push({ code: 'law-count-mismatch', message: `《${law.name}》${law.article}共 ${law.count} ${law.what === 'articles' ? '条' : '项（含兜底项）'}，文中为 ${count}`, quote });
      }
    }
  }
  return out;
}

function itemsCited(s: string, what: RegExp): { count: number; quote: string }[] {
  const out: { count: number; quote: string }[] = [];
  for (const m of s.matchAll(countNear)) {
    const near = s.slice(m.index, m.index + m[0].length + 14);
    const direct = what.exec(near);
    const before = s.slice(Math.max(0, m.index - 10), m.index);
    const count = numeral(m[1] ?? '');
    if (/第$/.test(before) || !Number.isFinite(count)) continue;
    if (direct && !/[，。；]/.test(near.slice(m[0].length, direct.index))) out.push({ count, quote: near.slice(0, direct.index + direct[0].length) });
    else if (what.test(before) && !/[，。；]/.test(before.slice(before.search(what)))) out.push({ count, quote: before + m[0] });
  }
  return out;
}

function articlesCited(s: string, law: RegExp): { count: number; quote: string }[] {
  const at = s.search(law);
  const close = s.indexOf('》', at);
  if (at < 0 || close < 0 || close - at > 40) return [];
  // only straight after the title: （共七章七十九条）, 共79条
  const tail = s.slice(close + 1, close + 24).split(/[。；，]/)[0] ?? '';
  const m = articlesOf.exec(tail);
  if (!m || !/共|全文|章/.test(tail) || /第/.test(tail)) return [];
  const count = numeral(m[1] ?? '');
  return Number.isFinite(count) ? [{ count, quote: s.slice(at, close + 1) + m[0] }] : [];
}
