import { isDay, tidy } from './cell-text.ts';

export type CellKind = 'text' | 'date' | 'phone' | 'email';

export type TableColumn = {
  key: string;
  /** What the header row says; also how a column is found again, in any order. */
  title: string;
  /** In characters. */
  width?: number;
  required?: boolean;
  /** A drop-down, and the only values accepted. */
  options?: string[];
  /** Shown when a cell of the column is selected. */
  note?: string;
  kind?: CellKind;
};

export type CellErrorCode = 'required' | 'not_an_option' | 'not_a_date' | 'not_a_phone' | 'not_an_email' | 'too_long' | 'error_value';
/** `row` is the row's number in the sheet, `column` the key. `code` may also be one of the caller's own. */
export type CellError = { row: number; column: string; code: CellErrorCode | (string & {}); message?: string };

/** A cell of Excel holds no more. */
export const CELL_LENGTH = 32_767;

/** Titles match whatever the blanks, the width of characters, and the mark of a required column. */
export function titleKey(title: string): string {
  return title.normalize('NFKC').replace(/\(必填\)|[*\s\u200b\ufeff]/g, '').toLowerCase();
}

/** The first thing wrong with a cell, and the value in its one form. */
export function checkCell(raw: string, column: TableColumn): { value: string; code?: CellErrorCode } {
  const value = tidy(raw, column.kind);
  if (value === '') return column.required ? { value, code: 'required' } : { value };
  if (value.length > CELL_LENGTH) return { value, code: 'too_long' };
  if (/^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/.test(value)) return { value, code: 'error_value' };
  if (column.options) return checkOption(value, column.options);
  switch (column.kind) {
    case 'date': return isDay(value) ? { value } : { value, code: 'not_a_date' };
    case 'phone': return /^\+?[\d ()-]{5,30}$/.test(value) && /(?:\d\D*){5,20}/.test(value) ? { value } : { value, code: 'not_a_phone' };
    case 'email': return /^[^\s@<>,;，；]{1,64}@[^\s@<>,;，；.]+(?:\.[^\s@<>,;，；.]+)+$/.test(value) && value.length <= 254 ? { value } : { value, code: 'not_an_email' };
    default: return { value };
  }
}

function checkOption(value: string, options: readonly string[]): { value: string; code?: CellErrorCode } {
  if (options.includes(value)) return { value };
  const alike = options.find((option) => titleKey(option) === titleKey(value));
  return alike === undefined ? { value, code: 'not_an_option' } : { value: alike };
}

/** What is wrong, for the person who repairs the table. */
export function problemText(error: CellError, column: TableColumn | undefined): string {
  const name = `“${column?.title ?? error.column}”`;
  if (error.message) return error.message;
  switch (error.code) {
    case 'required': return `${name}必填`;
    case 'not_an_option': return `${name}只能从下拉选项中选择`;
    case 'not_a_date': return `${name}不是有效日期，请填写为2026-03-05的形式`;
    case 'not_a_phone': return `${name}不是有效的电话号码`;
    case 'not_an_email': return `${name}不是有效的电子邮箱`;
    case 'too_long': return `${name}内容过长`;
    case 'error_value': return `${name}是公式错误值，请填写实际内容`;
    default: return `${name}有误`;
  }
}
