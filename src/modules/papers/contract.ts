import * as z from 'zod';
import { StoredFile } from '../../kernel/files/contract.ts';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Text } from '../../kernel/http/route.ts';

export const superiorKinds = ['law', 'superior', 'notice', 'plan'] as const;
export const clauseStates = ['open', 'doing', 'done', 'none'] as const;
export const ownKinds = ['master_plan', 'work_plan', 'protection_plan', 'replacement_plan', 'annual_plan', 'rule', 'report'] as const;
export const matterKinds = ['incident', 'other'] as const;
export const matterLevels = ['extreme', 'grave', 'serious', 'ordinary'] as const;
export const repeats = ['monthly', 'quarterly', 'annual'] as const;
export const protectionLevels = ['national', 'provincial', 'city', 'own'] as const;

export const reportStates = ['to_report', 'drafted', 'sent', 'receipted', 'cancelled'] as const;
export const reportActions = ['draft', 'send', 'receipt', 'recall', 'cancel'] as const;
/** reported: sent; overdue: past its day or hour and not sent; to_come: neither. */
export const reportStandings = ['reported', 'overdue', 'to_come'] as const;
/** unreported: had to be reported, and nothing was sent in time; pending: its hour has not passed; none: need not be; exempt: need not be, for a reason that is on record. */
export const matterStandings = ['unreported', 'pending', 'reported', 'exempt', 'none'] as const;

/** heading: a chapter is named so; mentioned: only the text speaks of it; missing: nothing does. */
export const chapterStates = ['heading', 'mentioned', 'missing'] as const;
export const structures = ['work_plan', 'protection_plan', 'replacement_plan', 'master_plan', 'annual_plan', 'rule', 'self_check', 'annual_report'] as const;

const FileRef = z.object({ id: Id, name: z.string(), size_bytes: z.number().int() });
const version = z.number().int();
const xlsx = download('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');

/** `none` says that the clause does not concern the organisation; it is no part of the total. */
const ClauseCounts = z.object({ total: z.number().int(), open: z.number().int(), doing: z.number().int(), done: z.number().int(), none: z.number().int() });
export const Superior = z.object({
  id: Id, kind: z.enum(superiorKinds), number: z.string().nullable(), issuer: z.string().nullable(), title: z.string(), issued_on: DateOnly.nullable(), received_on: DateOnly.nullable(), reply_by: DateOnly.nullable(),
  contact: z.string(), note: z.string(), version, created_by_name: z.string(), files: z.array(FileRef), counts: ClauseCounts,
}).meta({ id: 'SuperiorDocument' });
/** What carries a clause out. Where there are links they say how far it is; otherwise a person does. */
export const ClauseLink = z.object({ id: Id, kind: z.enum(['campaign', 'task', 'own']), target_id: Id, campaign_id: Id.nullable(), title: z.string(), state: z.enum(['doing', 'done']), detail: z.string() }).meta({ id: 'ClauseLink' });
export const Clause = z.object({
  id: Id, path: z.string(), title: z.string(), text: z.string(), measure: z.string(), unit_id: Id.nullable(), unit_name: z.string().nullable(), state: z.enum(clauseStates), computed: z.boolean(), links: z.array(ClauseLink), version,
}).meta({ id: 'SuperiorClause' });
export const Basis = z.object({ id: Id, kind: z.enum(['campaign', 'own', 'superior']), target_id: Id, title: z.string() }).meta({ id: 'PaperBasis' });
export const SuperiorPage = Superior.extend({ text: z.string(), clauses: z.array(Clause), /** What rests on it. */ rests: z.array(Basis), reports: z.array(z.object({ id: Id, title: z.string(), due_on: DateOnly, standing: z.enum(reportStandings) })) }).meta({ id: 'SuperiorPage' });

