import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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
let lab: string;
let other: string;
/** Ten in the morning of a day in Shanghai, or another time of UTC. Sessions end meanwhile, so whoever asks next signs in anew. */
async function at(date: string, time = '02:00'): Promise<void> {
  moveClockTo(new Date(`${date}T${time}:00Z`));
  for (const user of [office, leader, head, liaison, stranger]) await t.signIn(user);
}
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  lab = await t.makeUnit('实验中心', college, 'centre');
  other = await t.makeUnit('文学院', root, 'college');
  office = await t.makeAccount('office');
  leader = await t.makeAccount('leader');
  head = await t.makeAccount('unit_head', college);
  liaison = await t.makeAccount('liaison', college);
  stranger = await t.makeAccount('liaison', other);
  // people whose passwords must not grow old while the clock runs
  await t.db.updateTable('account').set({ password_changed_at: '2100-01-01T00:00:00Z' }).execute();
  await at('2026-05-20');
});
afterEach(() => at('2026-05-20'));
afterAll(async () => { moveClockTo(undefined); await t.close(); });

const meeting = (fields: object = {}) => ({ kind: 'quarterly_meeting', held_on: '2026-05-06', title: '二季度网络安全工作会议', unit_id: null, chaired_by: '分管校领导', ...fields });
const records = '/api/responsibility/records';
const idsSeen = async (who: User, query = '') => ((await t.as(who).get(`${records}${query}`)).body as { id: string }[]).map((r) => r.id);
const missing = { status: 404, body: { code: 'object.not_found' } };
const denied = { status: 403, body: { code: 'permission.denied' } };

describe('duty records', () => {
  test('a unit writes its own records, reads the whole organisation’s, and knows nothing of another unit’s', async () => {
    const mine = (await t.as(liaison).post(records, meeting({ kind: 'publicity', title: '学院宣传周', unit_id: college }))).body;
    const below = (await t.as(head).post(records, meeting({ kind: 'inspection', title: '实验室检查', unit_id: lab }))).body;
    const theirs = (await t.as(stranger).post(records, meeting({ kind: 'publicity', title: '文学院活动', unit_id: other }))).body;
    const whole = (await t.as(office).post(records, meeting({ kind: 'coordination', title: '全校协调会' }))).body;
    expect(mine).toMatchObject({ unit_name: '计算机学院', can_write: true, version: 1 });
    expect(await idsSeen(liaison)).toEqual(expect.arrayContaining([mine.id, whole.id]));
    expect(await idsSeen(liaison)).not.toContain(theirs.id);
    expect(await idsSeen(liaison)).not.toContain(below.id);
    expect(await idsSeen(head)).toEqual(expect.arrayContaining([mine.id, below.id, whole.id]));
    expect(await idsSeen(leader)).toEqual(expect.arrayContaining([mine.id, below.id, theirs.id, whole.id]));
    expect(await idsSeen(liaison, `?unit_id=${other}`)).toEqual([]);
    const before = await t.db.selectFrom('duty_record').selectAll().orderBy('id').execute();
    for (const unit_id of [null, other, lab]) expect(await t.as(liaison).post(records, meeting({ unit_id }))).toMatchObject(denied);
    for (const [id, answer] of [[theirs.id, missing], [whole.id, denied]] as const) {
      expect(await t.as(liaison).patch(`${records}/${id}`, { version: 1, title: '改' })).toMatchObject(answer);
      expect(await t.as(liaison).delete(`${records}/${id}`)).toMatchObject(answer);
      expect(await t.as(liaison).upload(`${records}/${id}/files`, Buffer.from('x'), 'x.txt')).toMatchObject(answer);
    }
    // neither given away to another unit nor to the whole organisation
    for (const unit_id of [null, other]) expect(await t.as(liaison).patch(`${records}/${mine.id}`, { version: 1, unit_id })).toMatchObject(denied);
    expect(await t.as(leader).post(records, meeting())).toMatchObject(denied);
    expect(await t.db.selectFrom('duty_record').selectAll().orderBy('id').execute()).toEqual(before);
  });

  test('lists by year, unit and kind; a stale page does not overwrite; what is not yet held is no record', async () => {
    const a = (await t.as(office).post(records, meeting({ kind: 'instruction', held_on: '2024-12-31', title: '主要领导批示', content: '抓好整改' }))).body;
    expect(await idsSeen(office, '?year=2024&kind=instruction')).toEqual([a.id]);
    expect(await idsSeen(office, '?year=2025&kind=instruction')).toEqual([]);
    expect((await t.as(office).patch(`${records}/${a.id}`, { version: 1, attendees: '各单位负责人' })).body).toMatchObject({ attendees: '各单位负责人', content: '抓好整改', version: 2 });
    expect(await t.as(office).patch(`${records}/${a.id}`, { version: 1, title: '旧页面' })).toMatchObject({ status: 409, body: { code: 'object.changed_meanwhile' } });
    expect(await t.as(office).post(records, meeting({ held_on: '2026-05-21' }))).toMatchObject({ status: 422, body: { code: 'duty_record.not_yet', issues: [{ path: 'held_on' }] } });
    expect((await t.as(office).delete(`${records}/${a.id}`)).status).toBe(200);
    expect(await t.as(office).delete(`${records}/${a.id}`)).toMatchObject(missing);
    const trail = await t.db.selectFrom('audit_log').select(['action', 'before']).where('object_id', '=', a.id).where('result', '=', 'ok').orderBy('seq').execute();
    expect(trail.map((r) => r.action)).toEqual(['responsibility.create_record', 'responsibility.update_record', 'responsibility.remove_record']);
    expect(trail[2]!.before).toMatchObject({ title: '主要领导批示' });
  });

  test('minutes are kept with the record and go only to those who see it', async () => {
    const mine = (await t.as(liaison).post(records, meeting({ kind: 'summary_meeting', unit_id: college }))).body;
    const kept = (await t.as(liaison).upload(`${records}/${mine.id}/files`, Buffer.from('学院纪要'), '纪要.txt')).body;
    await t.as(liaison).upload(`${records}/${mine.id}/files`, Buffer.from('签到'), '签到.txt');
    expect((await t.as(head).get(`/api/files/${kept.id}`)).bytes.toString()).toBe('学院纪要');
    expect(await t.as(stranger).get(`/api/files/${kept.id}`)).toMatchObject(missing);
    const whole = (await t.as(office).post(records, meeting({ kind: 'coordination' }))).body;
    const open = (await t.as(office).upload(`${records}/${whole.id}/files`, Buffer.from('全校纪要'), '纪要.txt')).body;
    expect((await t.as(stranger).get(`/api/files/${open.id}`)).bytes.toString()).toBe('全校纪要');
    // a file is taken only from the record that has it
    expect(await t.as(liaison).delete(`${records}/${mine.id}/files/${open.id}`)).toMatchObject(missing);
    expect(((await t.as(liaison).get(`${records}?kind=summary_meeting`)).body as { files: { name: string }[] }[])[0]!.files.map((f) => f.name)).toEqual(['纪要.txt', '签到.txt']);
    expect((await t.as(liaison).delete(`${records}/${mine.id}/files/${kept.id}`)).status).toBe(200);
    expect(await t.as(liaison).get(`/api/files/${kept.id}`)).toMatchObject(missing);
  });
});

