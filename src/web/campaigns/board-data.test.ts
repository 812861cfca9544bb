import { expect, test } from 'vitest';
import { type Board, filterBoard, squaresOf } from './board-data.ts';

const counts = { total: 1, done: 0, overdue: 0, to_sign: 0, doing: 1, to_sign_off: 0, to_review: 0, returned: 0 };
const cell = (a: string, u: number, t: number, s: Board['cells'][number]['s'], o?: true) => ({ a, u, t, s, d: null, ...(o && { o }) });
const board: Board = {
  tasks: [{ id: 't1', path: '1', title: '一' }, { id: 't2', path: '2', title: '二' }], units: [{ id: 'u1', name: '图书馆', counts }, { id: 'u2', name: '教务处', counts }],
  cells: [cell('a1', 0, 0, 'done'), cell('a2', 0, 0, 'returned', true), cell('a3', 1, 1, 'doing')],
};

test('several periods share a square that shows the worst of them', () => {
  expect(squaresOf(board, {}).get('u1 t1')).toMatchObject({ id: 'a2', state: 'returned', overdue: true, n: 2 });
});
test('without a filter every unit and task stays, with or without a square', () => {
  const { units, tasks } = filterBoard(board, {});
  expect([units.length, tasks.length]).toEqual([2, 2]);
});
test('a filter leaves only the lines and columns that still show something', () => {
  const shown = filterBoard(board, { overdue: 'true' });
  expect([shown.units.map((u) => u.id), shown.tasks.map((t) => t.id)]).toEqual([['u1'], ['t1']]);
  expect(filterBoard(board, { q: '教务', state: 'done' }).units).toEqual([]);
});
