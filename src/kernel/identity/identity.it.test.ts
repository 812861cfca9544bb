import { Secret, TOTP } from 'otpauth';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, password, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../clock.ts';

let t: TestApp;
let three: Awaited<ReturnType<TestApp['setUp']>>;
beforeAll(async () => { t = await openTestApp(); three = await t.setUp(); });
afterAll(() => t.close());
afterEach(() => moveClockTo(undefined));
const tryPassword = (user: User, guess = password, extra: object = {}, remoteAddress = '10.0.0.1') => t.anonymous.send({ method: 'POST', url: '/api/session', payload: { user_name: user.user_name, password: guess, ...extra }, remoteAddress });

describe('first start', () => {
  test('is open once', async () => {
    expect((await t.anonymous.get('/api/setup')).body.needed).toBe(false);
    const again = await t.anonymous.post('/api/setup', { organisation_name: '别处', system_admin: { user_name: 'x01', name: '甲', password }, security_admin: { user_name: 'x02', name: '乙', password }, audit_admin: { user_name: 'x03', name: '丙', password } });
    expect(again).toMatchObject({ status: 409, body: { code: 'setup.done' } });
  });
});

describe('三员分立', () => {
  test('no account holds two administrators\' roles, whoever writes it', async () => {
    const account = await t.makeAccount('office');
    const give = (roles: object[]) => t.as(three.security_admin).put(`/api/accounts/${account.id}/roles`, { version: 1, roles });
    expect(await give([{ role: 'system_admin', unit_id: null }, { role: 'audit_admin', unit_id: null }])).toMatchObject({ status: 409, body: { code: 'account.one_administrator' } });
    expect(await give([{ role: 'system_admin', unit_id: null }, { role: 'office', unit_id: null }])).toMatchObject({ status: 409 });
    await t.db.deleteFrom('account_role').where('account_id', '=', account.id).execute();
    await t.db.insertInto('account_role').values({ account_id: account.id, role: 'audit_admin', unit_id: null }).execute();
    await expect(t.db.insertInto('account_role').values({ account_id: account.id, role: 'system_admin', unit_id: null }).execute()).rejects.toThrow(/one_administrator_role/);
    await t.db.deleteFrom('account_role').where('account_id', '=', account.id).execute();
  });
  test('nobody grants himself, and the last of each cannot go', async () => {
    expect(await t.as(three.security_admin).put(`/api/accounts/${three.security_admin.id}/roles`, { version: 1, roles: [] })).toMatchObject({ status: 403, body: { code: 'account.not_yourself' } });
    const audit = (await t.as(three.system_admin).get('/api/accounts?q=auditor')).body.items[0];
    expect(await t.as(three.security_admin).put(`/api/accounts/${audit.id}/roles`, { version: audit.version, roles: [] })).toMatchObject({ body: { code: 'account.last_administrator' } });
    const security = (await t.as(three.system_admin).get('/api/accounts?q=secadmin')).body.items[0];
    expect(await t.as(three.system_admin).patch(`/api/accounts/${security.id}`, { version: security.version, status: 'disabled' })).toMatchObject({ body: { code: 'account.last_administrator' } });
  });
  test('the system administrator cannot take over another administrator by a new password', async () => {
    expect(await t.as(three.system_admin).post(`/api/accounts/${three.audit_admin.id}/password`, { password: 'Another-2026!' })).toMatchObject({ status: 403, body: { code: 'account.administrator_password' } });
  });
});

