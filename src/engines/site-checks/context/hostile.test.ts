import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AddressInfo } from 'node:net';
import { forbidden, hostileAnswers, leadsOut, listenOn, redirectStatuses, wayOut } from '../../../../test/sites/hostile.ts';
import { openReach, type Run } from '../../../../test/sites/reach.ts';
import { serve, type Served } from '../../../../test/sites/serve.ts';
import { catalogue } from '../catalogue.ts';
import type { Check } from '../check.ts';
import { nothingRegistered, openSite } from '../open-site.ts';
import { runCheck } from '../run-check.ts';
import { isFailure } from './context.ts';
import { systemClock } from './make-context.ts';

let barred: Awaited<ReturnType<typeof forbidden>>;
let ways: string[] = [];
let site: Served;
let flips = 0;
/** A resolver under the enemy's hand. */
const names = {
  async resolve(name: string, type: string): Promise<string[]> {
    if (type !== 'A' && type !== 'AAAA') return [];
    const table: Record<string, [string[], string[]]> = { 'good.test': [['127.0.0.1'], []], 'evil.test': [['127.0.0.2'], []], 'mixed.test': [['127.0.0.2'], ['::1', '::ffff:127.0.0.2', 'fe80::1']], 'alias.test': [['127.0.0.3'], []], 'in.mixed.test': [['127.0.0.2', '127.0.0.1'], ['::1']], 'flip.test': [[flips++ < 2 ? '127.0.0.1' : '127.0.0.2'], []], 'odd.test': [['2130706434', '0x7f000002', '127.0.0.2%1', 'evil.test', ''], []] };
    return table[name]?.[type === 'A' ? 0 : 1] ?? [];
  },
};
beforeAll(async () => {
  barred = await forbidden();
  site = await serve((q, r) => leadsOut(ways)(q, r));
  ways = wayOut(barred.port, site.port);
});
afterAll(async () => { await site.close(); barred.close(); });
const open = (more: Parameters<typeof openReach>[1] = {}, ports: [number, number][] = [[site.port, site.port]]): Run => openReach({ hosts: ['good.test', 'rebind.test', 'mixed.test', 'in.mixed.test', 'flip.test', 'odd.test'], ports }, { names, ...more });
const nothingLeft = ({ sent }: Run): void => {
  expect(barred.connections()).toBe(0);
  expect(sent.filter((s) => s.ip !== '127.0.0.1' || s.port !== site.port)).toEqual([]);
};

