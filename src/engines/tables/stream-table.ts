import { type AsyncFlateStreamHandler, Zip, ZipDeflate, type ZipInputFile } from 'fflate';
import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import { cellText, guard } from './cell-text.ts';
import type { TableColumn } from './columns.ts';
import { ZIP_EPOCH } from './workbook.ts';

const encoder = new TextEncoder();
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const office = 'http://schemas.openxmlformats.org';
const parts: readonly [string, string][] = [
  ['[Content_Types].xml', `${head}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`],
  ['_rels/.rels', `${head}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
  ['xl/_rels/workbook.xml.rels', `${head}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${office}/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`],
  ['xl/styles.xml', `${head}<styleSheet xmlns="${office}/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`],
];
// eslint-disable-next-line no-control-regex
const odd = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff&<>]/;
// eslint-disable-next-line no-control-regex
const xml = (text: string): string => !odd.test(text) ? text : text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** 0 → A, 26 → AA. */
const letter = (i: number): string => (i < 26 ? '' : letter(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26));
const sharedAColumn = 2000;
const textOf = (text: string): string => `<t${/^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : ''}>${xml(text.length > 32_767 ? text.slice(0, 32_767) : text)}</t>`;
/** The cells of one column, each as what follows its reference. The first values of a column are kept once for the whole sheet: most columns have few, and the memory of the others is bounded. */
class Cells {
  readonly #known = new Map<unknown, string>([['', ''], [null, ''], [undefined, '']]);
  readonly #shared: string[];
  constructor(shared: string[]) { this.#shared = shared; }
  of(value: unknown): string {
    if (Number.isSafeInteger(value)) return `><v>${value as number}</v></c>`;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const text = guard(cellText(value));
    if (typeof value !== 'string' || value.length > 200 || this.#known.size > sharedAColumn) return text === '' ? '' : ` t="inlineStr"><is>${textOf(text)}</is></c>`;
    const cell = text === '' ? '' : ` t="s"><v>${this.#shared.push(`<si>${textOf(text)}</si>`) - 1}</v></c>`;
    this.#known.set(value, cell);
    return cell;
  }
}

/** A part that is packed off the main thread, and waits when it is fed faster than it packs. */
class Packed implements ZipInputFile {
  readonly compression = 8;
  crc = 0;
  size = 0;
  mtime = ZIP_EPOCH;
  ondata!: AsyncFlateStreamHandler;
  readonly filename: string;
  readonly #raw = createDeflateRaw({ level: 1 });
  readonly #ended: Promise<void>;
  constructor(filename: string) {
    this.filename = filename;
    this.#raw.on('data', (chunk: Buffer<ArrayBuffer>) => this.ondata(null, chunk, false));
    this.#ended = new Promise((done, failed) => this.#raw.on('end', () => { this.ondata(null, new Uint8Array(0), true); done(); }).on('error', failed));
  }
  async push(text: string): Promise<void> {
    const bytes = encoder.encode(text);
    this.crc = crc32(bytes, this.crc);
    this.size += bytes.length;
    if (!this.#raw.write(bytes)) await once(this.#raw, 'drain');
  }
  end(): Promise<void> { this.#raw.end(); return this.#ended; }
}

/** An xlsx of one sheet as it is made, for lists too long to be held: the rows come in pieces, the bytes leave in pieces. Cells that would run as formulas are guarded. */
export async function* streamTable(name: string, columns: readonly Pick<TableColumn, 'key' | 'title' | 'width'>[], pieces: AsyncIterable<readonly Record<string, unknown>[]>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  let failed: Error | undefined;
  const zip = new Zip((error, chunk) => { if (error) failed = error; else ready.push(chunk); });
  const add = (path: string): ZipDeflate => { const part = new ZipDeflate(path, { level: 1 }); part.mtime = ZIP_EPOCH; zip.add(part); return part; };
  for (const [path, text] of [...parts, ['xl/workbook.xml', `${head}<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="${xml(name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31)).replaceAll('"', '&quot;')}" sheetId="1" r:id="rId1"/></sheets></workbook>`] as const]) add(path).push(encoder.encode(text), true);
  const sheet = new Packed('xl/worksheets/sheet1.xml');
  zip.add(sheet);
  await sheet.push(`${head}<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.map((c, i) => `<col min="${i + 1}" max="${i + 1}" width="${c.width ?? 14}" customWidth="1"/>`).join('')}</cols><sheetData><row r="1">${columns.map((c, i) => `<c r="${letter(i)}1" s="1" t="inlineStr"><is>${textOf(c.title)}</is></c>`).join('')}</row>`);
  const shared: string[] = [];
  const cells = columns.map((c, i) => ({ key: c.key, start: `<c r="${letter(i)}`, cells: new Cells(shared) }));
  const row = (r: Record<string, unknown>, at: number): string => {
    let text = `<row r="${at}">`;
    for (const c of cells) { const cell = c.cells.of(r[c.key]); if (cell !== '') text += `${c.start}${at}"${cell}`; }
    return `${text}</row>`;
  };
  let n = 1;
  for await (const rows of pieces) {
    await sheet.push(rows.map((r) => row(r, ++n)).join(''));
    if (failed) throw failed;
    yield* ready;
    ready = [];
  }
  await sheet.push('</sheetData></worksheet>');
  await sheet.end();
  add('xl/sharedStrings.xml').push(encoder.encode(`${head}<sst xmlns="${office}/spreadsheetml/2006/main" uniqueCount="${shared.length}">${shared.join('')}</sst>`), true);
  zip.end();
  if (failed) throw failed;
  yield* ready;
}
