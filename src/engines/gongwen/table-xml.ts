import type { Column, Table } from './document.ts';
import { FONT } from './page.ts';
import { TABLE_TEXT } from './styles.ts';
import { cleanText } from './text.ts';

/**
 * A table as WordprocessingML, written here because the docx library keeps a dozen objects a cell: a catalogue of 5,000
 * files took it 4 s and 600 MB.
 */
export function tableXml(table: Table, total: number): string {
  const widths = columnWidths(table.columns, total);
  const aligns = table.columns.map((column) => ALIGN[column.align ?? 'left']);
  const head = table.columns.map((column, i) => cell(column.title, widths[i] ?? 0, ALIGN.center, HEAD_FACE)).join('');
  const rows = table.rows.map((row) => `<w:tr><w:trPr><w:cantSplit/></w:trPr>${table.columns.map((_, i) => cell(row[i] ?? '', widths[i] ?? 0, aligns[i] ?? '', '')).join('')}</w:tr>`);
  return `<w:tbl><w:tblPr><w:tblW w:type="dxa" w:w="${total}"/><w:tblBorders>${BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>`
    + '<w:tblCellMar><w:top w:type="dxa" w:w="40"/><w:left w:type="dxa" w:w="80"/><w:bottom w:type="dxa" w:w="40"/><w:right w:type="dxa" w:w="80"/></w:tblCellMar></w:tblPr>'
    + `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`
    + `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${head}</w:tr>${rows.join('')}</w:tbl>`;
}

const ALIGN = { left: '<w:jc w:val="left"/>', center: '<w:jc w:val="center"/>', right: '<w:jc w:val="right"/>' } as const;
const HEAD_FACE = `<w:rPr><w:rFonts w:ascii="${FONT.level1}" w:hAnsi="${FONT.level1}" w:eastAsia="${FONT.level1}" w:cs="${FONT.level1}" w:hint="eastAsia"/></w:rPr>`;
const BORDERS = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((side) => `<w:${side} w:val="single" w:sz="4" w:color="000000"/>`).join('');

function cell(text: string, width: number, align: string, face: string): string {
  const lines = cleanText(text).split('\n').map((line) => `<w:p><w:pPr><w:pStyle w:val="${TABLE_TEXT}"/>${align}</w:pPr>${run(line.trim(), face)}</w:p>`);
  return `<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="${width}"/><w:vAlign w:val="center"/></w:tcPr>${lines.join('')}</w:tc>`;
}

function run(text: string, face: string): string {
  return text === '' ? '' : `<w:r>${face}<w:t xml:space="preserve">${escape(text)}</w:t></w:r>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Shares of the width in whole twips that add up to it exactly. */
export function columnWidths(columns: readonly Column[], total: number): number[] {
  const shares = columns.map(({ width }) => (width !== undefined && Number.isFinite(width) && width > 0 ? width : 1));
  const sum = shares.reduce((a, b) => a + b, 0);
  const widths = shares.map((share) => Math.floor((share / sum) * total));
  const rest = total - widths.reduce((a, b) => a + b, 0);
  return widths.map((width, i) => (i === widths.length - 1 ? width + rest : width));
}

/** Style of the empty paragraph that holds a table's place until pack(). */
export const placeStyle = (index: number): string => `TablePlace${index}`;

const PLACE = /<w:p><w:pPr><w:pStyle w:val="TablePlace(\d+)"\/>(<w:sectPr>(?:(?!<\/w:sectPr>).)*<\/w:sectPr>)?<\/w:pPr><\/w:p>/gs;
const thin = (inner: string): string => `<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>${inner}</w:pPr></w:p>`;

/** Puts the tables into their places; two of them, or one and the end of a section, need a paragraph between. */
export function placeTables(xml: string, tables: readonly string[]): string {
  return xml
    .replace(PLACE, (_, index: string, section?: string) => (tables[Number(index)] ?? '') + (section ? thin(section) : ''))
    .replace(/<\/w:tbl>(?=<w:tbl>|<w:sectPr>)/g, () => `</w:tbl>${thin('')}`);
}
