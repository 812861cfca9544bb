import { sql, type Tx } from '../database.ts';
import { serverActor } from '../identity/actor.ts';
import { readCalendar } from '../settings/settings.ts';
import { deadlineFrom, type WaitingRule } from './deadlines.ts';
import { addEvent } from './workflow.ts';

/** After a year's calendar was saved: every deadline that waited for it. Returns how many have their date now. */
export async function settleDeadlines(tx: Tx): Promise<number> {
  const calendar = await readCalendar(tx);
  const waiting = await tx.selectFrom('work_case').select(['id', 'due_rule']).where('due_rule', 'is not', null).where('closed_at', 'is', null).orderBy('id').forUpdate().execute();
  let settled = 0;
  for (const c of waiting) {
    const rule = c.due_rule as WaitingRule;
    const { due_on } = deadlineFrom(calendar, rule.from, rule);
    if (due_on === null) continue;
    await tx.updateTable('work_case').set({ due_on, due_rule: null, version: sql<number>`version + 1` }).where('id', '=', c.id).execute();
    await addEvent(tx, c.id, serverActor, 'deadline_set', { note: `工作日历已设置，到期日为 ${due_on}` });
    settled++;
  }
  return settled;
}
