import { catalogue } from './catalogue.ts';
import { notTested, type Check, type Result } from './check.ts';
import { isFailure } from './context/context.ts';
import { makeReach, type ContextOptions, type Reach } from './context/make-context.ts';
import { nothingRegistered, openSite } from './open-site.ts';
import { deadlineMs, type Stage, type SurveyProfile } from './profiles.ts';
import { resultOf, runCheck } from './run-check.ts';
import { surveyServices, type PortsSeen } from './survey-services.ts';
import { surveyPages } from './survey-pages.ts';
import type { Alarm, PageState } from './tamper/judge.ts';
import type { Registered, Site } from './targets.ts';

export interface Progress { stage: Stage; done: number; total: number; /** Milliseconds, as the stage has gone so far. */ eta_ms: number }
/** What was learnt of a page; kept by whoever asked, and given again next time. */
export interface PageSeen { url: string; baseline: PageState; alarm?: Alarm }
export interface SurveyOptions extends ContextOptions {
  /** `https://www.example.edu.cn`; each is opened once. */
  origins: readonly string[];
  profile: SurveyProfile;
  registered?: Registered;
  /** Ids of the checks to run; all that the profile allows where it is not given. */
  checks?: readonly string[];
  /** Checks of one's own, as `readTemplate` accepted them: run on each site beside the others. */
  templates?: readonly Check<'site'>[];
  /** Only these pages, asked again: a retest. */
  urls?: readonly string[];
  /** `host:port` that failed before or is retested: looked at whatever the profile says. */
  services?: readonly string[];
  /** Keys that `onFinished` gave before the run broke off: not done again. */
  done?: readonly string[];
  /** By address, as `onPage` gave them. */
  baselines?: Readonly<Record<string, PageState>>;
  /** For the hashes of personal numbers in what is kept. */
  salt: string;
  onResult(result: Result): void | Promise<void>;
  onProgress?(progress: Progress): void | Promise<void>;
  onFinished?(key: string): void | Promise<void>;
  onPorts?(ports: PortsSeen): void | Promise<void>;
  onPage?(page: PageSeen): void | Promise<void>;
}
/** One stage of one site, as its steps see it. */
export interface StageRun {
  reach: Reach;
  options: SurveyOptions;
  done: ReadonlySet<string>;
  /** The stage's time is over. */
  late(): boolean;
  stopped(): boolean;
  step(done: number, total: number): Promise<void>;
}

/**
 * The whole survey of one system: names, ports and services, TLS, what each site answers, its pages, what changed on them. Each result is told as soon as it is
 * there; a run that broke off goes on where it stood. Ends early when the signal says stop. Throws NoAuthorisation.
 */
export async function survey(o: SurveyOptions): Promise<{ stopped: boolean }> {
  const reach = makeReach(o);
  const done = new Set(o.done);
  const wanted = o.checks && new Set(o.checks);
  const chosen = catalogue.filter((c) => (wanted ? wanted.has(c.id) : c.intrusiveness <= o.profile.intrusiveness && (!o.profile.areas || o.profile.areas.includes(c.area)) && (c.area !== 'tamper' || o.profile.tamper)));
  const ofSite = [...chosen.filter((c): c is Check<'site'> => c.on === 'site'), ...(o.templates ?? [])];
  const ofService = chosen.filter((c): c is Check<'service'> => c.on === 'service');
  const ofPage = chosen.filter((c): c is Check<'page'> => c.on === 'page');
  const ofFiles = chosen.filter((c): c is Check<'attachment'> => c.on === 'attachment');
  const stage = (name: Stage): StageRun => {
    const begun = o.clock.monotonic();
    return {
      reach, options: o, done, stopped: () => o.signal.aborted, late: () => o.clock.monotonic() - begun > deadlineMs[name],
      step: async (n, total) => { await o.onProgress?.({ stage: name, done: n, total, eta_ms: n ? Math.round(((o.clock.monotonic() - begun) / n) * (total - n)) : 0 }); },
    };
  };
  try {
    const names = [...new Set(o.origins.map((origin) => new URL(origin).hostname))];
    const resolving = stage('resolve');
    // pinned for the whole run; what does not resolve is told by every check of its site
    for (const [i, name] of names.entries()) { await reach.forCheck('site.resolve', 2).addresses(name); await resolving.step(i + 1, names.length); }
    // a retest of one page asks no ports; sites that only a port leads to are looked at like the others
    const unnamed = ofService.length && (wanted ? o.services?.length : !o.urls?.length) ? await surveyServices(ofService, stage('ports'), () => stage('services')) : [];
    for (const origin of new Set([...o.origins.map((x) => new URL(x).origin), ...(wanted ? [] : unnamed)])) {
      if (o.signal.aborted) break;
      if (ofSite.some((c) => !done.has(keyOf(c, origin)))) {
        const site = await openSite(reach, origin, o.registered ?? nothingRegistered);
        const fitting = ofSite.filter((c) => wanted || c.applies?.(site) !== false);
        await runOnSite(fitting.filter((c) => c.area === 'tls'), site, stage('tls'));
        await runOnSite(fitting.filter((c) => c.area !== 'tls'), site, stage('site'));
      }
      if ((ofPage.length || ofFiles.length || (o.profile.tamper && !wanted)) && !done.has(`pages ${origin}`)) {
        await surveyPages(ofPage, origin, stage('pages'), () => stage('tamper'), ofFiles);
        if (!o.signal.aborted) await o.onFinished?.(`pages ${origin}`);
      }
    }
    return { stopped: o.signal.aborted };
  } finally {
    reach.close();
  }
}
const keyOf = (check: Check, target: string): string => `${check.id}@${check.version} ${target}`;

async function runOnSite(checks: readonly Check<'site'>[], site: Site, run: StageRun): Promise<void> {
  const { options: o } = run;
  for (const [i, check] of checks.entries()) {
    const key = keyOf(check, site.origin);
    if (run.done.has(key)) continue;
    const late = run.late();
    const results = late ? [resultOf(check, site, notTested('budget', '本阶段的时间已用完，没有检测'), o.salt)] : await runCheck(check, site, run.reach, o.salt);
    // what was cut off says nothing, and is done when the run goes on
    if (run.stopped()) return;
    for (const result of results) await o.onResult(result);
    if (!late && !results.some((r) => r.reason === 'paused')) await o.onFinished?.(key);
    await run.step(i + 1, checks.length);
  }
  if (isFailure(site.home) && checks.length) await run.step(checks.length, checks.length);
}
