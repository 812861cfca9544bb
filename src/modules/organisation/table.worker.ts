import { parentPort, workerData } from 'node:worker_threads';
import { readTable, writeErrors, writeTable } from '../../engines/tables/index.ts';
import type { TableWork } from './table-thread.ts';

/** One table a thread: a hostile file can only kill its own thread, and a large one holds up nobody. */
const work = workerData as TableWork;
parentPort!.postMessage(work.do === 'read' ? await readTable(work.bytes, work.columns) : work.do === 'write' ? await writeTable(work.sheet) : await writeErrors(work.rows, work.columns, work.errors));
