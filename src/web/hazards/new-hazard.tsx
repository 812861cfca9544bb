import { useNavigate } from '@tanstack/react-router';
import { Form, Input, Modal, Select } from 'antd';
import { hazards, severities } from '../../modules/hazards/contract.ts';
import { SystemSelect } from '../assets/system-select.tsx';
import { useLabels } from '../i18n.ts';
import { UnitSelect } from '../organisation/unit-select.tsx';
import { DateField } from '../ui/date-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';

const sources = ['inspection', 'self_check', 'superior', 'manual'] as const;
interface Values { title: string; severity: (typeof severities)[number]; source: (typeof sources)[number]; unit_id?: string | null; system_id?: string | null; where?: string; superior_number?: string; superior_due_on?: string | null; description?: string; remedy?: string }

/** A hazard that no scanner told. */
export function NewHazard({ onClose }: { onClose: () => void }) {
  const t = useLabels('hazards');
  const shell = useLabels('shell');
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const unit = Form.useWatch('unit_id', form);
  const source = Form.useWatch('source', form);
  const create = useSubmit(hazards.create, { form, done: t('registered'), onDone: (r) => { onClose(); void navigate({ to: '/hazards/$id', params: { id: r.id } }); } });
  return (
    <Modal open width={680} title={t('new_hazard')} onCancel={onClose} okText={shell('save')} onOk={() => form.submit()} confirmLoading={create.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ severity: 'high', source: 'inspection' }} onFinish={(v) => create.mutate({ body: { ...v, unit_id: v.unit_id ?? null, system_id: v.system_id ?? null } })}>
        <Form.Item name="title" label={t('title')} rules={[{ required: true, whitespace: true, message: t('title_needed') }]}><Input maxLength={300} /></Form.Item>
        <div className="form-pair">
          <Form.Item name="severity" label={t('severity')}><Select options={severities.map((s) => ({ value: s, label: t(`severity_${s}`) }))} /></Form.Item>
          <Form.Item name="source" label={t('source')}><Select options={sources.map((s) => ({ value: s, label: t(`source_${s}`) }))} /></Form.Item>
        </div>
        <div className="form-pair">
          <Form.Item name="unit_id" label={t('unit')} rules={[{ required: true, message: t('unit_needed') }]}><UnitSelect label={t('unit')} /></Form.Item>
          <Form.Item name="system_id" label={t('choose_system')}><SystemSelect label={t('choose_system')} unitId={unit ?? undefined} /></Form.Item>
        </div>
        <Form.Item name="where" label={t('where')} extra={t('where_hint')}><Input maxLength={500} /></Form.Item>
        {source === 'superior' && <div className="form-pair"><Form.Item name="superior_number" label={t('superior_number')}><Input maxLength={60} /></Form.Item><Form.Item name="superior_due_on" label={t('superior_due')} extra={t('superior_due_hint')}><DateField /></Form.Item></div>}
        <Form.Item name="description" label={t('description')}><Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
        <Form.Item name="remedy" label={t('remedy')}><Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
