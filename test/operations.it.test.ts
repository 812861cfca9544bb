import { afterAll, beforeAll, expect, test } from 'vitest';
import { allRoutes } from '../src/contract.ts';
import { openTestApp, type TestApp } from './app.ts';

let t: TestApp;
beforeAll(async () => { t = await openTestApp(); });
afterAll(() => t.close());

test('alive, ready, and figures for those on the machine only', async () => {
  expect((await t.anonymous.get('/healthz')).body).toEqual({ ok: true });
  expect((await t.anonymous.get('/readyz')).body).toEqual({ ok: true });
  expect((await t.anonymous.get('/metrics')).bytes.toString()).toContain('shoutu_http_request_seconds');
  expect((await t.anonymous.send({ method: 'GET', url: '/metrics', remoteAddress: '10.1.2.3' })).status).toBe(404);
});
test('OpenAPI 3.1 names every route with its permission, and every reference leads somewhere', async () => {
  const { body } = await t.anonymous.get('/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  const operations = Object.values(body.paths as Record<string, Record<string, { operationId: string; 'x-permission': string }>>).flatMap((p) => Object.values(p));
  expect(operations.map((o) => `${o.operationId} ${o['x-permission']}`).sort()).toEqual(allRoutes.map((r) => `${r.id} ${r.permission}`).sort());
  const text = JSON.stringify(body);
  const missing = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((m) => m[1]!).filter((name) => !body.components.schemas[name]);
  expect(missing).toEqual([]);
});
test('an unknown address of the API is answered in words, as JSON', async () => {
  expect(await t.anonymous.get('/api/nothing')).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
});
