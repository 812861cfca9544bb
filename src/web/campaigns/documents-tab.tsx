import { useQuery } from '@tanstack/react-query';
import { Button, Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { files } from '../../kernel/files/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
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
  const [form] = Form.useForm<{ phase_id?: string }>();
  const write = useSubmit(campaigns.write_document, { form, done: t('document_written'), refresh: [['campaigns', 'documents']], onDone: (made) => { location.assign(addressOf(files.get, { params: { id: made.file_id } })); onClose(); } });
  return (
    <Modal open title={t(`document_${kind}`)} okText={t('generate')} confirmLoading={write.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <p className="muted">{t(`document_note_${kind}`)}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => write.mutate({ params: { id: page.campaign.id }, body: { kind, ...(v.phase_id ? { phase_id: v.phase_id } : {}) } })}>
        {kind === 'phase_summary' && <Form.Item name="phase_id" label={t('phase')} rules={[{ required: true, message: t('phase_needed') }]}><Select aria-label={t('phase')} options={page.phases.map((p) => ({ value: p.id, label: p.title }))} /></Form.Item>}
      </Form>
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
      <p>{ranking.isPending ? t('reading') : late.length === 0 ? t('nobody_late') : t('urge_note', { n: late.length })}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ due_on: addDays(today(), 3) }} onFinish={(v) => urge.mutate({ params: { id }, body: { due_on: v.due_on, ...(v.unit_ids && v.unit_ids.length > 0 ? { unit_ids: v.unit_ids } : {}) } })}>
        <Form.Item name="due_on" label={t('new_due')} rules={[{ required: true, message: t('due_needed') }]}><DateField min={today()} allowEmpty={false} /></Form.Item>
        <Form.Item name="unit_ids" label={t('urge_units')} extra={t('urge_units_hint')}><Select mode="multiple" aria-label={t('urge_units')} showSearch={{ optionFilterProp: 'label' }} maxTagCount={6} options={late.map((r) => ({ value: r.unit_id, label: `${r.unit_name}（${t('overdue_n', { n: r.counts.overdue })}）` }))} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** Official documents written from the data, and the evidence behind them. */
export function DocumentsTab({ page }: { page: CampaignDetail }) {
  const t = useLabels('campaigns');
  const { id } = page.campaign;
  const writes = useMay('document.write');
  const list = useQuery(query(campaigns.documents, { params: { id } }));
  const [open, setOpen] = useState<Kind | 'urge'>();
  const columns: Column<Issued>[] = [
    { key: 'title', title: t('title'), card: 'title', render: (d) => <a href={addressOf(files.get, { params: { id: d.file_id } })} download className="strong-link">{d.title}</a> },
    { key: 'number', title: t('fact_number'), width: 200, render: (d) => d.number },
    { key: 'kind', title: t('kind'), width: 150, render: (d) => t(`document_${d.kind}`) },
    { key: 'at', title: t('created_at'), width: 160, render: (d) => instantText(d.created_at) },
    { key: 'by', title: t('created_by'), width: 120, render: (d) => d.created_by },
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
      <Loaded query={list}>{(rows) => <DataTable caption={t('documents')} columns={columns} rows={rows} rowKey={(d) => d.id} empty={<Nothing text={t('no_documents')} hint={writes ? t('no_documents_hint') : ''} />} />}</Loaded>
      {writes && <TemplatesPanel />}
      {open === 'urge' && <Urge page={page} onClose={() => setOpen(undefined)} />}
      {open && open !== 'urge' && <Write page={page} kind={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}
