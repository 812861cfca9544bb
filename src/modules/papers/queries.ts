import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { progressOf, type Progress } from '../campaigns/index.ts';
import type { superiorKinds } from './contract.ts';
import { standingOf } from './standing.ts';

interface FileRef { id: string; name: string; size_bytes: number }
/** The files of an owner, as one column. */
export const filesOf = (type: string, id: string) => sql<FileRef[]>`coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'size_bytes', f.size_bytes) order by f.created_at, f.id) from file f where f.owner_type = ${type} and f.owner_id = ${sql.ref(id)}), '[]'::json)`;

/** The papers are the whole organisation's: who may read them reads all, nobody else any. */
export const readsPapers = (actor: Actor): boolean => unitsFor(actor, 'paper.read') === 'all';
export function demandReader(actor: Actor): void {
  if (!readsPapers(actor)) throw new AppError('not_found', 'object.not_found');
}

const superiorRows = (db: Reader) => db.selectFrom('superior_document as d').select(['d.id', 'd.kind', 'd.number', 'd.issuer', 'd.title', 'd.issued_on', 'd.received_on', 'd.reply_by', 'd.contact', 'd.note', 'd.version', 'd.created_by_name', filesOf('superior_document', 'd.id').as('files')]);

type LinkRow = Awaited<ReturnType<typeof linkRows>>[number];
const linkRows = (db: Reader, documentIds: readonly string[]) => db.selectFrom('clause_link as l').innerJoin('superior_clause as s', 's.id', 'l.clause_id').leftJoin('own_document as o', 'o.id', 'l.own_document_id')
  .select(['l.id', 'l.clause_id', 'l.campaign_id', 'l.task_id', 'l.own_document_id', 'o.title as own_title', 'o.valid_until as own_until', sql<boolean>`exists (select from own_document_version v where v.document_id = o.id)`.as('own_written')])
  .where(sql<boolean>`s.document_id = any(${documentIds}::uuid[])`).orderBy('l.id').execute();

/** Clauses of documents with what carries them out, and how far that is. */
async function clausesOf(db: Reader, documentIds: readonly string[]) {
  const [clauses, links] = await Promise.all([
    db.selectFrom('superior_clause as s').leftJoin('unit as u', 'u.id', 's.unit_id').select(['s.id', 's.document_id', 's.path', 's.title', 's.text', 's.measure', 's.unit_id', 'u.name as unit_name', 's.state', 's.version'])
      .where(sql<boolean>`s.document_id = any(${documentIds}::uuid[])`).orderBy('s.sort').orderBy('s.id').execute(),
    linkRows(db, documentIds),
  ]);
  const progress = await progressOf(db, links.flatMap((l) => l.campaign_id ?? []), links.flatMap((l) => l.task_id ?? []));
  const byClause = Map.groupBy(links, (l) => l.clause_id);
  return clauses.map((c) => {
    const own = (byClause.get(c.id) ?? []).map((l) => linkOf(l, progress));
    const computed = own.length > 0 && c.state !== 'none';
    return { ...c, links: own, computed, state: computed ? (own.every((l) => l.state === 'done') ? 'done' as const : 'doing' as const) : c.state };
  });
}

/** A campaign or task is carried out when all of it is done; a document when it is written and in force. */
function linkOf(l: LinkRow, progress: Map<string, Progress>) {
  if (l.own_document_id) {
    const inForce = l.own_written && (l.own_until === null || l.own_until >= today());
    return { id: l.id, kind: 'own' as const, target_id: l.own_document_id, campaign_id: null, title: l.own_title!, state: inForce ? 'done' as const : 'doing' as const, detail: '' };
  }
  const p = progress.get((l.campaign_id ?? l.task_id)!)!;
  return { id: l.id, kind: l.campaign_id ? 'campaign' as const : 'task' as const, target_id: p.id, campaign_id: p.campaign_id, title: l.campaign_id ? p.title : `${p.campaign_title}：${p.title}`, state: p.closed || (p.total > 0 && p.done === p.total) ? 'done' as const : 'doing' as const, detail: `${p.done}/${p.total}` };
}

