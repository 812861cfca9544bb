import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal, Select } from 'antd';
import { papers } from '../../modules/papers/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

function useOpened(onClose: () => void) {
  const navigate = useNavigate();
  return (made: { id: string }): void => { onClose(); void navigate({ to: '/papers/own/$id', params: { id: made.id } }); };
}

export function WriteAnnual({ onClose }: { onClose: () => void }) {
  const t = useLabels('papers');
  const r = useLabels('responsibility');
  const [form] = Form.useForm<{ year: number; addressee?: string }>();
  const write = useSubmit(papers.write_annual, { form, onDone: useOpened(onClose) });
  const now = Number(today().slice(0, 4));
  return (
    <Modal open title={t('write_annual_title')} okText={t('generate')} confirmLoading={write.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <p className="muted">{t('write_annual_note')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ year: now }} onFinish={(v) => write.mutate({ body: { year: v.year, addressee: v.addressee ?? '' } })}>
        <Form.Item name="year" label={r('year')}><Select options={[now, now - 1, now - 2, now - 3].map((y) => ({ value: y, label: r('year_n', { year: y }) }))} /></Form.Item>
        <Form.Item name="addressee" label={t('addressee')}><Input maxLength={120} /></Form.Item>
      </Form>
    </Modal>
  );
}

export function WriteSummary({ onClose }: { onClose: () => void }) {
  const t = useLabels('papers');
  const [form] = Form.useForm<{ superior_ids: string[]; addressee?: string }>();
  const list = useQuery(query(papers.superiors, { query: {} }));
  const write = useSubmit(papers.write_summary, { form, onDone: useOpened(onClose) });
  return (
    <Modal open title={t('write_summary_title')} okText={t('generate')} confirmLoading={write.isPending} onCancel={onClose} onOk={() => form.submit()} destroyOnHidden>
      <p className="muted">{t('write_summary_note')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => write.mutate({ body: { superior_ids: v.superior_ids, addressee: v.addressee ?? '' } })}>
        <Form.Item name="superior_ids" label={t('choose_superiors')} rules={[{ required: true, type: 'array', min: 1, message: t('choose_needed') }]}><Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} loading={list.isPending} placeholder={t('choose')} options={(list.data ?? []).map((d) => ({ value: d.id, label: d.title }))} /></Form.Item>
        <Form.Item name="addressee" label={t('addressee')}><Input maxLength={120} /></Form.Item>
      </Form>
    </Modal>
  );
}
