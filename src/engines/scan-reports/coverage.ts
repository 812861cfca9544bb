import type { Scope } from './format.ts';
import type { Observation } from './observation.ts';

/** Of each host that it scanned Nessus writes one item about the scan itself. A report that was filtered, by level, plug-in or port, has lost it: then what it leaves out says nothing. */
const nessusScan = '19506';
const line = (text: string, name: string): string => new RegExp(`^\\s*${name}\\s*:\\s*(.*?)\\s*$`, 'im').exec(text)?.[1] ?? '';

/** What one item tells about the scan that made it. */
export function noteCoverage(scope: Scope, format: string, o: Observation): void {
  if (format !== 'nessus-xml' || o.ruleId !== nessusScan) return;
  scope.whole.add(o.host);
  if (scope.policy) return;
  const policy = line(o.evidence, 'Scan policy used');
  const how = (['Thorough tests', 'Paranoia level', 'Safe checks'] as const).flatMap((n) => { const v = line(o.evidence, n); return v ? [`${n.toLowerCase()} ${v}`] : []; });
  scope.policy = [policy, ...how].filter(Boolean).join('; ').slice(0, 300);
  scope.ports ||= line(o.evidence, 'Port range').slice(0, 500);
  if (/^no\b/i.test(line(o.evidence, 'Credentialed checks'))) scope.credentialed = false;
  else if (/^yes\b/i.test(line(o.evidence, 'Credentialed checks'))) scope.credentialed ??= true;
}

/** Words of a Greenbone filter that hide no result, apart from the levels and the least certainty, which the scope states. */
const harmless = new Set(['apply_overrides', 'min_qod', 'first', 'rows', 'sort', 'sort-reverse', 'levels', 'notes', 'overrides', 'result_hosts_only', 'timezone', 'ignore_pagination', 'details']);
/** Whether a report with this filter holds every result of its levels. */
export function holdsAll(filter: string): boolean {
  const words = filter.trim().split(/\s+/).map((w) => /^([a-z_-]+)=(.*)$/.exec(w));
  if (!filter.trim() || words.some((w) => !w || !harmless.has(w[1]!))) return false;
  const value = (name: string): string | undefined => words.find((w) => w![1] === name)?.[2];
  return (value('rows') ?? '') === '-1' && ['1', undefined].includes(value('first'));
}
