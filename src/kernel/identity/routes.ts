import { Secret } from 'otpauth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { now } from '../clock.ts';
import { sql, type Db, type Reader } from '../database.ts';
import { AppError, defineErrors, languageOf, wordIn } from '../errors.ts';
import type { Handlers } from '../http/serve.ts';
import { newId, newSecret } from '../ids.ts';
import { permissions, type Permission } from '../permissions.ts';
import { countAgainst, giveBack } from '../rate-limit.ts';
import { readSettings, saveSettings } from '../settings/settings.ts';
import { createAccount, grantRoles, listAccounts, readAccount, setPassword, updateAccount } from './accounts.ts';
import { may, unitsFor, type Actor } from './actor.ts';
import type { identity } from './contract.ts';
import { isPassword, passwordRule } from './passwords.ts';
import { actorOfSession, closeSessions, hashToken, openSession } from './sessions.ts';
import { grantSuggested, prepareAccounts } from './bulk-accounts.ts';
import { countAsFailed } from './failure-limit.ts';
import { checkPassword, checkTotp, countAttempt, totpOf } from './sign-in.ts';

defineErrors({
  'setup.done': '系统已经初始化，请直接登录。', 'setup.same_name': '三个管理员须用不同的账号，由不同的人保管。', 'token.too_wide': '令牌的权限不能超过您自己的权限。',
}, {
  'setup.done': 'The system is set up already; sign in.',
  'setup.same_name': 'The three administrators need three accounts, kept by three people.',
  'token.too_wide': 'A token cannot do more than you can.',
});

export interface CookieJar { name: string; secure: boolean }

