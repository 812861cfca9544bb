import type { conclusions, dueKinds, itemSources, itemStates, objectStates, planKinds, verdicts } from './contract.ts';
import { levelNames } from './levels.ts';

/** What things are called on paper and in sheets. */
export const stateNames: Record<(typeof objectStates)[number], string> = { grading: '定级中', expert_review: '专家评审', authority_review: '主管部门审核', filing: '备案', rectifying: '建设整改', assessing: '测评', fixing: '问题整改', retesting: '复测', running: '运行', cancelled: '已注销' };
export const conclusionNames: Record<(typeof conclusions)[number], string> = { conform: '符合', basic: '基本符合', not_conform: '不符合', excellent: '优', good: '良', medium: '中', poor: '差' };
export const itemStateNames: Record<(typeof itemStates)[number], string> = { open: '待整改', reported: '待复测', done: '已整改', dropped: '不再整改' };
export const itemSourceNames: Record<(typeof itemSources)[number], string> = { assessment: '等级测评', self_check: '差距自查' };
export const verdictNames: Record<(typeof verdicts)[number], string> = { yes: '符合', part: '部分符合', no: '不符合', na: '不适用' };
export const dueNames: Record<(typeof dueKinds)[number], string> = { grade: '定级', file: '备案', refile: '按 2025 版重新备案', certificate: '备案证明到期', assess: '等级测评', self_check: '自查', repair: '问题整改' };
export const planNames: Record<(typeof planKinds)[number], string> = { grade: '定级', file: '备案', assess: '等级测评', self_check: '自查', repair: '问题整改' };
export const levelText = (n: number | null): string => (n === null ? '' : levelNames[n - 1] ?? '');
