import { now, today } from '../clock.ts';
import { isUniqueViolation, sql, type Reader, type Tx } from '../database.ts';
import { AppError, defineErrors } from '../errors.ts';
import { newId } from '../ids.ts';
import { administrators, unitRoles, type Role } from '../permissions.ts';
import { readSettings } from '../settings/settings.ts';
import type { Actor } from './actor.ts';
import type { suggestedRoles } from './contract.ts';
import { demandStrong, demandUnused, hashPassword } from './passwords.ts';
import { closeSessions } from './sessions.ts';

defineErrors({
  'account.name_taken': '账号“{user_name}”已存在，请换一个。',
  'account.one_administrator': '三员分立：一个账号最多担任系统管理员、安全管理员、审计管理员中的一个，且管理员不兼业务角色。',
  'account.role_needs_unit': '单位负责人、联络员、外部人员须指定所属单位；其他角色不指定单位。',
  'account.not_yourself': '不能对自己的账号进行此操作，请由另一位管理员办理。',
  'account.vendor_needs_end': '外部人员的账号须有有效期。请先由系统管理员在账号里填写“有效期至”，再授权。',
  'account.last_administrator': '这是最后一个在用的{role}，不能停用或撤销。请先授权另一个账号。',
}, {
  'account.name_taken': 'The account “{user_name}” exists already; choose another name.',
  'account.one_administrator': 'An account is at most one of system, security and audit administrator, and an administrator has no other role.',
  'account.role_needs_unit': 'Unit heads, liaisons and outside staff need a unit; other roles have none.',
  'account.not_yourself': 'You cannot do this to your own account; ask another administrator.',
  'account.vendor_needs_end': 'Accounts of outside staff end on a day. The system administrator sets “Valid until” first, then the role can be granted.',
  'account.last_administrator': 'This is the last active {role}; give the role to another account first.',
});

const roleNames: Record<string, string> = { system_admin: '系统管理员', security_admin: '安全管理员', audit_admin: '审计管理员' };

export interface NewAccount { user_name: string; name: string; password: string; person_id?: string | null | undefined; valid_until?: string | null | undefined; must_change_password?: boolean }
/** Throws password.weak, account.name_taken. The first password must be changed at first sign-in unless said otherwise. */
export async function createAccount(tx: Tx, input: NewAccount, field = 'password'): Promise<string> {
  demandStrong(input.password, input.user_name, await readSettings(tx), field);
  const id = newId();
  const password_hash = await hashPassword(input.password);
  const at = now().toISOString();
  try {
    await tx.insertInto('account').values({ id, user_name: input.user_name, name: input.name, person_id: input.person_id ?? null, password_hash, password_changed_at: at, must_change_password: input.must_change_password ?? true, valid_until: input.valid_until ?? null, locked_until: null, totp_secret: null }).execute();
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('conflict', 'account.name_taken', { user_name: input.user_name }, [{ path: 'user_name', message: '已存在' }]);
    throw error;
  }
  await tx.insertInto('password_history').values({ account_id: id, password_hash, at }).execute();
  return id;
}

/** Throws password.weak, password.reused. Ends the account's other sessions. */
export async function setPassword(tx: Tx, accountId: string, password: string, options: { mustChange: boolean; keepSession?: string | null }): Promise<void> {
  const s = await readSettings(tx);
  const account = await tx.selectFrom('account').select(['user_name']).where('id', '=', accountId).executeTakeFirst();
  if (!account) throw new AppError('not_found', 'object.not_found');
  demandStrong(password, account.user_name, s, options.mustChange ? 'password' : 'new_password');
  const old = await tx.selectFrom('password_history').select('password_hash').where('account_id', '=', accountId).orderBy('at', 'desc').limit(s.password_history).execute();
  await demandUnused(password, old.map((o) => o.password_hash));
  const password_hash = await hashPassword(password);
  const at = now().toISOString();
  await tx.updateTable('account').set((e) => ({ password_hash, password_changed_at: at, must_change_password: options.mustChange, failed_count: 0, locked_until: null, version: e('version', '+', 1) })).where('id', '=', accountId).execute();
  await tx.insertInto('password_history').values({ account_id: accountId, password_hash, at }).execute();
  await closeSessions(tx, accountId, options.keepSession);
}

/** Gives an account exactly these roles. Throws account.one_administrator, account.role_needs_unit, account.vendor_needs_end, account.not_yourself, account.last_administrator. */
export async function grantRoles(tx: Tx, by: Actor | null, accountId: string, version: number | null, roles: { role: Role; unit_id: string | null }[]): Promise<void> {
  if (by?.id === accountId) throw new AppError('forbidden', 'account.not_yourself');
  const isAdministrator = (r: string) => (administrators as readonly string[]).includes(r);
  if (roles.some((r) => isAdministrator(r.role)) && roles.length > 1) throw new AppError('rule', 'account.one_administrator');
  for (const r of roles) if ((unitRoles as readonly string[]).includes(r.role) !== (r.unit_id !== null)) throw new AppError('invalid', 'account.role_needs_unit');
  if (roles.some((r) => r.role === 'vendor')) await demandEnd(tx, accountId);
  const held = await tx.selectFrom('account_role').select('role').where('account_id', '=', accountId).execute();
  for (const { role } of held) if (isAdministrator(role) && !roles.some((r) => r.role === role)) await demandAnother(tx, role, accountId);
  await bump(tx, accountId, version, {});
  await tx.deleteFrom('account_role').where('account_id', '=', accountId).execute();
  await tx.updateTable('account').set({ suggested_role: null, suggested_unit_id: null }).where('id', '=', accountId).execute();
  const unique = new Map(roles.map((r) => [`${r.role}|${r.unit_id}`, { account_id: accountId, role: r.role, unit_id: r.unit_id }]));
  if (unique.size) await tx.insertInto('account_role').values([...unique.values()]).execute();
  await closeSessions(tx, accountId);
}

