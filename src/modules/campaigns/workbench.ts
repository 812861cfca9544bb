import { sql, type Db } from '../../kernel/database.ts';
import { may, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { listAssignments } from './assignments.ts';
import { isDue, isOverdue, listCampaigns, visibleAssignments } from './queries.ts';

/** One page on which somebody sees what is his to do now. */
export async function readWorkbench(db: Db, actor: Actor) {
  const [todo, figures, campaigns, gaps] = await Promise.all([
    listAssignments(db, actor, { page: 1, size: 50, mine: 'true' }),
    visibleAssignments(db, actor).where('k.state', '=', 'published').select([
      sql<number>`(count(*) filter (where ${isDue('soon')}))::int`.as('due_soon'), sql<number>`(count(*) filter (where ${isOverdue()}))::int`.as('overdue'),
      sql<number>`(count(*) filter (where ${isDue('month')}))::int`.as('this_month'), sql<number>`(count(*) filter (where a.state = 'to_review'))::int`.as('to_review'),
    ]).executeTakeFirstOrThrow(),
    may(actor, 'campaign.read') ? listCampaigns(db, actor) : [],
    countGaps(db, actor),
  ]);
  return { todo: todo.items, ...figures, campaigns: campaigns.filter((k) => k.state !== 'closed').slice(0, 20), gaps };
}

/** Required duties that nobody holds, in the units the actor answers for. */
async function countGaps(db: Db, actor: Actor): Promise<number> {
  const units = unitsFor(actor, 'person.write');
  if (units !== 'all' && units.size === 0) return 0;
  const scope = units === 'all' ? sql`true` : sql`u.id = any(${[...units]}::uuid[])`;
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from unit u cross join unnest(array['first_responsible', 'direct_responsible', 'liaison', 'security_officer']) d
    where u.status = 'active' and ${scope} and not exists (select 1 from post p join post_holder h on h.post_id = p.id and h.until is null where p.unit_id = u.id and p.duty = d)`.execute(db);
  return rows[0]?.n ?? 0;
}
