import type { Reply } from '../api.ts';
import type { checks } from '../../modules/checks/contract.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { Mark, type Tone } from '../ui/mark.tsx';

export type Authorisation = Reply<typeof checks.authorisation>;
export type AuthorisationRow = Reply<typeof checks.authorisations>['items'][number];
export type Run = Reply<typeof checks.run>;
export type RunRow = Reply<typeof checks.runs>['items'][number];
export type SystemRow = Reply<typeof checks.systems>['items'][number];
export type CheckedSystem = Reply<typeof checks.system>;
export type Finding = CheckedSystem['findings'][number];
export type Tamper = Reply<typeof checks.tampers>['items'][number];

const authorisationTones: Record<string, Tone> = { draft: 'grey', to_confirm: 'warn', to_approve: 'warn', valid: 'good', revoked: 'grey', withdrawn: 'grey' };
export function AuthorisationState({ a }: { a: Pick<AuthorisationRow, 'state' | 'in_force'> }) {
  const t = useLabels('checks');
  return <><Mark tone={authorisationTones[a.state] ?? 'plain'}>{t(`auth_state_${a.state}`)}</Mark>{a.state === 'valid' && !a.in_force && <> <Mark tone="warn">{t('not_in_force')}</Mark></>}</>;
}
const standingTones: Record<SystemRow['authorisation'], Tone> = { none: 'bad', pending: 'warn', valid: 'good', ending: 'warn', over: 'bad' };
export function AuthorisationStanding({ s }: { s: Pick<SystemRow, 'authorisation' | 'valid_until'> }) {
  const t = useLabels('checks');
  return <><Mark tone={standingTones[s.authorisation]}>{t(`auth_${s.authorisation}`)}</Mark>{s.valid_until && <div className="muted small">{t('until', { day: s.valid_until })}</div>}</>;
}
const gradeTones: Record<string, Tone> = { A: 'good', B: 'good', C: 'warn', D: 'warn', E: 'bad' };
export function Grade({ grade }: { grade: string }) {
  const t = useLabels('checks');
  return grade ? <Mark tone={gradeTones[grade] ?? 'plain'}>{grade}</Mark> : <span className="muted">{t('no_grade')}</span>;
}
const runTones: Record<string, Tone> = { waiting: 'grey', running: 'info', stopping: 'warn', done: 'good', stopped: 'grey', failed: 'bad' };
export function RunState({ state }: { state: RunRow['state'] }) {
  const t = useLabels('checks');
  return <Mark tone={runTones[state] ?? 'plain'}>{t(`run_state_${state}`)}</Mark>;
}
const verdictTones: Record<string, Tone> = { pass: 'good', fail: 'bad', warn: 'warn', info: 'info', not_applicable: 'grey', not_tested: 'warn', error: 'bad' };
export const Verdict = ({ verdict }: { verdict: string }) => <Mark tone={verdictTones[verdict] ?? 'plain'}>{wordFor('checks', `verdict_${verdict}`, verdict)}</Mark>;
const severityTones: Record<string, Tone> = { critical: 'bad', high: 'bad', medium: 'warn', low: 'info', info: 'grey' };
export const Severity = ({ severity }: { severity: string }) => <Mark tone={severityTones[severity] ?? 'plain'}>{wordFor('checks', `severity_${severity}`, severity)}</Mark>;
const patrolTones: Record<string, Tone> = { up: 'good', down: 'bad', unknown: 'grey' };
export const Available = ({ state }: { state: string }) => <Mark tone={patrolTones[state] ?? 'plain'}>{wordFor('checks', `state_${state}`, state)}</Mark>;
const tamperTones: Record<string, Tone> = { alarm: 'bad', approved: 'good', tampered: 'bad' };
export const TamperState = ({ state }: { state: string }) => <Mark tone={tamperTones[state] ?? 'plain'}>{wordFor('checks', `tamper_state_${state}`, state)}</Mark>;
/** Where it is, as people write it. */
export const placeText = (p: Finding['place']): string => [p.url ?? (p.ip ? `${p.ip}${p.port ? `:${p.port}` : ''}` : ''), p.path && p.path !== '/' && !p.url?.endsWith(p.path) ? p.path : '', p.element ?? ''].filter(Boolean).join(' ');

/** How many of each gravity stand open. */
export function Counts({ s }: { s: Pick<SystemRow, 'critical' | 'high' | 'medium' | 'low' | 'warn' | 'run_id'> }) {
  const t = useLabels('checks');
  const shown = (['critical', 'high', 'medium', 'low'] as const).filter((k) => s[k] > 0);
  if (shown.length === 0 && s.warn === 0) return <span className="muted">{s.run_id ? '0' : ''}</span>;
  return <>{shown.map((k) => <Mark key={k} tone={severityTones[k] ?? 'plain'}>{t(`severity_${k}`)} {s[k]}</Mark>)}{s.warn > 0 && <Mark tone="grey">{t('warn_n', { n: s.warn })}</Mark>}</>;
}
