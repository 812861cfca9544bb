import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Checkbox, Modal, Select } from 'antd';
import { useState } from 'react';
import { hazards, hazardStates, severities, sorts } from '../../modules/hazards/contract.ts';
import { addressOf, query } from '../api.ts';
import { SystemSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { FilterFold } from '../ui/filter-fold.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { dayText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { type ChosenColumn, columnsOf, SavedViews } from '../views/saved-views.tsx';
import { IssueLetters } from './issue-letters.tsx';
import { Due, type HazardRow, SeverityMark, StateMark, whereText } from './marks.tsx';
import { NewHazard } from './new-hazard.tsx';
import { RegisterOwn } from './register-own.tsx';
import { retestable, RetestMany } from './retest-many.tsx';

const route = getRouteApi('/shell/hazards');

function Assign({ rows, onClose }: { rows: HazardRow[]; onClose: () => void }) {
  const t = useLabels('hazards');
  const shell = useLabels('shell');
  const { message } = App.useApp();
  const [unit, setUnit] = useState<string | null>(null);
  const [system, setSystem] = useState<string | null>(null);
  const assign = useSubmit(hazards.assign, { onDone: (r) => { message.success(t('assigned_n', { n: r.moved })); onClose(); } });
  return (
    <Modal open title={t('assign_title', { n: rows.length })} onCancel={onClose} okText={shell('save')} okButtonProps={{ disabled: !unit }} confirmLoading={assign.isPending} onOk={() => unit && assign.mutate({ body: { ids: rows.map((r) => r.id), unit_id: unit, system_id: system } })}>
      <div className="field-label">{t('unit')}</div><UnitSelect label={t('unit')} value={unit} onChange={(u) => { setUnit(u); setSystem(null); }} />
      <div className="field-label">{t('choose_system')}</div><SystemSelect label={t('choose_system')} unitId={unit ?? undefined} value={system} onChange={setSystem} />
    </Modal>
  );
}

export function ListTab() {
  const t = useLabels('hazards');
  const { message } = App.useApp();
  const manages = useMay('hazard.manage');
  const answers = useMay('hazard.answer');
  const registers = useMay('hazard.register') && !manages;
  const { tab: _tab, letter: _letter, ...search } = route.useSearch();
  const navigate = useNavigate({ from: '/hazards' });
  const { after, cols, open: asked, once, ...others } = search;
  // without a filter the list is what is still to be done
  const bare = Object.entries(others).every(([k, v]) => k === 'sort' || !v);
  const filter = { ...others, open: asked === 'all' ? undefined : asked ?? (bare ? 'true' as const : undefined), once: once === 'false' ? undefined : 'true' as const };
  const list = useQuery({ ...query(hazards.list, { query: { ...filter, after } }), placeholderData: keepPreviousData });
  // what was chosen is of one filter and page: another begins with nothing
  const key = JSON.stringify({ ...search, cols: undefined });
  const [kept, setKept] = useState<{ key: string; rows: Map<string, HazardRow> }>({ key, rows: new Map() });
  const chosen = kept.key === key ? kept.rows : new Map<string, HazardRow>();
  const setChosen = (rows: Map<string, HazardRow>): void => setKept({ key, rows });
  const [open, setOpen] = useState<'assign' | 'issue' | 'new' | 'retest'>();
  const confirm = useSubmit(hazards.move_many, { onDone: (r) => { message.success(t('confirmed_n', { n: r.moved })); setChosen(new Map()); } });
  const set = (change: Partial<typeof search>): void => { void navigate({ search: (s) => ({ ...s, tab: 'list', ...change, after: undefined }) }); };
  const rows = [...chosen.values()];
  const pick = (list: readonly HazardRow[], on: boolean): void => { const n = new Map(chosen); for (const r of list) { if (on) n.set(r.id, r); else n.delete(r.id); } setChosen(n); };
  const columns: ChosenColumn<HazardRow>[] = [
    ...(manages ? [{ key: 'pick', title: t('pick'), width: 60, card: 'plain' as const, render: (r: HazardRow) => <Checkbox aria-label={t('select_row', { number: r.number })} checked={chosen.has(r.id)} onChange={(e) => pick([r], e.target.checked)} /> }] : []),
    { key: 'title', title: t('title'), card: 'title', render: (r) => <><Link to="/hazards/$id" params={{ id: r.id }} className="strong-link">{r.title}</Link><div className="muted small">{[r.number, whereText(r)].filter(Boolean).join(' · ')}</div>{r.twins > 0 && <Mark tone="info">{r.lead_id ? t('follows') : t('twins_n', { n: r.twins })}</Mark>}{r.system_shut && <> <Mark tone="bad">{t('system_shut')}</Mark></>}</> },
    { key: 'severity', title: t('severity'), width: 80, render: (r) => <SeverityMark severity={r.severity} /> },
    { key: 'state', title: t('state'), width: 130, render: (r) => <><StateMark state={r.state} />{r.reopened > 0 && <> <Mark tone="warn">{t('reopened_n', { n: r.reopened })}</Mark></>}{r.rounds > 0 && <div className="muted small">{t('rounds_n', { n: r.rounds })}</div>}</> },
    { key: 'unit', title: t('unit'), width: 180, render: (r) => r.owned ? <>{r.unit_name}{r.system_name && <div className="muted small">{r.system_name}</div>}</> : <span className="gap"><Icon name="warn" size={16} />{t('no_owner')}</span> },
    { key: 'due', title: t('due'), width: 160, render: (r) => <Due h={r} /> },
    { key: 'found', title: t('found'), width: 110, card: 'hidden', render: (r) => dayText(r.first_seen_at) },
    { key: 'last_seen', title: t('last_seen'), width: 110, usual: false, render: (r) => dayText(r.last_seen_at) },
  ];
  const any = !bare || asked !== undefined;
  return (
    <>
      <div className="toolbar">
        <SearchField label={t('search')} value={filter.q} onSearch={(q) => set({ q })} />
        <FilterFold active={asked !== undefined || Object.entries(others).some(([k, v]) => k !== 'q' && k !== 'sort' && v)}>
        <Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={filter.state} onChange={(state) => set({ state })} options={hazardStates.map((s) => ({ value: s, label: t(`state_${s}`) }))} />
        <Select aria-label={t('severity')} className="filter" allowClear placeholder={t('all_severities')} value={filter.severity} onChange={(severity) => set({ severity })} options={severities.map((s) => ({ value: s, label: t(`severity_${s}`) }))} />
        {!answers && <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={filter.unit_id ?? null} onChange={(u) => set({ unit_id: u ?? undefined })} /></div>}
        <Checkbox checked={filter.open !== 'true'} onChange={(e) => set({ open: e.target.checked ? 'all' : 'true' })}>{t('with_cleared')}</Checkbox>
        <Checkbox checked={filter.overdue === 'true'} onChange={(e) => set({ overdue: e.target.checked ? 'true' : undefined })}>{t('only_overdue')}</Checkbox>
        <Checkbox checked={once === 'false'} onChange={(e) => set({ once: e.target.checked ? 'false' : undefined })}>{t('each_apart')}</Checkbox>
        {manages && <Checkbox checked={filter.owned === 'false'} onChange={(e) => set({ owned: e.target.checked ? 'false' : undefined })}>{t('only_unowned')}</Checkbox>}
        <Select aria-label={t('sort')} className="filter" value={filter.sort ?? 'due'} onChange={(sort) => set({ sort })} options={sorts.map((s) => ({ value: s, label: t(`sort_${s}`) }))} />
        <SavedViews page="hazards" filter={{ ...others, open: asked, once }} columns={columns} cols={cols} onOpen={(kept) => void navigate({ search: { ...kept, tab: 'list' } as never })} onColumns={(c) => void navigate({ search: (s) => ({ ...s, tab: 'list', cols: c }) })} />
        {any && <Button type="link" className="inline-link" onClick={() => void navigate({ search: { tab: 'list', cols } })}>{t('clear_filters')}</Button>}
        </FilterFold>
      </div>
      <div className="toolbar">
        {manages && <>
          <Button type="primary" icon={<Icon name="file" />} disabled={rows.length === 0} onClick={() => setOpen('issue')}>{t('issue')}</Button>
          <Button icon={<Icon name="check" />} disabled={!rows.some((r) => r.state === 'to_verify')} loading={confirm.isPending} onClick={() => confirm.mutate({ body: { action: 'confirm', moves: rows.filter((r) => r.state === 'to_verify').map(({ id, version }) => ({ id, version })) } })}>{t('confirm_many')}</Button>
          <Button icon={<Icon name="check" />} disabled={!rows.some((r) => retestable.has(r.state))} onClick={() => setOpen('retest')}>{t('retest_many')}</Button>
          <Button icon={<Icon name="tree" />} disabled={rows.length === 0} onClick={() => setOpen('assign')}>{t('assign')}</Button>
          <Button icon={<Icon name="plus" />} onClick={() => setOpen('new')}>{t('new_hazard')}</Button>
          <Checkbox aria-label={t('select_all')} disabled={!list.data?.items.length} checked={Boolean(list.data?.items.length) && list.data!.items.every((r) => chosen.has(r.id))} onChange={(e) => pick(list.data?.items ?? [], e.target.checked)}>{t('select_all')}</Checkbox>
          {rows.length > 0 && <span role="status">{t('selected_n', { n: rows.length })}</span>}
        </>}
        {registers && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen('new')}>{t('new_hazard')}</Button>}
        <a className="button-link plain" href={addressOf(hazards.export, { query: filter })} download><Icon name="download" size={16} />{t('export')}</a>
      </div>
      <Loaded query={list}>{(d) => <>
        <DataTable caption={t('list')} columns={columnsOf(columns, cols).shown} rows={d.items} rowKey={(r) => r.id} empty={<Nothing text={t(any || manages ? 'no_hazards' : 'no_hazards_unit')} hint={manages ? t('no_hazards_hint') : ''} />} />
        <nav className="pager" aria-label={t('pages')}>
          {!after && d.items.length > 0 && <span className="muted">{d.total === null ? t('more_than') : t('total_n', { n: d.total })}</span>}
          {after && <Button onClick={() => void navigate({ search: (s) => ({ ...s, after: undefined }) })}>{t('first_page')}</Button>}
          {d.next && <Button icon={<Icon name="right" size={16} />} onClick={() => void navigate({ search: (s) => ({ ...s, tab: 'list', after: d.next ?? undefined }) })}>{t('next')}</Button>}
        </nav>
      </>}</Loaded>
      {open === 'assign' && <Assign rows={rows} onClose={() => { setOpen(undefined); setChosen(new Map()); }} />}
      {open === 'issue' && <IssueLetters ids={rows.map((r) => r.id)} onClose={(sent) => { setOpen(undefined); if (sent) setChosen(new Map()); }} />}
      {open === 'retest' && <RetestMany rows={rows} onClose={(moved) => { setOpen(undefined); if (moved) setChosen(new Map()); }} />}
      {open === 'new' && (manages ? <NewHazard onClose={() => setOpen(undefined)} /> : <RegisterOwn onClose={() => setOpen(undefined)} />)}
    </>
  );
}
