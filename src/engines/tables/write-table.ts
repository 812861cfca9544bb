import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import writeXlsxFile, { type Cell, type SheetData } from 'write-excel-file/node';
import { cellText, guard, tidy } from './cell-text.ts';
import { CELL_LENGTH, type TableColumn } from './columns.ts';
import { addValidations, OPTIONS_SHEET, textColumns } from './sheet-xml.ts';
import { ZIP_EPOCH } from './workbook.ts';

export type TableSheet = { name: string; columns: TableColumn[]; rows: Record<string, unknown>[] };

/** A cell painted red, by row index and column key. */
export type Marked = (row: number, key: string) => boolean;

const RED = '#FFC7CE';
const HEADER = { fontWeight: 'bold', backgroundColor: '#D9E1F2', alignVertical: 'center', wrap: true, height: 24, borderColor: '#A6A6A6', borderStyle: 'thin' } as const;
/** '@' keeps what people type into a cell as text: no 1.38E+10 for a phone, no date turned round. */
const TEXT = { type: String, format: '@', wrap: true, alignVertical: 'top' } as const;

/** An xlsx with a frozen header, drop-downs, and text cells that no spreadsheet runs. The same input gives the same bytes. */
export async function writeTable(sheet: TableSheet): Promise<Uint8Array> {
  return writeMarked(sheet, () => false);
}

export async function writeMarked(sheet: TableSheet, marked: Marked): Promise<Uint8Array> {
  const { columns } = sheet;
  const data: SheetData = [
    columns.map((column) => ({ ...HEADER, type: String, value: title(column), ...(column.required && { textColor: '#9C0006' }) })),
    ...(sheet.rows.length > 0 ? sheet.rows : [{}]).map((row, i) => columns.map((column) => cell(row[column.key], column, marked(i, column.key)))),
  ];
  const lists = columns.filter((column) => column.options && column.options.length > 0);
  const longest = Math.max(0, ...lists.map((column) => column.options?.length ?? 0));
  const options: SheetData = Array.from({ length: longest }, (_, i) => lists.map((column) => {
    const text = column.options?.[i];
    return text === undefined ? null : { type: String, format: '@', value: escapeXString(guard(cellText(text))) };
  }));
  const widths = columns.map((column) => ({ width: column.width ?? Math.max(10, Math.min(40, column.title.length * 2 + 4)) }));
  const main = { data, sheet: sheetName(sheet.name), columns: widths, stickyRowsCount: 1 };
  const written = await writeXlsxFile(lists.length > 0 ? [main, { data: options, sheet: OPTIONS_SHEET }] : [main]).toBuffer();
  return finish(new Uint8Array(written), columns, lists);
}

function finish(written: Uint8Array, columns: readonly TableColumn[], lists: readonly TableColumn[]): Uint8Array {
  const files: Zippable = {};
  for (const [name, content] of Object.entries(unzipSync(written))) {
    files[name] = content;
    if (name === 'xl/worksheets/sheet1.xml') files[name] = strToU8(textColumns(addValidations(strFromU8(content), columns, lists)));
    if (name === 'xl/workbook.xml' && lists.length > 0) files[name] = strToU8(strFromU8(content).replace(/(<sheet [^>]*?)(\/?>)(?![\s\S]*<sheet )/, '$1 state="hidden"$2'));
  }
  return zipSync(files, { level: 6, mtime: ZIP_EPOCH });
}

function title(column: TableColumn): string {
  return escapeXString(guard(`${column.required ? '*' : ''}${cellText(column.title)}`));
}

function cell(value: unknown, column: TableColumn, red: boolean): Cell {
  const style = red ? { ...TEXT, backgroundColor: RED } : TEXT;
  const text = tidy(cellText(value), column.kind).slice(0, CELL_LENGTH);
  return text === '' ? style : { ...style, value: escapeXString(guard(text)) };
}

/**
 * In a spreadsheet's strings _x0041_ means A (ECMA-376 22.9.2.19); a value that looks so must say that it does not.
 * The writer keeps its strings in a plain object and stumbles over `toString` and its kin: their first letter is written so.
 */
function escapeXString(text: string): string {
  if (text in Object.prototype) return `_x${text.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}_${text.slice(1)}`;
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

/** At most 31 characters, none of \ / ? * [ ] : and no ' at the ends. */
function sheetName(name: string): string {
  const clean = cellText(name).replace(/[\\/?*[\]:\n]/g, ' ').replace(/^'+|'+$/g, '').trim().slice(0, 31).trim().toWellFormed();
  return clean === '' || clean === OPTIONS_SHEET ? '数据' : clean;
}
