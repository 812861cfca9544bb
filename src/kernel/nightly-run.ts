import { now } from './clock.ts';
import type { Db } from './database.ts';

/** How a nightly duty went the last time: the operations page and `shoutu doctor` read it. */
export async function noteRun(db: Db, name: 'backup' | 'sweep', ok: boolean, detail: object): Promise<void> {
  const row = { name, at: now().toISOString(), ok, detail: JSON.stringify(detail) };
  await db.insertInto('nightly_run').values(row).onConflict((c) => c.column('name').doUpdateSet({ at: row.at, ok, detail: row.detail })).execute();
}
