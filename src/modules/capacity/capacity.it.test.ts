import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';
import { readTable } from '../../engines/tables/index.ts';
import { moveClockTo } from '../../kernel/clock.ts';

let t: TestApp;
let office: User;
let leader: User;
let head: User;
let liaison: User;
let stranger: User;
let college: string;
let other: string;
async function at(date: string): Promise<void> {
  moveClockTo(new Date(`${date}T02:00:00Z`));
  for (const user of [office, leader, head, liaison, stranger]) await t.signIn(user);
}
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  other = await t.makeUnit('文学院', root, 'college');
  office = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  head = await t.makeAccount('unit_head', college);
  liaison = await t.makeAccount('liaison', college);
  stranger = await t.makeAccount('liaison', other);
  await t.db.updateTable('account').set({ password_changed_at: '2100-01-01T00:00:00Z' }).execute();
});
beforeEach(() => at('2026-05-20'));
afterAll(async () => { moveClockTo(undefined); await t.close(); });

let serial = 0;
const addPerson = async (unit_id: string): Promise<string> => (await t.as(office).post('/api/people', { name: `示例${++serial}`, unit_id })).body.id;
const missing = { status: 404, body: { code: 'object.not_found' } };
const denied = { status: 403, body: { code: 'permission.denied' } };

describe('division of duties', () => {
  const duty = (fields: object = {}) => ({ title: '网络安全宣传教育', content: '负责网络安全教育和综治网安工作', basis: '示校发〔2026〕3号', bearers: [{ unit_id: college, part: 'lead', post: '分管领导' }, { unit_id: other, part: 'support' }], ...fields });

  test('a duty stands with its basis and its bearers; two may lead; everybody reads it and only the office writes it', async () => {
    const made = await t.as(office).post('/api/capacity/duties', duty({ bearers: [{ unit_id: college, part: 'lead', post: '办公室分管领导' }, { unit_id: other, part: 'lead' }] }));
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body.bearers).toMatchObject([{ unit_name: '文学院', part: 'lead' }, { unit_name: '计算机学院', part: 'lead', post: '办公室分管领导' }]);
    expect((await t.as(stranger).get('/api/capacity/duties')).body.map((d: { id: string }) => d.id)).toContain(made.body.id);
    expect((await t.as(stranger).get(`/api/capacity/duties?unit_id=${college}`)).body.map((d: { id: string }) => d.id)).toContain(made.body.id);
    expect(await t.as(head).post('/api/capacity/duties', duty())).toMatchObject(denied);
    expect((await t.as(office).post('/api/capacity/duties', duty({ bearers: [{ unit_id: college, part: 'lead' }, { unit_id: college, part: 'support' }] }))).body.code).toBe('duty.unit_twice');
    const changed = await t.as(office).put(`/api/capacity/duties/${made.body.id}`, duty({ title: '宣传教育', version: 1 }));
    expect(changed.body).toMatchObject({ title: '宣传教育', version: 2 });
    expect((await t.as(office).put(`/api/capacity/duties/${made.body.id}`, duty({ version: 1 }))).body.code).toBe('object.changed_meanwhile');
  });

  test('how a unit was judged is seen by that unit and those above, year by year', async () => {
    const made = (await t.as(office).post('/api/capacity/duties', duty({ title: '岗位责任' }))).body;
    const review = (unit_id: string, year: number, result: string | null) => t.as(office).put(`/api/capacity/duties/${made.id}/review`, { unit_id, year, result, note: '台账齐全' });
    expect((await review(college, 2026, 'good')).status).toBe(200);
    expect((await review(other, 2026, 'failed')).status).toBe(200);
    const seen = async (who: User, year = 2026) => ((await t.as(who).get(`/api/capacity/duties?year=${year}`)).body as { id: string; bearers: { unit_name: string; review: { result: string } | null }[] }[]).find((d) => d.id === made.id)!.bearers.map((b) => `${b.unit_name} ${b.review?.result ?? '-'}`);
    expect(await seen(leader)).toEqual(['计算机学院 good', '文学院 failed']);
    expect(await seen(liaison)).toEqual(['计算机学院 good', '文学院 -']);
    expect(await seen(leader, 2025)).toEqual(['计算机学院 -', '文学院 -']);
    await review(other, 2026, null);
    expect(await seen(leader)).toEqual(['计算机学院 good', '文学院 -']);
    expect((await review(await t.makeUnit('新学院'), 2026, 'good')).body.code).toBe('duty.not_a_bearer');
    const sheet = await readTable((await t.as(leader).get('/api/capacity/export/duties')).bytes, [{ key: 'title', title: '职责' }, { key: 'college', title: '计算机学院' }]);
    if (!sheet.ok) throw new Error(sheet.reason);
    expect(sheet.rows.map((r) => r.values)).toContainEqual({ title: '岗位责任', college: '牵头（分管领导）：优秀' });
  });
});

