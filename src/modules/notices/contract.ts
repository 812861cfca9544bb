import * as z from 'zod';
import { StoredFile } from '../../kernel/files/contract.ts';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Text } from '../../kernel/http/route.ts';
import { hazardStates, severities } from '../hazards/contract.ts';

/** 通报, 限期整改通知书, 关停通知, 转办通知, 检查反馈意见书, 形势通报, 预警通知. */
export const noticeKinds = ['circular', 'order', 'shutdown', 'forward', 'opinion', 'posture', 'warning'] as const;
export const feedbackKinds = ['feedback', 'review'] as const;
export const conclusions = ['passed', 'partly', 'failed', 'advice'] as const;
export const repairStates = ['draft', 'to_sign', 'handed_in', 'accepted'] as const;
export const repairActions = ['submit', 'sign', 'refuse', 'recall', 'accept', 'send_back'] as const;
export const warningKinds = ['vulnerability', 'attack', 'malware', 'content', 'other'] as const;
/** 红 橙 黄 蓝: 国家网络安全事件应急预案 3.1. */
export const warningLevels = ['red', 'orange', 'yellow', 'blue'] as const;
export const warningStates = ['collected', 'judged', 'published', 'lifted', 'dropped'] as const;
export const warningActions = ['judge', 'drop', 'publish', 'lift', 'reopen'] as const;
/** 待反馈, 已排查不受影响, 受影响, 已处置. */
export const answerStates = ['waiting', 'clear', 'affected', 'handled'] as const;
export const bulletinKinds = ['monthly', 'campaign', 'feedback'] as const;

