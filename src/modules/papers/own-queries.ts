import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import type { ownKinds } from './contract.ts';
import { chaptersOf, structureOf } from './needed-chapters.ts';
import { basesOf, demandReader, filesOf, restsOn } from './queries.ts';

/** Documents with their last edition and how far their plans are. */
const ownRows = (db: Reader) => db.selectFrom('own_document as o').leftJoinLateral((e) => e.selectFrom('own_document_version as v').innerJoin('file as f', 'f.id', 'v.file_id').select(['v.edition', 'v.text', 'f.id as file_id', 'f.name as file_name', 'f.size_bytes']).whereRef('v.document_id', '=', 'o.id').orderBy('v.edition', 'desc').limit(1).as('last'), (j) => j.onTrue())
  .select(['o.id', 'o.kind', 'o.title', 'o.number', 'o.valid_from', 'o.valid_until', 'o.note', 'o.version', 'o.created_by_name', 'last.edition', 'last.text', 'last.file_id', 'last.file_name', 'last.size_bytes',
    sql<{ total: number; done: number; overdue: number }>`(select json_build_object('total', count(*), 'done', count(*) filter (where p.done_on is not null), 'overdue', count(*) filter (where p.done_on is null and p.due_on < ${today()})) from plan_milestone p where p.document_id = o.id)`.as('milestones')]);
type Row = Awaited<ReturnType<ReturnType<typeof ownRows>['execute']>>[number];
function shown({ text, file_id, file_name, size_bytes, edition, ...o }: Row) {
  const chapters = text ? chaptersOf(structureOf(o.kind, o.title), text) : null;
  return {
    ...o, edition: edition ?? 0, file: file_id ? { id: file_id, name: file_name!, size_bytes: size_bytes! } : null, chapters, missing: chapters && chapters.filter((c) => c.state === 'missing').map((c) => c.name),
    expired: o.valid_until !== null && o.valid_until < today(),
  };
}

export async function listOwn(db: Reader, actor: Actor, filter: { kind?: (typeof ownKinds)[number] | undefined; q?: string | undefined }) {
  demandReader(actor);
  let q = ownRows(db).orderBy('o.created_at', 'desc').limit(500);
  if (filter.kind) q = q.where('o.kind', '=', filter.kind);
  if (filter.q) { const like = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`; q = q.where((e) => e.or([e('o.title', 'ilike', like), e('o.number', 'ilike', like)])); }
  return (await q.execute()).map(shown);
}
/** Throws object.not_found. */
export async function readOwn(db: Reader, actor: Actor, id: string) {
  demandReader(actor);
  const row = await ownRows(db).where('o.id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  const [editions, plan, bases, rests] = await Promise.all([
    db.selectFrom('own_document_version as v').innerJoin('file as f', 'f.id', 'v.file_id').select(['v.id', 'v.edition', 'v.note', 'v.created_by_name', 'v.created_at', 'f.id as file_id', 'f.name', 'f.size_bytes']).where('v.document_id', '=', id).orderBy('v.edition', 'desc').execute(),
    db.selectFrom('plan_milestone as p').leftJoin('unit as u', 'u.id', 'p.unit_id').select(['p.id', 'p.title', 'p.due_on', 'p.unit_id', 'u.name as unit_name', 'p.done_on', 'p.note', 'p.version', filesOf('plan_milestone', 'p.id').as('files')]).where('p.document_id', '=', id).orderBy('p.due_on').orderBy('p.id').execute(),
    basesOf(db, { own_document_id: id }), restsOn(db, { plan_id: id }),
  ]);
  return { ...shown(row), editions: editions.map(({ file_id, name, size_bytes, ...v }) => ({ ...v, file: { id: file_id, name, size_bytes } })), plan: plan.map((p) => ({ ...p, overdue: p.done_on === null && p.due_on < today() })), bases, rests };
}
