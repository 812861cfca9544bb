import * as z from 'zod';
import { byId, DateOnly, defineRoutes, Done, download, Id, Paging, pageOf, Text } from '../../kernel/http/route.ts';
import { areas, authorisationActions, authorisationStates, grades, listKinds, patrolStates, profileIds, retestStates, runStates, severities, tamperStates, verdicts } from './kinds-contract.ts';
import { checkFigures } from './figures-contract.ts';

export * from './kinds-contract.ts';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const int = z.number().int();

const Port = z.tuple([int.min(1).max(65535), int.min(1).max(65535)]);
const Hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, '时间应为 HH:MM');
const Window = z.object({ days: z.array(int.min(1).max(7)).min(1).max(7), from: Hour, to: Hour });
const Rates = z.object({ requests_per_second: z.number().positive().max(50), connections_per_second: z.number().positive().max(1000) });
const Host = z.string().trim().toLowerCase().max(253).regex(/^(\*\.)?[^\s*/:@]+$/, '域名不带协议、端口和路径');
const Network = z.string().trim().max(60);
const Event = z.object({ id: Id, at: z.string(), action: z.string(), actor_name: z.string(), from_state: z.string().nullable(), to_state: z.string().nullable(), note: z.string().nullable() });
const AuthorisationRow = z.object({
  id: Id, number: z.string(), system_id: Id, system_name: z.string(), unit_id: Id, unit_name: z.string(), state: z.enum(authorisationStates), valid_from: DateOnly, valid_until: DateOnly, in_force: z.boolean(), confirmed_by_name: z.string().nullable(), approved_by_name: z.string().nullable(), version: int,
}).meta({ id: 'CheckAuthorisationRow' });
export const CheckAuthorisation = AuthorisationRow.extend({
  purpose: z.string(), hosts: z.array(z.string()), networks: z.array(z.string()), ports: z.array(Port), windows: z.array(Window), rates: Rates, office: z.string(), contact: z.string(), confirmed_at: z.string().nullable(), approved_at: z.string().nullable(), signature: z.string().nullable(),
  can: z.array(z.enum(authorisationActions)), can_edit: z.boolean(), missing: z.array(z.string()), timeline: z.array(Event),
}).meta({ id: 'CheckAuthorisation' });

