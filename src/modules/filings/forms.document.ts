import { chineseDate, writeGongwen, type Block, type Gongwen } from '../../engines/gongwen/index.ts';
import { today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { readSettings } from '../../kernel/settings/settings.ts';
import type { answers, applicationKinds } from './contract.ts';
import { readApplication, readFiling } from './queries.ts';
import { applicationStateNames, filingStateNames } from './names.ts';

const answerNames: Record<(typeof answers)[number], string> = { yes: '是', no: '否', na: '不适用' };
const titles: Record<(typeof applicationKinds)[number], string> = { go_live: '信息系统（网站）上线审批单', restore: '信息系统（网站）恢复上线审批单', change: '信息系统（网站）重大变更审批单', retire: '信息系统（网站）下线注销审批单' };
const pairs = (rows: [string, string][]): Block => ({ type: 'table', columns: [{ title: '项目', width: 3.6 }, { title: '内容', width: 11.4 }], rows: rows.map(([k, v]) => [k, v]) });
const checks = (list: { title: string; gate: boolean; answer: keyof typeof answerNames | null; note: string }[]): Block => ({ type: 'table', columns: [{ title: '序号', width: 1.2, align: 'center' }, { title: '检查项', width: 6.4 }, { title: '落实', width: 1.8, align: 'center' }, { title: '说明', width: 5.6 }], rows: list.map((c, i) => [String(i + 1), c.title + (c.gate ? '（必须）' : ''), c.answer ? answerNames[c.answer] : '未填写', c.note]) });
async function sent(db: Reader, doc: Omit<Gongwen, 'issuer' | 'issuedOn'>, name: string): Promise<Sent> {
  const { organisation_name } = await readSettings(db);
  const bytes = await writeGongwen({ ...doc, issuer: organisation_name, issuedOn: today() });
  return { stream: bytes, name: `${doc.title}（${name}）.docx`, sizeBytes: bytes.byteLength };
}
const day = (d: string | null): string => (d ? chineseDate(d) : '');

/** The sheet that goes to the authority or the archive: 登记表, 变更表 or 注销表, by what is due. Throws object.not_found. */
export async function filingForm(db: Reader, actor: Actor, id: string): Promise<Sent> {
  const f = await readFiling(db, actor, id);
  const what = f.state.startsWith('cancel') ? '注销表' : f.state.startsWith('change') ? '变更表' : '登记表';
  return sent(db, { title: `${f.kind_name}${what}`, body: [
    pairs([['系统名称', f.system_name], ['主管单位', f.unit_name], ['备案主体', f.subject], ['域名和地址', f.places.join('\n')], ['备案号', f.number], ['受理机关', f.authority], ['办理状态', filingStateNames[f.state]], ['办理事项', f.duty || (what === '登记表' ? '新办' : '')], ['期限', day(f.due_on)], ['提交日期', day(f.filed_on)], ['备案日期', day(f.approved_on)], ['有效期至', day(f.expires_on)], ...(f.cancelled_on ? [['注销日期', day(f.cancelled_on)] as [string, string]] : []), ['依据', f.basis], ['备注', f.note]]),
    ...(f.closing.length ? [{ type: 'heading', level: 1, text: '关闭服务情况' } as Block, checks(f.closing)] : []),
    { type: 'paragraph', text: '填表人（签字）：　　　　　　　　单位负责人（签字、盖章）：' },
  ] }, f.system_name);
}
/** 上线审批单, with what was checked and who approved. Throws object.not_found. */
export async function applicationForm(db: Reader, actor: Actor, id: string): Promise<Sent> {
  const a = await readApplication(db, actor, id);
  const moved = (action: string): string => { const e = a.timeline.findLast((x) => x.action === action); return e ? `${e.actor_name}　${day(e.at.slice(0, 10))}${e.note ? `\n${e.note}` : ''}` : ''; };
  return sent(db, { title: titles[a.kind], body: [
    pairs([['申请编号', a.number], ['系统名称', a.system_name], ['主管单位', a.unit_name], ['办理状态', applicationStateNames[a.state]], ['主要功能', a.purpose], ['服务对象', a.users], ['存储的数据', a.data_held], ...(a.content ? [[a.kind === 'restore' ? '整改情况' : a.kind === 'change' ? '变更内容' : '说明', a.content] as [string, string]] : []), ['域名和地址', a.system.places.join('\n')], ['开放端口', a.system.ports], ['接入互联网', a.internet ? '是' : '否'], ['等级保护', a.system.mlps_level ? `第${a.system.mlps_level}级` : a.system.ungraded_reason ? `不定级：${a.system.ungraded_reason}` : '未定级'], ['备案', a.filings.map((f) => `${f.kind_name}：${f.number || filingStateNames[f.state]}`).join('\n')], ['安全管理员', a.system.manager_name ?? ''], ['联系人', [a.contact_name, a.contact_phone].filter(Boolean).join('　')], ['计划日期', day(a.planned_on)]]),
    { type: 'heading', level: 1, text: { baseline: '基线防护检查', restore: '恢复上线检查', closing: '下线检查' }[a.list] }, checks(a.checks),
    { type: 'heading', level: 1, text: '办理意见' },
    pairs([['提交', moved('submit')], ['受理', moved('accept')], ['技术检测', [day(a.tested_on), a.report_ref, a.tested_by_name].filter(Boolean).join('　')], ['审批', moved('approve')], ...(a.missing.length ? [['尚缺', a.missing.map((m) => m.text).join('\n')] as [string, string]] : [])]),
  ] }, a.system_name);
}
