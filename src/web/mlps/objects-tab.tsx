import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { mlps, objectStates, standings } from '../../modules/mlps/contract.ts';
import { addressOf, query } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { DueLine, LevelText, ObjectLink, type ObjectRow, ObjectState } from './marks.tsx';
import { NewObject } from './new-object.tsx';

const route = getRouteApi('/shell/mlps');

export function ObjectsTab() {
  const t = useLabels('mlps');
  const writes = useMay('mlps.write');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/mlps' });
  const [adding, setAdding] = useState(false);
  const filter = { q: search.q, unit_id: search.unit_id, level: search.level, state: search.state, standing: search.standing };
  const list = useQuery({ ...query(mlps.objects, { query: { ...filter, page: search.page ?? 1 } }), placeholderData: keepPreviousData });
  const set = (change: Partial<typeof filter>): void => { void navigate({ search: (s) => ({ ...s, tab: 'objects', ...change, page: undefined }) }); };
  const filtered = Object.values(filter).some((v) => v !== undefined);
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('new_object')}</Button>;
  const columns: Column<ObjectRow>[] = [
    { key: 'name', title: t('name'), card: 'title', render: (o) => <><ObjectLink id={o.id} name={o.name} />{(o.systems.length > 1 || o.systems[0]?.name !== o.name) && <div className="muted small">{listText(o.systems.map((s) => s.name))}</div>}</> },
    { key: 'unit', title: t('unit'), width: 150, render: (o) => o.unit_name },
    { key: 'level', title: t('level'), width: 150, render: (o) => <LevelText o={o} /> },
    { key: 'state', title: t('state'), width: 110, render: (o) => <ObjectState state={o.state} /> },
    { key: 'certificate', title: t('certificate'), width: 150, render: (o) => o.certificate_number || null },
    { key: 'items', title: t('repaired'), width: 120, render: (o) => o.items > 0 ? t('repaired_n', { done: o.items - o.items_open, total: o.items }) : null },
    { key: 'due', title: t('next_due'), width: 250, render: (o) => o.dues[0] ? <DueLine due={o.dues[0]} /> : null },
  ];
  return <>
    <div className="toolbar">
      <SearchField label={t('search')} value={filter.q} onSearch={(q) => set({ q })} />
      <Select aria-label={t('level')} className="filter" allowClear placeholder={t('all_levels')} value={filter.level} onChange={(level) => set({ level })} options={[1, 2, 3, 4].map((n) => ({ value: n, label: t('level_n', { n }) }))} />
      <Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={filter.state} onChange={(state) => set({ state })} options={objectStates.map((s) => ({ value: s, label: t(`state_${s}`) }))} />
      <Select aria-label={t('standing')} className="filter" allowClear placeholder={t('all_standings')} value={filter.standing} onChange={(standing) => set({ standing })} options={standings.map((s) => ({ value: s, label: t(`standing_${s}`) }))} />
      <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={filter.unit_id ?? null} onChange={(u) => set({ unit_id: u ?? undefined })} /></div>
      {add}
      <a className="button-link plain" href={addressOf(mlps.export_objects, { query: filter })} download><Icon name="download" size={16} />{t('export')}</a>
    </div>
    <Loaded query={list}>{(d) => <>
      <DataTable caption={t('objects')} columns={columns} rows={d.items} rowKey={(o) => o.id} empty={filtered ? <Nothing text={t('nothing_like')} action={<Button onClick={() => set({ q: undefined, unit_id: undefined, level: undefined, state: undefined, standing: undefined })}>{t('clear')}</Button>} /> : <Nothing text={t('no_objects')} hint={writes ? t('no_objects_hint') : ''} action={add} />} />
      {d.total > 0 && <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (s) => ({ ...s, page: p }) })} />}
    </>}</Loaded>
    {adding && <NewObject onClose={() => setAdding(false)} />}
  </>;
}
