import { changeClasses, type Change, type ChangeClass } from './classes.ts';
import { steady } from './sentences.ts';
import type { Sighting } from './sighting.ts';

/** What a page is like when all is well, with what was learnt to move by itself. */
export interface Baseline extends Omit<Sighting, 'title' | 'summary'> {
  titles: readonly string[];
  summaries: readonly string[];
  /** Places whose text changes from fetch to fetch or day to day, with how often it was seen to. */
  moving: Readonly<Record<string, number>>;
  fetches: number;
  /** Its outside links were not the same from fetch to fetch: advertisements that take turns. */
  rotates: boolean;
}
const mostTitles = 8;
/** Seen to change this often, a place's text says nothing any more. */
export const movesAfter = 2;

/** From fetches that lie close together, three at least: what differs between them moves by itself. */
export function baselineOf(sightings: readonly Sighting[]): Baseline {
  const last = sightings.at(-1);
  if (!last) throw new Error('a baseline needs a sighting');
  const moving: Record<string, number> = {};
  for (let i = 1; i < sightings.length; i++) for (const region of changedRegions(sightings[i - 1]!, sightings[i]!)) moving[region] = movesAfter;
  const union = (of: 'scripts' | 'frames' | 'forms' | 'links' | 'redirects'): string[] => [...new Set(sightings.flatMap((s) => s[of]))].sort();
  const { title: _t, summary: _s, ...rest } = last;
  return {
    ...rest, titles: [...new Set(sightings.map((s) => s.title))].slice(0, mostTitles), summaries: [...new Set(sightings.map((s) => s.summary))].slice(0, mostTitles),
    scripts: union('scripts'), frames: union('frames'), forms: union('forms'), links: union('links'), redirects: union('redirects'),
    inline: [...new Set(sightings.flatMap((s) => s.inline))], obfuscated: [...new Set(sightings.flatMap((s) => s.obfuscated))], moving, fetches: sightings.length, rotates: new Set(sightings.map((s) => s.links.join(' '))).size > 1,
  };
}
/** The page's new state where a change was harmless or approved; what changed is on its way to be known as moving. */
export function takeOver(baseline: Baseline, seen: Sighting): Baseline {
  const moving: Record<string, number> = { ...baseline.moving };
  for (const region of changedRegions(baseline, seen)) moving[region] = (moving[region] ?? 0) + 1;
  const kept = Object.fromEntries(Object.entries(moving).sort(([, a], [, b]) => b - a).slice(0, 300));
  const { title, summary, ...rest } = seen;
  const both = (of: 'scripts' | 'frames' | 'forms' | 'links' | 'redirects'): string[] => [...new Set([...seen[of], ...baseline[of]])].slice(0, 400).sort();
  return {
    ...rest, titles: [...new Set([title, ...baseline.titles])].slice(0, mostTitles), summaries: [...new Set([summary, ...baseline.summaries])].slice(0, mostTitles),
    // a domain that was there before and comes again is no news
    scripts: both('scripts'), frames: both('frames'), forms: both('forms'), links: both('links'), redirects: both('redirects'),
    inline: [...new Set([...seen.inline, ...baseline.inline])].slice(0, 200), obfuscated: [...new Set([...seen.obfuscated, ...baseline.obfuscated])].slice(0, 100),
    resources: { ...baseline.resources, ...seen.resources }, screenshot: seen.screenshot ?? baseline.screenshot, moving: kept, fetches: baseline.fetches + 1, rotates: baseline.rotates,
  };
}
/** Places where sentences went or came. */
function changedRegions(before: Pick<Sighting, 'sentences'>, after: Pick<Sighting, 'sentences'>): Set<string> {
  const [had, has] = [new Set(before.sentences.map((s) => s[0])), new Set(after.sentences.map((s) => s[0]))];
  const regions = new Set<string>();
  for (const [text, , region] of before.sentences) if (!has.has(text)) regions.add(String(region));
  for (const [text, , region] of after.sentences) if (!had.has(text)) regions.add(String(region));
  return regions;
}

