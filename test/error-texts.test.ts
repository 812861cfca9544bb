import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError, errorText, knownErrorCodes, wordIn } from '../src/kernel/errors.ts';
import '../src/serve.ts';

const src = join(import.meta.dirname, '../src');
const server = (readdirSync(src, { recursive: true }) as string[]).filter((f) => f.endsWith('.ts') && !f.includes('.test.') && !/^(?:web|demo|engines|cli|config)/.test(f)).map((f) => ({ f, text: readFileSync(join(src, f), 'utf8') }));
const chinese = /[\u4e00-\u9fff]/;

test('every error that can be thrown has its words, and no words are of errors that nobody throws', () => {
  const all = server.map((s) => s.text).join('\n');
  const thrown = [...all.matchAll(/new AppError\('\w+', '([\w.-]+)'/g)].map((m) => m[1]!);
  expect(thrown.length).toBeGreaterThan(50);
  expect([...new Set(thrown)].filter((code) => !knownErrorCodes().includes(code))).toEqual([]);
  // some codes are put together: `document.${reason}`
  const outside = all.replace(/defineErrors\(\{[\s\S]*?\n\}\);/g, '');
  expect(knownErrorCodes().filter((code) => !outside.includes(`'${code}'`) && !code.startsWith('document.'))).toEqual([]);
});

test('each has them in both languages, with the same places to fill', () => {
  const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).sort((a, b) => a.localeCompare(b));
  for (const code of knownErrorCodes()) {
    const data = new Proxy({}, { get: (_, key) => `{${String(key)}}` }) as Record<string, string>;
    const [zh, en] = [errorText(new AppError('invalid', code, data), 'zh'), errorText(new AppError('invalid', code, data), 'en')];
    expect(chinese.test(zh), code).toBe(true);
    // fields of a Chinese template are named as they are
    expect(chinese.test(en.replace(/\{[^}]*\}/g, '')), `${code}: ${en}`).toBe(false);
    expect(places(en), code).toEqual(places(zh));
  }
});

test('every word beside a field is known in English', () => {
  const written = server.filter((s) => !s.f.startsWith('words.')).flatMap(({ f, text }) => [
    ...[...text.matchAll(/message: '([^']*)'/g)].map((m) => m[1]!),
    ...(/(?:contract|route)\.ts$/.test(f) ? text.split('\n').flatMap((line) => [...line.replace(/summary: '[^']*'/g, '').matchAll(/(?:, |\()'([^']*[\u4e00-\u9fff][^']*)'\)/g)].map((m) => m[1]!)) : []),
  ]).filter((word) => chinese.test(word));
  expect(written.length).toBeGreaterThan(30);
  expect([...new Set(written)].filter((word) => chinese.test(wordIn('en', word)))).toEqual([]);
  expect(wordIn('en', '最多 120 个字')).toBe('at most 120 characters');
  expect(wordIn('en', '至少 12 位，含大写字母、小写字母、数字、符号中的 3 类，且不含账号名')).toMatch(/^at least 12 characters of 3 of the kinds/);
});

test('what is wrong with a cell of an imported sheet is told in English too', () => {
  const told = ['modules/organisation/plan-import.ts', 'engines/tables/columns.ts'].flatMap((f) => {
    const text = readFileSync(join(src, f), 'utf8');
    return [...text.matchAll(/(?:return |=> |, |\? )`([^`]*[\u4e00-\u9fff][^`]*)`/g), ...text.matchAll(/wrong\([^']*'\w+', '([^']*)'/g), ...text.matchAll(/return '([^']*)'/g)].map((m) => m[1]!.replaceAll('${name}”', '甲”').replaceAll('${name}', '“甲”').replace(/\$\{[^}]*\}/g, '甲')).filter((word) => chinese.test(word.replaceAll('甲', '')));
  });
  expect(told.length).toBeGreaterThan(15);
  const english = told.map((word) => wordIn('en', word).replace(/[甲“”、—]/g, ''));
  expect(english.filter((word) => chinese.test(word))).toEqual([]);
});
