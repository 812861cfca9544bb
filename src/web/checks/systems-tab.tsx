import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { checks, grades } from '../../modules/checks/contract.ts';
import { addressOf, query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { FilterFold } from '../ui/filter-fold.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Figure } from '../ui/numbers.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { instantText } from '../ui/time-text.ts';
import { AuthorisationStanding, Available, Counts, Grade, type SystemRow } from './marks.tsx';
import { StartRun } from './start-run.tsx';

const route = getRouteApi('/shell/checks');
const standings = ['none', 'pending', 'valid', 'ending', 'over'] as const;
/** Every system with its grade, the worst first; each figure leads to its rows. */
export function SystemsTab() {
  const t = useLabels('checks');
  const manages = useMay('check.manage');
  const s = route.useSearch();
  const navigate = useNavigate({ from: '/checks' });
  const [starting, setStarting] = useState(false);
  const page = s.page ?? 1;
  const filter = { q: s.q, unit_id: s.unit_id, grade: s.grade, authorisation: s.authorisation, down: s.down, tampered: s.tampered };
  const list = useQuery({ ...query(checks.systems, { query: { ...filter, page } }), placeholderData: keepPreviousData });
  const figures = useQuery(query(checks.figures, {}));
  const set = (change: Partial<typeof s>): void => { void navigate({ search: (o) => ({ ...o, tab: 'systems' as const, ...change, page: undefined }) }); };
  const rows = (search: Partial<typeof s>) => (inside: React.ReactNode) => <Link to="/checks" search={search} className="figure">{inside}</Link>;
  const columns: Column<SystemRow>[] = [
    { key: 'name', title: t('system'), width: 200, card: 'title', render: (r) => <Link to="/checks/systems/$id" params={{ id: r.id }} className="strong-link">{r.name}</Link> },
    { key: 'unit', title: t('unit'), width: 140, render: (r) => r.unit_name },
    { key: 'grade', title: t('grade'), width: 90, render: (r) => <Grade grade={r.grade} /> },
    { key: 'fails', title: t('fails'), width: 180, render: (r) => <Counts s={r} /> },
    { key: 'state', title: t('availability'), width: 150, render: (r) => <><Available state={r.availability} />{r.tampered > 0 && <Mark tone="bad">{t('tampered_n', { n: r.tampered })}</Mark>}</> },
    { key: 'authorisation', title: t('authorisation'), width: 130, render: (r) => <AuthorisationStanding s={r} /> },
    { key: 'checked', title: t('checked_at'), width: 150, render: (r) => instantText(r.checked_at) || <span className="muted">{t('never_checked')}</span> },
  ];
  return <>
    {figures.data && <div className="figures">
      {manages && <Figure value={figures.data.unauthorised} name={t('figure_unauthorised')} tone="warn" link={rows({ tab: 'systems', authorisation: 'none' })} />}
      <Figure value={figures.data.to_confirm} name={t('figure_to_confirm')} tone="warn" link={rows({ tab: 'authorisations', state: 'to_confirm' })} />
      <Figure value={figures.data.to_approve} name={t('figure_to_approve')} tone="warn" link={rows({ tab: 'authorisations', state: 'to_approve' })} />
      <Figure value={figures.data.fails} name={t('figure_fails')} tone="bad" link={(inside) => <Link to="/hazards" search={{ tab: 'list', source: 'check' }} className="figure">{inside}</Link>} />
      <Figure value={figures.data.down} name={t('figure_down')} tone="bad" link={rows({ tab: 'systems', down: 'true' })} />
      <Figure value={figures.data.tampered} name={t('figure_tampered')} tone="bad" link={rows({ tab: 'tampers', tamper: 'alarm' })} />
      <Figure value={figures.data.running} name={t('figure_running')} link={rows({ tab: 'runs' })} />
    </div>}
    {figures.data && <div className="toolbar">{grades.map((g) => <Link key={g} to="/checks" search={{ tab: 'systems', grade: s.grade === g ? undefined : g }} className="button-link plain">{t('grade_n', { g })}：{figures.data.grades[g] ?? 0}</Link>)}</div>}
    <div className="toolbar">
      <SearchField label={t('search')} value={s.q} onSearch={(q) => set({ q })} />
      <FilterFold active={Boolean(s.grade ?? s.authorisation ?? s.unit_id)}>
        <Select aria-label={t('grade')} className="filter" allowClear placeholder={t('all_grades')} value={s.grade} onChange={(grade) => set({ grade })} options={grades.map((g) => ({ value: g, label: t('grade_n', { g }) }))} />
        <Select aria-label={t('authorisation')} className="filter" allowClear placeholder={t('all_authorisations')} value={s.authorisation} onChange={(authorisation) => set({ authorisation })} options={standings.map((k) => ({ value: k, label: t(`auth_${k}`) }))} />
        {manages && <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={s.unit_id ?? null} onChange={(u) => set({ unit_id: u ?? undefined })} /></div>}
      </FilterFold>
      {manages && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setStarting(true)}>{t('start')}</Button>}
      {s.unit_id && <a className="button-link plain" href={addressOf(checks.unit_report, { params: { id: s.unit_id } })} download><Icon name="download" size={16} />{t('unit_report')}</a>}
      <a className="button-link plain" href={addressOf(checks.export_systems, { query: filter })} download><Icon name="download" size={16} />{t('export')}</a>
    </div>
    <Loaded query={list}>{(d) => <>
      <DataTable caption={t('tab_systems')} columns={columns} rows={d.items} rowKey={(r) => r.id} empty={<Nothing text={t('no_systems')} hint={t('no_systems_hint')} />} />
      {d.total > 0 && <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (o) => ({ ...o, page: p }) })} />}
    </>}</Loaded>
    <p className="muted small">{t('safety_hint')}</p>
    {starting && <StartRun onClose={() => setStarting(false)} />}
  </>;
}
