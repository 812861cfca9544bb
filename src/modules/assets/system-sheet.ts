import type { TableColumn } from '../../engines/tables/index.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { importances, networkZones, systemKinds } from './contract.ts';
import { createSystem, updateSystem, type SystemFields } from './keep-system.ts';
import { readPlace } from './places.ts';
import { systemsById, systemsWhole, type SystemFilter } from './queries.ts';
import { writeSheet, type SheetSpec } from './sheet-round-trip.ts';

const kindNames: Record<(typeof systemKinds)[number], string> = { website: '网站', system: '信息系统', app: '移动应用', official_account: '公众号', mini_program: '小程序', other: '其他' };
const importanceNames: Record<(typeof importances)[number], string> = { key: '核心', important: '重要', general: '一般' };
const zoneNames: Record<(typeof networkZones)[number], string> = { internet: '互联网', campus: '校园网', internal: '内网专用' };
const levels = ['一级', '二级', '三级', '四级', '五级'];
const yesNo = ['是', '否'];
const columns: TableColumn[] = [
  { key: 'name', title: '系统名称', width: 28, required: true }, { key: 'kind', title: '类别', width: 12, required: true, options: Object.values(kindNames) }, { key: 'unit_id', title: '主管单位', width: 24, required: true }, { key: 'operating_unit_id', title: '运维单位', width: 24 }, { key: 'using_unit_id', title: '使用单位', width: 24 },
  { key: 'manager', title: '安全管理员', width: 14, note: '姓名。同名时写成“姓名（工号）”' }, { key: 'operator', title: '运营机构', width: 24 }, { key: 'operator_contact', title: '运营联系人', width: 14 }, { key: 'operator_phone', title: '运营联系电话', width: 18 },
  { key: 'places', title: '域名和地址', width: 36, note: '可写多个，用顿号或换行隔开：域名、IP、地址段' }, { key: 'ports', title: '登记开放的端口', width: 18, note: '如 443, 8080-8090' }, { key: 'network_zone', title: '网络区域', width: 12, options: Object.values(zoneNames) }, { key: 'special', title: '内网特殊系统', width: 12, options: yesNo, note: '公文收发、财务等只能在内网使用的系统' },
  { key: 'importance', title: '重要程度', width: 10, options: Object.values(importanceNames) }, { key: 'mlps_level', title: '等级保护', width: 10, options: levels }, { key: 'ungraded_reason', title: '不定级的理由', width: 24, note: '没有等级而不需要定级的填写' }, { key: 'cii', title: '关键信息基础设施', width: 16, options: yesNo }, { key: 'outside', title: '双非', width: 8, options: yesNo }, { key: 'site_group', title: '纳入站群', width: 10, options: yesNo, note: '网站填写' },
  { key: 'icp_number', title: 'ICP备案号', width: 20 }, { key: 'police_number', title: '公安备案号', width: 20 }, { key: 'purpose', title: '主要功能', width: 36 }, { key: 'users', title: '服务范围', width: 20 }, { key: 'data_held', title: '存储的数据', width: 28 }, { key: 'breach_effect', title: '遭破坏后果', width: 28 }, { key: 'middleware', title: '中间件', width: 20 }, { key: 'location', title: '部署位置', width: 20 },
];
const texts = ['operator', 'operator_contact', 'operator_phone', 'ports', 'ungraded_reason', 'icp_number', 'police_number', 'purpose', 'users', 'data_held', 'breach_effect', 'middleware', 'location'] as const;
const shape = { title: '系统台账', columns, units: ['unit_id', 'operating_unit_id', 'using_unit_id'] };
const keyOf = <K extends string>(names: Record<K, string>, name: string): K => (Object.keys(names) as K[]).find((k) => names[k] === name)!;

export async function exportSystems(db: Reader, actor: Actor, f: SystemFilter, template: boolean) {
  const list = template ? [] : await systemsWhole(db, actor, f);
  const yes = (v: boolean | null): string => (v === null ? '' : v ? '是' : '否');
  return writeSheet(db, actor, shape, template, (unit) => list.map((s) => ({
    ...s, kind: kindNames[s.kind], unit_id: unit(s.unit_id), operating_unit_id: unit(s.operating_unit_id), using_unit_id: unit(s.using_unit_id), manager: s.manager_name ?? '', places: s.places.join('、'), importance: importanceNames[s.importance], mlps_level: s.mlps_level ? levels[s.mlps_level - 1] : '',
    network_zone: s.network_zone && zoneNames[s.network_zone], special: yes(s.special), cii: yes(s.cii), outside: yes(s.outside), site_group: yes(s.site_group),
  })));
}

export const systemSheet = (actor: Actor): SheetSpec<SystemFields> => ({
  key: 'systems', ...shape,
  known: (db) => db.selectFrom('info_system').select(['id', 'name', 'unit_id']).where('state', '!=', 'cancelled').execute(),
  read: (row) => {
    const { has, text } = row;
    const places = text('places').split(/[、,，;；\n\s]+/).map((p) => p.trim()).filter(Boolean);
    for (const p of places) if (!readPlace(p)) row.say('places', `“${p.slice(0, 60)}”不是域名或地址`);
    if (!/^[\d\s,，、;；-]*$/.test(text('ports'))) row.say('ports', '端口写成数字或范围，如 443, 8080-8090');
    const fields: Partial<SystemFields> = {
      ...(text('kind') && { kind: keyOf(kindNames, text('kind')) }), ...(has('operating_unit_id') && { operating_unit_id: row.unit('operating_unit_id') ?? null }), ...(has('using_unit_id') && { using_unit_id: row.unit('using_unit_id') ?? null }), ...(has('manager') && { manager_id: row.person('manager', row.unit('unit_id')) ?? null }),
      ...(has('places') && { places }), ...(has('mlps_level') && { mlps_level: text('mlps_level') ? levels.indexOf(text('mlps_level')) + 1 : null }), ...(has('network_zone') && { network_zone: text('network_zone') ? keyOf(zoneNames, text('network_zone')) : '' }), ...(text('importance') && { importance: keyOf(importanceNames, text('importance')) }),
      ...(has('site_group') && { site_group: text('site_group') ? text('site_group') === '是' : null }),
    };
    for (const c of ['outside', 'special', 'cii'] as const) if (has(c)) fields[c] = text(c) === '是';
    for (const c of texts) if (has(c)) fields[c] = text(c);
    return fields;
  },
  current: async (db, ids) => new Map((await systemsById(db, actor, ids)).map((s) => [s.id, { version: s.version, fields: s }])),
  create: (tx, f) => createSystem(tx, actor, f),
  update: (tx, id, f) => updateSystem(tx, actor, id, f),
});
