import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { FastifyInstance } from 'fastify';
import { allJobs, buildApp } from './app.ts';
import { filesDir, type Config } from './config.ts';
import { beginTrail } from './kernel/audit/trail.ts';
import { Changes } from './kernel/changes.ts';
import { openDatabase, type Db, type OpenDatabase } from './kernel/database.ts';
import { ensureDatabase, lockDataDir, startPostgres, type EmbeddedPostgres } from './kernel/embedded-postgres.ts';
import { clamdScanner } from './kernel/files/scan.ts';
import { FileStore } from './kernel/files/store.ts';
import { readSettings } from './kernel/settings/settings.ts';
import { Jobs } from './kernel/jobs.ts';
import { migrate } from './kernel/migrate.ts';

export const migrationsDir = join(import.meta.dirname, '../migrations/pg');

export const openLog = (level: string): Logger => pino({
  level,
  redact: { paths: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.token', '*.secret', '*.totp', 'password', 'token', 'secret'], censor: '***' },
  serializers: {
    err: (e: Error & { code?: string }) => ({ type: e.name, message: e.message, code: e.code, stack: e.stack?.split('\n').slice(0, 8).join('\n') }),
    req: (r: { method: string; url: string; ip?: string; headers?: Record<string, string> }) => ({ method: r.method, url: r.url.split('?')[0], ip: r.ip }),
  },
});

export interface Stores { config: Config; postgres: EmbeddedPostgres | undefined; url: string; database: OpenDatabase; store: FileStore; log: Logger; close(): Promise<void> }

/** Opens what the server and the command line share: PostgreSQL (ours or yours), migrated, and the file store. */
export async function openStores(config: Config, log: Logger, options: { guest?: boolean } = {}): Promise<Stores> {
  const postgres = config.databaseUrl ? undefined : await startPostgres(config.dataDir, { info: (t) => log.info(t), warn: (t) => log.warn(t) }, options);
  try {
    const url = config.databaseUrl ?? await ensureDatabase(postgres!, 'shoutu');
    const ran = await migrate(url, migrationsDir);
    if (ran.length) log.info({ ran }, 'database migrated');
    const database = openDatabase(url, config.poolSize);
    await beginTrail(database.db, config.auditHash);
    const scanner = config.clamd ? clamdScanner(config.clamd, async () => (await readSettings(database.db)).scan_unreachable, (err) => log.warn({ err }, 'virus scanner does not answer')) : undefined;
    return { config, postgres, url, database, store: new FileStore(filesDir(config), scanner), log, async close() { await database.db.destroy(); await postgres?.stop(); } };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

export interface Running { app: FastifyInstance; db: Db; address: string; stop(): Promise<void> }
/** Brings everything up in order; `stop` takes it down in the opposite one. */
export async function start(config: Config): Promise<Running> {
  const log = openLog(config.logLevel);
  const unlock = await lockDataDir(config.dataDir);
  try {
    const stores = await openStores(config, log);
    const jobs = new Jobs(stores.url, log);
    const changes = new Changes(stores.url);
    await changes.listen();
    const parts = { config, db: stores.database.db, store: stores.store, changes, log };
    await jobs.start(allJobs(parts), config.role !== 'web');
    const app = await buildApp(parts);
    const address = await app.listen({ host: config.host, port: config.port });
    return { app, db: stores.database.db, address, async stop() { await app.close(); await jobs.stop(); await changes.close(); await stores.close(); unlock(); } };
  } catch (error) {
    unlock();
    throw error;
  }
}
