import type { Annex, Gongwen } from './document.ts';
import { contactText, framed, heading, numberedTable, paragraph, points, withStop, type Frame } from './figures.ts';
import { chineseDate } from './text.ts';

export interface NotifiedHazard { number: string; title: string; severity: string; system: string; where: string; found: string; remedy: string; dueOn: string | null; /** What shows it: an excerpt, and screenshots. */ evidence?: string; pictures?: { name: string; bytes: Uint8Array }[] }
export type RectificationNotice = Omit<Frame, 'addressee'> & {
  kind: 'circular' | 'order' | 'shutdown' | 'forward';
  unit: string;
  /** How they were found: 技术检测, 现场检查, 上级通报. */
  source: string;
  hazards: NotifiedHazard[];
  /** The latest day by which an answer is due, YYYY-MM-DD. */
  dueOn: string | null;
  /** What the office adds in its own words. */
  note?: string;
  feedback?: string[];
  /** 转办: the superior's notice. */
  superior?: { issuer: string; title: string; number: string };
  /** 整改报告 also goes to, e.g. 宣传部. */
  reportTo?: string[];
};
const names = { forward: '转办上级网络安全通报的通知', circular: '网络安全隐患的通报', order: '限期整改网络安全隐患的通知', shutdown: '关停存在网络安全隐患信息系统的通知' } as const;

/** 通报, 限期整改通知书 or 关停通知 to one unit, with each hazard, what to do and by when. Source of its parts: GB/T 9704-2012 and the usual forms of such notices. */
export function rectificationNotice(input: RectificationNotice): Gongwen {
  const { contact, kind, hazards: list, ...frame } = input;
  const due = input.dueOn ? chineseDate(input.dueOn) : undefined;
  const opening = kind === 'shutdown'
    ? `你单位下列信息系统（网站）存在网络安全隐患，在规定时限内没有整改到位。根据“在规定的时限内无法整改到位的，必须关停信息系统（网站），进行线下修复”的要求，现通知如下。`
    : kind === 'forward'
    ? `近日，${input.superior?.issuer ?? '上级部门'}发来《${(input.superior?.title ?? '').replace(/^《|》$/g, '')}》${input.superior?.number ? `（${input.superior.number}）` : ''}，其中涉及你单位${list.length}处网络安全隐患。现转你单位办理，有关事项如下。`
    : `经${input.source}，发现你单位存在${list.length}处网络安全隐患。现予${kind === 'order' ? '通知，责令限期整改' : '通报'}，有关事项如下。`;
  const demands = kind === 'shutdown'
    ? ['收到本通知后立即关停所列信息系统（网站），断开互联网访问，保存日志和数据', '在线下完成修复并自查，经复测确认隐患清零后，书面申请恢复', '未经复测同意，不得擅自恢复服务']
    : [`由主要负责人牵头，逐条制定措施、明确责任人，${due ? `于${due}前` : '在规定期限内'}完成整改`, '短时间内难以整改到位的，应当提出整改计划（措施、责任人、时间节点、专家意见），按程序申请延期', '逾期未整改到位的，将关停相关信息系统（网站），进行线下修复'];
  return {
    ...framed(frame),
    addressee: input.unit,
    title: `关于${names[kind]}`,
    body: [
      paragraph(opening),
      ...(input.note?.trim() ? [paragraph(withStop(input.note.trim()))] : []),
      heading(1, kind === 'shutdown' ? '关停范围及存在的隐患' : '存在的隐患'),
      numberedTable(
        [{ title: '隐患编号', width: 3.4 }, { title: '隐患名称', width: 4.2 }, { title: '等级', width: 1.4, align: 'center' }, { title: '系统和位置', width: 4.2 }, { title: '整改期限', width: 2.6, align: 'center' }],
        list.map((h) => [h.number, h.title, h.severity, [h.system, h.where].filter(Boolean).join('：'), h.dueOn ? chineseDate(h.dueOn) : '']),
      ),
      ...(kind === 'shutdown' ? [] : [heading(1, '整改建议'), ...points(adviceOf(list))]),
      heading(1, kind === 'shutdown' ? '办理要求' : '整改要求'), ...points(demands),
      heading(1, '反馈要求'),
      ...points(input.feedback ?? ['收到本通知后请在系统中签收', `${due ? `请于${due}前` : '请在整改完成后'}逐条书面反馈整改情况，并附整改前后的佐证材料`, '反馈后由网络安全主管部门组织复测，复测通过的予以销号', ...(kind === 'shutdown' ? [] : [`整改完成后填写《风险整改报告》，经单位负责人签字后在系统中递交${input.reportTo?.length ? `，并报送${input.reportTo.join('、')}` : ''}`])]),
      ...(contact ? [paragraph(withStop(contactText(contact)))] : []),
    ],
    annexes: evidenceOf(list),
  };
}
/** 证据: what the scanner or the inspector saw, so that the unit finds the place. */
function evidenceOf(list: readonly NotifiedHazard[]): Annex[] {
  const shown = list.filter((h) => h.evidence?.trim() || h.pictures?.length);
  if (shown.length === 0) return [];
  return [{
    title: '隐患证据',
    blocks: shown.slice(0, 200).flatMap((h) => [
      heading(3, `${h.number} ${h.title}`), paragraph([h.system, h.where].filter(Boolean).join('：') || '位置见正文'),
      ...(h.evidence?.trim() ? [paragraph(`检测记录摘录：${h.evidence.replace(/\s+/g, ' ').trim().slice(0, 600)}`)] : []),
      ...(h.pictures ?? []).slice(0, 6).map((p) => ({ type: 'picture' as const, bytes: p.bytes, caption: p.name })),
    ]),
  }];
}
/** One piece of advice for each kind of hazard, not for each place. */
export function adviceOf(list: readonly NotifiedHazard[]): string[] {
  const advice = new Map<string, string>();
  for (const h of list) if (!advice.has(h.title)) advice.set(h.title, `${h.title}：${h.remedy.replace(/\s+/g, ' ').trim().slice(0, 300).replace(/[。；;.]$/, '') || '按照厂商和国家漏洞库的建议修复，并排查同类问题'}`);
  return [...advice.values()].slice(0, 60);
}
