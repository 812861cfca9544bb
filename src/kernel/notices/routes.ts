import type { Handlers } from '../http/serve.ts';
import type { notices } from './contract.ts';
import { inbox, markRead } from './notices.ts';

export const noticeHandlers: Handlers<typeof notices> = {
  list: ({ db, actor, query }) => inbox(db, actor.id!, query),
  read: async ({ db: tx, actor, params }) => { await markRead(tx, actor.id!, params.id); return { ok: true }; },
  read_all: async ({ db: tx, actor }) => { await markRead(tx, actor.id!); return { ok: true }; },
};
