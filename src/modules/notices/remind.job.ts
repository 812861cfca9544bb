import * as z from 'zod';
import { today } from '../../kernel/clock.ts';
import { sql, type Db } from '../../kernel/database.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { accountsToTell } from '../organisation/index.ts';
import { reported } from './letter-queries.ts';
import { answered } from './paper.ts';

interface Due { id: string; unit_id: string; number: string; title: string; warning_id: string | null; due_on: string | null; waits: 'sign' | 'answer' | 'report'; times: number }
/** 催办: every so many days by the gravest hazard, until a letter is signed for, answered, and its 整改报告 handed in. From the second time the unit's head hears of it too. Safe to run twice a day. */
export const remindOfLetters = (db: Db) => defineJob({
  name: 'letters.remind', payload: z.object({}), cron: '40 7 * * *',
  run: () => db.transaction().execute(async (tx) => {
    const { rows } = await sql<Due>`
      with l as (select n.id, n.unit_id, n.number, n.title, n.warning_id, n.due_on::text as due_on, n.reminders, m.unsigned_days, m.unanswered_days, n.signed_at,
          ${today()}::date - (n.issued_at at time zone 'Asia/Shanghai')::date as since_issue, ${today()}::date - (n.signed_at at time zone 'Asia/Shanghai')::date as since_sign,
          case when n.kind = 'warning' then exists (select 1 from warning_answer a join work_case c on c.id = a.warning_id where a.warning_id = n.warning_id and a.unit_id = n.unit_id and a.state = 'waiting' and c.state = 'published')
            else exists (select 1 from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id and not ${answered} and h.state in ('notified', 'signed', 'fixing', 'shut')) end as unanswered,
          n.kind in ${reported} and n.due_on < ${today()}::date and not exists (select 1 from repair_report r where r.notice_id = n.id and r.handed_in_at is not null) as unreported
        from hazard_notice n join notice_reminder m on m.severity = coalesce(n.severity, 'medium') where n.withdrawn_at is null and (n.reminded_on is null or n.reminded_on < ${today()}::date))
      select id, unit_id, number, title, warning_id, due_on, reminders as times, case when signed_at is null then 'sign' when unanswered then 'answer' else 'report' end as waits from l
      where (signed_at is null and since_issue > 0 and since_issue % unsigned_days = 0) or (signed_at is not null and (unanswered or unreported) and since_sign > 0 and since_sign % unanswered_days = 0)`.execute(tx);
    if (rows.length === 0) return;
    const people = await accountsToTell(tx, [...new Set(rows.map((r) => r.unit_id))]);
    const news: NewNotice[] = rows.flatMap((r) => [...new Set(people.filter((p) => p.unit_id === r.unit_id && (p.role === 'liaison' || r.times > 0)).map((p) => p.account_id))].map((account_id) => ({
      account_id, kind: 'hazard_notice', title: `${r.waits === 'sign' ? '请签收' : r.waits === 'answer' ? '请反馈' : '请递交整改报告'}：${r.title}（${r.number}）`, body: r.due_on ? `期限 ${r.due_on}` : '', link: r.warning_id ? `/letters/warnings/${r.warning_id}` : r.waits === 'report' ? `/letters/repairs/${r.id}` : '/letters?tab=sent', once_key: `letter:${r.id}:${today()}`,
    })));
    await tell(tx, news);
    await sql`update hazard_notice set reminders = reminders + 1, reminded_on = ${today()}::date where id = any(${rows.map((r) => r.id)}::uuid[])`.execute(tx);
  }),
});
