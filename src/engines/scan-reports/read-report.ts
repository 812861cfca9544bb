import { hash } from 'node:crypto';
import { openArchive, type ArchiveProblem } from '../archive/index.ts';
import { isOldWorkbook } from '../tables/index.ts';
import { noteCoverage } from './coverage.ts';
import { decoded } from './decode.ts';
import type { Format, Scope, Sink } from './format.ts';
import { formatOf } from './formats/index.ts';
import { readSheet } from './formats/sheet.ts';
import { headOf } from './head.ts';
import { hostKey, instanceKey, observed, problemKey, type Observation } from './observation.ts';
import type { FoundTable } from './find-tables.ts';
import { mappedRows, type TableField } from './table-columns.ts';
import { ReportError } from './report-error.ts';

export interface Refusal { place: string; why: string }
export interface Batch { observations: Observation[]; refused: Refusal[] }
export interface ReadOptions {
  /** Called as the file is read, never more than a few hundred at a time; reading waits for it. */
  onBatch?(batch: Batch): Promise<void> | void;
  /** Reads as this format, whatever the file looks like. */
  format?: Format;
}
export interface ReportSummary {
  format: string;
  scanner: string;
  hosts: number;
  problems: number;
  instances: number;
  observations: number;
  /** Of these, what the report itself does not count. */
  suppressed: number;
  /** The first two thousand; `refusals` counts all. */
  refused: Refusal[];
  refusals: number;
  scope: Scope;
}
/** What the columns of tables are, by their signatures: a field, or nothing. */
export type ColumnChoices = Readonly<Record<string, readonly (TableField | null)[]>>;
const headBytes = 64 * 1024;
const zipBytes = 200 * 1024 * 1024;

/** Reads a scanner's file of any known format, recognised by what it holds. Throws ReportError: then nothing of the file counts, also what was handed over before. */
export async function readReport(bytes: AsyncIterable<Uint8Array>, options: ReadOptions = {}): Promise<ReportSummary> {
  const { head, all } = await peek(bytes);
  if (head.length === 0) throw new ReportError('empty');
  const tally = new Tally(options);
  if (isOldWorkbook(head)) await readSheet(await whole(all), '', (kind) => tally.begin(kind, ''));
  else if (isZip(head)) await readZip(await whole(all), tally, options);
  else await readOne(head, all, tally, options.format);
  await tally.flush();
  return tally.summary();
}

async function readOne(head: Uint8Array, all: AsyncIterable<Uint8Array>, tally: Tally, chosen: Format | undefined, within = ''): Promise<void> {
  const first = await firstText(decoded(once(head), head));
  if (!first.trim()) throw new ReportError('empty');
  const format = chosen ?? formatOf(headOf(first));
  if (!format) throw new ReportError('unknown_format', within);
  tally.begin(format, within);
  await format.read(withoutMark(gated(decoded(all, head), () => tally.flush())), tally);
}

/** Reads tables whose columns a person has named; those that nobody named are refused as a whole. */
export async function readMapped(tables: readonly FoundTable[], choices: ColumnChoices, options: ReadOptions = {}): Promise<ReportSummary> {
  const tally = new Tally(options).begin(tableMapped, '');
  for (const table of tables) {
    const columns = choices[table.signature];
    if (!columns) { tally.refuse(table.place, `没有指定各列含义，${table.rows.length} 行未读取`); continue; }
    for (const { seen, place, why } of mappedRows(table, columns)) {
      if (!seen) { tally.refuse(place, why); continue; }
      tally.scope.hosts.add(seen.host ?? seen.url ?? seen.system ?? '');
      tally.see(seen);
    }
    await tally.flush();
  }
  await tally.flush();
  return tally.summary();
}
const tableMapped = { id: 'table-mapped', scanner: 'manual' };

const isZip = (head: Uint8Array): boolean => head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
/** Throws too_big. */
async function whole(all: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of all) { size += chunk.length; if (size > zipBytes) throw new ReportError('too_big'); pieces.push(chunk); }
  return Buffer.concat(pieces);
}

