import type { Hand } from './hand.ts';

interface System { id: string; name: string; unit_id: string; importance: string; operator: string }
interface Made { id: string }
const measures = ['firewall', 'waf', 'tamper', 'trojan', 'patch', 'ports', 'backstage', 'identity', 'rights', 'transport', 'audit', 'watch', 'ransom', 'backup', 'plan'];
/** Backups that ran last night, or a while ago: told when the clock is back where it belongs. */
export async function noteBackups(office: Hand, today: string): Promise<void> {
  const plans = await office.call<Made[]>('GET', '/api/protection/backups');
  for (const [i, plan] of plans.entries()) if (i % 9 !== 8) await office.call('POST', `/api/protection/backups/${plan.id}/events`, { kind: 'run', on_day: today, ok: i % 13 !== 12, note: i % 13 === 12 ? '空间不足，已扩容待重试' : '' });
}
const own = ['combat', 'system_wide', 'routine', 'dynamic', 'active', 'depth', 'precise', 'whole', 'joint', 'mail', 'disaster'];

/** Measures, backups with their drills, accounts, logs and policies: most in order, a few that the list of what is to be done names. */
export async function fillProtection(office: Hand): Promise<void> {
  const systems = (await office.call<{ items: System[] }>('GET', '/api/systems?size=200&state=online')).items.slice(0, 34);
  const people = new Map<string, string | undefined>();
  for (const [i, s] of systems.entries()) {
    if (!people.has(s.unit_id)) people.set(s.unit_id, (await office.call<{ items: { id: string; name: string }[] }>('GET', `/api/people?unit_id=${s.unit_id}`)).items.find((p) => p.name.startsWith('联络员'))?.id);
    await office.call('PUT', `/api/protection/systems/${s.id}/measures`, { states: measures.slice(0, i % 6 === 5 ? 9 : undefined).map((measure, k) => ({ measure, state: (i + k) % 37 === 36 ? 'no' : (i + k) % 23 === 22 ? 'partly' : 'yes', note: (i + k) % 37 === 36 ? '计划年底前落实' : '' })).concat(s.operator ? [{ measure: 'contract', state: 'yes', note: '' }] : [{ measure: 'contract', state: 'na', note: '校内自行运维' }], [{ measure: 'led', state: 'na', note: '没有电子屏' }]) });
    const plan = await office.call<Made>('POST', '/api/protection/backups', { system_id: s.id, what: '数据库和附件', frequency: i % 3 ? 'daily' : 'weekly', medium: '备份一体机', place: '数据中心 B 区', offsite: s.importance !== 'general', keep_days: 90, responsible: '系统管理员' });
    if (i % 9 === 8) await office.call('POST', `/api/protection/backups/${plan.id}/events`, { kind: 'run', on_day: '2026-10-01', ok: true });
    if (i % 4 !== 3) await office.call('POST', `/api/protection/backups/${plan.id}/events`, { kind: 'drill', on_day: '2026-09-24', ok: true, note: '恢复到测试环境，数据一致，用时 40 分钟。' });
    const person = people.get(s.unit_id);
    if (person) await office.call('POST', '/api/protection/accounts', { system_id: s.id, layer: 'application', kind: 'admin', name: 'sysadmin', person_id: person, rights: '系统管理', valid_until: '2027-06-30', password_changed_on: i % 8 === 7 ? '2026-03-01' : '2026-10-15' });
    await office.call('POST', '/api/protection/accounts', s.operator ? { system_id: s.id, layer: 'host', kind: 'vendor', name: 'ops01', holder: '张示例', firm: s.operator, rights: '系统运维，经堡垒机', valid_until: i % 2 ? '2026-12-31' : '2026-11-30', password_changed_on: '2026-10-20' } : { system_id: s.id, layer: 'database', kind: 'service', name: 'app_rw', ...(person ? { person_id: person } : { holder: '应用程序' }), rights: '本库读写', valid_until: '2027-06-30', password_changed_on: '2026-10-15' });
    if (i % 4 !== 2) await office.call('POST', `/api/protection/systems/${s.id}/account-review`, { note: '逐个核对使用人和权限，无多余账号。' });
    for (const [what, keep_days] of [['access', i % 7 === 6 ? 90 : 365], ['os', 200]] as const) await office.call('POST', '/api/protection/logs', { system_id: s.id, what, place: '日志审计平台 10.0.2.6', keep_days, backed_up: i % 5 !== 4 });
  }
  await office.call('PUT', '/api/protection/organisation', { states: own.map((measure, i) => ({ measure, state: i % 5 === 4 ? 'partly' : 'yes', note: i % 5 === 4 ? '方案已报领导小组' : '' })) });
  const centre = (await office.call<{ id: string; name: string }[]>('GET', '/api/units')).find((u) => u.name === '网络与信息中心')!;
  for (const [i, [name, zone, content]] of [['互联网出口访问控制', '互联网出口', '默认拒绝，只放行登记的地址和端口；每月清理无流量策略。'], ['数据中心区域隔离', '数据中心', '业务、数据库、管理三区隔离，数据库不直接对外。'], ['Web 应用防护', '数据中心', '阻断模式，误报由系统管理员申请放行，限期 7 天。'], ['远程运维', '管理区', '一律经堡垒机，双因素登录，操作录像留存。'], ['无线接入', '校园网', '实名认证，访客网络与业务隔离。']].entries()) {
    const policy = await office.call<Made>('POST', '/api/protection/policies', { unit_id: centre.id, name, zone, content, effective_on: `2026-0${i + 2}-10` });
    if (i < 4) await office.call('POST', `/api/protection/policies/${policy.id}/events`, { kind: 'review', on_day: '2026-10-12', note: '策略与台账一致，继续执行。', approved_by: '网络与信息中心主任', version: 1 });
  }
}
