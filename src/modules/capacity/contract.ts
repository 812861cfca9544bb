import * as z from 'zod';
import { StoredFile } from '../../kernel/files/contract.ts';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Text } from '../../kernel/http/route.ts';

export const parts = ['lead', 'support'] as const;
export const reviewResults = ['good', 'met', 'partly', 'failed'] as const;
export const staffKinds = ['full_time', 'part_time'] as const;
/** 保密承诺书: one person's. 网络安全承诺书: a unit's. */
export const promiseKinds = ['confidentiality', 'security'] as const;
export const resourceKinds = ['people', 'funds', 'goods'] as const;
export const exportLists = ['duties', 'staff', 'promises', 'resources'] as const;
/** 网络安全专业资质人员占比: met at this share, or below it while it rises from year to year. */
export const certifiedShare = 60;
/** A certificate that ends within so many days is due for renewal. */
export const renewWithinDays = 90;

const FileRef = z.object({ id: Id, name: z.string(), size_bytes: z.number().int() });
export const Bearer = z.object({ unit_id: Id, unit_name: z.string(), part: z.enum(parts), post: z.string(), review: z.object({ result: z.enum(reviewResults), note: z.string(), by_name: z.string() }).nullable() });
export const DutyItem = z.object({ id: Id, title: z.string(), content: z.string(), basis: z.string(), sort: z.number().int(), bearers: z.array(Bearer), version: z.number().int() }).meta({ id: 'DutyItem' });
export const Certificate = z.object({ id: Id, name: z.string(), level: z.string(), number: z.string(), issuer: z.string(), issued_on: DateOnly, expires_on: DateOnly.nullable(), state: z.enum(['valid', 'ending', 'ended']), files: z.array(FileRef) }).meta({ id: 'Certificate' });
export const Staff = z.object({
  id: Id, person_id: Id, person_name: z.string(), unit_id: Id, unit_name: z.string(), kind: z.enum(staffKinds), work: z.string(), since: DateOnly, until: DateOnly.nullable(), certified: z.boolean(), certificates: z.array(Certificate), can_write: z.boolean(), version: z.number().int(),
}).meta({ id: 'SecurityStaff' });
/** On the last day of the year, or today while it runs. met: at or above the share; rising: below it, above the year before; not_met; unknown: nobody to count. */
export const Rate = z.object({ year: z.number().int(), on: DateOnly, staff: z.number().int(), certified: z.number().int(), share: z.number().nullable(), verdict: z.enum(['met', 'rising', 'not_met', 'unknown']) }).meta({ id: 'CertifiedRate' });
export const Promised = z.object({ id: Id, kind: z.enum(promiseKinds), unit_id: Id, unit_name: z.string(), person_id: Id.nullable(), person_name: z.string().nullable(), signed_on: DateOnly, valid_until: DateOnly.nullable(), expired: z.boolean(), files: z.array(FileRef), can_write: z.boolean() }).meta({ id: 'Promise' });
export const Promises = z.object({ kind: z.enum(promiseKinds), due: z.number().int(), signed: z.number().int(), promises: z.array(Promised), missing: z.array(z.object({ id: Id, name: z.string(), unit_name: z.string() })) }).meta({ id: 'Promises' });
export const Resource = z.object({ id: Id, year: z.number().int(), kind: z.enum(resourceKinds), title: z.string(), unit_id: Id, unit_name: z.string(), planned: z.number(), provided: z.number(), measure: z.string(), basis: z.string(), files: z.array(FileRef), version: z.number().int() }).meta({ id: 'Resource' });

const Year = z.coerce.number().int().min(2000).max(2100);
const duty = {
  title: Text(120), content: Text(2000, 0).optional(), basis: Text(300, 0).optional(), sort: z.number().int().min(0).max(9999).optional(),
  bearers: z.array(z.object({ unit_id: Id, part: z.enum(parts), post: Text(80, 0).optional() })).min(1, '请至少选一个承担单位').max(300),
};
const amount = z.number().min(0, '不能为负数').max(999_999_999);
const resource = { year: Year, kind: z.enum(resourceKinds), title: Text(120), unit_id: Id, planned: amount, provided: amount.optional(), measure: Text(20), basis: Text(300, 0).optional() };
const attachment = multipart(z.object({}), 50 << 20);

