import { Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { CampaignBasis } from '../papers/campaign-basis.tsx';
import { Bar, Figure } from '../ui/numbers.tsx';
import { Panel } from '../ui/page.tsx';
import { daysBetween, today } from '../ui/time-text.ts';
import type { CampaignDetail } from './campaign-data.ts';
import { Gantt } from './gantt.tsx';
import { Ranks } from './ranks.tsx';

/** How far, how late, and who: every figure leads to its rows. */
export function Overview({ page }: { page: CampaignDetail }) {
  const t = useLabels('campaigns');
  const { campaign, phases } = page;
  const { counts, id } = campaign;
  const left = campaign.end_on ? daysBetween(today(), campaign.end_on) : null;
  return (
    <>
      <Panel title={t('progress')} extra={left !== null && campaign.state === 'published' && <span className={left < 0 ? 'gap' : 'muted'}>{left < 0 ? t('ended_ago', { n: -left }) : t('days_to_end', { n: left })}</span>}>
        <Bar done={counts.done} total={counts.total} label={t('progress_of', { name: campaign.title })} />
        <nav className="figures" aria-label={t('figures')}>
          <Figure value={counts.total} name={t('all_rows')} link={(inside) => <Link to="/assignments" search={{ campaign_id: id }} className="figure">{inside}</Link>} />
          <Figure value={counts.to_sign} name={t('state_to_sign')} tone="warn" link={(inside) => <Link to="/assignments" search={{ campaign_id: id, state: 'to_sign' }} className="figure">{inside}</Link>} />
          <Figure value={counts.doing} name={t('state_doing')} link={(inside) => <Link to="/assignments" search={{ campaign_id: id, state: 'doing' }} className="figure">{inside}</Link>} />
          {counts.to_sign_off > 0 && <Figure value={counts.to_sign_off} name={t('state_to_sign_off')} link={(inside) => <Link to="/assignments" search={{ campaign_id: id, state: 'to_sign_off' }} className="figure">{inside}</Link>} />}
          <Figure value={counts.to_review} name={t('state_to_review')} tone="warn" link={(inside) => <Link to="/assignments" search={{ campaign_id: id, state: 'to_review' }} className="figure">{inside}</Link>} />
          <Figure value={counts.returned} name={t('state_returned')} tone="bad" link={(inside) => <Link to="/assignments" search={{ campaign_id: id, state: 'returned' }} className="figure">{inside}</Link>} />
          <Figure value={counts.done} name={t('state_done')} link={(inside) => <Link to="/assignments" search={{ campaign_id: id, state: 'done' }} className="figure">{inside}</Link>} />
          <Figure value={counts.overdue} name={t('overdue')} tone="bad" link={(inside) => <Link to="/assignments" search={{ campaign_id: id, overdue: 'true' }} className="figure">{inside}</Link>} />
        </nav>
      </Panel>
      {phases.length > 0 && <Panel title={t('phases')}>
        <ul className="plain-list lined">{phases.map((p) => (
          <li key={p.id} className="campaign-line"><Link to="/assignments" search={{ campaign_id: id, phase_id: p.id }} className="strong-link">{p.title}</Link><Bar done={p.counts.done} total={p.counts.total} label={t('progress_of', { name: p.title })} /><span className="muted small">{p.start_on ?? '…'} — {p.end_on ?? '…'} · {t('done_of', { done: p.counts.done, total: p.counts.total })}</span></li>
        ))}</ul>
      </Panel>}
      <Gantt page={page} />
      <Panel title={t('ranking')}><Ranks id={id} /></Panel>
      <CampaignBasis id={id} />
    </>
  );
}
