import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { organisation, unitKinds } from '../../modules/organisation/contract.ts';
import { useLabels } from '../i18n.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { type Unit, UnitSelect } from './unit-select.tsx';

interface Values { name: string; short_name?: string | null; kind: Unit['kind']; parent_id: string | null; sort?: number; aliases?: string[] }

/** A new unit, or changes to one; a new name or place is kept in its history by the server. */
export function UnitForm({ unit, parentId, onClose, onSaved }: { unit?: Unit; parentId?: string | null; onClose: () => void; onSaved?: (id: string) => void }) {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const [form] = Form.useForm<Values>();
  const finished = (saved: { id: string }): void => { onSaved?.(saved.id); onClose(); };
  const create = useSubmit(organisation.create_unit, { form, done: shell('saved'), onDone: finished });
  const update = useSubmit(organisation.update_unit, { form, done: shell('saved'), onDone: finished });
  const finish = (v: Values): void => {
    const fields = { name: v.name, short_name: v.short_name || null, kind: v.kind, parent_id: v.parent_id ?? null, ...(v.sort === undefined || v.sort === null ? {} : { sort: v.sort }) };
    if (unit) update.mutate({ params: { id: unit.id }, body: { ...fields, aliases: v.aliases ?? [], version: unit.version } });
    else create.mutate({ body: fields });
  };
  return (
    <Modal open title={unit ? t('edit_unit') : t('new_unit')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish}
        initialValues={unit ? { name: unit.name, short_name: unit.short_name, kind: unit.kind, parent_id: unit.parent_id, sort: unit.sort, aliases: unit.aliases } : { kind: 'department', parent_id: parentId ?? null }}>
        <Form.Item name="name" label={t('unit_name')} extra={unit ? t('rename_hint') : undefined} rules={[{ required: true, message: t('unit_name_needed') }]}><Input maxLength={100} autoFocus /></Form.Item>
        <Form.Item name="short_name" label={t('short_name')}><Input maxLength={40} /></Form.Item>
        <Form.Item name="kind" label={t('kind')}><Select options={unitKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} /></Form.Item>
        <Form.Item name="parent_id" label={t('parent')} extra={t('parent_hint')}><UnitSelect label={t('parent')} {...(unit ? { exclude: unit.id } : {})} /></Form.Item>
        {unit && <Form.Item name="aliases" label={t('aliases')} extra={t('aliases_hint')}><Select mode="tags" open={false} suffixIcon={null} /></Form.Item>}
        <Form.Item name="sort" label={t('sort')}><InputNumber min={0} max={9999} precision={0} /></Form.Item>
      </Form>
    </Modal>
  );
}
