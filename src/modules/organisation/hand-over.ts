import { today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { closeSessions } from '../../kernel/identity/sessions.ts';
import { administrators, type Role } from '../../kernel/permissions.ts';
import { changeHolders } from './posts.ts';
import { demandPerson } from './queries.ts';

defineErrors({
  'person.left_already': '{name}已登记离岗，不能再办理交接，也不能接任岗位。',
  'person.own_successor': '接任者不能是本人，请另选一位。',
  'person.posts_elsewhere': '此人还担任您管理范围之外的岗位，请由网络安全办公室办理交接。',
  'person.higher_account': '此人的账号权限高于您的管理范围，不能由您登记离岗。请由网络安全办公室办理。',
  'person.administrator': '此人的账号担任三员管理员。请先由安全管理员收回管理员角色，再登记离岗。',
}, {
  'person.left_already': '{name} has left and can neither hand over nor take over posts.',
  'person.own_successor': 'Nobody succeeds himself; choose another.',
  'person.posts_elsewhere': 'This person also holds posts outside your units; ask the office to hand over.',
  'person.higher_account': 'This person’s account stands above you; ask the office.',
  'person.administrator': 'This person is one of the three administrators. The security administrator must take that role back first.',
});

/** What a higher module does in the transaction in which somebody leaves. */
export type OnPersonLeft = (tx: Tx, personId: string, day: string) => Promise<void>;
const leavers: OnPersonLeft[] = [];
export const onPersonLeft = (follow: OnPersonLeft): void => { leavers.push(follow); };

export interface HandOver { version: number; successor_id: string | null; left: boolean }
/** Posts go to the successor, who finds the units' open work waiting; memberships in leading groups by name go with them (由接任者继续履行).
 *  Without a successor the posts stand open. Whoever has left keeps his history and loses his account.
 *  Throws object.not_found for either person, object.changed_meanwhile, person.* */
export async function handOver(tx: Tx, actor: Actor, id: string, input: HandOver): Promise<{ posts: number; tasks: number }> {
  const person = await demandPerson(tx, actor, 'person.write', id);
  if (person.status === 'left') throw new AppError('rule', 'person.left_already', { name: person.name });
  if (input.successor_id === id) throw new AppError('invalid', 'person.own_successor', {}, [{ path: 'successor_id', message: '不能是本人' }]);
  if (input.successor_id) {
    const heir = await demandPerson(tx, actor, 'person.write', input.successor_id);
    if (heir.status === 'left') throw new AppError('rule', 'person.left_already', { name: heir.name });
  }
  const saved = await tx.updateTable('person').set((e) => ({ status: input.left ? 'left' as const : 'active' as const, version: e('version', '+', 1) })).where('id', '=', id).where('version', '=', input.version).where('unit_id', '=', person.unit_id).executeTakeFirst();
  if (saved.numUpdatedRows !== 1n) throw new AppError('conflict', 'object.changed_meanwhile');

  const held = await tx.selectFrom('post_holder as h').innerJoin('post as p', 'p.id', 'h.post_id').select(['p.id', 'p.unit_id', 'p.duty']).where('h.person_id', '=', id).where('h.until', 'is', null).orderBy('p.id').forUpdate().execute();
  if (held.some((p) => !mayIn(actor, 'person.write', p.unit_id))) throw new AppError('forbidden', 'person.posts_elsewhere');
  const { rows: [open] } = await sql<{ tasks: number }>`select count(*) as tasks from work_case where closed_at is null and unit_id = any(${held.filter((p) => p.duty === 'liaison').map((p) => p.unit_id)}::uuid[])`.execute(tx);
  await changeHolders(tx, held.map((p) => ({ post_id: p.id, person_id: input.successor_id })));
  if (input.successor_id) await tx.updateTable('leading_group_member').set({ person_id: input.successor_id }).where('person_id', '=', id).execute();
  if (input.left) {
    await disableAccounts(tx, actor, id);
    for (const follow of leavers) await follow(tx, id, today());
  }
  return { posts: held.length, tasks: open?.tasks ?? 0 };
}

/** The right to keep people is no right over those who outrank one: an account goes only with roles that the actor stands above. */
async function disableAccounts(tx: Tx, actor: Actor, personId: string): Promise<void> {
  const accounts = await tx.selectFrom('account as a').leftJoin('account_role as r', 'r.account_id', 'a.id').select(['a.id', 'r.role', 'r.unit_id']).where('a.person_id', '=', personId).where('a.status', '=', 'active').execute();
  for (const a of accounts) {
    if ((administrators as readonly string[]).includes(a.role ?? '')) throw new AppError('rule', 'person.administrator');
    if (a.id !== actor.id && a.role && !standsAbove(actor, a.role as Role, a.unit_id)) throw new AppError('forbidden', 'person.higher_account');
  }
  const ids = [...new Set(accounts.map((a) => a.id))];
  if (ids.length) await tx.updateTable('account').set((e) => ({ status: 'disabled' as const, version: e('version', '+', 1) })).where('id', 'in', ids).execute();
  for (const account of ids) await closeSessions(tx, account);
}
function standsAbove(actor: Actor, role: Role, unitId: string | null): boolean {
  if (unitsFor(actor, 'person.write') === 'all') return true;
  if (!unitId) return false;
  if (role === 'unit_head') return actor.roles.some((held) => held.role === 'unit_head' && held.unit_id !== unitId && held.subtree.includes(unitId));
  return mayIn(actor, 'person.write', unitId);
}
