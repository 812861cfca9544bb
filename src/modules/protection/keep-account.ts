import { now, today } from '../../kernel/clock.ts';
import { isUniqueViolation, sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { accountKinds, accountLayers } from './contract.ts';
import { demandPast } from './keep-backup.ts';
import { demandSystem } from './queries.ts';

defineErrors({
  'system_account.already': '这个系统已登记同名账号“{name}”。',
  'system_account.holder_needed': '请选择使用人；不是本校人员的，写明姓名和所属公司。',
  'system_account.firm_needed': '服务公司账号请写明公司和使用人。',
  'system_account.holder_gone': '所选人员不存在或已离岗，请重新选择。',
  'system_account.ended_already': '这个账号已经停用。',
  'system_account.nothing_to_review': '这个系统还没有登记账号，无从复核。',
}, {
  'system_account.already': 'An account “{name}” of this system is registered already.',
  'system_account.holder_needed': 'Choose who holds it; for somebody from outside write name and firm.',
  'system_account.firm_needed': 'Write the firm and who uses the account.',
  'system_account.holder_gone': 'This person is not there or has left.',
  'system_account.ended_already': 'This account has ended already.',
  'system_account.nothing_to_review': 'No account of this system is registered yet.',
});
export interface AccountFields { layer: (typeof accountLayers)[number]; kind: (typeof accountKinds)[number]; name: string; person_id?: string | null | undefined; holder?: string | undefined; firm?: string | undefined; rights?: string | undefined; valid_until?: string | null | undefined; password_changed_on?: string | null | undefined; shared: boolean }

/** No password is ever kept here; only when it was changed. */
async function values(tx: Tx, f: AccountFields) {
  if (!f.person_id && !f.holder) throw new AppError('invalid', 'system_account.holder_needed', {}, [{ path: f.kind === 'vendor' ? 'holder' : 'person_id', message: '请填写使用人' }]);
  if (f.kind === 'vendor' && !f.firm) throw new AppError('invalid', 'system_account.firm_needed', {}, [{ path: 'firm', message: '请写明公司' }]);
  if (f.person_id && !await tx.selectFrom('person').select('id').where('id', '=', f.person_id).where('status', '=', 'active').forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'system_account.holder_gone', {}, [{ path: 'person_id', message: '请重新选择' }]);
  demandPast(f.password_changed_on, 'password_changed_on');
  return { layer: f.layer, kind: f.kind, name: f.name, person_id: f.person_id ?? null, holder: f.person_id ? '' : f.holder ?? '', firm: f.firm ?? '', rights: f.rights ?? '', valid_until: f.valid_until ?? null, password_changed_on: f.password_changed_on ?? null, shared: f.shared };
}
async function kept<T>(name: string, write: () => Promise<T>): Promise<T> {
  try { return await write(); } catch (error) { throw isUniqueViolation(error, 'one_account_a_name') ? new AppError('conflict', 'system_account.already', { name }, [{ path: 'name', message: '已登记' }]) : error; }
}
/** Throws system_account.*, object.not_found. */
export async function createAccount(tx: Tx, actor: Actor, f: AccountFields & { system_id: string }): Promise<string> {
  await demandSystem(tx, actor, f.system_id);
  const id = newId();
  const row = await values(tx, f);
  await kept(f.name, () => tx.insertInto('system_account').values({ id, system_id: f.system_id, ...row, ended_on: null }).execute());
  return id;
}
async function demandAccount(tx: Tx, actor: Actor, id: string) {
  const a = await tx.selectFrom('system_account').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!a) throw new AppError('not_found', 'object.not_found');
  await demandSystem(tx, actor, a.system_id);
  return a;
}
async function demandLive(tx: Tx, actor: Actor, id: string, version: number) {
  const a = await demandAccount(tx, actor, id);
  if (a.ended_on) throw new AppError('rule', 'system_account.ended_already');
  if (a.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  return a;
}
export async function updateAccount(tx: Tx, actor: Actor, id: string, f: AccountFields & { version: number }) {
  const before = await demandLive(tx, actor, id, f.version);
  // a holder who has left since stays named until somebody else is chosen
  const row = await values(tx, f.person_id && f.person_id === before.person_id ? { ...f, person_id: null, holder: '-' } : f);
  const next = f.person_id && f.person_id === before.person_id ? { ...row, person_id: before.person_id, holder: '' } : row;
  await kept(f.name, () => tx.updateTable('system_account').set((e) => ({ ...next, version: e('version', '+', 1) })).where('id', '=', id).execute());
  return before;
}
export async function endAccount(tx: Tx, actor: Actor, id: string, f: { ended_on: string; note: string; version: number }) {
  const before = await demandLive(tx, actor, id, f.version);
  demandPast(f.ended_on, 'ended_on');
  await tx.updateTable('system_account').set((e) => ({ ended_on: f.ended_on, ended_note: f.note, version: e('version', '+', 1) })).where('id', '=', id).execute();
  return before;
}
/** 定期复核: somebody looked at every account of the system today. Throws system_account.nothing_to_review. */
export async function reviewAccounts(tx: Tx, actor: Actor, systemId: string, note: string): Promise<number> {
  await demandSystem(tx, actor, systemId);
  const { rows: [row] } = await sql<{ n: number }>`select count(*)::int as n from system_account where system_id = ${systemId} and ended_on is null`.execute(tx);
  if (!row!.n) throw new AppError('rule', 'system_account.nothing_to_review');
  await tx.insertInto('account_review').values({ id: newId(), system_id: systemId, on_day: today(), accounts: row!.n, note, by_name: actor.name, at: now().toISOString() }).execute();
  return row!.n;
}
export async function attachToAccount(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandAccount(tx, actor, id);
  return attachFile(tx, file, 'system_account', id, actor);
}
