import { now, today } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { contactsOf } from '../organisation/index.ts';
import type { contactKinds } from './contract.ts';

defineErrors({
  'contact.not_yet': '核实日期还没有到，请核对。',
  'contact.nobody': '本单位还没有登记带电话的责任人，无可确认。请先在“机构与责任”中任命联络员并填写电话。',
}, {
  'contact.not_yet': 'The day has not come yet.',
  'contact.nobody': 'Your unit has nobody with a telephone yet. Appoint a liaison and give the number first.',
});

interface Fields { kind: (typeof contactKinds)[number]; name: string; contact_person: string; phone: string; note?: string | undefined; verified_on?: string | null | undefined }
function demandPast(date: string | null | undefined): void {
  if (date && date > today()) throw new AppError('invalid', 'contact.not_yet', {}, [{ path: 'verified_on', message: '日期还没有到' }]);
}

export async function createContact(tx: Tx, { kind, name, contact_person, phone, note = '', verified_on = null }: Fields): Promise<string> {
  demandPast(verified_on);
  const id = newId();
  await tx.insertInto('external_contact').values({ id, kind, name, contact_person, phone, note, verified_on, created_at: now().toISOString() }).execute();
  return id;
}
/** Another telephone is another number to try: it is unverified unless the same change says when it was tried. Throws object.changed_meanwhile. */
export async function updateContact(tx: Tx, before: { id: string; phone: string }, change: { [K in keyof Fields]?: Fields[K] | undefined } & { version: number }): Promise<void> {
  demandPast(change.verified_on);
  const { kind, name, contact_person, phone, note, version } = change;
  const verified_on = change.verified_on === undefined && phone !== undefined && phone !== before.phone ? null : change.verified_on;
  const set = Object.fromEntries(Object.entries({ kind, name, contact_person, phone, note, verified_on }).filter(([, v]) => v !== undefined));
  const saved = await tx.updateTable('external_contact').set((e) => ({ ...set, version: e('version', '+', 1) })).where('id', '=', before.id).where('version', '=', version).executeTakeFirst();
  if (saved.numUpdatedRows !== 1n) throw new AppError('conflict', 'object.changed_meanwhile');
}
export async function removeContact(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('external_contact').where('id', '=', id).execute();
}

/** The unit's own people say that its list is right. Throws object.not_found, contact.nobody. */
export async function confirmContacts(tx: Tx, actor: Actor, unitId: string): Promise<{ confirmed_at: string; contacts: number }> {
  if (!mayIn(actor, 'contact.confirm', unitId) || !await tx.selectFrom('unit').select('id').where('id', '=', unitId).where('status', '=', 'active').executeTakeFirst()) throw new AppError('not_found', 'object.not_found');
  const reachable = (await contactsOf(tx, [unitId])).filter((p) => p.phone);
  if (reachable.length === 0) throw new AppError('rule', 'contact.nobody');
  const confirmed_at = now().toISOString();
  await tx.insertInto('contact_check').values({ id: newId(), unit_id: unitId, confirmed_at, by_name: actor.name }).execute();
  return { confirmed_at, contacts: reachable.length };
}
