import { Form, Input, Modal, Select } from 'antd';
import { ownKinds, papers } from '../../modules/papers/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';

export type OwnPage = Reply<typeof papers.own>;
interface Values { kind: OwnPage['kind']; title: string; number?: string | null; valid_from?: string | null; valid_until?: string | null; note?: string }

export function OwnForm({ page, onClose, onDone }: { page?: OwnPage; onClose: () => void; onDone?: (page: OwnPage) => void }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const done = (saved: OwnPage): void => { onClose(); onDone?.(saved); };
  const create = useSubmit(papers.create_own, { form, done: shell('saved'), onDone: done });
  const update = useSubmit(papers.update_own, { form, done: shell('saved'), onDone: done });
  const finish = (v: Values): void => {
    const body = { kind: v.kind, title: v.title, number: v.number ?? '', valid_from: v.valid_from ?? null, valid_until: v.valid_until ?? null, note: v.note ?? '' };
    if (page) update.mutate({ params: { id: page.id }, body: { ...body, version: page.version } });
    else create.mutate({ body });
  };
  return (
    <Modal open width={600} title={page ? t('edit_own') : t('new_own')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={page ?? { kind: 'work_plan' }}>
        <Form.Item name="kind" label={t('kind')}><Select options={ownKinds.map((k) => ({ value: k, label: t(`own_${k}`) }))} /></Form.Item>
        <Form.Item name="title" label={t('title')} rules={[{ required: true, message: t('title_needed') }]}><Input maxLength={300} /></Form.Item>
        <Form.Item name="number" label={t('number')}><Input maxLength={60} /></Form.Item>
        <Form.Item name="valid_from" label={t('valid_from')}><DateField /></Form.Item>
        <Form.Item name="valid_until" label={t('valid_until')}><DateField /></Form.Item>
        <Form.Item name="note" label={t('remark')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
