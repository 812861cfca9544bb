import * as z from 'zod';
import { today } from '../../kernel/clock.ts';
import { sql, type Db } from '../../kernel/database.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { serverActor } from '../../kernel/identity/actor.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { accountsToTell, type ToldAs } from '../organisation/index.ts';
import { settleFilings } from './settle-filings.ts';
import { owing } from './workflow.ts';

/** Days to the due date (below zero: past it), and who hears of it. */
const steps: readonly { days: number; to: readonly ToldAs[]; office?: true; words: string }[] = [
  { days: 15, to: ['liaison'], words: '15 天后到期' }, { days: 7, to: ['liaison'], words: '7 天后到期' }, { days: 1, to: ['liaison', 'unit_head'], words: '明天到期' }, { days: -1, to: ['liaison', 'unit_head'], office: true, words: '已逾期' }, { days: -7, to: ['liaison', 'unit_head'], office: true, words: '已逾期 7 天' }, { days: -30, to: ['unit_head'], office: true, words: '已逾期 30 天' },
];
/** Each morning: filings in step with the ledger, reminders of what is due or ends, one message a unit and step; and of reports that nobody has written for three days. Safe to run twice. */
export const filingsDaily = (db: Db) => defineJob({
  name: 'filings.daily', payload: z.object({}), cron: '40 7 * * *',
  run: () => db.transaction().execute(async (tx) => {
    await settleFilings(tx, serverActor, 'all');
    const news: NewNotice[] = [];
    for (const step of steps) {
      const { rows } = await sql<{ unit_id: string; unit_name: string; n: number; first: string }>`select c.unit_id, u.name as unit_name, count(*)::int as n, min(s.name || '（' || k.name || '）') as first from filing f join work_case c on c.id = f.id join unit u on u.id = c.unit_id join info_system s on s.id = f.system_id join filing_kind k on k.key = f.kind
        where (c.state = any(${[...owing]}::text[]) and c.due_on = ${today()}::date + ${step.days}::int) or (c.state = 'filed' and f.expires_on = ${today()}::date + ${step.days}::int) group by c.unit_id, u.name`.execute(tx);
      if (rows.length === 0) continue;
      const people = await accountsToTell(tx, rows.map((r) => r.unit_id), step.to);
      const office = step.office ? await accountsWithRole(tx, 'office') : [];
      for (const r of rows) for (const account_id of new Set([...people.filter((p) => p.unit_id === r.unit_id).map((p) => p.account_id), ...office])) news.push({ account_id, kind: 'filing', title: `${r.unit_name} ${r.n} 项备案${step.words}`, body: `${r.first}${r.n > 1 ? ' 等' : ''}`, link: `/filings?tab=due&unit_id=${r.unit_id}`, once_key: `filings:${r.unit_id}:${today()}:${step.days}` });
    }
    const { rows: [waiting] } = await sql<{ n: number }>`select count(*)::int as n from system_report where document_id is null and dropped_at is null and on_date <= ${today()}::date - 3`.execute(tx);
    if (waiting!.n) for (const account_id of await accountsWithRole(tx, 'office')) news.push({ account_id, kind: 'filing', title: `${waiting!.n} 个系统的变动超过 3 天没有书面报备`, body: '新增加、关闭或出现重大变更的系统应当及时书面报备。', link: '/filings?tab=reports', once_key: `filings:reports:${today()}` });
    await tell(tx, news);
  }),
});
