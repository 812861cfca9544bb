import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { type Permission, permissions } from '../../kernel/permissions.ts';
import { moveActions } from './contract.ts';
import { assignmentFlow } from './workflow.ts';

const plan = `示例大学网络安全检查工作方案

一、工作任务

（一）开展自查。教务处要开展网络安全自查。（责任单位：教务处，2030年3月1日前完成）
`;
let t: TestApp;
let actors: User[];
let unit: string;
let other: string;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  unit = await t.makeUnit('教务处', root);
  other = await t.makeUnit('财务处', root);
  actors = [await t.makeAccount('office'), await t.makeAccount('office'), await t.makeAccount('liaison', unit), await t.makeAccount('unit_head', unit), await t.makeAccount('liaison', other), await t.makeAccount('leader'), await t.makeAccount('vendor', unit)];
  // a member of the office who is the unit's liaison too: the one who could approve himself
  await t.db.insertInto('account_role').values({ account_id: actors[1]!.id, role: 'liaison', unit_id: unit }).execute();
});
afterAll(() => t.close());

async function newCase(signOff: boolean): Promise<string> {
  const office = t.as(actors[0]!);
  const draft = (await office.post('/api/campaigns', { text: plan })).body;
  expect((await office.post(`/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version })).status).toBe(200);
  if (signOff) await t.db.updateTable('task').set({ sign_off: true }).where('campaign_id', '=', draft.campaign.id).execute();
  return (await office.get(`/api/assignments?campaign_id=${draft.campaign.id}`)).body.items[0].id;
}

/** This table asks for one right a move. */
const needed = (row: { permission: Permission | readonly Permission[] }): Permission => [row.permission].flat()[0] as Permission;
const one = fc.record({ who: fc.integer({ min: 0, max: 6 }), action: fc.constantFrom(...moveActions), note: fc.boolean(), stale: fc.integer({ min: 0, max: 5 }).map((n) => n === 0), many: fc.boolean(), /** Sometimes somebody does what he may: only so does a walk get far. */ sensible: fc.option(fc.nat(11)) });
type One = typeof one extends fc.Arbitrary<infer T> ? T : never;
const step = fc.oneof({ weight: 3, arbitrary: one.map((a) => [a]) }, { weight: 1, arbitrary: fc.tuple(one, one) });

const holders: Record<string, number[]> = { 'assignment.answer': [2, 3, 1], 'assignment.sign_off': [3], 'assignment.review': [0, 1] };
function sensibly(m: One, state: string, signOff: boolean): One {
  const legal = assignmentFlow.transitions.filter((x) => (x.from as readonly string[]).includes(state) && (!x.when || x.when.is === signOff));
  const row = m.sensible === null ? undefined : legal[m.sensible % legal.length];
  return row ? { ...m, action: row.action, who: holders[needed(row)]![m.sensible! % holders[needed(row)]!.length]!, note: true, stale: false } : m;
}
async function make(id: string, version: number, m: One): Promise<number> {
  const at = m.stale ? version - 1 : version;
  const note = m.note ? { note: '说明' } : {};
  const reply = m.many && ['approve', 'return', 'withdraw'].includes(m.action) ? await t.as(actors[m.who]!).post('/api/assignments/moves', { moves: [{ id, version: at }], action: m.action, ...note }) : await t.as(actors[m.who]!).post(`/api/assignments/${id}/moves`, { version: at, action: m.action, ...note });
  // every refusal is one of the expected ones, never a fault of the server
  expect([200, 403, 404, 409, 422], JSON.stringify(reply.body)).toContain(reply.status);
  return reply.status;
}

async function demandLegal(id: string, signOff: boolean, made: number): Promise<void> {
  const c = await t.db.selectFrom('work_case').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const events = await t.db.selectFrom('case_event').selectAll().where('case_id', '=', id).where('to_state', 'is not', null).orderBy('at').orderBy('id').execute();
  const roles = new Map<string, { role: string; unit_id: string | null }[]>();
  for (const r of await t.db.selectFrom('account_role').selectAll().execute()) roles.set(r.account_id, [...roles.get(r.account_id) ?? [], r]);
  let state: string | null = null;
  let submitted: string | null = null;
  for (const e of events) {
    expect(e.from_state).toBe(state);
    if (e.action !== 'open') {
      const row = assignmentFlow.transitions.find((x) => x.action === e.action && (x.from as readonly string[]).includes(e.from_state!) && x.to === e.to_state && (!x.when || x.when.is === signOff));
      expect(row, `${e.from_state} -${e.action}-> ${e.to_state}`).toBeDefined();
      // no role in this unit, no move
      expect(roles.get(e.actor_id!)?.some((r) => r.role in permissions[needed(row!)] && (r.unit_id === null || r.unit_id === unit))).toBe(true);
      if (row!.requires?.includes('note')) expect(e.note).toBeTruthy();
      if (e.action === 'submit') submitted = e.actor_id;
      if (e.action === 'approve') expect(e.actor_id).not.toBe(submitted);
    }
    state = e.to_state;
  }
  expect(c.state).toBe(state);
  expect(events.length - 1).toBe(made);
  expect(c.version).toBe(1 + made);
  expect(c.closed_at !== null).toBe((assignmentFlow.terminal as readonly string[]).includes(c.state));
}

test('whatever anybody tries in whatever order, and two at once, the history stays legal', async () => {
  let moved = 0;
  await fc.assert(fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 10, maxLength: 40 }), async (signOff, steps) => {
    const id = await newCase(signOff);
    let made = 0;
    for (const s of steps) {
      const { version, state } = await t.db.selectFrom('work_case').select(['version', 'state']).where('id', '=', id).executeTakeFirstOrThrow();
      const done = (await Promise.all(s.map((m) => make(id, version, sensibly(m, state, signOff))))).filter((x) => x === 200).length;
      expect(done).toBeLessThanOrEqual(1);
      made += done;
    }
    await demandLegal(id, signOff, made);
    moved += made;
  }), { numRuns: Number(process.env.SHOUTU_PROPERTY_RUNS ?? 8) });
  expect(moved).toBeGreaterThan(25);
}, 120_000);

test('who follows a case hears of every move of others, alone or in a batch, and no more once he stops or may not read it', async () => {
  const [office, , liaison, head, stranger, leader] = actors as [User, User, User, User, User, User];
  const id = await newCase(false);
  const heard = async (user: User) => (await t.db.selectFrom('notice').select('title').where('account_id', '=', user.id).where('kind', '=', 'watched').where('link', '=', `/assignments/${id}`).orderBy('created_at').execute()).map((n) => n.title.split('：')[0]);
  expect((await t.as(stranger).put(`/api/assignments/${id}/follow`, { on: true })).status).toBe(404);
  expect((await t.as(leader).put(`/api/assignments/${id}/follow`, { on: true })).body.following).toBe(true);
  await t.as(liaison).put(`/api/assignments/${id}/follow`, { on: true });
  await t.as(head).put(`/api/assignments/${id}/follow`, { on: true });
  expect((await t.as(liaison).post(`/api/assignments/${id}/moves`, { version: 1, action: 'submit', note: '已自查' })).status).toBe(200);
  expect([await heard(leader), await heard(liaison), await heard(head)]).toEqual([['关注的任务已提交办理情况'], [], ['关注的任务已提交办理情况']]);
  await t.as(head).put(`/api/assignments/${id}/follow`, { on: false });
  expect((await t.as(office).post('/api/assignments/moves', { moves: [{ id, version: 2 }], action: 'approve' })).status).toBe(200);
  expect(await heard(leader)).toEqual(['关注的任务已提交办理情况', '关注的任务审核通过']);
  expect((await heard(head)).length).toBe(1);
  await t.db.deleteFrom('account_role').where('account_id', '=', leader.id).execute();
  expect((await t.as(office).post(`/api/assignments/${id}/moves`, { version: 3, action: 'reopen', note: '再查' })).status).toBe(200);
  expect((await heard(leader)).length).toBe(2);
});
