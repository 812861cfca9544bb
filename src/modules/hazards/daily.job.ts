import * as z from 'zod';
import { today } from '../../kernel/clock.ts';
import { sql, type Db, type Tx } from '../../kernel/database.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { serverActor } from '../../kernel/identity/actor.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { addEvent } from '../../kernel/workflow/workflow.ts';
import { accountsToTell } from '../organisation/index.ts';
import { owing } from './workflow.ts';

/** Each morning: reminders and 督办, one message a unit and step; dismissals that ran out are looked at again. Safe to run twice. */
export const hazardDaily = (db: Db) => defineJob({
  name: 'hazards.daily', payload: z.object({}), cron: '30 7 * * *',
  run: () => db.transaction().execute(async (tx) => {
    await remind(tx);
    for (const l of await tx.selectFrom('hazard_ladder').selectAll().orderBy('days').execute()) {
      const step = { ...l, to: [...(l.liaison ? ['liaison' as const] : []), ...(l.unit_head ? ['unit_head' as const] : [])] };
      const { rows } = await sql<{ unit_id: string; unit_name: string; n: number; first: string }>`select h.unit_id, u.name as unit_name, count(*)::int as n, min(p.title) as first from hazard h join unit u on u.id = h.unit_id join problem p on p.id = h.problem_id
        where h.open and h.lead_id is null and h.state = any(${[...owing]}::text[]) and h.due_on = ${today()}::date - ${step.days}::int group by h.unit_id, u.name`.execute(tx);
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
/** By severity every so many days from the notice on, until it is answered. */
async function remind(tx: Tx): Promise<void> {
  const { rows } = await sql<{ unit_id: string; n: number; first: string; due_on: string | null }>`select h.unit_id, count(*)::int as n, min(p.title) as first, min(h.due_on)::text as due_on from hazard h join problem p on p.id = h.problem_id left join info_system s on s.id = h.system_id
    join hazard_limit l on l.severity = h.severity and l.important = coalesce(s.importance in ('key', 'important'), false)
    where h.open and h.lead_id is null and h.state in ('notified', 'signed', 'fixing') and h.due_on > ${today()}::date and l.remind_days > 0 and (h.notified_at at time zone 'Asia/Shanghai')::date < ${today()}::date and (${today()}::date - (h.notified_at at time zone 'Asia/Shanghai')::date) % l.remind_days = 0 group by h.unit_id`.execute(tx);
  if (rows.length === 0) return;
  const people = await accountsToTell(tx, rows.map((r) => r.unit_id), ['liaison']);
  await tell(tx, rows.flatMap((r) => people.filter((p) => p.unit_id === r.unit_id).map((p): NewNotice => ({ account_id: p.account_id, kind: 'hazard', title: `还有 ${r.n} 处隐患等待整改`, body: `${r.first}${r.n > 1 ? ' 等' : ''}，最近的期限是 ${r.due_on}`, link: `/hazards?unit_id=${r.unit_id}&open=true`, once_key: `hazards:${r.unit_id}:${today()}:remind` }))));
}
