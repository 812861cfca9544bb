import { now } from '../clock.ts';
import { sql, type Db } from '../database.ts';
import { AppError } from '../errors.ts';

const stretch = 600_000;
/** A whole campus may sit behind one address: the limit is on failures, far above what people who mistype together make. */
export const failuresAnAddress = 60;

/** IPv6: whoever has one address has its whole /64. */
export function addressKey(ip: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/.exec(ip)?.[1];
  if (v4) return v4;
  const [head = '', tail] = ip.split('::');
  const groups = head.split(':').filter(Boolean);
  if (tail !== undefined) while (groups.length < 8 - tail.split(':').filter(Boolean).length) groups.push('0');
  return groups.slice(0, 4).map((g) => g.replace(/^0+(?=.)/, '').toLowerCase()).join(':');
}

/** Counts an attempt as failed before it is looked at, in the database, so that neither a burst nor several processes pass the limit.
 *  Throws request.too_many with the seconds to wait. Returns what takes the count back when it did not fail. */
export async function countAsFailed(db: Db, ip: string): Promise<() => Promise<void>> {
  const at = now().getTime();
  const since = new Date(Math.floor(at / stretch) * stretch).toISOString();
  const address = addressKey(ip);
  const { rows: [row] } = await sql<{ count: number }>`insert into sign_in_failure (address, since, count) values (${address}, ${since}, 1) on conflict (address, since) do update set count = sign_in_failure.count + 1 returning count`.execute(db);
  if (row!.count === 1) await db.deleteFrom('sign_in_failure').where('since', '<', new Date(at - 86_400_000).toISOString()).execute();
  if (row!.count > failuresAnAddress) throw new AppError('too_many', 'request.too_many', { seconds: Math.ceil((Date.parse(since) + stretch - at) / 1000) });
  return async () => { await db.updateTable('sign_in_failure').set((e) => ({ count: e('count', '-', 1) })).where('address', '=', address).where('since', '=', since).execute(); };
}
