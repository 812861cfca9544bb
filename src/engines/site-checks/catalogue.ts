import type { Check } from './check.ts';
import { ipv6Checks } from './compliance/ipv6.ts';
import { noticeChecks } from './compliance/notices.ts';
import { portChecks } from './ports/checks.ts';
import { serviceChecks } from './services/checks.ts';
import { tlsChecks } from './tls/checks.ts';
import { tamperChecks } from './tamper/checks.ts';
import { accessChecks } from './web/access.ts';
import { cookieChecks } from './web/cookies.ts';
import { embedChecks } from './web/embeds.ts';
import { endOfLifeChecks } from './web/end-of-life.ts';
import { exposedChecks, softNotFound } from './web/exposed-files.ts';
import { contentChecks } from './content/rows.ts';
import { headerChecks } from './web/headers.ts';
import { leakChecks } from './web/leaks.ts';
import { libraryChecks } from './web/libraries.ts';

/** Every check there is, as data: the runner, the documents, the pages and `shoutu check --list` read this. */
export const catalogue: readonly Check[] = [
  ...portChecks, ...serviceChecks, ...tlsChecks,
  ...contentChecks,
  ...headerChecks,
  ...cookieChecks,
  ...exposedChecks, softNotFound, ...leakChecks, ...libraryChecks, ...endOfLifeChecks, ...embedChecks, ...accessChecks,
  ...noticeChecks, ...ipv6Checks,
  ...tamperChecks,
];
