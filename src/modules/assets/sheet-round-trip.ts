import { hash } from 'node:crypto';
import type { TableColumn } from '../../engines/tables/index.ts';
import { now, today } from '../../kernel/clock.ts';
import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { nameKey, readTableApart, rosterUnits, writeTableApart } from '../organisation/index.ts';

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

/** A row as it is read: cells by column, and where to say what is wrong. `undefined` where the sheet has no such column. */
export interface Cells { has: (column: string) => boolean; text: (column: string) => string; say: (column: string, message: string) => void; unit: (column: string) => string | undefined; person: (column: string, unitId: string | undefined) => string | undefined }
/** What one ledger tells of itself, so that one round trip serves them all. `F` are its fields as its own operations take them. */
export interface SheetSpec<F extends { name: string; unit_id: string }> {
  /** Which ledger a token is for. */
  key: string;
  title: string;
  /** Columns whose key is in `units` get the units as a drop-down; `unit_id` only those the actor may write. */
  columns: TableColumn[];
  units: readonly string[];
  /** Items there are, that a row may be: known again by unit and name. */
  known(db: Reader): Promise<{ id: string; unit_id: string; name: string }[]>;
  /** The fields the row gives; what is wrong is said through the cells. */
  read(row: Cells): Partial<F>;
  /** Fields and versions as they stand. */
  current(db: Reader, ids: readonly string[]): Promise<Map<string, { version: number; fields: Partial<F> }>>;
  create(tx: Tx, fields: F): Promise<unknown>;
  update(tx: Tx, id: string, fields: Partial<F> & { version: number }): Promise<unknown>;
}
interface Planned<F> { row: number; id: string | undefined; version: number; fields: F; changes: { field: string; before: string; after: string }[] }
interface Plan<F> { added: Planned<F>[]; changed: Planned<F>[]; same: number; errors: { row: number; column: string; message: string }[]; hash: string }

/** The ledger as a sheet, in the shape the import reads; a template where there are no rows. */
export async function writeSheet(db: Reader, actor: Actor, spec: Pick<SheetSpec<never>, 'title' | 'columns' | 'units'>, template: boolean, rows: (unitLabel: (id: string | null) => string) => Record<string, unknown>[]): Promise<{ file: Sent; rows: number }> {
  const units = await rosterUnits(db, actor, template ? 'asset.write' : 'asset.read');
  const label = new Map(units.map((u) => [u.id, u.label]));
  const written = template ? [] : rows((id) => (id ? label.get(id) ?? '' : ''));
  const offered = (key: string): string[] => units.filter((u) => key !== 'unit_id' || u.mine).map((u) => u.label);
  const bytes = await writeTableApart({ name: spec.title, columns: spec.columns.map((c) => (spec.units.includes(c.key) ? { ...c, options: offered(c.key) } : c)), rows: written });
  return { file: { stream: bytes, name: template ? `${spec.title}导入模板.xlsx` : `${spec.title}-${today()}.xlsx`, sizeBytes: bytes.byteLength }, rows: written.length };
}

const cellMessages: Record<string, string> = { required: '必填', not_an_option: '不在下拉选项里', not_a_date: '不是有效日期', too_long: '太长', error_value: '是公式的错误值' };
const plain = (x: unknown): string => (Array.isArray(x) ? [...x as string[]].sort().join('、') : x === null || x === undefined ? '' : typeof x === 'string' ? x : JSON.stringify(x));
const longest = 4000;

