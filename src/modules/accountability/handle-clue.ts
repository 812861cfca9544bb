import { now, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import type { Permission } from '../../kernel/permissions.ts';
import { addEvent, move, openCases, type Fields } from '../../kernel/workflow/workflow.ts';
import { accountsToTell } from '../organisation/index.ts';
import type { clueActions, measures } from './contract.ts';
import { blank } from './find-clues.ts';
import { listGrounds, visibleClues } from './queries.ts';
import { clueFlow } from './workflow.ts';

defineErrors({
  'clue.no_ground': '所选问责情形不存在或已停用，请重新选择。',
  'clue.no_unit': '请选择单位（或从一项任务登记）；已撤销的单位不能登记。',
  'clue.answer_day': '说明时限不能早于今天。',
  'clue.answer_pending': '单位的说明时限（{answer_by}）还没有到。请等单位说明，或时限过后再提出处理建议。',
  'clue.evidence_needed': '人工登记的线索须先上传证据，再提出处理建议。',
  'clue.correct_day': '责令限期改正须填写改正期限，且不早于今天。',
  'clue.not_possible': '这条线索的处理决定不包括这项措施，或还没有作出决定。',
  'clue.not_closed': '现在不能再上传材料。可能已经有处理结果，请刷新查看。',
  'clue.day_ahead': '日期还没有到，请核对。',
}, {
  'clue.no_ground': 'That ground is not there or was withdrawn. Choose another.',
  'clue.no_unit': 'Choose a unit, or begin from an assignment; a dissolved unit cannot be named.',
  'clue.answer_day': 'The day to answer by cannot be before today.',
  'clue.answer_pending': 'The unit may still answer until {answer_by}. Wait for its answer, or propose when the day has passed.',
  'clue.evidence_needed': 'A clue registered by hand needs evidence before anything is proposed.',
  'clue.correct_day': 'Correction needs a day, not before today.',
  'clue.not_possible': 'The decision does not include this measure, or there is no decision yet.',
  'clue.not_closed': 'No more files can be added. There may be a result already; reload.',
  'clue.day_ahead': 'That day has not come yet.',
});
type Measure = (typeof measures)[number];

/** By hand: from an assignment, or for a unit. Throws clue.no_ground, clue.no_unit. */
export async function createClue(tx: Tx, actor: Actor, input: { unit_id?: string | undefined; assignment_id?: string | undefined; ground: string; facts: string; informant?: string | undefined }): Promise<string> {
  const ground = (await listGrounds(tx)).find((g) => g.key === input.ground);
  if (!ground) throw new AppError('invalid', 'clue.no_ground', {}, [{ path: 'ground', message: '请重新选择' }]);
  const unitId = input.assignment_id ? (await tx.selectFrom('assignment').select('unit_id').where('id', '=', input.assignment_id).executeTakeFirst())?.unit_id : input.unit_id;
  const unit = unitId && await tx.selectFrom('unit').select('id').where('id', '=', unitId).where('status', '=', 'active').forKeyShare().executeTakeFirst();
  if (!unit) throw new AppError('invalid', 'clue.no_unit', {}, [{ path: 'unit_id', message: '请选择单位' }]);
  const id = newId();
  await openCases(tx, clueFlow, actor, [{ id, unit_id: unit.id, due_on: null }]);
  await tx.insertInto('clue').values({ id, ground: ground.key, ground_text: ground.text, ground_source: ground.source, object_key: null, object_link: input.assignment_id ? `/assignments/${input.assignment_id}` : null, facts: input.facts, informant: input.informant ?? '', created_by_name: actor.name, ...blank }).execute();
  return id;
}

async function demandClue(tx: Tx, actor: Actor, id: string, permission: Permission) {
  const clue = await visibleClues(tx, actor, permission).select(['q.id', 'c.unit_id', 'c.state', 'c.version', 'q.ground_text', 'q.object_key', 'q.answer_by', 'q.answered_at', 'q.measures', 'q.correct_by', 'q.proposed_by', 'q.corrected_on', 'q.transferred_on']).where('q.id', '=', id).executeTakeFirst();
  if (!clue) throw new AppError('not_found', 'object.not_found');
  return clue;
}
const step = (tx: Tx, actor: Actor, id: string, version: number, action: (typeof clueActions)[number], note?: string, fields: Fields = {}) => move(tx, clueFlow, actor, { id, version, action, note, fields }, {}, {});
const set = (tx: Tx, id: string) => tx.updateTable('clue').where('id', '=', id);
async function tellUnit(tx: Tx, clue: { id: string; unit_id: string }, title: string, body: string, key: string): Promise<void> {
  const people = await accountsToTell(tx, [clue.unit_id]);
  await tell(tx, people.map(({ account_id }) => ({ account_id, kind: 'accountability', title, body, link: `/accountability/clues/${clue.id}`, once_key: `clue:${clue.id}:${key}` })));
}
async function tellRole(tx: Tx, role: 'office' | 'leader', clue: { id: string; ground_text: string }, title: string, key: string): Promise<void> {
  const to = await accountsWithRole(tx, role);
  await tell(tx, to.map((account_id) => ({ account_id, kind: 'accountability', title, body: clue.ground_text, link: `/accountability/clues/${clue.id}`, once_key: `clue:${clue.id}:${key}` })));
}

/** Throws clue.answer_day. */
export async function askUnit(tx: Tx, actor: Actor, id: string, b: { version: number; note: string; answer_by: string }): Promise<void> {
  const clue = await demandClue(tx, actor, id, 'accountability.write');
  if (b.answer_by < today()) throw new AppError('invalid', 'clue.answer_day', {}, [{ path: 'answer_by', message: '不能早于今天' }]);
  const { version } = await step(tx, actor, id, b.version, 'ask', b.note, b);
  await set(tx, id).set({ asked_note: b.note, asked_at: now().toISOString(), answer_by: b.answer_by, answered_at: null }).execute();
  await tellUnit(tx, clue, '请就一事项作出说明', `请于 ${b.answer_by} 前提交说明和佐证材料。事由：${clue.ground_text}。`, `ask:${version}`);
}
export async function answerClue(tx: Tx, actor: Actor, id: string, b: { version: number; answer: string }): Promise<void> {
  const clue = await demandClue(tx, actor, id, 'accountability.answer');
  const { version } = await step(tx, actor, id, b.version, 'answer', b.answer);
  await set(tx, id).set({ answer: b.answer, answered_by_name: actor.name, answered_at: now().toISOString() }).execute();
  await tellRole(tx, 'office', clue, '单位已提交说明', `answer:${version}`);
}
/** 责任认定 and what is to follow. Throws clue.answer_pending, clue.evidence_needed, clue.correct_day. */
export async function propose(tx: Tx, actor: Actor, id: string, b: { version: number; responsible: string; finding: string; measures: Measure[]; correct_by?: string | null | undefined }): Promise<void> {
  const clue = await demandClue(tx, actor, id, 'accountability.write');
  if (clue.state === 'checking' && clue.answer_by && clue.answer_by >= today()) throw new AppError('rule', 'clue.answer_pending', { answer_by: clue.answer_by });
  if (clue.object_key === null && !await tx.selectFrom('file').select('id').where('owner_type', '=', 'clue').where('owner_id', '=', id).executeTakeFirst()) throw new AppError('rule', 'clue.evidence_needed');
  const correct = b.measures.includes('correct');
  if (correct && (!b.correct_by || b.correct_by < today())) throw new AppError('invalid', 'clue.correct_day', {}, [{ path: 'correct_by', message: '请填写不早于今天的日期' }]);
  const { version } = await step(tx, actor, id, b.version, 'propose', b.finding, b);
  await set(tx, id).set({ responsible: b.responsible, finding: b.finding, measures: [...new Set(b.measures)], correct_by: correct ? b.correct_by! : null, proposed_by: actor.id }).execute();
  await tellRole(tx, 'leader', clue, '问责处理建议待批准', `propose:${version}`);
}
/** Four eyes: the table says so. */
export async function decide(tx: Tx, actor: Actor, id: string, b: { version: number; approve: boolean; note?: string | undefined }): Promise<void> {
  const clue = await demandClue(tx, actor, id, 'accountability.approve');
  const { version } = await step(tx, actor, id, b.version, b.approve ? 'approve' : 'refuse', b.note);
  await tellRole(tx, 'office', clue, b.approve ? '问责处理建议已批准' : '问责处理建议被退回', `decide:${version}`);
  if (!b.approve) return;
  await set(tx, id).set({ decided_on: today() }).execute();
  await tellUnit(tx, clue, '处理决定已作出', `${clue.ground_text}。${clue.correct_by ? `请于 ${clue.correct_by} 前改正到位。` : ''}`, `decide:${version}`);
}
export async function closeClue(tx: Tx, actor: Actor, id: string, b: { version: number; action: 'drop' | 'reopen'; note: string }): Promise<void> {
  const clue = await demandClue(tx, actor, id, 'accountability.write');
  await step(tx, actor, id, b.version, b.action, b.note);
  if (b.action === 'drop') { if (clue.answer_by) await tellUnit(tx, clue, '经核实不予追究', clue.ground_text, `drop:${b.version}`); } else await set(tx, id).set({ asked_at: null, asked_note: null, answer_by: null, answered_at: null }).execute();
}
/** What follows a decision: the correction, or the case handed to another body. Throws clue.not_possible, clue.day_ahead, object.changed_meanwhile. */
export async function follow(tx: Tx, actor: Actor, id: string, b: { version: number; corrected_on?: string | undefined; transfer_to?: string | undefined; transferred_on?: string | undefined; transfer_receipt?: string | undefined }): Promise<void> {
  const clue = await demandClue(tx, actor, id, 'accountability.write');
  const transfer = Boolean(b.transfer_to && b.transferred_on);
  const fits = clue.state === 'decided' && (b.corrected_on ? clue.measures.includes('correct') && !clue.corrected_on : transfer && !clue.transferred_on && (clue.measures.includes('police') || clue.measures.includes('discipline')));
  if (!fits) throw new AppError('rule', 'clue.not_possible');
  if ((b.corrected_on ?? b.transferred_on!) > today()) throw new AppError('invalid', 'clue.day_ahead', {}, [{ path: b.corrected_on ? 'corrected_on' : 'transferred_on', message: '日期还没有到' }]);
  const moved = await tx.updateTable('work_case').set((e) => ({ version: e('version', '+', 1), changed_at: now().toISOString() })).where('id', '=', id).where('version', '=', b.version).executeTakeFirst();
  if (moved.numUpdatedRows === 0n) throw new AppError('conflict', 'object.changed_meanwhile');
  if (b.corrected_on) await set(tx, id).set({ corrected_on: b.corrected_on }).execute();
  else await set(tx, id).set({ transfer_to: b.transfer_to!, transferred_on: b.transferred_on!, transfer_receipt: b.transfer_receipt ?? '' }).execute();
  await addEvent(tx, id, actor, b.corrected_on ? 'correct' : 'transfer', { note: b.corrected_on ? `${b.corrected_on} 改正到位` : `${b.transferred_on} 移送${b.transfer_to}${b.transfer_receipt ? `，回执：${b.transfer_receipt}` : ''}` });
}

/** The office's evidence and the unit's are kept apart: the unit never sees the first. */
export async function attachToClue(tx: Tx, actor: Actor, id: string, file: SavedBytes, as: 'clue' | 'clue_answer') {
  const clue = await demandClue(tx, actor, id, as === 'clue' ? 'accountability.write' : 'accountability.answer');
  await sql`select 1 from work_case where id = ${id} for share`.execute(tx);
  if (as === 'clue' ? clue.state === 'dropped' : clue.state !== 'checking') throw new AppError('rule', 'clue.not_closed');
  return attachFile(tx, file, as, id, actor);
}
