import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { demandIn, mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { initialsOf } from './keep-system.ts';
import { itemStateNames, ledgerOf, optionsOf, type itemStates, type Ledger, type LedgerField, type LedgerKey } from './ledgers.ts';
import { visibleSystems } from './queries.ts';

defineErrors({
  'ledger.name_taken': '该单位的这本台账里已有“{name}”。请在名称里区分，或修改已有的那一项。',
  'ledger.bad_field': '“{field}”有误：{problem}。',
  'ledger.unit_not_active': '所选单位不存在或已撤销，请重新选择。',
  'ledger.person_unknown': '所选责任人不存在或已离岗，请重新选择。',
  'ledger.system_unknown': '所选系统不存在，请重新选择。',
}, {
  'ledger.name_taken': 'The unit has “{name}” in this ledger already. Tell them apart in the name, or change the one that is there.',
  'ledger.bad_field': '“{field}”: {problem}.',
  'ledger.unit_not_active': 'The unit is not there or is no more; choose again.',
  'ledger.person_unknown': 'That person is not there or has left; choose again.',
  'ledger.system_unknown': 'One of the systems is not there; choose again.',
});

export interface ItemFields { name: string; unit_id: string; operating_unit_id: string | null; using_unit_id: string | null; person_id: string | null; state: (typeof itemStates)[number]; fields: Record<string, string>; note: string; systems: string[] }
type Given = { [K in keyof ItemFields]?: ItemFields[K] | undefined };
type Row = Omit<ItemFields, 'systems'>;

const isDay = (v: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(v) && new Date(`${v}T00:00:00Z`).toISOString().startsWith(v);
/** What is wrong with a value, in words; undefined where nothing is. */
function problemOf(f: LedgerField, value: string): string | undefined {
  if (value === '') return f.required ? '必填' : undefined;
  if (f.type === 'date') { try { return isDay(value) ? undefined : '不是有效日期'; } catch { return '不是有效日期'; } }
  if (f.type === 'choice' || f.type === 'yes_no') return optionsOf(f).some((o) => o.key === value) ? undefined : '不在下拉选项里';
  return undefined;
}
/** The ledger's own fields and no others. Throws ledger.bad_field. */
function cleanFields(ledger: Ledger, given: Record<string, string>): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const key of Object.keys(given)) if (!ledger.fields.some((f) => f.key === key)) throw new AppError('invalid', 'ledger.bad_field', { field: key.slice(0, 40), problem: '不是这本台账的字段' });
  for (const f of ledger.fields) {
    const value = given[f.key] ?? '';
    const problem = problemOf(f, value);
    if (problem) throw new AppError('invalid', 'ledger.bad_field', { field: f.zh, problem }, [{ path: `fields.${f.key}`, message: problem }]);
    if (value !== '') clean[f.key] = value;
  }
  return clean;
}
async function demandReferences(tx: Tx, f: Partial<Row>): Promise<void> {
  for (const path of ['unit_id', 'operating_unit_id', 'using_unit_id'] as const) {
    if (f[path] && !await tx.selectFrom('unit').select('id').where('id', '=', f[path]).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'ledger.unit_not_active', {}, [{ path, message: '单位不存在或已撤销' }]);
  }
  if (f.person_id && !await tx.selectFrom('person').select('id').where('id', '=', f.person_id).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'ledger.person_unknown', {}, [{ path: 'person_id', message: '请重新选择' }]);
}
async function demandNameFree(tx: Tx, ledger: LedgerKey, row: Row, but?: string): Promise<void> {
  if (row.state === 'retired') return;
  let q = tx.selectFrom('ledger_item').select('id').where('ledger', '=', ledger).where('unit_id', '=', row.unit_id).where(sql<boolean>`lower(name) = lower(${row.name})`).where('state', '!=', 'retired');
  if (but) q = q.where('id', '!=', but);
  if (await q.executeTakeFirst()) throw new AppError('conflict', 'ledger.name_taken', { name: row.name }, [{ path: 'name', message: '已登记过' }]);
}
const wordsOf = (ledger: Ledger, row: Row): string => [row.name, initialsOf(row.name), ...ledger.fields.filter((f) => f.search).map((f) => row.fields[f.key] ?? '')].filter(Boolean).join('\n').toLowerCase();

