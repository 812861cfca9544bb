import { Worker } from 'node:worker_threads';
import type { CellError, ReadTable, TableColumn, TableRow, TableSheet } from '../../engines/tables/index.ts';
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

const SECONDS = 60;
/** Two at a time: many uploads at once must not take all the memory. */
let running = 0;
const waiting: (() => void)[] = [];
async function inTurn<T>(work: TableWork): Promise<T> {
  if (running >= 2) await new Promise<void>((go) => waiting.push(go));
  running++;
  try { return await inThread<T>(work); } finally { running--; waiting.shift()?.(); }
}

/** Tables are read and written away from the event loop, within bounds of time and memory. Throws import.too_heavy. */
function inThread<T>(work: TableWork): Promise<T> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL('./table.worker.ts', import.meta.url), { workerData: work, resourceLimits: { maxOldGenerationSizeMb: 768 }, env: {}, execArgv: [] });
    const timer = setTimeout(() => { void worker.terminate(); fail(new AppError('invalid', 'import.too_heavy')); }, SECONDS * 1000);
    worker.once('message', (value: T) => { clearTimeout(timer); done(value); void worker.terminate(); });
    worker.once('error', (error: Error & { code?: string }) => { clearTimeout(timer); fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new AppError('invalid', 'import.too_heavy') : error); });
    worker.once('exit', () => { clearTimeout(timer); fail(new Error('table worker ended without an answer')); });
  });
}
export const readInThread = (bytes: Uint8Array, columns: TableColumn[]): Promise<ReadTable> => inTurn({ do: 'read', bytes, columns });
export const writeInThread = (sheet: TableSheet): Promise<Uint8Array> => inTurn({ do: 'write', sheet });
export const markInThread = async (rows: TableRow[], columns: TableColumn[], errors: CellError[]): Promise<Uint8Array> => (await inTurn<Uint8Array | undefined>({ do: 'errors', rows, columns, errors }))!;
