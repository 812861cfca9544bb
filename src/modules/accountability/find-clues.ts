import { daysBetween, dateOf, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { openCases } from '../../kernel/workflow/workflow.ts';
import { readShortfalls } from '../campaigns/index.ts';
import { lateFilings } from '../filings/index.ts';
import { lateHazards } from '../hazards/index.ts';
import { unitsWithoutGrading } from '../mlps/index.ts';
import { unitsWithGaps } from '../organisation/index.ts';
import { unguardedSystems } from '../protection/index.ts';
import { unitsWithoutLetter } from '../responsibility/index.ts';
import { builtInGrounds, isAbout, type BuiltInGround } from './grounds.ts';
import { clueFlow } from './workflow.ts';

interface Seen { ground: BuiltInGround; unit_id: string; object_key: string; object_link: string; facts: string }

/** What the rules see today. */
async function look(tx: Tx): Promise<Seen[]> {
  const day = today();
  const year = Number(day.slice(0, 4));
  const [shortfalls, gaps, letterless, hazards, filings, unguarded] = await Promise.all([readShortfalls(tx), unitsWithGaps(tx), unitsWithoutLetter(tx, year), lateHazards(tx), lateFilings(tx), unguardedSystems(tx)]);
  const seen: Seen[] = [];
  for (const ground of builtInGrounds) {
    const { rule } = ground;
    if (!rule) continue;
    const put = (unit_id: string, object_key: string, object_link: string, facts: string): void => { seen.push({ ground, unit_id, object_key, object_link, facts }); };
    const late = (a: (typeof shortfalls)[number]): number => (a.overdue && a.due_on ? daysBetween(a.due_on, day) : 0);
    const task = (a: (typeof shortfalls)[number], what: string): void => put(a.unit_id, `assignment:${a.id}`, `/assignments/${a.id}`, `《${a.campaign}》任务“${a.task}”${what}。`);
    if (rule.sees === 'overdue') for (const a of shortfalls) { if (late(a) >= rule.days && isAbout(rule, a.task)) task(a, `应于 ${a.due_on} 前完成，截至 ${day} 已逾期 ${late(a)} 天`); }
    if (rule.sees === 'returned') for (const a of shortfalls) { if (a.returned >= rule.times) task(a, `截至 ${day} 已被退回 ${a.returned} 次`); }
    if (rule.sees === 'unsigned') for (const a of shortfalls) { const n = daysBetween(dateOf(a.created_at), day); if (a.state === 'to_sign' && n >= rule.days) task(a, `下达 ${n} 天仍未签收`); }
    if (rule.sees === 'gaps') for (const u of gaps) put(u.unit_id, `unit:${u.unit_id}:${year}`, `/organisation?tab=duties&unit=${u.unit_id}`, `截至 ${day}，${u.unit_name}有 ${u.missing} 类网络安全责任人空缺。`);
    if (rule.sees === 'not_graded') for (const u of await unitsWithoutGrading(tx, rule.days)) put(u.unit_id, `unit:${u.unit_id}:${year}`, `/mlps?tab=gaps&gap=ungraded&unit_id=${u.unit_id}`, `截至 ${day}，${u.unit_name}有 ${u.n} 个在线系统登记满 ${rule.days} 天仍未定级，如“${u.first}”。`);
    if (rule.sees === 'hazard') for (const h of hazards) { const n = daysBetween(h.due_on, day); if (n >= rule.days) put(h.unit_id, `hazard:${h.id}`, `/hazards/${h.id}`, `隐患 ${h.number}“${h.title}”应于 ${h.due_on} 前整改，截至 ${day} 已逾期 ${n} 天。`); }
    if (rule.sees === 'filing') for (const x of filings) { const n = daysBetween(x.due_on, day); if (n >= rule.days) put(x.unit_id, `filing:${x.id}:${x.due_on}`, `/filings?system_id=${x.system_id}`, `系统“${x.system_name}”的${x.kind_name}应于 ${x.due_on} 前办理，截至 ${day} 已逾期 ${n} 天。`); }
    if (rule.sees === 'unguarded') for (const s of unguarded) put(s.unit_id, `system:${s.id}:${year}`, `/protection?tab=measures&system_id=${s.id}`, `在线系统“${s.name}”未落实：${s.missing.join('、')}。`);
    if (rule.sees === 'no_letter' && day >= `${year}-${rule.after}`) for (const u of letterless) put(u.unit_id, `unit:${u.unit_id}:${year}`, `/responsibility?tab=letters&year=${year}`, `截至 ${day}，${u.unit_name}未签订 ${year} 年度网络安全责任书。`);
  }
  return seen;
}

/** Opens a clue for what the rules see and no clue was ever opened for. One at a time, so that two runs cannot see the same thing new. Returns how many. */
export async function findClues(tx: Tx, actor: Actor): Promise<number> {
  await sql`select pg_advisory_xact_lock(7265070)`.execute(tx);
  const known = new Set((await tx.selectFrom('clue').select(['ground', 'object_key']).where('object_key', 'is not', null).execute()).map((c) => `${c.ground} ${c.object_key}`));
  const fresh = (await look(tx)).filter((s) => !known.has(`${s.ground.key} ${s.object_key}`)).map((s) => ({ ...s, id: newId() }));
  for (let i = 0; i < fresh.length; i += 1000) {
    const some = fresh.slice(i, i + 1000);
    await openCases(tx, clueFlow, actor, some.map((s) => ({ id: s.id, unit_id: s.unit_id, due_on: null })));
    await tx.insertInto('clue').values(some.map((s) => ({ id: s.id, ground: s.ground.key, ground_text: s.ground.text, ground_source: s.ground.source, object_key: s.object_key, object_link: s.object_link, facts: s.facts, created_by_name: actor.name, ...blank }))).execute();
  }
  return fresh.length;
}
/** What a clue does not know at first. */
export const blank = { asked_note: null, asked_at: null, answer_by: null, answer: null, answered_by_name: null, answered_at: null, correct_by: null, corrected_on: null, proposed_by: null, decided_on: null, transfer_to: null, transferred_on: null, transfer_receipt: null } as const;
