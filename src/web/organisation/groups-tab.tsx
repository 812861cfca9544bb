import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { groupRoles, organisation } from '../../modules/organisation/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Panel } from '../ui/page.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { PersonSelect } from './person-select.tsx';

type Group = Reply<typeof organisation.groups>[number];
interface Values { name: string; source?: string; office?: string; members: { role: (typeof groupRoles)[number]; label: string; person_id?: string | null; post_id?: string | null }[] }

function GroupForm({ group, onClose }: { group?: Group; onClose: () => void }) {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const save = useSubmit(organisation.save_group, { form, done: shell('saved'), refresh: [['organisation', 'groups']], onDone: onClose });
  const finish = (v: Values): void => save.mutate({ body: {
    ...(group ? { id: group.id, version: group.version } : {}), name: v.name, source: v.source || null, office: v.office || null,
    members: (v.members ?? []).map((m) => ({ role: m.role, label: m.label, person_id: m.person_id ?? null, post_id: m.post_id ?? null })),
  } });
  return (
    <Modal open width={760} title={group ? t('edit_group') : t('new_group')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={save.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={group ?? { members: [{ role: 'leader', label: '' }] }}>
        <Form.Item name="name" label={t('group_name')} rules={[{ required: true, message: t('group_name_needed') }]}><Input maxLength={120} /></Form.Item>
        <Form.Item name="source" label={t('group_source')}><Input maxLength={200} /></Form.Item>
        <Form.Item name="office" label={t('group_office')}><Input maxLength={100} /></Form.Item>
        <h3>{t('members')}</h3>
        <Form.List name="members">{(fields, { add, remove }) => <>
          {fields.map((f, i) => (
            <div key={f.key} className="member-row">
              <Form.Item name={[f.name, 'role']} label={t('group_role')}><Select options={groupRoles.map((r) => ({ value: r, label: t(`group_${r}`) }))} /></Form.Item>
              <Form.Item name={[f.name, 'label']} label={t('member_label')} rules={[{ required: true, message: t('member_label_needed') }]}><Input maxLength={120} /></Form.Item>
              <Form.Item name={[f.name, 'person_id']} label={t('member_person')}><PersonSelect label={t('member_person')} /></Form.Item>
              <Button type="text" danger icon={<Icon name="trash" />} aria-label={`${shell('remove')} ${i + 1}`} onClick={() => remove(f.name)} />
            </div>
          ))}
          <Button icon={<Icon name="plus" />} onClick={() => add({ role: 'member', label: '' })}>{t('add_member')}</Button>
        </>}</Form.List>
      </Form>
    </Modal>
  );
}

/** Leading groups as the documents name them: by office, and who holds that office now. */
export function GroupsTab() {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const writes = useMay('group.write');
  const groups = useQuery(query(organisation.groups));
  const [open, setOpen] = useState<{ group?: Group }>();
  const add = writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen({})}>{t('new_group')}</Button>;
  return (
    <>
      {add && <div className="toolbar">{add}</div>}
      <Loaded query={groups}>{(list) => list.length === 0 ? <Nothing text={t('no_groups')} hint={t('no_groups_hint')} /> : list.map((g) => (
        <Panel key={g.id} title={g.name} extra={writes && <Button size="small" onClick={() => setOpen({ group: g })}>{shell('edit')}</Button>}>
          <dl className="facts">
            {g.source && <div><dt>{t('group_source')}</dt><dd>{g.source}</dd></div>}
            {groupRoles.map((role) => {
              const members = g.members.filter((m) => m.role === role);
              return members.length > 0 && <div key={role}><dt>{t(`group_${role}`)}</dt><dd>{members.map((m) => m.current_name && m.current_name !== m.label ? `${m.label}（${m.current_name}）` : m.label).join('、')}</dd></div>;
            })}
            {g.office && <div><dt>{t('group_office')}</dt><dd>{g.office}</dd></div>}
          </dl>
        </Panel>
      ))}</Loaded>
      {open && <GroupForm {...(open.group ? { group: open.group } : {})} onClose={() => setOpen(undefined)} />}
    </>
  );
}
