import type { ReadTable } from '../../engines/tables/index.ts';
import { now } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors, wordIn, type Language } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { planImport, type ImportPlan, type RosterChange } from './plan-import.ts';
import { changeHolders, ensurePosts } from './posts.ts';
import { readingColumns, rosterTitles, type RosterField } from './roster.ts';
import { readApart } from './table-apart.ts';

const reasons: Record<string, string> = {
  not_xlsx: '这不是 .xlsx 表格', not_zip: '这不是 .xlsx 表格', old_format: '这是旧版 .xls 表格，请在 Excel 或 WPS 中另存为 .xlsx', encrypted: '表格设有密码，请去掉密码后重试', damaged: '表格已损坏，或不是由 Excel、WPS 保存的',
  too_big: '表格解压后过大', too_many_rows: '表格的行数或列数过多', empty: '表格是空的', no_header: '没有找到表头，请使用下载的模板', missing_columns: '缺少必填的列：{columns}', duplicate_columns: '表头重复：{columns}',
};
defineErrors({
  'import.unreadable': '表格读不了：{reason}。',
  'import.too_many': '一次最多导入 {limit} 人，请分成几个表格。',
  'import.has_errors': '表格还有 {count} 处错误，改好后请重新上传。',
  'import.changed_meanwhile': '核对之后，人员数据又有变动。请重新上传表格核对后再确认。',
  'import.applied_already': '这个表格已经导入过了。',
}, {
  'import.unreadable': 'The sheet cannot be read: {reason}.',
  'import.too_many': 'At most {limit} people at a time; divide the sheet.',
  'import.has_errors': 'There are still {count} errors in the sheet; correct them and upload it again.',
  'import.changed_meanwhile': 'People have changed since the sheet was checked. Upload it again.',
  'import.applied_already': 'This sheet was imported already.',
});
const MOST_ROWS = 20_000;

/** Reads an uploaded sheet. Throws import.unreadable with what to do, import.too_many, import.too_heavy. */
export async function readRoster(bytes: Uint8Array): Promise<ReadTable & { ok: true }> {
  const read = await readApart(bytes, readingColumns);
  if (!read.ok) throw new AppError('invalid', 'import.unreadable', { reason: (reasons[read.reason] ?? reasons.damaged!).replace('{columns}', (read.columns ?? []).join('、')) });
  if (read.rows.length > MOST_ROWS) throw new AppError('too_large', 'import.too_many', { limit: MOST_ROWS });
  if (read.rows.length === 0) throw new AppError('invalid', 'import.unreadable', { reason: '表头下面没有内容' });
  return read;
}

/** Remembers what was checked, for whoever checked it. */
export async function keepImport(tx: Tx, actor: Actor, sha256: string, plan: ImportPlan): Promise<string> {
  const token = newId();
  await tx.insertInto('organisation_import').values({ token, account_id: actor.id!, sha256, plan_hash: plan.hash, created_at: now().toISOString(), applied_at: null }).execute();
  return token;
}
/** A sheet that was checked and never confirmed, or confirmed long ago: its bytes go with the sweep. */
export async function sweepImports(tx: Tx, before: string): Promise<number> {
  return Number((await tx.deleteFrom('organisation_import').where('created_at', '<', before).executeTakeFirst()).numDeletedRows);
}
/** Another account's token is like none. Throws object.not_found. */
export async function openImport(db: Reader, actor: Actor, token: string) {
  const row = await db.selectFrom('organisation_import').selectAll().where('token', '=', token).where('account_id', '=', actor.id!).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}

/** Writes everything that was shown, or nothing. Throws object.not_found, import.applied_already, import.has_errors, import.changed_meanwhile. */
export async function applyImport(tx: Tx, actor: Actor, token: string, read: ReadTable & { ok: true }): Promise<ImportPlan> {
  const kept = await tx.selectFrom('organisation_import').selectAll().where('token', '=', token).where('account_id', '=', actor.id!).forUpdate().executeTakeFirst();
  if (!kept) throw new AppError('not_found', 'object.not_found');
  if (kept.applied_at) throw new AppError('rule', 'import.applied_already');
  const plan = await planImport(tx, actor, read.rows, read.errors);
  if (plan.errors.length) throw new AppError('rule', 'import.has_errors', { count: plan.errors.length });
  if (plan.hash !== kept.plan_hash) throw new AppError('conflict', 'import.changed_meanwhile');
  await write(tx, plan.writes);
  await tx.updateTable('organisation_import').set({ applied_at: now().toISOString() }).where('token', '=', token).execute();
  return plan;
}

