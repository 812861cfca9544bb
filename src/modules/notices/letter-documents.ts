import { inspectionOpinion, rectificationNotice, type Gongwen, type NotifiedHazard } from '../../engines/gongwen/index.ts';
import { dateOf } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import { severityNames, whereText } from '../hazards/index.ts';
import type { severities } from '../hazards/contract.ts';
import type { noticeKinds } from './contract.ts';

export type Kind = (typeof noticeKinds)[number];
export interface Inspection { inspected_on: string; method: string; inspectors: string; received: string; basis: string; content: string; opinion: string }
/** What a letter says besides its hazards. */
export interface Said { kind: Exclude<Kind, 'posture' | 'warning'>; source: string; note: string; contact?: { name: string; phone: string } | undefined; report_units: string[]; inspection?: Inspection | undefined; superior?: { id: string; issuer: string; title: string; number: string } | undefined }
export interface Item { id: string; version: number; unit_id: string; unit_name: string; number: string; title: string; severity: (typeof severities)[number]; rank: number; system: string | null; host: string; ip: string | null; port: number | null; path: string | null; parameter: string | null; remedy: string; evidence: string; first_seen_at: string; due_on: string | null }

export const itemsOf = async (tx: Reader, ids: readonly string[], states: readonly string[]): Promise<Item[]> => (await sql<Item>`select h.id, c.version, h.unit_id, u.name as unit_name, h.number, p.title, h.severity, h.rank, s.name as system, h.host, host(h.ip) as ip, h.port, h.path, h.parameter, p.remedy, left(h.evidence, 2000) as evidence, h.first_seen_at, h.due_on::text as due_on
  from hazard h join work_case c on c.id = h.id join unit u on u.id = h.unit_id join problem p on p.id = h.problem_id left join info_system s on s.id = h.system_id
  where h.id = any(${[...ids]}::uuid[]) and h.owned and h.lead_id is null and h.state = any(${[...states]}::text[]) order by u.sort, u.name, h.unit_id, h.rank, h.number`.execute(tx)).rows;

/** Screenshots of the evidence, at most six a hazard and forty a letter. */
export async function picturesOf(db: Reader, store: FileStore, ids: readonly string[]): Promise<Map<string, { name: string; bytes: Uint8Array }[]>> {
  const rows = await db.selectFrom('file').select(['owner_id', 'name', 'sha256']).where('owner_type', '=', 'hazard_evidence').where(sql<boolean>`owner_id = any(${[...ids]}::uuid[])`).where('size_bytes', '<=', 5 << 20).orderBy('created_at').limit(2000).execute();
  const all = new Map<string, { name: string; bytes: Uint8Array }[]>();
  for (const r of rows) {
    const list = all.get(r.owner_id) ?? [];
    if (list.length < 6) all.set(r.owner_id, [...list, { name: r.name, bytes: await store.read(r.sha256) }]);
  }
  return all;
}

const latest = (items: readonly Item[]): string | null => items.map((i) => i.due_on).filter((d): d is string => d !== null).sort().at(-1) ?? null;
interface Frame { letterhead: string; number: string; issuer: string; issuedOn: string; printedBy: string }
/** The letter to one unit, as a document, and the day it asks an answer by. Throws letter.inspection_needed. */
export function letterDocument(frame: Frame, items: readonly Item[], said: Said, reportTo: string[], pictures: Map<string, { name: string; bytes: Uint8Array }[]>): { doc: Gongwen; due: string | null } {
  const due = latest(items);
  let left = 40;
  const hazards: NotifiedHazard[] = items.map((i) => {
    const shown = (pictures.get(i.id) ?? []).slice(0, Math.max(0, left));
    left -= shown.length;
    return { number: i.number, title: i.title, severity: severityNames[i.severity], system: i.system ?? '', where: whereText(i), found: dateOf(i.first_seen_at), remedy: i.remedy, dueOn: i.due_on, evidence: i.evidence, pictures: shown };
  });
  const unit = items[0]!.unit_name;
  const common = { ...frame, ...(said.contact && { contact: said.contact }) };
  if (said.kind === 'opinion') {
    const v = said.inspection;
    if (!v) throw new AppError('invalid', 'letter.inspection_needed', {}, [{ path: 'inspection', message: '不能为空' }]);
    return { due, doc: inspectionOpinion({ ...common, unit, inspectedOn: v.inspected_on, method: v.method, inspectors: v.inspectors, received: v.received, basis: v.basis, content: v.content, opinion: [v.opinion, said.note].filter(Boolean).join('\n'), hazards, dueOn: due }) };
  }
  return { due, doc: rectificationNotice({ ...common, kind: said.kind, unit, source: said.source, note: said.note, dueOn: due, hazards, ...(said.superior && { superior: said.superior }), reportTo }) };
}
