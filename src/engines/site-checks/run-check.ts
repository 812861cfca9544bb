import { hash } from 'node:crypto';
import { notTested, type Check, type Evidence, type Outcome, type Place, type Result, type Targets } from './check.ts';
import { barredBy } from './barred.ts';
import { isFailure, type Failure } from './context/context.ts';
import type { Reach } from './context/make-context.ts';
import { longestExcerpt, maskPersonal } from './evidence.ts';

/**
 * One check on one target. A check that throws is an `error`; one that could not reach what it asked for has not tested,
 * whatever it says: unreachable never becomes a pass.
 * @param salt for the hashes of personal numbers in what is kept
 */
export async function runCheck(check: Check, target: Targets[keyof Targets], reach: Reach, salt: string): Promise<Result[]> {
  const lacking = check.needs?.filter((c) => !reach.components.has(c)) ?? [];
  if (lacking.length) return [resultOf(check, target, notTested('component', `缺少组件：${lacking.join('、')}`), salt)];
  if (target.kind === 'site' && isFailure(target.home)) return [resultOf(check, target, notTested(target.home.failed, target.home.detail), salt)];
  const context = reach.forCheck(check.id, check.requests);
  let outcomes: Outcome[];
  try {
    outcomes = [await (check.run as (c: typeof context, t: typeof target) => Promise<Outcome | Outcome[]>)(context, target)].flat();
  } catch (error) {
    outcomes = [{ verdict: 'error', note: `检测程序出错：${(error as Error).message.slice(0, 300)}` }];
  }
  const barred = barredFrom(check, target);
  const failure = context.failures[0] ?? barred;
  const says = (o: Outcome): Outcome => {
    if (failure && (o.verdict === 'pass' || o.verdict === 'not_applicable')) return notTested(failure.failed, failure.detail);
    // what is missing on a page of refusal is missing there only; a file that a check asked for and got is there all the same
    return barred && check.intrusiveness === 0 && o.verdict !== 'error' && o.verdict !== 'not_tested' ? notTested(barred.failed, barred.detail) : o;
  };
  return outcomes.map((o) => resultOf(check, target, says(o), salt));
}
/** A site that answers with an error or a firewall's page has shown nothing of itself, whatever its paths answer. Ports and TLS are seen all the same. */
function barredFrom(check: Check, target: Targets[keyof Targets]): Failure | undefined {
  if (target.kind === 'page') return barredBy(target.answer, target);
  return target.kind === 'site' && !isFailure(target.home) && ['web', 'content', 'compliance'].includes(check.area) ? barredBy(target.home, target.page) : undefined;
}

const targetOf = (target: Targets[keyof Targets]): string => (target.kind === 'service' ? `${target.host || target.ip}:${target.port}` : target.kind === 'site' ? target.origin : target.url);

export function resultOf(check: Check, target: Targets[keyof Targets], outcome: Outcome, salt: string): Result {
  const place: Place = { ...placeOf(target), ...outcome.place };
  const masked = (text: string | undefined, most: number): string | undefined => text === undefined ? undefined : maskPersonal(text, salt).slice(0, most).toWellFormed();
  const evidence = outcome.evidence?.slice(0, 20).map((e): Evidence => JSON.parse(JSON.stringify({ ...e, request: masked(e.request, 2000), response_head: masked(e.response_head, longestExcerpt), excerpt: masked(e.excerpt, longestExcerpt) })) as Evidence);
  return { ...outcome, note: masked(outcome.note, 1000)!, ...(evidence && { evidence }), check: check.id, version: check.version, severity: outcome.severity ?? check.severity, place, fingerprint: fingerprintOf(check.id, place), target: targetOf(target) };
}
function placeOf(target: Targets[keyof Targets]): Place {
  if (target.kind === 'service') return { ip: target.ip, port: target.port };
  return { url: target.kind === 'site' ? `${target.origin}/` : target.url };
}
/** Of the check and the place, not of the words: the same hole found again is the same. A line moves when text before it changes, so it is no part. */
export const fingerprintOf = (check: string, p: Place): string => hash('sha256', [check, p.url ?? '', p.ip ?? '', p.port ?? '', p.path ?? '', p.parameter ?? '', p.element ?? ''].join('\u0000'));