const zipLimits = { entries: 20_000, entryBytes: 200 * 1024 * 1024, totalBytes: 200 * 1024 * 1024 };
const mostInflated = 1024 * 1024 * 1024;
const isReport = (name: string): boolean => /\.(?:html?|xml|nessus|csv|jsonl?|sarif|txt|xlsx?|burp)$/i.test(name) && !/(?:^|\/)(?:index|media|js|css|images|vulnhosts?(?:files|html))[./]/i.test(name) && !/(?:^|\/)(?:\.|__MACOSX)/.test(name);
/** RSAS and others hand out zips with a file a host. What is no report is passed over; a zip without any is refused. One entry is inflated at a time. */
async function readZip(zip: Buffer, tally: Tally, options: ReadOptions): Promise<void> {
  const names: string[] = [];
  // a workbook is a zip too
  const listed = openArchive(zip, zipLimits, (name) => { names.push(name); return false; });
  if (!listed.ok) throw zipError(listed.reason);
  if (names.includes('xl/workbook.xml')) return readSheet(zip, '', (kind) => tally.begin(kind, ''));
  let [read, inflated] = [0, 0];
  for (const name of names.filter(isReport)) {
    const one = openArchive(zip, zipLimits, (n) => n === name);
    if (!one.ok) throw zipError(one.reason, name);
    const bytes = one.files.get(name)!;
    inflated += bytes.length;
    if (inflated > mostInflated) throw new ReportError('too_big', name);
    if (bytes.length === 0) continue;
    try {
      if (isOldWorkbook(bytes) || isZip(bytes)) await readSheet(bytes, name, (kind) => tally.begin(kind, name));
      else await readOne(bytes.subarray(0, headBytes), once(bytes), tally, options.format, name);
      read++;
      await tally.flush();
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      // a note or a summary among the reports
      if (!['unknown_format', 'no_header', 'not_text', 'empty'].includes(error.code)) throw new ReportError(error.code, [name, error.place].filter(Boolean).join(' '));
    }
  }
  if (read === 0) throw new ReportError('no_reports');
}
const zipError = (reason: ArchiveProblem, name = ''): ReportError => new ReportError(reason === 'encrypted' ? 'encrypted' : reason === 'too_big' ? 'too_big' : 'truncated', name);

/** What readers fill; counts each distinct problem, place and host. */
class Tally implements Sink {
  scope: Scope = { hosts: new Set(), whole: new Set(), credentialed: undefined, ports: '', least: undefined, when: '', target: '', policy: '' };
  readonly #options: ReadOptions;
  #format: Pick<Format, 'id' | 'scanner'> | undefined;
  #within = '';
  #batch: Batch = { observations: [], refused: [] };
  readonly #refused: Refusal[] = [];
  #refusals = 0;
  #observations = 0;
  #suppressed = 0;
  readonly #instances = new Set<string>();
  readonly #problems = new Set<string>();
  readonly #hosts = new Set<string>();
  constructor(options: ReadOptions) { this.#options = options; }
  begin(format: Pick<Format, 'id' | 'scanner'>, within: string): this {
    if (this.#format && this.#format.scanner !== format.scanner) throw new ReportError('no_reports', within);
    this.#format = format;
    this.#within = within;
    return this;
  }
  see(seen: Parameters<Sink['see']>[0]): void {
    const o = observed(this.#format!.scanner, this.#within ? { ...seen, place: `${this.#within} ${seen.place}` } : seen);
    noteCoverage(this.scope, this.#format!.id, o);
    this.#observations++;
    if (o.suppressed) this.#suppressed++;
    this.#instances.add(digest(instanceKey(o)));
    this.#problems.add(problemKey(o));
    const host = hostKey(o);
    if (host) this.#hosts.add(host);
    if (this.#options.onBatch) this.#batch.observations.push(o);
  }
  refuse(place: string, why: string): void {
    const r = { place: [this.#within, place].filter(Boolean).join(' '), why };
    this.#refusals++;
    if (this.#refused.length < 2000) this.#refused.push(r);
    this.#batch.refused.push(r);
  }
  async flush(): Promise<void> {
    if (this.#batch.observations.length === 0 && this.#batch.refused.length === 0) return;
    const batch = this.#batch;
    this.#batch = { observations: [], refused: [] };
    await this.#options.onBatch?.(batch);
  }
  summary(): ReportSummary {
    return { format: this.#format!.id, scanner: this.#format!.scanner, hosts: this.#hosts.size, problems: this.#problems.size, instances: this.#instances.size, observations: this.#observations, suppressed: this.#suppressed, refused: this.#refused, refusals: this.#refusals, scope: this.scope };
  }
}

/** A key of any length in few characters: a set of a million stays small. */
function digest(key: string): string {
  return hash('md5', key, 'base64');
}
async function peek(bytes: AsyncIterable<Uint8Array>): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const reader = bytes[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let size = 0;
  while (size < headBytes) {
    const next = await reader.next();
    if (next.done) break;
    held.push(next.value);
    size += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* held;
    held.length = 0;
    for (;;) { const next = await reader.next(); if (next.done) return; yield next.value; }
  }
  return { head: Buffer.concat(held).subarray(0, headBytes), all: all() };
}
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += 1 << 16) yield bytes.subarray(i, i + (1 << 16));
}
async function firstText(text: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const chunk of text) all += chunk;
  return all;
}
/** Waits before each further piece until what was found so far has been taken. */
async function* gated(text: AsyncIterable<string>, flush: () => Promise<void>): AsyncGenerator<string> {
  for await (const chunk of text) { yield chunk; await flush(); }
}
async function* withoutMark(text: AsyncIterable<string>): AsyncGenerator<string> {
  let first = true;
  for await (const chunk of text) { yield first ? chunk.replace(/^\ufeff/, '') : chunk; first = false; }
}
