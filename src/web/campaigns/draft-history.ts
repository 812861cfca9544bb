import type { Draft, DraftTask } from './campaign-data.ts';

/** What the draft was before each step, the latest last. */
export interface History { past: Draft[]; at: number }
export const noHistory: History = { past: [], at: 0 };
const steps = 50;
const typedPause = 1500;

/** Remembers a step. Letters typed into one field one after another are one step. */
export function remember(history: History, before: Draft, after: Draft, at: number): History {
  const typed = typedField(before, after);
  if (typed && history.past.length > 0 && at - history.at < typedPause && typedField(history.past.at(-1)!, before) === typed) return { ...history, at };
  return { past: [...history.past, before].slice(-steps), at };
}

const texts = new Set(['title', 'text', 'number', 'issuer', 'thresholds']);
/** The one field of text that differs, or undefined: pieces that did not change are the same objects. */
function typedField(a: Draft, b: Draft): string | undefined {
  const changed = differing(a, b);
  if (changed.length !== 1) return undefined;
  if (changed[0] !== 'tasks') return texts.has(changed[0]!) ? changed[0] : undefined;
  if (a.tasks.length !== b.tasks.length) return undefined;
  const at = a.tasks.flatMap((task, i) => (task === b.tasks[i] ? [] : [i]));
  const [from, to] = [a.tasks[at[0]!], b.tasks[at[0]!]];
  if (at.length !== 1 || !from || !to || from.key !== to.key) return undefined;
  const fields = differing<DraftTask>(from, to);
  if (fields.length !== 1 || !texts.has(fields[0]!) || from.thresholds.length !== to.thresholds.length) return undefined;
  return `${from.key} ${fields[0]}`;
}
const differing = <T extends object>(a: T, b: T): string[] => Object.keys(b).filter((k) => a[k as keyof T] !== b[k as keyof T]);

const nameOf = (id: string): string => `shoutu.undo.${id}`;
const mostKept = 2_000_000;
/** Keeps the steps for a reload of the page, as far as they fit; `version` tells whether the draft is still the one they lead from. */
export function keepHistory(id: string, version: number, { past }: History): void {
  try {
    let kept = past;
    let json = JSON.stringify({ version, past: kept });
    while (json.length > mostKept && kept.length > 0) {
      kept = kept.slice(Math.ceil(kept.length / 2));
      json = JSON.stringify({ version, past: kept });
    }
    sessionStorage.setItem(nameOf(id), json);
  } catch { /* full or forbidden: undo still works until the page is left */ }
}
export function keptHistory(id: string, version: number): History {
  try {
    const kept = JSON.parse(sessionStorage.getItem(nameOf(id)) ?? 'null') as { version: number; past: Draft[] } | null;
    return kept?.version === version ? { past: kept.past, at: 0 } : noHistory;
  } catch {
    return noHistory;
  }
}
