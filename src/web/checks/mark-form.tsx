import { Checkbox, Form, Input, Modal } from 'antd';
import { checks } from '../../modules/checks/contract.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { addDays, today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { Finding } from './marks.tsx';

export function MarkForm({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const t = useLabels('checks');
  const [form] = Form.useForm<{ reason: string; until: string; whole: boolean }>();
  const mark = useSubmit(checks.mark_finding, { form, done: t('marked'), onDone: onClose });
  return (
    <Modal open title={`${t('mark_title')}：${finding.title}`} onCancel={onClose} onOk={() => form.submit()} okText={t('false_positive')} confirmLoading={mark.isPending} destroyOnHidden>
      <p className="muted">{t('mark_hint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ until: addDays(today(), 180), whole: false }} onFinish={(v) => mark.mutate({ params: { id: finding.id }, body: v })}>
        <Form.Item name="reason" label={t('reason')} rules={[{ required: true, whitespace: true, message: t('reason_needed') }]}><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} /></Form.Item>
        <Form.Item name="until" label={t('mark_until')}><DateField allowEmpty={false} /></Form.Item>
        <Form.Item name="whole" valuePropName="checked"><Checkbox>{t('mark_whole')}</Checkbox></Form.Item>
      </Form>
    </Modal>
  );
}
