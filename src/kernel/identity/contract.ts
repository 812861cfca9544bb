import * as z from 'zod';
import { byId, DateOnly, defineRoutes, Done, Id, pageOf, Paging, Text } from '../http/route.ts';
import { roles } from '../permissions.ts';

export const UserName = z.string().transform((s) => s.normalize('NFKC').trim().toLowerCase())
  .refine((s) => /^[a-z0-9][a-z0-9._-]{2,31}$/.test(s), '账号为 3–32 位字母、数字、点、下划线或短横，以字母或数字开头');
export const Password = z.string().min(1, '请输入口令').max(128, '口令最多 128 位');
export const RoleName = z.enum(roles);
/** What the system administrator may propose for a new account; the three administrators are never proposed in bulk. */
export const suggestedRoles = ['office', 'leader', 'unit_head', 'liaison', 'vendor'] as const;

export const HeldRole = z.object({ role: RoleName, unit_id: Id.nullable(), unit_name: z.string().nullable() }).meta({ id: 'HeldRole' });
export const Me = z.object({
  id: Id, user_name: z.string(), name: z.string(), roles: z.array(HeldRole), permissions: z.array(z.string()),
  must_change_password: z.boolean(), totp_enabled: z.boolean(), unread: z.number().int(), organisation_name: z.string(),
}).meta({ id: 'Me' });
export const Account = z.object({
  id: Id, user_name: z.string(), name: z.string(), status: z.enum(['active', 'disabled']), locked_until: z.string().nullable(), valid_until: z.string().nullable(),
  person_id: Id.nullable(), must_change_password: z.boolean(), totp_enabled: z.boolean(), roles: z.array(HeldRole), suggested: z.object({ role: z.enum(suggestedRoles), unit_id: Id.nullable(), unit_name: z.string().nullable() }).nullable(), last_seen_at: z.string().nullable(), version: z.number().int(),
}).meta({ id: 'Account' });
export const Session = z.object({ id: Id, ip: z.string(), user_agent: z.string(), created_at: z.string(), last_seen_at: z.string(), current: z.boolean() }).meta({ id: 'Session' });
export const ApiToken = z.object({ id: Id, name: z.string(), scopes: z.array(z.string()), created_at: z.string(), expires_at: z.string().nullable(), last_used_at: z.string().nullable() }).meta({ id: 'ApiToken' });

const firstAdministrator = z.object({ user_name: UserName, name: Text(40), password: Password });

export const identity = defineRoutes('identity', {
  setup_state: { method: 'GET', path: '/api/setup', summary: '是否需要初始化', permission: 'public', reply: z.object({ needed: z.boolean(), password_rule: z.string() }) },
  set_up: {
    method: 'POST', path: '/api/setup', summary: '初始化：建立三员账号', permission: 'public', status: 201, reply: Done,
    body: z.object({ organisation_name: Text(100), system_admin: firstAdministrator, security_admin: firstAdministrator, audit_admin: firstAdministrator }),
  },
  sign_in: { method: 'POST', path: '/api/session', summary: '登录', permission: 'public', body: z.object({ user_name: z.string().max(128), password: Password, totp: z.string().max(10).optional() }), reply: Me },
  me: { method: 'GET', path: '/api/session', summary: '当前账号', permission: 'signed-in', reply: Me },
  sign_out: { method: 'DELETE', path: '/api/session', summary: '退出', permission: 'signed-in', reply: Done },
  change_password: { method: 'POST', path: '/api/session/password', summary: '修改口令', permission: 'signed-in', body: z.object({ old_password: Password, new_password: Password }), reply: Done },
  sessions: { method: 'GET', path: '/api/sessions', summary: '我的登录会话', permission: 'signed-in', reply: z.array(Session) },
  revoke_session: { method: 'DELETE', path: '/api/sessions/{id}', summary: '注销会话', permission: 'signed-in', params: byId, reply: Done },
  totp_start: { method: 'POST', path: '/api/session/totp', summary: '开始启用动态口令', permission: 'signed-in', body: z.object({ password: Password }), reply: z.object({ secret: z.string(), uri: z.string() }) },
  totp_confirm: { method: 'POST', path: '/api/session/totp/confirm', summary: '确认动态口令', permission: 'signed-in', body: z.object({ code: z.string().max(10) }), reply: Done },
  totp_remove: { method: 'POST', path: '/api/session/totp/remove', summary: '停用动态口令', permission: 'signed-in', body: z.object({ password: Password }), reply: Done },
  tokens: { method: 'GET', path: '/api/tokens', summary: '我的接口令牌', permission: 'signed-in', reply: z.array(ApiToken) },
  create_token: { method: 'POST', path: '/api/tokens', summary: '新建接口令牌', permission: 'signed-in', status: 201, body: z.object({ name: Text(60), scopes: z.array(z.string().max(60)).min(1, '至少选一项').max(60), valid_days: z.number().int().min(1).max(366) }), reply: z.object({ id: Id, token: z.string() }) },
  revoke_token: { method: 'DELETE', path: '/api/tokens/{id}', summary: '吊销接口令牌', permission: 'signed-in', params: byId, reply: Done },
  accounts: { method: 'GET', path: '/api/accounts', summary: '账号列表', permission: 'account.read', audit_read: 'hourly', query: Paging.extend({ q: z.string().max(60).optional() }), reply: pageOf(Account) },
  create_account: {
    method: 'POST', path: '/api/accounts', summary: '新建账号', permission: 'account.write', status: 201, reply: Account,
    body: z.object({ user_name: UserName, name: Text(40), password: Password, person_id: Id.nullable().optional(), valid_until: DateOnly.nullable().optional() }),
  },
  create_accounts: {
    method: 'POST', path: '/api/accounts/bulk', summary: '批量建账号：返回初始口令，仅此一次', permission: 'account.write', status: 201, reply: z.object({ accounts: z.array(z.object({ user_name: z.string(), name: z.string(), password: z.string() })), already: z.array(z.string()) }),
    body: z.object({ rows: z.array(z.object({ user_name: UserName, name: Text(40), person_id: Id.nullable().optional(), role: z.enum(suggestedRoles).optional(), unit_id: Id.nullable().optional() })).min(1, '至少选一项').max(300, '一次最多 300 个账号，请分几次') }),
  },
  grant_suggested: { method: 'POST', path: '/api/accounts/grant-suggested', summary: '按建议批量授权', permission: 'account.grant', body: z.object({ ids: z.array(Id).min(1, '至少选一项').max(500) }), reply: z.object({ granted: z.number().int() }) },
  update_account: {
    method: 'PATCH', path: '/api/accounts/{id}', summary: '修改账号', permission: 'account.write', params: byId, reply: Account,
    body: z.object({ version: z.number().int(), name: Text(40).optional(), status: z.enum(['active', 'disabled']).optional(), valid_until: DateOnly.nullable().optional(), unlock: z.boolean().optional(), drop_totp: z.boolean().optional() }),
  },
  reset_password: { method: 'POST', path: '/api/accounts/{id}/password', summary: '重置口令', permission: 'account.write', params: byId, body: z.object({ password: Password }), reply: Done },
  grant_roles: {
    method: 'PUT', path: '/api/accounts/{id}/roles', summary: '授予角色', permission: 'account.grant', params: byId, reply: Account,
    body: z.object({ version: z.number().int(), roles: z.array(z.object({ role: RoleName, unit_id: Id.nullable() })).max(50) }),
  },
});
