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
    if (rest.length > 64 * 1024 * 1024) throw new ReportError('too_big', `第 ${line + 1} 行`);
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
