import { severities, type Severity } from '../check.ts';
import { changeClasses, type Change } from './classes.ts';
import { baselineOf, compare, takeOver, type Baseline } from './compare.ts';
import type { Sighting } from './sighting.ts';

/** What a database keeps for each page. Plain JSON. */
export interface PageState {
  /** Until there are enough of them to tell what moves by itself. */
  learning: readonly Sighting[];
  baseline: Baseline | null;
  /** Seen once: an alarm only where the next sighting says the same. */
  suspect: readonly Change[];
  /** Told already; the baseline waits until somebody approves, or the page is as it was. */
  alarmed: readonly Change[];
  /** What the page is like now, where that is not taken over. */
  latest: Sighting | null;
}
export interface Alarm { severity: Severity; changes: { what: string; severity: Severity; note: string }[]; before: Summary; after: Summary }
/** For people: the page before and after. */
interface Summary { at: string; title: string; scripts: readonly string[]; frames: readonly string[]; forms: readonly string[]; links: readonly string[]; screenshot: string | null }
export const noState: PageState = { learning: [], baseline: null, suspect: [], alarmed: [], latest: null };
export const learnFrom = 3;

/** Has it been learnt, is there something to look at again? */
export const wants = (s: PageState): 'learning' | 'again' | undefined => (!s.baseline ? 'learning' : s.suspect.length ? 'again' : undefined);

/**
 * One more sighting of a page. Only whole 2xx pages may be given (`isWhole`), or a redirect to the outside (`redirectSighting`).
 * `confirmed` is what two sightings agree on, told or not: what the checks of this area report.
 */
export function judge(state: PageState, seen: Sighting | Pick<Sighting, 'at' | 'redirects'>): { state: PageState; alarm?: Alarm; confirmed: Change[] } {
  const whole = 'sha256' in seen ? seen : undefined;
  if (!state.baseline) {
    if (!whole) return { state, confirmed: [] };
    const learning = [...state.learning, whole];
    return { state: learning.length < learnFrom ? { ...state, learning } : { ...noState, baseline: baselineOf(learning) }, confirmed: [] };
  }
  const baseline = whole ? withRotated(state.baseline, state, whole) : state.baseline;
  const changes: Change[] = whole ? compare(baseline, whole) : seen.redirects.filter((d) => !baseline.redirects.includes(d)).map((d): Change => ({ what: 'redirect_outside', subject: d, note: `${changeClasses.redirect_outside.zh}：${d}` }));
  const grave = changes.filter((c) => changeClasses[c.what].alarm);
  if (!grave.length) {
    // once more as it was, or changed harmlessly: what was suspected has gone
    return { state: { ...state, suspect: [], alarmed: [], latest: null, baseline: whole ? takeOver(baseline, whole) : baseline }, confirmed: changes };
  }
  const told = grave.filter((c) => state.alarmed.some((x) => x.what === c.what && (x.subject === c.subject || !byDomain.has(c.what))));
  const fresh = grave.filter((c) => !told.includes(c)).map((c): Change => ({ ...c, seen: 1 + (state.suspect.find((x) => same(x, c))?.seen ?? 0) }));
  // where links take turns, twice the same is chance
  const again = fresh.filter((c) => c.seen! >= (c.what === 'link_outside' && baseline.rotates ? 3 : 2));
  const latest = whole ?? state.latest;
  if (!again.length) return { state: { ...state, baseline, suspect: fresh, alarmed: told, latest }, confirmed: told };
  const alarm: Alarm = {
    severity: severities[Math.min(...again.map((c) => severities.indexOf(changeClasses[c.what].severity)))]!,
    changes: again.map((c) => ({ what: c.what, severity: changeClasses[c.what].severity, note: c.note })),
    before: summaryOf({ ...baseline, title: baseline.titles[0] ?? '' }), after: whole ? summaryOf(whole) : { ...summaryOf({ ...baseline, title: '' }), at: seen.at },
  };
  return { state: { ...state, baseline, suspect: fresh.filter((c) => !again.includes(c)), alarmed: [...told, ...again], latest }, alarm, confirmed: [...told, ...again] };
}
/** 本次更新为正常发布: the page as it is now is how it should be. */
export function approve(state: PageState): PageState {
  if (!state.baseline || !state.latest) return { ...state, suspect: [], alarmed: [] };
  const redirects = state.alarmed.filter((c) => c.what === 'redirect_outside').map((c) => c.subject);
  const taken = takeOver(state.baseline, state.latest);
  return { ...noState, baseline: { ...taken, redirects: [...new Set([...taken.redirects, ...redirects])] } };
}
/** Where advertisements take turns, a domain that was there once and has gone again is one of them. Only pages that did so when they were learnt. */
function withRotated(baseline: Baseline, { suspect, alarmed }: PageState, seen: Sighting): Baseline {
  const left = (list: readonly Change[]): string[] => list.filter((c) => c.what === 'link_outside' && !seen.links.includes(c.subject)).map((c) => c.subject);
  // told already, gone, and another stands there: they take turns, whatever three fetches showed
  const rotates = baseline.rotates || (left(alarmed).length > 0 && seen.links.some((d) => !baseline.links.includes(d)));
  const gone = rotates ? [...left(suspect), ...left(alarmed)] : [];
  return gone.length || rotates !== baseline.rotates ? { ...baseline, rotates, links: [...new Set([...baseline.links, ...gone])] } : baseline;
}
const byDomain = new Set<Change['what']>(['script_outside', 'frame_outside', 'form_outside', 'redirect_outside', 'link_outside', 'resource_changed']);
/** The same difference in two sightings. A source of code that has another name each time is the same one hiding; links to other domains are advertisements that take turns. */
const same = (a: Change, b: Change): boolean => a.what === b.what && (a.subject === b.subject || (a.what !== 'link_outside' && a.what !== 'resource_changed'));
const summaryOf = (s: Summary): Summary => ({ at: s.at, title: s.title, scripts: s.scripts, frames: s.frames, forms: s.forms, links: s.links, screenshot: s.screenshot });
