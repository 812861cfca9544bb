import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { sql, type Db } from '../database.ts';

/** What operators and programs ask: is it alive, is it ready, how is it doing, what can it do. No trade data. */
export async function operations(app: FastifyInstance, db: Db, document: Record<string, unknown>): Promise<void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({ name: 'shoutu_http_request_seconds', help: 'HTTP requests by route and status', labelNames: ['route', 'status'], buckets: [0.01, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5], registers: [registry] });
  app.addHook('onResponse', async (request, reply) => { seconds.observe({ route: (request.routeOptions.config as { routeId?: string }).routeId ?? 'page', status: String(reply.statusCode) }, reply.elapsedTime / 1000); });
  app.get('/healthz', async () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    try { await sql`select 1`.execute(db); return { ok: true }; } catch { return reply.status(503).send({ ok: false, database: 'unavailable' }); }
  });
  // figures of the machine are for those on it; a reverse proxy should not pass /metrics on
  app.get('/metrics', async (request, reply) => {
    if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)) return reply.status(404).send();
    return reply.header('content-type', registry.contentType).send(await registry.metrics());
  });
  app.get('/openapi.json', async (_request, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(document)));
}