const Place = z.object({ url: z.string(), ip: z.string(), port: int, path: z.string(), parameter: z.string(), line: int, element: z.string() }).partial();
const Evidence = z.object({ at: z.string(), request: z.string(), response_head: z.string(), excerpt: z.string(), body_sha256: z.string(), certificate_sha256: z.string() }).partial();
const RunRow = z.object({
  id: Id, system_id: Id, system_name: z.string(), unit_id: Id, unit_name: z.string(), profile: z.string(), state: z.enum(runStates), stage: z.string(), done: int, total: int, counts: z.record(z.string(), int), grade: z.string(), requests: int, error: z.string().nullable(), asked_by_name: z.string(), created_at: z.string(), started_at: z.string().nullable(), finished_at: z.string().nullable(),
}).meta({ id: 'CheckRunRow' });
const CheckResult = z.object({ i: int, check_id: z.string(), title: z.string(), area: z.enum(areas), version: int, verdict: z.enum(verdicts), severity: z.enum(severities), note: z.string(), confidence: z.string().nullable(), place: Place, evidence: z.array(Evidence), marked: z.boolean(), hazard_id: Id.nullable() }).meta({ id: 'CheckResult' });
export const CheckRun = RunRow.extend({ only_checks: z.array(z.string()), reasons: z.array(z.string()), authorisation_id: Id, authorisation_number: z.string(), log_sha256: z.string(), eta_seconds: int.nullable(), can_stop: z.boolean(), results: z.array(CheckResult) }).meta({ id: 'CheckRun' });
const SystemRow = z.object({
  id: Id, name: z.string(), unit_id: Id, unit_name: z.string(), state: z.string(), authorisation: z.enum(['none', 'pending', 'valid', 'ending', 'over']), valid_until: DateOnly.nullable(), grade: z.string(), checked_at: z.string().nullable(), run_id: Id.nullable(), critical: int, high: int, medium: int, low: int, warn: int, not_tested: int, availability: z.enum(patrolStates), tampered: int,
}).meta({ id: 'CheckedSystemRow' });
const Finding = z.object({ id: Id, check_id: z.string(), title: z.string(), area: z.enum(areas), verdict: z.enum(['fail', 'warn']), severity: z.enum(severities), note: z.string(), place: Place, state: z.enum(['open', 'gone']), first_seen_at: z.string(), last_seen_at: z.string(), gone_at: z.string().nullable(), last_run_id: Id, hazard_id: Id.nullable(), hazard_number: z.string().nullable(), hazard_state: z.string().nullable(), mark: z.object({ id: Id, reason: z.string(), until: DateOnly, created_by_name: z.string() }).nullable() }).meta({ id: 'CheckFinding' });
const Retest = z.object({ id: Id, hazard_id: Id, hazard_number: z.string(), check_id: z.string(), title: z.string(), state: z.enum(retestStates), next_at: z.string().nullable(), tries: int, note: z.string(), created_at: z.string(), finished_at: z.string().nullable() }).meta({ id: 'CheckRetest' });
const Tamper = z.object({ id: Id, system_id: Id, system_name: z.string(), unit_name: z.string(), url: z.string(), at: z.string(), severity: z.enum(severities), changes: z.array(z.object({ what: z.string(), severity: z.string(), note: z.string() })), state: z.enum(tamperStates), decided_at: z.string().nullable(), decided_by_name: z.string().nullable(), note: z.string() }).meta({ id: 'CheckTamper' });
const Outage = z.object({ id: Id, system_id: Id, system_name: z.string(), unit_id: Id, unit_name: z.string(), origin: z.string(), began_at: z.string(), ended_at: z.string().nullable(), note: z.string(), maintenance: z.boolean(), cause: z.string(), cause_by_name: z.string().nullable(), can_explain: z.boolean() }).meta({ id: 'Outage' });
const Target = z.object({ id: Id, system_id: Id, system_name: z.string(), unit_id: Id, unit_name: z.string(), origin: z.string(), state: z.enum(patrolStates), since: z.string(), last_at: z.string().nullable(), last_ms: int.nullable(), last_note: z.string(), uptime: z.number().nullable() }).meta({ id: 'PatrolTarget' });
const Maintenance = z.object({ id: Id, system_id: Id.nullable(), system_name: z.string().nullable(), begins_at: z.string(), ends_at: z.string(), reason: z.string(), created_by_name: z.string() });
export const CheckedSystem = SystemRow.extend({
  reasons: z.array(z.string()), origins: z.array(z.string()), registered_ports: z.string(), can_run: z.boolean(), findings: z.array(Finding), runs: z.array(RunRow), retests: z.array(Retest), tampers: z.array(Tamper), targets: z.array(Target), outages: z.array(Outage),
  ports: z.array(z.object({ ip: z.string(), port: int, open: z.boolean(), registered: z.boolean(), service: z.string(), product: z.string(), first_seen_at: z.string(), changed_at: z.string() })),
  port_events: z.array(z.object({ id: Id, at: z.string(), ip: z.string(), port: int, what: z.enum(['opened', 'closed', 'service']), before: z.string(), after: z.string() })),
}).meta({ id: 'CheckedSystem' });
const CheckInfo = z.object({ id: z.string(), version: int, title: z.string(), title_en: z.string(), area: z.enum(areas), on: z.string(), intrusiveness: int, requests: int, severity: z.enum(severities), cwe: int.nullable(), owasp: z.string().nullable(), control: z.string(), meaning: z.string(), harm: z.string(), remedy: z.record(z.string(), z.string()), references: z.array(z.string()), needs: z.array(z.string()) }).meta({ id: 'CheckInfo' });
const Plan = z.object({ profile: z.enum(profileIds), enabled: z.boolean(), every_days: int.min(1).max(366), from_hour: int.min(0).max(23), until_hour: int.min(1).max(24) });

const paged = { q: z.string().trim().max(100).optional(), unit_id: Id.optional(), system_id: Id.optional() };
export const systemFilter = { ...paged, grade: z.enum(grades).optional(), authorisation: z.enum(['none', 'pending', 'valid', 'ending', 'over']).optional(), down: z.enum(['true']).optional(), tampered: z.enum(['true']).optional() };
const scope = { purpose: Text(500, 0), hosts: z.array(Host).max(500), networks: z.array(Network).max(500), ports: z.array(Port).min(1).max(100), valid_from: DateOnly, valid_until: DateOnly, windows: z.array(Window).max(20), rates: Rates };
const move = z.object({ action: z.enum(authorisationActions), note: Text(1000, 0).optional() });