/** Days that run out; a day that stays is not told of anew. */
async function writeDue(tx: Tx, ledger: Ledger, id: string, row: Row): Promise<void> {
  const due = row.state === 'retired' ? [] : ledger.fields.filter((f) => f.due && row.fields[f.key]).map((f) => ({ item_id: id, field: f.key, due_on: row.fields[f.key]! }));
  await sql`delete from ledger_due where item_id = ${id} and field <> all(${due.map((d) => d.field)}::text[])`.execute(tx);
  if (due.length) await tx.insertInto('ledger_due').values(due).onConflict((c) => c.columns(['item_id', 'field']).doUpdateSet({ due_on: (e) => e.ref('excluded.due_on'), told: sql`case when ledger_due.due_on = excluded.due_on then ledger_due.told else '' end` })).execute();
}
/** Links to systems that the actor sees; those he does not see stay. Throws ledger.system_unknown. Returns the names before and after. */
async function writeLinks(tx: Tx, actor: Actor, id: string, systems: readonly string[]): Promise<{ before: string; after: string }> {
  const wanted = [...new Set(systems)];
  const seen = wanted.length ? await visibleSystems(tx, actor).select(['s.id', 's.name']).where('s.id', 'in', wanted).orderBy('s.name').execute() : [];
  if (seen.length < wanted.length) throw new AppError('invalid', 'ledger.system_unknown', {}, [{ path: 'systems', message: '请重新选择' }]);
  const old = await visibleSystems(tx, actor).innerJoin('ledger_link as k', 'k.system_id', 's.id').select(['s.id', 's.name']).where('k.item_id', '=', id).orderBy('s.name').execute();
  const gone = old.filter((o) => !wanted.includes(o.id)).map((o) => o.id);
  if (gone.length) await tx.deleteFrom('ledger_link').where('item_id', '=', id).where('system_id', 'in', gone).execute();
  if (wanted.length) await tx.insertInto('ledger_link').values(wanted.map((system_id) => ({ item_id: id, system_id }))).onConflict((c) => c.doNothing()).execute();
  return { before: old.map((o) => o.name).join('、'), after: seen.map((s) => s.name).join('、') };
}

