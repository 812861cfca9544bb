import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { CampaignBasis } from '../papers/campaign-basis.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Bar, Figure } from '../ui/numbers.tsx';
import { Panel } from '../ui/page.tsx';
import { daysBetween, today } from '../ui/time-text.ts';
import type { CampaignDetail } from './campaign-data.ts';
import { Gantt } from './gantt.tsx';

type Ranking = Reply<typeof campaigns.ranking>[number];

function Ranks({ id }: { id: string }) {
  const t = useLabels('campaigns');
  const ranking = useQuery(query(campaigns.ranking, { params: { id } }));
  const columns: Column<Ranking>[] = [
    { key: 'rank', title: t('rank'), width: 70, render: (r) => r.rank },
    { key: 'unit', title: t('unit'), card: 'title', render: (r) => <Link to="/assignments" search={{ campaign_id: id, unit_id: r.unit_id }} className="strong-link">{r.unit_name}</Link> },
    { key: 'rate', title: t('rate'), width: 240, render: (r) => <Bar done={Math.round(r.rate * 1000)} total={1000} label={t('progress_of', { name: r.unit_name })} /> },
    { key: 'done', title: t('done_total'), width: 110, align: 'right', render: (r) => `${r.counts.done} / ${r.counts.total}` },
    { key: 'overdue', title: t('overdue'), width: 90, align: 'right', render: (r) => r.counts.overdue > 0 ? <Link className="gap" to="/assignments" search={{ campaign_id: id, unit_id: r.unit_id, overdue: 'true' }}>{r.counts.overdue}</Link> : 0 },
  ];
  return <Loaded query={ranking}>{(rows) => <DataTable caption={t('ranking')} columns={columns} rows={rows} rowKey={(r) => r.unit_id} empty={<Nothing text={t('no_ranking')} />} />}</Loaded>;
}

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
