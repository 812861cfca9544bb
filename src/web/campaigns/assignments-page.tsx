import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { assignmentStates, campaigns } from '../../modules/campaigns/contract.ts';
import { addressOf, query } from '../api.ts';
import type { AssignmentFilters as Search } from '../filters.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { may, useMay, useMe } from '../session.ts';
import { FilterFold } from '../ui/filter-fold.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { BatchReview } from './batch-review.tsx';
import type { AssignmentRow, AssignmentState } from './campaign-data.ts';
import { Due, StateMark } from './state-mark.tsx';

const route = getRouteApi('/shell/assignments');
const size = 50;

function useRows({ page = 1, ...filters }: Search) {
  const list = useQuery(query(campaigns.assignments, { query: { ...filters, page, size } }));
  return { list, shown: list.data };
}

function Filters({ search, onChange }: { search: Search; onChange: (part: Partial<Search>) => void }) {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  const me = useMe();
  const list = useQuery({ ...query(campaigns.list), enabled: may(me, 'campaign.read') });
  const active = Object.keys(search).some((k) => k !== 'page' && search[k as keyof Search] !== undefined);
  return (
    <div className="toolbar"><FilterFold active={active}>
      <Select aria-label={t('campaign')} placeholder={t('all_campaigns')} allowClear className="filter-wide" value={search.campaign_id ?? null} showSearch={{ optionFilterProp: 'label' }} onChange={(v?: string | null) => onChange({ campaign_id: v ?? undefined, task_id: undefined, phase_id: undefined })}
        options={(list.data ?? []).filter((c) => c.state !== 'draft').map((c) => ({ value: c.id, label: c.title }))} />
      <Select aria-label={t('status')} placeholder={t('all_states')} allowClear className="filter" value={search.state ?? null} onChange={(v?: AssignmentState | null) => onChange({ state: v ?? undefined })} options={assignmentStates.map((s) => ({ value: s, label: t(`state_${s}`) }))} />
      {may(me, 'unit.read') && <div className="filter"><UnitSelect label={t('all_the_units')} value={search.unit_id ?? null} onChange={(v) => onChange({ unit_id: v ?? undefined })} /></div>}
      <Select aria-label={t('due')} placeholder={t('any_due')} allowClear className="filter" value={search.due ?? null} onChange={(v?: 'soon' | 'month' | null) => onChange({ due: v ?? undefined })} options={[{ value: 'soon', label: t('due_soon') }, { value: 'month', label: t('this_month') }]} />
      <Checkbox checked={search.overdue === 'true'} onChange={(e) => onChange({ overdue: e.target.checked ? 'true' : undefined })}>{t('only_overdue')}</Checkbox>
      <Checkbox checked={search.mine === 'true'} onChange={(e) => onChange({ mine: e.target.checked ? 'true' : undefined })}>{t('only_mine')}</Checkbox>
      {active && <Link to="/assignments" className="button-link plain">{shell('clear_filters')}</Link>}
    </FilterFold></div>
  );
}

/** Rows of units by tasks; every figure of the other pages leads here. */
export function AssignmentsPage() {
  const t = useLabels('campaigns');
  const shell = useLabels('shell');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/assignments' });
  const reviews = useMay('assignment.review');
  const [chosen, setChosen] = useState(new Map<string, AssignmentRow>());
  const { list, shown } = useRows(search);
  const { page: _, ...filters } = search;
  const change = (part: Partial<Search>): void => { setChosen(new Map()); void navigate({ search: (s) => ({ ...s, page: undefined, ...part }), replace: true }); };
  const ready = (shown?.items ?? []).filter((r) => r.can.includes('approve'));
  const toggle = (r: AssignmentRow): void => setChosen((old) => { const next = new Map(old); if (!next.delete(r.id)) next.set(r.id, r); return next; });
  const columns: Column<AssignmentRow>[] = [
    ...(reviews && ready.length > 0 ? [{ key: 'choose', title: t('choose'), width: 60, card: 'plain' as const, render: (r: AssignmentRow) => r.can.includes('approve') ? <Checkbox aria-label={`${t('choose')} ${r.unit_name} ${r.task_title}`} checked={chosen.has(r.id)} onChange={() => toggle(r)} /> : null }] : []),
    { key: 'task', title: t('task'), card: 'title', render: (r) => <div><Link to="/assignments/$id" params={{ id: r.id }} className="strong-link">{r.task_path} {r.task_title}</Link>{r.period_label && <span className="muted">（{r.period_label}）</span>}{!search.campaign_id && <div className="muted small">{r.campaign_title}</div>}</div> },
    { key: 'unit', title: t('unit'), width: 200, render: (r) => <>{r.unit_name}{r.lead && <> <Mark tone="info">{t('lead')}</Mark></>}</> },
    { key: 'state', title: t('status'), width: 110, render: (r) => <StateMark state={r.state} /> },
    { key: 'due', title: t('due'), width: 220, render: (r) => <Due row={r} /> },
  ];
  return (
    <Page wide title={shell('assignments')} extra={<a className="button-link plain" href={addressOf(campaigns.assignments_export, { query: filters })} download><Icon name="download" size={16} />{t('export_rows')}</a>}>
      <Filters search={search} onChange={change} />
      {(search.task_id || search.phase_id) && <p>{search.task_id && <Mark tone="info">{t('one_task')}</Mark>}{search.phase_id && <Mark tone="info">{t('one_phase')}</Mark>} <Button size="small" onClick={() => change({ task_id: undefined, phase_id: undefined })}>{t('all_tasks')}</Button></p>}
      {reviews && ready.length > 0 && <BatchReview ready={ready} chosen={chosen} onChoose={setChosen} />}
      <Loaded query={list as UseQueryResult<unknown>}>{() => shown && <>
        <DataTable caption={shell('assignments')} columns={columns} rows={shown.items} rowKey={(r) => r.id} rowClass={(r) => r.overdue ? 'row-late' : undefined} empty={<Nothing text={t('no_rows')} hint={t('no_rows_hint')} />} />
        <Pager page={shown.page} size={shown.size} total={shown.total} onPage={(page) => void navigate({ search: (s) => ({ ...s, page }) })} />
      </>}</Loaded>
    </Page>
  );
}
