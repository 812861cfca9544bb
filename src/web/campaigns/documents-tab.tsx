import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Checkbox, Form, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { files } from '../../kernel/files/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { addDays, instantText, today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { TemplatesPanel } from './templates-panel.tsx';
import type { CampaignDetail } from './campaign-data.ts';

type Issued = Reply<typeof campaigns.documents>[number];
const kinds = ['task_breakdown', 'bulletin', 'phase_summary', 'final_report'] as const;
type Kind = (typeof kinds)[number];

function Write({ page, kind, onClose }: { page: CampaignDetail; kind: Kind; onClose: () => void }) {
  const t = useLabels('campaigns');
  const [form] = Form.useForm<{ phase_id?: string; numbered: boolean; unfinished?: boolean }>();
  const { id, counts, state } = page.campaign;
  const phase = Form.useWatch('phase_id', form);
  const sure = Form.useWatch('unfinished', form);
  const tasks = page.tasks.filter((x) => !x.withdrawn && x.counts.done < x.counts.total);
  // a report that sums up while work goes on is asked for twice; a closed campaign is over as it is
  const early = kind === 'final_report' && state !== 'closed' && tasks.length > 0;
  const write = useSubmit(campaigns.write_document, { form, done: t('document_written'), refresh: [['campaigns', 'documents']], onDone: (made) => { location.assign(addressOf(files.get, { params: { id: made.file_id } })); onClose(); } });
  const ready = (!early || sure === true) && (kind !== 'phase_summary' || Boolean(phase));
  return (
    <Modal open title={t(`document_${kind}`)} okText={t('generate')} okButtonProps={{ disabled: !ready }} confirmLoading={write.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <p className="muted">{t(`document_note_${kind}`)}</p>
      {early && <Alert type="warning" showIcon className="gap-below" title={t('unfinished_n', { tasks: tasks.length, cases: counts.total - counts.done })} description={<>{listText(tasks.slice(0, 5).map((x) => x.title))}{tasks.length > 5 && ` ${t('and_others')}`}<p><Link to="/campaigns/$id" params={{ id }} search={{ tab: 'tasks' }} className="strong-link">{t('see_unfinished')}</Link></p></>} />}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ numbered: kind !== 'task_breakdown' }} onFinish={(v) => write.mutate({ params: { id }, body: { kind, numbered: v.numbered, ...(v.phase_id ? { phase_id: v.phase_id } : {}), ...(v.unfinished ? { unfinished: true } : {}) } })}>
        {kind === 'phase_summary' && <Form.Item name="phase_id" label={t('phase')} rules={[{ required: true, message: t('phase_needed') }]}><Select aria-label={t('phase')} options={page.phases.map((p) => ({ value: p.id, label: p.title }))} /></Form.Item>}
        {early && <Form.Item name="unfinished" valuePropName="checked"><Checkbox>{t('write_unfinished')}</Checkbox></Form.Item>}
        <Form.Item name="numbered" valuePropName="checked" extra={t('numbered_note')}><Checkbox>{t('numbered')}</Checkbox></Form.Item>
      </Form>
      {(kind !== 'phase_summary' || phase) && <p><a href={addressOf(campaigns.preview_document, { params: { id }, query: { kind, phase_id: phase } })} download className="strong-link"><Icon name="download" size={16} />{t('preview_document')}</a></p>}
    </Modal>
  );
}

function Urge({ page, onClose }: { page: CampaignDetail; onClose: () => void }) {
  const t = useLabels('campaigns');
  const [form] = Form.useForm<{ unit_ids?: string[]; due_on: string }>();
  const { id } = page.campaign;
  const ranking = useQuery(query(campaigns.ranking, { params: { id } }));
  const late = (ranking.data ?? []).filter((r) => r.counts.overdue > 0);
  const urge = useSubmit(campaigns.urge, { form, done: t('urged'), onDone: onClose });
  return (
    <Modal open title={t('urge')} okText={t('urge_now')} okButtonProps={{ disabled: late.length === 0 }} confirmLoading={urge.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <p className="pre">{ranking.isPending ? t('reading') : late.length === 0 ? t('nobody_late') : t('urge_note', { n: late.length })}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ due_on: addDays(today(), 3) }} onFinish={(v) => urge.mutate({ params: { id }, body: { due_on: v.due_on, ...(v.unit_ids && v.unit_ids.length > 0 ? { unit_ids: v.unit_ids } : {}) } })}>
        <Form.Item name="due_on" label={t('new_due')} rules={[{ required: true, message: t('due_needed') }]}><DateField min={today()} allowEmpty={false} /></Form.Item>
        <Form.Item name="unit_ids" label={t('urge_units')} extra={t('urge_units_hint')}><Select mode="multiple" aria-label={t('urge_units')} showSearch={{ optionFilterProp: 'label' }} maxTagCount={6} options={late.map((r) => ({ value: r.unit_id, label: `${r.unit_name}（${t('overdue_n', { n: r.counts.overdue })}）` }))} /></Form.Item>
      </Form>
    </Modal>
  );
}

