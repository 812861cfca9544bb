import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { filings } from '../../modules/filings/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { SystemState } from '../assets/systems-tab.tsx';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Figure } from '../ui/numbers.tsx';
import { FilingState } from './marks.tsx';

type Row = Reply<typeof filings.check>['rows'][number];
const route = getRouteApi('/shell/filings');
const grave: readonly Row['finding'][] = ['not_filed', 'expired', 'not_cancelled', 'change_late'];

/** 备案系统运行状态核查: what is filed beside what runs, every number with its rows. */
export function CheckTab() {
  const t = useLabels('filings');
  const manages = useMay('filing.manage');
  const { unit_id, finding } = route.useSearch();
  const navigate = useNavigate({ from: '/filings' });
  const check = useQuery(query(filings.check, { query: { unit_id } }));
  const columns: Column<Row>[] = [
    { key: 'system', title: t('system'), card: 'title', render: (r) => <><Link to="/filings/$id" params={{ id: r.filing_id }} className="strong-link">{r.system_name}</Link> <span className="muted small">{r.kind_name}</span></> },
    { key: 'finding', title: t('finding'), width: 200, render: (r) => <Mark tone={grave.includes(r.finding) ? 'bad' : 'warn'}>{t(`finding_${r.finding}`)}</Mark> },
    { key: 'running', title: t('system_state'), width: 100, render: (r) => <SystemState state={r.system_state} /> },
    { key: 'state', title: t('filing_state'), width: 110, render: (r) => <FilingState state={r.state} /> },
    { key: 'number', title: t('number'), width: 200, render: (r) => r.number },
    { key: 'due', title: t('due_on'), width: 150, render: (r) => r.due_on && <>{r.due_on} {r.overdue && <span className="tone-bad">{t('overdue')}</span>}</> },
    { key: 'unit', title: t('unit'), width: 150, render: (r) => r.unit_name },
  ];
  return <>
    <div className="toolbar">
      {manages && <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={unit_id ?? null} onChange={(u) => void navigate({ search: (s) => ({ ...s, tab: 'check', unit_id: u ?? undefined }) })} /></div>}
      <a className="button-link plain" href={addressOf(filings.export_check, { query: { unit_id, finding } })} download><Icon name="download" size={16} />{t('export_check')}</a>
    </div>
    <Loaded query={check}>{(d) => {
      const rows = finding ? d.rows.filter((r) => r.finding === finding) : d.rows;
      return <>
        <p className="muted">{t('checked', { on: d.on, systems: d.systems, filings: d.filings })}</p>
        <div className="figures">{d.counts.map((c) => <Figure key={c.finding} value={c.n} name={t(`finding_${c.finding}`)} tone={grave.includes(c.finding) ? 'bad' : 'warn'} link={(inside) => <Link to="/filings" search={{ tab: 'check', unit_id, finding: finding === c.finding ? undefined : c.finding }} aria-current={finding === c.finding ? 'true' : undefined} className="figure">{inside}</Link>} />)}</div>
        <DataTable caption={t('check')} columns={columns} rows={rows} rowKey={(r) => `${r.filing_id} ${r.finding}`} empty={<Nothing text={t('nothing_found')} hint={t('nothing_found_hint')} />} />
      </>;
    }}</Loaded>
  </>;
}
