import { today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { demand, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { measures, type MeasureKey, type measureStates } from './contract.ts';
import { demandSystem } from './queries.ts';

defineErrors({
  'measure.not_of_systems': '“{name}”不是单个系统的措施，请在“全局措施”里登记。',
  'measure.not_of_organisation': '“{name}”要按系统登记。',
  'measure.why_not': '“{name}”选了不适用，请写明原因。',
}, {
  'measure.not_of_systems': '“{name}” is not of one system; keep it among the measures of the whole.',
  'measure.not_of_organisation': '“{name}” is kept by system.',
  'measure.why_not': '“{name}” does not apply: say why.',
});
export interface Said { measure: MeasureKey; state: (typeof measureStates)[number]; note?: string | undefined }

/** What was said before, for the trail. systemId null: the organisation's own. Throws measure.*, object.not_found. */
export async function setMeasures(tx: Tx, actor: Actor, systemId: string | null, said: Said[]): Promise<Said[]> {
  if (systemId) await demandSystem(tx, actor, systemId);
  for (const [i, s] of said.entries()) {
    const m = measures.find((one) => one.key === s.measure)!;
    if (systemId && m.scope !== 'system') throw new AppError('invalid', 'measure.not_of_systems', { name: m.name });
    if (!systemId && m.scope !== 'organisation') throw new AppError('invalid', 'measure.not_of_organisation', { name: m.name });
    if (s.state === 'na' && !s.note) throw new AppError('invalid', 'measure.why_not', { name: m.name }, [{ path: `states.${i}.note`, message: '请写明原因' }]);
  }
  const before = await tx.selectFrom('protection_state').select(['measure', 'state', 'note']).where(sql<boolean>`system_id is not distinct from ${systemId}`).where('measure', 'in', said.map((s) => s.measure)).execute();
  for (const s of said) {
    await tx.insertInto('protection_state').values({ id: newId(), system_id: systemId, measure: s.measure, state: s.state, note: s.note ?? '', checked_on: today(), by_name: actor.name })
      .onConflict((c) => c.columns(['system_id', 'measure']).doUpdateSet({ state: s.state, note: s.note ?? '', checked_on: today(), by_name: actor.name })).execute();
  }
  return before as Said[];
}
/** Evidence hangs on what was said. Throws object.not_found, permission.denied. */
export async function attachToMeasure(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  const row = await tx.selectFrom('protection_state').select(['id', 'system_id']).where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  if (row.system_id) await demandSystem(tx, actor, row.system_id);
  else demand(actor, 'protection.manage');
  return attachFile(tx, file, 'protection_state', row.id, actor);
}