describe('what must be held', () => {
  const standing = async (who: User, year: number) => Object.fromEntries(((await t.as(who).get(`/api/responsibility/standing?year=${year}`)).body.rules as { key: string; periods: { state: string; records: { title: string; files: number }[] }[] }[]).map((r) => [r.key, r.periods]));
  const states = async (year: number) => (await standing(office, year)).quarterly_meeting!.map((p) => p.state);

  test('a quarter is due through its last day and missed from the next; a meeting on its edge counts for it alone', async () => {
    await at('2025-03-31');
    expect(await states(2025)).toEqual(['due', 'due', 'due', 'due']);
    // five to midnight in Shanghai, then five past
    await at('2025-03-31', '15:55');
    expect(await states(2025)).toEqual(['due', 'due', 'due', 'due']);
    await at('2025-03-31', '16:05');
    expect(await states(2025)).toEqual(['missed', 'due', 'due', 'due']);
    await at('2025-12-31');
    for (const held_on of ['2025-04-01', '2025-09-30']) await t.as(office).post(records, meeting({ held_on }));
    expect(await states(2025)).toEqual(['missed', 'met', 'met', 'due']);
    await at('2026-01-01');
    expect(await states(2025)).toEqual(['missed', 'met', 'met', 'missed']);
    expect(await states(2026)).toEqual(['due', 'due', 'due', 'due']);
  });

  test('each year needs its special meeting and its place on the agenda; a unit’s own meeting does not stand for the organisation', async () => {
    expect((await standing(office, 2023)).special_meeting).toMatchObject([{ state: 'missed', records: [] }]);
    await t.as(liaison).post(records, meeting({ kind: 'special_meeting', held_on: '2023-06-01', unit_id: college }));
    expect((await standing(office, 2023)).special_meeting).toMatchObject([{ state: 'missed' }]);
    const r = (await t.as(office).post(records, meeting({ kind: 'special_meeting', held_on: '2023-06-02', title: '专题会议' }))).body;
    await t.as(office).upload(`${records}/${r.id}/files`, Buffer.from('纪要'), '纪要.txt');
    await t.as(office).post(records, meeting({ kind: 'agenda_item', held_on: '2023-12-31', title: '党委会议题' }));
    expect(await standing(liaison, 2023)).toMatchObject({ special_meeting: [{ state: 'met', records: [{ title: '专题会议', files: 1 }] }], agenda_item: [{ state: 'met', records: [{ title: '党委会议题', files: 0 }] }] });
  });
});

