import { today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { isHandedIn, move } from '../../kernel/workflow/workflow.ts';
import { answerChecks } from './checklist.ts';
import type { answers, filingMoves } from './contract.ts';
import { filingEffects, keepNumber } from './move-filing.ts';
import { visibleFilings } from './queries.ts';
import { openFilings, settleFilings } from './settle-filings.ts';
import { filingFlow } from './workflow.ts';

defineErrors({
  'filing.exists': '这个系统已经有这项备案，请在清单里打开它。',
  'filing.system_gone': '系统不存在、已注销，或不是您负责的。',
  'filing.kind_unknown': '没有这个备案种类，请重新选择。',
  'filing.handed_in': '这份材料已随办理提交，须留存，不能撤回。',
  'filing.day_ahead': '日期不能晚于今天。',
  'filing.expires_before': '到期日须晚于备案日期。',
  'filing.bad_pattern': '备案号格式不是有效的正则表达式。',
  'filing.key_taken': '这个代码已经用过了，请换一个。',
}, {
  'filing.exists': 'The system has this filing already; open it in the list.',
  'filing.system_gone': 'The system is not there, was cancelled, or is not yours.',
  'filing.kind_unknown': 'There is no such kind of filing; choose again.',
  'filing.handed_in': 'This was handed in and stays.',
  'filing.day_ahead': 'The day cannot be after today.',
  'filing.expires_before': 'It must end after it was granted.',
  'filing.bad_pattern': 'The format is not a valid regular expression.',
  'filing.key_taken': 'This key is taken; choose another.',
});

export async function demandFiling(tx: Tx, actor: Actor, id: string, permission: 'filing.read' | 'filing.write' = 'filing.write') {
  const f = await visibleFilings(tx, actor).select(['f.id', 'f.system_id', 'f.kind', 'c.unit_id', 'c.state', 'c.version']).where('f.id', '=', id).executeTakeFirst();
  if (!f) throw new AppError('not_found', 'object.not_found');
  demandIn(actor, permission, f.unit_id);
  return f;
}
/** One that the table of kinds does not ask for by itself. Throws filing.system_gone, filing.kind_unknown, filing.exists. */
export async function createFiling(tx: Tx, actor: Actor, b: { system_id: string; kind: string; due_on?: string | null | undefined }): Promise<string> {
  const s = await tx.selectFrom('info_system').select(['id', 'unit_id', 'state']).where('id', '=', b.system_id).forUpdate().executeTakeFirst();
  if (!s || s.state === 'cancelled') throw new AppError('invalid', 'filing.system_gone', {}, [{ path: 'system_id', message: '请重新选择' }]);
  demandIn(actor, 'filing.write', s.unit_id);
  if (!await tx.selectFrom('filing_kind').select('key').where('key', '=', b.kind).where('active', '=', true).executeTakeFirst()) throw new AppError('invalid', 'filing.kind_unknown', {}, [{ path: 'kind', message: '请重新选择' }]);
  if (await tx.selectFrom('filing').select('id').where('system_id', '=', b.system_id).where('kind', '=', b.kind).executeTakeFirst()) throw new AppError('conflict', 'filing.exists');
  const id = newId();
  await openFilings(tx, actor, [{ id, system_id: s.id, unit_id: s.unit_id, kind: b.kind }], b.due_on ?? null);
  await settleFilings(tx, actor, [s.id]);
  return id;
}
interface Dates { filed_on?: string | null | undefined; approved_on?: string | null | undefined; expires_on?: string | null | undefined; cancelled_on?: string | null | undefined }
function demandDates(d: Dates): void {
  for (const path of ['filed_on', 'approved_on', 'cancelled_on'] as const) if ((d[path] ?? '') > today()) throw new AppError('invalid', 'filing.day_ahead', {}, [{ path, message: '日期还没有到' }]);
  if (d.expires_on && d.approved_on && d.expires_on <= d.approved_on) throw new AppError('invalid', 'filing.expires_before', {}, [{ path: 'expires_on', message: '早于取得日期' }]);
}
/** Throws object.not_found, object.changed_meanwhile, filing.day_ahead, filing.expires_before. */
export async function updateFiling(tx: Tx, actor: Actor, id: string, given: { version: number; subject?: string | undefined; authority?: string | undefined; number?: string | undefined; note?: string | undefined } & Dates): Promise<void> {
  const before = await demandFiling(tx, actor, id);
  const { version, number, cancelled_on: _c, ...rest } = given;
  const taken = await tx.updateTable('work_case').set((e) => ({ version: e('version', '+', 1) })).where('id', '=', id).where('version', '=', version).executeTakeFirst();
  if (taken.numUpdatedRows === 0n) throw new AppError('conflict', 'object.changed_meanwhile');
  demandDates(given);
  const set = Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== undefined));
  if (Object.keys(set).length) await tx.updateTable('filing').set(set).where('id', '=', id).execute();
  if (number !== undefined) { await keepNumber(tx, actor, id, number); await settleFilings(tx, actor, [before.system_id]); }
}
export interface FilingMove extends Dates { version: number; action: (typeof filingMoves)[number]; note?: string | undefined; number?: string | undefined; subject?: string | undefined }
/** Throws object.not_found, filing.*, workflow.*. */
export async function moveFiling(tx: Tx, actor: Actor, id: string, m: FilingMove): Promise<void> {
  await demandFiling(tx, actor, id);
  const { version, action, note, ...fields } = m;
  demandDates(fields);
  await move(tx, filingFlow, actor, { id, version, action, note, fields }, {}, filingEffects);
}
export async function answerClosing(tx: Tx, actor: Actor, id: string, given: { key: string; answer: (typeof answers)[number] | null; note?: string | undefined }[]): Promise<void> {
  const f = await demandFiling(tx, actor, id);
  await answerChecks(tx, actor, 'closing', f.system_id, given);
}
export async function attachProof(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandFiling(tx, actor, id);
  return attachFile(tx, file, 'filing', id, actor);
}
export async function detachProof(tx: Tx, actor: Actor, id: string, fileId: string): Promise<void> {
  await demandFiling(tx, actor, id);
  if (await isHandedIn(tx, id, fileId)) throw new AppError('rule', 'filing.handed_in');
  const gone = await tx.deleteFrom('file').where('id', '=', fileId).where('owner_type', '=', 'filing').where('owner_id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
}

export interface KindFields { name: string; basis: string; system_kinds: string[]; before_online: boolean; due_days: number; change_days: number; cancel_days: number; change_fields: string[]; number_pattern: string; number_example: string; active: boolean }
/** A new kind of filing, or new rules for one; what the systems owe by it is opened at once. Throws filing.bad_pattern, filing.key_taken, object.changed_meanwhile. */
export async function saveKind(tx: Tx, actor: Actor, key: string, v: KindFields & { version?: number | undefined }): Promise<void> {
  const { version, ...set } = v;
  try { new RegExp(set.number_pattern); await sql`select '' ~ ${set.number_pattern}`.execute(tx); } catch { throw new AppError('invalid', 'filing.bad_pattern', {}, [{ path: 'number_pattern', message: '不正确' }]); }
  if (version === undefined) {
    const made = await tx.insertInto('filing_kind').values({ key, ...set, ledger_field: null, sort: 100 }).onConflict((c) => c.doNothing()).returning('key').executeTakeFirst();
    if (!made) throw new AppError('conflict', 'filing.key_taken', {}, [{ path: 'key', message: '已存在' }]);
  } else {
    const saved = await tx.updateTable('filing_kind').set((e) => ({ ...set, version: e('version', '+', 1) })).where('key', '=', key).where('version', '=', version).executeTakeFirst();
    if (saved.numUpdatedRows === 0n) throw new AppError('conflict', 'object.changed_meanwhile');
  }
  await settleFilings(tx, actor, 'all');
}