export function identityHandlers(cookie: CookieJar): Handlers<typeof identity> {
  const put = (reply: FastifyReply, token: string) => reply.setCookie(cookie.name, token, { path: '/', httpOnly: true, sameSite: 'strict', secure: cookie.secure });
  const demandPassword = async (db: Db, actor: Actor, password: string) => {
    const row = await db.selectFrom('account').select(['password_hash', 'user_name']).where('id', '=', actor.id!).executeTakeFirstOrThrow();
    if (!await countAttempt(db, row.user_name, await readSettings(db)) || !await isPassword(row.password_hash, password)) throw new AppError('forbidden', 'password.wrong_old', {}, [{ path: 'password', message: '不正确' }]);
    await db.updateTable('account').set({ failed_count: 0, locked_until: null }).where('id', '=', actor.id!).execute();
  };
  return {
    setup_state: async ({ db, request }) => ({ needed: await setupNeeded(db), password_rule: wordIn(languageOf(request.headers['accept-language']), passwordRule(await readSettings(db))) }),
    set_up: async ({ db: tx, body, audit }) => {
      await sql`select pg_advisory_xact_lock(7265002)`.execute(tx);
      if (!await setupNeeded(tx)) throw new AppError('rule', 'setup.done');
      const three = ['system_admin', 'security_admin', 'audit_admin'] as const;
      if (new Set(three.map((r) => body[r].user_name)).size < 3) throw new AppError('invalid', 'setup.same_name');
      await saveSettings(tx, { organisation_name: body.organisation_name });
      for (const role of three) await grantRoles(tx, null, await createAccount(tx, { ...body[role], must_change_password: false }, `${role}.password`), null, [{ role, unit_id: null }]);
      audit({ object_type: 'organisation', after: { organisation_name: body.organisation_name, administrators: three.map((r) => body[r].user_name) } });
      return { ok: true };
    },
    sign_in: {
      async prepare({ db, body, request, reply, audit }) {
        const user_name = body.user_name.normalize('NFKC').trim().toLowerCase();
        audit({ object_type: 'account', object_id: user_name });
        const s = await readSettings(db);
        const calmAgain = await countAsFailed(db, request.ip);
        // known or not: twenty guesses at one name from wherever they come
        const name = `sign_in:${hashToken(user_name).slice(0, 32)}`;
        await countAgainst(db, name, s.sign_in_per_account, 900);
        const allowed = await countAttempt(db, user_name, s);
        const who = await checkPassword(db, { ...body, user_name }, allowed, s);
        await Promise.all([calmAgain(), giveBack(db, name)]);
        return async (tx) => {
          const { token } = await openSession(tx, who.accountId, request.ip, String(request.headers['user-agent'] ?? ''));
          const actor = await actorOfSession(tx, token, request.ip, s.session_idle_minutes);
          if (!actor) throw new AppError('not_signed_in', 'identity.wrong_password');
          request.actor = actor;
          put(reply, token);
          return me(tx, actor);
        };
      },
    },
    me: ({ db, actor }) => me(db, actor),
    sign_out: async ({ db: tx, actor, reply }) => {
      if (actor.session_id) await tx.deleteFrom('session').where('id', '=', actor.session_id).execute();
      reply.clearCookie(cookie.name, { path: '/' });
      return { ok: true };
    },
    change_password: {
      async prepare({ db, actor, body }) {
        await demandPassword(db, actor, body.old_password);
        return async (tx) => {
          await setPassword(tx, actor.id!, body.new_password, { mustChange: false, keepSession: actor.session_id });
          return { ok: true };
        };
      },
    },
    sessions: async ({ db, actor }) => (await db.selectFrom('session').select(['id', 'ip', 'user_agent', 'created_at', 'last_seen_at']).where('account_id', '=', actor.id!).orderBy('last_seen_at', 'desc').execute()).map((s) => ({ ...s, current: s.id === actor.session_id })),
    revoke_session: async ({ db: tx, actor, params, audit }) => {
      audit({ object_type: 'session', object_id: params.id });
      const gone = await tx.deleteFrom('session').where('id', '=', params.id).where('account_id', '=', actor.id!).executeTakeFirst();
      if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
      return { ok: true };
    },
    totp_start: {
      async prepare({ db, actor, body }) {
        await demandPassword(db, actor, body.password);
        return async (tx) => {
          const secret = new Secret({ size: 20 }).base32;
          await tx.updateTable('account').set({ totp_secret: secret, totp_enabled: false }).where('id', '=', actor.id!).execute();
          return { secret, uri: totpOf(secret, actor.user_name).toString() };
        };
      },
    },
    totp_confirm: async ({ db: tx, actor, body }) => {
      const row = await tx.selectFrom('account').select(['totp_secret', 'totp_step']).where('id', '=', actor.id!).executeTakeFirstOrThrow();
      if (!row.totp_secret) throw new AppError('not_found', 'object.not_found');
      const totp_step = checkTotp(row.totp_secret, body.code, row.totp_step);
      await tx.updateTable('account').set({ totp_enabled: true, totp_step }).where('id', '=', actor.id!).execute();
      await closeSessions(tx, actor.id!, actor.session_id);
      return { ok: true };
    },
    totp_remove: {
      async prepare({ db, actor, body }) {
        await demandPassword(db, actor, body.password);
        return async (tx) => {
          await tx.updateTable('account').set({ totp_enabled: false, totp_secret: null }).where('id', '=', actor.id!).execute();
          return { ok: true };
        };
      },
    },
    tokens: async ({ db, actor }) => db.selectFrom('api_token').select(['id', 'name', 'scopes', 'created_at', 'expires_at', 'last_used_at']).where('account_id', '=', actor.id!).orderBy('created_at').execute(),
    create_token: async ({ db: tx, actor, body, audit }) => {
      if (body.scopes.some((s) => !(s in permissions) || !may(actor, s as Permission))) throw new AppError('forbidden', 'token.too_wide');
      const id = newId();
      const token = `st_${newSecret()}`;
      const at = now();
      await tx.insertInto('api_token').values({ id, token_hash: hashToken(token), account_id: actor.id!, name: body.name, scopes: body.scopes, created_at: at.toISOString(), expires_at: new Date(at.getTime() + body.valid_days * 86_400_000).toISOString(), last_used_at: null }).execute();
      audit({ object_type: 'api_token', object_id: id, after: { name: body.name, scopes: body.scopes } });
      return { id, token };
    },
    revoke_token: async ({ db: tx, actor, params, audit }) => {
      audit({ object_type: 'api_token', object_id: params.id });
      const gone = await tx.deleteFrom('api_token').where('id', '=', params.id).where('account_id', '=', actor.id!).executeTakeFirst();
      if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
      return { ok: true };
    },
    accounts: ({ db, query }) => listAccounts(db, query),
    create_account: async ({ db: tx, body, audit }) => {
      const id = await createAccount(tx, body);
      const account = await readAccount(tx, id);
      audit({ object_type: 'account', object_id: id, after: account });
      return account;
    },
    create_accounts: {
      async prepare({ db, body, audit }) {
        const make = await prepareAccounts(db, body.rows);
        return async (tx) => {
          const done = await make(tx);
          audit({ object_type: 'account', after: { accounts: body.rows.map(({ user_name, name, role, unit_id }) => ({ user_name, name, role, unit_id })), already: done.already } });
          return done;
        };
      },
    },
    grant_suggested: async ({ db: tx, actor, body, audit }) => {
      const granted = await grantSuggested(tx, actor, body.ids);
      audit({ object_type: 'account', after: granted });
      return { granted: granted.length };
    },
    update_account: async ({ db: tx, actor, params, body, audit }) => {
      if (body.drop_totp) await demandNotOtherAdministrator(tx, actor, params.id);
      const before = await readAccount(tx, params.id);
      await updateAccount(tx, actor, params.id, body);
      const after = await readAccount(tx, params.id);
      audit({ object_type: 'account', object_id: params.id, before, after });
      return after;
    },
    reset_password: async ({ db: tx, actor, params, body, audit }) => {
      audit({ object_type: 'account', object_id: params.id });
      await demandNotOtherAdministrator(tx, actor, params.id);
      await setPassword(tx, params.id, body.password, { mustChange: params.id !== actor.id, keepSession: params.id === actor.id ? actor.session_id : null });
      return { ok: true };
    },
    grant_roles: async ({ db: tx, actor, params, body, audit }) => {
      const before = await readAccount(tx, params.id);
      await grantRoles(tx, actor, params.id, body.version, body.roles);
      const after = await readAccount(tx, params.id);
      audit({ object_type: 'account', object_id: params.id, before: before.roles, after: after.roles });
      return after;
    },
  };
}
defineErrors({
  'account.administrator_password': '三员分立：系统管理员不能重置安全管理员、审计管理员的口令和双因素认证。请其本人修改，或在服务器上运行 shoutu reset-password。',
}, {
  'account.administrator_password': 'The system administrator cannot reset the password or second factor of a security or audit administrator. They change it themselves, or run shoutu reset-password on the server.',
});

