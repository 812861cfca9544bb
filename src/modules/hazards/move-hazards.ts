import { announce } from '../../kernel/changes.ts';
import { now, today } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { readCalendar } from '../../kernel/settings/settings.ts';
import { deadlineFrom } from '../../kernel/workflow/deadlines.ts';
import { askExtension, decideExtension } from '../../kernel/workflow/extensions.ts';
import { addEvent, isHandedIn, move, moveMany, type Done, type Effects, type Fields } from '../../kernel/workflow/workflow.ts';
import { accountsToTell, type ToldAs } from '../organisation/index.ts';
import type { dismissals, hazardActions, severities } from './contract.ts';
import { visibleHazards } from './queries.ts';
import { hazardFlow, takesFindings, type HazardEffect } from './workflow.ts';

defineErrors({
  'hazard.until_ahead': '有效期须晚于今天，且不超过一年。到期会自动重新核实。',
  'hazard.not_attachable': '现在不能增减佐证。已反馈的请先收回。',
  'hazard.finding_closed': '这一处已经核实，不能再补充发现时的材料。整改材料请在收到通知后上传。',
  'hazard.handed_in': '这份佐证已随反馈提交，须留存，不能撤回。',
  'hazard.no_owner': '还没有责任单位的隐患不能通报。请先指定责任单位。',
  'hazard.unit_not_active': '所选单位不存在或已撤销，请重新选择。',
  'hazard.system_elsewhere': '所选系统不属于这个单位。',
  'hazard.with_lead': '这一条与 {number} 是同一处隐患，请在那里办理；不是同一处的，请先取消关联。',
  'hazard.twin_not_retested': '同一处的 {numbers} 还没有经它自己的扫描器复测，不能清零。',
  'hazard.told_already': '所选隐患中有已经通报的。请先撤回通知书，再改责任单位。',
}, {
  'hazard.until_ahead': 'The day it ends must be after today and within a year. It is then looked at again by itself.',
  'hazard.not_attachable': 'Evidence cannot be changed now. Take the report back first.',
  'hazard.finding_closed': 'This hazard has been verified; what shows the finding cannot be added any more. Proof of repair is added once the notice is there.',
  'hazard.handed_in': 'This evidence was handed in and stays.',
  'hazard.no_owner': 'Nobody answers for this hazard yet. Assign a unit first.',
  'hazard.unit_not_active': 'The unit is not there or is no more; choose again.',
  'hazard.system_elsewhere': 'That system belongs to another unit.',
  'hazard.with_lead': 'This is one hole with {number}; act there, or undo the link first.',
  'hazard.twin_not_retested': '{numbers}, the same hole, have not been retested by their own scanner yet.',
  'hazard.told_already': 'Some of these were notified already. Withdraw the notice before another unit is named.',
});

