import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { cellText, diffRows, readTable, toCsv, writeErrors, writeTable, type TableColumn } from './index.ts';
import { guard, plainNumber, shownNumber, tidy, unguard } from './cell-text.ts';

const columns: TableColumn[] = [
  { key: 'name', title: '姓名', required: true },
  { key: 'unit', title: '所在单位', options: ['信息中心', '教务处，含“招生”', '=公式学院'], note: '从下拉列表中选择' },
  { key: 'phone', title: '联系电话', kind: 'phone' },
  { key: 'email', title: '电子邮箱', kind: 'email' },
  { key: 'due_on', title: '完成日期', kind: 'date', note: '形如2026-03-05' },
];

async function read(bytes: Uint8Array, of: TableColumn[] = columns) {
  const table = await readTable(bytes, of);
  if (!table.ok) throw new Error(table.reason);
  return table;
}

/** Strings that have broken spreadsheets: formulas, escapes, markup, controls, halves of surrogate pairs, width and direction marks. */
const hostile = fc.array(fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('=1+1', '+', '-', '@SUM(A1)', '\t', '\r', '＝', '＋', '－', '＠', "'", "''", '_x0041_', '_x005F_', '<a>&amp;', ']]>', '\u0000', '\ud800', '\udc00', '\ufffe', '\u202e', '\r\n', '"', ',', '汉字', '😀', '1E5'),
), { maxLength: 5 }).map((parts) => parts.join(''));

describe('round trip', () => {
  test('any text comes back in its one form', async () => {
    const free: TableColumn[] = [{ key: 'a', title: '甲' }, { key: 'b', title: '乙' }];
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ a: hostile, b: hostile }), { minLength: 1, maxLength: 6 }), async (rows) => {
      const { rows: back } = await read(await writeTable({ name: '表', columns: free, rows }), free);
      const expected = rows.map((row) => ({ a: cellText(row.a), b: cellText(row.b) })).filter((row) => row.a !== '' || row.b !== '');
      expect(back.map((row) => row.values)).toEqual(expected);
    }), { numRuns: 60 });
  });

  test('names that every object has are text like any other', async () => {
    const names = Object.getOwnPropertyNames(Object.prototype).map((a) => ({ a }));
    const free: TableColumn[] = [{ key: 'a', title: '甲' }];
    expect((await read(await writeTable({ name: '表', columns: free, rows: names }), free)).rows.map((row) => row.values)).toEqual(names);
  });

  test('a template without rows reads as an empty table, and any sheet name is accepted', async () => {
    for (const name of ['人员', '', '选项', "'a'", 'x'.repeat(40), '[:]/\\?*', '\u0000', '😀'.repeat(20)])
      expect((await read(await writeTable({ name, columns, rows: [] }))).rows).toEqual([]);
  });

  test('five thousand rows', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => ({ name: `人员${i}`, unit: '信息中心', phone: `1380000${String(i).padStart(4, '0')}`, email: `u${i}@example.edu.cn`, due_on: '2026-11-20' }));
    const table = await read(await writeTable({ name: '人员', columns, rows }));
    expect(table.errors).toEqual([]);
    expect(table.rows.map((row) => row.values)).toEqual(rows);
    expect(diffRows(rows, table.rows.map((row) => row.values), 'name')).toMatchObject({ added: [], changed: [], missing: [] });
  });

  test('the same input gives the same bytes', async () => {
    const sheet = { name: '人员', columns, rows: [{ name: '张示例' }] };
    expect(await writeTable(sheet)).toEqual(await writeTable(sheet));
  });
});

