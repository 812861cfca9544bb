import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { dateOf, now } from '../../kernel/clock.ts';
import { sql, type Db } from '../../kernel/database.ts';
import { defineJob } from '../../kernel/jobs.ts';

/** Results of single checks are kept this long, those of a system's last whole run always; findings, hazards, reports and logs of requests stay. GB/T 22239-2019 8.1.5.4 asks six months of logs. */
const resultDays = 200;
const patrolLogDays = 400;
/** Each night. Safe to run twice. */
export const sweepResults = (db: Db, dataDir: string) => defineJob({
  name: 'checks.sweep', payload: z.object({}), cron: '40 3 * * *',
  async run() {
    const before = (days: number): Date => new Date(now().getTime() - days * 86_400_000);
    await sql`delete from check_result x using check_run r where r.id = x.run_id and r.finished_at < ${before(resultDays).toISOString()} and r.id <> coalesce((select l.id from check_run l where l.system_id = r.system_id and l.state = 'done' and l.only_checks = '{}' order by l.created_at desc limit 1), '00000000-0000-0000-0000-000000000000')`.execute(db);
    const dir = join(dataDir, 'check-logs');
    const last = `patrol-${dateOf(before(patrolLogDays))}.ndjson`;
    for (const name of await readdir(dir).catch(() => [] as string[])) if (name.startsWith('patrol-') && name < last) await rm(join(dir, name), { force: true });
  },
});
