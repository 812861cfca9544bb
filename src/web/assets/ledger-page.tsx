import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { dueWithin, itemStates, ledgerOf, ledgers, ledgerTable, optionsOf, type LedgerKey } from '../../modules/assets/ledger-contract.ts';
import { addressOf, query, type Reply, upload } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { FilterFold } from '../ui/filter-fold.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { type ChosenColumn, columnsOf, SavedViews } from '../views/saved-views.tsx';
import { ItemForm } from './item-form.tsx';
import { useLedgerWords } from './ledger-words.ts';
import { SheetImport } from './sheet-import.tsx';

type Row = Reply<typeof ledgers.list>['items'][number];
const route = getRouteApi('/shell/ledgers/$ledger');
const tones: Record<Row['state'], Tone> = { planned: 'grey', in_use: 'good', idle: 'warn', retired: 'grey' };
export function ItemState({ state }: { state: Row['state'] }) {
  const t = useLabels('assets');
  return <Mark tone={tones[state]}>{t(`item_${state}`)}</Mark>;
}

function LedgerList({ ledger }: { ledger: LedgerKey }) {
  const t = useLabels('assets');
  const { word, value, field, ledgerName } = useLedgerWords();
  const l = ledgerOf(ledger);
  const writes = useMay('asset.write');
  const { tab: _tab, page = 1, cols, ...filter } = route.useSearch();
  const navigate = useNavigate({ from: '/ledgers/$ledger' });
  const [adding, setAdding] = useState(false);
  const list = useQuery({ ...query(ledgers.list, { params: { ledger }, query: { ...filter, page } }), placeholderData: keepPreviousData });
  const twins = useQuery(query(ledgers.duplicates, { params: { ledger } }));
  const set = (change: Partial<typeof filter>): void => { void navigate({ search: (s) => ({ ...s, ...change, page: undefined }) }); };
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('new_item', { ledger: ledgerName(ledger) })}</Button>;
  const category = l.fields.find((f) => f.key === 'category');
  const columns: ChosenColumn<Row>[] = [
    { key: 'name', title: word(l.name), width: 180, card: 'title', render: (i) => <Link to="/ledger-items/$id" params={{ id: i.id }} className="strong-link break">{i.name}</Link> },
    { key: 'unit', title: t('unit'), width: 150, render: (i) => i.unit_name },
    ...(l.three ? [{ key: 'operating_unit', title: t('operating_unit'), width: 130, usual: false, render: (i: Row) => i.operating_unit_name }, { key: 'using_unit', title: t('using_unit'), width: 130, usual: false, render: (i: Row) => i.using_unit_name }] : []),
    { key: 'person', title: t('person'), width: 100, render: (i) => i.person_name },
    ...l.fields.map((f): ChosenColumn<Row> => ({ key: f.key, title: word(f), usual: f.list === true, render: (i) => value(f, i.fields[f.key]) || null })),
    { key: 'systems', title: t('systems_linked'), usual: false, render: (i) => (i.systems.length ? listText(i.systems.map((s) => s.name)) : null) },
    ...(l.fields.some((f) => f.due) ? [{ key: 'due', title: t('due'), width: 120, render: (i: Row) => (i.due_on && i.due_field ? <>{i.due_on}<div className="muted small">{field(l, i.due_field)}</div></> : null) }] : []),
    { key: 'state', title: t('state'), width: 90, render: (i) => <ItemState state={i.state} /> },
    { key: 'gaps', title: t('gaps'), width: 180, render: (i) => (i.gaps.length > 0 && i.state !== 'retired' ? <span className="gap"><Icon name="warn" size={16} />{i.gaps.length > 3 ? t('gaps_more', { first: listText(i.gaps.slice(0, 3).map((g) => field(l, g))), n: i.gaps.length }) : listText(i.gaps.map((g) => field(l, g)))}</span> : null) },
  ];
  const { shown } = columnsOf(columns, cols);
  return (
    <>
      <div className="toolbar">
        <SearchField label={t('search_items')} value={filter.q} onSearch={(q) => set({ q })} />
        <FilterFold active={Object.entries(filter).some(([k, v]) => k !== 'q' && v)}>
        {category && <Select aria-label={word(category)} className="filter" allowClear placeholder={word(category)} value={filter.is?.split(':')[1]} onChange={(v?: string) => set({ is: v ? `category:${v}` : undefined })} options={optionsOf(category).map((o) => ({ value: o.key, label: word(o) }))} />}
        <Select aria-label={t('state')} className="filter" allowClear placeholder={t('all_states')} value={filter.state} onChange={(state) => set({ state })} options={itemStates.map((k) => ({ value: k, label: t(`item_${k}`) }))} />
        <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={filter.unit_id ?? null} onChange={(u) => set({ unit_id: u ?? undefined })} /></div>
        {l.fields.some((f) => f.due) && <Select aria-label={t('due')} className="filter" allowClear placeholder={t('due')} value={filter.due} onChange={(due) => set({ due })} options={dueWithin.map((d) => ({ value: d, label: t(`within_${d}`) }))} />}
        <Checkbox checked={filter.gaps === 'true'} onChange={(e) => set({ gaps: e.target.checked ? 'true' : undefined })}>{t('only_gaps')}</Checkbox>
        <SavedViews page={`ledger:${ledger}`} filter={filter} columns={columns} cols={cols} onOpen={(search) => void navigate({ search: () => search as never })} onColumns={(c) => void navigate({ search: (s) => ({ ...s, cols: c }) })} />
        </FilterFold>
        {add}
        <a className="button-link plain" href={addressOf(ledgers.export, { params: { ledger }, query: filter })} download><Icon name="download" size={16} />{t('export')}</a>
      </div>
      {(twins.data?.length ?? 0) > 0 && <details className="fold panel"><summary><Icon name="warn" size={16} /> {t('duplicates')} {twins.data!.length}</summary><ul>{twins.data!.map((d) => <li key={`${d.why} ${d.what}`}>{t(d.why === 'name' ? 'duplicate_name' : 'duplicate_place', { what: d.what })}：{d.items.map((i) => <Link key={i.id} to="/ledger-items/$id" params={{ id: i.id }}>{i.name}（{i.unit_name}） </Link>)}</li>)}</ul></details>}
      <Loaded query={list}>{(d) => <>
        <DataTable caption={ledgerName(ledger)} columns={shown} rows={d.items} rowKey={(i) => i.id} empty={<Nothing text={t('no_items')} hint={writes ? t('no_items_hint') : ''} action={add} />} />
        {d.total > 0 && <Pager page={d.page} size={d.size} total={d.total} onPage={(p) => void navigate({ search: (s) => ({ ...s, page: p }) })} />}
      </>}</Loaded>
      {adding && <ItemForm ledger={ledger} unitId={filter.unit_id} onClose={() => setAdding(false)} />}
    </>
  );
}
function LedgerImport({ ledger }: { ledger: LedgerKey }) {
  const t = useLabels('assets');
  const { message } = App.useApp();
  const apply = useSubmit(ledgers.import_apply, { onDone: (r) => { message.success(t('applied', r)); } });
  const params = { ledger };
  return <SheetImport hint={t('import_items_hint')} template={addressOf(ledgers.export, { params, query: { template: 'true' } })} whole={addressOf(ledgers.export, { params })} check={(file) => upload(ledgers.import_check, { params, body: { file } })} applying={apply.isPending} apply={(token, done) => apply.mutate({ params: { ...params, token } }, { onSuccess: done })} />;
}

export function LedgerPage() {
  const t = useLabels('assets');
  const { ledgerName } = useLedgerWords();
  const writes = useMay('asset.write');
  const { ledger: asked } = route.useParams();
  const { tab = 'list' } = route.useSearch();
  const ledger = ledgerTable.find((one) => one.key === asked)?.key;
  if (!ledger) return <Page title={t('ledgers')}><Nothing text={t('no_ledger')} hint="" action={<Link to="/ledgers" className="strong-link">{t('ledgers')}</Link>} /></Page>;
  return (
    <Page title={ledgerName(ledger)} wide note={<Link to="/ledgers" className="strong-link">{t('ledgers')}</Link>}>
      {writes && <nav className="tabs" aria-label={ledgerName(ledger)}>{(['list', 'import'] as const).map((k) => <Link key={k} to="/ledgers/$ledger" params={{ ledger }} search={{ tab: k }} aria-current={k === tab ? 'page' : undefined} className={k === tab ? 'tab tab-open' : 'tab'}>{t(k)}</Link>)}</nav>}
      {tab === 'import' && writes ? <LedgerImport key={ledger} ledger={ledger} /> : <LedgerList key={ledger} ledger={ledger} />}
    </Page>
  );
}
