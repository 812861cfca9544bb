import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('no button waits until a message has gone: what a message returns is a promise of that', () => {
  const web = join(import.meta.dirname, '../src/web');
  const waiting = (readdirSync(web, { recursive: true }) as string[]).filter((f) => /\.tsx?$/.test(f) && !f.endsWith('.test.ts'))
    .filter((f) => /\bon(?:Error|Success|Settled): (?:async )?\(?[^()=]*\)? => message\./.test(readFileSync(join(web, f), 'utf8')));
  expect(waiting).toEqual([]);
});
