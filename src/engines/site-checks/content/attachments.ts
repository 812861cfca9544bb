import { Parser } from 'htmlparser2';
import { extractText, getDocumentProxy } from 'unpdf';
import { openArchive } from '../../archive/index.ts';
import { readSheets } from '../../tables/index.ts';
import type { Piece } from './personal-data.ts';

export type ReadAttachment = { ok: true; pieces: Piece[] } | { ok: false; reason: 'format' | 'damaged'; note: string };
const limits = { bytes: 20 << 20, entries: 2000, entryBytes: 40 << 20, totalBytes: 80 << 20, pages: 300, pieces: 500_000 } as const;

/** The text of a file from its bytes, cell by cell and line by line. The first bytes tell the format, the name only where they do not. Never throws. */
export async function readAttachment(bytes: Uint8Array, name: string): Promise<ReadAttachment> {
  if (bytes.length > limits.bytes) return { ok: false, reason: 'damaged', note: `附件超过 ${limits.bytes >> 20} MB，没有检查` };
  try {
    if (bytes[0] === 0x25 && bytes[1] === 0x50 && bytes[2] === 0x44) return await readPdf(bytes);
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return await readZip(bytes);
    if (bytes[0] === 0xd0 && bytes[1] === 0xcf) { const sheets = await readSheets(bytes); return sheets.ok ? { ok: true, pieces: cells(named(sheets.sheets)) } : { ok: false, reason: 'damaged', note: '旧格式的文档没有读出' }; }
    if (/\.(csv|txt|tsv|json|xml|sql|log)$/i.test(name) && !bytes.subarray(0, 4000).includes(0)) return { ok: true, pieces: lines(decode(bytes), /\.(csv|tsv)$/i.test(name)) };
    return { ok: false, reason: 'format', note: `不检查这种格式的附件：${name.slice(-40)}` };
  } catch (error) {
    return { ok: false, reason: 'damaged', note: `附件没有读出：${(error as Error).message.slice(0, 100)}` };
  }
}
function decode(bytes: Uint8Array): string {
  try { return new TextDecoder('utf-8', { fatal: true }).decode(bytes); } catch { return new TextDecoder('gb18030').decode(bytes); }
}
const digits = /[\d０-９]{6}/;
function lines(text: string, table: boolean): Piece[] {
  const rows = text.split(/\r?\n/);
  if (!table) return rows.flatMap((l, i) => (digits.test(l) ? [{ text: l.slice(0, 20_000), where: `第 ${i + 1} 行` }] : []));
  const cut = (l: string): string[] => l.split(/[,\t;，](?=(?:[^"]*"[^"]*")*[^"]*$)/).map((c) => c.trim().replace(/^"|"$/g, '').replace(/^[=']"?|"$/g, ''));
  return cells([{ name: '', rows: rows.slice(0, 200_000).map((l) => cut(l.slice(0, 20_000))) }]);
}
const named = (sheets: readonly string[][][]): { name: string; rows: string[][] }[] => sheets.map((rows, i) => ({ name: String(i + 1), rows }));
/** A cell is a piece, its column's title its heading; a name in the same row is told. */
function cells(sheets: readonly { name: string; rows: readonly (readonly string[])[] }[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { name, rows } of sheets) {
    let titles: readonly string[] = [];
    for (const [i, row] of rows.entries()) {
      // the row of titles: several short texts, none of them a long number
      if (row.filter((c) => c && c.length < 20 && !/\d{5}/.test(c)).length >= 2 && row.every((c) => !/\d{5}/.test(c)) && row.some((c) => /姓名|号|电话|手机|证|name|phone|card|bank/i.test(c))) { titles = row; continue; }
      const person = titles.findIndex((t) => /姓名|^name$/i.test(t));
      for (const [n, cell] of row.entries()) if (digits.test(cell) && pieces.length < limits.pieces) pieces.push({ text: cell, heading: `${titles[n] ?? ''}${person >= 0 && person !== n && row[person] ? ' （姓名）' : ''}`, where: `${name ? `工作表 ${name} ` : ''}第 ${i + 1} 行` });
    }
  }
  return pieces;
}
async function readZip(bytes: Uint8Array): Promise<ReadAttachment> {
  const archive = openArchive(bytes, limits, (n) => /^(word\/(document|header\d*|footer\d*|comments|footnotes)\.xml|xl\/comments\d*\.xml|\[Content_Types\]\.xml)$/.test(n));
  if (!archive.ok) return { ok: false, reason: 'damaged', note: { too_big: '附件解压后过大，拒绝读取', encrypted: '附件加了密码，没有检查', damaged: '附件已损坏', not_zip: '附件已损坏' }[archive.reason] };
  const parts = [...archive.files].filter(([n]) => n.endsWith('.xml') && !n.startsWith('['));
  const notes = parts.flatMap(([n, part]) => wordText(new TextDecoder().decode(part), n));
  if (parts.some(([n]) => n.startsWith('word/'))) return { ok: true, pieces: notes };
  const sheets = await readSheets(bytes);
  return sheets.ok ? { ok: true, pieces: [...cells(named(sheets.sheets)), ...notes] } : { ok: false, reason: 'format', note: '压缩包内没有可读的文档' };
}
/** Paragraphs of WordprocessingML; the cells of a row stay apart, under the titles of the table's first row. */
function wordText(xml: string, part: string): Piece[] {
  const pieces: Piece[] = [];
  const tables: { titles: string[]; row: string[]; first: boolean }[] = [];
  let text = '';
  let inText = false;
  const parser = new Parser({
    onopentag(name) {
      if (name === 'w:tbl') tables.push({ titles: [], row: [], first: true });
      else if (name === 'w:tr') { const t = tables.at(-1); if (t) t.row = []; } else if (name === 'w:tc') tables.at(-1)?.row.push('');
      else if (name === 'w:t' || name === 't') inText = true;
      else if (name === 'w:tab') text += '\t';
      else if (name === 'w:br') text += '\n';
    },
    ontext(t) { if (inText) text += t; },
    onclosetag(name) {
      if (name === 'w:t' || name === 't') inText = false;
      const table = tables.at(-1);
      if (name === 'w:p' || name === 'comment') {
        if (table && table.row.length) table.row[table.row.length - 1] += text;
        else if (digits.test(text)) pieces.push({ text, where: part.includes('comment') ? '批注' : '正文' });
        text = '';
      } else if (name === 'w:tr' && table) {
        if (table.first || table.titles.length === 0) { table.titles = table.row.every((c) => !/\d{5}/.test(c)) ? table.row : []; table.first = false; }
        pieces.push(...table.row.flatMap((c, n) => (digits.test(c) ? [{ text: c, heading: `${table.titles[n] ?? ''}${table.titles.some((t) => /姓名/.test(t)) ? ' （姓名）' : ''}`, where: '表格' }] : [])));
      } else if (name === 'w:tbl') tables.pop();
    },
  }, { xmlMode: true, decodeEntities: true });
  parser.end(xml);
  return pieces;
}
async function readPdf(bytes: Uint8Array): Promise<ReadAttachment> {
  let pdf: Awaited<ReturnType<typeof getDocumentProxy>> | undefined;
  try {
    // a copy: the parser takes the buffer away
    pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    if (pdf.numPages > limits.pages) return { ok: false, reason: 'damaged', note: `附件有 ${pdf.numPages} 页，没有检查` };
    const { text } = await extractText(pdf, { mergePages: false });
    if (!text.join('').trim()) return { ok: false, reason: 'format', note: '附件是扫描件，没有文字可查' };
    let heading = '';
    // the titles of a printed table stand in a line above its rows
    return { ok: true, pieces: text.flatMap((page, n) => page.split('\n').flatMap((line) => { if (/姓名|手机|电话|身份证|卡号/.test(line) && !/\d{5}/.test(line)) heading = (line.match(/姓名|手机|电话|身份证|卡号/g) ?? []).join(' '); return digits.test(line) ? [{ text: line, ...(/^\S*[^\d\s]\S*\s/.test(line) || !/[\u4e00-\u9fff]/.test(line) ? { heading } : {}), where: `第 ${n + 1} 页` }] : []; })) };
  } catch (error) {
    return { ok: false, reason: 'damaged', note: (error as Error).name === 'PasswordException' ? '附件加了密码，没有检查' : '附件已损坏' };
  } finally {
    await pdf?.loadingTask.destroy().catch(() => undefined);
  }
}
