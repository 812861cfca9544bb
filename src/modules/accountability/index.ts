import './subscriptions.ts';
import './tables.ts';
import type { Db } from '../../kernel/database.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import { may } from '../../kernel/identity/actor.ts';
import type { Job } from '../../kernel/jobs.ts';
import { dailyAccountability } from './daily.job.ts';
import { seesAll, visibleClues } from './queries.ts';

export { accountabilityHandlers } from './routes.ts';
export const accountabilityJobs = (db: Db): Job[] => [dailyAccountability(db) as Job];

/** The office's evidence could tell who told: it is the office's and the leaders'. */
export function guardAccountabilityFiles(desk: FileDesk): void {
  desk.guard('clue', async (_db, actor) => seesAll(actor));
  desk.guard('clue_answer', async (db, actor, id) => await visibleClues(db, actor).select('q.id').where('q.id', '=', id).executeTakeFirst() !== undefined);
  desk.guard('circular', async (_db, actor) => may(actor, 'accountability.read'));
}
