import { campaigns } from '../../modules/campaigns/contract.ts';
import { call } from '../api.ts';
import type { AssignmentFilters } from '../filters.ts';
import { addDays, today } from '../ui/time-text.ts';
import type { AssignmentRow } from './campaign-data.ts';

/** States in which a unit still owes its answer: the two figures of the workbench count only these. */
const owing = ['to_sign', 'doing', 'returned'] as const;

function rangeOf(due: 'soon' | 'month'): [string, string] {
  const day = today();
  return due === 'soon' ? [day, addDays(day, 7)] : [`${day.slice(0, 8)}01`, addDays(`${addDays(`${day.slice(0, 8)}01`, 31).slice(0, 8)}01`, -1)];
}

/** The API has no filter by range of due dates; its rows come by due date, so reading stops where the range ends. */
export async function dueRows(filters: Omit<AssignmentFilters, 'page' | 'due'>, due: 'soon' | 'month'): Promise<AssignmentRow[]> {
  const [from, to] = rangeOf(due);
  const found: AssignmentRow[] = [];
  for (const state of filters.state ? [filters.state] : owing) {
    for (let page = 1; page <= 40; page++) {
      const { items, total, size } = await call(campaigns.assignments, { query: { ...filters, state, page, size: 500 } });
      found.push(...items.filter((r) => r.due_on !== null && r.due_on >= from && r.due_on <= to));
      const last = items.at(-1)?.due_on;
      if (page * size >= total || !last || last > to) break;
    }
  }
  return found.sort((a, b) => (a.due_on ?? '').localeCompare(b.due_on ?? ''));
}
