import { isUniqueViolation, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { logKinds } from './contract.ts';
import { demandSystem } from './queries.ts';

defineErrors({
  'log_keeping.already': '这个系统的这类日志已登记，请修改原来的一条。',
}, {
  'log_keeping.already': 'Logs of this kind are registered already; change that row.',
});
export interface LogFields { what: (typeof logKinds)[number]; place?: string | undefined; keep_days: number; backed_up: boolean }
const values = (f: LogFields) => ({ what: f.what, place: f.place ?? '', keep_days: f.keep_days, backed_up: f.backed_up });
async function kept<T>(write: () => Promise<T>): Promise<T> {
  try { return await write(); } catch (error) { throw isUniqueViolation(error) ? new AppError('conflict', 'log_keeping.already', {}, [{ path: 'what', message: '已登记' }]) : error; }
}
/** Throws log_keeping.already, object.not_found. */
export async function createLog(tx: Tx, actor: Actor, f: LogFields & { system_id: string }): Promise<string> {
  await demandSystem(tx, actor, f.system_id);
  const id = newId();
  await kept(() => tx.insertInto('log_keeping').values({ id, system_id: f.system_id, ...values(f) }).execute());
  return id;
}
async function demandLog(tx: Tx, actor: Actor, id: string) {
  const g = await tx.selectFrom('log_keeping').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!g) throw new AppError('not_found', 'object.not_found');
  await demandSystem(tx, actor, g.system_id);
  return g;
}
export async function updateLog(tx: Tx, actor: Actor, id: string, f: LogFields & { version: number }) {
  const before = await demandLog(tx, actor, id);
  if (before.version !== f.version) throw new AppError('conflict', 'object.changed_meanwhile');
  await kept(() => tx.updateTable('log_keeping').set((e) => ({ ...values(f), version: e('version', '+', 1) })).where('id', '=', id).execute());
  return before;
}
export async function removeLog(tx: Tx, actor: Actor, id: string) {
  const before = await demandLog(tx, actor, id);
  await tx.deleteFrom('log_keeping').where('id', '=', id).execute();
  return before;
}
