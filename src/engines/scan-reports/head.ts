import { parse } from 'csv-parse/sync';
import { delimiterOf, titleKey } from './csv.ts';
import type { Head } from './format.ts';

/** Looks at the first characters of a file. */
export function headOf(text: string): Head {
  const start = text.replace(/^\ufeff/, '').trimStart();
  const root = rootOf(start);
  return { text: start, root: root?.name, rootTag: root?.tag ?? '', json: jsonOf(start), columns: root || /^[[{<]/.test(start) ? [] : columnsOf(start) };
}
/** The outermost element, behind what may stand before it. One pass: a hostile prologue costs its length. */
function rootOf(text: string): { name: string; tag: string } | undefined {
  if (!text.startsWith('<') || /^<(?:!doctype\s+html|html)\b/i.test(text)) return undefined;
  let at = 0;
  const past = (end: string): boolean => { const found = text.indexOf(end, at); at = found + end.length; return found >= 0; };
  for (;;) {
    while (at < text.length && text.charCodeAt(at) <= 32) at++;
    if (text.startsWith('<?', at)) { if (!past('?>')) return undefined; } else if (text.startsWith('<!--', at)) { if (!past('-->')) return undefined; } else if (text.startsWith('<!', at)) { at = endOfDoctype(text, at); if (at < 0) return undefined; } else break;
  }
  const pattern = /<([\w.-]+:)?([\w.-]+)([^>]*)>/y;
  pattern.lastIndex = at;
  const m = pattern.exec(text);
  return m ? { name: m[2]!, tag: m[0] } : undefined;
}
function endOfDoctype(text: string, from: number): number {
  let [depth, quote] = [0, ''];
  for (let i = from; i < text.length; i++) {
    const c = text[i]!;
    if (quote) { if (c === quote) quote = ''; } else if (c === '"' || c === "'") quote = c;
    else if (c === '[') depth++;
    else if (c === ']') depth--;
    else if (c === '>' && depth <= 0) return i + 1;
  }
  return -1;
}
function jsonOf(text: string): Head['json'] {
  if (text.startsWith('[')) return /^\[\s*(?:[{\]"\d[tfn-]|$)/.test(text) && !/^\[[+*]\]/.test(text) ? 'array' : undefined;
  if (!text.startsWith('{')) return undefined;
  const end = text.indexOf('\n');
  // a first line longer than what is looked at cannot be told apart by parsing it
  if (end < 0) return 'one';
  try {
    JSON.parse(text.slice(0, end));
    return text.slice(end).trimStart().startsWith('{') ? 'lines' : 'one';
  } catch {
    return 'object';
  }
}
function columnsOf(text: string): string[] {
  const end = /\r?\n/.exec(text);
  const delimiter = delimiterOf(text);
  try {
    const rows = parse(end ? text.slice(0, Math.min(text.length, 20_000)) : text, { to: 1, delimiter, relax_column_count: true, relax_quotes: true }) as string[][];
    return (rows[0] ?? []).map(titleKey);
  } catch {
    return (text.split(/\r?\n/, 1)[0] ?? '').split(delimiter).map((c) => titleKey(c.replace(/^"|"$/g, '')));
  }
}
