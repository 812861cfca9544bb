import * as z from 'zod';
import { StoredFile } from '../../kernel/files/contract.ts';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Paging, pageOf, Text } from '../../kernel/http/route.ts';
import { systemKinds, systemStates } from '../assets/contract.ts';

/** 待办理 已提交 退回 已备案 待变更 变更已提交 待注销 注销已提交 已注销 无需办理. */
export const filingStates = ['todo', 'submitted', 'returned', 'filed', 'change_due', 'change_submitted', 'cancel_due', 'cancel_submitted', 'cancelled', 'void'] as const;
export const filingActions = ['submit', 'send_back', 'record', 'no_change', 'close', 'begin_change', 'begin_cancel', 'exempt', 'reopen', 'enter', 'lost', 'drop'] as const;
/** Moves that a person makes by a button; the others follow the ledger. */
export const filingMoves = ['submit', 'send_back', 'record', 'no_change', 'close', 'begin_change', 'begin_cancel', 'exempt', 'reopen'] as const;
/** 上线, 恢复上线, 重大变更, 下线注销. */
export const applicationKinds = ['go_live', 'restore', 'change', 'retire'] as const;
/** 草稿 待受理 检测中 待审批 已批准 退回 撤回. */
export const applicationStates = ['draft', 'applied', 'testing', 'to_approve', 'approved', 'returned', 'withdrawn'] as const;
export const applicationActions = ['submit', 'accept', 'pass', 'send_back', 'approve', 'withdraw'] as const;
export const checkLists = ['baseline', 'restore', 'closing'] as const;
export const answers = ['yes', 'no', 'na'] as const;
export const reportKinds = ['new', 'closed', 'shut', 'restored', 'changed'] as const;
/** What the run check finds. */
export const findings = ['not_filed', 'no_number', 'filed_not_running', 'odd_number', 'expired', 'not_cancelled', 'change_late', 'no_proof'] as const;
/** Fields of a system whose change makes a filing wrong. */
export const changeFields = ['unit_id', 'name', 'places', 'operating_unit_id', 'manager_id', 'operator', 'purpose', 'location', 'kind', 'ports'] as const;
export const dueKinds = ['filing', 'before_online', 'expiry'] as const;

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const int = z.number().int();
const File = z.object({ id: Id, name: z.string(), size_bytes: int, handed_in: z.boolean() });
const Event = z.object({ id: Id, at: z.string(), action: z.string(), actor_name: z.string(), from_state: z.string().nullable(), to_state: z.string().nullable(), note: z.string().nullable(), files: z.array(z.object({ id: Id, name: z.string(), size_bytes: int })) });
export const FilingRow = z.object({
  id: Id, kind: z.string(), kind_name: z.string(), system_id: Id, system_name: z.string(), system_kind: z.enum(systemKinds), system_state: z.enum(systemStates), unit_id: Id, unit_name: z.string(), state: z.enum(filingStates), due_on: DateOnly.nullable(), overdue: z.boolean(), before_online: z.boolean(),
  number: z.string(), number_odd: z.boolean(), subject: z.string(), filed_on: DateOnly.nullable(), approved_on: DateOnly.nullable(), expires_on: DateOnly.nullable(), duty: z.string(), files: int, version: int,
}).meta({ id: 'FilingRow' });
const CheckItem = z.object({ list: z.enum(checkLists), key: z.string(), title: z.string(), hint: z.string(), basis: z.string(), gate: z.boolean(), active: z.boolean(), version: int }).meta({ id: 'CheckItem' });
const Answered = z.object({ key: z.string(), title: z.string(), hint: z.string(), basis: z.string(), gate: z.boolean(), answer: z.enum(answers).nullable(), note: z.string(), by_name: z.string().nullable() });
export const Filing = FilingRow.extend({
  basis: z.string(), number_example: z.string(), authority: z.string(), cancelled_on: DateOnly.nullable(), note: z.string(), places: z.array(z.string()), can: z.array(z.enum(filingMoves)), can_write: z.boolean(), attachments: z.array(File), timeline: z.array(Event), /** What must be dealt with before it can be closed; empty where it is not to be. */ closing: z.array(Answered),
}).meta({ id: 'Filing' });
export const FilingKind = z.object({ key: z.string(), name: z.string(), basis: z.string(), system_kinds: z.array(z.enum(systemKinds)), before_online: z.boolean(), due_days: int, change_days: int, cancel_days: int, change_fields: z.array(z.enum(changeFields)), number_pattern: z.string(), number_example: z.string(), ledger_field: z.string().nullable(), active: z.boolean(), version: int }).meta({ id: 'FilingKind' });
export const ApplicationRow = z.object({
  id: Id, number: z.string(), kind: z.enum(applicationKinds), system_id: Id, system_name: z.string(), system_state: z.enum(systemStates), unit_id: Id, unit_name: z.string(), state: z.enum(applicationStates), internet: z.boolean(), planned_on: DateOnly.nullable(), submitted_at: z.string().nullable(), decided_at: z.string().nullable(), decided_by_name: z.string().nullable(), created_at: z.string(), created_by_name: z.string(), version: int,
}).meta({ id: 'SystemApplicationRow' });
export const Application = ApplicationRow.extend({
  content: z.string(), purpose: z.string(), users: z.string(), data_held: z.string(), contact_name: z.string(), contact_phone: z.string(), report_ref: z.string(), tested_on: DateOnly.nullable(), tested_by_name: z.string().nullable(), done_at: z.string().nullable(), list: z.enum(checkLists), checks: z.array(Answered),
  /** What is still missing: `submit` before it can be handed in, `approve` before it can be approved. */
  missing: z.array(z.object({ stops: z.enum(['submit', 'approve']), text: z.string() })),
  filings: z.array(z.object({ id: Id, kind_name: z.string(), state: z.enum(filingStates), number: z.string() })), system: z.object({ mlps_level: int.nullable(), ungraded_reason: z.string(), manager_name: z.string().nullable(), places: z.array(z.string()), ports: z.string() }),
  can: z.array(z.enum(applicationActions)), can_edit: z.boolean(), can_attach: z.boolean(), attachments: z.array(File), timeline: z.array(Event),
}).meta({ id: 'SystemApplication' });
const SystemReport = z.object({ id: Id, system_id: Id, system_name: z.string(), unit_id: Id, unit_name: z.string(), what: z.enum(reportKinds), on_date: DateOnly, reason: z.string(), paper: z.string(), days: int, document: z.object({ id: Id, number: z.string(), title: z.string(), issued_on: DateOnly, file: z.object({ id: Id, name: z.string() }).nullable() }).nullable() }).meta({ id: 'SystemReport' });
const Due = z.object({ id: Id, what: z.enum(dueKinds), kind_name: z.string(), system_id: Id, system_name: z.string(), unit_id: Id, unit_name: z.string(), state: z.enum(filingStates), duty: z.string(), due_on: DateOnly.nullable(), days_left: int.nullable() }).meta({ id: 'FilingDue' });
const Finding = z.object({ finding: z.enum(findings), filing_id: Id, kind_name: z.string(), system_id: Id, system_name: z.string(), system_state: z.enum(systemStates), unit_id: Id, unit_name: z.string(), state: z.enum(filingStates), number: z.string(), due_on: DateOnly.nullable(), overdue: z.boolean() }).meta({ id: 'FilingFinding' });

