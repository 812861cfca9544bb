import { announce } from '../../kernel/changes.ts';
import { now } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { addEvent } from '../../kernel/workflow/workflow.ts';
import { visibleHazards } from './queries.ts';
import type { Twin } from './twins.ts';

defineErrors({
  'hazard.link_elsewhere': '只能关联同一个责任单位的隐患。请先指定责任单位。',
  'hazard.link_none': '没有找到这个隐患编号。',
  'hazard.link_same': '这两处已经是同一处了。',
}, {
  'hazard.link_elsewhere': 'Only hazards of one unit can be linked. Assign the unit first.',
  'hazard.link_none': 'There is no hazard of this number.',
  'hazard.link_same': 'These two are linked already.',
});

async function demandBoth(tx: Tx, actor: Actor, where: { id: string } | { number: string }) {
  const q = visibleHazards(tx, actor).innerJoin('problem as p', 'p.id', 'h.problem_id').select(['h.id', 'h.number', 'h.unit_id', 'h.lead_id', 'h.owned', 'p.scanner', 'p.rule_id', 'p.title']);
  const h = await ('id' in where ? q.where('h.id', '=', where.id) : q.where('h.number', '=', where.number)).forUpdate('h').executeTakeFirst();
  if (!h && 'number' in where) throw new AppError('not_found', 'hazard.link_none');
  if (!h) throw new AppError('not_found', 'object.not_found');
  demandIn(actor, 'hazard.manage', h.unit_id);
  return h;
}
type Both = Awaited<ReturnType<typeof demandBoth>>;

/** By hand: `id` and whatever follows it follow `number` (or what that one follows). `remember`: their rules are taken for one hole from now on. Throws hazard.link_none, hazard.link_elsewhere, hazard.link_same. */
export async function linkByHand(tx: Tx, actor: Actor, id: string, number: string, remember: boolean): Promise<void> {
  const h = await demandBoth(tx, actor, { id });
  const named = await demandBoth(tx, actor, { number: number.trim().toUpperCase() });
  await join(tx, actor, h, named, 'hand');
  if (remember) await rememberRules(tx, actor, h, named);
}
async function join(tx: Tx, actor: Actor, h: Both, named: Both, reason: 'hand' | undefined): Promise<void> {
  const leadId = named.lead_id ?? named.id;
  if (h.id === leadId || h.lead_id === leadId) throw new AppError('rule', 'hazard.link_same');
  if (h.unit_id !== named.unit_id || !h.owned || !named.owned) throw new AppError('rule', 'hazard.link_elsewhere');
  const at = now().toISOString();
  await sql`insert into hazard_link as k (id, hazard_id, lead_id, state, reason, created_at, decided_at, decided_by_name) values (${newId()}, ${h.id}, ${leadId}, 'linked', ${reason ?? 'hand'}, ${at}, ${at}, ${actor.name})
    on conflict (least(hazard_id, lead_id), greatest(hazard_id, lead_id)) do update set state = 'linked', hazard_id = excluded.hazard_id, lead_id = excluded.lead_id, decided_at = excluded.decided_at, decided_by_name = excluded.decided_by_name`.execute(tx);
  await sql`update hazard set lead_id = ${leadId} where id = ${h.id} or lead_id = ${h.id}`.execute(tx);
  await addEvent(tx, h.id, actor, 'link', { note: named.number });
  await addEvent(tx, leadId, actor, 'link', { note: h.number });
  await announce(tx, 'hazards');
}
async function rememberRules(tx: Tx, actor: Actor, a: Both, b: Both): Promise<void> {
  if (a.scanner === b.scanner || a.scanner === 'manual' || b.scanner === 'manual') return;
  const known = await tx.selectFrom('same_hole').select('hole').where((e) => e.or([e.and([e('scanner', '=', a.scanner), e('rule_id', '=', a.rule_id)]), e.and([e('scanner', '=', b.scanner), e('rule_id', '=', b.rule_id)])])).executeTakeFirst();
  for (const r of [a, b]) await sql`insert into same_hole (hole, scanner, rule_id, source) values (${known?.hole ?? a.title}, ${r.scanner}, ${r.rule_id}, ${actor.name}) on conflict (scanner, rule_id) do nothing`.execute(tx);
}
/** The pair stands alone again, each in its state, and is not proposed any more. */
export async function unlink(tx: Tx, actor: Actor, id: string): Promise<void> {
  const h = await demandBoth(tx, actor, { id });
  if (!h.lead_id) throw new AppError('not_found', 'object.not_found');
  await sql`update hazard_link set state = 'undone', decided_at = ${now().toISOString()}, decided_by_name = ${actor.name} where state = 'linked' and hazard_id = ${id}`.execute(tx);
  await sql`insert into hazard_link (id, hazard_id, lead_id, state, reason, created_at, decided_at, decided_by_name) values (${newId()}, ${id}, ${h.lead_id}, 'undone', 'hand', ${now().toISOString()}, ${now().toISOString()}, ${actor.name}) on conflict do nothing`.execute(tx);
  await sql`update hazard set lead_id = null where id = ${id}`.execute(tx);
  await addEvent(tx, id, actor, 'unlink');
  await addEvent(tx, h.lead_id, actor, 'unlink', { note: h.number });
  await announce(tx, 'hazards');
}
/** What the server proposed: yes, no; many at once. Those whose hazards have gone to different units meanwhile are passed over. */
export async function decideLinks(tx: Tx, actor: Actor, ids: string[], accept: boolean): Promise<number> {
  const links = await tx.selectFrom('hazard_link').select(['id', 'hazard_id', 'lead_id']).where(sql<boolean>`id = any(${ids}::uuid[])`).where('state', '=', 'proposed').orderBy('id').forUpdate().execute();
  let done = 0;
  for (const l of links) {
    const [h, lead] = [await demandBoth(tx, actor, { id: l.hazard_id }), await demandBoth(tx, actor, { id: l.lead_id })];
    if (accept && (h.unit_id !== lead.unit_id || !h.owned || !lead.owned)) continue;
    if (!accept || h.lead_id === (lead.lead_id ?? lead.id) || h.id === lead.lead_id) await tx.updateTable('hazard_link').set({ state: accept ? 'linked' : 'refused', decided_at: now().toISOString(), decided_by_name: actor.name }).where('id', '=', l.id).execute();
    else await join(tx, actor, h, lead, undefined);
    done++;
  }
  return done;
}

const twin = sql`json_build_object('id', x.id, 'number', x.number, 'title', xp.title, 'scanner', xp.scanner, 'cve', xp.cve, 'place', concat_ws(':', coalesce(nullif(x.host, ''), host(x.ip)), x.port::text) || coalesce(x.path, ''), 'state', x.state)`;
/** What waits for the office's word. */
export async function listProposals(db: Reader, actor: Actor) {
  const { rows } = await sql<{ id: string; reason: 'cve' | 'rules' | 'name' | 'hand'; unit_name: string; a: Twin; b: Twin }>`select k.id, k.reason, u.name as unit_name, (select ${twin} from hazard x join problem xp on xp.id = x.problem_id where x.id = k.hazard_id) as a, (select ${twin} from hazard x join problem xp on xp.id = x.problem_id where x.id = k.lead_id) as b
    from hazard_link k join hazard h on h.id = k.hazard_id join unit u on u.id = h.unit_id where k.state = 'proposed' and h.id in (${visibleHazards(db, actor).select('h.id')}) order by k.created_at desc, k.id limit 200`.execute(db);
  return rows;
}
