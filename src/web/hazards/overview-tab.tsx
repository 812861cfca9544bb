import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { hazards } from '../../modules/hazards/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Bar, Figure } from '../ui/numbers.tsx';
import { Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import type { HazardFilters } from '../filters.ts';
import { SeverityMark } from './marks.tsx';

type Figures = Reply<typeof hazards.figures>;
const route = getRouteApi('/shell/hazards');
const rows = (search: HazardFilters) => (inside: ReactNode) => <Link to="/hazards" search={{ tab: 'list', ...search }} className="figure">{inside}</Link>;

const weekEnd = (week: string): string => new Date(Date.parse(week) + 6 * 86_400_000).toISOString().slice(0, 10);
function Trend({ weeks, unitId }: { weeks: Figures['trend']; unitId: string | undefined }) {
  const t = useLabels('hazards');
  const most = Math.max(1, ...weeks.flatMap((w) => [w.found, w.cleared]));
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('trend')}>
      <table className="table trend"><caption className="visually-hidden">{t('trend')}</caption>
        <thead><tr><th scope="col">{t('week')}</th><th scope="col">{t('week_found')}</th><th scope="col">{t('week_cleared')}</th></tr></thead>
        <tbody>{weeks.map((w) => <tr key={w.week}><th scope="row">{w.week}</th>{([['found', w.found], ['cleared', w.cleared]] as const).map(([k, n]) => <td key={k}><span className={`trend-bar trend-${k}`} style={{ width: `${(n / most) * 70}%` }} aria-hidden /> {n > 0 ? <Link to="/hazards" search={{ tab: 'list', open: 'all', sort: 'newest', ...(unitId && { unit_id: unitId }), ...(k === 'found' ? { found_from: w.week, found_to: weekEnd(w.week) } : { cleared_from: w.week, cleared_to: weekEnd(w.week) }) }} aria-label={`${w.week} ${t(`week_${k}`)} ${n}`}>{n}</Link> : n}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

const percent = (n: number | null): string => (n === null ? '—' : `${n}%`);
/** Shares, each with the rows that it counts. */
function Rates({ f, unit }: { f: Figures; unit: HazardFilters }) {
  const t = useLabels('hazards');
  const to = (search: HazardFilters, n: number) => <Link to="/hazards" search={{ tab: 'list', open: 'all', ...unit, ...search }}>{n}</Link>;
  return (
    <dl className="facts rates">
      <div><dt>{t('clear_rate')}</dt><dd><strong>{percent(f.clear_rate)}</strong> <span className="small">{t('cleared_n')} {to({ state: 'cleared' }, f.cleared)} / {t('to_repair')} {f.total - f.dismissed}{f.dismissed > 0 && <>（{t('state_dismissed')} {to({ state: 'dismissed' }, f.dismissed)}）</>}</span></dd></div>
      <div><dt>{t('repair_rate')}</dt><dd><strong>{percent(f.repair_rate)}</strong> <span className="small">{t('state_reported')} {to({ state: 'reported' }, f.by_state.find((s) => s.state === 'reported')!.n)} · {t('state_retesting')} {to({ state: 'retesting' }, f.by_state.find((s) => s.state === 'retesting')!.n)} · {t('cleared_n')} {f.cleared}</span></dd></div>
      <div><dt>{t('feedback_rate')}</dt><dd><strong>{percent(f.feedback_rate)}</strong> <span className="small">{t('answered_n')} {to({ answered: 'true' }, f.answered)} / {t('told_n')} {to({ told: 'true' }, f.told)} · {t('unanswered_n')} {to({ answered: 'false' }, f.told - f.answered)}</span></dd></div>
      <div><dt>{t('mean_days')}</dt><dd><strong>{f.mean_days ?? '—'}</strong></dd></div>
      <div><dt>{t('recurrence_rate')}</dt><dd><strong>{percent(f.recurrence_rate)}</strong> <span className="small">{t('again_n')} {to({ reopened: 'true' }, f.again)}</span></dd></div>
    </dl>
  );
}

/** 隐患清除率 of a stretch of days, such as a campaign. */
function Window({ unitId }: { unitId: string | undefined }) {
  const t = useLabels('hazards');
  const [from, setFrom] = useState(`${today().slice(0, 4)}-01-01`);
  const [to, setTo] = useState(today());
  const w = useQuery({ ...query(hazards.window, { query: { from, to, ...(unitId && { unit_id: unitId }) } }), enabled: Boolean(from && to) });
  const unit = unitId ? { unit_id: unitId } : {};
  return (
    <Panel title={t('window')}>
      <div className="toolbar"><label className="field-label" htmlFor="window-from">{t('from')}</label><DateField id="window-from" value={from} onChange={(d) => setFrom(d ?? '')} /><label className="field-label" htmlFor="window-to">{t('to')}</label><DateField id="window-to" value={to} onChange={(d) => setTo(d ?? '')} /></div>
      <Loaded query={w} rows={1}>{(d) => <p role="status">{t('window_rate')} <strong>{percent(d.clear_rate)}</strong>：{t('window_found')} <Link to="/hazards" search={{ tab: 'list', open: 'all', ...unit, found_from: from, found_to: to }}>{d.found}</Link>，{t('window_cleared')} <Link to="/hazards" search={{ tab: 'list', open: 'all', ...unit, found_from: from, found_to: to, state: 'cleared' }}>{d.found_cleared}</Link>{d.found_dismissed > 0 && <>，{t('state_dismissed')} <Link to="/hazards" search={{ tab: 'list', open: 'all', ...unit, found_from: from, found_to: to, state: 'dismissed' }}>{d.found_dismissed}</Link></>}。</p>}</Loaded>
    </Panel>
  );
}

/** One honest page, of everything or of one unit: every number leads to its rows. */
export function OverviewTab() {
  const t = useLabels('hazards');
  const { unit_id: unitId } = route.useSearch();
  const unit: HazardFilters = unitId ? { unit_id: unitId } : {};
  const figures = useQuery(query(hazards.figures, { query: unitId ? { unit_id: unitId } : {} }));
  const columns: Column<Figures['units'][number]>[] = [
    { key: 'unit', title: t('unit'), card: 'title', render: (u) => <Link to="/hazards" search={{ tab: 'overview', unit_id: u.unit_id }} className="strong-link">{u.unit_name}</Link> },
    { key: 'done', title: t('progress'), width: 240, render: (u) => <><Bar done={u.cleared} total={u.total} label={u.unit_name} /><Link to="/hazards" search={{ tab: 'list', unit_id: u.unit_id, open: 'all' }} className="small">{t('unit_progress', { cleared: u.cleared, total: u.total })}</Link></> },
    { key: 'open', title: t('open_n'), align: 'right', render: (u) => <Link to="/hazards" search={{ tab: 'list', unit_id: u.unit_id, open: 'true' }}>{u.open}</Link> },
    ...(['critical', 'high'] as const).map((severity) => ({ key: severity, title: t(`severity_${severity}`), align: 'right' as const, render: (u: Figures['units'][number]) => u[severity] > 0 ? <Link to="/hazards" search={{ tab: 'list', unit_id: u.unit_id, severity, open: 'true' }}>{u[severity]}</Link> : 0 })),
    { key: 'overdue', title: t('overdue'), align: 'right', render: (u) => u.overdue > 0 ? <Link to="/hazards" search={{ tab: 'list', unit_id: u.unit_id, overdue: 'true' }} className="tone-bad">{u.overdue}</Link> : 0 },
  ];
  return (
    <Loaded query={figures}>{(f) => <>
      {unitId && <p><strong>{f.units[0]?.unit_name}</strong> · <Link to="/hazards" search={{ tab: 'overview' }} className="strong-link">{t('all_units')}</Link></p>}
      {f.protects && <p className="gap"><Icon name="warn" size={16} />{t('protects_now')}</p>}
      {f.total === 0 ? <Nothing text={t('none_yet')} hint={t('no_hazards_hint')} /> : <>
      <div className="figures">
        <Figure value={f.open} name={t('open_n')} link={rows({ ...unit, open: 'true' })} />
        <Figure value={f.overdue} name={t('overdue')} tone="bad" link={rows({ ...unit, overdue: 'true' })} />
        <Figure value={f.to_verify} name={t('to_verify_n')} tone="warn" link={rows({ ...unit, state: 'to_verify' })} />
        {f.unowned > 0 && <Figure value={f.unowned} name={t('unowned_n')} tone="bad" link={rows({ owned: 'false', open: 'true' })} />}
        <Figure value={f.reopened} name={t('reopened_open')} tone="warn" link={rows({ ...unit, reopened: 'true', open: 'true' })} />
        <Figure value={f.cleared} name={t('cleared_n')} link={rows({ ...unit, state: 'cleared' })} />
      </div>
      <Panel title={t('rates')} extra={<span className="row-actions"><a className="button-link plain" href={addressOf(hazards.one_page, {})} download><Icon name="download" size={16} />{t('one_page')}</a><Button onClick={() => window.print()}>{t('print')}</Button></span>}>
        <Bar done={f.cleared} total={f.total - f.dismissed} label={t('clear_rate')} />
        <Rates f={f} unit={unit} />
        <p className="muted small">{t('rates_note')}</p>
        <dl className="facts">{f.by_severity.map((s) => <div key={s.severity}><dt><SeverityMark severity={s.severity} /></dt><dd><Link to="/hazards" search={{ tab: 'list', ...unit, severity: s.severity, open: 'true' }}>{t('open_of', { n: s.open })}</Link> · <Link to="/hazards" search={{ tab: 'list', ...unit, severity: s.severity, state: 'cleared' }}>{t('cleared_of', { n: s.cleared })}</Link></dd></div>)}</dl>
      </Panel>
      {!unitId && <Panel title={t('by_unit')}><DataTable caption={t('by_unit')} columns={columns} rows={f.units} rowKey={(u) => u.unit_id} empty={null} /></Panel>}
      <Panel title={t('trend')}><Trend weeks={f.trend} unitId={unitId} /></Panel>
      <Window unitId={unitId} />
      </>}
    </>}</Loaded>
  );
}
