import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { groupKinds, groupRoles, organisation } from '../../modules/organisation/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { PersonSelect } from './person-select.tsx';

export type Group = Reply<typeof organisation.groups>[number];
interface Values {
  kind: Group['kind']; name: string; source?: string | null; office?: string | null; duties?: string; office_duties?: string; valid_from?: string | null; valid_until?: string | null; stated_members?: number | null; follows_id?: string | null;
  members?: { role: (typeof groupRoles)[number]; label: string; person_id?: string | null; post_id?: string | null; field?: string; organisation?: string | null; phone?: string | null }[];
}

/** A group as its paper has it: what it is for, how long it stands, who is in it, what each answers for. */
export function GroupForm({ group, onClose }: { group?: Group | undefined; onClose: () => void }) {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const follows = Form.useWatch('follows_id', form);
  const others = useQuery(query(organisation.groups));
  const save = useSubmit(organisation.save_group, { form, done: shell('saved'), refresh: [['organisation', 'groups']], onDone: onClose });
  const finish = (v: Values): void => save.mutate({ body: {
    ...(group ? { id: group.id, version: group.version } : {}), kind: v.kind, name: v.name, source: v.source || null, office: v.office || null, duties: v.duties ?? '', office_duties: v.office_duties ?? '',
    valid_from: v.valid_from || null, valid_until: v.valid_until || null, stated_members: v.stated_members ?? null, follows_id: v.follows_id ?? null,
    members: v.follows_id ? [] : (v.members ?? []).map((m) => ({ role: m.role, label: m.label, person_id: m.person_id ?? null, post_id: m.post_id ?? null, field: m.field ?? '', organisation: m.organisation || null, phone: m.phone || null })),
  } });
  return (
    <Modal open width={860} title={group ? t('edit_group') : t('new_group')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={save.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={group ?? { kind: 'leading', members: [{ role: 'leader', label: '' }] }}>
        <div className="form-pair">
          <Form.Item name="kind" label={t('group_kind')}><Select options={groupKinds.map((k) => ({ value: k, label: t(`group_kind_${k}`) }))} /></Form.Item>
          <Form.Item name="stated_members" label={t('stated_members')} extra={t('stated_members_hint')}><InputNumber min={1} max={500} precision={0} className="full" /></Form.Item>
        </div>
        <Form.Item name="name" label={t('group_name')} rules={[{ required: true, message: t('group_name_needed') }]}><Input maxLength={120} /></Form.Item>
        <Form.Item name="source" label={t('group_source')} extra={t('group_source_hint')}><Input maxLength={200} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="valid_from" label={t('valid_from')}><DateField /></Form.Item>
          <Form.Item name="valid_until" label={t('valid_until')}><DateField /></Form.Item>
        </div>
        <Form.Item name="duties" label={t('group_duties')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <Form.Item name="office" label={t('group_office')}><Input maxLength={100} /></Form.Item>
        <Form.Item name="office_duties" label={t('office_duties')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <Form.Item name="follows_id" label={t('follows')} extra={t('follows_hint')}>
          <Select allowClear placeholder={t('follows_none')} options={(others.data ?? []).filter((g) => g.id !== group?.id && !g.follows_id).map((g) => ({ value: g.id, label: g.name }))} />
        </Form.Item>
        {!follows && <>
          <h2 className="form-part">{t('members')}</h2>
          <Form.List name="members">{(fields, { add, remove }) => <>
            {fields.map((f, i) => (
              <fieldset key={f.key} className="member-block" aria-label={t('member_n', { n: i + 1 })}>
                <div className="member-row">
                  <Form.Item name={[f.name, 'role']} label={t('group_role')}><Select options={groupRoles.map((r) => ({ value: r, label: t(`group_${r}`) }))} /></Form.Item>
                  <Form.Item name={[f.name, 'label']} label={t('member_label')} rules={[{ required: true, message: t('member_label_needed') }]}><Input maxLength={120} /></Form.Item>
                  <Form.Item name={[f.name, 'person_id']} label={t('member_person')}><PersonSelect label={t('member_person')} /></Form.Item>
                  <Button type="text" danger icon={<Icon name="trash" />} aria-label={`${shell('remove')} ${i + 1}`} onClick={() => remove(f.name)} />
                </div>
                <div className="member-row">
                  <Form.Item name={[f.name, 'field']} label={t('member_field')}><Input maxLength={200} /></Form.Item>
                  <Form.Item name={[f.name, 'organisation']} label={t('member_organisation')}><Input maxLength={100} /></Form.Item>
                  <Form.Item name={[f.name, 'phone']} label={t('member_phone')} rules={[{ pattern: /^$|^[0-9+()\- ]{5,20}$/, message: t('phone_rule') }]}><Input type="tel" maxLength={20} autoComplete="off" /></Form.Item>
                </div>
              </fieldset>
            ))}
            <Button icon={<Icon name="plus" />} onClick={() => add({ role: 'member', label: '' })}>{t('add_member')}</Button>
          </>}</Form.List>
        </>}
      </Form>
    </Modal>
  );
}
