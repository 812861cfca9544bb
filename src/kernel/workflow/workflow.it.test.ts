import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { moveClockTo } from '../clock.ts';
import { newId } from '../ids.ts';
import { actorsOfAccounts } from '../identity/sessions.ts';
import { saveSettings } from '../settings/settings.ts';
import { move, moveMany, openCases, type Done, type Effects, type Move, type Workflow } from './workflow.ts';

/** A made-up trade: what is found is ordered, put right within five working days, checked. */
const flow: Workflow<'found' | 'ordered' | 'right', 'order' | 'report' | 'again'> = {
  type: 'test', states: ['found', 'ordered', 'right'], initial: 'found', terminal: ['right'],
  transitions: [
    { action: 'order', from: ['found'], to: 'ordered', permission: 'assignment.review', deadline: { days: 5, kind: 'working' } },
    { action: 'report', from: ['ordered'], to: 'right', permission: 'assignment.answer' },
    { action: 'again', from: ['right'], to: 'ordered', permission: 'assignment.review', deadline: { days: 3, kind: 'calendar' } },
  ],
};
let t: TestApp;
let office: User;
let unit: string;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  unit = await t.makeUnit('教务处', await t.makeUnit('示例大学'));
  office = await t.makeAccount('office');
  await t.db.transaction().execute((tx) => saveSettings(tx, { password_max_age_days: 0 }));
});
afterAll(() => t.close());
afterEach(() => moveClockTo(undefined));
const actorOf = async (user: User) => (await actorsOfAccounts(t.db, [user.id])).get(user.id)!;
async function found(): Promise<string> {
  const id = newId();
  const actor = await actorOf(office);
  await t.db.transaction().execute((tx) => openCases(tx, flow, actor, [{ id, unit_id: unit, due_on: null }]));
  return id;
}
const act = async (id: string, version: number, action: string) => { const actor = await actorOf(office); return t.db.transaction().execute((tx) => move(tx, flow, actor, { id, version, action }, {}, {})); };
const caseOf = (id: string) => t.db.selectFrom('work_case').select(['state', 'due_on', 'due_rule', 'version']).where('id', '=', id).executeTakeFirstOrThrow();

test('a move that begins a deadline sets the due date with it: working days skip the holiday, calendar days do not', async () => {
  moveClockTo(new Date('2026-09-29T02:00:00Z')); // 30 September, then the National Day holiday until 7 October
  const id = await found();
  expect(await act(id, 1, 'order')).toMatchObject({ missing_years: [] });
  expect(await caseOf(id)).toMatchObject({ state: 'ordered', due_on: '2026-10-12', due_rule: null });
  await t.db.updateTable('work_case').set({ state: 'right' }).where('id', '=', id).execute();
  await act(id, 2, 'again');
  expect((await caseOf(id)).due_on).toBe('2026-10-02');
});

test('a year without arranged working days gives a remark and no date; saving its calendar gives the date', async () => {
  moveClockTo(new Date('2028-12-28T02:00:00Z'));
  const [one, many] = [await found(), await found()];
  expect(await act(one, 1, 'order')).toMatchObject({ missing_years: [2028, 2029] });
  const actor = await actorOf(office);
  await t.db.transaction().execute((tx) => moveMany(tx, flow, actor, [{ id: many, version: 1 }], 'order', undefined, {}));
  for (const id of [one, many]) {
    expect(await caseOf(id)).toMatchObject({ state: 'ordered', due_on: null });
    const remark = await t.db.selectFrom('case_event').select('note').where('case_id', '=', id).where('action', '=', 'deadline_waits').executeTakeFirstOrThrow();
    expect(remark.note).toContain('2028、2029年的工作日历尚未设置');
  }
  expect((await t.as(office).put('/api/calendar', { year: 2028, days: [{ date: '2028-10-01', kind: 'holiday', name: '国庆节' }] })).status).toBe(200);
  expect((await caseOf(one)).due_on).toBeNull();
  expect((await t.as(office).put('/api/calendar', { year: 2029, days: [{ date: '2029-01-01', kind: 'holiday', name: '元旦' }, { date: '2029-01-02', kind: 'holiday', name: '元旦' }] })).status).toBe(200);
  expect(await caseOf(one)).toMatchObject({ due_on: '2029-01-08', due_rule: null, version: 3 });
  expect((await caseOf(many)).due_on).toBe('2029-01-08');
});

test('a move wants the values its row names, runs its effects in its own transaction, and is not made by whoever made the one before', async () => {
  const seen: Done[] = [];
  const strict: Workflow<'found' | 'ordered' | 'right', 'order' | 'report' | 'again', 'keep' | 'fail'> = {
    ...flow, transitions: [
      { action: 'order', from: ['found'], to: 'ordered', permission: 'assignment.review', fields: ['measure', 'days'], effects: ['keep'] },
      { action: 'report', from: ['ordered'], to: 'right', permission: 'assignment.review', not_by: 'order' },
      { action: 'again', from: ['ordered'], to: 'found', permission: 'assignment.review', effects: ['keep', 'fail'] },
    ],
  };
  const effects: Effects<'keep' | 'fail'> = { keep: async (_tx, done) => { seen.push(done); }, fail: async () => { throw new Error('the paper could not be written'); } };
  const run = (who: User, m: Move) => actorOf(who).then((actor) => t.db.transaction().execute((tx) => move(tx, strict, actor, m, {}, effects)));
  const id = await found();
  await expect(run(office, { id, version: 1, action: 'order', fields: { measure: ' ', days: 3 } })).rejects.toMatchObject({ code: 'workflow.fields_required', issues: [{ path: 'measure' }] });
  await run(office, { id, version: 1, action: 'order', fields: { measure: '关停', days: 3 } });
  expect(seen).toMatchObject([{ action: 'order', fields: { measure: '关停' }, cases: [{ id, unit_id: unit, from: 'found', to: 'ordered', version: 2 }] }]);
  await expect(run(office, { id, version: 2, action: 'again' })).rejects.toThrow('the paper could not be written');
  expect(await caseOf(id)).toMatchObject({ state: 'ordered', version: 2 });
  await expect(run(office, { id, version: 2, action: 'report' })).rejects.toMatchObject({ code: 'workflow.own_move' });
  const actor = await actorOf(office);
  await expect(t.db.transaction().execute((tx) => moveMany(tx, strict, actor, [{ id, version: 2 }], 'report', undefined, effects))).rejects.toMatchObject({ code: 'workflow.own_move' });
  await run(await t.makeAccount('office'), { id, version: 2, action: 'report' });
  expect((await caseOf(id)).state).toBe('right');
});
