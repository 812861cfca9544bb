import * as z from 'zod';
import { StoredFile } from '../../kernel/files/contract.ts';
import { byId, DateOnly, defineRoutes, Done, download, Id, multipart, Text } from '../../kernel/http/route.ts';

export const superiorKinds = ['law', 'superior', 'notice', 'plan'] as const;
export const clauseStates = ['open', 'doing', 'done', 'none'] as const;
export const ownKinds = ['master_plan', 'work_plan', 'protection_plan', 'replacement_plan', 'annual_plan', 'rule', 'report'] as const;
export const matterKinds = ['incident', 'other'] as const;
export const matterLevels = ['extreme', 'grave', 'serious', 'ordinary'] as const;
export const repeats = ['monthly', 'quarterly', 'annual'] as const;
export const protectionLevels = ['national', 'provincial', 'city', 'own'] as const;

const FileRef = z.object({ id: Id, name: z.string(), size_bytes: z.number().int() });
const version = z.number().int();
const xlsx = download('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');

/** `none` says that the clause does not concern the organisation; it is no part of the total. */
const ClauseCounts = z.object({ total: z.number().int(), open: z.number().int(), doing: z.number().int(), done: z.number().int(), none: z.number().int() });
export const Superior = z.object({
  id: Id, kind: z.enum(superiorKinds), number: z.string().nullable(), issuer: z.string().nullable(), title: z.string(), issued_on: DateOnly.nullable(), received_on: DateOnly.nullable(), reply_by: DateOnly.nullable(),
  contact: z.string(), note: z.string(), version, created_by_name: z.string(), files: z.array(FileRef), counts: ClauseCounts,
}).meta({ id: 'SuperiorDocument' });
/** What carries a clause out. Where there are links they say how far it is; otherwise a person does. */
export const ClauseLink = z.object({ id: Id, kind: z.enum(['campaign', 'task', 'own']), target_id: Id, campaign_id: Id.nullable(), title: z.string(), state: z.enum(['doing', 'done']), detail: z.string() }).meta({ id: 'ClauseLink' });
export const Clause = z.object({
  id: Id, path: z.string(), title: z.string(), text: z.string(), measure: z.string(), unit_id: Id.nullable(), unit_name: z.string().nullable(), state: z.enum(clauseStates), computed: z.boolean(), links: z.array(ClauseLink), version,
}).meta({ id: 'SuperiorClause' });
export const Basis = z.object({ id: Id, kind: z.enum(['campaign', 'own', 'superior']), target_id: Id, title: z.string() }).meta({ id: 'PaperBasis' });
export const SuperiorPage = Superior.extend({ text: z.string(), clauses: z.array(Clause), /** What rests on it. */ rests: z.array(Basis) }).meta({ id: 'SuperiorPage' });

const superiorFields = {
  kind: z.enum(superiorKinds), number: Text(60, 0).nullable(), issuer: Text(120, 0).nullable(), title: Text(300), issued_on: DateOnly.nullable(), received_on: DateOnly.nullable(), reply_by: DateOnly.nullable(), contact: Text(200, 0), note: Text(2000, 0),
};
const clauseFields = { path: Text(60, 0), title: Text(300), text: Text(20_000, 0), measure: Text(2000, 0), unit_id: Id.nullable(), state: z.enum(clauseStates) };
const withVersion = <T extends z.ZodRawShape>(shape: T) => z.object(shape).partial().extend({ version });

