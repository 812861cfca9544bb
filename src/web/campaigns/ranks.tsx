import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Bar } from '../ui/numbers.tsx';

type Ranking = Reply<typeof campaigns.ranking>[number];

/** Units by how much they have done. `ends`: only so many from either end, the rest one press away. */
export function Ranks({ id, ends }: { id: string; ends?: number }) {
  const t = useLabels('campaigns');
  const ranking = useQuery(query(campaigns.ranking, { params: { id } }));
  const columns: Column<Ranking>[] = [
    { key: 'rank', title: t('rank'), width: 70, render: (r) => r.rank },
    { key: 'unit', title: t('unit'), card: 'title', render: (r) => <Link to="/assignments" search={{ campaign_id: id, unit_id: r.unit_id }} className="strong-link">{r.unit_name}</Link> },
    { key: 'rate', title: t('rate'), width: 240, render: (r) => <Bar done={Math.round(r.rate * 1000)} total={1000} label={t('progress_of', { name: r.unit_name })} /> },
    { key: 'done', title: t('done_total'), width: 110, align: 'right', render: (r) => `${r.counts.done} / ${r.counts.total}` },
    { key: 'overdue', title: t('overdue'), width: 90, align: 'right', render: (r) => r.counts.overdue > 0 ? <Link className="gap" to="/assignments" search={{ campaign_id: id, unit_id: r.unit_id, overdue: 'true' }}>{r.counts.overdue}</Link> : 0 },
  ];
  return <Loaded query={ranking}>{(rows) => {
    const short = ends !== undefined && rows.length > 2 * ends;
    return <>
      <DataTable caption={t('ranking')} columns={columns} rows={short ? [...rows.slice(0, ends), ...rows.slice(-ends)] : rows} rowKey={(r) => r.unit_id} empty={<Nothing text={t('no_ranking')} />} />
      {short && <p><Link to="/campaigns/$id" params={{ id }}>{t('ranking_all', { n: rows.length })}</Link></p>}
    </>;
  }}</Loaded>;
}
