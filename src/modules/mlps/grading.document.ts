import { writeGongwen, type Block, type Gongwen } from '../../engines/gongwen/index.ts';
import { today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { degrees, harmed } from './contract.ts';
import { degreeWords, harmedWords, levelNames, matrix, protections, type Harm } from './levels.ts';
import { readObject } from './read-object.ts';

defineErrors({
  'mlps.report_ungraded': '还没有定级，不能生成定级报告。请先完成定级。',
}, {
  'mlps.report_ungraded': 'It has no level yet; grade it before the report is written.',
});

const heading = (level: 1 | 2 | 3, text: string): Block => ({ type: 'heading', level, text });
const paragraph = (text: string): Block => ({ type: 'paragraph', text });
/** A hole in a form is seen, not guessed over. */
const orBlank = (text: string): string => stopped(text) || '（待填写）';
/** What people write ends like a sentence. */
const stopped = (text: string): string => { const t = text.trim(); return t === '' || /[。！？；…）]$/.test(t) ? t : `${t.replace(/[，,、.;]$/, '')}。`; };
const level = (n: number): string => levelNames[n - 1] ?? '';

export interface GradedObject { name: string; systems: string[]; unit_name: string; responsible_body: string; composition: string; business: string; boundary: string; s_data: string; s_reason: string; a_service: string; a_reason: string; s_harm: Harm; a_harm: Harm; s_level: number; a_level: number; level: number; mark: string; differs_reason: string; graded_on: string | null }

const harmText = (harm: Harm): string => harmed.filter((h) => harm[h]).map((h) => harmedWords[h].name).join('；');
const degreeText = (harm: Harm): string => harmed.filter((h) => harm[h]).map((h) => `对${harmedWords[h].name}造成${degreeWords[harm[h]!].name}`).join('；');
/** The matrix with the cells that were hit marked. */
const matrixTable = (caption: string, harm: Harm): Block => ({
  type: 'table', caption, columns: [{ title: '受侵害的客体', width: 4 }, ...degrees.map((d) => ({ title: degreeWords[d].name, width: 2.2, align: 'center' as const }))],
  rows: harmed.map((h) => [harmedWords[h].name, ...degrees.map((d) => `${level(matrix[h][d])}${harm[h] === d ? ' √' : ''}`)]),
});
function part(what: '业务信息' | '系统服务', described: string, harm: Harm, reason: string, of: number): Block[] {
  const broken = what === '业务信息' ? '业务信息遭到破坏后' : '系统服务遭到破坏后';
  return [
    heading(3, `${what}描述`), paragraph(orBlank(described)),
    heading(3, `${what}受到破坏时所侵害客体的确定`), paragraph(`${broken}，所侵害的客体是：${harmText(harm)}。`),
    heading(3, `${what}受到破坏后对侵害客体的侵害程度的确定`), paragraph(`${broken}，${degreeText(harm)}。${stopped(reason)}`),
    heading(3, `${what}安全保护等级的确定`), paragraph(`依据《信息安全技术 网络安全等级保护定级指南》（GB/T 22240-2020），${what}安全保护等级为${level(of)}。`), matrixTable(`${what}安全保护等级矩阵`, harm),
  ];
}
/** 定级报告 in the order of its published form: the object; its level, by information, by service, and as a whole. */
export function gradingReport(o: GradedObject): Gongwen {
  return {
    title: `${o.name}网络安全等级保护定级报告`,
    body: [
      heading(1, '定级对象描述'),
      heading(2, '责任主体'), paragraph(stopped(o.responsible_body) || `${o.name}的安全责任主体是${o.unit_name}，负责该定级对象的建设、运行维护和网络安全。`),
      heading(2, '定级对象构成'), paragraph(orBlank(o.composition)), ...(o.systems.length ? [paragraph(`包含的信息系统：${o.systems.join('、')}。`)] : []),
      heading(2, '承载业务'), paragraph(orBlank(o.business)),
      heading(2, '边界'), paragraph(orBlank(o.boundary)),
      heading(1, '定级对象安全保护等级确定'),
      heading(2, '业务信息安全保护等级的确定'), ...part('业务信息', o.s_data, o.s_harm, o.s_reason, o.s_level),
      heading(2, '系统服务安全保护等级的确定'), ...part('系统服务', o.a_service, o.a_harm, o.a_reason, o.a_level),
      heading(2, '安全保护等级的确定'),
      paragraph(`定级对象的安全保护等级由业务信息安全保护等级和系统服务安全保护等级的较高者决定。${o.name}的安全保护等级为${level(o.level)}（${protections[o.level - 1]}，${o.mark}）。`),
      { type: 'table', columns: [{ title: '定级对象', width: 4 }, { title: '安全保护等级', width: 2.4, align: 'center' }, { title: '业务信息安全保护等级', width: 2.8, align: 'center' }, { title: '系统服务安全保护等级', width: 2.8, align: 'center' }], rows: [[o.name, level(o.level), level(o.s_level), level(o.a_level)]] },
      ...(o.differs_reason.trim() ? [paragraph(`与行业建议等级不同的理由：${stopped(o.differs_reason)}`)] : []),
    ],
    issuer: o.unit_name, issuedOn: o.graded_on ?? today(),
  };
}
/** Throws object.not_found, mlps.report_ungraded. */
export async function writeGradingReport(db: Reader, actor: Actor, id: string): Promise<Sent> {
  const o = await readObject(db, actor, id);
  const { s_level, a_level, level: whole } = o;
  if (s_level === null || a_level === null || whole === null) throw new AppError('rule', 'mlps.report_ungraded');
  const bytes = await writeGongwen(gradingReport({ ...o, s_level, a_level, level: whole, systems: o.systems.map((s) => s.name) }));
  return { stream: bytes, name: `${o.name}定级报告.docx`, sizeBytes: bytes.byteLength };
}
