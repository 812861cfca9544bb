import { findDates, iso, resolve } from './dates.ts';
import type { DateMention, YearContext } from './dates.ts';

const recurring = /每(?:一|个|两|半)?(?:年|月|季度?|周|学期|学年)(?:的|度)?$/;
const past = /(?:根据|按照|依据|自|从|于|发布|印发|修订|实施|施行|截至)$/;
/** 本年度, 今年: a term where an act is to be completed, none where a state is to be kept. */
const thisYear = /(?:本年度|今年|本年)(?:内)?(?!人均|考核|预算|计划|工作|报告|总结|网络|信息|自查|检查|评|目标|重点|任务|培训|安全|绩效|综合|述职|经费)[^，。；]{0,30}?(?:完成|部署|建成|上架|上线|实现|出台|制定|建立|启用|投入使用|配齐|更换|替换|改造|迁移|清零|签订|开展|组织)/;
const keeps = /(?:未|不发生|不出现|无|零|保持|杜绝|避免)/;

/** The explicit deadline of a text, or null. `s` is in matching form; `own` marks a phase's own dates, which are none. */
export function dueOf(s: string, context: YearContext, own: readonly DateMention[] = []): string | null {
  const masked = s.replace(/《[^》]{0,120}》|“[^”]{0,40}”/g, (m) => '□'.repeat(m.length));
  const limits: string[] = [];
  const days: string[] = [];
  for (const mention of findDates(masked)) {
    if (own.some((o) => o.index === mention.index)) continue;
    const head = masked.slice(Math.max(0, mention.index - 12), mention.index);
    if (recurring.test(head) || mention.opens || mention.from.kind === 'today' && !mention.isRange) continue;
    if (/(?:以来|之日)/.test(masked.slice(mention.index, mention.end))) continue;
    const next = masked.slice(mention.end, mention.end + 8);
    if (!mention.limit && (/^(?:的|印发|发布|修订|颁布|召开的|下发|公布|施行|实施的|（?试行)/.test(next) || past.test(head) && !mention.isRange && !/于$/.test(head))) continue;
    if (/截[至止]$/.test(head) && /^，?[^，。]{0,6}(?:已|共)/.test(next)) continue;
    const written = masked.slice(mention.index, mention.end);
    if (/^(?:上半年|下半年|第?[一二三四1-4]季度)$/.test(written) && !mention.limit && /^(?:的|各|例会|通报|工作例会|报告)/.test(next)) continue;
    const { end } = resolve(mention, context);
    if (end) (mention.limit ? limits : days).push(end);
  }
  // days set for several acts: the last of them
  const latest = [...limits, ...days].sort().at(-1);
  if (latest) return latest;
  const m = thisYear.exec(masked);
  if (m && !keeps.test(m[0])) {
    const year = context.period?.end?.slice(0, 4) ?? context.issuedOn?.slice(0, 4) ?? context.fallbackYear;
    if (year) return iso(Number(year), 12, 31);
  }
  return null;
}