describe('outside staff', () => {
  test('have accounts that end on a day: none without one, and it cannot be taken away', async () => {
    const unit = await t.makeUnit('外协单位所在学院');
    const { system_admin, security_admin } = three;
    expect((await t.as(system_admin).post('/api/accounts', { user_name: 'outside1', name: '外部人员', password })).status).toBe(201);
    const read = async () => (await t.as(system_admin).get('/api/accounts?q=outside1')).body.items[0];
    const account = await read();
    const grant = async () => t.as(security_admin).put(`/api/accounts/${account.id}/roles`, { version: (await read()).version, roles: [{ role: 'vendor', unit_id: unit }] });
    expect(await grant()).toMatchObject({ status: 409, body: { code: 'account.vendor_needs_end' } });
    const until = async (valid_until: string | null) => t.as(system_admin).patch(`/api/accounts/${account.id}`, { version: (await read()).version, valid_until });
    expect((await until('2099-12-31')).status).toBe(200);
    expect((await grant()).status).toBe(200);
    expect(await until(null)).toMatchObject({ status: 409, body: { code: 'account.vendor_needs_end' } });
    expect((await until('2098-12-31')).status).toBe(200);
    // among many they come for half a year
    await t.as(system_admin).post('/api/accounts/bulk', { rows: [{ user_name: 'outside2', name: '驻场工程师', role: 'vendor', unit_id: unit }] });
    const second = (await t.as(system_admin).get('/api/accounts?q=outside2')).body.items[0];
    expect(Date.parse(second.valid_until) - Date.now()).toBeLessThan(181 * 86_400_000);
    expect((await t.as(security_admin).post('/api/accounts/grant-suggested', { ids: [second.id] })).body).toEqual({ granted: 1 });
  });
});

describe('passwords', () => {
  test('weak ones are refused with the rule; used ones are refused', async () => {
    const user = await t.makeAccount('office');
    expect((await t.as(three.system_admin).post('/api/accounts', { user_name: 'weak01', name: '弱', password: 'abc12345' })).body).toMatchObject({ code: 'password.weak', message: expect.stringContaining('至少 10 位') });
    const change = (old_password: string, new_password: string) => t.as(user).post('/api/session/password', { old_password, new_password });
    expect(await change('wrong', 'Brand-new-2026')).toMatchObject({ status: 403, body: { code: 'password.wrong_old' } });
    expect((await change(password, 'Brand-new-2026')).status).toBe(200);
    expect(await change('Brand-new-2026', 'Brand-new-2026')).toMatchObject({ body: { code: 'password.reused' } });
    expect((await t.as(user).get('/api/session')).status).toBe(200);
  });
  test('none of the last five comes back, nor after an administrator gave one', async () => {
    const user = await t.makeAccount('office');
    let current = password;
    const change = async (next: string) => {
      const reply = await t.as(user).post('/api/session/password', { old_password: current, new_password: next });
      if (reply.status === 200) current = next;
      return reply;
    };
    for (const n of [1, 2, 3, 4, 5]) expect((await change(`Change-${n}-2026`)).status).toBe(200);
    for (const n of [1, 5]) expect(await change(`Change-${n}-2026`)).toMatchObject({ body: { code: 'password.reused' } });
    expect((await change('Change-6-2026')).status).toBe(200);
    expect((await change('Change-1-2026')).status, 'the sixth back may be used').toBe(200);
    expect(await t.as(three.system_admin).post(`/api/accounts/${user.id}/password`, { password: 'Change-6-2026' })).toMatchObject({ body: { code: 'password.reused' } });
  });
  test('one that is older than the settings allow lets in, and must be changed first', async () => {
    const user = await t.makeAccount('office');
    moveClockTo(new Date(Date.now() + 91 * 86_400_000));
    expect((await tryPassword(user)).status).toBe(200);
    await t.signIn(user);
    expect((await t.as(user).get('/api/session')).body.must_change_password).toBe(true);
    expect(await t.as(user).get('/api/campaigns')).toMatchObject({ status: 403, body: { code: 'identity.must_change_password' } });
    expect((await t.as(user).post('/api/session/password', { old_password: password, new_password: 'Quarter-2-2026' })).status).toBe(200);
    expect((await t.as(user).get('/api/campaigns')).status).toBe(200);
  });
  test('a first password must be changed before anything else', async () => {
    await t.as(three.system_admin).post('/api/accounts', { user_name: 'fresh1', name: '新人', password: 'First-pass-2026' });
    const user = { ...three.system_admin, user_name: 'fresh1', password: 'First-pass-2026' };
    expect((await t.as(user).get('/api/session')).body.must_change_password).toBe(true);
    expect(await t.as(user).get('/api/tokens')).toMatchObject({ status: 403, body: { code: 'identity.must_change_password' } });
  });
});

