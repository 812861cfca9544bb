import { cellText, guard } from './cell-text.ts';
import type { TableColumn } from './columns.ts';

/** Hidden; holds the drop-downs, because a list inside the rule ends at 255 characters and cannot hold a comma. */
export const OPTIONS_SHEET = '选项';
const LAST_ROW = 100_000;

/** Drop-downs and hints for the columns, put where the order of elements asks for them (ECMA-376 18.3.1.99). */
export function addValidations(xml: string, columns: readonly TableColumn[], lists: readonly TableColumn[]): string {
  const rules = columns.flatMap((column, i) => rule(column, columnName(i), lists.indexOf(column)));
  if (rules.length === 0) return xml;
  const markup = `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`;
  const after = /<(?:hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|drawing|legacyDrawing|tableParts|extLst)\b/.exec(xml);
  const at = after?.index ?? xml.lastIndexOf('</worksheet>');
  return xml.slice(0, at) + markup + xml.slice(at);
}

function rule(column: TableColumn, name: string, list: number): string[] {
  const range = `sqref="${name}2:${name}${LAST_ROW}"`;
  const prompt = column.note ? ` showInputMessage="1" promptTitle="${attribute(column.title, 32)}" prompt="${attribute(column.note, 255)}"` : '';
  if (list < 0) return prompt ? [`<dataValidation allowBlank="1"${prompt} ${range}/>`] : [];
  const from = columnName(list);
  const formula = `${OPTIONS_SHEET}!$${from}$1:$${from}$${column.options?.length ?? 1}`;
  return [`<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="${attribute(column.title, 32)}" error="请从下拉选项中选择"${prompt} ${range}><formula1>${formula}</formula1></dataValidation>`];
}

/** Gives every column the style of its first cell, so that rows which people add are text too. */
export function textColumns(xml: string): string {
  const styles = new Map<string, string>();
  for (const [, name = '', style = ''] of xml.matchAll(/<c r="([A-Z]+)2" s="(\d+)"/g)) styles.set(name, style);
  return xml.replace(/<col ([^>]*?)min="(\d+)"([^>]*?)(\/?>)/g, (tag, before: string, min: string, rest: string, close: string) => {
    const style = styles.get(columnName(Number(min) - 1));
    return style === undefined ? tag : `<col ${before}min="${min}"${rest} style="${style}"${close}`;
  });
}

/** 0 → A, 26 → AA. */
export function columnName(index: number): string {
  const rest = String.fromCharCode(65 + (index % 26));
  return index < 26 ? rest : columnName(Math.floor(index / 26) - 1) + rest;
}

function attribute(text: string, most: number): string {
  return guard(cellText(text)).slice(0, most).toWellFormed()
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}
