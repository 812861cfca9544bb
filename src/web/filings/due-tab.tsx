import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { filings } from '../../modules/filings/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { FilingState } from './marks.tsx';
import { MonthGrid } from './month-grid.tsx';

type Due = Reply<typeof filings.due>['items'][number];
const route = getRouteApi('/shell/filings');
const spans = ['overdue', 'soon', 'later', 'before_online'] as const;
const spanOf = (d: Due): (typeof spans)[number] => (d.days_left === null ? 'before_online' : d.days_left < 0 ? 'overdue' : d.days_left <= 30 ? 'soon' : 'later');

/** What is due by when: a month to look at, the list beside it, and each unit's share. */
export function DueTab() {
  const t = useLabels('filings');
  const manages = useMay('filing.manage');
  const { unit_id } = route.useSearch();
  const navigate = useNavigate({ from: '/filings' });
  const [day, setDay] = useState<string>();
  const [span, setSpan] = useState<(typeof spans)[number]>();
  const due = useQuery(query(filings.due, { query: { unit_id } }));
  const columns: Column<Due>[] = [
    { key: 'system', title: t('system'), card: 'title', render: (d) => <><Link to="/filings/$id" params={{ id: d.id }} className="strong-link">{d.system_name}</Link> <span className="muted small">{d.kind_name}</span>{d.duty && <div className="muted small break">{d.duty}</div>}</> },
    { key: 'due', title: t('due_on'), width: 200, render: (d) => d.due_on === null ? t('before_online') : <>{d.due_on} {d.days_left! < 0 ? <span className="gap"><Icon name="warn" size={16} />{t('overdue_n', { n: -d.days_left! })}</span> : <span className="muted small">{d.days_left === 0 ? t('due_today') : t('left_n', { n: d.days_left! })}</span>}</> },
    { key: 'what', title: t('state'), width: 120, render: (d) => d.what === 'expiry' ? <Mark tone={d.days_left! < 0 ? 'bad' : 'warn'}>{t('due_expiry')}</Mark> : <FilingState state={d.state} /> },
    { key: 'unit', title: t('unit'), width: 170, render: (d) => d.unit_name },
  ];
  return <>
    <div className="toolbar">
      {manages && <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={unit_id ?? null} onChange={(u) => void navigate({ search: (s) => ({ ...s, unit_id: u ?? undefined }) })} /></div>}
      <a className="button-link plain" href={addressOf(filings.export_due, { query: { unit_id } })} download><Icon name="download" size={16} />{t('export')}</a>
    </div>
    <Loaded query={due}>{(d) => {
      const rows = d.items.filter((i) => (!day || i.due_on === day) && (!span || spanOf(i) === span));
      return <>
        <div className="figures">{spans.map((s) => <button key={s} type="button" className="figure" aria-pressed={span === s} onClick={() => { setDay(undefined); setSpan(span === s ? undefined : s); }}><span className={`figure-value ${s === 'overdue' && d.overdue > 0 ? 'tone-bad' : ''}`}>{d[s]}</span><span className="figure-name">{t(`span_${s}`)}</span></button>)}</div>
        <div className="two">
          <Panel title={t('month')}><MonthGrid items={d.items} chosen={day} onChoose={(one) => { setSpan(undefined); setDay(one); }} /></Panel>
          {manages && !unit_id && d.units.length > 0 && <Panel title={t('by_unit')}><ul className="plain-list lined">{d.units.slice(0, 12).map((u) => <li key={u.unit_id} className="line-item"><Link to="/filings" search={{ tab: 'due', unit_id: u.unit_id }} className="strong-link">{u.unit_name}</Link> <span className="small">{u.overdue > 0 && <span className="tone-bad">{t('overdue_count', { n: u.overdue })} </span>}{t('soon_count', { n: u.soon })} · {t('total_count', { n: u.total })}</span></li>)}</ul></Panel>}
        </div>
        {(day || span) && <p>{day ? t('of_day', { day }) : t(`span_${span!}`)} <button type="button" className="text-button" onClick={() => { setDay(undefined); setSpan(undefined); }}>{t('show_all')}</button></p>}
        <DataTable caption={t('due')} columns={columns} rows={rows} rowKey={(i) => `${i.id} ${i.what}`} rowClass={(i) => (i.due_on !== null && i.due_on < today() ? 'row-late' : undefined)} empty={<Nothing text={t('nothing_due')} hint={t('nothing_due_hint')} />} />
      </>;
    }}</Loaded>
  </>;
}
