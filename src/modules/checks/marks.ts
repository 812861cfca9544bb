import { now, today } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { demandSystem } from './queries.ts';

defineErrors({
  'check.mark_until': '误报标记的止日须晚于今天，且不超过一年。到期后会重新计入。',
}, {
  'check.mark_until': 'The mark must end after today and within a year. It counts again afterwards.',
});
/** 误报: this finding, or with `whole` the check on the whole system. What it became in the hazard loop is decided there. Throws object.not_found, check.mark_until. */
export async function markFinding(tx: Tx, actor: Actor, id: string, b: { reason: string; until: string; whole: boolean }): Promise<{ system_id: string; check_id: string }> {
  const f = await tx.selectFrom('check_finding').select(['system_id', 'check_id', 'fingerprint']).where('id', '=', id).executeTakeFirst();
  if (!f) throw new AppError('not_found', 'object.not_found');
  await demandSystem(tx, actor, f.system_id, 'check.manage');
  if (b.until <= today() || b.until > `${Number(today().slice(0, 4)) + 1}${today().slice(4)}`) throw new AppError('invalid', 'check.mark_until', {}, [{ path: 'until', message: '请选择日期' }]);
  await tx.insertInto('check_mark').values({ id: newId(), system_id: f.system_id, check_id: f.check_id, fingerprint: b.whole ? null : f.fingerprint, reason: b.reason, until: b.until, created_at: now().toISOString(), created_by_name: actor.name, removed_at: null, removed_by_name: null }).execute();
  return f;
}
/** Throws object.not_found. */
export async function removeMark(tx: Tx, actor: Actor, systemId: string, markId: string): Promise<void> {
  await demandSystem(tx, actor, systemId, 'check.manage');
  const done = await tx.updateTable('check_mark').set({ removed_at: now().toISOString(), removed_by_name: actor.name }).where('id', '=', markId).where('system_id', '=', systemId).where('removed_at', 'is', null).executeTakeFirst();
  if (done.numUpdatedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
