import * as z from 'zod';
import { isDownload, isEvents, isMultipart, type Route } from './route.ts';

/** The route table as OpenAPI 3.1. Named schemas (`.meta({ id })`) become components. */
export function openapi(routes: readonly Route[], version: string): Record<string, unknown> {
  const schemas: Record<string, unknown> = {};
  const json = (schema: unknown, io: 'input' | 'output'): unknown => {
    const made = z.toJSONSchema(schema as z.core.$ZodType, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Record<string, unknown> & { $defs?: Record<string, unknown> };
    const { $schema: _, $defs, ...rest } = made;
    const suffix = io === 'input' ? 'Input' : '';
    const point = (v: unknown): unknown => JSON.parse(JSON.stringify(v).replace(/"#\/\$defs\/([^"]+)"/g, `"#/components/schemas/$1${suffix}"`));
    for (const [name, def] of Object.entries($defs ?? {})) schemas[name + suffix] ??= point(def);
    return point(rest);
  };
  const problem = { description: '出错', content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  schemas.Problem = { type: 'object', required: ['code', 'message', 'request_id'], properties: { code: { type: 'string' }, message: { type: 'string' }, request_id: { type: 'string' }, issues: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } } } } };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const parameters = (['params', 'query'] as const).flatMap((where) => {
      if (!route[where]) return [];
      const made = json(route[where], 'input') as { properties?: Record<string, unknown>; required?: string[] };
      return Object.entries(made.properties ?? {}).map(([name, schema]) => ({ name, in: where === 'params' ? 'path' : 'query', required: where === 'params' || (made.required ?? []).includes(name), schema }));
    });
    const body = route.body === undefined ? undefined : isMultipart(route.body)
      ? { required: true, content: { 'multipart/form-data': { schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } } } }
      : { required: true, content: { 'application/json': { schema: json(route.body, 'input') } } };
    const content = isDownload(route.reply) ? { [route.reply.mediaType]: { schema: { type: 'string', format: 'binary' } } } : isEvents(route.reply) ? { 'text/event-stream': { schema: { type: 'string' } } } : { 'application/json': { schema: json(route.reply, 'output') } };
    (paths[route.path] ??= {})[route.method.toLowerCase()] = {
      operationId: route.id, summary: route.summary, tags: [route.id.split('.')[0]], 'x-permission': route.permission, ...(parameters.length && { parameters }), ...(body && { requestBody: body }),
      ...(route.permission !== 'public' && { security: [{ session: [] }, { token: [] }] }), responses: { [route.status ?? 200]: { description: '成功', content }, default: problem },
    };
  }
  return {
    openapi: '3.1.0', info: { title: '守土 Shoutu', version, description: '网络安全工作平台接口。写操作须带请求头 `x-shoutu: 1`（使用令牌时不需要）。', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths, components: { schemas, securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'shoutu' }, token: { type: 'http', scheme: 'bearer' } } },
  };
}
