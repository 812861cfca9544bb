import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { identity } from '../../kernel/identity/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';

interface Values { old_password: string; new_password: string; again: string }

/** Changes one's own password; the rule is the server's, so it is shown in the server's words. */
export function PasswordForm({ userName, onDone }: { userName: string; onDone?: () => void }) {
  const t = useLabels('identity');
  const [form] = Form.useForm<Values>();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const rule = useQuery(query(identity.setup_state)).data?.password_rule;
  const change = useSubmit(identity.change_password, { form, rename: { password: 'new_password' }, refresh: [], onDone: () => { message.success(t('password_changed')); form.resetFields(); void cache.invalidateQueries(); onDone?.(); } });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => change.mutate({ body: { old_password: v.old_password, new_password: v.new_password } })}>
      <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
      <Form.Item name="old_password" label={t('old_password')} rules={[{ required: true, message: t('password_needed') }]}><Input.Password autoComplete="current-password" /></Form.Item>
      <Form.Item name="new_password" label={t('new_password')} extra={rule} rules={[{ required: true, message: t('password_needed') }]}><Input.Password autoComplete="new-password" /></Form.Item>
      <Form.Item name="again" label={t('password_again')} dependencies={['new_password']} rules={[{ required: true, message: t('password_needed') }, ({ getFieldValue }) => ({ validator: async (_, v) => { if (v && v !== getFieldValue('new_password')) throw new Error(t('password_differs')); } })]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending}>{t('change_password')}</Button>
    </Form>
  );
}
