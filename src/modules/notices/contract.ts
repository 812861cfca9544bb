import * as z from 'zod';
import { byId, DateOnly, defineRoutes, Done, Id, Text } from '../../kernel/http/route.ts';
import { severities } from '../hazards/contract.ts';

/** 通报, 限期整改通知书, 关停通知. */
export const noticeKinds = ['circular', 'order', 'shutdown'] as const;
export const Letter = z.object({
  id: Id, kind: z.enum(noticeKinds), unit_id: Id, unit_name: z.string(), number: z.string(), title: z.string(), note: z.string(), due_on: DateOnly.nullable(), issued_at: z.string(), issued_by_name: z.string(), signed_at: z.string().nullable(), signed_by_name: z.string().nullable(), withdrawn_at: z.string().nullable(), withdrawn_note: z.string().nullable(),
  hazards: z.number().int(), answered: z.number().int(), cleared: z.number().int(), file: z.object({ id: Id, name: z.string(), size_bytes: z.number().int() }).nullable(), can_sign: z.boolean(), can_withdraw: z.boolean(),
}).meta({ id: 'HazardNotice' });
const Preview = z.array(z.object({ unit_id: Id, unit_name: z.string(), hazards: z.number().int(), critical: z.number().int(), high: z.number().int(), due_on: DateOnly.nullable(), reachable: z.number().int(), ids: z.array(Id) }));

export const letters = defineRoutes('letters', {
  list: { method: 'GET', path: '/api/hazard-notices', summary: '通报与整改通知', permission: 'hazard.read', query: z.object({ unit_id: Id.optional(), unsigned: z.enum(['true']).optional() }), reply: z.object({ letters: z.array(Letter), issued: z.number().int(), signed: z.number().int(), notified: z.number().int(), answered: z.number().int(), /** 处置反馈率, a share of one hundred; null where nothing was notified. */ feedback_rate: z.number().nullable() }) },
  preview: { method: 'POST', path: '/api/hazard-notices/preview', summary: '将要发出的通知', permission: 'hazard.manage', body: z.object({ ids: z.array(Id).max(20_000).optional(), severity: z.enum(severities).optional() }), reply: Preview },
  issue: { method: 'POST', path: '/api/hazard-notices', summary: '按单位发出通知书', permission: 'hazard.manage', status: 201, body: z.object({ kind: z.enum(['circular', 'order']), ids: z.array(Id).min(1, '请选择隐患').max(20_000), source: Text(60, 0).optional(), note: Text(1000, 0).optional(), contact: Text(60, 0).optional(), phone: Text(40, 0).optional() }), reply: z.object({ issued: z.number().int(), hazards: z.number().int() }) },
  shut: { method: 'POST', path: '/api/hazard-notices/shut', summary: '发出关停通知', permission: 'hazard.manage', status: 201, body: z.object({ system_id: Id, reason: Text(500) }), reply: z.object({ number: z.string(), hazards: z.number().int() }) },
  sign: { method: 'POST', path: '/api/hazard-notices/{id}/sign', summary: '签收', permission: 'hazard.answer', params: byId, reply: Done },
  withdraw: { method: 'POST', path: '/api/hazard-notices/{id}/withdraw', summary: '撤回', permission: 'hazard.manage', params: byId, body: z.object({ note: Text(300) }), reply: Done },
});
