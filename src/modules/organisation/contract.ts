import * as z from 'zod';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, pageOf, Paging, Text } from '../../kernel/http/route.ts';

export const unitKinds = ['bureau', 'school', 'department', 'college', 'centre', 'other'] as const;
/** The four duties every unit must fill, and the free ones. 第一责任人、直接责任人: 党委（党组）网络安全工作责任制实施办法 第二条. */
export const requiredDuties = ['first_responsible', 'direct_responsible', 'liaison', 'security_officer'] as const;
export const duties = [...requiredDuties, 'other'] as const;
export const groupRoles = ['leader', 'deputy', 'member', 'office_head'] as const;
/** 领导小组、专项领导小组、联合检查组、应急团队、专业队伍. */
export const groupKinds = ['leading', 'special', 'inspection', 'emergency', 'team'] as const;
export const groupWarnings = ['expired', 'not_yet', 'no_basis', 'no_leader', 'head_count', 'vacant', 'left', 'unknown'] as const;

export const Unit = z.object({
  id: Id, parent_id: Id.nullable(), name: z.string(), short_name: z.string().nullable(), kind: z.enum(unitKinds), sort: z.number().int(),
  status: z.enum(['active', 'merged', 'dissolved']), aliases: z.array(z.string()), version: z.number().int(),
}).meta({ id: 'Unit' });
export const UnitChange = z.object({ at: z.string(), what: z.enum(['created', 'renamed', 'moved', 'merged', 'split', 'dissolved']), before: z.string().nullable(), after: z.string().nullable(), by: z.string() }).meta({ id: 'UnitChange' });
export const PersonPost = z.object({ post_id: Id, unit_id: Id, unit_name: z.string(), duty: z.enum(duties), title: z.string() });
export const Person = z.object({
  id: Id, name: z.string(), unit_id: Id, unit_name: z.string(), phone: z.string().nullable(), email: z.string().nullable(), employee_no: z.string().nullable(),
  status: z.enum(['active', 'left']), posts: z.array(PersonPost), version: z.number().int(),
}).meta({ id: 'Person' });
const PersonRef = z.object({ id: Id, name: z.string(), phone: z.string().nullable(), employee_no: z.string().nullable() });
export const Post = z.object({ id: Id, unit_id: Id, duty: z.enum(duties), title: z.string(), holder: PersonRef.nullable(), since: z.string().nullable(), version: z.number().int() }).meta({ id: 'Post' });
export const UnitDuties = z.object({ unit_id: Id, unit_name: z.string(), posts: z.array(Post), missing: z.array(z.enum(requiredDuties)) }).meta({ id: 'UnitDuties' });
export const GroupMember = z.object({
  role: z.enum(groupRoles), label: z.string(), post_id: Id.nullable(), person_id: Id.nullable(), current_name: z.string().nullable(),
  field: z.string(), organisation: z.string().nullable(), phone: z.string().nullable(),
}).meta({ id: 'GroupMember' });
export const LeadingGroup = z.object({
  id: Id, kind: z.enum(groupKinds), name: z.string(), source: z.string().nullable(), office: z.string().nullable(), office_unit_id: Id.nullable(), duties: z.string(), office_duties: z.string(),
  valid_from: DateOnly.nullable(), valid_until: DateOnly.nullable(), stated_members: z.number().int().nullable(), follows_id: Id.nullable(), follows_name: z.string().nullable(),
  /** Its own; where it follows another group, that group's. */
  members: z.array(GroupMember),
  warnings: z.array(z.object({ code: z.enum(groupWarnings), label: z.string() })), version: z.number().int(),
}).meta({ id: 'LeadingGroup' });
export const ImportResult = z.object({
  token: z.string().nullable(), applied: z.boolean(),
  added: z.array(z.string()), changed: z.array(z.object({ key: z.string(), fields: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })) })), same: z.number().int(),
  errors: z.array(z.object({ row: z.number().int(), column: z.string(), message: z.string() })),
}).meta({ id: 'ImportResult' });

const NewUnit = z.object({ parent_id: Id.nullable(), name: Text(100), short_name: Text(40).nullable().optional(), kind: z.enum(unitKinds), sort: z.number().int().min(0).max(9999).optional() });
const phone = z.string().trim().regex(/^$|^[0-9+()\- ]{5,20}$/, '电话号码只含数字、加号、括号和短横').nullable();
const email = z.string().trim().max(120).regex(/^$|^[^\s@]+@[^\s@]+\.[^\s@]+$/, '邮箱格式不正确').nullable();
const personFields = { name: Text(40), unit_id: Id, phone: phone.optional(), email: email.optional(), employee_no: Text(40).nullable().optional() };

