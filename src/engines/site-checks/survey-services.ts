import type { Check } from './check.ts';
import { isFailure } from './context/context.ts';
import { addressesIn, portsFor, rangesOf } from './ports/lists.ts';
import { runCheck } from './run-check.ts';
import { recognise } from './services/recognise.ts';
import type { StageRun } from './survey.ts';
import type { Service } from './targets.ts';

/** What was seen of the ports of one address. Only what answered, one way or the other, was looked at. */
export interface PortsSeen { ip: string; open: { port: number; service: string; product: string }[]; looked: { from: number; to: number }[] }
/** Ports recognised at once, and the most that one may cost in connections. */
const atOnce = 8;
const mostGreetings = 60;

/**
 * Ports of each address of the system, what stands behind the open ones, and the checks of services on them. Ports that are registered, or were
 * found wanting before, are looked at even where they are closed now: a closed port has nothing left to fail. Returns web sites that no name led to.
 */
export async function surveyServices(checks: readonly Check<'service'>[], run: StageRun, recognising: () => StageRun): Promise<string[]> {
  const { options: o, reach } = run;
  const { authorisation } = reach.gate;
  const byName = new Map<string, string>();
  for (const host of new Set([...o.origins.map((x) => new URL(x).hostname.replace(/^\[|\]$/g, '')), ...authorisation.hosts.filter((h) => !h.startsWith('*.'))])) {
    const found = await reach.forCheck('ports.resolve', 2).addresses(host);
    if (!isFailure(found)) for (const ip of found) if (!byName.has(ip)) byName.set(ip, host === ip ? '' : host);
  }
  for (const ip of addressesIn(authorisation)) if (!byName.has(ip)) byName.set(ip, '');
  const wanted = o.checks !== undefined;
  // of a retest, and of what failed before: `host:port`
  const known = (o.services ?? []).flatMap((t) => { const m = /^(.+):(\d{1,5})$/.exec(t); return m ? [{ host: m[1]!, port: Number(m[2]) }] : []; });
  const registered = o.registered?.ports ?? [];
  const sites: string[] = [];
  let n = 0;
  for (const [ip, host] of byName) {
    if (run.stopped() || run.late()) break;
    const key = `ports ${ip}`;
    const asked = known.filter((k) => k.host === host || k.host === ip).map((k) => k.port);
    const ports = wanted ? asked : portsFor(o.profile, authorisation, registered, asked);
    if (ports.length && !run.done.has(key)) {
      const scan = await reach.scanPorts(ip, ports, (done) => void run.step(n + done / ports.length, byName.size));
      if (run.stopped()) break;
      const open = new Set(scan.open);
      const silent = new Set(scan.filtered);
      const untested = new Set(scan.untested.map((u) => u.port));
      const services = await recogniseAll(ip, host, scan.open, registered, recognising());
      if (run.stopped()) break;
      const state = (port: number): Service => ({ kind: 'service', host, ip, port, protocol: 'tcp', state: silent.has(port) ? 'filtered' : 'closed', registered: registered.length ? registered.includes(port) : null, seen_at: o.clock.now().toISOString(), service: 'unknown', product: '', version: '', tls: false, banner: '', facts: {} });
      const others = [...new Set([...registered, ...asked])].filter((p) => ports.includes(p) && !open.has(p) && !untested.has(p)).map(state);
      for (const target of [...services, ...others]) for (const check of checks) {
        const missed = asked.includes(target.port);
        if (!wanted && !missed && check.applies && !check.applies(target)) continue;
        for (const result of await runCheck(check, target, reach, o.salt)) if (!run.stopped()) await o.onResult(result);
      }
      if (!wanted) await o.onPorts?.({ ip, open: services.map((s) => ({ port: s.port, service: s.service === 'unknown' ? '' : s.service, product: [s.product, s.version].filter(Boolean).join(' ') })), looked: rangesOf(ports.filter((p) => !silent.has(p) && !untested.has(p))) });
      for (const s of services) if (s.service === 'http') sites.push(new URL(`${s.tls ? 'https' : 'http'}://${(host || ip).includes(':') ? `[${host || ip}]` : host || ip}:${s.port}`).origin);
      // a host that was only partly asked is asked again when the run goes on
      if (!scan.untested.some((u) => u.why === 'paused')) await o.onFinished?.(key);
    }
    await run.step(++n, byName.size);
  }
  return sites;
}
async function recogniseAll(ip: string, host: string, open: readonly number[], registered: readonly number[], run: StageRun): Promise<Service[]> {
  const services: Service[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let port = open[next++]; port !== undefined; port = open[next++]) {
      if (run.stopped() || run.late()) return;
      const found = await recognise(run.reach.forCheck('services.recognise', mostGreetings), { host, ip, port, registered: registered.length ? registered.includes(port) : null });
      if (!isFailure(found)) services.push(found);
      await run.step(services.length, open.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, open.length) }, lane));
  return services.sort((a, b) => a.port - b.port);
}
