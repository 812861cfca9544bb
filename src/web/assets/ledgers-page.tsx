import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { dueWithin, ledgerOf, ledgers, optionsOf } from '../../modules/assets/ledger-contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Bar } from '../ui/numbers.tsx';
import { Page } from '../ui/page.tsx';
import { useLedgerWords } from './ledger-words.ts';

const route = getRouteApi('/shell/ledgers');
type Line = Reply<typeof ledgers.summary>[number];

/** Every ledger, how many, what is missing, what runs out; each figure opens its rows. */
function Overview() {
  const t = useLabels('assets');
  const { word, ledgerName } = useLedgerWords();
  const summary = useQuery(query(ledgers.summary, {}));
  const columns: Column<Line>[] = [
    { key: 'ledger', title: t('ledger'), width: 130, card: 'title', render: (s) => <Link to="/ledgers/$ledger" params={{ ledger: s.ledger }} className="strong-link">{ledgerName(s.ledger)}</Link> },
    { key: 'items', title: t('items_n'), width: 90, align: 'right', render: (s) => s.items },
    { key: 'gaps', title: t('with_gaps'), width: 110, align: 'right', render: (s) => (s.gaps > 0 ? <Link to="/ledgers/$ledger" params={{ ledger: s.ledger }} search={{ gaps: 'true' }} aria-label={`${ledgerName(s.ledger)} ${t('with_gaps')} ${s.gaps}`}>{s.gaps}</Link> : 0) },
    { key: 'due', title: t('within_30'), width: 130, align: 'right', render: (s) => (s.due > 0 ? <Link to="/ledgers/$ledger" params={{ ledger: s.ledger }} search={{ due: '30' }} aria-label={`${ledgerName(s.ledger)} ${t('within_30')} ${s.due}`}>{s.due}</Link> : 0) },
    { key: 'kinds', title: t('by_category'), render: (s) => {
      const f = ledgerOf(s.ledger).fields.find((one) => one.key === 'category');
      return f ? <span className="row-actions">{optionsOf(f).filter((o) => o.key !== 'other' || s.kinds.some((k) => k.key === 'other')).map((o) => { const n = s.kinds.find((k) => k.key === o.key)?.items ?? 0; return n > 0 ? <Link key={o.key} to="/ledgers/$ledger" params={{ ledger: s.ledger }} search={{ is: `category:${o.key}` }}>{word(o)} {n}</Link> : <span key={o.key} className="muted">{word(o)} 0</span>; })}</span> : null;
    } },
  ];
  return <Loaded query={summary}>{(lines) => <DataTable caption={t('ledgers')} columns={columns} rows={lines} rowKey={(s) => s.ledger} empty={null} />}</Loaded>;
}

type Due = Reply<typeof ledgers.due>[number];
function DueList() {
  const t = useLabels('assets');
  const { field, ledgerName } = useLedgerWords();
  const { within = '30', unit_id } = route.useSearch();
  const navigate = useNavigate({ from: '/ledgers' });
  const list = useQuery(query(ledgers.due, { query: { within, unit_id } }));
  const columns: Column<Due>[] = [
    { key: 'name', title: t('due_item'), card: 'title', render: (d) => <><Link to="/ledger-items/$id" params={{ id: d.item_id }} className="strong-link break">{d.name}</Link> <span className="muted small">{ledgerName(d.ledger)}</span></> },
    { key: 'field', title: t('due_what'), width: 140, render: (d) => field(ledgerOf(d.ledger), d.field) },
    { key: 'due_on', title: t('due'), width: 200, render: (d) => <>{d.due_on} <Mark tone={d.days < 0 ? 'bad' : d.days <= 7 ? 'warn' : 'grey'}>{d.days < 0 ? t('days_over', { n: -d.days }) : d.days === 0 ? t('due_today') : t('days_left', { n: d.days })}</Mark></> },
    { key: 'unit', title: t('unit'), render: (d) => d.unit_name }, { key: 'person', title: t('person'), width: 110, render: (d) => d.person_name },
  ];
  return (
    <>
      <div className="toolbar">
        <Select aria-label={t('due')} className="filter" value={within} onChange={(v) => void navigate({ search: (s) => ({ ...s, within: v }) })} options={dueWithin.map((d) => ({ value: d, label: t(`within_${d}`) }))} />
        <div className="filter"><UnitSelect label={t('unit')} placeholder={t('all_units')} value={unit_id ?? null} onChange={(u) => void navigate({ search: (s) => ({ ...s, unit_id: u ?? undefined }) })} /></div>
      </div>
      <Loaded query={list}>{(rows) => <DataTable caption={t('due_list')} columns={columns} rows={rows} rowKey={(d) => `${d.item_id} ${d.field}`} empty={<Nothing text={t('nothing_due')} hint={t('nothing_due_hint')} />} />}</Loaded>
    </>
  );
}

type Cover = Reply<typeof ledgers.coverage>[number];
function Antivirus() {
  const t = useLabels('assets');
  const list = useQuery(query(ledgers.coverage, {}));
  const columns: Column<Cover>[] = [
    { key: 'unit', title: t('unit'), card: 'title', render: (c) => <Link to="/ledgers/$ledger" params={{ ledger: 'terminals' }} search={{ unit_id: c.unit_id }} className="strong-link">{c.unit_name}</Link> },
    { key: 'terminals', title: t('terminals_n'), width: 90, align: 'right', render: (c) => c.terminals }, { key: 'installed', title: t('installed_n'), width: 90, align: 'right', render: (c) => c.installed }, { key: 'genuine', title: t('genuine_n'), width: 90, align: 'right', render: (c) => c.genuine }, { key: 'fresh', title: t('fresh_n'), width: 130, align: 'right', render: (c) => c.fresh },
    { key: 'covered', title: t('covered'), width: 200, render: (c) => <Bar done={c.covered} total={c.terminals} label={`${c.unit_name} ${t('covered')}`} /> },
  ];
  return <Loaded query={list}>{(rows) => {
    const sum = (k: 'terminals' | 'covered'): number => rows.reduce((n, r) => n + r[k], 0);
    return <>{rows.length > 0 && <p role="status">{t('covered_all', { covered: sum('covered'), terminals: sum('terminals'), share: Math.floor((sum('covered') / sum('terminals')) * 100) })}</p>}<DataTable caption={t('antivirus')} columns={columns} rows={rows} rowKey={(c) => c.unit_id} empty={<Nothing text={t('no_terminals')} hint={t('no_terminals_hint')} action={<Link to="/ledgers/$ledger" params={{ ledger: 'terminals' }} className="strong-link">{t('to_terminals')}</Link>} />} /></>;
  }}</Loaded>;
}

export function LedgersPage() {
  const t = useLabels('assets');
  const { tab = 'overview' } = route.useSearch();
  const tabs = [{ key: 'overview' as const, name: t('ledgers'), children: <Overview /> }, { key: 'due' as const, name: t('due_list'), children: <DueList /> }, { key: 'antivirus' as const, name: t('antivirus'), children: <Antivirus /> }];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  return (
    <Page title={t('ledgers')} wide>
      <nav className="tabs" aria-label={t('ledgers')}>{tabs.map((one) => <Link key={one.key} to="/ledgers" search={{ tab: one.key }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{one.name}</Link>)}</nav>
      {open.children}
    </Page>
  );
}
