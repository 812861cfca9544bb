import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { hazards } from '../../modules/hazards/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Bar, Figure } from '../ui/numbers.tsx';
import { Panel } from '../ui/page.tsx';
import type { HazardFilters } from '../filters.ts';
import { SeverityMark } from './marks.tsx';

type Figures = Reply<typeof hazards.figures>;
const rows = (search: HazardFilters) => (inside: ReactNode) => <Link to="/hazards" search={{ tab: 'list', ...search }} className="figure">{inside}</Link>;

function Trend({ weeks }: { weeks: Figures['trend'] }) {
  const t = useLabels('hazards');
  const most = Math.max(1, ...weeks.flatMap((w) => [w.found, w.cleared]));
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('trend')}>
      <table className="table trend"><caption className="visually-hidden">{t('trend')}</caption>
        <thead><tr><th scope="col">{t('week')}</th><th scope="col">{t('week_found')}</th><th scope="col">{t('week_cleared')}</th></tr></thead>
        <tbody>{weeks.map((w) => <tr key={w.week}><th scope="row">{w.week}</th>{([['found', w.found], ['cleared', w.cleared]] as const).map(([k, n]) => <td key={k}><span className={`trend-bar trend-${k}`} style={{ width: `${(n / most) * 70}%` }} aria-hidden /> {n}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

/** One honest page: every number leads to its rows. */
export function OverviewTab() {
  const t = useLabels('hazards');
  const figures = useQuery(query(hazards.figures, {}));
  const columns: Column<Figures['units'][number]>[] = [
    { key: 'unit', title: t('unit'), card: 'title', render: (u) => <Link to="/hazards" search={{ tab: 'list', unit_id: u.unit_id }} className="strong-link">{u.unit_name}</Link> },
    { key: 'done', title: t('progress'), width: 240, render: (u) => <><Bar done={u.cleared} total={u.total} label={u.unit_name} /><span className="small">{t('unit_progress', { cleared: u.cleared, total: u.total })}</span></> },
    { key: 'open', title: t('open_n'), align: 'right', render: (u) => <Link to="/hazards" search={{ tab: 'list', unit_id: u.unit_id, open: 'true' }}>{u.open}</Link> },
    { key: 'critical', title: t('severity_critical'), align: 'right', render: (u) => u.critical },
    { key: 'high', title: t('severity_high'), align: 'right', render: (u) => u.high },
    { key: 'overdue', title: t('overdue'), align: 'right', render: (u) => u.overdue > 0 ? <Link to="/hazards" search={{ tab: 'list', unit_id: u.unit_id, overdue: 'true' }} className="tone-bad">{u.overdue}</Link> : 0 },
  ];
  return (
    <Loaded query={figures}>{(f) => f.total === 0 ? <Nothing text={t('none_yet')} hint={t('no_hazards_hint')} /> : <>
      <div className="figures">
        <Figure value={f.open} name={t('open_n')} link={rows({ open: 'true' })} />
        <Figure value={f.overdue} name={t('overdue')} tone="bad" link={rows({ overdue: 'true' })} />
        <Figure value={f.to_verify} name={t('to_verify_n')} tone="warn" link={rows({ state: 'to_verify' })} />
        {f.unowned > 0 && <Figure value={f.unowned} name={t('unowned_n')} tone="bad" link={rows({ owned: 'false', open: 'true' })} />}
        <Figure value={f.reopened} name={t('reopened_open')} tone="warn" link={rows({ reopened: 'true', open: 'true' })} />
        <Figure value={f.cleared} name={t('cleared_n')} link={rows({ state: 'cleared' })} />
      </div>
      <Panel title={t('clear_rate')} extra={f.mean_days !== null && <span>{t('mean_days')} <strong>{f.mean_days}</strong></span>}>
        <Bar done={f.cleared} total={f.total} label={t('clear_rate')} />
        <dl className="facts">{f.by_severity.map((s) => <div key={s.severity}><dt><SeverityMark severity={s.severity} /></dt><dd><Link to="/hazards" search={{ tab: 'list', severity: s.severity, open: 'true' }}>{t('open_and_cleared', { open: s.open, cleared: s.cleared })}</Link></dd></div>)}</dl>
      </Panel>
      <Panel title={t('by_unit')}><DataTable caption={t('by_unit')} columns={columns} rows={f.units} rowKey={(u) => u.unit_id} empty={null} /></Panel>
      <Panel title={t('trend')}><Trend weeks={f.trend} /></Panel>
    </>}</Loaded>
  );
}
