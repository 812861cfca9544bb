import type { Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { demandPlaces } from './places.ts';

/** Throws system.bad_place, system.unit_not_active. */
export async function createRange(tx: Tx, actor: Actor, r: { unit_id: string; written: string; note?: string | undefined }): Promise<string> {
  const [place] = demandPlaces([r.written]);
  if (!place?.first_ip) throw new AppError('invalid', 'system.bad_place', { text: r.written.slice(0, 80) }, [{ path: 'written', message: '请写地址或地址段' }]);
  if (!await tx.selectFrom('unit').select('id').where('id', '=', r.unit_id).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'system.unit_not_active', {}, [{ path: 'unit_id', message: '单位不存在或已撤销' }]);
  const id = newId();
  await tx.insertInto('unit_range').values({ id, unit_id: r.unit_id, written: place.written, first_ip: place.first_ip, last_ip: place.last_ip!, note: r.note ?? '', created_by_name: actor.name }).execute();
  return id;
}
export async function removeRange(tx: Tx, id: string) {
  const before = await tx.deleteFrom('unit_range').where('id', '=', id).returning(['unit_id', 'written', 'note']).executeTakeFirst();
  if (!before) throw new AppError('not_found', 'object.not_found');
  return before;
}
