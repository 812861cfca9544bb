import './tables.ts';
import type { Db } from '../../kernel/database.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import type { Job } from '../../kernel/jobs.ts';
import { readsPapers } from './queries.ts';
import { remindReports } from './remind.job.ts';

export { papersHandlers } from './routes.ts';
export const paperJobs = (db: Db): Job[] => [remindReports(db) as Job];

/** The papers are the office's and the leaders' to read. */
export function guardPaperFiles(desk: FileDesk): void {
  for (const type of ['superior_document', 'own_document', 'plan_milestone', 'upward_report']) desk.guard(type, async (_db, actor) => readsPapers(actor));
}
