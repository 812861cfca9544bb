import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { checks, patrolStates } from '../../modules/checks/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Pager } from '../ui/pager.tsx';
import { Panel } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { MaintenancePanel } from './maintenance-panel.tsx';
import { OutagesTable, TargetsTable } from './patrol-tables.tsx';

const route = getRouteApi('/shell/checks');
/** Each address once a minute; what was down, when and why. */
export function PatrolTab() {
  const t = useLabels('checks');
  const s = route.useSearch();
  const navigate = useNavigate({ from: '/checks' });
  const targets = useQuery({ ...query(checks.patrol, { query: { q: s.q, state: s.patrol, page: s.page ?? 1 } }), placeholderData: keepPreviousData });
  const outages = useQuery({ ...query(checks.outages, { query: { q: s.q, ...(s.outage === 'open' && { open: 'true' as const }), ...(s.outage === 'unexplained' && { unexplained: 'true' as const }) } }), placeholderData: keepPreviousData });
  const set = (change: Partial<typeof s>): void => { void navigate({ search: (o) => ({ ...o, tab: 'patrol' as const, ...change, page: undefined }) }); };
  return <>
    <div className="toolbar">
      <SearchField label={t('search')} value={s.q} onSearch={(q) => set({ q })} />
      <Select aria-label={t('availability')} className="filter" allowClear placeholder={t('all_states')} value={s.patrol} onChange={(patrol) => set({ patrol })} options={patrolStates.map((k) => ({ value: k, label: t(`state_${k}`) }))} />
    </div>
    <Panel title={t('targets')}>
      <Loaded query={targets}>{(d) => (d.items.length === 0 ? <Nothing text={t('no_targets')} hint={t('no_targets_hint')} /> : <>
        <TargetsTable rows={d.items} withSystem />
        <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (o) => ({ ...o, page: p }) })} />
      </>)}</Loaded>
    </Panel>
    <Panel title={t('outages')} extra={<Select aria-label={t('outages')} className="filter" allowClear placeholder={t('all_outages')} value={s.outage} onChange={(outage) => set({ outage })} options={[{ value: 'open', label: t('only_open') }, { value: 'unexplained', label: t('only_unexplained') }]} />}>
      <Loaded query={outages}>{(d) => (d.items.length === 0 ? <Nothing text={t('no_outages')} /> : <OutagesTable rows={d.items} withSystem />)}</Loaded>
    </Panel>
    <MaintenancePanel />
  </>;
}
