import type { Area } from './check.ts';

/** What a survey looks at, as data. */
export interface SurveyProfile {
  id: string;
  /** The most that a check may send: 0 reads what was fetched anyway, 1 one request, 2 several. */
  intrusiveness: 0 | 1 | 2;
  /** All where it is not given. */
  areas?: readonly Area[];
  ports: 'none' | 'registered' | 'common' | 'all';
  pages: number;
  attachments: number;
  /** Learn what pages are like, and tell what changed. */
  tamper: boolean;
}
/** For the command line; the server keeps its own. */
export const surveyProfiles: readonly SurveyProfile[] = [
  { id: 'site', intrusiveness: 2, ports: 'none', pages: 20, attachments: 5, tamper: false },
  { id: 'daily', intrusiveness: 1, ports: 'registered', pages: 50, attachments: 5, tamper: false },
  { id: 'weekly', intrusiveness: 2, ports: 'common', pages: 500, attachments: 50, tamper: false },
  { id: 'before_online', intrusiveness: 2, ports: 'all', pages: 200, attachments: 50, tamper: false },
];
export const stages = ['resolve', 'ports', 'services', 'tls', 'site', 'pages', 'tamper'] as const;
export type Stage = (typeof stages)[number];
/** Longest time of one stage of one site: what is not done by then is told as not tested. */
export const deadlineMs: Readonly<Record<Stage, number>> = { resolve: 60_000, ports: 90 * 60_000, services: 30 * 60_000, tls: 10 * 60_000, site: 40 * 60_000, pages: 120 * 60_000, tamper: 40 * 60_000 };
