import { ReportError } from './report-error.ts';

/** Lines of a text with their numbers, without colours of terminals, cut at `longest`: what is said beyond is no place and no name. One longer than a megabyte is too_big. */
export async function* textLines(text: AsyncIterable<string>, longest = 8000): AsyncGenerator<{ line: string; n: number }> {
  let rest = '';
  let n = 0;
  // eslint-disable-next-line no-control-regex
  const bare = (line: string): string => line.slice(0, longest).replace(/\u001b\[[\d;]*m/g, '').trim();
  for await (const chunk of text) {
    const all = (rest + chunk).split('\n');
    rest = all.pop()!;
    if (rest.length > 1024 * 1024) throw new ReportError('too_big', `第 ${n + 1} 行`);
    for (const line of all) yield { line: bare(line), n: ++n };
  }
  if (rest.trim()) yield { line: bare(rest), n: ++n };
}
