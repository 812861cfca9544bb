import type { CellError, ReadTable, TableColumn, TableRow, TableSheet } from '../../engines/tables/index.ts';
import { runApart } from '../../kernel/apart.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';

defineErrors({
  'import.too_heavy': '这个表格过于复杂，无法在限定的时间和内存内读完。请另存为只含一张工作表的 .xlsx 文件后重试。',
}, {
  'import.too_heavy': 'The sheet is too complex to be read within time and memory. Save it as an .xlsx with a single sheet.',
});

export type TableWork =
  | { do: 'read'; bytes: Uint8Array; columns: TableColumn[] }
  | { do: 'write'; sheet: TableSheet }
  | { do: 'errors'; rows: TableRow[]; columns: TableColumn[]; errors: CellError[] };

/** Tables are read and written away from the event loop, within bounds of time and memory. Throws import.too_heavy. */
async function apart<T>(work: TableWork): Promise<T> {
  const answer = await runApart<T>(new URL('./table.process.ts', import.meta.url), work, { seconds: 60, memoryMb: 768 });
  if (answer.ok) return answer.value;
  throw answer.reason === 'failed' ? new Error('the table process failed') : new AppError('invalid', 'import.too_heavy');
}
export const readApart = (bytes: Uint8Array, columns: TableColumn[]): Promise<ReadTable> => apart({ do: 'read', bytes, columns });
export const writeApart = (sheet: TableSheet): Promise<Uint8Array> => apart({ do: 'write', sheet });
export const markApart = async (rows: TableRow[], columns: TableColumn[], errors: CellError[]): Promise<Uint8Array> => (await apart<Uint8Array | undefined>({ do: 'errors', rows, columns, errors }))!;
