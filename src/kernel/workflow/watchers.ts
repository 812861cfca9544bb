import { now } from '../clock.ts';
import { sql, type Reader, type Tx } from '../database.ts';
import { mayIn, type Actor } from '../identity/actor.ts';
import { actorsOfAccounts } from '../identity/sessions.ts';
import type { Permission } from '../permissions.ts';

/** 关注: hears of every move of a case. The caller has already seen that the actor may know of it. */
export async function watchCase(tx: Tx, actor: Actor, caseId: string): Promise<void> {
  await tx.insertInto('case_watcher').values({ case_id: caseId, account_id: actor.id!, since: now().toISOString() }).onConflict((c) => c.doNothing()).execute();
}
export async function unwatchCase(tx: Tx, actor: Actor, caseId: string): Promise<void> {
  await tx.deleteFrom('case_watcher').where('case_id', '=', caseId).where('account_id', '=', actor.id!).execute();
}
/** True where the actor follows the case whose id stands in this column. */
export const isFollowed = (actor: Actor, caseId: string) => sql<boolean>`exists (select 1 from case_watcher w where w.case_id = ${sql.ref(caseId)} and w.account_id = ${actor.id}::uuid)`;
/** Who follows these cases and may still read them: rights that were taken away end the news too. */
export async function watchersOf(db: Reader, caseIds: string[], permission: Permission): Promise<{ case_id: string; account_id: string }[]> {
  const rows = await db.selectFrom('case_watcher as w').innerJoin('work_case as c', 'c.id', 'w.case_id').select(['w.case_id', 'w.account_id', 'c.unit_id']).where('w.case_id', 'in', caseIds).execute();
  if (rows.length === 0) return [];
  const actors = await actorsOfAccounts(db, [...new Set(rows.map((r) => r.account_id))]);
  return rows.filter((r) => { const actor = actors.get(r.account_id); return actor && mayIn(actor, permission, r.unit_id); });
}
