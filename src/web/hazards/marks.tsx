import type { Reply } from '../api.ts';
import type { hazards } from '../../modules/hazards/contract.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { today } from '../ui/time-text.ts';

export type HazardRow = Reply<typeof hazards.list>['items'][number];
const severityTones: Record<string, Tone> = { critical: 'bad', high: 'bad', medium: 'warn', low: 'info' };
const stateTones: Record<string, Tone> = { to_verify: 'warn', confirmed: 'info', notified: 'info', signed: 'info', fixing: 'info', reported: 'warn', retesting: 'warn', absent: 'warn', to_approve: 'warn', dismissed: 'grey', shut: 'bad', cleared: 'good' };
export const SeverityMark = ({ severity }: { severity: string }) => <Mark tone={severityTones[severity] ?? 'plain'}>{wordFor('hazards', `severity_${severity}`, severity)}</Mark>;
export const StateMark = ({ state }: { state: string }) => <Mark tone={stateTones[state] ?? 'plain'}>{wordFor('hazards', `state_${state}`, state)}</Mark>;
/** Where it is, as people write it. */
export const whereText = (h: Pick<HazardRow, 'host' | 'ip' | 'port' | 'path' | 'parameter'>): string => `${h.host || h.ip || ''}${h.ip && h.host && h.ip !== h.host ? `（${h.ip}）` : ''}${h.port ? `:${h.port}` : ''}${h.path ?? ''}${h.parameter ? ` [${h.parameter}]` : ''}`;

/** The due date, and how far it is. */
export function Due({ h }: { h: Pick<HazardRow, 'due_on' | 'overdue' | 'state'> }) {
  const t = useLabels('hazards');
  if (!h.due_on) return <span className="muted">{t('no_due')}</span>;
  const days = Math.round((Date.parse(h.due_on) - Date.parse(today())) / 86_400_000);
  const closed = h.state === 'cleared' || h.state === 'dismissed';
  return <>{h.due_on} {h.overdue ? <span className="gap"><Icon name="warn" size={16} />{t('overdue_n', { n: -days })}</span> : !closed && days >= 0 && <span className="muted small">{days === 0 ? t('today_due') : t('left_n', { n: days })}</span>}</>;
}
