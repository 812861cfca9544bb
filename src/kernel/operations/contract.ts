import * as z from 'zod';
import { defineRoutes } from '../http/route.ts';

const n = z.number().int();
export const Operations = z.object({
  jobs: z.array(z.object({ name: z.string(), cron: z.string().nullable(), waiting: n, active: n, failed: n, completed_at: z.string().nullable(), failed_at: z.string().nullable(), error: z.string().nullable() })),
  mail: z.object({ waiting: n, sending: n, sent: n, failed: n, unsure: n }),
  nightly: z.array(z.object({ name: z.string(), at: z.string(), ok: z.boolean(), detail: z.string() })),
  storage: z.object({ database_bytes: z.number(), files: n, file_bytes: z.number() }),
  trail: z.object({ rows: n, oldest_at: z.string().nullable() }),
}).meta({ id: 'Operations' });

export const operations = defineRoutes('operations', {
  status: { method: 'GET', path: '/api/operations', summary: '运行情况：后台任务、邮件、备份、存储', permission: 'operation.read', reply: Operations },
  resend_mail: { method: 'POST', path: '/api/operations/mail/resend', summary: '重发失败的邮件', permission: 'operation.write', reply: z.object({ resent: n }) },
});
