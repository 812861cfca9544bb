import { postureCircular, type Gongwen } from '../../engines/gongwen/index.ts';
import { now, today } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import { demandIn, unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { setState } from '../assets/index.ts';
import { numberedFrame } from '../campaigns/index.ts';
import { moveHazards } from '../hazards/index.ts';
import { accountsToTell } from '../organisation/index.ts';
import './letter-errors.ts';
import { itemsOf, letterDocument, picturesOf, type Inspection, type Item, type Kind, type Said } from './letter-documents.ts';
import { keepPaper, pageOf, undone } from './paper.ts';

const open = ['to_verify', 'confirmed'] as const;
export interface Wanted { kind: 'circular' | 'order' | 'forward' | 'opinion'; ids: string[]; source?: string | undefined; note?: string | undefined; contact?: string | undefined; phone?: string | undefined; report_units?: string[] | undefined; inspection?: Inspection | undefined; superior_id?: string | undefined }

/** What would go out: one notice a unit. Without ids, all that is confirmed. */
export async function previewNotices(db: Reader, actor: Actor, f: { ids?: string[] | undefined; severity?: string | undefined; superior_id?: string | undefined }) {
  const units = unitsFor(actor, 'hazard.manage');
  const mine = units === 'all' ? sql`true` : sql`h.unit_id = any(${[...units]}::uuid[])`;
  const which = f.superior_id ? sql`exists (select 1 from superior_item i where i.hazard_id = h.id and i.superior_id = ${f.superior_id}) and h.state = any(${[...open]}::text[])` : f.ids ? sql`h.id = any(${f.ids}::uuid[]) and h.state = any(${[...open]}::text[])` : sql`h.state = 'confirmed'`;
  const { rows } = await sql<{ unit_id: string; unit_name: string; hazards: number; critical: number; high: number; ids: string[] }>`select h.unit_id, u.name as unit_name, count(*)::int as hazards, (count(*) filter (where h.severity = 'critical'))::int as critical, (count(*) filter (where h.severity = 'high'))::int as high, array_agg(h.id order by h.rank, h.number) as ids
    from hazard h join unit u on u.id = h.unit_id where h.owned and h.lead_id is null and ${mine} and ${which} and (${f.severity ?? null}::text is null or h.severity = ${f.severity ?? ''})
    group by h.unit_id, u.name, u.sort order by u.sort, u.name limit 500`.execute(db);
  const reach = Map.groupBy(await accountsToTell(db, rows.map((r) => r.unit_id)), (p) => p.unit_id);
  return rows.map((r) => ({ ...r, due_on: null, reachable: reach.get(r.unit_id)?.length ?? 0 }));
}

async function readSaid(tx: Tx, b: Wanted): Promise<Said> {
  const superior = b.superior_id ? await tx.selectFrom('superior_notice').select(['id', 'issuer', 'title', 'number']).where('id', '=', b.superior_id).executeTakeFirst() : undefined;
  if (b.superior_id && !superior) throw new AppError('not_found', 'object.not_found');
  const report_units = b.report_units ?? (await tx.selectFrom('notice_rule').select('report_units').executeTakeFirstOrThrow()).report_units;
  return { kind: b.kind, source: b.source || (b.kind === 'opinion' ? '现场检查' : '技术检测'), note: b.note ?? '', contact: b.contact ? { name: b.contact, phone: b.phone ?? '' } : undefined, report_units, inspection: b.inspection, superior };
}
/** Moves them to 已通报 with their time limits; what a superior wants sooner is due sooner. Throws letter.nothing. */
async function notify(tx: Tx, actor: Actor, ids: readonly string[]): Promise<Item[]> {
  const before = await itemsOf(tx, ids, open);
  if (before.length === 0) throw new AppError('rule', 'letter.nothing');
  const moved = before.map((i) => i.id);
  await moveHazards(tx, actor, before.map(({ id, version }) => ({ id, version })), 'notify');
  await sql`update work_case c set due_on = least(c.due_on, x.own), due_rule = null from (select i.hazard_id, greatest(min(s.own_due_on), ${today()}::date) as own from superior_item i join superior_notice s on s.id = i.superior_id where i.hazard_id = any(${moved}::uuid[]) and s.own_due_on is not null and s.closed_at is null group by i.hazard_id) x where c.id = x.hazard_id and (c.due_on is null or c.due_on > x.own)`.execute(tx);
  return itemsOf(tx, moved, ['notified']);
}
const namesOf = async (tx: Reader, ids: readonly string[]): Promise<string[]> => ids.length ? (await tx.selectFrom('unit').select('name').where('id', 'in', [...ids]).orderBy('sort').execute()).map((u) => u.name) : [];

/** The very letter that a unit would get, read back from its docx; nothing of it is kept. Throws letter.nothing. */
export async function renderNotice(tx: Tx, store: FileStore, actor: Actor, b: Wanted & { unit_id: string }) {
  const said = await readSaid(tx, b);
  return undone(tx, async () => {
    const items = (await notify(tx, actor, b.ids)).filter((i) => i.unit_id === b.unit_id);
    if (items.length === 0) throw new AppError('rule', 'letter.nothing');
    const { organisation: _organisation, ...frame } = await numberedFrame(tx);
    return pageOf(letterDocument(frame, items, said, await namesOf(tx, said.report_units), await picturesOf(tx, store, items.map((i) => i.id))).doc, frame.number);
  });
}
/** One numbered notice a unit: hazards move to 已通报 with their time limits, the docx says the same. Nothing is numbered that was not written. Throws letter.nothing. */
export async function issueNotices(tx: Tx, store: FileStore, actor: Actor, b: Wanted) {
  const said = await readSaid(tx, b);
  const items = await notify(tx, actor, b.ids);
  const groups = [...Map.groupBy(items, (i) => i.unit_id).values()];
  await writeLetters(tx, store, actor, groups, said);
  return { issued: groups.length, hazards: items.length };
}

interface Row { id: string; kind: Kind; unit_id: string; unit_name: string; number: string; title: string; note: string; due_on: string | null; contact: string; source?: string; body?: object; severity: Item['severity'] | null; report_units?: string[]; superior_id?: string | null; warning_id?: string | null }
/** Rows of letters, and the message to each unit; in a handful of statements however many. */
export async function keepLetters(tx: Tx, actor: Actor, rows: readonly Row[], items: { notice_id: string; hazard_id: string }[], words: (r: Row) => { body: string; link: string }): Promise<void> {
  const batch_id = newId();
  const at = now().toISOString();
  await tx.insertInto('hazard_notice').values(rows.map(({ body, ...r }) => ({ ...r, body: JSON.stringify(body ?? {}), superior_id: r.superior_id ?? null, warning_id: r.warning_id ?? null, batch_id, issued_at: at, issued_by_name: actor.name, signed_at: null, signed_by_name: null, signed_note: null, withdrawn_at: null, withdrawn_note: null, reminded_on: null }))).execute();
  if (items.length) await sql`insert into hazard_notice_item (notice_id, hazard_id) select * from unnest(${items.map((i) => i.notice_id)}::uuid[], ${items.map((i) => i.hazard_id)}::uuid[])`.execute(tx);
  const people = Map.groupBy(await accountsToTell(tx, [...new Set(rows.map((r) => r.unit_id))]), (p) => p.unit_id);
  await tell(tx, rows.flatMap((r): NewNotice[] => { const w = words(r); return [...new Set((people.get(r.unit_id) ?? []).map((p) => p.account_id))].map((account_id) => ({ account_id, kind: 'hazard_notice', urgent: true, title: `${r.title}（${r.number}）`, body: w.body, link: w.link, once_key: `hazard-notice:${r.id}` })); }));
}

async function writeLetters(tx: Tx, store: FileStore, actor: Actor, groups: readonly Item[][], said: Said): Promise<string[]> {
  const reportTo = await namesOf(tx, said.report_units);
  const pictures = await picturesOf(tx, store, groups.flat().map((i) => i.id));
  const rows: Row[] = [];
  const docs: { id: string; doc: Gongwen; name: string }[] = [];
  const counts = new Map<string, number>();
  for (const items of groups) {
    const first = items[0]!;
    const { organisation: _organisation, ...frame } = await numberedFrame(tx);
    const { doc, due } = letterDocument(frame, items, said, reportTo, pictures);
    const id = newId();
    counts.set(id, items.length);
    docs.push({ id, doc, name: `${doc.title}（${frame.number}）${first.unit_name}` });
    rows.push({ id, kind: said.kind, unit_id: first.unit_id, unit_name: first.unit_name, number: frame.number, title: doc.title, note: said.note, due_on: due, contact: said.contact ? `${said.contact.name} ${said.contact.phone}`.trim() : '', source: said.source, body: said.inspection ?? {}, severity: items.toSorted((a, b) => a.rank - b.rank)[0]!.severity, report_units: said.report_units, superior_id: said.superior?.id ?? null });
  }
  await keepLetters(tx, actor, rows, groups.flatMap((items, i) => items.map((h) => ({ notice_id: rows[i]!.id, hazard_id: h.id }))), (r) => ({ link: '/letters?tab=sent', body: said.kind === 'shutdown' ? '请立即关停所列系统，并在系统中签收。' : `${counts.get(r.id)} 处隐患，请签收${r.due_on ? `，并于 ${r.due_on} 前反馈整改情况` : ''}。` }));
  for (const d of docs) await keepPaper(tx, store, actor, d.doc, d.name, 'hazard_notice', d.id);
  return rows.map((r) => r.number);
}

/** 逾期不改的, 关停: the system's overdue hazards are put to 已关停 and the system goes off the ledger of what runs. Throws letter.nothing_overdue, letter.not_online. */
export async function orderShut(tx: Tx, store: FileStore, actor: Actor, systemId: string, reason: string) {
  const system = await tx.selectFrom('info_system').select(['id', 'name', 'state', 'unit_id']).where('id', '=', systemId).forUpdate().executeTakeFirst();
  if (!system) throw new AppError('not_found', 'object.not_found');
  demandIn(actor, 'hazard.manage', system.unit_id);
  if (system.state !== 'online') throw new AppError('rule', 'letter.not_online');
  const late = (await sql<{ id: string }>`select id from hazard where system_id = ${systemId} and open and state in ('notified', 'signed', 'fixing') and due_on < ${today()}::date`.execute(tx)).rows;
  if (late.length === 0) throw new AppError('rule', 'letter.nothing_overdue');
  const items = await itemsOf(tx, late.map((l) => l.id), ['notified', 'signed', 'fixing']);
  const [number] = await writeLetters(tx, store, actor, [items], { kind: 'shutdown', source: '技术检测', note: reason, report_units: [] });
  await moveHazards(tx, actor, items.map(({ id, version }) => ({ id, version })), 'shut', reason);
  await setState(tx, actor, system, 'shut', reason, number!);
  return { number: number!, hazards: items.length };
}

export interface Posture { title?: string | undefined; unit_ids: string[]; situation: string; requirements: string; problems: string; contact?: string | undefined; phone?: string | undefined }
async function postureDocument(tx: Tx, b: Posture) {
  const units = await tx.selectFrom('unit').select(['id', 'name']).where('id', 'in', [...new Set(b.unit_ids)]).where('status', '=', 'active').orderBy('sort').orderBy('name').execute();
  if (units.length < new Set(b.unit_ids).size) throw new AppError('invalid', 'letter.unit_gone', {}, [{ path: 'unit_ids', message: '请重新选择' }]);
  const { organisation: _organisation, ...frame } = await numberedFrame(tx);
  const addressee = units.length > 12 ? '各有关单位' : units.map((u) => u.name).join('、');
  const doc = postureCircular({ ...frame, addressee, title: b.title, situation: b.situation, requirements: b.requirements, problems: b.problems, ...(b.contact && { contact: { name: b.contact, ...(b.phone && { phone: b.phone }) } }) });
  return { units, doc, number: frame.number };
}
export const renderPosture = (tx: Tx, b: Posture) => undone(tx, async () => { const { doc, number } = await postureDocument(tx, b); return pageOf(doc, number); });
/** 通报当前形势、要求、问题: one number, a receipt from each unit. Throws letter.unit_gone. */
export async function issuePosture(tx: Tx, store: FileStore, actor: Actor, b: Posture) {
  const { units, doc, number } = await postureDocument(tx, b);
  const rows = units.map((u): Row => ({ id: newId(), kind: 'posture', unit_id: u.id, unit_name: u.name, number, title: doc.title, note: '', due_on: null, contact: b.contact ? `${b.contact} ${b.phone ?? ''}`.trim() : '', body: { situation: b.situation, requirements: b.requirements, problems: b.problems }, severity: 'low' }));
  await keepLetters(tx, actor, rows, [], () => ({ link: '/letters?tab=sent', body: '请阅读并签收。' }));
  for (const r of rows) await keepPaper(tx, store, actor, doc, `${doc.title}（${number}）`, 'hazard_notice', r.id);
  return { number, issued: rows.length };
}
