import * as z from 'zod';
import { today } from '../../kernel/clock.ts';
import { sql, type Db } from '../../kernel/database.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { serverActor } from '../../kernel/identity/actor.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { addEvent } from '../../kernel/workflow/workflow.ts';
import { accountsToTell, type ToldAs } from '../organisation/index.ts';
import { owing } from './workflow.ts';

/** 督办的梯次: days past the due date, and who hears of it. From the seventh day the office is asked to shut the system. */
const ladder: readonly { days: number; to: readonly ToldAs[]; office?: true; leader?: true; words: string }[] = [
  { days: -1, to: ['liaison'], words: '明天到期' }, { days: 1, to: ['liaison'], words: '已逾期 1 天' }, { days: 3, to: ['liaison', 'unit_head'], words: '已逾期 3 天' }, { days: 7, to: ['liaison', 'unit_head'], office: true, words: '已逾期 7 天，按规定应当关停' }, { days: 14, to: ['unit_head'], office: true, leader: true, words: '已逾期 14 天，仍未整改' },
];
/** Each morning: reminders and 督办, one message a unit and step; dismissals that ran out are looked at again. Safe to run twice. */
export const hazardDaily = (db: Db) => defineJob({
  name: 'hazards.daily', payload: z.object({}), cron: '30 7 * * *',
  run: () => db.transaction().execute(async (tx) => {
    for (const step of ladder) {
      const { rows } = await sql<{ unit_id: string; unit_name: string; n: number; first: string }>`select h.unit_id, u.name as unit_name, count(*)::int as n, min(p.title) as first from hazard h join unit u on u.id = h.unit_id join problem p on p.id = h.problem_id
        where h.open and h.state = any(${[...owing]}::text[]) and h.due_on = ${today()}::date - ${step.days}::int group by h.unit_id, u.name`.execute(tx);
      if (rows.length === 0) continue;
      const people = await accountsToTell(tx, rows.map((r) => r.unit_id), step.to);
      const above = [...(step.office ? await accountsWithRole(tx, 'office') : []), ...(step.leader ? await accountsWithRole(tx, 'leader') : [])];
      const news: NewNotice[] = [];
      for (const r of rows) {
        const text = { kind: 'hazard', title: `${r.unit_name} ${r.n} 处隐患${step.words}`, body: `${r.first}${r.n > 1 ? ' 等' : ''}`, link: `/hazards?unit_id=${r.unit_id}&${step.days < 0 ? 'open=true' : 'overdue=true'}`, once_key: `hazards:${r.unit_id}:${today()}:${step.days}` };
        for (const account_id of new Set([...people.filter((p) => p.unit_id === r.unit_id).map((p) => p.account_id), ...above])) news.push({ account_id, ...text });
      }
      await tell(tx, news);
    }
    const { rows: ended } = await sql<{ id: string }>`update work_case c set state = 'to_verify', closed_at = null, version = version + 1, changed_at = now() from hazard h where h.id = c.id and h.state = 'dismissed' and h.dismissed_until < ${today()}::date returning c.id`.execute(tx);
    for (const { id } of ended) await addEvent(tx, id, serverActor, 'dismissal_ended', { from: 'dismissed', to: 'to_verify', note: '不整改的有效期已满，请重新核实' });
    if (ended.length) {
      await sql`update hazard set dismissal = null, dismissed_until = null where id = any(${ended.map((e) => e.id)}::uuid[])`.execute(tx);
      await tell(tx, (await accountsWithRole(tx, 'office')).map((account_id) => ({ account_id, kind: 'hazard', title: `${ended.length} 处不整改的隐患到期，请重新核实`, body: '', link: '/hazards?state=to_verify', once_key: `hazards:ended:${today()}` })));
    }
  }),
});
