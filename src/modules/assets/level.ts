import { now } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';

/** Asked before somebody writes another level into the ledger; whoever grades systems objects by throwing. */
type LevelGuard = (tx: Tx, system: { id: string; name: string }, level: number | null) => Promise<void>;
const guards: LevelGuard[] = [];
export const guardLevel = (guard: LevelGuard): void => { guards.push(guard); };
export async function demandLevel(tx: Tx, system: { id: string; name: string; mlps_level: number | null }, level: number | null | undefined): Promise<void> {
  if (level === undefined || level === system.mlps_level) return;
  for (const guard of guards) await guard(tx, system, level);
}
/** The level that grading found, with its line in the system's history. */
export async function setLevel(tx: Tx, actor: Actor, systemId: string, level: number): Promise<void> {
  const before = await tx.selectFrom('info_system').select('mlps_level').where('id', '=', systemId).forUpdate().executeTakeFirst();
  if (!before || before.mlps_level === level) return;
  await tx.updateTable('info_system').set((e) => ({ mlps_level: level, ungraded_reason: '', version: e('version', '+', 1) })).where('id', '=', systemId).execute();
  await tx.insertInto('system_change').values({ id: newId(), system_id: systemId, at: now().toISOString(), by_name: actor.name, field: 'mlps_level', before: before.mlps_level === null ? '' : String(before.mlps_level), after: String(level) }).execute();
}
