import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from './app.ts';

const root = join(import.meta.dirname, '../dist/web');
const name = `test-${crypto.randomUUID()}.js`;
const built = existsSync(join(root, 'index.html'));
let t: TestApp;
beforeAll(async () => {
  if (!built) { mkdirSync(join(root, 'assets'), { recursive: true }); writeFileSync(join(root, 'index.html'), '<!doctype html><title>守土</title>'); }
  t = await openTestApp();
});
afterAll(async () => {
  await t.close();
  rmSync(join(root, 'assets', name), { force: true });
  if (!built) rmSync(root, { recursive: true, force: true });
});

test('a page file that a build adds beside the running server is there at once; nothing outside the folder ever is', async () => {
  const get = (url: string) => t.app.inject({ method: 'GET', url });
  expect((await get(`/assets/${name}`)).statusCode).toBe(404);
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'assets', name), 'export {}');
  const found = await get(`/assets/${name}`);
  expect([found.statusCode, found.body, found.headers['cache-control']]).toEqual([200, 'export {}', 'public, max-age=31536000, immutable']);
  for (const url of ['/assets/../../../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/assets/%00', '/.env']) expect((await get(url)).body, url).not.toContain('"dependencies"');
  expect((await get('/campaigns/x')).headers['content-type']).toContain('text/html');
  // also for whoever takes nothing compressed, as probes and some proxies do
  const front = await get('/');
  expect([front.statusCode, front.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')]);
  expect((await get('/assets/')).statusCode).toBe(404);
  expect((await get('/api/nowhere')).json()).toMatchObject({ code: 'request.not_found' });
});
