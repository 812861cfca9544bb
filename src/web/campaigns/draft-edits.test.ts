import { expect, test } from 'vitest';
import type { Draft, DraftTask } from './campaign-data.ts';
import { addTask, dueIn, mergeWithNext, removeTask, splitTask } from './draft-edits.ts';

const task = (key: string, part: Partial<DraftTask> = {}): DraftTask => ({
  key, path: key, title: key, text: '甲单位排查。乙单位整改。', span: [10, 22], units: [], leads: [], due: null, recurrence: null, thresholds: [], phase: null, unit_ids: null, lead_unit_ids: [], sign_off: false, skip: false, ...part,
});
const draft = (...tasks: DraftTask[]): Draft => ({ title: '', number: null, issuer: null, issued_on: null, start_on: null, end_on: null, group: null, phases: [], tasks });

test('splitting cuts text and sentence at the same place and loses nothing', () => {
  const [a, b] = splitTask(draft(task('a')), 'a', 6).tasks;
  expect([a?.text, b?.text]).toEqual(['甲单位排查。', '乙单位整改。']);
  expect([a?.span, b?.span]).toEqual([[10, 16], [16, 22]]);
  expect(b?.key).not.toBe('a');
});
test('splitting at an end changes nothing', () => {
  for (const at of [0, 12, 99]) expect(splitTask(draft(task('a')), 'a', at).tasks).toHaveLength(1);
});
test('joining keeps units of both, the later date and both sentences', () => {
  const [m, ...rest] = mergeWithNext(draft(task('a', { due: '2026-10-01', unit_ids: ['u1'] }), task('b', { due: '2026-12-01', unit_ids: ['u1', 'u2'], span: [30, 40], sign_off: true })), 'a').tasks;
  expect(rest).toEqual([]);
  expect(m).toMatchObject({ key: 'a', due: '2026-12-01', unit_ids: ['u1', 'u2'], span: [10, 40], sign_off: true });
});
test('the last task has nothing to be joined with', () => {
  expect(mergeWithNext(draft(task('a')), 'a').tasks).toHaveLength(1);
});
test('a task that was added can be removed', () => {
  const { draft: more, key } = addTask(draft(task('a')));
  expect(removeTask(more, key).tasks.map((t) => t.key)).toEqual(['a']);
});
test('a task without a date is held to the end of its phase, else of the whole, as it will be when published', () => {
  const d = { ...draft(task('a', { phase: '自查' }), task('b'), task('c', { due: '2026-10-01', phase: '自查' })), end_on: '2026-12-31', phases: [{ title: '自查', start: null, end: '2026-11-30' }] };
  expect(d.tasks.map((x) => dueIn(d, x))).toEqual(['2026-11-30', '2026-12-31', '2026-10-01']);
  expect(dueIn({ ...d, end_on: null }, d.tasks[1]!)).toBeNull();
});