describe('signing in', () => {
  test('two hundred guesses at once: no more than the limit are looked at, and the right one comes too late', async () => {
    const user = await t.makeAccount('office');
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => tryPassword(user, i === 150 ? password : `Guess-${i}-2026!`, {}, `10.0.1.${i}`)));
    expect(answers.filter((a) => a.status === 200)).toHaveLength(0);
    // twenty are counted against the name, five of them against the account; the others are not looked at
    expect(answers.filter((a) => a.body.code === 'identity.wrong_password')).toHaveLength(20);
    expect(answers.filter((a) => a.body.code === 'request.too_many')).toHaveLength(180);
    expect((await t.db.selectFrom('account').select('failed_count').where('id', '=', user.id).executeTakeFirstOrThrow()).failed_count).toBe(5);
    expect((await tryPassword(user)).status).toBe(429);
    moveClockTo(new Date(Date.now() + 16 * 60_000));
    expect((await tryPassword(user)).status).toBe(200);
  });
  test('an address that guesses at many accounts is held up, whatever it then sends; others are not, and ten minutes later it may try again', async () => {
    const user = await t.makeAccount('office');
    const from = (ip: string, guess?: string, user_name = user.user_name) => tryPassword({ ...user, user_name }, guess, {}, ip);
    // whoever signs in is not counted, however many do behind one address
    for (let i = 0; i < 3; i++) expect((await from('10.9.9.9')).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 80 }, (_, i) => from('10.9.9.9', 'Guess-2026!!', `guess${i}`)));
    expect(answers.filter((a) => a.status === 401)).toHaveLength(60);
    expect(answers.filter((a) => a.status === 429)).toHaveLength(20);
    const held = await from('10.9.9.9');
    expect(held).toMatchObject({ status: 429, body: { code: 'request.too_many' } });
    expect(held.body.message).toMatch(/请 \d+ 秒后再试/);
    expect((await from('10.9.9.8')).status).toBe(200);
    moveClockTo(new Date(Date.now() + 11 * 60_000));
    expect((await from('10.9.9.9')).status).toBe(200);
  });
  test('what is wrong is said in the language of the page', async () => {
    const ask = (language: string, payload: object) => t.anonymous.send({ method: 'POST', url: '/api/session', payload, headers: { 'accept-language': language, 'x-shoutu': '1' } });
    expect((await ask('en', { user_name: 'nobody', password: 'Wrong-2026-x' })).body.message).toBe('Account or password is not right. Repeated errors lock the account for a while.');
    expect((await ask('zh-CN', { user_name: 'nobody', password: 'Wrong-2026-x' })).body.message).toContain('账号或口令不正确');
    expect((await ask('en', { user_name: 'nobody', password: '' })).body.issues).toEqual([{ path: 'password', message: 'enter the password' }]);
    expect((await ask('en', { user_name: 'nobody' })).body.issues[0].message).toMatch(/expected string/);
    expect((await ask('zh-CN', { user_name: 'nobody' })).body.issues[0].message).toMatch(/[\u4e00-\u9fff]/);
  });
  test('an unknown account is answered like a wrong password', async () => {
    const user = await t.makeAccount('office');
    const [known, unknown] = [await tryPassword(user, 'Wrong-2026-x'), await tryPassword({ ...user, user_name: 'nobody' }, 'Wrong-2026-x')];
    const { request_id: _, ...a } = known.body, { request_id: __, ...b } = unknown.body;
    expect([known.status, a]).toEqual([unknown.status, b]);
  });
  test('upper case and full width are the same account', async () => {
    const user = await t.makeAccount('office');
    expect((await t.anonymous.post('/api/session', { user_name: ` ${user.user_name.toUpperCase().replace('O', 'Ｏ')} `, password })).status).toBe(200);
  });
  test('an account past its last day, or disabled, gets no further at its next request', async () => {
    const user = await t.makeAccount('office');
    expect((await t.as(user).get('/api/session')).status).toBe(200);
    await t.db.updateTable('account').set({ valid_until: '2020-01-01' }).where('id', '=', user.id).execute();
    expect((await t.as(user).get('/api/session')).status).toBe(401);
    expect((await tryPassword(user)).status).toBe(401);
  });
  test('a one-time code is asked for, right once, and never again', async () => {
    const user = await t.makeAccount('office');
    const { secret } = (await t.as(user).post('/api/session/totp', { password })).body;
    const code = (at: Date) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
    expect((await t.as(user).post('/api/session/totp/confirm', { code: code(new Date()) })).status).toBe(200);
    expect(await tryPassword(user)).toMatchObject({ status: 401, body: { code: 'identity.totp_required' } });
    const later = new Date(Date.now() + 60_000);
    moveClockTo(later);
    expect((await tryPassword(user, password, { totp: code(later) })).status).toBe(200);
    expect(await tryPassword(user, password, { totp: code(later) })).toMatchObject({ status: 401, body: { code: 'identity.wrong_totp' } });
  });
});

