import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { checks, runStates } from '../../modules/checks/contract.ts';
import { query } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { instantText } from '../ui/time-text.ts';
import { Grade, RunState, type RunRow } from './marks.tsx';

const route = getRouteApi('/shell/checks');
export const isBusy = (r: Pick<RunRow, 'state'>): boolean => ['waiting', 'running', 'stopping'].includes(r.state);
export function RunsTable({ rows, empty }: { rows: readonly RunRow[]; empty: React.ReactNode }) {
  const t = useLabels('checks');
  const columns: Column<RunRow>[] = [
    { key: 'system', title: t('system'), card: 'title', render: (r) => <Link to="/checks/runs/$id" params={{ id: r.id }} className="strong-link">{r.system_name}</Link> },
    { key: 'profile', title: t('profile'), width: 120, render: (r) => wordFor('checks', `profile_${r.profile}`, r.profile) },
    { key: 'state', title: t('state'), width: 160, render: (r) => <><RunState state={r.state} />{r.state === 'running' && r.total > 0 && <span className="muted small"> {r.done}/{r.total}</span>}</> },
    { key: 'result', title: t('result'), width: 150, render: (r) => r.finished_at && <>{r.grade && <Grade grade={r.grade} />} {r.counts['fail'] ? `${wordFor('checks', 'verdict_fail', '')} ${r.counts['fail']}` : ''}</> },
    { key: 'requests', title: t('requests'), width: 100, align: 'right', render: (r) => r.requests },
    { key: 'by', title: t('asked_by'), width: 110, render: (r) => r.asked_by_name },
    { key: 'at', title: t('created_at'), width: 150, render: (r) => instantText(r.created_at) },
  ];
  return <DataTable caption={t('tab_runs')} columns={columns} rows={rows} rowKey={(r) => r.id} empty={empty} />;
}
export function RunsTab() {
  const t = useLabels('checks');
  const s = route.useSearch();
  const navigate = useNavigate({ from: '/checks' });
  const list = useQuery({ ...query(checks.runs, { query: { q: s.q, system_id: s.system_id, state: s.run, page: s.page ?? 1 } }), placeholderData: keepPreviousData, refetchInterval: (q) => (q.state.data?.items.some(isBusy) ? 2000 : false) });
  const set = (change: Partial<typeof s>): void => { void navigate({ search: (o) => ({ ...o, tab: 'runs' as const, ...change, page: undefined }) }); };
  return <>
    <div className="toolbar">
      <SearchField label={t('search')} value={s.q} onSearch={(q) => set({ q })} />
      <Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={s.run} onChange={(run) => set({ run })} options={runStates.map((k) => ({ value: k, label: t(`run_state_${k}`) }))} />
    </div>
    <Loaded query={list}>{(d) => <>
      <RunsTable rows={d.items} empty={<Nothing text={t('no_runs')} hint={t('no_runs_hint')} />} />
      {d.total > 0 && <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (o) => ({ ...o, page: p }) })} />}
    </>}</Loaded>
  </>;
}
