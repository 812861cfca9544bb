import * as z from 'zod';
import { today } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/database.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { serverActor } from '../../kernel/identity/actor.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { readCalendar, readSettings } from '../../kernel/settings/settings.ts';
import { openSeries } from './keep-report.ts';
import { standingOf } from './standing.ts';

/** Opens what the series of reports ask, then tells the office which reports and milestones are due and which late; of reports past the second step the leaders too. Each of them, step and person once. */
export const remindReports = (db: Db) => defineJob({
  name: 'papers.remind', payload: z.object({}), cron: '15 8-20 * * *',
  run: async () => { await remindOnce(db); },
});

async function remindOnce(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await openSeries(tx, serverActor);
    const day = today();
    const [s, calendar] = await Promise.all([readSettings(tx), readCalendar(tx)]);
    const open = await tx.selectFrom('upward_report as r').innerJoin('work_case as c', 'c.id', 'r.id').select(['r.id', 'r.title', 'r.recipient', 'c.state', 'c.due_on', 'r.due_at', 'r.sent_at']).where('c.state', 'in', ['to_report', 'drafted']).orderBy('c.due_on').execute();
    const office = await accountsWithRole(tx, 'office');
    const leaders = await accountsWithRole(tx, 'leader');
    const second = [...s.reminder_days_after].sort((x, y) => x - y)[1];
    const news: NewNotice[] = [];
    const put = (to: string[], r: { id: string; recipient: string; due_on: string | null }, title: string, step: string) => { for (const account_id of to) news.push({ account_id, kind: 'upward_report', title, body: `接收机关：${r.recipient}；时限：${r.due_on}。`, link: `/papers/reports/${r.id}`, once_key: `upward_report:${r.id}:${step}` }); };
    for (const r of open) {
      const due = r.due_on!;
      const before = s.reminder_days_before.find((n) => calendar.addWorkdays(calendar.addDays(due, 1 - n), -1) === day);
      if (standingOf(r) === 'to_come') {
        if (before !== undefined || due === day) put(office, r, `即将到期：${r.title}`, `${due}:${due === day ? 'day' : `-${before}`}`);
        continue;
      }
      const step = due === day ? 0 : s.reminder_days_after.find((n) => calendar.workdayFrom(calendar.addDays(due, n)) === day);
      if (step === undefined) continue;
      put(office, r, `逾期未报：${r.title}`, `${due}:+${step}`);
      if (second !== undefined && step >= second) put(leaders, r, `逾期未报：${r.title}`, `${due}:+${step}`);
    }
    const milestones = await tx.selectFrom('plan_milestone as p').innerJoin('own_document as o', 'o.id', 'p.document_id').select(['p.id', 'p.title', 'p.due_on', 'o.id as document_id', 'o.title as plan']).where('p.done_on', 'is', null).execute();
    for (const m of milestones) {
      const late = s.reminder_days_after.find((n) => calendar.workdayFrom(calendar.addDays(m.due_on, n)) === day);
      const soon = m.due_on >= day && s.reminder_days_before.some((n) => calendar.addWorkdays(calendar.addDays(m.due_on, 1 - n), -1) === day);
      if (late === undefined && !soon) continue;
      for (const account_id of office) news.push({ account_id, kind: 'plan_milestone', title: `${soon ? '里程碑即将到期' : '里程碑逾期'}：${m.title}`, body: `《${m.plan}》，时限：${m.due_on}。`, link: `/papers/own/${m.document_id}`, once_key: `plan_milestone:${m.id}:${m.due_on}:${soon ? 'soon' : late}:${day}` });
    }
    return tell(tx, news);
  });
}