const countsOf = (clauses: { state: 'open' | 'doing' | 'done' | 'none' }[]) => {
  const n = (state: string) => clauses.filter((c) => c.state === state).length;
  return { total: clauses.length - n('none'), open: n('open'), doing: n('doing'), done: n('done'), none: n('none') };
};

export async function listSuperiors(db: Reader, actor: Actor, filter: { kind?: (typeof superiorKinds)[number] | undefined; q?: string | undefined }) {
  demandReader(actor);
  let q = superiorRows(db).orderBy('d.received_on', 'desc').orderBy('d.created_at', 'desc').limit(500);
  if (filter.kind) q = q.where('d.kind', '=', filter.kind);
  if (filter.q) { const like = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`; q = q.where((e) => e.or([e('d.title', 'ilike', like), e('d.number', 'ilike', like), e('d.issuer', 'ilike', like)])); }
  const rows = await q.execute();
  const clauses = Map.groupBy(await clausesOf(db, rows.map((r) => r.id)), (c) => c.document_id);
  return rows.map((r) => ({ ...r, counts: countsOf(clauses.get(r.id) ?? []) }));
}

/** Throws object.not_found. */
export async function readSuperior(db: Reader, actor: Actor, id: string) {
  demandReader(actor);
  const d = await superiorRows(db).select('d.text').where('d.id', '=', id).executeTakeFirst();
  if (!d) throw new AppError('not_found', 'object.not_found');
  const [clauses, rests, reports] = await Promise.all([
    clausesOf(db, [id]), restsOn(db, { superior_document_id: id }),
    db.selectFrom('upward_report as r').innerJoin('work_case as c', 'c.id', 'r.id').select(['r.id', 'r.title', 'c.state', 'c.due_on', 'r.due_at', 'r.sent_at']).where('r.superior_document_id', '=', id).where('c.state', '<>', 'cancelled').orderBy('c.due_on').execute(),
  ]);
  return { ...d, clauses, counts: countsOf(clauses), rests, reports: reports.map((r) => ({ id: r.id, title: r.title, due_on: r.due_on!, standing: standingOf(r) })) };
}

/** What rests on a superior's document, or on a plan of one's own. */
export async function restsOn(db: Reader, on: { superior_document_id: string } | { plan_id: string }) {
  const [column, id] = Object.entries(on)[0] as ['superior_document_id' | 'plan_id', string];
  const rows = await db.selectFrom('paper_basis as b').leftJoin('campaign as k', 'k.id', 'b.campaign_id').leftJoin('own_document as o', 'o.id', 'b.own_document_id')
    .select(['b.id', 'b.campaign_id', 'b.own_document_id', 'k.title as campaign_title', 'o.title as own_title']).where(`b.${column}`, '=', id).orderBy('b.id').execute();
  return rows.map((r) => ({ id: r.id, kind: r.campaign_id ? 'campaign' as const : 'own' as const, target_id: (r.campaign_id ?? r.own_document_id)!, title: (r.campaign_title ?? r.own_title)! }));
}
/** What a campaign or a document of one's own rests on. */
export async function basesOf(db: Reader, of: { campaign_id: string } | { own_document_id: string }) {
  const [column, id] = Object.entries(of)[0] as ['campaign_id' | 'own_document_id', string];
  const rows = await db.selectFrom('paper_basis as b').leftJoin('superior_document as d', 'd.id', 'b.superior_document_id').leftJoin('own_document as o', 'o.id', 'b.plan_id')
    .select(['b.id', 'b.superior_document_id', 'b.plan_id', 'd.title as superior_title', 'd.number', 'o.title as own_title']).where(`b.${column}`, '=', id).orderBy('b.id').execute();
  return rows.map((r) => ({ id: r.id, kind: r.superior_document_id ? 'superior' as const : 'own' as const, target_id: (r.superior_document_id ?? r.plan_id)!, title: r.superior_document_id ? `${r.superior_title}${r.number ? `（${r.number}）` : ''}` : r.own_title! }));
}
