import { cellText, guard } from './cell-text.ts';
import type { TableColumn } from './columns.ts';

/** CSV that Excel opens as UTF-8 (BOM, CRLF), with no cell that runs as a formula. */
export function toCsv(columns: readonly Pick<TableColumn, 'key' | 'title'>[], rows: readonly Record<string, unknown>[]): string {
  const lines = [columns.map((column) => field(column.title)), ...rows.map((row) => columns.map((column) => field(row[column.key])))];
  return `\ufeff${lines.map((line) => `${line.join(',')}\r\n`).join('')}`;
}

function field(value: unknown): string {
  const text = guard(cellText(value));
  return /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
