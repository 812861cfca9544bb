import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fetchedPage } from '../../../../test/pages/fetched-page.ts';
import { idNumber, personalFile, personalPage, score, type Counts } from '../../../../test/pages/personal-documents.ts';
import { seeded } from '../../../../test/pages/templates.ts';
import type { Context } from '../context/context.ts';
import { nothingRegistered } from '../open-site.ts';
import type { Outcome } from '../check.ts';
import type { Attachment } from '../targets.ts';
import { readAttachment } from './attachments.ts';
import { findPersonal, isIdNumber, passesLuhn } from './find-personal.ts';
import { personalDataChecks, piecesOf } from './personal-data.ts';

const context = { now: () => '2026-09-01T00:00:00.000Z', registered: { ...nothingRegistered, public_contacts: ['138-0013-8000'] } } as unknown as Context;
const kinds = (text: string): string[] => findPersonal(text, 2026).map((h) => h.kind);
const look = async (html: string): Promise<Outcome> => ([await personalDataChecks[0]!.run(context, fetchedPage(html) as never)].flat() as Outcome[])[0]!;

describe('numbers of persons', () => {
  test('the worked example of GB 11643', () => {
    expect(isIdNumber('11010519491231002X', 2026)).toBe(true);
    expect(isIdNumber('440524188001010014', 2026)).toBe(false); // before 1900
    expect(isIdNumber('110105194912310021', 2026)).toBe(false);
    expect(isIdNumber('110105194902310029', 2026)).toBe(false);
    expect(passesLuhn('4111111111111111')).toBe(true);
  });
  test('one wrong digit of an identity number is always seen', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (seed, at, by) => {
      const id = idNumber(seeded(seed));
      expect(isIdNumber(`${id.slice(0, at)}${(Number(id[at]) + by) % 10}${id.slice(at + 1)}`, 2026)).toBe(false);
    }));
  });
  test.each([
    ['张三 １１０１０５１９４９１２３１００２Ｘ', ['id']], ['110105 19491231 002x', ['id']], ['1101051949\u200b1231002X', ['id']], ['手机：138 0000 0000', ['mobile']], ['卡号 6222 0200 0000 0000 005', []],
    ['订单号：11010519491231002X', []], ['A11010519491231002X', []], ['110105********002X', []], ['13800000000', []], ['https://x.cn/?t=13800000000', []], ['编号 13800000000', []], ['11010519491\n231002X', []], ['卡号：4111111111111111', ['card']], ['4111111111111111', []],
  ])('%s', (text, expected) => expect(kinds(text)).toEqual(expected));
  test('what is told holds no number, and the office may publish its own', async () => {
    const outcome = await look('<p>张三 11010519491231002X</p>');
    expect(outcome).toMatchObject({ verdict: 'fail', severity: 'high', confidence: 'certain' });
    expect(JSON.stringify(outcome)).not.toContain('19491231');
    expect(await look('<p>办公电话：13800138000</p>')).toMatchObject({ verdict: 'pass' });
    expect(await look('<table><tr><td>110105194912</td><td>31002X</td></tr></table>')).toMatchObject({ verdict: 'pass' });
  });
  test('generated pages and attachments', async () => {
    const [pages, files] = [new Map<string, Counts>(), new Map<string, Counts>()];
    const r = seeded(5);
    for (let i = 0; i < 60; i++) { const { html, planted } = personalPage(r); score(planted, piecesOf(fetchedPage(html)).flatMap((p) => findPersonal(p.text, 2026, new Set(), p.heading)), pages); }
    for (const kind of ['xlsx', 'docx', 'csv', 'gbk.csv', 'pdf'] as const) { const f = personalFile(r, kind); const read = await readAttachment(f.bytes, f.name); score(f.planted, read.ok ? read.pieces.flatMap((p) => findPersonal(p.text, 2026, new Set(), p.heading)) : [], files); }
    for (const c of [...pages.values(), ...files.values()]) { expect(c.right / c.planted).toBeGreaterThanOrEqual(0.97); expect(c.right / c.told).toBeGreaterThanOrEqual(0.97); }
  });
  test('an attachment that cannot be read is not passed', async () => {
    const run = async (bytes: Uint8Array, name: string): Promise<Outcome> => ([await personalDataChecks[1]!.run(context, { kind: 'attachment', url: '', name, bytes, sha256: 'x', answer: {} } as Attachment as never)].flat() as Outcome[])[0]!;
    expect(await run(Buffer.from('PK\u0003\u0004broken'), 'a.docx')).toMatchObject({ verdict: 'not_tested' });
    expect(await run(Buffer.from('%PDF-1.4 broken'), 'a.pdf')).toMatchObject({ verdict: 'not_tested' });
    expect(await run(Buffer.from('Rar!'), 'a.rar')).toMatchObject({ verdict: 'not_tested' });
  });
});
