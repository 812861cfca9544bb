import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { accountsToTell, contactsOf, mailAddressOf } from './index.ts';

let t: TestApp;
let office: User;
let unitHead: User;
let liaison: User;
let college: string;
let lab: string;
let other: string;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  lab = await t.makeUnit('实验中心', college, 'centre');
  other = await t.makeUnit('文学院', root, 'college');
  office = await t.makeAccount('office');
  unitHead = await t.makeAccount('unit_head', college);
  liaison = await t.makeAccount('liaison', college);
});
afterAll(() => t.close());

interface PersonRow { id: string; name: string; unit_id: string; version: number; status: string; phone: string | null; posts: { duty: string; unit_id: string }[] }
let serial = 0;
async function add(unit_id: string, fields: Record<string, unknown> = {}): Promise<PersonRow> {
  const reply = await t.as(office).post('/api/people', { name: `人员${++serial}`, unit_id, ...fields });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}
const person = async (id: string): Promise<PersonRow> => ((await t.as(office).get('/api/people?all=true&size=500')).body.items as PersonRow[]).find((p) => p.id === id)!;
const assign = (who: User, unit: string, duty: string, person_id: string | null) => t.as(who).put(`/api/units/${unit}/posts/${duty}`, { person_id });
const dutiesOf = async (who: User, unit: string) => ((await t.as(who).get('/api/duties')).body as { unit_id: string; posts: { duty: string; holder: { name: string } | null }[]; missing: string[] }[]).find((d) => d.unit_id === unit);
/** What a refused request must leave as it was. */
const people = () => t.db.selectFrom('person').selectAll().orderBy('id').execute();
const holders = () => t.db.selectFrom('post_holder').selectAll().orderBy('id').execute();

describe('scope', () => {
  test('a liaison sees his unit, a unit head also what is below, the office everybody', async () => {
    const mine = await add(college);
    const below = await add(lab);
    const theirs = await add(other);
    const seen = async (who: User) => ((await t.as(who).get('/api/people?size=500')).body.items as PersonRow[]).map((p) => p.id);
    expect(await seen(liaison)).toContain(mine.id);
    expect(await seen(liaison)).not.toContain(below.id);
    expect(await seen(unitHead)).toEqual(expect.arrayContaining([mine.id, below.id]));
    expect(await seen(unitHead)).not.toContain(theirs.id);
    expect(await seen(office)).toEqual(expect.arrayContaining([mine.id, below.id, theirs.id]));
    // neither filter nor search opens another way
    expect((await t.as(liaison).get(`/api/people?unit_id=${other}`)).body.items).toEqual([]);
    expect((await t.as(liaison).get(`/api/people?q=${encodeURIComponent(theirs.name)}`)).body.items).toEqual([]);
    expect((await t.as(liaison).get(`/api/people?q=${encodeURIComponent('%')}`)).body.items).toEqual([]);
    expect((await t.as(liaison).get('/api/duties')).body).toHaveLength(1);
    expect((await t.as(await t.makeAccount('vendor', college)).get('/api/people')).status).toBe(403);
  });

  test("another unit's person is answered like none, and nothing changes", async () => {
    const theirs = await add(other);
    const mine = await add(college);
    const before = { people: await people(), holders: await holders() };
    const nobody = '00000000-0000-7000-8000-000000000000';
    for (const id of [theirs.id, nobody]) {
      expect(await t.as(liaison).patch(`/api/people/${id}`, { version: 1, name: '改名' })).toMatchObject({ status: 404, body: { code: 'object.not_found' } });
      expect(await t.as(liaison).post(`/api/people/${id}/hand-over`, { version: 1, successor_id: null, left: true })).toMatchObject({ status: 404, body: { code: 'object.not_found' } });
      expect(await t.as(liaison).post(`/api/people/${mine.id}/hand-over`, { version: 1, successor_id: id, left: false })).toMatchObject({ status: 404, body: { code: 'object.not_found' } });
      expect(await assign(liaison, college, 'liaison', id)).toMatchObject({ status: 404, body: { code: 'object.not_found' } });
    }
    for (const unit of [other, lab, nobody]) {
      expect((await assign(liaison, unit, 'liaison', mine.id)).status).toBe(403);
      expect((await t.as(liaison).post('/api/people', { name: '闯入', unit_id: unit })).status).toBe(403);
    }
    expect({ people: await people(), holders: await holders() }).toEqual(before);
  });

  test('nobody is moved into or out of a unit that is not the mover’s', async () => {
    const mine = await add(college);
    const theirs = await add(other);
    const before = await people();
    expect((await t.as(liaison).patch(`/api/people/${mine.id}`, { version: 1, unit_id: other })).status).toBe(403);
    expect((await t.as(unitHead).patch(`/api/people/${mine.id}`, { version: 1, unit_id: other })).status).toBe(403);
    expect((await t.as(liaison).patch(`/api/people/${theirs.id}`, { version: 1, unit_id: college })).status).toBe(404);
    expect(await people()).toEqual(before);
    expect((await t.as(unitHead).patch(`/api/people/${mine.id}`, { version: 1, unit_id: lab })).body).toMatchObject({ unit_id: lab, version: 2 });
  });

  test('fields that are not for the writer are ignored', async () => {
    const p = await add(college);
    const reply = await t.as(liaison).patch(`/api/people/${p.id}`, { version: p.version, phone: '010-12345678', status: 'left', id: other, created_at: '2000-01-01' });
    expect(reply).toMatchObject({ status: 200, body: { id: p.id, status: 'active', phone: '010-12345678' } });
  });
});

