import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const src = join(root, 'src');
const files = (readdirSync(src, { recursive: true }) as string[]).filter((f) => /\.tsx?$/.test(f)).map((f) => join(src, f));

/** ARCHITECTURE.md's table, `room: rooms it may import`. */
const rows = [...readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| `([^`]+)` \|([^|]*)\|/gm)].map((m) => [m[1]!, [...m[2]!.matchAll(/`([^`]+)`/g)].map((x) => x[1]!)] as const);
const walls = new Map(rows);

/** engines/NAME, modules/NAME, or the first folder; a file straight under src is `app`. */
function roomOf(file: string): string {
  const parts = relative(src, file).split('/');
  if (parts.length === 1) return 'app';
  return parts[0] === 'engines' || parts[0] === 'modules' ? `${parts[0]}/${parts[1]}` : parts[0]!;
}
const imports = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map((m) => ({ file, to: resolve(dirname(file), m[1]!) })));

describe('the walls of ARCHITECTURE.md', () => {
  test('every room stands in the table', () => {
    expect([...new Set(files.map(roomOf))].filter((r) => !walls.has(r))).toEqual([]);
  });
  test('a room imports only rooms the table allows it', () => {
    const wrong = imports.filter(({ file, to }) => {
      const [from, into] = [roomOf(file), roomOf(to)];
      if (/\.test\.tsx?$/.test(file) || from === into || from === 'app') return false;
      if (from === 'web') return !/(contract|permissions|route)\.ts$/.test(to);
      return !walls.get(from)?.includes(into);
    });
    expect(wrong.map(({ file, to }) => `${relative(src, file)} → ${relative(src, to)}`)).toEqual([]);
  });
  test('other modules are entered by their doors, and contracts are open to all', () => {
    const wrong = imports.filter(({ file, to }) => {
      const [from, into] = [roomOf(file), roomOf(to)];
      return from !== into && from !== 'web' && from !== 'app' && /^(modules|engines)\//.test(into) && !/\/(index|contract)\.ts$/.test(to) && !/\.test\.ts$/.test(file);
    });
    expect(wrong.map(({ file, to }) => `${relative(src, file)} → ${relative(src, to)}`)).toEqual([]);
  });
  test('engines touch neither clock, environment, network nor disk; checks reach the network by their context alone', () => {
    const impure = files.filter((f) => roomOf(f).startsWith('engines/') && !/\.test\.ts$/.test(f) && !relative(src, f).startsWith('engines/site-checks/context/')).filter((f) => /from 'node:(fs|net|tls|dgram|dns|http|http2|https|child_process|os|worker_threads)|process\.env|Date\.now\(\)|new Date\(\)/.test(readFileSync(f, 'utf8')));
    expect(impure.map((f) => relative(src, f))).toEqual([]);
  });
});
