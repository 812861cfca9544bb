import { parse } from 'csv-parse/sync';
import { titleKey } from './csv.ts';
import type { Head } from './format.ts';

/** Looks at the first characters of a file. */
export function headOf(text: string): Head {
  const start = text.replace(/^\ufeff/, '').trimStart();
  const root = rootOf(start);
  return { text: start, root: root?.name, rootTag: root?.tag ?? '', json: jsonOf(start), columns: root || /^[[{]/.test(start) ? [] : columnsOf(start) };
}
function rootOf(text: string): { name: string; tag: string } | undefined {
  if (!text.startsWith('<') || /^<(?:!doctype\s+html|html)\b/i.test(text)) return undefined;
  const bare = text.replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, '').replace(/<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/i, '');
  const m = /<([\w.-]+:)?([\w.-]+)([^>]*)>/.exec(bare);
  return m ? { name: m[2]!, tag: m[0] } : undefined;
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
  try {
    const rows = parse(end ? text.slice(0, Math.min(text.length, 20_000)) : text, { to: 1, relax_column_count: true, relax_quotes: true }) as string[][];
    return (rows[0] ?? []).map(titleKey);
  } catch {
    return (text.split(/\r?\n/, 1)[0] ?? '').split(',').map((c) => titleKey(c.replace(/^"|"$/g, '')));
  }
}