describe('people', () => {
  test('an employee number belongs to one person, and the refusal does not say to whom', async () => {
    await add(other, { employee_no: 'A100', name: '秘密人员' });
    const taken = await t.as(liaison).post('/api/people', { name: '重号', unit_id: college, employee_no: 'A100' });
    expect(taken).toMatchObject({ status: 409, body: { code: 'person.employee_no_taken' } });
    expect(JSON.stringify(taken.body)).not.toContain('秘密人员');
  });

  test('a stale page does not overwrite', async () => {
    const p = await add(college);
    expect((await t.as(liaison).patch(`/api/people/${p.id}`, { version: 1, phone: '13800000000' })).status).toBe(200);
    expect(await t.as(unitHead).patch(`/api/people/${p.id}`, { version: 1, phone: '13900000000' })).toMatchObject({ status: 409, body: { code: 'object.changed_meanwhile' } });
    expect((await person(p.id)).phone).toBe('13800000000');
  });

  test('wrong telephone and mail are refused with the field', async () => {
    const bad = await t.as(liaison).post('/api/people', { name: '格式', unit_id: college, phone: 'abc', email: '不是邮箱' });
    expect(bad.status).toBe(422);
    expect((bad.body.issues as { path: string }[]).map((i) => i.path)).toEqual(['phone', 'email']);
  });
});

test('each write leaves one row in the trail, and no telephone or mail address in it', async () => {
  const after = (await t.db.selectFrom('audit_log').select((e) => e.fn.max('seq').as('seq')).executeTakeFirstOrThrow()).seq;
  const p = await add(college, { phone: '13811112222', email: 'canary@example.edu.cn' });
  await t.as(liaison).patch(`/api/people/${p.id}`, { version: 1, phone: '13833334444' });
  await t.as(liaison).patch(`/api/people/${p.id}`, { version: 1, phone: '13855556666' });
  await assign(liaison, college, 'security_officer', p.id);
  await t.as(liaison).post(`/api/people/${p.id}/hand-over`, { version: 2, successor_id: null, left: true });
  const rows = await t.db.selectFrom('audit_log').selectAll().where('seq', '>', after).orderBy('seq').execute();
  expect(rows.map((r) => `${r.action} ${r.result}`)).toEqual(['organisation.create_person ok', 'organisation.update_person ok', 'organisation.update_person failed', 'organisation.assign_post ok', 'organisation.hand_over ok']);
  expect(JSON.stringify(rows)).not.toMatch(/13811112222|13833334444|13855556666|canary@/);
});

