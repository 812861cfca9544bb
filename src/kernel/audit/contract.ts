import * as z from 'zod';
import { DateOnly, defineRoutes, download, pageOf, Paging } from '../http/route.ts';

export const AuditRow = z.object({
  seq: z.number().int(), at: z.string(), actor_name: z.string(), ip: z.string(), action: z.string(), object_type: z.string().nullable(), object_id: z.string().nullable(),
  /** What kind of thing it is about, and which one by name, in the asker's language. */
  object_word: z.string().nullable(), object_name: z.string().nullable(),
  result: z.enum(['ok', 'denied', 'failed']), before: z.unknown().nullable(), after: z.unknown().nullable(), hash: z.string(),
  /** The same before and after, field by field in words. */
  changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
}).meta({ id: 'AuditRow' });

export const AuditSummary = z.object({
  since: DateOnly, today_on: DateOnly, today: z.number().int(), week: z.number().int(), refused: z.number().int(), sign_ins_refused: z.number().int(), exports: z.number().int(),
  verified: z.object({ at: z.string(), by: z.string(), ok: z.boolean().nullable(), rows: z.number().int().nullable() }).nullable(),
}).meta({ id: 'AuditSummary' });

/** `refused` is denied or failed; `exports` are the rows of data that left the house. */
const filter = { q: z.string().max(60).optional(), action: z.string().max(80).optional(), result: z.enum(['ok', 'denied', 'failed', 'refused']).optional(), what: z.enum(['exports']).optional(), from: DateOnly.optional(), to: DateOnly.optional() };
export const audit = defineRoutes('audit', {
  list: { method: 'GET', path: '/api/audit', summary: '审计日志', permission: 'audit.read', query: Paging.extend(filter), reply: pageOf(AuditRow) },
  summary: { method: 'GET', path: '/api/audit/summary', summary: '审计概况', permission: 'audit.read', reply: AuditSummary },
  export: { method: 'GET', path: '/api/audit.csv', summary: '导出审计日志', permission: 'audit.read', audit_read: 'each', query: z.object(filter), reply: download('text/csv') },
  verify: { method: 'POST', path: '/api/audit/verify', summary: '校验审计链', permission: 'audit.read', reply: z.object({ ok: z.boolean(), rows: z.number().int(), first_bad_seq: z.number().int().nullable(), reason: z.string().nullable() }) },
});
