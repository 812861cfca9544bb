import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { describe, expect, test } from 'vitest';
import { chineseDate, documentNumber, DOCUMENT_NUMBER, parseDocumentNumber, writeGongwen, type Gongwen } from './index.ts';
import { columnWidths } from './table-xml.ts';
import { cleanLine, cleanText, chineseNumber, widthInChars } from './text.ts';
import { titleLines } from './title-lines.ts';

const notice: Gongwen = {
  letterhead: '示例大学网络安全和信息化领导小组文件', number: documentNumber('示校网信', 2026, 3), urgency: '特急',
  title: '关于开展2026年网络安全隐患排查整治专项行动的通知', addressee: '各学院、各部门',
  body: [
    { type: 'paragraph', text: '为落实“网络安全”工作要求，现通知如下。\n请认真执行。' },
    { type: 'heading', level: 1, text: '工作目标' }, { type: 'heading', level: 2, text: '总体目标' }, { type: 'heading', level: 3, text: '资产清楚' },
    { type: 'list', items: ['全面梳理', '建立台账'] },
    { type: 'heading', level: 1, text: '重点任务' }, { type: 'heading', level: 2, text: '排查' }, { type: 'heading', level: 1, text: '三、自带序号' }, { type: 'heading', level: 1, text: '工作要求' },
    { type: 'table', caption: '分工表', columns: [{ title: '任务', width: 3 }, { title: '单位' }], rows: [['排查弱口令', '信息中心'], ['整改', '各单位']] },
    { type: 'table', landscape: true, columns: [{ title: '宽表' }], rows: [['一'], ['二']] },
  ],
  annexes: [{ title: '联系人回执', blocks: [{ type: 'paragraph', text: '回执内容。' }] }],
  issuer: '示例大学', issuedOn: '2026-11-05', note: '联系人：张示例', cc: '校领导。', printedBy: '示例大学办公室',
};

const parts = (bytes: Uint8Array) => Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]));
const textOf = (xml: string) => [...xml.matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([p]) => [...p.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, t]) => t).join(''));
const mm = (n: number) => String(Math.round((n / 25.4) * 1440));

