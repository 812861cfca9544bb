import { Link } from '@tanstack/react-router';
import type { Reply } from '../api.ts';
import type { checks } from '../../modules/checks/contract.ts';
import { useLabels } from '../i18n.ts';
import { Mark, type Tone } from '../ui/mark.tsx';
import { instantText } from '../ui/time-text.ts';

type Retest = Reply<typeof checks.retests>['items'][number];
const tones: Record<Retest['state'], Tone> = { waiting: 'info', passed_once: 'warn', fixed: 'good', still: 'bad', unknown: 'warn', stopped: 'grey' };
export function RetestList({ list, withHazard = false }: { list: readonly Retest[]; withHazard?: boolean }) {
  const t = useLabels('checks');
  return (
    <ol className="timeline">{list.map((r) => (
      <li key={r.id}><div>{withHazard && <><Link to="/hazards/$id" params={{ id: r.hazard_id }} className="strong-link">{r.hazard_number}</Link> </>}{r.title} <Mark tone={tones[r.state]}>{t(`retest_state_${r.state}`)}</Mark> <span className="muted small">{instantText(r.finished_at ?? r.created_at)}{r.next_at && ` · ${t('next_at', { at: instantText(r.next_at) })}`}</span></div>{r.note && <div className="muted">{r.note}</div>}</li>
    ))}</ol>
  );
}
