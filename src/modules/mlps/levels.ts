import type { degrees, harmed } from './contract.ts';

export type Harmed = (typeof harmed)[number];
export type Degree = (typeof degrees)[number];
/** How much each of the three would suffer; what would not suffer is left out. */
export type Harm = Partial<Record<Harmed, Degree>>;
/** Where a figure or a sentence comes from; what was not read in the published text is to be compared with it before it is quoted. */
export interface Sourced { source: string; verified: boolean }

const standard = 'GB/T 22240-2020《信息安全技术 网络安全等级保护定级指南》';
/** 定级矩阵, GB/T 22240-2020 table 1: who suffers × how much → level. */
export const matrix: Record<Harmed, Record<Degree, number>> = {
  citizens: { general: 1, serious: 2, extreme: 2 },
  society: { general: 2, serious: 3, extreme: 4 },
  state: { general: 3, serious: 4, extreme: 5 },
};
export const matrixSource: Sourced = { source: `${standard} 表1`, verified: true };

/** 受侵害客体, in the standard's words, with what a school would recognise. */
export const harmedWords: Record<Harmed, { name: string; covers: string; examples: string } & Sourced> = {
  citizens: { name: '公民、法人和其他组织的合法权益', covers: '受法律保护的公民、法人和其他组织所享有的社会权利和利益', examples: '师生个人信息泄露、成绩或缴费数据出错、个别单位业务受影响', source: standard, verified: false },
  society: { name: '社会秩序、公共利益', covers: '国家机关、企事业单位的生产、教学科研、医疗卫生等秩序，公众对公共设施、公开信息和公共服务的使用', examples: '招生录取或考试不能正常进行、门户网站被篡改造成不良影响、大批师生不能办事', source: standard, verified: false },
  state: { name: '国家安全', covers: '国家政权稳固、领土主权完整、民族团结、社会稳定，以及国家重要的经济、科技、国防等利益', examples: '涉及国家重大科研任务的非涉密重要数据；一般校园业务系统不涉及', source: standard, verified: false },
};
/** 侵害程度. */
export const degreeWords: Record<Degree, { name: string; means: string; examples: string } & Sourced> = {
  general: { name: '一般损害', means: '工作职能受到局部影响，业务能力有所降低但不影响主要功能的执行，出现较轻的法律问题、较低的财产损失、有限的社会不良影响，对其他组织和个人造成较低损害', examples: '停用一两天可以线下办理；少量信息被看到', source: standard, verified: false },
  serious: { name: '严重损害', means: '工作职能受到严重影响，业务能力显著下降且严重影响主要功能执行，出现较严重的法律问题、较高的财产损失、较大范围的社会不良影响，对其他组织和个人造成较高损害', examples: '全校业务中断、大批个人信息泄露、招生考试受影响', source: standard, verified: false },
  extreme: { name: '特别严重损害', means: '工作职能受到特别严重影响或丧失行使能力，业务能力严重下降且或功能无法执行，出现极其严重的法律问题、极高的财产损失、大范围的社会不良影响，对其他组织和个人造成非常高损害', examples: '全省统一考试或录取无法进行、影响大范围社会秩序', source: standard, verified: false },
};
export const levelNames = ['第一级', '第二级', '第三级', '第四级', '第五级'] as const;
/** 自主, 指导, 监督, 强制, 专控. */
export const protections = ['自主保护级', '指导保护级', '监督保护级', '强制保护级', '专控保护级'] as const;

/** The highest cell that is hit; null where nobody would suffer. */
export function levelOf(harm: Harm): number | null {
  const hit = (Object.entries(harm) as [Harmed, Degree | undefined][]).flatMap(([who, degree]) => (degree ? [matrix[who][degree]] : []));
  return hit.length ? Math.max(...hit) : null;
}
/** 定级结果: the system's level is the higher of 业务信息 (S) and 系统服务 (A). */
export function grade(s: Harm, a: Harm): { s_level: number; a_level: number; level: number } | null {
  const s_level = levelOf(s);
  const a_level = levelOf(a);
  return s_level === null || a_level === null ? null : { s_level, a_level, level: Math.max(s_level, a_level) };
}
/** SxAyGz, GB/T 22239-2019 appendix A. */
export const markOf = (g: { s_level: number | null; a_level: number | null; level: number | null }): string => (g.s_level && g.a_level && g.level ? `S${g.s_level}A${g.a_level}G${g.level}` : '');

export interface Suggestion { id: string; keywords: string[]; level: number; s_level: number; a_level: number; example: string; basis: string }
/** The row of the sector's guide whose longest word stands in the name; undefined: the guide says nothing. */
export function suggestFor<S extends Pick<Suggestion, 'keywords' | 'level'>>(name: string, rows: readonly S[]): S | undefined {
  let best: { row: S; length: number } | undefined;
  for (const row of rows) for (const word of row.keywords) {
    if (!name.toLowerCase().includes(word.toLowerCase())) continue;
    if (!best || word.length > best.length || (word.length === best.length && row.level > best.row.level)) best = { row, length: word.length };
  }
  return best?.row;
}
