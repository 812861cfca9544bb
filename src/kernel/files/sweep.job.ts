import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { now } from '../clock.ts';
import { sql, type Db, type Tx } from '../database.ts';
import { defineJob } from '../jobs.ts';
import { noteRun } from '../nightly-run.ts';
import type { FileStore } from './store.ts';

const DAY_MS = 86_400_000;
/** Removes a module's own leftovers from before `before`; returns how many. */
export type Sweeper = (tx: Tx, before: string) => Promise<number>;

/** Once a day: uploads that were never finished, bytes that no row names, forgotten imports, windows and sessions that are over. */
export const sweep = (db: Db, store: FileStore, sweepers: Sweeper[]) => defineJob({
  name: 'files.sweep', payload: z.object({}), cron: '50 * * * *', withinSeconds: 3600,
  async run() {
    const last = await db.selectFrom('nightly_run').select('at').where('name', '=', 'sweep').where('ok', '=', true).executeTakeFirst();
    if (last && now().getTime() - Date.parse(last.at) < 20 * 3_600_000) return;
    const before = new Date(now().getTime() - DAY_MS).toISOString();
    const leftovers = await db.transaction().execute(async (tx) => {
      let n = 0;
      for (const one of sweepers) n += await one(tx, before);
      await tx.deleteFrom('rate_window').where('until', '<', now().toISOString()).execute();
      await tx.deleteFrom('read_noted').where('until', '<', now().toISOString()).execute();
      await tx.deleteFrom('session').where('last_seen_at', '<', new Date(now().getTime() - 30 * DAY_MS).toISOString()).execute();
      return n;
    });
    const bytes = await sweepBytes(db, store, Date.parse(before));
    await noteRun(db, 'sweep', true, { leftovers, ...bytes });
  },
});

/** Bytes are wanted by every column named sha256, whichever module's table it stands in. */
async function wantedAmong(db: Db, sums: string[]): Promise<Set<string>> {
  const { rows: tables } = await sql<{ name: string }>`select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'sha256' and t.table_type = 'BASE TABLE'`.execute(db);
  const wanted = new Set<string>();
  for (const { name } of tables) for (const r of (await sql<{ sha256: string }>`select sha256 from ${sql.table(name)} where sha256 = any(${sums}::text[])`.execute(db)).rows) wanted.add(r.sha256);
  return wanted;
}
async function sweepBytes(db: Db, store: FileStore, before: number): Promise<{ unfinished: number; orphans: number }> {
  const incoming = join(store.dir, 'incoming');
  const old = async (path: string) => ((await stat(path).catch(() => undefined))?.mtimeMs ?? Infinity) < before;
  let unfinished = 0;
  for (const name of await readdir(incoming)) if (await old(join(incoming, name))) { await rm(join(incoming, name), { force: true }); unfinished++; }
  let orphans = 0;
  for (const a of (await readdir(store.dir)).filter((n) => /^[0-9a-f]{2}$/.test(n))) for (const b of await readdir(join(store.dir, a))) {
    const candidates: string[] = [];
    for (const sum of await readdir(join(store.dir, a, b))) if (/^[0-9a-f]{64}$/.test(sum) && await old(store.pathOf(sum))) candidates.push(sum);
    if (candidates.length === 0) continue;
    const wanted = await wantedAmong(db, candidates);
    for (const sum of candidates.filter((c) => !wanted.has(c))) {
      // taken aside first: whoever uploads the same bytes at this moment finds them gone and puts his own, or has touched them and they go back
      const aside = join(incoming, `orphan-${sum}`);
      await rename(store.pathOf(sum), aside);
      if (await old(aside) && !(await wantedAmong(db, [sum])).has(sum)) { await rm(aside); orphans++; } else if (!existsSync(store.pathOf(sum))) await rename(aside, store.pathOf(sum));
    }
  }
  return { unfinished, orphans };
}
