import { expect, test } from 'vitest';
import { readSheets } from './index.ts';
import { streamTable } from './stream-table.ts';

const columns = [{ key: 'a', title: '名称', width: 20 }, { key: 'b', title: '数量' }];
async function made(rows: Record<string, unknown>[], piece = 3): Promise<Buffer> {
  async function* pieces() { for (let i = 0; i < rows.length; i += piece) yield rows.slice(i, i + piece); }
  const out: Uint8Array[] = [];
  for await (const chunk of streamTable('清单', columns, pieces())) out.push(chunk);
  return Buffer.concat(out);
}
test('what is streamed reads as what went in: formulas guarded, marks kept, nothing lost between pieces', async () => {
  const rows = [{ a: '普通', b: 1 }, { a: '=cmd|calc', b: '<b>&"\u0001' }, { a: '多\n行', b: '' }, { a: '', b: null }, { a: '最后', b: 9 }];
  const book = await readSheets(await made(rows));
  expect(book).toMatchObject({ ok: true, sheets: [[['名称', '数量'], ['普通', '1'], ['=cmd|calc', '<b>&"'], ['多\n行', ''], expect.anything(), ['最后', '9']]] });
  expect((await made(rows)).toString('latin1')).not.toContain('>=cmd');
});
test('a list of nothing still has its titles', async () => { expect(await readSheets(await made([]))).toMatchObject({ ok: true, sheets: [[['名称', '数量']]] }); });
test('thousands of rows keep their order', async () => {
  const book = await readSheets(await made(Array.from({ length: 5000 }, (_, i) => ({ a: `行${i}`, b: i })), 700));
  expect(book.ok && book.sheets[0]!.slice(1).map((r) => r[1])).toEqual(Array.from({ length: 5000 }, (_, i) => String(i)));
});