describe('layout of GB/T 9704-2012', async () => {
  const files = parts(await writeGongwen(notice));
  const xml = files['word/document.xml']!;
  const texts = textOf(xml);

  test('A4, margins 37/26/35/28 mm, 22 lines: pitch 579 exact on a line grid', () => {
    expect(xml).toContain(`<w:pgSz w:w="${mm(210)}" w:h="${mm(297)}" w:orient="portrait"/>`);
    expect(xml).toContain(`<w:pgMar w:top="${mm(37)}" w:right="${mm(26)}" w:bottom="${mm(35)}" w:left="${mm(28)}"`);
    expect(xml).toContain('<w:docGrid w:type="lines" w:linePitch="579"/>');
    expect(files['word/styles.xml']).toMatch(/<w:docDefaults>.*w:eastAsia="仿宋_GB2312".*<w:spacing w:val="-5"\/><w:sz w:val="32"\/>.*w:line="579" w:lineRule="exact"/);
    expect(files['word/styles.xml']).toMatch(/w:styleId="Title".*?<w:pPr><w:snapToGrid w:val="0"\/>/s);
  });

  test('22 lines of 28 characters fit', () => {
    const height = (297 - 37 - 35) / 25.4 * 1440;
    const width = (210 - 28 - 26) / 25.4 * 1440;
    expect(22 * 579).toBeLessThanOrEqual(height);
    expect(28 * (320 - 5)).toBeLessThanOrEqual(width);
  });

  test('faces: 小标宋 for the title, 黑体 and 楷体 for headings, red letterhead, quotes full width', () => {
    const faceOf = (text: string) => new RegExp(`<w:rPr><w:rFonts [^>]*w:eastAsia="([^"]+)"[^>]*/>(?:(?!</w:rPr>).)*</w:rPr>(?:<w:br/>)?<w:t[^>]*>${text}`).exec(xml)?.[1];
    expect(faceOf('关于开展')).toBe('方正小标宋简体');
    expect(faceOf('一、工作目标')).toBe('黑体');
    expect(faceOf('（一）总体目标')).toBe('楷体_GB2312');
    expect(faceOf('1\\.资产清楚')).toBe('仿宋_GB2312');
    expect(xml).toMatch(/<w:color w:val="FF0000"\/>(?:(?!<\/w:r>).)*示例大学网络安全和信息化领导小组文件/);
    expect(xml).toMatch(/<w:bottom w:val="single" w:color="FF0000" w:sz="12" w:space="11"\/>/);
    expect(files['word/styles.xml']).toContain('w:hint="eastAsia"');
  });

  test('headings count themselves, and keep a number of their own', () => {
    for (const text of ['一、工作目标', '（一）总体目标', '1.资产清楚', '（1）全面梳理', '（2）建立台账', '二、重点任务', '（一）排查', '三、自带序号', '四、工作要求']) expect(texts).toContain(text);
  });

  test('texts in their order: head, body, signature, note, annex, imprint', () => {
    const order = ['特急', '示例大学网络安全和信息化领导小组文件', '示校网信〔2026〕3号', '各学院、各部门：', '请认真执行。', '附件：联系人回执', '示例大学', '2026年11月5日', '（联系人：张示例）', '附件', '联系人回执', '抄送：校领导。'];
    const places = order.map((text) => texts.indexOf(text));
    expect(places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1]!))).toBe(true);
    expect(texts.at(-1)).toBe('');
    expect(xml).toContain('2026年11月5日印发');
  });

  test('tables: repeated header, fixed widths, a turned section of their own', () => {
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(2);
    expect(xml).toContain(`<w:pgSz w:w="${mm(297)}" w:h="${mm(210)}" w:orient="landscape"/>`);
    expect(xml).toContain(`<w:pgMar w:top="${mm(28)}" w:right="${mm(37)}" w:bottom="${mm(26)}" w:left="${mm(35)}"`);
    expect(texts).toEqual(expect.arrayContaining(['任务', '单位', '排查弱口令', '信息中心']));
    expect(columnWidths([{ title: 'a', width: 1 }, { title: 'b', width: NaN }, { title: 'c', width: -3 }], 100)).toEqual([33, 33, 34]);
  });

  test('tables next to each other, at the end, or without columns leave a valid document', async () => {
    const table = { type: 'table', columns: [{ title: '甲' }], rows: [['一']] } as const;
    const body = [{ ...table, columns: [...table.columns], rows: [['一']] }, { ...table, columns: [...table.columns], rows: [['二', '多余'], []] }, { ...table, columns: [], rows: [['三']] }];
    const end = parts(await writeGongwen({ title: '表', body }))['word/document.xml']!;
    expect(end.match(/<w:tbl>/g)).toHaveLength(2);
    expect(end).not.toMatch(/<\/w:tbl><w:(?:tbl|sectPr)>/);
    expect(end).not.toContain('TablePlace');
    expect(end.match(/<w:tr>/g)).toHaveLength(5);
  });

  test('page numbers — 1 — at the outer foot', () => {
    const footers = Object.entries(files).filter(([name]) => /footer\d+\.xml$/.test(name)).map(([, content]) => content);
    expect(footers.filter((footer) => footer.includes('<w:jc w:val="right"/>'))).toHaveLength(footers.length / 2);
    for (const footer of footers) expect(footer).toMatch(/宋体.*<w:sz w:val="28"\/>.*— .*PAGE.* —/s);
    expect(files['word/settings.xml']).toContain('<w:evenAndOddHeaders/>');
  });

  test('the same document gives the same bytes, and nothing of the clock', async () => {
    expect(await writeGongwen(notice)).toEqual(await writeGongwen(notice));
    expect(files['docProps/core.xml']).toContain('<dcterms:created xsi:type="dcterms:W3CDTF">2026-11-05T00:00:00Z');
    expect(parts(await writeGongwen({ title: '无日期', body: [] }))['docProps/core.xml']).not.toContain('dcterms:created');
  });

  test('a report to a superior has the number left and the signer right', async () => {
    const report = parts(await writeGongwen({ ...notice, signer: '王示例' }))['word/document.xml']!;
    expect(report).toMatch(/示校网信〔2026〕3号<\/w:t><w:tab\/><w:t[^>]*>签发人：.*楷体_GB2312.*王示例/s);
  });
});

