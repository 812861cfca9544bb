import { sign, type Authorisation } from '../../src/engines/site-checks/context/authorisation.ts';
import type { Clock } from '../../src/engines/site-checks/context/context.ts';
import { makeReach, type ContextOptions, type Reach } from '../../src/engines/site-checks/context/make-context.ts';
import type { Answered, Sent } from '../../src/engines/site-checks/context/gate.ts';

/** Days and hours pass at once: who sleeps has slept. */
export function quickClock(begin = '2026-11-27T02:00:00.000Z'): Clock & { move(ms: number): void; slept: number } {
  let at = 0;
  const clock = {
    slept: 0, move(ms: number) { at += ms; }, now: () => new Date(Date.parse(begin) + at), monotonic: () => at,
    async sleep(ms: number, signal?: AbortSignal) { await Promise.resolve(); signal?.throwIfAborted(); clock.slept += ms; at += ms; },
  };
  return clock;
}
export function authorise(more: Partial<Authorisation>): Authorisation {
  const paper = { id: 'SQ-1', system: '试验系统', office: '示例大学网信办', contact: 'security@example.edu.cn', hosts: [], networks: ['127.0.0.1/32'], ports: [[1, 65535]], valid_from: '2026-01-01', valid_until: '2026-12-31', windows: [], rates: { requests_per_second: 50, connections_per_second: 1000 }, approver: '张三', approved_at: '2026-01-01T00:00:00Z', ...more } satisfies Omit<Authorisation, 'signature'>;
  return { ...paper, signature: sign(paper) };
}
export interface Run { reach: Reach; sent: Sent[]; answered: Answered[]; stop: AbortController; clock: ReturnType<typeof quickClock> }
export function openReach(paper: Partial<Authorisation> = {}, more: Partial<ContextOptions> = {}): Run {
  const [sent, answered]: [Sent[], Answered[]] = [[], []];
  const stop = new AbortController();
  const clock = quickClock();
  const reach = makeReach({ authorisation: authorise(paper), clock, log: { sent: (row) => { sent.push(row); }, answered: (row) => { answered.push(row); } }, job: 'test', signal: stop.signal, ...more });
  return { reach, sent, answered, stop, clock };
}