describe('security staff and certificates', () => {
  const staffOf = async (who: User, year = 2026) => (await t.as(who).get(`/api/capacity/staff?year=${year}`)).body as { id: string; person_id: string; version: number; certified: boolean; certificates: { id: string; state: string }[] }[];

  test('a unit keeps its own people, and another unit’s are not there for it', async () => {
    const mine = await addPerson(college);
    const theirs = await addPerson(other);
    const add = (who: User, person_id: string, fields: object = {}) => t.as(who).post('/api/capacity/staff', { person_id, kind: 'full_time', work: '系统运维与漏洞整改', since: '2026-01-05', ...fields });
    expect((await add(liaison, mine)).status).toBe(201);
    expect((await add(liaison, mine)).body.code).toBe('staff.already');
    expect(await add(liaison, theirs)).toMatchObject(missing);
    expect((await add(stranger, theirs, { since: '2026-06-01' })).body.code).toBe('staff.not_yet');
    expect((await add(stranger, theirs)).status).toBe(201);
    expect((await staffOf(liaison)).map((s) => s.person_id)).toEqual([mine]);
    expect((await staffOf(office)).map((s) => s.person_id)).toEqual(expect.arrayContaining([mine, theirs]));
    const row = (await staffOf(stranger))[0]!;
    expect(await t.as(liaison).post(`/api/capacity/staff/${row.id}/end`, { version: row.version, until: '2026-05-01' })).toMatchObject(missing);
    expect((await t.as(stranger).post(`/api/capacity/staff/${row.id}/end`, { version: row.version, until: '2025-01-01' })).body.code).toBe('staff.ends_before_it_begins');
    expect((await t.as(stranger).post(`/api/capacity/staff/${row.id}/end`, { version: row.version, until: '2026-05-01' })).status).toBe(200);
    expect(await staffOf(stranger)).toEqual([]);
  });

  test('a certificate counts while it holds; its scan goes only to those who see the person', async () => {
    const person = await addPerson(college);
    await t.as(liaison).post('/api/capacity/staff', { person_id: person, kind: 'part_time', work: '网站内容审核', since: '2026-01-05' });
    const certificate = (await t.as(liaison).post('/api/capacity/certificates', { person_id: person, name: '注册信息安全专业人员', level: 'CISP', number: '示例001', issuer: '示例测评中心', issued_on: '2023-06-01', expires_on: '2026-06-01' })).body.id;
    const file = (await t.as(liaison).upload(`/api/capacity/certificates/${certificate}/files`, Buffer.from('证书扫描件'), '证书.txt')).body.id;
    const row = async (who: User) => (await staffOf(who)).find((s) => s.person_id === person);
    expect(await row(liaison)).toMatchObject({ certified: true, certificates: [{ state: 'ending' }] });
    expect((await t.as(leader).get(`/api/files/${file}`)).bytes.toString()).toBe('证书扫描件');
    expect(await t.as(stranger).get(`/api/files/${file}`)).toMatchObject(missing);
    expect(await t.as(stranger).delete(`/api/capacity/certificates/${certificate}`)).toMatchObject(missing);
    await at('2026-06-02');
    expect(await row(liaison)).toMatchObject({ certified: false, certificates: [{ state: 'ended' }] });
    expect((await t.as(liaison).delete(`/api/capacity/certificates/${certificate}`)).status).toBe(200);
    expect((await row(liaison))!.certificates).toEqual([]);
  });

  test('the share of certified people is counted at each year’s end: met at 60 %, or below it while it rises', async () => {
    const unit = await t.makeUnit('信息中心');
    const keeper = await t.makeAccount('liaison', unit);
    await t.db.updateTable('account').set({ password_changed_at: '2100-01-01T00:00:00Z' }).execute();
    await t.signIn(keeper);
    const people = await Promise.all([1, 2, 3, 4, 5].map(() => addPerson(unit)));
    for (const person_id of people) await t.as(keeper).post('/api/capacity/staff', { person_id, kind: 'full_time', work: '运维', since: '2023-03-01' });
    const certify = (person_id: string, issued_on: string) => t.as(keeper).post('/api/capacity/certificates', { person_id, name: '网络安全工程师', issued_on });
    await certify(people[0]!, '2023-05-01');
    await certify(people[1]!, '2024-05-01');
    await certify(people[1]!, '2024-06-01');
    await certify(people[2]!, '2026-05-02');
    expect((await t.as(keeper).get('/api/capacity/rates')).body).toEqual([
      { year: 2022, on: '2022-12-31', staff: 0, certified: 0, share: null, verdict: 'unknown' },
      { year: 2023, on: '2023-12-31', staff: 5, certified: 1, share: 20, verdict: 'not_met' },
      { year: 2024, on: '2024-12-31', staff: 5, certified: 2, share: 40, verdict: 'rising' },
      { year: 2025, on: '2025-12-31', staff: 5, certified: 2, share: 40, verdict: 'not_met' },
      { year: 2026, on: '2026-05-20', staff: 5, certified: 3, share: 60, verdict: 'met' },
    ]);
    // each figure leads to its rows
    expect((await staffOf(keeper, 2024)).filter((s) => s.certified).map((s) => s.person_id).sort()).toEqual([people[0]!, people[1]!].sort());
    const sheet = await readTable((await t.as(keeper).get('/api/capacity/export/staff')).bytes, [{ key: 'name', title: '姓名' }, { key: 'certificate', title: '证书' }]);
    if (!sheet.ok) throw new Error(sheet.reason);
    expect(sheet.rows).toHaveLength(6);
  });
});

