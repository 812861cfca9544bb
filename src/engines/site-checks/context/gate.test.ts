import { describe, expect, test } from 'vitest';
import { authorise, openReach, quickClock } from '../../../../test/sites/reach.ts';
import { serve } from '../../../../test/sites/serve.ts';
import { listenOn } from '../../../../test/sites/hostile.ts';
import type { AddressInfo } from 'node:net';
import { sign, type Authorisation } from './authorisation.ts';
import { isFailure } from './context.ts';
import { Gate, NoAuthorisation } from './gate.ts';
import { systemClock } from './make-context.ts';

const to = { ip: '127.0.0.1', port: 80, host: '', what: 'GET /', check: 'x' };
const gateOf = (paper: Partial<Authorisation>, clock = quickClock()) => {
  const at: number[] = [];
  const stop = new AbortController();
  return { at, clock, stop, gate: new Gate({ authorisation: authorise(paper), clock, log: { sent: () => { at.push(clock.monotonic()); }, answered: () => undefined }, job: 'j', signal: stop.signal }) };
};

describe('no packet without a paper that holds', () => {
  test.each([
    ['nobody signed', (a: Authorisation) => { a.signature = ''; }], ['scope widened after signing', (a: Authorisation) => { a.networks = ['0.0.0.0/0']; }], ['days added after signing', (a: Authorisation) => { a.valid_until = '2030-01-01'; }],
    ['another approver', (a: Authorisation) => { a.approver = '李四'; }], ['rate above the highest', (a: Authorisation) => { a.rates = { requests_per_second: 51, connections_per_second: 50 }; a.signature = sign(a); }], ['no networks', (a: Authorisation) => { a.networks = []; a.signature = sign(a); }], ['a field more', (a: Authorisation) => { (a as unknown as Record<string, unknown>).extra = 1; }],
  ])('%s', (_name, change) => {
    const paper = authorise({});
    change(paper);
    expect(() => new Gate({ authorisation: paper, clock: quickClock(), log: { sent: () => undefined, answered: () => undefined }, job: 'j', signal: new AbortController().signal })).toThrow(NoAuthorisation);
  });
  test('what is changed while it runs changes nothing', async () => {
    const paper = authorise({ valid_until: '2026-11-26' });
    const gate = new Gate({ authorisation: paper, clock: quickClock(), log: { sent: () => undefined, answered: () => undefined }, job: 'j', signal: new AbortController().signal });
    (paper as { valid_until: string }).valid_until = '2030-01-01';
    expect(await gate.enter('request', to)).toMatchObject({ failed: 'expired' });
  });
  test('own ports are refused inside the scope', async () => {
    const gate = new Gate({ authorisation: authorise({}), clock: quickClock(), log: { sent: () => undefined, answered: () => undefined }, job: 'j', signal: new AbortController().signal, own: [{ ip: '127.0.0.1', port: 5432 }] });
    expect(await gate.enter('connect', { ...to, port: 5432 })).toMatchObject({ failed: 'out_of_scope' });
    expect(await gate.enter('connect', { ...to, ip: '::ffff:127.0.0.1', port: 5432 })).toMatchObject({ failed: 'out_of_scope' });
  });
});
describe('hours', () => {
  test('a window past midnight, by the clock of Shanghai', async () => {
    // Thursday 26 November 2026, 23:59 in Shanghai
    const { gate, clock } = gateOf({ windows: [{ days: [4], from: '23:00', to: '02:00' }] }, quickClock('2026-11-26T15:59:00.000Z'));
    for (const [hours, open] of [[0, true], [2, true], [2.5, false], [20, false], [24, false]] as const) {
      const { gate: g } = gateOf({ windows: [{ days: [4], from: '23:00', to: '02:00' }] }, quickClock(new Date(Date.parse('2026-11-26T15:59:00.000Z') + hours * 3_600_000).toISOString()));
      expect([hours, isFailure(await g.enter('connect', to))]).toEqual([hours, !open]);
    }
    expect(isFailure(await gate.enter('connect', to))).toBe(false);
    clock.move(24 * 3_600_000);
    expect(await gate.enter('connect', to)).toMatchObject({ failed: 'outside_window' });
  });
  test('a turn that comes after the window has closed is none', async () => {
    const { gate, at } = gateOf({ windows: [{ days: [5], from: '09:00', to: '10:00' }], rates: { requests_per_second: 50, connections_per_second: 1 } }, quickClock('2026-11-27T01:59:57.500Z'));
    const answers = await Promise.all(Array.from({ length: 8 }, () => gate.enter('connect', to)));
    expect(answers.filter((a) => isFailure(a) && a.failed === 'outside_window').length).toBeGreaterThan(3);
    expect(at.length).toBeLessThanOrEqual(3);
  });
});
describe('rates', () => {
  test.each([[5, 'connect'], [50, 'connect'], [1000, 'connect'], [0.5, 'connect']] as const)('never more than %s in any second', async (rate, kind) => {
    const { gate, at } = gateOf({ rates: { requests_per_second: 50, connections_per_second: rate } });
    await Promise.all(Array.from({ length: Math.max(12, rate * 3) }, async () => { const pass = await gate.enter(kind, to); if (!isFailure(pass)) pass.left('open', 0, true); }));
    const most = Math.max(1, rate);
    for (let i = most; i < at.length; i++) expect(at[i]! - at[i - most]!).toBeGreaterThan(1000);
  });
  test('two requests at once a host, whatever port', async () => {
    const { gate } = gateOf({});
    const [a, b] = await Promise.all([gate.enter('request', to), gate.enter('request', { ...to, port: 443 })]);
    let third = false;
    const waiting = gate.enter('request', { ...to, port: 8080 }).then((p) => { third = true; return p; });
    await new Promise((done) => { setImmediate(done); });
    expect([isFailure(a), isFailure(b), third]).toEqual([false, false, false]);
    if (!isFailure(a)) a.left('200', 0, true);
    expect(isFailure(await waiting)).toBe(false);
  });
});
test('five failures in a row pause the host for five minutes, and only it', async () => {
  const { gate, clock } = gateOf({ networks: ['127.0.0.0/8'] });
  for (let i = 0; i < 5; i++) { const pass = await gate.enter('request', to); if (!isFailure(pass)) pass.left('timeout', 0, false); }
  expect(await gate.enter('request', to)).toMatchObject({ failed: 'paused' });
  expect(isFailure(await gate.enter('request', { ...to, ip: '127.0.0.9' }))).toBe(false);
  clock.move(5 * 60_000 + 1);
  expect(isFailure(await gate.enter('request', to))).toBe(false);
});
describe('stop', () => {
  test('who waits for a turn, an answer or a name is sent home at once, and nothing more leaves', async () => {
    const silent = await listenOn('127.0.0.1', 0, () => undefined);
    const { port } = silent.address() as AddressInfo;
    const run = openReach({ hosts: ['slow.test'], rates: { requests_per_second: 1, connections_per_second: 1 } }, { clock: systemClock, names: { resolve: () => new Promise(() => undefined) } });
    const context = run.reach.forCheck('x', 100);
    const all = [...Array.from({ length: 6 }, () => context.http({ url: `http://127.0.0.1:${port}/` })), context.greet({ ip: '127.0.0.1', port }, 'listen', { waitMs: 20_000 }), context.greet({ ip: '127.0.0.1', port }, 'listen', { waitMs: 20_000 }), context.http({ url: `http://slow.test:${port}/` }), context.lookup('slow.test', 'A'), context.tls({ ip: '127.0.0.1', port })];
    setTimeout(() => run.stop.abort(), 100);
    const answers = await Promise.all(all);
    expect(answers.map((a) => isFailure(a) && a.failed)).toEqual(all.map(() => 'stopped'));
    const before = run.sent.length;
    expect(await context.http({ url: `http://127.0.0.1:${port}/` })).toMatchObject({ failed: 'stopped' });
    expect(run.sent.length).toBe(before);
    run.reach.close();
    silent.close();
  }, 10_000);
});
test('every request says who asks, and is written down before it leaves', async () => {
  let seen: Record<string, unknown> = {};
  const served = await serve((q, r) => { seen = { ...q.headers, length: q.headers['content-length'], logged: run.sent.length }; r.end('x'); });
  const run = openReach();
  await run.reach.forCheck('web.x', 3).http({ url: `${served.origin}/?q=1` });
  expect(seen).toMatchObject({ 'user-agent': expect.stringContaining('security@example.edu.cn'), 'x-scan-job': 'SQ-1', logged: 1, length: undefined });
  expect(run.sent[0]).toMatchObject({ authorisation: 'SQ-1', check: 'web.x', what: expect.stringContaining('GET http://127.0.0.1') });
  run.reach.close();
  await served.close();
});
