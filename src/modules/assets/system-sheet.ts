import type { TableColumn } from '../../engines/tables/index.ts';
import { hash } from 'node:crypto';
import { now, today } from '../../kernel/clock.ts';
import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { nameKey, readTableApart, writeTableApart, rosterUnits } from '../organisation/index.ts';
import { importances, systemKinds } from './contract.ts';
import { createSystem, updateSystem, type SystemFields } from './keep-system.ts';
import { readPlace } from './places.ts';
import { listSystems, readSystem, type SystemFilter } from './queries.ts';

defineErrors({
  'asset_import.unreadable': '表格读不了。请使用本页导出的表格或模板，另存为 .xlsx 后重试。',
  'asset_import.has_errors': '表格还有 {count} 处错误，改好后请重新上传。',
  'asset_import.changed_meanwhile': '核对之后台账又有变动，请重新上传核对。',
  'asset_import.applied_already': '这个表格已经导入过了。',
}, {
  'asset_import.unreadable': 'The sheet cannot be read. Use the one exported here, saved as .xlsx.',
  'asset_import.has_errors': 'There are still {count} errors in the sheet; correct them and upload it again.',
  'asset_import.changed_meanwhile': 'The ledger changed since the sheet was checked. Upload it again.',
  'asset_import.applied_already': 'This sheet was imported already.',
});

export const kindNames: Record<(typeof systemKinds)[number], string> = { website: '网站', system: '信息系统', app: '移动应用', official_account: '公众号', mini_program: '小程序', other: '其他' };
export const importanceNames: Record<(typeof importances)[number], string> = { key: '核心', important: '重要', general: '一般' };
const levels = ['一级', '二级', '三级', '四级', '五级'];
const yesNo = ['是', '否'];
/** A sheet's columns; `key` is the field's name. */
const columns: TableColumn[] = [
  { key: 'name', title: '系统名称', width: 28, required: true }, { key: 'kind', title: '类别', width: 12, required: true, options: Object.values(kindNames) }, { key: 'unit_id', title: '主管单位', width: 24, required: true }, { key: 'operating_unit_id', title: '运维单位', width: 24 },
  { key: 'manager', title: '安全管理员', width: 14, note: '姓名。同名时写成“姓名（工号）”' }, { key: 'operator', title: '运营机构', width: 24 }, { key: 'operator_contact', title: '运营联系人', width: 14 }, { key: 'operator_phone', title: '运营联系电话', width: 18 },
  { key: 'places', title: '域名和地址', width: 36, note: '可写多个，用顿号或换行隔开：域名、IP、地址段' }, { key: 'ports', title: '登记开放的端口', width: 18, note: '如 443, 8080-8090' }, { key: 'importance', title: '重要程度', width: 10, options: Object.values(importanceNames) }, { key: 'mlps_level', title: '等级保护', width: 10, options: levels }, { key: 'outside', title: '双非', width: 8, options: yesNo },
  { key: 'icp_number', title: 'ICP备案号', width: 20 }, { key: 'police_number', title: '公安备案号', width: 20 }, { key: 'purpose', title: '主要功能', width: 36 }, { key: 'users', title: '服务对象', width: 20 }, { key: 'data_held', title: '存储的数据', width: 28 }, { key: 'location', title: '部署位置', width: 20 },
];
type Column = (typeof columns)[number]['key'];
const titleOf = new Map(columns.map((c) => [c.key, c.title]));

export async function exportSystems(db: Reader, actor: Actor, f: SystemFilter, template: boolean): Promise<{ file: Sent; systems: number }> {
  const units = await rosterUnits(db, actor, 'asset.read');
  const label = new Map(units.map((u) => [u.id, u.label]));
  const list = template ? [] : (await listSystems(db, actor, { ...f, page: 1, size: 100_000 })).items;
  const rows = [];
  for (const s of list) { const one = await readSystem(db, actor, s.id); rows.push({ ...one, kind: kindNames[one.kind], unit_id: label.get(one.unit_id) ?? one.unit_name, operating_unit_id: one.operating_unit_id ? label.get(one.operating_unit_id) ?? one.operating_unit_name : '', manager: one.manager_name ?? '', places: one.places.join('、'), importance: importanceNames[one.importance], mlps_level: one.mlps_level ? levels[one.mlps_level - 1] : '', outside: one.outside ? '是' : '否' }); }
  const mine = units.filter((u) => u.mine).map((u) => u.label);
  const bytes = await writeTableApart({ name: '系统台账', columns: columns.map((c) => (c.key === 'unit_id' ? { ...c, options: mine } : c.key === 'operating_unit_id' ? { ...c, options: units.map((u) => u.label) } : c)), rows });
  return { file: { stream: bytes, name: template ? '系统台账导入模板.xlsx' : `系统台账-${today()}.xlsx`, sizeBytes: bytes.byteLength }, systems: rows.length };
}

