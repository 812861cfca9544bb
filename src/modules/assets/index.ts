import './subscriptions.ts';
import './tables.ts';
import type { Db } from '../../kernel/database.ts';
import type { Job } from '../../kernel/jobs.ts';
import { raiseClaims } from './claims.job.ts';
import { remindDue } from './remind-due.job.ts';

export { onClaimed, openClaims } from './claims.ts';
export { findInLedgers } from './find-in-ledgers.ts';
export { findOwners } from './find-owner.ts';
export { initialsOf, moveSystem, objectionsTo, objectToOnline, objectToOnlineIn, onSystemNews, setExempt, setFilingNumber, setState, type SystemNews } from './keep-system.ts';
export { guardLevel, setLevel } from './level.ts';
export { ledgersHandlers } from './ledger-routes.ts';
export { assetsHandlers } from './routes.ts';
export { sweepAssetImports } from './sheet-round-trip.ts';
export const assetJobs = (db: Db): Job[] => [raiseClaims(db) as Job, remindDue(db) as Job];
