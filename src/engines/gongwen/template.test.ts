import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import mammoth from 'mammoth';
import { expect, test } from 'vitest';
import { fillTemplate, templateFields, writeGongwen, type Block } from './index.ts';

/** Braces in the text of a document of ours make a template. */
const template = (...texts: string[]) => writeGongwen({ title: '{标题}', body: texts.map((text): Block => ({ type: 'paragraph', text })) });
const textOf = async (bytes: Uint8Array) => (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;
const withPart = (bytes: Uint8Array, name: string, content: string) => zipSync({ ...unzipSync(bytes), [name]: strToU8(content) });

test('fields and loops are listed', async () => {
  expect(await templateFields(await template('{单位}', '{#任务}', '{名称}', '{/任务}', '{ }'))).toEqual({
    ok: true,
    fields: [
      { name: '标题', kind: 'value', within: [] }, { name: '单位', kind: 'value', within: [] },
      { name: '任务', kind: 'loop', within: [] }, { name: '名称', kind: 'value', within: ['任务'] },
    ],
  });
});

test('fills values, lines, loops and conditions; numbers and hostile text are text', async () => {
  const filled = await fillTemplate(await template('{单位}共{数}项', '{#任务}', '{名称}—{单位}', '{/任务}', '{#有}', '显示', '{/有}', '{#无}', '隐藏', '{/无}'), {
    标题: '关于<b>&的通知\u0000\ud800', 单位: '示例\n学院', 数: 2, 有: true, 无: false, 任务: [{ 名称: '甲' }, { 名称: '乙{标题}' }],
  });
  if (!filled.ok) throw new Error(JSON.stringify(filled));
  const text = await textOf(filled.bytes);
  for (const part of ['关于<b>&的通知', '示例', '学院共2项', '甲—示例', '乙{标题}—示例', '显示']) expect(text).toContain(part);
  expect(text).not.toContain('隐藏');
  expect(text).not.toContain('{单位}');
});

test('names the fields that the data lack, once each, also inside loops', async () => {
  const bytes = await template('{负责人}{负责人}', '{#任务}', '{名称}{期限}', '{/任务}', '{constructor}{__proto__}{toString}');
  expect(await fillTemplate(bytes, { 标题: '题', 任务: [{ 名称: '甲' }] })).toEqual({ ok: false, reason: 'unknown_fields', unknown: ['负责人', '期限', 'constructor', '__proto__', 'toString'] });
  const empty = await fillTemplate(await template('{#任务}', '{名称}', '{/任务}'), { 标题: '题', 任务: [] });
  expect(empty.ok).toBe(true);
});

test('a field split over runs of text, as Word writes it, is one field', async () => {
  const bytes = await template('{单位}');
  const xml = strFromU8(unzipSync(bytes)['word/document.xml']!).replace('{单位}</w:t></w:r>', '{单</w:t></w:r><w:r><w:t>位}</w:t></w:r>');
  const filled = await fillTemplate(withPart(bytes, 'word/document.xml', xml), { 标题: '题', 单位: '信息中心' });
  expect(filled.ok && (await textOf(filled.bytes))).toContain('信息中心');
});

test('a field in the foot of the page is filled too', async () => {
  const bytes = await template('正文');
  const footer = strFromU8(unzipSync(bytes)['word/footer1.xml']!).replace('— ', '{单位}— ');
  const filled = await fillTemplate(withPart(bytes, 'word/footer1.xml', footer), { 标题: '题', 单位: '信息中心' });
  expect(filled.ok && strFromU8(unzipSync(filled.bytes)['word/footer1.xml']!)).toContain('信息中心');
});

test('a brace that is not closed is told', async () => {
  for (const text of ['{单位', '单位}', '{#任务}']) {
    const filled = await fillTemplate(await template(text), { 标题: '题', 单位: '', 任务: [] });
    expect(filled).toMatchObject({ ok: false, reason: 'syntax' });
    expect(!filled.ok && 'detail' in filled && filled.detail).toBeTruthy();
  }
});

test('values cannot bring markup, pictures or links', async () => {
  const filled = await fillTemplate(await template('{单位}'), { 标题: '题', 单位: { _type: 'rawXml', xml: '<w:p/>' } as unknown as string });
  expect(filled.ok && (await textOf(filled.bytes))).toContain('[object Object]');
});

test('refuses what is no template, or would run or fetch something', async () => {
  const good = await template('x');
  const reason = async (bytes: Uint8Array) => { const fields = await templateFields(bytes); return fields.ok ? 'ok' : fields.reason; };
  const rels = (inner: string) => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  const link = (type: string) => rels(`<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="http://example.com/a" TargetMode="External"/>`);
  expect(await reason(good)).toBe('ok');
  expect(await reason(strToU8('文本'))).toBe('not_docx');
  expect(await reason(zipSync({ a: strToU8('b') }))).toBe('not_docx');
  expect(await reason(withPart(good, 'word/vbaProject.bin', 'x'))).toBe('unsafe');
  expect(await reason(withPart(good, 'word/embeddings/a.xlsx', 'x'))).toBe('unsafe');
  expect(await reason(withPart(good, 'word/_rels/settings.xml.rels', link('attachedTemplate')))).toBe('unsafe');
  expect(await reason(withPart(good, 'word/_rels/footer1.xml.rels', link('image')))).toBe('unsafe');
  expect(await reason(withPart(good, 'word/_rels/endnotes.xml.rels', link('hyperlink')))).toBe('ok');
  expect(await reason(withPart(good, 'word/header9.xml', '<w:x><w:instrText> DDEAUTO c:\\cmd </w:instrText></w:x>'))).toBe('unsafe');
  expect(await reason(withPart(good, 'word/header9.xml', '<!DOCTYPE a [<!ENTITY b "c">]><a/>'))).toBe('unsafe');
  expect(await reason(withPart(good, 'word/document.xml', '<w:document'))).toBe('damaged');
  expect(await reason(await template('{a}'.repeat(2_001)))).toBe('too_big');
  expect(await reason(zipSync({ 'word/document.xml': new Uint8Array(40 * 1024 * 1024), '[Content_Types].xml': strToU8('<a/>') }))).toBe('too_big');
});
