import * as z from 'zod';
import { byId, defineRoutes, download, Id } from '../http/route.ts';

export const StoredFile = z.object({ id: Id, name: z.string(), media_type: z.string(), size_bytes: z.number().int(), sha256: z.string(), uploaded_by: z.string(), created_at: z.string() }).meta({ id: 'StoredFile' });

export const files = defineRoutes('files', {
  get: { method: 'GET', path: '/api/files/{id}', summary: '下载文件', permission: 'signed-in', params: byId, reply: download() },
});