describe('packets outside the scope', () => {
  test('redirects of every kind to every way out: told, never followed', async () => {
    const run = open();
    const context = run.reach.forCheck('x', 10_000);
    for (const status of redirectStatuses) for (let n = 0; n < ways.length; n++) {
      const answer = await context.http({ url: `http://good.test:${site.port}/r/${status}/${n}`, follow: 6 });
      // where it leads back into the site it may be followed; anything else ends here
      if (isFailure(answer)) expect([ways[n], answer.failed]).toEqual([ways[n], 'protocol']);
      else expect([200, 302, 301, 303, 307, 308]).toContain(answer.status);
    }
    expect(run.sent.length).toBeGreaterThanOrEqual(redirectStatuses.length * ways.length);
    nothingLeft(run);
    run.reach.close();
  });
  test('a page that leads out by itself is read, and nothing in it is fetched', async () => {
    const run = open();
    for (let n = 0; n < ways.length; n++) {
      const context = run.reach.forCheck('x', 10);
      expect(isFailure(await context.http({ url: `http://good.test:${site.port}/meta/${n}`, follow: 6 }))).toBe(false);
      expect(isFailure(await context.http({ url: `http://good.test:${site.port}/refresh/${n}`, follow: 6 }))).toBe(false);
    }
    nothingLeft(run);
    run.reach.close();
  });
  test('a check that asks for a way out itself gets a failure', async () => {
    const run = open();
    const context = run.reach.forCheck('x', 10_000);
    for (const url of ways) {
      const answer = await context.http({ url, follow: 6 });
      expect([url, isFailure(answer)]).toEqual([url, true]);
    }
    for (const ip of ['127.0.0.2', '::1', '::ffff:127.0.0.2', '127.0.0.1', '2130706434', 'good.test', 'evil.test']) for (const tls of [false, true]) {
      expect(isFailure(await context.greet({ ip, port: barred.port }, 'listen', { tls }))).toBe(true);
      expect(isFailure(await context.tls({ ip, port: barred.port }))).toBe(true);
      expect(isFailure(await context.hello({ ip, port: barred.port }, { version: 0x0303, ciphers: [0x2f] }))).toBe(true);
    }
    nothingLeft(run);
    expect(run.sent).toEqual([]);
    run.reach.close();
  });
  test('names: only addresses inside count, and what was resolved first stays', async () => {
    const run = open();
    const context = run.reach.forCheck('x', 100);
    expect(await context.addresses('in.mixed.test')).toEqual(['127.0.0.1']);
    expect(await context.addresses('mixed.test')).toMatchObject({ failed: 'out_of_scope' });
    expect(isFailure(await context.addresses('odd.test'))).toBe(true);
    expect(await context.addresses('evil.test')).toMatchObject({ failed: 'out_of_scope' });
    flips = 0;
    for (let i = 0; i < 5; i++) expect(await context.http({ url: `http://flip.test:${site.port}/refresh/1` })).toMatchObject({ ip: '127.0.0.1' });
    nothingLeft(run);
    run.reach.close();
  });
  test('the whole catalogue on a site whose every answer leads out', async () => {
    const trap = await serve((q, r) => { const to = ways[Number(/\d+/.exec(q.url ?? '')?.[0] ?? q.url!.length) % ways.length]!; r.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': to.replace(/[^\x20-\x7e]/g, ''), refresh: '0;url=http://127.0.0.2/' }).end(`<html><head><base href="${to}"><meta http-equiv="refresh" content="0;${to}"></head><body>${ways.map((w) => `<a href="${w}">x</a><script src="${w}"></script><form action="${w}"></form>`).join('')}</body></html>`); });
    const run = open({}, [[trap.port, trap.port]]);
    const opened = await openSite(run.reach, `http://good.test:${trap.port}`, nothingRegistered);
    for (const check of catalogue) if (check.on === 'site' && !check.needs?.length) await runCheck(check as Check<'site'>, opened, run.reach, 's');
    expect(barred.connections()).toBe(0);
    expect(run.sent.filter((s) => s.ip !== '127.0.0.1' || s.port !== trap.port)).toEqual([]);
    run.reach.close();
    await trap.close();
  });
});

describe('answers that do harm', () => {
  test.each(Object.keys(hostileAnswers))('%s: ends, bounded, and is never a pass', async (kind) => {
    const server = await listenOn('127.0.0.1', 0, (socket) => { socket.once('data', () => hostileAnswers[kind]!(socket)); });
    const { port } = server.address() as AddressInfo;
    const run = open({ clock: systemClock, answerMs: 1200 }, [[port, port]]);
    const before = process.memoryUsage().rss;
    const answer = await run.reach.forCheck('x', 5).http({ url: `http://good.test:${port}/`, maxBytes: 1 << 20 });
    if (!isFailure(answer)) expect(answer.body.length).toBeLessThanOrEqual(1 << 20);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 << 20);
    expect(run.answered).toHaveLength(1);
    run.reach.close();
    server.close();
  });
  test('redirects in a circle, and longer than is followed, end', async () => {
    let n = 0;
    const circle = await serve((q, r) => { r.writeHead(302, { location: q.url === '/long' || q.url!.startsWith('/n') ? `/n${n++}` : q.url === '/a' ? '/b' : '/a' }).end(); });
    const run = open({}, [[circle.port, circle.port]]);
    const context = run.reach.forCheck('x', 50);
    expect(await context.http({ url: `http://good.test:${circle.port}/a`, follow: 20 })).toMatchObject({ status: 302, redirects: [expect.any(String)] });
    expect(await context.http({ url: `http://good.test:${circle.port}/long`, follow: 6 })).toMatchObject({ status: 302, redirect: expect.stringContaining('/n6') });
    expect(circle.asked.length).toBeLessThanOrEqual(2 + 7);
    run.reach.close();
    await circle.close();
  });
});
