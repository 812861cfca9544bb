import * as z from 'zod';
import { StoredFile } from '../../kernel/files/contract.ts';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Text } from '../../kernel/http/route.ts';

export const recordKinds = ['special_meeting', 'quarterly_meeting', 'agenda_item', 'instruction', 'inspection', 'coordination', 'publicity', 'summary_meeting'] as const;
export const contactKinds = ['telecom', 'vendor', 'police', 'cyberspace', 'education', 'other'] as const;
/** An outside number nobody has tried for so long is doubtful; so is a unit's list that nobody has confirmed. */
export const verifyEveryDays = 180;
export const confirmEveryDays = 90;

const FileRef = z.object({ id: Id, name: z.string(), size_bytes: z.number().int() });
export const DutyRecord = z.object({
  id: Id, kind: z.enum(recordKinds), held_on: DateOnly, title: z.string(), unit_id: Id.nullable(), unit_name: z.string().nullable(), chaired_by: z.string(), attendees: z.string(), content: z.string(),
  files: z.array(FileRef), created_by_name: z.string(), can_write: z.boolean(), version: z.number().int(),
}).meta({ id: 'DutyRecord' });
/** met: held as often as asked; due: its period still runs or has not begun; missed: the period is over. */
export const Standing = z.object({
  year: z.number().int(),
  rules: z.array(z.object({
    key: z.string(), kind: z.enum(recordKinds), per: z.enum(['year', 'quarter']), least: z.number().int(), source: z.string(),
    periods: z.array(z.object({ label: z.string(), from: DateOnly, to: DateOnly, state: z.enum(['met', 'due', 'missed']), records: z.array(z.object({ id: Id, title: z.string(), held_on: DateOnly, files: z.number().int() })) })),
  })),
}).meta({ id: 'ResponsibilityStanding' });
export const Letter = z.object({ id: Id, year: z.number().int(), unit_id: Id, unit_name: z.string(), signed_on: DateOnly, party_a: z.string(), party_b: z.string(), files: z.array(FileRef), created_by_name: z.string() }).meta({ id: 'ResponsibilityLetter' });
export const Letters = z.object({ year: z.number().int(), due: z.number().int(), signed: z.number().int(), letters: z.array(Letter), missing: z.array(z.object({ unit_id: Id, unit_name: z.string() })) }).meta({ id: 'ResponsibilityLetters' });
export const ExternalContact = z.object({
  id: Id, kind: z.enum(contactKinds), name: z.string(), contact_person: z.string(), phone: z.string(), note: z.string(), verified_on: DateOnly.nullable(), stale: z.boolean(), version: z.number().int(),
}).meta({ id: 'ExternalContact' });
export const ContactCheck = z.object({
  unit_id: Id, unit_name: z.string(), confirmed_at: z.string().nullable(), by_name: z.string().nullable(), stale: z.boolean(), can_confirm: z.boolean(),
  contacts: z.array(z.object({ duty: z.string(), name: z.string(), phone: z.string().nullable() })),
}).meta({ id: 'ContactCheck' });

const Year = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() });
const record = { kind: z.enum(recordKinds), held_on: DateOnly, title: Text(120), unit_id: Id.nullable(), chaired_by: Text(80), attendees: Text(1000, 0).optional(), content: Text(5000, 0).optional() };
const contact = { kind: z.enum(contactKinds), name: Text(80), contact_person: Text(40), phone: z.string().trim().regex(/^[0-9+()\- ]{3,20}$/, '电话号码只含数字、加号、括号和短横'), note: Text(500, 0).optional(), verified_on: DateOnly.nullable().optional() };

export const responsibility = defineRoutes('responsibility', {
  standing: { method: 'GET', path: '/api/responsibility/standing', summary: '责任制达标情况', permission: 'responsibility.read', query: Year, reply: Standing },
  records: { method: 'GET', path: '/api/responsibility/records', summary: '履职记录', permission: 'responsibility.read', query: Year.extend({ unit_id: Id.optional(), kind: z.enum(recordKinds).optional() }), reply: z.array(DutyRecord) },
  create_record: { method: 'POST', path: '/api/responsibility/records', summary: '登记履职记录', permission: 'duty_record.write', status: 201, body: z.object(record), reply: DutyRecord },
  update_record: { method: 'PATCH', path: '/api/responsibility/records/{id}', summary: '修改履职记录', permission: 'duty_record.write', params: byId, body: z.object(record).partial().extend({ version: z.number().int() }), reply: DutyRecord },
  remove_record: { method: 'DELETE', path: '/api/responsibility/records/{id}', summary: '删除履职记录', permission: 'duty_record.write', params: byId, reply: Done },
  attach_record: { method: 'POST', path: '/api/responsibility/records/{id}/files', summary: '上传纪要等材料', permission: 'duty_record.write', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  detach_record: { method: 'DELETE', path: '/api/responsibility/records/{id}/files/{file_id}', summary: '删除履职记录的材料', permission: 'duty_record.write', params: z.object({ id: Id, file_id: Id }), reply: Done },
  letters: { method: 'GET', path: '/api/responsibility/letters', summary: '责任书与签订率', permission: 'responsibility.read', query: Year, reply: Letters },
  sign_letters: { method: 'POST', path: '/api/responsibility/letters', summary: '登记责任书（可一次多个单位）', permission: 'responsibility.write', status: 201, body: z.object({ year: z.number().int().min(2000).max(2100), unit_ids: z.array(Id).min(1, '请选择单位').max(500), signed_on: DateOnly, party_a: Text(80), party_b: Text(80).nullable().optional() }), reply: z.object({ added: z.number().int(), already: z.array(z.string()) }) },
  withdraw_letter: { method: 'POST', path: '/api/responsibility/letters/{id}/withdraw', summary: '撤回责任书', permission: 'responsibility.write', params: byId, body: z.object({ note: Text(300) }), reply: Done },
  attach_letter: { method: 'POST', path: '/api/responsibility/letters/{id}/files', summary: '上传签字盖章的责任书', permission: 'responsibility.write', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  export_letters: { method: 'GET', audit_read: 'each', path: '/api/responsibility/letters/export', summary: '导出责任书签订情况', permission: 'responsibility.read', query: Year, reply: download('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet') },
  contacts: { method: 'GET', path: '/api/responsibility/contacts', summary: '外部应急联络', permission: 'responsibility.read', audit_read: 'hourly', reply: z.array(ExternalContact) },
  network: { method: 'GET', path: '/api/responsibility/network', summary: '导出预警联络网（分级通讯录）', permission: 'responsibility.read', audit_read: 'each', reply: download('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet') },
  create_contact: { method: 'POST', path: '/api/responsibility/contacts', summary: '新增外部联络', permission: 'responsibility.write', status: 201, body: z.object(contact), reply: ExternalContact },
  update_contact: { method: 'PATCH', path: '/api/responsibility/contacts/{id}', summary: '修改外部联络', permission: 'responsibility.write', params: byId, body: z.object(contact).partial().extend({ version: z.number().int() }), reply: ExternalContact },
  remove_contact: { method: 'DELETE', path: '/api/responsibility/contacts/{id}', summary: '删除外部联络', permission: 'responsibility.write', params: byId, reply: Done },
  contact_checks: { method: 'GET', path: '/api/responsibility/contact-checks', summary: '各单位联系方式确认情况', audit_read: 'hourly', permission: 'responsibility.read', reply: z.array(ContactCheck) },
  confirm_contacts: { method: 'POST', path: '/api/responsibility/units/{id}/confirm-contacts', summary: '确认本单位联系方式有效', permission: 'contact.confirm', params: byId, reply: Done },
});
