import { languageOf } from '../errors.ts';
import type { Handlers } from '../http/serve.ts';
import type { audit } from './contract.ts';
import { exportTrail } from './export-trail.ts';
import { readTrail, sumUpTrail } from './read-trail.ts';
import type { TrailWords } from './trail-words.ts';
import { verifyTrail } from './trail.ts';

export const auditHandlers = (words: TrailWords): Handlers<typeof audit> => ({
  list: ({ db, query, request }) => readTrail(db, words, query, languageOf(request.headers['accept-language'])),
  summary: ({ db }) => sumUpTrail(db, words),
  export: ({ db, query }) => exportTrail(db, words, query),
  verify: async ({ db, audit }) => {
    const verdict = await verifyTrail(db);
    audit({ after: verdict });
    return verdict;
  },
});
