import type { Block, Gongwen } from './document.ts';
import { framed, heading, numberedTable, paragraph, percent, points, withStop, type Frame } from './figures.ts';
import { chineseDate } from './text.ts';

export interface UnitHazards { unit: string; total: number; open: number; cleared: number; overdue: number; critical: number; high: number }
export type HazardBulletin = Frame & {
  title: string; from: string; to: string; /** The day of the figures. */ asOf: string;
  found: number; clearedInPeriod: number;
  totals: { total: number; open: number; cleared: number; overdue: number; toVerify: number; unowned: number; reopened: number; meanDays: number | null };
  severities: { name: string; open: number; cleared: number }[];
  units: UnitHazards[];
  letters: { issued: number; signed: number; notified: number; answered: number };
  /** 预警: published in the period, and their answers. */
  warnings: { title: string; level: string; units: number; answered: number }[];
  problems: { title: string; severity: string; open: number; total: number }[];
  remarks: string[]; requirements: string[];
};

/** 网络安全月报 and 隐患整改通报: the figures of the dashboard at one moment, with a ranking and a row a unit. */
export function hazardBulletin(input: HazardBulletin): Gongwen {
  const { title, from, to, asOf, found, clearedInPeriod, totals: t, severities, units, letters, warnings, problems, remarks, requirements, ...frame } = input;
  return {
    ...framed(frame), title,
    body: [
      paragraph(`现将${chineseDate(from)}至${chineseDate(to)}的网络安全隐患整改情况通报如下。累计数截至${chineseDate(asOf)}。`),
      heading(1, '总体情况'),
      paragraph(`本期新发现隐患${found}处，清零${clearedInPeriod}处。累计登记隐患${t.total}处，已清零${t.cleared}处，清零率${percent(t.cleared, t.total)}；未清零${t.open}处，其中逾期${t.overdue}处、复发${t.reopened}处、待核实${t.toVerify}处、无责任单位${t.unowned}处。${t.meanDays === null ? '' : `平均整改用时${t.meanDays}天。`}`),
      ...remarks.map((r) => paragraph(withStop(r))),
      { type: 'table', caption: '隐患等级分布', columns: [{ title: '等级', align: 'center' }, { title: '未清零', align: 'center' }, { title: '已清零', align: 'center' }], rows: severities.map((s) => [s.name, String(s.open), String(s.cleared)]) },
      heading(1, '通报和反馈情况'),
      paragraph(`本期发出通知书${letters.issued}份，签收${letters.signed}份，签收率${percent(letters.signed, letters.issued)}；通知隐患${letters.notified}处，已反馈${letters.answered}处，处置反馈率${percent(letters.answered, letters.notified)}。`),
      ...(warnings.length ? [paragraph(`本期发布预警${warnings.length}次。`), numberedTable([{ title: '预警', width: 6 }, { title: '级别', width: 2, align: 'center' }, { title: '单位数', width: 2, align: 'center' }, { title: '已反馈', width: 2, align: 'center' }], warnings.map((w) => [w.title, w.level, String(w.units), String(w.answered)]))] : []),
      ...(problems.length ? [heading(1, '突出问题'), numberedTable([{ title: '问题', width: 7 }, { title: '等级', width: 2, align: 'center' }, { title: '未清零', width: 2, align: 'center' }, { title: '累计', width: 2, align: 'center' }], problems.map((p) => [p.title, p.severity, String(p.open), String(p.total)]))] : []),
      heading(1, '单位整改情况'),
      ...ranking(units),
      heading(1, '下一步工作要求'),
      ...points(requirements.length ? requirements : ['存在逾期隐患的单位要立即整改，短期内无法整改的按程序申请延期或先行关停', '已整改的隐患要防止反弹，复发隐患要查明原因', '未签收通知书、未反馈整改情况的单位要尽快办理']),
    ],
  };
}

