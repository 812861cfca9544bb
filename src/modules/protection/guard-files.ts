import type { Reader } from '../../kernel/database.ts';
import { may, type Actor } from '../../kernel/identity/actor.ts';
import { visiblePolicies, visibleSystems } from './queries.ts';

type Guard = (db: Reader, actor: Actor, id: string) => Promise<boolean>;
const seesSystem = async (db: Reader, actor: Actor, id: string | undefined): Promise<boolean> => id !== undefined && await visibleSystems(db, actor, 'protection.read').select('s.id').where('s.id', '=', id).executeTakeFirst() !== undefined;

export const guardOf: Record<'protection_state' | 'backup_plan' | 'system_account' | 'security_policy', Guard> = {
  // the organisation's own measures are everybody's to read
  protection_state: async (db, actor, id) => {
    const row = await db.selectFrom('protection_state').select('system_id').where('id', '=', id).executeTakeFirst();
    if (!row) return false;
    if (!row.system_id) return may(actor, 'protection.read');
    return seesSystem(db, actor, row.system_id);
  },
  backup_plan: async (db, actor, id) => seesSystem(db, actor, (await db.selectFrom('backup_plan').select('system_id').where('id', '=', id).executeTakeFirst())?.system_id),
  system_account: async (db, actor, id) => seesSystem(db, actor, (await db.selectFrom('system_account').select('system_id').where('id', '=', id).executeTakeFirst())?.system_id),
  security_policy: async (db, actor, id) => await visiblePolicies(db, actor, 'protection.read').select('y.id').where('y.id', '=', id).executeTakeFirst() !== undefined,
};
