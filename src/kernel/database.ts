import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';

/** Every table; each kernel part and module adds its own rows by declaration merging, beside its code. */
// oxlint-disable-next-line no-empty-interface
export interface Database {}
export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;
/** Either: an operation that must be part of the caller's transaction takes `Tx`. */
export type Reader = Db | Tx;

// Dates of the trade stay text; instants become ISO text; counts fit a number.
pg.types.setTypeParser(pg.types.builtins.DATE, (v) => v);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (v) => new Date(v).toISOString());
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface OpenDatabase { db: Db; pool: pg.Pool; statements: () => number }

/** Opens a pool. `statements()` counts what was sent, for tests that bound the statements of a request. */
export function openDatabase(url: string, max: number): OpenDatabase {
  const pool = new pg.Pool({ ...connection(url), max, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000, statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000 });
  // a connection lost with the server, idle or in the middle of a transaction: its query fails and the next one opens another
  pool.on('error', () => undefined);
  pool.on('connect', (client) => { client.on('error', () => undefined); });
  let count = 0;
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }), log: () => { count++; } });
  return { db, pool, statements: () => count };
}

/** `postgres:///name?host=/socket/dir&user=…` as well as ordinary addresses. */
export function connection(url: string): pg.ClientConfig {
  const u = new URL(url);
  const host = u.searchParams.get('host');
  return host ? { host, user: u.searchParams.get('user') ?? 'postgres', database: u.pathname.slice(1) || 'postgres', port: Number(u.searchParams.get('port') ?? 5432) } : { connectionString: url };
}

/** A lost connection, a starting or stopping server: worth another try, never the user's fault. */
export function isUnavailable(error: unknown): boolean {
  const e = error as { code?: string; message?: string };
  return ['57P01', '57P02', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(e.code ?? '') || /Connection terminated|timeout exceeded when trying to connect/.test(e.message ?? '');
}
export const isUniqueViolation = (error: unknown, constraint?: string): boolean => (error as { code?: string }).code === '23505' && (!constraint || (error as { constraint?: string }).constraint === constraint);
export { sql };
