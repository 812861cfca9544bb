import { Link } from '@tanstack/react-router';
import type { mlps } from '../../modules/mlps/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';

export type ObjectRow = Reply<typeof mlps.objects>['items'][number];
export type MlpsObject = Reply<typeof mlps.object>;
export type Item = Reply<typeof mlps.items>['items'][number];
export type Due = ObjectRow['dues'][number];

const tones: Record<ObjectRow['state'], Tone> = { grading: 'warn', expert_review: 'info', authority_review: 'info', filing: 'warn', rectifying: 'info', assessing: 'info', fixing: 'warn', retesting: 'info', running: 'good', cancelled: 'grey' };
export function ObjectState({ state }: { state: ObjectRow['state'] }) {
  const t = useLabels('mlps');
  return <Mark tone={tones[state]}>{t(`state_${state}`)}</Mark>;
}
const itemTones: Record<Item['state'], Tone> = { open: 'warn', reported: 'info', done: 'good', dropped: 'grey' };
export function ItemState({ state }: { state: Item['state'] }) {
  const t = useLabels('mlps');
  return <Mark tone={itemTones[state]}>{t(`item_${state}`)}</Mark>;
}
export function RiskMark({ risk }: { risk: Item['risk'] }) {
  const t = useLabels('mlps');
  return <Mark tone={risk === 'high' ? 'bad' : risk === 'medium' ? 'warn' : 'info'}>{t(`risk_${risk}`)}</Mark>;
}
/** The level, and what makes it doubtful. */
export function LevelText({ o }: { o: Pick<ObjectRow, 'level' | 'mark' | 'doubtful' | 'suggested_level'> }) {
  const t = useLabels('mlps');
  if (o.level === null) return <span className="muted">{t('no_level')}</span>;
  return <>{t('level_n', { n: o.level })} <span className="muted small">{o.mark}</span>{o.doubtful && o.suggested_level !== null && <div className="gap small"><Icon name="warn" size={14} />{t('doubtful', { n: o.suggested_level })}</div>}</>;
}
export function HowFar({ due }: { due: Pick<Due, 'days' | 'overdue'> }) {
  const t = useLabels('mlps');
  if (due.overdue) return <span className="gap"><Icon name="warn" size={16} />{t('overdue_n', { n: -due.days })}</span>;
  return <span className={due.days <= 30 ? 'tone-warn small' : 'muted small'}>{due.days === 0 ? t('today_due') : t('left_n', { n: due.days })}</span>;
}
export function DueLine({ due }: { due: Due }) {
  const t = useLabels('mlps');
  return <>{t(`due_${due.kind}`)} <span className="nowrap">{due.due_on}</span> <HowFar due={due} /></>;
}
export const ObjectLink = ({ id, name }: { id: string; name: string }) => <Link to="/mlps/$id" params={{ id }} className="strong-link">{name}</Link>;
