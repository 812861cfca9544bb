import * as z from 'zod';
import { byId, defineRoutes, Done, Id, pageOf, Paging } from '../http/route.ts';

export const Notice = z.object({ id: Id, kind: z.string(), title: z.string(), body: z.string(), link: z.string().nullable(), created_at: z.string(), read_at: z.string().nullable() }).meta({ id: 'Notice' });

export const notices = defineRoutes('notices', {
  list: { method: 'GET', path: '/api/notices', summary: '我的消息', permission: 'signed-in', query: Paging.extend({ unread: z.enum(['true', 'false']).optional() }), reply: pageOf(Notice) },
  read: { method: 'POST', path: '/api/notices/{id}/read', summary: '标为已读', permission: 'signed-in', params: byId, reply: Done },
  read_all: { method: 'POST', path: '/api/notices/read', summary: '全部标为已读', permission: 'signed-in', reply: Done },
});
