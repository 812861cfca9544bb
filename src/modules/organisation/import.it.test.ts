import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type Client, type TestApp, type User } from '../../../test/app.ts';
import { readTable, writeTable, type TableColumn } from '../../engines/tables/index.ts';

let t: TestApp;
let office: User;
let liaison: User;
let root: string;
let college: string;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  await t.makeUnit('文学院', root, 'college', '文院');
  office = await t.makeAccount('office');
  liaison = await t.makeAccount('liaison', college);
});
afterAll(() => t.close());

const titles = { unit: '单位', name: '姓名', employee_no: '工号', phone: '电话', email: '邮箱', duties: '岗位' };
const columns: TableColumn[] = Object.entries(titles).map(([key, title]) => ({ key, title }));
type Row = Partial<Record<keyof typeof titles, string>>;
const sheet = (rows: Row[], keys: (keyof typeof titles)[] = Object.keys(titles) as (keyof typeof titles)[]) => writeTable({ name: '人员', columns: columns.filter((c) => keys.includes(c.key as keyof typeof titles)), rows });
const check = async (who: Client, bytes: Uint8Array | Promise<Uint8Array>) => who.upload('/api/organisation/import', await bytes, '人员.xlsx');
const apply = (who: Client, token: string) => who.post(`/api/organisation/import/${token}`);
const readRows = async (bytes: Uint8Array, more: TableColumn[] = []) => { const read = await readTable(bytes, [...columns, ...more]); if (!read.ok) throw new Error(read.reason); return read; };
const stored = () => t.db.selectFrom('person').selectAll().orderBy('id').execute();

