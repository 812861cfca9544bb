import { readCsv } from '../csv.ts';
import type { Format, Sink } from '../format.ts';
import { isHazardTable, mapColumns, rowOf } from '../table-columns.ts';

/** Our own template as CSV, and any table of text whose titles are understood. */
export const tableCsv: Format = {
  id: 'table-csv', scanner: 'manual', name: '隐患清单（CSV）', basis: 'samples',
  recognise: ({ columns }) => isHazardTable(mapColumns(columns)),
  read: (text, sink) => readRows(text, sink),
};
/** Rows copied from a sheet: columns apart by tabs, titles first. */
export const tablePasted: Format = {
  id: 'table-pasted', scanner: 'manual', name: '粘贴的表格', basis: 'samples',
  recognise: ({ text, json, root }) => json === undefined && root === undefined && isHazardTable(mapColumns((text.split('\n', 1)[0] ?? '').split('\t'))),
  read: (text, sink) => readRows(text, sink),
};

async function readRows(text: AsyncIterable<string>, sink: Sink): Promise<void> {
  let map: ReturnType<typeof mapColumns> | undefined;
  for await (const { header, cells, line } of readCsv(text)) {
    map ??= mapColumns(header);
    const row = rowOf(cells, map, `第 ${line} 行`);
    if (typeof row === 'string') { sink.refuse(`第 ${line} 行`, row); continue; }
    sink.scope.hosts.add(row.host ?? row.url ?? row.system ?? '');
    sink.see(row);
  }
}