/** Throws permission.denied, ledger.bad_field, ledger.unit_not_active, ledger.person_unknown, ledger.name_taken, ledger.system_unknown. */
export async function createItem(tx: Tx, actor: Actor, key: LedgerKey, given: Given & Pick<ItemFields, 'name' | 'unit_id'>): Promise<string> {
  demandIn(actor, 'asset.write', given.unit_id);
  const ledger = ledgerOf(key);
  const row: Row = { name: given.name, unit_id: given.unit_id, operating_unit_id: given.operating_unit_id ?? null, using_unit_id: given.using_unit_id ?? null, person_id: given.person_id ?? null, state: given.state ?? 'in_use', fields: cleanFields(ledger, given.fields ?? {}), note: given.note ?? '' };
  await demandReferences(tx, row);
  await demandNameFree(tx, key, row);
  const id = newId();
  await tx.insertInto('ledger_item').values({ id, ledger: key, ...row, fields: JSON.stringify(row.fields) as never, words: wordsOf(ledger, row), created_at: now().toISOString(), created_by_name: actor.name }).execute();
  await writeDue(tx, ledger, id, row);
  if (given.systems?.length) await writeLinks(tx, actor, id, given.systems);
  return id;
}
/** The row, locked; another unit's is like none. Throws object.not_found, permission.denied. */
async function demandItem(tx: Tx, actor: Actor, id: string, permission: 'asset.write' | 'asset.manage') {
  const row = await tx.selectFrom('ledger_item').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row || ![row.unit_id, row.operating_unit_id, row.using_unit_id].some((u) => u && mayIn(actor, 'asset.read', u))) throw new AppError('not_found', 'object.not_found');
  demandIn(actor, permission, row.unit_id);
  return row;
}
/** Throws object.not_found, object.changed_meanwhile, and what createItem throws. Fields that are not given stay. */
export async function updateItem(tx: Tx, actor: Actor, id: string, given: Given & { version: number }): Promise<void> {
  const old = await demandItem(tx, actor, id, 'asset.write');
  if (old.version !== given.version) throw new AppError('conflict', 'object.changed_meanwhile');
  const ledger = ledgerOf(old.ledger);
  const keep = <K extends keyof Row>(k: K): Row[K] => (given[k] === undefined ? old[k] : given[k]) as Row[K];
  const row: Row = { name: keep('name'), unit_id: keep('unit_id'), operating_unit_id: keep('operating_unit_id'), using_unit_id: keep('using_unit_id'), person_id: keep('person_id'), state: keep('state'), note: keep('note'), fields: cleanFields(ledger, { ...old.fields, ...given.fields }) };
  if (row.unit_id !== old.unit_id) demandIn(actor, 'asset.write', row.unit_id);
  const moved: Partial<Row> = {};
  for (const k of ['unit_id', 'operating_unit_id', 'using_unit_id', 'person_id'] as const) if (row[k] && row[k] !== old[k]) moved[k] = row[k] as never;
  await demandReferences(tx, moved);
  await demandNameFree(tx, old.ledger, row, id);
  const changes = await changesOf(tx, ledger, old, row);
  if (given.systems) { const links = await writeLinks(tx, actor, id, given.systems); if (links.before !== links.after) changes.push({ field: 'systems', ...links }); }
  await tx.updateTable('ledger_item').set((e) => ({ ...row, fields: JSON.stringify(row.fields) as never, words: wordsOf(ledger, row), version: e('version', '+', 1) })).where('id', '=', id).execute();
  await writeDue(tx, ledger, id, row);
  await note(tx, actor, id, changes);
}
interface Change { field: string; before: string; after: string }
const note = async (tx: Tx, actor: Actor, id: string, changes: readonly Change[]): Promise<void> => {
  const at = now().toISOString();
  if (changes.length) await tx.insertInto('ledger_change').values(changes.map((c) => ({ id: newId(), item_id: id, at, by_name: actor.name, ...c }))).execute();
};
/** Every field's change, in the words of that day. */
async function changesOf(tx: Tx, ledger: Ledger, old: Row, row: Row): Promise<Change[]> {
  const nameOf = async (table: 'unit' | 'person', id: string | null): Promise<string> => (id ? (await tx.selectFrom(table).select('name').where('id', '=', id).executeTakeFirst())?.name ?? '' : '');
  const changes: Change[] = [];
  for (const k of ['name', 'note'] as const) if (old[k] !== row[k]) changes.push({ field: k, before: old[k], after: row[k] });
  if (old.state !== row.state) changes.push({ field: 'state', before: itemStateNames[old.state], after: itemStateNames[row.state] });
  for (const k of ['unit_id', 'operating_unit_id', 'using_unit_id', 'person_id'] as const) {
    const table = k === 'person_id' ? 'person' : 'unit';
    if (old[k] !== row[k]) changes.push({ field: k, before: await nameOf(table, old[k]), after: await nameOf(table, row[k]) });
  }
  for (const f of ledger.fields) {
    const [before, after] = [shownValue(f, old.fields[f.key]), shownValue(f, row.fields[f.key])];
    if (before !== after) changes.push({ field: f.key, before, after });
  }
  return changes;
}
/** A value in the sheet's and the history's words. */
export const shownValue = (f: LedgerField, value: string | undefined): string => (value ? optionsOf(f).find((o) => o.key === value)?.zh ?? value : '');

/** For what was registered by mistake; what is worn out is 报废. Throws object.not_found. */
export async function removeItem(tx: Tx, actor: Actor, id: string) {
  const row = await demandItem(tx, actor, id, 'asset.manage');
  await tx.deleteFrom('ledger_item').where('id', '=', id).execute();
  return row;
}
/** 维护记录. Throws object.not_found. */
export async function addRecord(tx: Tx, actor: Actor, id: string, r: { on_day: string; what: string; by_whom?: string | undefined }): Promise<void> {
  await demandItem(tx, actor, id, 'asset.write');
  await tx.insertInto('ledger_record').values({ id: newId(), item_id: id, on_day: r.on_day, what: r.what, by_whom: r.by_whom ?? '', created_at: now().toISOString(), created_by_name: actor.name }).execute();
}
/** Throws object.not_found. */
export async function removeRecord(tx: Tx, actor: Actor, id: string, record: string): Promise<void> {
  await demandItem(tx, actor, id, 'asset.write');
  const gone = await tx.deleteFrom('ledger_record').where('item_id', '=', id).where('id', '=', record).returning(['on_day', 'what']).executeTakeFirst();
  if (!gone) throw new AppError('not_found', 'object.not_found');
  await note(tx, actor, id, [{ field: 'records', before: `${gone.on_day} ${gone.what}`, after: '' }]);
}
