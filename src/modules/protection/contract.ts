import * as z from 'zod';
import { StoredFile } from '../../kernel/files/contract.ts';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Paging, Text } from '../../kernel/http/route.ts';
import { faultKinds, measureStates } from './kinds-contract.ts';
import { measures } from './measures.ts';

export { faultKinds, measureStates } from './kinds-contract.ts';
export { functions, measures, type Measure, type MeasureKey } from './measures.ts';
export const frequencies = ['realtime', 'daily', 'weekly', 'monthly'] as const;
export const backupEvents = ['run', 'drill'] as const;
export const accountLayers = ['application', 'host', 'database', 'device'] as const;
/** 管理员, 普通, 服务公司, 程序. */
export const accountKinds = ['admin', 'ordinary', 'vendor', 'service'] as const;
export const logKinds = ['os', 'application', 'access', 'database', 'network'] as const;
export const policyEvents = ['change', 'review', 'end'] as const;
export const protectionLists = ['measures', 'backups', 'accounts', 'logs', 'policies', 'faults'] as const;
/** Days, months and lengths that the office may change, with the least and the most. */
export const rules = { measure_days: [30, 1095], drill_months: [1, 36], review_months: [1, 24], password_days: [0, 730], password_length: [8, 32], password_kinds: [1, 4], log_days: [180, 3650], web_log_days: [180, 3650], policy_months: [1, 36] } as const satisfies Record<string, readonly [number, number]>;
export type RuleKey = keyof typeof rules;

const keys = measures.map((m) => m.key);
const FileRef = z.object({ id: Id, name: z.string(), size_bytes: z.number().int() });
const Standing = z.object({ id: Id, measure: z.string(), state: z.enum(measureStates), note: z.string(), checked_on: DateOnly, by_name: z.string(), stale: z.boolean(), files: z.array(FileRef) });
const ofSystem = { system_id: Id, system_name: z.string(), unit_id: Id, unit_name: z.string(), can_write: z.boolean(), version: z.number().int() };
export const ProtectedSystem = z.object({ id: Id, name: z.string(), unit_id: Id, unit_name: z.string(), states: z.array(Standing), can_write: z.boolean() }).meta({ id: 'ProtectedSystem' });
const Cover = z.object({ measure: z.string(), yes: z.number().int(), partly: z.number().int(), no: z.number().int(), na: z.number().int(), unknown: z.number().int() });
export const BackupPlan = z.object({ id: Id, ...ofSystem, what: z.string(), frequency: z.enum(frequencies), medium: z.string(), place: z.string(), offsite: z.boolean(), keep_days: z.number().int(), responsible: z.string(), last_ok_on: DateOnly.nullable(), last_drill_on: DateOnly.nullable(), late: z.boolean(), drill_late: z.boolean(), files: z.array(FileRef), events: z.array(z.object({ kind: z.enum(backupEvents), on_day: DateOnly, ok: z.boolean(), note: z.string(), by_name: z.string() })) }).meta({ id: 'BackupPlan' });
export const SystemAccount = z.object({ id: Id, ...ofSystem, layer: z.enum(accountLayers), kind: z.enum(accountKinds), name: z.string(), person_id: Id.nullable(), holder: z.string(), firm: z.string(), rights: z.string(), valid_until: DateOnly.nullable(), password_changed_on: DateOnly.nullable(), shared: z.boolean(), ended_on: DateOnly.nullable(), ended_note: z.string(), faults: z.array(z.enum(faultKinds)), files: z.array(FileRef) }).meta({ id: 'SystemAccount' });
export const LogKeeping = z.object({ id: Id, ...ofSystem, what: z.enum(logKinds), place: z.string(), keep_days: z.number().int(), backed_up: z.boolean(), due_days: z.number().int(), short: z.boolean() }).meta({ id: 'LogKeeping' });
export const SecurityPolicy = z.object({ id: Id, unit_id: Id, unit_name: z.string(), name: z.string(), zone: z.string(), content: z.string(), effective_on: DateOnly, last_review_on: DateOnly.nullable(), review_by: DateOnly, late: z.boolean(), ended_on: DateOnly.nullable(), can_write: z.boolean(), version: z.number().int(), files: z.array(FileRef), events: z.array(z.object({ kind: z.enum(policyEvents), on_day: DateOnly, note: z.string(), approved_by: z.string(), by_name: z.string() })) }).meta({ id: 'SecurityPolicy' });
const Fault = z.object({ kind: z.enum(faultKinds), system_id: Id.nullable(), unit_id: Id, unit_name: z.string(), what: z.string() });
const Rules = z.object(Object.fromEntries(Object.entries(rules).map(([k, [least, most]]) => [k, z.number().int().min(least).max(most)])) as Record<RuleKey, z.ZodNumber>);

