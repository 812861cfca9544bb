import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { identity } from '../../kernel/identity/contract.ts';
import { organisation } from '../../modules/organisation/contract.ts';
import { query, type Reply } from '../api.ts';
import { listText, useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { useSubmit } from '../ui/use-submit.ts';

type Made = Reply<typeof identity.create_accounts>;
interface Row { person_id: string; name: string; unit_id: string; unit_name: string; role: 'unit_head' | 'liaison'; user_name: string; chosen: boolean }
const userName = /^[a-z0-9][a-z0-9._-]{2,31}$/;

/** A sheet's cell that begins like a formula is text. */
const cell = (text: string): string => `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
function saveList(made: Made, titles: string[], name: string): void {
  const lines = [titles, ...made.accounts.map((a) => [a.name, a.user_name, a.password])].map((row) => row.map(cell).join(','));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`\ufeff${lines.join('\r\n')}`], { type: 'text/csv' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Accounts for whoever holds one of the units' posts: chosen from the list, with a role proposed for the security administrator to grant. */
export function BulkAccounts({ onClose }: { onClose: () => void }) {
  const t = useLabels('identity');
  const duties = useQuery(query(organisation.duties));
  const accounts = useQuery(query(identity.accounts, { query: { page: 1, size: 500 } }));
  const [edits, setEdits] = useState<Record<string, Partial<Row>>>({});
  const [made, setMade] = useState<Made>();
  const create = useSubmit(identity.create_accounts, { onDone: setMade });

  const has = new Set((accounts.data?.items ?? []).flatMap((a) => (a.person_id && a.status === 'active' ? [a.person_id] : [])));
  const rows = [...new Map((duties.data ?? []).flatMap((u) => u.posts).filter((p) => p.holder && p.duty !== 'security_officer' && p.duty !== 'other' && !has.has(p.holder.id))
    // whoever is head and liaison of a unit is proposed as its head
    .sort((a, b) => Number(a.duty !== 'liaison') - Number(b.duty !== 'liaison'))
    .map((p): [string, Row] => [p.holder!.id, { person_id: p.holder!.id, name: p.holder!.name, unit_id: p.unit_id, unit_name: duties.data!.find((u) => u.unit_id === p.unit_id)!.unit_name, role: p.duty === 'liaison' ? 'liaison' : 'unit_head', user_name: (p.holder!.employee_no || p.holder!.phone?.replace(/\D/g, '') || '').toLowerCase(), chosen: true }])).values()]
    .map((r) => ({ ...r, ...edits[r.person_id] }));
  const change = (id: string, edit: Partial<Row>): void => setEdits((old) => ({ ...old, [id]: { ...old[id], ...edit } }));
  const chosen = rows.filter((r) => r.chosen);
  const bad = chosen.filter((r) => !userName.test(r.user_name));
  const columns: Column<Row>[] = [
    { key: 'chosen', title: t('bulk_choose'), width: 60, render: (r) => <Checkbox aria-label={`${t('bulk_choose')} ${r.name}`} checked={r.chosen} onChange={(e) => change(r.person_id, { chosen: e.target.checked })} /> },
    { key: 'name', title: t('person_name'), card: 'title', render: (r) => <><strong>{r.name}</strong> <span className="muted">{r.unit_name}</span></> },
    { key: 'user', title: t('user_name'), render: (r) => <Input aria-label={`${t('user_name')} ${r.name}`} value={r.user_name} status={r.chosen && !userName.test(r.user_name) ? 'error' : ''} autoCapitalize="none" maxLength={32} onChange={(e) => change(r.person_id, { user_name: e.target.value.toLowerCase() })} /> },
    { key: 'role', title: t('bulk_role'), render: (r) => <Select aria-label={`${t('bulk_role')} ${r.name}`} value={r.role} className="full" onChange={(role) => change(r.person_id, { role })} options={(['liaison', 'unit_head'] as const).map((k) => ({ value: k, label: t(`role_${k}`) }))} /> },
  ];
  if (made) {
    return (
      <Modal open width={640} title={t('bulk_made_title')} onCancel={onClose} maskClosable={false} footer={<Button type="primary" onClick={onClose}>{t('bulk_saved_close')}</Button>}>
        <p role="status">{t('bulk_made', { n: made.accounts.length })}{made.already.length > 0 && t('bulk_already', { names: listText(made.already) })}</p>
        <p className="gap"><Icon name="warn" size={16} />{t('bulk_once')}</p>
        <p><Button type="primary" icon={<Icon name="download" />} onClick={() => saveList(made, [t('person_name'), t('user_name'), t('first_password')], `${t('first_password')}.csv`)}>{t('bulk_download')}</Button></p>
        <DataTable caption={t('bulk_made_title')} rows={made.accounts} rowKey={(a) => a.user_name} empty={null} columns={[{ key: 'name', title: t('person_name'), card: 'title', render: (a) => a.name }, { key: 'user', title: t('user_name'), render: (a) => a.user_name }, { key: 'password', title: t('first_password'), render: (a) => <code>{a.password}</code> }]} />
      </Modal>
    );
  }
  return (
    <Modal open width={820} title={t('bulk_accounts')} onCancel={onClose} destroyOnHidden okText={t('bulk_make', { n: chosen.length })} okButtonProps={{ disabled: chosen.length === 0 || chosen.length > 300 || bad.length > 0 }} confirmLoading={create.isPending}
      onOk={() => create.mutate({ body: { rows: chosen.map((r) => ({ user_name: r.user_name, name: r.name, person_id: r.person_id, role: r.role, unit_id: r.unit_id })) } })}>
      <p className="muted">{t('bulk_accounts_hint')}</p>
      {bad.length > 0 && <p className="gap"><Icon name="warn" size={16} />{t('bulk_bad', { n: bad.length })}</p>}
      <Loaded query={duties}>{() => <DataTable caption={t('bulk_accounts')} columns={columns} rows={rows} rowKey={(r) => r.person_id} empty={<Nothing text={t('bulk_nobody')} hint={t('bulk_nobody_hint')} />} />}</Loaded>
    </Modal>
  );
}
