import type { ruleKeys } from './contract.ts';
import type { Sourced } from './levels.ts';

export type RuleKey = (typeof ruleKeys)[number];
export interface Rule extends Sourced { value: number; unit: 'days' | 'months' | 'years' | 'points' | 'percent'; min: number; max: number }
const own = '本单位约定';
/** What the calendar and the thresholds count with, as delivered; the office may set each otherwise. 0 months: not asked for. */
export const ruleTable: Record<RuleKey, Rule> = {
  grade_days: { value: 30, unit: 'days', min: 1, max: 365, source: `${own}：登记后定级的期限；新建系统在规划设计阶段完成（教技厅函〔2014〕74号）`, verified: false },
  file_days: { value: 30, unit: 'days', min: 1, max: 365, source: '公通字〔2007〕43号第十五条：等级确定后、投入运行后 30 日内', verified: true },
  certificate_years: { value: 3, unit: 'years', min: 1, max: 10, source: '公网安〔2025〕1846号所述备案证明有效期，以当地公安机关为准', verified: false },
  assess_months_2: { value: 24, unit: 'months', min: 0, max: 60, source: '惯例：二级系统每两年一次，无强制周期；教育系统有文件要求', verified: true },
  assess_months_3: { value: 12, unit: 'months', min: 1, max: 60, source: '公通字〔2007〕43号第十四条：第三级每年至少一次', verified: true },
  assess_months_4: { value: 6, unit: 'months', min: 1, max: 60, source: '公通字〔2007〕43号第十四条：第四级每半年至少一次', verified: true },
  check_months_2: { value: 12, unit: 'months', min: 0, max: 60, source: `${own}：二级定期自查`, verified: false },
  check_months_3: { value: 12, unit: 'months', min: 1, max: 60, source: '公通字〔2007〕43号第十四条：第三级每年至少一次', verified: true },
  check_months_4: { value: 6, unit: 'months', min: 1, max: 60, source: '公通字〔2007〕43号第十四条：第四级每半年至少一次', verified: true },
  repair_days: { value: 30, unit: 'days', min: 1, max: 365, source: `${own}：测评问题和自查差距的整改期限`, verified: false },
  excellent: { value: 90, unit: 'points', min: 0, max: 100, source: '2021 版测评报告：优，且无中、高风险', verified: false },
  good: { value: 80, unit: 'points', min: 0, max: 100, source: '2021 版测评报告：良，且无高风险', verified: false },
  medium: { value: 70, unit: 'points', min: 0, max: 100, source: '2021 版测评报告：中，且无高风险；以下为差', verified: false },
  basic_2019: { value: 60, unit: 'points', min: 0, max: 100, source: '2019 版测评报告：低于此分为不符合', verified: false },
  conform_rate: { value: 90, unit: 'percent', min: 0, max: 100, source: '2025 版测评报告：符合的符合率，以正式文本为准', verified: false },
  basic_rate: { value: 60, unit: 'percent', min: 0, max: 100, source: '2025 版测评报告：基本符合的符合率，且无重大风险隐患', verified: false },
};
export type Rules = Record<RuleKey, number>;
export const defaultRules = Object.fromEntries(Object.entries(ruleTable).map(([k, r]) => [k, r.value])) as Rules;
/** 2025 re-filing: every object of level 2 and above, whether its level changes or not (公网安〔2025〕1001号、1846号). */
export const refilingDay = '2025-11-30';