const backup = { what: Text(200), frequency: z.enum(frequencies), medium: Text(120, 0).optional(), place: Text(200, 0).optional(), offsite: z.boolean().default(false), keep_days: z.number().int().min(1).max(36_500), responsible: Text(60, 0).optional() };
const account = { layer: z.enum(accountLayers), kind: z.enum(accountKinds), name: Text(120), person_id: Id.nullable().optional(), holder: Text(60, 0).optional(), firm: Text(120, 0).optional(), rights: Text(500, 0).optional(), valid_until: DateOnly.nullable().optional(), password_changed_on: DateOnly.nullable().optional(), shared: z.boolean().default(false) };
const log = { what: z.enum(logKinds), place: Text(200, 0).optional(), keep_days: z.number().int().min(0).max(36_500), backed_up: z.boolean().default(false) };
const policy = { name: Text(120), zone: Text(200, 0).optional(), content: Text(4000, 0).optional(), effective_on: DateOnly };
const version = { version: z.number().int() };
const filter = z.object({ system_id: Id.optional(), unit_id: Id.optional() });
const attachment = multipart(z.object({}), 50 << 20);
const standing = z.object({ states: z.array(z.object({ measure: z.enum(keys), state: z.enum(measureStates), note: Text(500, 0).optional() })).min(1).max(60) });
const Made = z.object({ id: Id });

