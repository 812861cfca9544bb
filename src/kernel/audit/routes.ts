import type { Handlers } from '../http/serve.ts';
import type { audit } from './contract.ts';
import { exportTrail } from './export-trail.ts';
import { readTrail, verifyTrail } from './trail.ts';

export const auditHandlers: Handlers<typeof audit> = {
  list: ({ db, query }) => readTrail(db, query),
  export: ({ db, query }) => exportTrail(db, query),
  verify: ({ db }) => verifyTrail(db),
};
