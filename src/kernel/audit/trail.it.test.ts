import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, password, type TestApp } from '../../../test/app.ts';
import { sql } from '../database.ts';
import { verifyTrail } from './trail.ts';

let t: TestApp;
let open: TestApp[] = [];
beforeEach(async () => {
  t = await openTestApp();
  open.push(t);
  const { system_admin } = await t.setUp();
  for (let i = 0; i < 5; i++) await t.as(system_admin).post('/api/accounts', { user_name: `user${i}`, name: `账号${i}`, password });
});
afterAll(async () => { for (const one of open) await one.close(); });
/** What somebody with the database in his hands could do. */
const tamper = (statement: string) => sql.raw(`alter table audit_log disable trigger all; ${statement}; alter table audit_log enable trigger all`).execute(t.db);

test('is found by action, and leaves as a sheet with a row of its own, no cell a formula', async () => {
  const auditor = { id: '', user_name: 'auditor', name: '审计管理员丙', password, role: 'audit_admin' as const, unit_id: null };
  expect((await t.as(auditor).get('/api/audit?action=identity.create_account')).body.total).toBe(5);
  await t.anonymous.post('/api/session', { user_name: '=cmd', password });
  const csv = (await t.as(auditor).get('/api/audit.csv')).bytes.toString();
  const lines = csv.trim().split('\r\n');
  expect(lines[0]).toContain('"序号","时间（北京时间）","人员"');
  expect(lines.filter((l) => l.includes('"identity.create_account"'))).toHaveLength(5);
  expect(csv).toContain('"\'=cmd"');
  const { total } = (await t.as(auditor).get('/api/audit')).body;
  expect(lines.length - 1).toBeGreaterThanOrEqual(total - 1);
  expect((await t.as(auditor).get('/api/audit?action=audit.export')).body.total).toBe(1);
});

describe('the trail', () => {
  test('is whole when nobody touched it, with one row for every write', async () => {
    expect(await verifyTrail(t.db)).toEqual({ ok: true, rows: 7, first_bad_seq: null, reason: null });
  });
  test.each([
    ['an edited row', "update audit_log set actor_name = '别人' where seq = 3", 3],
    ['an edited value', `update audit_log set after = replace(after::text, '账号1', '账号X')::json where seq = 4`, 4],
    ['a deleted row', 'delete from audit_log where seq = 4', 4],
    ['the deleted last row', 'delete from audit_log where seq = 7', 7],
    ['an inserted row', "insert into audit_log select 99, at, actor_id, actor_name, ip, action, object_type, object_id, result, before, after, hash from audit_log where seq = 2; update audit_log set seq = seq + 100 where seq > 3 and seq < 50; update audit_log set seq = 4 where seq = 99; update audit_log set seq = seq - 99 where seq > 100", 4],
    ['two rows swapped', 'update audit_log set seq = 1000 where seq = 3; update audit_log set seq = 3 where seq = 4; update audit_log set seq = 4 where seq = 1000', 3],
  ])('shows %s', async (_, statement, seq) => {
    await tamper(statement);
    expect(await verifyTrail(t.db)).toMatchObject({ ok: false, first_bad_seq: seq });
  });
  test('cannot be changed by the way the server writes', async () => {
    for (const q of [t.db.updateTable('audit_log').set({ actor_name: 'x' }), t.db.deleteFrom('audit_log')]) await expect(q.execute()).rejects.toThrow(/append-only/);
    await expect(sql`truncate audit_log`.execute(t.db)).rejects.toThrow(/append-only/);
  });
  test('is chained by SM3 where the house asks for it, and shows an edited row there too', async () => {
    await sql`alter table audit_log disable trigger all; delete from audit_log; alter table audit_log enable trigger all; update audit_head set seq = 0, hash = ${sql.lit('0'.repeat(64))}, algorithm = 'sm3'`.execute(t.db);
    const office = await t.makeAccount('office');
    for (const name of ['国密甲', '国密乙', '国密丙']) await t.as(office).post('/api/units', { parent_id: null, name, kind: 'school' });
    const whole = await verifyTrail(t.db);
    expect(whole).toMatchObject({ ok: true });
    expect(whole.rows).toBeGreaterThanOrEqual(3);
    const [first] = await t.db.selectFrom('audit_log').selectAll().orderBy('seq').limit(1).execute();
    const say = (v: string | number | null) => (v === null ? '-' : `${String(v).length}:${v}`);
    const { rows: [json] } = await sql<{ b: string | null; a: string | null }>`select before::text as b, after::text as a from audit_log where seq = 1`.execute(t.db);
    const line = [first!.seq, first!.at, first!.actor_id, first!.actor_name, first!.ip, first!.action, first!.object_type, first!.object_id, first!.result, json!.b, json!.a].map(say).join('|');
    expect(first!.hash).toBe(createHash('sm3').update(`${'0'.repeat(64)}\n${line}`).digest('hex'));
    await tamper("update audit_log set actor_name = '别人' where seq = 2");
    expect(await verifyTrail(t.db)).toMatchObject({ ok: false, first_bad_seq: 2 });
  });
  test('no trail, no write', async () => {
    const office = await t.makeAccount('office');
    expect((await t.as(office).get('/api/session')).status).toBe(200);
    await sql`alter table audit_log add constraint full_disk check (action <> 'organisation.create_unit')`.execute(t.db);
    expect((await t.as(office).post('/api/units', { parent_id: null, name: '无痕', kind: 'school' })).status).toBe(500);
    expect(await t.db.selectFrom('unit').select('id').where('name', '=', '无痕').execute()).toEqual([]);
  });
  test('keeps refusals too, and never a secret', async () => {
    const liaisonLess = await t.makeAccount('leader');
    await t.as(liaisonLess).post('/api/units', { parent_id: null, name: '越权', kind: 'school' });
    await t.anonymous.post('/api/session', { user_name: 'user1', password: 'Canary-Secret-9!' });
    const rows = await t.db.selectFrom('audit_log').selectAll().orderBy('seq', 'desc').limit(4).execute();
    expect(rows.map((r) => [r.action, r.result])).toEqual(expect.arrayContaining([['organisation.create_unit', 'denied'], ['identity.sign_in', 'denied']]));
    const all = JSON.stringify(await t.db.selectFrom('audit_log').selectAll().execute());
    expect(all).not.toContain('Canary-Secret');
    expect(all).not.toContain(password);
  });
});
