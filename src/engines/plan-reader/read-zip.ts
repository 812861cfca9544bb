import { unzipSync } from 'fflate';

/** What a package may hold, so that a small file cannot fill the memory. */
export const zipLimits = { entries: 4_000, partBytes: 48 * 1024 * 1024, totalBytes: 160 * 1024 * 1024, ratio: 400 } as const;

export interface ZipEntry {
  name: string;
  packed: number;
  size: number;
  encrypted: boolean;
}
export type ZipFailure = 'damaged' | 'zip-bomb' | 'encrypted';

/** The central directory, read before anything is inflated; undefined where it is damaged. */
export function listZip(bytes: Uint8Array): ZipEntry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lowest = Math.max(0, bytes.length - 22 - 65_535);
  let end = -1;
  for (let i = bytes.length - 22; i >= lowest; i--) {
    if (view.getUint32(i, true) === 0x06054b50) { end = i; break; }
  }
  if (end < 0) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let k = 0; k < count; k++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return undefined;
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The wanted parts, inflated into buffers no larger than the directory declared and the limits allow. */
export function readZip(bytes: Uint8Array, entries: readonly ZipEntry[], wanted: (name: string) => boolean): Map<string, Uint8Array> | ZipFailure {
  let total = 0;
  for (const e of entries) {
    total += e.size;
    if (e.size > zipLimits.partBytes || total > zipLimits.totalBytes) return 'zip-bomb';
    if (e.size > 4 * 1024 * 1024 && e.size > e.packed * zipLimits.ratio) return 'zip-bomb';
  }
  if (entries.length > zipLimits.entries) return 'zip-bomb';
  if (entries.some((e) => e.encrypted && wanted(e.name))) return 'encrypted';
  const declared = new Map(entries.map((e) => [e.name, e.size]));
  try {
    const parts = unzipSync(bytes, { filter: (f) => wanted(f.name) && f.originalSize <= (declared.get(f.name) ?? 0) && f.originalSize <= zipLimits.partBytes });
    return new Map(Object.entries(parts));
  } catch {
    return 'damaged';
  }
}
