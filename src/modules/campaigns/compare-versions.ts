import type { DraftData } from './read-document.ts';

type DraftTask = DraftData['tasks'][number];
export interface Pair { old: DraftTask; fresh: DraftTask; changes: { field: string; before: string; after: string }[] }
export interface Comparison { kept: Pair[]; added: DraftTask[]; removed: DraftTask[] }

/** Which task of the new version is which of the old one: the same words, else the same place with a like heading, else the likest
 *  text above six tenths (Dice over letter pairs). What a unit has done stays with its task. Pure. */
export function compareVersions(old: DraftTask[], fresh: DraftTask[]): Comparison {
  const left = new Set(old);
  const right = new Set(fresh);
  const kept: Pair[] = [];
  const pair = (a: DraftTask, b: DraftTask) => { left.delete(a); right.delete(b); kept.push({ old: a, fresh: b, changes: changesOf(a, b) }); };
  const byText = new Map(old.map((t) => [plain(t.text), t]));
  for (const b of fresh) { const a = byText.get(plain(b.text)); if (a && left.has(a)) pair(a, b); }
  const grams = new Map([...left, ...right].map((t) => [t, pairsOf(plain(t.text))]));
  for (const b of right) { const a = [...left].find((x) => x.path === b.path && (plain(x.title) === plain(b.title) || likeness(grams.get(x)!, grams.get(b)!) > 0.4)); if (a) pair(a, b); }
  const close = [...right].flatMap((b) => [...left].map((a) => ({ a, b, score: likeness(grams.get(a)!, grams.get(b)!) }))).filter((x) => x.score > 0.6).sort((x, y) => y.score - x.score);
  for (const { a, b } of close) if (left.has(a) && right.has(b)) pair(a, b);
  const order = new Map(fresh.map((t, i) => [t, i]));
  return { kept: kept.sort((x, y) => order.get(x.fresh)! - order.get(y.fresh)!), added: [...right], removed: [...left] };
}

function changesOf(a: DraftTask, b: DraftTask): Pair['changes'] {
  const fields: [string, string, string][] = [
    ['text', a.text, b.text], ['due', a.due ?? '', b.due ?? ''], ['units', a.units.join('、'), b.units.join('、')], ['leads', a.leads.join('、'), b.leads.join('、')], ['recurrence', a.recurrence ?? '', b.recurrence ?? ''],
    ['thresholds', a.thresholds.map((t) => `${t.op}${t.value}${t.unit}`).join('、'), b.thresholds.map((t) => `${t.op}${t.value}${t.unit}`).join('、')], ['phase', a.phase ?? '', b.phase ?? ''],
  ];
  return fields.filter(([, before, after]) => before !== after).map(([field, before, after]) => ({ field, before, after }));
}
const plain = (s: string): string => s.normalize('NFKC').replace(/\s/g, '');
function pairsOf(s: string): Map<string, number> {
  const m = new Map<string, number>();
  for (let i = 0; i + 1 < s.length; i++) m.set(s.slice(i, i + 2), (m.get(s.slice(i, i + 2)) ?? 0) + 1);
  return m;
}
function likeness(a: Map<string, number>, b: Map<string, number>): number {
  let both = 0, total = 0;
  for (const [k, n] of a) { both += Math.min(n, b.get(k) ?? 0); total += n; }
  for (const n of b.values()) total += n;
  return total === 0 ? 1 : (2 * both) / total;
}