/** Whoever could set an administrator's password, or take away the second factor, would hold that role too. */
async function demandNotOtherAdministrator(db: Reader, actor: Actor, accountId: string): Promise<void> {
  if (accountId === actor.id) return;
  const roles = await db.selectFrom('account_role').select('role').where('account_id', '=', accountId).execute();
  if (roles.some((r) => r.role === 'security_admin' || r.role === 'audit_admin')) throw new AppError('forbidden', 'account.administrator_password');
}

const setupNeeded = async (db: Reader): Promise<boolean> => !await db.selectFrom('account').select('id').limit(1).executeTakeFirst();

async function me(db: Reader, actor: Actor) {
  const [unread, s] = await Promise.all([
    db.selectFrom('notice').select((e) => e.fn.countAll<number>().as('n')).where('account_id', '=', actor.id!).where('read_at', 'is', null).executeTakeFirstOrThrow(),
    readSettings(db),
  ]);
  return {
    id: actor.id!, user_name: actor.user_name, name: actor.name, roles: actor.roles.map(({ role, unit_id, unit_name }) => ({ role, unit_id, unit_name })),
    permissions: (Object.keys(permissions) as Permission[]).filter((p) => { const u = unitsFor(actor, p); return u === 'all' || u.size > 0; }),
    must_change_password: actor.must_change_password, totp_enabled: actor.totp_enabled, unread: unread.n, organisation_name: s.organisation_name,
  };
}
/** The cookie's value, read from a request. */
export const sessionCookie = (request: FastifyRequest, cookie: CookieJar): string | undefined => request.cookies[cookie.name];