export async function updateAccount(tx: Tx, by: Actor, accountId: string, change: { version: number; name?: string | undefined; status?: 'active' | 'disabled' | undefined; valid_until?: string | null | undefined; unlock?: boolean | undefined; drop_totp?: boolean | undefined }): Promise<void> {
  if (change.status === 'disabled' || change.valid_until) {
    if (by.id === accountId) throw new AppError('forbidden', 'account.not_yourself');
    for (const { role } of await tx.selectFrom('account_role').select('role').where('account_id', '=', accountId).execute()) if (role in roleNames) await demandAnother(tx, role, accountId);
  }
  if (change.valid_until === null && await tx.selectFrom('account_role').select('role').where('account_id', '=', accountId).where('role', '=', 'vendor').executeTakeFirst()) throw new AppError('rule', 'account.vendor_needs_end');
  await bump(tx, accountId, change.version, {
    ...(change.name !== undefined && { name: change.name }), ...(change.status && { status: change.status }), ...(change.valid_until !== undefined && { valid_until: change.valid_until }),
    ...(change.unlock && { locked_until: null, failed_count: 0 }), ...(change.drop_totp && { totp_enabled: false, totp_secret: null }),
  });
  if (change.status === 'disabled') await closeSessions(tx, accountId);
}

async function bump(tx: Tx, id: string, version: number | null, set: Record<string, unknown>): Promise<void> {
  let q = tx.updateTable('account').set((e) => ({ ...set, version: e('version', '+', 1) })).where('id', '=', id);
  if (version !== null) q = q.where('version', '=', version);
  if ((await q.executeTakeFirst()).numUpdatedRows === 1n) return;
  const there = await tx.selectFrom('account').select('id').where('id', '=', id).executeTakeFirst();
  throw there ? new AppError('conflict', 'object.changed_meanwhile') : new AppError('not_found', 'object.not_found');
}
/** Outside staff come for a time: their account ends on a day (GB/T 22239-2019 8.1.7.4, visitors from outside). */
async function demandEnd(tx: Tx, accountId: string): Promise<void> {
  const account = await tx.selectFrom('account').select('valid_until').where('id', '=', accountId).executeTakeFirst();
  if (account && account.valid_until === null) throw new AppError('rule', 'account.vendor_needs_end');
}
async function demandAnother(tx: Tx, role: string, accountId: string): Promise<void> {
  // locks the role's rows, so that two administrators cannot remove each other at once
  const others = await tx.selectFrom('account_role as r').innerJoin('account as a', 'a.id', 'r.account_id').select('a.id').where('r.role', '=', role).where('a.status', '=', 'active')
    .where((e) => e.or([e('a.valid_until', 'is', null), e('a.valid_until', '>=', today())])).forUpdate().execute();
  if (!others.some((o) => o.id !== accountId)) throw new AppError('rule', 'account.last_administrator', { role: roleNames[role] ?? role });
}

const accountColumns = (db: Reader) => db.selectFrom('account as a').select(['a.id', 'a.user_name', 'a.name', 'a.status', 'a.locked_until', 'a.valid_until', 'a.person_id', 'a.must_change_password', 'a.totp_enabled', 'a.version',
  sql<{ role: (typeof suggestedRoles)[number]; unit_id: string | null; unit_name: string | null } | null>`case when a.suggested_role is not null and not exists (select 1 from account_role r where r.account_id = a.id) then (select json_build_object('role', a.suggested_role, 'unit_id', a.suggested_unit_id, 'unit_name', (select u.name from unit u where u.id = a.suggested_unit_id))) end`.as('suggested'),
  sql<{ role: Role; unit_id: string | null; unit_name: string | null }[]>`coalesce((select json_agg(json_build_object('role', r.role, 'unit_id', r.unit_id, 'unit_name', u.name) order by r.role) from account_role r left join unit u on u.id = r.unit_id where r.account_id = a.id), '[]'::json)`.as('roles'),
  sql<string | null>`(select to_char(max(s.last_seen_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from session s where s.account_id = a.id)`.as('last_seen_at')]);
export async function readAccount(db: Reader, id: string) {
  const row = await accountColumns(db).where('a.id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}
export async function listAccounts(db: Reader, filter: { page: number; size: number; q?: string | undefined }) {
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : undefined;
  let rows = accountColumns(db);
  let count = db.selectFrom('account as a').select((e) => e.fn.countAll<number>().as('total'));
  if (like) {
    rows = rows.where((e) => e.or([e('a.user_name', 'ilike', like), e('a.name', 'ilike', like)]));
    count = count.where((e) => e.or([e('a.user_name', 'ilike', like), e('a.name', 'ilike', like)]));
  }
  const [items, { total }] = await Promise.all([rows.orderBy('a.user_name').limit(filter.size).offset((filter.page - 1) * filter.size).execute(), count.executeTakeFirstOrThrow()]);
  return { items, total, page: filter.page, size: filter.size };
}

/** Active accounts that hold a role, for messages. */
export async function accountsWithRole(db: Reader, role: Role): Promise<string[]> {
  return (await db.selectFrom('account_role as r').innerJoin('account as a', 'a.id', 'r.account_id').select('a.id').distinct().where('r.role', '=', role).where('a.status', '=', 'active').execute()).map((a) => a.id);
}
