import { Alert, Button, Form, Input, Skeleton } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { identity } from '../../kernel/identity/contract.ts';
import type { Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';

// only who turns it on needs a QR code
const TotpCode = lazy(() => import('./totp-code.tsx').then((m) => ({ default: m.TotpCode })));

function PasswordAsk({ button, danger, busy, onFinish }: { button: string; danger?: boolean; busy: boolean; onFinish: (password: string) => void }) {
  const t = useLabels('identity');
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(v: { password: string }) => onFinish(v.password)}>
      <Form.Item name="password" label={t('password')} extra={t('totp_password_hint')} rules={[{ required: true, message: t('password_needed') }]}><Input.Password autoComplete="current-password" /></Form.Item>
      <Button htmlType="submit" danger={danger ?? false} type={danger ? 'default' : 'primary'} loading={busy}>{button}</Button>
    </Form>
  );
}

/** A second factor: start with the password, enter the secret into an authenticator, confirm with one code. */
export function TotpPanel({ enabled }: { enabled: boolean }) {
  const t = useLabels('identity');
  const [secret, setSecret] = useState<Reply<typeof identity.totp_start>>();
  const [form] = Form.useForm<{ code: string }>();
  const start = useSubmit(identity.totp_start, { refresh: [], onDone: setSecret });
  const confirm = useSubmit(identity.totp_confirm, { form, done: t('totp_enabled'), refresh: [['identity', 'me']], onDone: () => setSecret(undefined) });
  const remove = useSubmit(identity.totp_remove, { done: t('totp_removed'), refresh: [['identity', 'me']] });
  return (
    <Panel title={t('totp')} extra={<Mark tone={enabled ? 'good' : 'grey'}>{enabled ? t('on') : t('off')}</Mark>}>
      <p className="muted">{t('totp_note')}</p>
      {enabled ? <PasswordAsk danger button={t('totp_remove')} busy={remove.isPending} onFinish={(password) => remove.mutate({ body: { password } })} />
        : !secret ? <PasswordAsk button={t('totp_start')} busy={start.isPending} onFinish={(password) => start.mutate({ body: { password } })} />
          : <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => confirm.mutate({ body: v })}>
            <Alert type="info" title={t('totp_steps')} className="gap-below" />
            <div className="totp">
              <Suspense fallback={<Skeleton.Node active />}><TotpCode uri={secret.uri} label={t('totp_qr')} /></Suspense>
              <div><p><span className="muted">{t('totp_secret')}</span><br /><code className="secret break">{secret.secret.replace(/(.{4})/g, '$1 ').trim()}</code></p><p><a href={secret.uri}>{t('totp_open')}</a></p></div>
            </div>
            <Form.Item name="code" label={t('totp_code')} rules={[{ required: true, message: t('totp_code_hint') }]}><Input autoFocus inputMode="numeric" maxLength={6} autoComplete="one-time-code" /></Form.Item>
            <Button type="primary" htmlType="submit" loading={confirm.isPending}>{t('totp_confirm')}</Button>
          </Form>}
    </Panel>
  );
}