interface Batch { first: Issued; all: Issued[] }
/** The notices of one press are one line: fifty-nine of the same title would hide everything else. */
function batchesOf(list: Issued[]): Batch[] {
  const byKey = new Map<string, Batch>();
  for (const d of list) {
    const key = d.batch_id ?? d.id;
    const batch = byKey.get(key);
    if (batch) batch.all.push(d);
    else byKey.set(key, { first: d, all: [d] });
  }
  return [...byKey.values()];
}

/** Official documents written from the data, and the evidence behind them. */
export function DocumentsTab({ page }: { page: CampaignDetail }) {
  const t = useLabels('campaigns');
  const { id } = page.campaign;
  const writes = useMay('document.write');
  const list = useQuery(query(campaigns.documents, { params: { id } }));
  const [open, setOpen] = useState<Kind | 'urge'>();
  const [kind, setKind] = useState<Issued['kind']>();
  const [unit, setUnit] = useState<string>();
  const units = useMemo(() => [...new Map((list.data ?? []).flatMap((d) => (d.unit_id ? [[d.unit_id, d.unit_name ?? ''] as const] : [])))].map(([value, label]) => ({ value, label })), [list.data]);
  const shown = useMemo(() => batchesOf((list.data ?? []).filter((d) => (!kind || d.kind === kind) && (!unit || d.unit_id === unit))), [list.data, kind, unit]);
  const download = (d: Issued, text: string) => <a href={addressOf(files.get, { params: { id: d.file_id } })} download className="strong-link">{text}</a>;
  const columns: Column<Batch>[] = [
    { key: 'title', title: t('title'), card: 'title', render: ({ first, all }) => all.length === 1 ? download(first, first.title) : <details><summary>{first.title}</summary><ul className="plain-list">{all.map((d) => <li key={d.id}>{d.unit_name} {download(d, d.number ?? d.title)}</li>)}</ul></details> },
    { key: 'unit', title: t('unit'), width: 180, render: ({ first, all }) => all.length === 1 ? first.unit_name ?? '' : t('units_n', { n: all.length }) },
    { key: 'number', title: t('fact_number'), width: 200, render: ({ first, all }) => all.length === 1 ? first.number ?? <span className="muted">{t('not_numbered')}</span> : `${all.at(-1)?.number ?? ''} — ${first.number ?? ''}` },
    { key: 'kind', title: t('kind'), width: 120, render: ({ first }) => t(`document_${first.kind}`) },
    { key: 'at', title: t('created_at'), width: 160, render: ({ first }) => instantText(first.created_at) },
    { key: 'by', title: t('created_by'), width: 120, render: ({ first }) => first.created_by },
  ];
  return (
    <>
      {writes && <Panel title={t('generate_documents')}>
        <div className="row-actions">
          {kinds.map((kind) => <Button key={kind} icon={<Icon name="file" />} disabled={kind === 'phase_summary' && page.phases.length === 0} onClick={() => setOpen(kind)}>{t(`document_${kind}`)}</Button>)}
          <Button type="primary" danger icon={<Icon name="bell" />} disabled={page.campaign.state !== 'published'} onClick={() => setOpen('urge')}>{t('urge')}</Button>
          <a className="button-link plain" href={addressOf(campaigns.evidence, { params: { id } })} download><Icon name="download" size={16} />{t('evidence_zip')}</a>
        </div>
        <p className="muted small">{t('documents_note')}</p>
      </Panel>}
      {!writes && <div className="toolbar"><a className="button-link plain" href={addressOf(campaigns.evidence, { params: { id } })} download><Icon name="download" size={16} />{t('evidence_zip')}</a></div>}
      <div className="toolbar">
        <Select aria-label={t('kind')} placeholder={t('all_kinds')} allowClear className="filter" value={kind ?? null} onChange={(v?: Issued['kind'] | null) => setKind(v ?? undefined)} options={[...kinds, 'supervision_notice' as const].map((value) => ({ value, label: t(`document_${value}`) }))} />
        {units.length > 0 && <Select aria-label={t('unit')} placeholder={t('all_the_units')} allowClear className="filter-wide" showSearch={{ optionFilterProp: 'label' }} value={unit ?? null} onChange={(v?: string | null) => setUnit(v ?? undefined)} options={units} />}
      </div>
      <Loaded query={list}>{() => <DataTable caption={t('documents')} columns={columns} rows={shown} rowKey={(b) => b.first.id} empty={<Nothing text={t('no_documents')} hint={writes ? t('no_documents_hint') : ''} />} />}</Loaded>
      {writes && <TemplatesPanel />}
      {open === 'urge' && <Urge page={page} onClose={() => setOpen(undefined)} />}
      {open && open !== 'urge' && <Write page={page} kind={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}
