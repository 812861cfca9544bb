import * as z from 'zod';
import { byId, DateOnly, defineRoutes, Done, download, events, Id, multipart, pageOf, Paging, Text } from '../../kernel/http/route.ts';
import { StoredFile } from '../../kernel/files/contract.ts';

export const campaignStates = ['draft', 'published', 'closed'] as const;
export const assignmentStates = ['to_sign', 'doing', 'to_sign_off', 'to_review', 'done', 'returned', 'withdrawn'] as const;
export const recurrences = ['weekly', 'monthly', 'quarterly', 'semiannual', 'annual', 'irregular'] as const;
export const documentKinds = ['task_breakdown', 'bulletin', 'supervision_notice', 'phase_summary', 'final_report'] as const;

const Span = z.tuple([z.number().int(), z.number().int()]);
export const Threshold = z.object({ metric: z.string().max(300), op: z.string().max(4), value: z.number(), unit: z.string().max(20) }).meta({ id: 'Threshold' });
/** A task of the draft: what the reader found, and what the officer made of it. `key` stays with it through edits. */
export const DraftTask = z.object({
  key: z.string().max(40), path: z.string().max(60), title: z.string().max(500), text: z.string().max(20_000), span: Span.nullable(),
  units: z.array(z.string().max(120)).max(60), leads: z.array(z.string().max(120)).max(60), due: DateOnly.nullable(), recurrence: z.enum(recurrences).nullable(),
  thresholds: z.array(Threshold).max(40), phase: z.string().max(200).nullable(),
  /** The units of the tree that will answer for it; `null` until matched. */
  unit_ids: z.array(Id).max(2000).nullable(), lead_unit_ids: z.array(Id).max(200), sign_off: z.boolean(), skip: z.boolean(),
}).meta({ id: 'DraftTask' });
export const DraftPhase = z.object({ title: z.string().max(200), start: DateOnly.nullable(), end: DateOnly.nullable() }).meta({ id: 'DraftPhase' });
export const PlanIssue = z.object({ code: z.string(), message: z.string(), quote: z.string() }).meta({ id: 'PlanIssue' });
export const DraftGroup = z.object({ leaders: z.array(z.string()), deputies: z.array(z.string()), members: z.array(z.string()), office: z.string().nullable(), officeHead: z.string().nullable() });
/** How a name written in the document meets the tree: `unit_ids` null means that an officer must say. */
export const UnitMatch = z.object({ name: z.string(), unit_ids: z.array(Id).nullable(), how: z.enum(['exact', 'alias', 'collective', 'suffix', 'none']) }).meta({ id: 'UnitMatch' });
export const Draft = z.object({
  title: z.string().max(300), number: z.string().max(60).nullable(), issuer: z.string().max(120).nullable(), issued_on: DateOnly.nullable(), start_on: DateOnly.nullable(), end_on: DateOnly.nullable(),
  group: DraftGroup.nullable(), phases: z.array(DraftPhase).max(60), tasks: z.array(DraftTask).max(1000),
}).meta({ id: 'Draft' });

export const Counts = z.object({ total: z.number().int(), done: z.number().int(), overdue: z.number().int(), to_sign: z.number().int(), doing: z.number().int(), to_sign_off: z.number().int(), to_review: z.number().int(), returned: z.number().int() }).meta({ id: 'Counts' });
export const Campaign = z.object({
  id: Id, title: z.string(), number: z.string().nullable(), issuer: z.string().nullable(), issued_on: z.string().nullable(), start_on: z.string().nullable(), end_on: z.string().nullable(),
  state: z.enum(campaignStates), plan_version: z.number().int(), version: z.number().int(), created_at: z.string(), published_at: z.string().nullable(), complete: z.boolean(), counts: Counts,
}).meta({ id: 'Campaign' });
export const CampaignDraft = z.object({ campaign: Campaign, text: z.string(), draft: Draft, issues: z.array(PlanIssue), matches: z.array(UnitMatch), file_id: Id.nullable() }).meta({ id: 'CampaignDraft' });
export const Task = z.object({
  id: Id, path: z.string(), title: z.string(), text: z.string(), span: Span.nullable(), due_on: z.string().nullable(), recurrence: z.enum(recurrences).nullable(), thresholds: z.array(Threshold),
  phase: z.string().nullable(), phase_end_on: z.string().nullable(), sort: z.number().int(), withdrawn: z.boolean(), counts: Counts,
}).meta({ id: 'Task' });
export const Phase = z.object({ id: Id, title: z.string(), start_on: z.string().nullable(), end_on: z.string().nullable(), counts: Counts }).meta({ id: 'Phase' });
export const CampaignPage = z.object({ campaign: Campaign, text: z.string(), phases: z.array(Phase), tasks: z.array(Task), issues: z.array(PlanIssue), can: z.array(z.string()) }).meta({ id: 'CampaignPage' });

