import type { chapterStates, ownKinds, structures } from './contract.ts';

type Structure = (typeof structures)[number];
interface Needed { name: string; words: string[] }
/** What each kind of paper must speak of, with the words that show it. */
export const neededChapters: Record<Structure, readonly Needed[]> = {
  work_plan: [
    { name: '目标', words: ['目标', '总体要求', '工作要求', '指导思想'] }, { name: '任务', words: ['任务', '工作内容', '重点工作', '主要内容', '工作范围'] },
    { name: '进度', words: ['时间进度', '进度安排', '时间安排', '实施步骤', '工作步骤', '阶段', '完成时限', '工作进度'] }, { name: '措施', words: ['措施', '保障', '工作要求', '组织实施'] },
  ],
  protection_plan: [
    { name: '防护目标', words: ['目标', '原则', '总体要求'] }, { name: '防护对象', words: ['防护对象', '保护对象', '资产', '范围', '信息系统'] }, { name: '组织与责任', words: ['组织', '责任', '职责'] },
    { name: '技术措施', words: ['技术措施', '防护措施', '技术防护', '边界', '访问控制', '防火墙'] }, { name: '监测与应急', words: ['监测', '应急', '处置'] },
  ],
  replacement_plan: [
    { name: '现状', words: ['现状', '基本情况', '存量'] }, { name: '替代范围', words: ['范围', '清单', '替代对象', '替代内容'] }, { name: '时间表', words: ['时间表', '进度', '时间安排', '年度', '阶段'] },
    { name: '路线图', words: ['路线图', '技术路线', '实施路径', '步骤'] }, { name: '保障措施', words: ['保障', '经费', '措施'] },
  ],
  master_plan: [{ name: '现状与形势', words: ['现状', '形势', '基础'] }, { name: '目标', words: ['目标', '指导思想'] }, { name: '主要任务', words: ['任务', '重点工程', '建设内容'] }, { name: '实施步骤', words: ['步骤', '进度', '阶段', '年度'] }, { name: '保障措施', words: ['保障', '措施', '经费'] }],
  annual_plan: [{ name: '目标', words: ['目标', '总体要求', '思路'] }, { name: '任务', words: ['任务', '重点工作', '工作要点', '主要工作'] }, { name: '时间安排', words: ['时间', '进度', '月', '季度'] }, { name: '责任单位', words: ['责任单位', '责任部门', '牵头', '负责'] }],
  rule: [{ name: '目的依据', words: ['目的', '依据', '根据', '总则'] }, { name: '适用范围', words: ['适用', '范围'] }, { name: '职责', words: ['职责', '责任', '负责'] }, { name: '要求', words: ['应当', '不得', '要求', '必须'] }, { name: '施行', words: ['施行', '实施', '附则', '解释'] }],
  self_check: [
    { name: '工作开展情况', words: ['组织开展', '开展情况', '工作组织', '组织情况', '总体情况'] }, { name: '等级保护与关键信息基础设施', words: ['等级保护', '等保', '定级', '关键信息基础设施'] },
    { name: '存在的突出问题', words: ['突出问题', '存在问题', '存在的问题', '主要问题', '问题和不足', '薄弱环节'] }, { name: '下一步工作计划', words: ['下一步', '工作计划', '整改计划', '工作打算', '今后'] },
  ],
  annual_report: [
    { name: '责任制落实', words: ['责任制', '责任落实'] }, { name: '工作开展情况', words: ['开展情况', '工作情况', '主要工作', '专项行动'] }, { name: '检查与整改', words: ['检查', '整改'] },
    { name: '重大事项与事件', words: ['重大事项', '事件', '应急'] }, { name: '存在问题', words: ['存在问题', '存在的问题', '突出问题', '不足'] }, { name: '下一步工作计划', words: ['下一步', '工作计划', '工作打算'] },
  ],
};

/** By the kind of paper; a report about a self-check has chapters of its own. */
export const structureOf = (kind: (typeof ownKinds)[number], title: string): Structure => (kind !== 'report' ? kind : /自查|自评|检查/.test(title) ? 'self_check' : 'annual_report');

export interface Chapter { name: string; state: (typeof chapterStates)[number]; words: string[]; quote: string }
/** Where the text speaks of each: in a line short enough to be a heading, else anywhere but the title. */
export function chaptersOf(structure: Structure, text: string): Chapter[] {
  const lines = text.split('\n').map((l) => l.trim()).filter((l) => l !== '');
  const body = lines.slice(1);
  const headings = body.filter((l) => l.length <= 30 && !/[。；]$/.test(l) || /^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四五六七八九十]+[章条])[^。；]{0,24}。?/.test(l));
  return neededChapters[structure].map(({ name, words }) => {
    const says = (l: string) => words.some((w) => l.includes(w));
    const heading = headings.find((l) => says(l.split('。')[0]!.slice(0, 40)));
    const mention = heading ?? body.find(says);
    return { name, words, state: heading ? 'heading' : mention ? 'mentioned' : 'missing', quote: (mention ?? '').slice(0, 80) };
  });
}
