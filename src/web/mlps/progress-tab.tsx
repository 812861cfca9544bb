import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { mlps } from '../../modules/mlps/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import type { MlpsFilters } from '../filters.ts';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Bar, Figure } from '../ui/numbers.tsx';
import { Panel } from '../ui/page.tsx';

type Unit = Reply<typeof mlps.progress>['units'][number];
const to = (search: MlpsFilters) => (inside: ReactNode) => <Link to="/mlps" search={search} className="figure">{inside}</Link>;

/** Each figure leads to its rows. */
export function ProgressTab() {
  const t = useLabels('mlps');
  const progress = useQuery(query(mlps.progress, {}));
  const n = (value: number, search: MlpsFilters, bad = false): ReactNode => value === 0 ? 0 : <Link to="/mlps" search={search} className={bad ? 'tone-bad' : 'strong-link'}>{value}</Link>;
  const columns: Column<Unit>[] = [
    { key: 'unit', title: t('unit'), card: 'title', render: (u) => <Link to="/mlps" search={{ tab: 'objects', unit_id: u.unit_id }} className="strong-link">{u.unit_name}</Link> },
    { key: 'graded', title: t('n_graded'), width: 180, render: (u) => <><Bar done={u.graded} total={u.systems} label={`${u.unit_name} ${t('n_graded')}`} /><span className="small">{u.graded} / {u.systems}{u.graded < u.systems && <> · {n(u.systems - u.graded, { tab: 'gaps', gap: 'ungraded', unit_id: u.unit_id }, true)} {t('ungraded')}</>}</span></> },
    { key: 'objects', title: t('n_objects'), align: 'right', render: (u) => n(u.objects, { tab: 'objects', unit_id: u.unit_id }) },
    { key: 'filed', title: t('n_filed'), align: 'right', render: (u) => <>{n(u.filed, { tab: 'objects', unit_id: u.unit_id, standing: 'filed' })} / {u.to_file}</> },
    { key: 'assessed', title: t('n_assessed'), align: 'right', render: (u) => <>{n(u.assessed, { tab: 'objects', unit_id: u.unit_id, standing: 'assessed' })} / {u.to_file}</> },
    { key: 'items', title: t('n_items'), align: 'right', render: (u) => u.items > 0 ? <Link to="/mlps" search={{ tab: 'items', unit_id: u.unit_id }}>{u.items_done} / {u.items}</Link> : 0 },
    { key: 'overdue', title: t('n_overdue'), align: 'right', render: (u) => n(u.overdue, { tab: 'objects', unit_id: u.unit_id, standing: 'overdue' }, true) },
  ];
  return (
    <Loaded query={progress}>{(p) => p.total.systems + p.total.objects === 0 ? <Nothing text={t('no_progress')} hint={t('no_progress_hint')} /> : <>
      <div className="figures">
        <Figure value={p.ungraded} name={t('ungraded')} tone="bad" link={to({ tab: 'gaps', gap: 'ungraded' })} />
        <Figure value={p.unlinked} name={t('unlinked')} tone="warn" link={to({ tab: 'gaps', gap: 'unlinked' })} />
        <Figure value={p.doubtful} name={t('doubtful_n')} tone="warn" link={to({ tab: 'gaps', gap: 'doubtful' })} />
        <Figure value={p.total.to_file - p.total.filed} name={t('standing_unfiled')} tone="bad" link={to({ tab: 'objects', standing: 'unfiled' })} />
        <Figure value={p.total.to_file - p.total.assessed} name={t('standing_unassessed')} tone="warn" link={to({ tab: 'objects', standing: 'unassessed' })} />
        <Figure value={p.total.overdue} name={t('standing_overdue')} tone="bad" link={to({ tab: 'objects', standing: 'overdue' })} />
      </div>
      <Panel title={t('by_unit')} extra={<a className="button-link plain" href={addressOf(mlps.export_progress, {})} download><Icon name="download" size={16} />{t('export')}</a>}>
        <DataTable caption={t('by_unit')} columns={columns} rows={p.units} rowKey={(u) => u.unit_id} empty={null} />
      </Panel>
    </>}</Loaded>
  );
}
