import type { Check } from './check.ts';
import { tamperChecks } from './tamper/checks.ts';
import { cookieChecks } from './web/cookies.ts';
import { exposedChecks, softNotFound } from './web/exposed-files.ts';
import { headerChecks } from './web/headers.ts';
import { leakChecks } from './web/leaks.ts';

/** Every check there is, as data: the runner, the documents, the pages and `shoutu check --list` read this. */
export const catalogue: readonly Check[] = [
  ...headerChecks,
  ...cookieChecks,
  ...exposedChecks, softNotFound, ...leakChecks,
  ...tamperChecks,
];