export interface HandMove { version: number; action: (typeof hazardActions)[number]; note?: string | undefined; dismissal?: (typeof dismissals)[number] | undefined; until?: string | undefined }
export async function demandHazard(tx: Tx, actor: Actor, id: string) {
  const h = await visibleHazards(tx, actor).innerJoin('problem as p', 'p.id', 'h.problem_id').select(['h.id', 'h.unit_id', 'h.state', 'h.number', 'h.source', 'p.title', 'h.owned', 'h.lead_id', 'h.notified_at']).where('h.id', '=', id).executeTakeFirst();
  if (!h) throw new AppError('not_found', 'object.not_found');
  return h;
}
/** Throws object.not_found, hazard.until_ahead, hazard.with_lead, hazard.twin_not_retested, workflow.*. */
export async function moveHazard(tx: Tx, actor: Actor, id: string, m: HandMove): Promise<void> {
  const h = await demandHazard(tx, actor, id);
  if (h.lead_id) throw new AppError('rule', 'hazard.with_lead', { number: (await tx.selectFrom('hazard').select('number').where('id', '=', h.lead_id).executeTakeFirstOrThrow()).number });
  if (m.action === 'ask_dismiss' && m.until && (m.until <= today() || m.until > `${Number(today().slice(0, 4)) + 1}${today().slice(4)}`)) throw new AppError('invalid', 'hazard.until_ahead', {}, [{ path: 'until', message: '请选择一年内的日期' }]);
  const fields = { dismissal: m.dismissal, until: m.until };
  if (m.action === 'pass') await demandTwinsRetested(tx, [id]);
  await move(tx, hazardFlow, actor, { id, version: m.version, action: m.action, note: m.note, fields }, { told: h.notified_at !== null }, hazardEffects);
  await moveFollowers(tx, actor, [id], m.action, m.note, fields);
}
export async function moveHazards(tx: Tx, actor: Actor, list: { id: string; version: number }[], action: (typeof hazardActions)[number], note?: string): Promise<number> {
  const ids = list.map((l) => l.id);
  if (action === 'pass') await demandTwinsRetested(tx, ids);
  const n = await moveMany(tx, hazardFlow, actor, list, action, note, hazardEffects);
  if (!byScanner.has(action)) await moveFollowers(tx, actor, ids, action, note, {});
  return n;
}
/** What a scanner tells moves its own hazard alone: each of a linked pair is seen, or not seen, by its own. */
const byScanner = new Set<string>(['not_seen', 'seen_again', 'seen_still']);
/** What is one hole goes along with the one that stands for it, where its own state allows. */
async function moveFollowers(tx: Tx, actor: Actor, leads: string[], action: string, note: string | undefined, fields: Fields): Promise<void> {
  const { rows } = await sql<{ id: string; version: number; state: string; told: boolean }>`select h.id, c.version, c.state, h.notified_at is not null as told from hazard h join work_case c on c.id = h.id where h.lead_id = any(${leads}::uuid[]) and h.id <> all(${leads}::uuid[])`.execute(tx);
  const made = action === 'report' ? 'report_with' : action;
  const going = rows.filter((r) => hazardFlow.transitions.some((t) => t.action === made && (t.from as readonly string[]).includes(r.state)));
  if (made === 'refuse') for (const r of going) await move(tx, hazardFlow, actor, { id: r.id, version: r.version, action: made, note, fields }, { told: r.told }, quietly);
  else if (going.length) await moveMany(tx, hazardFlow, actor, going.map(({ id, version }) => ({ id, version })), made, note, quietly, fields);
}
/** One decision clears them all, but none that its own scanner still shows. */
async function demandTwinsRetested(tx: Tx, leads: string[]): Promise<void> {
  const { rows } = await sql<{ number: string }>`select h.number from hazard h where h.lead_id = any(${leads}::uuid[]) and h.id <> all(${leads}::uuid[]) and h.state not in ('retesting', 'absent', 'cleared', 'dismissed') order by h.number limit 5`.execute(tx);
  if (rows.length) throw new AppError('rule', 'hazard.twin_not_retested', { numbers: rows.map((r) => r.number).join('、') });
}

