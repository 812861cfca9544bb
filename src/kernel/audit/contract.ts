import * as z from 'zod';
import { DateOnly, defineRoutes, download, pageOf, Paging } from '../http/route.ts';

export const AuditRow = z.object({
  seq: z.number().int(), at: z.string(), actor_name: z.string(), ip: z.string(), action: z.string(), object_type: z.string().nullable(), object_id: z.string().nullable(),
  result: z.enum(['ok', 'denied', 'failed']), before: z.unknown().nullable(), after: z.unknown().nullable(), hash: z.string(),
}).meta({ id: 'AuditRow' });

const filter = { q: z.string().max(60).optional(), action: z.string().max(80).optional(), from: DateOnly.optional(), to: DateOnly.optional() };
export const audit = defineRoutes('audit', {
  list: { method: 'GET', path: '/api/audit', summary: '审计日志', permission: 'audit.read', query: Paging.extend(filter), reply: pageOf(AuditRow) },
  export: { method: 'GET', path: '/api/audit.csv', summary: '导出审计日志', permission: 'audit.read', audit_read: 'each', query: z.object(filter), reply: download('text/csv') },
  verify: { method: 'POST', path: '/api/audit/verify', summary: '校验审计链', permission: 'audit.read', reply: z.object({ ok: z.boolean(), rows: z.number().int(), first_bad_seq: z.number().int().nullable(), reason: z.string().nullable() }) },
});
