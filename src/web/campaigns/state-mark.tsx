import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import type { AssignmentRow, AssignmentState, Campaign } from './campaign-data.ts';

const tones: Record<AssignmentState, Tone> = { to_sign: 'warn', doing: 'info', to_sign_off: 'info', to_review: 'info', done: 'good', returned: 'bad', withdrawn: 'grey' };

export function StateMark({ state }: { state: AssignmentState }) {
  const t = useLabels('campaigns');
  return <Mark tone={tones[state]}>{t(`state_${state}`)}</Mark>;
}

export function CampaignMark({ state }: { state: Campaign['state'] }) {
  const t = useLabels('campaigns');
  return <Mark tone={state === 'published' ? 'info' : state === 'closed' ? 'grey' : 'warn'}>{t(`campaign_${state}`)}</Mark>;
}

/** The due date with what matters about it: how many days are left, or that it has passed. */
export function Due({ row }: { row: Pick<AssignmentRow, 'due_on' | 'overdue' | 'days_left' | 'state' | 'late_days' | 'urged_due_on'> }) {
  const t = useLabels('campaigns');
  if (!row.due_on) return <span className="muted">{t('no_due')}</span>;
  const left = row.days_left ?? 0;
  // handed in: the unit owes nothing now, but that it came late stays to be seen
  const over = row.state === 'done' || row.state === 'withdrawn' || (left < 0 && !row.overdue);
  return (
    <span className="due">{row.due_on}{' '}
      {!over && (row.overdue ? <span className="gap"><Icon name="warn" size={14} />{t('overdue_days', { n: Math.abs(left) })}</span>
        : left === 0 ? <span className="soon"><Icon name="clock" size={14} />{t('due_today')}</span>
          : <span className={left <= 3 ? 'soon' : 'muted'}>{left <= 3 && <Icon name="clock" size={14} />}{t('days_left', { n: left })}</span>)}
      {row.late_days !== null && row.late_days > 0 && <Mark tone="warn">{t('handed_in_late', { n: row.late_days })}</Mark>}
      {row.urged_due_on && <Mark tone="warn">{t('urged_until', { date: row.urged_due_on })}</Mark>}
    </span>
  );
}
