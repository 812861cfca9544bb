import './subscriptions.ts';
import './tables.ts';
import type { Db, Reader } from '../../kernel/database.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import type { Job } from '../../kernel/jobs.ts';
import { mlpsDaily } from './daily.job.ts';
import { readItem } from './items.ts';
import { demandVisible } from './queries.ts';
import { demandCheck } from './read-object.ts';

export { unitsWithoutGrading } from './progress.ts';
export { mlpsHandlers } from './routes.ts';
export const mlpsJobs = (db: Db): Job[] => [mlpsDaily(db) as Job];
/** Papers are as visible as what they belong to. */
export function guardMlpsFiles(desk: FileDesk): void {
  const seen = (look: (db: Reader, actor: Actor, id: string) => Promise<unknown>) => async (db: Reader, actor: Actor, id: string): Promise<boolean> => { try { await look(db, actor, id); return true; } catch { return false; } };
  desk.guard('mlps_object', seen(demandVisible));
  desk.guard('mlps_item', seen(readItem));
  desk.guard('mlps_assessment', seen(async (db, actor, id) => { const a = await db.selectFrom('mlps_assessment').select('object_id').where('id', '=', id).executeTakeFirstOrThrow(); return demandVisible(db, actor, a.object_id); }));
  desk.guard('mlps_answer', seen(async (db, actor, id) => { const w = await db.selectFrom('mlps_answer').select('check_id').where('id', '=', id).executeTakeFirstOrThrow(); return demandCheck(db, actor, w.check_id); }));
}