interface Planned { row: number; id: string | undefined; version: number; fields: SystemFields; changes: { field: string; before: string; after: string }[] }
export interface SheetPlan { added: Planned[]; changed: Planned[]; same: number; errors: { row: number; column: string; message: string }[]; hash: string }

/** What a sheet would do, row by row: a system is known again by its unit and name. */
async function planSheet(db: Reader, actor: Actor, bytes: Uint8Array): Promise<SheetPlan> {
  const read = await readTableApart(bytes, columns);
  if (!read.ok) throw new AppError('invalid', 'asset_import.unreadable');
  const units = await rosterUnits(db, actor, 'asset.write');
  const unitOf = new Map(units.flatMap((u) => u.keys.map((k) => [k, u] as const)));
  const people = await db.selectFrom('person').select(['id', 'name', 'employee_no', 'unit_id']).where('status', '=', 'active').execute();
  const scope = unitsFor(actor, 'asset.write');
  const there = await db.selectFrom('info_system').select(['id', 'name', 'unit_id']).where('state', '!=', 'cancelled').execute();
  const known = new Map(there.map((s) => [`${s.unit_id} ${s.name.toLowerCase()}`, s.id]));
  const plan: SheetPlan = { added: [], changed: [], same: 0, errors: read.errors.map((e) => ({ row: e.row, column: titleOf.get(e.column) ?? e.column, message: e.message ?? cellMessages[e.code] ?? '内容不正确' })), hash: '' };
  const bad = new Set(read.errors.map((e) => e.row));
  const seen = new Set<string>();
  for (const r of read.rows) {
    const say = (column: Column, message: string): void => { bad.add(r.row); plan.errors.push({ row: r.row, column: titleOf.get(column) ?? column, message }); };
    const v = (c: Column): string => r.values[c] ?? '';
    const unit = unitOf.get(nameKey(v('unit_id')));
    if (v('unit_id') && !unit) say('unit_id', `没有“${v('unit_id')}”这个单位`);
    else if (unit && scope !== 'all' && !scope.has(unit.id)) say('unit_id', '不是您负责的单位');
    const operating = v('operating_unit_id') ? unitOf.get(nameKey(v('operating_unit_id'))) : undefined;
    if (v('operating_unit_id') && !operating) say('operating_unit_id', `没有“${v('operating_unit_id')}”这个单位`);
    const manager = v('manager') ? findPerson(people, v('manager'), unit?.id) : undefined;
    if (v('manager') && !manager) say('manager', `没有找到“${v('manager')}”，或有重名，请写成“姓名（工号）”`);
    const places = v('places').split(/[、,，;；\n\s]+/).map((p) => p.trim()).filter(Boolean);
    for (const p of places) if (!readPlace(p)) say('places', `“${p.slice(0, 60)}”不是域名或地址`);
    if (!/^[\d\s,，、;；-]*$/.test(v('ports'))) say('ports', '端口写成数字或范围，如 443, 8080-8090');
    const key = `${unit?.id} ${v('name').toLowerCase()}`;
    if (unit && seen.has(key)) say('name', '表格里重复');
    seen.add(key);
    if (bad.has(r.row)) continue;
    const id = known.get(key);
    const has = (c: Column): boolean => r.values[c] !== undefined;
    const given: Partial<SystemFields> = {
      ...(has('operating_unit_id') && { operating_unit_id: operating?.id ?? null }), ...(has('manager') && { manager_id: manager?.id ?? null }), ...(has('places') && { places }), ...(has('mlps_level') && { mlps_level: v('mlps_level') ? levels.indexOf(v('mlps_level')) + 1 : null }), ...(has('outside') && { outside: v('outside') === '是' }),
      ...(v('importance') && { importance: keyOf(importanceNames, v('importance')) }), kind: keyOf(kindNames, v('kind')),
    };
    for (const c of ['operator', 'operator_contact', 'operator_phone', 'ports', 'icp_number', 'police_number', 'purpose', 'users', 'data_held', 'location'] as const) if (has(c)) given[c] = v(c);
    const planned: Planned = { row: r.row, id, version: 0, fields: { name: v('name'), unit_id: unit!.id, ...given } as SystemFields, changes: [] };
    if (!id) { plan.added.push(planned); continue; }
    const old = await readSystem(db, actor, id);
    planned.version = old.version;
    for (const [field, value] of Object.entries(given)) {
      const before = (old as unknown as Record<string, unknown>)[field];
      const text = (x: unknown): string => (Array.isArray(x) ? [...x as string[]].sort().join('、') : x === null || x === undefined ? '' : JSON.stringify(x).replace(/^"|"$/g, ''));
      if (text(before) !== text(value)) planned.changes.push({ field, before: text(before), after: text(value) });
    }
    if (planned.changes.length) plan.changed.push(planned); else plan.same++;
  }
  plan.errors.sort((a, b) => a.row - b.row);
  plan.hash = hash('sha256', JSON.stringify([plan.added, plan.changed]));
  return plan;
}
const cellMessages: Record<string, string> = { required: '必填', not_an_option: '不在下拉选项里', too_long: '太长', error_value: '是公式的错误值' };
const keyOf = <K extends string>(names: Record<K, string>, name: string): K => (Object.keys(names) as K[]).find((k) => names[k] === name)!;
function findPerson(people: { id: string; name: string; employee_no: string | null; unit_id: string }[], text: string, unitId: string | undefined) {
  const m = /^(.+?)\s*[（(]\s*([^）)]+)\s*[）)]$/.exec(text);
  if (m) return people.find((p) => p.name === m[1] && p.employee_no === m[2]);
  const named = people.filter((p) => p.name === text);
  return named.length === 1 ? named[0] : named.filter((p) => p.unit_id === unitId).length === 1 ? named.find((p) => p.unit_id === unitId) : undefined;
}

