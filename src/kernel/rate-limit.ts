import { now } from './clock.ts';
import { sql, type Db } from './database.ts';
import { AppError } from './errors.ts';

/** Counts one more of `key` in its window, for all processes together; the window begins with the first. Throws request.too_many with the
 *  seconds that are left; `first` marks the one refusal of a window that the trail tells of. */
export async function countAgainst(db: Db, key: string, limit: number, windowSeconds: number): Promise<void> {
  const at = now();
  const until = new Date(at.getTime() + windowSeconds * 1000).toISOString();
  const over = sql`rate_window.until <= ${at.toISOString()}`;
  const { rows: [row] } = await sql<{ count: number; until: string }>`insert into rate_window (key, count, until) values (${key}, 1, ${until})
    on conflict (key) do update set count = case when ${over} then 1 else rate_window.count + 1 end, until = case when ${over} then excluded.until else rate_window.until end returning count, until`.execute(db);
  // the table holds the windows that are open and no more: whoever opens one now and then clears what is over
  if (row!.count === 1 && Math.random() < 0.02) await sql`delete from rate_window where key in (select key from rate_window where until < ${at.toISOString()} limit 2000 for update skip locked)`.execute(db);
  if (row!.count > limit) throw new AppError('too_many', 'request.too_many', { seconds: Math.max(1, Math.ceil((Date.parse(row!.until) - at.getTime()) / 1000)), first: Number(row!.count === limit + 1) });
}
/** What turned out well does not count. */
export async function giveBack(db: Db, key: string): Promise<void> {
  await sql`update rate_window set count = greatest(0, count - 1) where key = ${key}`.execute(db);
}

/** Writes of one account in this process; cheap enough for every request. Throws request.too_many. */
export function writeLimiter(): (accountId: string, perMinute: number) => void {
  let windows = new Map<string, number>();
  let end = 0;
  return (accountId, perMinute) => {
    const at = Date.now();
    if (at >= end) { windows = new Map(); end = at + 60_000; }
    const count = (windows.get(accountId) ?? 0) + 1;
    windows.set(accountId, count);
    if (perMinute > 0 && count > perMinute) throw new AppError('too_many', 'request.too_many', { seconds: Math.max(1, Math.ceil((end - at) / 1000)), first: 0 });
  };
}
