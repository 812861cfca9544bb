import { problemText, type CellError, type TableColumn } from './columns.ts';
import { readTable, type ReadTable, type TableRow } from './read-table.ts';
import { writeMarked } from './write-table.ts';

/** Title of the column that says what is wrong with a row. A repaired table is read again without it. */
export const PROBLEM_TITLE = '问题';
const PROBLEM_KEY = '\u0000problem';

/**
 * The table with its wrong cells red and a last column 问题. From bytes, the rows are those that readTable finds there;
 * undefined when it finds none.
 */
export async function writeErrors(source: Uint8Array | readonly TableRow[], columns: readonly TableColumn[], errors: readonly CellError[]): Promise<Uint8Array | undefined> {
  const read: ReadTable | undefined = source instanceof Uint8Array ? await readTable(source, columns) : undefined;
  if (read && !read.ok) return undefined;
  const rows = read ? read.rows : (source as readonly TableRow[]);
  const byRow = Map.groupBy(errors, (error) => error.row);
  const titles = new Map(columns.map((column) => [column.key, column]));
  const wrong = rows.map(({ row }) => new Set(byRow.get(row)?.map((error) => error.column)));
  return writeMarked({
    name: '问题清单',
    columns: [...columns.map(({ width, ...column }) => ({ ...column, ...(width !== undefined && { width }) })), { key: PROBLEM_KEY, title: PROBLEM_TITLE, width: 50 }],
    rows: rows.map(({ row, values }) => ({
      ...values,
      [PROBLEM_KEY]: [...new Set(byRow.get(row)?.map((error) => problemText(error, titles.get(error.column))))].join('；'),
    })),
  }, (i, key) => wrong[i]?.has(key) ?? false);
}
