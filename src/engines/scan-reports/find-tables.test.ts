import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeTable } from '../tables/index.ts';
import { findTables, mappedRows, readMapped } from './index.ts';

const docx = (...tables: string[][][]): Promise<Buffer> => Packer.toBuffer(new Document({ sections: [{ children: tables.flatMap((rows) => [new Paragraph('通报'), new Table({ rows: rows.map((cells) => new TableRow({ children: cells.map((c) => new TableCell({ children: c.split('\n').map((line) => new Paragraph(line)) })) })) })]) }] }));
/** A page with a table of lines, written by hand: three columns, each 150 wide, rows 40 high. */
function pdf(rows: string[][]): Buffer {
  const [left, top, wide, high] = [50, 750, 150, 40];
  const lines = [...Array.from({ length: rows.length + 1 }, (_, i) => `${left} ${top - i * high} m ${left + 3 * wide} ${top - i * high} l S`), ...Array.from({ length: 4 }, (_, i) => `${left + i * wide} ${top} m ${left + i * wide} ${top - rows.length * high} l S`)];
  const words = rows.flatMap((row, r) => row.flatMap((cell, c) => cell.split('\n').map((line, n) => `BT /F1 10 Tf ${left + c * wide + 4} ${top - r * high - 14 - n * 12} Td (${line}) Tj ET`)));
  const stream = ['BT /F1 14 Tf 50 800 Td (Notice of the superior) Tj ET', ...lines, ...words].join('\n');
  return Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length ${stream.length}>>stream\n${stream}\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF`, 'latin1');
}

describe('tables of files that no reader knows', () => {
  test('in a docx: titles below a heading, columns as they seem, places', async () => {
    const [table, ...more] = await findTables(await docx([['通报清单', '', ''], ['序号', '漏洞名称', '网站地址'], ['1', '弱口令\n两处', 'http://a.example.edu.cn/'], ['', '', '']], [['只有一行']]));
    expect(table).toMatchObject({ place: '表 1', titles: ['序号', '漏洞名称', '网站地址'], columns: [null, 'title', 'url'], rows: [{ place: '表 1 第 3 行', cells: ['1', '弱口令\n两处', 'http://a.example.edu.cn/'] }] });
    expect(more).toEqual([]);
  });
  test('a form with its titles at the left is turned', async () => {
    const [table] = await findTables(await docx([['隐患名称', '弱口令', '等级', '高危'], ['网址', 'http://a.example.edu.cn/x', '责任单位', '计算机学院']]));
    expect(table).toMatchObject({ titles: ['隐患名称', '等级', '网址', '责任单位'], columns: ['title', 'severity', 'url', 'unit'], rows: [{ cells: ['弱口令', '高危', 'http://a.example.edu.cn/x', '计算机学院'] }] });
  });
  test('in a PDF, by the lines that are drawn', async () => {
    const [table] = await findTables(pdf([['Title', 'IP', 'Severity'], ['Weak password\nof the console', '10.0.0.1', 'high'], ['Listing', '10.0.0.2', 'low']]));
    expect(table).toMatchObject({ titles: ['Title', 'IP', 'Severity'], columns: ['title', 'ip', 'severity'], rows: [{ cells: ['Weak password of the console', '10.0.0.1', 'high'] }, { cells: ['Listing', '10.0.0.2', 'low'] }] });
  });
  test('in a workbook and in text; the same titles have the same signature, prose has none', async () => {
    const sheet = await writeTable({ name: '单', columns: [{ key: 'a', title: '事项' }, { key: 'b', title: '在哪' }], rows: [{ a: '弱口令', b: '10.0.0.1' }] });
    const [one] = await findTables(sheet);
    const [other] = await findTables(Buffer.from('事项,在哪\n目录浏览,10.0.0.2\n'));
    expect(one!.signature).toBe(other!.signature);
    for (const prose of ['第一，要重视。\n第二，要整改。', '一句话', '', '{"a":1}', '<html><table><tr><td>x</td></tr></table></html>']) expect(await findTables(Buffer.from(prose))).toEqual([]);
    const summary = await readMapped([one!, other!], { [one!.signature]: ['title', 'ip'] });
    expect(summary).toMatchObject({ format: 'table-mapped', observations: 2, instances: 2, refused: [] });
  });
  test('days as notices write them are told in one form', () => {
    const due = (text: string): string => [...mappedRows({ rows: [{ place: '', cells: ['甲', '10.0.0.1', text] }] }, ['title', 'ip', 'due'])][0]!.seen!.evidence!;
    expect([due('2026年12月1日前'), due('2026/1/2'), due('立即')]).toEqual(['要求的整改期限：2026-12-01', '要求的整改期限：2026-01-02', '要求的整改期限：立即']);
  });
  test('whatever the bytes are, there are tables or none', async () => {
    const seeds = [await docx([['漏洞名称', 'IP'], ['甲', '10.0.0.1']]), pdf([['Title', 'IP', 'x'], ['a', 'b', 'c']]), Buffer.from('a,b\n1,2\n3,4\n')];
    await fc.assert(fc.asyncProperty(fc.nat(2), fc.array(fc.tuple(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.nat(255)), { maxLength: 10 }), async (i, edits) => {
      const bytes = Buffer.from(seeds[i]!);
      for (const [at, value] of edits) bytes[Math.floor(at * bytes.length)] = value;
      expect(Array.isArray(await findTables(bytes))).toBe(true);
    }), { numRuns: 60 });
  });
});