export const capacity = defineRoutes('capacity', {
  duties: { method: 'GET', path: '/api/capacity/duties', summary: '职责分工', permission: 'capacity.read', query: z.object({ year: Year.optional(), unit_id: Id.optional() }), reply: z.array(DutyItem) },
  create_duty: { method: 'POST', path: '/api/capacity/duties', summary: '登记一项职责', permission: 'capacity.manage', status: 201, body: z.object(duty), reply: DutyItem },
  update_duty: { method: 'PUT', path: '/api/capacity/duties/{id}', summary: '修改职责', permission: 'capacity.manage', params: byId, body: z.object({ ...duty, version: z.number().int() }), reply: DutyItem },
  remove_duty: { method: 'DELETE', path: '/api/capacity/duties/{id}', summary: '删除职责', permission: 'capacity.manage', params: byId, reply: Done },
  review_duty: { method: 'PUT', path: '/api/capacity/duties/{id}/review', summary: '考核某单位的某项职责', permission: 'capacity.manage', params: byId, body: z.object({ unit_id: Id, year: Year, result: z.enum(reviewResults).nullable(), note: Text(500, 0).optional() }), reply: Done },
  staff: { method: 'GET', path: '/api/capacity/staff', summary: '网络安全专兼职人员及资质', permission: 'capacity.read', audit_read: 'hourly', query: z.object({ year: Year.optional() }), reply: z.array(Staff) },
  add_staff: { method: 'POST', path: '/api/capacity/staff', summary: '登记网络安全人员', permission: 'capacity.write', status: 201, body: z.object({ person_id: Id, kind: z.enum(staffKinds), work: Text(200), since: DateOnly }), reply: z.object({ id: Id }) },
  end_staff: { method: 'POST', path: '/api/capacity/staff/{id}/end', summary: '网络安全人员离岗', permission: 'capacity.write', params: byId, body: z.object({ version: z.number().int(), until: DateOnly }), reply: Done },
  rates: { method: 'GET', path: '/api/capacity/rates', summary: '持证率及趋势', permission: 'capacity.read', reply: z.array(Rate) },
  add_certificate: { method: 'POST', path: '/api/capacity/certificates', summary: '登记资质证书', permission: 'capacity.write', status: 201, body: z.object({ person_id: Id, name: Text(80), level: Text(40, 0).optional(), number: Text(60, 0).optional(), issuer: Text(80, 0).optional(), issued_on: DateOnly, expires_on: DateOnly.nullable().optional() }), reply: z.object({ id: Id }) },
  remove_certificate: { method: 'DELETE', path: '/api/capacity/certificates/{id}', summary: '删除资质证书', permission: 'capacity.write', params: byId, reply: Done },
  attach_certificate: { method: 'POST', path: '/api/capacity/certificates/{id}/files', summary: '上传证书扫描件', permission: 'capacity.write', params: byId, status: 201, body: attachment, reply: StoredFile },
  promises: { method: 'GET', path: '/api/capacity/promises', summary: '承诺书与签订率', permission: 'capacity.read', query: z.object({ kind: z.enum(promiseKinds).default('confidentiality') }), reply: Promises },
  sign_promises: { method: 'POST', path: '/api/capacity/promises', summary: '登记承诺书（可一次多份）', permission: 'capacity.write', status: 201, body: z.object({ kind: z.enum(promiseKinds), ids: z.array(Id).min(1, '请选择签订人或单位').max(500), signed_on: DateOnly, valid_until: DateOnly.nullable().optional() }), reply: z.object({ added: z.number().int(), already: z.array(z.string()) }) },
  withdraw_promise: { method: 'POST', path: '/api/capacity/promises/{id}/withdraw', summary: '撤回承诺书', permission: 'capacity.write', params: byId, body: z.object({ note: Text(300) }), reply: Done },
  attach_promise: { method: 'POST', path: '/api/capacity/promises/{id}/files', summary: '上传签字的承诺书', permission: 'capacity.write', params: byId, status: 201, body: attachment, reply: StoredFile },
  resources: { method: 'GET', path: '/api/capacity/resources', summary: '人、财、物保障', permission: 'capacity.read', query: z.object({ year: Year.optional() }), reply: z.array(Resource) },
  create_resource: { method: 'POST', path: '/api/capacity/resources', summary: '登记保障事项', permission: 'capacity.manage', status: 201, body: z.object(resource), reply: z.object({ id: Id }) },
  update_resource: { method: 'PUT', path: '/api/capacity/resources/{id}', summary: '修改保障事项', permission: 'capacity.manage', params: byId, body: z.object({ ...resource, version: z.number().int() }), reply: Done },
  remove_resource: { method: 'DELETE', path: '/api/capacity/resources/{id}', summary: '删除保障事项', permission: 'capacity.manage', params: byId, reply: Done },
  attach_resource: { method: 'POST', path: '/api/capacity/resources/{id}/files', summary: '上传保障事项的佐证', permission: 'capacity.manage', params: byId, status: 201, body: attachment, reply: StoredFile },
  export: { method: 'GET', path: '/api/capacity/export/{list}', summary: '导出职责与保障各表', permission: 'capacity.read', audit_read: 'each', params: z.object({ list: z.enum(exportLists) }), query: z.object({ year: Year.optional(), kind: z.enum(promiseKinds).optional() }), reply: download('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet') },
});
