import { writeTable } from '../../engines/tables/index.ts';
import { today } from '../../kernel/clock.ts';
import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { clauseStates } from './contract.ts';
import { readSuperior } from './queries.ts';

type State = (typeof clauseStates)[number];
defineErrors({
  'clause.unit_not_active': '所选单位不存在或已撤销，请重新选择。', 'clause.target_gone': '要关联的内容不存在或已删除，请重新选择。',
}, {
  'clause.unit_not_active': 'The unit is not there or is no more; choose again.',
  'clause.target_gone': 'What was to be linked is not there; choose again.',
});
interface Fields { path: string; title: string; text: string; measure: string; unit_id: string | null; state: State }
type Change = { [K in keyof Fields]?: Fields[K] | undefined };
export interface LinkTarget { campaign_id?: string | undefined; task_id?: string | undefined; own_document_id?: string | undefined }

async function demandUnit(tx: Tx, unitId: string | null | undefined): Promise<void> {
  if (unitId && !await tx.selectFrom('unit').select('id').where('id', '=', unitId).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'clause.unit_not_active', {}, [{ path: 'unit_id', message: '单位不存在或已撤销' }]);
}
async function demandClause(tx: Tx, id: string) {
  const row = await tx.selectFrom('superior_clause').select(['id', 'document_id', 'title', 'measure', 'state', 'unit_id']).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}

export async function addClause(tx: Tx, documentId: string, clause: Change & { title: string }): Promise<string> {
  if (!await tx.selectFrom('superior_document').select('id').where('id', '=', documentId).forUpdate().executeTakeFirst()) throw new AppError('not_found', 'object.not_found');
  await demandUnit(tx, clause.unit_id);
  const { last } = await tx.selectFrom('superior_clause').select((e) => e.fn.max('sort').as('last')).where('document_id', '=', documentId).executeTakeFirstOrThrow();
  const id = newId();
  const { path = '', title, text = title, measure = '', unit_id = null, state = 'open' } = clause;
  await tx.insertInto('superior_clause').values({ id, document_id: documentId, path, title, text, measure, unit_id, state, sort: (last ?? 0) + 1 }).execute();
  return id;
}
/** Returns the clause as it was. Throws object.changed_meanwhile. */
export async function updateClause(tx: Tx, id: string, { version, ...change }: Change & { version: number }) {
  const before = await demandClause(tx, id);
  await demandUnit(tx, change.unit_id);
  const set = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined));
  const saved = await tx.updateTable('superior_clause').set((e) => ({ ...set, version: e('version', '+', 1) })).where('id', '=', id).where('version', '=', version).executeTakeFirst();
  if (saved.numUpdatedRows !== 1n) throw new AppError('conflict', 'object.changed_meanwhile');
  return before;
}
export async function removeClause(tx: Tx, id: string) {
  const before = await demandClause(tx, id);
  await tx.deleteFrom('superior_clause').where('id', '=', id).execute();
  return before;
}
/** Most articles of a law concern somebody else: said of many at once. Only clauses of the document itself are touched. */
export async function markClauses(tx: Tx, documentId: string, ids: string[], state: State): Promise<number> {
  const done = await tx.updateTable('superior_clause').set((e) => ({ state, version: e('version', '+', 1) })).where('document_id', '=', documentId).where('id', 'in', ids).executeTakeFirst();
  if (done.numUpdatedRows !== BigInt(new Set(ids).size)) throw new AppError('not_found', 'object.not_found');
  return Number(done.numUpdatedRows);
}

/** The same link twice is one. Throws clause.target_gone. */
export async function linkClause(tx: Tx, id: string, target: LinkTarget) {
  const clause = await demandClause(tx, id);
  const { campaign_id = null, task_id = null, own_document_id = null } = target;
  const found = campaign_id ? await tx.selectFrom('campaign').select('id').where('id', '=', campaign_id).forKeyShare().executeTakeFirst()
    : task_id ? await tx.selectFrom('task').select('id').where('id', '=', task_id).where('withdrawn_at', 'is', null).forKeyShare().executeTakeFirst()
      : await tx.selectFrom('own_document').select('id').where('id', '=', own_document_id!).forKeyShare().executeTakeFirst();
  if (!found) throw new AppError('invalid', 'clause.target_gone');
  await tx.insertInto('clause_link').values({ id: newId(), clause_id: id, campaign_id, task_id, own_document_id }).onConflict((c) => c.doNothing()).execute();
  if (clause.state === 'none') await tx.updateTable('superior_clause').set({ state: 'open' }).where('id', '=', id).execute();
  return clause;
}
export async function unlinkClause(tx: Tx, id: string, linkId: string) {
  const clause = await demandClause(tx, id);
  const gone = await tx.deleteFrom('clause_link').where('id', '=', linkId).where('clause_id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
  return clause;
}

export interface BasisLink { campaign_id?: string | undefined; own_document_id?: string | undefined; superior_document_id?: string | undefined; plan_id?: string | undefined }
/** Throws clause.target_gone for what is not there or would rest on itself. */
export async function addBasis(tx: Tx, link: BasisLink): Promise<string> {
  const { campaign_id = null, own_document_id = null, superior_document_id = null, plan_id = null } = link;
  const there = async (table: 'campaign' | 'own_document' | 'superior_document', id: string | null) => id === null || await tx.selectFrom(table).select('id').where('id', '=', id).forKeyShare().executeTakeFirst() !== undefined;
  if ((own_document_id !== null && own_document_id === plan_id) || !await there('campaign', campaign_id) || !await there('own_document', own_document_id) || !await there('superior_document', superior_document_id) || !await there('own_document', plan_id)) throw new AppError('invalid', 'clause.target_gone');
  const id = newId();
  await tx.insertInto('paper_basis').values({ id, campaign_id, own_document_id, superior_document_id, plan_id }).onConflict((c) => c.doNothing()).execute();
  return id;
}
export async function removeBasis(tx: Tx, id: string) {
  const gone = await tx.deleteFrom('paper_basis').where('id', '=', id).returningAll().executeTakeFirst();
  if (!gone) throw new AppError('not_found', 'object.not_found');
  return gone;
}

export const clauseStateNames: Record<State, string> = { open: '未落实', doing: '落实中', done: '已落实', none: '不适用' };
/** 条款落实对照表. */
export async function exportClauses(db: Reader, actor: Actor, id: string): Promise<Sent> {
  const d = await readSuperior(db, actor, id);
  const columns = ([['path', '条款', 12], ['text', '内容', 60], ['state', '落实情况', 12], ['measure', '落实举措', 40], ['links', '对应工作', 40], ['unit', '责任单位', 20]] as const).map(([key, title, width]) => ({ key, title, width }));
  const bytes = await writeTable({ name: '条款落实对照表', columns, rows: d.clauses.map((c) => ({ path: c.path, text: c.text, state: clauseStateNames[c.state], measure: c.measure, links: c.links.map((l) => (l.detail ? `${l.title}（${l.detail}）` : l.title)).join('；'), unit: c.unit_name ?? '' })) });
  return { stream: bytes, name: `${d.title.slice(0, 40)}条款落实对照表-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
