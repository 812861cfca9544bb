import * as z from 'zod';
import { today } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/database.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { serverActor } from '../../kernel/identity/actor.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { readCalendar, readSettings } from '../../kernel/settings/settings.ts';
import { accountsToTell } from '../organisation/index.ts';
import { openInstances } from './open-instances.ts';
import { owing } from './workflow.ts';

/** Opens the periods that begin today, then reminds: one digest a person and day, however many tasks, and never twice.
 *  Before the due date the liaison hears of it; after it the head too; past the second step the leaders (督办). Hourly in
 *  office hours, so that a server that was down in the morning catches up; the day's key keeps it to one message. */
export const remind = (db: Db) => defineJob({
  name: 'campaigns.remind', payload: z.object({}), cron: '5 8-20 * * *',
  run: async () => { await remindOnce(db); },
});

/** Opens the periods that have begun, by night as well and at every start: a server that stood still for weeks shows at once what is owed. Tells nobody; the reminder does. */
export const openPeriods = (db: Db) => defineJob({
  name: 'campaigns.open_periods', payload: z.object({}), cron: '2 * * * *', atStart: true,
  run: async () => { await db.transaction().execute((tx) => openInstances(tx, serverActor, today())); },
});

export async function remindOnce(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const day = today();
    await openInstances(tx, serverActor, day);
    const s = await readSettings(tx);
    const open = await tx.selectFrom('assignment as a').innerJoin('campaign as k', 'k.id', 'a.campaign_id')
      .select(['a.unit_id', 'a.unit_name', 'a.due_on']).where('a.state', 'in', owing).where('a.due_on', 'is not', null).where('k.state', '=', 'published').execute();
    const [second] = [...s.reminder_days_after].sort((x, y) => x - y).slice(1);
    const soon = new Map<string, number>();
    const late = new Map<string, number>();
    const grave = new Map<string, number>();
    // nobody reads on a day off: what falls on one comes on the working day before, and what is late on the one after
    const calendar = await readCalendar(tx);
    const before = (due: string) => s.reminder_days_before.some((n) => calendar.addWorkdays(calendar.addDays(due, 1 - n), -1) === day);
    const after = (due: string) => s.reminder_days_after.filter((n) => calendar.workdayFrom(calendar.addDays(due, n)) === day).sort((a, b) => b - a)[0];
    for (const c of open) {
      if (before(c.due_on!) && c.due_on! >= day) soon.set(c.unit_id, (soon.get(c.unit_id) ?? 0) + 1);
      const step = after(c.due_on!);
      if (step === undefined) continue;
      late.set(c.unit_id, (late.get(c.unit_id) ?? 0) + 1);
      if (second !== undefined && step >= second) grave.set(c.unit_name, (grave.get(c.unit_name) ?? 0) + 1);
    }
    const news: NewNotice[] = [];
    const perAccount = async (counts: Map<string, number>, roles: ('liaison' | 'unit_head')[], kind: string, title: (n: number) => string, link: string) => {
      const sum = new Map<string, number>();
      for (const p of counts.size ? await accountsToTell(tx, [...counts.keys()], roles) : []) sum.set(p.account_id, (sum.get(p.account_id) ?? 0) + counts.get(p.unit_id)!);
      for (const [account_id, n] of sum) news.push({ account_id, kind, title: title(n), body: '请登录系统查看并尽快办理；确有困难的，可在到期前申请延期。', link, once_key: `${kind}:${day}` });
    };
    await perAccount(soon, ['liaison'], 'due_soon', (n) => `${n} 项任务即将到期`, '/assignments?mine=true');
    await perAccount(late, ['liaison', 'unit_head'], 'overdue', (n) => `${n} 项任务已逾期`, '/assignments?overdue=true');
    if (grave.size) {
      const units = [...grave].map(([unit, n]) => `${unit} ${n} 项`).slice(0, 20).join('、');
      for (const role of ['leader', 'office'] as const) for (const account_id of await accountsWithRole(tx, role)) news.push({ account_id, kind: 'overdue_units', title: `${grave.size} 个单位的任务逾期 ${second} 天以上`, body: `${units}。可在专项行动页一键督办。`, link: '/assignments?overdue=true', once_key: `overdue_units:${day}` });
    }
    return tell(tx, news);
  });
}