describe('responsibility letters', () => {
  const letters = '/api/responsibility/letters';
  const sign = (unit_ids: string[], year = 2026) => t.as(office).post(letters, { year, unit_ids, signed_on: '2026-03-02', party_a: '示例大学' });

  test('the rate is counted over the units straight below the top, and those without are named', async () => {
    expect((await t.as(office).get(`${letters}?year=2026`)).body).toMatchObject({ due: 2, signed: 0, missing: [expect.anything(), expect.anything()] });
    expect((await sign([college, lab])).body).toEqual({ added: 2, already: [] });
    expect((await sign([college, other])).body).toEqual({ added: 1, already: ['计算机学院'] });
    const all = (await t.as(office).get(`${letters}?year=2026`)).body;
    expect(all).toMatchObject({ due: 2, signed: 2, missing: [] });
    expect(all.letters).toHaveLength(3);
    const letter = (all.letters as { id: string; unit_id: string; party_b: string }[]).find((l) => l.unit_id === other)!;
    expect(letter.party_b).toBe('文学院');
    const file = (await t.as(office).upload(`${letters}/${letter.id}/files`, Buffer.from('扫描件'), '责任书.txt')).body;
    // a unit sees its own letter, and no other
    expect((await t.as(liaison).get(`${letters}?year=2026`)).body).toMatchObject({ due: 1, signed: 1, letters: [{ unit_id: college }] });
    expect((await t.as(stranger).get(`/api/files/${file.id}`)).bytes.toString()).toBe('扫描件');
    expect(await t.as(liaison).get(`/api/files/${file.id}`)).toMatchObject(missing);
    expect(await t.as(liaison).post(letters, { year: 2026, unit_ids: [college], signed_on: '2026-03-02', party_a: '示例大学' })).toMatchObject(denied);
    // withdrawn, it counts no more and may be signed again
    expect((await t.as(office).post(`${letters}/${letter.id}/withdraw`, { note: '负责人更换' })).status).toBe(200);
    expect(await t.as(office).post(`${letters}/${letter.id}/withdraw`, { note: '再撤' })).toMatchObject(missing);
    expect((await t.as(office).get(`${letters}?year=2026`)).body).toMatchObject({ due: 2, signed: 1, missing: [{ unit_name: '文学院' }] });
    expect(await t.as(stranger).get(`/api/files/${file.id}`)).toMatchObject(missing);
    const sheet = await readTable((await t.as(leader).get(`${letters}/export?year=2026`)).bytes, [{ key: 'unit', title: '单位', kind: 'text' }, { key: 'state', title: '签订情况', kind: 'text' }]);
    expect(sheet.ok && sheet.rows.map((r) => r.values)).toEqual(expect.arrayContaining([expect.objectContaining({ unit: '计算机学院', state: '已签订' }), expect.objectContaining({ unit: '文学院', state: '未签订' })]));
    expect((await sign([other])).body).toEqual({ added: 1, already: [] });
    expect((await t.as(office).get(`${letters}?year=2025`)).body).toMatchObject({ due: 2, signed: 0, letters: [] });
  });

  test('one unit that is gone, or a day to come, and none is registered', async () => {
    expect(await sign([college, '00000000-0000-7000-8000-000000000000'], 2030)).toMatchObject({ status: 422, body: { code: 'letter.unit_not_active' } });
    expect(await t.as(office).post(letters, { year: 2030, unit_ids: [college], signed_on: '2026-05-21', party_a: '示例大学' })).toMatchObject({ status: 422, body: { code: 'letter.not_yet' } });
    expect((await t.as(office).get(`${letters}?year=2030`)).body).toMatchObject({ signed: 0, letters: [] });
  });
});

