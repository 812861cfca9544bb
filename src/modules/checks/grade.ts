import type { grades, severities } from './contract.ts';

type Severity = (typeof severities)[number];
const points: Record<Severity, number> = { critical: 40, high: 20, medium: 8, low: 2, info: 0 };
const names: Record<Severity, string> = { critical: '超危', high: '高危', medium: '中危', low: '低危', info: '提示' };
const bands: readonly (readonly [number, (typeof grades)[number]])[] = [[90, 'A'], [80, 'B'], [70, 'C'], [60, 'D'], [0, 'E']];

/**
 * A grade from what fails now: 100 points less 40, 20, 8, 2 for each check that fails as 超危, 高危, 中危, 低危 (many places of one check count once),
 * half of that where it only warns. One 超危 makes it E, one 高危 at best C. A system that could not be looked at has no grade.
 */
export function gradeOf(findings: readonly { check_id: string; verdict: 'fail' | 'warn'; severity: Severity }[], tested: number): { grade: (typeof grades)[number] | ''; reasons: string[] } {
  if (tested === 0) return { grade: '', reasons: ['没有一项检测得到结果'] };
  const worst = new Map<string, { verdict: 'fail' | 'warn'; severity: Severity }>();
  for (const f of findings) {
    const known = worst.get(f.check_id);
    if (!known || weight(f) > weight(known)) worst.set(f.check_id, f);
  }
  const list = [...worst.values()];
  const score = Math.max(0, 100 - list.reduce((n, f) => n + weight(f), 0));
  const failing = (s: Severity): number => list.filter((f) => f.verdict === 'fail' && f.severity === s).length;
  const band = bands.find(([least]) => score >= least)![1];
  const grade = failing('critical') ? 'E' : failing('high') && (band === 'A' || band === 'B') ? 'C' : band;
  const reasons = [`得分 ${score}`, ...(['critical', 'high', 'medium', 'low'] as const).filter((s) => failing(s)).map((s) => `${names[s]} ${failing(s)} 项`)];
  const warned = list.filter((f) => f.verdict === 'warn').length;
  if (warned) reasons.push(`提醒 ${warned} 项`);
  if (failing('critical')) reasons.push('有超危项，定为 E');
  else if (grade !== band) reasons.push('有高危项，最高为 C');
  return { grade, reasons };
}
const weight = (f: { verdict: 'fail' | 'warn'; severity: Severity }): number => points[f.severity] * (f.verdict === 'fail' ? 1 : 0.5);
