import type { Draft, DraftTask } from './campaign-data.ts';

const newKey = (): string => `n${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])];
const titleOf = (text: string): string => { const first = text.split(/[。；\n]/, 1)[0] ?? ''; return first.length > 40 ? `${first.slice(0, 40)}…` : first; };

export const replaceTask = (draft: Draft, key: string, part: Partial<DraftTask>): Draft => ({ ...draft, tasks: draft.tasks.map((t) => (t.key === key ? { ...t, ...part } : t)) });
export const removeTask = (draft: Draft, key: string): Draft => ({ ...draft, tasks: draft.tasks.filter((t) => t.key !== key) });

export function addTask(draft: Draft): { draft: Draft; key: string } {
  const key = newKey();
  const task: DraftTask = { key, path: String(draft.tasks.length + 1), title: '', text: '', span: null, units: [], leads: [], due: null, recurrence: null, thresholds: [], phase: null, unit_ids: null, lead_unit_ids: [], sign_off: false, skip: false };
  return { draft: { ...draft, tasks: [...draft.tasks, task] }, key };
}

/** The date a unit will be held to: the task's own, else the end of its phase, else the end of the whole; null: none at all. As publishing counts it. */
export const dueIn = (draft: Draft, task: DraftTask): string | null => task.due ?? draft.phases.find((p) => p.title === task.phase)?.end ?? draft.end_on;

/** Cuts a task in two at a place of its text; the sentence in the document is cut with it where both are the same text. */
export function splitTask(draft: Draft, key: string, at: number): Draft {
  return { ...draft, tasks: draft.tasks.flatMap((task) => {
    if (task.key !== key || at <= 0 || at >= task.text.length) return [task];
    const [head, tail] = [task.text.slice(0, at).trim(), task.text.slice(at).trim()];
    if (!head || !tail) return [task];
    const same = task.span && task.span[1] - task.span[0] === task.text.length;
    const first: DraftTask = { ...task, text: head, span: same && task.span ? [task.span[0], task.span[0] + at] : task.span };
    const second: DraftTask = { ...task, key: newKey(), path: `${task.path}+`, title: titleOf(tail), text: tail, span: same && task.span ? [task.span[0] + at, task.span[1]] : task.span };
    return [first, second];
  }) };
}

/** Joins a task with the one after it: texts one after the other, units of both, the later date. */
export function mergeWithNext(draft: Draft, key: string): Draft {
  const at = draft.tasks.findIndex((t) => t.key === key);
  const [a, b] = [draft.tasks[at], draft.tasks[at + 1]];
  if (!a || !b) return draft;
  const merged: DraftTask = {
    ...a, text: `${a.text}\n${b.text}`, units: union(a.units, b.units), leads: union(a.leads, b.leads), due: [a.due, b.due].filter((d) => d !== null).sort().at(-1) ?? null,
    recurrence: a.recurrence ?? b.recurrence, thresholds: [...a.thresholds, ...b.thresholds].slice(0, 40), unit_ids: a.unit_ids || b.unit_ids ? union(a.unit_ids ?? [], b.unit_ids ?? []) : null,
    lead_unit_ids: union(a.lead_unit_ids, b.lead_unit_ids), sign_off: a.sign_off || b.sign_off, span: a.span && b.span ? [Math.min(a.span[0], b.span[0]), Math.max(a.span[1], b.span[1])] : a.span ?? b.span,
  };
  return { ...draft, tasks: [...draft.tasks.slice(0, at), merged, ...draft.tasks.slice(at + 2)] };
}
