import { today, now } from '../../kernel/clock.ts';
import { sql, isUniqueViolation, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { demandIn, mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { addEvent, isHandedIn, openCases } from '../../kernel/workflow/workflow.ts';
import { initialsOf, setLevel } from '../assets/index.ts';
import { grade, markOf, type Harm } from './levels.ts';
import { demandVisible } from './queries.ts';
import { objectFlow } from './workflow.ts';

defineErrors({
  'mlps.system_taken': '“{name}”已在另一个定级对象里。一个系统同时只在一个对象里定级。',
  'mlps.system_unknown': '所选系统不存在、已注销，或不是您负责的单位的。请重新选择。',
  'mlps.unit_not_active': '所选单位不存在或已撤销，请重新选择。',
  'mlps.harm_needed': '业务信息和系统服务都要选至少一个受侵害客体的侵害程度。',
  'mlps.not_grading': '定级已提交，不能直接改。级别要变的请先“重新定级”，或由网络安全办公室退回。',
  'mlps.level_by_grading': '“{name}”的级别由等级保护定级得出，不能在台账里直接改。请到“等级保护”里重新定级。',
  'mlps.file_handed_in': '这份材料已随办理提交，须留存，不能撤回。',
  'mlps.cancelled': '这个定级对象已注销，不能再办理。',
}, {
  'mlps.system_taken': '“{name}” is graded in another object already. A system is in one at a time.',
  'mlps.system_unknown': 'A system is not there, is cancelled, or is not of your units; choose again.',
  'mlps.unit_not_active': 'The unit is not there or is no more; choose again.',
  'mlps.harm_needed': 'Both for information and for service, choose how much at least one of the three would suffer.',
  'mlps.not_grading': 'The grading was handed in. To change the level, grade it anew, or let the office return it.',
  'mlps.level_by_grading': 'The level of “{name}” comes from its grading and is not changed in the ledger. Grade it anew under classified protection.',
  'mlps.file_handed_in': 'This was handed in and stays.',
  'mlps.cancelled': 'The object is cancelled; nothing more can be done with it.',
});

/** Locks the case; rights to write, for what is still alive. Throws object.not_found, permission.denied, mlps.cancelled, object.changed_meanwhile. */
export async function demandWritable(tx: Tx, actor: Actor, id: string, version?: number, permission: 'mlps.write' | 'mlps.manage' = 'mlps.write') {
  await tx.selectFrom('work_case').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  const o = await demandVisible(tx, actor, id);
  demandIn(actor, permission, o.unit_id);
  if (o.state === 'cancelled') throw new AppError('rule', 'mlps.cancelled');
  if (version !== undefined && version !== o.version) throw new AppError('conflict', 'object.changed_meanwhile');
  return o;
}
const bump = (tx: Tx, id: string) => tx.updateTable('work_case').set((e) => ({ version: e('version', '+', 1), changed_at: now().toISOString() })).where('id', '=', id).execute();

/** Systems that may be graded together: live ones the actor may write for. Throws mlps.system_unknown. */
async function demandSystems(tx: Tx, actor: Actor, ids: readonly string[], kept: readonly string[] = []): Promise<{ id: string; name: string; mlps_level: number | null; state_on: string | null; state: string }[]> {
  const rows = await tx.selectFrom('info_system').select(['id', 'name', 'unit_id', 'mlps_level', 'state', 'state_on']).where('id', 'in', [...ids]).where('state', '!=', 'cancelled').orderBy('id').forUpdate().execute();
  if (rows.length !== new Set(ids).size || rows.some((s) => !kept.includes(s.id) && !mayIn(actor, 'mlps.write', s.unit_id))) throw new AppError('invalid', 'mlps.system_unknown', {}, [{ path: 'system_ids', message: '请重新选择' }]);
  return rows;
}
async function link(tx: Tx, id: string, systems: readonly { id: string; name: string }[]): Promise<void> {
  for (const s of systems) {
    const taken = await tx.selectFrom('mlps_object_system').select('object_id').where('system_id', '=', s.id).where('live', '=', true).where('object_id', '!=', id).executeTakeFirst();
    if (taken) throw new AppError('conflict', 'mlps.system_taken', { name: s.name }, [{ path: 'system_ids', message: '请重新选择' }]);
    try { await tx.insertInto('mlps_object_system').values({ object_id: id, system_id: s.id }).onConflict((c) => c.columns(['object_id', 'system_id']).doUpdateSet({ live: true })).execute(); } catch (error) {
      if (isUniqueViolation(error)) throw new AppError('conflict', 'mlps.system_taken', { name: s.name });
      throw error;
    }
  }
}
/** Throws mlps.system_unknown, mlps.system_taken, mlps.unit_not_active. */
export async function createObject(tx: Tx, actor: Actor, o: { name: string; unit_id: string; system_ids: string[] }): Promise<string> {
  demandIn(actor, 'mlps.write', o.unit_id);
  if (!await tx.selectFrom('unit').select('id').where('id', '=', o.unit_id).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'mlps.unit_not_active', {}, [{ path: 'unit_id', message: '单位不存在或已撤销' }]);
  const systems = await demandSystems(tx, actor, o.system_ids);
  const id = newId();
  await openCases(tx, objectFlow, actor, [{ id, unit_id: o.unit_id, due_on: null }]);
  // a level that the ledger holds already is where the grading begins, not what it ends with
  await tx.insertInto('mlps_object').values({ id, name: o.name, initials: initialsOf(o.name), level: null, s_level: null, a_level: null, graded_on: null, reviewed_on: null, approved_on: null, issued_on: null, expires_on: null, online_on: null, created_by_name: actor.name }).execute();
  await link(tx, id, systems);
  return id;
}
/** Throws what createObject throws. */
export async function updateObject(tx: Tx, actor: Actor, id: string, b: { version: number; name?: string | undefined; system_ids?: string[] | undefined; online_on?: string | null | undefined }): Promise<void> {
  const o = await demandWritable(tx, actor, id, b.version);
  if (b.name || b.online_on !== undefined) await tx.updateTable('mlps_object').set({ ...(b.name && { name: b.name, initials: initialsOf(b.name) }), ...(b.online_on !== undefined && { online_on: b.online_on }) }).where('id', '=', id).execute();
  if (b.system_ids) {
    const kept = (await tx.selectFrom('mlps_object_system').select('system_id').where('object_id', '=', id).execute()).map((l) => l.system_id);
    const systems = await demandSystems(tx, actor, b.system_ids, kept);
    await tx.deleteFrom('mlps_object_system').where('object_id', '=', id).where('system_id', 'not in', b.system_ids).execute();
    await link(tx, id, systems);
    if (o.level !== null) for (const s of systems) await setLevel(tx, actor, s.id, o.level);
    await addEvent(tx, id, actor, 'systems', { note: systems.map((s) => s.name).join('、') });
  }
  await bump(tx, id);
}

export interface GradingTexts { responsible_body: string; composition: string; business: string; boundary: string; s_data: string; s_reason: string; a_service: string; a_reason: string; differs_reason: string }
/** 初步定级: the matrix gives the level, and the ledger's level follows it. Throws mlps.not_grading, mlps.harm_needed. */
export async function gradeObject(tx: Tx, actor: Actor, id: string, b: GradingTexts & { version: number; s_harm: Harm; a_harm: Harm }): Promise<void> {
  const o = await demandWritable(tx, actor, id, b.version);
  if (o.state !== 'grading') throw new AppError('rule', 'mlps.not_grading');
  const result = grade(b.s_harm, b.a_harm);
  if (!result) throw new AppError('invalid', 'mlps.harm_needed', {}, [{ path: Object.keys(b.s_harm).length ? 'a_harm' : 's_harm', message: '请选择' }]);
  const { version: _v, s_harm, a_harm, ...texts } = b;
  await tx.updateTable('mlps_object').set({ ...texts, ...result, s_harm: JSON.stringify(s_harm), a_harm: JSON.stringify(a_harm), graded_on: today(), graded_by_name: actor.name }).where('id', '=', id).execute();
  if (o.level !== result.level) {
    await tx.insertInto('mlps_level_change').values({ id: newId(), object_id: id, at: now().toISOString(), by_name: actor.name, before: o.level, after: result.level, reason: b.differs_reason }).execute();
    await addEvent(tx, id, actor, 'level', { note: `${o.level === null ? '' : `第${o.level}级 → `}第${result.level}级（${markOf(result)}）` });
  }
  for (const { system_id } of await tx.selectFrom('mlps_object_system').select('system_id').where('object_id', '=', id).where('live', '=', true).execute()) await setLevel(tx, actor, system_id, result.level);
  await bump(tx, id);
}

export async function attachToObject(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandWritable(tx, actor, id);
  return attachFile(tx, file, 'mlps_object', id, actor);
}
export async function detachFromObject(tx: Tx, actor: Actor, id: string, fileId: string): Promise<void> {
  await demandWritable(tx, actor, id);
  if (await isHandedIn(tx, id, fileId)) throw new AppError('rule', 'mlps.file_handed_in');
  const gone = await tx.deleteFrom('file').where('id', '=', fileId).where('owner_type', '=', 'mlps_object').where('owner_id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}
/** The object that grades a system now, for whoever would change its level. */
export async function objectOfSystem(tx: Tx, systemId: string): Promise<{ level: number | null } | undefined> {
  const { rows: [o] } = await sql<{ level: number | null }>`select o.level from mlps_object_system l join mlps_object o on o.id = l.object_id where l.system_id = ${systemId} and l.live`.execute(tx);
  return o;
}