describe('a lost authenticator', () => {
  test('is taken away by the system administrator, with a row in the trail, but not from the other administrators', async () => {
    const user = await t.makeAccount('office');
    await t.db.updateTable('account').set({ totp_secret: new Secret().base32, totp_enabled: true }).where('user_name', 'in', [user.user_name, 'auditor']).execute();
    expect(await tryPassword(user)).toMatchObject({ status: 401, body: { code: 'identity.totp_required' } });
    const system = t.as(three.system_admin);
    const find = async (name: string) => (await system.get(`/api/accounts?q=${name}`)).body.items[0];
    const [his, auditor] = [await find(user.user_name), await find('auditor')];
    expect((await system.patch(`/api/accounts/${his.id}`, { version: his.version, drop_totp: true })).body).toMatchObject({ totp_enabled: false });
    expect((await tryPassword(user)).status).toBe(200);
    const [row] = await t.db.selectFrom('audit_log').select(['before', 'after']).where('action', '=', 'identity.update_account').where('object_id', '=', his.id).execute();
    expect(JSON.stringify(row!.before)).not.toEqual(JSON.stringify(row!.after));
    expect(await system.patch(`/api/accounts/${auditor.id}`, { version: auditor.version, drop_totp: true })).toMatchObject({ status: 403, body: { code: 'account.administrator_password' } });
  });
});

describe('sessions and tokens', () => {
  test('sessions are listed, revoked, and end with a new password', async () => {
    const user = await t.makeAccount('office');
    const [one, two] = [await t.signIn(user), await t.signIn(user)];
    const get = (cookie: string) => t.app.inject({ method: 'GET', url: '/api/session', headers: { cookie } });
    const list = (await t.app.inject({ method: 'GET', url: '/api/sessions', headers: { cookie: two } })).json<{ id: string; current: boolean }[]>();
    expect(list).toHaveLength(2);
    await t.app.inject({ method: 'DELETE', url: `/api/sessions/${list.find((s) => !s.current)!.id}`, headers: { cookie: two, 'x-shoutu': '1' } });
    expect([(await get(one)).statusCode, (await get(two)).statusCode]).toEqual([401, 200]);
    await t.as(three.system_admin).post(`/api/accounts/${user.id}/password`, { password: 'Reset-by-2026!' });
    expect((await get(two)).statusCode).toBe(401);
  });
  test('a write without the page\'s own header, or from a foreign page, changes nothing', async () => {
    const user = await t.makeAccount('office');
    const cookie = await t.signIn(user);
    const write = (headers: Record<string, string>) => t.app.inject({ method: 'POST', url: '/api/units', headers: { cookie, ...headers }, payload: { parent_id: null, name: '伪造单位', kind: 'school' } });
    for (const headers of [{}, { 'x-shoutu': '1', origin: 'https://evil.example' }, { 'x-shoutu': '1', 'sec-fetch-site': 'cross-site' }] as Record<string, string>[]) expect((await write(headers)).json()).toMatchObject({ code: 'request.foreign_origin' });
    expect(await t.db.selectFrom('unit').select('id').where('name', '=', '伪造单位').execute()).toEqual([]);
  });
  test('a token does what it was made for and nothing else', async () => {
    const user = await t.makeAccount('office');
    expect(await t.as(user).post('/api/tokens', { name: '越权', scopes: ['account.write'], valid_days: 1 })).toMatchObject({ status: 403, body: { code: 'token.too_wide' } });
    const { token } = (await t.as(user).post('/api/tokens', { name: '看板', scopes: ['campaign.read'], valid_days: 1 })).body;
    const call = (method: 'GET' | 'POST', url: string) => t.app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(method === 'POST' && { payload: {} }) });
    expect((await call('GET', '/api/campaigns')).statusCode).toBe(200);
    expect((await call('GET', '/api/people')).statusCode).toBe(403);
    expect((await call('POST', '/api/units')).statusCode).toBe(403);
    moveClockTo(new Date(Date.now() + 2 * 86_400_000));
    expect((await call('GET', '/api/campaigns')).statusCode).toBe(401);
  });
});

