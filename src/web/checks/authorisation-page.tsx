import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { checks } from '../../modules/checks/contract.ts';
import { addressOf, query } from '../api.ts';
import { useLabels, wordFor } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { instantText } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AuthorisationState, type Authorisation } from './marks.tsx';
import { portsText, ScopeForm } from './scope-form.tsx';

const route = getRouteApi('/shell/checks/authorisations/$id');
type Action = Authorisation['can'][number];
const needsNote: readonly Action[] = ['object', 'refuse', 'revoke'];

function Step({ a, action, onClose }: { a: Authorisation; action: Action; onClose: () => void }) {
  const t = useLabels('checks');
  const [form] = Form.useForm<{ note?: string }>();
  const move = useSubmit(checks.move_authorisation, { form, done: t('moved'), onDone: onClose });
  const must = needsNote.includes(action);
  return (
    <Modal open title={`${t(`action_${action}`)}：${a.system_name}`} onCancel={onClose} onOk={() => form.submit()} okText={t(`action_${action}`)} okButtonProps={{ danger: action === 'revoke' }} confirmLoading={move.isPending} destroyOnHidden>
      {action === 'confirm' && <p className="muted">{t('confirm_hint')}</p>}
      {action === 'approve' && <p className="muted">{t('approve_hint')}</p>}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => move.mutate({ params: { id: a.id }, body: { version: a.version, action, ...(v.note?.trim() && { note: v.note }) } })}>
        <Form.Item name="note" label={t('note')} rules={must ? [{ required: true, whitespace: true, message: t('note_needed') }] : []}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
function Facts({ a }: { a: Authorisation }) {
  const t = useLabels('checks');
  const shell = useLabels('shell');
  return (
    <dl className="facts">
      <div><dt>{t('purpose')}</dt><dd>{a.purpose || shell('none')}</dd></div>
      <div><dt>{t('hosts')}</dt><dd className="break">{a.hosts.join('、') || shell('none')}</dd></div>
      <div><dt>{t('networks')}</dt><dd className="break">{a.networks.join('、') || shell('none')}</dd></div>
      <div><dt>{t('ports')}</dt><dd>{portsText(a.ports)}</dd></div>
      <div><dt>{t('valid')}</dt><dd>{a.valid_from} — {a.valid_until}</dd></div>
      <div><dt>{t('windows')}</dt><dd>{a.windows.length === 0 ? t('any_hour') : a.windows.map((w, i) => <div key={i}>{w.days.map((d) => t(`day_${d as 1}`)).join(' ')} {w.from}—{w.to}</div>)}</dd></div>
      <div><dt>{t('rates')}</dt><dd>{t('requests_per_second')} {a.rates.requests_per_second}，{t('connections_per_second')} {a.rates.connections_per_second}</dd></div>
    </dl>
  );
}
function Shown({ a }: { a: Authorisation }) {
  const t = useLabels('checks');
  const manages = useMay('check.manage');
  const [step, setStep] = useState<Action>();
  const [first, ...others] = a.can;
  return (
    <Page title={`${t('authorisation')}：${a.system_name}`} note={<><Link to="/checks" search={{ tab: 'authorisations' }} className="strong-link">{t('tab_authorisations')}</Link> · {a.number} <AuthorisationState a={a} /></>}
      extra={<div className="row-actions">
        {first && <Button type="primary" danger={first === 'revoke'} disabled={first === 'submit' && a.missing.length > 0} onClick={() => setStep(first)}>{t(`action_${first}`)}</Button>}
        {others.map((o) => <Button key={o} danger={o === 'revoke'} onClick={() => setStep(o)}>{t(`action_${o}`)}</Button>)}
        <a className="button-link plain" href={addressOf(checks.authorisation_page, { params: { id: a.id } })} download><Icon name="download" size={16} />{t('page')}</a>
        {manages && a.signature && <a className="button-link plain" href={addressOf(checks.authorisation_file, { params: { id: a.id } })} download><Icon name="download" size={16} />{t('file')}</a>}
      </div>}>
      {a.missing.length > 0 && <Panel title={t('missing')}><ul className="gap-list">{a.missing.map((m) => <li key={m}><span className="gap"><Icon name="warn" size={16} />{m}</span></li>)}</ul></Panel>}
      <Panel title={t('scope')} extra={<Link to="/checks/systems/$id" params={{ id: a.system_id }} className="strong-link">{a.system_name}</Link>}>{a.can_edit ? <ScopeForm key={a.version} a={a} /> : <Facts a={a} />}</Panel>
      <Panel title={t('approved_by')}>
        <dl className="facts">
          <div><dt>{t('confirmed_by')}</dt><dd>{a.confirmed_by_name} {instantText(a.confirmed_at)}</dd></div>
          <div><dt>{t('approved_by')}</dt><dd>{a.approved_by_name} {instantText(a.approved_at)}</dd></div>
          {a.signature && <div><dt>{t('signature')}</dt><dd className="break">{a.signature}</dd></div>}
        </dl>
      </Panel>
      <Panel title={t('timeline')}>
        <ol className="timeline">{[...a.timeline].reverse().map((e) => <li key={e.id}><div><strong>{e.actor_name}</strong> {wordFor('checks', `event_${e.action}`, e.action)} <span className="muted small">{instantText(e.at)}</span></div>{e.note && <div className="pre">{e.note}</div>}</li>)}</ol>
      </Panel>
      {step && <Step a={a} action={step} onClose={() => setStep(undefined)} />}
    </Page>
  );
}
export function AuthorisationPage() {
  const { id } = route.useParams();
  const page = useQuery(query(checks.authorisation, { params: { id } }));
  return <Loaded query={page}>{(a) => <Shown a={a} />}</Loaded>;
}
