import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openArchive } from '../archive/index.ts';
import { readTable, writeTable, type TableColumn } from './index.ts';

const columns: TableColumn[] = [{ key: 'a', title: '甲', required: true }, { key: 'b', title: '乙' }];
const good = await writeTable({ name: '表', columns, rows: [{ a: '一', b: '二' }, { a: '三' }] });

const reason = async (bytes: Uint8Array) => {
  const table = await readTable(bytes, columns);
  return table.ok ? 'ok' : table.reason;
};

/** The good file with a part replaced. */
function withPart(name: string, content: string | Uint8Array): Uint8Array {
  return zipSync({ ...unzipSync(good), [name]: typeof content === 'string' ? strToU8(content) : content });
}

const sheet = (inner: string) => withPart('xl/worksheets/sheet1.xml', `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${inner}</worksheet>`);
const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;
const header = `<row r="1">${text('A1', '甲')}${text('B1', '乙')}</row>`;

test('what is no workbook', async () => {
  expect(await reason(new Uint8Array())).toBe('not_xlsx');
  expect(await reason(strToU8('姓名,单位\n'))).toBe('not_xlsx');
  expect(await reason(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))).toBe('not_xlsx');
  expect(await reason(zipSync({ 'word/document.xml': strToU8('<w/>') }))).toBe('not_xlsx');
  expect(await reason(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).toBe('old_format');
  expect(await reason(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...Buffer.from('EncryptedPackage', 'utf16le')]))).toBe('encrypted');
});

test('damaged archives', async () => {
  expect(await reason(good.slice(0, good.length - 40))).toBe('not_zip');
  expect(await reason(good.slice(200))).toBe('not_xlsx');
  const flagged = good.slice();
  const central = Buffer.from(flagged.buffer).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  flagged[central + 8]! |= 1;
  expect(await reason(flagged)).toBe('encrypted');
  expect(await reason(withPart('xl/worksheets/sheet1.xml', 'no xml <'))).toMatch(/damaged|empty/);
  expect(await reason(withPart('xl/sharedStrings.xml', '<sst/>'))).toBe('damaged');
  expect(await reason(withPart('xl/workbook.xml', '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'))).toBe('damaged');
});

test('empty sheets', async () => {
  expect(await reason(sheet('<sheetData/>'))).toBe('empty');
  expect(await reason(sheet(''))).toMatch(/empty|damaged/);
  expect(await reason(sheet('<sheetData><row r="1"><c r="A1"/></row></sheetData>'))).toBe('empty');
});

test('a bomb is stopped by what comes out, not by what its headers say', async () => {
  const bomb = zipSync({ 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/worksheets/sheet1.xml': new Uint8Array(70 * 1024 * 1024) }, { level: 9 });
  expect(bomb.length).toBeLessThan(200_000);
  expect(await reason(bomb)).toBe('too_big');
  const lying = bomb.slice();
  const view = new DataView(lying.buffer);
  for (let at = lying.length - 22; at > 0; at -= 1) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true); // claims 10 bytes
  expect(await reason(lying)).toBe('too_big');
  const many = zipSync(Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`f${i}`, new Uint8Array()])));
  expect(await reason(many)).toBe('too_big');
});

test('limits count every entry together', () => {
  const zip = zipSync({ a: new Uint8Array(600), b: new Uint8Array(600) });
  expect(openArchive(zip, { entries: 5, entryBytes: 1_000, totalBytes: 1_200 }).ok).toBe(true);
  expect(openArchive(zip, { entries: 5, entryBytes: 1_000, totalBytes: 1_100 })).toEqual({ ok: false, reason: 'too_big' });
  expect(openArchive(zip, { entries: 5, entryBytes: 500, totalBytes: 5_000 })).toEqual({ ok: false, reason: 'too_big' });
});

