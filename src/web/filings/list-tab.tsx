import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Modal, Select } from 'antd';
import { useState } from 'react';
import { filings, filingStates } from '../../modules/filings/contract.ts';
import { addressOf, query } from '../api.ts';
import { SystemSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { Due, FilingNumber, FilingState, type FilingRow } from './marks.tsx';

const route = getRouteApi('/shell/filings');
function NewFiling({ onClose }: { onClose: () => void }) {
  const t = useLabels('filings');
  const navigate = useNavigate();
  const kinds = useQuery(query(filings.kinds, {}));
  const [system, setSystem] = useState<string | null>(null);
  const [kind, setKind] = useState<string>();
  const create = useSubmit(filings.create, { onDone: (f) => { onClose(); void navigate({ to: '/filings/$id', params: { id: f.id } }); } });
  return (
    <Modal open title={t('new_filing')} onCancel={onClose} okText={t('begin')} okButtonProps={{ disabled: !system || !kind }} confirmLoading={create.isPending} onOk={() => system && kind && create.mutate({ body: { system_id: system, kind } })}>
      <p className="muted">{t('new_filing_hint')}</p>
      <div className="field-label">{t('system')}</div><SystemSelect label={t('choose_system')} value={system} onChange={setSystem} />
      <div className="field-label gap-above">{t('kind')}</div><Select aria-label={t('kind')} className="full" placeholder={t('kind')} value={kind} onChange={setKind} options={(kinds.data ?? []).filter((k) => k.active).map((k) => ({ value: k.key, label: k.name }))} />
    </Modal>
  );
}

export function ListTab() {
  const t = useLabels('filings');
  const writes = useMay('filing.write');
  const manages = useMay('filing.manage');
  const s = route.useSearch();
  const page = s.page ?? 1;
  const navigate = useNavigate({ from: '/filings' });
  const [adding, setAdding] = useState(false);
  const filter = { q: s.q, unit_id: s.unit_id, system_id: s.system_id, kind: s.kind, state: s.state, owing: s.owing, overdue: s.overdue };
  const kinds = useQuery(query(filings.kinds, {}));
  const list = useQuery({ ...query(filings.list, { query: { ...filter, page } }), placeholderData: keepPreviousData });
  const set = (change: Partial<typeof s>): void => { void navigate({ search: (o) => ({ ...o, tab: 'list', ...change, page: undefined }) }); };
  const add = writes && <Button icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('new_filing')}</Button>;
  const columns: Column<FilingRow>[] = [
    { key: 'system', title: t('system'), card: 'title', render: (f) => <><Link to="/filings/$id" params={{ id: f.id }} className="strong-link">{f.system_name}</Link><div className="muted small">{f.kind_name}</div>{f.duty && <div className="muted small break">{f.duty}</div>}</> },
    { key: 'state', title: t('state'), width: 110, render: (f) => <FilingState state={f.state} /> },
    { key: 'due', title: t('due_on'), width: 180, render: (f) => (f.due_on || (f.state === 'todo' && f.before_online)) && <Due f={f} /> },
    { key: 'number', title: t('number'), width: 220, render: (f) => f.number && <FilingNumber f={f} /> },
    { key: 'unit', title: t('unit'), width: 150, render: (f) => f.unit_name },
    { key: 'approved', title: t('approved_on'), width: 120, render: (f) => f.approved_on },
    { key: 'files', title: t('proof'), width: 90, render: (f) => f.files ? t('files_n', { n: f.files }) : f.state === 'filed' ? <span className="gap">{t('no_proof_short')}</span> : null },
  ];
  return <>
    <div className="toolbar">
      <SearchField label={t('search')} value={s.q} onSearch={(q) => set({ q })} />
      <Select aria-label={t('kind')} className="filter" allowClear placeholder={t('all_kinds')} value={s.kind} onChange={(kind) => set({ kind })} options={(kinds.data ?? []).map((k) => ({ value: k.key, label: k.name }))} />
      <Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={s.state} onChange={(state) => set({ state })} options={filingStates.map((k) => ({ value: k, label: t(`state_${k}`) }))} />
      {manages && <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={s.unit_id ?? null} onChange={(u) => set({ unit_id: u ?? undefined })} /></div>}
      <Checkbox checked={s.owing === 'true'} onChange={(e) => set({ owing: e.target.checked ? 'true' : undefined })}>{t('only_owing')}</Checkbox>
      <Checkbox checked={s.overdue === 'true'} onChange={(e) => set({ overdue: e.target.checked ? 'true' : undefined })}>{t('only_overdue')}</Checkbox>
      {add}
      <a className="button-link plain" href={addressOf(filings.export, { query: filter })} download><Icon name="download" size={16} />{t('export')}</a>
    </div>
    <Loaded query={list}>{(d) => <>
      <DataTable caption={t('list')} columns={columns} rows={d.items} rowKey={(f) => f.id} rowClass={(f) => (f.overdue ? 'row-late' : undefined)} empty={<Nothing text={t('no_filings')} hint={t('no_filings_hint')} />} />
      {d.total > 0 && <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (o) => ({ ...o, page: p }) })} />}
    </>}</Loaded>
    {adding && <NewFiling onClose={() => setAdding(false)} />}
  </>;
}
