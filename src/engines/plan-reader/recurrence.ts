import type { Recurrence } from './plan.ts';

const rules: readonly [Recurrence, RegExp][] = [
  ['weekly', /每周(?!年)|每星期|每一周|按周(?!岁)|逐周|周报(?!告会)|每双周/],
  ['monthly', /每个?月|按月|逐月|月报(?!告会)|每月度|月度(?:例会|通报|报告制)/],
  ['quarterly', /每个?季度?|按季度?|逐季|一季度一次|季度(?:例会|通报制)|每3个月|每三个月/],
  ['semiannual', /每半年|半年一次|每个?学期|一学期一次|每6个月|每六个月|上、下半年各/],
  ['annual', /每一?学?年(?!级)|一年一次|一年(?:不少于|至少)|年度人均|人均年度|年人均|每人每年|按年度(?!计划|工作|预算|考核)|逐年(?:开展|组织|签订|报)|全年(?:不少于|不低于|至少|累计不少于|人均|组织[^，。；]{0,10}不少于)|年均不|年度内?(?:不少于|至少|累计不少于)|每12个月/],
];
const irregular = /不定期|定期|经常性地/;

/** How often an act recurs: the more frequent of several, a figure before 定期. */
export function recurrenceOf(s: string): Recurrence | null {
  // 每逢, 每次, 每人 name occasions; 定期 inside 定期限 is none
  for (const [recurrence, pattern] of rules) if (pattern.test(s)) return recurrence;
  return irregular.test(s.replace(/定期限|规定期|限定期|确定期|约定期|定期间/g, '')) ? 'irregular' : null;
}
