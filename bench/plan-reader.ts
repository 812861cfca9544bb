/**
 * How fast official documents are read. `node bench/plan-reader.ts`
 * Two questions: a usual document (10,000 characters, bar 20 ms), and whether time grows with length and no faster.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { readPlan } from '../src/engines/plan-reader/index.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = join(import.meta.dirname, '../src/engines/plan-reader/fixtures');
const documents = readdirSync(folder).filter((f) => f.endsWith('.txt')).map((f) => readFileSync(join(folder, f), 'utf8'));

/** Documents one after another until the text has the length. */
function textOf(characters: number): string {
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; length < characters; i++) {
    const part = documents[i % documents.length] ?? '';
    parts.push(part);
    length += part.length + 1;
  }
  return parts.join('\n').slice(0, characters);
}

/** The best of several runs, the figure that other load disturbs least; the count of tasks is used, so that nothing is optimised away. */
function best(text: string, runs: number): { ms: number; tasks: number } {
  const times: number[] = [];
  let tasks = 0;
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    tasks = readPlan(text).tasks.length;
    times.push(performance.now() - started);
  }
  return { ms: Math.min(...times), tasks };
}

print(`node ${process.version}, load ${loadavg()[0]?.toFixed(2)}`);
const usual = textOf(10_000);
best(usual, 60);
best(textOf(200_000), 3);
const { ms } = best(usual, 41);
print(`10,000 characters: ${ms.toFixed(2)} ms (bar 20 ms) ${ms <= 20 ? 'ok' : 'TOO SLOW'}`);

let last: number | undefined;
const ratios: number[] = [];
for (const kilobytes of [125, 250, 500, 1000]) {
  // bytes of UTF-8: a Chinese character has three
  let text = textOf(Math.floor((kilobytes * 1000) / 2.6));
  while (Buffer.byteLength(text) > kilobytes * 1000) text = text.slice(0, -Math.ceil((Buffer.byteLength(text) - kilobytes * 1000) / 3));
  const { ms: time, tasks } = best(text, 8);
  const ratio = last === undefined ? undefined : time / last;
  if (ratio !== undefined) ratios.push(ratio);
  print(`${String(kilobytes).padStart(5)} kB: ${time.toFixed(0).padStart(5)} ms, ${tasks} tasks${ratio === undefined ? '' : `, ${ratio.toFixed(2)} × the time for 2 × the text`}`);
  last = time;
}
const linear = ratios.every((r) => r < 2.8);
print(linear ? 'linear: ok' : 'grows faster than the text: NOT OK');
if (ms > 20 || !linear) process.exitCode = 1;