/** One cell of the board: t and u = places of its task and unit in the lists beside it, s = state, d = due date, o = overdue, l = leads, g = by when a 督办通知 wants it. */
export const Cell = z.object({ a: Id, t: z.number().int(), u: z.number().int(), s: z.enum(assignmentStates), d: z.string().nullable(), o: z.literal(true).optional(), l: z.literal(true).optional(), g: z.string().optional() }).meta({ id: 'Cell' });
export const Board = z.object({
  tasks: z.array(z.object({ id: Id, path: z.string(), title: z.string() })), units: z.array(z.object({ id: Id, name: z.string(), counts: Counts })),
  cells: z.array(Cell),
}).meta({ id: 'Board' });

export const AssignmentRow = z.object({
  id: Id, campaign_id: Id, campaign_title: z.string(), task_id: Id, task_title: z.string(), task_path: z.string(), unit_id: Id, unit_name: z.string(), lead: z.boolean(), period_label: z.string().nullable(),
  state: z.enum(assignmentStates), due_on: z.string().nullable(), overdue: z.boolean(), days_left: z.number().int().nullable(),
  /** Days after the due date on which it was handed in; 0 in time, null while it is not handed in. */
  late_days: z.number().int().nullable(),
  /** By when the last 督办通知 wants it, while it is owed; the due date itself stays. */
  urged_due_on: z.string().nullable(), version: z.number().int(), can: z.array(z.string()),
}).meta({ id: 'AssignmentRow' });
export const TimelineEvent = z.object({ id: Id, at: z.string(), action: z.string(), from: z.string().nullable(), to: z.string().nullable(), actor: z.string(), note: z.string().nullable(), files: z.array(StoredFile) }).meta({ id: 'TimelineEvent' });
export const Extension = z.object({ id: Id, requested_due_on: z.string(), reason: z.string(), state: z.enum(['pending', 'approved', 'rejected']), requested_by: z.string(), created_at: z.string() }).meta({ id: 'Extension' });
export const Assignment = AssignmentRow.extend({
  task_text: z.string(), sentence: z.string(), thresholds: z.array(Threshold), phase: z.string().nullable(), sign_off: z.boolean(), feedback: z.string().nullable(), co_units: z.array(z.string()),
  /** 督办通知 that name this very task of this unit. */
  supervision: z.array(z.object({ number: z.string().nullable(), title: z.string(), file_id: Id, created_at: z.string(), due_on: z.string().nullable() })),
  following: z.boolean(),
  evidence: z.array(StoredFile), timeline: z.array(TimelineEvent), extension: Extension.nullable(), contacts: z.array(z.object({ name: z.string(), duty: z.string(), phone: z.string().nullable() })),
}).meta({ id: 'Assignment' });
export const Ranking = z.object({ unit_id: Id, unit_name: z.string(), counts: Counts, rate: z.number(), rank: z.number().int() }).meta({ id: 'Ranking' });
export const IssuedDocument = z.object({ id: Id, kind: z.enum(documentKinds), /** None for a table that is no letter. */ number: z.string().nullable(), title: z.string(), unit_id: Id.nullable(), unit_name: z.string().nullable(), /** The notices that one press wrote. */ batch_id: Id.nullable(), file_id: Id, created_at: z.string(), created_by: z.string() }).meta({ id: 'IssuedDocument' });
export const VersionDiff = z.object({
  added: z.array(DraftTask), removed: z.array(z.object({ task_id: Id, title: z.string(), done: z.number().int(), total: z.number().int() })),
  kept: z.array(z.object({ task_id: Id, key: z.string(), title: z.string(), changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })) })),
}).meta({ id: 'VersionDiff' });
export const Workbench = z.object({
  todo: z.array(AssignmentRow), due_soon: z.number().int(), overdue: z.number().int(), this_month: z.number().int(), to_review: z.number().int(), campaigns: z.array(Campaign), gaps: z.number().int(),
}).meta({ id: 'Workbench' });
export const Templates = z.object({
  kinds: z.array(z.object({ kind: z.enum(documentKinds), template: z.object({ file_id: Id, name: z.string(), saved_at: z.string(), saved_by: z.string() }).nullable() })),
  fields: z.array(z.object({ field: z.string(), meaning: z.string(), within: z.string().nullable() })),
}).meta({ id: 'Templates' });
const WrittenKind = z.enum(documentKinds).exclude(['supervision_notice']);
const byKind = z.object({ kind: z.enum(documentKinds) });
export const moveActions = ['sign', 'submit', 'sign_off', 'refuse', 'approve', 'return', 'withdraw', 'reopen', 'recall'] as const;

