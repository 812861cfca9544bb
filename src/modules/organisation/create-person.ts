import { isUniqueViolation, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';

defineErrors({
  'person.employee_no_taken': '工号“{employee_no}”已登记给另一个人，请核对。',
  'person.unit_not_active': '所选单位不存在或已撤销，请重新选择。',
}, {
  'person.employee_no_taken': 'The number “{employee_no}” belongs to somebody else.',
  'person.unit_not_active': 'The unit is not there or is no more; choose again.',
});

export interface NewPerson { name: string; unit_id: string; phone?: string | null | undefined; email?: string | null | undefined; employee_no?: string | null | undefined }
/** Throws permission.denied for a unit that is not the actor's, person.unit_not_active, person.employee_no_taken. */
export async function createPerson(tx: Tx, actor: Actor, input: NewPerson): Promise<string> {
  await demandUnit(tx, actor, input.unit_id);
  const id = newId();
  try {
    await tx.insertInto('person').values({ id, name: input.name, unit_id: input.unit_id, phone: input.phone || null, email: input.email || null, employee_no: input.employee_no || null }).execute();
  } catch (error) { throw employeeNoTaken(error, input.employee_no); }
  return id;
}

/** A person goes only where the actor may write, into a unit that is there, which then cannot be dissolved meanwhile. */
export async function demandUnit(tx: Tx, actor: Actor, unitId: string): Promise<void> {
  demandIn(actor, 'person.write', unitId);
  const unit = await tx.selectFrom('unit').select('id').where('id', '=', unitId).where('status', '=', 'active').forKeyShare().executeTakeFirst();
  if (!unit) throw new AppError('invalid', 'person.unit_not_active', {}, [{ path: 'unit_id', message: '单位不存在或已撤销' }]);
}

export function employeeNoTaken(error: unknown, employee_no: string | null | undefined): unknown {
  return isUniqueViolation(error, 'person_employee_no_key') ? new AppError('conflict', 'person.employee_no_taken', { employee_no: employee_no ?? '' }, [{ path: 'employee_no', message: '工号已被使用' }]) : error;
}
