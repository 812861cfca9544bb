import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { papers, superiorKinds } from '../../modules/papers/contract.ts';
import { query, type Reply, upload } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { errorText } from '../ui/error-text.ts';
import { FileDrop } from '../ui/file-drop.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { Bar } from '../ui/numbers.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { WriteSummary } from './write-reports.tsx';
import { SuperiorForm } from './superior-form.tsx';

const route = getRouteApi('/shell/papers');
type Row = Reply<typeof papers.superiors>[number];

export function SuperiorsTab() {
  const t = useLabels('papers');
  const writes = useMay('paper.write');
  const { message } = App.useApp();
  const { kind, q } = route.useSearch();
  const navigate = useNavigate({ from: '/papers' });
  const list = useQuery(query(papers.superiors, { query: { kind, q } }));
  const [open, setOpen] = useState(false);
  const [writing, setWriting] = useState(false);
  const [busy, setBusy] = useState<string>();
  const go = (id: string): void => void navigate({ to: '/papers/superiors/$id', params: { id } });
  const send = async (file: File): Promise<void> => {
    setBusy(t('reading'));
    try { go((await upload(papers.upload_superior, { body: { file } })).id); } catch (e) { message.error(errorText(e), 6); }
    setBusy(undefined);
  };
  const columns: Column<Row>[] = [
    { key: 'title', title: t('title'), card: 'title', render: (d) => <><Link to="/papers/superiors/$id" params={{ id: d.id }} className="strong-link">{d.title}</Link><p className="muted small">{[d.issuer, d.number].filter(Boolean).join(' ')}</p></> },
    { key: 'kind', title: t('kind'), width: 110, render: (d) => t(`kind_${d.kind}`) },
    { key: 'received_on', title: t('received_on'), width: 120, render: (d) => d.received_on },
    { key: 'reply_by', title: t('reply_by'), width: 120, render: (d) => d.reply_by },
    { key: 'progress', title: t('progress'), width: 220, render: (d) => d.counts.total === 0 ? <Mark tone="grey">{t('no_clauses_short')}</Mark> : <><Bar done={d.counts.done} total={d.counts.total} label={`${t('progress')} ${d.title}`} /><span className="muted small">{t('progress_n', { done: d.counts.done, total: d.counts.total })}</span></> },
  ];
  const filtered = Boolean(kind ?? q);
  return (
    <>
      {writes && <Panel><FileDrop title={t('upload_superior')} hint={t('upload_hint')} accept=".docx,.doc,.pdf,.wps,.ofd,.txt,.md" busy={busy} onFile={(file) => void send(file)} /></Panel>}
      <div className="toolbar">
        <Select aria-label={t('kind')} className="filter" allowClear placeholder={t('all_kinds')} value={kind} onChange={(k) => void navigate({ search: (s) => ({ ...s, kind: k }) })} options={superiorKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} />
        <SearchField label={t('search')} value={q} onSearch={(v) => void navigate({ search: (s) => ({ ...s, q: v }), replace: true })} />
        {writes && <Button icon={<Icon name="plus" />} onClick={() => setOpen(true)}>{t('new_superior')}</Button>}
        {writes && <Button icon={<Icon name="file" />} onClick={() => setWriting(true)}>{t('write_summary')}</Button>}
      </div>
      <Loaded query={list}>{(rows) => <DataTable caption={t('superiors')} columns={columns} rows={rows} rowKey={(d) => d.id} empty={<Nothing text={filtered ? t('no_match') : t('no_superiors')} hint={filtered || !writes ? '' : t('no_superiors_hint')} />} />}</Loaded>
      {writing && <WriteSummary onClose={() => setWriting(false)} />}
      {open && <SuperiorForm onClose={() => setOpen(false)} onDone={(d) => go(d.id)} />}
    </>
  );
}
