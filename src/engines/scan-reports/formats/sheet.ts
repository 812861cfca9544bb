import { readSheets } from '../../tables/index.ts';
import type { Format, Sink } from '../format.ts';
import { addressOf } from '../place.ts';
import { ReportError } from '../report-error.ts';
import { isHazardTable, mapColumns, rowOf } from '../table-columns.ts';

type Kind = Pick<Format, 'id' | 'scanner' | 'name' | 'basis'>;
/** Our own template and any workbook whose titles are understood; every sheet that has such titles is read. */
export const tableSheet: Kind = { id: 'table-xlsx', scanner: 'manual', name: '隐患清单（xlsx、xls）', basis: 'samples' };
/** One host's workbook of RSAS: what was found under ports, the host on another sheet or in the file's name. */
export const rsasSheet: Kind = { id: 'rsas-xls', scanner: 'rsas', name: '绿盟 RSAS（xls）', basis: 'descriptions' };
/** Titles may stand below a heading. */
const headerRows = 10;

/** Throws malformed, encrypted, too_big, old_format, no_header. `name` is the file's inside an archive. */
export async function readSheet(bytes: Uint8Array, name: string, begin: (kind: Kind) => Sink): Promise<void> {
  const book = await readSheets(bytes);
  if (!book.ok) throw new ReportError(book.reason === 'encrypted' ? 'encrypted' : book.reason === 'too_big' || book.reason === 'too_many_rows' ? 'too_big' : book.reason === 'old_format' ? 'old_format' : 'malformed');
  if (book.sheets.every((rows) => rows.length === 0)) throw new ReportError('empty');
  const of = (test: (map: ReturnType<typeof mapColumns>) => boolean) => book.sheets.flatMap((rows, s) => { const at = rows.slice(0, headerRows).findIndex((r) => test(mapColumns(r))); return at < 0 ? [] : [{ rows, s, at }]; });
  const place = (s: number, row: number): string => `${book.sheets.length > 1 ? `表 ${s + 1} ` : ''}第 ${row} 行`;
  const tables = of(isHazardTable);
  if (tables.length > 0) {
    const sink = begin(tableSheet);
    for (const { rows, s, at } of tables) readRows(rows, at, (row) => place(s, row), sink);
    return;
  }
  const host = hostIn(book.sheets) ?? addressOf(name.replace(/^.*[/\\]/, '').replace(/\.xlsx?$/i, '')) ?? undefined;
  const [found] = of((map) => map.title !== undefined && map.port !== undefined && map.severity !== undefined);
  if (!host || !(found || book.sheets.flat(2).some((c) => /漏洞信息|主机概况|绿盟/.test(c)))) throw new ReportError('no_header');
  const sink = begin(rsasSheet);
  sink.scope.hosts.add(host);
  if (found) readRows(found.rows, found.at, (row) => place(found.s, row), sink, host);
}

/** Ports, protocols and services of RSAS are merged cells over what was found there: they hold until the next. */
function readRows(rows: readonly string[][], at: number, place: (row: number) => string, sink: Sink, host = ''): void {
  const map = mapColumns(rows[at]!);
  const merged = host ? [map.port, map.protocol].filter((c) => c !== undefined) : [];
  let above: string[] = [];
  for (const [i, cells] of rows.slice(at + 1).entries()) {
    if (!cells.some((c) => c.trim())) continue;
    const full = [...cells];
    // another port begins: nothing of the one above holds
    if (host && map.port !== undefined && cells[map.port]?.trim()) above = [];
    for (const c of merged) if (full[c]?.trim()) above[c] = full[c]; else full[c] = above[c] ?? '';
    if (host && !cells[map.title!]?.trim()) continue;
    const row = rowOf(full, map, place(at + i + 2), host);
    if (typeof row === 'string') { sink.refuse(place(at + i + 2), row); continue; }
    sink.scope.hosts.add(row.host ?? row.url ?? row.system ?? '');
    sink.see(row);
  }
}
/** `IP地址 | 10.20.1.9` somewhere near the top of a sheet. */
function hostIn(sheets: readonly string[][][]): string | undefined {
  for (const rows of sheets) for (const row of rows.slice(0, 40)) {
    const at = row.findIndex((c) => /^(?:IP\s*地址|主机\s*IP|主机地址|主机)[:：]?$/i.test(c.trim()));
    const ip = at >= 0 ? row.slice(at + 1).map((c) => addressOf(c)).find(Boolean) : undefined;
    if (ip) return ip;
  }
  return undefined;
}
