import { campaigns } from '../../modules/campaigns/contract.ts';
import type { Reply } from '../api.ts';
import type { AssignmentState } from './campaign-data.ts';

export type Board = Reply<typeof campaigns.board>;
/** What stands where a unit and a task meet: one assignment, or several periods of a recurring one. */
export interface Square { id: string; state: AssignmentState; overdue: boolean; due: string | null; /** By when a 督办通知 wants it. */ urged?: string | undefined; lead: boolean; n: number }
export interface Filters { state?: AssignmentState | undefined; overdue?: 'true' | undefined; q?: string | undefined }

/** Worst first: what a square of several periods shows. */
const worst: readonly AssignmentState[] = ['returned', 'to_sign', 'doing', 'to_sign_off', 'to_review', 'done', 'withdrawn'];

export function squaresOf(board: Board, { state, overdue }: Filters): Map<string, Square> {
  const squares = new Map<string, Square>();
  for (const c of board.cells) {
    if ((state && c.s !== state) || (overdue && !c.o)) continue;
    const [unit, task] = [board.units[c.u], board.tasks[c.t]];
    if (!unit || !task) continue;
    const key = `${unit.id} ${task.id}`;
    const old = squares.get(key);
    if (!old) { squares.set(key, { id: c.a, state: c.s, overdue: c.o === true, due: c.d, ...(c.g && { urged: c.g }), lead: c.l === true, n: 1 }); continue; }
    old.n += 1;
    old.overdue ||= c.o === true;
    old.lead ||= c.l === true;
    if (worst.indexOf(c.s) < worst.indexOf(old.state)) { old.state = c.s; old.id = c.a; old.due = c.d; old.urged = c.g; }
  }
  return squares;
}

/** The board with only the lines and columns that have something to show under these filters. */
export function filterBoard(board: Board, filters: Filters): { units: Board['units']; tasks: Board['tasks']; squares: Map<string, Square> } {
  const squares = squaresOf(board, filters);
  const { q } = filters;
  const named = board.units.filter((u) => !q || u.name.includes(q));
  if (!filters.state && !filters.overdue) return { units: named, tasks: board.tasks, squares };
  const hit = { units: new Set<string>(), tasks: new Set<string>() };
  const allowed = new Set(named.map((u) => u.id));
  for (const key of squares.keys()) {
    const [u, task] = key.split(' ') as [string, string];
    if (allowed.has(u)) { hit.units.add(u); hit.tasks.add(task); }
  }
  return { units: named.filter((u) => hit.units.has(u.id)), tasks: board.tasks.filter((x) => hit.tasks.has(x.id)), squares };
}
