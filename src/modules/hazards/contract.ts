import * as z from 'zod';
import { StoredFile } from '../../kernel/files/contract.ts';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Text } from '../../kernel/http/route.ts';

export const severities = ['critical', 'high', 'medium', 'low'] as const;
/** 待核实 已确认 已通报 已签收 整改中 已反馈 复测中 待复测确认 待批准 不整改 已关停 已清零. */
export const hazardStates = ['to_verify', 'confirmed', 'notified', 'signed', 'fixing', 'reported', 'retesting', 'absent', 'to_approve', 'dismissed', 'shut', 'cleared'] as const;
export const hazardActions = ['confirm', 'notify', 'sign', 'start', 'report', 'recall', 'retest', 'pass', 'fail', 'not_seen', 'seen_again', 'seen_still', 'ask_dismiss', 'dismiss', 'refuse', 'revive', 'shut', 'unnotify'] as const;
/** Moves that a person makes by a button; the others belong to imports, notices and jobs. */
export const handActions = ['confirm', 'sign', 'start', 'report', 'recall', 'retest', 'pass', 'fail', 'ask_dismiss', 'dismiss', 'refuse', 'revive'] as const;
export const dismissals = ['false_positive', 'accepted'] as const;
export const sources = ['scan', 'manual', 'superior', 'self_check', 'inspection', 'check', 'alert'] as const;
export const importStates = ['waiting', 'reading', 'mapping', 'done', 'failed', 'cancelled'] as const;
export const sorts = ['due', 'severity', 'newest'] as const;