describe('promises', () => {
  test('whoever does security work owes a promise of secrecy; the rate and the names follow', async () => {
    const unit = await t.makeUnit('档案馆');
    const keeper = await t.makeAccount('unit_head', unit);
    await t.db.updateTable('account').set({ password_changed_at: '2100-01-01T00:00:00Z' }).execute();
    await t.signIn(keeper);
    const [a, b] = [await addPerson(unit), await addPerson(unit)];
    for (const person_id of [a, b]) await t.as(keeper).post('/api/capacity/staff', { person_id, kind: 'full_time', work: '运维', since: '2026-03-01' });
    const read = async () => (await t.as(keeper).get('/api/capacity/promises?kind=confidentiality')).body;
    expect(await read()).toMatchObject({ due: 2, signed: 0 });
    const sign = (who: User, ids: string[], fields: object = {}) => t.as(who).post('/api/capacity/promises', { kind: 'confidentiality', ids, signed_on: '2026-05-01', valid_until: '2026-12-31', ...fields });
    expect((await sign(keeper, [a])).body).toEqual({ added: 1, already: [] });
    expect((await sign(keeper, [a])).body).toMatchObject({ added: 0, already: [expect.any(String)] });
    expect((await sign(stranger, [b])).body.code).toBe('promise.not_there');
    expect(await read()).toMatchObject({ due: 2, signed: 1, missing: [{ id: b }] });
    const promise = (await read()).promises[0];
    const file = (await t.as(keeper).upload(`/api/capacity/promises/${promise.id}/files`, Buffer.from('签字'), '承诺书.txt')).body.id;
    expect((await t.as(office).get(`/api/files/${file}`)).status).toBe(200);
    expect(await t.as(stranger).get(`/api/files/${file}`)).toMatchObject(missing);
    // one that ran out is owed again, and the old one stays on record
    await at('2027-01-02');
    await t.signIn(keeper);
    expect(await read()).toMatchObject({ due: 2, signed: 0, promises: [{ expired: true }] });
    expect((await sign(keeper, [a], { signed_on: '2027-01-02', valid_until: null })).body).toEqual({ added: 1, already: [] });
    expect((await t.db.selectFrom('promise').select('id').where('person_id', '=', a).execute())).toHaveLength(2);
    const standing = (await read()).promises[0];
    expect(await t.as(stranger).post(`/api/capacity/promises/${standing.id}/withdraw`, { note: '换' })).toMatchObject(missing);
    expect((await t.as(keeper).post(`/api/capacity/promises/${standing.id}/withdraw`, { note: '签错' })).status).toBe(200);
    expect(await read()).toMatchObject({ signed: 0 });
  });
});

