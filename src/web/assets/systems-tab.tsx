import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { assets, networkZones, systemKinds, systemMarks, systemStates } from '../../modules/assets/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { listText, useLabels, wordFor } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { FilterFold } from '../ui/filter-fold.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { type ChosenColumn, columnsOf, SavedViews } from '../views/saved-views.tsx';
import { SystemForm } from './system-form.tsx';

type Row = Reply<typeof assets.systems>['items'][number];
const route = getRouteApi('/shell/systems');
const tones: Record<Row['state'], Tone> = { planned: 'grey', online: 'good', shut: 'bad', cancelled: 'grey' };
export function SystemState({ state }: { state: Row['state'] }) {
  const t = useLabels('assets');
  return <Mark tone={tones[state]}>{t(`state_${state}`)}</Mark>;
}

export function SystemsTab() {
  const t = useLabels('assets');
  const writes = useMay('asset.write');
  const { tab: _tab, claim: _claim, page = 1, cols, ...filter } = route.useSearch();
  const navigate = useNavigate({ from: '/systems' });
  const [adding, setAdding] = useState(false);
  const list = useQuery({ ...query(assets.systems, { query: { ...filter, page } }), placeholderData: keepPreviousData });
  const twins = useQuery(query(assets.duplicates, {}));
  const set = (change: Partial<typeof filter>): void => { void navigate({ search: (s) => ({ ...s, tab: 'systems', ...change, page: undefined }) }); };
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('new_system')}</Button>;
  const columns: ChosenColumn<Row>[] = [
    { key: 'name', title: t('name'), card: 'title', render: (s) => <><Link to="/systems/$id" params={{ id: s.id }} className="strong-link">{s.name}</Link> <span className="muted small">{t(`kind_${s.kind}`)}</span>{s.outside ? <> <Mark tone="warn">{t('mark_outside')}</Mark></> : s.outside_places.length > 0 && <> <Mark tone="grey">{t('mark_outside_suspected')}</Mark></>}{s.cii && <> <Mark tone="warn">{t('cii')}</Mark></>}{s.special && <> <Mark tone="grey">{t('special_mark')}</Mark></>}<div className="muted small break">{listText(s.places.slice(0, 3))}{s.places.length > 3 && '…'}</div></> },
    { key: 'unit', title: t('unit'), width: 170, render: (s) => s.unit_name },
    { key: 'operating_unit', title: t('operating_unit'), width: 150, usual: false, render: (s) => s.operating_unit_name },
    { key: 'using_unit', title: t('using_unit'), width: 150, usual: false, render: (s) => s.using_unit_name },
    { key: 'manager', title: t('manager'), width: 110, render: (s) => s.manager_name },
    { key: 'operator', title: t('operator'), usual: false, render: (s) => s.operator },
    { key: 'zone', title: t('network_zone'), width: 100, usual: false, render: (s) => (s.network_zone ? t(`zone_${s.network_zone}`) : null) },
    { key: 'site_group', title: t('site_group'), width: 90, usual: false, render: (s) => (s.kind === 'website' ? (s.site_group === null ? t('unknown') : t(s.site_group ? 'yes' : 'no')) : null) },
    { key: 'importance', title: t('importance'), width: 90, render: (s) => t(`importance_${s.importance}`) },
    { key: 'mlps', title: t('mlps'), width: 90, render: (s) => s.mlps_level ? t('mlps_level', { n: s.mlps_level }) : <span className="muted">{t(s.ungraded_reason ? 'mlps_excused' : 'mlps_none')}</span> },
    { key: 'state', title: t('state'), width: 80, render: (s) => <SystemState state={s.state} /> },
    { key: 'gaps', title: t('gaps'), width: 190, render: (s) => s.gaps.length > 0 && s.state !== 'cancelled' ? <span className="gap"><Icon name="warn" size={16} />{listText(s.gaps.map((g) => wordFor('assets', `gap_${g}`, g)))}</span> : null },
  ];
  return (
    <>
      <div className="toolbar">
        <SearchField label={t('search')} value={filter.q} onSearch={(q) => set({ q })} />
        <FilterFold active={Object.entries(filter).some(([k, v]) => k !== 'q' && v)}>
        <Select aria-label={t('kind')} className="filter" allowClear placeholder={t('all_kinds')} value={filter.kind} onChange={(kind) => set({ kind })} options={systemKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} />
        <Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={filter.state} onChange={(state) => set({ state })} options={systemStates.map((k) => ({ value: k, label: t(`state_${k}`) }))} />
        <Select aria-label={t('network_zone')} className="filter" allowClear placeholder={t('all_zones')} value={filter.zone} onChange={(zone) => set({ zone })} options={networkZones.map((k) => ({ value: k, label: t(`zone_${k}`) }))} />
        <Select aria-label={t('mark')} className="filter" allowClear placeholder={t('mark')} value={filter.mark} onChange={(mark) => set({ mark })} options={systemMarks.map((k) => ({ value: k, label: t(`mark_${k}`) }))} popupMatchSelectWidth={false} />
        <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={filter.unit_id ?? null} onChange={(u) => set({ unit_id: u ?? undefined })} /></div>
        <Checkbox checked={filter.gaps === 'true'} onChange={(e) => set({ gaps: e.target.checked ? 'true' : undefined })}>{t('only_gaps')}</Checkbox>
        <SavedViews page="systems" filter={filter} columns={columns} cols={cols} onOpen={(search) => void navigate({ search: () => ({ ...search, tab: 'systems' }) as never })} onColumns={(c) => void navigate({ search: (s) => ({ ...s, tab: 'systems', cols: c }) })} />
        </FilterFold>
        {add}
        <a className="button-link plain" href={addressOf(assets.export_systems, { query: filter })} download><Icon name="download" size={16} />{t('export')}</a>
      </div>
      {(twins.data?.length ?? 0) > 0 && <details className="fold panel"><summary><Icon name="warn" size={16} /> {t('duplicates')} {twins.data!.length}</summary><ul>{twins.data!.map((d) => <li key={`${d.why} ${d.what}`}>{t(d.why === 'name' ? 'duplicate_name' : 'duplicate_place', { what: d.what })}：{d.systems.map((s) => <Link key={s.id} to="/systems/$id" params={{ id: s.id }}>{s.name}（{s.unit_name}） </Link>)}</li>)}</ul></details>}
      <Loaded query={list}>{(d) => <>
        <DataTable caption={t('systems')} columns={columnsOf(columns, cols).shown} rows={d.items} rowKey={(s) => s.id} empty={<Nothing text={t('no_systems')} hint={writes ? t('no_systems_hint') : ''} action={add} />} />
        {d.total > 0 && <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (s) => ({ ...s, page: p }) })} />}
      </>}</Loaded>
      {adding && <SystemForm onClose={() => setAdding(false)} />}
    </>
  );
}