describe('what a spreadsheet sees', () => {
  test('frozen header, drop-downs from a hidden sheet, hints, text columns', async () => {
    const files = unzipSync(await writeTable({ name: '人员', columns, rows: [{ name: '=cmd()' }] }));
    const sheet = strFromU8(files['xl/worksheets/sheet1.xml']!);
    expect(sheet).toContain('ySplit="1"');
    expect(sheet).toContain('sqref="B2:B100000"><formula1>选项!$A$1:$A$3</formula1>');
    expect(sheet).toContain('prompt="形如2026-03-05"');
    expect(sheet.match(/<col [^>]*style="\d+"/g)).toHaveLength(5);
    expect(sheet).not.toContain('<f>');
    expect(strFromU8(files['xl/workbook.xml']!)).toMatch(/name="选项" state="hidden"/);
    expect(strFromU8(files['xl/sharedStrings.xml']!)).toContain("'=cmd()");
    expect(strFromU8(files['xl/styles.xml']!)).toMatch(/numFmtId="49"|formatCode="@"/);
  });

  test('formulas are guarded, also in CSV, and the guard comes off again', () => {
    for (const text of ['=1', '+1', '-1', '@x', '＝1', '＋', '－', '＠', "'=1", "''@"]) {
      expect(guard(text)).toBe(`'${text}`);
      expect(unguard(guard(text))).toBe(text);
    }
    for (const text of ['', "it's", "'引号'", '1-2', '甲=乙']) expect(guard(text)).toBe(text);
    fc.assert(fc.property(hostile, (text) => { expect(unguard(guard(cellText(text)))).toBe(cellText(text)); }));
    expect(toCsv([{ key: 'a', title: '甲' }, { key: 'b', title: '乙' }], [{ a: '=1,2', b: 'x"y' }, { a: '多\n行', b: 3 }])).toBe('\ufeff甲,乙\r\n"\'=1,2","x""y"\r\n"多\n行",3\r\n');
  });
});

describe('what people type', () => {
  test('numbers are written out', () => {
    expect([['1.38E+10', '13800000000'], ['1.5e-3', '0.0015'], ['-0.50', '-0.5'], ['007', '7'], ['-0', '0'], ['1e400', `1${'0'.repeat(400)}`], ['abc', 'abc'], ['1e9999', '1e9999']].every(([a, b]) => plainNumber(a!) === b)).toBe(true);
    expect(shownNumber('0.30000000000000004')).toBe('0.3');
    expect(shownNumber('110101199001011234')).toBe('110101199001011234');
    expect(cellText(1.38e21)).toBe('1380000000000000000000');
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => { expect(Number(cellText(n))).toBe(n === 0 ? 0 : n); }));
  });

  test('dates in their usual forms', () => {
    for (const text of ['2026-03-05', '2026/3/5', '2026.3.5', '2026年3月5日', '20260305', '２０２６－３－５', '46086', '2026-03-05 00:00']) expect(tidy(text, 'date')).toBe('2026-03-05');
    for (const text of ['2026-02-30', '3月5日', '2026-13-01', '不详', '12']) expect(tidy(text, 'date')).toBe(text);
  });

  test('each wrong cell is reported with its row, and the row is kept', async () => {
    const rows = [
      { name: '', unit: '信息中心' },
      { name: '张示例', unit: '不存在的单位', phone: 'abc', email: 'a@b', due_on: '2026-02-30' },
      { name: '李示例', unit: ' 信息中心 ', phone: '0000-1234 5678', email: 'li@example.edu.cn', due_on: '2026/3/5' },
    ];
    const table = await read(await writeTable({ name: '人员', columns, rows }));
    expect(table.errors.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
      '2 name required', '3 unit not_an_option', '3 phone not_a_phone', '3 email not_an_email', '3 due_on not_a_date',
    ]);
    expect(table.rows).toHaveLength(3);
    expect(table.rows[2]!.values).toEqual({ name: '李示例', unit: '信息中心', phone: '0000-1234 5678', email: 'li@example.edu.cn', due_on: '2026-03-05' });
  });
});