describe('duties', () => {
  test('gaps are named until each duty has a holder; who held it stays on record', async () => {
    expect((await dutiesOf(liaison, college))!.missing).toEqual(['first_responsible', 'direct_responsible', 'liaison', 'security_officer']);
    const [a, b] = [await add(college), await add(college)];
    expect(await assign(liaison, college, 'liaison', a.id)).toMatchObject({ status: 200, body: { duty: 'liaison', holder: { id: a.id } } });
    expect((await assign(liaison, college, 'liaison', b.id)).body).toMatchObject({ holder: { id: b.id } });
    expect((await dutiesOf(liaison, college))!.missing).toEqual(['first_responsible', 'direct_responsible', 'security_officer']);
    const kept = await t.db.selectFrom('post_holder as h').innerJoin('post as p', 'p.id', 'h.post_id').select(['h.person_id', 'h.until']).where('p.unit_id', '=', college).where('p.duty', '=', 'liaison').orderBy('h.since').execute();
    expect(kept).toMatchObject([{ person_id: a.id, until: expect.any(String) }, { person_id: b.id, until: null }]);
    expect((await assign(liaison, college, 'liaison', null)).body).toMatchObject({ holder: null });
    expect((await t.as(liaison).put(`/api/units/${college}/posts/other`, { person_id: a.id })).status).toBe(404);
  });
});

describe("a unit's own posts", () => {
  test('are added, named once, handed over with everything else, and stay once somebody held them', async () => {
    const unit = await t.makeUnit('岗位学院');
    const [a, b] = [await add(unit), await add(unit)];
    const made = await t.as(office).post(`/api/units/${unit}/posts`, { title: '网站管理员', person_id: a.id });
    expect(made).toMatchObject({ status: 201, body: { duty: 'other', title: '网站管理员', holder: { id: a.id } } });
    const id = made.body.id;
    expect(await t.as(office).post(`/api/units/${unit}/posts`, { title: '网站管理员', person_id: null })).toMatchObject({ status: 409, body: { code: 'post.title_taken' } });
    expect((await person(a.id)).posts).toMatchObject([{ title: '网站管理员', unit_id: unit }]);
    expect((await t.as(office).post(`/api/people/${a.id}/hand-over`, { version: a.version, successor_id: b.id, left: true })).body.posts).toBe(1);
    const now = (await dutiesOf(office, unit))!.posts.find((p) => p.duty === 'other') as unknown as { version: number };
    expect(now).toMatchObject({ title: '网站管理员', holder: { id: b.id } });
    expect(await t.as(office).patch(`/api/posts/${id}`, { version: now.version, title: '网站与新媒体管理员', person_id: a.id })).toMatchObject({ status: 409, body: { code: 'person.left_already' } });
    expect((await dutiesOf(office, unit))!.posts.find((p) => p.duty === 'other')).toMatchObject({ title: '网站管理员', holder: { id: b.id } });
    expect(await t.as(office).patch(`/api/posts/${id}`, { version: now.version, title: '网站与新媒体管理员', person_id: null })).toMatchObject({ status: 200, body: { title: '网站与新媒体管理员', holder: null } });
    expect(await t.as(office).delete(`/api/posts/${id}`)).toMatchObject({ body: { code: 'post.was_held' } });
    const empty = (await t.as(office).post(`/api/units/${unit}/posts`, { title: '备用岗位', person_id: null })).body.id;
    expect((await t.as(office).delete(`/api/posts/${empty}`)).status).toBe(200);
  });
  test('another unit neither sees nor changes them', async () => {
    const id = (await t.as(office).post(`/api/units/${other}/posts`, { title: '数据库管理员', person_id: null })).body.id;
    expect((await t.as(liaison).post(`/api/units/${other}/posts`, { title: '岗位', person_id: null })).status).not.toBe(201);
    expect((await t.as(liaison).patch(`/api/posts/${id}`, { version: 1, title: '改名', person_id: null })).status).toBe(404);
    expect((await t.as(liaison).delete(`/api/posts/${id}`)).status).toBe(404);
    // the four that every unit has are not changed this way
    const four = (await dutiesOf(office, college))!.posts.find((p) => p.duty === 'liaison') as unknown as { id: string };
    expect((await t.as(office).patch(`/api/posts/${four.id}`, { version: 1, title: '改名', person_id: null })).status).toBe(404);
  });
});

