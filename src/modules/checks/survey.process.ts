import { appendFileSync } from 'node:fs';
import { NoAuthorisation, survey, systemClock, type Result } from '../../engines/site-checks/index.ts';
import { answerPieces } from '../../kernel/apart.ts';
import type { SurveyInput, SurveyPiece } from './survey-input.ts';

/** One survey of one system, apart from the server. */
answerPieces<SurveyInput, SurveyPiece, { ok: true } | { ok: false; text: string }>(async (input, hand) => {
  let requests = 0;
  const results: Result[] = [];
  const keep = (row: object): void => appendFileSync(input.logFile, `${JSON.stringify(row)}\n`);
  const flush = async (more: Partial<SurveyPiece> = {}): Promise<void> => {
    const piece = { ...more, results: results.splice(0), requests };
    requests = 0;
    await hand(piece);
  };
  try {
    await survey({
      authorisation: input.authorisation, clock: systemClock, job: input.job, signal: new AbortController().signal, own: input.own, salt: input.salt, origins: input.origins, registered: input.registered, ...(input.only.length && { checks: input.only }),
      log: { sent(row) { requests++; keep(row); }, answered: keep },
      async onResult(result) { results.push(result); if (results.length >= 50) await flush(); },
    });
    await flush();
    return { ok: true };
  } catch (error) {
    await flush();
    if (error instanceof NoAuthorisation) return { ok: false, text: error.message };
    throw error;
  }
});