export async function checkSheet(tx: Tx, store: FileStore, actor: Actor, sha256: string) {
  const plan = await planSheet(tx, actor, await store.read(sha256));
  let token: string | null = null;
  if (plan.errors.length === 0 && plan.added.length + plan.changed.length > 0) {
    token = newId();
    await tx.insertInto('asset_import').values({ token, account_id: actor.id!, sha256, plan_hash: plan.hash, created_at: now().toISOString(), applied_at: null }).execute();
  }
  return { token, added: plan.added.length, changed: plan.changed.length, same: plan.same, errors: plan.errors.slice(0, 500), changes: plan.changed.slice(0, 200).map((c) => ({ name: c.fields.name, fields: c.changes })) };
}
/** All or nothing. Throws object.not_found, asset_import.applied_already, asset_import.has_errors, asset_import.changed_meanwhile. */
export async function applySheet(tx: Tx, store: FileStore, actor: Actor, token: string): Promise<{ added: number; changed: number }> {
  const kept = await tx.selectFrom('asset_import').selectAll().where('token', '=', token).where('account_id', '=', actor.id!).forUpdate().executeTakeFirst();
  if (!kept) throw new AppError('not_found', 'object.not_found');
  if (kept.applied_at) throw new AppError('rule', 'asset_import.applied_already');
  const plan = await planSheet(tx, actor, await store.read(kept.sha256));
  if (plan.errors.length) throw new AppError('rule', 'asset_import.has_errors', { count: plan.errors.length });
  if (plan.hash !== kept.plan_hash) throw new AppError('conflict', 'asset_import.changed_meanwhile');
  for (const p of plan.added) await createSystem(tx, actor, p.fields);
  for (const p of plan.changed) await updateSystem(tx, actor, p.id!, { ...p.fields, version: p.version });
  await tx.updateTable('asset_import').set({ applied_at: now().toISOString() }).where('token', '=', token).execute();
  return { added: plan.added.length, changed: plan.changed.length };
}
/** A sheet that was checked and never confirmed, or confirmed long ago: its bytes go with the sweep. */
export async function sweepAssetImports(tx: Tx, before: string): Promise<number> {
  return Number((await tx.deleteFrom('asset_import').where('created_at', '<', before).executeTakeFirst()).numDeletedRows);
}
