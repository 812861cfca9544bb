import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { knownErrorCodes } from '../src/kernel/errors.ts';
import '../src/app.ts';

test('every error that can be thrown has its words', () => {
  const src = join(import.meta.dirname, '../src');
  const thrown = (readdirSync(src, { recursive: true }) as string[]).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts') && !f.startsWith('web'))
    .flatMap((f) => [...readFileSync(join(src, f), 'utf8').matchAll(/new AppError\('\w+', '([\w.-]+)'/g)].map((m) => m[1]!));
  expect(thrown.length).toBeGreaterThan(50);
  expect([...new Set(thrown)].filter((code) => !knownErrorCodes().includes(code))).toEqual([]);
});
