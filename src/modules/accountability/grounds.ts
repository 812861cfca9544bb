import type { measures } from './contract.ts';

type Measure = (typeof measures)[number];
/** What a rule looks at; the numbers are days late, times returned, days unsigned, and the day of the year from which a letter is missed. */
export type GroundRule =
  | { sees: 'overdue'; task: RegExp | null; days: number; text: string }
  | { sees: 'returned'; times: number; text: string }
  | { sees: 'unsigned'; days: number; text: string }
  | { sees: 'gaps'; text: string }
  | { sees: 'no_letter'; after: string; text: string }
  /** Hazards, filings and systems without a level: so many days after they should have been. */
  | { sees: 'hazard' | 'filing' | 'not_graded'; days: number; text: string }
  | { sees: 'unguarded'; text: string };
export interface BuiltInGround { key: string; text: string; source: string; verified: boolean; measures: Measure[]; rule: GroundRule | null }

const measureRules = '党委（党组）网络安全工作责任制实施办法第八条（摘要）';
const own = '本单位网络安全工作方案的问责条款';
const checks = '网络安全检查工作通知所列违规情形';
const personal = '个人信息保护法第十条（摘要）';
/** Tasks that ask for a check of systems, and those that ask for a defect to be put right, by their own words. */
const checking = /自查|检查|排查|检测|评估/;
const mending = /整改|修复|改正/;

/** 问责情形库, edition 1: a key is never given another meaning, and a clue keeps the words of its day. What is not `verified` is to be compared with the published text before it is quoted. */
export const builtInGrounds: readonly BuiltInGround[] = [
  { key: 'risk_not_found', text: '因不履职尽责，未能发现重大网络安全风险隐患', source: own, verified: false, measures: ['talk', 'criticise'], rule: null },
  { key: 'not_mended', text: '未按要求整改网络安全风险隐患', source: own, verified: false, measures: ['correct', 'criticise'], rule: { sees: 'overdue', task: mending, days: 7, text: '整改类任务逾期满 7 天' } },
  { key: 'hazard_late', text: '未在规定时限内整改安全隐患', source: own, verified: false, measures: ['correct', 'criticise'], rule: { sees: 'hazard', days: 7, text: '已通报的隐患逾期满 7 天未反馈整改' } },
  { key: 'refused_mending', text: '接到上级网络安全整改通知，拒不按规定整改', source: checks, verified: false, measures: ['correct', 'criticise', 'no_award'], rule: { sees: 'overdue', task: mending, days: 30, text: '整改类任务逾期满 30 天' } },
  { key: 'not_checked', text: '未按规定开展系统安全状况检查', source: checks, verified: false, measures: ['correct', 'criticise'], rule: { sees: 'overdue', task: checking, days: 7, text: '自查、检查类任务逾期满 7 天' } },
  { key: 'not_done', text: '工作不落实：任务长期逾期未完成', source: own, verified: false, measures: ['talk', 'correct'], rule: { sees: 'overdue', task: null, days: 15, text: '其他任务逾期满 15 天' } },
  { key: 'not_signed', text: '工作不落实：任务长期未签收', source: own, verified: false, measures: ['talk'], rule: { sees: 'unsigned', days: 30, text: '任务下达满 30 天未签收' } },
  { key: 'returned_often', text: '措施不到位：填报反复退回', source: own, verified: false, measures: ['talk', 'correct'], rule: { sees: 'returned', times: 3, text: '同一任务被退回 3 次' } },
  { key: 'nobody_answers', text: '责任不明确：网络安全责任人空缺', source: measureRules, verified: false, measures: ['talk', 'correct'], rule: { sees: 'gaps', text: '第一责任人、直接责任人、联络员或安全员空缺' } },
  { key: 'no_letter', text: '未签订年度网络安全责任书', source: own, verified: false, measures: ['talk', 'correct'], rule: { sees: 'no_letter', after: '07-01', text: '7 月 1 日起本年度仍未签订' } },
  { key: 'falsified', text: '在网络安全工作或数据调查中弄虚作假', source: checks, verified: false, measures: ['criticise', 'no_award'], rule: null },
  { key: 'incident', text: '因工作不力或失职渎职造成网络安全事故（案、事件）', source: own, verified: false, measures: ['talk', 'criticise', 'no_award'], rule: null },
  { key: 'not_filed', text: '未按规定备案、审批', source: checks, verified: false, measures: ['correct'], rule: { sees: 'filing', days: 1, text: '在线系统的备案事项已过期限' } },
  { key: 'no_rules', text: '未按规定落实安全管理制度、措施', source: checks, verified: false, measures: ['correct'], rule: { sees: 'unguarded', text: '在线系统缺少接入互联网前必须落实的防护措施' } },
  { key: 'not_graded', text: '未按规定开展网络安全等级保护定级', source: checks, verified: false, measures: ['correct'], rule: { sees: 'not_graded', days: 30, text: '在线系统登记满 30 天仍未定级' } },
  { key: 'defaced', text: '网站、平台被攻击篡改，反动等违法信息大面积扩散且未及时处置', source: measureRules, verified: false, measures: ['talk', 'criticise', 'discipline'], rule: null },
  { key: 'down_six_hours', text: '重要网站受攻击后六小时以上无法打开', source: measureRules, verified: false, measures: ['talk', 'criticise'], rule: null },
  { key: 'data_leaked', text: '国家秘密泄露、大面积个人信息泄露或大量基础数据泄露', source: measureRules, verified: false, measures: ['criticise', 'discipline', 'police'], rule: null },
  { key: 'concealed', text: '封锁、瞒报网络安全事件，或拒不配合处置', source: measureRules, verified: false, measures: ['criticise', 'no_award', 'discipline'], rule: null },
  { key: 'pi_leak', text: '禁止项：泄露个人信息', source: personal, verified: false, measures: ['correct', 'criticise'], rule: null },
  { key: 'pi_tamper', text: '禁止项：篡改个人信息', source: personal, verified: false, measures: ['correct', 'criticise'], rule: null },
  { key: 'pi_destroy', text: '禁止项：毁损个人信息', source: personal, verified: false, measures: ['correct', 'criticise'], rule: null },
  { key: 'pi_sell', text: '禁止项：出售个人信息', source: personal, verified: false, measures: ['criticise', 'no_award', 'police'], rule: null },
  { key: 'pi_give', text: '禁止项：非法向他人提供个人信息', source: personal, verified: false, measures: ['criticise', 'no_award', 'police'], rule: null },
];
export const isAbout = (rule: GroundRule, task: string): boolean => rule.sees === 'overdue' && (rule.task ? rule.task.test(task) : !checking.test(task) && !mending.test(task));