export const papers = defineRoutes('papers', {
  superiors: { method: 'GET', path: '/api/papers/superiors', summary: '上级来文', permission: 'paper.read', query: z.object({ kind: z.enum(superiorKinds).optional(), q: Text(100, 0).optional() }), reply: z.array(Superior) },
  create_superior: { method: 'POST', path: '/api/papers/superiors', summary: '登记上级来文（可粘贴正文，识读条款）', permission: 'paper.write', status: 201, bodyLimit: 8 << 20, body: z.object(superiorFields).partial().extend({ kind: z.enum(superiorKinds), title: Text(300, 0).optional(), text: z.string().max(1_000_000, '正文超过 100 万字').optional() }), reply: SuperiorPage },
  upload_superior: { method: 'POST', path: '/api/papers/superiors/upload', summary: '上传来文，识读文号、机关、时限和条款', permission: 'paper.write', status: 201, body: multipart(z.object({}), 30 << 20), reply: SuperiorPage },
  superior: { method: 'GET', path: '/api/papers/superiors/{id}', summary: '来文与条款落实', permission: 'paper.read', params: byId, reply: SuperiorPage },
  update_superior: { method: 'PATCH', path: '/api/papers/superiors/{id}', summary: '修改来文信息', permission: 'paper.write', params: byId, body: withVersion(superiorFields), reply: SuperiorPage },
  remove_superior: { method: 'DELETE', path: '/api/papers/superiors/{id}', summary: '删除来文', permission: 'paper.write', params: byId, reply: Done },
  attach_superior: { method: 'POST', path: '/api/papers/superiors/{id}/files', summary: '补充来文附件', permission: 'paper.write', params: byId, status: 201, body: multipart(z.object({}), 50 << 20), reply: StoredFile },
  add_clause: { method: 'POST', path: '/api/papers/superiors/{id}/clauses', summary: '增加条款', permission: 'paper.write', params: byId, status: 201, body: z.object(clauseFields).partial().extend({ title: Text(300) }), reply: SuperiorPage },
  mark_clauses: { method: 'POST', path: '/api/papers/superiors/{id}/clauses/mark', summary: '批量标记条款', permission: 'paper.write', params: byId, body: z.object({ clause_ids: z.array(Id).min(1, '请选择条款').max(1000), state: z.enum(clauseStates) }), reply: SuperiorPage },
  update_clause: { method: 'PATCH', path: '/api/papers/clauses/{id}', summary: '修改条款与落实举措', permission: 'paper.write', params: byId, body: withVersion(clauseFields), reply: SuperiorPage },
  remove_clause: { method: 'DELETE', path: '/api/papers/clauses/{id}', summary: '删除条款', permission: 'paper.write', params: byId, reply: SuperiorPage },
  link_clause: { method: 'POST', path: '/api/papers/clauses/{id}/links', summary: '条款关联专项行动、任务或本单位文件', permission: 'paper.write', params: byId, status: 201, body: z.object({ campaign_id: Id.optional(), task_id: Id.optional(), own_document_id: Id.optional() }).refine((b) => [b.campaign_id, b.task_id, b.own_document_id].filter(Boolean).length === 1, '请选择一项'), reply: SuperiorPage },
  unlink_clause: { method: 'DELETE', path: '/api/papers/clauses/{id}/links/{link_id}', summary: '解除条款关联', permission: 'paper.write', params: z.object({ id: Id, link_id: Id }), reply: SuperiorPage },
  export_clauses: { method: 'GET', path: '/api/papers/superiors/{id}/clauses.xlsx', summary: '导出条款落实对照表', permission: 'paper.read', params: byId, reply: xlsx },
  add_basis: { method: 'POST', path: '/api/papers/bases', summary: '登记依据：专项行动或本单位文件依据哪份来文、规划', permission: 'paper.write', status: 201, body: z.object({ campaign_id: Id.optional(), own_document_id: Id.optional(), superior_document_id: Id.optional(), plan_id: Id.optional() }).refine((b) => Boolean(b.campaign_id) !== Boolean(b.own_document_id) && Boolean(b.superior_document_id) !== Boolean(b.plan_id), '请选择依据'), reply: Done },
  remove_basis: { method: 'DELETE', path: '/api/papers/bases/{id}', summary: '取消依据', permission: 'paper.write', params: byId, reply: Done },
  campaign_basis: { method: 'GET', path: '/api/papers/campaigns/{id}/basis', summary: '专项行动的依据', permission: 'paper.read', params: byId, reply: z.array(Basis) },
});
