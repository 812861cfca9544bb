import { now } from '../clock.ts';
import type { Reader } from '../database.ts';
import { AppError, defineErrors } from '../errors.ts';
import type { Handlers } from '../http/serve.ts';
import type { Actor } from '../identity/actor.ts';
import { newId } from '../ids.ts';
import type { views } from './contract.ts';

defineErrors({
  'view.share_denied': '只有网信办可以把视图共享给所有人。',
  'view.too_many': '这个页面已保存了 {most} 个视图，请先删除不用的。',
}, {
  'view.share_denied': 'Only the office may share a view with everybody.',
  'view.too_many': 'There are {most} views of this page already; remove some first.',
});

declare module '../database.ts' {
  interface Database { saved_view: { id: string; account_id: string; page: string; name: string; query: string; columns: string[]; shared: boolean; created_by_name: string; created_at: string } }
}
const most = 30;
/** Own ones, and those the office shares. A view holds filters and columns only: what it opens is scoped like any list. */
const visible = (db: Reader, actor: Actor) => db.selectFrom('saved_view').where((e) => e.or([e('account_id', '=', actor.id), e('shared', '=', true)]));
const shown = (actor: Actor) => ({ account_id, created_by_name: by_name, created_at: _, ...v }: { id: string; account_id: string; page: string; name: string; query: string; columns: string[]; shared: boolean; created_by_name: string; created_at: string }) => ({ ...v, by_name, mine: account_id === actor.id });

export const viewsHandlers: Handlers<typeof views> = {
  list: async ({ db, actor, query }) => (await visible(db, actor).selectAll().where('page', '=', query.page).orderBy('name').orderBy('id').execute()).map(shown(actor)),
  save: async ({ db: tx, actor, body, audit }) => {
    if (body.shared && !actor.roles.some((r) => r.role === 'office')) throw new AppError('forbidden', 'view.share_denied');
    const { kept } = await tx.selectFrom('saved_view').select((e) => e.fn.countAll<number>().as('kept')).where('account_id', '=', actor.id!).where('page', '=', body.page).where('name', '!=', body.name).executeTakeFirstOrThrow();
    if (Number(kept) >= most) throw new AppError('rule', 'view.too_many', { most });
        const row = await tx.insertInto('saved_view').values({ id: newId(), account_id: actor.id!, ...body, created_by_name: actor.name, created_at: now().toISOString() })
      .onConflict((c) => c.columns(['account_id', 'page', 'name']).doUpdateSet((e) => ({ query: e.ref('excluded.query'), columns: e.ref('excluded.columns'), shared: e.ref('excluded.shared') }))).returningAll().executeTakeFirstOrThrow();
    audit({ object_type: 'saved_view', object_id: row.id, after: body });
    return shown(actor)(row);
  },
  remove: async ({ db: tx, actor, params, audit }) => {
    const gone = await tx.deleteFrom('saved_view').where('id', '=', params.id).where('account_id', '=', actor.id!).returning(['page', 'name']).executeTakeFirst();
    if (!gone) throw new AppError('not_found', 'object.not_found');
    audit({ object_type: 'saved_view', object_id: params.id, before: gone });
    return { ok: true };
  },
};
