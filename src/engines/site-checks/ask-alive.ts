import type { Authorisation } from './context/authorisation.ts';
import { isFailure } from './context/context.ts';
import type { RequestLog } from './context/gate.ts';
import { makeReach, systemClock } from './context/make-context.ts';

/** One request: is the address there? `skipped` where the authorisation does not allow it now: that says nothing of the target. A page that says 5xx is not available; one that asks for a sign-in is. */
export async function askAlive(authorisation: Authorisation, origin: string, own: readonly { ip: string; port: number }[], log: RequestLog): Promise<{ ok: boolean; ms: number; note: string; skipped: boolean }> {
  const stop = new AbortController();
  const begun = systemClock.monotonic();
  const reach = makeReach({ authorisation, clock: systemClock, job: 'patrol', signal: stop.signal, own, log });
  try {
    const answer = await reach.forCheck('patrol', 3).http({ url: `${origin}/`, follow: 2, maxBytes: 65_536 });
    const ms = Math.round(systemClock.monotonic() - begun);
    if (isFailure(answer)) return { ok: false, ms, note: answer.detail, skipped: ['out_of_scope', 'expired', 'outside_window', 'stopped', 'local'].includes(answer.failed) };
    return { ok: answer.status < 500, ms, note: `HTTP ${answer.status}`, skipped: false };
  } finally {
    reach.close();
  }
}
