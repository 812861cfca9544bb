import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runApart } from './apart.ts';

const dir = mkdtempSync(join(tmpdir(), 'shoutu-apart-'));
afterAll(() => rmSync(dir, { recursive: true }));
const module = join(dir, 'task.process.ts');
writeFileSync(module, `import { answerApart } from '${pathToFileURL(join(import.meta.dirname, 'apart.ts')).href}';
answerApart(async (input: { do: string; bytes?: Uint8Array }) => {
  if (input.do === 'loop') for (;;);
  if (input.do === 'eat') { const all: number[][] = []; for (;;) all.push(new Array(1e6).fill(1)); }
  if (input.do === 'throw') throw new Error('no');
  if (input.do === 'exit') process.exit(3);
  return input.bytes ?? Object.keys(process.env).length;
});`);
const run = <T>(input: object, seconds = 20) => runApart<T>(pathToFileURL(module), input, { seconds, memoryMb: 64 });

test('what is asked is answered, bytes as bytes, and nothing of the server’s settings is known there', async () => {
  const answer = await run<Uint8Array>({ do: 'echo', bytes: new Uint8Array([1, 2, 255]) });
  expect(answer.ok && [...answer.value]).toEqual([1, 2, 255]);
  const variables = await run<number>({ do: 'count' });
  expect(variables.ok && variables.value).toBeLessThanOrEqual(3);
});
test('whoever never ends, eats the memory, throws or goes is told apart, many at once, and the server stays', async () => {
  const answers = await Promise.all([run({ do: 'loop' }, 1), run({ do: 'eat' }), run({ do: 'throw' }), run({ do: 'exit' }), ...Array.from({ length: 8 }, () => run({ do: 'echo' }))]);
  expect(answers.map((a) => (a.ok ? 'ok' : a.reason))).toEqual(['too-slow', 'died', 'failed', 'died', ...Array<string>(8).fill('ok')]);
});