describe('people, funds and goods', () => {
  test('what is planned and provided stands with its basis; a unit sees its own', async () => {
    const made = await t.as(office).post('/api/capacity/resources', { year: 2026, kind: 'funds', title: '等级测评经费', unit_id: college, planned: 20, provided: 12.5, measure: '万元', basis: '2026年预算' });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const rows = async (who: User) => (await t.as(who).get('/api/capacity/resources?year=2026')).body as { id: string; provided: number; version: number }[];
    expect(await rows(liaison)).toMatchObject([{ id: made.body.id, provided: 12.5 }]);
    expect(await rows(stranger)).toEqual([]);
    const put = (version: number) => t.as(office).put(`/api/capacity/resources/${made.body.id}`, { year: 2026, kind: 'funds', title: '等级测评经费', unit_id: college, planned: 20, provided: 20, measure: '万元', version });
    expect((await put(1)).status).toBe(200);
    expect((await put(1)).body.code).toBe('object.changed_meanwhile');
    expect(await rows(liaison)).toMatchObject([{ provided: 20 }]);
    expect((await t.as(office).post('/api/capacity/resources', { year: 2026, kind: 'funds', title: '负数', unit_id: college, planned: -1, measure: '万元' })).status).toBe(422);
    expect((await t.as(office).delete(`/api/capacity/resources/${made.body.id}`)).status).toBe(200);
    expect(await rows(office)).toEqual([]);
  });
});

describe('when the organisation changes', () => {
  test('whoever leaves does security work no more, and the years before keep their figures', async () => {
    const unit = await t.makeUnit('将变动中心');
    const person = (await t.as(office).post('/api/people', { name: '示例离岗者', unit_id: unit })).body;
    await t.as(office).post('/api/capacity/staff', { person_id: person.id, kind: 'full_time', work: '运维', since: '2024-03-01' });
    const working = async (year: number) => ((await t.as(office).get(`/api/capacity/staff?year=${year}`)).body as { person_id: string }[]).some((s) => s.person_id === person.id);
    await t.as(office).post(`/api/people/${person.id}/hand-over`, { version: person.version, successor_id: null, left: true });
    await at('2026-05-21');
    expect([await working(2025), await working(2026)]).toEqual([true, false]);
  });

  test('a merged unit’s duties, means, promise and records go over; what the other has of its own stands', async () => {
    const [from, into] = [await t.makeUnit('旧学院'), await t.makeUnit('新学院甲')];
    const api = t.as(office);
    const both = (await api.post('/api/capacity/duties', { title: '两家都承担', bearers: [{ unit_id: from, part: 'lead' }, { unit_id: into, part: 'support' }] })).body;
    const one = (await api.post('/api/capacity/duties', { title: '旧学院承担', bearers: [{ unit_id: from, part: 'lead' }] })).body;
    await api.post('/api/capacity/resources', { year: 2026, kind: 'goods', title: '旧学院设备', unit_id: from, planned: 1, measure: '台' });
    await api.post('/api/capacity/promises', { kind: 'security', ids: [from], signed_on: '2026-05-01' });
    await api.post('/api/responsibility/records', { kind: 'publicity', held_on: '2026-05-02', title: '宣传活动', unit_id: from, chaired_by: '负责人' });
    const merging = ((await api.get('/api/units')).body as { id: string; version: number }[]).find((u) => u.id === from)!;
    expect((await api.post(`/api/units/${from}/merge`, { version: merging.version, into_id: into })).status).toBe(200);
    const duties = (await api.get('/api/capacity/duties')).body as { id: string; bearers: { unit_name: string; part: string }[] }[];
    expect(duties.find((d) => d.id === both.id)!.bearers).toMatchObject([{ unit_name: '新学院甲', part: 'support' }]);
    expect(duties.find((d) => d.id === one.id)!.bearers).toMatchObject([{ unit_name: '新学院甲', part: 'lead' }]);
    expect((await api.get('/api/capacity/resources?year=2026')).body).toContainEqual(expect.objectContaining({ title: '旧学院设备', unit_name: '新学院甲' }));
    expect((await api.get('/api/capacity/promises?kind=security')).body.promises).toContainEqual(expect.objectContaining({ unit_name: '新学院甲' }));
    expect((await api.get(`/api/responsibility/records?unit_id=${into}`)).body).toMatchObject([{ title: '宣传活动（原旧学院）' }]);
  });
});
