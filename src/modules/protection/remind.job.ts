import * as z from 'zod';
import { today } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/database.ts';
import { serverActor, type Actor } from '../../kernel/identity/actor.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { accountsToTell } from '../organisation/index.ts';
import { listFaults } from './queries.ts';

/** Sees everything, so that each unit is told of its own. */
const everywhere: Actor = { ...serverActor, roles: [{ role: 'office', unit_id: null, unit_name: null, subtree: [] }] };
/** Kinds that a unit does not notice by itself: these are told; what was never filled in waits on the page. */
const told = new Set(['backup_late', 'backup_failed', 'drill_late', 'review_late', 'account_expired', 'holder_left', 'logs_short', 'policy_review_late']);

/** Each Monday morning, one message a unit. Safe to run twice. */
export const weeklyProtection = (db: Db) => defineJob({
  name: 'protection.weekly', payload: z.object({}), cron: '0 8 * * 1',
  run: () => db.transaction().execute(async (tx) => {
    const { faults } = await listFaults(tx, everywhere, {});
    const owed = Map.groupBy(faults.filter((f) => told.has(f.kind)), (f) => f.unit_id);
    const news: NewNotice[] = [];
    for (const p of await accountsToTell(tx, [...owed.keys()])) {
      const mine = owed.get(p.unit_id)!;
      news.push({ account_id: p.account_id, kind: 'protection', title: `技术防护有 ${mine.length} 项到期或不合要求`, body: mine.slice(0, 3).map((f) => f.what).join('；').slice(0, 300), link: `/protection?unit_id=${p.unit_id}`, once_key: `protection:${p.unit_id}:${today()}` });
    }
    await tell(tx, news);
  }),
});