describe('in and out again', () => {
  test('checked first, written on the word, exported in the same shape, and the export changes nothing', async () => {
    const who = t.as(office);
    const rows: Row[] = [
      { unit: '计算机学院', name: '张示例', employee_no: '0012', phone: '138 0000 0001', email: 'zhang@example.edu.cn', duties: '联络员、网络安全员' },
      { unit: '文院', name: '李示例', duties: '第一责任人' },
    ];
    const before = await stored();
    const checked = await check(who, sheet(rows));
    expect(checked).toMatchObject({ status: 200, body: { applied: false, added: ['计算机学院 张示例', '文学院 李示例'], changed: [], same: 0, errors: [] } });
    expect(await stored()).toEqual(before);
    expect(await apply(who, checked.body.token)).toMatchObject({ status: 200, body: { applied: true } });
    expect(await apply(who, checked.body.token)).toMatchObject({ status: 409, body: { code: 'import.applied_already' } });
    expect((await who.get('/api/people')).body.items).toMatchObject([{ name: '李示例', unit_name: '文学院' }, { name: '张示例', employee_no: '0012', posts: [{ duty: 'liaison' }, { duty: 'security_officer' }] }]);

    const exported = await who.get('/api/organisation/export');
    expect(exported.headers['content-disposition']).toContain('attachment');
    const read = await readRows(exported.bytes);
    expect(read.rows.map((r) => r.values)).toEqual([{ ...rows[1], unit: '文学院', employee_no: '', phone: '', email: '' }, rows[0]]);
    expect((await check(who, exported.bytes)).body).toMatchObject({ added: [], changed: [], same: 2, errors: [] });
    expect(await t.db.selectFrom('audit_log').select('after').where('action', '=', 'organisation.export').execute()).toMatchObject([{ after: { people: 2 } }]);
  });

  test('what changes is shown field by field: by number, else by unit and name; a column left out changes nothing', async () => {
    const who = t.as(office);
    const checked = await check(who, sheet([{ unit: '文学院', name: '张示例', employee_no: '0012' }, { unit: '文学院', name: '李示例', employee_no: '0013' }], ['unit', 'name', 'employee_no']));
    expect(checked.body.changed).toEqual([
      { key: '张示例（计算机学院）', fields: [{ field: '单位', before: '计算机学院', after: '文学院' }] },
      { key: '李示例（文学院）', fields: [{ field: '工号', before: '', after: '0013' }] },
    ]);
    const swap = await check(who, sheet([{ unit: '计算机学院', name: '王示例', duties: '联络员' }]));
    expect(swap.body).toMatchObject({ added: ['计算机学院 王示例'], changed: [{ key: '张示例（计算机学院）', fields: [{ field: '岗位', before: '联络员、网络安全员', after: '网络安全员' }] }] });
    await apply(who, swap.body.token);
    expect(((await who.get('/api/people')).body.items as { name: string; posts: { duty: string }[] }[]).map((p) => [p.name, p.posts.map((x) => x.duty)])).toEqual([['李示例', ['first_responsible']], ['张示例', ['security_officer']], ['王示例', ['liaison']]]);
    // the data moved on since the first sheet was checked against it
    await t.db.updateTable('person').set((e) => ({ phone: '13800000009', version: e('version', '+', 1) })).where('employee_no', '=', '0012').execute();
    const before = await stored();
    expect(await apply(who, checked.body.token)).toMatchObject({ status: 409, body: { code: 'import.changed_meanwhile' } });
    expect(await stored()).toEqual(before);
  });

  test('two people exchange their numbers; one who left comes back', async () => {
    const who = t.as(office);
    const unit = await t.makeUnit('交换系', root, 'college');
    await apply(who, (await check(who, sheet([{ unit: '交换系', name: '甲某', employee_no: 'X1' }, { unit: '交换系', name: '乙某', employee_no: 'X2' }]))).body.token);
    await apply(who, (await check(who, sheet([{ unit: '交换系', name: '乙某', employee_no: 'X1' }, { unit: '交换系', name: '甲某', employee_no: 'X2' }]))).body.token);
    expect(((await who.get(`/api/people?unit_id=${unit}`)).body.items as { name: string; employee_no: string }[]).map((p) => `${p.name} ${p.employee_no}`).toSorted()).toEqual(['乙某 X1', '甲某 X2']);
    await t.db.updateTable('person').set({ status: 'left' }).where('employee_no', '=', 'X1').execute();
    const back = await check(who, sheet([{ unit: '交换系', name: '乙某', employee_no: 'X1' }]));
    expect(back.body.changed).toEqual([{ key: '乙某（交换系）', fields: [{ field: '状态', before: '离岗', after: '在岗' }] }]);
    expect((await apply(who, back.body.token)).status).toBe(200);
  });

  test('units of one name are told apart by what they belong to', async () => {
    const who = t.as(office);
    const [a, b] = [await t.makeUnit('理学院', root, 'college'), await t.makeUnit('工学院', root, 'college')];
    for (const above of [a, b]) await t.makeUnit('综合办公室', above);
    const checked = await check(who, sheet([{ unit: '综合办公室', name: '某庚' }, { unit: '工学院／综合办公室', name: '某辛' }]));
    expect(checked.body).toMatchObject({ added: ['工学院/综合办公室 某辛'], errors: [{ row: 2, column: '单位', message: expect.stringContaining('2 个机构') }] });
  });

  test('at the same moment: one word is taken once, and one number by one', async () => {
    const who = t.as(office);
    await t.makeUnit('同时系', root, 'college');
    const once = (await check(who, sheet([{ unit: '同时系', name: '只有一个', employee_no: 'S0' }]))).body.token;
    expect((await Promise.all([apply(who, once), apply(who, once)])).map((r) => r.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const tokens = await Promise.all(['甲', '乙'].map(async (name) => (await check(who, sheet([{ unit: '同时系', name, employee_no: 'S1' }, { unit: '同时系', name: `随${name}`, duties: '联络员' }]))).body.token as string));
    const replies = await Promise.all(tokens.map((token) => apply(who, token)));
    expect(replies.map((r) => r.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const there = await t.db.selectFrom('person as p').innerJoin('unit as u', 'u.id', 'p.unit_id').select('p.name').where('u.name', '=', '同时系').execute();
    expect(there).toHaveLength(3);
  });

  test('five thousand people, in a bounded number of statements', async () => {
    const who = t.as(office);
    const names = Array.from({ length: 50 }, (_, i) => `第${i + 1}系`);
    for (const name of names) await t.makeUnit(name, root, 'college');
    const rows = Array.from({ length: 5000 }, (_, i): Row => ({ unit: names[i % 50]!, name: `人员${i}`, employee_no: `N${i}`, phone: `1380000${String(i).padStart(4, '0')}`, email: `n${i}@example.edu.cn`, duties: i < 50 ? '联络员' : '' }));
    const bytes = await sheet(rows);
    const begun = performance.now();
    const checked = await check(who, bytes);
    const read = performance.now();
    expect(checked.body).toMatchObject({ errors: [], changed: [], same: 0 });
    expect(checked.body.added).toHaveLength(5000);
    const before = t.statements();
    expect((await apply(who, checked.body.token)).body).toMatchObject({ applied: true });
    const written = performance.now();
    const statements = t.statements() - before;
    expect(statements).toBeLessThan(40);
    const exported = await who.get('/api/organisation/export');
    process.stdout.write(`5000 people: check ${Math.round(read - begun)} ms, apply ${Math.round(written - read)} ms (${statements} statements), export ${Math.round(performance.now() - written)} ms\n`);
    const back = (await readRows(exported.bytes)).rows.map((r) => r.values).filter((v) => v.unit!.startsWith('第'));
    expect(back.toSorted((a, b) => Number(a.employee_no!.slice(1)) - Number(b.employee_no!.slice(1)))).toEqual(rows);
    expect((await check(who, exported.bytes)).body).toMatchObject({ added: [], changed: [], errors: [] });
  });
});

describe('what is wrong', () => {
  test('is said cell by cell; nothing is written; the sheet comes back marked', async () => {
    const who = t.as(office);
    const rows: Row[] = [
      { unit: '计算机学院', name: '无误' },
      { unit: '不存在的处', name: '某甲' },
      { unit: '计算机学院', name: '' },
      { unit: '计算机学院', name: '某乙', phone: 'abc', email: 'a@b' },
      { unit: '计算机学院', name: '某丙', duties: '站长' },
      { unit: '计算机学院', name: '某丁', employee_no: 'D1', duties: '第一责任人' },
      { unit: '文学院', name: '某戊', employee_no: 'D1' },
      { unit: '计算机学院', name: '某己', duties: '第一责任人' },
      { unit: '计算机学院', name: '无误' },
    ];
    const before = await stored();
    const checked = await check(who, sheet(rows));
    expect((checked.body.errors as { row: number; column: string }[]).map((e) => `${e.row} ${e.column}`)).toEqual(['3 单位', '4 姓名', '5 电话', '5 邮箱', '6 岗位', '8 工号', '8 姓名', '9 岗位', '10 姓名']);
    for (const e of checked.body.errors as { message: string }[]) expect(e.message).toMatch(/[\u4e00-\u9fff]/);
    expect(await apply(who, checked.body.token)).toMatchObject({ status: 409, body: { code: 'import.has_errors' } });
    expect(await stored()).toEqual(before);
    const marked = await who.get(`/api/organisation/import/${checked.body.token}/errors`);
    expect(marked.status).toBe(200);
    const back = await readRows(marked.bytes, [{ key: 'problem', title: '问题' }]);
    expect(back.rows).toHaveLength(rows.length);
    expect(back.rows[1]!.values).toMatchObject({ unit: '不存在的处', problem: expect.stringContaining('不存在的处') });
    expect(back.rows[0]!.values.problem).toBe('');
    // repaired rows go back in with the extra column still there
    expect((await check(who, marked.bytes)).body.errors).toHaveLength(9);
  });

  test('a liaison imports only his own unit, and learns nothing of others', async () => {
    const who = t.as(liaison);
    await t.db.insertInto('person').values({ id: crypto.randomUUID(), name: '外院人员', unit_id: await t.makeUnit('外语学院', root, 'college'), employee_no: 'W9', phone: null, email: null }).execute();
    const before = await stored();
    const checked = await check(who, sheet([{ unit: '外语学院', name: '闯入' }, { unit: '计算机学院', name: '抢人', employee_no: 'W9' }, { unit: '计算机学院', name: '自己人' }]));
    expect(checked.body.errors).toMatchObject([{ row: 2, column: '单位', message: expect.stringContaining('管理范围') }, { row: 3, column: '工号' }]);
    expect(JSON.stringify(checked.body)).not.toContain('外院人员');
    expect((await apply(who, checked.body.token)).status).toBe(409);
    expect(await stored()).toEqual(before);
    const exported = await readRows((await who.get('/api/organisation/export')).bytes);
    expect(new Set(exported.rows.map((r) => r.values.unit))).toEqual(new Set(['计算机学院']));
    const template = await readRows((await who.get('/api/organisation/template')).bytes);
    expect(template.rows).toEqual([]);
  });

  test('mail of accounts that work for the whole is not turned elsewhere by a unit', async () => {
    const who = t.as(liaison);
    const person = (await t.as(office).post('/api/people', { name: '办公室人员', unit_id: college, email: 'office@example.edu.cn', employee_no: 'G1' })).body;
    await t.makeAccount('office', null, { person_id: person.id });
    expect(await who.patch(`/api/people/${person.id}`, { version: 1, email: 'elsewhere@example.org' })).toMatchObject({ status: 403, body: { code: 'person.guarded_email' } });
    expect((await check(who, sheet([{ unit: '计算机学院', name: '办公室人员', employee_no: 'G1', email: 'elsewhere@example.org' }]))).body.errors).toMatchObject([{ row: 2, column: '邮箱' }]);
    expect((await who.patch(`/api/people/${person.id}`, { version: 1, email: 'office@example.edu.cn', phone: '13800000008' })).status).toBe(200);
    expect((await t.as(office).patch(`/api/people/${person.id}`, { version: 2, email: 'new@example.edu.cn' })).status).toBe(200);
  });

  test("another account's token is none", async () => {
    const checked = await check(t.as(liaison), sheet([{ unit: '计算机学院', name: '代办' }]));
    for (const path of [`/api/organisation/import/${checked.body.token}`, '/api/organisation/import/00000000-0000-7000-8000-000000000000']) expect(await t.as(office).post(path)).toMatchObject({ status: 404, body: { code: 'object.not_found' } });
    expect((await t.as(office).get(`/api/organisation/import/${checked.body.token}/errors`)).status).toBe(404);
    // rights lost between check and word: the word is refused
    await t.db.deleteFrom('account_role').where('account_id', '=', liaison.id).execute();
    expect((await apply(t.as(liaison), checked.body.token)).status).toBe(403);
    await t.db.insertInto('account_role').values({ account_id: liaison.id, role: 'liaison', unit_id: (await t.db.selectFrom('unit').select('id').where('name', '=', '文学院').executeTakeFirstOrThrow()).id }).execute();
    expect(await apply(t.as(liaison), checked.body.token)).toMatchObject({ status: 409, body: { code: 'import.has_errors' } });
    await t.db.updateTable('account_role').set({ unit_id: college }).where('account_id', '=', liaison.id).execute();
  });

  test('formulas are text on the way in and on the way out', async () => {
    const who = t.as(office);
    await t.makeUnit('公式学院', root, 'college');
    const hostile = ['=1+1', '+SUM(A1)', '-2', '@x', '＝cmd', '＋甲', "'=甲"];
    const checked = await check(who, sheet(hostile.map((name, i) => ({ unit: '公式学院', name, employee_no: `=F${i}` }))));
    expect(checked.body.errors).toEqual([]);
    await apply(who, checked.body.token);
    const exported = await who.get('/api/organisation/export');
    const back = (await readRows(exported.bytes)).rows.map((r) => r.values).filter((v) => v.unit === '公式学院');
    expect(new Set(back.map((v) => v.name))).toEqual(new Set(hostile));
    expect(back).toHaveLength(hostile.length);
    expect((await check(who, exported.bytes)).body).toMatchObject({ added: [], changed: [], errors: [] });
  });

  test('files that are no table are refused in words, and the server goes on', async () => {
    const who = t.as(office);
    const bomb = zipSync({ '[Content_Types].xml': strToU8('<x/>'), 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/worksheets/sheet1.xml': new Uint8Array(80 << 20) }, { level: 9 });
    const wide = zipSync({ '[Content_Types].xml': strToU8('<x/>'), 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/worksheets/sheet1.xml': strToU8('<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>') });
    const entity = zipSync({ '[Content_Types].xml': strToU8('<x/>'), 'xl/workbook.xml': strToU8('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><workbook>&b;</workbook>'), 'xl/worksheets/sheet1.xml': strToU8('<worksheet/>') });
    const files: [Uint8Array, string][] = [[strToU8('姓名,单位\n张三,示例'), '不是 .xlsx'], [zipSync({ 'a.txt': strToU8('x') }), '不是 .xlsx'], [bomb, '过大'], [wide, '过多'], [entity, '已损坏'], [(await sheet([{ unit: '文学院', name: '甲' }])).subarray(0, 900), '不是|损坏'], [await writeTable({ name: '别的', columns: [{ key: 'a', title: '题目' }], rows: [{ a: '1' }] }), '没有找到表头'], [await sheet([{ unit: '文学院' }], ['unit']), '缺少必填的列：姓名'], [await sheet([]), '表头下面没有内容']];
    for (const [bytes, text] of files) {
      const reply = await check(who, bytes);
      expect([reply.status, reply.body.code]).toEqual([422, 'import.unreadable']);
      expect(reply.body.message).toMatch(new RegExp(text));
    }
    expect((await check(who, new Uint8Array(0))).body.code).toBe('file.empty');
    expect((await t.as(await t.makeAccount('leader')).upload('/api/organisation/import', new Uint8Array(1), 'a.xlsx')).status).toBe(403);
  });
});
