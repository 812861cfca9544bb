import * as z from 'zod';
import { now } from '../../kernel/clock.ts';
import { sql, type Db } from '../../kernel/database.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell } from '../../kernel/notices/notices.ts';

/** Days that one unit alone is asked, and days until the office is asked to block. */
export const offeredDays = 5;
export const blockDays = 15;

/** Each morning: what the unit did not answer goes to all; what nobody claims is proposed for blocking. Safe to run twice. */
export const raiseClaims = (db: Db) => defineJob({
  name: 'claims.raise', payload: z.object({}), cron: '10 7 * * *',
  run: () => db.transaction().execute(async (tx) => {
    const before = (days: number): string => new Date(now().getTime() - days * 86_400_000).toISOString();
    await sql`update asset_claim set unit_id = null, version = version + 1 where state = 'open' and unit_id is not null and found_at < ${before(offeredDays)}`.execute(tx);
    const { rows } = await sql<{ id: string; host: string }>`update asset_claim set state = 'to_block', version = version + 1 where state = 'open' and found_at < ${before(blockDays)} returning id, host`.execute(tx);
    if (rows.length === 0) return;
    const office = await accountsWithRole(tx, 'office');
    await tell(tx, office.map((account_id) => ({ account_id, kind: 'claim', title: `${rows.length} 个地址无人认领，建议封堵`, body: rows.slice(0, 8).map((r) => r.host).join('、'), link: '/systems?tab=claims&state=to_block', once_key: `claims:block:${rows[0]!.id}` })));
  }),
});
