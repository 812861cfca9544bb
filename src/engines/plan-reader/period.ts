import { squeeze } from './canonical.ts';
import { findDates, resolve } from './dates.ts';
import type { DateMention, YearContext } from './dates.ts';
import { walk } from './outline.ts';
import type { Node, Segment } from './outline.ts';
import { headingOf } from './phases.ts';
import type { Period, Span } from './plan.ts';

export interface StatedPeriod {
  period: Period;
  span: Span | undefined;
}

const timeHeading = /(?:活动|行动|整治|检查|工作|实施|专项|开展|治理|排查|演练|保障|考核|总体|起止)?(?:时间|期限|周期|时段|时限)(?:安排|范围)?$/;
const timeLabel = /(?:活动|行动|整治|检查|工作|实施|专项行动|治理|保障|演练|总体)(?:起止)?(?:时间|期限|时段|周期)(?:为|：|自|从|定为|是)/;
const annualTitle = /(\d{4})年?年度(?!.{0,12}(?:考核办法|管理办法))/;
const annualPlan = /(\d{4})年(?!度).{0,40}(?:工作要点|工作计划|工作安排|重点工作|工作任务|任务分解|任务分工|任务清单|要点)表?》?(?:的通知)?$/;

/** The campaign's period: stated in the preamble, under a heading of time, or by the year in the title. */
export function statedPeriod(root: Node, title: string | null, context: YearContext): StatedPeriod | null {
  for (const segment of root.segments) {
    const found = inPreamble(segment, title, context);
    if (found) return found;
  }
  for (const node of walk(root)) {
    const heading = headingOf(node).replace(/[：（].*$/, '');
    // 时间安排 with children is a list of phases; a leaf states the whole
    if (timeHeading.test(heading) && node.children.length === 0) {
      const found = firstRange(node.segments, context);
      if (found) return found;
    }
  }
  for (const node of walk(root)) {
    for (const segment of node.segments) {
      const s = squeeze(segment.text.slice(0, 600));
      const at = s.search(timeLabel);
      if (at < 0) continue;
      const mention = findDates(s).find((d) => d.isRange && d.index >= at && d.index < at + 24);
      if (mention) return made(mention, context, segment);
    }
    // 三、时间安排 总体分三个阶段，自…至…: a lead above the phases
    const lead = node.children.length > 0 ? node.segments.slice(1) : [];
    for (const segment of lead) {
      const s = squeeze(segment.text.slice(0, 400));
      if (!/(?:行动|活动|整治|工作|检查|治理|为期|分[二三四五两]个?(?:阶段|步))/.test(s)) continue;
      const mention = findDates(s).find((d) => d.isRange);
      if (mention && !/第一阶段/.test(s.slice(0, mention.index))) return made(mention, context, segment);
    }
  }
  const t = squeeze(title ?? '');
  const year = /(\d{4})年度/.exec(t)?.[1] ?? annualTitle.exec(t)?.[1] ?? annualPlan.exec(t)?.[1];
  // 工作计划（2024－2025年）
  const span = /（(\d{4})年?(?:-|—{1,2}|－|～|~|至)(\d{4})年(?:度)?）$/.exec(t);
  if (!year && span?.[1] && span[2] && span[1] <= span[2]) return { period: { start: `${span[1]}-01-01`, end: `${span[2]}-12-31` }, span: undefined };
  return year ? { period: { start: `${year}-01-01`, end: `${year}-12-31` }, span: undefined } : null;
}

const made = (mention: DateMention, context: YearContext, segment: Segment): StatedPeriod | null => {
  const period = resolve(mention, context);
  return period.end ? { period, span: [segment.start, segment.end] } : null;
};

/** 宣传周将于9月15日至21日举行 in the plan of that very week; the event a plan only guards is not its period. */
function isOwnEvent(before: string, title: string | null): boolean {
  const event = /([\u4e00-\u9fff]{3})[”》]?(?:将|定|拟|计划)[于在]$/.exec(before)?.[1];
  return event !== undefined && title !== null && squeeze(title).includes(event) && !/期间|保障|值守/.test(title);
}

function inPreamble(segment: Segment, title: string | null, context: YearContext): StatedPeriod | null {
  if (segment.text.length > 3000) return null;
  const s = squeeze(segment.text).replace(/《[^》]{0,120}》/g, (m) => '□'.repeat(m.length));
  for (const mention of findDates(s)) {
    if (!mention.isRange) continue;
    const next = s.slice(mention.end, mention.end + 60);
    const before = s.slice(Math.max(0, mention.index - 24), mention.index);
    // a day or two is an event spoken of, not a campaign
    if (/(?:召开|举行|发生|出现|曾|去年|期间发生)/.test(next.slice(0, 8)) && !isOwnEvent(before, title)) continue;
    // 3月1日至5日、4月1日至5日和…: stretches of one campaign
    if (/^[、和及]/.test(next)) {
      const last = findDates(s).filter((d) => d.isRange && d.index > mention.index).at(-1);
      const [a, z] = [resolve(mention, context), last && resolve(last, context)];
      if (a.start && z?.end && z.end >= a.start) return { period: { start: a.start, end: z.end }, span: [segment.start, segment.end] };
    }
    if (/(?:定于|决定|自|从|在|拟于|计划|将于|时间|时间为|期间|组织|开展|于|：|^)$/.test(before) || /开展|组织|实施|进行|为期|期间|在全|集中|为/.test(next) || mention.index === 0) return made(mention, context, segment);
  }
  return null;
}

/** All ranges under a heading of time, as one. */
function firstRange(segments: readonly Segment[], context: YearContext): StatedPeriod | null {
  let period: Period | undefined;
  let span: Span | undefined;
  for (const segment of segments) {
    for (const mention of findDates(squeeze(segment.text.slice(0, 300))).filter((d) => d.isRange)) {
      const next = made(mention, context, segment);
      if (!next) continue;
      span ??= next.span;
      period = joined(period, next.period);
    }
  }
  return period ? { period, span } : null;
}

const joined = (a: Period | undefined, b: Period): Period => (a ? { start: a.start, end: a.end && b.end && a.end > b.end ? a.end : b.end } : b);