const n = z.number().int();
const FileRef = z.object({ id: Id, name: z.string(), size_bytes: n });
const rate = z.number().nullable();
const xlsx = download('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
const docx = download('application/vnd.openxmlformats-officedocument.wordprocessingml.document');
/** A document as it reads, from the docx itself. */
export const PaperPage = z.object({ title: z.string(), number: z.string(), blocks: z.array(z.object({ type: z.enum(['letterhead', 'number', 'title', 'heading', 'paragraph', 'right', 'caption', 'rule', 'break', 'table', 'picture']), text: z.string().optional(), head: z.array(z.string()).optional(), rows: z.array(z.array(z.string())).optional(), data: z.string().optional() })) }).meta({ id: 'PaperPage' });
export const Letter = z.object({
  id: Id, kind: z.enum(noticeKinds), unit_id: Id, unit_name: z.string(), number: z.string(), title: z.string(), note: z.string(), due_on: DateOnly.nullable(), /** The first of its hazards that is still owed. */ next_due_on: DateOnly.nullable(), issued_at: z.string(), issued_by_name: z.string(), signed_at: z.string().nullable(), signed_by_name: z.string().nullable(), signed_note: z.string().nullable(), withdrawn_at: z.string().nullable(), withdrawn_note: z.string().nullable(), reminders: n, superior_id: Id.nullable(), warning_id: Id.nullable(),
  hazards: n, answered: n, cleared: n, file: FileRef.nullable(), can_sign: z.boolean(), can_withdraw: z.boolean(), /** Which 整改报告 it has, or that it owes one. */ repair: z.enum([...repairStates, 'owed', 'none']),
}).meta({ id: 'HazardNotice' });
const Preview = z.array(z.object({ unit_id: Id, unit_name: z.string(), hazards: n, critical: n, high: n, due_on: DateOnly.nullable(), reachable: n, ids: z.array(Id) }));
const letterFilter = { unit_id: Id.optional(), unsigned: z.enum(['true']).optional(), unanswered: z.enum(['true']).optional(), owing: z.enum(['true']).optional(), kind: z.enum(noticeKinds).optional(), superior_id: Id.optional(), q: z.string().trim().max(60).optional(), from: DateOnly.optional(), to: DateOnly.optional() };
/** 现场检查: what the opinion says besides its hazards. */
const Inspection = z.object({ inspected_on: DateOnly, method: Text(200), inspectors: Text(200), received: Text(200), basis: Text(200, 0), content: Text(1000, 0), opinion: Text(2000, 0) });
const issueBody = { ids: z.array(Id).min(1, '请选择隐患').max(20_000), source: Text(60, 0).optional(), note: Text(1000, 0).optional(), contact: Text(60, 0).optional(), phone: Text(40, 0).optional(), report_units: z.array(Id).max(10).optional(), inspection: Inspection.optional() };
const Posture = z.object({ title: Text(120, 0).optional(), unit_ids: z.array(Id).min(1, '请选择单位').max(500), situation: Text(4000), requirements: Text(4000), problems: Text(4000), contact: Text(60, 0).optional(), phone: Text(40, 0).optional() });
const Rules = z.object({ lead_days: n.min(0).max(30), report_units: z.array(Id).max(10), reminders: z.array(z.object({ severity: z.enum(severities), unsigned_days: n.min(1).max(30), unanswered_days: n.min(1).max(60) })).max(4) });
const period = { from: DateOnly.optional(), to: DateOnly.optional() };
const UnitRate = z.object({ unit_id: Id, unit_name: z.string(), letters: n, signed: n, notified: n, answered: n, on_time: n, rate });
const SuperiorRate = z.object({ issuer: z.string(), notices: n, hazards: n, answered: n, on_time: n, rate, on_time_rate: rate });

export const letters = defineRoutes('letters', {
  list: { method: 'GET', path: '/api/hazard-notices', summary: '通报与整改通知', permission: 'hazard.read', query: z.object({ ...letterFilter, page: z.coerce.number().int().min(1).max(10_000).default(1), size: z.coerce.number().int().min(1).max(500).default(100) }), reply: z.object({ letters: z.array(Letter), total: n, page: n, size: n, issued: n, signed: n, notified: n, answered: n, /** 处置反馈率, a share of one hundred; null where nothing was notified. */ feedback_rate: rate }) },
  export: { method: 'GET', path: '/api/hazard-notices/export', summary: '导出通知书台账', permission: 'hazard.read', audit_read: 'each', query: z.object(letterFilter), reply: xlsx },
  preview: { method: 'POST', path: '/api/hazard-notices/preview', summary: '将要发出的通知', permission: 'hazard.manage', body: z.object({ ids: z.array(Id).max(20_000).optional(), severity: z.enum(severities).optional(), superior_id: Id.optional() }), reply: Preview },
  render: { method: 'POST', path: '/api/hazard-notices/render', summary: '预览公文', permission: 'hazard.manage', body: z.object({ ...issueBody, kind: z.enum(['circular', 'order', 'forward', 'opinion']), unit_id: Id, superior_id: Id.optional() }), reply: PaperPage },
  issue: { method: 'POST', path: '/api/hazard-notices', summary: '按单位发出通知书', permission: 'hazard.manage', status: 201, body: z.object({ ...issueBody, kind: z.enum(['circular', 'order', 'opinion']) }), reply: z.object({ issued: n, hazards: n }) },
  render_posture: { method: 'POST', path: '/api/hazard-notices/posture/render', summary: '预览形势通报', permission: 'hazard.manage', body: Posture, reply: PaperPage },
  posture: { method: 'POST', path: '/api/hazard-notices/posture', summary: '向各单位通报形势、要求和问题', permission: 'hazard.manage', status: 201, body: Posture, reply: z.object({ number: z.string(), issued: n }) },
  shut: { method: 'POST', path: '/api/hazard-notices/shut', summary: '发出关停通知', permission: 'hazard.manage', status: 201, body: z.object({ system_id: Id, reason: Text(500) }), reply: z.object({ number: z.string(), hazards: n }) },
  page: { method: 'GET', path: '/api/hazard-notices/{id}/page', summary: '阅读通知书', permission: 'hazard.read', params: byId, reply: PaperPage },
  sign: { method: 'POST', path: '/api/hazard-notices/{id}/sign', summary: '签收', permission: 'hazard.answer', params: byId, body: z.object({ note: Text(500, 0).optional() }), reply: Done },
  withdraw: { method: 'POST', path: '/api/hazard-notices/{id}/withdraw', summary: '撤回', permission: 'hazard.manage', params: byId, body: z.object({ note: Text(300) }), reply: Done },
  urge: { method: 'POST', path: '/api/hazard-notices/{id}/urge', summary: '催办', permission: 'hazard.manage', params: byId, reply: z.object({ told: n }) },
  evidence: { method: 'GET', path: '/api/hazard-evidence/{id}', summary: '写入通知书的证据', permission: 'hazard.read', params: byId, reply: z.array(FileRef) },
  attach_evidence: { method: 'POST', path: '/api/hazard-evidence/{id}', summary: '上传证据截图', permission: 'hazard.manage', params: byId, status: 201, body: multipart(z.object({}), 20 << 20), reply: StoredFile },
  detach_evidence: { method: 'DELETE', path: '/api/hazard-evidence/{id}/{file_id}', summary: '移除证据', permission: 'hazard.manage', params: z.object({ id: Id, file_id: Id }), reply: Done },
  rules: { method: 'GET', path: '/api/hazard-notices/rules', summary: '通报规则', permission: 'hazard.manage', reply: Rules },
  save_rules: { method: 'PUT', path: '/api/hazard-notices/rules', summary: '修改通报规则', permission: 'hazard.manage', body: Rules, reply: Rules },
  rates: { method: 'GET', path: '/api/hazard-notices/rates', summary: '处置反馈率', permission: 'hazard.read', query: z.object(period), reply: z.object({ from: DateOnly, to: DateOnly, units: z.array(UnitRate), superiors: z.array(SuperiorRate), warnings: z.object({ published: n, units: n, answered: n, rate }) }) },
  rates_export: { method: 'GET', path: '/api/hazard-notices/rates/export', summary: '导出处置反馈率', permission: 'hazard.manage', audit_read: 'each', query: z.object(period), reply: xlsx },
});

const SuperiorFields = { issuer: Text(120), number: Text(60, 0), title: Text(300), received_on: DateOnly, due_on: DateOnly.nullable(), report_how: Text(500, 0), contact: Text(200, 0), note: Text(2000, 0), lead_days: n.min(0).max(30) };
export const SuperiorRow = z.object({
  id: Id, issuer: z.string(), number: z.string(), title: z.string(), received_on: DateOnly, due_on: DateOnly.nullable(), own_due_on: DateOnly.nullable(), items: n, notified: n, answered: n, cleared: n, /** In a report that was sent. */ reported: n, reported_on: DateOnly.nullable(), on_time: z.boolean().nullable(), feedback_rate: rate, overdue: z.boolean(), closed_at: z.string().nullable(), version: n,
}).meta({ id: 'SuperiorNoticeRow' });
const Item = z.object({ hazard_id: Id, mark: z.string(), number: z.string(), title: z.string(), severity: z.enum(severities), state: z.enum(hazardStates), unit_id: Id, unit_name: z.string(), owned: z.boolean(), system_name: z.string().nullable(), where: z.string(), due_on: DateOnly.nullable(), answered: z.boolean(), feedback: z.string().nullable(), letter: z.string().nullable(), signed: z.boolean(), reported_round: n.nullable(), advice: z.array(z.string()) });
const SuperiorPaper = z.object({ id: Id, round: n, number: z.string(), title: z.string(), items: n, answered: n, created_at: z.string(), sent_at: z.string().nullable(), sent_how: z.string(), receipt: z.string(), receipted_at: z.string().nullable(), file: FileRef.nullable(), files: z.array(FileRef) });
const Feedback = z.object({ id: Id, round: n, kind: z.enum(feedbackKinds), received_on: DateOnly, experts: z.string(), conclusion: z.enum(conclusions), content: z.string(), hazards: n, again: n, files: z.array(FileRef), created_by_name: z.string() });
export const SuperiorNotice = SuperiorRow.extend({ report_how: z.string(), contact: z.string(), note: z.string(), lead_days: n, created_by_name: z.string(), closed_note: z.string().nullable(), files: z.array(FileRef), list: z.array(Item), reports: z.array(SuperiorPaper), feedback: z.array(Feedback) }).meta({ id: 'SuperiorNotice' });
export const SplitRow = z.object({ mark: Text(60, 0), title: Text(300), severity: z.enum(severities), where: Text(500, 0), system: Text(200, 0), unit: Text(200, 0), unit_id: Id.nullable(), system_id: Id.nullable(), description: Text(4000, 0), remedy: Text(4000, 0) });
const reportBody = z.object({ situation: Text(4000, 0), next_steps: Text(4000, 0), signer: Text(40, 0).optional() });

export const superiors = defineRoutes('superiors', {
  list: { method: 'GET', path: '/api/superior-notices', summary: '上级通报', permission: 'paper.read', query: z.object({ q: z.string().trim().max(60).optional(), open: z.enum(['true']).optional(), ...period }), reply: z.array(SuperiorRow) },
  create: { method: 'POST', path: '/api/superior-notices', summary: '登记上级通报', permission: 'hazard.manage', status: 201, body: z.object(SuperiorFields).partial().extend({ issuer: SuperiorFields.issuer, title: SuperiorFields.title, received_on: DateOnly }), reply: SuperiorNotice },
  get: { method: 'GET', path: '/api/superior-notices/{id}', summary: '一份上级通报', permission: 'paper.read', params: byId, reply: SuperiorNotice },
  update: { method: 'PATCH', path: '/api/superior-notices/{id}', summary: '修改上级通报', permission: 'hazard.manage', params: byId, body: z.object(SuperiorFields).partial().extend({ version: n }), reply: SuperiorNotice },
  attach: { method: 'POST', path: '/api/superior-notices/{id}/files', summary: '上传来文扫描件', permission: 'hazard.manage', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  detach: { method: 'DELETE', path: '/api/superior-notices/{id}/files/{file_id}', summary: '移除附件', permission: 'hazard.manage', params: z.object({ id: Id, file_id: Id }), reply: Done },
  read_rows: { method: 'POST', path: '/api/superior-notices/{id}/read-rows', summary: '识别粘贴的表格，查找责任单位', permission: 'hazard.manage', params: byId, body: z.object({ text: z.string().max(500_000) }), reply: z.object({ rows: z.array(SplitRow), missed: z.array(z.object({ line: n, why: z.string() })) }) },
  split: { method: 'POST', path: '/api/superior-notices/{id}/hazards', summary: '拆分为隐患', permission: 'hazard.manage', params: byId, bodyLimit: 8 << 20, body: z.object({ rows: z.array(SplitRow).min(1, '请至少填写一条').max(1000) }), reply: z.object({ added: n, unowned: n }) },
  link: { method: 'POST', path: '/api/superior-notices/{id}/imports', summary: '把一次导入的隐患归入', permission: 'hazard.manage', params: byId, body: z.object({ import_id: Id }), reply: z.object({ added: n }) },
  unlink: { method: 'DELETE', path: '/api/superior-notices/{id}/hazards/{hazard_id}', summary: '移出这份通报', permission: 'hazard.manage', params: z.object({ id: Id, hazard_id: Id }), reply: Done },
  forward: { method: 'POST', path: '/api/superior-notices/{id}/forward', summary: '转办到单位', permission: 'hazard.manage', params: byId, body: z.object({ note: Text(1000, 0).optional(), contact: Text(60, 0).optional(), phone: Text(40, 0).optional(), report_units: z.array(Id).max(10).optional() }), reply: z.object({ issued: n, hazards: n }) },
  render_report: { method: 'POST', path: '/api/superior-notices/{id}/reports/render', summary: '预览整改情况报告', permission: 'hazard.manage', params: byId, body: reportBody, reply: PaperPage },
  report: { method: 'POST', path: '/api/superior-notices/{id}/reports', summary: '生成整改情况报告', permission: 'hazard.manage', params: byId, status: 201, body: reportBody, reply: SuperiorNotice },
  send: { method: 'POST', path: '/api/superior-reports/{id}/send', summary: '登记已报出', permission: 'hazard.manage', params: byId, body: z.object({ sent_on: DateOnly, how: Text(200) }), reply: SuperiorNotice },
  receipt: { method: 'POST', path: '/api/superior-reports/{id}/receipt', summary: '登记上级回执', permission: 'hazard.manage', params: byId, body: z.object({ receipt: Text(500) }), reply: SuperiorNotice },
  attach_report: { method: 'POST', path: '/api/superior-reports/{id}/files', summary: '上传盖章件、回执', permission: 'hazard.manage', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  feedback: { method: 'POST', path: '/api/superior-notices/{id}/feedback', summary: '登记上级反馈、复核验收', permission: 'hazard.manage', params: byId, status: 201, body: z.object({ kind: z.enum(feedbackKinds), received_on: DateOnly, experts: Text(300, 0), conclusion: z.enum(conclusions), content: Text(4000), items: z.array(z.object({ hazard_id: Id, advice: Text(1000, 0), again: z.boolean() })).max(1000) }), reply: SuperiorNotice },
  attach_feedback: { method: 'POST', path: '/api/superior-feedback/{id}/files', summary: '上传反馈、验收文件', permission: 'hazard.manage', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  close: { method: 'POST', path: '/api/superior-notices/{id}/close', summary: '办结', permission: 'hazard.manage', params: byId, body: z.object({ version: n, note: Text(500) }), reply: SuperiorNotice },
});

const RepairItem = z.object({ hazard_id: Id, number: z.string(), title: z.string(), severity: z.enum(severities), where: z.string(), due_on: DateOnly.nullable(), state: z.enum(hazardStates), measure: z.string(), retest: z.string(), evidence: z.array(z.string()), done: z.boolean() });
const repairText = { received: Text(2000, 0), causes: Text(4000, 0), measures: Text(4000, 0), results: Text(4000, 0), plan: Text(4000, 0), long_term: Text(4000, 0), contact: Text(100, 0), promised: z.boolean() };
export const Repair = z.object({
  notice_id: Id, notice_number: z.string(), notice_title: z.string(), unit_id: Id, unit_name: z.string(), due_on: DateOnly.nullable(), signed_for_at: z.string().nullable(), state: z.enum(repairStates), version: n, can: z.array(z.enum(repairActions)), can_edit: z.boolean(), received: z.string(), causes: z.string(), measures: z.string(), results: z.string(), plan: z.string(), long_term: z.string(), contact: z.string(), promised: z.boolean(),
  items: z.array(RepairItem), differs: z.array(z.string()), signed_by_name: z.string().nullable(), signed_at: z.string().nullable(), handed_in_at: z.string().nullable(), receipt_number: z.string().nullable(), receipts: z.array(z.object({ unit_id: Id, unit_name: z.string(), received_at: z.string().nullable(), received_by_name: z.string().nullable(), can_receive: z.boolean() })), file: FileRef.nullable(),
  timeline: z.array(z.object({ id: Id, at: z.string(), action: z.string(), actor_name: z.string(), note: z.string().nullable() })),
}).meta({ id: 'RepairReport' });
const RepairRow = z.object({ notice_id: Id, notice_number: z.string(), unit_id: Id, unit_name: z.string(), due_on: DateOnly.nullable(), hazards: n, answered: n, state: z.enum([...repairStates, 'owed']), overdue: z.boolean(), handed_in_at: z.string().nullable(), receipt_number: z.string().nullable(), to_receive: z.boolean() });

/** 风险整改报告, by the letter that it answers. */
export const repairs = defineRoutes('repairs', {
  list: { method: 'GET', path: '/api/repair-reports', summary: '风险整改报告', permission: 'hazard.read', query: z.object({ state: z.enum([...repairStates, 'owed']).optional(), unit_id: Id.optional() }), reply: z.array(RepairRow) },
  get: { method: 'GET', path: '/api/repair-reports/{id}', summary: '一份风险整改报告', permission: 'hazard.read', params: byId, reply: Repair },
  save: { method: 'PUT', path: '/api/repair-reports/{id}', summary: '填写风险整改报告', permission: 'hazard.answer', params: byId, body: z.object(repairText).partial().extend({ version: n }), reply: Repair },
  move: { method: 'POST', path: '/api/repair-reports/{id}/move', summary: '提交、签字、递交、退回', permission: 'hazard.read', params: byId, body: z.object({ version: n, action: z.enum(repairActions), note: Text(1000, 0).optional() }), reply: Repair },
  receive: { method: 'POST', path: '/api/repair-reports/{id}/receive', summary: '报送单位确认收到', permission: 'hazard.answer', params: byId, body: z.object({ unit_id: Id }), reply: Repair },
  page: { method: 'GET', path: '/api/repair-reports/{id}/page', summary: '阅读风险整改报告', permission: 'hazard.read', params: byId, reply: PaperPage },
  docx: { method: 'GET', path: '/api/repair-reports/{id}/docx', summary: '导出风险整改报告', permission: 'hazard.read', audit_read: 'each', params: byId, reply: docx },
});

const warningFields = { kind: z.enum(warningKinds), title: Text(300), cve: z.array(z.string().trim().regex(/^CVE-\d{4}-\d{4,10}$/i, '编号应为 CVE-年份-序号').transform((v) => v.toUpperCase())).max(50), product: Text(200, 0), versions: Text(500, 0), level: z.enum(warningLevels), summary: Text(8000, 0), measures: Text(8000, 0), source: Text(200, 0), url: z.union([z.literal(''), z.url({ protocol: /^https?$/, error: '应为 http 或 https 网址' }).max(500)]), due_on: DateOnly.nullable() };
const WarningRow = z.object({ id: Id, kind: z.enum(warningKinds), title: z.string(), cve: z.array(z.string()), product: z.string(), level: z.enum(warningLevels), source: z.string(), state: z.enum(warningStates), due_on: DateOnly.nullable(), number: z.string().nullable(), created_at: z.string(), published_at: z.string().nullable(), lifted_at: z.string().nullable(), from_rule: z.boolean(), units: n, answered: n, affected: n, /** One's own answer, for a unit. */ own: z.enum(answerStates).nullable() });
const Target = z.object({ id: Id, unit_id: Id, unit_name: z.string(), system_id: Id.nullable(), system_name: z.string().nullable(), reasons: z.array(z.string()), chosen: z.boolean(), by_hand: z.boolean() });
const Answer = z.object({ id: Id, unit_id: Id, unit_name: z.string(), state: z.enum(answerStates), note: z.string(), systems: z.array(Id), answered_at: z.string().nullable(), answered_by_name: z.string().nullable(), signed_at: z.string().nullable(), version: n, files: z.array(FileRef), hazards: n, can_answer: z.boolean() });
export const Warning = WarningRow.extend({ versions: z.string(), summary: z.string(), measures: z.string(), url: z.string(), judgement: z.string(), judged_by_name: z.string().nullable(), judged_at: z.string().nullable(), lifted_note: z.string().nullable(), created_by_name: z.string(), version: n, can: z.array(z.enum(warningActions)), can_edit: z.boolean(), targets: z.array(Target), answers: z.array(Answer), letters: n, signed: n, file: FileRef.nullable(), response_rate: rate, timeline: z.array(z.object({ id: Id, at: z.string(), action: z.string(), actor_name: z.string(), note: z.string().nullable() })) }).meta({ id: 'ThreatWarning' });
const WarningRule = z.object({ id: Id.nullable(), name: Text(80), severity: z.enum(severities), units: n.min(1).max(1000), days: n.min(1).max(365), level: z.enum(warningLevels), active: z.boolean() });

/** 情报 → 研判 → 预警 → 解除. */
export const warnings = defineRoutes('warnings', {
  list: { method: 'GET', path: '/api/threat-warnings', summary: '情报与预警', permission: 'hazard.read', query: z.object({ state: z.enum(warningStates).optional(), q: z.string().trim().max(60).optional() }), reply: z.object({ warnings: z.array(WarningRow), published: n, units: n, answered: n, rate }) },
  create: { method: 'POST', path: '/api/threat-warnings', summary: '登记情报', permission: 'hazard.manage', status: 201, body: z.object(warningFields).partial().extend({ title: warningFields.title }), reply: Warning },
  read_text: { method: 'POST', path: '/api/threat-warnings/read-text', summary: '识读粘贴的预警正文', permission: 'hazard.manage', body: z.object({ text: z.string().max(100_000) }), reply: z.object({ title: z.string(), cve: z.array(z.string()), product: z.string(), versions: z.string(), level: z.enum(warningLevels).nullable(), summary: z.string(), measures: z.string(), source: z.string(), due_on: DateOnly.nullable() }) },
  rules: { method: 'GET', path: '/api/threat-warnings/rules', summary: '预警规则', permission: 'hazard.manage', reply: z.array(WarningRule.extend({ id: Id })) },
  save_rules: { method: 'PUT', path: '/api/threat-warnings/rules', summary: '修改预警规则', permission: 'hazard.manage', body: z.array(WarningRule).max(50), reply: z.array(WarningRule.extend({ id: Id })) },
  get: { method: 'GET', path: '/api/threat-warnings/{id}', summary: '一条情报或预警', permission: 'hazard.read', params: byId, reply: Warning },
  update: { method: 'PATCH', path: '/api/threat-warnings/{id}', summary: '修改情报', permission: 'hazard.manage', params: byId, body: z.object(warningFields).partial().extend({ version: n }), reply: Warning },
  match: { method: 'POST', path: '/api/threat-warnings/{id}/match', summary: '查找可能受影响的系统', permission: 'hazard.manage', params: byId, reply: Warning },
  targets: { method: 'PUT', path: '/api/threat-warnings/{id}/targets', summary: '修正受影响清单', permission: 'hazard.manage', params: byId, body: z.object({ version: n, targets: z.array(z.object({ unit_id: Id, system_id: Id.nullable(), chosen: z.boolean() })).max(5000) }), reply: Warning },
  render: { method: 'POST', path: '/api/threat-warnings/{id}/render', summary: '预览预警通知', permission: 'hazard.manage', params: byId, reply: PaperPage },
  move: { method: 'POST', path: '/api/threat-warnings/{id}/move', summary: '研判、发布、解除', permission: 'hazard.manage', params: byId, body: z.object({ version: n, action: z.enum(warningActions), note: Text(2000, 0).optional() }), reply: Warning },
  answer: { method: 'POST', path: '/api/warning-answers/{id}', summary: '反馈排查结果', permission: 'hazard.answer', params: byId, body: z.object({ version: n, state: z.enum(['clear', 'affected', 'handled']), note: Text(2000), systems: z.array(Id).max(200) }), reply: Warning },
  attach: { method: 'POST', path: '/api/warning-answers/{id}/files', summary: '上传排查佐证', permission: 'hazard.answer', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  to_hazards: { method: 'POST', path: '/api/threat-warnings/{id}/hazards', summary: '受影响的转为隐患', permission: 'hazard.manage', params: byId, reply: z.object({ added: n }) },
});

export const Bulletin = z.object({ id: Id, kind: z.enum(bulletinKinds), title: z.string(), number: z.string(), from_on: DateOnly, to_on: DateOnly, campaign_id: Id.nullable(), created_by_name: z.string(), created_at: z.string(), file: FileRef.nullable() }).meta({ id: 'HazardBulletin' });
const bulletinBody = z.object({ kind: z.enum(bulletinKinds), from: DateOnly, to: DateOnly, campaign_id: Id.nullable().optional(), title: Text(120, 0).optional(), remarks: Text(4000, 0).optional(), requirements: Text(4000, 0).optional() });
export const bulletins = defineRoutes('bulletins', {
  list: { method: 'GET', path: '/api/hazard-bulletins', summary: '月报与通报', permission: 'paper.read', reply: z.array(Bulletin) },
  render: { method: 'POST', path: '/api/hazard-bulletins/render', summary: '预览月报', permission: 'hazard.manage', body: bulletinBody, reply: PaperPage },
  issue: { method: 'POST', path: '/api/hazard-bulletins', summary: '编号印发', permission: 'hazard.manage', status: 201, body: bulletinBody, reply: Bulletin },
  page: { method: 'GET', path: '/api/hazard-bulletins/{id}/page', summary: '阅读月报', permission: 'paper.read', params: byId, reply: PaperPage },
});
