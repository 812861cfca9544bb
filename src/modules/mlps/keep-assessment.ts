import { now, today } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { addEvent } from '../../kernel/workflow/workflow.ts';
import { editionFor, editionTable, type Conclusion, type Edition } from './editions.ts';
import { openItems, type NewItem } from './items.ts';
import { demandWritable } from './keep-object.ts';

defineErrors({
  'mlps.conclusion_foreign': '{edition} 版测评报告没有这种结论，请按报告上的结论选择。',
  'mlps.score_foreign': '2025 版测评报告不给百分制得分，请填符合率。',
  'mlps.score_needed': '2021 版测评报告有综合得分，请填写。',
  'mlps.edition_early': '2025 版报告用于 2025-03-20 起签订的合同，请核对合同日期或报告版本。',
  'mlps.edition_late': '2025-03-20 起签订的合同应当使用 2025 版报告，请核对。',
  'mlps.order_of_days': '日期先后不对：合同、开始、报告依次不能早于前一个。',
  'mlps.has_problems': '这次测评已登记问题，不能删除。',
}, {
  'mlps.conclusion_foreign': 'Reports of the {edition} edition do not end in these words; choose what the report says.',
  'mlps.score_foreign': 'Reports of the 2025 edition give no points; write the share of requirements met.',
  'mlps.score_needed': 'Reports of the 2021 edition give points; write them.',
  'mlps.edition_early': 'The 2025 edition is for contracts signed from 2025-03-20; check the day or the edition.',
  'mlps.edition_late': 'A contract signed from 2025-03-20 uses the 2025 edition; check it.',
  'mlps.order_of_days': 'Contract, beginning and report must follow one another.',
  'mlps.has_problems': 'Problems of this assessment were entered; it cannot be deleted.',
});

interface Fields { agency: string; agency_number: string; contract_on: string | null; started_on: string | null; finished_on: string | null; edition: Edition; conclusion: Conclusion | null; score: number | null; rate: number | null; high_risks: number; major_hazards: number; note: string }
type Given = { [K in keyof Fields]?: Fields[K] | undefined };
const blank: Omit<Fields, 'agency' | 'edition'> = { agency_number: '', contract_on: null, started_on: null, finished_on: null, conclusion: null, score: null, rate: null, high_risks: 0, major_hazards: 0, note: '' };

/** Edition by the contract's day, words and points by the edition. Throws mlps.conclusion_foreign, mlps.score_*, mlps.edition_*, mlps.order_of_days, mlps.day_ahead. */
function demandSound(f: Fields): void {
  const table = editionTable[f.edition];
  const no = (code: string, path: string, message: string, data = {}): never => { throw new AppError('invalid', code, data, [{ path, message }]); };
  if (f.contract_on && f.edition === '2025' && f.contract_on < table.from) no('mlps.edition_early', 'edition', '请核对');
  if (f.contract_on && f.edition !== '2025' && editionFor(f.contract_on) === '2025') no('mlps.edition_late', 'edition', '请核对');
  if (f.conclusion && !table.conclusions.includes(f.conclusion)) no('mlps.conclusion_foreign', 'conclusion', '请重新选择', { edition: f.edition });
  if (f.score !== null && table.score === 'none') no('mlps.score_foreign', 'score', '请填符合率');
  if (f.conclusion && f.score === null && table.score === 'required') no('mlps.score_needed', 'score', '不能为空');
  const days = [f.contract_on, f.started_on, f.finished_on].filter((d): d is string => d !== null);
  if (days.some((d, i) => i > 0 && d < days[i - 1]!)) no('mlps.order_of_days', 'finished_on', '请核对时间');
  if (f.finished_on && f.finished_on > today()) no('mlps.day_ahead', 'finished_on', '日期还没有到');
}
export async function addAssessment(tx: Tx, actor: Actor, objectId: string, given: Given & { agency: string }): Promise<string> {
  await demandWritable(tx, actor, objectId);
  const f: Fields = { ...blank, ...defined(given), edition: given.edition ?? editionFor(given.contract_on ?? today()) } as Fields;
  demandSound(f);
  const id = newId();
  await tx.insertInto('mlps_assessment').values({ id, object_id: objectId, ...f, created_at: now().toISOString(), created_by_name: actor.name }).execute();
  await addEvent(tx, objectId, actor, 'assessment', { note: f.agency });
  return id;
}
const defined = <T extends object>(o: T): Partial<T> => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as Partial<T>;
/** The row, locked, for whoever may write of its object. Throws object.not_found. */
export async function demandAssessment(tx: Tx, actor: Actor, id: string, permission: 'mlps.write' | 'mlps.manage' = 'mlps.write') {
  const a = await tx.selectFrom('mlps_assessment').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!a) throw new AppError('not_found', 'object.not_found');
  return { a, object: await demandWritable(tx, actor, a.object_id, undefined, permission) };
}
export async function updateAssessment(tx: Tx, actor: Actor, id: string, given: Given & { version: number }) {
  const { a } = await demandAssessment(tx, actor, id);
  if (a.version !== given.version) throw new AppError('conflict', 'object.changed_meanwhile');
  const { version: _v, ...change } = given;
  const number = (v: unknown): number | null => (v === null || v === undefined ? null : Number(v));
  const f: Fields = { agency: a.agency, agency_number: a.agency_number, contract_on: a.contract_on, started_on: a.started_on, finished_on: a.finished_on, edition: a.edition, conclusion: a.conclusion, score: number(a.score), rate: number(a.rate), high_risks: a.high_risks, major_hazards: a.major_hazards, note: a.note, ...defined(change) } as Fields;
  demandSound(f);
  await tx.updateTable('mlps_assessment').set((e) => ({ ...f, version: e('version', '+', 1) })).where('id', '=', id).execute();
  return a;
}
export async function removeAssessment(tx: Tx, actor: Actor, id: string) {
  const { a } = await demandAssessment(tx, actor, id, 'mlps.manage');
  if (await tx.selectFrom('mlps_item').select('id').where('assessment_id', '=', id).executeTakeFirst()) throw new AppError('rule', 'mlps.has_problems');
  await tx.deleteFrom('file').where('owner_type', '=', 'mlps_assessment').where('owner_id', '=', id).execute();
  await tx.deleteFrom('mlps_assessment').where('id', '=', id).execute();
  await addEvent(tx, a.object_id, actor, 'assessment_removed', { note: a.agency });
  return a;
}
export async function attachToAssessment(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandAssessment(tx, actor, id);
  return attachFile(tx, file, 'mlps_assessment', id, actor);
}
export async function addProblems(tx: Tx, actor: Actor, id: string, b: { problems: NewItem[]; due_on?: string | undefined; responsible?: string | undefined }): Promise<number> {
  const { object } = await demandAssessment(tx, actor, id);
  return openItems(tx, actor, object, { source: 'assessment', assessment_id: id }, b.problems, b);
}
