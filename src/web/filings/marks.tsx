import type { applications, filings } from '../../modules/filings/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { daysBetween, today } from '../ui/time-text.ts';

export type Filing = Reply<typeof filings.get>;
export type FilingRow = Reply<typeof filings.list>['items'][number];
export type Application = Reply<typeof applications.get>;
export type ApplicationRow = Reply<typeof applications.list>['items'][number];
const filingTones: Record<FilingRow['state'], Tone> = { todo: 'warn', submitted: 'info', returned: 'bad', filed: 'good', change_due: 'warn', change_submitted: 'info', cancel_due: 'warn', cancel_submitted: 'info', cancelled: 'grey', void: 'grey' };
const applicationTones: Record<ApplicationRow['state'], Tone> = { draft: 'grey', applied: 'warn', testing: 'info', to_approve: 'warn', approved: 'good', returned: 'bad', withdrawn: 'grey' };
export function FilingState({ state }: { state: FilingRow['state'] }) {
  const t = useLabels('filings');
  return <Mark tone={filingTones[state]}>{t(`state_${state}`)}</Mark>;
}
export function ApplicationState({ state }: { state: ApplicationRow['state'] }) {
  const t = useLabels('filings');
  return <Mark tone={applicationTones[state]}>{t(`app_state_${state}`)}</Mark>;
}
/** The due date and how far it is; what comes before going online has none. */
export function Due({ f }: { f: Pick<FilingRow, 'due_on' | 'overdue' | 'state' | 'before_online'> }) {
  const t = useLabels('filings');
  if (!f.due_on) return f.state === 'todo' && f.before_online ? <>{t('before_online')}</> : null;
  const days = daysBetween(today(), f.due_on);
  return <>{f.due_on} {f.overdue ? <span className="gap"><Icon name="warn" size={16} />{t('overdue_n', { n: -days })}</span> : days >= 0 && <span className="muted small">{days === 0 ? t('due_today') : t('left_n', { n: days })}</span>}</>;
}
/** A number, with a word where it does not look like one. */
export function FilingNumber({ f }: { f: Pick<FilingRow, 'number' | 'number_odd'> }) {
  const t = useLabels('filings');
  if (!f.number) return null;
  return <><span className="break">{f.number}</span>{f.number_odd && <> <Mark tone="warn">{t('number_odd')}</Mark></>}</>;
}
