import type { Block, Gongwen } from './document.ts';
import { framed, heading, numberedTable, paragraph, percent, points, withStop, type Frame } from './figures.ts';
import { chineseDate } from './text.ts';

const texts = (text: string, otherwise: string): Block[] => (text.trim() ? text.split('\n').map((t) => t.trim()).filter(Boolean) : [otherwise]).map((t) => paragraph(withStop(t)));
const date = (d: string | null): string => (d ? chineseDate(d) : '');

export interface RepairedHazard { number: string; title: string; severity: string; where: string; dueOn: string | null; measure: string; state: string; retest: string; evidence: string[]; unit?: string; mark?: string; plan?: string; done: boolean }

export type RepairReport = Frame & {
  unit: string; noticeNumber: string; noticeTitle: string; receivedOn: string | null; received: string; hazards: RepairedHazard[]; causes: string; measures: string; results: string; plan: string; longTerm: string; signedBy: string | null; signedOn: string | null;
};
/** 网络安全风险整改报告 of a unit: eight parts, signed by its head. */
export function repairReport(input: RepairReport): Gongwen {
  const { unit, noticeNumber, noticeTitle, receivedOn, received, hazards, causes, measures, results, plan, longTerm, signedBy, signedOn, ...frame } = input;
  const open = hazards.filter((h) => !h.done);
  const proofs = hazards.flatMap((h) => h.evidence.map((e) => `${h.number}：${e}`));
  return {
    ...framed(frame), title: '网站（信息系统）风险整改报告',
    body: [
      heading(1, '收到通知情况'),
      paragraph(`我单位${receivedOn ? `于${chineseDate(receivedOn)}签收` : '收到'}《${noticeTitle}》（${noticeNumber}），其中涉及我单位${hazards.length}处网络安全隐患。`), ...(received.trim() ? texts(received, '') : []),
      heading(1, '问题清单'),
      numberedTable([{ title: '隐患编号', width: 3.4 }, { title: '隐患名称', width: 4.4 }, { title: '等级', width: 1.4, align: 'center' }, { title: '位置', width: 4 }, { title: '整改期限', width: 2.6, align: 'center' }], hazards.map((h) => [h.number, h.title, h.severity, h.where, date(h.dueOn)])),
      heading(1, '原因分析'), ...texts(causes, '未填写'),
      heading(1, '整改措施'), ...texts(measures, '各隐患的措施见下表'),
      numberedTable([{ title: '隐患编号', width: 3.4 }, { title: '整改措施和结果', width: 8 }, { title: '状态', width: 2, align: 'center' }], hazards.map((h) => [h.number, h.measure || '尚未反馈', h.state])),
      heading(1, '整改结果与佐证'),
      paragraph(`共${hazards.length}处，已整改${hazards.length - open.length}处，整改率${percent(hazards.length - open.length, hazards.length)}。`), ...(results.trim() ? texts(results, '') : []),
      ...(proofs.length ? [paragraph(`佐证材料${proofs.length}份，已随反馈提交。`), ...points(proofs.slice(0, 100))] : [paragraph('未上传佐证材料。')]),
      heading(1, '复测结果'),
      numberedTable([{ title: '隐患编号', width: 3.4 }, { title: '复测结果', width: 10 }], hazards.map((h) => [h.number, h.retest || '尚未复测'])),
      heading(1, '未完成项计划'), ...(open.length ? [paragraph(`尚有${open.length}处未完成：${open.map((h) => h.number).join('、')}。`), ...texts(plan, '未填写')] : [paragraph('全部隐患已反馈整改，无未完成项。'), ...(plan.trim() ? texts(plan, '') : [])]),
      heading(1, '长效措施'), ...texts(longTerm, '未填写'),
      ...(signedBy ? [paragraph(`单位负责人签字：${signedBy}（${signedOn ? `${chineseDate(signedOn)}在系统中签字确认` : '已签字'}）。`)] : [{ type: 'signatures' as const, names: ['单位负责人签字（盖章）'] }]),
    ],
    issuer: unit, ...(signedOn && { issuedOn: signedOn }),
  };
}

export type SuperiorReport = Frame & {
  signer?: string | undefined; noticeTitle: string; noticeNumber: string; receivedOn: string; round: number; situation: string; nextSteps: string; hazards: RepairedHazard[];
  /** Rounds of feedback before, each with what was asked. */
  feedback: { round: number; receivedOn: string; content: string }[];
};
/** 整改情况报告 to a superior: every hazard with measure, retest and plan; goes up with a signer's name. */
export function superiorReport(input: SuperiorReport): Gongwen {
  const { signer, noticeTitle, noticeNumber, receivedOn, round, situation, nextSteps, hazards, feedback, ...frame } = input;
  const done = hazards.filter((h) => h.done);
  const open = hazards.filter((h) => !h.done);
  const retested = hazards.filter((h) => h.retest).length;
  return {
    ...framed(frame), ...(signer && { signer }),
    title: `关于《${noticeTitle.replace(/^《|》$/g, '')}》整改情况的报告${round > 1 ? `（第${round}次）` : ''}`,
    body: [
      paragraph(`${chineseDate(receivedOn)}，我单位收到《${noticeTitle.replace(/^《|》$/g, '')}》${noticeNumber ? `（${noticeNumber}）` : ''}后，立即组织核查整改。现将整改情况报告如下。`),
      heading(1, '总体情况'),
      paragraph(`本次通报涉及我单位隐患${hazards.length}处、责任单位${new Set(hazards.map((h) => h.unit)).size}个。截至目前，已整改${done.length}处，整改率${percent(done.length, hazards.length)}；经复测清零${retested}处；未完成${open.length}处。`), ...(situation.trim() ? texts(situation, '') : []),
      ...(feedback.length ? [heading(1, '上次反馈意见的落实'), ...points(feedback.map((f) => `${chineseDate(f.receivedOn)}反馈意见：${f.content}`)), paragraph('对照反馈意见，有关隐患已重新整改，情况见整改情况表。')] : []),
      heading(1, '整改措施和结果'), paragraph('各隐患的责任单位、整改措施、复测结果见附件。'),
      heading(1, '未完成事项和计划'),
      ...(open.length ? [numberedTable([{ title: '隐患', width: 4 }, { title: '责任单位', width: 3 }, { title: '现状', width: 2, align: 'center' }, { title: '计划和期限', width: 5 }], open.map((h) => [`${h.number}\n${h.title}`, h.unit ?? '', h.state, h.plan || (h.dueOn ? `${chineseDate(h.dueOn)}前完成整改` : '正在核定')]))] : [paragraph('通报的隐患已全部整改，无未完成事项。')]),
      heading(1, '下一步工作'), ...(nextSteps.trim() ? texts(nextSteps, '') : points(['对同类问题举一反三，开展全面排查', '对已整改的隐患定期复查，防止反弹', '完善管理制度，压实各单位网络安全责任'])),
    ],
    annexes: [{
      title: '整改情况表',
      blocks: [numberedTable(
        [{ title: '通报编号', width: 2.2 }, { title: '隐患', width: 4.6 }, { title: '等级', width: 1.4, align: 'center' }, { title: '位置', width: 4 }, { title: '责任单位', width: 3 }, { title: '整改措施', width: 6 }, { title: '复测结果', width: 4 }, { title: '状态', width: 2, align: 'center' }],
        hazards.map((h) => [h.mark ?? '', `${h.number}\n${h.title}`, h.severity, h.where, h.unit ?? '', h.measure || '尚未反馈', h.retest || '尚未复测', h.state]), { landscape: true },
      )],
    }],
  };
}
