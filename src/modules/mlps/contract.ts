import * as z from 'zod';
import { StoredFile } from '../../kernel/files/contract.ts';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Paging, pageOf, Text } from '../../kernel/http/route.ts';

/** 受侵害客体: 公民、法人和其他组织; 社会秩序、公共利益; 国家安全. */
export const harmed = ['citizens', 'society', 'state'] as const;
/** 一般损害, 严重损害, 特别严重损害. */
export const degrees = ['general', 'serious', 'extreme'] as const;
/** 定级中 专家评审 主管部门审核 备案 建设整改 测评 问题整改 复测 运行 注销. */
export const objectStates = ['grading', 'expert_review', 'authority_review', 'filing', 'rectifying', 'assessing', 'fixing', 'retesting', 'running', 'cancelled'] as const;
export const objectActions = ['submit', 'return', 'pass_review', 'approve', 'file', 'run', 'assess', 'conclude', 'retest', 'regrade', 'refile', 'cancel', 'restore'] as const;
export const itemStates = ['open', 'reported', 'done', 'dropped'] as const;
export const itemActions = ['report', 'recall', 'pass', 'fail', 'drop', 'reopen'] as const;
export const itemSources = ['assessment', 'self_check'] as const;
export const risks = ['high', 'medium', 'low'] as const;
export const editions = ['2019', '2021', '2025'] as const;
/** 符合 基本符合 不符合; 优 良 中 差. */
export const conclusions = ['conform', 'basic', 'not_conform', 'excellent', 'good', 'medium', 'poor'] as const;
export const verdicts = ['yes', 'part', 'no', 'na'] as const;
export const dueKinds = ['grade', 'file', 'refile', 'certificate', 'assess', 'self_check', 'repair'] as const;
export const planKinds = ['grade', 'file', 'assess', 'self_check', 'repair'] as const;
export const formEditions = ['2025', 'earlier'] as const;
/** What an object can be looked for by: how far it has come. */
export const standings = ['to_grade', 'graded', 'filed', 'unfiled', 'assessed', 'unassessed', 'to_repair', 'overdue', 'doubtful', 'certificate_ends'] as const;
/** Systems of the ledger that the protection has not got hold of: no level; a level but no object; a level other than the guide's. */
export const systemGaps = ['ungraded', 'unlinked', 'doubtful'] as const;
export const ruleKeys = ['grade_days', 'file_days', 'certificate_years', 'assess_months_2', 'assess_months_3', 'assess_months_4', 'check_months_2', 'check_months_3', 'check_months_4', 'repair_days', 'excellent', 'good', 'medium', 'basic_2019', 'conform_rate', 'basic_rate'] as const;
export const mismatches = ['not_running', 'level_differs', 'same_certificate', 'system_cancelled', 'no_report', 'expired'] as const;

