import type { Db } from '../database.ts';
import { countAgainst, giveBack } from '../rate-limit.ts';

/** A whole campus may sit behind one address: the limit is on failures, far above what people who mistype together make. */
const failuresAnAddress = 60;

/** IPv6: whoever has one address has its whole /64. */
export function addressKey(ip: string): string {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/.exec(ip)?.[1];
  if (v4) return v4;
  const [head = '', tail] = ip.split('::');
  const groups = head.split(':').filter(Boolean);
  if (tail !== undefined) while (groups.length < 8 - tail.split(':').filter(Boolean).length) groups.push('0');
  return groups.slice(0, 4).map((g) => g.replace(/^0+(?=.)/, '').toLowerCase()).join(':');
}

/** Counts an attempt as failed before it is looked at, so that no burst passes the limit. Throws request.too_many.
 *  Returns what takes the count back when it did not fail. */
export async function countAsFailed(db: Db, ip: string): Promise<() => Promise<void>> {
  const key = `sign_in_from:${addressKey(ip)}`;
  await countAgainst(db, key, failuresAnAddress, 600);
  return () => giveBack(db, key);
}
