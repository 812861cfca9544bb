import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { identity } from '../../kernel/identity/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { Account } from './accounts-page.tsx';

export function ResetPassword({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useLabels('identity');
  const [form] = Form.useForm<{ password: string }>();
  const rule = useQuery(query(identity.setup_state)).data?.password_rule;
  const reset = useSubmit(identity.reset_password, { form, done: t('password_reset_done'), onDone: onClose });
  return (
    <Modal open title={t('reset_password_of', { name: account.name })} onCancel={onClose} onOk={() => form.submit()} okText={t('reset_password')} confirmLoading={reset.isPending} destroyOnHidden>
      <p className="muted">{t('reset_password_note')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => reset.mutate({ params: { id: account.id }, body: v })}>
        <Form.Item name="password" label={t('first_password')} extra={rule} rules={[{ required: true, message: t('password_needed') }]}><Input.Password autoComplete="new-password" /></Form.Item>
      </Form>
    </Modal>
  );
}
