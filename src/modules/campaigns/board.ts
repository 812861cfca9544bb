import { sql, type Reader } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import type { Cell } from './contract.ts';
import { isOverdue, scoped, unitCounts } from './queries.ts';
import { owing } from './workflow.ts';
import type * as z from 'zod';

type Cells = z.infer<typeof Cell>[];

/** The whole board in three statements: one cell for a unit and a task; a recurring task shows its worst open instance, else its latest.
 *  `cells` is JSON as the database wrote it: twenty thousand of them are not worth reading and writing once more on the way out. */
async function boardParts(db: Reader, actor: Actor, campaignId: string) {
  const [tasks, units] = await Promise.all([
    db.selectFrom('task').select(['id', 'path', 'title']).where('campaign_id', '=', campaignId).where('withdrawn_at', 'is', null).orderBy('sort').execute(),
    unitCounts(db, actor, campaignId),
  ]);
  // nothing in it needs escaping: ids, places, days and the words of the state table
  const { rows } = await sql<{ cells: string | null }>`
    with periodic as (select distinct task_id from assignment where campaign_id = ${campaignId} and period_start is not null),
    shown as (
      select a.id, a.task_id, a.unit_id, a.state, a.due_on, a.lead from assignment a where a.campaign_id = ${campaignId} and ${scoped(actor, 'campaign.read')} and not exists (select from periodic p where p.task_id = a.task_id)
      union all
      select * from (select distinct on (a.task_id, a.unit_id) a.id, a.task_id, a.unit_id, a.state, a.due_on, a.lead from assignment a join periodic p on p.task_id = a.task_id where ${scoped(actor, 'campaign.read')}
        order by a.task_id, a.unit_id, ${isOverdue()} desc nulls last, a.open desc, a.period_start desc) r),
    urged as (select distinct on (s.assignment_id) s.assignment_id, s.due_on from supervised_assignment s join assignment a on a.id = s.assignment_id where a.campaign_id = ${campaignId} and a.state in (${sql.join(owing)}) order by s.assignment_id, s.document_id desc)
    select string_agg(concat('{"a":"', a.id, '","t":', t.place - 1, ',"u":', u.place - 1, ',"s":"', a.state, '","d":', coalesce('"' || a.due_on || '"', 'null'),
      case when ${isOverdue()} then ',"o":true' end, case when a.lead then ',"l":true' end, ',"g":"' || g.due_on || '"', '}'), ',') as cells
    from shown a join unnest(${tasks.map((t) => t.id)}::uuid[]) with ordinality as t(id, place) on t.id = a.task_id join unnest(${units.map((u) => u.unit_id)}::uuid[]) with ordinality as u(id, place) on u.id = a.unit_id
    left join urged g on g.assignment_id = a.id`.execute(db);
  return { tasks, units: units.map((u) => ({ id: u.unit_id, name: u.unit_name, counts: u.counts })), cells: `[${rows[0]?.cells ?? ''}]` };
}
/** The board as the text of its JSON. */
export async function boardJson(db: Reader, actor: Actor, campaignId: string): Promise<string> {
  const { cells, ...rest } = await boardParts(db, actor, campaignId);
  return `${JSON.stringify(rest).slice(0, -1)},"cells":${cells}}`;
}
export async function readBoard(db: Reader, actor: Actor, campaignId: string) {
  const board = await boardParts(db, actor, campaignId);
  return { ...board, cells: JSON.parse(board.cells) as Cells };
}
