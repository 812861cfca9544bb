import readXlsxFile from 'read-excel-file/node';
import { cellText, shownNumber, unguard } from './cell-text.ts';
import { checkCell, problemText, titleKey, type CellError, type TableColumn } from './columns.ts';
import { isOldWorkbook, readOldSheets } from './old-workbook.ts';
import { openWorkbook, type WorkbookProblem } from './workbook.ts';

export type TableRow = { row: number; values: Record<string, string> };
export type TableProblem = WorkbookProblem | 'empty' | 'no_header' | 'missing_columns' | 'duplicate_columns';
export type ReadTable =
  /** Rows with errors are among `rows`; a column that the sheet does not have is absent from `values`. */
  | { ok: true; rows: TableRow[]; errors: CellError[]; unknownTitles: string[] }
  /** `columns`: titles, for missing_columns and duplicate_columns. */
  | { ok: false; reason: TableProblem; columns?: string[] };

/** Headers stand in the first rows; above them there may be a title or a note. */
const HEADER_ROWS = 10;

/** Reads an xlsx of unknown origin: the sheet whose header fits best, columns in any order. Never throws for bad bytes. */
export async function readTable(bytes: Uint8Array, columns: readonly TableColumn[]): Promise<ReadTable> {
  const sheet = await readSheet(bytes, columns);
  if (!sheet.ok) return sheet;
  const { header, rows, errors } = sheet;
  return { ok: true, rows, errors, unknownTitles: header.unknown.map((column) => column.title) };
}

type ReadSheet =
  | { ok: true; header: Header; rows: TableRow[]; errors: CellError[] }
  | { ok: false; reason: TableProblem; columns?: string[] };

/** The same with the place of every column, for a table that goes back to its writer. */
export async function readSheet(bytes: Uint8Array, columns: readonly TableColumn[]): Promise<ReadSheet> {
  let sheets: unknown[][][];
  try {
    const book = openWorkbook(bytes);
    if (!book.ok) return book;
    const found = await readXlsxFile<string>(Buffer.from(book.bytes), { trim: false, parseNumber: shownNumber });
    sheets = found.map((sheet) => sheet.data as unknown[][]);
  } catch {
    return { ok: false, reason: 'damaged' }; // what the reader throws is about XML: nothing in it helps a user
  }
  if (sheets.every((rows) => rows.length === 0)) return { ok: false, reason: 'empty' };
  const best = sheets.map((rows) => findHeader(rows, columns)).reduce((a, b) => (b.matched > a.matched ? b : a));
  if (best.matched === 0) return { ok: false, reason: 'no_header' };
  if (best.duplicates.length > 0) return { ok: false, reason: 'duplicate_columns', columns: best.duplicates };
  const missing = columns.filter((column) => column.required && !best.places.has(column.key)).map((column) => column.title);
  if (missing.length > 0) return { ok: false, reason: 'missing_columns', columns: missing };
  return { ok: true, header: best, ...readRows(best, columns) };
}

type Header = { rows: unknown[][]; at: number; matched: number; places: Map<string, number>; duplicates: string[]; unknown: { title: string; place: number }[] };

function findHeader(rows: unknown[][], columns: readonly TableColumn[]): Header {
  const keys = new Map(columns.map((column) => [titleKey(column.title), column]));
  let best: Header = { rows, at: 0, matched: 0, places: new Map(), duplicates: [], unknown: [] };
  for (const [at, row] of rows.slice(0, HEADER_ROWS).entries()) {
    const header: Header = { rows, at, matched: 0, places: new Map(), duplicates: [], unknown: [] };
    for (const [place, cell] of row.entries()) {
      const title = unguard(cellText(cell));
      const column = keys.get(titleKey(title));
      if (!column) { if (title !== '') header.unknown.push({ title, place }); }
      else if (header.places.has(column.key)) header.duplicates.push(column.title);
      else header.places.set(column.key, place);
    }
    header.matched = header.places.size;
    if (header.matched > best.matched) best = header;
  }
  return best;
}

function readRows(header: Header, columns: readonly TableColumn[]): { rows: TableRow[]; errors: CellError[] } {
  const present = columns.filter((column) => header.places.has(column.key));
  const rows: TableRow[] = [];
  const errors: CellError[] = [];
  for (let i = header.at + 1; i < header.rows.length; i += 1) {
    const cells = header.rows[i] ?? [];
    const texts = present.map((column) => unguard(cellText(cells[header.places.get(column.key) ?? -1])));
    if (texts.every((text) => text === '')) continue;
    const values: Record<string, string> = {};
    for (const [n, column] of present.entries()) {
      const { value, code } = checkCell(texts[n] ?? '', column);
      values[column.key] = value;
      if (!code) continue;
      const error: CellError = { row: i + 1, column: column.key, code };
      errors.push({ ...error, message: problemText(error, column) });
    }
    rows.push({ row: i + 1, values });
  }
  return { rows, errors };
}

/** Every sheet of an xlsx, or an .xls of Excel 97–2003, of unknown origin as text, for readers that find their own way in it. Never throws for bad bytes. */
export async function readSheets(bytes: Uint8Array): Promise<{ ok: true; sheets: string[][][] } | { ok: false; reason: TableProblem }> {
  try {
    if (isOldWorkbook(bytes)) { const old = readOldSheets(bytes); return old.ok ? { ok: true, sheets: old.sheets.map((rows) => rows.map((row) => row.map((cell) => unguard(cellText(cell))))) } : old; }
    const book = openWorkbook(bytes);
    if (!book.ok) return book;
    const found = await readXlsxFile<string>(Buffer.from(book.bytes), { trim: false, parseNumber: shownNumber });
    return { ok: true, sheets: found.map((sheet) => (sheet.data as unknown[][]).map((row) => row.map((cell) => unguard(cellText(cell))))) };
  } catch {
    return { ok: false, reason: 'damaged' };
  }
}
