import { now, today } from '../../kernel/clock.ts';
import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Handlers } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { progressOf } from '../campaigns/index.ts';
import type { papers } from './contract.ts';
import { demandReader } from './queries.ts';

defineErrors({
  'period.order': '结束日期早于开始日期，请核对。',
  'period.campaign_gone': '所选专项行动不存在，请重新选择。',
}, {
  'period.order': 'It ends before it begins.',
  'period.campaign_gone': 'The campaign is not there; choose again.',
});

/** Periods that touch the year, the next to begin first. */
async function listPeriods(db: Reader, actor: Actor, where: { year?: number | undefined } | { id: string }) {
  demandReader(actor);
  let q = db.selectFrom('protection_period as p').selectAll().orderBy('p.start_on').orderBy('p.id').limit(500);
  if ('id' in where) q = q.where('p.id', '=', where.id);
  else if (where.year) q = q.where('p.start_on', '<=', `${where.year}-12-31`).where('p.end_on', '>=', `${where.year}-01-01`);
  const rows = await q.execute();
  const progress = await progressOf(db, rows.flatMap((r) => r.campaign_id ?? []), []);
  return rows.map((r) => {
    const k = r.campaign_id ? progress.get(r.campaign_id) : undefined;
    return { ...r, phase: today() < r.start_on ? 'ahead' as const : today() > r.end_on ? 'over' as const : 'now' as const, campaign: k ? { id: k.id, title: k.title, total: k.total, done: k.done } : null };
  });
}
async function readPeriod(db: Reader, actor: Actor, id: string) {
  const [row] = await listPeriods(db, actor, { id });
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}
async function check(tx: Tx, p: { start_on: string; end_on: string; campaign_id?: string | null | undefined }): Promise<void> {
  if (p.end_on < p.start_on) throw new AppError('invalid', 'period.order', {}, [{ path: 'end_on', message: '早于开始日期' }]);
  if (p.campaign_id && !await tx.selectFrom('campaign').select('id').where('id', '=', p.campaign_id).forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'period.campaign_gone', {}, [{ path: 'campaign_id', message: '请重新选择' }]);
}
async function lockPeriod(tx: Tx, id: string) {
  const row = await tx.selectFrom('protection_period').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}
const type = 'protection_period';

export const periodHandlers: Handlers<Pick<typeof papers, 'periods' | 'create_period' | 'update_period' | 'remove_period'>> = {
  periods: ({ db, actor, query }) => listPeriods(db, actor, query),
  create_period: async ({ db: tx, actor, body, audit }) => {
    await check(tx, body);
    const id = newId();
    await tx.insertInto('protection_period').values({ ...body, id, campaign_id: body.campaign_id ?? null, note: body.note ?? '', created_by_name: actor.name, created_at: now().toISOString() }).execute();
    audit({ object_type: type, object_id: id, after: body });
    return readPeriod(tx, actor, id);
  },
  update_period: async ({ db: tx, actor, params, body, audit }) => {
    const { version, ...change } = body;
    const before = await lockPeriod(tx, params.id);
    if (before.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
    const set = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined));
    await check(tx, { ...before, ...set });
    await tx.updateTable('protection_period').set({ ...set, version: version + 1 }).where('id', '=', params.id).execute();
    audit({ object_type: type, object_id: params.id, before, after: body });
    return readPeriod(tx, actor, params.id);
  },
  remove_period: async ({ db: tx, params, audit }) => {
    audit({ object_type: type, object_id: params.id, before: await lockPeriod(tx, params.id) });
    await tx.deleteFrom('protection_period').where('id', '=', params.id).execute();
    return { ok: true };
  },
};