/** A handful of statements however many people. */
async function write(tx: Tx, writes: readonly RosterChange[]): Promise<void> {
  const rows = writes.map((w) => ({ ...w, id: w.person?.id ?? newId() }));
  const units = [...new Set(rows.map((r) => r.values.unit_id))];
  // a unit that is dissolved at the same moment waits, or is gone and refuses
  const there = await tx.selectFrom('unit').select('id').where((e) => e('id', '=', e.fn.any(sql<string[]>`${units}::uuid[]`))).where('status', '=', 'active').forKeyShare().execute();
  if (there.length < units.length) throw new AppError('conflict', 'import.changed_meanwhile');
  const changed = rows.filter((r) => r.person);
  // numbers that go from one person to another must be free first
  const freed = changed.filter((r) => r.person!.employee_no && r.person!.employee_no !== r.values.employee_no).map((r) => r.id);
  if (freed.length) await sql`update person set employee_no = null where id = any(${freed}::uuid[])`.execute(tx);
  const json = (list: typeof rows) => JSON.stringify(list.map((r) => ({ id: r.id, version: r.person?.version ?? 1, ...r.values })));
  const shape = sql`as x(id uuid, version int, name text, unit_id uuid, phone text, email text, employee_no text)`;
  if (changed.length) {
    const saved = await sql`update person p set name = x.name, unit_id = x.unit_id, phone = x.phone, email = x.email, employee_no = x.employee_no, status = 'active', version = p.version + 1
      from json_to_recordset(${json(changed)}::json) ${shape} where p.id = x.id and p.version = x.version`.execute(tx);
    if (Number(saved.numAffectedRows) !== changed.length) throw new AppError('conflict', 'import.changed_meanwhile');
  }
  const added = rows.filter((r) => !r.person);
  if (added.length) {
    const saved = await sql`insert into person (id, name, unit_id, phone, email, employee_no) select id, name, unit_id, phone, email, employee_no from json_to_recordset(${json(added)}::json) ${shape} on conflict (employee_no) do nothing`.execute(tx);
    if (Number(saved.numAffectedRows) !== added.length) throw new AppError('conflict', 'import.changed_meanwhile');
  }
  await writeDuties(tx, rows, units);
}

/** The sheet says who holds what in his unit: named there, he holds it; held but not named, he holds it no more. */
async function writeDuties(tx: Tx, rows: readonly (RosterChange & { id: string })[], units: string[]): Promise<void> {
  await ensurePosts(tx, units);
  const { rows: posts } = await sql<{ id: string; unit_id: string; duty: string; person_id: string | null }>`select p.id, p.unit_id, p.duty, h.person_id from post p left join post_holder h on h.post_id = p.id and h.until is null
    where p.unit_id = any(${units}::uuid[]) and p.duty <> 'other'`.execute(tx);
  const wanted = new Map<string, string>(rows.flatMap((r) => [...(r.duties ?? [])].map((d) => [`${r.values.unit_id} ${d}`, r.id] as const)));
  const said = new Set(rows.filter((r) => r.duties).map((r) => `${r.values.unit_id} ${r.id}`));
  await changeHolders(tx, posts.flatMap((p): { post_id: string; person_id: string | null }[] => {
    const heir = wanted.get(`${p.unit_id} ${p.duty}`);
    if (heir) return heir === p.person_id ? [] : [{ post_id: p.id, person_id: heir }];
    return p.person_id && said.has(`${p.unit_id} ${p.person_id}`) ? [{ post_id: p.id, person_id: null }] : [];
  }));
}

export const shownResult = (plan: ImportPlan, token: string, applied: boolean, language: Language) => ({
  token, applied, added: plan.added, changed: plan.changed, same: plan.same, errors: plan.errors.map((e) => ({ row: e.row, column: rosterTitles[e.column as RosterField] ?? e.column, message: wordIn(language, e.message ?? '有误') })),
});