const assignmentFilter = { campaign_id: Id.optional(), task_id: Id.optional(), unit_id: Id.optional(), phase_id: Id.optional(), state: z.enum(assignmentStates).optional(), overdue: z.enum(['true']).optional(), due: z.enum(['soon', 'month']).optional(), mine: z.enum(['true']).optional() };
export const campaigns = defineRoutes('campaigns', {
  list: { method: 'GET', path: '/api/campaigns', summary: '专项行动', permission: 'campaign.read', reply: z.array(Campaign) },
  create: { method: 'POST', path: '/api/campaigns', summary: '粘贴文件正文，识读成草稿', permission: 'campaign.write', status: 201, bodyLimit: 8 << 20, body: z.object({ text: z.string().min(1, '请粘贴文件正文').max(1_000_000, '正文超过 100 万字') }), reply: CampaignDraft },
  upload: { method: 'POST', path: '/api/campaigns/upload', summary: '上传文件，识读成草稿', permission: 'campaign.write', status: 201, body: multipart(z.object({}), 30 << 20), reply: CampaignDraft },
  draft: { method: 'GET', path: '/api/campaigns/{id}/draft', summary: '草稿', permission: 'campaign.write', params: byId, reply: CampaignDraft },
  save_draft: { method: 'PUT', path: '/api/campaigns/{id}/draft', summary: '保存草稿', permission: 'campaign.write', params: byId, bodyLimit: 8 << 20, body: z.object({ version: z.number().int(), draft: Draft }), reply: CampaignDraft },
  match_units: { method: 'POST', path: '/api/campaigns/match-units', summary: '把文件中的单位名对应到机构树', permission: 'campaign.write', body: z.object({ names: z.array(Text(120)).max(500) }), reply: z.array(UnitMatch) },
  learn_alias: { method: 'POST', path: '/api/campaigns/aliases', summary: '记住单位别名', permission: 'campaign.write', body: z.object({ name: Text(120), unit_ids: z.array(Id).min(1, '请选择单位').max(2000) }), reply: Done },
  publish: { method: 'POST', path: '/api/campaigns/{id}/publish', summary: '发布', permission: 'campaign.write', params: byId, body: z.object({ version: z.number().int() }), reply: z.object({ campaign: Campaign, assignments: z.number().int(), units: z.number().int() }) },
  remove_draft: { method: 'DELETE', path: '/api/campaigns/{id}', summary: '删除草稿', permission: 'campaign.write', params: byId, reply: Done },
  get: { method: 'GET', path: '/api/campaigns/{id}', summary: '专项行动详情', permission: 'campaign.read', params: byId, reply: CampaignPage },
  revise: { method: 'POST', path: '/api/campaigns/{id}/revision', summary: '文件新版本：与现行版本比较', permission: 'campaign.write', params: byId, bodyLimit: 8 << 20, body: z.object({ text: z.string().min(1).max(1_000_000) }), reply: VersionDiff },
  apply_revision: { method: 'POST', path: '/api/campaigns/{id}/revision/apply', summary: '采用新版本，已办结的转入', permission: 'campaign.write', params: byId, bodyLimit: 8 << 20, body: z.object({ version: z.number().int(), text: z.string().min(1).max(1_000_000) }), reply: Campaign },
  revise_by_file: { method: 'POST', path: '/api/campaigns/{id}/revision/file', summary: '上传文件新版本：与现行版本比较', permission: 'campaign.write', params: byId, body: multipart(z.object({}), 30 << 20), reply: VersionDiff },
  apply_revision_by_file: { method: 'POST', path: '/api/campaigns/{id}/revision/file/apply', summary: '采用上传的新版本，并保存文件', permission: 'campaign.write', params: byId, query: z.object({ version: z.coerce.number().int() }), body: multipart(z.object({}), 30 << 20), reply: Campaign },
  close: { method: 'POST', path: '/api/campaigns/{id}/close', summary: '结束专项行动', permission: 'campaign.write', params: byId, body: z.object({ version: z.number().int(), note: Text(500, 0) }), reply: Campaign },
  board: { method: 'GET', path: '/api/campaigns/{id}/board', summary: '看板：单位×任务', permission: 'campaign.read', params: byId, reply: Board },
  board_export: { method: 'GET', path: '/api/campaigns/{id}/board.xlsx', summary: '导出看板', permission: 'campaign.read', params: byId, reply: download() },
  ranking: { method: 'GET', path: '/api/campaigns/{id}/ranking', summary: '单位排名', permission: 'campaign.read', params: byId, reply: z.array(Ranking) },
  changes: { method: 'GET', path: '/api/campaigns/{id}/events', summary: '看板实时更新', permission: 'campaign.read', params: byId, reply: events(z.object({ changed: z.number().int() })) },
  assignments: { method: 'GET', path: '/api/assignments', summary: '任务办理单', permission: 'assignment.read', reply: pageOf(AssignmentRow), query: Paging.extend(assignmentFilter) },
  assignments_export: { method: 'GET', path: '/api/assignments.xlsx', summary: '导出任务办理单', permission: 'assignment.read', query: z.object(assignmentFilter), reply: download() },
  assignment: { method: 'GET', path: '/api/assignments/{id}', summary: '办理单详情', permission: 'assignment.read', params: byId, reply: Assignment },
  move: { method: 'POST', path: '/api/assignments/{id}/moves', summary: '办理', permission: 'assignment.read', params: byId, body: z.object({ version: z.number().int(), action: z.enum(moveActions), note: Text(5000, 0).optional() }), reply: Assignment },
  move_many: { method: 'POST', path: '/api/assignments/moves', summary: '批量审核', permission: 'assignment.review', body: z.object({ moves: z.array(z.object({ id: Id, version: z.number().int() })).min(1).max(500), action: z.enum(['approve', 'return', 'withdraw']), note: Text(5000, 0).optional() }), reply: z.object({ moved: z.number().int() }) },
  follow: { method: 'PUT', path: '/api/assignments/{id}/follow', summary: '关注或不再关注：每步进展都收到消息', permission: 'assignment.read', params: byId, body: z.object({ on: z.boolean() }), reply: Assignment },
  comment: { method: 'POST', path: '/api/assignments/{id}/comments', summary: '留言', permission: 'assignment.read', params: byId, status: 201, body: z.object({ note: Text(2000) }), reply: Assignment },
  attach: { method: 'POST', path: '/api/assignments/{id}/files', summary: '上传佐证', permission: 'assignment.answer', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  detach: { method: 'DELETE', path: '/api/assignments/{id}/files/{file_id}', summary: '撤回佐证（提交前）', permission: 'assignment.answer', params: z.object({ id: Id, file_id: Id }), reply: Done },
  ask_extension: { method: 'POST', path: '/api/assignments/{id}/extension', summary: '申请延期', permission: 'assignment.answer', params: byId, status: 201, body: z.object({ due_on: DateOnly, reason: Text(1000) }), reply: Assignment },
  decide_extension: { method: 'POST', path: '/api/assignments/{id}/extension/decision', summary: '审批延期', permission: 'assignment.review', params: byId, body: z.object({ extension_id: Id, approve: z.boolean(), note: Text(500, 0).optional() }), reply: Assignment },
  urge: { method: 'POST', path: '/api/campaigns/{id}/urge', summary: '一键督办逾期单位', permission: 'document.write', params: byId, body: z.object({ unit_ids: z.array(Id).max(2000).optional(), due_on: DateOnly }), reply: z.object({ units: z.number().int(), documents: z.array(IssuedDocument) }) },
  documents: { method: 'GET', path: '/api/campaigns/{id}/documents', summary: '已生成的公文', permission: 'document.read', params: byId, reply: z.array(IssuedDocument) },
  write_document: { method: 'POST', path: '/api/campaigns/{id}/documents', summary: '生成公文', permission: 'document.write', params: byId, status: 201, body: z.object({ kind: WrittenKind, phase_id: Id.optional(), /** With a number of the series; a 任务分解表 has none unless asked. */ numbered: z.boolean().optional(), /** A 总结报告 although work is unfinished. */ unfinished: z.boolean().optional() }), reply: IssuedDocument },
  preview_document: { method: 'GET', path: '/api/campaigns/{id}/documents/preview', summary: '预览公文，不编号', permission: 'document.write', params: byId, query: z.object({ kind: WrittenKind, phase_id: Id.optional() }), reply: download() },
  templates: { method: 'GET', path: '/api/document-templates', summary: '公文模板与可用字段', permission: 'document.read', reply: Templates },
  save_template: { method: 'POST', path: '/api/document-templates/{kind}', summary: '换用本单位的 Word 模板', permission: 'document.write', params: byKind, body: multipart(z.object({}), 10 << 20), status: 201, reply: Templates },
  remove_template: { method: 'DELETE', path: '/api/document-templates/{kind}', summary: '恢复内置格式', permission: 'document.write', params: byKind, reply: Templates },
  evidence: { method: 'GET', path: '/api/campaigns/{id}/evidence.zip', summary: '下载佐证材料包', permission: 'document.read', audit_read: 'each', params: byId, reply: download('application/zip') },
  first_steps: { method: 'GET', path: '/api/first-steps', summary: '启用步骤的完成情况', permission: 'account.read', reply: z.object({ units: z.boolean(), accounts: z.boolean(), roles: z.boolean(), settings: z.boolean(), duties: z.boolean(), campaign: z.boolean(), audit: z.boolean() }) },
  workbench: { method: 'GET', path: '/api/workbench', summary: '工作台', permission: 'assignment.read', reply: Workbench },
});