describe('hand-over', () => {
  let from: PersonRow;
  let heir: PersonRow;
  beforeEach(async () => { [from, heir] = [await add(college), await add(college)]; });

  test('posts, open work and places in groups go to the successor; the account of who left is closed at once', async () => {
    await assign(office, college, 'liaison', from.id);
    await assign(office, lab, 'security_officer', from.id);
    const at = new Date().toISOString();
    await t.db.insertInto('work_case').values([null, null, at].map((closed_at) => ({ id: crypto.randomUUID(), type: 'test', state: 'open', unit_id: college, due_on: null, created_at: at, changed_at: at, closed_at }))).execute();
    const account = await t.makeAccount('liaison', college, { person_id: from.id });
    expect((await t.as(account).get('/api/people')).status).toBe(200);
    const group = (await t.as(office).post('/api/groups', { name: '领导小组', members: [{ role: 'member', label: from.name, person_id: from.id }] })).body;
    const reply = await t.as(office).post(`/api/people/${from.id}/hand-over`, { version: from.version, successor_id: heir.id, left: true, note: '退休' });
    expect(reply).toMatchObject({ status: 200, body: { posts: 2, tasks: 2 } });
    expect((await person(heir.id)).posts.map((p) => p.duty).sort()).toEqual(['liaison', 'security_officer']);
    expect(await person(from.id)).toMatchObject({ status: 'left', posts: [] });
    expect((await t.as(account).get('/api/people')).status).toBe(401);
    expect((await t.db.selectFrom('account').select('status').where('id', '=', account.id).executeTakeFirstOrThrow()).status).toBe('disabled');
    expect(((await t.as(office).get('/api/groups')).body as { id: string; members: unknown[] }[]).find((g) => g.id === group.id)!.members).toMatchObject([{ label: from.name, current_name: heir.name }]);
    expect(await t.as(office).post(`/api/people/${from.id}/hand-over`, { version: from.version + 1, successor_id: heir.id, left: true })).toMatchObject({ status: 409, body: { code: 'person.left_already' } });
    expect((await assign(office, college, 'liaison', from.id)).body.code).toBe('person.left_already');
  });

  test('whoever only changes duty keeps the account; without a successor the post stands open', async () => {
    await assign(office, college, 'direct_responsible', from.id);
    const account = await t.makeAccount('liaison', college, { person_id: from.id });
    expect((await t.as(liaison).post(`/api/people/${from.id}/hand-over`, { version: from.version, successor_id: null, left: false })).body).toEqual({ posts: 1, tasks: 0 });
    expect((await dutiesOf(liaison, college))!.missing).toContain('direct_responsible');
    expect((await t.as(account).get('/api/people')).status).toBe(200);
  });

  test('a lower account cannot close a higher one by declaring its owner gone', async () => {
    for (const [role, unit] of [['office', null], ['leader', null], ['unit_head', college], ['system_admin', null]] as const) {
      const owner = await add(college);
      const account = await t.makeAccount(role, unit, { person_id: owner.id });
      const reply = await t.as(liaison).post(`/api/people/${owner.id}/hand-over`, { version: owner.version, successor_id: null, left: true });
      expect([reply.status, reply.body.code]).toEqual(role === 'system_admin' ? [409, 'person.administrator'] : [403, 'person.higher_account']);
      expect((await t.db.selectFrom('account').select('status').where('id', '=', account.id).executeTakeFirstOrThrow()).status).toBe('active');
      expect(await person(owner.id)).toMatchObject({ status: 'active', version: owner.version });
    }
  });

  test('a post in a unit out of reach is not handed on by the way', async () => {
    await assign(office, other, 'security_officer', from.id);
    const before = await holders();
    expect(await t.as(liaison).post(`/api/people/${from.id}/hand-over`, { version: from.version, successor_id: heir.id, left: true })).toMatchObject({ status: 403, body: { code: 'person.posts_elsewhere' } });
    expect(await holders()).toEqual(before);
  });
});

describe('leading groups', () => {
  test('a place that belongs to a post is filled by whoever holds the post now', async () => {
    const [a, b] = [await add(college), await add(college)];
    const post = (await assign(office, college, 'first_responsible', a.id)).body;
    const made = await t.as(office).post('/api/groups', { name: '网络安全领导小组', source: '示例〔2026〕1号', office: '计算机学院', members: [{ role: 'leader', label: '计算机学院院长', post_id: post.id }, { role: 'member', label: '各学院书记' }] });
    expect(made).toMatchObject({ status: 201, body: { office_unit_id: college, members: [{ role: 'leader', current_name: a.name }, { role: 'member', label: '各学院书记', current_name: null }] } });
    await assign(office, college, 'first_responsible', b.id);
    expect(((await t.as(liaison).get('/api/groups')).body as { id: string; members: unknown[] }[]).find((g) => g.id === made.body.id)!.members[0]).toMatchObject({ label: '计算机学院院长', current_name: b.name });
    expect((await t.as(liaison).post('/api/groups', { name: '自封小组', members: [] })).status).toBe(403);
    const saved = await t.as(office).post('/api/groups', { id: made.body.id, version: 1, name: '改名小组', members: [] });
    expect(saved).toMatchObject({ status: 201, body: { name: '改名小组', version: 2, members: [] } });
    expect((await t.as(office).post('/api/groups', { id: made.body.id, version: 1, name: '又改', members: [] })).body.code).toBe('object.changed_meanwhile');
    expect((await t.as(office).post('/api/groups', { name: '无此人', members: [{ role: 'leader', label: '某人', person_id: other }] })).body.code).toBe('group.unknown_member');
  });
});

