import { Form, Input, Modal } from 'antd';
import { type applicationActions, applications } from '../../modules/filings/contract.ts';
import { useLabels } from '../i18n.ts';
import { DateField } from '../ui/date-field.tsx';
import { today } from '../ui/time-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import type { Application } from './marks.tsx';

export type Step = (typeof applicationActions)[number];
/** What is retired is not tested but verified. */
export const stepWord = (a: Pick<Application, 'kind'>, step: Step) => (step === 'pass' && a.kind === 'retire' ? 'app_do_verify' as const : `app_do_${step}` as const);
interface Values { note?: string; tested_on?: string | null; report_ref?: string }
/** One move, with what it asks for; an approval says what it will do. */
export function ApplicationStep({ a, step, onClose }: { a: Application; step: Step; onClose: () => void }) {
  const t = useLabels('filings');
  const [form] = Form.useForm<Values>();
  const move = useSubmit(applications.move, { form, done: t('done'), refresh: [['applications'], ['filings'], ['assets'], ['hazards']], onDone: onClose });
  const noted = step === 'send_back';
  const finish = (v: Values): void => move.mutate({ params: { id: a.id }, body: { version: a.version, action: step, note: v.note ?? '', ...(v.tested_on && { tested_on: v.tested_on }), ...(v.report_ref && { report_ref: v.report_ref }) } });
  return (
    <Modal open title={`${t(stepWord(a, step))} ${a.system_name}`} onCancel={onClose} okText={t(stepWord(a, step))} okButtonProps={{ danger: step === 'withdraw' || (step === 'approve' && a.kind === 'retire') }} confirmLoading={move.isPending} onOk={() => form.submit()} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} initialValues={{ tested_on: step === 'pass' ? today() : undefined, report_ref: a.report_ref }}>
        {step === 'approve' && <p>{t(`approve_${a.kind}`)}</p>}
        {step === 'withdraw' && <p>{t('withdraw_ask')}</p>}
        {step === 'pass' && <div className="form-pair">
          <Form.Item name="tested_on" label={t(a.kind === 'retire' ? 'verified_on' : 'tested_on')} rules={[{ required: true, message: t('day_needed') }]}><DateField max={today()} /></Form.Item>
          <Form.Item name="report_ref" label={t(a.kind === 'retire' ? 'verified_by' : 'report_ref')} extra={t(a.kind === 'retire' ? 'verified_hint' : 'report_ref_hint')} rules={[{ required: true, whitespace: true, message: t('report_needed') }]}><Input maxLength={120} /></Form.Item>
        </div>}
        <Form.Item name="note" label={t(noted ? 'what_to_mend' : 'note')} rules={noted ? [{ required: true, whitespace: true, message: t('note_needed') }] : []}><Input.TextArea maxLength={2000} autoSize={{ minRows: 3, maxRows: 10 }} /></Form.Item>
      </Form>
    </Modal>
  );
}
