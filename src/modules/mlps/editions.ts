import type { conclusions, editions } from './contract.ts';
import type { Sourced } from './levels.ts';

export type Edition = (typeof editions)[number];
export type Conclusion = (typeof conclusions)[number];
/** 等级测评报告模版 by edition: the words it may end with, and whether it gives a score. */
export const editionTable: Record<Edition, { from: string; conclusions: readonly Conclusion[]; score: 'optional' | 'required' | 'none' } & Sourced> = {
  2019: { from: '2019-12-01', conclusions: ['conform', 'basic', 'not_conform'], score: 'optional', source: '《网络安全等级保护测评报告模板（2019版）》', verified: false },
  2021: { from: '2021-06-18', conclusions: ['excellent', 'good', 'medium', 'poor'], score: 'required', source: '《网络安全等级保护测评报告模板（2021版）》：优、良、中、差与综合得分', verified: true },
  2025: { from: '2025-03-20', conclusions: ['conform', 'basic', 'not_conform'], score: 'none', source: '《网络安全等级测评报告模版（2025版）》：2025-03-20 起签订的合同启用', verified: true },
};
/** The edition that a contract signed on this day uses. */
export function editionFor(contractOn: string): Edition {
  return contractOn >= editionTable[2025].from ? '2025' : contractOn >= editionTable[2021].from ? '2021' : '2019';
}
export interface Outcome { score: number | null; rate: number | null; high_risks: number; major_hazards: number; problems: number }
/** Thresholds, editable: points, and shares of requirements met, in percent. */
export interface Thresholds { excellent: number; good: number; medium: number; basic_2019: number; conform_rate: number; basic_rate: number }

/** What the edition's thresholds would say, to be held against what the agency wrote; null where the figures do not suffice. */
export function judge(edition: Edition, o: Outcome, t: Thresholds): Conclusion | null {
  if (edition === '2021') {
    if (o.score === null) return null;
    if (o.high_risks > 0 || o.score < t.medium) return 'poor';
    return o.score >= t.excellent ? 'excellent' : o.score >= t.good ? 'good' : 'medium';
  }
  if (edition === '2019') {
    if (o.high_risks > 0 || (o.score !== null && o.score < t.basic_2019)) return 'not_conform';
    return o.problems === 0 ? 'conform' : 'basic';
  }
  if (o.major_hazards > 0) return 'not_conform';
  if (o.rate === null) return null;
  return o.rate < t.basic_rate ? 'not_conform' : o.rate >= t.conform_rate ? 'conform' : 'basic';
}