const Instant = z.iso.datetime({ offset: true, message: '时间格式不正确' });
export const UpwardReport = z.object({
  id: Id, title: z.string(), recipient: z.string(), content: z.string(), state: z.enum(reportStates), standing: z.enum(reportStandings), due_on: DateOnly, due_at: z.string().nullable(), sent_at: z.string().nullable(), on_time: z.boolean().nullable(), receipt: z.string(),
  recurrence: z.enum(repeats).nullable(), series_id: Id.nullable(), source: z.object({ kind: z.enum(['superior', 'matter', 'campaign']), id: Id, title: z.string() }).nullable(), files: z.array(FileRef), version, can: z.array(z.enum(reportActions)),
}).meta({ id: 'UpwardReport' });
export const UpwardReportPage = UpwardReport.extend({ timeline: z.array(z.object({ id: Id, at: z.string(), action: z.string(), actor: z.string(), note: z.string().nullable(), files: z.array(z.string()) })) }).meta({ id: 'UpwardReportPage' });
export const UpwardReports = z.object({ year: z.number().int(), figures: z.object({ due: z.number().int(), reported: z.number().int(), on_time: z.number().int(), overdue: z.number().int(), to_come: z.number().int() }), reports: z.array(UpwardReport) }).meta({ id: 'UpwardReports' });
export const MatterRule = z.object({ key: z.string(), kind: z.enum(matterKinds), levels: z.array(z.enum(matterLevels)), recipient: z.string(), hours: z.number().nullable(), usual: z.boolean(), source: z.string() }).meta({ id: 'MatterRule' });
export const MajorMatter = z.object({
  id: Id, title: z.string(), kind: z.enum(matterKinds), level: z.enum(matterLevels), happened_at: z.string(), found_at: z.string(), unit_id: Id.nullable(), unit_name: z.string().nullable(), content: z.string(), exempt_reason: z.string(), must: z.boolean(), standing: z.enum(matterStandings),
  reports: z.array(z.object({ id: Id, title: z.string(), recipient: z.string(), standing: z.enum(reportStandings), due_at: z.string().nullable(), due_on: DateOnly, sent_at: z.string().nullable() })), version, created_by_name: z.string(),
}).meta({ id: 'MajorMatter' });
/** 应报 must = 已报 reported + 待报 pending + 应报未报 unreported. */
export const MajorMatters = z.object({ year: z.number().int(), figures: z.object({ total: z.number().int(), must: z.number().int(), reported: z.number().int(), pending: z.number().int(), unreported: z.number().int(), exempt: z.number().int() }), matters: z.array(MajorMatter), rules: z.array(MatterRule) }).meta({ id: 'MajorMatters' });
export const Chapter = z.object({ name: z.string(), state: z.enum(chapterStates), words: z.array(z.string()), quote: z.string() }).meta({ id: 'PaperChapter' });
export const Milestone = z.object({ id: Id, title: z.string(), due_on: DateOnly, unit_id: Id.nullable(), unit_name: z.string().nullable(), done_on: DateOnly.nullable(), overdue: z.boolean(), note: z.string(), files: z.array(FileRef), version }).meta({ id: 'PlanMilestone' });
export const OwnDocument = z.object({
  id: Id, kind: z.enum(ownKinds), title: z.string(), number: z.string().nullable(), valid_from: DateOnly.nullable(), valid_until: DateOnly.nullable(), note: z.string(), version, created_by_name: z.string(),
  edition: z.number().int(), file: FileRef.nullable(), /** null where there is no text to look through. */ missing: z.array(z.string()).nullable(), expired: z.boolean(), milestones: z.object({ total: z.number().int(), done: z.number().int(), overdue: z.number().int() }),
}).meta({ id: 'OwnDocument' });
export const OwnPage = OwnDocument.extend({
  chapters: z.array(Chapter).nullable(), editions: z.array(z.object({ id: Id, edition: z.number().int(), file: FileRef, note: z.string(), created_by_name: z.string(), created_at: z.string() })), plan: z.array(Milestone), bases: z.array(Basis), rests: z.array(Basis),
}).meta({ id: 'OwnDocumentPage' });
const ownFields = { kind: z.enum(ownKinds), title: Text(300), number: Text(60, 0).nullable(), valid_from: DateOnly.nullable(), valid_until: DateOnly.nullable(), note: Text(2000, 0) };
const milestoneFields = { title: Text(200), due_on: DateOnly, unit_id: Id.nullable(), note: Text(1000, 0) };
/** 重要时期保障: an event, its days and its level; the campaign that carries it out. */
export const ProtectionPeriod = z.object({ id: Id, event: z.string(), level: z.enum(protectionLevels), start_on: DateOnly, end_on: DateOnly, phase: z.enum(['ahead', 'now', 'over']), campaign: z.object({ id: Id, title: z.string(), total: z.number().int(), done: z.number().int() }).nullable(), note: z.string(), version }).meta({ id: 'ProtectionPeriod' });
const periodFields = { event: Text(200), level: z.enum(protectionLevels), start_on: DateOnly, end_on: DateOnly, campaign_id: Id.nullable(), note: Text(2000, 0) };
const Year = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() });
const matterFields = { title: Text(200), kind: z.enum(matterKinds), level: z.enum(matterLevels), happened_at: Instant, found_at: Instant, unit_id: Id.nullable(), content: Text(5000), exempt_reason: Text(500, 0) };

