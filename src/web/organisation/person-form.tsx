import { Form, Input, Modal } from 'antd';
import { organisation } from '../../modules/organisation/contract.ts';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { Person } from './people-tab.tsx';
import { UnitSelect } from './unit-select.tsx';

interface Values { name: string; unit_id: string; phone?: string | null; email?: string | null; employee_no?: string | null }

export function PersonForm({ person, unitId, onClose, onSaved }: { person?: Person; unitId?: string | undefined; onClose: () => void; onSaved?: (person: Person) => void }) {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const finished = (saved: Person): void => { onSaved?.(saved); onClose(); };
  const create = useSubmit(organisation.create_person, { form, done: shell('saved'), onDone: finished });
  const update = useSubmit(organisation.update_person, { form, done: shell('saved'), onDone: finished });
  const finish = (v: Values): void => {
    const body = { name: v.name, unit_id: v.unit_id, phone: v.phone || null, email: v.email || null, employee_no: v.employee_no || null };
    if (person) update.mutate({ params: { id: person.id }, body: { ...body, version: person.version } });
    else create.mutate({ body });
  };
  return (
    <Modal open title={person ? t('edit_person') : t('new_person')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={person ?? { unit_id: unitId }}>
        <Form.Item name="name" label={t('person_name')} rules={[{ required: true, message: t('person_name_needed') }]}><Input maxLength={40} autoComplete="off" /></Form.Item>
        <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} allowClear={false} /></Form.Item>
        <Form.Item name="phone" label={t('phone')} rules={[{ pattern: /^[0-9+()\- ]{5,20}$/, message: t('phone_rule') }]}><Input type="tel" maxLength={20} autoComplete="off" /></Form.Item>
        <Form.Item name="email" label={t('email')} rules={[{ type: 'email', message: t('email_rule') }]}><Input type="email" maxLength={120} autoComplete="off" /></Form.Item>
        <Form.Item name="employee_no" label={t('employee_no')}><Input maxLength={40} autoComplete="off" /></Form.Item>
      </Form>
    </Modal>
  );
}
