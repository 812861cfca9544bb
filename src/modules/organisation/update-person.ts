import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { demandUnit, employeeNoTaken, type NewPerson } from './create-person.ts';
import { changeHolders } from './posts.ts';
import { demandPerson, hasWideAccount } from './queries.ts';

defineErrors({
  'person.guarded_email': '此人的账号面向全单位工作，接收通知的邮箱请由网络安全办公室修改。',
}, {
  'person.guarded_email': 'This person’s account works for the whole organisation; the office changes its mail address.',
});

type Change = { [K in keyof NewPerson]?: NewPerson[K] | undefined } & { version: number; posts?: 'keep' | 'vacate' | undefined };
/** The posts a person holds in the old unit stay with him when he changes it, or fall empty where that is said; who takes them is said by handing them over.
 *  Throws object.not_found, permission.denied for a new unit that is not the actor's, object.changed_meanwhile, person.unit_not_active, person.employee_no_taken, person.guarded_email. */
export async function updatePerson(tx: Tx, actor: Actor, id: string, change: Change): Promise<void> {
  const before = await demandPerson(tx, actor, 'person.write', id);
  if (change.unit_id !== undefined && change.unit_id !== before.unit_id) await demandUnit(tx, actor, change.unit_id);
  if (change.email !== undefined && (change.email || null) !== before.email && unitsFor(actor, 'person.write') !== 'all' && await tx.selectFrom('person as p').select('p.id').where('p.id', '=', id).where(hasWideAccount()).executeTakeFirst()) throw new AppError('forbidden', 'person.guarded_email');
  const { version, name, unit_id, phone, email, employee_no } = change;
  const set = { ...(name !== undefined && { name }), ...(unit_id !== undefined && { unit_id }), ...(phone !== undefined && { phone: phone || null }), ...(email !== undefined && { email: email || null }), ...(employee_no !== undefined && { employee_no: employee_no || null }) };
  try {
    // the unit is asked again: the person may have moved out of reach since he was read
    const saved = await tx.updateTable('person').set((e) => ({ ...set, version: e('version', '+', 1) })).where('id', '=', id).where('version', '=', version).where('unit_id', '=', before.unit_id).executeTakeFirst();
    if (saved.numUpdatedRows !== 1n) throw new AppError('conflict', 'object.changed_meanwhile');
  } catch (error) { throw employeeNoTaken(error, employee_no); }
  if (change.posts === 'vacate' && unit_id !== undefined && unit_id !== before.unit_id) {
    const held = await tx.selectFrom('post_holder as h').innerJoin('post as p', 'p.id', 'h.post_id').select('p.id').where('h.person_id', '=', id).where('h.until', 'is', null).where('p.unit_id', '=', before.unit_id).orderBy('p.id').forUpdate().execute();
    await changeHolders(tx, held.map((p) => ({ post_id: p.id, person_id: null })));
  }
}
