import { inflateRawSync } from 'node:zlib';

/** Bounds for a zip of unknown origin (docx, xlsx and the like). */
type ArchiveLimits = { entries: number; entryBytes: number; totalBytes: number };
export type ArchiveProblem = 'not_zip' | 'encrypted' | 'too_big' | 'damaged';
type Archive = { ok: true; files: Map<string, Uint8Array> } | { ok: false; reason: ArchiveProblem };

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;

/**
 * Inflates a zip within limits that hold for what really comes out, not only for what the headers claim: a bomb, also
 * one of overlapping entries, costs at most `totalBytes`. Only entries that `wanted` accepts are inflated.
 */
export function openArchive(bytes: Uint8Array, limits: ArchiveLimits, wanted: (name: string) => boolean = () => true): Archive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) return { ok: false, reason: 'not_zip' };
  const count = view.getUint16(end + 10, true);
  if (count > limits.entries) return { ok: false, reason: 'too_big' };
  const files = new Map<string, Uint8Array>();
  let left = limits.totalBytes;
  try {
    let at = view.getUint32(end + 16, true);
    for (let i = 0; i < count; i += 1) {
      const entry = readEntry(view, bytes, at);
      if (!entry) return { ok: false, reason: 'damaged' };
      at = entry.next;
      if (entry.encrypted) return { ok: false, reason: 'encrypted' };
      if (entry.name.endsWith('/') || !wanted(entry.name)) continue;
      if (files.has(entry.name)) return { ok: false, reason: 'damaged' };
      const most = Math.min(limits.entryBytes, left);
      const content = entry.size > most ? 'too_big' : inflate(entry.data, entry.method, most);
      if (typeof content === 'string') return { ok: false, reason: content };
      left -= content.length;
      files.set(entry.name, content);
    }
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, reason: 'damaged' }; // an offset beyond the file
    throw error;
  }
  return { ok: true, files };
}

function findEnd(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - END_SIZE - 0xffff);
  for (let at = view.byteLength - END_SIZE; at >= lowest; at -= 1) if (view.getUint32(at, true) === END) return at;
  return undefined;
}

type Entry = { name: string; encrypted: boolean; method: number; size: number; data: Uint8Array; next: number };

function readEntry(view: DataView, bytes: Uint8Array, at: number): Entry | undefined {
  if (view.getUint32(at, true) !== CENTRAL) return undefined;
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const packed = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  if (view.getUint32(local, true) !== LOCAL) return undefined;
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packed > bytes.length) return undefined;
  return {
    name: nameOf(bytes.subarray(at + 46, nameEnd), (view.getUint16(at + 8, true) & 0x800) !== 0),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    size: view.getUint32(at + 24, true),
    data: bytes.subarray(start, start + packed),
    next: nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true),
  };
}

/** Names are UTF-8 or, from older Chinese programs that mark nothing, GBK: two of its bytes may pass for one letter of another script. */
function nameOf(bytes: Uint8Array, marked: boolean): string {
  const name = new TextDecoder().decode(bytes);
  return marked || !/[\u0080-\u07ff\ufffd]/.test(name) ? name : new TextDecoder('gb18030').decode(bytes);
}

function inflate(data: Uint8Array, method: number, most: number): Uint8Array | ArchiveProblem {
  if (method === 0) return data.length > most ? 'too_big' : data;
  if (method !== 8) return 'damaged';
  if (most <= 0) return 'too_big';
  try {
    return inflateRawSync(data, { maxOutputLength: most });
  } catch (error) {
    return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too_big' : 'damaged';
  }
}
