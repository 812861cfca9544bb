import { now } from '../clock.ts';
import type { Reader, Tx } from '../database.ts';
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';

export interface NewNotice { account_id: string; kind: string; title: string; body: string; link?: string | null; /** Names the event: the same key never tells the same account twice. */ once_key: string; /** Does not wait for the one mail a day. */ urgent?: boolean }

/** Puts messages into the centre, and marks them for mail. Running it again for the same events adds nothing. Returns how many are new. */
export async function tell(tx: Tx, list: NewNotice[]): Promise<number> {
  const created_at = now().toISOString();
  let added = 0;
  for (let i = 0; i < list.length; i += 2000) {
    const rows = list.slice(i, i + 2000).map((n) => ({ id: newId(), account_id: n.account_id, kind: n.kind, title: n.title, body: n.body, link: n.link ?? null, once_key: n.once_key, created_at, read_at: null, mail_state: 'waiting' as const, urgent: n.urgent ?? false }));
    added += (await tx.insertInto('notice').values(rows).onConflict((c) => c.columns(['account_id', 'once_key']).doNothing()).returning('id').execute()).length;
  }
  return added;
}

export async function inbox(db: Reader, accountId: string, filter: { page: number; size: number; unread?: 'true' | 'false' | undefined }) {
  let base = db.selectFrom('notice').where('account_id', '=', accountId);
  if (filter.unread === 'true') base = base.where('read_at', 'is', null);
  const [items, { total }] = await Promise.all([
    base.select(['id', 'kind', 'title', 'body', 'link', 'created_at', 'read_at']).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(filter.size).offset((filter.page - 1) * filter.size).execute(),
    base.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  return { items, total, page: filter.page, size: filter.size };
}
/** Throws object.not_found for somebody else's message. */
export async function markRead(tx: Tx, accountId: string, id?: string): Promise<void> {
  let q = tx.updateTable('notice').set({ read_at: now().toISOString() }).where('account_id', '=', accountId);
  q = id ? q.where('id', '=', id) : q.where('read_at', 'is', null);
  const done = await q.executeTakeFirst();
  if (id && done.numUpdatedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