const replacedShare = 0.6;
/** Everything in which the page differs from what it is like when all is well. */
export function compare(baseline: Baseline, seen: Sighting): Change[] {
  const changes: Change[] = [];
  const add = (what: ChangeClass, subject: string, note: string): void => { changes.push({ what, subject, note: `${changeClasses[what].zh}${note && `：${note}`}` }); };
  const fresh = <T>(now: readonly T[], before: readonly T[]): T[] => { const known = new Set(before); return now.filter((x) => !known.has(x)); };
  for (const d of fresh(seen.scripts, baseline.scripts)) add('script_outside', d, d);
  for (const d of fresh(seen.frames, baseline.frames)) add('frame_outside', d, d);
  for (const d of fresh(seen.forms, baseline.forms)) add('form_outside', d, d);
  for (const d of fresh(seen.redirects, baseline.redirects)) add('redirect_outside', d, d);
  for (const d of fresh(seen.links, baseline.links)) add('link_outside', d, d);
  const scripts = fresh(seen.inline, baseline.inline);
  const hidden = new Set(fresh(seen.obfuscated, baseline.obfuscated));
  for (const s of hidden) add('script_obfuscated', String(s), '');
  if (scripts.some((s) => !hidden.has(s))) add('script_inside', '', `${scripts.length} 段`);
  if (seen.defaced && seen.defaced !== baseline.defaced) add('defaced', steady(seen.defaced), seen.defaced);
  judgeText(seen.title, baseline.titles, 'title_replaced', 'title_edited');
  judgeText(seen.summary, baseline.summaries, 'summary_replaced');
  const share = replaced(baseline, seen);
  if (share.gone > replacedShare) add('text_replaced', '', `约 ${Math.round(share.gone * 100)}%`);
  else if (share.changed) add('text_edited', '', '');
  if (seen.skeleton !== baseline.skeleton) add('structure', '', '');
  for (const [url, sha256] of Object.entries(seen.resources)) if (baseline.resources[url] && baseline.resources[url] !== sha256) add('resource_changed', url, url);
  if (seen.screenshot && baseline.screenshot && seen.screenshot !== baseline.screenshot) add('picture_changed', '', '');
  return changes;

  function judgeText(text: string, known: readonly string[], replacedAs: ChangeClass, editedAs?: ChangeClass): void {
    const now = steady(text);
    const before = known.map(steady);
    if (before.includes(now)) return;
    const alike = Math.max(0, ...before.map((b) => likeness(b, now)));
    // a page that had none yet got one: an edit
    if (alike < 1 - replacedShare && before.some(Boolean) && now) add(replacedAs, now.slice(0, 80), text.slice(0, 80));
    else if (editedAs) add(editedAs, '', text.slice(0, 80));
  }
}
/** How much of the text that stands still has gone: of the text of its own where there is enough of it, else of all that stands still. */
function replaced(baseline: Baseline, seen: Sighting): { gone: number; changed: boolean } {
  const has = new Set(seen.sentences.map((s) => s[0]));
  // a sample holds no sentence above its highest hash: those are not missing
  const top = seen.sentences.length >= 400 ? Math.max(...seen.sentences.map((s) => s[0])) : Infinity;
  const still = baseline.sentences.filter((s) => s[0] <= top && (baseline.moving[String(s[2])] ?? 0) < movesAfter);
  const share = (list: typeof still): { all: number; gone: number } => { let [all, gone] = [0, 0]; for (const [text, length] of list) { all += length; if (!has.has(text)) gone += length; } return { all, gone }; };
  const own = share(still.filter((s) => !s[3]));
  const whole = share(still);
  const changed = baseline.sentences.some((s) => s[0] <= top && !has.has(s[0])) || baseline.sentences.length !== seen.sentences.length;
  const of = (x: { all: number; gone: number }, least: number): number => (x.all >= least ? x.gone / x.all : 0);
  return { gone: Math.max(of(own, 80), of(whole, 40)), changed };
}
/** Dice's coefficient over pairs of characters. */
function likeness(a: string, b: string): number {
  const pairs = (s: string): Map<string, number> => { const m = new Map<string, number>(); for (let i = 0; i + 1 < s.length; i++) { const p = s.slice(i, i + 2); m.set(p, (m.get(p) ?? 0) + 1); } return m; };
  const [x, y] = [pairs(a), pairs(b)];
  const size = Math.max(0, a.length - 1) + Math.max(0, b.length - 1);
  if (!size) return a === b ? 1 : 0;
  let both = 0;
  for (const [p, n] of x) both += Math.min(n, y.get(p) ?? 0);
  return (2 * both) / size;
}
