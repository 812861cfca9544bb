import { Form, Input, Modal, Select } from 'antd';
import { dismissals, type handActions, hazards } from '../../modules/hazards/contract.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import type { Hazard } from './hazard-page.tsx';

export type Step = (typeof handActions)[number];
const noted: Partial<Record<Step, 'note_report' | 'note_pass' | 'note_fail' | 'note'>> = { report: 'note_report', pass: 'note_pass', fail: 'note_fail', ask_dismiss: 'note', refuse: 'note', revive: 'note' };
interface Values { note?: string; dismissal?: (typeof dismissals)[number]; until?: string | null }

/** One move, with what it asks for. */
export function HazardStep({ h, step, onClose }: { h: Hazard; step: Step; onClose: () => void }) {
  const t = useLabels('hazards');
  const [form] = Form.useForm<Values>();
  const move = useSubmit(hazards.move, { form, done: t('done'), onDone: onClose });
  const needs = noted[step];
  const finish = (v: Values): void => move.mutate({ params: { id: h.id }, body: { version: h.version, action: step, note: v.note ?? '', ...(v.dismissal && { dismissal: v.dismissal }), ...(v.until && { until: v.until }) } });
  return (
    <Modal open title={t(`do_${step}`)} onCancel={onClose} okText={t(`do_${step}`)} confirmLoading={move.isPending} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish}>
        {step === 'report' && <p className="muted">{t('phone_note')}</p>}
        {step === 'ask_dismiss' && <div className="form-pair">
          <Form.Item name="dismissal" label={t('dismissal')} rules={[{ required: true, message: t('dismissal_needed') }]}><Select options={dismissals.map((d) => ({ value: d, label: t(`dismissal_${d}`) }))} /></Form.Item>
          <Form.Item name="until" label={t('until')} extra={t('until_hint')} rules={[{ required: true, message: t('until_needed') }]}><DateField /></Form.Item>
        </div>}
        <Form.Item name="note" label={t(needs ?? 'note')} rules={needs ? [{ required: true, whitespace: true, message: t('note_needed') }] : []}><Input.TextArea maxLength={2000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
