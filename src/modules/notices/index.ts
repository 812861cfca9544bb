import './tables.ts';
import type { Db } from '../../kernel/database.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import { may, mayIn } from '../../kernel/identity/actor.ts';
import type { Job } from '../../kernel/jobs.ts';
import { visibleLetters } from './letter-queries.ts';
import { remindOfLetters } from './remind.job.ts';
import { mayReadRepair } from './repair-queries.ts';
import { warnByRule } from './warning-rules.ts';

export { lettersHandlers } from './routes.ts';
export { superiorsHandlers } from './superior-routes.ts';
export { bulletinsHandlers, repairsHandlers, warningsHandlers } from './other-routes.ts';
export const noticeJobs = (db: Db): Job[] => [remindOfLetters(db) as Job, warnByRule(db) as Job];
/** A notice is its unit's to read, and the office's; what goes up and down is the office's and the leaders'. */
export function guardLetterFiles(desk: FileDesk): void {
  desk.guard('hazard_notice', async (db, actor, id) => await visibleLetters(db, actor).select('n.id').where('n.id', '=', id).executeTakeFirst() !== undefined);
  for (const owner of ['superior_notice', 'superior_report', 'superior_report_paper', 'superior_feedback', 'hazard_bulletin']) desk.guard(owner, async (_db, actor) => may(actor, 'paper.read'));
  desk.guard('hazard_evidence', async (db, actor, id) => { const h = await db.selectFrom('hazard').select(['unit_id', 'owned']).where('id', '=', id).executeTakeFirst(); return h !== undefined && mayIn(actor, 'hazard.read', h.unit_id); });
  desk.guard('repair_report', mayReadRepair);
  desk.guard('warning_answer', async (db, actor, id) => { const a = await db.selectFrom('warning_answer').select('unit_id').where('id', '=', id).executeTakeFirst(); return a !== undefined && mayIn(actor, 'hazard.read', a.unit_id); });
}