const filter = { q: z.string().trim().max(100).optional(), unit_id: Id.optional(), system_id: Id.optional(), kind: z.string().max(30).optional(), state: z.enum(filingStates).optional(), owing: z.enum(['true']).optional(), overdue: z.enum(['true']).optional() };
const applicationFilter = { q: z.string().trim().max(100).optional(), unit_id: Id.optional(), system_id: Id.optional(), kind: z.enum(applicationKinds).optional(), state: z.enum(applicationStates).optional(), open: z.enum(['true']).optional() };
const dueFilter = { unit_id: Id.optional(), within: z.coerce.number().int().min(1).max(400).optional() };
const checkFilter = { unit_id: Id.optional(), finding: z.enum(findings).optional() };
const filingFields = { subject: Text(120, 0), authority: Text(120, 0), number: Text(60, 0), filed_on: DateOnly.nullable(), approved_on: DateOnly.nullable(), expires_on: DateOnly.nullable(), note: Text(1000, 0) };
const applicationFields = { content: Text(4000, 0), purpose: Text(1000, 0), users: Text(300, 0), data_held: Text(1000, 0), contact_name: Text(60, 0), contact_phone: Text(40, 0), internet: z.boolean(), planned_on: DateOnly.nullable() };
const Answers = z.object({ answers: z.array(z.object({ key: z.string().max(30), answer: z.enum(answers).nullable(), note: Text(500, 0).optional() })).max(60) });
const withFile = z.object({ id: Id, file_id: Id });

