import * as z from 'zod';
import { DateOnly, defineRoutes, pageOf, Paging } from '../http/route.ts';

export const AuditRow = z.object({
  seq: z.number().int(), at: z.string(), actor_name: z.string(), ip: z.string(), action: z.string(), object_type: z.string().nullable(), object_id: z.string().nullable(),
  result: z.enum(['ok', 'denied', 'failed']), before: z.unknown().nullable(), after: z.unknown().nullable(), hash: z.string(),
}).meta({ id: 'AuditRow' });

export const audit = defineRoutes('audit', {
  list: { method: 'GET', path: '/api/audit', summary: '审计日志', permission: 'audit.read', query: Paging.extend({ q: z.string().max(60).optional(), from: DateOnly.optional(), to: DateOnly.optional() }), reply: pageOf(AuditRow) },
  verify: { method: 'POST', path: '/api/audit/verify', summary: '校验审计链', permission: 'audit.read', reply: z.object({ ok: z.boolean(), rows: z.number().int(), first_bad_seq: z.number().int().nullable(), reason: z.string().nullable() }) },
});
