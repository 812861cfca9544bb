import './subscriptions.ts';
import './tables.ts';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Db } from '../../kernel/database.ts';
import type { FileDesk, FileStore } from '../../kernel/files/store.ts';
import { serverActor, type Actor } from '../../kernel/identity/actor.ts';
import { actorsOfAccounts } from '../../kernel/identity/sessions.ts';
import { defineJob, type Job } from '../../kernel/jobs.ts';
import { hazardDaily } from './daily.job.ts';
import { visibleHazards } from './queries.ts';
import { runImports } from './run-import.ts';

export { severityNames, stateNames, whereText } from './export-hazards.ts';
export { lateHazards } from './late-hazards.ts';
export { moveHazards } from './move-hazards.ts';
export { readFigures } from './figures.ts';
export { registerFound, registerHazard, topUnit, type Found } from './register.ts';
export { hazardsHandlers } from './routes.ts';
export const importRunner = (db: Db, store: FileStore, log: Logger) => () => runImports(db, store, async (account): Promise<Actor> => (account ? (await actorsOfAccounts(db, [account])).get(account) : undefined) ?? { ...serverActor, roles: [{ role: 'office', unit_id: null, unit_name: null, subtree: [] }] } as Actor, log);
export const hazardJobs = (db: Db, store: FileStore, log: Logger): Job[] => [
  hazardDaily(db) as Job,
  defineJob({ name: 'hazards.import', payload: z.object({}), cron: '* * * * *', withinSeconds: 4000, run: importRunner(db, store, log) }) as Job,
];
/** A proof is as visible as its hazard. */
export function guardHazardFiles(desk: FileDesk): void {
  for (const owner of ['hazard', 'hazard_finding']) desk.guard(owner, async (db, actor, id) => await visibleHazards(db, actor).select('h.id').where('h.id', '=', id).executeTakeFirst() !== undefined);
}
