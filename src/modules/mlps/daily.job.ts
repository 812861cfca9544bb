import * as z from 'zod';
import { today } from '../../kernel/clock.ts';
import { sql, type Db } from '../../kernel/database.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { serverActor, type Actor } from '../../kernel/identity/actor.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { accountsToTell } from '../organisation/index.ts';
import { dueNames } from './names.ts';
import { loadObjects } from './queries.ts';

/** Days before a date on which the unit hears of it, and days after it; from the last on the office hears too. */
const before = [60, 30, 7, 1];
const afterwards = [1, 7, 30];
const officeFrom = -7;
const reader = { ...serverActor, roles: [{ role: 'office', unit_id: null, unit_name: null, subtree: [] }] } as Actor;

/** Each morning: one message a unit for what falls due on one of these days; and for systems that have no level yet, when a week has gone by. Safe to run twice. */
export const mlpsDaily = (db: Db) => defineJob({
  name: 'mlps.daily', payload: z.object({}), cron: '40 7 * * *',
  run: () => db.transaction().execute(async (tx) => {
    const day = today();
    const due = (await loadObjects(tx, reader)).flatMap((o) => o.dues.filter((d) => before.includes(d.days) || afterwards.includes(-d.days)).map((d) => ({ ...d, object: o })));
    const { rows: ungraded } = await sql<{ unit_id: string; n: number; first: string }>`select unit_id, count(*)::int as n, min(name) as first from info_system where state <> 'cancelled' and mlps_level is null and ungraded_reason = '' and (${day}::date - (created_at at time zone 'Asia/Shanghai')::date) in (1, 7, 30) group by unit_id`.execute(tx);
    const units = [...new Set([...due.map((d) => d.object.unit_id), ...ungraded.map((u) => u.unit_id)])];
    if (units.length === 0) return;
    const people = await accountsToTell(tx, units);
    const office = due.some((d) => d.days <= officeFrom) ? await accountsWithRole(tx, 'office') : [];
    const news: NewNotice[] = [];
    for (const unit of units) {
      const mine = due.filter((d) => d.object.unit_id === unit);
      const accounts = [...new Set(people.filter((p) => p.unit_id === unit).map((p) => p.account_id))];
      if (mine.length) {
        const [d] = mine;
        const when = d!.overdue ? `已逾期 ${-d!.days} 天` : `还有 ${d!.days} 天`;
        const title = mine.length === 1 ? `${d!.object.name}：${dueNames[d!.kind]}${when}` : `${mine.length} 件等保事项到期`;
        const text = { kind: 'mlps', title, body: mine.slice(0, 8).map((x) => `${x.object.name} ${dueNames[x.kind]} ${x.due_on}`).join('；'), link: mine.length === 1 ? `/mlps/${d!.object.id}` : `/mlps?tab=calendar&unit_id=${unit}`, once_key: `mlps-due:${unit}:${day}` };
        for (const account_id of accounts) news.push({ account_id, ...text });
        if (mine.some((x) => x.days <= officeFrom)) for (const account_id of office) news.push({ account_id, ...text, title: `${d!.object.unit_name}：${title}`, link: `/mlps?tab=calendar&unit_id=${unit}` });
      }
      const u = ungraded.find((x) => x.unit_id === unit);
      if (u) for (const account_id of accounts) news.push({ account_id, kind: 'mlps', title: `${u.n} 个系统还没有定级`, body: `${u.first}${u.n > 1 ? ' 等' : ''}。新建系统应在规划设计阶段定级。`, link: '/mlps?tab=gaps', once_key: `mlps-ungraded:${unit}:${day}` });
    }
    await tell(tx, news);
  }),
});