export const organisation = defineRoutes('organisation', {
  units: { method: 'GET', path: '/api/units', summary: '机构树', permission: 'unit.read', query: z.object({ all: z.enum(['true', 'false']).optional() }), reply: z.array(Unit) },
  create_unit: { method: 'POST', path: '/api/units', summary: '新建机构', permission: 'unit.write', status: 201, body: NewUnit, reply: Unit },
  create_units: {
    method: 'POST', path: '/api/units/bulk', summary: '批量建机构：先核对，确认后全部建立或全部不建', permission: 'unit.write', body: z.object({ text: z.string().max(200_000, '内容过长，请分几次'), parent_id: Id.nullable(), apply: z.boolean() }),
    reply: z.object({ created: z.number().int(), rows: z.array(z.object({ line: z.number().int(), name: z.string(), parent: z.string(), kind: z.enum(unitKinds), state: z.enum(['new', 'there', 'wrong']), message: z.string() })) }),
  },
  update_unit: { method: 'PATCH', path: '/api/units/{id}', summary: '修改机构（改名、调整上级保留历史）', permission: 'unit.write', params: byId, body: NewUnit.partial().extend({ version: z.number().int(), aliases: z.array(Text(60)).max(30).optional() }), reply: Unit },
  merge_unit: { method: 'POST', path: '/api/units/{id}/merge', summary: '并入另一机构', permission: 'unit.write', params: byId, body: z.object({ version: z.number().int(), into_id: Id }), reply: Done },
  split_unit: { method: 'POST', path: '/api/units/{id}/split', summary: '分设新机构', permission: 'unit.write', params: byId, status: 201, body: z.object({ names: z.array(Text(100)).min(1).max(10) }), reply: z.array(Unit) },
  dissolve_unit: { method: 'POST', path: '/api/units/{id}/dissolve', summary: '撤销机构', permission: 'unit.write', params: byId, body: z.object({ version: z.number().int() }), reply: Done },
  unit_history: { method: 'GET', path: '/api/units/{id}/history', summary: '机构沿革', permission: 'unit.read', params: byId, reply: z.array(UnitChange) },
  people: { method: 'GET', path: '/api/people', summary: '人员', permission: 'person.read', audit_read: 'hourly', query: Paging.extend({ unit_id: Id.optional(), id: Id.optional(), q: z.string().max(60).optional(), all: z.enum(['true', 'false']).optional() }), reply: pageOf(Person) },
  create_person: { method: 'POST', path: '/api/people', summary: '新增人员', permission: 'person.write', status: 201, body: z.object(personFields), reply: Person },
  update_person: { method: 'PATCH', path: '/api/people/{id}', summary: '修改人员', permission: 'person.write', params: byId, body: z.object(personFields).partial().extend({ version: z.number().int(), /** Of the old unit, where the unit changes. */ posts: z.enum(['keep', 'vacate']).optional() }), reply: Person },
  hand_over: { method: 'POST', path: '/api/people/{id}/hand-over', summary: '离岗交接：岗位移交给接任者', permission: 'person.write', params: byId, body: z.object({ version: z.number().int(), successor_id: Id.nullable(), left: z.boolean(), note: Text(300, 0).optional() }), reply: z.object({ posts: z.number().int(), tasks: z.number().int() }) },
  duties: { method: 'GET', path: '/api/duties', summary: '各单位责任人及缺岗', permission: 'person.read', audit_read: 'hourly', reply: z.array(UnitDuties) },
  add_post: { method: 'POST', path: '/api/units/{id}/posts', summary: '增设岗位', permission: 'person.write', status: 201, params: byId, body: z.object({ title: Text(60), person_id: Id.nullable() }), reply: Post },
  change_post: { method: 'PATCH', path: '/api/posts/{id}', summary: '修改增设的岗位', permission: 'person.write', params: byId, body: z.object({ version: z.number().int(), title: Text(60), person_id: Id.nullable() }), reply: Post },
  remove_post: { method: 'DELETE', path: '/api/posts/{id}', summary: '删除无人任过的增设岗位', permission: 'person.write', params: byId, reply: Done },
  assign_post: { method: 'PUT', path: '/api/units/{id}/posts/{duty}', summary: '任命岗位', permission: 'person.write', params: z.object({ id: Id, duty: z.enum(requiredDuties) }), body: z.object({ person_id: Id.nullable() }), reply: Post },
  groups: { method: 'GET', path: '/api/groups', summary: '领导小组', permission: 'group.read', audit_read: 'hourly', reply: z.array(LeadingGroup) },
  save_group: {
    method: 'POST', path: '/api/groups', summary: '登记领导小组', permission: 'group.write', status: 201, reply: LeadingGroup,
    body: z.object({
      id: Id.optional(), version: z.number().int().optional(), kind: z.enum(groupKinds).optional(), name: Text(120), source: Text(200).nullable().optional(), office: Text(100).nullable().optional(), duties: Text(2000, 0).optional(), office_duties: Text(2000, 0).optional(),
      valid_from: DateOnly.nullable().optional(), valid_until: DateOnly.nullable().optional(), stated_members: z.number().int().min(1).max(500).nullable().optional(), follows_id: Id.nullable().optional(),
      members: z.array(z.object({ role: z.enum(groupRoles), label: Text(120), person_id: Id.nullable().optional(), post_id: Id.nullable().optional(), field: Text(200, 0).optional(), organisation: Text(100, 0).nullable().optional(), phone: phone.optional() })).max(200),
    }),
  },
  remove_group: { method: 'DELETE', path: '/api/groups/{id}', summary: '撤销领导小组登记', permission: 'group.write', params: byId, reply: Done },
  export_groups: { method: 'GET', path: '/api/groups/export', summary: '导出领导小组及成员', permission: 'group.read', audit_read: 'each', reply: download('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet') },
  template: { method: 'GET', path: '/api/organisation/template', summary: '下载导入模板', permission: 'person.write', reply: download() },
  export: { method: 'GET', path: '/api/organisation/export', summary: '导出人员与责任人', permission: 'person.read', audit_read: 'each', reply: download() },
  import_dry_run: { method: 'POST', path: '/api/organisation/import', summary: '上传表格：先核对，不写入', permission: 'person.write', body: multipart(z.object({}), 20 << 20), reply: ImportResult },
  import_apply: { method: 'POST', path: '/api/organisation/import/{token}', summary: '确认导入：全部写入或全部不写', permission: 'person.write', params: z.object({ token: Id }), reply: ImportResult },
  import_errors: { method: 'GET', path: '/api/organisation/import/{token}/errors', summary: '下载标出错误的表格', permission: 'person.write', params: z.object({ token: Id }), reply: download() },
});