export const hazardFilter = {
  q: z.string().trim().max(100).optional(), unit_id: Id.optional(), system_id: Id.optional(), problem_id: Id.optional(), import_id: Id.optional(), state: z.enum(hazardStates).optional(), severity: z.enum(severities).optional(), source: z.enum(sources).optional(),
  open: z.enum(['true', 'false']).optional(), overdue: z.enum(['true']).optional(), owned: z.enum(['true', 'false']).optional(), reopened: z.enum(['true']).optional(), sort: z.enum(sorts).optional(),
};
export const HazardRow = z.object({
  id: Id, number: z.string(), title: z.string(), severity: z.enum(severities), state: z.enum(hazardStates), unit_id: Id, unit_name: z.string(), system_id: Id.nullable(), system_name: z.string().nullable(), owned: z.boolean(), host: z.string(), ip: z.string().nullable(), port: z.number().int().nullable(), path: z.string().nullable(), parameter: z.string().nullable(),
  due_on: DateOnly.nullable(), overdue: z.boolean(), rounds: z.number().int(), reopened: z.number().int(), first_seen_at: z.string(), last_seen_at: z.string(), version: z.number().int(),
}).meta({ id: 'HazardRow' });
const Event = z.object({ id: Id, at: z.string(), action: z.string(), actor_name: z.string(), from_state: z.string().nullable(), to_state: z.string().nullable(), note: z.string().nullable(), files: z.array(z.object({ id: Id, name: z.string(), size_bytes: z.number().int() })) });
export const Hazard = HazardRow.extend({
  problem_id: Id, scanner: z.string(), rule_id: z.string(), cve: z.array(z.string()), cwe: z.array(z.string()), description: z.string(), remedy: z.string(), refs: z.array(z.string()), score: z.number().nullable(), protocol: z.string().nullable(), source: z.enum(sources), evidence: z.string(), place: z.string(), sightings: z.number().int(), feedback: z.string().nullable(), dismissal: z.enum(dismissals).nullable(), dismissed_until: DateOnly.nullable(), notified_at: z.string().nullable(), cleared_at: z.string().nullable(),
  can: z.array(z.enum(hazardActions)), can_attach: z.boolean(), can_extend: z.boolean(), can_decide_extension: z.boolean(), files: z.array(z.object({ id: Id, name: z.string(), size_bytes: z.number().int(), handed_in: z.boolean() })), timeline: z.array(Event),
  extension: z.object({ id: Id, requested_due_on: DateOnly, reason: z.string(), state: z.enum(['pending', 'approved', 'rejected']), requested_by: z.string(), created_at: z.string(), measures: z.string(), responsible: z.string(), milestones: z.string(), expert_opinion: z.string() }).nullable(),
  seen: z.array(z.object({ import_id: Id, name: z.string(), at: z.string(), place: z.string() })), notices: z.array(z.object({ id: Id, number: z.string(), kind: z.string(), issued_at: z.string() })),
}).meta({ id: 'Hazard' });
const Counts = z.object({ observations: z.number().int(), instances: z.number().int(), problems: z.number().int(), hosts: z.number().int(), kept: z.number().int(), below: z.number().int(), added: z.number().int(), seen_again: z.number().int(), reopened: z.number().int(), absent: z.number().int(), unowned: z.number().int(), claims: z.number().int(), refusals: z.number().int(), suppressed: z.number().int(), merged: z.number().int() }).partial();
/** What a column of a table that no reader knows may be. */
export const columnFields = ['title', 'severity', 'system', 'unit', 'url', 'host', 'ip', 'port', 'protocol', 'parameter', 'description', 'remedy', 'evidence', 'due', 'cve', 'ruleId'] as const;
export const mappedSources = ['superior', 'scan', 'self_check', 'inspection'] as const;
const Columns = z.array(z.enum(columnFields).nullable()).max(60);
const FoundTable = z.object({ signature: z.string(), place: z.string(), titles: z.array(z.string()), rows: z.array(z.object({ place: z.string(), cells: z.array(z.string()) })), columns: Columns });
const Chosen = z.object({ tables: z.array(z.object({ signature: z.string().max(64), columns: Columns })).min(1).max(200) });
export const ScanImport = z.object({ id: Id, name: z.string(), size_bytes: z.number(), least: z.enum(severities), state: z.enum(importStates), read_bytes: z.number(), format: z.string().nullable(), scanner: z.string().nullable(), counts: Counts, refused: z.array(z.object({ place: z.string(), why: z.string() })), error: z.string().nullable(), scanned: z.string(), close_absent: z.boolean(), created_by_name: z.string(), created_at: z.string(), finished_at: z.string().nullable(), /** While it waits for a person to say what the columns are: the tables, with their first rows. */ tables: z.array(FoundTable) }).meta({ id: 'ScanImport' });
const Limit = z.object({ severity: z.enum(severities), important: z.boolean(), days: z.number().int().min(1).max(365), kind: z.enum(['working', 'calendar']) });
const Move = z.object({ version: z.number().int(), action: z.enum(handActions), note: Text(2000, 0).optional(), dismissal: z.enum(dismissals).optional(), until: DateOnly.optional() });
const UnitFigures = z.object({ unit_id: Id, unit_name: z.string(), total: z.number().int(), open: z.number().int(), cleared: z.number().int(), overdue: z.number().int(), critical: z.number().int(), high: z.number().int() });
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const hazards = defineRoutes('hazards', {
  list: { method: 'GET', path: '/api/hazards', summary: '隐患清单', permission: 'hazard.read', query: z.object({ ...hazardFilter, after: z.string().max(200).optional(), size: z.coerce.number().int().min(1).max(200).default(50) }), reply: z.object({ items: z.array(HazardRow), next: z.string().nullable(), total: z.number().int().nullable() }) },
  export: { method: 'GET', path: '/api/hazards/export', summary: '导出隐患清单', permission: 'hazard.read', audit_read: 'each', query: z.object(hazardFilter), reply: download(xlsx) },
  problems: { method: 'GET', path: '/api/hazards/problems', summary: '按问题看', permission: 'hazard.read', query: z.object({ q: z.string().trim().max(100).optional(), severity: z.enum(severities).optional() }), reply: z.array(z.object({ id: Id, title: z.string(), scanner: z.string(), rule_id: z.string(), severity: z.string(), cve: z.array(z.string()), total: z.number().int(), open: z.number().int(), cleared: z.number().int(), units: z.number().int() })) },
  figures: { method: 'GET', path: '/api/hazards/figures', summary: '隐患总览', permission: 'hazard.read', reply: z.object({ open: z.number().int(), overdue: z.number().int(), cleared: z.number().int(), total: z.number().int(), unowned: z.number().int(), to_verify: z.number().int(), reopened: z.number().int(), mean_days: z.number().nullable(), by_severity: z.array(z.object({ severity: z.enum(severities), open: z.number().int(), cleared: z.number().int() })), by_state: z.array(z.object({ state: z.enum(hazardStates), n: z.number().int() })), units: z.array(UnitFigures), trend: z.array(z.object({ week: DateOnly, found: z.number().int(), cleared: z.number().int() })) }) },
  limits: { method: 'GET', path: '/api/hazards/limits', summary: '整改时限', permission: 'hazard.read', reply: z.array(Limit) },
  save_limits: { method: 'PUT', path: '/api/hazards/limits', summary: '修改整改时限', permission: 'hazard.manage', body: z.array(Limit).max(8), reply: z.array(Limit) },
  create: { method: 'POST', path: '/api/hazards', summary: '登记隐患', permission: 'hazard.manage', status: 201, body: z.object({ title: Text(300), severity: z.enum(severities), source: z.enum(['manual', 'superior', 'self_check', 'inspection']), system_id: Id.nullable().optional(), unit_id: Id.nullable().optional(), where: Text(500, 0).optional(), description: Text(4000, 0).optional(), remedy: Text(4000, 0).optional(), evidence: Text(4000, 0).optional() }), reply: z.object({ id: Id }) },
  template: { method: 'GET', path: '/api/hazards/template', summary: '隐患清单模板', permission: 'hazard.manage', reply: download(xlsx) },
  imports: { method: 'GET', path: '/api/hazards/imports', summary: '扫描报告导入记录', permission: 'hazard.manage', reply: z.array(ScanImport) },
  import: { method: 'GET', path: '/api/hazards/imports/{id}', summary: '一次导入', permission: 'hazard.manage', params: byId, reply: ScanImport },
  upload: { method: 'POST', path: '/api/hazards/imports', summary: '上传扫描报告', permission: 'hazard.manage', status: 201, query: z.object({ /** Lesser ones are counted, not registered. */ least: z.enum(severities).default('low'), close_absent: z.enum(['true', 'false']).default('true') }), body: multipart(z.object({}), 600 << 20), reply: ScanImport },
  cancel_import: { method: 'POST', path: '/api/hazards/imports/{id}/cancel', summary: '停止导入', permission: 'hazard.manage', params: byId, reply: ScanImport },
  preview_columns: { method: 'POST', path: '/api/hazards/imports/{id}/preview', summary: '按所选的列预览', permission: 'hazard.manage', params: byId, body: Chosen, reply: z.object({ rows: z.array(z.object({ place: z.string(), title: z.string(), severity: z.enum([...severities, 'info']), where: z.string(), system: z.string(), unit: z.string(), remedy: z.string() })), refused: z.array(z.object({ place: z.string(), why: z.string() })) }) },
  map_columns: { method: 'POST', path: '/api/hazards/imports/{id}/columns', summary: '指定各列含义并导入', permission: 'hazard.manage', params: byId, body: Chosen.extend({ source: z.enum(mappedSources).default('superior'), remember: z.boolean().default(true) }), reply: ScanImport },
  move_many: { method: 'POST', path: '/api/hazards/moves', summary: '批量办理', permission: 'hazard.manage', body: z.object({ action: z.enum(['confirm', 'retest', 'pass']), note: Text(500, 0).optional(), moves: z.array(z.object({ id: Id, version: z.number().int() })).min(1).max(2000) }), reply: z.object({ moved: z.number().int() }) },
  assign: { method: 'POST', path: '/api/hazards/assign', summary: '指定责任单位和系统', permission: 'hazard.manage', body: z.object({ ids: z.array(Id).min(1).max(2000), unit_id: Id, system_id: Id.nullable() }), reply: z.object({ moved: z.number().int() }) },
  get: { method: 'GET', path: '/api/hazards/{id}', summary: '一处隐患', permission: 'hazard.read', params: byId, reply: Hazard },
  move: { method: 'POST', path: '/api/hazards/{id}/move', summary: '签收、反馈、复测、清零、退回', permission: 'hazard.read', params: byId, body: Move, reply: Hazard },
  attach: { method: 'POST', path: '/api/hazards/{id}/files', summary: '上传整改佐证', permission: 'hazard.answer', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  detach: { method: 'DELETE', path: '/api/hazards/{id}/files/{file_id}', summary: '撤回佐证', permission: 'hazard.answer', params: z.object({ id: Id, file_id: Id }), reply: Done },
  ask_extension: { method: 'POST', path: '/api/hazards/{id}/extension', summary: '申请延期，附整改计划', permission: 'hazard.answer', params: byId, body: z.object({ due_on: DateOnly, reason: Text(500), measures: Text(2000), responsible: Text(120), milestones: Text(2000), expert_opinion: Text(2000, 0).optional() }), reply: Hazard },
  decide_extension: { method: 'POST', path: '/api/hazards/{id}/extension/decide', summary: '审批延期', permission: 'hazard.manage', params: byId, body: z.object({ extension_id: Id, approve: z.boolean(), note: Text(500, 0).optional() }), reply: Hazard },
});
