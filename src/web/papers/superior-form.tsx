import { Form, Input, Modal, Select } from 'antd';
import { papers, superiorKinds } from '../../modules/papers/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

export type SuperiorPage = Reply<typeof papers.superior>;
interface Values { kind: SuperiorPage['kind']; title?: string; number?: string; issuer?: string; issued_on?: string | null; received_on?: string | null; reply_by?: string | null; contact?: string; note?: string; text?: string }

/** Registers a document by hand or from its pasted text; or puts right what was read. */
export function SuperiorForm({ page, onClose, onDone }: { page?: SuperiorPage; onClose: () => void; onDone?: (page: SuperiorPage) => void }) {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const done = (saved: SuperiorPage): void => { onClose(); onDone?.(saved); };
  const create = useSubmit(papers.create_superior, { form, done: shell('saved'), onDone: done });
  const update = useSubmit(papers.update_superior, { form, done: shell('saved'), onDone: done });
  const finish = ({ text, ...v }: Values): void => {
    const fields = { ...v, title: v.title ?? '', number: v.number ?? '', issuer: v.issuer ?? '', issued_on: v.issued_on ?? null, received_on: v.received_on ?? null, reply_by: v.reply_by ?? null, contact: v.contact ?? '', note: v.note ?? '' };
    if (page) update.mutate({ params: { id: page.id }, body: { ...fields, version: page.version } });
    else create.mutate({ body: { ...fields, ...(text ? { text, issued_on: v.issued_on ?? undefined, reply_by: v.reply_by ?? undefined } : {}) } });
  };
  return (
    <Modal open width={680} title={page ? t('edit_superior') : t('new_superior')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={page ?? { kind: 'law', received_on: today() }}>
        <Form.Item name="kind" label={t('kind')}><Select options={superiorKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} /></Form.Item>
        {!page && <Form.Item name="text" label={t('paste')} extra={t('paste_hint')}><Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={1_000_000} /></Form.Item>}
        <Form.Item name="title" label={t('title')} dependencies={['text']} rules={[({ getFieldValue }) => ({ required: !getFieldValue('text'), message: t('title_needed') })]}><Input maxLength={300} /></Form.Item>
        <Form.Item name="number" label={t('number')}><Input maxLength={60} /></Form.Item>
        <Form.Item name="issuer" label={t('issuer')}><Input maxLength={120} /></Form.Item>
        <Form.Item name="issued_on" label={t('issued_on')}><DateField /></Form.Item>
        <Form.Item name="received_on" label={t('received_on')}><DateField max={today()} /></Form.Item>
        <Form.Item name="reply_by" label={t('reply_by')}><DateField /></Form.Item>
        <Form.Item name="contact" label={t('contact')}><Input maxLength={200} /></Form.Item>
        <Form.Item name="note" label={t('note')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
