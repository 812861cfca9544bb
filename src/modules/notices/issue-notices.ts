import { rectificationNotice, writeGongwen } from '../../engines/gongwen/index.ts';
import { now } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type FileStore } from '../../kernel/files/store.ts';
import { demandIn, mayIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { setState } from '../assets/index.ts';
import { numberedFrame } from '../campaigns/index.ts';
import { moveHazards, severityNames, whereText } from '../hazards/index.ts';
import { accountsToTell } from '../organisation/index.ts';
import type { severities } from '../hazards/contract.ts';

defineErrors({
  'letter.nothing': '所选隐患都不能通报：须有责任单位，且处于待核实或已确认。',
  'letter.signed_already': '这份通知已经签收过了。',
  'letter.withdrawn': '这份通知已撤回。',
  'letter.not_withdrawable': '单位已经反馈，不能撤回。',
  'letter.nothing_overdue': '这个系统没有逾期未整改的隐患，不能发关停通知。',
  'letter.not_online': '这个系统不在线，无需关停。',
}, {
  'letter.nothing': 'None of these can be notified: each needs a unit, and must be to verify or confirmed.',
  'letter.signed_already': 'This notice was signed for already.',
  'letter.withdrawn': 'This notice was withdrawn.',
  'letter.not_withdrawable': 'The unit has answered; it cannot be withdrawn.',
  'letter.nothing_overdue': 'This system has no overdue hazard; it cannot be ordered shut.',
  'letter.not_online': 'This system is not online.',
});
type Kind = 'circular' | 'order' | 'shutdown';
interface Item { id: string; version: number; unit_id: string; unit_name: string; number: string; title: string; severity: (typeof severities)[number]; system: string | null; host: string; ip: string | null; port: number | null; path: string | null; parameter: string | null; remedy: string; first_seen_at: string; due_on: string | null }
const itemsOf = async (tx: Reader, ids: readonly string[], states: readonly string[]): Promise<Item[]> => (await sql<Item>`select h.id, c.version, h.unit_id, u.name as unit_name, h.number, p.title, h.severity, s.name as system, h.host, host(h.ip) as ip, h.port, h.path, h.parameter, p.remedy, h.first_seen_at, h.due_on::text as due_on
  from hazard h join work_case c on c.id = h.id join unit u on u.id = h.unit_id join problem p on p.id = h.problem_id left join info_system s on s.id = h.system_id
  where h.id = any(${ids}::uuid[]) and h.owned and h.state = any(${states}::text[]) order by u.sort, u.name, h.rank, h.number`.execute(tx)).rows;
const open = ['to_verify', 'confirmed'] as const;

/** What would go out: one notice a unit. Without ids, all that is confirmed. */
export async function previewNotices(db: Reader, actor: Actor, f: { ids?: string[] | undefined; severity?: string | undefined }) {
  const units = unitsFor(actor, 'hazard.manage');
  const mine = units === 'all' ? sql`true` : sql`h.unit_id = any(${[...units]}::uuid[])`;
  const { rows } = await sql<{ unit_id: string; unit_name: string; hazards: number; critical: number; high: number; ids: string[] }>`select h.unit_id, u.name as unit_name, count(*)::int as hazards, (count(*) filter (where h.severity = 'critical'))::int as critical, (count(*) filter (where h.severity = 'high'))::int as high, array_agg(h.id order by h.rank, h.number) as ids
    from hazard h join unit u on u.id = h.unit_id where h.owned and ${mine} and ${f.ids ? sql`h.id = any(${f.ids}::uuid[]) and h.state = any(${[...open]}::text[])` : sql`h.state = 'confirmed'`} and (${f.severity ?? null}::text is null or h.severity = ${f.severity ?? ''})
    group by h.unit_id, u.name, u.sort order by u.sort, u.name limit 500`.execute(db);
  const reach = Map.groupBy(await accountsToTell(db, rows.map((r) => r.unit_id)), (p) => p.unit_id);
  return rows.map((r) => ({ ...r, due_on: null, reachable: reach.get(r.unit_id)?.length ?? 0 }));
}

/** One numbered notice a unit: hazards move to 已通报 with their time limits, the docx says the same. Nothing is numbered that was not written. Throws letter.nothing. */
export async function issueNotices(tx: Tx, store: FileStore, actor: Actor, b: { kind: 'circular' | 'order'; ids: string[]; source?: string | undefined; note?: string | undefined; contact?: string | undefined; phone?: string | undefined }) {
  const before = await itemsOf(tx, b.ids, open);
  if (before.length === 0) throw new AppError('rule', 'letter.nothing');
  await moveHazards(tx, actor, before.map(({ id, version }) => ({ id, version })), 'notify');
  const items = await itemsOf(tx, before.map((i) => i.id), ['notified']);
  const batch = newId();
  const groups = [...Map.groupBy(items, (i) => i.unit_id).values()];
  for (const group of groups) await write(tx, store, actor, { kind: b.kind, batch, items: group, source: b.source || '技术检测', note: b.note ?? '', contact: b.contact ? { name: b.contact, phone: b.phone ?? '' } : undefined });
  return { issued: groups.length, hazards: items.length };
}

async function write(tx: Tx, store: FileStore, actor: Actor, w: { kind: Kind; batch: string; items: Item[]; source: string; note: string; contact?: { name: string; phone: string } | undefined }): Promise<string> {
  const [first] = w.items;
  const { organisation: _organisation, ...frame } = await numberedFrame(tx);
  const due = w.items.map((i) => i.due_on).filter((d): d is string => d !== null).sort().at(-1) ?? null;
  const doc = rectificationNotice({ ...frame, kind: w.kind, unit: first!.unit_name, source: w.source, note: w.note, dueOn: due, ...(w.contact && { contact: w.contact }), hazards: w.items.map((i) => ({ number: i.number, title: i.title, severity: severityNames[i.severity], system: i.system ?? '', where: whereText(i), found: String(i.first_seen_at).slice(0, 10), remedy: i.remedy, dueOn: i.due_on })) });
  const id = newId();
  await tx.insertInto('hazard_notice').values({ id, batch_id: w.batch, kind: w.kind, unit_id: first!.unit_id, unit_name: first!.unit_name, number: frame.number, title: doc.title, note: w.note, due_on: due, contact: w.contact ? `${w.contact.name} ${w.contact.phone}`.trim() : '', issued_at: now().toISOString(), issued_by_name: actor.name, signed_at: null, signed_by_name: null, withdrawn_at: null, withdrawn_note: null }).execute();
  await sql`insert into hazard_notice_item (notice_id, hazard_id) select ${id}::uuid, unnest(${w.items.map((i) => i.id)}::uuid[])`.execute(tx);
  await attachFile(tx, await store.saveBytes(await writeGongwen(doc), `${doc.title}（${frame.number}）${first!.unit_name}.docx`, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'), 'hazard_notice', id, actor);
  const people = await accountsToTell(tx, [first!.unit_id]);
  await tell(tx, [...new Set(people.map((p) => p.account_id))].map((account_id) => ({ account_id, kind: 'hazard_notice', urgent: true, title: `${doc.title}（${frame.number}）`, body: w.kind === 'shutdown' ? '请立即关停所列系统，并在系统中签收。' : `${w.items.length} 处隐患，请签收${due ? `，并于 ${due} 前反馈整改情况` : ''}。`, link: '/hazards?tab=notices', once_key: `hazard-notice:${id}` })));
  return frame.number;
}

/** 逾期不改的, 关停: the system's overdue hazards are put to 已关停 and the system goes off the ledger of what runs. Throws letter.nothing_overdue, letter.not_online. */
export async function orderShut(tx: Tx, store: FileStore, actor: Actor, systemId: string, reason: string, today: string) {
  const system = await tx.selectFrom('info_system').select(['id', 'name', 'state', 'unit_id']).where('id', '=', systemId).forUpdate().executeTakeFirst();
  if (!system) throw new AppError('not_found', 'object.not_found');
  demandIn(actor, 'hazard.manage', system.unit_id);
  if (system.state !== 'online') throw new AppError('rule', 'letter.not_online');
  const late = (await sql<{ id: string }>`select id from hazard where system_id = ${systemId} and open and state in ('notified', 'signed', 'fixing') and due_on < ${today}::date`.execute(tx)).rows;
  if (late.length === 0) throw new AppError('rule', 'letter.nothing_overdue');
  const items = await itemsOf(tx, late.map((l) => l.id), ['notified', 'signed', 'fixing']);
  const number = await write(tx, store, actor, { kind: 'shutdown', batch: newId(), items, source: '技术检测', note: reason });
  await moveHazards(tx, actor, items.map(({ id, version }) => ({ id, version })), 'shut', reason);
  await setState(tx, actor, system, 'shut', reason, number);
  return { number, hazards: items.length };
}

export function visibleLetters(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'hazard.read');
  const all = db.selectFrom('hazard_notice as n');
  return units === 'all' ? all : all.where('n.unit_id', 'in', units.size ? [...units] : ['00000000-0000-0000-0000-000000000000']);
}
async function demandLetter(tx: Tx, actor: Actor, id: string) {
  const n = await visibleLetters(tx, actor).selectAll('n').where('n.id', '=', id).forUpdate().executeTakeFirst();
  if (!n) throw new AppError('not_found', 'object.not_found');
  if (n.withdrawn_at) throw new AppError('rule', 'letter.withdrawn');
  return n;
}
const casesOf = async (tx: Tx, id: string, state: string) => (await sql<{ id: string; version: number }>`select c.id, c.version from hazard_notice_item t join work_case c on c.id = t.hazard_id where t.notice_id = ${id} and c.state = ${state}`.execute(tx)).rows;
/** 签收: the notice, and with it each of its hazards that waits for that. Throws letter.signed_already, letter.withdrawn. */
export async function signNotice(tx: Tx, actor: Actor, id: string): Promise<void> {
  const n = await demandLetter(tx, actor, id);
  demandIn(actor, 'hazard.answer', n.unit_id);
  if (n.signed_at) throw new AppError('rule', 'letter.signed_already');
  await tx.updateTable('hazard_notice').set({ signed_at: now().toISOString(), signed_by_name: actor.name }).where('id', '=', id).execute();
  const waiting = await casesOf(tx, id, 'notified');
  if (waiting.length) await moveHazards(tx, actor, waiting, 'sign');
}
/** The paper stays with its number and the reason; its hazards go back to be confirmed. Throws letter.not_withdrawable, letter.withdrawn. */
export async function withdrawNotice(tx: Tx, actor: Actor, id: string, note: string): Promise<void> {
  const n = await demandLetter(tx, actor, id);
  if (!mayIn(actor, 'hazard.manage', n.unit_id)) throw new AppError('forbidden', 'permission.denied');
  const { rows: [done] } = await sql<{ n: number }>`select count(*)::int as n from hazard_notice_item t join work_case c on c.id = t.hazard_id where t.notice_id = ${id} and c.state not in ('notified', 'signed', 'fixing')`.execute(tx);
  if (done!.n > 0 || n.kind === 'shutdown') throw new AppError('rule', 'letter.not_withdrawable');
  for (const state of ['notified', 'signed', 'fixing']) { const list = await casesOf(tx, id, state); if (list.length) await moveHazards(tx, actor, list, 'unnotify', note); }
  await tx.updateTable('hazard_notice').set({ withdrawn_at: now().toISOString(), withdrawn_note: note }).where('id', '=', id).execute();
  const people = await accountsToTell(tx, [n.unit_id]);
  await tell(tx, people.map((p) => ({ account_id: p.account_id, kind: 'hazard_notice', urgent: true, title: `已撤回：${n.title}（${n.number}）`, body: note, link: '/hazards?tab=notices', once_key: `hazard-notice:${id}:withdrawn` })));
}

export async function listLetters(db: Reader, actor: Actor, f: { unit_id?: string | undefined; unsigned?: 'true' | undefined }) {
  let q = visibleLetters(db, actor).selectAll('n').select([
    sql<number>`(select count(*)::int from hazard_notice_item t where t.notice_id = n.id)`.as('hazards'), sql<number>`(select count(*)::int from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id and h.feedback is not null)`.as('answered'), sql<number>`(select count(*)::int from hazard_notice_item t join hazard h on h.id = t.hazard_id where t.notice_id = n.id and h.state = 'cleared')`.as('cleared'),
    sql<{ id: string; name: string; size_bytes: number } | null>`(select json_build_object('id', f.id, 'name', f.name, 'size_bytes', f.size_bytes) from file f where f.owner_type = 'hazard_notice' and f.owner_id = n.id limit 1)`.as('file'),
  ]).orderBy('n.issued_at', 'desc').orderBy('n.id').limit(500);
  if (f.unit_id) q = q.where('n.unit_id', '=', f.unit_id);
  if (f.unsigned) q = q.where('n.signed_at', 'is', null).where('n.withdrawn_at', 'is', null);
  const rows = (await q.execute()).map(({ batch_id: _b, contact: _c, ...n }) => ({ ...n, can_sign: !n.signed_at && !n.withdrawn_at && mayIn(actor, 'hazard.answer', n.unit_id), can_withdraw: !n.withdrawn_at && n.kind !== 'shutdown' && n.answered === 0 && mayIn(actor, 'hazard.manage', n.unit_id) }));
  const live = rows.filter((r) => !r.withdrawn_at);
  const notified = live.reduce((n, r) => n + r.hazards, 0);
  const answered = live.reduce((n, r) => n + r.answered, 0);
  return { letters: rows, issued: live.length, signed: live.filter((r) => r.signed_at).length, notified, answered, feedback_rate: notified ? Math.round((answered / notified) * 1000) / 10 : null };
}
