import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Alert, Button, Form, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { identity } from '../../kernel/identity/contract.ts';
import { ApiError } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { meQuery } from '../session.ts';
import { Gate } from '../shell/gate.tsx';
import { errorText } from '../ui/error-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

const route = getRouteApi('/sign-in');
interface Values { user_name: string; password: string; totp?: string }
/** Only an address of our own: never one that leads away. */
const inside = (next: string | undefined): string => (next && /^\/(?![/\\])/.test(next) ? next : '/');

export function SignInPage() {
  const t = useLabels('identity');
  const { next, ended } = route.useSearch();
  const router = useRouter();
  const cache = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [code, setCode] = useState(false);
  const [problem, setProblem] = useState('');
  const codeField = useRef<InputRef>(null);
  useEffect(() => { if (code) codeField.current?.focus(); }, [code]);
  const enter = useSubmit(identity.sign_in, {
    form, refresh: [],
    onDone: (me) => { cache.clear(); cache.setQueryData(meQuery.queryKey, me); void router.navigate({ to: inside(next) }); },
    onProblem: (e) => {
      if (e instanceof ApiError && e.problem.code === 'identity.totp_required') { setCode(true); setProblem(''); return true; }
      setProblem(errorText(e));
      return true;
    },
  });
  return (
    <Gate title={t('sign_in')}>
      {ended && !problem && <Alert type="info" showIcon role="status" title={t('session_ended')} description={t('session_ended_note')} className="gap-below" />}
      {problem && <Alert type="error" showIcon title={problem} role="alert" className="gap-below" />}
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(v) => enter.mutate({ body: { user_name: v.user_name, password: v.password, ...(v.totp ? { totp: v.totp } : {}) } })}>
        <Form.Item name="user_name" label={t('user_name')} rules={[{ required: true, message: t('user_name_needed') }]}><Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} /></Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('password_needed') }]}><Input.Password autoComplete="current-password" /></Form.Item>
        {code && <Form.Item name="totp" label={t('totp_code')} extra={t('totp_code_hint')} rules={[{ required: true, message: t('totp_code_hint') }]}><Input ref={codeField} inputMode="numeric" autoComplete="one-time-code" maxLength={6} /></Form.Item>}
        <Button type="primary" htmlType="submit" block loading={enter.isPending}>{t('sign_in')}</Button>
      </Form>
      <p className="gate-foot muted">{t('forgot_hint')}</p>
    </Gate>
  );
}