/** By share cleared, then by fewer overdue; equals share a rank. */
function ranking(units: readonly UnitHazards[]): Block[] {
  if (units.length === 0) return [paragraph('本期没有需要整改的单位。')];
  const rate = (u: UnitHazards): number => (u.total ? u.cleared / u.total : 1);
  const sorted = units.toSorted((a, b) => rate(b) - rate(a) || a.overdue - b.overdue || b.total - a.total || a.unit.localeCompare(b.unit, 'zh-CN'));
  let rank = 0;
  return [
    paragraph('各单位按清零率由高到低排列，清零率相同的，逾期少的在前；两项均相同的，名次并列。'),
    {
      type: 'table', caption: '各单位隐患整改排名',
      columns: [{ title: '名次', width: 1.2, align: 'center' }, { title: '单位', width: 4.2 }, { title: '隐患数', width: 1.5, align: 'center' }, { title: '已清零', width: 1.5, align: 'center' }, { title: '未清零', width: 1.5, align: 'center' }, { title: '超危', width: 1.2, align: 'center' }, { title: '高危', width: 1.2, align: 'center' }, { title: '逾期', width: 1.2, align: 'center' }, { title: '清零率', width: 1.7, align: 'center' }],
      rows: sorted.map((u, i) => {
        const above = sorted[i - 1];
        if (!above || rate(above) !== rate(u) || above.overdue !== u.overdue) rank = i + 1;
        return [String(rank), u.unit, String(u.total), String(u.cleared), String(u.open), String(u.critical), String(u.high), String(u.overdue), percent(u.cleared, u.total)];
      }),
    },
  ];
}

export interface UnitResponse { unit: string; letters: number; signed: number; notified: number; answered: number; onTime: number }
export type ResponseReport = Frame & {
  title: string; from: string; to: string; units: UnitResponse[];
  superiors: { issuer: string; notices: number; hazards: number; answered: number; onTime: number }[];
  warnings: { published: number; units: number; answered: number };
};
/** 处置反馈率统计报告: upward and by unit. */
export function responseReport(input: ResponseReport): Gongwen {
  const { title, from, to, units, superiors, warnings, ...frame } = input;
  const sum = (key: Exclude<keyof UnitResponse, 'unit'>): number => units.reduce((n, u) => n + u[key], 0);
  const up = (key: 'notices' | 'hazards' | 'answered' | 'onTime'): number => superiors.reduce((n, s) => n + s[key], 0);
  return {
    ...framed(frame), title,
    body: [
      paragraph(`现将${chineseDate(from)}至${chineseDate(to)}的网络安全通报预警处置反馈情况统计如下。`),
      heading(1, '对上级通报的处置反馈'),
      ...(superiors.length
        ? [paragraph(`收到上级通报${up('notices')}件，涉及隐患${up('hazards')}处，已报告${up('answered')}处，处置反馈率${percent(up('answered'), up('hazards'))}，按期反馈${up('onTime')}处，按期率${percent(up('onTime'), up('hazards'))}。`), numberedTable([{ title: '通报机关', width: 4.6 }, { title: '件数', width: 1.6, align: 'center' }, { title: '隐患数', width: 1.8, align: 'center' }, { title: '已报告', width: 1.8, align: 'center' }, { title: '反馈率', width: 2, align: 'center' }, { title: '按期率', width: 2, align: 'center' }], superiors.map((s) => [s.issuer, String(s.notices), String(s.hazards), String(s.answered), percent(s.answered, s.hazards), percent(s.onTime, s.hazards)]))]
        : [paragraph('本期没有收到上级通报。')]),
      heading(1, '对预警的反馈'), paragraph(`发布预警${warnings.published}次，通知单位${warnings.units}个次，已反馈${warnings.answered}个次，预警反馈率${percent(warnings.answered, warnings.units)}。`),
      heading(1, '各单位处置反馈'),
      paragraph(`向${units.length}个单位发出通知书${sum('letters')}份，签收${sum('signed')}份；通知隐患${sum('notified')}处，已反馈${sum('answered')}处，处置反馈率${percent(sum('answered'), sum('notified'))}，按期反馈${sum('onTime')}处。`),
      ...(units.length ? [numberedTable([{ title: '单位', width: 4.4 }, { title: '通知书', width: 1.6, align: 'center' }, { title: '已签收', width: 1.6, align: 'center' }, { title: '隐患数', width: 1.6, align: 'center' }, { title: '已反馈', width: 1.6, align: 'center' }, { title: '反馈率', width: 1.9, align: 'center' }, { title: '按期率', width: 1.9, align: 'center' }], units.map((u) => [u.unit, String(u.letters), String(u.signed), String(u.notified), String(u.answered), percent(u.answered, u.notified), percent(u.onTime, u.notified)]))] : []),
    ],
  };
}
