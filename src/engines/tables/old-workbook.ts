/** Cells of the .xls that Excel 97–2003 and many Chinese products write: [MS-XLS], inside an OLE compound file, [MS-CFB]. Text alone; pictures, formulas and macros are passed over. */
export type OldSheets = { ok: true; sheets: string[][][] } | { ok: false; reason: 'damaged' | 'encrypted' | 'old_format' | 'too_many_rows' };

const most = { streamBytes: 96 * 1024 * 1024, cells: 2_000_000, characters: 64 * 1024 * 1024, sheets: 200 };
class Unreadable extends Error {
  readonly reason: Exclude<OldSheets, { ok: true }>['reason'];
  constructor(reason: Exclude<OldSheets, { ok: true }>['reason']) { super(reason); this.reason = reason; }
}

export const isOldWorkbook = (bytes: Uint8Array): boolean => bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
/** Never throws for bad bytes. */
export function readOldSheets(bytes: Uint8Array): OldSheets {
  try {
    const files = new CompoundFile(bytes);
    if (files.has('EncryptedPackage')) return { ok: false, reason: 'encrypted' };
    const stream = files.read('Workbook');
    return stream ? { ok: true, sheets: sheetsOf(stream) } : { ok: false, reason: 'old_format' };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.reason };
    if (error instanceof RangeError) return { ok: false, reason: 'damaged' }; // an offset beyond the file
    throw error;
  }
}

