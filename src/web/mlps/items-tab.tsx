import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Checkbox, Select } from 'antd';
import { itemSources, itemStates, mlps } from '../../modules/mlps/contract.ts';
import { addressOf, query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Pager } from '../ui/pager.tsx';
import { type Item, ItemState, ObjectLink, RiskMark } from './marks.tsx';

const route = getRouteApi('/shell/mlps');

export function ItemsTab() {
  const t = useLabels('mlps');
  const { object_id, unit_id, item, source, overdue, open, page = 1 } = route.useSearch();
  const navigate = useNavigate({ from: '/mlps' });
  const filter = { object_id, unit_id, state: item, source, overdue, open };
  const list = useQuery({ ...query(mlps.items, { query: { ...filter, page } }), placeholderData: keepPreviousData });
  const set = (change: Partial<{ unit_id: string; item: typeof item; source: typeof source; overdue: 'true'; open: 'true' }>): void => { void navigate({ search: (s) => ({ ...s, tab: 'items', ...change, page: undefined }) }); };
  const columns: Column<Item>[] = [
    { key: 'what', title: t('description'), card: 'title', render: (i) => <><Link to="/mlps/items/$id" params={{ id: i.id }} className="strong-link">{i.description}</Link>{i.major && <> <Mark tone="bad">{t('major')}</Mark></>}</> },
    { key: 'point', title: t('point'), width: 160, render: (i) => <>{i.point || i.control_class}{i.point && <div className="muted small">{i.control_class}</div>}</> },
    { key: 'risk', title: t('risk'), width: 70, render: (i) => <RiskMark risk={i.risk} /> },
    { key: 'object', title: t('name'), width: 170, render: (i) => <ObjectLink id={i.object_id} name={i.object_name} /> },
    { key: 'unit', title: t('unit'), width: 130, render: (i) => i.unit_name },
    { key: 'due', title: t('item_due'), width: 130, render: (i) => i.due_on ? <span className={i.overdue ? 'gap' : 'nowrap'}>{i.overdue && <Icon name="warn" size={16} />}{i.due_on}</span> : null },
    { key: 'state', title: t('item_state'), width: 100, render: (i) => <ItemState state={i.state} /> },
  ];
  return <>
    <div className="toolbar">
      <Select aria-label={t('item_state')} className="filter" allowClear placeholder={t('all_states')} value={item} onChange={(v) => set({ item: v })} options={itemStates.map((s) => ({ value: s, label: t(`item_${s}`) }))} />
      <Select aria-label={t('source')} className="filter" allowClear placeholder={t('all_sources')} value={source} onChange={(v) => set({ source: v })} options={itemSources.map((s) => ({ value: s, label: t(`source_${s}`) }))} />
      <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={unit_id ?? null} onChange={(u) => void navigate({ search: (s) => ({ ...s, tab: 'items', unit_id: u ?? undefined, page: undefined }) })} /></div>
      <Checkbox checked={open === 'true'} onChange={(e) => void navigate({ search: (s) => ({ ...s, tab: 'items', open: e.target.checked ? 'true' : undefined, page: undefined }) })}>{t('only_open')}</Checkbox>
      <Checkbox checked={overdue === 'true'} onChange={(e) => void navigate({ search: (s) => ({ ...s, tab: 'items', overdue: e.target.checked ? 'true' : undefined, page: undefined }) })}>{t('only_overdue')}</Checkbox>
      <a className="button-link plain" href={addressOf(mlps.export_items, { query: filter })} download><Icon name="download" size={16} />{t('export')}</a>
    </div>
    <Loaded query={list}>{(d) => <>
      <DataTable caption={t('items')} columns={columns} rows={d.items} rowKey={(i) => i.id} empty={<Nothing text={t('no_items')} hint={t('no_items_hint')} />} />
      {d.total > 0 && <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (s) => ({ ...s, page: p }) })} />}
    </>}</Loaded>
  </>;
}
