import { today } from '../../kernel/clock.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import type { letters } from './contract.ts';
import { issueNotices, listLetters, orderShut, previewNotices, signNotice, withdrawNotice } from './issue-notices.ts';

export const lettersHandlers = (store: FileStore): Handlers<typeof letters> => ({
  list: ({ db, actor, query }) => listLetters(db, actor, query),
  preview: ({ db, actor, body }) => previewNotices(db, actor, body),
  issue: async ({ db: tx, actor, body, audit }) => {
    const result = await issueNotices(tx, store, actor, body);
    audit({ object_type: 'hazard_notice', after: { ...body, ...result } });
    return result;
  },
  shut: async ({ db: tx, actor, body, audit }) => {
    const result = await orderShut(tx, store, actor, body.system_id, body.reason, today());
    audit({ object_type: 'info_system', object_id: body.system_id, after: { ...body, ...result } });
    return result;
  },
  sign: async ({ db: tx, actor, params, audit }) => {
    await signNotice(tx, actor, params.id);
    audit({ object_type: 'hazard_notice', object_id: params.id });
    return { ok: true };
  },
  withdraw: async ({ db: tx, actor, params, body, audit }) => {
    await withdrawNotice(tx, actor, params.id, body.note);
    audit({ object_type: 'hazard_notice', object_id: params.id, after: body });
    return { ok: true };
  },
});
