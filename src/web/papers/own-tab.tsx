import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { ownKinds, papers } from '../../modules/papers/contract.ts';
import { query, type Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { WriteAnnual } from './write-reports.tsx';
import { OwnForm } from './own-form.tsx';

const route = getRouteApi('/shell/papers');
type Row = Reply<typeof papers.owns>[number];

/** Whether a paper has all its chapters, in one word. */
export function Completeness({ d }: { d: Pick<Row, 'edition' | 'missing'> }) {
  const t = useLabels('papers');
  if (d.edition === 0) return <Mark tone="grey">{t('no_file')}</Mark>;
  if (d.missing === null) return <Mark tone="grey">{t('not_readable')}</Mark>;
  return d.missing.length === 0 ? <Mark tone="good">{t('complete')}</Mark> : <Mark tone="warn">{t('missing', { names: listText(d.missing) })}</Mark>;
}

export function OwnTab() {
  const t = useLabels('papers');
  const writes = useMay('paper.write');
  const { own, q } = route.useSearch();
  const navigate = useNavigate({ from: '/papers' });
  const list = useQuery(query(papers.owns, { query: { kind: own, q } }));
  const [open, setOpen] = useState(false);
  const [writing, setWriting] = useState(false);
  const columns: Column<Row>[] = [
    { key: 'title', title: t('title'), card: 'title', render: (d) => <><Link to="/papers/own/$id" params={{ id: d.id }} className="strong-link">{d.title}</Link>{d.number && <p className="muted small">{d.number}</p>}</> },
    { key: 'kind', title: t('kind'), width: 130, render: (d) => t(`own_${d.kind}`) },
    { key: 'edition', title: t('edition'), width: 90, render: (d) => d.edition > 0 ? t('edition_n', { n: d.edition }) : null },
    { key: 'valid', title: t('valid'), width: 200, render: (d) => d.valid_from || d.valid_until ? <>{d.valid_from ?? ''} — {d.valid_until ?? ''} {d.expired && <Mark tone="warn">{t('expired')}</Mark>}</> : null },
    { key: 'check', title: t('check'), width: 200, render: (d) => <Completeness d={d} /> },
    { key: 'milestones', title: t('milestones'), width: 150, render: (d) => d.milestones.total === 0 ? null : <>{t('done_n', { done: d.milestones.done, total: d.milestones.total })} {d.milestones.overdue > 0 && <Mark tone="bad">{t('overdue_n', { n: d.milestones.overdue })}</Mark>}</> },
  ];
  const filtered = Boolean(own ?? q);
  return (
    <>
      <div className="toolbar">
        <Select aria-label={t('kind')} className="filter" allowClear placeholder={t('all_kinds')} value={own} onChange={(k) => void navigate({ search: (s) => ({ ...s, own: k }) })} options={ownKinds.map((k) => ({ value: k, label: t(`own_${k}`) }))} />
        <SearchField label={t('search_own')} value={q} onSearch={(v) => void navigate({ search: (s) => ({ ...s, q: v }), replace: true })} />
        {writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen(true)}>{t('new_own')}</Button>}
        {writes && <Button icon={<Icon name="file" />} onClick={() => setWriting(true)}>{t('write_annual')}</Button>}
      </div>
      <Loaded query={list}>{(rows) => <DataTable caption={t('own')} columns={columns} rows={rows} rowKey={(d) => d.id} empty={<Nothing text={filtered ? t('no_match') : t('no_own')} hint={filtered || !writes ? '' : t('no_own_hint')} />} />}</Loaded>
      {writing && <WriteAnnual onClose={() => setWriting(false)} />}
      {open && <OwnForm onClose={() => setOpen(false)} onDone={(d) => void navigate({ to: '/papers/own/$id', params: { id: d.id } })} />}
    </>
  );
}