/** What a sheet would do, row by row. Reads only. */
async function planSheet<F extends { name: string; unit_id: string }>(db: Reader, actor: Actor, spec: SheetSpec<F>, bytes: Uint8Array): Promise<Plan<F>> {
  const read = await readTableApart(bytes, spec.columns);
  if (!read.ok) throw new AppError('invalid', 'asset_import.unreadable');
  const titleOf = new Map(spec.columns.map((c) => [c.key, c.title]));
  const units = await rosterUnits(db, actor, 'asset.write');
  const unitOf = new Map(units.flatMap((u) => u.keys.map((k) => [k, u] as const)));
  const people = await db.selectFrom('person').select(['id', 'name', 'employee_no', 'unit_id']).where('status', '=', 'active').execute();
  const names = new Map<string, string>([...units.map((u): [string, string] => [u.id, u.label]), ...people.map((p): [string, string] => [p.id, p.name])]);
  const scope = unitsFor(actor, 'asset.write');
  const known = new Map((await spec.known(db)).map((s) => [`${s.unit_id} ${s.name.toLowerCase()}`, s.id]));
  const plan: Plan<F> = { added: [], changed: [], same: 0, errors: read.errors.map((e) => ({ row: e.row, column: titleOf.get(e.column) ?? e.column, message: e.message ?? cellMessages[e.code] ?? '内容不正确' })), hash: '' };
  const bad = new Set(read.errors.map((e) => e.row));
  const seen = new Set<string>();
  const found: Planned<F>[] = [];
  for (const r of read.rows) {
    const say = (column: string, message: string): void => { bad.add(r.row); plan.errors.push({ row: r.row, column: titleOf.get(column) ?? column, message }); };
    const text = (column: string): string => r.values[column] ?? '';
    const cells: Cells = {
      say, text, has: (column) => r.values[column] !== undefined,
      unit: (column) => { const unit = text(column) ? unitOf.get(nameKey(text(column))) : undefined; if (text(column) && !unit) say(column, `没有“${text(column)}”这个单位`); return unit?.id; },
      person: (column, unitId) => { const person = text(column) ? findPerson(people, text(column), unitId) : undefined; if (text(column) && !person) say(column, `没有找到“${text(column)}”，或有重名，请写成“姓名（工号）”`); return person?.id; },
    };
    for (const c of spec.columns) if (text(c.key).length > longest) say(c.key, '太长');
    const unit_id = cells.unit('unit_id');
    if (unit_id && scope !== 'all' && !scope.has(unit_id)) say('unit_id', '不是您负责的单位');
    const fields = { name: text('name'), unit_id, ...spec.read(cells) } as F;
    const key = `${unit_id} ${text('name').toLowerCase()}`;
    if (unit_id && seen.has(key)) say('name', '表格里重复');
    seen.add(key);
    if (!bad.has(r.row)) found.push({ row: r.row, id: known.get(key), version: 0, fields, changes: [] });
  }
  const current = await spec.current(db, found.flatMap((p) => p.id ?? []));
  for (const p of found) {
    const old = p.id ? current.get(p.id) : undefined;
    if (!p.id) { plan.added.push(p); continue; }
    if (!old) { plan.errors.push({ row: p.row, column: titleOf.get('name') ?? 'name', message: '不是您能修改的' }); continue; }
    p.version = old.version;
    for (const [field, before, after] of pairs(old.fields, p.fields)) if (before !== after) p.changes.push({ field: titleOf.get(field) ?? titleOf.get(field.replace(/_id$/, '')) ?? field, before: names.get(before) ?? before, after: names.get(after) ?? after });
    if (p.changes.length) plan.changed.push(p); else plan.same++;
  }
  plan.errors.sort((a, b) => a.row - b.row);
  plan.hash = hash('sha256', JSON.stringify([plan.added, plan.changed]));
  return plan;
}
/** Field by field, also those that stand a level deeper. */
function pairs(old: object, given: object): [string, string, string][] {
  return Object.entries(given).filter(([k]) => k !== 'name' && k !== 'unit_id').flatMap(([k, v]): [string, string, string][] => {
    const before = (old as Record<string, unknown>)[k];
    return v && typeof v === 'object' && !Array.isArray(v) ? pairs((before ?? {}) as object, v) : [[k, plain(before), plain(v)]];
  });
}
function findPerson(people: { id: string; name: string; employee_no: string | null; unit_id: string }[], text: string, unitId: string | undefined) {
  const m = /^(.+?)\s*[（(]\s*([^）)]+)\s*[）)]$/.exec(text);
  if (m) return people.find((p) => p.name === m[1] && p.employee_no === m[2]);
  const named = people.filter((p) => p.name === text);
  return named.length === 1 ? named[0] : named.filter((p) => p.unit_id === unitId).length === 1 ? named.find((p) => p.unit_id === unitId) : undefined;
}

export async function checkSheet<F extends { name: string; unit_id: string }>(tx: Tx, store: FileStore, actor: Actor, spec: SheetSpec<F>, sha256: string) {
  const plan = await planSheet(tx, actor, spec, await store.read(sha256));
  let token: string | null = null;
  if (plan.errors.length === 0 && plan.added.length + plan.changed.length > 0) {
    token = newId();
    await tx.insertInto('asset_import').values({ token, account_id: actor.id!, sha256, plan_hash: plan.hash, created_at: now().toISOString(), applied_at: null, sheet: spec.key }).execute();
  }
  return { token, added: plan.added.length, changed: plan.changed.length, same: plan.same, errors: plan.errors.slice(0, 500), changes: plan.changed.slice(0, 200).map((c) => ({ name: c.fields.name, fields: c.changes })) };
}
/** All or nothing. Throws object.not_found, asset_import.applied_already, asset_import.has_errors, asset_import.changed_meanwhile. */
export async function applySheet<F extends { name: string; unit_id: string }>(tx: Tx, store: FileStore, actor: Actor, spec: SheetSpec<F>, token: string): Promise<{ added: number; changed: number }> {
  const kept = await tx.selectFrom('asset_import').selectAll().where('token', '=', token).where('account_id', '=', actor.id!).where('sheet', '=', spec.key).forUpdate().executeTakeFirst();
  if (!kept) throw new AppError('not_found', 'object.not_found');
  if (kept.applied_at) throw new AppError('rule', 'asset_import.applied_already');
  const plan = await planSheet(tx, actor, spec, await store.read(kept.sha256));
  if (plan.errors.length) throw new AppError('rule', 'asset_import.has_errors', { count: plan.errors.length });
  if (plan.hash !== kept.plan_hash) throw new AppError('conflict', 'asset_import.changed_meanwhile');
  for (const p of plan.added) await spec.create(tx, p.fields);
  for (const p of plan.changed) await spec.update(tx, p.id!, { ...p.fields, version: p.version });
  await tx.updateTable('asset_import').set({ applied_at: now().toISOString() }).where('token', '=', token).execute();
  return { added: plan.added.length, changed: plan.changed.length };
}
/** A sheet that was checked and never confirmed, or confirmed long ago: its bytes go with the sweep. */
export async function sweepAssetImports(tx: Tx, before: string): Promise<number> {
  return Number((await tx.deleteFrom('asset_import').where('created_at', '<', before).executeTakeFirst()).numDeletedRows);
}
