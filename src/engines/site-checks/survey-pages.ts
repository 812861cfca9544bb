import { barredBy } from './barred.ts';
import type { Check } from './check.ts';
import { crawl } from './content/crawl.ts';
import { isFailure, type HttpAnswer } from './context/context.ts';
import { readPage, type Page } from './page.ts';
import { retestPage } from './retest.ts';
import { runCheck } from './run-check.ts';
import { surveyAttachments } from './survey-attachments.ts';
import type { StageRun } from './survey.ts';
import { judge, learnFrom, noState, wants, type Alarm, type PageState } from './tamper/judge.ts';
import { isWhole, redirectSighting, sightingOf } from './tamper/sighting.ts';

/** Pages that are looked at again in one run, at most. */
const mostAgain = 1000;

/** Walks a site; every page gets all checks of pages while it is there, and nothing of it is kept. Then looks again at pages that are new or seem changed. */
export async function surveyPages(checks: readonly Check<'page'>[], origin: string, run: StageRun, again: () => StageRun, ofFiles: readonly Check<'attachment'>[]): Promise<void> {
  const { options: o, reach } = run;
  const tell = async (list: readonly Check<'page'>[], page: Page): Promise<void> => {
    for (const check of list) for (const result of await runCheck(check, page, reach, o.salt)) if (!run.stopped()) await o.onResult(result);
  };
  if (o.urls) {
    const urls = [...new Set(o.urls)].filter((u) => new URL(u).origin === origin && u !== origin);
    if (ofFiles.length) await surveyAttachments(ofFiles, urls, run);
    if (checks.length) for (const [i, url] of urls.entries()) {
      if (run.stopped() || run.late()) return;
      for (const result of await retestPage(checks, url, reach, o.salt)) if (!run.stopped()) await o.onResult(result);
      await run.step(i + 1, urls.length);
    }
    return;
  }
  const watched = o.profile.tamper && o.profile.pages > 0;
  const changes = checks.filter((c) => c.area === 'tamper');
  const others = checks.filter((c) => c.area !== 'tamper');
  const known = o.baselines ?? {};
  const toSee = new Map<string, PageState>();
  const beside = { own_domains: o.registered?.own_domains ?? [] };
  const walked = crawl(reach.forCheck('crawl', o.profile.pages * 4 + 100), { origin, pages: o.profile.pages, elsewhere: o.origins, first: watched ? Object.keys(known).filter((u) => URL.canParse(u) && new URL(u).origin === origin) : [] });
  for await (const page of walked.pages) {
    if (run.stopped() || run.late()) break;
    const key = `page ${page.url}`;
    if (!run.done.has(key)) {
      if (watched && isWhole(page) && !barredBy(page.answer, page)) {
        const before = known[page.url] ?? noState;
        const { state, alarm, confirmed } = judge(before, sightingOf(page, beside));
        if (before.baseline && wants(state) !== 'again') page.changed = confirmed;
        if (wants(state) && toSee.size < mostAgain) { toSee.set(page.url, state); if (alarm) await o.onPage?.({ url: page.url, baseline: state, alarm }); } else await o.onPage?.({ url: page.url, baseline: state, ...(alarm && { alarm }) });
      }
      // while a page is still learnt there is nothing to hold it against
      await tell((toSee.has(page.url) && watched) || (watched && page.changed === undefined) ? others : checks, page);
      if (!run.stopped()) await o.onFinished?.(key);
    }
    await run.step(walked.seen.length, Math.min(o.profile.pages, walked.seen.length + walked.waiting));
  }
  if (ofFiles.length && !run.stopped()) await surveyAttachments(ofFiles, walked.attachments.slice(0, o.profile.attachments).map((a) => a.url), run);
  for (const { url, to } of walked.leads_out) {
    const state = known[url];
    if (watched && state?.baseline) toSee.set(url, judge(state, redirectSighting(o.clock.now().toISOString(), to)).state);
  }
  if (toSee.size) await lookAgain(toSee, again(), changes, tell, beside);
}

/** Round by round, so that two fetches of a page lie as far apart as the others take. */
async function lookAgain(toSee: Map<string, PageState>, run: StageRun, changes: readonly Check<'page'>[], tell: (list: readonly Check<'page'>[], page: Page) => Promise<void>, beside: { own_domains: readonly string[] }): Promise<void> {
  const { options: o, reach } = run;
  const total = toSee.size;
  let finished = 0;
  for (let round = 1; round < learnFrom && toSee.size; round++) {
    for (const [url, state] of toSee) {
      if (run.stopped() || run.late()) return;
      const answer = await reach.forCheck('tamper.again', 6).http({ url, follow: 4 });
      const seen = isFailure(answer) ? undefined : sightingFrom(answer, beside);
      let next = state;
      let alarm: Alarm | undefined;
      if (seen) {
        const judged = judge(state, seen.sighting);
        next = judged.state;
        alarm = judged.alarm;
        if (state.baseline) seen.page.changed = judged.confirmed;
        if (wants(next) && round + 1 < learnFrom) { toSee.set(url, next); continue; }
        if (seen.page.changed !== undefined) await tell(changes, seen.page);
      }
      toSee.delete(url);
      await o.onPage?.({ url, baseline: next, ...(alarm && { alarm }) });
      await run.step(++finished, total);
    }
  }
}
function sightingFrom(answer: HttpAnswer, beside: { own_domains: readonly string[] }): { sighting: Parameters<typeof judge>[1]; page: Page } | undefined {
  const page = readPage(answer);
  if (answer.redirect) return { sighting: redirectSighting(answer.at, answer.redirect), page };
  return isWhole(page) && !barredBy(answer, page) ? { sighting: sightingOf(page, beside), page } : undefined;
}
