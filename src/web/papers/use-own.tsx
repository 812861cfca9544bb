import { Button, Form, Modal } from 'antd';
import { useState } from 'react';
import { papers } from '../../modules/papers/contract.ts';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { TargetFields, type TargetValues } from './target-select.tsx';

/** Takes the last edition of one's own document as the paper to be sent. */
export function UseOwn({ id }: { id: string }) {
  const t = useLabels('papers');
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<TargetValues>();
  const use = useSubmit(papers.use_own, { form, onDone: () => setOpen(false) });
  return (
    <>
      <Button size="small" icon={<Icon name="file" size={16} />} onClick={() => setOpen(true)}>{t('use_own')}</Button>
      {open && <Modal open title={t('use_own_title')} okText={t('use_own')} confirmLoading={use.isPending} onCancel={() => setOpen(false)} onOk={() => form.submit()} destroyOnHidden>
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ kind: 'own' }} onFinish={(v) => use.mutate({ params: { id }, body: { own_document_id: v.own_document_id! } })}><TargetFields kinds={['own']} /></Form>
      </Modal>}
    </>
  );
}
