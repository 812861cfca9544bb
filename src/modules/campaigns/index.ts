import './subscriptions.ts';
import './tables.ts';
import type { Db } from '../../kernel/database.ts';
import type { FileDesk } from '../../kernel/files/store.ts';
import { may } from '../../kernel/identity/actor.ts';
import type { Job } from '../../kernel/jobs.ts';
import { visibleAssignments, visibleCampaigns } from './queries.ts';
import { remind } from './remind.job.ts';

export { campaignsHandlers } from './routes.ts';
export const campaignJobs = (db: Db): Job[] => [remind(db) as Job];

/** A file is as visible as what it belongs to. */
export function guardCampaignFiles(desk: FileDesk): void {
  desk.guard('assignment', async (db, actor, id) => await visibleAssignments(db, actor).select('a.id').where('a.id', '=', id).executeTakeFirst() !== undefined);
  desk.guard('campaign', async (db, actor, id) => await visibleCampaigns(db, actor).select('k.id').where('k.id', '=', id).executeTakeFirst() !== undefined);
  desk.guard('document_template', async (_db, actor) => may(actor, 'document.read'));
  desk.guard('document', async (_db, actor) => may(actor, 'document.read'));
}
