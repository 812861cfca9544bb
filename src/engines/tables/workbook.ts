import { zipSync, type Zippable } from 'fflate';
import { openArchive, type ArchiveProblem } from '../archive/index.ts';

export type WorkbookProblem = ArchiveProblem | 'not_xlsx' | 'old_format' | 'too_many_rows';

const MB = 1024 * 1024;
const LIMITS = { entries: 2_000, entryBytes: 48 * MB, totalBytes: 96 * MB };
/** The reader fills gaps up to the highest row and column, so these bound its memory. */
const MAX_ROWS = 100_000;
const MAX_COLUMNS = 256;
const MAX_CELLS = 2_000_000;
/** A tag with the text after it. A cell holds 32,767 characters, an escaped one at most six times that. */
const MAX_PIECE = 256 * 1024;

/** The parts that hold cells; pictures, macros and links are never inflated. */
const PARTS = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:workbook|sharedStrings|styles)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/i;

const ZIP = [0x50, 0x4b];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** An xlsx reduced to its cells and made harmless for the reader, as a new archive without surprises. */
export function openWorkbook(bytes: Uint8Array): { ok: true; bytes: Uint8Array } | { ok: false; reason: WorkbookProblem } {
  if (startsWith(bytes, OLE)) return { ok: false, reason: isEncrypted(bytes) ? 'encrypted' : 'old_format' };
  if (!startsWith(bytes, ZIP)) return { ok: false, reason: 'not_xlsx' };
  const archive = openArchive(bytes, LIMITS, (name) => PARTS.test(name));
  if (!archive.ok) return { ok: false, reason: archive.reason };
  if (!archive.files.has('xl/workbook.xml')) return { ok: false, reason: 'not_xlsx' };
  const clean: Zippable = {};
  for (const [name, content] of archive.files) {
    const xml = new TextDecoder().decode(content);
    if (!hasShortPieces(xml) || /<!(?:DOCTYPE|ENTITY)/i.test(xml)) return { ok: false, reason: 'damaged' };
    if (!name.toLowerCase().startsWith('xl/worksheets/')) {
      clean[name] = content;
      continue;
    }
    const sheet = cleanSheet(xml);
    if (!sheet.ok) return sheet;
    clean[name] = new TextEncoder().encode(sheet.xml);
  }
  return { ok: true, bytes: zipSync(clean, { level: 0, mtime: ZIP_EPOCH }) };
}

/** The earliest time that a zip can hold: the same content gives the same bytes. */
export const ZIP_EPOCH = '1980-01-02T00:00:00';

/** The reader works in chunks and scans what is unfinished anew for each: an endless tag, text or comment would cost it the square of its length. */
function hasShortPieces(xml: string): boolean {
  return ['<', '>'].every((mark) => {
    let from = 0;
    for (let at = xml.indexOf(mark); at >= 0; at = xml.indexOf(mark, at + 1)) {
      if (at - from > MAX_PIECE) return false;
      from = at;
    }
    return xml.length - from <= MAX_PIECE;
  }) && [['<!--', '-->'], ['<![CDATA[', ']]>'], ['<?', '?>']].every(([open = '', close = '']) => {
    for (let at = xml.indexOf(open); at >= 0; ) {
      const end = xml.indexOf(close, at);
      if (end < 0 || end - at > MAX_PIECE) return false;
      at = xml.indexOf(open, end);
    }
    return true;
  });
}

/** Opening tags of rows and cells: as many as begin must also be whole, or the reader might see others than we check. */
const BEGINS = /<(?:[^\s<>/:"']+:)?(?:row|c)(?=[\s/>])/g;
const TAGS = /<(?:[^\s<>/:"']+:)?(?:row|c)(?=[\s/>])([^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*)>/g;
const ADDRESSES = /\s(?:[^\s=:"']+:)?r\s*=\s*["']([^"']*)["']/g;

/**
 * Drops what only costs memory (dimension, formatted but empty cells and rows: people paint whole columns) and turns
 * error cells (#N/A) into text, because the reader refuses the whole file for one.
 */
function cleanSheet(xml: string): { ok: true; xml: string } | { ok: false; reason: WorkbookProblem } {
  const cells = xml
    .replace(/<(\w+:)?dimension\b[^<>]*>/g, '').replace(/<\/(\w+:)?dimension>/g, '')
    .replace(/<(?:\w+:)?c\b[^<>]*\/>/g, '')
    .replace(/<((?:\w+:)?c)\b[^<>]*(?<!\/)>\s*<\/\1>/g, '')
    .replace(/<(?:\w+:)?row\b[^<>]*\/>/g, '')
    .replace(/<((?:\w+:)?row)\b[^<>]*(?<!\/)>\s*<\/\1>/g, '')
    .replace(/(<(?:\w+:)?c\b[^<>]*\bt=)(["'])e\2/g, '$1"str"');
  let begins = 0;
  for (BEGINS.lastIndex = 0; BEGINS.test(cells); begins += 1) if (begins > MAX_CELLS) return { ok: false, reason: 'too_many_rows' };
  let tags = 0;
  for (const [, attributes = ''] of cells.matchAll(TAGS)) {
    tags += 1;
    for (const [, address = ''] of attributes.matchAll(ADDRESSES)) {
      const parts = /^([A-Z]{0,3})(\d{1,7})$/i.exec(address);
      if (!parts || Number(parts[2]) > MAX_ROWS || columnNumber(parts[1] ?? '') > MAX_COLUMNS) return { ok: false, reason: 'too_many_rows' };
    }
  }
  return tags === begins ? { ok: true, xml: cells } : { ok: false, reason: 'damaged' };
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** An encrypted xlsx is an OLE file with a stream of this name, in UTF-16. */
function isEncrypted(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from('EncryptedPackage', 'utf16le'));
}
