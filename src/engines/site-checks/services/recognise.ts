import { isFailure, type Context, type Failure } from '../context/context.ts';
import type { GreetingId } from '../context/greetings.ts';
import type { Service } from '../targets.ts';
import { common, rows, usual, type Seen } from './rows.ts';

/** What a service that speaks first is given; what another is given to answer; the whole port. Milliseconds. */
const listenMs = 500;
const answerMs = 800;
const wholeMs = 10_000;
/** Greetings at once, each over a connection of its own. */
const atOnce = 3;
const reader = new Map(rows.map((r) => [r.greeting, r]));
const modern = [0x1301, 0x1302, 0x1303, 0xc02f, 0xc030, 0xc02b, 0xc02c, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035, 0x000a];

/** What stands behind an open port: it is listened to, then greeted as the port's usual service, then by TLS, then as whatever is most often met. A failure where not even a connection could be made. */
export async function recognise(context: Context, to: { host: string; ip: string; port: number; registered?: boolean | null }): Promise<Service | Failure> {
  const begun = context.clock.monotonic();
  const target = { ip: to.ip, port: to.port, ...(to.host && { host: to.host }) };
  /** What the port said first, until an answer is understood. */
  let said = '';
  let failure: Failure | undefined;
  const tell = (s: Seen, tls: boolean): Service => ({ kind: 'service', host: to.host, ip: to.ip, port: to.port, protocol: 'tcp', state: 'open', registered: to.registered ?? null, seen_at: context.now(), service: s.service, product: clean(s.product ?? ''), version: clean(s.version ?? ''), tls, banner: clean(said).slice(0, 1000), facts: s.facts ?? {} });
  const tried = new Set<GreetingId>();
  const greet = async (greeting: GreetingId, tls: boolean): Promise<Seen | undefined> => {
    const answer = await context.greet(target, greeting, { waitMs: greeting === 'listen' ? listenMs : answerMs, tls });
    if (isFailure(answer)) { failure = answer; return undefined; }
    failure = undefined;
    if (!answer.length) return undefined;
    const text = Buffer.from(answer).toString('latin1');
    said ||= text;
    const own = reader.get(greeting)?.read(text, answer);
    if (own) { said = text; return own; }
    // an answer to another's greeting may still give it away; what it says to its own greeting counts for more
    for (const other of ['listen', 'http.get', 'redis.ping'] as const) {
      const seen = other !== greeting ? reader.get(other)!.read(text, answer) : undefined;
      if (!seen) continue;
      said = text;
      return other === 'listen' || tls || tried.has(other) ? seen : (tried.add(other), await greet(other, tls)) ?? seen;
    }
    return undefined;
  };
  const over = (): boolean => context.clock.monotonic() - begun > wholeMs || (failure !== undefined && ['stopped', 'expired', 'outside_window', 'paused', 'out_of_scope', 'budget'].includes(failure.failed));
  const tryAll = async (list: readonly GreetingId[], tls: boolean): Promise<Seen | undefined> => {
    const left = tls ? [...list] : list.filter((g) => !tried.has(g));
    while (left.length && !over()) {
      const round = left.splice(0, atOnce);
      if (!tls) for (const g of round) tried.add(g);
      // the likelier of two that answer is the earlier
      const all = (await Promise.all(round.map((g) => greet(g, tls)))).filter((s) => s !== undefined);
      // an open door is the more telling answer
      const seen = all.find((s) => s.facts?.['authentication'] === 'none') ?? all[0];
      if (seen) return seen;
    }
    return undefined;
  };
  const hinted = usual[to.port];
  // where the port's usual service waits to be spoken to, it is spoken to at once
  const early = hinted?.length ? await tryAll(hinted, false) : undefined;
  if (early) return deeper(context, target, tell, early, false, said);
  if (failure && !said) return failure;
  const spoken = await tryAll(['listen'], false);
  if (spoken) return tell(spoken, false);
  const hello = over() ? undefined : await context.hello(target, { version: 0x0303, ciphers: modern, ...(to.host && { servername: to.host }), waitMs: 1500 });
  if (hello && !isFailure(hello) && (hello.answer === 'server_hello' || (hello.answer === 'alert' && hello.description !== 0))) {
    const inside = await tryAll(to.port === 636 ? ['ldap.root'] : to.port === 8883 ? ['mqtt.connect'] : ['http.get', 'listen', 'http.version'], true);
    return inside ? deeper(context, target, tell, inside, true, said) : tell({ service: 'unknown', facts: { tls: true } }, true);
  }
  const seen = await tryAll(common, false);
  if (seen) return deeper(context, target, tell, seen, false, said);
  if (failure && !said) return failure;
  return tell({ service: 'unknown' }, false);
}
/** Web servers on ports of container platforms tell what they are only when asked for their version. */
async function deeper(context: Context, target: { ip: string; port: number; host?: string }, tell: (s: Seen, tls: boolean) => Service, seen: Seen, tls: boolean, banner: string): Promise<Service> {
  if (seen.service !== 'http' || ![2375, 2376, 2379, 6443, 10250].includes(target.port) || !/404|403|401/.test(banner.slice(0, 20))) return tell(seen, tls);
  const answer = await context.greet(target, 'http.version', { waitMs: answerMs, tls });
  const more = isFailure(answer) ? undefined : reader.get('http.version')!.read(Buffer.from(answer).toString('latin1'), answer);
  return tell(more && more.service !== 'http' ? more : seen, tls);
}
// eslint-disable-next-line no-control-regex
const clean = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]+/g, ' ').trim();
