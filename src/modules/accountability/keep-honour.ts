import { now } from '../../kernel/clock.ts';
import { isUniqueViolation, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { countDecided, seesAll } from './queries.ts';

defineErrors({
  'honour.has_decision': '{unit}在 {year} 年有 {n} 件问责处理决定，按规定取消评优。确需表彰的，请由领导特批并说明理由。',
  'honour.person_needed': '请填写先进个人的姓名。',
  'honour.twice': '同一年度的同一称号已经列入名单。',
  'honour.no_unit': '单位不存在或已撤销，请重新选择。',
}, {
  'honour.has_decision': '{unit} was held to account {n} times in {year} and gets no honours. If it must, a leader approves and says why.',
  'honour.person_needed': 'Write the name of the person.',
  'honour.twice': 'This honour of this year is on the list already.',
  'honour.no_unit': 'The unit is not there or was dissolved. Choose another.',
});
export interface NewHonour { year: number; kind: 'unit' | 'person'; unit_id: string; person_name?: string | undefined; title: string; reason: string; basis?: string | undefined; override_note?: string | undefined }

/** A unit that was held to account in the year is refused, and so are its people, unless a leader says why not. Throws honour.*. */
export async function addHonour(tx: Tx, actor: Actor, h: NewHonour): Promise<string> {
  const unit = await tx.selectFrom('unit').select('name').where('id', '=', h.unit_id).where('status', '=', 'active').forKeyShare().executeTakeFirst();
  if (!unit) throw new AppError('invalid', 'honour.no_unit', {}, [{ path: 'unit_id', message: '请重新选择' }]);
  const person_name = h.kind === 'person' ? h.person_name ?? '' : '';
  if (h.kind === 'person' && !person_name) throw new AppError('invalid', 'honour.person_needed', {}, [{ path: 'person_name', message: '请填写姓名' }]);
  const n = (await countDecided(tx, `${h.year}-01-01`, `${h.year}-12-31`)).find((d) => d.unit_id === h.unit_id)?.n ?? 0;
  if (n > 0 && !h.override_note) throw new AppError('rule', 'honour.has_decision', { unit: unit.name, year: h.year, n });
  const id = newId();
  try {
    await tx.insertInto('honour').values({ id, year: h.year, kind: h.kind, unit_id: h.unit_id, person_name, title: h.title, reason: h.reason, basis: h.basis ?? '', override_note: n > 0 ? h.override_note! : null, created_by_name: actor.name, created_at: now().toISOString() }).execute();
  } catch (error) {
    if (isUniqueViolation(error, 'honour_once')) throw new AppError('conflict', 'honour.twice');
    throw error;
  }
  return id;
}
export async function removeHonour(tx: Tx, id: string) {
  const before = await tx.deleteFrom('honour').where('id', '=', id).returningAll().executeTakeFirst();
  if (!before) throw new AppError('not_found', 'object.not_found');
  return before;
}
/** An honour is public; that a unit was held to account is not. */
export async function listHonours(db: Reader, actor: Actor, year: number) {
  const rows = await db.selectFrom('honour as h').innerJoin('unit as u', 'u.id', 'h.unit_id').select(['h.id', 'h.year', 'h.kind', 'h.unit_id', 'u.name as unit_name', 'h.person_name', 'h.title', 'h.reason', 'h.basis', 'h.override_note', 'h.created_by_name']).where('h.year', '=', year).orderBy('h.kind', 'desc').orderBy('u.sort').orderBy('u.name').orderBy('h.id').execute();
  return seesAll(actor) ? rows : rows.map((r) => ({ ...r, override_note: null, created_by_name: '' }));
}