test('hostile dimensions and addresses cost nothing', async () => {
  const rows = `${header}<row r="2">${text('A2', '一')}</row>`;
  expect(await reason(sheet(`<dimension ref="A1:XFD1048576"/><sheetData>${rows}</sheetData>`))).toBe('ok');
  expect(await reason(sheet(`<dimension ref="!"/><sheetData>${rows}</sheetData>`))).toBe('ok');
  expect(await reason(sheet(`<sheetData>${rows}<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>`))).toBe('ok');
  expect(await reason(sheet(`<sheetData>${rows}<row r="999999999">${text('A999999999', 'x')}</row></sheetData>`))).toBe('too_many_rows');
  expect(await reason(sheet(`<sheetData>${rows}<row r="1e9">${text('A3', 'x')}</row></sheetData>`))).toBe('too_many_rows');
  expect(await reason(sheet(`<sheetData>${rows}<row r="3">${text('ZZZ3', 'x')}</row></sheetData>`))).toBe('too_many_rows');
  for (const tag of ['<row spans=">" r="999999999">', "<row a='\"' r='999999999'>", '<row a="<" r="999999999">', '<x:row x:r = "999999999">', '<row r="1"5" r="999999999">', '<row a=" r="999999999">'])
    expect(await reason(sheet(`<sheetData>${rows}${tag}${text('A3', 'x')}</row></sheetData>`))).toMatch(/too_many_rows|damaged/);
});

test('endless tags, texts, quotes and comments are refused at once', async () => {
  const long = 2_000_000;
  const started = performance.now();
  for (const inner of [
    `<c>${' '.repeat(long)}<`, `<c ${'t='.repeat(long / 2)}>`, `<${'a'.repeat(long)}`, '<dimension '.repeat(long / 11), '<c "'.repeat(long / 4),
    `<!--${'<v>1</v>'.repeat(long / 8)}`, `<foo a="${'<v>1</v>'.repeat(long / 8)}`, `<row ${'a="" '.repeat(long / 5)}>`, '<c><is>'.repeat(long / 7),
  ]) expect(await reason(sheet(`<sheetData>${inner}</sheetData>`))).toMatch(/damaged|too_many_rows/);
  expect(performance.now() - started).toBeLessThan(15_000); // without the check: minutes
});

test('an error deep in a long sheet is a value too', async () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => `<row r="${i + 2}">${text(`A${i + 2}`, '内容')}</row>`).join('');
  expect(await reason(sheet(`<sheetData>${header}${rows}</sheetData>`))).toBe('ok');
  expect(await reason(sheet(`<sheetData>${header}${rows}<row r="5">${text('A5', 'x')}</row></sheetData>`))).toBe('damaged');
});

test('numbers, dates, truth values and error cells become text', async () => {
  const bytes = sheet(`<sheetData>${header}<row r="2"><c r="A2"><v>1.3800138E10</v></c><c r="B2" t="b"><v>1</v></c></row><row r="3"><c r="A3"><v>0.1</v></c><c r="B3" t="e"><v>#N/A</v></c></row></sheetData>`);
  const table = await readTable(bytes, columns);
  expect(table.ok && table.rows.map((row) => row.values)).toEqual([{ a: '13800138000', b: '是' }, { a: '0.1', b: '#N/A' }]);
  expect(table.ok && table.errors.map(({ row, column, code }) => ({ row, column, code }))).toEqual([{ row: 3, column: 'b', code: 'error_value' }]);
  const styles = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
  const parts = unzipSync(sheet(`<sheetData>${header}<row r="2"><c r="A2" s="1"><v>46086</v></c><c r="B2" s="1"><v>46086.5</v></c></row></sheetData>`));
  const dated = await readTable(zipSync({ ...parts, 'xl/styles.xml': strToU8(styles) }), columns);
  expect(dated.ok && dated.rows[0]?.values).toEqual({ a: '2026-03-05', b: '2026-03-05 12:00' });
});

test('flipped bytes never throw', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), async (flips) => {
    const bytes = good.slice();
    for (const [at, value] of flips) bytes[at] = value;
    await readTable(bytes, columns);
  }), { numRuns: 150 });
});
