import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { NoAuthorisation, openRenderer, readTemplate, survey, systemClock, type PageState, type Result } from '../../engines/site-checks/index.ts';
import { answerPieces } from '../../kernel/apart.ts';
import { askClamd } from '../../kernel/files/scan.ts';
import type { PageSighting, SurveyInput, SurveyPiece } from './survey-input.ts';

/** One survey of one system, apart from the server. */
answerPieces<SurveyInput, SurveyPiece, { ok: true } | { ok: false; text: string }>(async (input, hand) => {
  let requests = 0;
  const results: Result[] = [];
  const finished: string[] = [];
  const pages: PageSighting[] = [];
  const open: NonNullable<SurveyPiece['ports']>['open'] = [];
  const looked: NonNullable<SurveyPiece['ports']>['looked'] = [];
  let told = 0;
  const keep = (row: object): void => appendFileSync(input.logFile, `${JSON.stringify(row)}\n`);
  const flush = async (more: Partial<SurveyPiece> = {}): Promise<void> => {
    const piece = { ...more, results: results.splice(0), finished: finished.splice(0), ...(pages.length && { pages: pages.splice(0) }), ...(looked.length && { ports: { open: open.splice(0), looked: looked.splice(0) } }), requests };
    requests = 0;
    await hand(piece);
  };
  const renderer = input.drawn ? await openRenderer() : undefined;
  const templates = input.templates.flatMap((text) => { const read = readTemplate(text); return 'check' in read ? [read.check] : []; });
  // what a page offers is looked at by the house's own scanner, from a file beside the log
  const { clamd } = input;
  const scan = clamd === null ? undefined : async (bytes: Uint8Array): Promise<string | { failed: 'local'; detail: string }> => {
    const path = `${input.logFile}.part`;
    try {
      writeFileSync(path, bytes, { mode: 0o600 });
      return await askClamd(clamd, path) ?? '';
    } catch (error) { return { failed: 'local', detail: `病毒扫描程序没有应答（${(error as Error).message.slice(0, 100)}）` }; } finally { rmSync(path, { force: true }); }
  };
  try {
    await survey({
      authorisation: input.authorisation, clock: systemClock, job: input.job, signal: new AbortController().signal, own: input.own, salt: input.salt, origins: input.origins, registered: input.registered, profile: input.profile, templates, ...(renderer && { renderer }), ...(scan && { scan }), done: input.done, baselines: input.baselines as Record<string, PageState>,
      ...(input.only.length && { checks: input.only }), ...(input.urls.length && { urls: input.urls }), ...(input.services.length && { services: input.services }),
      log: { sent(row) { requests++; keep(row); }, answered: keep },
      // handed over together: what is said to be finished has its results in the same piece
      onResult(result) { results.push(result); },
      onPage(page) { pages.push(page); },
      onPorts(seen) { for (const p of seen.open) open.push({ ip: seen.ip, ...p }); for (const r of seen.looked) looked.push({ ip: seen.ip, ...r }); },
      onFinished(key) { finished.push(key); },
      async onProgress({ stage, done, total, eta_ms }) {
        if (results.length < 50 && pages.length < 20 && systemClock.monotonic() - told < 1000) return;
        told = systemClock.monotonic();
        await flush({ progress: { stage, done: Math.floor(done), total, eta_seconds: Math.round(eta_ms / 1000) } });
      },
    });
    await flush();
    return { ok: true };
  } catch (error) {
    await flush();
    if (error instanceof NoAuthorisation) return { ok: false, text: error.message };
    throw error;
  } finally {
    await renderer?.close();
  }
});
