import * as z from 'zod';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Paging, pageOf, Text } from '../../kernel/http/route.ts';

export const systemKinds = ['website', 'system', 'app', 'official_account', 'mini_program', 'other'] as const;
export const importances = ['key', 'important', 'general'] as const;
/** 拟建, 在线, 关停, 注销. */
export const systemStates = ['planned', 'online', 'shut', 'cancelled'] as const;
/** 互联网, 校园网, 内网专用. */
export const networkZones = ['internet', 'campus', 'internal'] as const;
/** What a list of systems is narrowed to. `exposed`: must stay in the internal network and does not; `outside_suspected`: stands outside the own domains and ranges, and is not marked so. */
export const systemMarks = ['special', 'exposed', 'cii', 'outside', 'outside_suspected', 'in_group', 'not_in_group'] as const;
export const stateMoves = ['go_online', 'shut', 'restore', 'cancel'] as const;
export const claimStates = ['open', 'claimed', 'to_block', 'blocked', 'dropped'] as const;

const systemFields = {
  name: Text(120), kind: z.enum(systemKinds), unit_id: Id, operating_unit_id: Id.nullable(), using_unit_id: Id.nullable(), manager_id: Id.nullable(), operator: Text(120, 0), operator_contact: Text(60, 0), operator_phone: Text(40, 0), purpose: Text(1000, 0), users: Text(300, 0), data_held: Text(1000, 0), location: Text(300, 0),
  /** Ports it is registered to open, as written: `443, 8080-8090`. */
  ports: z.string().trim().max(500).regex(/^(?:\d{1,5}(?:\s*-\s*\d{1,5})?(?:\s*[,，、;；\s]\s*|$))*$/, '端口写成数字或范围，用逗号分开，如 443, 8080-8090'),
  importance: z.enum(importances), mlps_level: z.number().int().min(1).max(5).nullable(), /** 不定级的理由, where it needs no level. */ ungraded_reason: Text(300, 0), outside: z.boolean(), icp_number: Text(60, 0), police_number: Text(60, 0), network_zone: z.enum(['', ...networkZones]), special: z.boolean(), cii: z.boolean(), site_group: z.boolean().nullable(), breach_effect: Text(1000, 0), middleware: Text(300, 0),
  /** Domains, addresses and ranges, each as written. */
  places: z.array(Text(200)).max(200),
};
export const SystemRow = z.object({
  id: Id, name: z.string(), kind: z.enum(systemKinds), unit_id: Id, unit_name: z.string(), manager_name: z.string().nullable(), operator: z.string(), importance: z.enum(importances), mlps_level: z.number().int().nullable(), ungraded_reason: z.string(), outside: z.boolean(), state: z.enum(systemStates), network_zone: z.enum(['', ...networkZones]), special: z.boolean(), cii: z.boolean(), site_group: z.boolean().nullable(), operating_unit_name: z.string().nullable(), using_unit_name: z.string().nullable(), /** Places under none of the own domains and in none of the ranges: 双非 suggested. */ outside_places: z.array(z.string()), places: z.array(z.string()), gaps: z.array(z.string()), version: z.number().int(),
}).meta({ id: 'InfoSystemRow' });
export const System = SystemRow.extend({
  operating_unit_id: Id.nullable(), using_unit_id: Id.nullable(), breach_effect: z.string(), middleware: z.string(), /** Servers, databases and the rest that are linked to it. */ linked: z.array(z.object({ id: Id, ledger: z.string(), name: z.string() })), manager_id: Id.nullable(), manager_phone: z.string().nullable(), operator_contact: z.string(), operator_phone: z.string(), purpose: z.string(), users: z.string(), data_held: z.string(), location: z.string(), ports: z.string(), icp_number: z.string(), police_number: z.string(), /** Numbers that are not asked for: the filing is not needed. */ exempt: z.array(z.string()),
  state_reason: z.string(), state_paper: z.string(), state_on: DateOnly.nullable(), can_write: z.boolean(), can_manage: z.boolean(),
  history: z.array(z.object({ at: z.string(), by_name: z.string(), field: z.string(), before: z.string(), after: z.string() })),
}).meta({ id: 'InfoSystem' });
export const Range = z.object({ id: Id, unit_id: Id, unit_name: z.string(), written: z.string(), note: z.string() }).meta({ id: 'UnitRange' });
export const Claim = z.object({ id: Id, host: z.string(), ip: z.string().nullable(), found_by: z.string(), found_at: z.string(), last_seen_at: z.string(), unit_id: Id.nullable(), unit_name: z.string().nullable(), state: z.enum(claimStates), system_id: Id.nullable(), system_name: z.string().nullable(), declined: z.number().int(), note: z.string(), hazards: z.number().int(), can_claim: z.boolean(), version: z.number().int() }).meta({ id: 'AssetClaim' });
const filter = { q: z.string().trim().max(100).optional(), unit_id: Id.optional(), kind: z.enum(systemKinds).optional(), state: z.enum(systemStates).optional(), importance: z.enum(importances).optional(), gaps: z.enum(['true']).optional(), zone: z.enum(networkZones).optional(), mark: z.enum(systemMarks).optional() };
export const SheetDiff = z.object({ token: Id.nullable(), added: z.number().int(), changed: z.number().int(), same: z.number().int(), errors: z.array(z.object({ row: z.number().int(), column: z.string(), message: z.string() })), changes: z.array(z.object({ name: z.string(), fields: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })) })) });
export const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const assets = defineRoutes('assets', {
  systems: { method: 'GET', path: '/api/systems', summary: '系统台账', permission: 'asset.read', query: Paging.extend(filter), reply: pageOf(SystemRow) },
  export_systems: { method: 'GET', path: '/api/systems/export', summary: '导出系统台账（也是导入模板）', permission: 'asset.read', audit_read: 'each', query: z.object({ ...filter, template: z.enum(['true']).optional() }), reply: download(xlsx) },
  import_check: { method: 'POST', path: '/api/systems/import', summary: '核对要导入的系统台账', permission: 'asset.write', body: multipart(z.object({}), 20 << 20), reply: SheetDiff },
  import_apply: { method: 'POST', path: '/api/systems/import/{token}', summary: '写入核对过的系统台账', permission: 'asset.write', params: z.object({ token: Id }), reply: z.object({ added: z.number().int(), changed: z.number().int() }) },
  create_system: { method: 'POST', path: '/api/systems', summary: '登记系统', permission: 'asset.write', status: 201, body: z.object(systemFields).partial().required({ name: true, kind: true, unit_id: true }).extend({ /** One that runs already is registered as it is; a new one goes online by its own step. */ state: z.enum(['planned', 'online']).optional() }), reply: System },
  system: { method: 'GET', path: '/api/systems/{id}', summary: '一个系统', permission: 'asset.read', params: byId, reply: System },
  update_system: { method: 'PATCH', path: '/api/systems/{id}', summary: '修改系统', permission: 'asset.write', params: byId, body: z.object(systemFields).partial().extend({ version: z.number().int() }), reply: System },
  move_system: { method: 'POST', path: '/api/systems/{id}/state', summary: '上线、关停、恢复或注销', permission: 'asset.manage', params: byId, body: z.object({ version: z.number().int(), action: z.enum(stateMoves), reason: Text(500), paper: Text(120, 0).optional() }), reply: System },
  duplicates: { method: 'GET', path: '/api/systems/duplicates', summary: '疑似重复登记', permission: 'asset.read', reply: z.array(z.object({ why: z.enum(['name', 'place']), what: z.string(), systems: z.array(z.object({ id: Id, name: z.string(), unit_name: z.string() })) })) },
  own_domains: { method: 'GET', path: '/api/own-domains', summary: '本单位域名', permission: 'asset.read', reply: z.array(z.string()) },
  save_own_domains: { method: 'PUT', path: '/api/own-domains', summary: '修改本单位域名', permission: 'asset.manage', body: z.object({ domains: z.array(Text(200)).max(100) }), reply: z.array(z.string()) },
  ranges: { method: 'GET', path: '/api/ranges', summary: '单位地址段', permission: 'asset.read', reply: z.array(Range) },
  create_range: { method: 'POST', path: '/api/ranges', summary: '登记单位地址段', permission: 'asset.manage', status: 201, body: z.object({ unit_id: Id, written: Text(100), note: Text(200, 0).optional() }), reply: Range },
  remove_range: { method: 'DELETE', path: '/api/ranges/{id}', summary: '删除单位地址段', permission: 'asset.manage', params: byId, reply: Done },
  claims: { method: 'GET', path: '/api/claims', summary: '待认领的地址', permission: 'asset.read', query: z.object({ state: z.enum(claimStates).optional() }), reply: z.array(Claim) },
  claim: { method: 'POST', path: '/api/claims/{id}/claim', summary: '认领：归入一个系统', permission: 'asset.write', params: byId, body: z.object({ version: z.number().int(), system_id: Id.nullable(), new_name: Text(120, 0).optional(), unit_id: Id }), reply: Done },
  decline_claim: { method: 'POST', path: '/api/claims/{id}/decline', summary: '不是本单位的', permission: 'asset.write', params: byId, body: z.object({ version: z.number().int(), unit_id: Id, note: Text(300, 0).optional() }), reply: Done },
  settle_claim: { method: 'POST', path: '/api/claims/{id}/settle', summary: '指派、封堵或销号', permission: 'asset.manage', params: byId, body: z.object({ version: z.number().int(), action: z.enum(['offer', 'to_block', 'blocked', 'drop']), unit_id: Id.nullable().optional(), note: Text(300, 0).optional() }), reply: Done },
});
