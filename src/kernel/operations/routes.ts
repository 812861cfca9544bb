import { sql, type Reader } from '../database.ts';
import type { Handlers } from '../http/serve.ts';
import type { operations } from './contract.ts';

interface JobRow { name: string; cron: string | null; waiting: number; active: number; failed: number; completed_at: string | null; failed_at: string | null; error: string | null }
const instant = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`);

/** What the job store knows of each queue; nothing where no process of ours has opened it yet. */
async function jobsOf(db: Reader): Promise<JobRow[]> {
  const { rows: [there] } = await sql<{ yes: boolean }>`select to_regclass('pgboss.job') is not null and to_regclass('pgboss.queue') is not null as yes`.execute(db);
  if (!there!.yes) return [];
  const { rows } = await sql<JobRow>`select q.name, s.cron, count(*) filter (where j.state in ('created', 'retry'))::int as waiting, count(*) filter (where j.state = 'active')::int as active, count(*) filter (where j.state = 'failed')::int as failed,
      ${instant("max(j.completed_on) filter (where j.state = 'completed')")} as completed_at, ${instant("max(j.completed_on) filter (where j.state = 'failed')")} as failed_at,
      left((array_agg(j.output->>'message' order by j.completed_on desc) filter (where j.state = 'failed'))[1], 300) as error
    from pgboss.queue q left join pgboss.schedule s on s.name = q.name left join pgboss.job j on j.name = q.name where q.name !~ '^__' group by q.name, s.cron order by q.name`.execute(db);
  return rows;
}

export const operationsHandlers: Handlers<typeof operations> = {
  async status({ db }) {
    const [jobs, mail, nightly, size, trail] = await Promise.all([
      jobsOf(db),
      db.selectFrom('notice').select((e) => ['mail_state', e.fn.countAll<number>().as('n')]).groupBy('mail_state').execute(),
      db.selectFrom('nightly_run').select(['name', 'at', 'ok', sql<string>`detail::text`.as('detail')]).orderBy('name').execute(),
      sql<{ database_bytes: number; files: number; file_bytes: number }>`select pg_database_size(current_database())::float8 as database_bytes, (select count(distinct sha256)::int from file) as files, (select coalesce(sum(size_bytes), 0)::float8 from (select distinct on (sha256) size_bytes from file order by sha256) f) as file_bytes`.execute(db),
      sql<{ rows: number; oldest_at: string | null }>`select count(*)::int as rows, ${instant('min(at)')} as oldest_at from audit_log`.execute(db),
    ]);
    const of = (state: string): number => mail.find((m) => m.mail_state === state)?.n ?? 0;
    return { jobs, mail: { waiting: of('waiting'), sending: of('sending'), sent: of('sent'), failed: of('failed'), unsure: of('unsure') }, nightly, storage: size.rows[0]!, trail: trail.rows[0]! };
  },
  /** Only what certainly did not leave: of an unsure one nobody knows, and nothing leaves twice. */
  resend_mail: async ({ db: tx, audit }) => {
    const { numUpdatedRows } = await tx.updateTable('notice').set({ mail_state: 'waiting' }).where('mail_state', '=', 'failed').executeTakeFirst();
    audit({ object_type: 'notice', after: { resent: Number(numUpdatedRows) } });
    return { resent: Number(numUpdatedRows) };
  },
};
