import './subscriptions.ts';
import './tables.ts';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Db } from '../../kernel/database.ts';
import type { FileDesk, FileStore } from '../../kernel/files/store.ts';
import { defineJob, type Job } from '../../kernel/jobs.ts';
import { bookPlanned } from './book-runs.ts';
import { patrol } from './patrol.ts';
import { mayReadRunLog } from './reports.document.ts';
import { goOnWithRetests } from './retest.ts';
import { sweepResults } from './sweep.job.ts';
import { everywhere, surveyRunner, type SurveySettings } from './run-surveys.ts';

export { checksHandlers } from './routes.ts';
export { surveyRunner, type SurveySettings } from './run-surveys.ts';
export const checkJobs = (db: Db, store: FileStore, settings: SurveySettings, log: Logger): Job[] => [
  defineJob({ name: 'checks.plan', payload: z.object({}), cron: '*/10 * * * *', run: () => db.transaction().execute(async (tx) => { await bookPlanned(tx, everywhere); }) }) as Job,
  defineJob({ name: 'checks.survey', payload: z.object({}), cron: '* * * * *', withinSeconds: 7 * 3600, run: surveyRunner(db, store, settings, log) }) as Job,
  defineJob({ name: 'checks.retest', payload: z.object({}), cron: '* * * * *', run: () => goOnWithRetests(db) }) as Job,
  sweepResults(db, settings.dataDir) as Job,
  defineJob({ name: 'checks.patrol', payload: z.object({}), cron: '* * * * *', withinSeconds: 300, run: async () => { await patrol(db, settings); } }) as Job,
];
/** The log of a run is for those who may run it. */
export function guardCheckFiles(desk: FileDesk): void { desk.guard('check_run', mayReadRunLog); }
