import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal, Select } from 'antd';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { papers, repeats } from '../../modules/papers/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';

export type ReportPage = Reply<typeof papers.report>;
interface Values { title: string; recipient: string; due_on: string; content?: string; recurrence?: (typeof repeats)[number] | null; campaign_id?: string | null }

/** A thing to report upward; a new one may come from what is given, and may recur. */
export function ReportForm({ report, from, onClose }: { report?: ReportPage; from?: { superior_document_id?: string; matter_id?: string; title: string; recipient?: string }; onClose: () => void }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const all = useQuery({ ...query(campaigns.list, {}), enabled: !report && !from });
  const create = useSubmit(papers.create_report, { form, done: shell('saved'), onDone: (r) => { onClose(); if (!from) void navigate({ to: '/papers/reports/$id', params: { id: r.id } }); } });
  const update = useSubmit(papers.update_report, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => {
    const fields = { title: v.title, recipient: v.recipient, due_on: v.due_on, content: v.content ?? '' };
    if (report) update.mutate({ params: { id: report.id }, body: { ...fields, version: report.version } });
    else create.mutate({ body: { ...fields, recurrence: v.recurrence ?? null, campaign_id: v.campaign_id ?? null, superior_document_id: from?.superior_document_id ?? null, matter_id: from?.matter_id ?? null } });
  };
  const needed = (message: string) => [{ required: true, message }];
  return (
    <Modal open width={620} title={report ? t('edit_report') : t('new_report')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={report ?? from ?? {}}>
        <Form.Item name="title" label={t('report_title')} rules={needed(t('title_needed'))}><Input maxLength={200} /></Form.Item>
        <Form.Item name="recipient" label={t('recipient')} rules={needed(t('recipient_needed'))}><Input maxLength={120} /></Form.Item>
        <Form.Item name="due_on" label={t('due')} rules={needed(t('due_needed'))}><DateField allowEmpty={false} /></Form.Item>
        {!report && !from?.matter_id && <Form.Item name="recurrence" label={t('recurrence')}><Select allowClear placeholder={t('repeat_once')} options={repeats.map((r) => ({ value: r, label: t(`repeat_${r}`) }))} /></Form.Item>}
        {!report && !from && <Form.Item name="campaign_id" label={t('source_campaign')}><Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={shell('none')} loading={all.isPending} options={(all.data ?? []).map((k) => ({ value: k.id, label: k.title }))} /></Form.Item>}
        <Form.Item name="content" label={t('report_content')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