class CompoundFile {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #sector: number;
  readonly #fat: number[] = [];
  readonly #entries: { name: string; start: number; size: number; root: boolean }[] = [];
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const v = this.#view;
    const shift = v.getUint16(30, true);
    if (v.getUint32(0) !== 0xd0cf11e0 || shift < 7 || shift > 16) throw new Unreadable('damaged');
    this.#sector = 1 << shift;
    const lists: number[] = [];
    for (let i = 0; i < 109; i++) lists.push(v.getUint32(76 + i * 4, true));
    const perSector = this.#sector / 4;
    let next = v.getUint32(68, true);
    for (let n = 0; next < 0xfffffffa && n < 10_000; n++) {
      const at = this.#at(next);
      for (let i = 0; i < perSector - 1; i++) lists.push(v.getUint32(at + i * 4, true));
      next = v.getUint32(at + (perSector - 1) * 4, true);
    }
    const sectors = Math.ceil(bytes.length / this.#sector);
    for (const list of lists) {
      if (list >= 0xfffffffa || this.#fat.length > sectors) continue;
      const at = this.#at(list);
      for (let i = 0; i < perSector; i++) this.#fat.push(v.getUint32(at + i * 4, true));
    }
    const directory = this.#chain(v.getUint32(48, true), this.#fat, sectors * this.#sector);
    const d = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
    for (let at = 0; at + 128 <= directory.length; at += 128) {
      const length = Math.min(64, d.getUint16(at + 64, true));
      const kind = d.getUint8(at + 66);
      if (kind !== 2 && kind !== 5) continue;
      this.#entries.push({ name: new TextDecoder('utf-16le').decode(directory.subarray(at, at + Math.max(0, length - 2))), start: d.getUint32(at + 116, true), size: d.getUint32(at + 120, true), root: kind === 5 });
    }
  }
  has(name: string): boolean { return this.#entries.some((e) => e.name === name); }
  read(name: string): Uint8Array | undefined {
    const entry = this.#entries.find((e) => e.name === name);
    if (!entry) return undefined;
    if (entry.size > most.streamBytes) throw new Unreadable('too_many_rows');
    if (entry.size >= this.#view.getUint32(56, true)) return this.#chain(entry.start, this.#fat, entry.size).subarray(0, entry.size);
    // small streams live in pieces of a stream of their own
    const root = this.#entries.find((e) => e.root);
    if (!root || root.size > most.streamBytes) throw new Unreadable('damaged');
    const mini = this.#chain(root.start, this.#fat, root.size);
    const table = this.#chain(this.#view.getUint32(60, true), this.#fat, this.#view.getUint32(64, true) * this.#sector);
    const t = new DataView(table.buffer, table.byteOffset, table.byteLength);
    const size = 1 << Math.min(12, this.#view.getUint16(32, true));
    const pieces: Uint8Array[] = [];
    for (let at = entry.start, n = 0; at < 0xfffffffa && n * size < entry.size; at = t.getUint32(at * 4, true), n++) pieces.push(mini.subarray(at * size, (at + 1) * size));
    return joined(pieces).subarray(0, entry.size);
  }
  #at(sector: number): number { return (sector + 1) * this.#sector; }
  #chain(start: number, fat: readonly number[], size: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    // a chain that runs in a circle ends with the size it claims
    for (let at = start, n = 0; at < 0xfffffffa && n * this.#sector < size; at = fat[at] ?? 0xfffffffe, n++) {
      if (this.#at(at) >= this.#bytes.length) throw new Unreadable('damaged');
      pieces.push(this.#bytes.subarray(this.#at(at), this.#at(at) + this.#sector));
    }
    return joined(pieces);
  }
}
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const piece of pieces) { all.set(piece, at); at += piece.length; }
  return all;
}

const record = { boundSheet: 0x85, sst: 0xfc, continue: 0x3c, filePass: 0x2f, dateMode: 0x22, xf: 0xe0, format: 0x41e, bof: 0x809, eof: 0x0a, labelSst: 0xfd, label: 0x204, number: 0x203, rk: 0x27e, mulRk: 0xbd, formula: 0x06, string: 0x207, bool: 0x205 } as const;
interface Record { id: number; at: number; end: number; next: number }

function sheetsOf(stream: Uint8Array): string[][][] {
  const v = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const recordAt = (at: number): Record => { const length = v.getUint16(at + 2, true); if (at + 4 + length > stream.length) throw new Unreadable('damaged'); return { id: v.getUint16(at, true), at: at + 4, end: at + 4 + length, next: at + 4 + length }; };
  const first = recordAt(0);
  if (first.id !== record.bof || v.getUint16(first.at, true) !== 0x600) throw new Unreadable('old_format');
  const offsets: number[] = [];
  const formats = new Map<number, string>();
  const cellFormats: number[] = [];
  let strings: string[] = [];
  let from1904 = false;
  for (let r = recordAt(first.next); r.id !== record.eof; r = recordAt(r.next)) {
    if (r.id === record.filePass) throw new Unreadable('encrypted');
    if (r.id === record.boundSheet && v.getUint8(r.at + 5) === 0 && offsets.length < most.sheets) offsets.push(v.getUint32(r.at, true));
    if (r.id === record.dateMode) from1904 = v.getUint16(r.at, true) === 1;
    if (r.id === record.xf) cellFormats.push(v.getUint16(r.at + 2, true));
    if (r.id === record.format) formats.set(v.getUint16(r.at, true), textAt(stream, v, r.at + 2, r.end, 2).text);
    if (r.id === record.sst) {
      const segments = [r];
      for (let c = recordAt(r.next); c.id === record.continue; c = recordAt(c.next)) segments.push(c);
      strings = sharedStrings(stream, v, segments);
      r = segments.at(-1)!;
    }
  }
  const isDate = (xf: number): boolean => { const f = cellFormats[xf] ?? 0; return (f >= 14 && f <= 17) || f === 22 || (f >= 27 && f <= 36) || (f >= 50 && f <= 58) || /[yd年月日]/i.test((formats.get(f) ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')); };
  let cells = 0;
  return offsets.map((offset) => {
    const rows: string[][] = [];
    const put = (row: number, column: number, text: string): void => {
      if (text === '') return;
      if (++cells > most.cells) throw new Unreadable('too_many_rows');
      const list = rows[row] ??= [];
      while (list.length < column) list.push('');
      list[column] = text;
    };
    const numberText = (value: number, xf: number): string => (isDate(xf) ? dateText(value, from1904) : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(15))));
    let waiting: { row: number; column: number } | undefined;
    let depth = 0;
    for (let r = recordAt(offset); ; r = recordAt(r.next)) {
      if (r.id === record.bof) depth++;
      if (r.id === record.eof && --depth <= 0) break;
      if (depth > 1) continue;
      const [row, column, xf] = r.end - r.at >= 6 ? [v.getUint16(r.at, true), v.getUint16(r.at + 2, true), v.getUint16(r.at + 4, true)] : [0, 0, 0];
      if (r.id === record.labelSst) put(row, column, strings[v.getUint32(r.at + 6, true)] ?? '');
      else if (r.id === record.label) put(row, column, textAt(stream, v, r.at + 6, r.end, 2).text);
      else if (r.id === record.number) put(row, column, numberText(v.getFloat64(r.at + 6, true), xf));
      else if (r.id === record.rk) put(row, column, numberText(rkValue(v.getUint32(r.at + 6, true)), xf));
      else if (r.id === record.mulRk) for (let at = r.at + 4, c = column; at + 8 <= r.end; at += 6, c++) put(row, c, numberText(rkValue(v.getUint32(at + 2, true)), v.getUint16(at, true)));
      else if (r.id === record.formula) { if (v.getUint16(r.at + 12, true) !== 0xffff) put(row, column, numberText(v.getFloat64(r.at + 6, true), xf)); else if (v.getUint8(r.at + 6) === 0) waiting = { row, column }; } else if (r.id === record.string && waiting) { put(waiting.row, waiting.column, textAt(stream, v, r.at, r.end, 2).text); waiting = undefined; }
    }
    return Array.from(rows, (list) => list ?? []);
  });
}

/** A text with its length before it; what stands beyond the record's end is cut. */
function textAt(stream: Uint8Array, v: DataView, at: number, end: number, lengthBytes: 1 | 2): { text: string } {
  const count = lengthBytes === 1 ? v.getUint8(at) : v.getUint16(at, true);
  const wide = (v.getUint8(at + lengthBytes) & 1) === 1;
  const from = at + lengthBytes + 1;
  return { text: decoded(stream.subarray(from, Math.min(end, from + count * (wide ? 2 : 1))), wide) };
}
const decoded = (bytes: Uint8Array, wide: boolean): string => (wide ? new TextDecoder('utf-16le').decode(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));

/** Strings run on over records; a record that continues one's characters begins with how wide they go on. */
function sharedStrings(stream: Uint8Array, v: DataView, segments: readonly Record[]): string[] {
  let [s, at] = [0, segments[0]!.at + 8];
  const count = v.getUint32(segments[0]!.at + 4, true);
  const list: string[] = [];
  let characters = 0;
  const left = (): number => segments[s]!.end - at;
  const step = (): boolean => { if (s + 1 >= segments.length) return false; s++; at = segments[s]!.at; return true; };
  const skip = (bytes: number): void => { for (let rest = bytes; rest > 0;) { const n = Math.min(rest, left()); at += n; rest -= n; if (rest > 0 && !step()) return; } };
  for (let i = 0; i < count; i++) {
    if (left() < 3 && !step()) break;
    const length = v.getUint16(at, true);
    let flags = v.getUint8(at + 2);
    at += 3;
    const runs = flags & 8 ? v.getUint16(at, true) : 0;
    if (flags & 8) at += 2;
    const extra = flags & 4 ? v.getUint32(at, true) : 0;
    if (flags & 4) at += 4;
    let text = '';
    for (let rest = length; rest > 0;) {
      if (left() <= 0) { if (!step()) break; flags = v.getUint8(at); at += 1; }
      const width = flags & 1 ? 2 : 1;
      const n = Math.min(rest, Math.floor(left() / width));
      if (n === 0) { at = segments[s]!.end; continue; }
      text += decoded(stream.subarray(at, at + n * width), width === 2);
      at += n * width;
      rest -= n;
    }
    characters += text.length;
    if (characters > most.characters) throw new Unreadable('too_many_rows');
    list.push(text);
    skip(runs * 4 + extra);
  }
  return list;
}
function rkValue(rk: number): number {
  const whole = (rk & 2) === 2;
  let value: number;
  if (whole) value = rk >> 2;
  else {
    const view = new DataView(new ArrayBuffer(8));
    view.setUint32(4, rk & 0xfffffffc, true);
    value = view.getFloat64(0, true);
  }
  return rk & 1 ? value / 100 : value;
}
/** Days since 1899-12-30, or since 1904-01-01. */
function dateText(days: number, from1904: boolean): string {
  const at = new Date(Date.UTC(from1904 ? 1904 : 1899, from1904 ? 0 : 11, from1904 ? 1 : 30) + Math.floor(days) * 86_400_000);
  return days >= 1 && days < 2_958_466 && !Number.isNaN(at.getTime()) ? at.toISOString().slice(0, 10) : String(days);
}
