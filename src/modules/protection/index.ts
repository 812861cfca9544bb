import './subscriptions.ts';
import './tables.ts';
import type { Db } from '../../kernel/database.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import type { Job } from '../../kernel/jobs.ts';
import { guardOf } from './guard-files.ts';
import { weeklyProtection } from './remind.job.ts';

export { protectionHandlers } from './routes.ts';
export { unguardedSystems } from './unguarded.ts';
export const protectionJobs = (db: Db): Job[] => [weeklyProtection(db) as Job];
/** A file is as visible as what it belongs to. */
export function guardProtectionFiles(desk: FileDesk): void {
  for (const type of ['protection_state', 'backup_plan', 'system_account', 'security_policy'] as const) desk.guard(type, guardOf[type]);
}
