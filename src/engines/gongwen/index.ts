export { writeGongwen } from './write-gongwen.ts';
export type { Annex, Block, Column, Gongwen, Heading, List, Paragraph, Table } from './document.ts';
export { DOCUMENT_NUMBER, documentNumber, parseDocumentNumber, type DocumentNumber } from './document-number.ts';
export { chineseDate } from './text.ts';