const others = defineRoutes('checks', {
  systems: { method: 'GET', path: '/api/checks/systems', summary: '技术检测：各系统检测结果', permission: 'check.read', query: Paging.extend(systemFilter), reply: pageOf(SystemRow) },
  export_systems: { method: 'GET', path: '/api/checks/systems/export', summary: '导出技术检测结果', permission: 'check.read', audit_read: 'each', query: z.object(systemFilter), reply: download(xlsx) },
  system: { method: 'GET', path: '/api/checks/systems/{id}', summary: '一个系统的检测结果', permission: 'check.read', params: byId, reply: CheckedSystem },
  system_report: { method: 'GET', path: '/api/checks/systems/{id}/report', summary: '系统检测报告', permission: 'check.read', audit_read: 'each', params: byId, reply: download(docx) },
  unit_report: { method: 'GET', path: '/api/checks/units/{id}/report', summary: '单位检测报告', permission: 'check.read', audit_read: 'each', params: byId, reply: download(docx) },
  authorisations: { method: 'GET', path: '/api/checks/authorisations', summary: '检测授权', permission: 'check.read', query: Paging.extend({ ...paged, state: z.enum(authorisationStates).optional() }), reply: pageOf(AuthorisationRow) },
  draft_authorisations: { method: 'POST', path: '/api/checks/authorisations', summary: '起草检测授权书', permission: 'check.manage', status: 201, body: z.object({ system_ids: z.array(Id).min(1, '请选择系统').max(500), purpose: Text(500, 0).optional(), valid_from: DateOnly, valid_until: DateOnly, windows: z.array(Window).max(20).optional(), rates: Rates.optional() }), reply: z.object({ ids: z.array(Id) }) },
  authorisation: { method: 'GET', path: '/api/checks/authorisations/{id}', summary: '一份检测授权书', permission: 'check.read', params: byId, reply: CheckAuthorisation },
  update_authorisation: { method: 'PUT', path: '/api/checks/authorisations/{id}', summary: '修改检测授权书', permission: 'check.manage', params: byId, body: z.object({ ...scope, version: int }), reply: CheckAuthorisation },
  move_authorisation: { method: 'POST', path: '/api/checks/authorisations/{id}/move', summary: '提交、确认、签批、撤销检测授权', permission: 'check.read', params: byId, body: move.extend({ version: int }), reply: CheckAuthorisation },
  move_authorisations: { method: 'POST', path: '/api/checks/authorisations/move', summary: '批量提交、确认、签批检测授权', permission: 'check.read', body: move.extend({ items: z.array(z.object({ id: Id, version: int })).min(1).max(500) }), reply: z.object({ moved: int }) },
  authorisation_page: { method: 'GET', path: '/api/checks/authorisations/{id}/page', summary: '检测授权书', permission: 'check.read', audit_read: 'each', params: byId, reply: download(docx) },
  authorisation_file: { method: 'GET', path: '/api/checks/authorisations/{id}/file', summary: '检测授权书文件（命令行用）', permission: 'check.manage', audit_read: 'each', params: byId, reply: download('application/json') },
  runs: { method: 'GET', path: '/api/checks/runs', summary: '检测任务', permission: 'check.read', query: Paging.extend({ ...paged, state: z.enum(runStates).optional() }), reply: pageOf(RunRow) },
  book_runs: { method: 'POST', path: '/api/checks/runs', summary: '开始检测', permission: 'check.manage', status: 201, body: z.object({ system_ids: z.array(Id).min(1, '请选择系统').max(500), profile: z.enum(profileIds), only_checks: z.array(z.string().max(80)).max(300).optional() }), reply: z.object({ booked: int, already: int, without: z.array(z.string()) }) },
  run: { method: 'GET', path: '/api/checks/runs/{id}', summary: '一次检测', permission: 'check.read', params: byId, query: z.object({ verdict: z.enum(verdicts).optional() }), reply: CheckRun },
  stop_run: { method: 'POST', path: '/api/checks/runs/{id}/stop', summary: '停止检测', permission: 'check.manage', params: byId, reply: Done },
  run_log: { method: 'GET', path: '/api/checks/runs/{id}/log', summary: '检测发出的全部请求', permission: 'check.manage', audit_read: 'each', params: byId, reply: download('application/x-ndjson') },
  catalogue: { method: 'GET', path: '/api/checks/catalogue', summary: '检测项目录', permission: 'check.read', reply: z.array(CheckInfo) },
  unmark: { method: 'DELETE', path: '/api/checks/systems/{id}/marks/{mark_id}', summary: '撤销误报标记', permission: 'check.manage', params: byId.extend({ mark_id: Id }), reply: Done },
  mark_finding: { method: 'POST', path: '/api/checks/findings/{id}/mark', summary: '标记一处误报', permission: 'check.manage', params: byId, status: 201, body: z.object({ reason: Text(500), until: DateOnly, whole: z.boolean().default(false) }), reply: Done },
  retest: { method: 'POST', path: '/api/checks/hazards/{id}/retest', summary: '自动复测', permission: 'check.retest', params: byId, status: 201, reply: Done },
  retests: { method: 'GET', path: '/api/checks/hazards/{id}/retests', summary: '一处隐患的自动复测', permission: 'check.read', params: byId, reply: z.object({ can: z.boolean(), items: z.array(Retest) }) },
  plans: { method: 'GET', path: '/api/checks/plans', summary: '检测计划', permission: 'check.read', reply: z.array(Plan.extend({ name: z.string(), what: z.string(), planned: z.boolean() })) },
  save_plans: { method: 'PUT', path: '/api/checks/plans', summary: '修改检测计划', permission: 'check.manage', body: z.array(Plan).max(10), reply: Done },
  lists: { method: 'GET', path: '/api/checks/lists', summary: '检测名单：词语、域名、公开电话', permission: 'check.manage', reply: z.array(z.object({ kind: z.enum(listKinds), values: z.array(z.string()) })) },
  save_list: { method: 'PUT', path: '/api/checks/lists/{kind}', summary: '修改检测名单', permission: 'check.manage', params: z.object({ kind: z.enum(listKinds) }), body: z.object({ values: z.array(Text(200)).max(20_000) }), bodyLimit: 4 << 20, reply: Done },
  templates: { method: 'GET', path: '/api/checks/templates', summary: '自带检测模板', permission: 'check.manage', reply: z.array(z.object({ id: Id, name: z.string(), check_id: z.string(), enabled: z.boolean(), created_at: z.string(), created_by_name: z.string() })) },
  add_template: { method: 'POST', path: '/api/checks/templates', summary: '增加检测模板', permission: 'check.manage', status: 201, body: z.object({ yaml: z.string().min(1, '请粘贴模板').max(65_536, '模板超过 64 kB') }), reply: z.object({ id: Id, check_id: z.string() }) },
  remove_template: { method: 'DELETE', path: '/api/checks/templates/{id}', summary: '删除检测模板', permission: 'check.manage', params: byId, reply: Done },
  tampers: { method: 'GET', path: '/api/checks/tampers', summary: '网页变动告警', permission: 'check.read', query: Paging.extend({ ...paged, state: z.enum(tamperStates).optional() }), reply: pageOf(Tamper) },
  decide_tampers: { method: 'POST', path: '/api/checks/tampers/decide', summary: '处理网页变动告警', permission: 'check.manage', body: z.object({ ids: z.array(Id).min(1).max(500), state: z.enum(['approved', 'tampered']), note: Text(500, 0).optional() }), reply: Done },
  patrol: { method: 'GET', path: '/api/checks/patrol', summary: '可用性巡查', permission: 'check.read', query: Paging.extend({ ...paged, state: z.enum(patrolStates).optional() }), reply: pageOf(Target) },
  outages: { method: 'GET', path: '/api/checks/outages', summary: '停机记录', permission: 'check.read', query: Paging.extend({ ...paged, open: z.enum(['true']).optional(), unexplained: z.enum(['true']).optional() }), reply: pageOf(Outage) },
  explain_outage: { method: 'POST', path: '/api/checks/outages/{id}/cause', summary: '说明停机原因', permission: 'check.confirm', params: byId, body: z.object({ cause: Text(500) }), reply: Done },
  maintenances: { method: 'GET', path: '/api/checks/maintenance', summary: '维护时段', permission: 'check.read', reply: z.array(Maintenance) },
  add_maintenance: { method: 'POST', path: '/api/checks/maintenance', summary: '登记维护时段', permission: 'check.manage', status: 201, body: z.object({ system_id: Id.nullable(), begins_at: z.iso.datetime({ offset: true }), ends_at: z.iso.datetime({ offset: true }), reason: Text(300) }), reply: z.object({ id: Id }) },
  remove_maintenance: { method: 'DELETE', path: '/api/checks/maintenance/{id}', summary: '删除维护时段', permission: 'check.manage', params: byId, reply: Done },
});
export const checks = { ...checkFigures, ...others };