describe('header', () => {
  const written: TableColumn[] = [{ key: 'x', title: '备注' }, { key: 'p', title: ' 联系 电话（必填）' }, { key: 'n', title: '姓　名＊' }];

  test('matches by title in any order, whatever blanks and width; unknown columns are told', async () => {
    const table = await read(await writeTable({ name: '表', columns: written, rows: [{ x: '无', p: '12345', n: '张示例' }] }));
    expect(table.rows).toEqual([{ row: 2, values: { name: '张示例', phone: '12345' } }]);
    expect(table.unknownTitles).toEqual(['备注']);
  });

  test('is found below a title row and on a later sheet', async () => {
    const above: TableColumn[] = [{ key: 'a', title: '示例大学人员表' }, { key: 'b', title: '填表说明' }];
    const table = await read(await writeTable({ name: '表', columns: above, rows: [{ a: '姓名', b: '电子邮箱' }, { a: '张示例', b: 'z@example.edu.cn' }] }));
    expect(table.rows).toEqual([{ row: 3, values: { name: '张示例', email: 'z@example.edu.cn' } }]);
  });

  test('missing and doubled columns are refused by name', async () => {
    const only = [{ key: 'u', title: '所在单位' }];
    expect(await readTable(await writeTable({ name: '表', columns: only, rows: [] }), columns)).toEqual({ ok: false, reason: 'missing_columns', columns: ['姓名'] });
    const twice = [{ key: 'u', title: '姓名' }, { key: 'v', title: '姓 名' }];
    expect(await readTable(await writeTable({ name: '表', columns: twice, rows: [] }), columns)).toEqual({ ok: false, reason: 'duplicate_columns', columns: ['姓名'] });
    const other = [{ key: 'u', title: '书名' }];
    expect(await readTable(await writeTable({ name: '表', columns: other, rows: [] }), columns)).toEqual({ ok: false, reason: 'no_header' });
  });
});

describe('diff and errors', () => {
  test('added, changed, same, missing; only the fields that came', () => {
    const existing = [{ id: 'a', name: '甲', note: '旧' }, { id: 'b', name: '乙' }, { id: 'c', name: '丙' }];
    const diff = diffRows(existing, [{ id: 'a', name: '甲 ' }, { id: 'b', name: '乙乙' }, { id: 'd', name: '丁' }, { id: 'd', name: '丁丁' }, { id: '', name: '无' }], 'id');
    expect(diff.same).toEqual([{ id: 'a', name: '甲' }]);
    expect(diff.changed).toEqual([{ key: 'b', before: { id: 'b', name: '乙' }, after: { id: 'b', name: '乙乙' }, fields: ['name'] }]);
    expect(diff.added).toEqual([{ id: 'd', name: '丁' }]);
    expect(diff.missing).toEqual([{ id: 'c', name: '丙' }]);
    expect(diff.duplicates).toEqual(['d']);
    expect(diff.keyless).toEqual([{ id: '', name: '无' }]);
  });

  test('the table comes back with red cells and what is wrong, and reads again once repaired', async () => {
    const bytes = await writeTable({ name: '人员', columns, rows: [{ name: '张示例', phone: 'abc' }, { name: '李示例' }] });
    const { errors } = await read(bytes);
    const marked = await writeErrors(bytes, columns, [...errors, { row: 3, column: 'name', code: 'person.duplicate', message: '姓名重复' }]);
    const sheet = strFromU8(unzipSync(marked!)['xl/worksheets/sheet1.xml']!);
    const style = (ref: string) => new RegExp(`<c r="${ref}" s="(\\d+)"`).exec(sheet)?.[1];
    expect(style('C2')).toBe(style('A3'));
    expect(style('C2')).not.toBe(style('A2'));
    const again = await read(marked!, [...columns, { key: 'problem', title: '问题' }]);
    expect(again.rows.map((row) => row.values.problem)).toEqual(['“联系电话”不是有效的电话号码', '姓名重复']);
    expect((await read(marked!)).unknownTitles).toEqual(['问题']);
    expect(await writeErrors(new Uint8Array(3), columns, [])).toBeUndefined();
  });

  test('columns that are not ours come back too, but not the problems of the last time', async () => {
    const theirs: TableColumn[] = [{ key: 'x', title: '备注' }, { key: 'n', title: '姓名' }, { key: 'p', title: '问题' }];
    const bytes = await writeTable({ name: '表', columns: theirs, rows: [{ x: '=保留', n: '张示例', p: '旧问题' }] });
    const back = await read((await writeErrors(bytes, columns, [{ row: 2, column: 'name', code: 'person.unknown' }]))!, theirs);
    expect(back.rows.map((row) => row.values)).toEqual([{ x: '=保留', n: '张示例', p: '“姓名”有误' }]);
  });
});
