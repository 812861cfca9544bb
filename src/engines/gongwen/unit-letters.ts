import type { Block, Gongwen } from './document.ts';
import { contactText, framed, heading, numberedTable, paragraph, points, withStop, type Frame } from './figures.ts';
import { adviceOf, type NotifiedHazard } from './rectification-notice.ts';
import { chineseDate } from './text.ts';

type Unaddressed = Omit<Frame, 'addressee'>;
const texts = (text: string): Block[] => text.split('\n').map((t) => t.trim()).filter(Boolean).map((t) => paragraph(withStop(t)));

export type PostureCircular = Unaddressed & { addressee: string; title?: string | undefined; situation: string; requirements: string; problems: string };
/** 通报当前网络形势、工作要求和技术检测中发现的问题隐患: three parts, one letter. */
export function postureCircular(input: PostureCircular): Gongwen {
  const { contact, title, situation, requirements, problems, ...frame } = input;
  return {
    ...framed(frame),
    title: title || '关于当前网络安全形势和工作要求的通报',
    body: [
      paragraph('现将当前网络安全形势、工作要求和技术检测中发现的问题隐患通报如下。'),
      heading(1, '当前网络安全形势'), ...texts(situation),
      heading(1, '技术检测中发现的问题隐患'), ...texts(problems),
      heading(1, '工作要求'), ...texts(requirements),
      ...(contact ? [paragraph(withStop(contactText(contact)))] : []),
    ],
  };
}

export type InspectionOpinion = Unaddressed & {
  unit: string; inspectedOn: string; method: string; inspectors: string; received: string; basis: string; content: string; opinion: string; hazards: NotifiedHazard[]; dueOn: string | null;
};
/** 网络安全检查反馈意见书 after an inspection on the spot; signed by both sides. */
export function inspectionOpinion(input: InspectionOpinion): Gongwen {
  const { contact, unit, inspectedOn, method, inspectors, received, basis, content, opinion, hazards, dueOn, ...frame } = input;
  return {
    ...framed(frame), addressee: unit, title: '网络安全检查反馈意见书',
    body: [
      paragraph(`${basis ? `根据${basis.replace(/[，。]$/, '')}，` : ''}${chineseDate(inspectedOn)}，检查组对你单位开展了网络安全检查。现将检查意见反馈如下。`),
      heading(1, '检查基本情况'),
      ...points([`检查方式：${method}`, `检查人员：${inspectors}`, `被检查单位参加人员：${received}`, ...(content ? [`检查内容：${content}`] : [])]),
      heading(1, '发现的问题'),
      numberedTable(
        [{ title: '隐患编号', width: 3.4 }, { title: '问题', width: 4.4 }, { title: '等级', width: 1.4, align: 'center' }, { title: '系统和位置', width: 4 }, { title: '整改期限', width: 2.6, align: 'center' }],
        hazards.map((h) => [h.number, h.title, h.severity, [h.system, h.where].filter(Boolean).join('：'), h.dueOn ? chineseDate(h.dueOn) : '']),
      ),
      heading(1, '整改建议'), ...points(adviceOf(hazards)), ...texts(opinion),
      heading(1, '反馈要求'),
      ...points([`请${dueOn ? `于${chineseDate(dueOn)}前` : '在规定期限内'}完成整改，并逐条书面反馈整改情况`, '对检查意见有异议的，请在签收时写明']),
      ...(contact ? [paragraph(withStop(contactText(contact)))] : []),
      { type: 'signatures', names: ['检查人员签字', '被检查单位负责人签字'] },
    ],
  };
}

export type WarningNotice = Unaddressed & {
  addressee: string; title: string; level: string; cve: string[]; product: string; versions: string; summary: string; measures: string; source: string; dueOn: string | null;
  /** Systems of each unit that may have it. */
  systems: { unit: string; system: string; reason: string }[];
};
/** 预警通知: what it is, who may have it, what to do, by when to answer. */
export function warningNotice(input: WarningNotice): Gongwen {
  const { contact, level, cve, product, versions, summary, measures, source, dueOn, systems, title, ...frame } = input;
  return {
    ...framed(frame), title: `关于${title.replace(/^关于/, '').replace(/的?(?:[红橙黄蓝]色)?预警(?:通知|通报)?$/, '')}的预警通知`,
    body: [
      paragraph(`${source ? `据${source.replace(/[，。]$/, '')}，` : ''}现发布网络安全${level}预警，请立即开展排查处置。`),
      heading(1, '基本情况'),
      ...points([`预警级别：${level}`, ...(cve.length ? [`漏洞编号：${cve.join('、')}`] : []), ...(product ? [`影响产品：${product}`] : []), ...(versions ? [`影响版本：${versions}`] : [])]),
      ...texts(summary),
      heading(1, '需排查的系统'),
      ...(systems.length
        ? [paragraph('根据台账和历次检测，下列系统可能受影响，请重点排查；未列入的系统也应自行排查。'), numberedTable([{ title: '单位', width: 3.4 }, { title: '系统', width: 4.4 }, { title: '列入原因', width: 6 }], systems.map((s) => [s.unit, s.system, s.reason]))]
        : [paragraph('请对照影响范围，排查本单位全部信息系统、服务器和终端。')]),
      heading(1, '处置措施'), ...(measures.trim() ? texts(measures) : points(['及时升级到安全版本或安装补丁', '暂不能升级的，限制访问来源并加强监测', '发现被利用的，立即断网并按应急预案报告'])),
      heading(1, '反馈要求'),
      ...points(['收到本通知后请在系统中签收', `${dueOn ? `请于${chineseDate(dueOn)}前` : '请尽快'}在系统中反馈排查结果（已排查不受影响、受影响、已处置），并附说明和佐证`]),
      ...(contact ? [paragraph(withStop(contactText(contact)))] : []),
    ],
  };
}
