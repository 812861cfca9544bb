import { JSONParser, TokenParserError, TokenizerError } from '@streamparser/json';
import { ReportError } from './report-error.ts';

const deepest = 200;
/** Streams one JSON text and hands over each value at the given paths (`$.runs.*.results.*`), keeping only one at a time. Throws truncated, malformed, too_deep. */
export async function readJson(text: AsyncIterable<string>, paths: string[], onValue: (value: unknown, path: readonly (string | number)[], order: number) => void): Promise<void> {
  const parser = new JSONParser({ paths, keepStack: false });
  let order = 0;
  let ended = false;
  let thrown: unknown;
  parser.onValue = ({ value, key, stack }) => {
    const path = [...stack.slice(1).map((s) => s.key), key].filter((k) => k !== undefined) as (string | number)[];
    try { onValue(value, path, ++order); } catch (error) { thrown ??= error; }
  };
  parser.onEnd = () => { ended = true; };
  const depth = depthGauge();
  for await (const chunk of text) {
    if (depth(chunk) > deepest) throw new ReportError('too_deep');
    // what stands after the end is nothing but blanks
    if (ended) { if (chunk.trim()) throw new ReportError('malformed'); continue; }
    try {
      parser.write(chunk);
    } catch (error) {
      throw asReportError(error);
    }
    if (thrown) throw thrown;
  }
  if (!ended) throw new ReportError('truncated');
}
const asReportError = (error: unknown): unknown => (error instanceof TokenizerError || error instanceof TokenParserError || error instanceof Error && /Unexpected|invalid|Error/i.test(error.message) ? new ReportError('malformed') : error);

/** How deep brackets nest, strings apart; the parser itself would go on until memory ends. */
function depthGauge(): (chunk: string) => number {
  let [depth, most, inside, escaped] = [0, 0, false, false];
  return (chunk) => {
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charCodeAt(i);
      if (inside) {
        if (escaped) escaped = false;
        else if (c === 92) escaped = true;
        else if (c === 34) inside = false;
      } else if (c === 34) inside = true;
      else if (c === 91 || c === 123) { if (++depth > most) most = depth; } else if (c === 93 || c === 125) depth--;
    }
    return most;
  };
}

/** Looks at the first line of a text and at least so many characters, as far as it is not endless, and gives the whole text back. */
export async function peekText(text: AsyncIterable<string>, least = 0): Promise<{ first: string; all: AsyncGenerator<string> }> {
  const reader = text[Symbol.asyncIterator]();
  let first = '';
  let done = false;
  while (!done && first.length < 64 * 1024 && (first.length < least || !/\S.*\n/.test(first))) { const next = await reader.next(); done = next.done ?? false; if (!done) first += next.value; }
  async function* all(): AsyncGenerator<string> {
    yield first;
    first = '';
    for (;;) { const next = await reader.next(); if (next.done) return; yield next.value; }
  }
  return { first: first.trimStart(), all: all() };
}
/** Objects in a list, one a line, or one after another in as many lines as they like: told by what the text begins with. */
export async function readObjects(text: AsyncIterable<string>, onValue: (value: unknown, place: string) => void, onBad: (place: string) => void, paths = ['$.*']): Promise<void> {
  const { first, all } = await peekText(text);
  if (first.startsWith('[')) return readJson(all, paths, (value, _path, order) => onValue(value, `第 ${order} 项`));
  const line = first.split('\n', 1)[0]!;
  if (line.length < first.length && !isJson(line) && first.startsWith('{')) return readJsonObjects(all, (value, order) => onValue(value, `第 ${order} 项`));
  return readJsonLines(all, (value, n) => onValue(value, `第 ${n} 行`), (n) => onBad(`第 ${n} 行`));
}
function isJson(text: string): boolean {
  try { JSON.parse(text); return true; } catch { return false; }
}
const longestObject = 64 * 1024 * 1024;
/** JSON objects one after another, each over several lines, as encoders that indent write them. Throws truncated, malformed, too_deep. */
async function readJsonObjects(text: AsyncIterable<string>, onValue: (value: unknown, order: number) => void): Promise<void> {
  let [held, order, depth, inside, escaped] = ['', 0, 0, false, false];
  for await (const chunk of text) {
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charCodeAt(i);
      if (inside) {
        if (escaped) escaped = false;
        else if (c === 92) escaped = true;
        else if (c === 34) inside = false;
      } else if (c === 34) inside = true;
      else if (c === 91 || c === 123) { if (++depth > deepest) throw new ReportError('too_deep', `第 ${order + 1} 项`); } else if (c === 93 || c === 125) {
        if (--depth > 0) continue;
        order++;
        let value: unknown;
        try { value = JSON.parse(held + chunk.slice(from, i + 1)); } catch { throw new ReportError('malformed', `第 ${order} 项`); }
        onValue(value, order);
        [held, from] = ['', i + 1];
      }
    }
    held += chunk.slice(from);
    if (held.length > longestObject) throw new ReportError('too_big', `第 ${order + 1} 项`);
    if (depth === 0 && held.trim() === '') held = '';
  }
  if (held.trim()) throw new ReportError('truncated', `第 ${order + 1} 项`);
}

/** One JSON object a line. A line that is none is refused by itself, but the last one, without a line break, means that the file was cut. */
export async function readJsonLines(text: AsyncIterable<string>, onValue: (value: unknown, line: number) => void, onBad: (line: number) => void): Promise<void> {
  let rest = '';
  let line = 0;
  const take = (piece: string, last: boolean): void => {
    line++;
    const trimmed = piece.trim();
    if (!trimmed) return;
    let value: unknown;
    try { value = JSON.parse(trimmed); } catch {
      if (last) throw new ReportError('truncated', `第 ${line} 行`);
      onBad(line);
      return;
    }
    onValue(value, line);
  };
  for await (const chunk of text) {
    rest += chunk;
    if (rest.length > longestObject) throw new ReportError('too_big', `第 ${line + 1} 行`);
    let from = 0;
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n', from)) {
      take(rest.slice(from, at), false);
      from = at + 1;
    }
    rest = rest.slice(from);
  }
  take(rest, true);
}

/** Reading of values whose form a file only promises. */
export type Loose = Record<string, unknown>;
export const asObject = (value: unknown): Loose => (value !== null && typeof value === 'object' && !Array.isArray(value) ? value as Loose : {});
export const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const asText = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');
export const asTexts = (value: unknown): string[] => (Array.isArray(value) ? value.map(asText).filter(Boolean) : asText(value) ? [asText(value)] : []);