const Level = z.number().int().min(1).max(5);
const Harm = z.partialRecord(z.enum(harmed), z.enum(degrees));
const File = z.object({ id: Id, name: z.string(), size_bytes: z.number().int() });
const Due = z.object({ kind: z.enum(dueKinds), due_on: DateOnly, overdue: z.boolean(), days: z.number().int(), basis: z.enum(['law', 'custom', 'own']) });
const Sourced = { source: z.string(), verified: z.boolean() };
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const ObjectRow = z.object({
  id: Id, name: z.string(), unit_id: Id, unit_name: z.string(), state: z.enum(objectStates), level: Level.nullable(), mark: z.string(), suggested_level: Level.nullable(), doubtful: z.boolean(), systems: z.array(z.object({ id: Id, name: z.string(), state: z.string() })),
  certificate_number: z.string(), issued_on: DateOnly.nullable(), expires_on: DateOnly.nullable(), form_edition: z.enum(formEditions), online_on: DateOnly.nullable(), graded_on: DateOnly.nullable(), assessed_on: DateOnly.nullable(), conclusion: z.enum(conclusions).nullable(), checked_on: DateOnly.nullable(), score: z.number().nullable(), items: z.number().int(), items_open: z.number().int(), dues: z.array(Due), version: z.number().int(),
}).meta({ id: 'MlpsObjectRow' });
const gradingTexts = { responsible_body: Text(1000, 0), composition: Text(4000, 0), business: Text(4000, 0), boundary: Text(2000, 0), s_data: Text(2000, 0), s_reason: Text(2000, 0), a_service: Text(2000, 0), a_reason: Text(2000, 0), differs_reason: Text(1000, 0) };
export const Assessment = z.object({
  id: Id, object_id: Id, agency: z.string(), agency_number: z.string(), contract_on: DateOnly.nullable(), started_on: DateOnly.nullable(), finished_on: DateOnly.nullable(), edition: z.enum(editions), conclusion: z.enum(conclusions).nullable(), judged: z.enum(conclusions).nullable(), score: z.number().nullable(), rate: z.number().nullable(), high_risks: z.number().int(), major_hazards: z.number().int(), note: z.string(), items: z.number().int(), items_done: z.number().int(), files: z.array(File), version: z.number().int(),
}).meta({ id: 'MlpsAssessment' });
const CheckHead = z.object({ id: Id, object_id: Id, object_name: z.string(), unit_name: z.string(), level: Level, started_on: DateOnly, started_by_name: z.string(), finished_on: DateOnly.nullable(), points: z.number().int(), answered: z.number().int(), yes: z.number().int(), part: z.number().int(), no: z.number().int(), na: z.number().int(), score: z.number().nullable(), items: z.number().int(), can_write: z.boolean() });
const Event = z.object({ id: Id, at: z.string(), action: z.string(), actor_name: z.string(), from_state: z.string().nullable(), to_state: z.string().nullable(), note: z.string().nullable(), files: z.array(File) });
export const MlpsObject = ObjectRow.extend({
  s_level: Level.nullable(), a_level: Level.nullable(), s_harm: Harm, a_harm: Harm, ...Object.fromEntries(Object.keys(gradingTexts).map((k) => [k, z.string()])) as Record<keyof typeof gradingTexts, z.ZodString>, graded_by_name: z.string(), suggestion: z.object({ level: Level, s_level: Level, a_level: Level, example: z.string(), basis: z.string() }).nullable(),
  experts: z.string(), expert_opinion: z.string(), reviewed_on: DateOnly.nullable(), authority: z.string(), authority_opinion: z.string(), approved_on: DateOnly.nullable(), filed_with: z.string(),
  can: z.array(z.enum(objectActions)), can_write: z.boolean(), can_manage: z.boolean(), files: z.array(File.extend({ handed_in: z.boolean() })), assessments: z.array(Assessment), checks: z.array(CheckHead), timeline: z.array(Event), levels: z.array(z.object({ at: z.string(), by_name: z.string(), before: Level.nullable(), after: Level, reason: z.string() })),
}).meta({ id: 'MlpsObject' });
export const Item = z.object({
  id: Id, object_id: Id, object_name: z.string(), unit_id: Id, unit_name: z.string(), source: z.enum(itemSources), assessment_id: Id.nullable(), check_id: Id.nullable(), control_class: z.string(), point: z.string(), requirement: z.string(), description: z.string(), risk: z.enum(risks), advice: z.string(), major: z.boolean(), responsible: z.string(), state: z.enum(itemStates), due_on: DateOnly.nullable(), overdue: z.boolean(), feedback: z.string(), rounds: z.number().int(), version: z.number().int(), can: z.array(z.enum(itemActions)), can_write: z.boolean(),
}).meta({ id: 'MlpsItem' });
const problem = { control_class: Text(60), point: Text(60, 0), requirement: Text(1000, 0), description: Text(2000), risk: z.enum(risks), advice: Text(2000, 0), major: z.boolean() };
export const Problem = z.object(problem);
const Read = z.object({ rows: z.array(z.object({ ...problem, row: z.number().int(), control_class: z.string(), point: z.string(), requirement: z.string(), description: z.string(), advice: z.string() })), known: z.number().int(), errors: z.array(z.object({ row: z.number().int(), column: z.string(), message: z.string() })) });
const assessmentFields = { agency: Text(120), agency_number: Text(60, 0), contract_on: DateOnly.nullable(), started_on: DateOnly.nullable(), finished_on: DateOnly.nullable(), edition: z.enum(editions), conclusion: z.enum(conclusions).nullable(), score: z.number().min(0).max(100).nullable(), rate: z.number().min(0).max(100).nullable(), high_risks: z.number().int().min(0).max(9999), major_hazards: z.number().int().min(0).max(9999), note: Text(1000, 0) };
const objectFilter = { q: z.string().trim().max(100).optional(), unit_id: Id.optional(), level: z.coerce.number().int().min(1).max(5).optional(), state: z.enum(objectStates).optional(), standing: z.enum(standings).optional() };
const itemFilter = { object_id: Id.optional(), unit_id: Id.optional(), state: z.enum(itemStates).optional(), source: z.enum(itemSources).optional(), overdue: z.enum(['true']).optional(), open: z.enum(['true']).optional() };
const dueFilter = { unit_id: Id.optional(), kind: z.enum(dueKinds).optional(), overdue: z.enum(['true']).optional(), until: DateOnly.optional() };
const UnitProgress = z.object({ unit_id: Id, unit_name: z.string(), systems: z.number().int(), graded: z.number().int(), objects: z.number().int(), to_file: z.number().int(), filed: z.number().int(), assessed: z.number().int(), items: z.number().int(), items_done: z.number().int(), overdue: z.number().int() });
const SystemGap = z.object({ id: Id, name: z.string(), unit_id: Id, unit_name: z.string(), state: z.string(), mlps_level: Level.nullable(), suggested_level: Level.nullable(), example: z.string(), created_on: DateOnly, can_write: z.boolean() });
const PlanRow = z.object({ id: Id, year: z.number().int(), object_id: Id, object_name: z.string(), unit_name: z.string(), level: Level.nullable(), kind: z.enum(planKinds), due_on: DateOnly, responsible: z.string(), note: z.string(), done_on: DateOnly.nullable(), overdue: z.boolean(), version: z.number().int() });
const FormTable = z.object({ key: z.string(), title: z.string(), note: z.string(), fields: z.array(z.object({ key: z.string(), title: z.string(), value: z.string(), found: z.string(), written: z.boolean() })) });
const Suggestion = z.object({ keywords: z.array(Text(30)).min(1).max(20), level: Level, s_level: Level, a_level: Level, example: Text(200), basis: Text(300, 0) });
const Rule = z.object({ key: z.enum(ruleKeys), value: z.number().int(), unit: z.string(), min: z.number(), max: z.number(), default: z.number(), ...Sourced });
const Mismatch = z.object({ kind: z.enum(mismatches), object_id: Id, object_name: z.string(), unit_name: z.string(), detail: z.string() });
const Class = z.object({ key: z.string(), name: z.string(), technical: z.boolean(), points: z.array(z.object({ key: z.string(), name: z.string(), items: z.number().int(), asks: z.string() })) });
const CheckPage = CheckHead.extend({ classes: z.array(Class), answers: z.array(z.object({ point: z.string(), verdict: z.enum(verdicts).nullable(), note: z.string(), files: z.array(File) })) }).meta({ id: 'MlpsCheck' });
const r = { permission: 'mlps.read' } as const;
const w = { permission: 'mlps.write' } as const;
const m = { permission: 'mlps.manage' } as const;

