import { parse } from 'csv-parse/sync';
import { hash } from 'node:crypto';
import { openArchive } from '../archive/index.ts';
import { isOldWorkbook, readSheets } from '../tables/index.ts';
import { delimiterOf, titleKey } from './csv.ts';
import { decoded } from './decode.ts';
import { pdfTables } from './pdf-tables.ts';
import { isHazardTable, mapColumns, type TableField } from './table-columns.ts';
import { childOf, readXml, type XmlNode } from './xml.ts';

/** A table of a file that no reader knows, its titles in the first row. */
export interface FoundTable { place: string; titles: string[]; rows: { place: string; cells: string[] }[]; /** What tells this table's kind from others': the same titles in the same order. */ signature: string; /** What each column seems to be. */ columns: (TableField | null)[] }
const most = { bytes: 40 * 1024 * 1024, tables: 200, columns: 60, rows: 100_000 };

/** Tables in a docx, a PDF, a workbook or text with columns; none where there are none. Never throws for bad bytes. */
export async function findTables(bytes: Uint8Array): Promise<FoundTable[]> {
  if (bytes.length === 0 || bytes.length > most.bytes) return [];
  try {
    return (await gridsOf(bytes)).flatMap(({ place, rows }) => tableOf(place, rows) ?? []).slice(0, most.tables);
  } catch {
    return []; // whoever asks has said already that the file is none he knows
  }
}
interface Grid { place: string; rows: string[][] }
async function gridsOf(bytes: Uint8Array): Promise<Grid[]> {
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (zip) {
    const docx = openArchive(bytes, { entries: 4000, entryBytes: 48 * 1024 * 1024, totalBytes: 48 * 1024 * 1024 }, (name) => name === 'word/document.xml');
    const document = docx.ok ? docx.files.get('word/document.xml') : undefined;
    if (document) return docxTables(document);
  }
  if (zip || isOldWorkbook(bytes)) {
    const book = await readSheets(bytes);
    return book.ok ? book.sheets.map((rows, i) => ({ place: `表 ${i + 1}`, rows })) : [];
  }
  if (Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1024, bytes.length)).includes('%PDF-')) return pdfTables(bytes);
  let text = '';
  for await (const piece of decoded((async function* () { yield bytes; })(), bytes.subarray(0, 65_536))) text += piece;
  return /^\s*[<{]/.test(text) ? [] : textTables(text.replace(/^\ufeff/, '').trimStart());
}
function textTables(text: string): Grid[] {
  const rows = parse(text, { delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true, skip_empty_lines: true, to: most.rows }) as string[][];
  // prose has commas too: most lines of a table are alike
  const wide = rows.filter((r) => r.length > 1);
  return wide.length >= 2 && wide.length >= rows.length * 0.6 && wide.filter((r) => r.length === rows[0]!.length).length >= rows.length * 0.6 ? [{ place: '表 1', rows }] : [];
}
async function docxTables(document: Uint8Array): Promise<Grid[]> {
  const grids: Grid[] = [];
  await readXml((async function* () { yield new TextDecoder().decode(document); })(), { items: new Set(['tbl']), onItem: (node) => grid(node, grids) });
  return grids;
}
function grid(table: XmlNode, into: Grid[]): void {
  const rows: string[][] = [];
  const inner: XmlNode[] = [];
  for (const tr of table.children.filter((c) => c.name === 'tr')) {
    const row: string[] = [];
    for (const tc of cellsOf(tr)) {
      const about = childOf(tc, 'tcPr');
      const merge = about && childOf(about, 'vMerge');
      const up = merge !== undefined && (merge.attributes['w:val'] ?? 'continue') === 'continue';
      const text = up ? rows.at(-1)?.[row.length] ?? '' : tc.children.filter((c) => c.name === 'p').map(wordsIn).filter(Boolean).join('\n');
      inner.push(...tc.children.filter((c) => c.name === 'tbl'));
      const span = Math.min(20, Math.max(1, Number((about && childOf(about, 'gridSpan')?.attributes['w:val']) ?? 1) || 1));
      row.push(text, ...Array.from({ length: span - 1 }, () => ''));
    }
    rows.push(row.slice(0, most.columns));
  }
  into.push({ place: `表 ${into.length + 1}`, rows });
  for (const t of inner) grid(t, into);
}
/** Forms keep rows and cells inside controls. */
const cellsOf = (node: XmlNode): XmlNode[] => node.children.flatMap((c) => (c.name === 'tc' ? [c] : c.name === 'sdt' || c.name === 'sdtContent' ? cellsOf(c) : []));
const hidden = new Set(['del', 'instrText', 'Fallback', 'moveFrom', 'delText', 'pPr', 'rPr']);
const wordsIn = (node: XmlNode): string => (hidden.has(node.name) ? '' : node.name === 't' ? node.text : node.name === 'br' || node.name === 'cr' ? '\n' : node.name === 'tab' ? ' ' : node.children.map(wordsIn).join(''));

const fieldsOf = (cells: readonly string[]): number => Object.keys(mapColumns(cells)).length;
/** Titles stand where most of them are known, among the first rows. A form has them at the left, its answers beside them: it is turned. */
function tableOf(place: string, given: readonly string[][]): FoundTable | undefined {
  const rows = given.slice(0, most.rows).map((r) => r.slice(0, most.columns).map((c) => c.trim()));
  const form = turned(rows);
  const at = form ? 0 : headerOf(rows);
  if (at < 0) return undefined;
  const width = Math.max(...(form ?? rows.slice(at)).map((r) => r.length));
  const titles = Array.from({ length: width }, (_, i) => (form ?? rows)[at]![i] ?? '');
  const below = (form ?? rows).slice(at + 1).map((cells, i) => ({ place: form ? place : `${place} 第 ${at + i + 2} 行`, cells })).filter((r) => r.cells.some(Boolean) && r.cells.map(titleKey).join('|') !== titles.map(titleKey).join('|'));
  if (below.length === 0) return undefined;
  const map = mapColumns(titles);
  const columns = titles.map((_, i) => (Object.entries(map).find(([, c]) => c === i)?.[0] ?? null) as TableField | null);
  return { place, titles, rows: below, signature: hash('sha256', titles.map(titleKey).join('|')), columns };
}
function headerOf(rows: readonly string[][]): number {
  const near = rows.slice(0, 10).map((r, i) => ({ i, known: fieldsOf(r), full: r.filter(Boolean).length }));
  const best = near.reduce((a, b) => (b.known > a.known ? b : a), { i: -1, known: 0, full: 0 });
  if (best.known > 0) return best.i;
  return near.find((r) => r.full > 1 && r.i + 1 < rows.length)?.i ?? -1;
}
function turned(rows: readonly string[][]): string[][] | undefined {
  if (rows.length < 2 || rows.some((r) => r.length < 2 || r.length > 4)) return undefined;
  const pairs = rows.flatMap((r) => [[r[0]!, r[1]!], ...(r.length === 4 ? [[r[2]!, r[3]!]] : [])]).filter(([title]) => title);
  const titles = pairs.map(([title]) => title!);
  return isHazardTable(mapColumns(titles)) && fieldsOf(titles) > fieldsOf(rows[0]!) ? [titles, pairs.map(([, value]) => value ?? '')] : undefined;
}
