import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type User } from '../../../test/app.ts';

let t: TestApp;
let office: User;
let liaison: User;
let college: string;
beforeAll(async () => {
  t = await openTestApp();
  await t.setUp();
  const root = await t.makeUnit('示例大学');
  college = await t.makeUnit('计算机学院', root, 'college');
  await t.makeUnit('财务处', root);
  office = await t.makeAccount('office');
  liaison = await t.makeAccount('liaison', college);
  await t.as(office).post('/api/systems', { name: '示例选课系统', kind: 'website', unit_id: college, places: ['xk.example.edu.cn'], importance: 'important' });
});
afterAll(() => t.close());

const titles = ['序号', '涉事站点', '问题', '严重性', '归口', '怎么改', '何时前'];
const docx = (rows: string[][]): Promise<Buffer> => Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('关于网络安全隐患的通报'), new Table({ rows: [titles, ...rows].map((cells) => new TableRow({ children: cells.map((c) => new TableCell({ children: [new Paragraph(c)] })) })) })] }] }));
interface Import { id: string; state: string; error: string | null; counts: Record<string, number>; refused: { place: string; why: string }[]; tables: { signature: string; place: string; titles: string[]; rows: { cells: string[] }[]; columns: (string | null)[] }[] }
async function settled(id: string): Promise<Import> {
  for (let i = 0; i < 300; i++) {
    const { body } = await t.as(office).get(`/api/hazards/imports/${id}`);
    if (!['waiting', 'reading'].includes(body.state)) return body;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error('the import did not end');
}
const take = async (bytes: Buffer, name: string): Promise<Import> => settled((await t.as(office).upload('/api/hazards/imports', bytes, name)).body.id);
const columns = [null, 'url', 'title', 'severity', 'unit', 'remedy', 'due'];
const rows = [['1', 'http://xk.example.edu.cn/login', '弱口令', '高危', '计算机学院', '改口令', '2026年12月1日'], ['2', 'cw.example.edu.cn', '信息泄露', '中危', '财务处', '删除', ''], ['3', '', '没有地址', '低危', '', '', '']];

test('a table that nobody knows waits for a person, who names its columns, sees what comes of it, and takes it; the next such is taken at once', async () => {
  const waiting = await take(await docx(rows), '通报.docx');
  expect(waiting).toMatchObject({ state: 'mapping', error: null, tables: [{ place: '表 1', titles, rows: [{ cells: rows[0] }, { cells: rows[1] }, { cells: rows[2] }] }] });
  const body = { tables: [{ signature: waiting.tables[0]!.signature, columns }] };
  expect(await t.as(liaison).post(`/api/hazards/imports/${waiting.id}/columns`, body)).toMatchObject({ status: 403 });
  expect((await t.as(office).post(`/api/hazards/imports/${waiting.id}/preview`, { tables: [{ ...body.tables[0]!, columns: ['title'] }] })).body.code).toBe('scan.columns_incomplete');
  expect((await t.as(office).post(`/api/hazards/imports/${waiting.id}/preview`, body)).body).toMatchObject({ rows: [{ title: '弱口令', severity: 'high', where: 'xk.example.edu.cn:80/login', unit: '计算机学院', place: '表 1 第 2 行' }, { title: '信息泄露', severity: 'medium' }], refused: [{ place: '表 1 第 4 行', why: '没有地址，也没有系统名称' }] });
  expect((await t.as(office).get('/api/hazards')).body.items).toEqual([]);
  expect((await t.as(office).post(`/api/hazards/imports/${waiting.id}/columns`, body)).status).toBe(200);
  expect(await settled(waiting.id)).toMatchObject({ state: 'done', tables: [], counts: { observations: 2, kept: 2, merged: 0, added: 2, unowned: 0, refusals: 1 }, refused: [{ place: '表 1 第 4 行' }] });
  const found = (await t.as(office).get('/api/hazards?source=superior')).body.items as { id: string; title: string; unit_name: string; system_name: string | null }[];
  expect(found.map((h) => [h.title, h.unit_name, h.system_name])).toEqual(expect.arrayContaining([['信息泄露', '财务处', null], ['弱口令', '计算机学院', '示例选课系统']]));
  expect((await t.as(office).get(`/api/hazards/${found.find((h) => h.title === '弱口令')!.id}`)).body.evidence).toContain('2026-12-01');
  // remembered by its titles: the next is taken at once, of another hazard
  expect(await take(await docx([['1', 'http://xk.example.edu.cn/other', '目录浏览', '低危', '', '', '']]), '通报2.docx')).toMatchObject({ state: 'done', counts: { added: 1 } });
  expect((await t.as(office).post(`/api/hazards/imports/${waiting.id}/columns`, body)).body.code).toBe('scan.no_columns_asked');
});

test('an import that waits for columns can be given up, and prose is still no report', async () => {
  const waiting = await take(Buffer.from('甲,乙\n1,2\n3,4\n'), '表.csv');
  expect(waiting.state).toBe('mapping');
  expect((await t.as(office).post(`/api/hazards/imports/${waiting.id}/cancel`, {})).body.state).toBe('cancelled');
  expect(await take(Buffer.from('这不是报告，也没有表格。'), '文.txt')).toMatchObject({ state: 'failed', error: expect.stringContaining('没有认出') });
});

test('an import whose server died is taken up again from the beginning; what was staged before is gone', async () => {
  const text = 'Plugin ID,CVE,CVSS,Risk,Host,Protocol,Port,Name,Synopsis,Description,Solution,See Also,Plugin Output\n';
  const first = await take(Buffer.from(`${text}9001,,5,High,10.9.0.1,tcp,80,A,s,d,x,,out\n`), 'a.csv');
  expect(first).toMatchObject({ state: 'done', counts: { added: 1 } });
  await t.db.updateTable('scan_import').set({ state: 'reading', taken_at: '2020-01-01T00:00:00Z', read_bytes: 7 }).where('id', '=', first.id).execute();
  await t.db.insertInto('scan_row').values({ import_id: first.id, i: 0, key: 'stale', scanner: 'nessus', rule_id: '1', title: 'stale', severity: 'high', rank: 2, host: 'stale', ip: null, port: null, protocol: null, path: null, parameter: null, system: '', unit_name: '', cve: [], cwe: [], description: '', remedy: '', evidence: '', evidence_hash: '', refs: [], score: null, place: '', system_id: null, unit_id: null, hazard_id: null }).execute();
  // the next upload wakes whoever takes imports, and it finds the abandoned one too
  await take(Buffer.from(`${text}9002,,5,High,10.9.0.2,tcp,80,B,s,d,x,,out\n`), 'b.csv');
  expect(await settled(first.id)).toMatchObject({ state: 'done', counts: { observations: 1, kept: 1, added: 0 } });
  expect(await t.db.selectFrom('scan_row').select('i').execute()).toEqual([]);
  expect((await t.as(office).get('/api/hazards?q=stale')).body.items).toEqual([]);
});