export const mlps = defineRoutes('mlps', {
  reference: { ...r, method: 'GET', path: '/api/mlps/reference', summary: '定级矩阵、测评报告版本和控制点', reply: z.object({
    matrix: z.record(z.enum(harmed), z.record(z.enum(degrees), Level)), matrix_source: z.object(Sourced), harmed: z.array(z.object({ key: z.enum(harmed), name: z.string(), covers: z.string(), examples: z.string(), ...Sourced })), degrees: z.array(z.object({ key: z.enum(degrees), name: z.string(), means: z.string(), examples: z.string(), ...Sourced })),
    editions: z.array(z.object({ key: z.enum(editions), from: DateOnly, conclusions: z.array(z.enum(conclusions)), score: z.enum(['optional', 'required', 'none']), ...Sourced })), levels: z.array(z.object({ level: Level, name: z.string(), protection: z.string() })), controls: z.array(z.object({ level: Level, points: z.number().int(), items: z.number().int(), verified: z.boolean(), classes: z.array(Class) })), control_source: z.string() }) },
  objects: { ...r, method: 'GET', path: '/api/mlps/objects', summary: '定级对象', query: Paging.extend(objectFilter), reply: pageOf(ObjectRow) },
  export_objects: { ...r, method: 'GET', path: '/api/mlps/objects/export', summary: '导出等保台账', audit_read: 'each', query: z.object(objectFilter), reply: download(xlsx) },
  create: { ...w, method: 'POST', path: '/api/mlps/objects', summary: '建立定级对象', status: 201, body: z.object({ name: Text(120), unit_id: Id, system_ids: z.array(Id).min(1).max(50) }), reply: MlpsObject },
  object: { ...r, method: 'GET', path: '/api/mlps/objects/{id}', summary: '一个定级对象', params: byId, reply: MlpsObject },
  update: { ...w, method: 'PATCH', path: '/api/mlps/objects/{id}', summary: '修改定级对象', params: byId, body: z.object({ version: z.number().int(), name: Text(120), system_ids: z.array(Id).min(1).max(50), online_on: DateOnly.nullable() }).partial().required({ version: true }), reply: MlpsObject },
  grade: { ...w, method: 'PUT', path: '/api/mlps/objects/{id}/grading', summary: '定级', params: byId, body: z.object({ version: z.number().int(), s_harm: Harm, a_harm: Harm, ...gradingTexts }), reply: MlpsObject },
  move: { ...r, method: 'POST', path: '/api/mlps/objects/{id}/move', summary: '评审、审核、备案、测评、注销', params: byId, body: z.object({ version: z.number().int(), action: z.enum(objectActions), note: Text(2000, 0), experts: Text(500, 0), opinion: Text(2000, 0), reviewed_on: DateOnly, authority: Text(120, 0), approved_on: DateOnly, certificate_number: Text(30, 0), issued_on: DateOnly, expires_on: DateOnly, form_edition: z.enum(formEditions), filed_with: Text(120, 0) }).partial().required({ version: true, action: true }), reply: MlpsObject },
  attach: { ...w, method: 'POST', path: '/api/mlps/objects/{id}/files', summary: '上传评审意见、备案证明等材料', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  detach: { ...w, method: 'DELETE', path: '/api/mlps/objects/{id}/files/{file_id}', summary: '撤回材料', params: z.object({ id: Id, file_id: Id }), reply: Done },
  grading_report: { ...r, method: 'GET', path: '/api/mlps/objects/{id}/grading-report', summary: '定级报告', params: byId, audit_read: 'each', reply: download(docx) },
  form: { ...r, method: 'GET', path: '/api/mlps/objects/{id}/form', summary: '备案表表一至表四', params: byId, reply: z.object({ tables: z.array(FormTable), can_write: z.boolean(), can_manage: z.boolean() }) },
  save_form: { ...w, method: 'PUT', path: '/api/mlps/objects/{id}/form', summary: '填写备案表', params: byId, body: z.object({ values: z.record(z.string().max(40), Text(2000, 0)) }), reply: Done },
  form_xlsx: { ...r, method: 'GET', path: '/api/mlps/objects/{id}/form.xlsx', summary: '备案表（表格）', params: byId, audit_read: 'each', reply: download(xlsx) },
  form_docx: { ...r, method: 'GET', path: '/api/mlps/objects/{id}/form.docx', summary: '备案表（文档）', params: byId, audit_read: 'each', reply: download(docx) },
  add_assessment: { ...w, method: 'POST', path: '/api/mlps/objects/{id}/assessments', summary: '登记测评', params: byId, status: 201, body: z.object(assessmentFields).partial().required({ agency: true }), reply: Assessment },
  update_assessment: { ...w, method: 'PATCH', path: '/api/mlps/assessments/{id}', summary: '修改测评', params: byId, body: z.object(assessmentFields).partial().extend({ version: z.number().int() }), reply: Assessment },
  remove_assessment: { ...m, method: 'DELETE', path: '/api/mlps/assessments/{id}', summary: '删除误登的测评', params: byId, reply: Done },
  attach_assessment: { ...w, method: 'POST', path: '/api/mlps/assessments/{id}/files', summary: '上传测评报告', params: byId, status: 201, body: multipart(z.object({}), 100 << 20), reply: StoredFile },
  problem_template: { ...r, method: 'GET', path: '/api/mlps/problem-template', summary: '测评问题清单模板', reply: download(xlsx) },
  read_problems: { ...w, method: 'POST', path: '/api/mlps/assessments/{id}/problems/read', summary: '核对问题清单', params: byId, body: multipart(z.object({}), 20 << 20), reply: Read },
  read_pasted: { ...w, method: 'POST', path: '/api/mlps/assessments/{id}/problems/pasted', summary: '核对粘贴的问题清单', params: byId, body: z.object({ text: z.string().max(500_000) }), reply: Read },
  add_problems: { ...w, method: 'POST', path: '/api/mlps/assessments/{id}/problems', summary: '登记测评问题', params: byId, status: 201, bodyLimit: 6 << 20, body: z.object({ problems: z.array(Problem).min(1).max(1000), due_on: DateOnly.optional(), responsible: Text(60, 0).optional() }), reply: z.object({ added: z.number().int() }) },
  items: { ...r, method: 'GET', path: '/api/mlps/items', summary: '等保整改清单', query: Paging.extend(itemFilter), reply: pageOf(Item) },
  export_items: { ...r, method: 'GET', path: '/api/mlps/items/export', summary: '导出等保整改清单', audit_read: 'each', query: z.object(itemFilter), reply: download(xlsx) },
  item: { ...r, method: 'GET', path: '/api/mlps/items/{id}', summary: '一项整改', params: byId, reply: Item.extend({ files: z.array(File.extend({ handed_in: z.boolean() })), timeline: z.array(Event) }) },
  update_item: { ...w, method: 'PATCH', path: '/api/mlps/items/{id}', summary: '改期限和责任人', params: byId, body: z.object({ version: z.number().int(), due_on: DateOnly.nullable().optional(), responsible: Text(60, 0).optional() }), reply: Item },
  move_item: { ...r, method: 'POST', path: '/api/mlps/items/{id}/move', summary: '反馈整改、复测', params: byId, body: z.object({ version: z.number().int(), action: z.enum(itemActions), note: Text(2000, 0).optional() }), reply: Item },
  attach_item: { ...w, method: 'POST', path: '/api/mlps/items/{id}/files', summary: '上传整改佐证', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  start_check: { ...w, method: 'POST', path: '/api/mlps/objects/{id}/checks', summary: '开始差距自查', params: byId, status: 201, reply: CheckPage },
  check: { ...r, method: 'GET', path: '/api/mlps/checks/{id}', summary: '一次差距自查', params: byId, reply: CheckPage },
  answer: { ...w, method: 'PUT', path: '/api/mlps/checks/{id}/answers', summary: '填写差距自查', params: byId, body: z.object({ answers: z.array(z.object({ point: z.string().max(60), verdict: z.enum(verdicts).nullable(), note: Text(1000, 0).optional() })).min(1).max(100) }), reply: CheckPage },
  attach_answer: { ...w, method: 'POST', path: '/api/mlps/checks/{id}/points/{point}/files', summary: '上传自查佐证', params: z.object({ id: Id, point: z.string().max(60) }), status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  finish_check: { ...w, method: 'POST', path: '/api/mlps/checks/{id}/finish', summary: '完成自查，差距转整改', params: byId, body: z.object({ due_on: DateOnly.optional(), responsible: Text(60, 0).optional() }), reply: CheckPage },
  remove_check: { ...w, method: 'DELETE', path: '/api/mlps/checks/{id}', summary: '放弃未完成的自查', params: byId, reply: Done },
  export_check: { ...r, method: 'GET', path: '/api/mlps/checks/{id}/export', summary: '导出差距自查表', params: byId, audit_read: 'each', reply: download(xlsx) },
  calendar: { ...r, method: 'GET', path: '/api/mlps/calendar', summary: '等保到期事项', query: z.object(dueFilter), reply: z.object({ items: z.array(Due.extend({ object_id: Id, object_name: z.string(), unit_id: Id, unit_name: z.string(), level: Level.nullable() })), overdue: z.number().int(), soon: z.number().int() }) },
  export_calendar: { ...r, method: 'GET', path: '/api/mlps/calendar/export', summary: '导出等保到期事项', audit_read: 'each', query: z.object(dueFilter), reply: download(xlsx) },
  progress: { ...r, method: 'GET', path: '/api/mlps/progress', summary: '等保进度', reply: z.object({ total: UnitProgress.omit({ unit_id: true, unit_name: true }), ungraded: z.number().int(), doubtful: z.number().int(), unlinked: z.number().int(), units: z.array(UnitProgress) }) },
  export_progress: { ...r, method: 'GET', path: '/api/mlps/progress/export', summary: '导出等保进度', audit_read: 'each', reply: download(xlsx) },
  gaps: { ...r, method: 'GET', path: '/api/mlps/systems', summary: '未定级、未建定级对象和定级不准的系统', query: z.object({ gap: z.enum(systemGaps), unit_id: Id.optional() }), reply: z.array(SystemGap) },
  consistency: { ...r, method: 'GET', path: '/api/mlps/consistency', summary: '备案数量和状态核对', reply: z.object({ stated: z.number().int().nullable(), stated_note: z.string(), filed: z.number().int(), by_level: z.array(z.object({ level: Level, n: z.number().int() })), mismatches: z.array(Mismatch) }) },
  state_filed: { ...m, method: 'PUT', path: '/api/mlps/consistency', summary: '填写对外申报的已备案数', body: z.object({ stated: z.number().int().min(0).max(100_000).nullable(), note: Text(300, 0) }), reply: Done },
  plan: { ...r, method: 'GET', path: '/api/mlps/plan', summary: '等保年度计划', query: z.object({ year: z.coerce.number().int().min(2000).max(2100), unit_id: Id.optional() }), reply: z.object({ rows: z.array(PlanRow), done: z.number().int(), ungraded: z.number().int() }) },
  make_plan: { ...m, method: 'POST', path: '/api/mlps/plan', summary: '按到期事项生成年度计划', body: z.object({ year: z.number().int().min(2000).max(2100) }), reply: z.object({ added: z.number().int() }) },
  add_plan: { ...m, method: 'POST', path: '/api/mlps/plan/rows', summary: '增加计划', status: 201, body: z.object({ year: z.number().int().min(2000).max(2100), object_id: Id, kind: z.enum(planKinds), due_on: DateOnly, responsible: Text(60, 0).optional(), note: Text(300, 0).optional() }), reply: z.object({ id: Id }) },
  update_plan: { ...m, method: 'PATCH', path: '/api/mlps/plan/rows/{id}', summary: '修改计划', params: byId, body: z.object({ version: z.number().int(), due_on: DateOnly.optional(), responsible: Text(60, 0).optional(), note: Text(300, 0).optional() }), reply: Done },
  remove_plan: { ...m, method: 'DELETE', path: '/api/mlps/plan/rows/{id}', summary: '删除计划', params: byId, reply: Done },
  export_plan: { ...r, method: 'GET', path: '/api/mlps/plan/export', summary: '导出等保年度计划', audit_read: 'each', query: z.object({ year: z.coerce.number().int().min(2000).max(2100), unit_id: Id.optional() }), reply: download(xlsx) },
  rules: { ...r, method: 'GET', path: '/api/mlps/rules', summary: '等保周期和阈值', reply: z.object({ rules: z.array(Rule), suggestions: z.array(Suggestion) }) },
  save_rules: { ...m, method: 'PUT', path: '/api/mlps/rules', summary: '修改等保周期和阈值', body: z.object({ rules: z.array(z.object({ key: z.enum(ruleKeys), value: z.number().int().min(0).max(1000) })).max(40) }), reply: Done },
  save_suggestions: { ...m, method: 'PUT', path: '/api/mlps/suggestions', summary: '修改行业建议等级', body: z.object({ suggestions: z.array(Suggestion).max(200) }), reply: Done },
});
