import { Alert, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { identity } from '../../kernel/identity/contract.ts';
import { administrators, type Role, roles, unitRoles } from '../../kernel/permissions.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { Icon } from '../ui/icon.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Account } from './accounts-page.tsx';

interface Row { role: Role | undefined; unit_id: string | null }
const needsUnit = (role: Role | undefined): boolean => (unitRoles as readonly (Role | undefined)[]).includes(role);
const isAdministrator = (role: Role | undefined): boolean => (administrators as readonly (Role | undefined)[]).includes(role);

/** Which roles an account holds, and for which unit. */
export function RolesForm({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useLabels('identity');
  const shell = useLabels('shell');
  const [rows, setRows] = useState<Row[]>(account.roles.length > 0 ? account.roles.map((r) => ({ role: r.role, unit_id: r.unit_id })) : [{ role: undefined, unit_id: null }]);
  const save = useSubmit(identity.grant_roles, { done: t('roles_saved'), onDone: onClose });
  const change = (at: number, row: Row): void => setRows(rows.map((r, i) => (i === at ? row : r)));
  const chosen = rows.filter((r): r is { role: Role; unit_id: string | null } => r.role !== undefined);
  const lacking = chosen.some((r) => needsUnit(r.role) && !r.unit_id);
  const mixed = chosen.some((r) => isAdministrator(r.role)) && chosen.length > 1;
  return (
    <Modal open width={640} title={t('grant_roles_to', { name: account.name })} onCancel={onClose} okText={shell('save')} confirmLoading={save.isPending} okButtonProps={{ disabled: lacking || mixed }}
      onOk={() => save.mutate({ params: { id: account.id }, body: { version: account.version, roles: chosen } })}>
      <ul className="plain-list">
        {rows.map((row, i) => (
          <li key={i} className="role-row">
            <Select aria-label={`${t('role')} ${i + 1}`} placeholder={t('choose_role')} value={row.role} onChange={(role) => change(i, { role, unit_id: needsUnit(role) ? row.unit_id : null })} className="full"
              options={roles.map((r) => ({ value: r, label: t(`role_${r}`) }))} />
            {needsUnit(row.role) ? <UnitSelect label={`${t('unit')} ${i + 1}`} placeholder={t('choose_role_unit')} value={row.unit_id} onChange={(unit_id) => change(i, { ...row, unit_id })} /> : <span className="muted">{row.role ? t(`duty_${row.role}`) : ''}</span>}
            <Button type="text" danger icon={<Icon name="trash" />} aria-label={`${shell('remove')} ${i + 1}`} onClick={() => setRows(rows.filter((_, at) => at !== i))} />
          </li>
        ))}
      </ul>
      <Button icon={<Icon name="plus" />} onClick={() => setRows([...rows, { role: undefined, unit_id: null }])}>{t('add_role')}</Button>
      {mixed && <Alert type="warning" showIcon title={t('administrators_apart')} className="gap-above" />}
      {lacking && <Alert type="info" showIcon title={t('role_needs_unit')} className="gap-above" />}
    </Modal>
  );
}
