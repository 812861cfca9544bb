import { documentNumber, writeGongwen } from '../../engines/gongwen/index.ts';
import { daysBetween, dateOf, now, today } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type FileStore } from '../../kernel/files/store.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { nextNumber } from '../../kernel/number-series.ts';
import { readSettings } from '../../kernel/settings/settings.ts';
import type { reportKinds } from './contract.ts';
import { orNone } from './queries.ts';
import { systemReport } from './system-report.document.ts';

defineErrors({
  'system_report.nothing': '所选系统都已报备，或不需要报备，请刷新查看。',
}, {
  'system_report.nothing': 'All of these were reported already, or need no report; reload.',
});
type What = (typeof reportKinds)[number];
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** 新增加、关闭或出现重大变更的网络信息系统: waits to be written up. */
export async function noteReport(tx: Tx, systemId: string, what: What, reason: string, paper: string): Promise<void> {
  await tx.insertInto('system_report').values({ id: newId(), system_id: systemId, what, on_date: today(), reason: reason.slice(0, 1000), paper, document_id: null, dropped_at: null, created_at: now().toISOString() }).execute();
}
function visibleReports(db: Reader, actor: Actor) {
  const units = unitsFor(actor, 'filing.read');
  const all = db.selectFrom('system_report as r').innerJoin('info_system as s', 's.id', 'r.system_id').innerJoin('unit as u', 'u.id', 's.unit_id').where('r.dropped_at', 'is', null);
  return units === 'all' ? all : all.where('s.unit_id', 'in', orNone(units));
}
export async function listReports(db: Reader, actor: Actor, f: { written?: 'true' | 'false' | undefined }) {
  let q = visibleReports(db, actor).leftJoin('system_report_document as d', 'd.id', 'r.document_id').select(['r.id', 'r.system_id', 's.name as system_name', 's.unit_id', 'u.name as unit_name', 'r.what', 'r.on_date', 'r.reason', 'r.paper', 'r.created_at',
    sql<{ id: string; number: string; title: string; issued_on: string; file: { id: string; name: string } | null } | null>`case when d.id is not null then json_build_object('id', d.id, 'number', d.number, 'title', d.title, 'issued_on', d.issued_on, 'file', (select json_build_object('id', x.id, 'name', x.name) from file x where x.owner_type = 'system_report' and x.owner_id = d.id and ${isWhole(actor)} limit 1)) end`.as('document')])
    .orderBy(sql`r.document_id is not null`).orderBy('r.created_at', 'desc').orderBy('r.id').limit(1000);
  if (f.written) q = q.where('r.document_id', f.written === 'true' ? 'is not' : 'is', null);
  return (await q.execute()).map(({ created_at, ...r }) => ({ ...r, days: daysBetween(dateOf(created_at), today()) }));
}
/** One numbered report of all that is given; each stands in one report only. Throws system_report.nothing. */
export async function writeSystemReport(tx: Tx, store: FileStore, actor: Actor, b: { ids: string[]; addressee?: string | undefined; contact?: string | undefined; phone?: string | undefined }) {
  const { rows } = await sql<{ id: string; what: What; on_date: string; reason: string; paper: string; name: string; unit_name: string; purpose: string; places: string[]; mlps_level: number | null; icp_number: string; police_number: string; manager: string | null; phone: string | null }>`select r.id, r.what, r.on_date::text as on_date, r.reason, r.paper, s.name, u.name as unit_name, s.purpose, s.mlps_level, s.icp_number, s.police_number, m.name as manager, m.phone,
      coalesce((select array_agg(p.written order by p.written) from system_place p where p.system_id = s.id), '{}') as places
    from system_report r join info_system s on s.id = r.system_id join unit u on u.id = s.unit_id left join person m on m.id = s.manager_id where r.id = any(${b.ids}::uuid[]) and r.document_id is null and r.dropped_at is null order by r.what, u.sort, s.name for update of r`.execute(tx);
  if (rows.length === 0) throw new AppError('rule', 'system_report.nothing');
  const settings = await readSettings(tx);
  const issuedOn = today();
  const year = Number(issuedOn.slice(0, 4));
  const number = documentNumber(settings.document_word, year, await nextNumber(tx, `document:${settings.document_word}`, year));
  const issuer = `${settings.organisation_name}${settings.document_word}`;
  const doc = systemReport({ letterhead: `${issuer}文件`, number, issuer, issuedOn, printedBy: issuer, addressee: b.addressee || '上级网络安全和信息化主管部门', systems: rows, ...(b.contact && { contact: { name: b.contact, phone: b.phone ?? '' } }) });
  const id = newId();
  await tx.insertInto('system_report_document').values({ id, number, title: doc.title, addressee: doc.addressee ?? '', systems: rows.length, issued_on: issuedOn, issued_by_name: actor.name, created_at: now().toISOString() }).execute();
  await sql`update system_report set document_id = ${id} where id = any(${rows.map((r) => r.id)}::uuid[])`.execute(tx);
  const file = await attachFile(tx, await store.saveBytes(await writeGongwen(doc), `${doc.title}（${number}）.docx`, docx), 'system_report', id, actor);
  return { id, number, systems: rows.length, file_id: file.id };
}
/** Throws object.not_found. */
export async function dropReport(tx: Tx, id: string, note: string): Promise<void> {
  const gone = await tx.updateTable('system_report').set({ dropped_at: now().toISOString(), dropped_note: note }).where('id', '=', id).where('document_id', 'is', null).where('dropped_at', 'is', null).executeTakeFirst();
  if (gone.numUpdatedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
/** A report is for whoever may see every system in it: what other units have is not read along. */
export async function mayReadReport(db: Reader, actor: Actor, documentId: string): Promise<boolean> {
  const { rows: [d] } = await sql<{ whole: boolean }>`select ${isWhole(actor)} as whole from system_report_document d where d.id = ${documentId}`.execute(db);
  return d?.whole ?? false;
}
const isWhole = (actor: Actor) => {
  const units = unitsFor(actor, 'filing.read');
  return units === 'all' ? sql<boolean>`true` : sql<boolean>`not exists (select 1 from system_report o join info_system i on i.id = o.system_id where o.document_id = d.id and i.unit_id <> all(${orNone(units)}::uuid[]))`;
};
