import WordExtractor from 'word-extractor';
import { openArchive, type ArchiveProblem } from '../archive/index.ts';
import { decodeText } from './decode-text.ts';
import { docxText } from './docx-text.ts';
import { ofdText } from './ofd-text.ts';
import { pdfText } from './pdf-text.ts';

export type DocumentKind = 'text' | 'docx' | 'doc' | 'pdf' | 'ofd';
export type DocumentFailure = 'empty' | 'too-large' | 'unsupported' | 'encrypted' | 'damaged' | 'needs-converter' | 'no-text' | 'zip-bomb';
export type DocumentText = { ok: true; text: string; kind: DocumentKind } | { ok: false; reason: DocumentFailure; detail?: string };

export const documentLimits = { bytes: 40 * 1024 * 1024, characters: 4_000_000 } as const;
/** What a package may hold, so that a small file cannot fill the memory. */
const packageLimits = { entries: 4_000, entryBytes: 48 * 1024 * 1024, totalBytes: 160 * 1024 * 1024 } as const;
const packageProblems: Record<ArchiveProblem, DocumentFailure> = { not_zip: 'damaged', damaged: 'damaged', encrypted: 'encrypted', too_big: 'zip-bomb' };

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean => head.every((b, i) => bytes[i] === b);
const fail = (reason: DocumentFailure, detail?: string): DocumentText => ({ ok: false, reason, ...(detail && { detail }) });
/** True where the first bytes hold an ASCII word, or the whole file its UTF-16 form (names inside an OLE file). */
const holds = (bytes: Uint8Array, word: string, wide = false): boolean => {
  const needle = Buffer.from(word, wide ? 'utf16le' : 'latin1');
  const head = wide ? bytes : bytes.subarray(0, 1024);
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).includes(needle);
};

/**
 * The text of a document as its bytes show it; the name only decides between formats that share a container.
 * Never throws: whatever the bytes are, the answer is text or a reason.
 */
export async function documentText(bytes: Uint8Array, name: string): Promise<DocumentText> {
  if (bytes.length === 0) return fail('empty');
  if (bytes.length > documentLimits.bytes) return fail('too-large', `${bytes.length} bytes`);
  try {
    const found = await textOf(bytes, name.toLowerCase());
    if (!found.ok) return found;
    if (found.text.trim() === '') return fail(found.kind === 'text' ? 'empty' : 'no-text');
    return found.text.length > documentLimits.characters ? fail('too-large', `${found.text.length} characters`) : found;
  } catch (error) {
    return fail('damaged', error instanceof Error ? error.message.slice(0, 200) : undefined);
  }
}

async function textOf(bytes: Uint8Array, name: string): Promise<DocumentText> {
  if (holds(bytes, '%PDF-')) {
    const pdf = await pdfText(bytes);
    return pdf.ok ? { ok: true, text: pdf.text, kind: 'pdf' } : pdf;
  }
  if (startsWith(bytes, 0x50, 0x4b)) return packageText(bytes);
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return oleText(bytes, name);
  if (holds(bytes, '{\\rtf') && startsWith(bytes, 0x7b)) return fail('needs-converter', 'rtf');
  const text = decodeText(bytes);
  if (text === undefined) return fail(/\.(?:docx?|pdf|wps|ofd)$/.test(name) ? 'damaged' : 'unsupported');
  return { ok: true, text, kind: 'text' };
}

function packageText(bytes: Uint8Array): DocumentText {
  const names = new Set<string>();
  const listed = openArchive(bytes, packageLimits, (name) => { names.add(name); return false; });
  if (!listed.ok) return fail(packageProblems[listed.reason], 'zip');
  const ofd = names.has('OFD.xml');
  if (ofd && [...names].some((n) => /(?:^|\/)(?:encryptions?\.xml|decryptseed\.dat)$/i.test(n))) return fail('encrypted', 'ofd');
  if (!ofd && !names.has('word/document.xml')) return fail('unsupported', names.has('xl/workbook.xml') ? 'xlsx' : names.has('ppt/presentation.xml') ? 'pptx' : 'zip');
  const opened = openArchive(bytes, packageLimits, (name) => (ofd ? /\.xml$/i.test(name) : /^word\/(?:document|numbering|styles)\.xml$/.test(name)));
  if (!opened.ok) return fail(packageProblems[opened.reason], 'zip');
  let doctype = false;
  const xml = (part: string): string | undefined => {
    const data = opened.files.get(part);
    const text = data && decodeText(data);
    // no writer of these formats gives a DTD: one is an attempt to make the reader fetch or multiply something
    if (text !== undefined && /<!(?:DOCTYPE|ENTITY)/i.test(text.slice(0, 4096))) doctype = true;
    return text;
  };
  const read = ofd ? ofdOf(xml) : docxOf(xml);
  return doctype ? fail('unsupported', 'doctype') : read;
}

type PartReader = (part: string) => string | undefined;
function ofdOf(xml: PartReader): DocumentText {
  const found = ofdText(xml);
  return found.ok ? { ok: true, text: found.text, kind: 'ofd' } : fail(found.reason, found.detail);
}
function docxOf(xml: PartReader): DocumentText {
  const document = xml('word/document.xml');
  const [numbering, styles] = [xml('word/numbering.xml'), xml('word/styles.xml')];
  if (!document?.includes('<w:body')) return fail('damaged', 'no body');
  return { ok: true, text: docxText(document, numbering, styles), kind: 'docx' };
}

async function oleText(bytes: Uint8Array, name: string): Promise<DocumentText> {
  if (holds(bytes, 'EncryptedPackage', true)) return fail('encrypted');
  if (!holds(bytes, 'WordDocument', true)) return fail(/\.(?:wps|et|dps)$/.test(name) ? 'needs-converter' : 'unsupported', 'ole');
  try {
    const body = (await new WordExtractor().extract(Buffer.from(bytes))).getBody();
    return { ok: true, text: body, kind: 'doc' };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (name.endsWith('.wps')) return fail('needs-converter', 'wps');
    return fail(/encrypt|password/i.test(message) ? 'encrypted' : 'damaged', message.slice(0, 200));
  }
}
