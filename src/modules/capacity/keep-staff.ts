import { today } from '../../kernel/clock.ts';
import { isUniqueViolation, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import type { staffKinds } from './contract.ts';
import { visibleCertificates, visibleStaff } from './queries.ts';

defineErrors({
  'staff.already': '“{name}”已登记为网络安全人员。要改专兼职或工作内容，请先登记离岗再重新登记。',
  'staff.not_yet': '日期还没有到，请核对。',
  'staff.ends_before_it_begins': '离岗日期早于上岗日期，请核对。',
  'certificate.ends_before_it_begins': '到期日期早于取得日期，请核对。',
}, {
  'staff.already': '“{name}” is registered already. To change kind or work, end it first and register anew.',
  'staff.not_yet': 'The day has not come yet.',
  'staff.ends_before_it_begins': 'It ends before it began.',
  'certificate.ends_before_it_begins': 'It expires before it was issued.',
});

/** Throws object.not_found for a person who is not there, has left, or is not of the actor's units. */
async function demandPerson(tx: Tx, actor: Actor, id: string): Promise<{ id: string; name: string }> {
  const units = unitsFor(actor, 'capacity.write');
  let q = tx.selectFrom('person').select(['id', 'name']).where('id', '=', id).where('status', '=', 'active');
  if (units !== 'all') q = q.where('unit_id', 'in', units.size ? [...units] : ['00000000-0000-0000-0000-000000000000']);
  const person = await q.forKeyShare().executeTakeFirst();
  if (!person) throw new AppError('not_found', 'object.not_found');
  return person;
}
function demandPast(date: string, path: string): void {
  if (date > today()) throw new AppError('invalid', 'staff.not_yet', {}, [{ path, message: '日期还没有到' }]);
}

export async function addStaff(tx: Tx, actor: Actor, f: { person_id: string; kind: (typeof staffKinds)[number]; work: string; since: string }): Promise<string> {
  const person = await demandPerson(tx, actor, f.person_id);
  demandPast(f.since, 'since');
  const id = newId();
  try { await tx.insertInto('security_staff').values({ id, ...f, until: null }).execute(); } catch (error) { throw isUniqueViolation(error, 'one_staffing_at_a_time') ? new AppError('conflict', 'staff.already', { name: person.name }, [{ path: 'person_id', message: '已登记' }]) : error; }
  return id;
}
/** Throws object.not_found, object.changed_meanwhile, staff.* */
export async function endStaff(tx: Tx, actor: Actor, id: string, f: { version: number; until: string }) {
  const before = await visibleStaff(tx, actor, 'capacity.write').select(['s.id', 's.person_id', 's.kind', 's.work', 's.since', 's.until', 's.version']).where('s.id', '=', id).executeTakeFirst();
  if (!before) throw new AppError('not_found', 'object.not_found');
  demandPast(f.until, 'until');
  if (f.until < before.since) throw new AppError('invalid', 'staff.ends_before_it_begins', {}, [{ path: 'until', message: '早于上岗日期' }]);
  const saved = await tx.updateTable('security_staff').set((e) => ({ until: f.until, version: e('version', '+', 1) })).where('id', '=', id).where('version', '=', f.version).where('until', 'is', null).executeTakeFirst();
  if (saved.numUpdatedRows !== 1n) throw new AppError('conflict', 'object.changed_meanwhile');
  return before;
}

export interface CertificateFields { person_id: string; name: string; level?: string | undefined; number?: string | undefined; issuer?: string | undefined; issued_on: string; expires_on?: string | null | undefined }
export async function addCertificate(tx: Tx, actor: Actor, f: CertificateFields): Promise<string> {
  await demandPerson(tx, actor, f.person_id);
  demandPast(f.issued_on, 'issued_on');
  if (f.expires_on && f.expires_on < f.issued_on) throw new AppError('invalid', 'certificate.ends_before_it_begins', {}, [{ path: 'expires_on', message: '早于取得日期' }]);
  const id = newId();
  await tx.insertInto('certificate').values({ id, person_id: f.person_id, name: f.name, level: f.level ?? '', number: f.number ?? '', issuer: f.issuer ?? '', issued_on: f.issued_on, expires_on: f.expires_on ?? null, created_by_name: actor.name }).execute();
  return id;
}
async function demandCertificate(tx: Tx, actor: Actor, id: string) {
  const row = await visibleCertificates(tx, actor, 'capacity.write').select(['c.id', 'c.person_id', 'c.name', 'c.level', 'c.issuer', 'c.issued_on', 'c.expires_on']).where('c.id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}
export async function removeCertificate(tx: Tx, actor: Actor, id: string) {
  const before = await demandCertificate(tx, actor, id);
  await tx.deleteFrom('file').where('owner_type', '=', 'certificate').where('owner_id', '=', id).execute();
  await tx.deleteFrom('certificate').where('id', '=', id).execute();
  return before;
}
export async function attachToCertificate(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandCertificate(tx, actor, id);
  return attachFile(tx, file, 'certificate', id, actor);
}
