import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collectiveKinds } from './collective-names.ts';
import { bareKey, nameKey } from './name-key.ts';

const own = new Set(['示例大学', '示大']);
const words = ['各', '全体', '所有', '学校', '学院', '局', '机关', '部门', '单位', '二级', '处室', '、', '和', '及', '相关', '负责人', '的', '(', ')', '示例大学', '网络安全', '联络员'];

test('any words in any order are a collective or none, at once', () => {
  const text = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(fc.property(text, (name) => {
    const kinds = collectiveKinds(nameKey(name), own);
    expect(kinds === undefined || kinds === 'all' || kinds.size > 0).toBe(true);
  }), { numRuns: 2000 });
});

test('long names cost no time', () => {
  for (const word of ['局机关', '学校', '各部门、', '全体', '党委校长', '(', '主要负责人']) {
    const begun = performance.now();
    collectiveKinds(nameKey(word.repeat(30_000)), own);
    expect(performance.now() - begun).toBeLessThan(200);
  }
});

test('a key is one for all ways of writing a name', () => {
  for (const name of ['保卫处（武装部）', '保卫处 (武装部)', '保卫处〔武装部〕', '“保卫处【武装部】”', '　保卫处（武装部）']) expect(nameKey(name)).toBe('保卫处(武装部)');
  expect(bareKey('保卫处（武装部）')).toBe('保卫处');
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (s) => { expect(nameKey(nameKey(s))).toBe(nameKey(s)); }));
});
