import { createHash } from 'node:crypto';
import { now, today } from '../clock.ts';
import { sql, type Reader, type Tx } from '../database.ts';
import { newId, newSecret } from '../ids.ts';
import type { Role } from '../permissions.ts';
import type { Actor, HeldRole } from './actor.ts';

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Opens a session and returns the secret for the cookie; only its hash is kept. */
export async function openSession(tx: Tx, accountId: string, ip: string, userAgent: string): Promise<{ id: string; token: string }> {
  const token = newSecret();
  const id = newId();
  const at = now().toISOString();
  await tx.insertInto('session').values({ id, token_hash: hashToken(token), account_id: accountId, ip, user_agent: userAgent.slice(0, 300), created_at: at, last_seen_at: at }).execute();
  return { id, token };
}

/** The roles of `a.id` with the sub-tree of each role's unit, as one JSON value: one statement for every request. */
const heldRoles = sql<HeldRole[]>`coalesce((select json_agg(json_build_object('role', r.role, 'unit_id', r.unit_id, 'unit_name', u.name,
  'subtree', case when r.unit_id is null then '[]'::json else (select coalesce(json_agg(s.id), '[]'::json) from unit s where s.path like u.path || '%') end))
  from account_role r left join unit u on u.id = r.unit_id where r.account_id = a.id), '[]'::json)`;

type Found = { id: string; name: string; user_name: string; must_change_password: boolean; totp_enabled: boolean; roles: HeldRole[] };
const asActor = (row: Found, ip: string, session_id: string | null, token_scopes: string[] | null): Actor => ({
  id: row.id, name: row.name, user_name: row.user_name, must_change_password: row.must_change_password, totp_enabled: row.totp_enabled, ip, session_id, token_scopes,
  roles: row.roles.map((r) => ({ ...r, role: r.role as Role })),
});

/** Whose session it is; undefined when it is unknown, idle too long, or its account may not work any more. */
export async function actorOfSession(db: Reader, token: string, ip: string, idleMinutes: number): Promise<Actor | undefined> {
  const at = now();
  const row = await db.selectFrom('session as s').innerJoin('account as a', 'a.id', 's.account_id')
    .select(['a.id', 'a.name', 'a.user_name', 'a.must_change_password', 'a.totp_enabled', 's.id as session_id', 's.last_seen_at', heldRoles.as('roles')])
    .where('s.token_hash', '=', hashToken(token)).where('a.status', '=', 'active')
    .where((e) => e.or([e('a.valid_until', 'is', null), e('a.valid_until', '>=', today())]))
    .where('s.last_seen_at', '>', new Date(at.getTime() - idleMinutes * 60_000).toISOString()).executeTakeFirst();
  if (!row) return undefined;
  if (at.getTime() - Date.parse(row.last_seen_at) > 60_000) await db.updateTable('session').set({ last_seen_at: at.toISOString() }).where('id', '=', row.session_id).execute();
  return asActor(row, ip, row.session_id, null);
}

/** Whose token it is, limited to the token's scopes. */
export async function actorOfToken(db: Reader, token: string, ip: string): Promise<Actor | undefined> {
  const row = await db.selectFrom('api_token as t').innerJoin('account as a', 'a.id', 't.account_id')
    .select(['a.id', 'a.name', 'a.user_name', 'a.must_change_password', 'a.totp_enabled', 't.id as token_id', 't.scopes', heldRoles.as('roles')])
    .where('t.token_hash', '=', hashToken(token)).where('a.status', '=', 'active').where('t.expires_at', '>', now().toISOString())
    .where((e) => e.or([e('a.valid_until', 'is', null), e('a.valid_until', '>=', today())])).executeTakeFirst();
  if (!row) return undefined;
  await db.updateTable('api_token').set({ last_used_at: now().toISOString() }).where('id', '=', row.token_id)
    .where((e) => e.or([e('last_used_at', 'is', null), e('last_used_at', '<', new Date(now().getTime() - 60_000).toISOString())])).execute();
  return asActor(row, ip, null, row.scopes);
}

/** Accounts that may work today, with the rights they have now: who is told of something must still be allowed to know it. */
export async function actorsOfAccounts(db: Reader, ids: string[]): Promise<Map<string, Actor>> {
  const rows = await db.selectFrom('account as a').select(['a.id', 'a.name', 'a.user_name', 'a.must_change_password', 'a.totp_enabled', heldRoles.as('roles')]).where('a.id', 'in', ids).where('a.status', '=', 'active')
    .where((e) => e.or([e('a.valid_until', 'is', null), e('a.valid_until', '>=', today())])).execute();
  return new Map(rows.map((r) => [r.id, asActor(r, '-', null, null)]));
}

/** Ends every session of an account but one: after a new password, a lock, a change of roles. */
export async function closeSessions(tx: Tx, accountId: string, exceptId?: string | null): Promise<void> {
  let q = tx.deleteFrom('session').where('account_id', '=', accountId);
  if (exceptId) q = q.where('id', '<>', exceptId);
  await q.execute();
}
