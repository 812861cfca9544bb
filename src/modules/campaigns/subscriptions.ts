import { now } from '../../kernel/clock.ts';
import { sql } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import { onUnitMerged } from '../organisation/index.ts';

/** A merged unit's open tasks become the other's; one that both owe is owed once, by the unit that remains. */
onUnitMerged('assignment', async (tx, by, from, into) => {
  const at = now().toISOString();
  const same = sql`b.task_id = a.task_id and b.unit_id = ${into} and b.period_start is not distinct from a.period_start`;
  await sql`update assignment b set lead = true from assignment a where a.unit_id = ${from} and a.lead and ${same}`.execute(tx);
  const doubles = (await sql<{ id: string; state: string }>`update work_case c set state = 'withdrawn', closed_at = ${at}, changed_at = ${at}, version = c.version + 1 from work_case old, assignment a
    where old.id = c.id and a.id = c.id and a.unit_id = ${from} and c.closed_at is null and exists (select 1 from assignment b where ${same}) returning c.id, old.state`.execute(tx)).rows;
  const moved = (await sql<{ id: string }>`update assignment a set unit_id = u.id, unit_name = u.name from unit u, work_case c
    where u.id = ${into} and c.id = a.id and a.unit_id = ${from} and c.closed_at is null returning a.id`.execute(tx)).rows;
  const events = [
    ...doubles.map((d) => ({ case_id: d.id, action: 'withdraw', from_state: d.state, to_state: 'withdrawn', note: '单位已合并，此项由合并后的单位办理' })),
    ...moved.map((m) => ({ case_id: m.id, action: 'comment', from_state: null, to_state: null, note: '单位已合并，任务随之移交' })),
  ];
  if (events.length) await tx.insertInto('case_event').values(events.map((e) => ({ id: newId(), at, actor_id: by.id, actor_name: by.name, ...e }))).execute();
  await sql`insert into task_unit (task_id, unit_id, lead) select task_id, ${into}, lead from task_unit where unit_id = ${from} on conflict (task_id, unit_id) do update set lead = task_unit.lead or excluded.lead`.execute(tx);
  await tx.deleteFrom('task_unit').where('unit_id', '=', from).execute();
  await sql`update campaign set draft = replace(draft::text, ${from}, ${into})::jsonb, version = version + 1 where draft::text like ${`%${from}%`}`.execute(tx);
});
