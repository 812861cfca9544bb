import * as z from 'zod';
import { byId, defineRoutes, Done, Id, Text } from '../http/route.ts';

/** Which list a view is of: `systems`, `ledger:servers`, `hazards`. The page chooses its key. */
const Page = z.string().regex(/^[a-z_]{1,40}(?::[a-z_]{1,40})?$/);
const View = z.object({ id: Id, page: z.string(), name: z.string(), query: z.string(), columns: z.array(z.string()), shared: z.boolean(), mine: z.boolean(), by_name: z.string() }).meta({ id: 'SavedView' });

export const views = defineRoutes('views', {
  list: { method: 'GET', path: '/api/views', summary: '保存的视图', permission: 'signed-in', query: z.object({ page: Page }), reply: z.array(View) },
  save: { method: 'POST', path: '/api/views', summary: '保存视图（同名覆盖）', permission: 'signed-in', status: 201, body: z.object({ page: Page, name: Text(40), query: z.string().max(2000).regex(/^[^#]*$/), columns: z.array(z.string().regex(/^[a-z_]{1,40}$/)).max(60), shared: z.boolean().default(false) }), reply: View },
  remove: { method: 'DELETE', path: '/api/views/{id}', summary: '删除视图', permission: 'signed-in', params: byId, reply: Done },
});
