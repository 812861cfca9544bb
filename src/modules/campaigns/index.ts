import './subscriptions.ts';
import './tables.ts';
import type { Db } from '../../kernel/database.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import { may, mayIn } from '../../kernel/identity/actor.ts';
import type { Job } from '../../kernel/jobs.ts';
import { visibleAssignments, visibleCampaigns } from './queries.ts';
import { openPeriods, remind } from './remind.job.ts';

export { listCampaigns } from './queries.ts';
export { readPaper } from './read-document.ts';
export { campaignsHandlers } from './routes.ts';
export { demandCampaign, readRanking } from './queries.ts';
export { countOverdue, readPunctuality, readShortfalls } from './shortfalls.ts';
export { numberedFrame } from './write-document.ts';
export { progressOf, type Progress } from './progress.ts';
export const campaignJobs = (db: Db): Job[] => [openPeriods(db) as Job, remind(db) as Job];

/** A file is as visible as what it belongs to. */
export function guardCampaignFiles(desk: FileDesk): void {
  desk.guard('assignment', async (db, actor, id) => await visibleAssignments(db, actor).select('a.id').where('a.id', '=', id).executeTakeFirst() !== undefined);
  desk.guard('campaign', async (db, actor, id) => await visibleCampaigns(db, actor).select('k.id').where('k.id', '=', id).executeTakeFirst() !== undefined);
  desk.guard('document_template', async (_db, actor) => may(actor, 'document.read'));
  // a notice to a unit is the unit's to read; everything else is the office's and the leaders'
  desk.guard('document', async (db, actor, id) => {
    if (may(actor, 'document.read')) return true;
    const notice = await db.selectFrom('issued_document').select('unit_id').where('id', '=', id).executeTakeFirst();
    return notice?.unit_id ? mayIn(actor, 'assignment.read', notice.unit_id) : false;
  });
}
