import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { hazards } from '../../modules/hazards/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Bar, Figure } from '../ui/numbers.tsx';
import { Panel } from '../ui/page.tsx';
import type { Campaign } from './campaign-data.ts';
import { Ranks } from './ranks.tsx';

/** What a leader asks first: how the hazards stand, and which units are ahead and behind. */
export function LeaderView({ list }: { list: Campaign[] }) {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  const figures = useQuery(query(hazards.figures, {})).data;
  const running = list.filter((c) => c.state === 'published');
  return (
    <>
      {figures && figures.total > 0 && (
        <Panel title={shell('hazards')} extra={<Link to="/hazards" search={{ tab: 'overview' }}>{t('see_more')}</Link>}>
          <Bar done={figures.cleared} total={figures.total} label={t('hazards_cleared')} />
          <nav className="figures" aria-label={shell('hazards')}>
            <Figure value={figures.open} name={t('hazards_open')} link={(inside) => <Link to="/hazards" search={{ tab: 'list', open: 'true' }} className="figure">{inside}</Link>} />
            <Figure value={figures.overdue} name={t('overdue')} tone="bad" link={(inside) => <Link to="/hazards" search={{ tab: 'list', overdue: 'true' }} className="figure">{inside}</Link>} />
            <Figure value={figures.cleared} name={t('hazards_cleared')} link={(inside) => <Link to="/hazards" search={{ tab: 'list', state: 'cleared' }} className="figure">{inside}</Link>} />
          </nav>
        </Panel>
      )}
      {running.slice(0, 3).map((c) => <Panel key={c.id} title={t('ranking_of', { name: c.title })}><Ranks id={c.id} ends={5} /></Panel>)}
    </>
  );
}
