import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { recordKinds, responsibility } from '../../modules/responsibility/contract.ts';
import { query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { useMay } from '../session.ts';
import { DateField } from '../ui/date-field.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';

export type DutyRecord = Reply<typeof responsibility.records>[number];
interface Values { kind: DutyRecord['kind']; held_on: string; title: string; unit_id?: string | null; chaired_by: string; attendees?: string; content?: string }

/** The office writes for the whole organisation or any unit; a unit for itself. */
export function RecordForm({ record, onClose }: { record?: DutyRecord | undefined; onClose: () => void }) {
  const t = useLabels('responsibility');
  const shell = useLabels('shell');
  const office = useMay('responsibility.write');
  const [form] = Form.useForm<Values>();
  const checks = useQuery({ ...query(responsibility.contact_checks), enabled: !office });
  const own = (checks.data ?? []).filter((u) => u.can_confirm);
  const create = useSubmit(responsibility.create_record, { form, done: shell('saved'), onDone: onClose });
  const update = useSubmit(responsibility.update_record, { form, done: shell('saved'), onDone: onClose });
  const finish = (v: Values): void => {
    const body = { kind: v.kind, held_on: v.held_on, title: v.title, unit_id: v.unit_id ?? null, chaired_by: v.chaired_by, attendees: v.attendees ?? '', content: v.content ?? '' };
    if (record) update.mutate({ params: { id: record.id }, body: { ...body, version: record.version } });
    else create.mutate({ body });
  };
  return (
    <Modal open width={640} title={record ? t('edit_record') : t('new_record')} onCancel={onClose} onOk={() => form.submit()} okText={shell('save')} confirmLoading={create.isPending || update.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={record ?? { kind: office ? 'quarterly_meeting' : 'publicity', held_on: today() }}>
        <Form.Item name="kind" label={t('kind')}><Select options={recordKinds.map((k) => ({ value: k, label: t(`kind_${k}`) }))} /></Form.Item>
        <Form.Item name="held_on" label={t('held_on')} rules={[{ required: true, message: t('date_needed') }]}><DateField max={today()} allowEmpty={false} /></Form.Item>
        <Form.Item name="title" label={t('record_title')} rules={[{ required: true, message: t('title_needed') }]}><Input maxLength={120} /></Form.Item>
        {office
          ? <Form.Item name="unit_id" label={t('unit')} extra={t('unit_hint')}><UnitSelect label={t('unit')} placeholder={t('whole')} /></Form.Item>
          : <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><Select loading={checks.isPending} options={own.map((u) => ({ value: u.unit_id, label: u.unit_name }))} /></Form.Item>}
        <Form.Item name="chaired_by" label={t('chaired_by')} rules={[{ required: true, message: t('chaired_needed') }]}><Input maxLength={80} /></Form.Item>
        <Form.Item name="attendees" label={t('attendees')}><Input.TextArea maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} /></Form.Item>
        <Form.Item name="content" label={t('content')}><Input.TextArea maxLength={5000} autoSize={{ minRows: 3, maxRows: 12 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