describe('the door for other modules', () => {
  test('who is told: roles of accounts and posts of their persons, each account once a unit', async () => {
    const unit = await t.makeUnit('数学学院', null, 'college');
    const p = await add(unit, { email: 'p@example.edu.cn', phone: '13800000001' });
    const byRole = await t.makeAccount('liaison', unit, { person_id: p.id });
    const head = await t.makeAccount('unit_head', unit);
    const q = await add(unit);
    const byPost = await t.makeAccount('leader', null, { person_id: q.id });
    const gone = await t.makeAccount('liaison', unit);
    await t.db.updateTable('account').set({ status: 'disabled' }).where('id', '=', gone.id).execute();
    await assign(office, unit, 'liaison', p.id);
    await assign(office, unit, 'first_responsible', q.id);
    const told = await accountsToTell(t.db, [unit]);
    expect(new Map(told.map((x) => [x.account_id, x.role]))).toEqual(new Map([[byRole.id, 'liaison'], [head.id, 'unit_head'], [byPost.id, 'unit_head']]));
    expect(told).toHaveLength(3);
    expect((await accountsToTell(t.db, [unit], ['liaison'])).map((x) => x.account_id)).toEqual([byRole.id]);
    expect(await accountsToTell(t.db, [])).toEqual([]);
    expect(await contactsOf(t.db, [unit])).toMatchObject([{ duty: 'liaison', name: p.name, phone: '13800000001' }, { duty: 'first_responsible', name: q.name }]);
    await t.db.transaction().execute(async (tx) => {
      expect(await mailAddressOf(tx, byRole.id)).toBe('p@example.edu.cn');
      expect(await mailAddressOf(tx, head.id)).toBeNull();
    });
  });
});

test('people come page by page, in one order, and one is found by unit, number or name', async () => {
  const unit = await t.makeUnit('分页学院');
  for (let i = 0; i < 7; i++) await add(unit, { name: `分页${i}`, employee_no: `PG${i}` });
  const ask = async (query: string) => (await t.as(office).get(`/api/people?unit_id=${unit}&${query}`)).body as { items: PersonRow[]; total: number; page: number };
  const pages = [await ask('size=3'), await ask('size=3&page=2'), await ask('size=3&page=3')];
  expect(pages.map((p) => p.items.length)).toEqual([3, 3, 1]);
  expect(pages.flatMap((p) => p.items.map((x) => x.name))).toEqual(['分页0', '分页1', '分页2', '分页3', '分页4', '分页5', '分页6']);
  expect(pages.map((p) => p.total)).toEqual([7, 7, 7]);
  expect((await ask('q=PG3')).items.map((p) => p.name)).toEqual(['分页3']);
  expect((await t.as(office).get(`/api/people?q=${encodeURIComponent('分页学院')}`)).body.total).toBe(7);
  expect((await t.as(office).get(`/api/people?id=${pages[0]!.items[0]!.id}`)).body.items).toHaveLength(1);
  expect((await t.as(office).get('/api/people?size=501')).status).toBe(422);
});

test('whoever moves to another unit keeps the posts of the old one or leaves them empty, as is said', async () => {
  const [from, to] = [await t.makeUnit('调出处'), await t.makeUnit('调入处')];
  const move = async (posts: 'keep' | 'vacate' | undefined) => {
    const p = await add(from);
    await assign(office, from, 'liaison', p.id);
    const moved = await t.as(office).patch(`/api/people/${p.id}`, { version: p.version, unit_id: to, posts });
    expect(moved.status).toBe(200);
    return moved.body.posts.length as number;
  };
  expect(await move('vacate')).toBe(0);
  expect((await dutiesOf(office, from))!.missing).toContain('liaison');
  expect(await move('keep')).toBe(1);
  expect(await move(undefined)).toBe(1);
});