export const protection = defineRoutes('protection', {
  measures: { method: 'GET', path: '/api/protection/measures', summary: '防护措施：各系统落实情况与覆盖率', permission: 'protection.read', query: Paging.extend({ system_id: Id.optional(), unit_id: Id.optional(), q: z.string().trim().max(100).optional(), measure: z.string().max(40).optional(), state: z.enum([...measureStates, 'unknown']).optional() }), reply: z.object({ items: z.array(ProtectedSystem), total: z.number().int(), page: z.number().int(), size: z.number().int(), cover: z.array(Cover), organisation: z.array(Standing) }) },
  set_measures: { method: 'PUT', path: '/api/protection/systems/{id}/measures', summary: '登记系统防护措施', permission: 'protection.write', params: byId, body: standing, reply: Done },
  attach_measure: { method: 'POST', path: '/api/protection/measures/{id}/files', summary: '上传防护措施佐证', permission: 'protection.write', params: byId, status: 201, body: attachment, reply: StoredFile },
  set_own_measures: { method: 'PUT', path: '/api/protection/organisation', summary: '登记全局防护措施（三化六防等）', permission: 'protection.manage', body: standing, reply: Done },
  backups: { method: 'GET', path: '/api/protection/backups', summary: '备份登记', permission: 'protection.read', query: filter, reply: z.array(BackupPlan) },
  create_backup: { method: 'POST', path: '/api/protection/backups', summary: '登记备份', permission: 'protection.write', status: 201, body: z.object({ system_id: Id, ...backup }), reply: Made },
  update_backup: { method: 'PUT', path: '/api/protection/backups/{id}', summary: '修改备份登记', permission: 'protection.write', params: byId, body: z.object({ ...backup, ...version }), reply: Done },
  remove_backup: { method: 'DELETE', path: '/api/protection/backups/{id}', summary: '删除备份登记', permission: 'protection.write', params: byId, reply: Done },
  note_backup: { method: 'POST', path: '/api/protection/backups/{id}/events', summary: '登记备份执行或恢复演练', permission: 'protection.write', params: byId, body: z.object({ kind: z.enum(backupEvents), on_day: DateOnly, ok: z.boolean(), note: Text(500, 0).optional() }), reply: Done },
  attach_backup: { method: 'POST', path: '/api/protection/backups/{id}/files', summary: '上传备份与演练佐证', permission: 'protection.write', params: byId, status: 201, body: attachment, reply: StoredFile },
  accounts: { method: 'GET', path: '/api/protection/accounts', summary: '账号权限台账', permission: 'protection.read', audit_read: 'hourly', query: filter.extend({ ended: z.enum(['true']).optional() }), reply: z.object({ accounts: z.array(SystemAccount), reviews: z.array(z.object({ system_id: Id, on_day: DateOnly, accounts: z.number().int(), note: z.string(), by_name: z.string() })) }) },
  create_account: { method: 'POST', path: '/api/protection/accounts', summary: '登记系统账号', permission: 'protection.write', status: 201, body: z.object({ system_id: Id, ...account }), reply: Made },
  update_account: { method: 'PUT', path: '/api/protection/accounts/{id}', summary: '修改系统账号登记', permission: 'protection.write', params: byId, body: z.object({ ...account, ...version }), reply: Done },
  end_account: { method: 'POST', path: '/api/protection/accounts/{id}/end', summary: '账号停用', permission: 'protection.write', params: byId, body: z.object({ ended_on: DateOnly, note: Text(300), ...version }), reply: Done },
  attach_account: { method: 'POST', path: '/api/protection/accounts/{id}/files', summary: '上传保密协议等', permission: 'protection.write', params: byId, status: 201, body: attachment, reply: StoredFile },
  review_accounts: { method: 'POST', path: '/api/protection/systems/{id}/account-review', summary: '账号权限复核', permission: 'protection.write', params: byId, body: z.object({ note: Text(500) }), reply: Done },
  logs: { method: 'GET', path: '/api/protection/logs', summary: '日志留存', permission: 'protection.read', query: filter, reply: z.array(LogKeeping) },
  create_log: { method: 'POST', path: '/api/protection/logs', summary: '登记日志留存', permission: 'protection.write', status: 201, body: z.object({ system_id: Id, ...log }), reply: Made },
  update_log: { method: 'PUT', path: '/api/protection/logs/{id}', summary: '修改日志留存', permission: 'protection.write', params: byId, body: z.object({ ...log, ...version }), reply: Done },
  remove_log: { method: 'DELETE', path: '/api/protection/logs/{id}', summary: '删除日志留存', permission: 'protection.write', params: byId, reply: Done },
  policies: { method: 'GET', path: '/api/protection/policies', summary: '安全策略台账', permission: 'protection.read', query: z.object({ unit_id: Id.optional() }), reply: z.array(SecurityPolicy) },
  create_policy: { method: 'POST', path: '/api/protection/policies', summary: '登记安全策略', permission: 'protection.write', status: 201, body: z.object({ unit_id: Id, ...policy }), reply: Made },
  note_policy: { method: 'POST', path: '/api/protection/policies/{id}/events', summary: '策略变更、复核或停用', permission: 'protection.write', params: byId, body: z.object({ kind: z.enum(policyEvents), on_day: DateOnly, note: Text(1000), approved_by: Text(60, 0).optional(), content: Text(4000, 0).optional(), ...version }), reply: Done },
  attach_policy: { method: 'POST', path: '/api/protection/policies/{id}/files', summary: '上传策略文件', permission: 'protection.write', params: byId, status: 201, body: attachment, reply: StoredFile },
  faults: { method: 'GET', path: '/api/protection/faults', summary: '防护待办：哪些不合要求', permission: 'protection.read', query: filter.extend({ kind: z.enum(faultKinds).optional() }), reply: z.object({ faults: z.array(Fault), counts: z.array(z.object({ kind: z.enum(faultKinds), n: z.number().int() })), systems: z.number().int(), whole: z.number().int() }) },
  rules: { method: 'GET', path: '/api/protection/rules', summary: '防护期限与口令规则', permission: 'protection.read', reply: Rules },
  save_rules: { method: 'PUT', path: '/api/protection/rules', summary: '修改防护期限与口令规则', permission: 'protection.manage', body: Rules, reply: Rules },
  export: { method: 'GET', path: '/api/protection/export/{list}', summary: '导出技术防护各表', permission: 'protection.read', audit_read: 'each', params: z.object({ list: z.enum(protectionLists) }), query: filter, reply: download('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet') },
});