describe('hostile text', () => {
  const hostile = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u0000', '\ud800', '\udfff', '\ufffe', '<w:p>', '&amp;', ']]>', '\r\n', '\t', '\u202e', '"', "'", '汉字', '{标题}', '\u0085')), { maxLength: 6 }).map((list) => list.join(''));

  test('leaves every part well-formed and every word in its place', async () => {
    await fc.assert(fc.asyncProperty(hostile, hostile, hostile, async (a, b, c) => {
      const bytes = await writeGongwen({
        letterhead: a, number: b, urgency: c, signer: a, title: `题${b}`, addressee: c, issuer: a, issuedOn: b, note: c, cc: a, printedBy: b, attachments: [c, a],
        body: [{ type: 'heading', level: 1, text: a }, { type: 'paragraph', text: b }, { type: 'list', items: [c] }, { type: 'table', caption: a, columns: [{ title: b }], rows: [[c], [a]] }],
        annexes: [{ title: b, blocks: [] }],
      });
      const { value, messages } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
      expect(messages.filter((message) => message.type === 'error')).toEqual([]);
      for (const part of cleanText(b).split('\n')) expect(value).toContain(part.trim());
      for (const content of Object.values(parts(bytes))) {
        // eslint-disable-next-line no-control-regex
        expect(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u.test(content)).toBe(false);
        expect(/&(?!amp;|lt;|gt;|quot;|apos;|#)/.test(content)).toBe(false);
      }
    }), { numRuns: 40 });
  });

  test('is one line where one line is meant', () => {
    expect(cleanLine('甲\r\n  乙\u2028丙\ud800')).toBe('甲 乙 丙');
    expect(cleanText('甲\u202e乙\u0007')).toBe('甲乙');
  });
});

describe('words', () => {
  test('dates and numbers', () => {
    expect(chineseDate('2026-03-05')).toBe('2026年3月5日');
    expect(chineseDate('每月底前')).toBe('每月底前');
    expect([1, 10, 11, 20, 21, 99, 100].map(chineseNumber)).toEqual(['一', '十', '十一', '二十', '二十一', '九十九', '100']);
    expect(widthInChars('2026年3月')).toBe(4.5);
  });

  test('document numbers', () => {
    expect(documentNumber('示校网信', 2026, 3)).toBe('示校网信〔2026〕3号');
    expect(DOCUMENT_NUMBER.test('示校网信〔2026〕03号')).toBe(false);
    expect(parseDocumentNumber(' 示校网信[2026]第03号')).toEqual({ word: '示校网信', year: 2026, serial: 3 });
    expect(parseDocumentNumber('示校网信（２０２６）３号')).toEqual({ word: '示校网信', year: 2026, serial: 3 });
    for (const text of ['', '示校网信2026 3号', 'ABC〔2026〕3号', '示校网信〔2026〕0号', '示校网信〔2026〕号']) expect(parseDocumentNumber(text)).toBeUndefined();
    for (const [word, year, serial] of [['', 2026, 1], ['示', 26, 1], ['示', 2026, 0], ['示', 2026, 1.5], ['A', 2026, 1]] as const) expect(() => documentNumber(word, year, serial)).toThrow(RangeError);
    fc.assert(fc.property(fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 1, max: 999_999 }), (year, serial) => {
      expect(parseDocumentNumber(documentNumber('示校网信', year, serial))).toEqual({ word: '示校网信', year, serial });
    }));
  });

  test('titles break between words into lines of about equal length', () => {
    expect(titleLines('关于开展网络安全检查的通知', 20)).toHaveLength(1);
    expect(titleLines('2026年网络安全隐患排查整治专项行动自查自纠阶段工作小结', 20)).toEqual(['2026年网络安全隐患排查整治', '专项行动自查自纠阶段工作小结']);
    const lines = titleLines('关于印发《示例大学2026年网络安全隐患排查整治专项行动实施方案》的通知', 20);
    expect(lines.join('')).toBe('关于印发《示例大学2026年网络安全隐患排查整治专项行动实施方案》的通知');
    expect(lines).toHaveLength(2);
    expect(lines.every((line) => widthInChars(line) <= 20 && !/^[》的、，]/.test(line) && !/[《（]$/.test(line))).toBe(true);
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('网', '络', '安全', '的', '《', '》', '2', 'a', '、'), maxLength: 80 }), (title) => {
      expect(titleLines(title, 20).join('')).toBe(title);
    }));
  });
});

const soffice = ['/usr/bin/soffice', '/usr/local/bin/soffice'].find((path) => { try { return readFileSync(path).length > 0; } catch { return false; } });

test.skipIf(!soffice)('LibreOffice renders it: portrait, turned, portrait pages', { timeout: 90_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gongwen-'));
  try {
    writeFileSync(join(folder, 'a.docx'), await writeGongwen(notice));
    execFileSync(soffice!, [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', folder, join(folder, 'a.docx')], { timeout: 80_000, stdio: 'ignore' });
    const { getDocumentProxy } = await import('unpdf');
    const pdf = await getDocumentProxy(new Uint8Array(readFileSync(join(folder, 'a.pdf'))));
    const pages = await Promise.all(Array.from({ length: pdf.numPages }, async (_, i) => (await pdf.getPage(i + 1)).getViewport({ scale: 1 })));
    expect(pages.some((page) => page.width > page.height)).toBe(true);
    expect(Math.round(pages[0]!.width)).toBe(595);
    expect(Math.round(pages[0]!.height)).toBe(842);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
