import './tables.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import { readsPapers } from './queries.ts';

export { papersHandlers } from './routes.ts';

/** The papers are the office's and the leaders' to read. */
export function guardPaperFiles(desk: FileDesk): void {
  for (const type of ['superior_document']) desk.guard(type, async (_db, actor) => readsPapers(actor));
}
