import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { useCallback, useState } from 'react';
import { identity } from '../../kernel/identity/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { may, useMe } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Mark } from '../ui/mark.tsx';
import { instantText, today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AccountForm } from './account-form.tsx';
import { BulkAccounts } from './bulk-accounts.tsx';
import { ResetPassword } from './reset-password.tsx';
import { RolesForm } from './roles-form.tsx';

export type Account = Reply<typeof identity.accounts>['items'][number];
type Open = { what: 'new' | 'many' } | { what: 'edit' | 'roles' | 'password'; account: Account };
const route = getRouteApi('/shell/accounts');

const isAhead = (at: string): boolean => Date.parse(at) > Date.now();

function Status({ account }: { account: Account }) {
  const t = useLabels('identity');
  if (account.status === 'disabled') return <Mark tone="grey">{t('disabled')}</Mark>;
  if (account.locked_until && isAhead(account.locked_until)) return <Mark tone="bad">{t('locked')}</Mark>;
  if (account.valid_until && account.valid_until < today()) return <Mark tone="bad">{t('expired')}</Mark>;
  return <Mark tone="good">{t('active')}</Mark>;
}

/** Accounts: the system administrator keeps them, the security administrator grants their roles. */
export function AccountsPage() {
  const t = useLabels('identity');
  const shell = useLabels('shell');
  const me = useMe();
  const { modal, message } = App.useApp();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/accounts' });
  const [open, setOpen] = useState<Open>();
  const size = 50;
  const list = useQuery(query(identity.accounts, { query: { page: search.page ?? 1, size, q: search.q } }));
  const grantAll = useSubmit(identity.grant_suggested, { onDone: (r) => void message.success(t('suggested_granted', { n: r.granted })) });
  const update = useSubmit(identity.update_account, { done: shell('saved') });
  const onSearch = useCallback((q: string | undefined) => void navigate({ search: { q }, replace: true }), [navigate]);
  const writes = may(me, 'account.write');
  const grants = may(me, 'account.grant');

  const toggle = (a: Account): void => {
    const disable = a.status === 'active';
    void modal.confirm({
      title: t(disable ? 'disable_ask' : 'enable_ask', { name: a.name }), content: disable ? t('disable_note') : undefined, okButtonProps: { danger: disable }, okText: t(disable ? 'disable' : 'enable'),
      onOk: () => update.mutateAsync({ params: { id: a.id }, body: { version: a.version, status: disable ? 'disabled' : 'active' } }).catch(() => undefined),
    });
  };
  const dropTotp = (a: Account): void => void modal.confirm({
    title: t('drop_totp_ask', { name: a.name }), content: t('drop_totp_note'), okText: t('drop_totp'), okButtonProps: { danger: true },
    onOk: () => update.mutateAsync({ params: { id: a.id }, body: { version: a.version, drop_totp: true } }).catch(() => undefined),
  });
  const columns: Column<Account>[] = [
    { key: 'name', title: t('person_name'), card: 'title', render: (a) => <><strong>{a.name}</strong> <span className="muted">{a.user_name}</span></> },
    { key: 'roles', title: t('roles'), render: (a) => a.roles.length === 0 ? <><Mark tone="warn">{t('no_role')}</Mark>{a.suggested && <span className="muted small"> {t('suggested', { role: t(`role_${a.suggested.role}`), unit: a.suggested.unit_name ?? '' })}</span>}</> : a.roles.map((r) => <Mark key={`${r.role}${r.unit_id}`}>{t(`role_${r.role}`)}{r.unit_name ? `·${r.unit_name}` : ''}</Mark>) },
    { key: 'status', title: t('status'), render: (a) => <Status account={a} /> },
    { key: 'valid', title: t('valid_until'), render: (a) => a.valid_until ?? t('no_end') },
    { key: 'totp', title: t('totp'), render: (a) => a.totp_enabled ? t('on') : t('off') },
    { key: 'seen', title: t('last_seen'), render: (a) => instantText(a.last_seen_at) || t('never') },
    { key: 'do', title: t('actions'), card: 'plain', render: (a) => (
      <div className="row-actions">
        {grants && <Button size="small" onClick={() => setOpen({ what: 'roles', account: a })}>{t('grant_roles')}</Button>}
        {writes && <Button size="small" onClick={() => setOpen({ what: 'edit', account: a })}>{shell('edit')}</Button>}
        {writes && (
          <Dropdown trigger={['click']} menu={{ items: [
            { key: 'password', label: t('reset_password'), onClick: () => setOpen({ what: 'password', account: a }) },
            ...(a.locked_until ? [{ key: 'unlock', label: t('unlock'), onClick: () => update.mutate({ params: { id: a.id }, body: { version: a.version, unlock: true } }) }] : []),
            ...(a.totp_enabled && a.id !== me.id ? [{ key: 'totp', label: t('drop_totp'), onClick: () => dropTotp(a) }] : []),
            { key: 'toggle', label: t(a.status === 'active' ? 'disable' : 'enable'), danger: a.status === 'active', disabled: a.id === me.id, onClick: () => toggle(a) },
          ] }}><Button size="small" aria-label={`${shell('more')} ${a.name}`}>{shell('more')}</Button></Dropdown>
        )}
      </div>
    ) },
  ];
  return (
    <Page title={shell('accounts')} note={t(grants ? 'accounts_note_grant' : 'accounts_note')} extra={writes && <><Button onClick={() => setOpen({ what: 'many' })}>{t('bulk_accounts')}</Button><Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({ what: 'new' })}>{t('new_account')}</Button></>}>
      <div className="toolbar"><SearchField label={t('search_accounts')} value={search.q} onSearch={onSearch} /></div>
      <Loaded query={list}>{(data) => <>
        {grants && data.items.some((a) => a.suggested) && <p className="toolbar"><Button type="primary" loading={grantAll.isPending} onClick={() => {
          const waiting = data.items.filter((a) => a.suggested);
          void modal.confirm({ title: t('suggested_ask', { n: waiting.length }), content: waiting.slice(0, 12).map((a) => `${a.name}：${t(`role_${a.suggested!.role}`)}${a.suggested!.unit_name ? `·${a.suggested!.unit_name}` : ''}`).join('；') + (waiting.length > 12 ? '……' : ''), okText: t('grant_roles'), onOk: () => grantAll.mutateAsync({ body: { ids: waiting.map((a) => a.id) } }).catch(() => undefined) });
        }}>{t('suggested_grant', { n: data.items.filter((a) => a.suggested).length })}</Button></p>}
        <DataTable caption={shell('accounts')} columns={columns} rows={data.items} rowKey={(a) => a.id} empty={<Nothing text={t('no_accounts')} hint={writes ? t('no_accounts_hint') : ''} />} />
        <Pager page={data.page} size={data.size} total={data.total} onPage={(page) => void navigate({ search: { q: search.q, page } })} />
      </>}</Loaded>
      {open?.what === 'many' && <BulkAccounts onClose={() => setOpen(undefined)} />}
      {open?.what === 'new' && <AccountForm onClose={() => setOpen(undefined)} />}
      {open?.what === 'edit' && <AccountForm account={open.account} onClose={() => setOpen(undefined)} />}
      {open?.what === 'roles' && <RolesForm account={open.account} onClose={() => setOpen(undefined)} />}
      {open?.what === 'password' && <ResetPassword account={open.account} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}
