import { cellText, unguard } from './cell-text.ts';
import { problemText, titleKey, type CellError, type TableColumn } from './columns.ts';
import { readSheet, type TableRow } from './read-table.ts';
import { writeMarked } from './write-table.ts';

/** The column that says what is wrong with a row. A repaired table is read again as if it were not there. */
const PROBLEM: TableColumn = { key: '\u0000problem', title: '问题', width: 50 };

/**
 * The table with its wrong cells red and a last column 问题. From bytes, the rows are those that readTable finds there,
 * and columns that it does not know come back as they were; undefined when it finds no table.
 */
export async function writeErrors(source: Uint8Array | readonly TableRow[], columns: readonly TableColumn[], errors: readonly CellError[]): Promise<Uint8Array | undefined> {
  if (!(source instanceof Uint8Array)) return write(source, columns, errors, []);
  const sheet = await readSheet(source, columns);
  if (!sheet.ok) return undefined;
  const extras = sheet.header.unknown.filter(({ title }) => titleKey(title) !== PROBLEM.title).map(({ title, place }) => ({ column: { key: `\u0000${place}`, title }, place }));
  const rows = sheet.rows.map(({ row, values }) => {
    const cells = sheet.header.rows[row - 1] ?? [];
    return { row, values: { ...values, ...Object.fromEntries(extras.map(({ column, place }) => [column.key, unguard(cellText(cells[place]))])) } };
  });
  return write(rows, columns, errors, extras.map(({ column }) => column));
}

async function write(rows: readonly TableRow[], columns: readonly TableColumn[], errors: readonly CellError[], extras: readonly TableColumn[]): Promise<Uint8Array> {
  const byRow = Map.groupBy(errors, (error) => error.row);
  const known = new Map(columns.map((column) => [column.key, column]));
  const wrong = rows.map(({ row }) => new Set(byRow.get(row)?.map((error) => error.column)));
  const problems = (row: number) => [...new Set(byRow.get(row)?.map((error) => problemText(error, known.get(error.column))))].join('；');
  return writeMarked({
    name: '问题清单',
    columns: [...columns, ...extras, PROBLEM],
    rows: rows.map(({ row, values }) => ({ ...values, [PROBLEM.key]: problems(row) })),
  }, (i, key) => wrong[i]?.has(key) ?? false);
}