describe('many accounts at once', () => {
  test('whoever makes them proposes roles, whoever grants them says yes; first passwords are said once, hold, and must be changed', async () => {
    const { system_admin, security_admin } = three;
    const unit = await t.makeUnit('批量学院');
    const rows = [{ user_name: 'bulk-a', name: '联络员甲', role: 'liaison', unit_id: unit }, { user_name: 'bulk-b', name: '办公室乙', role: 'office' }, { user_name: 'bulk-c', name: '丙' }];
    const made = await t.as(system_admin).post('/api/accounts/bulk', { rows });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body.accounts.map((a: { user_name: string }) => a.user_name)).toEqual(['bulk-a', 'bulk-b', 'bulk-c']);
    const [a] = made.body.accounts as { user_name: string; password: string }[];
    const liaison = { ...system_admin, user_name: a!.user_name, password: a!.password };
    expect((await t.as(liaison).get('/api/session')).body).toMatchObject({ must_change_password: true, roles: [] });
    const listed = (await t.as(security_admin).get('/api/accounts?q=bulk-')).body.items as { id: string; user_name: string; suggested: object | null }[];
    expect(listed.map((x) => x.suggested)).toEqual([{ role: 'liaison', unit_id: unit, unit_name: '批量学院' }, { role: 'office', unit_id: null, unit_name: null }, null]);
    expect((await t.as(system_admin).post('/api/accounts/grant-suggested', { ids: listed.map((x) => x.id) })).status).toBe(403);
    expect((await t.as(security_admin).post('/api/accounts/grant-suggested', { ids: listed.map((x) => x.id) })).body).toEqual({ granted: 2 });
    expect((await t.as(security_admin).post('/api/accounts/grant-suggested', { ids: listed.map((x) => x.id) })).body.code).toBe('account.none_suggested');
    await t.signIn(liaison);
    expect((await t.as(liaison).get('/api/session')).body.roles).toEqual([{ role: 'liaison', unit_id: unit, unit_name: '批量学院' }]);
    // the trail says who made which, and no password
    const trail = JSON.stringify(await t.db.selectFrom('audit_log').selectAll().where('action', '=', 'identity.create_accounts').execute());
    expect(trail).toContain('bulk-a');
    for (const account of made.body.accounts) expect(trail).not.toContain(account.password);
  });
  test('a name that is taken or stands twice makes none of them, and a unit role without its unit is refused', async () => {
    const bulk = (rows: object[]) => t.as(three.system_admin).post('/api/accounts/bulk', { rows });
    const count = async () => (await t.db.selectFrom('account').select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;
    const before = await count();
    expect((await bulk([{ user_name: 'twice', name: '甲' }, { user_name: 'TWICE', name: '乙' }])).body).toMatchObject({ code: 'account.names_taken', message: expect.stringContaining('twice') });
    expect((await bulk([{ user_name: 'fresh-x', name: '甲' }, { user_name: three.system_admin.user_name, name: '乙' }])).body.code).toBe('account.names_taken');
    expect((await bulk([{ user_name: 'fresh-y', name: '甲', role: 'liaison' }])).body.code).toBe('account.role_needs_unit');
    expect((await bulk([{ user_name: 'fresh-z', name: '甲', role: 'security_admin' }])).status).toBe(422);
    expect((await bulk([{ user_name: 'fresh-w', name: '甲', person_id: '00000000-0000-7000-8000-000000000009' }])).status).toBe(422);
    expect(await count()).toBe(before);
  });
});
