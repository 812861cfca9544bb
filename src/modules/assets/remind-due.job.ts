import * as z from 'zod';
import { today } from '../../kernel/clock.ts';
import { sql, type Db } from '../../kernel/database.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { accountsToTell } from '../organisation/index.ts';
import { ledgerOf, type LedgerKey } from './ledgers.ts';

/** Each morning: domains, certificates, licences, maintenance and reviews that come to their end, thirty days before, seven days before and when they are over; each step once, one message a unit. */
export const remindDue = (db: Db) => defineJob({
  name: 'ledgers.due', payload: z.object({}), cron: '20 7 * * *',
  run: () => db.transaction().execute(async (tx) => {
    const day = today();
    const { rows } = await sql<{ unit_id: string; name: string; ledger: LedgerKey; field: string; due_on: string; told: string }>`
      with stepped as (
        update ledger_due d set told = s.step from (select item_id, field, case when due_on < ${day}::date then 'over' when due_on <= ${day}::date + 7 then '7' else '30' end as step from ledger_due where due_on <= ${day}::date + 30) s
        where d.item_id = s.item_id and d.field = s.field and d.told <> s.step returning d.item_id, d.field, d.due_on, d.told)
      select i.unit_id, i.name, i.ledger, p.field, p.due_on, p.told from stepped p join ledger_item i on i.id = p.item_id where i.state <> 'retired' order by p.due_on, i.name`.execute(tx);
    if (rows.length === 0) return;
    const line = (r: (typeof rows)[number]): string => `${ledgerOf(r.ledger).zh}“${r.name}”${ledgerOf(r.ledger).fields.find((f) => f.key === r.field)?.zh ?? ''} ${r.due_on}`;
    const bodyOf = (list: typeof rows): string => list.slice(0, 5).map(line).join('；') + (list.length > 5 ? `；等 ${list.length} 项` : '');
    const titleOf = (list: typeof rows): string => { const over = list.filter((r) => r.told === 'over').length; return over ? `${list.length} 项资产到期提醒，其中 ${over} 项已过期` : `${list.length} 项资产即将到期`; };
    const units = Map.groupBy(rows, (r) => r.unit_id);
    const news: NewNotice[] = (await accountsToTell(tx, [...units.keys()])).map((a) => ({ account_id: a.account_id, kind: 'ledger_due', title: titleOf(units.get(a.unit_id)!), body: bodyOf(units.get(a.unit_id)!), link: '/ledgers?tab=due', once_key: `ledger-due:${a.unit_id}:${day}` }));
    for (const account_id of await accountsWithRole(tx, 'office')) news.push({ account_id, kind: 'ledger_due', title: titleOf(rows), body: bodyOf(rows), link: '/ledgers?tab=due', once_key: `ledger-due:office:${day}` });
    await tell(tx, news);
  }),
});
