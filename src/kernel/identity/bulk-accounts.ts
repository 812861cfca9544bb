import { randomInt } from 'node:crypto';
import { dateOf, now } from '../clock.ts';
import type { Db, Tx } from '../database.ts';
import { AppError, defineErrors } from '../errors.ts';
import { newId } from '../ids.ts';
import { unitRoles } from '../permissions.ts';
import { readSettings } from '../settings/settings.ts';
import { grantRoles } from './accounts.ts';
import type { Actor } from './actor.ts';
import type { suggestedRoles } from './contract.ts';
import { hashPassword } from './passwords.ts';

defineErrors({
  'account.names_taken': '这些账号已存在或重复：{names}。请改名后重试，没有建立任何账号。',
  'account.none_suggested': '所选账号没有待确认的授权建议，可能已被处理，请刷新。',
}, {
  'account.names_taken': 'These accounts exist already or stand there twice: {names}. Rename them; none was made.',
  'account.none_suggested': 'None of these accounts has a role proposed; somebody may have dealt with them. Reload.',
});

export interface BulkRow { user_name: string; name: string; person_id?: string | null | undefined; role?: (typeof suggestedRoles)[number] | undefined; unit_id?: string | null | undefined }
/** Outside staff proposed among many come for half a year; the system administrator may say another day. */
const vendorEnd = (): string => dateOf(new Date(now().getTime() + 180 * 86_400_000));
/** Letters and figures that nobody mistakes for one another. */
const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '-#%+='] as const;
/** One of each kind at least; as long as the settings ask. A letter comes first: a sheet reads a leading mark as a formula, and a safe export would put a quote before it. */
export function makePassword(length: number): string {
  const letters = kinds.map((k) => k.charAt(randomInt(k.length)));
  while (letters.length < length) { const k = kinds[randomInt(3)]!; letters.push(k.charAt(randomInt(k.length))); }
  for (let i = letters.length - 1; i > 0; i--) { const j = randomInt(i + 1); [letters[i], letters[j]] = [letters[j]!, letters[i]!]; }
  const first = letters.findIndex((c) => /[A-Za-z]/.test(c));
  [letters[0], letters[first]] = [letters[first]!, letters[0]!];
  return letters.join('');
}

/** Many accounts at once, each with a first password that is said once and must be changed; whoever has an account already keeps it and is named.
 *  The hashes are made before the transaction. Throws account.names_taken, account.role_needs_unit. */
export async function prepareAccounts(db: Db, rows: readonly BulkRow[]) {
  for (const r of rows) if (r.role && (unitRoles as readonly string[]).includes(r.role) !== Boolean(r.unit_id)) throw new AppError('invalid', 'account.role_needs_unit');
  const s = await readSettings(db);
  const persons = rows.flatMap((r) => r.person_id ?? []);
  const has = new Set(persons.length ? (await db.selectFrom('account').select('person_id').where('person_id', 'in', persons).where('status', '=', 'active').execute()).map((a) => a.person_id) : []);
  const fresh = rows.filter((r) => !r.person_id || !has.has(r.person_id));
  const names = fresh.map((r) => r.user_name);
  const taken = new Set(names.length ? (await db.selectFrom('account').select('user_name').where('user_name', 'in', names).execute()).map((a) => a.user_name) : []);
  const bad = [...new Set(names.filter((n, i) => taken.has(n) || names.indexOf(n) !== i))];
  if (bad.length > 0) throw new AppError('conflict', 'account.names_taken', { names: bad.slice(0, 20).join('、') });
  const made = await Promise.all(fresh.map(async (r) => {
    const password = makePassword(Math.max(12, s.password_min_length));
    return { row: r, id: newId(), password, password_hash: await hashPassword(password) };
  }));
  return async (tx: Tx) => {
    const at = now().toISOString();
    if (made.length) {
      await tx.insertInto('account').values(made.map(({ row, id, password_hash }) => ({ id, user_name: row.user_name, name: row.name, person_id: row.person_id ?? null, password_hash, password_changed_at: at, must_change_password: true, valid_until: row.role === 'vendor' ? vendorEnd() : null, locked_until: null, totp_secret: null, suggested_role: row.role ?? null, suggested_unit_id: row.unit_id ?? null }))).execute();
      await tx.insertInto('password_history').values(made.map(({ id, password_hash }) => ({ account_id: id, password_hash, at }))).execute();
    }
    return { accounts: made.map(({ row, password }) => ({ user_name: row.user_name, name: row.name, password })), already: rows.filter((r) => r.person_id && has.has(r.person_id)).map((r) => r.name) };
  };
}

/** The security administrator says yes to what was proposed: accounts without any role get the one proposed. Returns the accounts granted. */
export async function grantSuggested(tx: Tx, by: Actor, ids: readonly string[]): Promise<{ id: string; role: string; unit_id: string | null }[]> {
  const rows = await tx.selectFrom('account as a').select(['a.id', 'a.suggested_role', 'a.suggested_unit_id']).where('a.id', 'in', [...new Set(ids)]).where('a.suggested_role', 'is not', null)
    .where((e) => e.not(e.exists(e.selectFrom('account_role as r').select('r.account_id').whereRef('r.account_id', '=', 'a.id')))).orderBy('a.id').forUpdate().execute();
  if (rows.length === 0) throw new AppError('rule', 'account.none_suggested');
  for (const r of rows) await grantRoles(tx, by, r.id, null, [{ role: r.suggested_role!, unit_id: r.suggested_unit_id }]);
  return rows.map((r) => ({ id: r.id, role: r.suggested_role!, unit_id: r.suggested_unit_id }));
}
