import { expect, test } from 'vitest';
import type { Draft, DraftTask } from './campaign-data.ts';
import { addTask, removeTask, replaceTask } from './draft-edits.ts';
import { noHistory, remember, type History } from './draft-history.ts';

const task = (key: string): DraftTask => ({ key, path: key, title: key, text: '各单位排查。', span: null, units: [], leads: [], due: null, recurrence: null, thresholds: [], phase: null, unit_ids: null, lead_unit_ids: [], sign_off: false, skip: false });
const start: Draft = { title: '方案', number: null, issuer: null, issued_on: null, start_on: null, end_on: null, group: null, phases: [], tasks: [task('a'), task('b')] };

/** Steps one after another, each some milliseconds after the one before. */
function walk(...edits: [after: number, edit: (d: Draft) => Draft][]): { draft: Draft; history: History } {
  let [draft, history, at] = [start, noHistory, 10_000];
  for (const [after, edit] of edits) {
    at += after;
    const next = edit(draft);
    history = remember(history, draft, next, at);
    draft = next;
  }
  return { draft, history };
}

test('letters typed one after another are taken back together', () => {
  const { history } = walk([0, (d) => replaceTask(d, 'a', { title: '甲' })], [200, (d) => replaceTask(d, 'a', { title: '甲乙' })], [200, (d) => replaceTask(d, 'a', { title: '甲乙丙' })]);
  expect(history.past).toEqual([start]);
});
test('another field, a pause, a choice and a removal are steps of their own', () => {
  const { history } = walk([0, (d) => replaceTask(d, 'a', { title: '甲' })], [200, (d) => replaceTask(d, 'b', { title: '乙' })], [5_000, (d) => replaceTask(d, 'b', { title: '乙丙' })], [100, (d) => replaceTask(d, 'b', { due: '2026-01-01' })], [100, (d) => removeTask(d, 'a')], [100, (d) => addTask(d).draft]);
  expect(history.past).toHaveLength(6);
});
test('fifty steps are kept, the oldest go first', () => {
  const { history } = walk(...Array.from({ length: 60 }, (_, i): [number, (d: Draft) => Draft] => [100, (d) => replaceTask(d, 'a', { due: `2026-01-${i}` })]));
  expect(history.past).toHaveLength(50);
  expect(history.past[0]?.tasks[0]?.due).toBe('2026-01-9');
});
