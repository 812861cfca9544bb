import { announce } from '../../kernel/changes.ts';
import { now } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { tamperStates } from './contract.ts';
import { visibleSystems } from './queries.ts';
import type { PageSighting } from './survey-input.ts';

/** Keeps what was learnt of each page, and an alarm where one is due. Returns the alarms that are new. */
export async function keepPages(tx: Tx, run: { id: string; system_id: string }, pages: readonly PageSighting[]): Promise<{ id: string; url: string; severity: string; note: string }[]> {
  const at = now().toISOString();
  const alarms: { id: string; url: string; severity: string; note: string }[] = [];
  for (const p of pages) {
    const { id: page_id } = await tx.insertInto('check_page').values({ id: newId(), system_id: run.system_id, url: p.url, baseline: JSON.stringify(p.baseline), updated_at: at }).onConflict((c) => c.columns(['system_id', 'url']).doUpdateSet({ baseline: JSON.stringify(p.baseline), updated_at: at })).returning('id').executeTakeFirstOrThrow();
    if (!p.alarm) continue;
    const id = newId();
    await tx.insertInto('check_tamper').values({ id, page_id, at, run_id: run.id, severity: p.alarm.severity, changes: JSON.stringify(p.alarm.changes), before: JSON.stringify(p.alarm.before), after: JSON.stringify(p.alarm.after), decided_at: null, decided_by_name: null }).execute();
    alarms.push({ id, url: p.url, severity: p.alarm.severity, note: p.alarm.changes.map((c) => c.note).join('；') });
  }
  if (alarms.length) await announce(tx, 'checks');
  return alarms;
}
/** 本次更新为正常发布, or it was tampered with. Approving takes the new state as the baseline. Throws object.not_found. */
export async function decideTampers(tx: Tx, actor: Actor, ids: readonly string[], state: (typeof tamperStates)[number], note: string, approve: (baseline: unknown) => unknown): Promise<void> {
  const rows = await visibleSystems(tx, actor, 'check.manage').innerJoin('check_page as p', 'p.system_id', 's.id').innerJoin('check_tamper as x', 'x.page_id', 'p.id').select(['x.id', 'p.id as page_id', 'p.baseline']).where('x.id', 'in', [...ids]).execute();
  if (rows.length < new Set(ids).size) throw new AppError('not_found', 'object.not_found');
  await tx.updateTable('check_tamper').set({ state, decided_at: now().toISOString(), decided_by_name: actor.name, note }).where('id', 'in', [...ids]).execute();
  if (state === 'approved') for (const [page_id, baseline] of new Map(rows.map((r) => [r.page_id, r.baseline]))) await tx.updateTable('check_page').set({ baseline: JSON.stringify(approve(baseline)), updated_at: now().toISOString() }).where('id', '=', page_id).execute();
  await announce(tx, 'checks');
}
