import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { protection } from '../../modules/protection/contract.ts';
import { addressOf, query } from '../api.ts';
import { FileLink } from '../campaigns/evidence.tsx';
import { useLabels } from '../i18n.ts';
import { AddFiles } from '../ui/add-files.tsx';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AccountForm, type Account } from './account-form.tsx';
import { checkPassword } from './password-check.ts';
import { ScopeBar } from './scope-bar.tsx';

const route = getRouteApi('/shell/protection');

function EndForm({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useLabels('protection');
  const [form] = Form.useForm<{ ended_on: string; note: string }>();
  const end = useSubmit(protection.end_account, { form, done: t('ended'), onDone: onClose });
  return (
    <Modal open title={t('end_title', { name: account.name })} onCancel={onClose} onOk={() => form.submit()} okText={t('end_account')} okButtonProps={{ danger: true }} confirmLoading={end.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ ended_on: today() }} onFinish={(v) => end.mutate({ params: { id: account.id }, body: { ...v, version: account.version } })}>
        <Form.Item name="ended_on" label={t('date')} rules={[{ required: true, message: t('date_needed') }]}><DateField max={today()} allowEmpty={false} /></Form.Item>
        <Form.Item name="note" label={t('note')} rules={[{ required: true, whitespace: true, message: t('note_needed') }]}><Input maxLength={300} /></Form.Item>
      </Form>
    </Modal>
  );
}
function ReviewForm({ system, onClose }: { system: { id: string; name: string }; onClose: () => void }) {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const [form] = Form.useForm<{ note: string }>();
  const review = useSubmit(protection.review_accounts, { form, done: shell('saved'), onDone: onClose });
  return (
    <Modal open title={t('review_title', { name: system.name })} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={review.isPending} destroyOnHidden>
      <p className="muted">{t('review_hint')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => review.mutate({ params: { id: system.id }, body: v })}>
        <Form.Item name="note" label={t('note')} rules={[{ required: true, whitespace: true, message: t('note_needed') }]}><Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
function TryPassword() {
  const t = useLabels('protection');
  const rules = useQuery(query(protection.rules, {}));
  const [typed, setTyped] = useState('');
  if (!rules.data) return null;
  const r = rules.data;
  const verdict = typed ? checkPassword(typed, { length: r.password_length, kinds: r.password_kinds }) : undefined;
  return (
    <details className="fold panel"><summary>{t('check_password')}</summary>
      <p className="muted small">{t('check_hint', { length: r.password_length, kinds: r.password_kinds, days: r.password_days > 0 ? t('check_days', { n: r.password_days }) : '' })}</p>
      <label className="field-label" htmlFor="try-password">{t('password')}</label>
      <Input.Password id="try-password" autoComplete="off" maxLength={128} value={typed} onChange={(e) => setTyped(e.target.value)} />
      <p role="status">{verdict && (verdict.ok ? <Mark tone="good">{t('check_ok')}</Mark> : <Mark tone="bad">{t(`check_${verdict.why}`, { n: verdict.n })}</Mark>)}</p>
    </details>
  );
}

export function AccountsTab() {
  const t = useLabels('protection');
  const shell = useLabels('shell');
  const writes = useMay('protection.write');
  const { unit_id, system_id, ended } = route.useSearch();
  const list = useQuery(query(protection.accounts, { query: { unit_id, system_id, ended } }));
  const [open, setOpen] = useState<{ account?: Account; end?: true }>();
  const [reviewing, setReviewing] = useState<{ id: string; name: string }>();
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({})}>{t('new_account')}</Button>;
  const columns: Column<Account>[] = [
    { key: 'name', title: t('account_name'), card: 'title', render: (a) => <><strong>{a.name}</strong> <Mark tone={a.kind === 'admin' ? 'info' : 'grey'}>{t(`account_${a.kind}`)}</Mark> <span className="muted small">{t(`layer_${a.layer}`)}</span><div className="muted small">{a.system_name} · {a.unit_name}</div></> },
    { key: 'holder', title: t('holder'), width: 170, render: (a) => <>{a.holder}{a.firm && <div className="muted small">{a.firm}</div>}</> },
    { key: 'rights', title: t('rights'), render: (a) => a.rights },
    { key: 'dates', title: t('password_changed_on'), width: 130, render: (a) => a.password_changed_on ?? t('never') },
    { key: 'until', title: t('valid_until'), width: 120, render: (a) => a.ended_on ? <>{a.ended_on} <Mark>{t('ended')}</Mark><div className="muted small">{a.ended_note}</div></> : a.valid_until ?? '' },
    { key: 'faults', title: t('kind'), width: 200, render: (a) => a.faults.length > 0 ? <>{a.faults.map((k) => <Mark key={k} tone="bad">{t(`fault_${k}`)}</Mark>)}</> : null },
    { key: 'files', title: t('promise'), render: (a) => a.files.length > 0 ? <ul className="files">{a.files.map((f) => <li key={f.id}><FileLink file={f} /></li>)}</ul> : null },
    ...(writes && !ended ? [{ key: 'do', title: t('actions'), width: 220, card: 'plain' as const, render: (a: Account) => a.can_write && (
      <div className="row-actions">
        <Button size="small" aria-label={`${shell('edit')} ${a.name} ${a.system_name}`} onClick={() => setOpen({ account: a })}>{shell('edit')}</Button>
        <AddFiles to={protection.attach_account} id={a.id} name={`${a.name} ${a.system_name}`} />
        <Button size="small" danger aria-label={`${t('end_account')} ${a.name} ${a.system_name}`} onClick={() => setOpen({ account: a, end: true })}>{t('end_account')}</Button>
      </div>
    ) }] : []),
  ];
  return (
    <>
      <ScopeBar>
        {add}
        <Link className="button-link plain" to="/protection" search={{ tab: 'accounts', unit_id, system_id, ended: ended ? undefined : 'true' }}>{t(ended ? 'show_live' : 'show_ended')}</Link>
        <a className="button-link plain" href={addressOf(protection.export, { params: { list: 'accounts' }, query: { unit_id, system_id } })} download><Icon name="download" size={16} />{t('export')}</a>
      </ScopeBar>
      <p className="muted small">{t('keep_secret')}</p>
      <TryPassword />
      <Loaded query={list}>{(d) => {
        const systems = [...new Map(d.accounts.filter((a) => a.can_write).map((a) => [a.system_id, a.system_name]))];
        return (
          <>
            <DataTable caption={t('accounts')} columns={columns} rows={d.accounts} rowKey={(a) => a.id} empty={<Nothing text={t('no_accounts')} hint={t('no_accounts_hint')} action={add} />} />
            {(d.reviews.length > 0 || systems.length > 0) && !ended && (
              <Panel title={t('reviews')}>
                {systems.length > 0 && <div className="row-actions">{systems.map(([id, name]) => <Button key={id} size="small" onClick={() => setReviewing({ id, name })}>{t('review_title', { name })}</Button>)}</div>}
                <ul className="plain-list">{d.reviews.map((r, i) => <li key={i}>{d.accounts.find((a) => a.system_id === r.system_id)?.system_name} {t('review_line', { date: r.on_day, name: r.by_name, n: r.accounts, note: r.note })}</li>)}</ul>
              </Panel>
            )}
          </>
        );
      }}</Loaded>
      {open && !open.end && <AccountForm account={open.account} systemId={system_id} onClose={() => setOpen(undefined)} />}
      {open?.end && <EndForm account={open.account!} onClose={() => setOpen(undefined)} />}
      {reviewing && <ReviewForm system={reviewing} onClose={() => setReviewing(undefined)} />}
    </>
  );
}
