import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import type { Permission } from '../../kernel/permissions.ts';
import { identity } from '../../kernel/identity/contract.ts';
import { query } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { useMe } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

interface Values { name: string; scopes: string[]; valid_days: number }
const isPast = (at: string | null): boolean => at !== null && Date.parse(at) < Date.now();
const again = [['identity', 'tokens']];

/** Tokens for programs; the text of one is shown once. */
export function ApiTokens() {
  const t = useLabels('identity');
  const shell = useLabels('shell');
  const rights = useLabels('rights');
  const me = useMe();
  const { modal } = App.useApp();
  const [open, setOpen] = useState(false);
  const [token, setToken] = useState('');
  const [form] = Form.useForm<Values>();
  const list = useQuery(query(identity.tokens));
  const create = useSubmit(identity.create_token, { form, refresh: again, onDone: (made) => { setOpen(false); setToken(made.token); } });
  const revoke = useSubmit(identity.revoke_token, { done: t('token_revoked'), refresh: again });
  return (
    <Panel title={t('tokens')} extra={<Button icon={<Icon name="plus" />} onClick={() => setOpen(true)}>{t('new_token')}</Button>}>
      <p className="muted">{t('tokens_note')} <a href="/docs">{t('docs_link')}</a></p>
      {token && <Alert type="success" closable={{ onClose: () => setToken('') }} title={t('token_once')} description={<code className="secret break">{token}</code>} className="gap-below" />}
      <Loaded query={list} rows={2}>{(tokens) => tokens.length === 0 ? <p className="muted">{t('no_tokens')}</p> : (
        <ul className="plain-list lined">
          {tokens.map((k) => (
            <li key={k.id} className="line-item">
              <div><strong>{k.name}</strong> {isPast(k.expires_at) && <Mark tone="bad">{t('expired')}</Mark>}<div>{k.scopes.map((s) => <Mark key={s}>{wordFor('rights', s, s)}</Mark>)}</div><div className="muted small">{t('valid_until')} {instantText(k.expires_at) || t('no_end')} · {t('last_used')} {instantText(k.last_used_at) || t('never')}</div></div>
              <Button size="small" danger onClick={() => void modal.confirm({ title: t('revoke_token_ask', { name: k.name }), okText: t('revoke_token'), okButtonProps: { danger: true }, onOk: () => revoke.mutateAsync({ params: { id: k.id } }).catch(() => undefined) })}>{t('revoke_token')}</Button>
            </li>
          ))}
        </ul>
      )}</Loaded>
      <Modal open={open} title={t('new_token')} onCancel={() => setOpen(false)} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending} destroyOnHidden>
        <Form form={form} layout="vertical" requiredMark={false} preserve={false} initialValues={{ valid_days: 90 }} onFinish={(v) => create.mutate({ body: v })}>
          <Form.Item name="name" label={t('token_name')} rules={[{ required: true, message: t('token_name_needed') }]}><Input maxLength={60} /></Form.Item>
          <Form.Item name="scopes" label={t('token_scopes')} rules={[{ required: true, message: t('token_scopes_needed') }]}><Select mode="multiple" optionFilterProp="label" options={me.permissions.map((p) => ({ value: p, label: rights(p as Permission) }))} /></Form.Item>
          <Form.Item name="valid_days" label={t('token_days')} extra={t('token_days_hint')}><InputNumber min={1} max={366} /></Form.Item>
        </Form>
      </Modal>
    </Panel>
  );
}
