import { now, today } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { promiseKinds } from './contract.ts';
import { visiblePromises } from './queries.ts';

defineErrors({
  'promise.not_there': '所选签订人或单位中有不存在、已离岗或已撤销的，请重新选择。',
  'promise.not_yet': '签订日期还没有到，请核对。',
  'promise.ends_before_it_begins': '有效期早于签订日期，请核对。',
}, {
  'promise.not_there': 'One of the people or units chosen is not there, has left or is no more; choose again.',
  'promise.not_yet': 'The day of signing has not come yet.',
  'promise.ends_before_it_begins': 'It ends before it was signed.',
});

export interface Signing { kind: (typeof promiseKinds)[number]; ids: string[]; signed_on: string; valid_until?: string | null | undefined }
/** 保密承诺书 by people, 网络安全承诺书 by units; who has one that still holds keeps it and is named, one that ran out is replaced.
 *  Throws promise.not_there also for people and units that are not the actor's. */
export async function signPromises(tx: Tx, actor: Actor, input: Signing): Promise<{ added: number; already: string[] }> {
  if (input.signed_on > today()) throw new AppError('invalid', 'promise.not_yet', {}, [{ path: 'signed_on', message: '日期还没有到' }]);
  if (input.valid_until && input.valid_until < input.signed_on) throw new AppError('invalid', 'promise.ends_before_it_begins', {}, [{ path: 'valid_until', message: '早于签订日期' }]);
  const ids = [...new Set(input.ids)];
  const units = unitsFor(actor, 'capacity.write');
  const signers = input.kind === 'confidentiality'
    ? (await tx.selectFrom('person').select(['id', 'name', 'unit_id']).where('id', 'in', ids).where('status', '=', 'active').orderBy('id').forUpdate().execute()).map((p) => ({ key: p.id, name: p.name, unit_id: p.unit_id, person_id: p.id }))
    : (await tx.selectFrom('unit').select(['id', 'name']).where('id', 'in', ids).where('status', '=', 'active').orderBy('id').forUpdate().execute()).map((u) => ({ key: u.id, name: u.name, unit_id: u.id, person_id: null }));
  if (signers.length !== ids.length || (units !== 'all' && signers.some((s) => !units.has(s.unit_id)))) throw new AppError('invalid', 'promise.not_there', {}, [{ path: 'ids', message: '有人或单位不可选' }]);
  const standing = (await tx.selectFrom('promise').select(['id', 'unit_id', 'person_id', 'valid_until']).where('kind', '=', input.kind).where('withdrawn_at', 'is', null).where((e) => e.or([e('person_id', 'in', ids), e.and([e('person_id', 'is', null), e('unit_id', 'in', ids)])])).execute());
  const over = standing.filter((p) => p.valid_until !== null && p.valid_until < today());
  const at = now().toISOString();
  if (over.length) await tx.updateTable('promise').set({ withdrawn_at: at, withdrawn_note: '到期换签' }).where('id', 'in', over.map((p) => p.id)).execute();
  const has = new Set(standing.filter((p) => !over.includes(p)).map((p) => p.person_id ?? p.unit_id));
  const fresh = signers.filter((s) => !has.has(s.key));
  if (fresh.length) await tx.insertInto('promise').values(fresh.map((s) => ({ id: newId(), kind: input.kind, unit_id: s.unit_id, person_id: s.person_id, signed_on: input.signed_on, valid_until: input.valid_until ?? null, created_by_name: actor.name, created_at: at, withdrawn_at: null, withdrawn_note: null }))).execute();
  return { added: fresh.length, already: signers.filter((s) => has.has(s.key)).map((s) => s.name) };
}

async function demandPromise(tx: Tx, actor: Actor, id: string) {
  const row = await visiblePromises(tx, actor, 'capacity.write').select(['m.id', 'm.kind', 'm.unit_id', 'm.person_id', 'm.signed_on']).where('m.id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}
export async function withdrawPromise(tx: Tx, actor: Actor, id: string, note: string) {
  const before = await demandPromise(tx, actor, id);
  await tx.updateTable('promise').set({ withdrawn_at: now().toISOString(), withdrawn_note: note }).where('id', '=', id).execute();
  return before;
}
export async function attachToPromise(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandPromise(tx, actor, id);
  return attachFile(tx, file, 'promise', id, actor);
}
