import { useQuery } from '@tanstack/react-query';
import { Navigate, useRouter } from '@tanstack/react-router';
import { App, Button, Form, Input } from 'antd';
import { identity } from '../../kernel/identity/contract.ts';
import { administrators } from '../../kernel/permissions.ts';
import { type Input as InputOf, query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Gate } from '../shell/gate.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Values = InputOf<typeof identity.set_up>['body'];

/** The first page of a new installation: the organisation and its three separated administrators. */
export function SetUpPage() {
  const t = useLabels('identity');
  const router = useRouter();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const state = useQuery(query(identity.setup_state));
  const create = useSubmit(identity.set_up, { form, refresh: [['identity']], onDone: () => { message.success(t('set_up_done')); void router.navigate({ to: '/sign-in' }); } });
  return (
    <Gate wide title={t('set_up_title')} note={t('set_up_note')}>
      <Loaded query={state}>{({ needed, password_rule }) => !needed && !create.isSuccess ? <Navigate to="/sign-in" /> : (
        <Form form={form} layout="vertical" requiredMark={false} scrollToFirstError onFinish={(v) => create.mutate({ body: v })}
          initialValues={{ organisation_name: '', system_admin: { user_name: 'sysadmin' }, security_admin: { user_name: 'secadmin' }, audit_admin: { user_name: 'auditadmin' } }}>
          <Form.Item name="organisation_name" label={t('organisation_name')} extra={t('organisation_name_hint')} rules={[{ required: true, message: t('organisation_name_needed') }]}><Input autoComplete="organization" maxLength={100} /></Form.Item>
          <p className="rule-note">{t('password_rule')}{password_rule}</p>
          <div className="three">
            {administrators.map((role) => (
              <fieldset key={role}>
                <legend>{t(`role_${role}`)}</legend><p className="muted">{t(`duty_${role}`)}</p>
                <Form.Item name={[role, 'name']} label={t('person_name')} rules={[{ required: true, message: t('person_name_needed') }]}><Input maxLength={40} autoComplete="off" /></Form.Item>
                <Form.Item name={[role, 'user_name']} label={t('user_name')} rules={[{ required: true, message: t('user_name_needed') }, { pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$/, message: t('user_name_rule') }]}><Input autoComplete="off" autoCapitalize="none" spellCheck={false} /></Form.Item>
                <Form.Item name={[role, 'password']} label={t('password')} rules={[{ required: true, message: t('password_needed') }]}><Input.Password autoComplete="new-password" /></Form.Item>
              </fieldset>
            ))}
          </div>
          <Button type="primary" size="large" htmlType="submit" loading={create.isPending}>{t('set_up_submit')}</Button>
        </Form>
      )}</Loaded>
    </Gate>
  );
}
