import { mappedRows, isHazardTable, observed, type ColumnChoices, type FoundTable, type TableField } from '../../engines/scan-reports/index.ts';
import { announce } from '../../kernel/changes.ts';
import { now } from '../../kernel/clock.ts';
import type { Db, Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import type { mappedSources } from './contract.ts';

defineErrors({
  'scan.no_columns_asked': '这次导入没有等待指定列含义的表格，请刷新页面。',
  'scan.columns_incomplete': '每张要导入的表格都要指定“隐患名称”，以及“网址”“域名或主机”“IP 地址”“系统名称”中的一项。',
}, {
  'scan.no_columns_asked': 'This import is not waiting for columns to be named. Please reload.',
  'scan.columns_incomplete': 'Each table to be taken needs a title, and one of address, host, IP or system.',
});
export type ImportTable = FoundTable;
type Choice = { signature: string; columns: readonly (TableField | null)[] };

/** What people have said of tables like these, and of this import's own. */
export async function knownColumns(db: Db, importId: string): Promise<ColumnChoices> {
  const known = await db.selectFrom('import_columns').select(['signature', 'columns']).execute();
  const own = await db.selectFrom('scan_import').select('columns').where('id', '=', importId).executeTakeFirstOrThrow();
  return { ...Object.fromEntries(known.map((k) => [k.signature, k.columns as unknown as (TableField | null)[]])), ...(own.columns as unknown as Record<string, (TableField | null)[]>) };
}
/** Tables that nobody has named the columns of: the import waits for a person. Of tables with the same titles the first is shown. */
export async function askColumns(db: Db, importId: string, found: readonly FoundTable[]): Promise<void> {
  const tables = [...new Map(found.map((t) => [t.signature, t] as const).reverse()).values()].reverse().slice(0, 30);
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('scan_import').set({ state: 'mapping', tables: JSON.stringify(tables.map((t) => ({ ...t, rows: t.rows.map((r) => ({ place: r.place, cells: r.cells.map((c) => c.slice(0, 500)) })) }))) }).where('id', '=', importId).where('state', '=', 'reading').execute();
    await announce(tx, `import:${importId}`);
  });
}
async function waiting(db: Reader, id: string): Promise<FoundTable[]> {
  const row = await db.selectFrom('scan_import').select(['state', 'tables']).where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  if (row.state !== 'mapping') throw new AppError('conflict', 'scan.no_columns_asked');
  return row.tables as unknown as FoundTable[];
}
/** A table of which no column is named is left out. Throws scan.columns_incomplete. */
function chosenOf(tables: readonly FoundTable[], choices: readonly Choice[]): { table: FoundTable; columns: readonly (TableField | null)[] }[] {
  const chosen = choices.flatMap((c) => { const table = tables.find((t) => t.signature === c.signature); return table && c.columns.some(Boolean) ? [{ table, columns: c.columns.slice(0, table.titles.length) }] : []; });
  const complete = chosen.every(({ columns }) => isHazardTable(Object.fromEntries(columns.flatMap((f, i) => (f ? [[f, i]] : [])))));
  if (chosen.length === 0 || !complete) throw new AppError('invalid', 'scan.columns_incomplete');
  return chosen;
}
/** Throws object.not_found, scan.no_columns_asked, scan.columns_incomplete. */
export async function previewColumns(db: Reader, id: string, choices: readonly Choice[]) {
  const seen = chosenOf(await waiting(db, id), choices).flatMap(({ table, columns }) => [...mappedRows(table, columns)]);
  return {
    rows: seen.flatMap((r) => { if (!r.seen) return []; const o = observed('manual', r.seen); return [{ place: r.place, title: o.title, severity: o.severity, where: [o.host || o.ip || '', o.port === null ? '' : `:${o.port}`, o.path ?? ''].join(''), system: o.system, unit: o.unit, remedy: o.remedy.slice(0, 200) }]; }),
    refused: seen.flatMap((r) => (r.seen ? [] : [{ place: r.place, why: r.why }])),
  };
}
/** Says what the columns are, and lets the import go on. Throws object.not_found, scan.no_columns_asked, scan.columns_incomplete. */
export async function mapColumns(tx: Tx, actor: Actor, id: string, m: { tables: readonly Choice[]; source: (typeof mappedSources)[number]; remember: boolean }): Promise<void> {
  await tx.selectFrom('scan_import').select('id').where('id', '=', id).forUpdate().execute();
  const chosen = chosenOf(await waiting(tx, id), m.tables);
  await tx.updateTable('scan_import').set({ state: 'waiting', tables: '[]', source: m.source, columns: JSON.stringify(Object.fromEntries(chosen.map(({ table, columns }) => [table.signature, columns]))) }).where('id', '=', id).execute();
  if (m.remember) for (const { table, columns } of chosen) {
    const values = { titles: table.titles, columns: JSON.stringify(columns), used_at: now().toISOString(), used_by_name: actor.name };
    await tx.insertInto('import_columns').values({ signature: table.signature, ...values }).onConflict((c) => c.column('signature').doUpdateSet(values)).execute();
  }
}
