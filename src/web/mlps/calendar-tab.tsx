import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Checkbox, Select } from 'antd';
import { dueKinds, mlps } from '../../modules/mlps/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { HowFar, ObjectLink } from './marks.tsx';

type Row = Reply<typeof mlps.calendar>['items'][number];
const route = getRouteApi('/shell/mlps');

export function CalendarTab() {
  const t = useLabels('mlps');
  const { unit_id, due: kind, overdue } = route.useSearch();
  const navigate = useNavigate({ from: '/mlps' });
  const filter = { unit_id, kind, overdue };
  const list = useQuery(query(mlps.calendar, { query: filter }));
  const columns: Column<Row>[] = [
    { key: 'due', title: t('due_on'), width: 120, render: (d) => <span className="nowrap">{d.due_on}</span> },
    { key: 'kind', title: t('kind'), width: 170, render: (d) => t(`due_${d.kind}`) },
    { key: 'object', title: t('name'), card: 'title', render: (d) => <ObjectLink id={d.object_id} name={d.object_name} /> },
    { key: 'level', title: t('level'), width: 90, render: (d) => d.level === null ? t('no_level') : t('level_n', { n: d.level }) },
    { key: 'unit', title: t('unit'), width: 170, render: (d) => d.unit_name },
    { key: 'left', title: t('due'), width: 140, render: (d) => <HowFar due={d} /> },
    { key: 'basis', title: t('basis'), width: 110, render: (d) => <span className="muted small">{t(`basis_${d.basis}`)}</span> },
  ];
  return <>
    <div className="toolbar">
      <Select aria-label={t('kind')} className="filter" allowClear placeholder={t('all_kinds')} value={kind} onChange={(due) => void navigate({ search: (s) => ({ ...s, tab: 'calendar', due }) })} options={dueKinds.map((k) => ({ value: k, label: t(`due_${k}`) }))} />
      <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={unit_id ?? null} onChange={(u) => void navigate({ search: (s) => ({ ...s, tab: 'calendar', unit_id: u ?? undefined }) })} /></div>
      <Checkbox checked={overdue === 'true'} onChange={(e) => void navigate({ search: (s) => ({ ...s, tab: 'calendar', overdue: e.target.checked ? 'true' : undefined }) })}>{t('only_overdue')}</Checkbox>
      <a className="button-link plain" href={addressOf(mlps.export_calendar, { query: filter })} download><Icon name="download" size={16} />{t('export')}</a>
    </div>
    <Loaded query={list}>{(d) => <>
      {d.items.length > 0 && <p role="status">{t('calendar_sum', { overdue: d.overdue, soon: d.soon })}</p>}
      <DataTable caption={t('calendar')} columns={columns} rows={d.items} rowKey={(x) => `${x.object_id} ${x.kind}`} empty={<Nothing text={t('no_due')} hint={t('no_due_hint')} />} />
    </>}</Loaded>
  </>;
}
