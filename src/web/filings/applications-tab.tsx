import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { applicationKinds, applications, applicationStates, filings } from '../../modules/filings/contract.ts';
import { addressOf, query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Figure } from '../ui/numbers.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { dayText } from '../ui/time-text.ts';
import { ApplicationState, type ApplicationRow } from './marks.tsx';
import { NewApplication } from './new-application.tsx';

const route = getRouteApi('/shell/filings');
/** The desk: what waits for whom, the open ones first. */
export function ApplicationsTab() {
  const t = useLabels('filings');
  const writes = useMay('filing.write');
  const manages = useMay('filing.manage');
  const approves = useMay('filing.approve');
  const s = route.useSearch();
  const navigate = useNavigate({ from: '/filings' });
  const [adding, setAdding] = useState(false);
  const page = s.page ?? 1;
  const filter = { q: s.q, unit_id: s.unit_id, kind: s.app_kind, state: s.app_state, open: s.open };
  const figures = useQuery(query(filings.figures, {}));
  const list = useQuery({ ...query(applications.list, { query: { ...filter, page } }), placeholderData: keepPreviousData });
  const set = (change: Partial<typeof s>): void => { void navigate({ search: (o) => ({ ...o, tab: 'applications', ...change, page: undefined }) }); };
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('new_application')}</Button>;
  const rows = (state: ApplicationRow['state'] | undefined) => (inside: React.ReactNode) => <Link to="/filings" search={{ tab: 'applications', app_state: state }} className="figure">{inside}</Link>;
  const columns: Column<ApplicationRow>[] = [
    { key: 'system', title: t('system'), card: 'title', render: (a) => <><Link to="/filings/applications/$id" params={{ id: a.id }} className="strong-link">{a.system_name}</Link> <Mark tone={a.kind === 'go_live' ? 'info' : a.kind === 'retire' ? 'grey' : 'plain'}>{t(`kind_${a.kind}`)}</Mark><div className="muted small">{a.number}{!a.internet && a.kind === 'go_live' && ` · ${t('campus_only')}`}</div></> },
    { key: 'state', title: t('state'), width: 100, render: (a) => <ApplicationState state={a.state} /> },
    { key: 'unit', title: t('unit'), width: 170, render: (a) => a.unit_name },
    { key: 'planned', title: t('planned_on'), width: 120, render: (a) => a.planned_on },
    { key: 'submitted', title: t('submitted_at'), width: 120, render: (a) => dayText(a.submitted_at) },
    { key: 'decided', title: t('decided'), width: 170, render: (a) => a.decided_at && `${dayText(a.decided_at)} ${a.decided_by_name ?? ''}` },
  ];
  return <>
    {figures.data && (manages || approves || writes) && <div className="figures">
      {manages && <><Figure value={figures.data.applied} name={t('app_state_applied')} tone="warn" link={rows('applied')} /><Figure value={figures.data.testing} name={t('app_state_testing')} link={rows('testing')} /></>}
      {(manages || approves) && <Figure value={figures.data.to_approve} name={t('app_state_to_approve')} tone="warn" link={rows('to_approve')} />}
      <Figure value={figures.data.returned} name={t('app_state_returned')} tone={manages ? undefined : 'bad'} link={rows('returned')} />
    </div>}
    <div className="toolbar">
      <SearchField label={t('search')} value={s.q} onSearch={(q) => set({ q })} />
      <Select aria-label={t('what_for')} className="filter" allowClear placeholder={t('all_kinds')} value={s.app_kind} onChange={(app_kind) => set({ app_kind })} options={applicationKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} />
      <Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={s.app_state} onChange={(app_state) => set({ app_state })} options={applicationStates.map((k) => ({ value: k, label: t(`app_state_${k}`) }))} />
      {manages && <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={s.unit_id ?? null} onChange={(u) => set({ unit_id: u ?? undefined })} /></div>}
      {add}
      <a className="button-link plain" href={addressOf(applications.export, { query: filter })} download><Icon name="download" size={16} />{t('export')}</a>
    </div>
    <Loaded query={list}>{(d) => <>
      <DataTable caption={t('applications')} columns={columns} rows={d.items} rowKey={(a) => a.id} empty={<Nothing text={t('no_applications')} hint={writes ? t('no_applications_hint') : ''} action={add} />} />
      {d.total > 0 && <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (o) => ({ ...o, page: p }) })} />}
    </>}</Loaded>
    {adding && <NewApplication onClose={() => setAdding(false)} />}
  </>;
}
