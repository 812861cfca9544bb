import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { findTables, instanceKey, readMapped, readReport, ReportError, reportProblems, type Batch, type ColumnChoices, type FoundTable, type Observation, type ReportSummary } from '../../engines/scan-reports/index.ts';
import type { ScanScope } from './scan-scope.ts';

export interface Piece { rows: (Omit<Observation, 'ip'> & { key: string; ip: string | null })[]; readBytes: number }
export type Read = { ok: true; summary: Omit<ReportSummary, 'scope'> & { scope: ScanScope } } | { ok: false; code: string; place: string; text: string }
  /** Tables that nobody has named the columns of. */
  | { ok: false; code: 'needs_columns'; tables: FoundTable[] };
/** Beyond that no file is looked through for tables: no notice is as long. */
const longestDocument = 40 * 1024 * 1024;
/** First rows of a table, for whoever names its columns. */
const shownRows = 50;
const unknown = new Set<string>(['unknown_format', 'no_header', 'not_text', 'no_reports', 'malformed', 'truncated']);
const some = (hosts: Set<string>): string[] => [...hosts].filter(Boolean).slice(0, 200_000);
/** So many a message: with their evidence some megabytes, of which both sides hold a few copies. */
const size = 250;

/** Reads a file that was kept, piece by piece. */
export async function readScan(path: string, columns: ColumnChoices, hand: (piece: Piece) => Promise<void>): Promise<Read> {
  let readBytes = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> { for await (const chunk of createReadStream(path, { highWaterMark: 1 << 17 }) as AsyncIterable<Buffer>) { readBytes += chunk.length; yield chunk; } }
  let held: Piece['rows'] = [];
  // one piece is on its way while the next is read
  let giving = Promise.resolve();
  const give = async (): Promise<void> => { const rows = held; held = []; await giving; giving = hand({ rows, readBytes }); giving.catch(() => undefined); };
  // what a problem is told to be goes over once, not with each of its places
  const told = new Set<string>();
  const once = (o: Observation): Observation => {
    if (o.suppressed || o.severity === 'info') return o;
    const problem = `${o.scanner}\u0000${o.ruleId}\u0000${o.severity}`;
    if (told.has(problem)) return { ...o, description: '', remedy: '', references: [] };
    if (o.description || o.remedy) told.add(problem);
    return o;
  };
  const take = async ({ observations }: Batch): Promise<void> => {
    for (const o of observations) held.push({ ...once(o), key: hash('sha256', instanceKey(o)) });
    if (held.length >= size) await give();
  };
  const finish = async ({ scope: { hosts, whole, credentialed, least, ...scope }, ...summary }: ReportSummary): Promise<Read> => {
    if (held.length) await give();
    await giving;
    return { ok: true, summary: { ...summary, scope: { ...scope, hosts: some(hosts), whole: some(whole), credentialed: credentialed ?? null, least: least ?? null } } };
  };
  try {
    return await finish(await readReport(bytes(), { onBatch: take }));
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    // what no reader knows may still hold tables, as superiors' notices do
    const tables = unknown.has(error.code) && (await stat(path)).size <= longestDocument ? await findTables(await readFile(path)) : [];
    if (tables.some((t) => columns[t.signature])) return finish(await readMapped(tables, columns, { onBatch: take }));
    if (tables.length > 0) return { ok: false, code: 'needs_columns', tables: tables.map((t) => ({ ...t, rows: t.rows.slice(0, shownRows) })) };
    return { ok: false, code: error.code, place: error.place, text: reportProblems[error.code] };
  }
}