/** Another unit answers, with the system where there is one. Throws hazard.unit_not_active, hazard.system_elsewhere, hazard.told_already. */
export async function assignHazards(tx: Tx, actor: Actor, ids: string[], unitId: string, systemId: string | null): Promise<number> {
  demandIn(actor, 'hazard.manage', unitId);
  if (!await tx.selectFrom('unit').select('id').where('id', '=', unitId).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'hazard.unit_not_active', {}, [{ path: 'unit_id', message: '单位不存在或已撤销' }]);
  if (systemId && !await tx.selectFrom('info_system').select('id').where('id', '=', systemId).where('unit_id', '=', unitId).executeTakeFirst()) throw new AppError('invalid', 'hazard.system_elsewhere', {}, [{ path: 'system_id', message: '请选择该单位的系统' }]);
  const cases = await tx.selectFrom('work_case as c').innerJoin('unit as u', 'u.id', 'c.unit_id').select(['c.id', 'c.state', 'u.name']).where('c.type', '=', 'hazard').where(sql<boolean>`c.id = any(${ids}::uuid[])`).orderBy('c.id').forUpdate('c').execute();
  if (cases.some((c) => c.state !== 'to_verify' && c.state !== 'confirmed')) throw new AppError('rule', 'hazard.told_already');
  await sql`update hazard set system_id = ${systemId}, owned = true where id = any(${ids}::uuid[])`.execute(tx);
  for (const c of cases) await addEvent(tx, c.id, actor, 'assign', { note: c.name });
  const { numAffectedRows } = await sql`update work_case set unit_id = ${unitId}, version = version + 1, changed_at = ${now().toISOString()} where id = any(${ids}::uuid[]) and type = 'hazard'`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** 重保: whether a period of special protection lasts. */
export async function isProtected(tx: Reader, day: string): Promise<boolean> {
  const { rows: [row] } = await sql<{ now: boolean }>`select exists (select 1 from protection_period where start_on <= ${day}::date and end_on >= ${day}::date) as now`.execute(tx);
  return row!.now;
}
const of = (tx: Tx, { cases }: Done) => ({ ids: cases.map((c) => c.id), update: tx.updateTable('hazard').where(sql<boolean>`id = any(${cases.map((c) => c.id)}::uuid[])`) });
export const hazardEffects: Effects<HazardEffect> = {
  /** 整改时限: by severity, shorter where the system is core or important; counted from today. */
  async begin_deadline(tx, done) {
    const { ids } = of(tx, done);
    const { rows } = await sql<{ id: string; severity: (typeof severities)[number]; important: boolean; owned: boolean; superior_due_on: string | null }>`select h.id, h.severity, coalesce(s.importance in ('key', 'important'), false) as important, h.owned, h.superior_due_on::text as superior_due_on from hazard h left join info_system s on s.id = h.system_id where h.id = any(${ids}::uuid[])`.execute(tx);
    if (rows.some((r) => !r.owned)) throw new AppError('rule', 'hazard.no_owner');
    const limits = await tx.selectFrom('hazard_limit').selectAll().execute();
    const calendar = await readCalendar(tx);
    const from = today();
    const { superior_days } = await tx.selectFrom('hazard_rule').select('superior_days').executeTakeFirstOrThrow();
    const protects = await isProtected(tx, from);
    // a superior's date is kept with days to spare, whatever our own limits say
    for (const [superior, same] of Map.groupBy(rows.filter((r) => r.superior_due_on !== null), (r) => r.superior_due_on!)) {
      const own = new Date(Date.parse(superior) - superior_days * 86_400_000).toISOString().slice(0, 10);
      await sql`update work_case set due_on = greatest(${own}::date, ${from}::date), due_rule = null where id = any(${same.map((r) => r.id)}::uuid[])`.execute(tx);
    }
    for (const [key, same] of Map.groupBy(rows.filter((r) => r.superior_due_on === null), (r) => `${r.severity} ${r.important}`)) {
      const limit = limits.find((l) => `${l.severity} ${l.important}` === key)!;
      const rule = protects && limit.protect_days !== null ? { days: limit.protect_days, kind: limit.protect_kind } : limit;
      const d = deadlineFrom(calendar, from, rule);
      const waits = d.due_on === null ? JSON.stringify({ days: rule.days, kind: rule.kind, from }) : null;
      await sql`update work_case set due_on = ${d.due_on}, due_rule = ${waits} where id = any(${same.map((r) => r.id)}::uuid[])`.execute(tx);
    }
    await of(tx, done).update.set({ notified_at: now().toISOString() }).execute();
  },
  async end_deadline(tx, done) {
    await sql`update work_case set due_on = null, due_rule = null where id = any(${of(tx, done).ids}::uuid[])`.execute(tx);
    await of(tx, done).update.set({ notified_at: null }).execute();
  },
  async pause_clock(tx, done) {
    const rule = await tx.selectFrom('hazard_rule').selectAll().executeTakeFirstOrThrow();
    if (done.action === 'ask_dismiss' ? rule.pause_approval : rule.pause_retest) await sql`update hazard set paused_on = ${today()}::date where id = any(${of(tx, done).ids}::uuid[]) and due_on >= ${today()}::date`.execute(tx);
  },
  /** The days that it waited for others are given back. */
  async go_on_clock(tx, done) {
    const { rows } = await sql<{ id: string; days: number }>`select id, (${today()}::date - paused_on)::int as days from hazard where id = any(${of(tx, done).ids}::uuid[]) and paused_on is not null`.execute(tx);
    const late = rows.filter((r) => r.days > 0);
    for (const [days, same] of Map.groupBy(late, (r) => r.days)) {
      await sql`update work_case set due_on = due_on + ${days}::int where id = any(${same.map((r) => r.id)}::uuid[]) and due_on is not null`.execute(tx);
      for (const r of same) await addEvent(tx, r.id, done.actor, 'clock_went_on', { note: `${days} 天` });
    }
    if (rows.length) await hazardEffects.stop_pause(tx, done);
  },
  async stop_pause(tx, done) { await of(tx, done).update.set({ paused_on: null }).execute(); },
  async keep_feedback(tx, done) { await of(tx, done).update.set({ feedback: done.note ?? null }).execute(); },
  async count_round(tx, done) { await of(tx, done).update.set((e) => ({ rounds: e('rounds', '+', 1) })).execute(); },
  async note_cleared(tx, done) { await of(tx, done).update.set({ cleared_at: now().toISOString() }).execute(); },
  async note_reopened(tx, done) {
    await of(tx, done).update.set((e) => ({ reopened: e('reopened', '+', 1), cleared_at: null, feedback: null, notified_at: null, paused_on: null })).execute();
    await sql`update work_case set due_on = null where id = any(${of(tx, done).ids}::uuid[])`.execute(tx);
  },
  async keep_dismissal(tx, done) { await of(tx, done).update.set({ dismissal: done.fields['dismissal'] as (typeof dismissals)[number], dismissed_until: done.fields['until'] as string }).execute(); },
  async end_dismissal(tx, done) { await of(tx, done).update.set({ dismissal: null, dismissed_until: null }).execute(); },
  async tell(tx, done) { await tellOf(tx, done); await announce(tx, 'hazards'); },
};

/** What goes along with another is not told of again. */
const quietly: Effects<HazardEffect> = { ...hazardEffects, tell: async () => undefined };

/** Whom a move concerns in the unit, and in which words; null: the office. */
const told: Record<string, { to: readonly ToldAs[] | null; title: string }> = {
  report: { to: null, title: '单位已反馈整改，待复测' }, pass: { to: ['liaison'], title: '隐患已清零' }, fail: { to: ['liaison', 'unit_head'], title: '复测未通过，请继续整改' }, seen_again: { to: ['liaison', 'unit_head'], title: '已整改的隐患再次出现' },
  ask_dismiss: { to: null, title: '有隐患申请不整改，待批准' }, dismiss: { to: ['liaison'], title: '不整改申请已批准' }, refuse: { to: ['liaison'], title: '不整改申请未批准' }, revive: { to: ['liaison'], title: '隐患重新列入整改' }, shut: { to: ['liaison', 'unit_head'], title: '请立即关停系统' },
};
async function tellOf(tx: Tx, done: Done): Promise<void> {
  const w = told[done.action];
  if (!w) return;
  const titles = new Map((await sql<{ id: string; title: string; number: string }>`select h.id, p.title, h.number from hazard h join problem p on p.id = h.problem_id where h.id = any(${done.cases.map((c) => c.id)}::uuid[])`.execute(tx)).rows.map((r) => [r.id, r]));
  const news: NewNotice[] = [];
  const say = (accounts: string[], cases: Done['cases']): void => {
    const first = cases[0]!;
    const t = titles.get(first.id)!;
    // many at once are one message
    for (const account_id of accounts) news.push({ account_id, kind: 'hazard', title: cases.length === 1 ? `${w.title}：${t.title}` : `${w.title}：${cases.length} 处隐患`, body: cases.length === 1 ? `${t.number}。${done.note ?? ''}`.slice(0, 300) : '', link: cases.length === 1 ? `/hazards/${first.id}` : '/hazards', once_key: `hazard:${first.id}:${first.version}:${done.action}` });
  };
  if (w.to === null) say(await accountsWithRole(tx, 'office'), done.cases);
  else {
    const people = await accountsToTell(tx, [...new Set(done.cases.map((c) => c.unit_id))], w.to);
    for (const [unit, cases] of Map.groupBy(done.cases, (c) => c.unit_id)) say(people.filter((p) => p.unit_id === unit).map((p) => p.account_id), cases);
  }
  await tell(tx, news.filter((n) => n.account_id !== done.actor.id));
}

/** What a unit's own check showed: it stays with the line of the history that it came with, and is no proof of repair. Throws object.not_found, permission.denied, hazard.finding_closed. */
export async function addFinding(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  const h = await demandHazard(tx, actor, id);
  demandIn(actor, 'hazard.register', h.unit_id);
  const c = await tx.selectFrom('work_case').select('state').where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  if (!takesFindings({ state: c.state, source: h.source })) throw new AppError('rule', 'hazard.finding_closed');
  const kept = await attachFile(tx, file, 'hazard_finding', id, actor);
  await addEvent(tx, id, actor, 'add_finding', { files: [kept.id] });
  return kept;
}
const attachable = ['notified', 'signed', 'fixing', 'shut'];
export async function attachProof(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  const h = await demandHazard(tx, actor, id);
  demandIn(actor, 'hazard.answer', h.unit_id);
  const c = await tx.selectFrom('work_case').select('state').where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  if (!attachable.includes(c.state)) throw new AppError('rule', 'hazard.not_attachable');
  return attachFile(tx, file, 'hazard', id, actor);
}
export async function detachProof(tx: Tx, actor: Actor, id: string, fileId: string): Promise<void> {
  const h = await demandHazard(tx, actor, id);
  demandIn(actor, 'hazard.answer', h.unit_id);
  if (await isHandedIn(tx, id, fileId)) throw new AppError('rule', 'hazard.handed_in');
  const gone = await tx.deleteFrom('file').where('id', '=', fileId).where('owner_type', '=', 'hazard').where('owner_id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
export interface Plan { due_on: string; reason: string; measures: string; responsible: string; milestones: string; expert_opinion?: string | undefined }
/** 延期 rests on a plan: measures, who answers, milestones, and what experts said. Throws extension.*. */
export async function askMoreTime(tx: Tx, actor: Actor, id: string, p: Plan): Promise<void> {
  const h = await demandHazard(tx, actor, id);
  demandIn(actor, 'hazard.answer', h.unit_id);
  await askExtension(tx, actor, id, p.due_on, p.reason, today());
  const x = await tx.selectFrom('case_extension').select('id').where('case_id', '=', id).where('state', '=', 'pending').executeTakeFirstOrThrow();
  await tx.insertInto('hazard_plan').values({ extension_id: x.id, measures: p.measures, responsible: p.responsible, milestones: p.milestones, expert_opinion: p.expert_opinion ?? '' }).execute();
  await tell(tx, (await accountsWithRole(tx, 'office')).map((account_id) => ({ account_id, kind: 'extension', title: `延期申请：${h.title}`, body: `${h.number} 申请延期至 ${p.due_on}：${p.reason}`.slice(0, 300), link: `/hazards/${id}`, once_key: `hazard:${x.id}:extension` })));
}
export async function decideMoreTime(tx: Tx, actor: Actor, id: string, extensionId: string, approve: boolean, note: string | undefined): Promise<void> {
  const h = await demandHazard(tx, actor, id);
  demandIn(actor, 'hazard.manage', h.unit_id);
  const x = await decideExtension(tx, actor, id, extensionId, approve, note);
  await tell(tx, [{ account_id: x.requested_by, kind: 'extension', title: `${approve ? '同意' : '不同意'}延期：${h.title}`, body: note ?? `申请延期至 ${x.due_on}`, link: `/hazards/${id}`, once_key: `hazard:${extensionId}:decided` }]);
}
