import { writeTable } from '../../engines/tables/index.ts';
import { now, today } from '../../kernel/clock.ts';
import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { listLetters, visibleLetters } from './queries.ts';

defineErrors({
  'letter.unit_not_active': '所选单位中有不存在或已撤销的，请重新选择。',
  'letter.not_yet': '签订日期还没有到，请核对。',
}, {
  'letter.unit_not_active': 'One of the units is not there or is no more; choose again.',
  'letter.not_yet': 'The day of signing has not come yet.',
});

export interface Signing { year: number; unit_ids: string[]; signed_on: string; party_a: string; party_b?: string | null | undefined }
/** One letter a unit and a year; a unit that has signed keeps what it signed and is named. Without 乙方 the unit's own name stands. */
export async function signLetters(tx: Tx, actor: Actor, input: Signing): Promise<{ added: number; already: string[] }> {
  if (input.signed_on > today()) throw new AppError('invalid', 'letter.not_yet', {}, [{ path: 'signed_on', message: '日期还没有到' }]);
  const ids = [...new Set(input.unit_ids)];
  const units = await tx.selectFrom('unit').select(['id', 'name']).where('id', 'in', ids).where('status', '=', 'active').orderBy('id').forKeyShare().execute();
  if (units.length !== ids.length) throw new AppError('invalid', 'letter.unit_not_active', {}, [{ path: 'unit_ids', message: '有单位不存在或已撤销' }]);
  const rows = await tx.insertInto('responsibility_letter').values(units.map((u) => ({ id: newId(), year: input.year, unit_id: u.id, signed_on: input.signed_on, party_a: input.party_a, party_b: input.party_b || u.name, created_by_name: actor.name, created_at: now().toISOString(), withdrawn_at: null, withdrawn_note: null })))
    .onConflict((c) => c.columns(['year', 'unit_id']).where('withdrawn_at', 'is', null).doNothing()).returning('unit_id').execute();
  const added = new Set(rows.map((r) => r.unit_id));
  return { added: added.size, already: units.filter((u) => !added.has(u.id)).map((u) => u.name) };
}

async function demandLetter(tx: Tx, actor: Actor, id: string) {
  const letter = await visibleLetters(tx, actor, 'responsibility.write').selectAll('l').where('l.id', '=', id).forUpdate().executeTakeFirst();
  if (!letter) throw new AppError('not_found', 'object.not_found');
  return letter;
}
/** The row and its files stay on record; the unit counts as not signed until it signs again. */
export async function withdrawLetter(tx: Tx, actor: Actor, id: string, note: string) {
  const before = await demandLetter(tx, actor, id);
  await tx.updateTable('responsibility_letter').set({ withdrawn_at: now().toISOString(), withdrawn_note: note }).where('id', '=', id).execute();
  return before;
}
export async function attachToLetter(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandLetter(tx, actor, id);
  return attachFile(tx, file, 'responsibility_letter', id, actor);
}

export async function exportLetters(db: Reader, actor: Actor, year: number): Promise<Sent> {
  const { letters, missing } = await listLetters(db, actor, year);
  const columns = ([['unit', '单位'], ['state', '签订情况'], ['signed_on', '签订日期'], ['party_a', '甲方'], ['party_b', '乙方'], ['files', '签字扫描件']] as const).map(([key, title]) => ({ key, title, kind: 'text' as const }));
  const rows = [
    ...letters.map((l) => ({ unit: l.unit_name, state: '已签订', signed_on: l.signed_on, party_a: l.party_a, party_b: l.party_b, files: l.files.map((f) => f.name).join('；') })),
    ...missing.map((u) => ({ unit: u.unit_name, state: '未签订' })),
  ];
  const bytes = await writeTable({ name: '责任书签订情况', columns, rows });
  return { stream: bytes, name: `${year}年责任书签订情况-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
