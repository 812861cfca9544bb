import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { identity } from '../../kernel/identity/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { PersonSelect } from '../organisation/person-select.tsx';
import { DateField } from '../ui/date-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Account } from './accounts-page.tsx';

interface Values { user_name: string; name: string; password: string; person_id?: string | null; valid_until?: string | null }

/** Creates an account, or changes the name and the last day of one. */
export function AccountForm({ account, onClose }: { account?: Account; onClose: () => void }) {
  const t = useLabels('identity');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const rule = useQuery(query(identity.setup_state)).data?.password_rule;
  const create = useSubmit(identity.create_account, { form, done: t('account_created'), onDone: onClose });
  const update = useSubmit(identity.update_account, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => {
    if (account) update.mutate({ params: { id: account.id }, body: { version: account.version, name: v.name, valid_until: v.valid_until ?? null } });
    else create.mutate({ body: { user_name: v.user_name, name: v.name, password: v.password, person_id: v.person_id ?? null, valid_until: v.valid_until ?? null } });
  };
  return (
    <Modal open title={account ? t('edit_account', { name: account.user_name }) : t('new_account')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={account ? { name: account.name, valid_until: account.valid_until } : {}}>
        {!account && <Form.Item name="person_id" label={t('linked_person')} extra={t('linked_person_hint')}>
          <PersonSelect label={t('linked_person')} onFound={(person) => form.setFieldValue('name', person.name)} />
        </Form.Item>}
        <Form.Item name="name" label={t('person_name')} rules={[{ required: true, message: t('person_name_needed') }]}><Input maxLength={40} autoComplete="off" /></Form.Item>
        {!account && <Form.Item name="user_name" label={t('user_name')} rules={[{ required: true, message: t('user_name_needed') }, { pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$/, message: t('user_name_rule') }]}><Input autoComplete="off" autoCapitalize="none" /></Form.Item>}
        {!account && <Form.Item name="password" label={t('first_password')} extra={rule ? `${rule} ${t('first_password_hint')}` : t('first_password_hint')} rules={[{ required: true, message: t('password_needed') }]}><Input.Password autoComplete="new-password" /></Form.Item>}
        <Form.Item name="valid_until" label={t('valid_until')} extra={t('valid_until_hint')}><DateField /></Form.Item>
      </Form>
    </Modal>
  );
}
