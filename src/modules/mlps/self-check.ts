import { today } from '../../kernel/clock.ts';
import { isUniqueViolation, sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { addEvent } from '../../kernel/workflow/workflow.ts';
import type { verdicts } from './contract.ts';
import { controlsOf, scoreOf, type Verdict } from './controls.ts';
import { openItems, type NewItem } from './items.ts';
import { demandWritable } from './keep-object.ts';
import { demandCheck, filesJson, headOf, type CheckRow } from './read-object.ts';

defineErrors({
  'mlps.level_first': '还没有定级，不知道按哪一级的要求自查。请先定级。',
  'mlps.check_open': '这个对象已有一次没有完成的自查，请接着填写。',
  'mlps.check_finished': '这次自查已完成，不能再改。需要时请开始新的自查。',
  'mlps.check_unanswered': '还有 {n} 个控制点没有填写，填完才能完成自查。',
  'mlps.check_note': '“{point}”不适用，请写明理由。',
  'mlps.no_such_point': '这一级没有这个控制点。',
}, {
  'mlps.level_first': 'It has no level yet, so nobody knows which requirements apply. Grade it first.',
  'mlps.check_open': 'A self-check of this object is not finished yet; go on with it.',
  'mlps.check_finished': 'This self-check is finished. Begin a new one where needed.',
  'mlps.check_unanswered': '{n} control points are not answered yet.',
  'mlps.check_note': '“{point}” does not apply: say why.',
  'mlps.no_such_point': 'This level has no such control point.',
});

export async function readCheck(db: Reader, actor: Actor, id: string) {
  const k = await demandCheck(db, actor, id);
  const answers = await db.selectFrom('mlps_answer as w').select(['w.point', 'w.verdict', 'w.note', filesJson('mlps_answer', sql.ref('w.id')).as('files')]).where('w.check_id', '=', id).orderBy('w.point').execute();
  return { ...headOf(k, actor), classes: controlsOf(k.level), answers };
}
/** Throws mlps.level_first, mlps.check_open. */
export async function startCheck(tx: Tx, actor: Actor, objectId: string): Promise<string> {
  const o = await demandWritable(tx, actor, objectId);
  if (o.level === null) throw new AppError('rule', 'mlps.level_first');
  const id = newId();
  try { await tx.insertInto('mlps_check').values({ id, object_id: objectId, level: Math.min(o.level, 4), started_on: today(), started_by_name: actor.name, finished_on: null, score: null }).execute(); } catch (error) {
    if (isUniqueViolation(error, 'one_open_check')) throw new AppError('conflict', 'mlps.check_open');
    throw error;
  }
  await addEvent(tx, objectId, actor, 'check_started');
  return id;
}
async function demandOpen(tx: Tx, actor: Actor, id: string): Promise<CheckRow> {
  await tx.selectFrom('mlps_check').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  const k = await demandCheck(tx, actor, id);
  demandIn(actor, 'mlps.write', k.unit_id);
  if (k.finished_on !== null) throw new AppError('rule', 'mlps.check_finished');
  return k;
}
const demandPoint = (level: number, point: string): void => { if (!controlsOf(level).some((c) => c.points.some((x) => x.key === point))) throw new AppError('invalid', 'mlps.no_such_point', {}, [{ path: 'point', message: '请重新选择' }]); };
/** One point or many; what is left out stays. Throws mlps.check_finished, mlps.no_such_point. */
export async function answerCheck(tx: Tx, actor: Actor, id: string, answers: readonly { point: string; verdict: (typeof verdicts)[number] | null; note?: string | undefined }[]): Promise<void> {
  const k = await demandOpen(tx, actor, id);
  for (const a of answers) {
    demandPoint(k.level, a.point);
    await tx.insertInto('mlps_answer').values({ id: newId(), check_id: id, point: a.point, verdict: a.verdict, note: a.note ?? '' }).onConflict((c) => c.columns(['check_id', 'point']).doUpdateSet({ verdict: a.verdict, ...(a.note !== undefined && { note: a.note }) })).execute();
  }
}
export async function attachToAnswer(tx: Tx, actor: Actor, id: string, point: string, file: SavedBytes) {
  const k = await demandOpen(tx, actor, id);
  demandPoint(k.level, point);
  const row = await tx.insertInto('mlps_answer').values({ id: newId(), check_id: id, point, verdict: null }).onConflict((c) => c.columns(['check_id', 'point']).doUpdateSet((e) => ({ point: e.ref('excluded.point') }))).returning('id').executeTakeFirstOrThrow();
  return attachFile(tx, file, 'mlps_answer', row.id, actor);
}
/** The score is kept, and every gap becomes something to repair. Throws mlps.check_unanswered, mlps.check_note. */
export async function finishCheck(tx: Tx, actor: Actor, id: string, when: { due_on?: string | undefined; responsible?: string | undefined }): Promise<number> {
  const k = await demandOpen(tx, actor, id);
  const answers = new Map((await tx.selectFrom('mlps_answer').select(['point', 'verdict', 'note']).where('check_id', '=', id).execute()).map((a) => [a.point, a]));
  const figures = scoreOf(k.level, new Map([...answers.values()].flatMap((a) => (a.verdict ? [[a.point, a.verdict] as [string, Verdict]] : []))));
  if (figures.answered < figures.points) throw new AppError('rule', 'mlps.check_unanswered', { n: figures.points - figures.answered });
  const gaps: NewItem[] = [];
  for (const c of controlsOf(k.level)) for (const point of c.points) {
    const a = answers.get(point.key)!;
    if (a.verdict === 'na' && !a.note.trim()) throw new AppError('invalid', 'mlps.check_note', { point: point.name }, [{ path: point.key, message: '不能为空' }]);
    if (a.verdict === 'no' || a.verdict === 'part') gaps.push({ control_class: c.name, point: point.name, requirement: point.asks, description: a.note.trim() || `自查${a.verdict === 'no' ? '不符合' : '部分符合'}：${point.asks}`, risk: a.verdict === 'no' ? 'medium' : 'low', advice: '', major: false });
  }
  await tx.updateTable('mlps_check').set({ finished_on: today(), score: figures.score }).where('id', '=', id).execute();
  await addEvent(tx, k.object_id, actor, 'check_finished', { note: `${figures.score ?? '—'} 分，差距 ${gaps.length} 项` });
  return openItems(tx, actor, { id: k.object_id, unit_id: k.unit_id, name: k.object_name }, { source: 'self_check', check_id: id }, gaps, when);
}
/** Throws mlps.check_finished. */
export async function removeCheck(tx: Tx, actor: Actor, id: string): Promise<void> {
  const k = await demandOpen(tx, actor, id);
  await sql`delete from file f using mlps_answer w where w.check_id = ${id} and f.owner_type = 'mlps_answer' and f.owner_id = w.id`.execute(tx);
  await tx.deleteFrom('mlps_check').where('id', '=', id).execute();
  await addEvent(tx, k.object_id, actor, 'check_removed');
}