const superiorFields = {
  kind: z.enum(superiorKinds), number: Text(60, 0).nullable(), issuer: Text(120, 0).nullable(), title: Text(300), issued_on: DateOnly.nullable(), received_on: DateOnly.nullable(), reply_by: DateOnly.nullable(), contact: Text(200, 0), note: Text(2000, 0),
};
const clauseFields = { path: Text(60, 0), title: Text(300), text: Text(20_000, 0), measure: Text(2000, 0), unit_id: Id.nullable(), state: z.enum(clauseStates) };
const withVersion = <T extends z.ZodRawShape>(shape: T) => z.object(shape).partial().extend({ version });

export const papers = defineRoutes('papers', {
  superiors: { method: 'GET', path: '/api/papers/superiors', summary: '上级来文', permission: 'paper.read', query: z.object({ kind: z.enum(superiorKinds).optional(), q: Text(100, 0).optional() }), reply: z.array(Superior) },
  create_superior: { method: 'POST', path: '/api/papers/superiors', summary: '登记上级来文（可粘贴正文，识读条款）', permission: 'paper.write', status: 201, bodyLimit: 8 << 20, body: z.object(superiorFields).partial().extend({ kind: z.enum(superiorKinds), title: Text(300, 0).optional(), text: z.string().max(1_000_000, '正文超过 100 万字').optional() }), reply: SuperiorPage },
  upload_superior: { method: 'POST', path: '/api/papers/superiors/upload', summary: '上传来文，识读文号、机关、时限和条款', permission: 'paper.write', status: 201, body: multipart(z.object({}), 30 << 20), reply: SuperiorPage },
  superior: { method: 'GET', path: '/api/papers/superiors/{id}', summary: '来文与条款落实', permission: 'paper.read', params: byId, reply: SuperiorPage },
  update_superior: { method: 'PATCH', path: '/api/papers/superiors/{id}', summary: '修改来文信息', permission: 'paper.write', params: byId, body: withVersion(superiorFields), reply: SuperiorPage },
  remove_superior: { method: 'DELETE', path: '/api/papers/superiors/{id}', summary: '删除来文', permission: 'paper.write', params: byId, reply: Done },
  attach_superior: { method: 'POST', path: '/api/papers/superiors/{id}/files', summary: '补充来文附件', permission: 'paper.write', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  add_clause: { method: 'POST', path: '/api/papers/superiors/{id}/clauses', summary: '增加条款', permission: 'paper.write', params: byId, status: 201, body: z.object(clauseFields).partial().extend({ title: Text(300) }), reply: SuperiorPage },
  mark_clauses: { method: 'POST', path: '/api/papers/superiors/{id}/clauses/mark', summary: '批量标记条款', permission: 'paper.write', params: byId, body: z.object({ clause_ids: z.array(Id).min(1, '请选择条款').max(1000), state: z.enum(clauseStates) }), reply: SuperiorPage },
  update_clause: { method: 'PATCH', path: '/api/papers/clauses/{id}', summary: '修改条款与落实举措', permission: 'paper.write', params: byId, body: withVersion(clauseFields), reply: SuperiorPage },
  remove_clause: { method: 'DELETE', path: '/api/papers/clauses/{id}', summary: '删除条款', permission: 'paper.write', params: byId, reply: SuperiorPage },
  link_clause: { method: 'POST', path: '/api/papers/clauses/{id}/links', summary: '条款关联专项行动、任务或本单位文件', permission: 'paper.write', params: byId, status: 201, body: z.object({ campaign_id: Id.optional(), task_id: Id.optional(), own_document_id: Id.optional() }).refine((b) => [b.campaign_id, b.task_id, b.own_document_id].filter(Boolean).length === 1, '请选择一项'), reply: SuperiorPage },
  unlink_clause: { method: 'DELETE', path: '/api/papers/clauses/{id}/links/{link_id}', summary: '解除条款关联', permission: 'paper.write', params: z.object({ id: Id, link_id: Id }), reply: SuperiorPage },
  export_clauses: { method: 'GET', path: '/api/papers/superiors/{id}/clauses.xlsx', summary: '导出条款落实对照表', permission: 'paper.read', params: byId, reply: xlsx },
  add_basis: { method: 'POST', path: '/api/papers/bases', summary: '登记依据：专项行动或本单位文件依据哪份来文、规划', permission: 'paper.write', status: 201, body: z.object({ campaign_id: Id.optional(), own_document_id: Id.optional(), superior_document_id: Id.optional(), plan_id: Id.optional() }).refine((b) => Boolean(b.campaign_id) !== Boolean(b.own_document_id) && Boolean(b.superior_document_id) !== Boolean(b.plan_id), '请选择依据'), reply: Done },
  remove_basis: { method: 'DELETE', path: '/api/papers/bases/{id}', summary: '取消依据', permission: 'paper.write', params: byId, reply: Done },
  reports: { method: 'GET', path: '/api/papers/reports', summary: '上报事项：应报、已报、逾期', permission: 'paper.read', query: Year.extend({ standing: z.enum(reportStandings).optional() }), reply: UpwardReports },
  create_report: { method: 'POST', path: '/api/papers/reports', summary: '登记上报事项（可按月、季、年重复）', permission: 'paper.write', status: 201, body: z.object({ title: Text(200), recipient: Text(120), content: Text(2000, 0).optional(), due_on: DateOnly, recurrence: z.enum(repeats).nullable().optional(), superior_document_id: Id.nullable().optional(), campaign_id: Id.nullable().optional(), matter_id: Id.nullable().optional() }), reply: UpwardReportPage },
  report: { method: 'GET', path: '/api/papers/reports/{id}', summary: '上报事项详情', permission: 'paper.read', params: byId, reply: UpwardReportPage },
  update_report: { method: 'PATCH', path: '/api/papers/reports/{id}', summary: '修改上报事项', permission: 'paper.write', params: byId, body: withVersion({ title: Text(200), recipient: Text(120), content: Text(2000, 0), due_on: DateOnly }), reply: UpwardReportPage },
  move_report: { method: 'POST', path: '/api/papers/reports/{id}/moves', summary: '起草、上报、登记回执', permission: 'paper.write', params: byId, body: z.object({ version, action: z.enum(reportActions), note: Text(1000, 0).optional(), sent_at: Instant.optional() }), reply: UpwardReportPage },
  attach_report: { method: 'POST', path: '/api/papers/reports/{id}/files', summary: '上传报送件、回执', permission: 'paper.write', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  use_own: { method: 'POST', path: '/api/papers/reports/{id}/own-file', summary: '用本单位文件的现行版本作报送件', permission: 'paper.write', params: byId, status: 201, body: z.object({ own_document_id: Id }), reply: StoredFile },
  detach_report: { method: 'DELETE', path: '/api/papers/reports/{id}/files/{file_id}', summary: '撤下报送件（上报前）', permission: 'paper.write', params: z.object({ id: Id, file_id: Id }), reply: Done },
  end_series: { method: 'POST', path: '/api/papers/report-series/{id}/end', summary: '停止重复上报', permission: 'paper.write', params: byId, reply: Done },
  export_reports: { method: 'GET', path: '/api/papers/reports.xlsx', summary: '导出上报台账', permission: 'paper.read', query: Year, reply: xlsx },
  matters: { method: 'GET', path: '/api/papers/matters', summary: '重大事项与应报已报比对', permission: 'paper.read', query: Year.extend({ standing: z.enum(matterStandings).optional() }), reply: MajorMatters },
  create_matter: { method: 'POST', path: '/api/papers/matters', summary: '登记重大事项，按规则生成上报', permission: 'paper.write', status: 201, body: z.object(matterFields).extend({ exempt_reason: Text(500, 0).optional(), unit_id: Id.nullable().optional(), rule_keys: z.array(z.string().max(40)).max(20) }), reply: MajorMatter },
  update_matter: { method: 'PATCH', path: '/api/papers/matters/{id}', summary: '修改重大事项', permission: 'paper.write', params: byId, body: withVersion(matterFields), reply: MajorMatter },
  remove_matter: { method: 'DELETE', path: '/api/papers/matters/{id}', summary: '删除重大事项（未上报的）', permission: 'paper.write', params: byId, reply: Done },
  export_matters: { method: 'GET', path: '/api/papers/matters.xlsx', summary: '导出应报已报比对表', permission: 'paper.read', query: Year, reply: xlsx },
  owns: { method: 'GET', path: '/api/papers/own', summary: '本单位文件', permission: 'paper.read', query: z.object({ kind: z.enum(ownKinds).optional(), q: Text(100, 0).optional() }), reply: z.array(OwnDocument) },
  create_own: { method: 'POST', path: '/api/papers/own', summary: '登记本单位文件', permission: 'paper.write', status: 201, body: z.object(ownFields).partial().extend({ kind: z.enum(ownKinds), title: Text(300) }), reply: OwnPage },
  own: { method: 'GET', path: '/api/papers/own/{id}', summary: '本单位文件：版本、要素检查、里程碑、依据', permission: 'paper.read', params: byId, reply: OwnPage },
  update_own: { method: 'PATCH', path: '/api/papers/own/{id}', summary: '修改本单位文件', permission: 'paper.write', params: byId, body: withVersion(ownFields), reply: OwnPage },
  remove_own: { method: 'DELETE', path: '/api/papers/own/{id}', summary: '删除本单位文件', permission: 'paper.write', params: byId, reply: Done },
  add_edition: { method: 'POST', path: '/api/papers/own/{id}/editions', summary: '上传新版本', permission: 'paper.write', params: byId, status: 201, body: multipart(z.object({}), 30 << 20), reply: OwnPage },
  add_milestone: { method: 'POST', path: '/api/papers/own/{id}/milestones', summary: '增加里程碑', permission: 'paper.write', params: byId, status: 201, body: z.object(milestoneFields).partial().extend({ title: Text(200), due_on: DateOnly }), reply: OwnPage },
  update_milestone: { method: 'PATCH', path: '/api/papers/milestones/{id}', summary: '修改、完成里程碑', permission: 'paper.write', params: byId, body: withVersion({ ...milestoneFields, done_on: DateOnly.nullable() }), reply: OwnPage },
  remove_milestone: { method: 'DELETE', path: '/api/papers/milestones/{id}', summary: '删除里程碑', permission: 'paper.write', params: byId, reply: OwnPage },
  attach_milestone: { method: 'POST', path: '/api/papers/milestones/{id}/files', summary: '上传里程碑完成材料', permission: 'paper.write', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  write_summary: { method: 'POST', path: '/api/papers/summaries', summary: '生成法规、来文落实情况汇总报告', permission: 'paper.write', status: 201, body: z.object({ superior_ids: z.array(Id).min(1, '请选择文件').max(30), addressee: Text(120, 0).optional() }), reply: OwnPage },
  write_annual: { method: 'POST', path: '/api/papers/annual-reports', summary: '生成年度网络安全工作报告', permission: 'paper.write', status: 201, body: z.object({ year: z.number().int().min(2000).max(2100), addressee: Text(120, 0).optional() }), reply: OwnPage },
  check_structure: { method: 'POST', path: '/api/papers/structure-checks/{structure}', summary: '检查一份文件缺哪些章节（不保存）', permission: 'assignment.read', params: z.object({ structure: z.enum(structures) }), body: multipart(z.object({}), 30 << 20), reply: z.object({ chapters: z.array(Chapter) }) },
  periods: { method: 'GET', path: '/api/papers/protection-periods', summary: '重要时期保障', permission: 'paper.read', query: Year, reply: z.array(ProtectionPeriod) },
  create_period: { method: 'POST', path: '/api/papers/protection-periods', summary: '登记重要时期保障', permission: 'paper.write', status: 201, body: z.object(periodFields).extend({ campaign_id: Id.nullable().optional(), note: Text(2000, 0).optional() }), reply: ProtectionPeriod },
  update_period: { method: 'PATCH', path: '/api/papers/protection-periods/{id}', summary: '修改重要时期保障', permission: 'paper.write', params: byId, body: withVersion(periodFields), reply: ProtectionPeriod },
  remove_period: { method: 'DELETE', path: '/api/papers/protection-periods/{id}', summary: '删除重要时期保障', permission: 'paper.write', params: byId, reply: Done },
  campaign_basis: { method: 'GET', path: '/api/papers/campaigns/{id}/basis', summary: '专项行动的依据', permission: 'paper.read', params: byId, reply: z.array(Basis) },
});
