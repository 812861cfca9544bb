import './subscriptions.ts';
import './tables.ts';
import type { Db } from '../../kernel/database.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import type { Job } from '../../kernel/jobs.ts';
import { filingsDaily } from './daily.job.ts';
import { visibleApplications, visibleFilings } from './queries.ts';
import { mayReadReport } from './system-reports.ts';

export { lateFilings } from './late-filings.ts';
export { applicationsHandlers, filingsHandlers } from './routes.ts';
export const filingJobs = (db: Db): Job[] => [filingsDaily(db) as Job];
/** Papers are as visible as what they belong to. */
export function guardFilingFiles(desk: FileDesk): void {
  desk.guard('filing', async (db, actor, id) => await visibleFilings(db, actor).select('f.id').where('f.id', '=', id).executeTakeFirst() !== undefined);
  desk.guard('system_application', async (db, actor, id) => await visibleApplications(db, actor).select('a.id').where('a.id', '=', id).executeTakeFirst() !== undefined);
  desk.guard('system_report', mayReadReport);
}
