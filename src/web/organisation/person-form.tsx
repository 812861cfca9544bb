import { Form, Input, Modal, Radio } from 'antd';
import { organisation } from '../../modules/organisation/contract.ts';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { Person } from './people-tab.tsx';
import { UnitSelect } from './unit-select.tsx';

interface Values { name: string; unit_id: string; phone?: string | null; email?: string | null; employee_no?: string | null; posts?: 'keep' | 'vacate' }

export function PersonForm({ person, unitId, onClose, onSaved }: { person?: Person; unitId?: string | undefined; onClose: () => void; onSaved?: (person: Person) => void }) {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const chosen = Form.useWatch('unit_id', form);
  const leaving = person && chosen && chosen !== person.unit_id ? person.posts.filter((p) => p.unit_id === person.unit_id) : [];
  const finished = (saved: Person): void => { onSaved?.(saved); onClose(); };
  const create = useSubmit(organisation.create_person, { form, done: shell('saved'), onDone: finished });
  const update = useSubmit(organisation.update_person, { form, done: shell('saved'), onDone: finished });
  const finish = (v: Values): void => {
    const body = { name: v.name, unit_id: v.unit_id, phone: v.phone || null, email: v.email || null, employee_no: v.employee_no || null };
    if (person) update.mutate({ params: { id: person.id }, body: { ...body, version: person.version, ...(leaving.length > 0 && { posts: v.posts ?? 'vacate' }) } });
    else create.mutate({ body });
  };
  return (
    <Modal open title={person ? t('edit_person') : t('new_person')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={person ?? { unit_id: unitId }}>
        <Form.Item name="name" label={t('person_name')} rules={[{ required: true, message: t('person_name_needed') }]}><Input maxLength={40} autoComplete="off" /></Form.Item>
        <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} allowClear={false} /></Form.Item>
        {leaving.length > 0 && <Form.Item name="posts" label={t('moving_posts', { unit: person!.unit_name, posts: leaving.map((p) => t(`duty_${p.duty}`)).join('、') })} extra={t('moving_posts_hint')} initialValue="vacate"><Radio.Group options={[{ value: 'vacate', label: t('posts_vacate') }, { value: 'keep', label: t('posts_keep') }]} /></Form.Item>}
        <Form.Item name="phone" label={t('phone')} rules={[{ pattern: /^[0-9+()\- ]{5,20}$/, message: t('phone_rule') }]}><Input type="tel" maxLength={20} autoComplete="off" /></Form.Item>
        <Form.Item name="email" label={t('email')} rules={[{ type: 'email', message: t('email_rule') }]}><Input type="email" maxLength={120} autoComplete="off" /></Form.Item>
        <Form.Item name="employee_no" label={t('employee_no')}><Input maxLength={40} autoComplete="off" /></Form.Item>
      </Form>
    </Modal>
  );
}