export const filings = defineRoutes('filings', {
  list: { method: 'GET', path: '/api/filings', summary: '备案台账', permission: 'filing.read', query: Paging.extend(filter), reply: pageOf(FilingRow) },
  export: { method: 'GET', path: '/api/filings/export', summary: '导出备案台账', permission: 'filing.read', audit_read: 'each', query: z.object(filter), reply: download(xlsx) },
  figures: { method: 'GET', path: '/api/filings/figures', summary: '备案和上线待办数', permission: 'filing.read', reply: z.object({ owing: int, overdue: int, returned: int, applied: int, testing: int, to_approve: int, reports: int }) },
  due: { method: 'GET', path: '/api/filings/due', summary: '到期清单', permission: 'filing.read', query: z.object(dueFilter), reply: z.object({ items: z.array(Due), units: z.array(z.object({ unit_id: Id, unit_name: z.string(), overdue: int, soon: int, total: int })), overdue: int, soon: int, later: int, before_online: int }) },
  export_due: { method: 'GET', path: '/api/filings/due/export', summary: '导出到期清单', permission: 'filing.read', audit_read: 'each', query: z.object(dueFilter), reply: download(xlsx) },
  check: { method: 'GET', path: '/api/filings/check', summary: '备案系统运行状态核查', permission: 'filing.read', query: z.object(checkFilter), reply: z.object({ on: DateOnly, systems: int, filings: int, counts: z.array(z.object({ finding: z.enum(findings), n: int })), rows: z.array(Finding) }) },
  export_check: { method: 'GET', path: '/api/filings/check/export', summary: '导出运行状态核查表', permission: 'filing.read', audit_read: 'each', query: z.object(checkFilter), reply: download(xlsx) },
  kinds: { method: 'GET', path: '/api/filings/kinds', summary: '备案种类', permission: 'filing.read', reply: z.array(FilingKind) },
  save_kind: { method: 'PUT', path: '/api/filings/kinds/{key}', summary: '增加或修改备案种类', permission: 'filing.manage', params: z.object({ key: z.string().regex(/^[a-z][a-z0-9_]{1,29}$/, '用小写英文字母、数字和下划线') }), body: z.object({ /** Left out for a new one. */ version: int.optional(), name: Text(40), basis: Text(300, 0), system_kinds: z.array(z.enum(systemKinds)), before_online: z.boolean(), due_days: int.min(0).max(365), change_days: int.min(0).max(365), cancel_days: int.min(0).max(365), change_fields: z.array(z.enum(changeFields)), number_pattern: Text(300, 0), number_example: Text(60, 0), active: z.boolean() }), reply: z.array(FilingKind) },
  check_items: { method: 'GET', path: '/api/filings/check-items', summary: '上线、恢复和下线的检查项', permission: 'filing.read', reply: z.array(CheckItem) },
  save_check_item: { method: 'PUT', path: '/api/filings/check-items/{list}/{key}', summary: '增加或修改检查项', permission: 'filing.manage', params: z.object({ list: z.enum(checkLists), key: z.string().regex(/^[a-z][a-z0-9_]{1,29}$/, '用小写英文字母、数字和下划线') }), body: z.object({ version: int.optional(), title: Text(60), hint: Text(200, 0), basis: Text(200, 0), gate: z.boolean(), active: z.boolean() }), reply: z.array(CheckItem) },
  create: { method: 'POST', path: '/api/filings', summary: '登记一项备案', permission: 'filing.write', status: 201, body: z.object({ system_id: Id, kind: z.string().max(30), due_on: DateOnly.nullable().optional() }), reply: Filing },
  get: { method: 'GET', path: '/api/filings/{id}', summary: '一项备案', permission: 'filing.read', params: byId, reply: Filing },
  update: { method: 'PATCH', path: '/api/filings/{id}', summary: '修改备案信息', permission: 'filing.write', params: byId, body: z.object(filingFields).partial().extend({ version: int }), reply: Filing },
  move: { method: 'POST', path: '/api/filings/{id}/move', summary: '提交、取得备案号、变更、注销', permission: 'filing.write', params: byId, body: z.object({ version: int, action: z.enum(filingMoves), note: Text(1000, 0).optional(), number: Text(60, 0).optional(), subject: Text(120, 0).optional(), filed_on: DateOnly.optional(), approved_on: DateOnly.optional(), expires_on: DateOnly.nullable().optional(), cancelled_on: DateOnly.optional() }), reply: Filing },
  answer_closing: { method: 'PUT', path: '/api/filings/{id}/closing', summary: '填写下线检查项', permission: 'filing.write', params: byId, body: Answers, reply: Filing },
  attach: { method: 'POST', path: '/api/filings/{id}/files', summary: '上传备案证明', permission: 'filing.write', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  detach: { method: 'DELETE', path: '/api/filings/{id}/files/{file_id}', summary: '撤回备案证明', permission: 'filing.write', params: withFile, reply: Done },
  form: { method: 'GET', path: '/api/filings/{id}/form', summary: '备案登记表、变更表或注销表', permission: 'filing.read', audit_read: 'each', params: byId, reply: download(docx) },
  reports: { method: 'GET', path: '/api/filings/reports', summary: '书面报备', permission: 'filing.read', query: z.object({ written: z.enum(['true', 'false']).optional() }), reply: z.array(SystemReport) },
  write_report: { method: 'POST', path: '/api/filings/reports', summary: '生成书面报备', permission: 'filing.manage', status: 201, body: z.object({ ids: z.array(Id).min(1, '请选择要报备的系统').max(500), addressee: Text(120, 0).optional(), contact: Text(60, 0).optional(), phone: Text(40, 0).optional() }), reply: z.object({ id: Id, number: z.string(), systems: int, file_id: Id }) },
  drop_report: { method: 'POST', path: '/api/filings/reports/{id}/drop', summary: '不需要报备', permission: 'filing.manage', params: byId, body: z.object({ note: Text(300) }), reply: Done },
});

export const applications = defineRoutes('applications', {
  list: { method: 'GET', path: '/api/applications', summary: '上线、变更和下线申请', permission: 'filing.read', query: Paging.extend(applicationFilter), reply: pageOf(ApplicationRow) },
  export: { method: 'GET', path: '/api/applications/export', summary: '导出申请清单', permission: 'filing.read', audit_read: 'each', query: z.object(applicationFilter), reply: download(xlsx) },
  create: { method: 'POST', path: '/api/applications', summary: '新建申请', permission: 'filing.write', status: 201, body: z.object({ system_id: Id, kind: z.enum(applicationKinds) }), reply: Application },
  get: { method: 'GET', path: '/api/applications/{id}', summary: '一份申请', permission: 'filing.read', params: byId, reply: Application },
  update: { method: 'PATCH', path: '/api/applications/{id}', summary: '填写申请', permission: 'filing.write', params: byId, body: z.object(applicationFields).partial().extend({ version: int }), reply: Application },
  answer: { method: 'PUT', path: '/api/applications/{id}/checks', summary: '填写检查项', permission: 'filing.write', params: byId, body: Answers, reply: Application },
  move: { method: 'POST', path: '/api/applications/{id}/move', summary: '提交、受理、检测、审批、退回、撤回', permission: 'filing.read', params: byId, body: z.object({ version: int, action: z.enum(applicationActions), note: Text(2000, 0).optional(), tested_on: DateOnly.optional(), report_ref: Text(120, 0).optional() }), reply: Application },
  attach: { method: 'POST', path: '/api/applications/{id}/files', summary: '上传检测报告和佐证', permission: 'filing.write', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  detach: { method: 'DELETE', path: '/api/applications/{id}/files/{file_id}', summary: '撤回佐证', permission: 'filing.write', params: withFile, reply: Done },
  form: { method: 'GET', path: '/api/applications/{id}/form', summary: '审批单', permission: 'filing.read', audit_read: 'each', params: byId, reply: download(docx) },
});
