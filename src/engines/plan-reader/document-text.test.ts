import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlignmentType, Document, LevelFormat, Packer, Paragraph, Table, TableCell, TableRow, TextRun, VerticalMergeType } from 'docx';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { documentText } from './document-text.ts';
import { readPlan } from './read-plan.ts';

const sample = '关于开展网络安全自查的通知\n\n各单位：\n一、各单位要于2024年3月20日前完成自查。\n';
const wide = (text: string, big: boolean, mark: boolean): Uint8Array => {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
  return big ? bytes.swap16() : bytes;
};
/** 示例: GB18030 has no encoder here, so the bytes stand written out. */
const gbk = Uint8Array.from([0xb8, 0xf7, 0xb5, 0xa5, 0xce, 0xbb, 0xd2, 0xaa, 0xb1, 0xb8, 0xb7, 0xdd, 0xa1, 0xa3, 0x0a]); // 各单位要备份。

describe('plain text', () => {
  test.each([
    ['UTF-8', Buffer.from(sample)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${sample}`)],
    ['UTF-16LE with a mark', wide(sample, false, true)],
    ['UTF-16BE with a mark', wide(sample, true, true)],
    ['UTF-16LE without', wide(sample, false, false)],
    ['UTF-16BE without', wide(sample, true, false)],
    ['UTF-16LE with half a character more', Buffer.concat([wide(sample, false, true), Buffer.from([0x41])])],
  ])('%s', async (_, bytes) => {
    expect(await documentText(bytes, 'a.txt')).toEqual({ ok: true, kind: 'text', text: sample });
  });
  test('GBK', async () => {
    expect(await documentText(gbk, 'a.txt')).toEqual({ ok: true, kind: 'text', text: '各单位要备份。\n' });
  });
  test('UTF-8 cut inside a character', async () => {
    const whole = Buffer.from(sample.trimEnd());
    const found = await documentText(whole.subarray(0, -1), 'a.txt');
    expect(found).toMatchObject({ ok: true, kind: 'text' });
    if (found.ok) expect(sample.startsWith(found.text)).toBe(true);
  });
  test('the content decides, not the name', async () => {
    expect(await documentText(Buffer.from(sample), 'a.docx')).toMatchObject({ ok: true, kind: 'text' });
    expect(await documentText(await wordFile([new Paragraph('正文')]), 'a.txt')).toMatchObject({ ok: true, kind: 'docx' });
  });
  test('nothing and blanks are empty', async () => {
    expect(await documentText(new Uint8Array(), 'a.txt')).toEqual({ ok: false, reason: 'empty' });
    expect(await documentText(Buffer.from(' \n\u3000'), 'a.txt')).toEqual({ ok: false, reason: 'empty' });
  });
});

const wordFile = async (children: (Paragraph | Table)[], numbering?: ConstructorParameters<typeof Document>[0]['numbering']): Promise<Uint8Array> =>
  new Uint8Array(await Packer.toBuffer(new Document({ ...(numbering && { numbering }), sections: [{ children }] })));
const cell = (text: string, verticalMerge?: (typeof VerticalMergeType)[keyof typeof VerticalMergeType]): TableCell =>
  new TableCell({ children: [new Paragraph(text)], ...(verticalMerge && { verticalMerge }) });

describe('docx', () => {
  test('paragraphs, breaks and escaped signs', async () => {
    const found = await documentText(await wordFile([new Paragraph('甲 & 乙 <丙>'), new Paragraph({ children: [new TextRun('上'), new TextRun({ text: '下', break: 1 })] })]), 'a.docx');
    expect(found).toEqual({ ok: true, kind: 'docx', text: '甲 & 乙 <丙>\n上\n下' });
  });
  test('automatic numbers are written out as Word shows them', async () => {
    const numbering = { config: [{ reference: 'official', levels: [
      { level: 0, format: LevelFormat.CHINESE_COUNTING, text: '%1、', alignment: AlignmentType.LEFT },
      { level: 1, format: LevelFormat.CHINESE_COUNTING, text: '（%2）', alignment: AlignmentType.LEFT },
      { level: 2, format: LevelFormat.DECIMAL, text: '%3.', alignment: AlignmentType.LEFT },
    ] }] };
    const item = (text: string, level: number): Paragraph => new Paragraph({ text, numbering: { reference: 'official', level } });
    const found = await documentText(await wordFile([item('任务', 0), item('加强值守', 1), item('各单位要排班', 2), item('各单位要报告', 2), item('加强演练', 1), item('要求', 0)], numbering), 'a.docx');
    expect(found.ok && found.text.split('\n')).toEqual(['一、任务', '（一）加强值守', '1.各单位要排班', '2.各单位要报告', '（二）加强演练', '二、要求']);
  });
  test('tables become rows, merged cells speak for every row', async () => {
    const table = new Table({ rows: [
      new TableRow({ children: [cell('序号'), cell('工作任务'), cell('责任单位'), cell('完成时限')] }),
      new TableRow({ children: [cell('1'), cell('完成资产清查工作'), cell('信息中心', VerticalMergeType.RESTART), cell('2024年3月底前')] }),
      new TableRow({ children: [cell('2'), cell('组织一次应急演练'), cell('', VerticalMergeType.CONTINUE), cell('2024年6月底前')] }),
    ] });
    const found = await documentText(await wordFile([new Paragraph('2024年网络安全任务分工表'), table]), 'a.docx');
    expect(found.ok).toBe(true);
    if (!found.ok) return;
    const { tasks } = readPlan(found.text);
    expect(tasks.map((t) => [t.path, t.units, t.due])).toEqual([['1', ['信息中心'], '2024-03-31'], ['2', ['信息中心'], '2024-06-30']]);
  });
  test('cut short, it is damaged', async () => {
    const whole = await wordFile([new Paragraph('正文')]);
    for (const part of [0.1, 0.5, 0.9, 0.99]) expect(await documentText(whole.subarray(0, Math.floor(whole.length * part)), 'a.docx')).toMatchObject({ ok: false, reason: 'damaged' });
  });
  test('a small file that inflates beyond measure is refused before it is inflated', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(60 * 1024 * 1024) }, { level: 9 });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await documentText(bomb, 'a.docx')).toMatchObject({ ok: false, reason: 'zip-bomb' });
    const many = zipSync(Object.fromEntries(Array.from({ length: 4_100 }, (_, i) => [`x/${i}`, new Uint8Array()]).concat([['word/document.xml', new Uint8Array(1)]])));
    expect(await documentText(many, 'a.docx')).toMatchObject({ ok: false, reason: 'zip-bomb' });
  });
  test('a directory that lies about sizes cannot fill the memory', async () => {
    const lie = zipSync({ 'word/document.xml': new Uint8Array(8 * 1024 * 1024) }, { level: 9 });
    const view = new DataView(lie.buffer);
    for (let i = 0; i < lie.length - 4; i++) {
      if (view.getUint32(i, true) === 0x02014b50) view.setUint32(i + 24, 100, true);
      if (view.getUint32(i, true) === 0x04034b50) view.setUint32(i + 22, 100, true);
    }
    expect(await documentText(lie, 'a.docx')).toMatchObject({ ok: false });
  });
  test('a DTD is refused: no entity is followed or multiplied', async () => {
    const xml = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>';
    expect(await documentText(zipSync({ 'word/document.xml': strToU8(xml) }), 'a.docx')).toEqual({ ok: false, reason: 'unsupported', detail: 'doctype' });
  });
  test('deleted text and field codes are not text', async () => {
    const xml = '<w:document><w:body><w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p></w:body></w:document>';
    expect(await documentText(zipSync({ 'word/document.xml': strToU8(xml) }), 'a.docx')).toEqual({ ok: true, kind: 'docx', text: '留' });
  });
  test('without words it has no text; other packages are named', async () => {
    const xml = '<w:document><w:body></w:body></w:document>';
    expect(await documentText(zipSync({ 'word/document.xml': strToU8(xml) }), 'a.docx')).toMatchObject({ ok: false, reason: 'no-text' });
    expect(await documentText(zipSync({ 'xl/workbook.xml': strToU8('<a/>') }), 'a.docx')).toMatchObject({ ok: false, reason: 'unsupported' });
  });
});

/** A page whose font maps the letters A, B, C… to Chinese characters, as printers' PDFs do. */
function pdf(lines: readonly string[]): Uint8Array {
  const characters = [...new Set(lines.join(''))];
  const code = (c: string): string => (characters.indexOf(c) + 33).toString(16).padStart(2, '0');
  const map = characters.map((c) => `<${code(c)}> <${c.charCodeAt(0).toString(16).padStart(4, '0')}>`).join('\n');
  const cmap = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF> endcodespacerange ${characters.length} beginbfchar\n${map}\nendbfchar endcmap end end`;
  const content = `BT /F1 12 Tf 20 700 Td 16 TL ${lines.map((l) => `<${[...l].map(code).join('')}> Tj T*`).join(' ')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>',
    `<< /Length ${cmap.length} >>\nstream\n${cmap}\nendstream`,
  ];
  let out = '%PDF-1.4\n';
  const offsets = objects.map((o, i) => {
    const at = out.length;
    out += `${i + 1} 0 obj\n${o}\nendobj\n`;
    return at;
  });
  const xref = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF`;
  return Buffer.from(out, 'latin1');
}

describe('pdf', () => {
  test('gives its lines', async () => {
    const found = await documentText(pdf(['关于开展自查的通知', '一、各单位要完成自查。']), 'a.pdf');
    expect(found).toMatchObject({ ok: true, kind: 'pdf' });
    expect(found.ok && found.text.split('\n').map((l) => l.trim()).filter(Boolean)).toEqual(['关于开展自查的通知', '一、各单位要完成自查。']);
  });
  test('without words it has no text', async () => {
    expect(await documentText(pdf([]), 'a.pdf')).toMatchObject({ ok: false, reason: 'no-text' });
  });
  test('cut, garbled or a mere head, it gives a reason', async () => {
    const whole = pdf(['各单位要自查']);
    for (const bytes of [whole.subarray(0, 200), Buffer.from('%PDF-1.7\n'), Buffer.concat([Buffer.from('%PDF-1.7\n1 0 obj <<'), Buffer.alloc(2000, 0x3c)])]) {
      const found = await documentText(bytes, 'a.pdf');
      expect(found.ok).toBe(false);
    }
  });
});

describe('doc', () => {
  test('an old Word file reads like the text it was made from', async () => {
    const read = async (file: string): Promise<string[]> => {
      const found = await documentText(readFileSync(join(import.meta.dirname, 'fixtures', file)), file);
      return found.ok ? readPlan(found.text).tasks.map((t) => `${t.path} ${t.units.join()} ${t.due}`) : [found.reason];
    };
    expect(await read('emergency-notice.doc')).toEqual(await read('emergency-notice.txt'));
  });
});

describe('whatever the bytes', () => {
  test('old Word files without text, encrypted ones and WPS give a reason', async () => {
    const ole = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(1024)]);
    expect(await documentText(ole, 'a.wps')).toMatchObject({ ok: false, reason: 'needs-converter' });
    expect(await documentText(ole, 'a.doc')).toMatchObject({ ok: false, reason: 'unsupported' });
    expect(await documentText(Buffer.concat([ole, Buffer.from('WordDocument', 'utf16le')]), 'a.doc')).toMatchObject({ ok: false, reason: 'damaged' });
    expect(await documentText(Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]), 'a.docx')).toMatchObject({ ok: false, reason: 'encrypted' });
    expect(await documentText(Buffer.from('{\\rtf1 x}'), 'a.doc')).toMatchObject({ ok: false, reason: 'needs-converter' });
  });
  test('it never throws', async () => {
    const heads = ['', '%PDF-1.4\n', 'PK\u0003\u0004', '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1'].map((h) => Buffer.from(h, 'latin1'));
    await fc.assert(fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 600 }), fc.constantFrom('a.txt', 'a.docx', 'a.pdf', 'a.wps', 'a', ''), async (head, tail, name) => {
      const found = await documentText(Buffer.concat([head, tail]), name);
      expect(typeof found.ok).toBe('boolean');
      if (found.ok) readPlan(found.text);
    }), { numRuns: 200 });
  });
  test('a Word file with changed bytes never throws', async () => {
    const whole = await wordFile([new Paragraph('一、各单位要自查。')]);
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), async (edits) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, value] of edits) bytes[at] = value;
      expect(typeof (await documentText(bytes, 'a.docx')).ok).toBe('boolean');
    }), { numRuns: 200 });
  });
});
