import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { instanceKey, readReport, ReportError, reportProblems, type Observation, type ReportSummary } from '../../engines/scan-reports/index.ts';
import { answerPieces } from '../../kernel/apart.ts';

export interface Piece { rows: (Omit<Observation, 'ip'> & { key: string; ip: string | null })[]; readBytes: number }
export type Read = { ok: true; summary: Omit<ReportSummary, 'scope'> & { scope: { hosts: string[]; credentialed: boolean | null; ports: string; least: string | null; when: string; target: string } } } | { ok: false; code: string; place: string; text: string };
/** So many a message. */
const size = 1000;

answerPieces(async ({ path }: { path: string }, hand: (piece: Piece) => Promise<void>): Promise<Read> => {
  let readBytes = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> { for await (const chunk of createReadStream(path, { highWaterMark: 1 << 17 }) as AsyncIterable<Buffer>) { readBytes += chunk.length; yield chunk; } }
  let held: Piece['rows'] = [];
  try {
    const { scope, ...summary } = await readReport(bytes(), { onBatch: async ({ observations }) => {
      for (const o of observations) held.push({ ...o, key: hash('sha256', instanceKey(o)) });
      if (held.length >= size) { const rows = held; held = []; await hand({ rows, readBytes }); }
    } });
    if (held.length) await hand({ rows: held, readBytes });
    return { ok: true, summary: { ...summary, scope: { ...scope, hosts: [...scope.hosts].filter(Boolean).slice(0, 200_000), credentialed: scope.credentialed ?? null, least: scope.least ?? null } } };
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    return { ok: false, code: error.code, place: error.place, text: reportProblems[error.code] };
  }
});
