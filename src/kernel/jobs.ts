import { fromKysely, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Tx } from './database.ts';
import { connection } from './database.ts';

/** Work done later, once it is certain that it is wanted. Safe to run twice: a crash may repeat it. */
export interface Job<P extends z.ZodType = z.ZodType> {
  name: string;
  payload: P;
  /** When the server shall do it by itself, as a cron line in Asia/Shanghai. */
  cron?: string;
  /** Also once when the server starts, so that nothing waits for the next hour of the cron line. */
  atStart?: boolean;
  /** Longest a run may take; ten minutes where unset. A run whose server died is taken up again within a minute, whatever this says. */
  withinSeconds?: number;
  run(payload: z.output<P>): Promise<void>;
}
export const defineJob = <P extends z.ZodType>(job: Job<P>): Job<P> => job;

export class Jobs {
  readonly #boss: PgBoss;
  readonly #log: Logger;
  #working = false;
  constructor(url: string, log: Logger) {
    this.#log = log;
    const c = connection(url);
    const options = c.connectionString ? { connectionString: c.connectionString } : { host: c.host!, user: c.user as string, database: c.database!, port: 5432 };
    this.#boss = new PgBoss({ ...options, schema: 'pgboss', max: 4, schedule: true, supervise: true, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 } as ConstructorParameters<typeof PgBoss>[0] & object);
    this.#boss.on('error', (error) => log.warn({ err: error }, 'job store'));
  }
  /** Opens the store; with `work` also takes jobs and keeps the schedule. */
  async start(jobs: Job[], work: boolean): Promise<void> {
    await this.#boss.start();
    for (const job of jobs) {
      const options = { retryLimit: 8, retryBackoff: true, retryDelay: 5, expireInSeconds: job.withinSeconds ?? 600, heartbeatSeconds: 15 };
      await this.#boss.createQueue(job.name, options);
      await this.#boss.updateQueue(job.name, options); // a queue made by an earlier version
      if (!work) continue;
      await this.#boss.work(job.name, { batchSize: 1, pollingIntervalSeconds: 1 }, async ([taken]) => {
        try { await job.run(job.payload.parse(taken?.data ?? {})); } catch (error) { this.#log.error({ err: error, job: job.name }, 'job failed, it will be tried again'); throw error; }
      });
      if (job.atStart) await this.#boss.send(job.name, {});
      if (job.cron) await this.#boss.schedule(job.name, job.cron, {}, { tz: 'Asia/Shanghai' });
    }
    this.#working = work;
  }
  /** Books a job in the caller's transaction: no commit, no job. */
  async book<P extends z.ZodType>(tx: Tx, job: Job<P>, payload: z.input<P>, options: { startAfter?: Date; singletonKey?: string } = {}): Promise<void> {
    await this.#boss.send(job.name, payload as object, { ...options, db: fromKysely(tx as unknown as Parameters<typeof fromKysely>[0]) });
  }
  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: this.#working, timeout: 5000, close: true });
  }
}
