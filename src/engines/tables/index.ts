export { cellText } from './cell-text.ts';
export type { CellError, CellErrorCode, CellKind, TableColumn } from './columns.ts';
export { toCsv } from './csv.ts';
export { diffRows, type ChangedRow, type RowDiff } from './diff-rows.ts';
export { isOldWorkbook } from './old-workbook.ts';
export { readSheets, readTable, type ReadTable, type TableProblem, type TableRow } from './read-table.ts';
export { streamTable } from './stream-table.ts';
export { writeErrors } from './write-errors.ts';
export { writeTable, type TableSheet } from './write-table.ts';
