import WordExtractor from 'word-extractor';
import { decodeText } from './decode-text.ts';
import { docxText } from './docx-text.ts';
import { pdfText } from './pdf-text.ts';
import { listZip, readZip } from './read-zip.ts';

export type DocumentKind = 'text' | 'docx' | 'doc' | 'pdf';
export type DocumentFailure = 'empty' | 'too-large' | 'unsupported' | 'encrypted' | 'damaged' | 'needs-converter' | 'no-text' | 'zip-bomb';
export type DocumentText = { ok: true; text: string; kind: DocumentKind } | { ok: false; reason: DocumentFailure; detail?: string };

export const documentLimits = { bytes: 40 * 1024 * 1024, characters: 4_000_000 } as const;

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
  const entries = listZip(bytes);
  if (!entries) return fail('damaged', 'zip directory');
  const names = new Set(entries.map((e) => e.name));
  if (names.has('OFD.xml')) return fail('needs-converter', 'ofd');
  if (!names.has('word/document.xml')) return fail('unsupported', names.has('xl/workbook.xml') ? 'xlsx' : names.has('ppt/presentation.xml') ? 'pptx' : 'zip');
  const wanted = new Set(['word/document.xml', 'word/numbering.xml', 'word/styles.xml']);
  const parts = readZip(bytes, entries, (n) => wanted.has(n));
  if (typeof parts === 'string') return fail(parts);
  const xml = (part: string): string | undefined => {
    const data = parts.get(part);
    return data && decodeText(data);
  };
  const document = xml('word/document.xml');
  if (document === undefined) return fail('damaged', 'word/document.xml');
  const others = [xml('word/numbering.xml'), xml('word/styles.xml')] as const;
  // no Word writes a DTD: one is an attempt to make the reader fetch or multiply something
  if ([document, ...others].some((x) => x !== undefined && /<!(?:DOCTYPE|ENTITY)/i.test(x.slice(0, 4096)))) return fail('unsupported', 'doctype');
  if (!document.includes('<w:body')) return fail('damaged', 'no body');
  return { ok: true, text: docxText(document, ...others), kind: 'docx' };
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
