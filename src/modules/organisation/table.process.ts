import { readTable, writeErrors, writeTable } from '../../engines/tables/index.ts';
import { answerApart } from '../../kernel/apart.ts';
import type { TableWork } from './table-apart.ts';

/** One table a process: a hostile file can only kill its own, and a large one holds up nobody. */
answerApart(async (work: TableWork): Promise<unknown> => (work.do === 'read' ? readTable(work.bytes, work.columns) : work.do === 'write' ? writeTable(work.sheet) : writeErrors(work.rows, work.columns, work.errors)));
