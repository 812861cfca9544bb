import { catalogue } from './catalogue.ts';
import type { Check, Result } from './check.ts';
import { makeReach, type ContextOptions } from './context/make-context.ts';
import { nothingRegistered, openSite } from './open-site.ts';
import { runCheck } from './run-check.ts';
import type { Registered } from './targets.ts';

export interface SurveyOptions extends ContextOptions {
  /** `https://www.example.edu.cn`; each is opened once. */
  origins: readonly string[];
  registered?: Registered;
  /** Ids of the checks to run; all where it is not given. */
  checks?: readonly string[];
  /** For the hashes of personal numbers in what is kept. */
  salt: string;
  onResult(result: Result): void | Promise<void>;
}

/** Runs the checks on what is given, stage by stage; each result is told as soon as it is there. Throws NoAuthorisation. */
export async function survey(o: SurveyOptions): Promise<void> {
  const reach = makeReach(o);
  const wanted = o.checks ? new Set(o.checks) : undefined;
  const chosen = catalogue.filter((c) => !wanted || wanted.has(c.id));
  try {
    for (const origin of o.origins) {
      const site = await openSite(reach, origin, o.registered ?? nothingRegistered);
      for (const check of chosen.filter((c): c is Check<'site'> => c.on === 'site')) for (const result of await runCheck(check, site, reach, o.salt)) await o.onResult(result);
    }
  } finally {
    reach.close();
  }
}