describe('whom to call', () => {
  const contacts = '/api/responsibility/contacts';
  test('an outside number is doubtful when nobody tried it for 180 days, or when it changed', async () => {
    const c = (await t.as(office).post(contacts, { kind: 'telecom', name: '示例电信公司', contact_person: '值班员', phone: '010-12345678', verified_on: '2026-05-20' })).body;
    expect(c).toMatchObject({ stale: false, version: 1 });
    const staleAt = async (date: string) => { await at(date); return ((await t.as(liaison).get(contacts)).body as { id: string; stale: boolean }[]).find((x) => x.id === c.id)!.stale; };
    expect(await staleAt('2026-11-16')).toBe(false);
    expect(await staleAt('2026-11-17')).toBe(true);
    await at('2026-05-20');
    expect((await t.as(office).patch(`${contacts}/${c.id}`, { version: 1, phone: '010-87654321' })).body).toMatchObject({ phone: '010-87654321', verified_on: null, stale: true, version: 2 });
    expect((await t.as(office).patch(`${contacts}/${c.id}`, { version: 2, verified_on: '2026-05-20' })).body).toMatchObject({ stale: false });
    expect(await t.as(office).patch(`${contacts}/${c.id}`, { version: 2, note: '旧页面' })).toMatchObject({ status: 409 });
    expect(await t.as(liaison).post(contacts, { kind: 'police', name: '示例', contact_person: '甲', phone: '110' })).toMatchObject(denied);
    const trail = await t.db.selectFrom('audit_log').select(['before', 'after']).where('object_id', '=', c.id).execute();
    expect(JSON.stringify(trail)).not.toMatch(/010-12345678|010-87654321/);
    expect((await t.as(office).delete(`${contacts}/${c.id}`)).status).toBe(200);
    expect((await t.as(liaison).get(contacts)).body).toEqual([]);
  });

  test('a unit confirms its own list, which grows old after 90 days', async () => {
    const checks = async (who: User) => (await t.as(who).get('/api/responsibility/contact-checks')).body as { unit_id: string; stale: boolean; by_name: string | null; can_confirm: boolean; contacts: { name: string }[] }[];
    const confirm = (who: User, unit: string) => t.as(who).post(`/api/responsibility/units/${unit}/confirm-contacts`);
    expect(await confirm(liaison, college)).toMatchObject({ status: 409, body: { code: 'contact.nobody' } });
    const person = (await t.as(office).post('/api/people', { name: '联络员甲', unit_id: college, phone: '13800000001' })).body;
    await t.as(office).put(`/api/units/${college}/posts/liaison`, { person_id: person.id });
    expect(await checks(liaison)).toMatchObject([{ unit_id: college, stale: true, by_name: null, can_confirm: true, contacts: [{ name: '联络员甲' }] }]);
    for (const unit of [other, lab, '00000000-0000-7000-8000-000000000000']) expect(await confirm(liaison, unit)).toMatchObject(missing);
    expect(await confirm(office, college)).toMatchObject(denied);
    expect((await confirm(liaison, college)).status).toBe(200);
    const mine = async () => (await checks(office)).find((c) => c.unit_id === college)!;
    expect(await mine()).toMatchObject({ stale: false, by_name: liaison.name, can_confirm: false });
    expect((await checks(office)).find((c) => c.unit_id === other)).toMatchObject({ stale: true });
    await at('2026-08-18');
    expect(await mine()).toMatchObject({ stale: false });
    await at('2026-08-19');
    expect(await mine()).toMatchObject({ stale: true });
    expect((await confirm(head, college)).status).toBe(200);
    expect(await mine()).toMatchObject({ stale: false, by_name: head.name });
  });
});

test('the warning network goes out as one sheet, level by level; a unit’s has only its own people in it', async () => {
  const person = (await t.as(office).post('/api/people', { name: '示例联络员', unit_id: college, phone: '010-55550000' })).body;
  await t.as(office).put(`/api/units/${college}/posts/liaison`, { person_id: person.id });
  const elsewhere = (await t.as(office).post('/api/people', { name: '示例他人', unit_id: other, phone: '010-55550001' })).body;
  await t.as(office).put(`/api/units/${other}/posts/liaison`, { person_id: elsewhere.id });
  await t.as(office).post('/api/responsibility/contacts', { kind: 'police', name: '示例网安支队', contact_person: '值班员', phone: '010-55550110' });
  await t.as(office).post('/api/groups', { kind: 'emergency', name: '示例应急团队', source: '协议', members: [{ role: 'leader', label: '组长', person_id: person.id }] });
  const sheet = async (who: User) => {
    const table = await readTable((await t.as(who).get('/api/responsibility/network')).bytes, [{ key: 'level', title: '层级' }, { key: 'body', title: '单位或小组' }, { key: 'name', title: '姓名' }]);
    if (!table.ok) throw new Error(table.reason);
    return table.rows.map((r) => `${r.values['level']} ${r.values['body']} ${r.values['name']}`);
  };
  const all = await sheet(office);
  expect(all[0]).toMatch(/^一、上级和监管/);
  expect(all).toEqual(expect.arrayContaining(['一、上级和监管 示例网安支队 值班员', '二、领导小组和应急团队 示例应急团队 示例联络员', '三、各单位 计算机学院 示例联络员', '三、各单位 文学院 示例他人']));
  const own = await sheet(liaison);
  expect(own).toContain('三、各单位 计算机学院 示例联络员');
  expect(own.join()).not.toContain('示例他人');
});
