import { catalogue, readTemplate } from '../../engines/site-checks/index.ts';
import { now } from '../../kernel/clock.ts';
import { isUniqueViolation, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';

defineErrors({
  'check.template_refused': '这个模板不能使用：{faults}。',
  'check.template_known': '已有编号为 {id} 的检测项。',
}, {
  'check.template_refused': 'This template cannot be used: {faults}.',
  'check.template_known': 'There is a check of the id {id} already.',
});
export const listTemplates = async (db: Reader) => db.selectFrom('check_template').select(['id', 'name', 'check_id', 'enabled', 'created_at', 'created_by_name']).orderBy('created_at', 'desc').orderBy('id').execute();
/** Kept only where it provably does no more than look. Throws check.template_refused with every reason, check.template_known. */
export async function addTemplate(tx: Tx, actor: Actor, yaml: string): Promise<{ id: string; check_id: string }> {
  const read = readTemplate(yaml);
  if ('faults' in read) throw new AppError('invalid', 'check.template_refused', { faults: read.faults.slice(0, 8).join('；') }, [{ path: 'yaml', message: read.faults[0]! }]);
  const { check } = read;
  if (catalogue.some((c) => c.id === check.id)) throw new AppError('conflict', 'check.template_known', { id: check.id });
  const id = newId();
  try {
    await tx.insertInto('check_template').values({ id, name: check.title.zh, check_id: check.id, yaml, created_at: now().toISOString(), created_by_name: actor.name }).execute();
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('conflict', 'check.template_known', { id: check.id });
    throw error;
  }
  return { id, check_id: check.id };
}
/** Throws object.not_found. */
export async function removeTemplate(tx: Tx, id: string): Promise<string> {
  const gone = await tx.deleteFrom('check_template').where('id', '=', id).returning('check_id').executeTakeFirst();
  if (!gone) throw new AppError('not_found', 'object.not_found');
  return gone.check_id;
}
