import { readSheets } from '../../tables/index.ts';
import type { Format, Sink } from '../format.ts';
import { ReportError } from '../report-error.ts';
import { isHazardTable, mapColumns, rowOf } from '../table-columns.ts';

/** Our own template and any workbook whose titles are understood; every sheet that has such titles is read. */
export const tableSheet: Omit<Format, 'recognise' | 'read'> = { id: 'table-xlsx', scanner: 'manual', name: '隐患清单（xlsx）', basis: 'samples' };
/** Titles may stand below a heading. */
const headerRows = 10;

/** Throws malformed, encrypted, no_header. */
export async function readSheet(bytes: Uint8Array, sink: Sink): Promise<void> {
  const book = await readSheets(bytes);
  if (!book.ok) throw new ReportError(book.reason === 'encrypted' ? 'encrypted' : book.reason === 'too_big' || book.reason === 'too_many_rows' ? 'too_big' : 'malformed');
  let known = false;
  for (const [s, rows] of book.sheets.entries()) {
    const at = rows.slice(0, headerRows).findIndex((r) => isHazardTable(mapColumns(r)));
    if (at < 0) continue;
    known = true;
    const map = mapColumns(rows[at]!);
    for (const [i, cells] of rows.slice(at + 1).entries()) {
      if (!cells.some((c) => c.trim())) continue;
      const place = `${book.sheets.length > 1 ? `表 ${s + 1} ` : ''}第 ${at + i + 2} 行`;
      const row = rowOf(cells, map, place);
      if (typeof row === 'string') { sink.refuse(place, row); continue; }
      sink.scope.hosts.add(row.host ?? row.url ?? row.system ?? '');
      sink.see(row);
    }
  }
  if (!known) throw new ReportError('no_header');
}
